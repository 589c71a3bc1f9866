-- The public reads of an event that is under way as well: it is HELD from the first
-- person on who is met there. Which days are shown says posts/querysets.py::announced.
ALTER POLICY posts_outreachevent_public ON posts_outreachevent
  USING (is_public AND (state = 'PLANNED' OR state = 'HELD' AND day >= current_date - 1));
