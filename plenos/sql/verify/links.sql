-- In: regency, head before, event ids of a seal (first excluded).
-- Out: the head that the kept links give, how many links there are.
SELECT encode(coalesce(chain_agg(link.digest ORDER BY link.place), ''), 'hex'),
       count(*) - 1
FROM (
  SELECT 0::bigint AS place, sha256(convert_to(%(previous)s, 'UTF8')) AS digest
  UNION ALL
  SELECT l.event_id, l.digest FROM chain_link l
  WHERE l.regency_code = %(regency)s AND l.event_id > %(after_id)s
    AND l.event_id <= %(last_id)s) link
