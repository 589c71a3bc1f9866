-- Rows of a kelurahan's own list that name another kelurahan of the regency: nobody
-- there is touched. Twin of rules/institutions.py::of_village.
-- In: {decided}; village (code). Out: {decided}, those rows IGNORED as OTHER_VILLAGE.
UPDATE {decided}
SET outcome = 'IGNORED', detail = 'OTHER_VILLAGE'
WHERE issue = '' AND outcome NOT IN ('SAME', 'REFUSED') AND inside
  AND kelurahan <> %(village)s
