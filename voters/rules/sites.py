"""Which polling stations are special sites (lokasi khusus: Law 7/2017 art. 350; KPU
numbers the stations of prisons, hospitals and dormitories from 901 in each kelurahan).
"""

FIRST_SPECIAL = "901"
"""Number of the first special site of a kelurahan; 999 is the last there can be."""


def is_special(tps: str) -> bool:
    """Whether voters of this station vote at a special site.

    In: the number of the station, three digits; "" for none. Out: True from 901 to 999.
    SQL twin: special_site() of voters/sql/special_site.sql.
    """
    three = len(tps) == 3 and tps.isascii() and tps.isdigit()
    return three and tps >= FIRST_SPECIAL
