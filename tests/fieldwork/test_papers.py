"""Pictures of visits and of signed sheets: kept, shown to few, gone after a time."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from fieldwork import services
from fieldwork.models import Task, Visit
from fieldwork.views import sheets
from tests.fieldwork import steps
from tests.posts.conftest import JPEG
from tests.roles import as_worker
from tests.voters import desk
from voters.models import ChangeProposal, Evidence

pytestmark = pytest.mark.usefixtures("office")
REGENCY = desk.REGENCY
PHOTO = "/kab/3272/coklit/kunjungan/{}/foto/"


def picture(name: str = "lembar.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, JPEG, content_type="image/jpeg")


def sheet_of(cast: Any, most: int = 4) -> tuple[str, list[Task]]:
    """The address of a sheet with some lines, and its tasks."""
    made = steps.assigned(cast.operator_a, "SAMPLE", place=steps.VILLAGE, most=200)
    with desk.desk(cast.operator_a):
        rows = list(steps.tasks(cast.operator_a, made).order_by("sheet", "line"))
    numbers = [one.sheet for one in rows]
    number = max(numbers, key=numbers.count)
    lines = [one for one in rows if one.sheet == number][:most]
    return f"/kab/3272/coklit/{made.public_id}/lembar/{number}/", lines


def visits(cast: Any) -> dict[int, Visit]:
    with desk.desk(cast.operator_a):
        return {one.task_id: one for one in Visit.objects.of(REGENCY)}


def test_the_picture_of_a_signed_sheet_stays_with_its_visits(
    cast: Any, sign_in: Any
) -> None:
    address, (a, b, c, _d) = sheet_of(cast)
    client = sign_in(cast.village)
    alone = {"on": steps.day(1).isoformat(), "photo": picture()}
    assert "Belum ada hasil" in client.post(address, alone, follow=True).text
    before = set(default_storage.listdir(f"evidence/{REGENCY}")[1])
    said = {
        "on": steps.day(1).isoformat(),
        f"t{a.line}-result": "FOUND",
        f"t{b.line}-result": "DIED_PROVEN",
        f"t{c.line}-result": "REFUSED",
    }
    page = client.post(address, {**said, "photo": picture()})
    assert "tanpa dokumen pilih" in page.text, "a sheet's picture is no certificate"
    kept = visits(cast)
    assert set(kept) == {a.pk, c.pk}
    assert kept[a.pk].photo == kept[c.pk].photo != ""
    assert not kept[a.pk].has_scan
    after = set(default_storage.listdir(f"evidence/{REGENCY}")[1])
    assert len(after - before) == 2, (
        "one of this save, one that waits for the line left"
    )
    opened = client.get(PHOTO.format(kept[a.pk].public_id))
    assert opened["Content-Type"] == "image/jpeg"
    assert b"".join(opened.streaming_content).startswith(b"\xff\xd8")
    task = client.get(f"/kab/3272/coklit/tugas/{a.public_id}/")
    assert PHOTO.format(kept[a.pk].public_id) in task.text
    assert sign_in(cast.supervisor).get(opened.request["PATH_INFO"]).status_code == 403
    assert sign_in(cast.operator_b).get(opened.request["PATH_INFO"]).status_code == 404
    bad = SimpleUploadedFile("a.txt", b"bukan foto")
    page = client.post(address, {**said, "photo": bad})
    assert "PDF, JPG, atau PNG" in page.text and set(visits(cast)) == {a.pk, c.pk}


def test_every_answer_keeps_its_picture(cast: Any, sign_in: Any) -> None:
    """A line's own scan proves its removal; of any other answer it stays beside it."""
    address, (a, b, *_rest) = sheet_of(cast)
    scan = SimpleUploadedFile("akta.pdf", b"%PDF-1.4 %%EOF")
    said = {
        "on": steps.day(1).isoformat(),
        f"t{a.line}-result": "FOUND",
        f"t{a.line}-scan": picture("rumah.jpg"),
        f"t{b.line}-result": "DIED_PROVEN",
        f"t{b.line}-scan": scan,
    }
    assert sign_in(cast.village).post(address, said).status_code == 302
    kept = visits(cast)
    assert kept[a.pk].photo and not kept[b.pk].photo
    with desk.desk(cast.operator_a):
        made = ChangeProposal.objects.of(REGENCY).get(voter_id=b.voter_id)
        paper = Evidence.objects.of(REGENCY).get(proposal_id=made.pk)
    assert (made.kind, paper.file[-4:]) == ("TMS", ".pdf")


def test_a_long_sheet_takes_one_picture_alone(
    cast: Any, sign_in: Any, monkeypatch: Any
) -> None:
    """Django reads a hundred files of a form and no more."""
    address, lines = sheet_of(cast)
    client = sign_in(cast.village)
    assert f"t{lines[0].line}-scan" in client.get(address).text
    monkeypatch.setattr(sheets, "MOST_SCANS", 1)
    page = client.get(address).text
    assert f"t{lines[0].line}-scan" not in page and 'name="photo"' in page


def test_pictures_go_after_a_time(cast: Any) -> None:
    """A picture that two visits share goes with the last of them."""
    _address, (a, b, *_rest) = sheet_of(cast)
    name = default_storage.save(f"evidence/{REGENCY}/uji.jpg", picture())
    for one in (a, b):
        steps.visit(cast.operator_a, one, "FOUND", back=1, sheet_photo=name)
    with as_worker():
        Visit.objects.filter(task_id=a.pk).update(latitude=1, longitude=1)
        old = Visit.objects.get(task_id=a.pk)
        assert services.forget_places(old.entered_at) == 0
        later = Visit.objects.get(task_id=b.pk).entered_at
        assert services.forget_places(later) == 1, "only the first is older"
        assert default_storage.exists(name)
        assert services.forget_places(timezone.now()) == 1
        assert not default_storage.exists(name)
        assert not Visit.objects.exclude(photo="").exists()
