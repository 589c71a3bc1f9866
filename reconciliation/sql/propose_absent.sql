-- Questions about voters whom no row names, beside the proposals.
-- In: {absent}; source. Out: rows in {proposed}.
INSERT INTO {proposed}
SELECT 'TIDAK_ADA', '', voter_id, row_version, nik, name, sex, kelurahan, '{{}}', '{{}}',
  '{{}}', CASE WHEN doubtful THEN ARRAY['DOUBTFUL']::varchar(24)[] ELSE '{{}}' END, '',
  %(source)s, NULL, fingerprint, NULL, '', ''
FROM {absent}
