"""Digests by e-mail, sent to a real SMTP server: whom, when, what, and at most once."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import smtplib
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from accounts import digests
from accounts.models import DigestChoice, DigestSend, User
from accounts.rules.digest import falls_on
from accounts.scope import reading_as, scoped_as
from jobs.due import Due, due_of
from jobs.models import Job
from jobs.services import retry, run
from kpu_portal.digest import post, proving
from kpu_portal.digest.letter import letter_of
from kpu_portal.digest.queueing import queue
from kpu_portal.digest.stopping import address_of, token_of
from kpu_portal.due.text import share_text
from kpu_portal.tasks import send_digests
from launcher import ports
from tests.kpu_portal.url_objects import VILLAGE, objects_of
from tests.roles import admin_sql, as_worker, login_sql
from voters.models import Voter

CAST = ("operator_a", "chair_a", "member_a", "village", "post", "supervisor")
SLOT = dt.datetime(2026, 11, 30, 0, tzinfo=dt.UTC)
"""Monday the 30th, 07.00 WIB."""
LATER = SLOT + dt.timedelta(minutes=4)
SITE = "https://pdpb.example"
_seconds = time.time
HEADS = ("Subject", "From", "To", "List-Unsubscribe", "List-Unsubscribe-Post")


class Server:
    """Takes mails as any server does; `refuse` and `busy` say whom it does not take."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, EmailMessage]] = []
        self.refuse: set[str] = set()
        self.cut = False

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address in self.refuse:
            return f"550 5.1.1 no {address} here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        mail: Any = message_from_bytes(envelope.content, policy=policy.default)
        self.taken.append((envelope.rcpt_tos[0], mail))
        if self.cut:  # the line breaks after the mail was taken
            server.transport.abort()
        return "250 OK"


@pytest.fixture(scope="module")
def smtp() -> Iterator[tuple[Server, int]]:
    handler = Server()
    port = ports.pick()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, port
    controller.stop()


@pytest.fixture(scope="module")
def filled(shared_stocked: str) -> str:
    """Something is due for everybody of 3272, and the bulletin of a post as well."""
    with as_worker():
        objects_of("3272", VILLAGE)
    return shared_stocked


@pytest.fixture
def mail(
    filled: str, smtp: tuple[Server, int], settings: Any, monkeypatch: Any
) -> Iterator[Server]:
    """Mail is set up, nobody has chosen anything, the server takes everything."""
    handler, port = smtp
    handler.taken.clear()
    handler.refuse.clear()
    handler.cut = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.DEFAULT_FROM_EMAIL = "PDPB <pdpb@kpu.example>"
    settings.PUBLIC_URL, settings.MAIL_ON = SITE, True
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    yield handler
    admin_sql(
        "TRUNCATE accounts_digestchoice, accounts_digestsend, jobs_job,"
        " jobs_periodicrun"
    )


def wish(user: Any, **more: Any) -> None:
    """Daily at seven, chosen the day before."""
    facts = {"rhythm": "DAILY", "weekday": 0, "hour": 7, "language": "id", **more}
    facts.setdefault("email", f"{user.username}@kantor.example")
    digests.choose(actor=user, wish=digests.Wish(**facts))
    mine = DigestChoice.objects.using("gate").filter(user=user)
    before = SLOT - dt.timedelta(days=30)
    mine.update(changed_at=before, verified_at=before)


def beat() -> list[Job]:
    """One beat, and a worker that does what it queued."""
    with as_worker():
        queue(timezone.now())
        waiting = list(Job.objects.filter(kind="digest", state="QUEUED"))
        for job in waiting:
            assert run(job.pk)
            job.refresh_from_db()
    return waiting


def states() -> dict[str, int]:
    with as_worker():
        rows = DigestSend.objects.values_list("state", flat=True)
        found = list(rows)
    return {state: found.count(state) for state in sorted(set(found))}


def texts(sent: EmailMessage) -> str:
    """Head, text and HTML of a mail as a person may read them; not its random marks."""
    parts = [str(part.get_content()) for part in sent.walk() if not part.is_multipart()]
    heads = [str(sent[name]) for name in HEADS]
    return "\n".join([*heads, *parts])


def test_nobody_is_mailed_before_choosing(mail: Server) -> None:
    assert beat() == []
    assert mail.taken == []


def test_one_mail_a_person_and_hour_whatever_beats_twice(
    mail: Server, cast: Any, settings: Any
) -> None:
    wish(cast.operator_a)
    wish(cast.chair_a, rhythm="WEEKLY")
    wish(cast.member_a, rhythm="WEEKLY", weekday=1)
    wish(cast.supervisor, hour=8)
    with as_worker():
        for _beat in range(2):
            send_digests()
        assert Job.objects.filter(kind="digest").count() == 1
    (job,) = beat()
    assert (job.state, job.regency_code) == ("DONE", "3272"), job.error
    assert job.result["sent"] == 2
    assert beat() == []
    with as_worker():  # the message of a second beat that saw no job yet
        admin_sql("UPDATE jobs_job SET created_at = now() - interval '1 year'")
        assert queue(timezone.now()) == 0
    assert settings.CELERY_BEAT_SCHEDULE["digests"]["task"] == send_digests.name
    assert sorted(to for to, _mail in mail.taken) == [
        "ketua.sukabumi@kantor.example",
        "operator.sukabumi@kantor.example",
    ]


def test_a_mail_has_two_bodies_and_the_heads_that_stop_it(
    mail: Server, cast: Any
) -> None:
    wish(cast.operator_a)
    beat()
    ((_to, sent),) = mail.taken
    assert sent["Subject"].startswith("PDPB KPU Kota Sukabumi: ")
    assert sent["From"] == "PDPB <pdpb@kpu.example>"
    assert sent["Auto-Submitted"] == "auto-generated"
    stop = address_of(cast.operator_a)
    assert stop.startswith(f"{SITE}/surel/berhenti/")
    assert sent["List-Unsubscribe"] == f"<{stop}>"
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    plain, page = (part.get_content() for part in sent.iter_parts())  # type: ignore[attr-defined]
    plain = plain.replace("\r\n", "\n")
    with as_worker():
        wanted = due_of(cast.operator_a, timezone.localdate())
    assert wanted
    for one in wanted:
        assert f"{one.text}" in plain and f"{SITE}{one.url}\n" in plain
        assert f'href="{SITE}{one.url.replace("&", "&amp;")}"' in page
    assert stop in plain and stop in page


def test_no_text_names_anybody(mail: Server, cast: Any) -> None:
    """Mails of every role in both languages, and the text for a group chat."""
    people = {name for (name,) in admin_sql("SELECT name FROM voter")}
    accounts = {name for (name,) in admin_sql("SELECT full_name FROM accounts_user")}
    assert len(people) > 500
    shared = []
    for language, parts in (("id", CAST), ("en", ("chair_a", "village"))):
        for part in parts:
            user = getattr(cast, part)
            wish(user, language=language, email="kotak@kantor.example")
            with reading_as(user), translation.override(language):
                found = due_of(user, SLOT.date())
            shared.append(share_text(found, office="", as_of=SLOT.date(), site=SITE))
        beat()
        with as_worker():
            DigestSend.objects.all().delete()
            Job.objects.all().delete()
    assert len(mail.taken) >= 6
    for text in [*(texts(sent) for _to, sent in mail.taken), *shared]:
        assert not re.search(r"(?<!\d)(?:\d[ .]?){15}\d(?!\d)", text)
        told = [one for one in people | accounts if one.upper() in text.upper()]
        assert not [one for one in told if re.search(rf"\b{one}\b", text, re.I)]


def test_each_language_has_its_words(mail: Server, cast: Any) -> None:
    wish(cast.operator_a, language="en")
    beat()
    ((_to, sent),) = mail.taken
    told = texts(sent)
    assert "What is due" in told and "Monday 30 November 2026" in told
    assert "Yang harus dikerjakan" not in told
    assert '<html lang="en">' in told


def test_nothing_due_is_no_mail(mail: Server, cast: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("jobs.due._providers", {})
    wish(cast.operator_b)
    (job,) = beat()
    assert (job.regency_code, job.result["nothing"]) == ("3101", 1), job.error
    assert mail.taken == [] and states() == {"NOTHING": 1}


def test_what_waits_is_asked_with_the_persons_own_eyes(
    mail: Server, cast: Any, monkeypatch: Any
) -> None:
    """A provider that forgets the first wall sees no more than the second lets it."""
    every = Voter.objects.of("3272")
    offer = {"x": lambda user, day: [Due("x", every.all().count(), "orang", "/x/")]}
    monkeypatch.setattr("jobs.due._providers", offer)
    ((mine,),) = admin_sql(
        "SELECT count(*) FROM voter WHERE regency_code = '3272' AND kelurahan = %s",
        [cast.village.scope_code],
    )
    wish(cast.village)
    with as_worker():
        choice = DigestChoice.objects.select_related("user").get()
        assert every.all().count() > mine > 0
        letter = letter_of(choice, timezone.localdate())
        assert every.all().count() > mine, "the worker has its own eyes again"
    assert letter is not None
    assert f"* {mine} orang" in letter.mail.body
    assert letter_of(choice, timezone.localdate()) is not None


def test_no_provider_asks_past_the_persons_eyes(mail: Server, cast: Any) -> None:
    for part in (*CAST, "province", "head", "admin"):
        user = getattr(cast, part)
        with as_worker():
            with CaptureQueriesContext(connection) as asked, reading_as(user):
                due_of(user, timezone.localdate())
            assert asked.captured_queries == [], part


def test_a_refused_mail_is_told_and_sent_again_alone(mail: Server, cast: Any) -> None:
    wish(cast.operator_a)
    wish(cast.chair_a, email="salah@kantor.example")
    mail.refuse.add("salah@kantor.example")
    (job,) = beat()
    assert job.state == "FAILED"
    assert job.error.startswith("1 surel ditolak server surel (550), 1 diterima, 0 ter")
    assert "salah" not in job.error
    with as_worker():
        row = DigestSend.objects.get(state="FAILED")
    assert row.user_id == cast.chair_a.pk and row.reason.startswith("550 5.1.1 ")
    mail.refuse.clear()
    with as_worker():
        run(retry(actor=None, job=job).pk)
        job.refresh_from_db()
    assert (job.state, job.result["sent"], job.result["failed"]) == ("DONE", 2, 0)
    assert [to for to, _mail in mail.taken] == [
        "operator.sukabumi@kantor.example",
        "salah@kantor.example",
    ]


def test_a_line_that_breaks_sends_nobody_twice(mail: Server, cast: Any) -> None:
    wish(cast.operator_a)
    mail.cut = True
    (job,) = beat()
    assert (job.state, job.result["lost"]) == ("DONE", 1)
    mail.cut = False
    with as_worker():
        Job.objects.filter(pk=job.pk).update(state="FAILED")
        job.refresh_from_db()
        run(retry(actor=None, job=job).pk)
    assert len(mail.taken) == 1 and states() == {"LOST": 1}


def test_a_worker_that_dies_between_row_and_mail_doubles_none(
    mail: Server, cast: Any, monkeypatch: Any
) -> None:
    """Killed before it spoke, and after: the row stands, the next try leaves it."""
    wish(cast.operator_a)
    wish(cast.chair_a)

    class Killed(BaseException):
        """As SIGKILL: no handler of the job runs."""

    def die(opened: Any, letter: Any) -> Any:
        outcome(opened, letter)
        raise Killed

    outcome = post.send
    monkeypatch.setattr(post, "send", die)
    with as_worker():
        queue(timezone.now())
        job = Job.objects.get(kind="digest")
        with pytest.raises(Killed):
            run(job.pk)
        monkeypatch.setattr(post, "send", outcome)
        Job.objects.filter(pk=job.pk).update(state="QUEUED", lease_until=None)
        run(job.pk)
        job.refresh_from_db()
    assert (job.result["sent"], job.result["lost"]) == (1, 1), job.error
    assert len(mail.taken) == 2


def test_a_server_that_is_down_leaves_all_for_another_try(
    mail: Server, cast: Any, settings: Any
) -> None:
    wish(cast.operator_a)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    (job,) = beat()
    assert job.state == "FAILED" and "ConnectionRefusedError" in job.error
    assert states() == {}
    settings.EMAIL_PORT = port
    with as_worker():
        run(retry(actor=None, job=job).pk)
    assert states() == {"SENT": 1}


def test_refusals_before_the_mail_are_told_apart() -> None:
    class Line:
        def __init__(self, error: Exception) -> None:
            self.error = error

        def send_messages(self, mails: Any) -> None:
            raise self.error

    def told(error: Exception) -> tuple[str, str]:
        return tuple(post.send(Line(error), None))  # type: ignore[arg-type, return-value]

    assert told(smtplib.SMTPDataError(452, b"4.3.1 \r\n full")) == (
        "FAILED",
        "452 4.3.1 full",
    )
    assert told(smtplib.SMTPNotSupportedError()) == ("FAILED", "SMTPUTF8")
    assert told(smtplib.SMTPServerDisconnected()) == ("LOST", "SMTPServerDisconnected")
    assert told(TimeoutError()) == ("LOST", "TimeoutError")


def test_an_old_hour_and_a_server_without_mail_are_refused(
    mail: Server, cast: Any, settings: Any, monkeypatch: Any
) -> None:
    wish(cast.operator_a)
    (job,) = beat()
    settings.MAIL_ON = False
    with as_worker():
        assert queue(timezone.now()) == 0
        assert "belum dipasang" in _again(job)
        settings.MAIL_ON = True
        monkeypatch.setattr(timezone, "now", lambda: LATER + dt.timedelta(days=8))
        assert "terlalu lama" in _again(job)


def _again(job: Job) -> str:
    Job.objects.filter(pk=job.pk).update(state="QUEUED")
    run(job.pk)
    job.refresh_from_db()
    return job.error


def test_a_late_beat_still_sends_and_a_very_late_one_does_not(
    mail: Server, cast: Any, monkeypatch: Any
) -> None:
    wish(cast.operator_a)
    for hours, number in ((6, 1), (7, 0)):
        late = SLOT + dt.timedelta(hours=hours)
        monkeypatch.setattr(timezone, "now", lambda late=late: late)
        with as_worker():
            assert queue(timezone.now()) == number
            Job.objects.all().delete()


def test_a_choice_holds_from_the_next_hour_and_of_active_accounts_only(
    mail: Server, cast: Any
) -> None:
    """The queryset means what the rule means."""
    wish(cast.operator_a, rhythm="WEEKLY", weekday=2, hour=23)
    with as_worker():
        for days, hours in itertools.product(range(7), (15, 16, 17)):
            slot = SLOT + dt.timedelta(days=days, hours=hours)
            wanted = falls_on("WEEKLY", 2, 23, timezone.localtime(slot))
            assert DigestChoice.objects.at(slot).exists() is wanted
    wish(cast.operator_a)
    admin_sql("UPDATE accounts_digestchoice SET changed_at = %s", [LATER])
    with as_worker():
        assert not DigestChoice.objects.at(SLOT).exists()
        assert DigestChoice.objects.at(SLOT + dt.timedelta(days=1)).exists()
    name = cast.operator_a.username
    for change in ("is_active = false", "ends_on = '2026-11-30'"):
        admin_sql(f"UPDATE accounts_user SET {change} WHERE username = %s", [name])
        with as_worker():
            assert not DigestChoice.objects.at(SLOT + dt.timedelta(days=1)).exists()
        admin_sql(
            "UPDATE accounts_user SET is_active = true, ends_on = NULL"
            " WHERE username = %s",
            [name],
        )


def test_an_account_that_has_ended_gets_nothing(mail: Server, cast: Any) -> None:
    wish(cast.operator_a)
    name = cast.operator_a.username
    with as_worker():
        choice = DigestChoice.objects.select_related("user").get()
        admin_sql(
            "UPDATE accounts_user SET is_active = false WHERE username = %s", [name]
        )
        assert letter_of(choice, timezone.localdate()) is None
    admin_sql("UPDATE accounts_user SET is_active = true WHERE username = %s", [name])


def test_the_page_keeps_a_choice_and_says_what_it_needs(
    mail: Server, cast: Any, sign_in: Any, settings: Any
) -> None:
    client = sign_in(cast.supervisor)
    page = client.get("/akun/surel/").content.decode()
    assert "tidak dikirim" in page and "belum dipasang" not in page
    asked = {"rhythm": "WEEKLY", "weekday": 4, "hour": 6, "language": "id", "email": ""}
    refused = client.post("/akun/surel/", asked)
    assert refused.status_code == 422
    assert "Tulis alamat surel yang lengkap." in refused.content.decode()
    asked["email"] = "bawaslu@kantor.example"
    assert client.post("/akun/surel/", asked).status_code == 302
    page = client.get("/akun/surel/").content.decode()
    assert "tidak dikirim" in page and "belum dibuktikan" in page
    mine = DigestChoice.objects.using("gate").filter(user=cast.supervisor)
    mine.update(verified_at=SLOT)
    page = client.get("/akun/surel/").content.decode()
    assert "berikutnya 4 Des 2026, 06.00 WIB" in page
    assert 'value="bawaslu@kantor.example"' in page
    settings.MAIL_ON = False
    assert "belum dipasang" in client.get("/akun/surel/").content.decode()
    assert 'href="/akun/surel/"' in client.get("/akun/").content.decode()
    ((data,),) = admin_sql(
        "SELECT data::text FROM audit_ledgerentry WHERE action = 'digest.choose'"
        " ORDER BY id DESC LIMIT 1"
    )
    assert data == '{"rhythm": "WEEKLY"}'


def test_the_page_shows_what_came_of_the_last_mail(
    mail: Server, cast: Any, sign_in: Any
) -> None:
    wish(cast.operator_a)
    mail.refuse.add("operator.sukabumi@kantor.example")
    beat()
    client = sign_in(cast.operator_a)
    page = client.get("/akun/surel/").content.decode()
    assert "30 Nov 2026, 07.00 WIB" in page and "550 5.1.1" in page
    with as_worker():
        job = Job.objects.get(kind="digest")
    listed = client.get("/kab/3272/pekerjaan/?jenis=digest").content.decode()
    assert "Surel pekerjaan" in listed and str(job.public_id) in listed
    page = client.get(f"/kab/3272/pekerjaan/{job.public_id}/").content.decode()
    assert "1 surel ditolak server surel (550), 0 diterima" in page
    assert "Coba lagi" in page


def test_the_link_asks_first_and_one_click_stops(mail: Server, cast: Any) -> None:
    wish(cast.operator_a)
    visitor, path = Client(enforce_csrf_checks=True), "/surel/berhenti/{}/"
    mine = path.format(token_of(cast.operator_a))
    for _look in range(2):
        page = visitor.get(mine)
        assert "Hentikan surel" in page.content.decode()
    assert _rhythm(cast.operator_a) == "DAILY"
    done = visitor.post(mine, {"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200 and "Surel dihentikan" in done.content.decode()
    assert not done.cookies and not page.cookies
    assert _rhythm(cast.operator_a) == "NONE"
    assert visitor.post(mine).status_code == 200, "again is no error"
    other = token_of(cast.chair_a)
    forged = f"{cast.operator_a.pk}:{other.partition(':')[2]}"
    for token in (forged, "x", f"{other}x", other.partition(":")[0]):
        assert visitor.post(path.format(token)).status_code == 404
    stops = admin_sql(
        "SELECT count(*) FROM audit_ledgerentry WHERE action = 'digest.stop'"
    )
    assert stops == [(1,)]


def _rhythm(user: User) -> str:
    return str(DigestChoice.objects.using("gate").get(user=user).rhythm)


def test_the_second_wall_shows_everybody_the_own_choice_alone(
    mail: Server, cast: Any
) -> None:
    wish(cast.operator_a)
    wish(cast.chair_a)
    assert list(DigestChoice.objects.all()) == []
    with transaction.atomic(), scoped_as(cast.chair_a):
        (seen,) = DigestChoice.objects.all()
    assert seen.user_id == cast.chair_a.pk
    for what in ("UPDATE accounts_digestchoice SET email = ''", "DELETE FROM {0}"):
        with pytest.raises(Exception, match="permission denied"):
            login_sql("web", what.format("accounts_digestsend"))


def test_a_choice_that_cannot_be_kept_is_refused(mail: Server, cast: Any) -> None:
    for wrong in ({"rhythm": "HOURLY"}, {"weekday": 7}, {"hour": 24}, {"email": "a"}):
        with pytest.raises(digests.DigestError):
            wish(cast.operator_a, **wrong)
    assert digests.choice_of(cast.operator_a) is None
    wish(cast.operator_a, rhythm="NONE", email="")
    assert _rhythm(cast.operator_a) == "NONE"


def proof_link(mail: Server, to: str) -> str:
    """The link of the one letter to an address."""
    (sent,) = [sent for address, sent in mail.taken if address == to]
    assert sent["Subject"] == "PDPB: buktikan alamat surel ini"
    (found,) = re.findall(rf"{SITE}(/surel/bukti/\S+)", str(sent.get_content()))
    return str(found)


def proofs() -> list[Job]:
    """A worker that does what the page queued."""
    with as_worker():
        proving.queue()
        waiting = list(Job.objects.filter(kind="digest.proof", state="QUEUED"))
        for job in waiting:
            run(job.pk)
            job.refresh_from_db()
    return waiting


def test_an_address_is_proved_before_anything_goes_to_it(
    mail: Server, cast: Any, sign_in: Any, monkeypatch: Any
) -> None:
    client, path = sign_in(cast.operator_a), "/akun/surel/"
    asked = {"rhythm": "DAILY", "weekday": 0, "hour": 7, "language": "id"}
    first, second = "satu@kantor.example", "dua@kantor.example"
    monkeypatch.setattr(timezone, "now", lambda: LATER - dt.timedelta(days=1))
    client.post(path, {**asked, "email": first})
    (job,) = proofs()
    assert job.state == "DONE" and "satu" not in str(job.params), job.error
    assert "@" not in proof_link(mail, first)
    again = client.post(path, {"tautan": "1"}, follow=True).content.decode()
    assert "tunggu dua menit" in again and proofs() == []
    assert sign_in(cast.supervisor).post(path, {"tautan": "1"}).status_code == 302
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    beat()
    assert [to for to, _mail in mail.taken] == [first], "no digest before the proof"
    monkeypatch.setattr(timezone, "now", lambda: LATER - dt.timedelta(hours=6))
    visitor, link = Client(enforce_csrf_checks=True), proof_link(mail, first)
    assert "Ya, ini alamat saya" in visitor.get(link).content.decode()
    assert "belum dibuktikan" in client.get(path).content.decode()
    assert "Alamat terbukti" in visitor.post(link).content.decode()
    assert visitor.post(link).status_code == 200, "again is no error"
    assert "terbukti sejak" in client.get(path).content.decode()
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    beat()
    assert [to for to, _mail in mail.taken] == [first, first]
    client.post(path, {**asked, "email": second})
    assert "belum dibuktikan" in client.get(path).content.decode()
    assert visitor.get(link).status_code == 404, "the link was of the old address"
    proofs()
    late = proof_link(mail, second)
    assert visitor.get(late[:-1] + ("A" if late[-1] != "A" else "B")).status_code == 404
    monkeypatch.undo()
    monkeypatch.setattr(time, "time", lambda: _seconds() + 4 * 86_400)
    assert visitor.get(late).status_code == 404, "the link has run out"


def test_a_refused_proof_is_told_without_the_address(mail: Server, cast: Any) -> None:
    wish(cast.operator_a, email="salah@kantor.example")
    DigestChoice.objects.using("gate").update(verified_at=None)
    mail.refuse.add("salah@kantor.example")
    assert proving.ask(cast.operator_a)
    (job,) = proofs()
    assert job.state == "FAILED" and "menolak alamat ini" in job.error
    assert "salah" not in job.error
