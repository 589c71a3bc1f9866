-- NIKs that stand in the file more than once, however they are spelled.
-- In: {raw}, {differing}; {nik} = its column. Out: {again}.
CREATE UNLOGGED TABLE {again} AS
SELECT nik FROM (SELECT {nik} AS nik FROM {raw}) n GROUP BY nik HAVING count(*) > 1
UNION
SELECT delivery_number(d.nik) FROM {differing} d
WHERE d.line IS NOT NULL AND d.nik <> delivery_number(d.nik)
