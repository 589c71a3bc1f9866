-- NIKs that stand in the file more than once, however they are spelled.
-- In: {raw}, {differing}; {nik} = its column. Out: {again}: hashes of such NIKs; two
--     NIKs with one hash only send their rows through every check.
-- In two halves, so that two workers can count; numbers group faster than texts.
CREATE UNLOGGED TABLE {again} AS
SELECT hashtextextended({nik}, 0) AS hash FROM {raw} WHERE hashtext({nik}) & 1 = 0
GROUP BY 1 HAVING count(*) > 1
UNION ALL
SELECT hashtextextended({nik}, 0) FROM {raw} WHERE hashtext({nik}) & 1 = 1
GROUP BY 1 HAVING count(*) > 1
UNION ALL
SELECT hashtextextended(delivery_nik(d.nik), 0)
FROM {differing} d
WHERE d.line IS NOT NULL AND NOT d.plain AND d.nik ~ '[^0-9]'
