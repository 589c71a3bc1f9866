-- How many on the roll bear each spelling, kept from search to search (ADR 0078).
-- name_sound.n is true up to the event that name_count names; what happened since is taken
-- from voter_event. Both are unlogged: after a crash of the server both are empty, and the
-- next search counts anew. In: name_sound. Out: name_sound.n, name_count.
ALTER TABLE name_sound ADD COLUMN n integer NOT NULL DEFAULT 0;
CREATE UNLOGGED TABLE name_count (
  regency_code varchar(4) PRIMARY KEY,
  event_id bigint NOT NULL
);
REVOKE ALL ON name_count FROM pdpb_web, pdpb_worker, PUBLIC;
GRANT SELECT, INSERT, UPDATE ON name_count TO pdpb_worker;
GRANT UPDATE (n) ON name_sound TO pdpb_worker;
