"""The room through its pages, as the office's people use it and as the web's login."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import LedgerEntry
from partners import services
from partners.errors import PartnerError
from partners.models import (
    Activity,
    Agreement,
    Contact,
    DataRequest,
    Institution,
    Reminder,
)
from tests.files.test_papers import scan as scan_that_talks
from tests.roles import as_worker, login_sql

REGENCY = "3272"
PDF = b"%PDF-1.4\n1 0 obj\n%%EOF"
SignIn = Callable[[Any], Any]


@pytest.fixture
def client_a(shared_stocked: str, cast: Any, sign_in: SignIn) -> Any:
    """The operator of 3272."""
    return sign_in(cast.operator_a)


def at(name: str, *args: Any) -> str:
    return reverse(f"partners:{name}", args=[REGENCY, *args])


def made(name: str, **facts: Any) -> Institution:
    """An institution as the worker writes it."""
    told = {"kind": "dukcapil", "region_code": REGENCY, "name": name, **facts}
    with as_worker():
        return services.save_institution(actor=None, regency=REGENCY, facts=told)


def asked(of: Institution, letter: str, **facts: Any) -> DataRequest:
    today = timezone.localdate()
    told = {
        "institution": of,
        "letter_no": letter,
        "letter_on": today - timedelta(10),
        "due_on": today + timedelta(10),
        "data": "Kematian dan pindah keluar",
        "legal_basis": "Pasal 20 UU 7/2017",
        **facts,
    }
    with as_worker():
        return services.save_request(actor=None, regency=REGENCY, facts=told)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_an_institution_is_entered_once_and_inside_the_region(client_a: Any) -> None:
    told = {"kind": "bawaslu", "name": "Bawaslu Kota", "region_code": REGENCY}
    answer = client_a.post(at("new"), told)
    assert answer.status_code == 302
    assert "Bawaslu Kota" in text_of(client_a.get(answer["Location"]))
    again = client_a.post(at("new"), told)
    assert again.status_code == 422
    assert "sudah dicatat" in text_of(again)
    elsewhere = client_a.post(at("new"), {**told, "name": "X", "region_code": "3101"})
    assert elsewhere.status_code == 422
    with as_worker(), pytest.raises(services.institutions.PartnerError):
        services.save_institution(
            actor=None,
            regency=REGENCY,
            facts={"kind": "lain", "name": "Y", "region_code": "3101"},
        )


def test_a_contact_is_office_data_and_its_reading_is_recorded(
    client_a: Any, cast: Any
) -> None:
    row = made("Dinsos", kind="dinsos")
    page = at("contact_new", row.public_id)
    for wrong, told in (
        ({"name": "Sari"}, "Isi surel atau telepon kantor"),
        ({"name": "Sari", "phone": "3272014101900001"}, "Tulis nomor telepon kantor"),
        ({"name": "Sari", "email": "bukan"}, "error"),
    ):
        answer = client_a.post(page, wrong)
        assert answer.status_code == 422, wrong
        assert told in text_of(answer)
    assert client_a.post(
        page, {"name": "Sari", "phone": "0266-221122"}
    ).status_code == (302)
    shown = text_of(client_a.get(at("detail", row.public_id)))
    assert "Sari" in shown and "0266-221122" in shown
    with as_worker():
        entry = LedgerEntry.objects.filter(action="partner.read").latest("id")
        entered = LedgerEntry.objects.filter(action="partner.contact.enter")
        contact = entered.latest("id")
    assert (entry.actor_id, entry.data) == (cast.operator_a.pk, {"rows": 1})
    assert "Sari" not in f"{contact.subject} {contact.data}"


def test_the_walls_of_the_room(client_a: Any, cast: Any, sign_in: SignIn) -> None:
    row = made("Polres", kind="polri")
    with as_worker():
        services.save_contact(
            actor=None, institution=row, facts={"name": "Budi", "phone": "0266-1100"}
        )
    for table in ("institution", "contact", "agreement", "datarequest", "activity"):
        # Without a token the web's login sees no row, and never deletes one.
        count = f"SELECT count(*) FROM partners_{table}"
        assert login_sql("web", count) == [(0,)], table
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            login_sql("web", f"DELETE FROM partners_{table}")
    foreign = sign_in(cast.operator_b)
    assert foreign.get(at("detail", row.public_id)).status_code == 404
    theirs = reverse("partners:detail", args=["3101", row.public_id])
    assert foreign.get(theirs).status_code == 404


def test_an_agreement_keeps_a_whole_pdf(client_a: Any, settings: Any) -> None:
    row = made("RSUD", kind="rs")
    today = timezone.localdate()
    told = {
        "institution": row.pk,
        "number": "01/PKS/2026",
        "subject": "Data kematian",
        "signed_on": today.isoformat(),
        "ends_on": (today + timedelta(365)).isoformat(),
    }
    bad = SimpleUploadedFile("pks.pdf", b"bukan pdf", "application/pdf")
    answer = client_a.post(at("agreement_new"), {**told, "file": bad})
    assert answer.status_code == 422 and "bukan PDF utuh" in text_of(answer)
    before = {**told, "ends_on": (today - timedelta(1)).isoformat()}
    good = SimpleUploadedFile("pks.pdf", PDF, "application/pdf")
    answer = client_a.post(at("agreement_new"), {**before, "file": good})
    assert answer.status_code == 422 and "Berakhir sebelum" in text_of(answer)
    (held,) = re.findall(r'name="draf-file" value="([-0-9a-f]+)"', text_of(answer))
    answer = client_a.post(at("agreement_new"), {**told, "draf-file": held})
    assert answer.status_code == 302
    with as_worker():
        kept = Agreement.objects.get(number="01/PKS/2026")
    scan = client_a.get(at("agreement_scan", kept.public_id))
    assert scan.content == PDF and scan["Content-Type"] == "application/pdf"
    # Saved without a new file, the scan stays.
    assert client_a.post(at("agreement", kept.public_id), told).status_code == 302
    assert client_a.get(at("agreement_scan", kept.public_id)).status_code == 200
    talks = SimpleUploadedFile("pks.pdf", scan_that_talks(), "application/pdf")
    edit = at("agreement", kept.public_id)
    assert client_a.post(edit, {**told, "file": talks}).status_code == 302
    now = client_a.get(at("agreement_scan", kept.public_id)).content
    assert now.startswith(b"%PDF") and b"SECRET" not in now
    with as_worker(), pytest.raises(services.agreements.PartnerError, match="MB"):
        settings.POLICY = type(settings.POLICY)(
            **{**vars(settings.POLICY), "evidence_max_bytes": 3}
        )
        services.save_agreement(
            actor=None,
            regency=REGENCY,
            facts={**told, "institution": row, "signed_on": today, "ends_on": None},
            row=kept,
            upload=SimpleUploadedFile("pks.pdf", PDF),
        )


def test_a_request_is_written_answered_and_reopened(client_a: Any) -> None:
    from pypdf import PdfReader

    row = made("Disdukcapil Kota")
    today = timezone.localdate()
    told = {
        "institution": row.pk,
        "letter_no": "12/PL.02.1/2026",
        "letter_on": today.isoformat(),
        "due_on": (today - timedelta(1)).isoformat(),
        "data": "Kematian Oktober",
        "legal_basis": "Pasal 20 huruf l UU 7/2017",
    }
    answer = client_a.post(at("request_new"), told)
    assert answer.status_code == 422 and "sebelum tanggal surat" in text_of(answer)
    told["due_on"] = (today + timedelta(7)).isoformat()
    page = client_a.post(at("request_new"), told)["Location"]
    with as_worker():
        one = DataRequest.objects.get(letter_no="12/PL.02.1/2026")
    letter = client_a.get(at("request_letter", one.public_id))
    data = b"".join(letter.streaming_content)
    words = PdfReader(io.BytesIO(data)).pages[0].extract_text()
    for word in ("12/PL.02.1/2026", "Disdukcapil Kota", "Kematian Oktober", "KOTA"):
        assert word in words
    again = b"".join(
        client_a.get(at("request_letter", one.public_id)).streaming_content
    )
    assert again == data, "the same facts give the same bytes"
    state = at("request_state", one.public_id)
    client_a.post(state, {"keadaan": "dijawab"})
    assert "Dijawab" in text_of(client_a.get(page))
    edit = client_a.post(at("request_edit", one.public_id), told)
    assert edit.status_code == 422 and "buka kembali dahulu" in text_of(edit)
    client_a.post(state, {"keadaan": "ditarik"})
    assert "Hanya permintaan yang menunggu" in text_of(client_a.get(page))
    client_a.post(state, {"keadaan": "menunggu"})
    client_a.post(state, {"keadaan": "ditarik"})
    with as_worker():
        one.refresh_from_db()
    assert (one.state, one.answered_on) == ("WITHDRAWN", None)
    client_a.post(state, {"keadaan": "dijawab"})
    assert "sudah ditarik" in text_of(client_a.get(page))
    client_a.post(state, {"keadaan": "lain"})
    assert "Pilih keadaan" in text_of(client_a.get(page))


def test_an_activity_has_its_guests(client_a: Any) -> None:
    first, second = made("KUA Baros", kind="kemenag"), made("Camat", kind="kecamatan")
    told = {
        "kind": "FIELD",
        "subject": "Coktas bersama",
        "held_on": "2026-11-06",
        "place": "Baros",
        "result": "12 rumah",
        "invited": [first.pk],
        "came": [second.pk],
    }
    page = client_a.post(at("activity_new"), told)["Location"]
    with as_worker():
        one = Activity.objects.get(subject="Coktas bersama")
        guests = dict(one.guests.values_list("institution__name", "came"))
    assert guests == {"KUA Baros": False, "Camat": True}
    client_a.post(page, {**told, "came": [first.pk], "invited": []})
    with as_worker():
        guests = dict(one.guests.values_list("institution__name", "came"))
    assert guests == {"KUA Baros": True}
    assert "Coktas bersama" in text_of(client_a.get(at("detail", first.public_id)))


def test_nothing_is_deleted_and_the_archive_gives_back(client_a: Any) -> None:
    row = made("BPS Kota", kind="bps")
    one = asked(row, "77/2026")
    archive = at("archive", "instansi", row.public_id)
    page = text_of(client_a.post(archive, follow=True))
    assert "Masih ada permintaan" in page
    client_a.post(at("archive", "permintaan", one.public_id))
    page = text_of(client_a.post(archive, follow=True))
    assert "Diarsipkan." in page and "Urungkan" in page
    assert "BPS Kota" not in text_of(client_a.get(at("list")))
    assert "BPS Kota" in text_of(client_a.get(at("list") + "?catatan=arsip"))
    other = made("BPS Kota", kind="bps")
    restore = at("restore", "instansi", row.public_id)
    assert "sudah dipakai" in text_of(client_a.post(restore, follow=True))
    client_a.post(at("archive", "instansi", other.public_id))
    assert "Dikembalikan" in text_of(client_a.post(restore, follow=True))
    assert client_a.post(at("archive", "apa", row.public_id)).status_code == 404


def test_what_is_due_is_made_once_shown_and_closed(client_a: Any) -> None:
    from partners.rules import AGREEMENT_STEPS, REQUEST_STEPS, step_due
    from partners.tasks import remind_daily

    row = made("Lapas", kind="lapas")
    today = timezone.localdate()
    days = (-3, 0, 5, 20, 45, 60, 61, 200)
    with as_worker():
        for left in days:
            Agreement.objects.create(
                regency_code=REGENCY,
                entered_by_name="uji",
                institution=row,
                number=f"P/{left}",
                subject="x",
                signed_on=today - timedelta(500),
                ends_on=today + timedelta(left),
            )
    for left in (-3, 2, 3, 4):
        asked(row, f"S/{left}", due_on=today + timedelta(left))
    with as_worker():
        before = Reminder.objects.count()
        remind_daily()
        assert services.remind(today) == 0, "made once"
        steps = dict(
            Reminder.objects.filter(agreement__institution=row).values_list(
                "agreement__number", "step"
            )
        )
        due = {left: _step(today, left, AGREEMENT_STEPS, after=False) for left in days}
        assert steps == {f"P/{left}": at for left, at in due.items() if at is not None}
        found = dict(
            Reminder.objects.filter(request__institution=row).values_list(
                "request__letter_no", "step"
            )
        )
        wanted = {
            f"S/{left}": step_due(
                today + timedelta(left), today, REQUEST_STEPS, after=True
            )
            for left in (-3, 2, 3)
        }
        assert found == wanted
        assert Reminder.objects.count() == before + len(steps) + len(found)
        # The next step closes the one before.
        later = today + timedelta(20)
        services.remind(later)
        of = Reminder.objects.filter(agreement__number="P/45")
        assert list(of.order_by("step").values_list("step", "done_by_name")) == [
            (30, ""),
            (60, "sistem"),
        ]
    home = text_of(client_a.get(reverse("regency-home", args=[REGENCY])))
    assert "pengingat lain" in home and "Lapas" in home
    with as_worker():
        one = Reminder.objects.waiting().filter(request__letter_no="S/2").first()
        request = DataRequest.objects.get(letter_no="S/2")
    assert one is not None
    page = at("request", request.public_id)
    assert "Jatuh tempo" in text_of(client_a.get(page))
    client_a.post(at("reminder_done", one.public_id))
    client_a.post(at("reminder_done", one.public_id))
    assert "Jatuh tempo" not in text_of(client_a.get(page))
    with as_worker():
        assert LedgerEntry.objects.filter(action="reminder.close").count() == 1
        services.answer_request(actor=None, row=request, on=today)
        waiting = Reminder.objects.waiting().filter(request=request)
        assert not waiting.exists()


def test_what_is_due_again_is_reminded_of_again(client_a: Any) -> None:
    """An answer or an archive that is undone leaves everything as before."""
    row, today = made("Lapas Dua"), timezone.localdate()
    one = asked(row, "S/undo", due_on=today)
    with as_worker():
        services.remind(today)
        mine = Reminder.objects.filter(request=one)

        def waiting() -> list[Any]:
            return list(mine.filter(done_at=None).values_list("due_on", flat=True))

        assert waiting() == [today]
        services.answer_request(actor=None, row=one, on=today)
        assert waiting() == []
        services.reopen_request(actor=None, row=one)
        assert waiting() == [today]
        services.archive(actor=None, row=one)
        assert waiting() == []
        services.restore(actor=None, row=one)
        assert waiting() == [today]
        for due_on in (today + timedelta(30), today):
            facts = {"due_on": due_on, "letter_on": one.letter_on}
            services.save_request(actor=None, regency=REGENCY, facts=facts, row=one)
        assert waiting() == [today]
        services.close_reminder(actor=None, row=mine.get(done_at=None))
        Reminder.objects.filter(request=one).update(done_by_name="Rina")
        services.withdraw_request(actor=None, row=one)
        services.reopen_request(actor=None, row=one)
        assert waiting() == [], "somebody deals with it"


def test_a_form_takes_no_answer_back(client_a: Any) -> None:
    """The form was opened before a colleague said that the data had come."""
    stale = asked(made("Lapas Tiga"), "S/basi")
    today = timezone.localdate()
    with as_worker():
        services.answer_request(actor=None, row=stale, on=today)
        assert stale.state == "ASKED", "as the form still has it"
        facts = {"due_on": stale.due_on, "letter_on": stale.letter_on, "data": "Lain"}
        with pytest.raises(PartnerError, match="buka kembali"):
            services.save_request(actor=None, regency=REGENCY, facts=facts, row=stale)
        stale.refresh_from_db()
        assert (stale.state, stale.answered_on) == ("ANSWERED", today)


def _step(today: Any, left: int, steps: Any, *, after: bool) -> int | None:
    from partners.rules import step_due

    return step_due(today + timedelta(left), today, steps, after=after)


LISTS = {
    "list": ("nama=TAPIS", "address_line", "partner.export"),
    "agreements": ("instansi=TAPIS&keadaan=berakhir", "entered_at", "agreement.export"),
    "requests": ("instansi=TAPIS&keadaan=lewat", "entered_at", "request.export"),
    "activities": ("instansi=TAPIS&jenis=FIELD", "entered_at", "activity.export"),
}
EXPORTS = {
    "list": "institution_export",
    "agreements": "agreement_export",
    "requests": "request_export",
    "activities": "activity_export",
}
PINNED = {"list": 12, "agreements": 10, "requests": 11, "activities": 10}


@pytest.fixture(scope="module")
def listed(shared_stocked: str) -> None:
    """One row of each list that the filters of LISTS find, and one they do not."""
    today = timezone.localdate()
    old = today - timedelta(400)
    for name in ("TAPIS <b>", "JAUH"):
        row = made(name)
        asked(row, f"{name}/1", letter_on=old, due_on=old)
        with as_worker():
            Agreement.objects.create(
                regency_code=REGENCY,
                entered_by_name="uji",
                institution=row,
                number=f"{name}/2",
                subject="x",
                signed_on=old,
                ends_on=old,
            )
            facts = {
                "kind": "FIELD",
                "subject": f"{name}/3",
                "held_on": old,
                "place": "Baros",
            }
            services.save_activity(
                actor=None, regency=REGENCY, facts=facts, invited=[row], came=[row]
            )


@pytest.mark.parametrize("name", LISTS)
def test_each_list_is_cut_chosen_and_taken_away(
    listed: None, client_a: Any, name: str
) -> None:
    query, column, _source = LISTS[name]
    page = text_of(client_a.get(f"{at(name)}?{query}"))
    assert "TAPIS &lt;b&gt;" in page and "JAUH" not in page
    other = text_of(client_a.get(f"{at(name)}?{query}&kolom={column}"))
    assert other != page
    nothing = text_of(client_a.get(f"{at(name)}?{query.replace('TAPIS', 'TIDAKADA')}"))
    assert "TAPIS &lt;b&gt;" not in nothing
    file = client_a.get(f"{at(EXPORTS[name])}?{query}&format=csv")
    taken = b"".join(file.streaming_content).decode()
    assert "TAPIS <b>" in taken and "JAUH" not in taken


@pytest.mark.parametrize("name", LISTS)
def test_the_number_of_queries_of_each_list_is_pinned(
    listed: None, client_a: Any, name: str
) -> None:
    client_a.get(at(name))
    with CaptureQueriesContext(connection) as asked_for:
        client_a.get(at(name))
    assert len(asked_for) == PINNED[name], [one["sql"][:90] for one in asked_for]


def test_a_plenary_offers_the_institutions_beside_free_text(
    client_a: Any, shared_stocked: str
) -> None:
    page = reverse("plenos:plenary", args=[REGENCY, "2026-11"])
    with as_worker():
        Institution.objects.update(invited=False)
    assert "Badan Kesatuan Bangsa dan Politik" in text_of(client_a.get(page))
    made("Kodim 0607", kind="tni", invited=True)
    shown = text_of(client_a.get(page))
    assert '<option value="Kodim 0607">' in shown
    assert 'list="instansi"' in shown
    assert "Badan Kesatuan Bangsa dan Politik" not in shown
    assert shown.count('value="Kodim 0607"') == 2, "offered, and invited at first"


def test_contacts_are_of_the_office_alone(client_a: Any) -> None:
    row = made("Sekolah Satu", kind="sekolah")
    with as_worker():
        person = services.save_contact(
            actor=None, institution=row, facts={"name": "Ani", "email": "a@sch.id"}
        )
        assert Contact.objects.filter(name="Ani").count() == 1
    edit = at("contact_edit", person.public_id)
    told = {"name": "Ani S", "email": "a@sch.id"}
    assert client_a.post(edit, told).status_code == 302
    client_a.post(at("archive", "narahubung", person.public_id))
    shown = text_of(client_a.get(at("detail", row.public_id)))
    assert "Arsip narahubung" in shown and "Ani S" in shown
    with as_worker():
        later = timezone.now() + timedelta(1)
        assert services.due_contacts(timezone.now() - timedelta(365)) == 0
        assert services.due_contacts(later) == services.forget_contacts(later) == 1
        assert services.due_contacts(later) == 0
        person.refresh_from_db()
    assert (person.name, person.email) == ("–", "")
