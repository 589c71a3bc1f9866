"""An own proposal that a delivery joined is the sender's word too (rule J6)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from jobs import services as jobs
from tests.reconciliation.conftest import REGENCY, arrived
from tests.reconciliation.test_meaning import file_of, people
from tests.roles import as_worker
from tests.voters import desk
from tests.voters.pairs import PAPER
from voters import services
from voters.models import ChangeProposal, Evidence
from voters.services import errors

pytestmark = pytest.mark.usefixtures("stocked")
OFFERED = "Tarik usulan saya"


def own(actor: Any) -> ChangeProposal:
    """A death that the actor proposes by hand, with its paper."""
    (voter,) = people(1)
    return desk.propose(actor, "TMS", voter, category="MENINGGAL", **PAPER)


def joined(folder: Path, proposal: ChangeProposal, starter: Any) -> None:
    """The same death in a file of Dukcapil, whose run this account starts."""
    (voter,) = people(1)
    row = [voter.nik, voter.name, "MENINGGAL", "A-9"]
    path = file_of(folder, "NIK;NAMA;PERISTIWA;NO AKTA", row)
    with as_worker():
        params = {"delivery": arrived(path, "EVENTS").pk}
        jobs.run_here(actor=starter, kind="reconcile", regency=REGENCY, params=params)
        rows = Evidence.objects.filter(proposal_id=proposal.pk)
        assert rows.get(delivery_id=params["delivery"]).added_by_id == starter.pk


@pytest.mark.parametrize("starter", ["operator_a", "operator_a2"])
def test_whoever_ran_the_file_its_death_is_not_taken_back(
    tmp_path: Path, cast: Any, sign_in: Any, starter: str
) -> None:
    mine = own(cast.operator_a)
    page = reverse("voters:proposal", args=[REGENCY, mine.public_id])
    client = sign_in(cast.operator_a)
    assert OFFERED in client.get(page).content.decode()
    joined(tmp_path, mine, getattr(cast, starter))
    assert OFFERED not in client.get(page).content.decode()
    with pytest.raises(errors.NotDecidable, match="orang lain"):
        desk.decide(cast.operator_a, services.withdraw, mine)
    assert desk.see(cast.operator_a, mine).state == "OPEN"


def test_an_own_paper_beside_it_holds_nothing_back(cast: Any) -> None:
    mine = own(cast.operator_a)
    paper = {"kind": "AKTA_KEMATIAN", "number": "A-9"}
    desk.decide(cast.operator_a, services.add_evidence, mine, **paper)
    assert desk.decide(cast.operator_a, services.withdraw, mine) == 1
    assert desk.see(cast.operator_a, mine).state == "WITHDRAWN"
