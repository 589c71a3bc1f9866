-- What the searches ask of a name, as numbers, so that it is heard once (ADR 0049).
-- A memo of name_key(): whoever changes that function empties it. It holds no name, no
-- person and no place but the regency; unlogged, for after a crash names are heard anew.
-- In: nothing. Out: name_sound, the worker's alone.
CREATE UNLOGGED TABLE name_sound (
  regency_code varchar(4) NOT NULL,
  spelt bigint NOT NULL,
  sound bigint NOT NULL,
  initial bigint,
  bones bigint,
  edge bigint,
  last bigint,
  PRIMARY KEY (regency_code, spelt)
);
REVOKE ALL ON name_sound FROM pdpb_web, pdpb_worker, PUBLIC;
GRANT SELECT, INSERT, DELETE ON name_sound TO pdpb_worker;
