-- Questions about voters whom no row names, beside the proposals.
-- In: {absent}; source; rules (outcome to its number in docs/rules.md) as jsonb. Out: rows in {proposed}.
INSERT INTO {proposed}
SELECT 'TIDAK_ADA', '', voter_id, row_version, nik, name, sex, kelurahan, '{{}}', '{{}}',
  '{{}}', CASE WHEN doubtful THEN ARRAY['DOUBTFUL']::varchar(24)[] ELSE '{{}}' END,
  %(rules)s::jsonb ->> 'TIDAK_ADA',
  %(source)s, NULL, fingerprint, NULL, '', ''
FROM {absent}
