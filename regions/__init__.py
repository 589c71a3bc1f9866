"""Province, kabupaten/kota, kecamatan, kelurahan and TPS, by Kemendagri code."""
