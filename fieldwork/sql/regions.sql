-- What of the room follows a change of regions (ADR 0058). In: fieldwork_spotcheck,
-- aid_decision. Out: the worker's right to write their place anew.
GRANT UPDATE (kelurahan, rw, rt) ON fieldwork_spotcheck, aid_decision TO pdpb_worker;
