"""Tasks of the bench on the review queue: fill it, walk it."""

from __future__ import annotations

import time
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import clear_url_caches, reverse

from accounts.models import User
from accounts.scope import scoped_as
from accounts.sign_in import open_session
from periods.models import Period
from voters.models import ChangeProposal

WARM = 3
_WAITING = """
INSERT INTO change_proposal (regency_code, period_id, kind, voter_id, base_version, nik,
  name, sex, kelurahan, elements, old, new, source)
SELECT v.regency_code, %(period)s, 'UBAH', v.id, v.row_version, v.nik, v.name, v.sex,
  v.kelurahan, ARRAY['address']::varchar[], jsonb_build_object('address', v.address),
  jsonb_build_object('address', v.address || ' NO 99'), 'BENCH'
FROM (SELECT * FROM voter WHERE regency_code = %(regency)s AND status = 'ACTIVE'
      ORDER BY md5(nik) LIMIT %(count)s) v
"""


def queue_up(regency: str, count: int) -> dict[str, Any]:
    """Let a new address wait for `count` voters."""
    period = Period.objects.open(regency).get()
    with connection.cursor() as cursor:
        cursor.execute(
            _WAITING, {"regency": regency, "period": period.pk, "count": count}
        )
    return {"count": count}


def walk_the_queue(regency: str, rounds: int) -> dict[str, list[float]]:
    """Seconds of an empty page, and of each step of a reviewer's path."""
    settings.ROOT_URLCONF = "bench.urls"
    clear_url_caches()
    client = Client(SERVER_NAME="localhost")
    user = User.objects.get(username="operator.bench")
    open_session(client, user)
    empty = reverse("bench-empty", args=[regency])
    queue = reverse("voters:review", args=[regency])
    left = reverse("voters:left", args=[regency])
    with transaction.atomic(), scoped_as(user):
        rows = ChangeProposal.objects.of(regency).in_scope_of(user).undecided()
        first = rows.order_by("id").values_list("public_id", flat=True)
        walk = list(first[: rounds + WARM + 1])
    taken: dict[str, list[float]] = {}
    for turn in range(rounds + WARM):
        here, after = walk[turn], walk[turn + 1]
        said = {"keputusan": "accept", "seen": "OPEN", "tampil": str(after)}
        decide = reverse("voters:decide", args=[regency, here])
        ahead = reverse("voters:proposal", args=[regency, after])
        unseen = {"X-Usulan": "siap", "X-Usulan-Dari": str(here)}
        beside = {"X-Usulan": "putus"}
        part = {"HX-Request": "true"}
        steps = {
            "empty page": partial(client.get, empty),
            "next proposal": partial(client.get, ahead, headers=unseen),
            "decision": partial(client.post, decide, said, headers=beside),
            "whole page": partial(client.get, queue),
            "whole page by risk": partial(client.get, queue, {"urut": "risiko"}),
            "left by kecamatan": partial(client.get, left, headers=part),
        }
        for what, step in steps.items():
            begun = time.perf_counter()
            answer = step()
            seconds = time.perf_counter() - begun
            if answer.status_code != 200:
                raise AssertionError(f"{what}: {answer.status_code}")
            if turn >= WARM:
                taken.setdefault(what, []).append(seconds)
    return taken
