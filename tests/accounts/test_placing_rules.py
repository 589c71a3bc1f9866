"""Who follows a change of regions, and that no head's reach grows by it (rule Y11)."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from accounts.rules.placing import Corner, Ground, Seat, seat_after
from regions.rules.change import Line, destination, ending

A, B, C, N = "3272011001", "3272011002", "3272021003", "3272081099"
CODES = st.sampled_from([A, B, C, N])
RWS, RTS = st.sampled_from(["001", "002"]), st.sampled_from(["001", "002"])
LINES = st.lists(
    st.builds(
        Line,
        st.just(2),
        st.sampled_from([A, B]),
        CODES,
        st.sampled_from(["", "001", "002"]),
        st.sampled_from(["", "001", "002"]),
        new_rw=st.sampled_from(["", "", "001", "007"]),
        new_rt=st.sampled_from(["", "", "", "009"]),
    ),
    min_size=1,
    max_size=6,
)
HOMES = st.sets(
    st.builds(Corner, st.sampled_from([A, B, C]), RWS, RTS), min_size=2, max_size=12
)
HEADS = st.builds(
    Seat, st.sampled_from([A, B, C]), RWS, st.sampled_from(["", "001", "002"])
)


def ground(lines: list[Line], homes: set[Corner]) -> Ground:
    """As accounts.placing makes it, of one kelurahan as of the database's."""
    olds = {line.old for line in lines}
    into: dict[str, set[str]] = {}
    for line in lines:
        into.setdefault(line.old, set()).add(line.new)
    return Ground(
        lines,
        {old: min(news) if len(news) == 1 else None for old, news in into.items()},
        ending(lines),
        [one for one in homes if one.kelurahan in olds],
        [one for one in homes if one.kelurahan not in olds],
    )


def after(lines: list[Line], home: Corner) -> Corner | None:
    if not any(line.old == home.kelurahan for line in lines):
        return home
    goal = destination(lines, *home)
    return Corner(*goal) if goal else None


@given(LINES, HOMES, HEADS)
def test_a_head_who_follows_sees_the_very_same_people(
    lines: list[Line], homes: set[Corner], seat: Seat
) -> None:
    ends = {home: after(lines, home) for home in homes}
    assume(all(ends.values()))  # an incomplete map is refused
    goal = seat_after(seat, ground(lines, homes))
    before = {home for home in homes if seat.holds(home)}
    if goal is None or goal != seat:
        assert not any(end == home for home, end in ends.items() if home in before)
    if goal is not None and goal != seat:
        assert before == {home for home, end in ends.items() if end and goal.holds(end)}
        assert (goal.rw, bool(goal.rt)) != ("", not seat.rt)


def test_most_shapes_of_a_head_are_met() -> None:
    def goes(lines: list[Line], seat: Seat, *homes: Corner) -> Seat | None:
        return seat_after(seat, ground(lines, set(homes)))

    here = Corner(A, "001", "001"), Corner(A, "001", "002"), Corner(A, "002", "001")
    rw = Seat(A, "001")
    whole = [Line(2, A, N)]
    assert goes(whole, rw, *here) == Seat(N, "001")
    assert goes(whole, Seat(A, "001", "002"), *here) == Seat(N, "001", "002")
    assert goes(whole, Seat(A, "009"), *here) == Seat(N, "009"), "nobody lives there"
    other = [Line(2, A, N), Line(3, A, N, "001", new_rw="012")]
    assert goes(other, rw, *here) == Seat(N, "012")
    # Every RT of the RW leaves for one place; only a line each says so.
    each = [Line(2, A, N, "001", "001"), Line(3, A, N, "001", "002"), Line(4, A, A)]
    assert goes(each, rw, *here) == Seat(N, "001")
    torn = [Line(2, A, N, "001", "001"), Line(3, A, B, "001"), Line(4, A, A)]
    assert goes(torn, rw, *here) is None
    part = [Line(2, A, N, "001", "001"), Line(4, A, A)]
    assert goes(part, rw, *here) == rw
    assert goes(part, Seat(C, "001"), *here) == Seat(C, "001")
    # Somebody else's RW has the number where it comes: of the map, or standing there.
    met = [Line(2, A, N), Line(3, B, N)]
    assert goes(met, rw, *here, Corner(B, "001", "007")) is None
    assert goes([Line(2, A, C)], rw, *here, Corner(C, "001", "007")) is None
    assert goes([Line(2, A, C)], rw, *here, Corner(C, "003", "007")) == Seat(C, "001")


@pytest.mark.parametrize(
    ("lines", "end"),
    [
        ([Line(2, A, N)], Seat(N)),
        ([Line(2, A, C), Line(3, C, C)], Seat(C)),
        ([Line(2, A, N, "001"), Line(3, A, A)], Seat(A)),
        ([Line(2, A, N, "001"), Line(3, A, C)], None),
        ([Line(2, B, N)], Seat(A)),
    ],
)
def test_an_officer_follows_a_whole_place_only(
    lines: list[Line], end: Seat | None
) -> None:
    assert seat_after(Seat(A), ground(lines, {Corner(A, "001", "001")})) == end
