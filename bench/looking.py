"""Tasks of the bench that fill many regencies and look people up in one of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.scope import scoped_as
from accounts.sign_in import open_session
from periods.services import open_period
from regions.services import load_regions
from voters.models import Voter

PERIOD = "2026-11"
WARM = 3
_FILL = """
INSERT INTO voter (regency_code, nik, nkk, name, birth_place, birth_date,
  marital_status, sex, address, rt, rw, kelurahan, tps, source)
SELECT %(code)s, %(code)s || lpad((g %% 100)::text, 2, '0') || '010170'
    || lpad((g / 100)::text, 4, '0'),
  %(code)s || '01' || lpad(g::text, 10, '0'),
  (ARRAY['SITI', 'BUDI', 'ASEP', 'DEDE', 'RINA', 'AGUS'])[1 + g %% 6] || ' '
    || upper(substr(md5(g::text), 1, 6)) || ' '
    || (ARRAY['RAHAYU', 'SANTOSO', 'HIDAYAT', 'NURJANAH'])[1 + g %% 4],
  'SUKABUMI', date '1970-01-01' + g %% 15000, 'B',
  CASE g %% 2 WHEN 0 THEN 'L' ELSE 'P' END, 'JALAN CONTOH', '001', '001',
  %(code)s || lpad((1 + g %% 4)::text, 2, '0') || (1001 + g %% 20), '001', 'bench'
FROM generate_series(1, %(each)s) g
"""


def crowd(regencies: list[str], each: int) -> dict[str, Any]:
    """Enrol regencies and give each its voters, as one opening load."""
    load_regions()
    for code in regencies:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT enrol_regency(%s), enrol_members(%s)", [code, code])
            open_period(actor=None, regency=code, code=PERIOD)
            cursor.execute("SELECT set_config('app.opening', 'on', true)")
            cursor.execute(_FILL, {"code": code, "each": each})
    return {"voters": len(regencies) * each}


def look_ups(regency: str, rounds: int) -> dict[str, list[float]]:
    """Seconds of each list page, look-up by NIK and search by name, signed in."""
    user = User.objects.get(username="operator.bench")
    client = Client(SERVER_NAME="localhost")
    open_session(client, user)
    page = reverse("voters:list", args=[regency])
    search = reverse("voters:search", args=[regency])
    with transaction.atomic(), scoped_as(user):
        people = Voter.objects.of(regency).order_by("id")
        some = list(people.values_list("nik", "name")[: 10 * rounds : 10])
    names = ("list page", "NIK look-up", "name search")
    taken: dict[str, list[float]] = {name: [] for name in names}
    for turn, (nik, name) in enumerate(some):
        word = {"nama": name.split()[1]}
        steps = {
            "list page": partial(client.get, page),
            "NIK look-up": partial(client.post, search, {"q": nik}),
            "name search": partial(client.get, page, word),
        }
        for what, step in steps.items():
            begun = time.perf_counter()
            answer = step()
            seconds = time.perf_counter() - begun
            if answer.status_code != (302 if what == "NIK look-up" else 200):
                raise AssertionError(f"{what}: {answer.status_code}")
            if what == "name search" and name.encode() not in answer.content:
                raise AssertionError("the search does not find whom it should")
            if turn >= 3:
                taken[what].append(seconds)
    return taken


def nik_look_ups(regency: str, rounds: int) -> list[float]:
    """Seconds of each look-up by NIK, signed in; voters from all over the roll."""
    user = User.objects.get(username="operator.bench")
    client = Client(SERVER_NAME="localhost")
    open_session(client, user)
    search = reverse("voters:search", args=[regency])
    with transaction.atomic(), scoped_as(user):
        people = Voter.objects.of(regency).filter(status="ACTIVE").order_by("id")
        some = list(people.values_list("nik", flat=True)[: 10 * (rounds + 3) : 10])
    taken = []
    for turn, nik in enumerate(some):
        begun = time.perf_counter()
        answer = client.post(search, {"q": nik})
        seconds = time.perf_counter() - begun
        if answer.status_code != 302:
            raise AssertionError(f"NIK look-up: {answer.status_code}")
        if turn >= 3:
            taken.append(seconds)
    return taken


def name_searches(regency: str, rounds: int) -> dict[str, list[float]]:
    """Seconds of searches by kind of name, and of a NIK with the page it opens."""
    user = User.objects.get(username="operator.bench")
    client = Client(SERVER_NAME="localhost")
    open_session(client, user)
    page = reverse("voters:list", args=[regency])
    search = reverse("voters:search", args=[regency])
    with transaction.atomic(), scoped_as(user):
        people = Voter.objects.of(regency).order_by("id")
        step = max(1, people.count() // (rounds + WARM))
        numbers = range(1, step * (rounds + WARM), step)
        some = list(people.filter(id__in=list(numbers)).values_list("nik", "name"))
    taken: dict[str, list[float]] = {}
    for turn, (nik, name) in enumerate(some):
        first, middle, last = name.split()
        said = {
            "whole name": name,
            "rare word": middle,
            "common word": first,
            "two common words": f"{first} {last}",
        }
        for kind, words in said.items():
            _timed(taken, kind, turn, partial(client.get, page, {"nama": words}))
        begun = time.perf_counter()
        found = client.post(search, {"q": nik})
        looked = time.perf_counter() - begun
        answer = client.get(found["Location"])
        if answer.status_code != 200:
            raise AssertionError(f"the page of a NIK: {answer.status_code}")
        if turn >= WARM:
            taken.setdefault("NIK look-up alone", []).append(looked)
            whole = time.perf_counter() - begun
            taken.setdefault("page of a NIK", []).append(whole)
    return taken


def _timed(
    taken: dict[str, list[float]], kind: str, turn: int, step: Callable[[], Any]
) -> None:
    begun = time.perf_counter()
    answer = step()
    seconds = time.perf_counter() - begun
    if answer.status_code != 200:
        raise AssertionError(f"{kind}: {answer.status_code}")
    if turn >= WARM:
        taken.setdefault(kind, []).append(seconds)
