-- As in reopening.sql, with an opaque key of each person, so that the trail of a voter
-- tells who read a letter that names the voter (UU 27/2022, art. 31).
-- In: the token's range, an advice. Out: one row a person; none outside the range.
SET LOCAL ROLE pdpb_finder;
DROP FUNCTION supervisor_advice(uuid);
CREATE FUNCTION supervisor_advice(asked uuid)
RETURNS TABLE (
  row_key text, nama text, jenis_kelamin text, usia integer, alamat text, rt text,
  rw text, keterangan text, hasil text, catatan text, usulan text, keadaan text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT left(encode(sha256(convert_to(
      v.public_id::text || '/saran/' || a.public_id, 'UTF8')), 'hex'), 16),
    v.name, v.sex, extract(year FROM age(a.letter_on, v.birth_date))::integer,
    v.address, v.rt, v.rw, v.remark, l.finding, l.note,
    coalesce(c.kind, ''), coalesce(c.state, '')
  FROM plenos_advice a
  JOIN plenos_advicevoter l ON l.advice_id = a.id
  JOIN voter v ON v.regency_code = a.regency_code AND v.id = l.voter_id
  LEFT JOIN change_proposal c
    ON c.regency_code = a.regency_code AND c.id = l.proposal_id
  WHERE a.public_id = asked
    AND l.kelurahan >= (SELECT scope_edge(false))
    AND l.kelurahan < (SELECT scope_edge(true))
  ORDER BY l.id LIMIT 2000
$$;
REVOKE ALL ON FUNCTION supervisor_advice(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION supervisor_advice(uuid) TO pdpb_supervisor;
RESET ROLE;
