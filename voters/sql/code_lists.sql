-- Who may touch code lists and settings. In: code_entry, code_change, office_setting,
-- with the grants that every new table gets. Out: nobody deletes a row; a setting, once
-- made, is not changed; the worker reads only.
REVOKE DELETE, TRUNCATE ON code_entry, code_change, office_setting
  FROM pdpb_web, pdpb_worker;
REVOKE UPDATE ON office_setting FROM pdpb_web;
REVOKE INSERT, UPDATE ON code_entry, code_change, office_setting FROM pdpb_worker;
