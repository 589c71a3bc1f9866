-- How a name is written, for the searches: which of 128 bits its trigrams set, and how many
-- trigrams there are (ADR 0074). Holds no name, as all of name_sound.
-- In: name_sound. Out: its columns letters and parts. The memo begins anew, for it does
-- not know the names that it has heard.
TRUNCATE name_sound;
ALTER TABLE name_sound ADD COLUMN letters bit(128), ADD COLUMN parts smallint;
