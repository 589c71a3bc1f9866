-- Events by trigger (design 6): statement-level, with transition tables.
-- In: app.actor, app.actor_name, app.period, app.opening (settings of the transaction).
-- Out: voter_event rows, and the two tallies moved by the same statement.

-- Canonical text of a voter, hashed for the opening digest; never reorder.
CREATE FUNCTION voter_line(
  id bigint, row_version integer, public_id uuid, dpid text, nik text, nkk text,
  name text, birth_place text, birth_date date, marital_status text, sex text,
  address text, rt text, rw text, kelurahan text, tps text, is_special_site boolean,
  disability text, disability_vintage text, ektp_status text, remark text,
  source text, status text, status_reason text, status_until date)
RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT concat_ws(chr(31), id, row_version, public_id, dpid, nik, nkk, name,
    birth_place, to_char(birth_date, 'YYYY-MM-DD'), marital_status, sex, address, rt,
    rw, kelurahan, tps, is_special_site::int, disability, disability_vintage,
    ektp_status, remark, source, status, status_reason,
    coalesce(to_char(status_until, 'YYYY-MM-DD'), '-'))
$$;

-- Which recap cells an event moves; the mirror of voters.rules.recap.cells().
CREATE FUNCTION event_cells(
  effect text, sign integer, category text,
  kelurahan_from text, sex_from text, kelurahan_to text, sex_to text)
RETURNS TABLE (kelurahan text, sex text, col text, cat text, n integer)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  WITH d AS (
    SELECT CASE WHEN sign > 0 THEN kelurahan_from ELSE kelurahan_to END AS kf,
           CASE WHEN sign > 0 THEN sex_from ELSE sex_to END AS sf,
           CASE WHEN sign > 0 THEN kelurahan_to ELSE kelurahan_from END AS kt,
           CASE WHEN sign > 0 THEN sex_to ELSE sex_from END AS st)
  SELECT kt, st, effect, category, sign FROM d WHERE effect IN ('BARU', 'PEMULIHAN')
  UNION ALL SELECT kf, sf, 'TMS', category, sign FROM d WHERE effect = 'TMS'
  UNION ALL SELECT kf, st, 'KELUAR', '', sign FROM d WHERE effect = 'PINDAH'
  UNION ALL SELECT kt, st, 'MASUK', '', sign FROM d WHERE effect = 'PINDAH'
  UNION ALL SELECT kf, sf, 'KOREKSI', '', -sign FROM d
    WHERE effect IN ('KOREKSI_JK', 'PINDAH') AND sf <> st
  UNION ALL SELECT kf, st, 'KOREKSI', '', sign FROM d
    WHERE effect IN ('KOREKSI_JK', 'PINDAH') AND sf <> st
  UNION ALL SELECT kf, sf, 'WILAYAH', '', -sign FROM d WHERE effect = 'WILAYAH'
  UNION ALL SELECT kt, st, 'WILAYAH', '', sign FROM d WHERE effect = 'WILAYAH'
  UNION ALL SELECT kt, st, 'UBAH', '', sign FROM d
    WHERE effect IN ('UBAH', 'KOREKSI_JK')
$$;

CREATE FUNCTION voter_next_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.row_version := OLD.row_version + 1;
  RETURN NEW;
END $$;

CREATE FUNCTION event_actor(OUT id bigint, OUT name text) LANGUAGE sql STABLE AS $$
  SELECT nullif(current_setting('app.actor', true), '')::bigint,
         coalesce(nullif(current_setting('app.actor_name', true), ''),
                  session_user || ' (manual)')
$$;

CREATE FUNCTION event_period(regency text) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce(nullif(current_setting('app.period', true), '')::bigint,
    (SELECT p.id FROM periods_period p
      WHERE p.regency_code = regency AND p.state = 'OPEN'))
$$;

CREATE FUNCTION voter_updated() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  who record;
  period bigint;
  regency text;
BEGIN
  SELECT n.regency_code INTO regency FROM new_t n LIMIT 1;
  IF regency IS NULL THEN RETURN NULL; END IF;
  SELECT * INTO who FROM event_actor();
  period := event_period(regency);
  WITH made AS (
    INSERT INTO voter_event (
      regency_code, voter_id, operation, effect, sign, category, period_id,
      proposal_id, counter_of, reason, actor_id, actor_name, kelurahan_from,
      kelurahan_to, sex_from, sex_to, row_version, before, after, event_date)
    SELECT n.regency_code, n.id, 'UPDATE',
      CASE
        WHEN e.id IS NOT NULL THEN e.effect
        WHEN o.status <> 'INELIGIBLE' AND n.status = 'INELIGIBLE' THEN 'TMS'
        WHEN o.status = 'INELIGIBLE' AND n.status <> 'INELIGIBLE' THEN 'PEMULIHAN'
        WHEN n.status = 'INELIGIBLE' THEN 'CATATAN'
        WHEN p.kind = 'WILAYAH' THEN 'WILAYAH'
        WHEN o.kelurahan <> n.kelurahan THEN 'PINDAH'
        WHEN o.sex <> n.sex THEN 'KOREKSI_JK'
        WHEN o.status <> n.status THEN 'TAHAN'
        ELSE 'UBAH'
      END,
      CASE WHEN e.id IS NOT NULL THEN -e.sign ELSE 1 END,
      CASE
        WHEN e.id IS NOT NULL THEN e.category
        WHEN n.status = 'INELIGIBLE' THEN n.status_reason
        WHEN o.status = 'INELIGIBLE' THEN o.status_reason
        ELSE ''
      END,
      period, p.id, p.counter_of,
      coalesce(nullif(left(p.note, 200), ''),
        CASE WHEN p.id IS NULL THEN 'manual' ELSE '' END),
      who.id, who.name, o.kelurahan, n.kelurahan, o.sex, n.sex, n.row_version,
      {before}, {after}, p.event_date
    FROM new_t n
    JOIN old_t o ON o.id = n.id AND o.regency_code = n.regency_code
    LEFT JOIN change_proposal p ON p.regency_code = regency AND p.id = n.change_id
      AND n.change_id IS DISTINCT FROM o.change_id
    LEFT JOIN voter_event e ON e.regency_code = regency AND e.id = p.counter_of
    WHERE n.row_version <> o.row_version
    RETURNING effect, sign, category, kelurahan_from, sex_from, kelurahan_to, sex_to
  ), grouped AS (
    SELECT effect, sign, category, kelurahan_from, sex_from, kelurahan_to, sex_to,
           count(*) AS times
    FROM made GROUP BY 1, 2, 3, 4, 5, 6, 7
  )
  INSERT INTO period_tally (
    regency_code, period_id, kelurahan, sex, "column", category, n)
  SELECT regency, period, c.kelurahan, c.sex, c.col, c.cat, sum(c.n * g.times)
  FROM grouped g, event_cells(g.effect, g.sign, g.category, g.kelurahan_from,
    g.sex_from, g.kelurahan_to, g.sex_to) c
  WHERE period IS NOT NULL
  GROUP BY c.kelurahan, c.sex, c.col, c.cat
  ON CONFLICT ON CONSTRAINT period_tally_cell
    DO UPDATE SET n = period_tally.n + excluded.n;
  INSERT INTO roll_tally (regency_code, kelurahan, sex, status, n)
  SELECT regency, d.kelurahan, d.sex, d.status, sum(d.n)
  FROM (SELECT kelurahan, sex, status, count(*) AS n FROM new_t GROUP BY 1, 2, 3
        UNION ALL
        SELECT kelurahan, sex, status, -count(*) FROM old_t GROUP BY 1, 2, 3) d
  GROUP BY 2, 3, 4 HAVING sum(d.n) <> 0
  ON CONFLICT ON CONSTRAINT roll_tally_cell
    DO UPDATE SET n = roll_tally.n + excluded.n;
  RETURN NULL;
END $$;

CREATE FUNCTION voter_inserted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  who record;
  period bigint;
  regency text;
BEGIN
  SELECT n.regency_code INTO regency FROM new_t n LIMIT 1;
  IF regency IS NULL THEN RETURN NULL; END IF;
  SELECT * INTO who FROM event_actor();
  period := event_period(regency);
  IF current_setting('app.opening', true) = 'on' THEN
    -- An opening load is one batch event: counts and a digest for each kelurahan.
    INSERT INTO voter_event (regency_code, operation, effect, period_id, reason,
      actor_id, actor_name, after)
    SELECT regency, 'OPENING', 'PEMBUKAAN', period, 'daftar pembuka', who.id, who.name,
      jsonb_object_agg(k.kelurahan, k.digest)
    FROM (
      SELECT n.kelurahan, jsonb_build_object(
        'L', count(*) FILTER (WHERE n.sex = 'L' AND n.status <> 'INELIGIBLE'),
        'P', count(*) FILTER (WHERE n.sex = 'P' AND n.status <> 'INELIGIBLE'),
        'rows', count(*),
        'sha256', encode(sha256(convert_to(
          string_agg({line_n}, E'\n' ORDER BY n.id), 'UTF8')), 'hex')) AS digest
      FROM new_t n GROUP BY n.kelurahan) k;
  ELSE
    WITH made AS (
      INSERT INTO voter_event (
        regency_code, voter_id, operation, effect, category, period_id, proposal_id,
        reason, actor_id, actor_name, kelurahan_to, sex_to, row_version, after,
        event_date)
      SELECT n.regency_code, n.id, 'INSERT',
        CASE WHEN n.status = 'INELIGIBLE' THEN 'CATATAN' ELSE 'BARU' END,
        CASE WHEN n.status = 'INELIGIBLE' THEN n.status_reason
             ELSE coalesce(p.category, 'BELUM_TERDATA') END,
        period, p.id,
        coalesce(nullif(left(p.note, 200), ''),
        CASE WHEN p.id IS NULL THEN 'manual' ELSE '' END),
        who.id, who.name, n.kelurahan, n.sex, n.row_version, {after}, p.event_date
      FROM new_t n
      LEFT JOIN change_proposal p ON p.regency_code = regency AND p.id = n.change_id
      RETURNING effect, sign, category, kelurahan_to, sex_to
    )
    INSERT INTO period_tally (
      regency_code, period_id, kelurahan, sex, "column", category, n)
    SELECT regency, period, kelurahan_to, sex_to, 'BARU', category, count(*)
    FROM made WHERE effect = 'BARU' AND period IS NOT NULL
    GROUP BY kelurahan_to, sex_to, category
    ON CONFLICT ON CONSTRAINT period_tally_cell
      DO UPDATE SET n = period_tally.n + excluded.n;
  END IF;
  INSERT INTO roll_tally (regency_code, kelurahan, sex, status, n)
  SELECT regency, kelurahan, sex, status, count(*) FROM new_t GROUP BY 2, 3, 4
  ON CONFLICT ON CONSTRAINT roll_tally_cell
    DO UPDATE SET n = roll_tally.n + excluded.n;
  RETURN NULL;
END $$;

CREATE FUNCTION voter_deleted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RAISE EXCEPTION 'Pemilih tidak pernah dihapus; usulkan TMS atau urungkan.'
    USING ERRCODE = 'restrict_violation';
END $$;
