-- Rows of the period's sheets whose new values stand in a download: entered there.
-- In: regency, period, comparison, fields (elements the file speaks of), elements (all,
--     those that change most first: one that decides ends the look), area and
--     area_end ('' where the file is a part), whole (no row of it unreadable).
-- Out: ids of events that are not ticked.
-- What the event and the file say is asked first: the roll is looked up for those only
-- that they leave.
SELECT e.id
FROM voter_event e
JOIN voter v ON v.regency_code = %(regency)s AND v.id = e.voter_id
LEFT JOIN sidalih_row r ON r.regency_code = %(regency)s
  AND r.comparison_id = %(comparison)s AND r.voter_id = e.voter_id
  AND r.outcome <> 'ONLY_ROLL'
WHERE e.regency_code = %(regency)s AND e.period_id = %(period)s
  AND e.effect IN ('BARU', 'PEMULIHAN', 'UBAH', 'KOREKSI_JK', 'PINDAH', 'TMS')
  AND e.counter_of IS NULL
  AND NOT EXISTS (SELECT FROM voter_event c
    WHERE c.regency_code = %(regency)s AND c.counter_of IS NOT NULL
      AND c.counter_of = e.id)
  AND NOT EXISTS (SELECT FROM sidalih_entry t
    WHERE t.regency_code = %(regency)s AND t.event_id = e.id)
  AND CASE
    -- Who left is gone from the whole list of the place, or stands in it as removed.
    WHEN e.effect = 'TMS' THEN r.outcome = 'EQUAL' OR r.id IS NULL AND %(whole)s
      AND %(area)s <> ''
      AND e.kelurahan_from >= %(area)s AND e.kelurahan_from < %(area_end)s
    WHEN e.effect IN ('BARU', 'PEMULIHAN') THEN
      r.outcome = 'EQUAL' OR r.outcome = 'DIFFERS' AND r.elements <@ ARRAY['dpid'::varchar]
    ELSE r.outcome IN ('EQUAL', 'DIFFERS')
      AND NOT EXISTS (SELECT FROM unnest(%(elements)s) n
        WHERE e.before ->> n IS DISTINCT FROM e.after ->> n
          AND (n = ANY (r.elements) OR n <> ALL (%(fields)s)))
      AND EXISTS (SELECT FROM unnest(%(elements)s) n
        WHERE e.before ->> n IS DISTINCT FROM e.after ->> n)
  END
  AND CASE
    WHEN e.effect = 'TMS' THEN r.outcome = 'EQUAL' OR v.status = 'INELIGIBLE'
    WHEN e.effect IN ('BARU', 'PEMULIHAN') THEN true
    ELSE NOT EXISTS (SELECT FROM unnest(%(elements)s) n
      WHERE e.before ->> n IS DISTINCT FROM e.after ->> n
        AND e.after ->> n IS DISTINCT FROM to_jsonb(v) ->> n)
  END
