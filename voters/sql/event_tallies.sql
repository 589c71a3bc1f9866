-- The last statements of voter_updated() and voter_inserted(), instead of those that
-- events.sql has (ADR 0075, 0076): the tally of stations is moved with the roll's, of the
-- same groups, and whoever keeps a count of the work is told.
-- In: new_t, old_t and regency of the triggers.

-- step: voter_updated
  WITH cell AS MATERIALIZED (
    SELECT d.kelurahan, d.tps, d.is_special_site, d.sex, d.status, sum(d.n) AS n
    FROM (SELECT kelurahan, tps, is_special_site, sex, status, count(*) AS n
          FROM new_t GROUP BY 1, 2, 3, 4, 5
          UNION ALL
          SELECT kelurahan, tps, is_special_site, sex, status, -count(*)
          FROM old_t GROUP BY 1, 2, 3, 4, 5) d
    GROUP BY 1, 2, 3, 4, 5 HAVING sum(d.n) <> 0
  ), rolled AS (
    INSERT INTO roll_tally (regency_code, kelurahan, sex, status, n)
    SELECT regency, c.kelurahan, c.sex, c.status, sum(c.n) FROM cell c
    GROUP BY 2, 3, 4 HAVING sum(c.n) <> 0
    ON CONFLICT ON CONSTRAINT roll_tally_cell
      DO UPDATE SET n = roll_tally.n + excluded.n
  )
  INSERT INTO station_tally (regency_code, kelurahan, tps, is_special_site, sex, n)
  SELECT regency, c.kelurahan, c.tps, c.is_special_site, c.sex, sum(c.n) FROM cell c
  WHERE c.status <> 'INELIGIBLE' GROUP BY 2, 3, 4, 5 HAVING sum(c.n) <> 0
  ON CONFLICT ON CONSTRAINT station_tally_cell
    DO UPDATE SET n = station_tally.n + excluded.n;
  PERFORM work_has_moved(regency);

-- step: voter_inserted
  WITH cell AS MATERIALIZED (
    SELECT kelurahan, tps, is_special_site, sex, status, count(*) AS n
    FROM new_t GROUP BY 1, 2, 3, 4, 5
  ), rolled AS (
    INSERT INTO roll_tally (regency_code, kelurahan, sex, status, n)
    SELECT regency, c.kelurahan, c.sex, c.status, sum(c.n) FROM cell c GROUP BY 2, 3, 4
    ON CONFLICT ON CONSTRAINT roll_tally_cell
      DO UPDATE SET n = roll_tally.n + excluded.n
  )
  INSERT INTO station_tally (regency_code, kelurahan, tps, is_special_site, sex, n)
  SELECT regency, c.kelurahan, c.tps, c.is_special_site, c.sex, sum(c.n) FROM cell c
  WHERE c.status <> 'INELIGIBLE' GROUP BY 2, 3, 4, 5
  ON CONFLICT ON CONSTRAINT station_tally_cell
    DO UPDATE SET n = station_tally.n + excluded.n;
  PERFORM work_has_moved(regency);
