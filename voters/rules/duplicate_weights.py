"""Weights of the duplicates' score, in hundredths of a bit, as they were learnt.

Written by bench/duplicates_learn.py from training seeds; not by hand. Each tuple is a
weight a level, the first for "not known".
"""

VERSION = "2026-11-29.0835"
BIAS = -565
RARITY = 55
TOP = -27
LIST = -379
WEIGHTS: dict[str, tuple[int, ...]] = {
    "name": (0, 43, 514, -255, 328, 113, -4, -219),
    "first": (0, 93, 140, -337),
    "birth_date": (0, 214, 200, -77, -290, -522, -704),
    "birth_place": (0, 52, 525, -321),
    "nkk": (0, 179, 33, -45),
    "nik": (0, 1, -56, 6),
    "address": (0, 130, 28, -28),
    "sex": (0, 14, -371),
    "kelurahan": (0, 168, -251, 4, 33),
}
