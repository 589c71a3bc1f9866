"""The room's pure functions, and those of citizens' reports."""

from __future__ import annotations

from datetime import date, time

import pytest

from posts.rules.hours import BadHours, grouped, hours_of, is_open
from posts.rules.roster import Turn, meets, monday, week_after
from posts.rules.text import Block, Run, blocks, plain, runs
from voters.models import ProposalState, RejectReason
from voters.rules.reporting import OTHERWISE, STATUSES, WHYS, status_of
from voters.selectors.reporting import STATUS_WORDS, WHY_WORDS


def test_hours_are_kept_by_weekday_and_read_in_runs() -> None:
    given = {day: ("08:00", "15:00") for day in (0, 1, 3)}
    hours = hours_of(given | {2: ("", ""), 4: ("08:00", "11:00")})
    assert hours == {
        **{day: ["08:00", "15:00"] for day in "013"},
        "4": ["08:00", "11:00"],
    }
    assert grouped(hours) == [
        (0, 1, "08:00", "15:00"),
        (3, 3, "08:00", "15:00"),
        (4, 4, "08:00", "11:00"),
    ]
    assert [is_open(hours, 0, at) for at in ("07:59", "08:00", "14:59", "15:00")] == [
        *(False, True, True, False)
    ]
    assert not is_open(hours, 6, "10:00")


@pytest.mark.parametrize(
    "pair", [("08:00", ""), ("", "08:00"), ("10:00", "10:00"), ("24:00", "25:00")]
)
def test_half_hours_and_backward_ones_are_refused(pair: tuple[str, str]) -> None:
    with pytest.raises(BadHours) as refused:
        hours_of({3: pair})
    assert refused.value.day == 3


def test_a_text_becomes_blocks_and_no_markup() -> None:
    text = "# Jadwal\r\n- Senin\r\n- **Selasa** <b>\n\n\n\nBaris satu\nbaris dua\n\n- "
    assert blocks(text) == [
        Block("h", [[Run("Jadwal")]]),
        Block("ul", [[Run("Senin")], [Run("Selasa", "bold"), Run(" <b>")]]),
        Block("p", [[Run("Baris satu")], [Run("baris dua")]]),
    ]
    assert blocks("") == []
    assert [one.kind for one in blocks("# a\n# b\n\nc")] == ["h", "h", "p"]


def test_only_web_addresses_become_links() -> None:
    line = "Lihat https://kpu.go.id/a?b=1&c=2, javascript:alert(1) **x"
    assert runs(line) == [
        Run("Lihat "),
        Run("https://kpu.go.id/a?b=1&c=2", "link"),
        Run(", javascript:alert(1) **x"),
    ]


def test_a_line_may_end_in_a_mark() -> None:
    assert runs("Hari **Jumat**") == [Run("Hari "), Run("Jumat", "bold")]


def test_a_text_is_shortened_at_a_word() -> None:
    assert plain("# Judul\n- **satu** dua\ntiga", 100) == "Judul satu dua tiga"
    assert plain("satu dua tiga", 10) == "satu dua …"


def turn(officer: int, day: int, starts: int, till: int) -> Turn:
    return Turn(officer, date(2026, 11, day), time(starts), time(till))


def test_an_officer_stands_in_one_place_at_a_time() -> None:
    assert monday(date(2026, 11, 29)) == date(2026, 11, 23)
    standing = [turn(1, 23, 8, 12)]
    assert meets(turn(1, 23, 11, 13), standing)
    for other in (turn(1, 23, 12, 15), turn(2, 23, 8, 12), turn(1, 24, 8, 12)):
        assert not meets(other, standing)


def test_a_week_is_copied_round_what_stands() -> None:
    old = [turn(1, 16, 8, 12), turn(2, 17, 8, 12), turn(1, 16, 8, 12)]
    made = week_after(old, [turn(2, 24, 9, 10)])
    assert made == [turn(1, 23, 8, 12)]


def test_every_state_has_a_status_and_every_status_its_words() -> None:
    told = {state.value: status_of(state.value)[0] for state in ProposalState}
    assert told["OPEN"] == "DITERIMA"
    assert told["APPLIED"] == "DITERAPKAN"
    assert status_of(None) == ("DICATAT", "")
    assert status_of("NEW_ONE") == ("DIPROSES", "")
    assert set(told.values()) | {"DICATAT"} == set(STATUSES) == set(STATUS_WORDS)
    assert status_of("REJECTED", "ADDED") == ("DITOLAK", OTHERWISE)
    whys = {status_of("REJECTED", reason.value)[1] for reason in RejectReason}
    whys |= {status_of(state)[1] for state in ("STALE", "UNDONE")}
    assert whys == set(WHYS) == set(WHY_WORDS)
