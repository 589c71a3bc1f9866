"""One object of each kind in a region, and the address of a page about it."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from fieldwork.models import (
    AidList,
    Batch,
    Check,
    Decision,
    Programme,
    Recipient,
    SpotCheck,
    Task,
    Visit,
)
from jobs.models import Job
from partners.models import Activity, Agreement, Contact, DataRequest, Institution
from partners.models import Reminder as PartnerReminder
from periods.models import Period
from plenos.models import Advice, Plenary, RecapDraft
from posts.models import Bulletin, OutreachEvent, Post
from reconciliation.services import receive
from regions.models import RegionChange
from tests import databases
from tests.kpu_portal.url_table import parameters_of
from tests.roles import admin_sql
from voters.models import (
    ChangeProposal,
    CitizenReport,
    DuplicatePair,
    Evidence,
    ExchangeSide,
    SidalihComparison,
    SidalihRow,
    Voter,
)

OWN, FOREIGN, ELSEWHERE = "3272", "3101", "327202"
"""The regency of the cast, another one, and another kecamatan of the own one."""
VILLAGE = "3272011001"
CLOSED, OPENED = databases.PERIOD, databases.NEXT
PUBLISHED = frozenset(
    {
        *("plenos:recap", "plenos:minutes", "plenos:minutes_word", "plenos:workbook"),
        *("plenos:behind", "plenos:scan", "plenos:publish"),
        *("plenos:reopen", "plenos:reopen_decide", "plenos:versions"),
        *("plenos:version", "plenos:version_paper"),
        *("plenos:villages", "plenos:village_export"),
    }
)
"""Pages of a period that is asked for when it is closed and published."""
ASKS = {
    "plenos:behind": {"column": "SEKARANG"},
    "plenos:supervisor_list": {"kelurahan": VILLAGE, "periode": CLOSED},
    "plenos:supervisor_paper": {"kelurahan": VILLAGE, "periode": CLOSED},
}
"""What a page must be told before it shows anything."""
KIND_OF = {
    "voters:post_person": "voter",
    "voters:post_propose": "voter",
    "voters:post_unchanged": "voter",
    "voters:report": "report",
    "voters:report_pdf": "report",
    "audit:trail": "voter",
    "audit:trail_export": "voter",
    "voters:detail": "voter",
    "voters:duplicate": "pair",
    "voters:duplicate_decide": "pair",
    "voters:link_decide": "pair",
    "voters:unmask": "voter",
    "voters:held_item": "held",
    "voters:handover": "handover",
    "voters:handover_answer": "handover",
    **dict.fromkeys(
        ("voters:region", "voters:region_edit", "voters:region_act"), "change"
    ),
    "voters:exchange_side": "side",
    "voters:exchange_answer": "side",
    "voters:dukcapil_answer": "question",
    "plenos:draft": "draft",
    "plenos:advice": "advice",
    "plenos:advice_edit": "advice",
    "plenos:advice_voter": "advice",
    "plenos:advice_upload": "advice",
    "plenos:advice_propose": "advice",
    "voters:evidence_file": "evidence",
    "fieldwork:task": "task",
    "fieldwork:spot_check": "check",
    "fieldwork:undo_visit": "visit",
    "fieldwork:drop_place": "visit",
    "fieldwork:visit_photo": "visit",
    "fieldwork:aid_undo": "aid_decision",
    "fieldwork:aid_person": "recipient",
    "fieldwork:aid_photo": "aid_check",
    **dict.fromkeys(
        (
            *("fieldwork:aid_mapping", "fieldwork:aid_preview"),
            *("fieldwork:aid_drop", "fieldwork:aid_refused"),
        ),
        "aid_list",
    ),
    **dict.fromkeys(
        (
            *("fieldwork:aid_programme", "fieldwork:aid_upload"),
            *("fieldwork:aid_close", "fieldwork:aid_sheet", "fieldwork:aid_paper"),
            "fieldwork:aid_likely",
        ),
        "programme",
    ),
    **dict.fromkeys(
        (
            *("voters:comparison", "voters:comparison_propose"),
            *("voters:comparison_tick", "voters:comparison_unreadable"),
        ),
        "comparison",
    ),
    "partners:contact_edit": "contact",
    **dict.fromkeys(("partners:agreement", "partners:agreement_scan"), "agreement"),
    **dict.fromkeys(
        (
            *("partners:request", "partners:request_edit", "partners:request_letter"),
            *("partners:request_state", "partners:request_delivery"),
        ),
        "asked",
    ),
    "partners:activity": "activity",
    "partners:reminder_done": "reminder",
    "posts:bulletin": "bulletin",
    "posts:bulletin_edit": "bulletin",
    "posts:bulletin_state": "bulletin",
    "posts:bulletin_picture": "bulletin",
    **dict.fromkeys(
        (
            *("posts:event", "posts:event_edit", "posts:event_state"),
            *("posts:event_officer", "posts:event_partner", "posts:event_series"),
            *("posts:event_results", "posts:event_queue", "posts:event_newcomer"),
            *("posts:event_asked", "posts:event_person", "posts:event_report"),
            *("posts:event_unchanged", "posts:event_receipt"),
        ),
        "event",
    ),
}
ROOM_OF = {
    **{"voters": "proposal", "reconciliation": "delivery", "jobs": "job"},
    **{"partners": "institution", "posts": "post", "fieldwork": "batch"},
}


class Objects(NamedTuple):
    """One of each kind in one region, by its public id."""

    regency: str
    voter: str
    proposal: str
    evidence: str
    delivery: str
    job: str
    draft: str
    name: str
    account: int
    advice: str
    pair: str
    side: str
    question: str
    batch: str
    task: str
    check: str
    visit: str
    programme: str
    aid_list: str
    recipient: str
    aid_check: str
    aid_decision: str
    institution: str
    contact: str
    agreement: str
    asked: str
    activity: str
    reminder: str
    report: str
    post: str
    bulletin: str
    event: str
    met: str
    kelurahan: str
    held: str
    handover: str
    change: str
    comparison: str


def objects_of(
    region: str, village: str = "", beside: Objects | None = None
) -> Objects:
    """Make them; call it as the worker. `village` says where the voter lives.

    `beside` are objects of the same regency: deliveries, jobs and drafts are a
    regency's, so that another kecamatan has no others.
    """
    regency = region[:4]
    rows = Voter.objects.of(regency).filter(status="ACTIVE").below(village or region)
    if village:
        rows = rows.filter(rw="001")
    voter = rows.order_by("id")[0]
    period = Period.objects.open(regency).get()
    proposal = ChangeProposal.objects.create(
        regency_code=regency,
        period_id=period.pk,
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
        f"bukti/{regency}/{region}.pdf", ContentFile(b"%PDF-1.4 %%EOF")
    )
    evidence = Evidence.objects.create(
        regency_code=regency, proposal_id=proposal.pk, kind="LAIN", file=file
    )
    made = [str(one.public_id) for one in (voter, proposal, evidence)]
    theirs = (
        [beside.delivery, beside.job, beside.draft, beside.advice] if beside else []
    )
    account = User.objects.get(username="operator2.sukabumi").pk
    theirs = theirs or _of_regency(period)
    *theirs, advice = theirs
    about = [_pair(voter), side_of(voter), _question(proposal)]
    about += field_objects(voter, period)
    return Objects(
        *(regency, *made, *theirs, voter.name, account, advice, *about),
        *_partners_of(regency),
        *_of_kecamatan(voter, proposal),
        voter.kelurahan,
        _held(proposal),
        handover_of(voter),
        _change(regency, voter),
        _comparison(voter),
    )


def _change(regency: str, voter: Voter) -> str:
    """A draft that gives the voter's kelurahan another name."""
    made = RegionChange.objects.create(
        regency_code=regency,
        kind="RENAME",
        basis_no="Uji",
        basis_on="2026-01-01",
        effective_on="2026-01-01",
        prepared_by_name="uji",
    )
    made.lines.create(
        number=1, old_code=voter.kelurahan, new_code=voter.kelurahan, new_name="UJI"
    )
    return str(made.public_id)


def _comparison(voter: Voter) -> str:
    """A compared download of SIDALIH with one row about this voter."""
    made = SidalihComparison.objects.create(
        regency_code=voter.regency_code,
        filename="dhs.csv",
        recognised={"header": ["NIK", "Nama"], "header_line": 1, "container": "csv"},
        fields={"nik": 0, "name": 1},
        result={"rows": 1, "outcomes": {"EQUAL": 1}},
        ended_at=timezone.now(),
    )
    SidalihRow.objects.create(
        regency_code=voter.regency_code,
        comparison_id=made.pk,
        line_no=2,
        outcome="EQUAL",
        kelurahan=voter.kelurahan,
        voter_id=voter.pk,
    )
    return str(made.public_id)


def _held(proposal: ChangeProposal) -> str:
    """A proposal about the same voter that was put off."""
    names = ("regency_code", "period_id", "voter_id", "nik", "name", "kelurahan")
    held = ChangeProposal.objects.create(
        **{name: getattr(proposal, name) for name in names},
        kind="TAHAN",
        state="HOLD",
        hold_until="2099-01-01",
        source="uji",
    )
    return str(held.public_id)


def handover_of(voter: Voter) -> str:
    """The voter as one who goes to a regency that no test uses."""
    ((made,),) = admin_sql(
        "INSERT INTO handover (from_regency, to_regency, opened_by, state, payload, "
        "from_stage, to_stage, answer, reason, note, answered_by_name, opened_by_name, "
        "due_on, steps) VALUES (%s, '9999', 'FROM', '', jsonb_build_object('nik', "
        "%s::text, 'name', %s::text), 'APPLIED', '', '', '', '', '', 'uji', "
        "current_date, '[]') RETURNING public_id::text",
        [voter.regency_code, voter.nik, voter.name],
    )
    return str(made)


def side_of(voter: Voter) -> str:
    """What another regency of the province has of this voter as well."""
    side = ExchangeSide.objects.create(
        regency_code=voter.regency_code,
        ref=uuid4(),
        voter_id=voter.pk,
        kelurahan=voter.kelurahan,
        other_regency=f"{voter.regency_code[:2]}99",
        other_ref=uuid4(),
        same_number=True,
        same_person=False,
        print=b"x",
    )
    return str(side.public_id)


def _question(proposal: ChangeProposal) -> str:
    """One NIK of two people, about the voter of a proposal."""
    facts = {
        name: getattr(proposal, name)
        for name in (
            "regency_code",
            "period_id",
            "voter_id",
            "nik",
            "name",
            "kelurahan",
        )
    }
    made = ChangeProposal.objects.create(kind="NIK_GANDA_ORANG", source="uji", **facts)
    return str(made.public_id)


def field_objects(voter: Voter, period: Period) -> list[str]:
    """A running batch with one task, its spot check and visit, by their public ids."""
    regency = voter.regency_code
    batch = Batch.objects.create(
        regency_code=regency,
        number=Batch.objects.of(regency).count() + 1,
        period_id=period.pk,
        name="Uji",
        reasons=["SAMPLE"],
        place=regency,
        most=1,
        seed="a",
        per_day=1,
        deadline=period.cutoff_on,
        state="RUNNING",
    )
    place = {
        "regency_code": regency,
        "kelurahan": voter.kelurahan,
        "rw": voter.rw,
        "rt": voter.rt,
    }
    task = Task.objects.create(
        **place,
        batch=batch,
        voter_id=voter.pk,
        reason="SAMPLE",
        sheet=1,
        line=1,
        day=1,
    )
    check = SpotCheck.objects.create(**place, task=task, seed="a")
    photo = default_storage.save(f"evidence/{regency}/uji.png", ContentFile(b"\x89PNG"))
    visit = Visit.objects.create(
        **place,
        task=task,
        number=1,
        visited_on=period.starts_on,
        result="FOUND",
        photo=photo,
    )
    made = [str(one.public_id) for one in (batch, task, check, visit)]
    return made + _aid_of(place)


def _aid_of(place: dict[str, str]) -> list[str]:
    """A programme, and a list of it with one recipient at this place."""
    regency, today = place["regency_code"], timezone.localdate()
    programme = Programme.objects.create(
        regency_code=regency,
        name=f"Uji {uuid4().hex}",
        starts_on=today,
        ends_on=today,
    )
    row = AidList.objects.create(
        regency_code=regency,
        programme=programme,
        filename="uji.csv",
        recognised={"header": ["NIK"]},
    )
    one = Recipient.objects.create(
        **place,
        programme=programme,
        list_id=row.pk,
        line_no=2,
        name="UJI",
        match="ABSENT",
    )
    photo = default_storage.save(f"evidence/{regency}/uji.png", ContentFile(b"\x89PNG"))
    check = Check.objects.create(
        **place,
        recipient=one,
        answer="FOUND",
        checked_on=today,
        follows="HINT",
        photo=photo,
    )
    said = Decision.objects.create(
        **place,
        recipient=one,
        voter_id=0,
        same=False,
        recipient_mark="x",
        voter_mark="x",
    )
    made = (programme, row, one, check, said)
    return [str(each.public_id) for each in made]


def _partners_of(regency: str) -> list[str]:
    """An institution and one of each record about it, made once a regency."""
    facts = {"regency_code": regency, "entered_by_name": "uji"}
    found = Institution.objects.of(regency).first() or Institution.objects.create(
        **facts, kind="dukcapil", name="Disdukcapil", region_code=regency
    )
    about = {**facts, "institution": found}
    contact = found.contacts.first() or Contact.objects.create(
        **about, name="Ibu Sari", phone="0266-221122"
    )
    file = default_storage.save(
        f"mitra/{regency}/uji.pdf", ContentFile(b"%PDF-1.4 %%EOF")
    )
    agreement = found.agreements.first() or Agreement.objects.create(
        **about, number="1", subject="Data", signed_on="2026-01-02", scan=file
    )
    asked = found.requests.first() or DataRequest.objects.create(
        **about,
        letter_no="2",
        letter_on="2026-11-02",
        due_on="2026-11-20",
        data="Kematian",
        legal_basis="UU",
    )
    activity = Activity.objects.of(regency).first() or Activity.objects.create(
        **facts, kind="FIELD", subject="Coktas", held_on="2026-11-06", place="Baros"
    )
    reminder = asked.reminders.first() or PartnerReminder.objects.create(
        regency_code=regency, kind="REQUEST", request=asked, due_on=asked.due_on, step=0
    )
    rows = (found, contact, agreement, asked, activity, reminder)
    return [str(one.public_id) for one in rows]


def _of_kecamatan(voter: Voter, proposal: ChangeProposal) -> list[str]:
    """A report, a post, a bulletin, an event and its report where the voter lives."""
    place = {"regency_code": voter.regency_code, "kecamatan": voter.kelurahan[:6]}
    report = CitizenReport.objects.create(
        regency_code=voter.regency_code,
        number=f"{voter.regency_code}-2611-{voter.kelurahan}",
        check_code="ABCD2345",
        period_id=proposal.period_id,
        kind="PERBAIKAN",
        channel="POST",
        voter_id=voter.pk,
        proposal_id=proposal.pk,
        kelurahan=voter.kelurahan,
    )
    post = Post.objects.create(
        **place, slug=f"pos-{voter.kelurahan}", name="Pos uji", place="Jalan Uji 1"
    )
    bulletin = Bulletin.objects.create(
        **place, title="Kabar uji", body="Isi", author_name="uji"
    )
    event = OutreachEvent.objects.create(
        **place,
        kind="GREETING",
        title="Sapa warga uji",
        place="Lapangan",
        day=timezone.localdate(),
        starts="07:00",
        till="09:00",
    )
    met = CitizenReport.objects.create(
        regency_code=voter.regency_code,
        number=f"{voter.regency_code}-2612-{voter.kelurahan}",
        check_code="ABCD2346",
        period_id=proposal.period_id,
        kind="TETAP",
        channel="OUTREACH",
        voter_id=voter.pk,
        kelurahan=voter.kelurahan,
        source_ref=f"event:{event.public_id}",
    )
    return [str(one.public_id) for one in (report, post, bulletin, event, met)]


def _pair(voter: Voter) -> str:
    """A pair of this voter and a neighbour of the same kelurahan."""
    rows = Voter.objects.of(voter.regency_code).filter(kelurahan=voter.kelurahan)
    found = DuplicatePair.objects.filter(
        regency_code=voter.regency_code, voter_a=voter.pk
    ).first()
    pair = found or DuplicatePair.objects.create(
        regency_code=voter.regency_code,
        period_id=Period.objects.open(voter.regency_code).get().pk,
        origin="ROLL",
        voter_a=voter.pk,
        voter_b=rows.filter(pk__gt=voter.pk).order_by("id")[0].pk,
        kelurahan_a=voter.kelurahan,
        kelurahan_b=voter.kelurahan,
        score=0,
        tier="TOP",
        rules_version="uji",
        print="x",
    )
    return str(pair.public_id)


def _of_regency(period: Period) -> list[str]:
    """A delivery, a job, a draft and a letter, by their public ids."""
    regency = period.regency_code
    with databases.demo_files(regency).path("events").open("rb") as handle:
        delivery = receive(
            actor=None,
            regency=regency,
            file=handle,
            filename=f"kiriman-{regency}.csv",
            sender="dukcapil",
        )
    job = Job.objects.create(
        regency_code=regency, kind="try", params={"delivery": delivery.pk}
    )
    draft = RecapDraft.objects.create(
        regency_code=regency,
        period=period,
        number=1,
        made_by_name="uji",
        balanced=True,
        male=0,
        female=0,
        sha256="0" * 64,
        cells=[],
    )
    advice = Advice.objects.create(
        regency_code=regency,
        kind="SARAN",
        institution="Bawaslu",
        letter_no=f"001/{regency}",
        letter_on="2026-11-02",
        subject="Uji",
        entered_by_name="uji",
    )
    return [str(one.public_id) for one in (delivery, job, draft, advice)]


def publish(regency: str) -> None:
    """Let the closed month of a region stand as published."""
    period = Period.objects.get(regency_code=regency, code=CLOSED)
    Plenary.objects.create(
        regency_code=regency,
        period=period,
        state="PUBLISHED",
        published_at=timezone.now(),
    )


def address(name: str, objects: Objects, regency: str = "") -> str:
    """The page about these objects, below their own or another region."""
    found: dict[str, Any] = {
        "regency": regency or objects.regency,
        "province": (regency or objects.regency)[:2],
        "period": CLOSED if name in PUBLISHED else OPENED,
        "evidence_id": objects.evidence,
        "pk": objects.account,
        "number": 1,
        "source": "recap.export",
        "name": "EVIDENCE",
        "vintage": "2026",
        "code": "SURAT_KEMATIAN",
        "kind": "BA_PDF",
        "kelurahan": objects.kelurahan,
        "kecamatan": objects.kelurahan[:6],
        "jenis": "U",
        "sender": "tpu",
        "form": "events",
        "version": 1,
        "what": "instansi",
        "person": objects.voter,
        "report": objects.met,
        "paper": "a4",
    }
    room = name.partition(":")[0]
    kind = KIND_OF.get(name, ROOM_OF.get(room, "proposal"))
    found["public_id"] = getattr(objects, "proposal" if kind == "evidence" else kind)
    parts = parameters_of()[name]
    url = reverse(name, kwargs={part: found[part] for part in parts})
    asked = "&".join(f"{key}={value}" for key, value in ASKS.get(name, {}).items())
    return f"{url}?{asked}" if asked else url
