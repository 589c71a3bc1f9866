-- Those who now qualify become BARU proposals (deliveries.md, NOT YET).
-- In: regency, period, reference date, actor. Out: change_proposal rows; the people
-- leave not_yet_eligible; one result row: how many were proposed.
-- Someone born on 29 February is 17 on 1 March of a common year (docs/rules.md).
WITH ripe AS (
  DELETE FROM not_yet_eligible y
  WHERE y.regency_code = %(regency)s AND y.left_by IS NULL
    AND (y.birth_date <= %(as_of)s::date - interval '17 years'
         OR y.data->>'marital_status' IN ('S', 'P'))
  RETURNING y.*
), made AS (
  INSERT INTO change_proposal (
    regency_code, period_id, kind, category, nik, name, sex, kelurahan, elements, new,
    rule, source, delivery_id, line_no, proposed_by_id, proposed_by_name)
  SELECT %(regency)s, %(period)s, 'BARU',
    CASE WHEN r.birth_date <= %(as_of)s::date - interval '17 years'
         THEN 'GENAP_17' ELSE 'KAWIN' END,
    r.nik, coalesce(r.data->>'name', ''), coalesce(r.data->>'sex', ''), r.kelurahan,
    ARRAY(SELECT jsonb_object_keys(r.data)), r.data, 'NOT_YET', r.source,
    r.delivery_id, r.line_no, %(actor)s, %(actor_name)s
  FROM ripe r
  WHERE r.data ? 'name' AND NOT EXISTS (
    SELECT 1 FROM voter v WHERE v.regency_code = %(regency)s AND v.nik = r.nik
      AND v.status IN ('ACTIVE', 'HELD'))
  ON CONFLICT DO NOTHING
  RETURNING 1
)
SELECT count(*) FROM made
