-- What becomes of each row: the first outcome that matches (shared table of outcomes).
-- In: {judged}, {twice}; adult_before.
-- Out: {decided}: outcome, detail, issue, warnings beside the row. Without a fence, as
--     told.sql: an outcome worked out twice costs less than the other core.
CREATE UNLOGGED TABLE {decided} AS
WITH counted AS (
  SELECT g.*,
    CASE WHEN first_issue <> '' THEN first_issue
      WHEN t.line IS NOT NULL THEN 'NIK_REPEATED' ELSE '' END AS issue
  FROM {judged} g LEFT JOIN {twice} t USING (line)
), settled AS (
  SELECT c.*,
    CASE
      WHEN issue <> '' THEN 'REFUSED'
      WHEN event = 'NOT_OURS' THEN 'IGNORED'
      WHEN voter_id IS NULL AND verdict IS NOT NULL THEN 'IGNORED'
      WHEN voter_id IS NOT NULL AND elements @> ARRAY['birth_date', 'name']
        THEN 'NIK_GANDA_ORANG'
      WHEN voter_id IS NOT NULL AND (verdict IS NOT NULL OR minor AND unmarried)
        THEN 'TMS'
      WHEN voter_id IS NOT NULL AND elements && ARRAY['kelurahan', 'tps']
        THEN 'PINDAH_DALAM'
      WHEN voter_id IS NOT NULL AND elements <> '{{}}' THEN 'UBAH'
      WHEN voter_id IS NOT NULL THEN 'SAME'
      WHEN removed_id IS NOT NULL AND NOT restores THEN 'MUNCUL_KEMBALI'
      WHEN minor AND unmarried THEN 'NOT_YET'
      ELSE 'BARU' END AS outcome
  FROM counted c
)
SELECT s.*,
  CASE outcome
    WHEN 'REFUSED' THEN issue
    WHEN 'IGNORED' THEN CASE
      WHEN event = 'NOT_OURS' THEN 'NOT_OURS'
      WHEN removed_reason = verdict THEN 'ALREADY_APPLIED'
      ELSE 'NOT_ON_ROLL' END
    WHEN 'TMS' THEN coalesce(verdict, 'DI_BAWAH_UMUR')
    WHEN 'MUNCUL_KEMBALI' THEN removed_reason
    WHEN 'BARU' THEN CASE
      WHEN minor THEN 'KAWIN'
      WHEN event = 'PURNA' THEN 'PURNA'
      WHEN event = 'HAK_PULIH' THEN 'HAK_PULIH'
      WHEN event = 'DATANG' THEN 'PINDAH_MASUK'
      WHEN birth_date > %(adult_before)s THEN 'GENAP_17'
      ELSE 'BELUM_TERDATA' END
    ELSE '' END AS detail,
  CASE WHEN issue = '' THEN warned ELSE '{{}}'::text[] END AS warnings
FROM settled s
