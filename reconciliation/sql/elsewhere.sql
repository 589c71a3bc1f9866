-- Rows equal to the roll whose NIK was given elsewhere: the same, with a warning.
-- In: {differing}. Out: those rows in {decided}.
INSERT INTO {decided} (line, nik, name, outcome, detail, issue, elements, warnings,
  inside, kelurahan, voter_id)
SELECT line, nik, name, 'SAME', '', '', '{{}}', ARRAY['NIK_PREFIX'], true,
  o_kelurahan, voter_id
FROM {differing} WHERE plain
