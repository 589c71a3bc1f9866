-- In: {matched}; regency, programme, list. Out: aid_recipient. Where the list is silent
-- about the place of somebody on the roll, the roll says it (by_roll), for grouping only.
INSERT INTO aid_recipient (regency_code, public_id, programme_id, list_id, line_no,
  number, nik, nkk, name, birth_date, sex, address, place, kelurahan, rw, rt, by_roll,
  match, voter_id, suggested_id, struck_for, answer)
SELECT %(regency)s, gen_random_uuid(), %(programme)s, %(list)s, line, number, nik, nkk,
  name, birth_date, sex, address, place_written,
  CASE WHEN by_roll THEN v_kelurahan ELSE coalesce(kelurahan, %(regency)s) END,
  CASE WHEN by_roll THEN v_rw ELSE rw END, CASE WHEN by_roll THEN v_rt ELSE rt END,
  by_roll, match, CASE WHEN match IN ('SAME', 'STRUCK') THEN found_id END,
  CASE WHEN match = 'LIKELY' THEN suggested_id END,
  CASE WHEN match = 'STRUCK' THEN coalesce(status_reason, '') ELSE '' END, ''
FROM {matched}
