-- How many would be drawn. In: candidates.sql. Out: reason, tasks; and one row without a
-- reason: all tasks, sheets (RT), kelurahan.
SELECT reason, count(*), count(DISTINCT (kelurahan, rw, rt)), count(DISTINCT kelurahan)
FROM chosen GROUP BY GROUPING SETS ((reason), ()) ORDER BY 1 NULLS LAST
