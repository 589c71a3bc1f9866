-- Digests of frozen papers are written once, by whoever makes the paper first.

REVOKE ALL ON plenos_recapfile FROM pdpb_web, pdpb_worker, PUBLIC;
GRANT SELECT, INSERT ON plenos_recapfile TO pdpb_web, pdpb_worker;
