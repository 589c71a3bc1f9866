-- The hash chain over a regency's events (design 6).
-- In: voter_event rows in the order of their ids. Out: a head of 32 bytes: each link
-- is sha256(head so far || sha256 of the event's text), the previous head first.

CREATE FUNCTION event_digest(e voter_event) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT sha256(convert_to(concat_ws(chr(31), e.id, e.regency_code,
    coalesce(e.voter_id::text, '-'), e.operation, e.effect, e.sign, e.category,
    coalesce(e.period_id::text, '-'), coalesce(e.proposal_id::text, '-'),
    coalesce(e.counter_of::text, '-'), e.reason, coalesce(e.actor_id::text, '-'),
    e.actor_name, e.kelurahan_from, e.kelurahan_to, e.sex_from, e.sex_to,
    coalesce(e.row_version::text, '-'), coalesce(e.before::text, '-'),
    coalesce(e.after::text, '-'),
    coalesce(to_char(e.event_date, 'YYYY-MM-DD'), '-'),
    extract(epoch FROM e.recorded_at)::text), 'UTF8'))
$$;

CREATE FUNCTION chain_step(state bytea, link bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT sha256(state || link) $$;
CREATE AGGREGATE chain_agg(bytea) (sfunc = chain_step, stype = bytea, initcond = '');

-- In: regency, head so far in hex ('' at the start), event ids (first excluded).
-- Out: new head in hex, how many events it covers.
CREATE FUNCTION chain_head(
  regency text, previous text, after_id bigint, last_id bigint,
  OUT head text, OUT events bigint)
LANGUAGE sql STABLE AS $$
  SELECT encode(coalesce(chain_agg(link.digest ORDER BY link.place), ''), 'hex'),
         count(*) - 1
  FROM (
    SELECT 0::bigint AS place, sha256(convert_to(previous, 'UTF8')) AS digest
    UNION ALL
    SELECT e.id, event_digest(e) FROM voter_event e
    WHERE e.regency_code = regency AND e.id > after_id AND e.id <= last_id) link
$$;
