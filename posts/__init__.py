"""Posts of a kecamatan: places, officers, duty, visits and bulletins."""
