"""The bell of those who take files away and work in no office."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from accounts.sessions import SEEN_AT
from files.models import ExportFile
from jobs.models import Job
from jobs.services import run
from tests.roles import admin_sql, as_worker

BOX = "/akun/lonceng/"
PART = {"HX-Request": "true"}
SignIn = Callable[[Any], Any]
READERS = {
    "province": ("recap.export", "/provinsi/32/unduhan/", "/provinsi/32/"),
    "supervisor": ("recap.export", "/kab/3272/unduhan/", "/kab/3272/pengawas/"),
    "supervisor_province": (
        *("recap.export", "/provinsi/32/unduhan/"),
        "/provinsi/32/pengawas/",
    ),
}
"""Who takes files away outside an office: a list, where files wait, another page."""
SECRET = "kuda-laut-hijau-7"
PASSWORD = {"bentuk": "xlsx", "sandi": SECRET, "ulang": SECRET}


@pytest.fixture(autouse=True)
def begin(shared_stocked: str) -> None:
    admin_sql("TRUNCATE jobs_job, files_exportfile CASCADE")


def asked(client: Any, source: str, *, does: bool = True) -> ExportFile:
    """A file that the account asked for, and that a worker wrote."""
    answer = client.post(f"/kab/3272/unduhan/minta/{source}/", PASSWORD)
    assert answer.status_code == 302, answer.context["form"].errors
    with as_worker():
        if does:
            assert run(Job.objects.latest("pk").pk)
        return ExportFile.objects.latest("pk")


@pytest.mark.parametrize("role", READERS)
def test_it_rings_for_the_file_and_leads_to_it(
    cast: Any, sign_in: SignIn, role: str
) -> None:
    source, files, page = READERS[role]
    client = sign_in(getattr(cast, role))
    quiet = client.get(page)
    assert quiet.context["jobs_unread"] == 0 and f'hx-get="{BOX}"' in quiet.text
    made = asked(client, source)
    loud = client.get(page)
    assert loud.context["jobs_unread"] == 1 and "1 belum dibaca" in loud.text
    box = client.get(BOX, headers=PART).text
    assert "<html" not in box and "1 belum dibaca" in box
    assert f'href="{files}#u-{made.public_id}"' in box
    assert "/pekerjaan/" not in box, "no page that is closed to the account"
    listed = client.get(files)
    assert f'id="u-{made.public_id}"' in listed.text, "the link arrives"
    assert client.get(page).context["jobs_unread"] == 0, "who sees the list has seen it"


@pytest.mark.parametrize("role", READERS)
def test_it_is_silenced_by_its_button_and_is_ones_own(
    cast: Any, sign_in: SignIn, role: str
) -> None:
    source, _files, page = READERS[role]
    client = sign_in(getattr(cast, role))
    asked(client, source)
    waiting = asked(client, source, does=False)
    others = [one for one in READERS if one != role]
    for other in others:
        box = sign_in(getattr(cast, other)).get(BOX, headers=PART).text
        assert "0 belum dibaca" in box and "#u-" not in box
        other_page = READERS[other][2]
        mute = sign_in(getattr(cast, other)).get(other_page)
        assert mute.context["jobs_unread"] == 0
    sign_in(getattr(cast, others[0])).post(BOX, headers=PART)
    assert client.get(page).context["jobs_unread"] == 1, "nobody else silences it"
    box = client.get(BOX, headers=PART).text
    assert str(waiting.public_id) not in box, "what waits has not ended"
    assert "0 belum dibaca" in client.post(BOX, headers=PART).text
    assert client.get(page).context["jobs_unread"] == 0


@pytest.mark.parametrize("role", ["post", "village", "neighbourhood", "admin"])
def test_who_starts_no_job_has_no_bell(cast: Any, sign_in: SignIn, role: str) -> None:
    client = sign_in(getattr(cast, role))
    page = client.get("/", follow=True)
    assert page.status_code == 200 and "data-bell" not in page.text
    assert client.get(BOX)["Location"] == "/"


def test_an_office_keeps_the_bell_of_all_its_jobs(cast: Any, sign_in: SignIn) -> None:
    page = sign_in(cast.operator_a).get("/kab/3272/")
    assert f'hx-get="{reverse("jobs:bell", args=["3272"])}"' in page.text
    assert BOX not in page.text


def test_a_visitor_is_sent_to_sign_in(client: Any) -> None:
    assert client.get(BOX)["Location"].startswith("/masuk/")


def test_what_a_page_asks_by_itself_keeps_nobody_signed_in(
    cast: Any, sign_in: SignIn
) -> None:
    client = sign_in(cast.province)
    made = asked(client, "recap.export")
    progress = reverse("downloads:progress", args=["3272", made.public_id])
    before = int(time.time()) - 300

    def touched(method: str, address: str) -> bool:
        session = client.session
        session[SEEN_AT] = before
        session.save()
        assert getattr(client, method)(address, headers=PART).status_code == 200
        return bool(client.session[SEEN_AT] != before)

    assert not touched("get", BOX)
    assert not touched("get", progress)
    assert touched("post", BOX), "a click is the person's"
    assert touched("get", "/provinsi/32/")
