-- Hand-over of a person between two regencies of one installation (ADR 0057).
-- In: handover, change_proposal (`_handover` in `new` names the other regency), voter;
--   scope_span() of accounts; the settings app.handover_due (a day),
--   app.handover_who, app.actor_name.
-- Out: grants and the policy of both sides; handover_state(); triggers that follow the
--   proposals of both sides, keep the state and refuse what a side may not say;
--   handover_counts() and handover_twice().

REVOKE ALL ON handover FROM pdpb_web, pdpb_worker, PUBLIC;
GRANT SELECT ON handover TO pdpb_web, pdpb_worker;
GRANT UPDATE (answer, reason, note, answered_by_name, answered_at, expired_at,
  from_stage, to_stage) ON handover TO pdpb_web;
GRANT UPDATE (payload, number_hash, expired_at) ON handover TO pdpb_worker;
GRANT SELECT, INSERT, UPDATE ON handover TO pdpb_finder;
GRANT USAGE ON SEQUENCE handover_id_seq TO pdpb_finder;
ALTER TABLE handover ALTER public_id SET DEFAULT uuid7();
ALTER TABLE handover ENABLE ROW LEVEL SECURITY;
ALTER TABLE handover FORCE ROW LEVEL SECURITY;
CREATE POLICY handover_inside ON handover TO pdpb_worker, pdpb_owner, pdpb_finder
  USING (true) WITH CHECK (true);
-- As guard_by_scope(), for two columns: an office sees what it sends and what it gets.
CREATE POLICY handover_scope ON handover TO pdpb_web USING (
  CASE 1 WHEN width_bucket(from_regency COLLATE "C", (SELECT scope_span('person')))
    THEN true
  WHEN width_bucket(to_regency COLLATE "C", (SELECT scope_span('person'))) THEN true
  ELSE false END);

-- In: who opened it, both stages, the answer, whether the clock ran out.
-- Twin of voters/rules/handover.py.
CREATE FUNCTION handover_state(opened_by varchar, from_stage varchar, to_stage varchar,
  answer varchar, expired boolean) RETURNS varchar
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN from_stage = 'APPLIED' AND to_stage = 'APPLIED' THEN 'DONE'
    WHEN CASE opened_by WHEN 'FROM' THEN from_stage ELSE to_stage END = 'GONE'
      THEN 'WITHDRAWN'
    WHEN answer <> '' THEN answer
    WHEN expired THEN 'EXPIRED'
    WHEN opened_by = 'FROM' THEN 'OFFERED'
    ELSE 'ASKED' END
$$;

-- In: a NIK. Out: what the one open hand-over is found by; gone with the payload.
CREATE FUNCTION handover_mark(nik varchar) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT sha256(convert_to('serah-terima|' || nik, 'UTF8'))
$$;

-- What a request may write: the other side's answer, or who opened it the clock anew.
CREATE FUNCTION handover_guard(was handover, wanted handover) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
  span text[] := scope_span('person');
  opener boolean; answering boolean; own varchar; counted boolean;
BEGIN
  own := CASE was.opened_by WHEN 'FROM' THEN was.from_regency ELSE was.to_regency END;
  opener := width_bucket(own COLLATE "C", span) = 1;
  own := CASE was.opened_by WHEN 'FROM' THEN was.to_regency ELSE was.from_regency END;
  answering := width_bucket(own COLLATE "C", span) = 1;
  counted := EXISTS (SELECT FROM voter v WHERE v.regency_code = own
    AND v.nik = was.payload->>'nik' AND v.status IN ('ACTIVE', 'HELD'));
  IF answering AND was.state IN ('OFFERED', 'ASKED', 'EXPIRED') THEN
    IF wanted.answer = 'DECLINED'
       AND (wanted.from_stage, wanted.to_stage) = (was.from_stage, was.to_stage) THEN
      RETURN;
    END IF;
    -- "Already": the record is where it shall be, without a proposal.
    IF wanted.answer = 'CONFIRMED' AND was.opened_by = 'FROM' AND counted
       AND (wanted.from_stage, wanted.to_stage) = (was.from_stage, 'APPLIED') THEN
      RETURN;
    END IF;
    IF wanted.answer = 'CONFIRMED' AND was.opened_by = 'TO' AND NOT counted
       AND (wanted.from_stage, wanted.to_stage) = ('APPLIED', was.to_stage) THEN
      RETURN;
    END IF;
  END IF;
  IF opener AND was.state IN ('EXPIRED', 'DECLINED') AND wanted.answer = ''
     AND wanted.expired_at IS NULL
     AND (wanted.from_stage, wanted.to_stage) = (was.from_stage, was.to_stage) THEN
    RETURN;
  END IF;
  RAISE EXCEPTION 'not yours to say' USING ERRCODE = 'PDX11';
END $$;

CREATE FUNCTION handover_kept() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE what varchar;
BEGIN
  IF TG_OP = 'UPDATE' AND current_user = 'pdpb_web' THEN
    PERFORM handover_guard(OLD, NEW);
    IF NEW.to_stage <> OLD.to_stage THEN
      NEW.to_voter_id := (SELECT v.id FROM voter v WHERE v.regency_code = NEW.to_regency
        AND v.nik = NEW.payload->>'nik' AND v.status IN ('ACTIVE', 'HELD'));
    END IF;
  END IF;
  NEW.state := handover_state(NEW.opened_by, NEW.from_stage, NEW.to_stage, NEW.answer,
    NEW.expired_at IS NOT NULL);
  what := CASE
    WHEN TG_OP = 'INSERT' OR NEW.state <> OLD.state THEN NEW.state
    WHEN NEW.from_stage <> OLD.from_stage THEN 'FROM_' || NEW.from_stage
    WHEN NEW.to_stage <> OLD.to_stage THEN 'TO_' || NEW.to_stage END;
  IF what IS NULL THEN RETURN NEW; END IF;
  IF NEW.state IN ('OFFERED', 'ASKED')
     AND (TG_OP = 'INSERT' OR OLD.state NOT IN ('OFFERED', 'ASKED')) THEN
    NEW.due_on := coalesce(nullif(current_setting('app.handover_due', true), '')::date,
      current_date + 14);
  END IF;
  IF TG_OP = 'INSERT' OR NEW.state <> OLD.state THEN
    NEW.ended_at := CASE WHEN NEW.state IN ('OFFERED', 'ASKED', 'CONFIRMED') THEN NULL
      ELSE now() END;
  END IF;
  NEW.steps := NEW.steps || jsonb_build_array(jsonb_build_object(
    'at', now(), 'what', what, 'by', NEW.opened_by, 'from', NEW.from_stage,
    'to', NEW.to_stage,
    'who', coalesce(nullif(current_setting('app.handover_who', true), ''), '')));
  RETURN NEW;
END $$;
CREATE TRIGGER handover_kept BEFORE INSERT OR UPDATE ON handover
  FOR EACH ROW EXECUTE FUNCTION handover_kept();

-- A side's applied half is undone. Out: who still has done its own half asks on; a
-- hand-over without any half ends.
CREATE FUNCTION handover_undone(h handover, side varchar) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF side = 'FROM' THEN
    UPDATE handover SET
      opened_by = CASE WHEN h.to_stage = 'APPLIED' THEN 'TO' ELSE opened_by END,
      from_stage = CASE WHEN h.to_stage = 'APPLIED' OR h.opened_by = 'TO' THEN ''
        ELSE 'GONE' END,
      answer = CASE WHEN h.to_stage = 'APPLIED' OR h.opened_by = 'TO' THEN ''
        ELSE answer END,
      expired_at = NULL
    WHERE id = h.id;
  ELSE
    UPDATE handover SET
      opened_by = CASE WHEN h.from_stage = 'APPLIED' THEN 'FROM' ELSE opened_by END,
      to_stage = CASE WHEN h.from_stage = 'APPLIED' OR h.opened_by = 'FROM' THEN ''
        ELSE 'GONE' END,
      answer = CASE WHEN h.from_stage = 'APPLIED' OR h.opened_by = 'FROM' THEN ''
        ELSE answer END,
      expired_at = NULL
    WHERE id = h.id;
  END IF;
END $$;

-- In: a hand-over, its side, the side's proposal. The proposal's state becomes its stage.
CREATE FUNCTION handover_moved(h handover, side varchar, p change_proposal)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  stage varchar := CASE side WHEN 'FROM' THEN h.from_stage ELSE h.to_stage END;
  theirs varchar := CASE side WHEN 'FROM' THEN h.to_stage ELSE h.from_stage END;
  other varchar := CASE side WHEN 'FROM' THEN 'TO' ELSE 'FROM' END;
  who text := coalesce(current_setting('app.handover_who', true), '');
  reached varchar;
BEGIN
  IF p.state IN ('UNDONE', 'WITHDRAWN', 'STALE')
     OR p.state = 'REJECTED' AND h.opened_by = side AND theirs <> 'APPLIED' THEN
    IF stage IN ('WAITING', 'APPLIED') THEN PERFORM handover_undone(h, side); END IF;
    RETURN;
  END IF;
  -- Refused in review: the other side, which has done its half or waits, is told why.
  IF p.state = 'REJECTED' THEN
    IF stage = 'WAITING' THEN
      UPDATE handover SET opened_by = other, answer = 'DECLINED',
        from_stage = CASE side WHEN 'FROM' THEN '' ELSE from_stage END,
        to_stage = CASE side WHEN 'TO' THEN '' ELSE to_stage END,
        reason = p.reject_reason, note = p.note, answered_by_name = who,
        answered_at = now(), expired_at = NULL
      WHERE id = h.id;
    END IF;
    RETURN;
  END IF;
  reached := CASE p.state WHEN 'APPLIED' THEN 'APPLIED' ELSE 'WAITING' END;
  -- Undecided again: where another hand-over of the person is open, this one is over.
  IF reached = 'WAITING' AND (stage = 'WAITING' OR EXISTS (SELECT FROM handover o
      WHERE o.id <> h.id AND (o.number_hash, o.from_regency, o.to_regency)
        = (h.number_hash, h.from_regency, h.to_regency)
      AND o.state IN ('OFFERED', 'ASKED', 'CONFIRMED'))) THEN
    RETURN;
  END IF;
  UPDATE handover SET
    from_stage = CASE side WHEN 'FROM' THEN reached ELSE from_stage END,
    to_stage = CASE side WHEN 'TO' THEN reached ELSE to_stage END,
    from_voter_id = CASE side WHEN 'FROM' THEN p.voter_id ELSE from_voter_id END,
    to_voter_id = CASE side WHEN 'TO' THEN p.voter_id ELSE to_voter_id END
  WHERE id = h.id AND h.opened_by = side;
  UPDATE handover SET
    from_stage = CASE side WHEN 'FROM' THEN reached ELSE from_stage END,
    to_stage = CASE side WHEN 'TO' THEN reached ELSE to_stage END,
    from_voter_id = CASE side WHEN 'FROM' THEN p.voter_id ELSE from_voter_id END,
    to_voter_id = CASE side WHEN 'TO' THEN p.voter_id ELSE to_voter_id END,
    answer = 'CONFIRMED', reason = '', note = '', expired_at = NULL,
    answered_by_name = CASE WHEN h.answer = 'CONFIRMED' THEN answered_by_name
      ELSE who END,
    answered_at = CASE WHEN h.answer = 'CONFIRMED' THEN answered_at ELSE now() END
  WHERE id = h.id AND h.opened_by <> side;
END $$;

-- What the other side needs to know the person again, and no more.
CREATE FUNCTION handover_payload(p change_proposal) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT CASE p.kind
    WHEN 'BARU' THEN jsonb_build_object('nik', p.nik, 'name', p.new->>'name',
      'birth_date', p.new->>'birth_date', 'sex', p.new->>'sex')
    ELSE (SELECT jsonb_build_object('nik', v.nik, 'name', v.name,
        'birth_place', v.birth_place, 'birth_date', v.birth_date, 'sex', v.sex,
        'marital_status', v.marital_status, 'disability', v.disability,
        'ektp_status', v.ektp_status)
      FROM voter v WHERE v.regency_code = p.regency_code AND v.id = p.voter_id)
    END || jsonb_build_object('evidence_kind', p.evidence_kind,
      'evidence_no', p.evidence_no, 'event_date', p.event_date)
$$;

-- A proposal that names the other regency meets the hand-over that waits for it, or
-- opens one: a removal when it is applied, a newcomer at once.
CREATE FUNCTION handover_met(side varchar, p change_proposal) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  h handover; mark bytea := handover_mark(p.nik); named varchar := p.new->>'_handover';
  goer varchar := CASE side WHEN 'FROM' THEN p.regency_code ELSE named END;
  taker varchar := CASE side WHEN 'FROM' THEN named ELSE p.regency_code END;
BEGIN
  FOR _turn IN 1..3 LOOP
    SELECT * INTO h FROM handover o
    WHERE (o.number_hash, o.from_regency, o.to_regency) = (mark, goer, taker)
      AND o.opened_by <> side AND o.state IN ('OFFERED', 'ASKED', 'EXPIRED', 'DECLINED')
    ORDER BY o.state IN ('OFFERED', 'ASKED') DESC, o.id DESC LIMIT 1 FOR UPDATE;
    IF FOUND THEN
      UPDATE handover SET
        from_proposal_id = CASE side WHEN 'FROM' THEN p.id ELSE from_proposal_id END,
        to_proposal_id = CASE side WHEN 'TO' THEN p.id ELSE to_proposal_id END
      WHERE id = h.id;
      PERFORM handover_moved(h, side, p);
      RETURN;
    END IF;
    IF side = 'FROM' AND p.state <> 'APPLIED' THEN RETURN; END IF;
    INSERT INTO handover (from_regency, to_regency, opened_by, state, number_hash,
      payload, group_key, from_proposal_id, from_voter_id, from_stage, to_proposal_id,
      to_voter_id, to_stage, answer, reason, note, answered_by_name, opened_by_name,
      due_on, steps)
    VALUES (goer, taker, side, '', mark, handover_payload(p), p.group_key,
      CASE side WHEN 'FROM' THEN p.id END, CASE side WHEN 'FROM' THEN p.voter_id END,
      CASE side WHEN 'FROM' THEN 'APPLIED' ELSE '' END,
      CASE side WHEN 'TO' THEN p.id END, CASE side WHEN 'TO' THEN p.voter_id END,
      CASE WHEN side = 'FROM' THEN '' WHEN p.state = 'APPLIED' THEN 'APPLIED'
        ELSE 'WAITING' END,
      '', '', '', '', coalesce(current_setting('app.handover_who', true), ''),
      current_date, '[]')
    ON CONFLICT DO NOTHING;
    -- Of two sides at the same moment the second meets what the first has opened.
    IF FOUND THEN RETURN; END IF;
  END LOOP;
END $$;

-- Whatever decides, applies or undoes a proposal: its hand-over follows in the same
-- transaction. Reinstating somebody takes the offer back.
CREATE FUNCTION handover_follow() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  h handover; side varchar := CASE NEW.kind WHEN 'BARU' THEN 'TO' ELSE 'FROM' END;
  asked text := coalesce(current_setting('app.handover_who', true), '');
BEGIN
  PERFORM set_config('app.handover_who', coalesce(nullif(asked, ''),
    CASE WHEN NEW.state IN ('UNDONE', 'STALE')
      THEN nullif(current_setting('app.actor_name', true), '') END,
    nullif(NEW.decided_by_name, ''), NEW.proposed_by_name, ''), true);
  IF NEW.kind IN ('PEMULIHAN', 'MUNCUL_KEMBALI') THEN
    SELECT * INTO h FROM handover o WHERE o.from_regency = NEW.regency_code
      AND o.from_voter_id = NEW.voter_id AND o.from_stage = 'APPLIED'
    ORDER BY o.id DESC LIMIT 1 FOR UPDATE;
    IF FOUND THEN PERFORM handover_undone(h, 'FROM'); END IF;
  ELSE
    IF side = 'FROM' THEN
      SELECT * INTO h FROM handover o WHERE o.from_regency = NEW.regency_code
        AND o.from_proposal_id = NEW.id ORDER BY o.id DESC LIMIT 1 FOR UPDATE;
    ELSE
      SELECT * INTO h FROM handover o WHERE o.to_regency = NEW.regency_code
        AND o.to_proposal_id = NEW.id ORDER BY o.id DESC LIMIT 1 FOR UPDATE;
    END IF;
    IF FOUND THEN
      PERFORM handover_moved(h, side, NEW);
    ELSIF NEW.state NOT IN ('REJECTED', 'WITHDRAWN', 'STALE', 'UNDONE') THEN
      PERFORM handover_met(side, NEW);
    END IF;
  END IF;
  PERFORM set_config('app.handover_who', asked, true);
  RETURN NULL;
END $$;
CREATE TRIGGER handover_follow AFTER UPDATE OF state, voter_id, new ON change_proposal
  FOR EACH ROW WHEN (
    NEW.new ? '_handover' AND NEW.kind IN ('BARU', 'TMS')
    OR NEW.kind IN ('PEMULIHAN', 'MUNCUL_KEMBALI') AND NEW.state = 'APPLIED')
  EXECUTE FUNCTION handover_follow();

-- In: a province of two digits. Out: counts by pair of regencies, nobody's row.
CREATE FUNCTION handover_counts(province text)
RETURNS TABLE (goer text, taker text, waiting bigint, confirmed bigint, done bigint,
  refused bigint, late bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT h.from_regency, h.to_regency,
    count(*) FILTER (WHERE h.state IN ('OFFERED', 'ASKED')),
    count(*) FILTER (WHERE h.state = 'CONFIRMED'),
    count(*) FILTER (WHERE h.state = 'DONE'),
    count(*) FILTER (WHERE h.state IN ('DECLINED', 'WITHDRAWN')),
    count(*) FILTER (WHERE h.state = 'EXPIRED')
  FROM handover h
  WHERE left(h.from_regency, 2) = province OR left(h.to_regency, 2) = province
  GROUP BY 1, 2 ORDER BY 1, 2
$$;

-- In: a regency. Out: hand-overs whose person counts on both rolls at this moment. For
-- the worker alone: to an office it would tell whom the other has.
CREATE FUNCTION handover_twice(regency text) RETURNS TABLE (handover_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT h.id FROM handover h
  WHERE regency IN (h.from_regency, h.to_regency)
    AND EXISTS (SELECT FROM voter a WHERE a.regency_code = h.from_regency
      AND (a.id = h.from_voter_id OR a.nik = h.payload->>'nik')
      AND a.status IN ('ACTIVE', 'HELD'))
    AND EXISTS (SELECT FROM voter b WHERE b.regency_code = h.to_regency
      AND (b.id = h.to_voter_id OR b.nik = h.payload->>'nik')
      AND b.status IN ('ACTIVE', 'HELD'))
  ORDER BY h.id
$$;

REVOKE ALL ON FUNCTION handover_state(varchar, varchar, varchar, varchar, boolean),
  handover_mark(varchar), handover_guard(handover, handover), handover_kept(),
  handover_undone(handover, varchar),
  handover_moved(handover, varchar, change_proposal), handover_payload(change_proposal),
  handover_met(varchar, change_proposal), handover_follow(), handover_counts(text),
  handover_twice(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION handover_state(varchar, varchar, varchar, varchar, boolean),
  handover_mark(varchar) TO pdpb_web, pdpb_worker, pdpb_finder;
GRANT EXECUTE ON FUNCTION handover_guard(handover, handover), handover_counts(text)
  TO pdpb_web;
GRANT EXECUTE ON FUNCTION handover_twice(text) TO pdpb_worker;
DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY[
    'handover_undone(handover, varchar)', 'handover_payload(change_proposal)',
    'handover_moved(handover, varchar, change_proposal)',
    'handover_met(varchar, change_proposal)', 'handover_follow()',
    'handover_counts(text)', 'handover_twice(text)']::regprocedure[] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO pdpb_finder', f);
  END LOOP;
END $$;
-- Enrolling a regency copies the trigger to its partition.
SET LOCAL ROLE pdpb_finder;
GRANT EXECUTE ON FUNCTION handover_follow() TO pdpb_owner;
RESET ROLE;
