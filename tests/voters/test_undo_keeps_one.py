"""An undo leaves somebody: whoever stayed when a duplicate went is not taken away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings

from jobs.services import JobError, run
from periods.models import Period
from tests import databases
from tests.roles import admin_sql, as_worker, login_sql
from tests.voters import desk, neighbours, pairs
from tests.voters.neighbours import HERE, THERE
from tests.voters.test_applying import accepted, newcomer
from tests.voters.test_exchange import triangle
from tests.voters.test_resolving import counting, keep
from voters import services
from voters.models import ChangeProposal, Voter
from voters.services import errors

pytestmark = pytest.mark.usefixtures("stocked")


@pytest.fixture
def two(_open_databases: None) -> Iterator[None]:
    """3272 and 3202, not compared yet."""
    keys = override_settings(EXCHANGE_KEYS={"32": neighbours.SECRET})
    with databases.clone("stocked"), keys:
        neighbours.settle()
        yield


def applied(cast: Any, kind: str, voter: Voter | None, **said: Any) -> ChangeProposal:
    """A change that the open period holds, as it stands then."""
    made = accepted(cast, kind, voter, **said)
    assert desk.work("apply")["applied"] == 1
    return desk.see(cast.operator_a, made)


def struck(cast: Any, gone: Voter, stays: Voter) -> ChangeProposal:
    """Of two one goes, by two accounts, because the other stays."""
    key = pairs.plant(gone, stays)
    (made,) = keep(cast.operator_a, key, stays, [gone])
    desk.decide(cast.chair_a, services.accept, made)
    assert desk.work("apply")["applied"] == 1
    assert counting([gone, stays]) == 1
    return made


def take_back(cast: Any, proposal: ChangeProposal) -> str:
    """Ask for the undoing of one change as the office does, and run it; its state."""
    with desk.desk(cast.operator_a):
        job = services.start_undo(
            actor=cast.operator_a,
            regency=HERE,
            period=desk.period(),
            proposal=desk.see(cast.operator_a, proposal),
        )
    with as_worker():
        run(job.pk)
    return desk.see(cast.operator_a, proposal).state


def refused(cast: Any, proposal: ChangeProposal) -> None:
    """Neither the office nor a job that was queued before takes it back."""
    with pytest.raises(errors.NotDecidable, match="catatan gandanya keluar"):
        take_back(cast, proposal)
    with pytest.raises(JobError, match="catatan gandanya keluar"):
        desk.work("undo", proposal=proposal.pk)
    assert desk.see(cast.operator_a, proposal).state == "APPLIED"


def test_who_stayed_for_a_duplicate_outlives_the_undo_of_a_delivery(cast: Any) -> None:
    (old,) = desk.voters(cast.operator_a, 1)
    born = applied(cast, "BARU", None, **newcomer(cast))
    other = applied(cast, "BARU", None, **newcomer(cast, nik="3201010101900002"))
    admin_sql("UPDATE change_proposal SET delivery_id = 7 WHERE kind = 'BARU'")
    keeper = desk.see_voter(cast.operator_a, born.voter_id or 0)
    strike = struck(cast, old, keeper)

    refused(cast, born)
    result = desk.work("undo", delivery=7)
    assert (result["undone"], result["kept"]) == (1, 1)
    assert desk.see(cast.operator_a, other).state == "UNDONE"
    assert counting([old, keeper]) == 1
    desk.tallies_hold()

    # Once the other one is back, nobody rests on the newcomer any more.
    assert take_back(cast, strike) == "UNDONE"
    assert desk.work("undo", delivery=7)["undone"] == 1
    assert desk.see_voter(cast.operator_a, old.pk).status == "ACTIVE"
    assert desk.see_voter(cast.operator_a, keeper.pk).status_reason == "BATAL"
    desk.tallies_hold()


def test_whose_duplicate_was_reinstated_may_be_taken_back(cast: Any) -> None:
    (old,) = desk.voters(cast.operator_a, 1)
    born = applied(cast, "BARU", None, **newcomer(cast))
    keeper = desk.see_voter(cast.operator_a, born.voter_id or 0)
    struck(cast, old, keeper)
    gone = desk.see_voter(cast.operator_a, old.pk)
    desk.propose(cast.operator_a, "PEMULIHAN", gone)
    admin_sql("UPDATE change_proposal SET state = 'ACCEPTED' WHERE kind = 'PEMULIHAN'")
    assert desk.work("apply")["applied"] == 1
    assert take_back(cast, born) == "UNDONE"
    assert counting([old, keeper]) == 1


def test_a_return_is_not_taken_from_who_stayed_and_a_release_is(cast: Any) -> None:
    """Who was reinstated would be gone; who was only held still counts."""
    back, free, other, another = desk.voters(cast.operator_a, 4)
    applied(cast, "TMS", back, category="MENINGGAL")
    applied(cast, "TAHAN", free, category="RAGU", new={"status_until": "2027-01-01"})
    returned, released = (
        applied(cast, "PEMULIHAN", desk.see_voter(cast.operator_a, one.pk))
        for one in (back, free)
    )
    for gone, stays in ((other, back), (another, free)):
        struck(cast, gone, desk.see_voter(cast.operator_a, stays.pk))
    refused(cast, returned)
    assert take_back(cast, released) == "UNDONE"
    assert desk.see_voter(cast.operator_a, free.pk).status == "HELD"
    assert counting([back, free]) == 2


def somebody_there() -> dict[str, str]:
    """Whom only the other regency has, as a newcomer here would tell of them."""
    ((nik, name, born, sex),) = admin_sql(
        "SELECT nik, name, birth_date::text, sex FROM voter v "
        "WHERE regency_code = '3202' AND status = 'ACTIVE' "
        "AND birth_date < '1990-01-01' AND nik NOT IN "
        "(SELECT nik FROM voter WHERE regency_code = '3272') ORDER BY id DESC LIMIT 1"
    )
    return {"nik": nik, "name": name, "birth_date": born, "sex": sex}


def counting_anywhere(nik: str) -> list[str]:
    rows = admin_sql(
        "SELECT regency_code FROM voter WHERE nik = %s AND regency_code <> '3101' "
        "AND status IN ('ACTIVE', 'HELD') ORDER BY 1",
        [nik],
    )
    return [regency for (regency,) in rows]


def test_who_stays_for_another_regency_outlives_an_undo(two: Any, cast: Any) -> None:
    who = somebody_there()
    born = applied(cast, "BARU", None, **newcomer(cast, **who))
    admin_sql("UPDATE change_proposal SET delivery_id = 7 WHERE kind = 'BARU'")
    neighbours.compare()
    ((there,),) = admin_sql(
        "SELECT id FROM voter WHERE regency_code = '3202' AND nik = %s", [who["nik"]]
    )
    neighbours.answer(cast.operator_a, HERE, born.voter_id or 0, "STAY")
    side = neighbours.answer(cast.operator_b, THERE, there, "MOVED")
    with as_worker():
        period = Period.objects.open(THERE).get().pk
    assert neighbours.work(THERE, "apply", period=period)["applied"] == 1
    assert counting_anywhere(who["nik"]) == [HERE]

    refused(cast, born)
    result = desk.work("undo", delivery=7)
    assert (result["undone"], result["kept"]) == (0, 1)
    assert counting_anywhere(who["nik"]) == [HERE]

    neighbours.work(THERE, "undo", period=period, proposal=side.proposal_id)
    assert counting_anywhere(who["nik"]) == [THERE, HERE]
    assert take_back(cast, born) == "UNDONE"
    assert counting_anywhere(who["nik"]) == [THERE]


def test_of_three_regencies_the_last_keeper_alone_is_needed(two: Any) -> None:
    first, second, third = triangle().items()

    def needed() -> list[bool]:
        asked = "SELECT exchange_needed(%s)"
        return [login_sql("worker", asked, [r])[0][0] for _code, r in (second, third)]

    def strikes(who: tuple[str, str], other: tuple[str, str]) -> None:
        admin_sql(
            "UPDATE exchange_side SET answer = 'STRIKE' WHERE regency_code = %s "
            "AND other_regency = %s RETURNING 1",
            [who[0], other[0]],
        )

    assert needed() == [False, False]
    strikes(first, second)
    assert needed() == [False, False]
    strikes(second, third)
    assert needed() == [False, True]
