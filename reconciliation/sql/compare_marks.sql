-- One pass of the file over the memo of the roll: numbers against numbers.
-- In: {raw} (cells); voter_mark of one regency, up to date; {told} = what a row says, as
--     the memo's print says it; {quiet} = nothing beside it to look at; {also} = columns
--     of the memo that this file has; {own} and {elsewhere} = where its NIK was given.
-- Out: {unlike}: rows that no voter equals (seat = their place in {raw}), rows that one
--     does with a NIK from elsewhere (both; plain = that is all there is to say), and
--     voters whom no row equals (no seat). A few bytes each: little is gathered.
CREATE UNLOGGED TABLE {unlike} AS
SELECT r.seat, m.voter_id, coalesce(m.elsewhere, false) AND r.seat IS NOT NULL AS plain
FROM (
  SELECT seat, hashtextextended(nik, 0) AS nik_mark,
    CASE WHEN {quiet} THEN hash_array_extended(ARRAY[{told}]::text[], 0) END AS print
    {cells_also}, clock_timestamp()
  FROM (SELECT ctid AS seat, {cells} FROM {raw}) r
) r
FULL JOIN (
  SELECT voter_id, nik_mark, {own} AS own, {elsewhere} AS elsewhere,
    CASE WHEN (born <= %(adult_by)s OR NOT is_single) AND born > %(century_by)s
      THEN print END AS print, tps, disability, ektp_status
  FROM voter_mark WHERE regency_code = %(regency)s
) m ON m.nik_mark = r.nik_mark AND m.print = r.print {also}
WHERE r.seat IS NULL OR m.voter_id IS NULL OR NOT m.own
