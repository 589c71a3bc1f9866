"""What a recipient is to the roll and what an answer leads to (H2, H3, H7)."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from fieldwork.aid import headers
from fieldwork.rules import aid as rules
from fieldwork.rules.aid import Answer, Follows, Match, Sign


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
        changed = rules.follows(answer, on_the_roll=on, proven=proven, differs=True)
        met = answer == Answer.FOUND and on
        assert changed == (Follows.CHANGE if met else led)
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
    assert headers.looks_like_header(
        ["Identitas", "Sebutan"], {"IDENTITAS": "nik", **SAID}
    )


SAID = {"SEBUTAN": "name"}


def test_a_correction_is_remembered_and_ignores_what_it_ignores() -> None:
    heads = ["Identitas", "Sebutan", "NIK", ""]
    meant = headers.remembered_from(heads, {0: "nik", 1: "name", 2: "", 3: "rt"})
    assert meant == {"IDENTITAS": "nik", "SEBUTAN": "name", "NIK": ""}
    assert headers.recognise(heads, meant) == {"nik": 0, "name": 1}


@pytest.mark.parametrize(
    ("cells", "may"),
    [
        (["Kode", "Sebutan", ""], True),
        (["Kode"], False),
        (["Kode", "kode"], False),
        (["Kode", "3272014101900001"], False),
        (["Kode", "12"], False),
    ],
)
def test_words_without_numbers_may_be_headings(cells: list[str], may: bool) -> None:
    assert headers.may_be_header(cells) is may


def test_signs_are_told_only_where_both_records_speak() -> None:
    born = dt.date(1990, 1, 1)
    one = rules.Record("A", born, "", "L", ("K", "", ""))
    other = rules.Record("A", born, "1", "P", ("K", "001", "002"))
    assert rules.signs(one, other, 650) == [
        *((Sign.NAME, True), (Sign.BIRTH, True), (Sign.SEX, False)),
    ]
    near = rules.Record("B", None, "1", "", ("K", "001", "002"))
    assert rules.signs(near, other, 100) == [
        *((Sign.NAME, False), (Sign.FAMILY, True), (Sign.PLACE, True)),
    ]
