-- Rows whose NIK an earlier sound row of the file has already.
-- In: {judged}. Out: {twice}: their lines. Beside decide.sql, for a window over all rows
--     would be the leader's work alone, and few rows are repeated.
CREATE UNLOGGED TABLE {twice} AS
SELECT line FROM (
  SELECT line, row_number() OVER (PARTITION BY nik ORDER BY line) AS turn
  FROM {judged}
  WHERE first_issue = '' AND nik IN (SELECT nik FROM {judged} WHERE first_issue = ''
    GROUP BY nik HAVING count(*) > 1)) r
WHERE turn > 1
