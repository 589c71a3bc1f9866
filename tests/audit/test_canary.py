"""The search for leaked NIKs finds what is planted, wherever it is planted.

What Chromium asks for and gets: tests/browser/test_canary_pages.py.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Callable, Iterator
from email.message import EmailMessage as Received
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.apps import apps
from django.conf import settings as configured
from django.core.mail import EmailMultiAlternatives, send_mail
from django.http import HttpRequest, HttpResponse
from django.urls import path

from launcher import demo, ports
from tests import databases
from tests.accounts.urls import every_url
from tests.audit.leaks import NIK, run_of_its_own
from tests.canary import EXAMPLES, REFUSED, Cage, People, canaries, could_be, sightings

WRITTEN = "3272010101900001"
"""As tests write it by hand: it could be somebody's."""


def _says(request: HttpRequest, status: int = 200) -> HttpResponse:
    return HttpResponse(f"ok {NIK}", status=status)


urlpatterns = [
    path("sehat/", _says),
    path("salah/", _says, {"status": 400}),
    path("biasa/", _says),
]


@pytest.fixture
def cage(portal: str, tmp_path: Path) -> Iterator[Cage]:
    made = Cage(tmp_path / "cage")
    made.open()
    yield made
    made.close()


def found(cage: Cage, logs: Path) -> list[str]:
    return cage.findings(logs, {NIK})


@pytest.mark.parametrize(
    "text",
    [
        NIK,
        f"row ({NIK}, SITI)",
        f"?nik={NIK}&x=1",
        "3272 0141 9990 0001",
        "327201.419990.0001",
        "3272-0141-9990-0001",
        "x3272014199900001y",
    ],
)
def test_a_number_is_seen_however_it_is_written(text: str) -> None:
    assert sightings(text, {NIK}) == ["327201…01"]
    assert sightings(text, People({NIK})) == ["327201…01"]


@pytest.mark.parametrize("text", ["3272010000000001", f"{NIK}9", f"9{NIK}", "SITI"])
def test_other_numbers_are_nobodys(text: str) -> None:
    assert sightings(text, {NIK}) == []
    assert sightings(text, People({NIK})) == []


@pytest.mark.parametrize(
    ("number", "somebodys"),
    [
        (WRITTEN, True),
        ("3272014107900001", True),  # a woman's
        ("3101010101900001", True),
        ("3272013201900001", False),  # 32 January
        ("3272010113900001", False),
        ("3272010101900000", False),
        ("3201010101900001", False),  # no office of it is enrolled
        *((number, False) for number in EXAMPLES),
    ],
)
def test_whatever_could_be_a_nik_of_an_enrolled_regency_is_known(
    number: str, somebodys: bool
) -> None:
    assert could_be(number) is somebodys
    seen = sightings(f"pemilih {number[:6]} {number[6:12]} {number[12:]}", People(()))
    assert bool(seen) is somebodys
    assert bool(sightings(f"({number})", People(()))) is somebodys


def test_figures_side_by_side_are_no_nik() -> None:
    assert sightings("kab 3272 2026-11-30 3272", People(())) == []
    assert could_be("3272202611303272")


def test_an_exception_is_still_needed_and_holds_in_addresses_alone(
    cage: Cage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An example that left the form, or a test that is gone, leaves the list."""
    from reconciliation.services.templates import _EXAMPLE

    assert EXAMPLES.keys() == {_EXAMPLE["nik"], _EXAMPLE["nkk"]}
    hygiene = databases.REPOSITORY / "tests" / "audit" / "test_hygiene.py"
    text = hygiene.read_text(encoding="utf-8")
    monkeypatch.setattr("tests.canary.everybody", lambda: People(()))
    for number in REFUSED:
        assert number in text and could_be(number)
        cage.address(f"/{number}/")
        assert cage.findings(tmp_path) == []
        cage.keep("mails", number)
    [line] = cage.findings(tmp_path)
    assert "mails.txt" in line


def test_everybody_of_the_made_up_files_is_a_canary(demo_files: Any) -> None:
    with demo_files.path("roll").open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.reader(handle, delimiter="|")
        rows = [row for row in reader if row]
    numbers = {c for row in rows for c in row if len(c) == 16 and c.isdigit()}
    known = canaries([Path(demo_files.directory)])
    assert len(numbers) >= databases.SMALL["3272"]
    assert numbers <= known


def test_a_sound_portal_has_no_sighting(
    cage: Cage, client: Any, tmp_path: Path
) -> None:
    client.get("/masuk/")
    client.get("/sehat/")
    client.post("/masuk/", {"username": NIK, "password": NIK})
    assert found(cage, tmp_path) == []


@pytest.mark.parametrize("written", [NIK, "3272 0141 9990 0001"])
def test_an_address_with_a_nik_is_caught(
    cage: Cage, client: Any, tmp_path: Path, written: str
) -> None:
    client.get("/masuk/", {"next": f"/kab/3272/pemilih/?nik={written}"})
    [line] = found(cage, tmp_path)
    assert "urls.txt" in line
    assert NIK not in line


@pytest.mark.parametrize(
    ("page", "place"),
    [("salah", "error-pages.txt"), ("sehat", "monitoring.txt"), ("biasa", "")],
)
@pytest.mark.urls(__name__)
def test_a_page_of_an_error_or_for_a_monitor_is_caught(
    cage: Cage, client: Any, tmp_path: Path, page: str, place: str
) -> None:
    """A page that worked may show a NIK to whom it showed it."""
    assert NIK in client.get(f"/{page}/").content.decode()
    lines = found(cage, tmp_path)
    assert len(lines) == bool(place) and all(place in line for line in lines)


def test_a_log_line_is_caught(cage: Cage, tmp_path: Path) -> None:
    (tmp_path / "worker.log").write_text(f"ERROR duplicate key ({NIK})")
    [line] = found(cage, tmp_path)
    assert "worker.log" in line


# -- mails -------------------------------------------------------------------------


def _in_the_text() -> None:
    send_mail("Halo", f"NIK {NIK}", "a@example.test", ["b@example.test"])


def _mail(subject: str = "Halo", **more: Any) -> EmailMultiAlternatives:
    return EmailMultiAlternatives(
        subject, "isi", "a@example.test", ["b@example.test"], **more
    )


def _in_the_subject() -> None:
    _mail(f"{'é' * 20} {NIK}").send()  # written as base64, for the é


def _in_the_head() -> None:
    _mail(headers={"X-Pemilih": NIK}).send()


def _in_the_html() -> None:
    made = _mail()
    # Quoted-printable breaks a line of 76 signs, in the middle of a number too.
    made.attach_alternative(f"<p>{'é' * 9} {NIK}</p>", "text/html")
    made.send()


def _in_a_file() -> None:
    made = _mail()
    rows = f"nik\n{NIK}\n".encode()
    made.attach("daftar.dat", rows, "application/octet-stream")  # base64
    made.send()


LEAKS = (_in_the_text, _in_the_subject, _in_the_head, _in_the_html, _in_a_file)


@pytest.mark.parametrize("leak", LEAKS)
def test_a_mail_is_caught(cage: Cage, tmp_path: Path, leak: Callable[[], None]) -> None:
    leak()
    [line] = found(cage, tmp_path)
    assert "mails.txt" in line


class Sink:
    """A mail server that takes everything."""

    def __init__(self) -> None:
        self.taken: list[Received] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.taken.append(envelope.content)
        return "250 OK"


def test_a_mail_over_smtp_is_caught_as_well(
    cage: Cage, tmp_path: Path, settings: Any
) -> None:
    """As the portal sends: the line is handed the mail, nobody calls mail.send()."""
    from kpu_portal.digest import post

    server = Controller(Sink(), hostname="127.0.0.1", port=ports.pick())
    server.start()
    try:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.hostname, server.port
        with post.line() as opened:
            assert post.send(opened, _mail(f"Pemilih {NIK}")).state == "SENT"
    finally:
        server.stop()
    assert len(server.handler.taken) == 1
    [line] = found(cage, tmp_path)
    assert "mails.txt" in line


# -- monitoring --------------------------------------------------------------------


def test_there_is_no_page_of_metrics(client: Any, portal: str) -> None:
    """Were there one, it would have to be among the MONITORED of tests/canary.py."""
    word = re.compile(r"metri[ck]|prometheus|statsd|telemetr|debug|silk|flower", re.I)
    addresses = every_url().values()
    assert len(addresses) > 100
    assert [one for one in addresses if word.search(one)] == []
    assert [one.name for one in apps.get_app_configs() if word.search(one.name)] == []
    assert [one for one in configured.MIDDLEWARE if word.search(one)] == []
    for address in ("metrics", "metrics/", "-/metrics", "prometheus/metrics", "stats/"):
        assert client.get(f"/{address}").status_code == 404
    assert client.get("/sehat/").content == b"ok"


def test_the_web_server_writes_no_line_for_a_request_and_no_figures() -> None:
    """Granian's access log and its exporter of figures are asked for, never given."""
    docker = databases.REPOSITORY / "docker" / "Dockerfile"
    _before, found, command = docker.read_text().partition('CMD ["granian"')
    written = [" ".join(demo._granian(1)), found + command]
    for command in written:
        assert "granian" in command
        assert "access" not in command and "metrics" not in command
    assert not [name for name in os.environ if name.startswith("GRANIAN_")]
    places = [databases.REPOSITORY / "launcher" / "demo.py"]
    places += [one for one in docker.parent.rglob("*") if one.is_file()]
    assert not [one for one in places if b"GRANIAN_" in one.read_bytes()]


# -- the server's log --------------------------------------------------------------


def test_the_servers_log_is_read(cage: Cage, tmp_path: Path) -> None:
    cage.server_log = tmp_path / "pg"
    cage.server_from = 4
    cage.server_log.write_text(f"{NIK} before\nDETAIL: ({NIK})")
    [line] = found(cage, tmp_path)
    assert line.startswith(str(tmp_path / "pg"))
    cage.server_from = cage.server_log.stat().st_size
    assert found(cage, tmp_path) == []


def test_a_log_that_could_not_be_read_is_said(
    cage: Cage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    cage.server_log = tmp_path / "pg"
    assert "is not there" in " ".join(cage.blind())
    cage.server_log.touch()
    assert cage.blind() == []
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/")
    assert "DATABASE_URL" in " ".join(cage.blind())
    cage.unread = 3
    assert "3 answers" in " ".join(cage.blind())


# -- a run of its own --------------------------------------------------------------

HARMLESS = "from tests import databases\ndef test_meets_it():\n    databases.server()\n"
LEAKING = """
import pytest
from django.core.mail import EmailMultiAlternatives
from django.http import HttpResponse
from django.urls import path

HERE = "3272010101900001"

def say(request, status):
    return HttpResponse(f"NIK {HERE}", status=status)

urlpatterns = [path("sehat/", say, {"status": 200}), path("x/", say, {"status": 404})]

@pytest.mark.urls(__name__)
def test_leak(portal, client, tmp_path):
    (tmp_path / "x.log").write_text("NIK 3272000000000007")
    client.get("/x/")
    client.get("/sehat/")
    client.get("/sehat/", {"q": "3272 0101 0190 0001"})
    made = EmailMultiAlternatives("Halo", "isi", "a@example.test", ["b@example.test"])
    made.attach_alternative(f"<b>{HERE}</b>", "text/html")
    made.send()
"""


@pytest.mark.parametrize("processes", [[], ["-n", "1"]], ids=["alone", "xdist"])
def test_a_leak_fails_the_run(tmp_path: Path, processes: list[str]) -> None:
    """A run whose only test is green, and leaks in each way at once."""
    ended = run_of_its_own(tmp_path, LEAKING, *processes)
    told = [line for line in ended.stdout.splitlines() if "NIK leaked" in line]
    places = ("x.log", "urls.txt", "error-pages.txt", "mails.txt", "monitoring.txt")
    for place in places:
        assert any(place in line for line in told), (place, ended.stdout)
    assert len(told) == len(places)
    assert ended.returncode == 1


def test_a_server_elsewhere_is_said_loudly(tmp_path: Path) -> None:
    """Its log cannot be read: the run is green, and its summary says what it lacks."""
    found = databases.server()
    given = {
        "DATABASE_URL": found.database_url,
        "REDIS_URL": found.redis_url,
        "PDPB_ROLES_FILE": str(databases.ROLES_FILE),
    }
    ended = run_of_its_own(tmp_path, HARMLESS, "-n", "1", **given)
    [line] = [one for one in ended.stdout.splitlines() if "NOT searched" in one]
    assert "log of PostgreSQL" in line and "DATABASE_URL" in line
    assert ended.returncode == 0
