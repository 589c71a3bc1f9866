-- Second wall of what followed a change of regions: places of proposals and of other
-- rows before and after it, which is personal data. In: regions_regionfollowed, from
-- which 0003 took every right of the web. Out: row security, forced on its owner too,
-- and one policy: the job that applies a change and takes it back works as the worker.
ALTER TABLE regions_regionfollowed ENABLE ROW LEVEL SECURITY;
ALTER TABLE regions_regionfollowed FORCE ROW LEVEL SECURITY;
CREATE POLICY regions_regionfollowed_inside ON regions_regionfollowed
  TO pdpb_worker, pdpb_owner USING (true) WITH CHECK (true);
