"""A post with an officer, and people that nobody else of a module reports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from typing import Any

import pytest
from django.utils import timezone

from posts.models import OutreachEvent, Post, PostOfficer
from tests.roles import admin_sql, as_worker

KECAMATAN, VILLAGE = "327201", "3272011001"
HOURS = {str(day): ["08:00", "15:00"] for day in range(4)} | {"4": ["08:00", "11:00"]}
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    b"\xff\xe1\x00\x14Exif\x00\x00SECRET PLACE"
    b"\xff\xfe\x00\x0aSECRET 1"
    b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x12\xff\x00\x34\xff\xd9"
)
"""As a camera writes it, in small: a place and a comment beside the picture."""


def make_post(name: str = "Pos Gunungpuyuh", **more: Any) -> Post:
    """An open post of the kecamatan, made as the worker."""
    from accounts.models import User

    facts: dict[str, Any] = {
        "regency_code": "3272",
        "kecamatan": KECAMATAN,
        "slug": name.lower().replace(" ", "-"),
        "name": name,
        "place": "Kantor Kecamatan, Jalan Contoh 1",
        "hours": HOURS,
        "contact": "(0266) 000000",
        "state": "OPEN",
        **more,
    }
    with as_worker():
        post = Post.objects.create(**facts)
        account = User.objects.get(username="pos.gunungpuyuh")
        PostOfficer.objects.create(
            regency_code="3272",
            kecamatan=facts["kecamatan"],
            post=post,
            account_id=account.pk,
            name=str(account),
        )
    return post


def make_event(**more: Any) -> OutreachEvent:
    """An event of the kecamatan, today unless told, made as the worker."""
    facts: dict[str, Any] = {
        "regency_code": "3272",
        "kecamatan": KECAMATAN,
        "kind": "GREETING",
        "title": "Sapa warga",
        "place": "Lapangan",
        "day": timezone.localdate(),
        "starts": time(7),
        "till": time(9),
        **more,
    }
    with as_worker():
        return OutreachEvent.objects.create(**facts)


def people(most: int = 60) -> list[tuple[str, str, str]]:
    """NIK, name and public id of active people of the kelurahan, one of each name."""
    return admin_sql(
        "SELECT nik, name, public_id::text FROM voter v WHERE status = 'ACTIVE'"
        " AND kelurahan = %s AND (SELECT count(*) FROM voter w WHERE w.name = v.name)"
        " = 1 ORDER BY id LIMIT %s",
        [VILLAGE, most],
    )


@pytest.fixture(scope="module")
def desk(shared_stocked: str) -> Iterator[Any]:
    """`desk.post` and `desk.next()`: a person nobody of the module has reported."""

    class Desk:
        post = make_post()
        _rest = iter(people())

        def next(self) -> tuple[str, str, str]:
            return next(self._rest)

    yield Desk()
