"""A form of the field that comes back with an error still has its files (rule J13)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import ProgrammingError, transaction

from accounts.scope import scoped_as
from fieldwork.aid.models import Check
from tests.fieldwork import steps
from tests.fieldwork.test_aid_verified import of_head
from tests.fieldwork.test_papers import picture, sheet_of, visits
from tests.fieldwork.test_visits import asked
from tests.roles import admin_sql, as_web, as_worker
from tests.voters import desk
from voters.models import ChangeProposal, Evidence, EvidenceDraft
from voters.services.drafts import keep_draft
from voters.services.evidence import store

REGENCY = desk.REGENCY


@pytest.fixture(autouse=True)
def begin(aid_office: str) -> None:
    """Nothing waits from a test before."""
    admin_sql("TRUNCATE evidence_draft")


def paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("akta siti.pdf", b"%PDF-1.4 %%EOF")


def kept_of(text: str, field: str) -> list[str]:
    """The ids that a page carries for a file field."""
    return re.findall(rf'name="draf-{field}" value="([-0-9a-f]+)"', text)


def waiting() -> list[EvidenceDraft]:
    with as_worker():
        return list(EvidenceDraft.objects.order_by("id"))


def test_a_visit_keeps_its_scan_through_errors(cast: Any, sign_in: Any) -> None:
    user = cast.operator_a
    task, person = asked(user)
    address = f"/kab/3272/coklit/tugas/{task.public_id}/"
    client = sign_in(user)
    said = {"on": steps.day(0).isoformat(), "result": "DIED_PROVEN"}
    page = client.post(address, {**said, "on": "", "scan": paper()}).text
    (first,) = kept_of(page, "scan")
    assert "PDF, 14 B" in page and "siti" not in page
    page = client.post(address, {**said, "on": "2000-01-01", "draf-scan": first}).text
    assert kept_of(page, "scan") == [first], "refused by the service, and still there"
    page = client.post(address, {**said, "on": "", "draf-scan": first, "scan": paper()})
    (second,) = kept_of(page.text, "scan")
    (one,) = waiting()
    assert second != first and str(one.public_id) == second, "the later one counts"
    done = client.post(address, {**said, "draf-scan": second})
    assert done.status_code == 302
    assert waiting() == [] and not default_storage.exists(one.file)
    with desk.desk(user):
        made = ChangeProposal.objects.of(REGENCY).get(voter_id=person.pk, kind="TMS")
        evidence = Evidence.objects.of(REGENCY).get(proposal_id=made.pk)
    with default_storage.open(evidence.file) as file:
        assert file.read() == b"%PDF-1.4 %%EOF"


def test_a_kept_file_is_ones_own_and_can_be_left_out(cast: Any, sign_in: Any) -> None:
    task, _person = asked(cast.operator_a)
    address = f"/kab/3272/coklit/tugas/{task.public_id}/"
    said = {"on": steps.day(0).isoformat(), "result": "DIED_PROVEN"}
    client = sign_in(cast.operator_a)
    page = client.post(address, {**said, "on": "", "scan": paper()}).text
    (key,) = kept_of(page, "scan")
    for other in (cast.operator_a2, cast.village):
        page = sign_in(other).post(address, {**said, "draf-scan": key, "lepas": key})
        assert "tanpa dokumen pilih" in page.text and not kept_of(page.text, "scan")
    assert len(waiting()) == 1
    page = client.post(
        address,
        {**said, "on": "", "scan": SimpleUploadedFile("a.txt", b"bukan")},
    ).text
    assert "PDF, JPG, atau PNG" in page and not kept_of(page, "scan")
    page = client.post(address, {**said, "draf-scan": key, "lepas": key}).text
    assert "tanpa dokumen pilih" in page and not kept_of(page, "scan")


def test_the_second_wall_shows_everybody_the_own_files_alone(cast: Any) -> None:
    """Whatever part of the regency an account reaches, and in nobody else's name."""
    people = (cast.operator_a, cast.village, cast.neighbourhood, cast.post)
    for user in people:
        with as_web(), transaction.atomic(), scoped_as(user):
            made = keep_draft(actor=user, regency=REGENCY, upload=paper())
            assert [one.pk for one in EvidenceDraft.objects.all()] == [made.pk]
    foreign = {"owner_id": cast.operator_a.pk, "regency_code": REGENCY}
    for said in (foreign, {"owner_id": cast.village.pk, "regency_code": "3101"}):
        refused = pytest.raises(ProgrammingError, match="row-level")
        with as_web(), refused, transaction.atomic(), scoped_as(cast.village):
            EvidenceDraft.objects.create(file="x", size=1, **said)
    assert len(waiting()) == len(people)


def test_a_large_upload_stays_where_it_is(tmp_path: Any) -> None:
    """A storage moves it away by itself; then the form could not keep it any more."""
    large = TemporaryUploadedFile("a.pdf", "application/pdf", 14, None)
    large.write(b"%PDF-1.4 %%EOF")
    first, second = store(REGENCY, large), store(REGENCY, large)
    large.close()
    assert first != second and default_storage.size(second) == 14


def test_a_sheet_keeps_the_files_of_what_is_left(cast: Any, sign_in: Any) -> None:
    address, (a, b, c, _d) = sheet_of(cast)
    client = sign_in(cast.village)
    day = {"on": steps.day(1).isoformat()}
    said = {
        f"t{a.line}-result": "FOUND",
        f"t{a.line}-scan": picture("rumah.jpg"),
        f"t{b.line}-result": "NOT_HOME",
        f"t{b.line}-scan": picture("pintu.jpg"),
        f"t{c.line}-note": "lupa hasilnya",
        f"t{c.line}-scan": picture("c.jpg"),
    }
    page = client.post(address, {**said, "on": "", "photo": picture()}).text
    names = ["photo", *(f"t{one.line}-scan" for one in (a, b, c))]
    held = {name: kept_of(page, name) for name in names}
    assert all(len(some) == 1 for some in held.values()), held
    kept = {f"draf-{name}": some[0] for name, some in held.items()}
    typed = {key: value for key, value in said.items() if not key.endswith("scan")}
    page = client.post(address, {**typed, **kept, **day}).text
    assert set(visits(cast)) == {a.pk}, "what stands is saved, the rest waits"
    assert "Pilih hasilnya" in page and 'value="lupa hasilnya"' in page
    assert not kept_of(page, f"t{a.line}-scan")
    for name in ("photo", f"t{b.line}-scan", f"t{c.line}-scan"):
        assert kept_of(page, name) == held[name]
    kept.pop(f"draf-t{a.line}-scan")
    typed[f"t{b.line}-next_on"] = steps.day(0).isoformat()
    typed[f"t{c.line}-result"] = "REFUSED"
    assert client.post(address, {**typed, **kept, **day}).status_code == 302
    found = visits(cast)
    assert set(found) == {a.pk, b.pk, c.pk} and waiting() == []
    assert all(default_storage.exists(one.photo) for one in found.values())


@pytest.mark.usefixtures("read_here")
def test_an_answer_about_aid_keeps_its_photo(cast: Any, sign_in: Any) -> None:
    """Also of the head of an RT, who sees no row that stands in no RT."""
    _programme, one, _voter = of_head(cast)
    address = f"/kab/3272/bansos/penerima/{one.public_id}/"
    head = sign_in(cast.neighbourhood)
    said = {"on": steps.day(0).isoformat(), "answer": "DIED", "document_no": "x"}
    page = head.post(address, {**said, "photo": picture()})
    assert page.status_code == 422
    (key,) = kept_of(page.text, "photo")
    said["document_no"] = "3272-KM-0009"
    assert head.post(address, {**said, "draf-photo": key}).status_code == 302
    assert waiting() == []
    with desk.desk(cast.operator_a):
        check = Check.objects.of(REGENCY).get(recipient=one)
    assert default_storage.exists(check.photo)
