"""The rule of an old -> new map, without a database."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regions.rules import change as rules
from regions.rules.change import Known, Line, Problem, destination, problems, read_row
from voters.selectors.regions import Corner, sorted_out
from voters.wording_regions import sentences

A, B, NEW, FAR = "3272011001", "3272011002", "3272011099", "3272091001"
KNOWN = Known(
    "3272",
    {"327201": "Gunungpuyuh", A: "Karamat", B: "Sriwidari"},
    frozenset({"3272011009"}),
)
numbers = st.sampled_from(["", "001", "002", "003"])
maps = st.lists(
    st.builds(
        lambda old, new, rw, rt: Line(1, old, new, rw, rt if rw else ""),
        st.sampled_from([A, B]),
        st.sampled_from([A, B, NEW]),
        numbers,
        numbers,
    ),
    unique_by=lambda line: (line.old, line.rw, line.rt),
)
places = st.lists(
    st.builds(
        Corner,
        st.sampled_from([A, B]),
        st.sampled_from(["", "1", "002", "003", "9"]),
        st.sampled_from(["", "1", "002", "3"]),
        st.just("001"),
        st.integers(0, 50),
        st.integers(0, 5),
    )
)


@given(maps, places)
def test_everybody_goes_to_one_place_or_is_listed(
    lines: list[Line], found: list[Corner]
) -> None:
    told = sorted_out(lines, found)
    assert told.total + sum(gap.n for gap in told.gaps) == sum(c.n for c in found)
    listed = {(gap.kelurahan, gap.rw, gap.rt) for gap in told.gaps}
    for one in found:
        goal = destination(lines, one.kelurahan, one.rw, one.rt)
        assert (goal is None) == ((one.kelurahan, one.rw, one.rt) in listed)
    due: Counter[str] = Counter()
    for one in found:
        if (goal := destination(lines, one.kelurahan, one.rw, one.rt)) is not None:
            due[goal[0]] += one.n
    into: Counter[str] = Counter()
    for (_old, new), n in told.flows.items():
        into[new] += n
    assert into == due


def test_the_most_exact_line_counts() -> None:
    lines = [
        Line(1, A, A),
        Line(2, A, B, rw="001"),
        Line(3, A, NEW, rw="001", rt="002", new_rw="007"),
    ]
    assert destination(lines, A, "1", "2") == (NEW, "007", "2")
    assert destination(lines, A, "001", "003") == (B, "001", "003")
    assert destination(lines, A, "", "") == (A, "", "")
    assert destination(lines, B, "001", "002") is None
    assert rules.ending([Line(1, A, NEW), Line(2, B, B)]) == {A}


SPLIT = [Line(1, A, NEW, rw="001", new_name="Baru"), Line(2, A, A)]


@pytest.mark.parametrize(
    ("kind", "lines", "reason"),
    [
        ("SPLIT", SPLIT, ""),
        ("SPLIT", [], "EMPTY"),
        ("SPLIT", [Line(1, "3272019999", A)], "OLD_UNKNOWN"),
        ("SPLIT", [Line(1, "327201", A)], "OLD_UNKNOWN"),
        ("SPLIT", [Line(1, "3272011009", A)], "OLD_ENDED"),
        ("SPLIT", [Line(1, "3202011001", A)], "OUTSIDE"),
        ("SPLIT", [*SPLIT, Line(3, A, "3202011001", rw="002")], "OUTSIDE"),
        ("SPLIT", [*SPLIT, Line(3, A, "327201", rw="002")], "CODE"),
        ("SPLIT", [*SPLIT, Line(3, A, "3272011009", rw="002")], "ENDED"),
        ("SPLIT", [*SPLIT, Line(3, A, B, rt="002")], "RT_ALONE"),
        ("SPLIT", [*SPLIT, Line(3, A, B, rw="002", new_rw="x")], "NUMBER"),
        ("SPLIT", [*SPLIT, Line(3, A, B, rw="001")], "TWICE"),
        ("SPLIT", [*SPLIT, Line(3, A, NEW, rw="2", new_name="Lain")], "NAMES"),
        ("SPLIT", [Line(1, A, NEW, rw="001"), Line(2, A, A)], "NAME"),
        ("SPLIT", [Line(1, A, A)], "NOT_SPLIT"),
        ("MERGE", [Line(1, A, B), Line(2, B, B)], ""),
        ("MERGE", [Line(1, A, B)], "NOT_MERGED"),
        ("MERGE", [Line(1, A, B, "001", new_rw="11"), Line(2, B, B)], ""),
        (
            "MERGE",
            [Line(1, A, B, rw="001"), Line(2, A, NEW, new_name="K"), Line(3, B, B)],
            "APART",
        ),
        ("MOVE", [Line(1, A, FAR, new_name="K", new_district="Kec")], ""),
        ("MOVE", [Line(1, A, FAR, new_name="K")], "DISTRICT"),
        ("MOVE", [Line(1, A, B)], "SAME_DISTRICT"),
        ("MOVE", [Line(1, A, A, rw="001"), Line(2, A, FAR)], "APART"),
        ("RENAME", [Line(1, A, "", new_name="Nama")], ""),
        ("RENAME", [Line(1, "327201", "327201", new_name="Nama")], ""),
        ("RENAME", [Line(1, A, B, new_name="Nama")], "RENAME_CODE"),
        ("RENAME", [Line(1, A, A, rw="001", new_name="Nama")], "WHOLE"),
        ("RENAME", [Line(1, A, A)], "NAME"),
        ("RENAME", [Line(1, A, A, new_name="Karamat")], "SAME_NAME"),
    ],
)
def test_what_a_map_may_not_say(kind: str, lines: list[Line], reason: str) -> None:
    found = problems(kind, lines, KNOWN)
    assert {one.reason for one in found} >= ({reason} if reason else set())
    assert bool(found) == bool(reason)
    for one, said in zip(found, sentences(found), strict=True):
        assert one.reason == "EMPTY" or said.startswith(f"Baris {one.number}, kolom ")


def test_a_row_is_read_with_lists_and_spans() -> None:
    cells = {"kode_lama": "32.72.01.1001", "kode_baru": NEW, "rw": "1", "rt": "1-3, 7"}
    read = read_row(4, cells)
    assert isinstance(read, list)
    assert [(one.old, one.rw, one.rt) for one in read] == [
        (A, "001", rt) for rt in ("001", "002", "003", "007")
    ]
    assert read_row(4, {"rw": " "}) == []
    for wrong in ("3-1", "a", "1-2-3", "1,,2"):
        assert read_row(4, {**cells, "rw": wrong}) == Problem(4, "rw", wrong, "NUMBER")


def test_the_second_person() -> None:
    said = [
        rules.may_confirm(preparer=1, by_chair=chair, actor=actor, role=role)
        for chair, actor, role in (
            *((False, 1, "CHAIR"), (False, 2, "CHAIR"), (False, 2, "MEMBER")),
            *((True, 2, "MEMBER"), (True, 2, "OPERATOR")),
        )
    ]
    assert said == [False, True, False, True, False]
