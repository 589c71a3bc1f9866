-- The first rows of an opening list that cannot stand on a roll.
-- In: {checked}, {ragged}; needs_reason = removed people must name why.
-- Out: line, kind; at most twenty.
SELECT * FROM (
  SELECT line, coalesce(nullif(delivery_nik_problem(nik, %(provinces)s), ''), CASE
    WHEN name = '' THEN 'NAME_EMPTY'
    WHEN birth_date IS NULL THEN 'BIRTH_DATE'
    WHEN sex IS NULL THEN 'SEX_CODE'
    WHEN marital_cell <> '' AND marital_status IS NULL THEN 'MARITAL_CODE'
    WHEN kelurahan IS NULL THEN 'REGION_UNKNOWN'
    WHEN left(kelurahan, 4) <> %(regency)s THEN 'REGION_OUTSIDE'
    WHEN unknown_code <> '' THEN unknown_code
    WHEN unread_place THEN 'PLACE_NUMBER_UNREAD'
    WHEN %(needs_reason)s AND event IS NULL THEN 'EVENT_CODE'
    WHEN NOT %(needs_reason)s
      AND row_number() OVER (PARTITION BY nik ORDER BY line) > 1 THEN 'NIK_REPEATED'
    END) AS kind
  FROM {checked}
  UNION ALL SELECT line, 'RAGGED' FROM {ragged}
) p WHERE kind IS NOT NULL ORDER BY line LIMIT 20
