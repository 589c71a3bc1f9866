-- A kept draft is written once; what it said stays said.

REVOKE ALL ON plenos_recapdraft FROM pdpb_web, pdpb_worker, PUBLIC;
GRANT SELECT, INSERT ON plenos_recapdraft TO pdpb_web, pdpb_worker;
