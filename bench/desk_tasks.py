"""Tasks of the bench at a post's desk: make the officer, look people up."""

from __future__ import annotations

import time
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import clear_url_caches, reverse

from accounts.models import Role, User
from accounts.scope import scoped_as
from accounts.services import ensure_account
from accounts.sign_in import open_session
from posts.models import Post, PostOfficer
from voters.models import Voter

REGENCY, KECAMATAN = "3272", "327201"
WARM = 3


def post_officer() -> dict[str, Any]:
    """Make the officer, and the open post where the account sits."""
    user, _ = ensure_account(
        actor=None,
        username="pos.bench",
        password="bench-only-2026",  # noqa: S106 - of a database that is removed
        role=Role.POST,
        scope_code=KECAMATAN,
        full_name="Petugas Bench",
    )
    place = {"regency_code": REGENCY, "kecamatan": KECAMATAN}
    post = Post.objects.create(
        **place, slug="bench", name="Pos Bench", place="Jalan 1", state="OPEN"
    )
    PostOfficer.objects.create(**place, post=post, account_id=user.pk, name=str(user))
    return {"user": user.pk}


def desk_look_ups(rounds: int) -> dict[str, list[float]]:
    """Seconds of an empty page, a look-up by NIK and by name, and the person's page."""
    settings.ROOT_URLCONF = "bench.urls"
    clear_url_caches()
    user = User.objects.get(username="pos.bench")
    client = Client(SERVER_NAME="localhost")
    open_session(client, user)
    home = reverse("voters:post", args=[REGENCY])
    empty = reverse("bench-empty", args=[REGENCY])
    with transaction.atomic(), scoped_as(user):
        rows = Voter.objects.of(REGENCY).in_scope_of(user).order_by("id")
        some = list(
            rows.values_list("nik", "name", "public_id")[: 40 * (rounds + WARM) : 40]
        )
    taken: dict[str, list[float]] = {}
    for turn, (nik, name, public_id) in enumerate(some):
        person = reverse("voters:post_person", args=[REGENCY, public_id])
        steps = {
            "empty page": (partial(client.get, empty), {200}),
            "look-up by NIK": (partial(client.post, home, {"q": nik}), {302}),
            # 200: two people bear the name, which is answered as well.
            "look-up by name": (partial(client.post, home, {"q": name}), {200, 302}),
            "the person's page": (partial(client.get, person), {200}),
        }
        for what, (step, right) in steps.items():
            begun = time.perf_counter()
            answer = step()
            seconds = time.perf_counter() - begun
            if answer.status_code not in right:
                raise AssertionError(f"{what}: {answer.status_code}")
            if turn >= WARM:
                taken.setdefault(what, []).append(seconds)
    return taken
