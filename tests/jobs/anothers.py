"""One object of 3272 for each kind of job, and the arguments that would name it.

They are of 3272 because the tests' helpers make them there; the jobs are of 3101.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.models import DigestChoice
from files.models import ExportFile
from periods.models import Period
from plenos.models import Plenary, Reopening
from reconciliation.models import Delivery
from regions.models import RegionChange
from tests.fieldwork import aid_steps, steps
from tests.reconciliation.conftest import arrived, take_in
from tests.roles import admin_sql, as_worker
from tests.voters import comparison_steps, desk
from voters import services

HERE, THERE = "3101", "3272"
Params = dict[str, Any]
HEADS = "sidik/{0}/uji.csv"


# -- what is another's -------------------------------------------------------------


def open_period(regency: str) -> int:
    return int(Period.objects.get(regency_code=regency, state="OPEN").pk)


def decision(cast: Any) -> Params:
    """Every change of the other's open month, to be accepted."""
    papers = dict.fromkeys(("evidence_kind", "evidence_no", "note"), "")
    return {"period": open_period(THERE), "kinds": ["UBAH"], **papers}


def accepted(cast: Any) -> Any:
    """A change of 3272 that waits to be applied, under a number of an act."""
    voter = desk.voters(cast.operator_a, 1)[0]
    made = desk.propose(cast.operator_a, "UBAH", voter, new={"address": "JL F 1"})
    made = desk.decide(cast.operator_a, services.accept, made)
    facts = {"group_key": uuid.uuid4(), "delivery_id": 77}
    with as_worker():
        type(made).objects.filter(pk=made.pk).update(**facts)
        made.refresh_from_db()
    return made


def applied(cast: Any) -> Any:
    made = accepted(cast)
    desk.work("apply", cast.operator_a)
    return made


def act(cast: Any) -> Params:
    group = str(accepted(cast).group_key)
    return {"period": open_period(HERE), "group": group}


def undone(what: str) -> Callable[[Any], Params]:
    def made(cast: Any) -> Params:
        found = getattr(applied(cast), {"proposal": "pk"}.get(what, what))
        name = what.removesuffix("_id").removesuffix("_key")
        return {"period": open_period(HERE), name: str(found), "note": "uji"}

    return made


def whole_month(cast: Any) -> Params:
    accepted(cast)
    return {"period": open_period(THERE)}


def whole_undo(cast: Any) -> Params:
    return {"period": open_period(THERE), "proposal": applied(cast).pk, "note": "x"}


def move(cast: Any) -> Params:
    voter = desk.voters(cast.operator_a, 1)[0]
    made = desk.remap(cast.operator_a, voter, "009", undo=True)
    return {"period": open_period(HERE), "group": str(made.group_key)}


def change(state: str) -> Callable[[Any], Params]:
    def made(cast: Any) -> Params:
        period = Period.objects.get(regency_code=THERE, state="OPEN")
        kept = RegionChange.objects.create(
            regency_code=THERE,
            kind="RENAME",
            state=state,
            basis_no="Perda 1",
            basis_on=period.starts_on,
            effective_on=period.starts_on,
            period_code=period.code,
            prepared_by_id=cast.operator_a.pk,
            prepared_by_name="uji",
            decided_by_id=cast.chair_a.pk,
            decided_by_name="uji",
            decided_at=timezone.now(),
            applied_at=timezone.now() if state == "APPLIED" else None,
        )
        return {"change": kept.pk, "period": open_period(HERE), "note": "uji"}

    return made


def comparison(cast: Any) -> Params:
    people = desk.voters(cast.operator_a, 3)
    names = comparison_steps.place_names()
    rows = [comparison_steps.row_of(one, names) for one in people]
    with desk.desk(cast.operator_a):
        made = comparison_steps.receive_download(
            actor=cast.operator_a,
            regency=THERE,
            area="",
            file=comparison_steps.file_of(rows),
            filename="dhs.csv",
        )
    return {"comparison": made.pk}


def compared(cast: Any) -> Params:
    made = comparison_steps.kept(desk.voters(cast.operator_a, 3))
    with as_worker():
        comparison_steps.SidalihRow.objects.update(batch=5)
    return {"comparison": made.pk, "batch": 5}


def snapshot(demo_files: Any) -> Params:
    with as_worker():
        return {"delivery": arrived(demo_files.path("snapshot"), "SNAPSHOT").pk}


def searched(demo_files: Any) -> Params:
    with as_worker():
        made = take_in(demo_files.path("snapshot"))
        Delivery.objects.filter(pk=made.pk).update(state="DONE")
    return {"delivery": made.pk}


def batch(cast: Any) -> Params:
    steps.roomy_period()
    with desk.desk(cast.operator_a):
        made = steps.services.start_draw(
            actor=cast.operator_a,
            regency=THERE,
            period=desk.period(),
            plan=steps.plan("SAMPLE", most=5),
        )
    return {"batch": made.pk}


def aid(cast: Any) -> Params:
    user = cast.operator_a
    into = aid_steps.programme(user)
    rows = [aid_steps.row_of(one) for one in desk.voters(user, 3)]
    with desk.desk(user):
        made = aid_steps.services.receive_list(
            actor=user,
            programme=into,
            file=aid_steps.file_of(rows),
            filename="daftar.csv",
        )
    return {"list": made.pk}


def month(cast: Any) -> Params:
    """A code is everybody's; this month is one of 3272 alone."""
    admin_sql(
        "UPDATE periods_period SET code = '2026-12' WHERE regency_code = %s "
        "AND state = 'OPEN'",
        [THERE],
    )
    return {"period": "2026-12"}


def reopening(cast: Any) -> Params:
    closed = Period.objects.get(regency_code=THERE, state="CLOSED")
    today = timezone.localdate()
    made = Reopening.objects.create(
        regency_code=THERE,
        period=closed,
        version=1,
        state="CONFIRMED",
        reason="uji",
        institution="Bawaslu",
        letter_no="1",
        letter_on=today,
        until=today + dt.timedelta(days=5),
        asked_by_id=cast.operator_a.pk,
        asked_by_name="uji",
        decided_by_id=cast.chair_a.pk,
        decided_by_name="uji",
        decided_at=timezone.now(),
    )
    return {"reopening": made.pk, "period": closed.code}


def published(cast: Any) -> Params:
    made = Plenary.objects.create(
        regency_code=THERE,
        period=Period.objects.get(regency_code=THERE, state="CLOSED"),
        state="PUBLISHED",
        published_at=timezone.now(),
    )
    return {"plenary": made.pk}


def export(cast: Any) -> Params:
    made = ExportFile.objects.create(
        regency_code=THERE,
        source="voter.export",
        format="csv",
        actor_id=cast.operator_a.pk,
        actor_name=str(cast.operator_a),
    )
    return {"file": str(made.public_id)}


def stored(path: str) -> Callable[[Any], str]:
    """A file of 3272, and a way to it that a job of 3101 could name."""

    def made(cast: Any) -> str:
        name = HEADS.format(THERE)
        if not default_storage.exists(name):
            text = f"NIK orang 3272: {desk.voters(cast.operator_a, 1)[0].nik}"
            default_storage.save(name, ContentFile(text.encode()))
        return path

    return made


def hashes(path: str) -> Callable[[Any], Params]:
    return lambda cast: {"path": stored(path)(cast), "name": "x"}


def base_list(**paths: str) -> Callable[[Any], Params]:
    own = {"roll": HEADS.format(HERE), "removed": ""}

    def made(cast: Any) -> Params:
        named = own | {name: stored(path)(cast) for name, path in paths.items()}
        return {"mode": "check", "period": "2026-12", "official": {}, **named}

    return made


def account(cast: Any) -> Params:
    now = timezone.now()
    DigestChoice.objects.using("gate").create(
        user=cast.operator_a,
        rhythm="DAILY",
        email="a@kantor.example",
        changed_at=now,
        asked_at=now,
    )
    return {"account": cast.operator_a.pk}


ASIDE = f"sidik/{HERE}/../{THERE}/uji.csv"
FOREIGN: dict[str, dict[str, Callable[[Any], Params]]] = {
    "apply": {"act": act, "month": whole_month},
    "undo": {
        "proposal": undone("proposal"),
        "delivery": undone("delivery_id"),
        "act": undone("group_key"),
        "month": whole_undo,
    },
    "stations": {"act": move},
    "regions": {"change": change("CONFIRMED")},
    "regions.undo": {"change": change("APPLIED")},
    "duplicates": {"period": lambda cast: {"period": open_period(THERE)}},
    "exchange.read": {"file": hashes(HEADS.format(THERE)), "aside": hashes(ASIDE)},
    "sidalih.compare": {"comparison": comparison},
    "sidalih.propose": {"comparison": compared},
    "reconcile": {"delivery": snapshot},
    "duplicates_of": {"delivery": searched},
    "coklit": {"batch": batch},
    "aid": {"list": aid},
    "freeze": {"period": month},
    "reopen": {"reopening": reopening},
    "outgoing": {"plenary": published},
    "export": {"file": export},
    **dict.fromkeys(
        ("onboard", "load_roll"),
        {
            "roll": base_list(roll=HEADS.format(THERE)),
            "aside": base_list(roll=ASIDE),
            "removed": base_list(removed=HEADS.format(THERE)),
        },
    ),
    "decide": {"period": decision},
    "digest.proof": {"account": account},
}
NAMES_NOTHING = {
    "exchange": "hashes the roll of the job's own regency; it has no arguments",
    "digest": "an hour; whose digests they are is the job's own regency",
}
NOBODYS = {
    # A way that nobody may name.
    *(("exchange.read", "aside"), ("onboard", "aside"), ("load_roll", "aside")),
    # Beside a roll of the job's own regency.
    *(("onboard", "removed"), ("load_roll", "removed")),
}
SAID = dict.fromkeys(("onboard", "load_roll", "exchange.read"), "Berkas ini tidak ada.")
"""Where a job could also end for another reason."""
CASES = [(kind, what) for kind, cases in FOREIGN.items() for what in cases]
