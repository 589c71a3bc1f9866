-- What is left of the decided rows when their sender may speak for its business only.
-- Twin of rules/institutions.py::settled; not run for Dukcapil and KPU RI.
-- In: {decided}; outcomes allowed ('TMS:MENINGGAL' or 'UBAH'), own elements (none:
--     every one). Out: {decided}, each row still with exactly one of the ten outcomes.
UPDATE {decided} d
SET outcome = n.outcome, elements = n.elements,
  detail = CASE WHEN n.outcome = 'IGNORED' THEN 'NOT_ALLOWED' ELSE d.detail END
FROM (
  SELECT line, elements, CASE
    WHEN is_change AND elements = '{{}}' AND cardinality(%(own_elements)s::text[]) > 0
      THEN 'IGNORED'
    WHEN named = ANY (%(allowed)s::text[])
      OR named || ':' || detail = ANY (%(allowed)s::text[]) THEN named
    ELSE 'IGNORED' END AS outcome
  FROM (
    SELECT line, detail, elements, is_change, CASE
      WHEN NOT is_change OR cardinality(%(own_elements)s::text[]) = 0 THEN outcome
      WHEN elements && ARRAY['kelurahan', 'tps'] THEN 'PINDAH_DALAM'
      ELSE 'UBAH' END AS named
    FROM (
      SELECT line, detail, outcome, outcome IN ('UBAH', 'PINDAH_DALAM') AS is_change,
        CASE WHEN outcome IN ('UBAH', 'PINDAH_DALAM')
            AND cardinality(%(own_elements)s::text[]) > 0
          THEN ARRAY(SELECT e FROM unnest(elements) e
            WHERE e = ANY (%(own_elements)s::text[]))
          ELSE elements END AS elements
      FROM {decided}
      WHERE issue = '' AND outcome NOT IN ('SAME', 'IGNORED', 'REFUSED')
    ) cut
  ) renamed
) n
WHERE n.line = d.line
