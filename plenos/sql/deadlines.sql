-- The dates that an office sets of its open period: until when data is taken, and the day
-- of the plenary. KPU RI fixes them by letter (domain: the fourth quarter of 2025 closed
-- on 6 to 8 December), so they are no matter of the calendar alone.
-- In: a regency inside the token's range, the code of its open period, both dates.
-- Out: whether there was such a period. The web changes nothing else of a period.
GRANT SELECT, UPDATE (cutoff_on, plenary_on) ON periods_period TO pdpb_ledger;
CREATE FUNCTION set_deadlines(
  asked_regency text, asked_code text, cutoff date, plenary date)
RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH done AS (
    UPDATE periods_period SET cutoff_on = cutoff, plenary_on = plenary
    WHERE regency_code = asked_regency AND code = asked_code AND state = 'OPEN'
      AND reads_whole(asked_regency) AND starts_on <= cutoff AND cutoff <= plenary
    RETURNING 1)
  SELECT EXISTS (SELECT FROM done)
$$;
REVOKE ALL ON FUNCTION set_deadlines(text, text, date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION set_deadlines(text, text, date, date) TO pdpb_web, pdpb_worker;
ALTER FUNCTION set_deadlines(text, text, date, date) OWNER TO pdpb_ledger;
