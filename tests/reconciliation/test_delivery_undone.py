"""A whole delivery is taken back from its page: asked with its count, and told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from jobs.models import Job
from jobs.services import run as run_job
from periods import services as periods
from periods.models import Period
from tests.kpu_portal.test_english_pages import indonesian
from tests.plenos.conftest import freeze_now, record_plenary
from tests.reconciliation.conftest import reconcile
from tests.reconciliation.test_meaning import file_of
from tests.roles import admin_sql, as_worker
from tests.voters import desk
from voters import services
from voters.models import ChangeProposal, NotYetEligible, Voter

pytestmark = pytest.mark.usefixtures("stocked")
BUTTON, RUNNING = "Urungkan penerapan kiriman ini", "Pengurungan penerapan kiriman ini"
UNDO = reverse("voters:undo", args=["3272"])
TECHNICAL = ("row_version", "change_id")


@pytest.fixture
def delivery(demo_files: Any) -> Any:
    """This month's snapshot with its report; nothing is decided."""
    with as_worker():
        return reconcile(demo_files.path("snapshot"), "SNAPSHOT")


def report_of(delivery: Any) -> str:
    return reverse("reconciliation:detail", args=["3272", delivery.public_id])


def apply(cast: Any, *kinds: str) -> int:
    """Accept every proposal of these kinds and apply; how many were."""
    with desk.desk(cast.operator_a):
        services.decide_bulk(
            actor=cast.operator_a,
            regency="3272",
            rows=ChangeProposal.objects.of("3272").filter(kind__in=kinds),
            decision="accept",
        )
    applied = desk.work("apply", cast.operator_a)["applied"]
    assert applied > 0
    return int(applied)


def people() -> dict[int, dict[str, Any]]:
    """Every voter by number, without what counts versions."""
    rows = admin_sql("SELECT id, to_jsonb(v) FROM voter v WHERE regency_code = '3272'")
    return {
        pk: {name: said for name, said in row.items() if name not in TECHNICAL}
        for pk, row in rows
    }


def states(delivery: Any) -> dict[str, int]:
    """Proposals of the delivery by state."""
    return dict(
        admin_sql(
            "SELECT state, count(*) FROM change_proposal WHERE delivery_id = %s "
            "GROUP BY 1",
            [delivery.pk],
        )
    )


def undoings() -> list[Job]:
    with as_worker():
        return list(Job.objects.filter(kind="undo").order_by("id"))


def work_off() -> None:
    for job in undoings():
        with as_worker():
            run_job(job.pk)


def test_a_delivery_is_taken_back_from_its_page(
    cast: Any, sign_in: Any, delivery: Any
) -> None:
    client, before = sign_in(cast.operator_a), people()
    page_url = report_of(delivery)
    assert BUTTON not in client.get(page_url).content.decode(), "nothing is applied"
    applied = apply(cast, "UBAH", "PINDAH_DALAM", "BARU")
    assert people() != before

    page = client.get(page_url).content.decode()
    assert page.count(BUTTON) == 1
    assert f"Urungkan {applied} perubahan dari kiriman ini?" in page
    assert f'<form method="post" action="{UNDO}">' in page
    assert f'name="kiriman" value="{delivery.pk}"' in page

    answer = client.post(UNDO, {"kiriman": delivery.pk})
    (job,) = undoings()
    assert answer.url == reverse("jobs:progress", args=["3272", job.public_id])
    page = client.get(page_url).content.decode()
    assert RUNNING in page and "Menunggu giliran" in page
    assert BUTTON not in page
    again = client.post(UNDO, {"kiriman": delivery.pk}, follow=True)
    assert again.redirect_chain[-1][0] == answer.url
    assert "sedang diurungkan" in again.content.decode()
    assert len(undoings()) == 1

    work_off()
    now = people()
    assert {pk: now[pk] for pk in before} == before
    born = [now[pk] for pk in now.keys() - before.keys()]
    assert born and {(one["status"], one["status_reason"]) for one in born} == {
        ("INELIGIBLE", "BATAL")
    }
    assert states(delivery)["UNDONE"] == applied
    assert "APPLIED" not in states(delivery)
    desk.tallies_hold()

    told = client.get(answer.url).content.decode()
    assert f"{applied} perubahan diurungkan dengan peristiwa balik." in told
    assert f'href="{page_url}"' in told, "the way back"
    page = client.get(page_url).content.decode()
    assert BUTTON not in page and RUNNING not in page
    assert "pernah diurungkan" in page and "Rina Marlina" in page
    review = reverse("voters:review", args=["3272"])
    listed = client.get(f"{review}?kiriman={delivery.pk}&keadaan=UNDONE")
    assert listed.context["count"] == applied
    late = client.post(UNDO, {"kiriman": delivery.pk}, follow=True)
    assert late.redirect_chain[-1][0] == page_url
    assert "tidak ada perubahan dari kiriman ini" in late.content.decode()
    assert len(undoings()) == 1


def test_what_changed_again_stays_and_is_counted(
    cast: Any, sign_in: Any, delivery: Any
) -> None:
    applied = apply(cast, "UBAH")
    with desk.desk(cast.operator_a):
        first = ChangeProposal.objects.of("3272").filter(state="APPLIED")[0]
    later = desk.propose(
        cast.operator_a,
        "UBAH",
        desk.see_voter(cast.operator_a, first.voter_id),
        new={"tps": "077"},
    )
    desk.decide(cast.operator_a, services.accept, later)
    desk.work("apply")
    client = sign_in(cast.operator_a)
    queued = client.post(UNDO, {"kiriman": delivery.pk})
    work_off()
    told = client.get(queued.url).content.decode()
    assert f"{applied - 1} perubahan diurungkan" in told
    assert "1 tetap: berubah lagi sesudahnya" in told
    page = client.get(report_of(delivery)).content.decode()
    assert "Urungkan 1 perubahan dari kiriman ini?" in page
    assert states(delivery)["APPLIED"] == 1
    assert desk.see(cast.operator_a, later).state == "APPLIED"


def test_a_closed_period_keeps_what_was_applied(
    cast: Any, sign_in: Any, delivery: Any
) -> None:
    applied = apply(cast, "UBAH")
    client, page_url = sign_in(cast.operator_a), report_of(delivery)
    with as_worker():
        periods.close(desk.period())
    assert BUTTON not in client.get(page_url).content.decode()
    told = client.post(UNDO, {"kiriman": delivery.pk}, follow=True)
    assert told.redirect_chain[-1][0] == page_url
    assert "Tidak ada periode yang terbuka" in told.content.decode()
    with as_worker():
        periods.open_period(actor=None, regency="3272", code="2026-12")
    assert BUTTON not in client.get(page_url).content.decode()
    told = client.post(UNDO, {"kiriman": delivery.pk}, follow=True)
    assert told.redirect_chain[-1][0] == page_url
    assert "pada periode yang sudah ditutup" in told.content.decode()
    assert not undoings()
    assert states(delivery)["APPLIED"] == applied


HEADER = "NIK;NAMA;TANGGAL LAHIR;JENIS KELAMIN;ALAMAT;KODE KELURAHAN;PERISTIWA"
YOUTH, NEWCOMER = "3272012012099901", "3272010501909902"
PEOPLE = (
    [YOUTH, "ANAK UJI", "20-12-2009", "L", "JL UJI 1", "3272011001", "BARU"],
    [NEWCOMER, "WARGA UJI", "05-01-1990", "L", "JL UJI 2", "3272011001", "DATANG"],
)
"""One is seventeen in December, the other is proposed at once."""


def turn(cast: Any) -> Period:
    """The open period frozen; gives the next."""
    record_plenary(cast.operator_a, desk.period())
    freeze_now(cast.chair_a, desk.period())
    return desk.period()


def proposed(nik: str, period: Period) -> ChangeProposal:
    with as_worker():
        rows = ChangeProposal.objects.of("3272").filter(nik=nik, period_id=period.pk)
        return rows.exclude(kind="UNDO").get()


def statuses(nik: str) -> list[str]:
    with as_worker():
        rows = Voter.objects.of("3272").filter(nik=nik).order_by("id")
        return list(rows.values_list("status", flat=True))


def test_who_came_of_age_since_outlives_the_undo_of_the_old_file(
    cast: Any, sign_in: Any, run: Any, tmp_path: Path
) -> None:
    delivery = run(file_of(tmp_path, HEADER, *PEOPLE), "EVENTS")
    december = turn(cast)
    ripe = proposed(YOUTH, december)
    assert (ripe.rule, ripe.delivery_id) == ("NOT_YET", delivery.pk)
    assert apply(cast, "BARU") == 2
    client = sign_in(cast.operator_a)
    page = client.get(report_of(delivery)).content.decode()
    assert "Urungkan 1 perubahan dari kiriman ini?" in page

    client.post(UNDO, {"kiriman": delivery.pk})
    work_off()
    (job,) = undoings()
    assert (job.result["undone"], job.result["kept"]) == (1, 0)
    assert (statuses(YOUTH), statuses(NEWCOMER)) == (["ACTIVE"], ["INELIGIBLE"])
    assert BUTTON not in client.get(report_of(delivery)).content.decode()
    told = client.post(UNDO, {"kiriman": delivery.pk}, follow=True)
    assert "tidak ada perubahan dari kiriman ini" in told.content.decode()
    desk.tallies_hold()


def test_who_came_of_age_waits_again_once_undone(
    cast: Any, run: Any, tmp_path: Path
) -> None:
    """Nobody is lost: the next period proposes them as this one did."""
    delivery = run(file_of(tmp_path, HEADER, *PEOPLE), "EVENTS")
    with as_worker():
        waited = NotYetEligible.objects.of("3272").filter(nik=YOUTH)
        told = ("birth_date", "kelurahan", "data", "source", "delivery_id", "line_no")
        (before,) = waited.values(*told)
    ripe = proposed(YOUTH, turn(cast))
    desk.decide(cast.operator_a, services.accept, ripe)
    assert desk.work("apply")["applied"] == 1
    with as_worker():
        assert not waited.exists()
    assert desk.work("undo", proposal=ripe.pk)["undone"] == 1
    with as_worker():
        assert list(waited.values(*told)) == [before]
    assert before["delivery_id"] == delivery.pk

    again = proposed(YOUTH, turn(cast))
    assert (again.rule, again.category, again.new) == ("NOT_YET", "GENAP_17", ripe.new)
    desk.decide(cast.operator_a, services.accept, again)
    assert desk.work("apply")["applied"] == 1
    assert statuses(YOUTH) == ["INELIGIBLE", "ACTIVE"]
    desk.tallies_hold()


def test_only_an_own_delivery_and_a_number_are_heard(
    cast: Any, sign_in: Any, delivery: Any
) -> None:
    apply(cast, "UBAH")
    foreign = reverse("voters:undo", args=["3101"])
    client = sign_in(cast.operator_b)
    told = client.post(foreign, {"kiriman": delivery.pk}, follow=True)
    assert "tidak ada perubahan dari kiriman ini" in told.content.decode()
    assert told.redirect_chain[-1][0] == reverse("voters:review", args=["3101"])
    assert client.post(UNDO, {"kiriman": delivery.pk}).status_code == 404
    for wrong in ("x", "²", "9" * 30, ""):
        told = sign_in(cast.operator_a).post(UNDO, {"kiriman": wrong}, follow=True)
        assert "Pilih usulan atau kiriman" in told.content.decode(), wrong
    assert not undoings()


def test_an_english_reader_is_asked_in_english(
    cast: Any, sign_in: Any, delivery: Any
) -> None:
    apply(cast, "UBAH")
    client = sign_in(cast.operator_a)
    client.cookies["django_language"] = "en"
    page = client.get(report_of(delivery)).content.decode()
    assert "Undo what was applied of this delivery" in page
    assert indonesian(page) == []
    queued = client.post(UNDO, {"kiriman": delivery.pk})
    assert indonesian(client.get(report_of(delivery)).content.decode()) == []
    work_off()
    assert indonesian(client.get(report_of(delivery)).content.decode()) == []
    assert indonesian(client.get(queued.url).content.decode()) == []
