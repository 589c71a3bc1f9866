-- The cells of the rows that no voter equals, and of those with a NIK from elsewhere.
-- In: {unlike}, {raw}; {place} = kelurahan as the row says it. Out: {differing}, as
--     compare.sql leaves it.
CREATE UNLOGGED TABLE {differing} AS
SELECT r.line, u.seat, CASE WHEN u.plain THEN u.voter_id END AS voter_id,
  CASE WHEN u.plain THEN {place} END::varchar AS v_kelurahan, u.plain, r.nik, {columns}
FROM {unlike} u
JOIN (SELECT line, ctid AS seat, {cells} FROM {raw}) r ON r.seat = u.seat
