"""A closed period opened once more: who may, what stays, and what version 2 says."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from docx import Document

from accounts import scope
from jobs.services import JobError, run_here
from periods import services as periods
from periods.models import Period
from plenos import selectors, services
from plenos.models import (
    ChainSeal,
    Plenary,
    Recap,
    RecapFile,
    Reopening,
    ReopeningState,
)
from plenos.rules.reopening import Standing, may_confirm, refusals
from plenos.selectors.history import changes
from plenos.selectors.ledger import verify_ledger
from plenos.selectors.verify import verify
from plenos.services.freezing import FreezeError
from plenos.services.reopening import ReopenError
from tests.plenos.conftest import (
    PUBLISHED,
    REGENCY,
    freeze_now,
    open_month,
    record_plenary,
    run,
    user,
)
from tests.roles import admin_sql, as_worker
from tests.stages import Stage
from voters.models import ChangeProposal

LATER = [
    # after the first freeze: one more TMS, a move, a removal taken back
    "UPDATE voter SET status = 'INELIGIBLE', status_reason = 'MENINGGAL' "
    "WHERE regency_code = '3272' AND dpid = '20'",
    "UPDATE voter SET kelurahan = '3272011001' "
    "WHERE regency_code = '3272' AND dpid = '1'",
]


def ask(actor: Any, period: Any, **facts: Any) -> Reopening:
    """A request with every fact, in the asker's scope."""
    with transaction.atomic(), scope.scoped_as(actor):
        return services.ask_reopen(
            actor=actor,
            period=period,
            **{
                "reason": "Satu pemilih meninggal belum dicoret.",
                "institution": "Bawaslu Kota Sukabumi",
                "letter_no": "21/PM.00.02/K.JB/11/2026",
                "letter_on": dt.date(2026, 11, 23),
                "until": timezone.localdate() + dt.timedelta(days=5),
                **facts,
            },
        )


def confirm(actor: Any, asked: Reopening) -> Any:
    with transaction.atomic(), scope.scoped_as(actor):
        return services.confirm_reopen(actor=actor, reopening=asked)


def refuse(actor: Any, asked: Reopening) -> Reopening:
    with transaction.atomic(), scope.scoped_as(actor):
        return services.refuse_reopen(actor=actor, reopening=asked)


def reopened_by(asker: Any, second: Any, period: Any) -> Reopening:
    """Asked, confirmed and done by the worker."""
    asked = ask(asker, period)
    job = confirm(second, asked)
    with as_worker():
        job.delete()
        run_here(
            actor=second,
            kind="reopen",
            regency=REGENCY,
            params={"reopening": asked.pk, "period": period.code},
        )
    asked.refresh_from_db()
    period.refresh_from_db()
    return asked


def _reopen() -> None:
    reopened_by(user("operator.sukabumi"), user("ketua.sukabumi"), open_month())


def _freeze_again() -> None:
    run(*LATER)
    number = "14/PL.02.1-BA/3272/2026"
    record_plenary(user("operator.sukabumi"), open_month(), number=number)
    freeze_now(user("ketua.sukabumi"), open_month())


REOPENED = Stage("reopened", _reopen, after=PUBLISHED)
SECOND_VERSION = Stage("second_version", _freeze_again, after=REOPENED)


@pytest.fixture
def reopened(_open_databases: None) -> Iterator[Any]:
    """2026-11, published and open once more; gives the period."""
    with REOPENED.copy():
        yield open_month()


@pytest.fixture
def second_version(_open_databases: None) -> Iterator[Any]:
    """`reopened` with changes, decided and frozen as version 2."""
    with SECOND_VERSION.copy():
        yield open_month()


def test_the_rule_names_what_stands_against_it() -> None:
    fine = Standing(True, True, False, True, False, False)
    assert refusals(fine) == []
    assert refusals(Standing(False, False, False, True, False, False)) == ["not_closed"]
    assert refusals(Standing(True, False, False, True, False, False)) == ["not_last"]
    assert refusals(Standing(True, True, True, True, True, True)) == [
        "opening",
        "changes_after",
        "under_way",
    ]


@pytest.mark.parametrize(
    ("asker", "by_chair", "actor", "role", "may"),
    [
        (1, False, 2, "CHAIR", True),
        (1, False, 2, "MEMBER", False),
        (1, True, 2, "MEMBER", True),
        (1, True, 2, "CHAIR", False),
        (1, True, 2, "OPERATOR", False),
        (1, False, 1, "CHAIR", False),
    ],
)
def test_two_people_and_one_of_them_is_the_chair(
    asker: int, by_chair: bool, actor: int, role: str, may: bool
) -> None:
    found = may_confirm(asker=asker, asked_by_chair=by_chair, actor=actor, role=role)
    assert found is may


def test_nobody_confirms_their_own_request(published_month: Any, cast: Any) -> None:
    asked = ask(cast.chair_a, published_month)
    for wrong in (cast.chair_a, cast.operator_a):
        with pytest.raises(services.ReopenError, match="anggota"):
            confirm(wrong, asked)
    confirm(cast.member_a, asked)
    with pytest.raises(services.ReopenError, match="sudah dijawab"):
        confirm(cast.member_a, asked)


def test_the_database_wants_two_people(published_month: Any, cast: Any) -> None:
    asked = ask(cast.operator_a, published_month)
    with pytest.raises(DatabaseError, match="reopening_by_two"), transaction.atomic():
        Reopening.objects.filter(pk=asked.pk).update(
            state="CONFIRMED", decided_by_id=cast.operator_a.pk
        )


def test_the_worker_does_not_do_what_nobody_confirmed(
    published_month: Any, cast: Any
) -> None:
    asked = ask(cast.operator_a, published_month)
    with as_worker(), pytest.raises(JobError, match="orang kedua"):
        run_here(
            actor=cast.chair_a,
            kind="reopen",
            regency=REGENCY,
            params={"reopening": asked.pk, "period": published_month.code},
        )
    published_month.refresh_from_db()
    assert published_month.state == "CLOSED"


def test_one_period_is_open_and_the_next_waits(reopened: Any, cast: Any) -> None:
    states = dict(
        Period.objects.filter(regency_code=REGENCY).values_list("code", "state")
    )
    assert states == {"2026-10": "CLOSED", "2026-11": "OPEN", "2026-12": "SUSPENDED"}
    waiting = Period.objects.get(regency_code=REGENCY, code="2026-12")
    with pytest.raises(periods.PeriodClosed, match="menunggu"):
        periods.require_open(waiting)
    plenaries = Plenary.objects.filter(period=reopened)
    assert [(p.version, p.state) for p in plenaries] == [
        (2, "DRAFT"),
        (1, "PUBLISHED"),
    ]
    with as_worker():
        assert verify(REGENCY) == []


def test_only_the_last_one_and_not_after_a_change(
    published_month: Any, cast: Any
) -> None:
    opening = Period.objects.get(regency_code=REGENCY, code="2026-10")
    with pytest.raises(services.ReopenError, match="Hanya periode terakhir"):
        ask(cast.operator_a, opening)
    run(LATER[0])
    with pytest.raises(services.ReopenError, match="sudah punya perubahan"):
        ask(cast.operator_a, published_month)


def test_a_change_between_request_and_yes_stops_it(
    published_month: Any, cast: Any
) -> None:
    asked = ask(cast.operator_a, published_month)
    run(LATER[0])
    with pytest.raises(services.ReopenError, match="sudah punya perubahan"):
        confirm(cast.chair_a, asked)
    assert refuse(cast.operator_a, asked).state == ReopeningState.REFUSED


def test_only_one_request_at_a_time_and_not_for_yesterday(
    published_month: Any, cast: Any
) -> None:
    with pytest.raises(services.ReopenError, match="lewat"):
        ask(cast.operator_a, published_month, until=dt.date(2020, 1, 1))
    with pytest.raises(services.ReopenError, match="alasan"):
        ask(cast.operator_a, published_month, reason=" ")
    ask(cast.operator_a, published_month)
    with pytest.raises(services.ReopenError, match="berjalan"):
        ask(cast.member_a, published_month)


def test_what_waits_for_the_next_period_is_not_applied_in_this_one(
    published_month: Any, cast: Any
) -> None:
    after = Period.objects.get(regency_code=REGENCY, code="2026-12")
    admin_sql(
        "INSERT INTO change_proposal (regency_code, public_id, period_id, kind, state, "
        "nik, name, sex, kelurahan, elements, old, new, warnings, category, rule, "
        "source, fingerprint, evidence_kind, evidence_no, note, reject_reason, "
        "proposed_by_name, first_by_name, decided_by_name, created_at) "
        "SELECT '3272', gen_random_uuid(), %s, 'BARU', 'OPEN', nik, 'X', 'L', "
        "'3272011001', '{}', '{}', '{}', '{}', 'GENAP_17', '', 'Uji', '', '', '', '', "
        "'', '', '', '', at FROM (VALUES ('3272010101090001', "
        "now() - interval '1 day'), ('3272010101090002', now())) AS t (nik, at)",
        [after.pk],
    )
    admin_sql(
        "UPDATE plenos_recap SET computed_at = now() - interval '1 hour' "
        "WHERE period_id = %s",
        [published_month.pk],
    )
    reopened_by(cast.operator_a, cast.chair_a, published_month)
    with as_worker():
        at = dict(
            ChangeProposal.objects.filter(
                regency_code=REGENCY, source="Uji"
            ).values_list("nik", "period_id")
        )
    assert at == {
        "3272010101090001": published_month.pk,
        "3272010101090002": after.pk,
    }


def test_version_two_continues_the_chain_and_proves_itself(
    second_version: Any,
) -> None:
    states = dict(
        Period.objects.filter(regency_code=REGENCY).values_list("code", "state")
    )
    assert states == {"2026-10": "CLOSED", "2026-11": "CLOSED", "2026-12": "OPEN"}
    first, second = Recap.objects.filter(period=second_version).order_by("version")
    seals = list(ChainSeal.objects.filter(period=second_version).order_by("version"))
    assert seals[1].previous_head == seals[0].head == first.head
    assert (seals[1].after_id, seals[1].events) == (seals[0].last_id, 2)
    assert second.head == seals[1].head
    assert selectors.frozen(first).total("SEKARANG") == 198
    figures = selectors.frozen(second)
    assert figures.total("SEKARANG") == 197
    assert selectors.proof(figures) == []
    assert selectors.proof(selectors.frozen(first)) == []
    after = Period.objects.get(regency_code=REGENCY, code="2026-12")
    following = selectors.draft(after)
    assert following.previous == second
    assert following.total("SEBELUM") == 197
    with as_worker():
        assert selectors.proof(following, selectors.counted(REGENCY)) == []
        assert verify(REGENCY) == []


def test_verify_names_a_member_missing_from_the_first_version(
    second_version: Any,
) -> None:
    gone = admin_sql(
        "DELETE FROM period_member_past WHERE id = (SELECT min(id) FROM "
        "period_member_past WHERE kelurahan = '3272011001') RETURNING voter_id"
    )
    assert len(gone) == 1
    with as_worker():
        found = [(f.check, f.what, f.difference) for f in verify(REGENCY)]
    assert [f[0] for f in found] == ["members"]
    assert found[0][2] == -1
    assert "versi" not in found[0][1]


def test_the_web_cannot_touch_members_or_open_a_period(second_version: Any) -> None:
    for text in (
        "DELETE FROM period_member",
        "DELETE FROM period_member_past",
        "SELECT replace_members('3272', 1, 2)",
        "UPDATE periods_period SET state = 'OPEN'",
        "DELETE FROM plenos_reopening",
        "UPDATE plenos_recapchange SET people = 0",
    ):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(text)


def test_members_of_a_closed_period_are_not_replaced(second_version: Any) -> None:
    with (
        as_worker(),
        pytest.raises(DatabaseError, match="tidak dibuka kembali"),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT replace_members('3272', %s, 3)", [second_version.pk])


def test_the_difference_is_kept_with_the_people_behind_it(second_version: Any) -> None:
    second = Recap.objects.filter(period=second_version).order_by("-version")[0]
    found = {
        (row.kelurahan, row.column): (
            row.old_male + row.old_female,
            row.new_male + row.new_female,
            row.people,
        )
        for row in second.changes.all()
    }
    assert found[("3272011001", "TMS")][1] - found[("3272011001", "TMS")][0] == 1
    assert found[("3272011001", "TMS")][2] == 1
    assert all(people > 0 for _old, _new, people in found.values())
    old, new, people = found[("3272021002", "SEKARANG")]
    assert (new - old, people) == (-1, 1)


def test_both_papers_print_it_and_the_old_ones_stay(second_version: Any) -> None:
    first, second = Recap.objects.filter(period=second_version).order_by("version")
    pdf = services.paper(period=second_version, kind="BA_PDF")
    text = "\n".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf.content)).pages
    )
    assert "Lampiran V" in text
    assert "12/PL.02.1-BA/3272/2026" in text
    assert first.sha256 in text.replace("\n", "")
    word = services.paper(period=second_version, kind="BA_DOCX")
    body = Document(io.BytesIO(word.content))
    assert any("Lampiran V" in p.text for p in body.paragraphs)
    assert "Orang" in [c.text for t in body.tables for c in t.rows[0].cells]
    assert "3272010" not in text
    for kept in RecapFile.objects.filter(recap=first):
        old = services.kept_paper(recap=first, kind=kept.kind)
        assert old.sha256 == kept.sha256
    assert RecapFile.objects.filter(recap=first).count() == 3
    assert services.kept_paper(recap=second, kind="BA_PDF").sha256 == pdf.sha256


def test_readers_keep_the_published_version_until_the_next_is_published(
    reopened: Any, cast: Any, sign_in: Any
) -> None:
    client = sign_in(cast.supervisor)
    url = reverse("plenos:recap", args=[REGENCY, "2026-11"])
    assert client.get(url).context["figures"].total("SEKARANG") == 198
    run(*LATER)
    record_plenary(cast.operator_a, reopened, number="14/PL.02.1-BA/3272/2026")
    assert client.get(url).context["figures"].version == 1
    freeze_now(cast.chair_a, reopened)
    assert client.get(url).context["figures"].version == 1
    plenary = Plenary.objects.filter(period=reopened).first()
    scan = SimpleUploadedFile("ba.pdf", b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n")
    with transaction.atomic(), scope.scoped_as(cast.operator_a):
        services.store_scan(actor=cast.operator_a, plenary=plenary, upload=scan)
        services.publish(actor=cast.operator_a, plenary=plenary)
    page = client.get(url)
    assert page.context["figures"].version == 2
    assert page.context["figures"].total("SEKARANG") == 197


def test_a_refusal_of_the_freeze_leaves_it_open(reopened: Any, cast: Any) -> None:
    with as_worker(), pytest.raises(FreezeError, match="Nomor"):
        services.freeze(actor=cast.chair_a, period=reopened)
    reopened.refresh_from_db()
    assert reopened.state == "OPEN"


def test_a_third_version_follows_the_second(second_version: Any, cast: Any) -> None:
    reopened_by(cast.chair_a, cast.member_a, second_version)
    run(
        "UPDATE voter SET status = 'ACTIVE', status_reason = '' "
        "WHERE regency_code = '3272' AND dpid = '20'"
    )
    record_plenary(cast.operator_a, second_version, number="15")
    freeze_now(cast.chair_a, second_version)
    third = Recap.objects.filter(period=second_version).order_by("-version")[0]
    assert third.version == 3
    assert selectors.frozen(third).total("SEKARANG") == 198
    with as_worker():
        assert verify(REGENCY) == []


def test_the_ledger_of_a_reopened_period_fits(second_version: Any) -> None:
    """Each version has a seal of its own; verify_ledger names none of them."""
    said = io.StringIO()
    with as_worker():
        call_command("verify_ledger", regency=REGENCY, stdout=said, stderr=said)
        assert "berbeda" not in said.getvalue()
        assert not verify_ledger(REGENCY).misfits
    admin_sql(
        "SET session_replication_role = replica; UPDATE plenos_recap SET head = 'x'"
        " WHERE regency_code = '3272' AND version = 2"
    )
    with as_worker():
        assert [one.what for one in verify_ledger(REGENCY).misfits] == ["recap"]


def test_a_reason_that_is_another_now_is_told(reopened: Any, cast: Any) -> None:
    """What was a move is a death: no column changes, and the papers print otherwise."""
    admin_sql(
        "SET session_replication_role = replica; UPDATE plenos_recapline SET category"
        " = 'PINDAH' WHERE regency_code = '3272' AND \"column\" = 'TMS'"
    )
    with as_worker():
        draft = selectors.sheet(reopened)
        first = Recap.objects.get(period=reopened, version=1)
        told = changes(selectors.frozen(first).cells, draft, 4)
    assert {(one.column, one.category, one.sex, one.by) for one in told} == {
        *(("TMS", "PINDAH", "L", -2), ("TMS", "MENINGGAL", "L", 2)),
        *(("TMS", "PINDAH", "P", -1), ("TMS", "MENINGGAL", "P", 1)),
    }
    record_plenary(cast.operator_a, reopened, number="14/PL.02.1-BA/3272/2026")
    freeze_now(cast.chair_a, reopened)
    second = Recap.objects.get(period=reopened, version=2)
    kept = {(one.column, one.category): one for one in second.changes.all()}
    assert kept.keys() == {("TMS", "MENINGGAL"), ("TMS", "PINDAH")}
    reopened.refresh_from_db()
    pdf = services.paper(period=reopened, kind="BA_PDF")
    text = "".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf.content)).pages
    )
    assert "TMS: Meninggal" in text and "Tidak ada angka yang berubah" not in text


def test_a_version_in_force_stays_with_its_readers(
    second_version: Any, cast: Any, sign_in: Any
) -> None:
    """Version 2 is frozen and not published: Bawaslu and province read version 1."""
    bawaslu = sign_in(cast.supervisor)
    page = bawaslu.get(reverse("plenos:supervisor", args=[REGENCY]))
    assert page.context["figures"].version == 1
    assert "daftar per nama tertutup" in page.content.decode()
    listed = reverse("plenos:supervisor_list", args=[REGENCY])
    asked = {"periode": "2026-11", "kelurahan": "3272011001"}
    assert bawaslu.get(listed, asked).status_code == 404
    compared = sign_in(cast.province).get(reverse("province-compare", args=["32"]))
    (line,) = [one for one in compared.context["rows"] if one.code == REGENCY]
    assert 198 in line.values


def test_a_letter_of_tomorrow_opens_nothing(published_month: Any, cast: Any) -> None:
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    with pytest.raises(ReopenError, match="belum tiba"):
        ask(cast.operator_a, published_month, letter_on=tomorrow)


def test_the_record_of_a_second_version_is_asked_about_too(
    reopened: Any, cast: Any, sign_in: Any
) -> None:
    client = sign_in(cast.operator_a)
    address = reverse("plenos:plenary", args=[REGENCY, reopened.code])
    seen = client.get(address).context["seen"]
    record_plenary(cast.chair_a, reopened, number="14/PL.02.1-BA/3272/2026")
    told = {"number": "15", "copies": "3", "dilihat": seen}
    for kind in ("signatories", "attendance", "inputs"):
        told |= {f"{kind}-TOTAL_FORMS": "0", f"{kind}-INITIAL_FORMS": "0"}
    page = client.post(address, told)
    assert page.status_code == 422
    assert page.context["seen"] != seen
    newest = Plenary.objects.filter(period=reopened).first()
    assert newest is not None and newest.number.startswith("14/")
