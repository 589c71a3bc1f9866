-- What is frozen is written by the worker's freeze and by nobody else.

REVOKE ALL ON plenos_recap, plenos_recapline, plenos_chainseal, period_member
  FROM pdpb_web, pdpb_worker, PUBLIC;
GRANT SELECT ON plenos_recap, plenos_recapline, plenos_chainseal, period_member
  TO pdpb_web, pdpb_worker, pdpb_finder;
GRANT INSERT ON plenos_recap, plenos_recapline, plenos_chainseal, period_member
  TO pdpb_worker;
REVOKE DELETE ON plenos_plenary FROM pdpb_web;
GRANT SELECT ON plenos_plenary TO pdpb_finder;
