-- Every cell of the rows that differ, in the plain form of its kind.
-- In: {differing}; {rt}, {rw} = its columns, or parts of one that holds both (home() of
--     stages/work.py). Out: {told}, one row a line. A statement of its own and without a
--     fence, so that every core shares the work: above OFFSET 0 only the leader would.
CREATE UNLOGGED TABLE {told} AS
WITH parted AS (
  SELECT d.*,
    CASE WHEN birth <> '' THEN (delivery_birth(birth))[1] ELSE birth_place END
      AS born_where,
    CASE WHEN birth <> '' THEN (delivery_birth(birth))[2] ELSE birth_date END
      AS born_when
  FROM {differing} d WHERE line IS NOT NULL AND NOT plain
)
SELECT line, seat,
  delivery_nik(nik) AS nik,
  coalesce(nullif(delivery_number(nkk), '-'), '') AS nkk,
  delivery_said(name) AS name,
  delivery_said(born_where) AS birth_place,
  delivery_said(born_when) AS birth_cell,
  delivery_said(marital_status) AS marital_cell,
  delivery_said(sex) AS sex_cell,
  delivery_said(address) AS address,
  delivery_pad({rt}) AS rt,
  delivery_pad({rw}) AS rw,
  CASE WHEN province_no <> ''
    -- A number that is too long stays so: lpad() alone would cut it to a place's own.
    THEN lpad(delivery_number(province_no),
        greatest(2, length(delivery_number(province_no))), '0')
      || lpad(delivery_number(regency_no),
        greatest(2, length(delivery_number(regency_no))), '0')
      || lpad(delivery_number(district_no),
        greatest(2, length(delivery_number(district_no))), '0')
      || lpad(delivery_number(village_no),
        greatest(4, length(delivery_number(village_no))), '0')
    ELSE delivery_said(kelurahan) END AS place_cell,
  delivery_said(kecamatan) AS district_cell,
  delivery_pad(tps) AS tps,
  delivery_said(disability) AS disability_cell,
  delivery_said(ektp_status) AS ektp_cell,
  delivery_said(occupation) AS occupation,
  delivery_said(nationality) AS nationality,
  delivery_said(event) AS event_cell,
  delivery_said(event_date) AS event_date_cell,
  left(delivery_said(evidence_no), 80) AS evidence_no,
  delivery_said(destination) AS destination_cell,
  left(delivery_said(dpid), 40) AS dpid,
  left(delivery_said(source), 40) AS source
FROM parted
