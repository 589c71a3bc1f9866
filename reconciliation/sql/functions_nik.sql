-- One cleaning of a NIK for all stages. In: a cell. Out: its text, without dress.
-- ="3201…" and dots between digits are dress; ".0" says it was a number once. Most
-- cells are digits only, and pass before a regular expression has to look at them.
CREATE OR REPLACE FUNCTION delivery_nik(cell text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN translate(cell, '0123456789', '') = '' THEN cell
    ELSE regexp_replace(regexp_replace(delivery_number(cell), '[=.-](?!0+$)', '', 'g'),
      '^([0-9]{15,17})[.,]0+$', '\1E+0') END
$$;
