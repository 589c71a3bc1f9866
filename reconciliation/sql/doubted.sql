-- A list of low trust removes nobody: its TMS rows become the question TIDAK ADA,
-- which is answered one at a time, never in bulk. Each is marked LOW_TRUST, for which
-- voters/sql/propose.sql lets it begin in coklit terbatas: a candidate for verification.
-- A move inside the regency on its word alone says so (a move needs a document).
-- In: {proposed}. Out: {proposed} without a direct TMS.
UPDATE {proposed}
SET kind = 'TIDAK_ADA', rule = 'D61', category = '', elements = '{{}}', old = '{{}}', new = '{{}}',
  warnings = warnings || ARRAY['LOW_TRUST']::varchar(24)[],
  evidence_kind = '', evidence_no = ''
WHERE kind = 'TMS';
UPDATE {proposed} SET warnings = warnings || ARRAY['LOW_TRUST']::varchar(24)[]
WHERE kind = 'PINDAH_DALAM'
