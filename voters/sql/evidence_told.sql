-- What another row said otherwise of the same proposal: its elements (jsonb), which a
-- person compares before deciding. In: evidence. Out: its column told.
ALTER TABLE evidence ADD COLUMN told jsonb NOT NULL DEFAULT '{}';
