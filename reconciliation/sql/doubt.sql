-- A NIK that stands in the file again takes its rows through every check.
-- In: {again}. Out: plain taken back in {differing}.
UPDATE {differing} SET plain = false
WHERE plain AND hashtextextended(nik, 0) IN (SELECT hash FROM {again})
