"""Weights of the duplicates' score, in hundredths of a bit, as they were learnt.

Written by bench/duplicates_learn.py from training seeds; not by hand. Each tuple is a
weight a level, the first for "not known".
"""

VERSION = "0"
BIAS = -1000
RARITY = 50
TOP = 0
LIST = -400
WEIGHTS: dict[str, tuple[int, ...]] = {
    "name": (0, 500, 450, 300, 100, 300, 0, -500),
    "first": (0, 100, 50, -300),
    "birth_date": (0, 500, 300, 300, 300, 100, -500),
    "birth_place": (0, 100, 50, -200),
    "nkk": (0, 300, 200, -50),
    "nik": (0, 300, 0, 0),
    "address": (0, 200, 100, -50),
    "sex": (0, 50, -500),
    "kelurahan": (0, 200, 100, 0, -50),
}
