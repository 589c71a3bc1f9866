"""Weights of the duplicates' score, in hundredths of a bit, as they were learnt.

Written by bench/duplicates_learn.py from training seeds; not by hand. Each tuple is a
weight a level, the first for "not known".
"""

VERSION = "2026-11-29.0814"
BIAS = -531
RARITY = 55
TOP = -32
LIST = -363
WEIGHTS: dict[str, tuple[int, ...]] = {
    "name": (0, 48, 527, -265, 316, 116, -18, -225),
    "first": (0, 94, 143, -346),
    "birth_date": (0, 213, 205, -80, -294, -529, -680),
    "birth_place": (0, 53, 520, -320),
    "nkk": (0, 140, 58, -30),
    "nik": (0, 12, -64, -1),
    "address": (0, 275, -205, -131),
    "sex": (0, 14, -374),
    "kelurahan": (0, 48, -235, 55, 86),
}
