"""Two people of two regencies take turns on one kept connection, on real pages."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import got_request_exception
from django.db import connection
from django.template.base import Node

from tests.roles import admin_sql

TURNS = 200
LIST = "/kab/{}/pemilih/"
PAGES = (
    *(LIST, LIST + "?urut=tempat", LIST + "?jenis_kelamin=P", LIST + "?sesudah=akhir"),
    LIST + "ekspor/?format=csv",
)
"""Of these, asked in turn, the last is a file that streams."""
WORDS = re.compile(r"<[^>]*>|[;,\n]")


def names_of(regency: str, status: str = "%") -> set[str]:
    rows = admin_sql(
        "SELECT name FROM voter WHERE regency_code = %s AND status LIKE %s",
        [regency, status],
    )
    return {str(name).upper() for (name,) in rows}


def shown(text: str) -> set[str]:
    """Every cell of a page or of a file, as it reads."""
    return {
        html.unescape(part).strip().strip('"').upper() for part in WORDS.split(text)
    }


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def left_open() -> tuple[str, int]:
    """The token that the kept connection shows, and whom it sees."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting('app.token', true), ''),"
            " (SELECT count(*) FROM voter)"
        )
        token, voters = cursor.fetchone()
    return str(token), int(voters)


@pytest.mark.slow
@pytest.mark.no_cover
def test_two_people_take_turns_on_lists_and_files(
    stocked: str, cast: Any, sign_in: Any
) -> None:
    """A file is read to its end only when the other's request is over."""
    everybody = {regency: names_of(regency) for regency in ("3272", "3101")}
    own = {"3272": everybody["3272"] - everybody["3101"]}
    own["3101"] = everybody["3101"] - everybody["3272"]
    clients = {"3272": sign_in(cast.operator_a), "3101": sign_in(cast.operator_b)}
    kept, met = backend(), {"3272": set[str](), "3101": set[str]()}
    waiting: list[tuple[str, Any]] = []
    files = 0

    def look(regency: str, text: str) -> None:
        cells = shown(text)
        other = "3101" if regency == "3272" else "3272"
        assert not cells & own[other], f"{regency} was shown {other}"
        assert cells & everybody[regency], f"{regency} was shown nobody"
        met[regency] |= cells & own[regency]

    for turn in range(TURNS):
        regency = ("3272", "3101")[turn % 2]
        answer = clients[regency].get(PAGES[turn // 2 % len(PAGES)].format(regency))
        assert answer.status_code == 200
        if answer.streaming:
            files += 1
            waiting.append((regency, answer.streaming_content))
        else:
            look(regency, answer.content.decode())
        if not answer.streaming or turn % 2:
            while waiting:
                whose, stream = waiting.pop()
                look(whose, b"".join(stream).decode())
        assert left_open() == ("", 0)
    assert files == TURNS // len(PAGES)
    for regency, names in own.items():
        on_roll = names_of(regency, "ACTIVE") & names
        assert len(on_roll) > 100
        assert on_roll <= met[regency], "the file holds everybody"
    assert backend() == kept


class Broken:
    """Stands in a context, and cannot be written."""

    def __str__(self) -> str:
        assert left_open()[1] > 0, "it broke before the scope was there"
        raise RuntimeError("rendering")


@pytest.fixture
def failures() -> Iterator[list[Any]]:
    """The tracebacks of requests that ended with 500."""
    found: list[Any] = []

    def heard(sender: Any, **told: Any) -> None:
        import sys

        found.append(sys.exc_info()[2])

    got_request_exception.connect(heard)
    yield found
    got_request_exception.disconnect(heard)


def test_a_page_that_breaks_while_it_renders_leaves_no_scope(
    stocked: str,
    cast: Any,
    sign_in: Any,
    monkeypatch: pytest.MonkeyPatch,
    failures: list[Any],
) -> None:
    """The roll's own template, in the middle of it, with people already read."""
    broken, other = sign_in(cast.operator_a), sign_in(cast.operator_b)
    broken.raise_request_exception = False
    kept = backend()
    with monkeypatch.context() as patch:
        patch.setattr("voters.views.roll._station_url", lambda *_: Broken())
        answer = broken.get(LIST.format("3272"))
    assert answer.status_code == 500
    assert not shown(answer.content.decode()) & names_of("3272")
    [traceback] = failures
    nodes = []
    while traceback is not None:
        nodes.append(traceback.tb_frame.f_locals.get("self"))
        traceback = traceback.tb_next
    assert any(isinstance(one, Node) for one in nodes), "not while rendering"
    assert isinstance(nodes[-1], Broken)
    assert backend() == kept
    assert left_open() == ("", 0)
    cells = shown(other.get(LIST.format("3101")).content.decode())
    assert cells & names_of("3101")
    assert not cells & (names_of("3272") - names_of("3101"))
    assert broken.get(LIST.format("3272")).status_code == 200
