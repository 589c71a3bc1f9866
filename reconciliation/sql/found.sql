-- Voters whom the comparison did not meet under the NIK that a row means: it was written
-- in other letters, or the row came in only because its NIK stands twice.
-- In: {differing}, {checked}; voter of the regency; {present} = their elements now.
-- Out: {found}. The fence lets the few rows be told first: the planner, without
--     statistics, would look every row of the file up.
CREATE UNLOGGED TABLE {found} AS
SELECT s.line, w.id AS voter_id, w.row_version, w.status = 'HELD' AS held, {present}
FROM (SELECT d.line, c.nik FROM {differing} d JOIN {checked} c USING (line)
  WHERE d.voter_id IS NULL AND NOT (d.sought AND d.nik = c.nik) OFFSET 0) s
JOIN voter w ON w.regency_code = %(regency)s AND w.status IN ('ACTIVE', 'HELD')
  AND w.nik = s.nik
