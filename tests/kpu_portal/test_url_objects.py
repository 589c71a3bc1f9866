"""URLs that name an object, asked with real ones of the own and a foreign regency."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from jobs.models import Job, State
from periods.models import Period
from plenos.models import RecapDraft
from plenos.services import keep_draft
from reconciliation.models import Delivery
from reconciliation.services import receive
from tests import databases
from tests.kpu_portal.url_objects import field_objects
from tests.roles import as_worker
from voters.models import ChangeProposal, Evidence, ReviewClaim, Voter

pytestmark = pytest.mark.no_cover
OWN, FOREIGN = "3272", "3101"
OFFICE = ("operator_a", "chair_a", "member_a")
SignIn = Callable[[Any], Any]


class Ask(NamedTuple):
    """Which object, how, with what, and the answer to the own office."""

    what: str
    method: str = "get"
    data: dict[str, str] = {}
    answer: int = 200


ASKED = {
    "voters:detail": Ask("voter"),
    "voters:unmask": Ask("voter", "post", {"tujuan": "usulan"}),
    "audit:trail": Ask("voter"),
    "audit:trail_export": Ask("voter"),
    "voters:proposal": Ask("proposal", "get"),
    "voters:claim": Ask("proposal", "post", {"aksi": "ambil"}, 302),
    "voters:decide": Ask("proposal", "post", {"keputusan": "coklit"}, 302),
    "voters:withdraw": Ask("proposal", "post", {}, 302),
    "voters:evidence": Ask("proposal", "post", {"kind": "KTP_KK", "number": "1"}, 302),
    "voters:evidence_file": Ask("evidence"),
    "reconciliation:detail": Ask("delivery"),
    "reconciliation:mapping": Ask("delivery", "post", {}, 302),
    "reconciliation:start": Ask("delivery", "post", {"kind": "LAIN"}, 302),
    "reconciliation:search": Ask("delivery", "post", {}, 302),
    "reconciliation:preview": Ask("delivery", "post"),
    "reconciliation:ceiling": Ask("delivery"),
    "reconciliation:rows": Ask("delivery"),
    "reconciliation:refused": Ask("delivery"),
    "jobs:progress": Ask("job"),
    "jobs:cancel": Ask("job", "post", {}, 302),
    "jobs:retry": Ask("job", "post", {}, 302),
    "plenos:draft": Ask("draft"),
    "fieldwork:assign": Ask("batch", "post", {}, 302),
    "fieldwork:end": Ask("batch", "post", {}, 302),
    "fieldwork:find_sheet": Ask("batch", "get", {}, 302),
    "fieldwork:papers": Ask("batch"),
    "fieldwork:spot": Ask("batch"),
    "fieldwork:spot_check": Ask("check", "post", {}, 302),
    "fieldwork:task": Ask("task"),
    "fieldwork:undo_visit": Ask("visit", "post", {}, 302),
    "fieldwork:sheet": Ask("sheet"),
    "fieldwork:paper": Ask("sheet"),
}
"""Every URL with a public_id."""
ELSEWHERE = {
    *("voters:post_person", "voters:post_propose", "voters:post_unchanged"),
    *("voters:report", "voters:report_pdf", "posts:detail", "posts:edit"),
    *("posts:state", "posts:officer", "posts:roster", "posts:bulletin"),
    *("posts:bulletin_edit", "posts:bulletin_state", "posts:bulletin_picture"),
    *("posts:event", "posts:event_edit", "posts:event_state", "posts:event_officer"),
    *("posts:event_partner", "posts:event_series", "posts:event_results"),
    *("posts:event_queue", "posts:event_newcomer", "posts:event_asked"),
    *("posts:event_person", "posts:event_report", "posts:event_unchanged"),
    "posts:event_receipt",
    *("plenos:advice", "plenos:advice_edit", "plenos:advice_voter"),
    *("plenos:advice_upload", "plenos:advice_propose"),
    *("downloads:file", "downloads:progress", "downloads:delete"),
    *("reconciliation:ceiling_decide", "voters:duplicate", "voters:duplicate_decide"),
    "fieldwork:batch",
    *("fieldwork:aid_programme", "fieldwork:aid_upload", "fieldwork:aid_close"),
    *("fieldwork:aid_sheet", "fieldwork:aid_paper", "fieldwork:aid_refused"),
    *("fieldwork:aid_drop", "fieldwork:aid_likely", "fieldwork:aid_mapping"),
    *("fieldwork:aid_person", "fieldwork:aid_photo", "fieldwork:aid_preview"),
    *("fieldwork:aid_undo", "fieldwork:drop_place", "fieldwork:visit_photo"),
    *("voters:region", "voters:region_act", "voters:region_edit"),
    *("voters:link_decide", "voters:held_item", "voters:handover"),
    *("voters:handover_answer", "voters:handover_name"),
    *("voters:comparison", "voters:comparison_propose", "voters:comparison_tick"),
    "voters:comparison_unreadable",
    *("voters:exchange_side", "voters:exchange_answer", "voters:dukcapil_answer"),
    *("partners:detail", "partners:edit", "partners:contact_new"),
    *("partners:contact_edit", "partners:agreement", "partners:agreement_scan"),
    *("partners:request", "partners:request_edit", "partners:request_letter"),
    *("partners:request_state", "partners:activity", "partners:reminder_done"),
    *("partners:archive", "partners:restore", "partners:request_delivery"),
}
"""Tested where such an object can be made, or where its role is tested."""


class Objects(NamedTuple):
    """One of each kind in one regency, by its public id."""

    voter: str
    proposal: str
    evidence: tuple[str, str]
    delivery: str
    job: str
    draft: tuple[str, str]
    batch: str
    task: str
    check: str
    visit: str
    sheet: tuple[str, int]


def objects_of(regency: str) -> Objects:
    voter = Voter.objects.of(regency).filter(status="ACTIVE").order_by("id")[0]
    with databases.demo_files(regency).path("events").open("rb") as handle:
        delivery = receive(
            actor=None,
            regency=regency,
            file=handle,
            filename="kiriman.csv",
            sender="dukcapil",
        )
    proposal = ChangeProposal.objects.create(
        regency_code=regency,
        period_id=delivery.period_id,
        kind="UBAH",
        voter_id=voter.pk,
        base_version=voter.row_version,
        nik=voter.nik,
        name=voter.name,
        sex=voter.sex,
        kelurahan=voter.kelurahan,
        elements=["address"],
        old={"address": voter.address},
        new={"address": "JL BARU 1"},
        source="uji",
    )
    file = default_storage.save(
        f"bukti/{regency}/uji.pdf", ContentFile(b"%PDF-1.4 %%EOF")
    )
    evidence = Evidence.objects.create(
        regency_code=regency, proposal_id=proposal.pk, kind="LAIN", file=file
    )
    job = Job.objects.create(
        regency_code=regency, kind="reconcile", params={"delivery": delivery.pk}
    )
    draft = keep_draft(actor=None, period=Period.objects.open(regency).get())
    field = field_objects(voter, Period.objects.open(regency).get())[:4]
    return Objects(
        str(voter.public_id),
        str(proposal.public_id),
        (str(proposal.public_id), str(evidence.public_id)),
        str(delivery.public_id),
        str(job.public_id),
        (draft.period.code, str(draft.public_id)),
        *field,
        (field[0], 1),
    )


@pytest.fixture(scope="module")
def made(shared_stocked: str) -> Iterator[dict[str, Objects]]:
    """Objects of both regencies."""
    with as_worker():
        found = {regency: objects_of(regency) for regency in (OWN, FOREIGN)}
    yield found


def url(name: str, regency: str, objects: Objects) -> str:
    found = getattr(objects, ASKED[name].what)
    names = found if isinstance(found, tuple) else (found,)
    return reverse(name, args=[regency, *names])


def ask(client: Any, name: str, regency: str, objects: Objects) -> Any:
    asked = ASKED[name]
    data = asked.data if asked.method == "post" else {}
    return getattr(client, asked.method)(url(name, regency, objects), data)


def test_every_url_of_an_object_is_asked() -> None:
    from tests.kpu_portal.url_table import all_urls

    with_id = {name for name, parts in all_urls() if "public_id" in parts}
    assert with_id - ELSEWHERE == set(ASKED)


@pytest.mark.parametrize("part", OFFICE)
def test_the_own_object_opens(
    made: dict[str, Objects], cast: Any, sign_in: SignIn, part: str
) -> None:
    client = sign_in(getattr(cast, part))
    for name in sorted(ASKED):
        if name in ("voters:decide", "jobs:retry"):
            reset(made[OWN], name)
            # Whoever looked at it before holds it for some minutes.
            with as_worker():
                ReviewClaim.objects.all().delete()
        answer = ask(client, name, OWN, made[OWN])
        assert answer.status_code == ASKED[name].answer, (name, answer)
        if name == "voters:decide":
            with as_worker():
                assert ChangeProposal.objects.of(OWN).get().state == "COKLIT"
        if name == "jobs:retry":
            with as_worker():
                job = Job.objects.get(public_id=made[OWN].job)
                assert job.state == State.QUEUED


def reset(objects: Objects, name: str) -> None:
    """What another account did to the object before is taken back."""
    with as_worker():
        ChangeProposal.objects.of(OWN).update(state="OPEN")
        state = State.FAILED if name == "jobs:retry" else State.QUEUED
        Job.objects.filter(public_id=objects.job).update(state=state)


@pytest.mark.parametrize("part", OFFICE)
def test_a_foreign_object_is_not_there(
    made: dict[str, Objects],
    cast: Any,
    sign_in: SignIn,
    bare_errors: None,
    part: str,
) -> None:
    client, before = sign_in(getattr(cast, part)), everything()
    wrong = []
    for name in sorted(ASKED):
        # Below its own regency, and smuggled in below the regency of who asks.
        for regency in (FOREIGN, OWN):
            answer = ask(client, name, regency, made[FOREIGN])
            if answer.status_code != 404:
                wrong.append((name, regency, answer))
            other = "post" if ASKED[name].method == "get" else "get"
            answer = getattr(client, other)(url(name, regency, made[FOREIGN]))
            if answer.status_code not in (404, 405):
                wrong.append((name, other, regency, answer))
    assert wrong == []
    assert everything() == before


@pytest.mark.parametrize("part", ["province", "supervisor"])
def test_readers_open_no_object_of_an_office(
    made: dict[str, Objects],
    cast: Any,
    sign_in: SignIn,
    bare_errors: None,
    part: str,
) -> None:
    client, before = sign_in(getattr(cast, part)), everything()
    wrong = []
    for name in sorted(ASKED):
        for regency, wanted in ((OWN, 403), (FOREIGN, 404)):
            answer = ask(client, name, regency, made[regency])
            # A reader's change is refused before anything is looked for.
            posts = ASKED[name].method == "post"
            if answer.status_code != (403 if posts else wanted):
                wrong.append((name, regency, answer))
    assert wrong == []
    assert everything() == before


def test_the_administrator_opens_no_object(
    made: dict[str, Objects], cast: Any, sign_in: SignIn, bare_errors: None
) -> None:
    client = sign_in(cast.admin)
    for name in sorted(ASKED):
        answer = ask(client, name, OWN, made[OWN])
        assert answer.status_code in (403, 404), name


def everything() -> list[Any]:
    """What a request could have changed."""
    with as_worker():
        return [
            list(ChangeProposal.objects.order_by("id").values_list("id", "state")),
            list(Evidence.objects.order_by("id").values_list("id", "number")),
            list(Job.objects.order_by("id").values_list("id", "state", "token")),
            list(Delivery.objects.order_by("id").values_list("id", "state", "fields")),
            list(RecapDraft.objects.order_by("id").values_list("id", "sha256")),
        ]
