"""People who are only counted, so that a roll of full size is dealt out in a moment."""

from __future__ import annotations

import collections
import random

from kpu_portal.demo.people import People


class CountingPeople(People):
    def __init__(self, regency):
        super().__init__(random.Random("count"), regency)
        self.dealt = collections.Counter()
        self.filled = collections.Counter()

    def new_nkk(self, kelurahan):
        return ""

    def member(self, home, born, sex, marital_status, *, prefix=None):
        self.dealt[sex] += 1
        self.filled[home.kelurahan] += 1
        return _Nobody()


class _Nobody:
    dpid = ""


def counting_people(regency):
    return CountingPeople(regency)
