"""What a recipient is to the roll and what an answer leads to (H2, H3, H7)."""

from __future__ import annotations

import itertools

import pytest

from fieldwork.aid import headers
from fieldwork.rules import aid as rules
from fieldwork.rules.aid import Answer, Follows, Match


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ({"found": True, "likeness": 600}, Match.SAME),
        ({"found": True, "likeness": 599}, Match.OTHER),
        ({"found": True, "likeness": 350, "same_birth": True}, Match.SAME),
        ({"found": True, "likeness": 349, "same_birth": True}, Match.OTHER),
        ({"found": True, "likeness": 900, "struck": True}, Match.STRUCK),
        ({"found": True, "likeness": 100, "struck": True}, Match.OTHER),
        ({"found": True, "likeness": 900, "outside": True}, Match.SAME),
        ({"found": False, "outside": True, "likely": True}, Match.OUTSIDE),
        ({"found": False, "likely": True}, Match.LIKELY),
        ({"found": False}, Match.ABSENT),
    ],
)
def test_the_kind_of_a_recipient(told: dict[str, object], kind: Match) -> None:
    assert rules.match(**told) == kind  # type: ignore[arg-type]  # a table of cases


def test_only_who_is_on_the_roll_and_gone_is_proposed_and_only_with_a_paper() -> None:
    for answer, on, proven in itertools.product(Answer, (True, False), (True, False)):
        led = rules.follows(answer, on_the_roll=on, proven=proven)
        gone = answer in (Answer.MOVED, Answer.DIED) and on
        assert (led == Follows.REMOVAL) == (gone and proven)
        assert (led == Follows.QUESTION) == (gone and not proven)
        assert (led == Follows.HINT) == (answer == Answer.FOUND and not on)


def test_headings_are_known_by_their_names() -> None:
    heads = ["No. KPM", "N I K", "Nama Penerima", "tgl_lahir", "Nama"]
    assert headers.recognise(heads) == {
        "number": 0,
        "nik": 1,
        "name": 2,
        "birth_date": 3,
    }
    assert headers.missing({"name": 0}) == ["NIK"]
    assert headers.looks_like_header(heads)
    assert not headers.looks_like_header(["Alamat", "RT"])
    assert not headers.looks_like_header(["3272014101900001", "ASEP"])
