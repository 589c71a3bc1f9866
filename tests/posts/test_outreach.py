"""Outreach at the office: events, series, officers, institutions; what others see."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.utils import timezone

from accounts.scope import scoped_as
from partners.models import Institution
from posts.models import OutreachEvent, OutreachOfficer, OutreachSeries
from posts.rules.recurrence import WEEKLY, rule_from
from posts.rules.seventeen import births
from posts.services import asked_at, plan_series, set_event_state
from tests.posts.conftest import KECAMATAN, VILLAGE, make_event
from tests.roles import admin_sql, as_web, as_worker
from voters.models import NotYetEligible, Voter

LIST = "/kab/3272/sapa-warga/"
FACTS = {
    **{"kecamatan": KECAMATAN, "kind": "GREETING", "title": "Jumat sapa warga"},
    **{"place": "Lapangan Merdeka", "starts": "06:30", "till": "09:00"},
    **{"latitude": "-6.91", "longitude": "106.92", "is_public": "on"},
}


@pytest.fixture(scope="module")
def office(shared_stocked: str) -> Any:
    from accounts.models import User
    from accounts.sign_in import open_session

    client = Client()
    open_session(client, User.objects.get(username="operator.sukabumi"))
    return client


def days_of(series: OutreachSeries) -> list[tuple[date, str]]:
    with as_worker():
        rows = OutreachEvent.objects.filter(series=series).order_by("series_day")
        return list(rows.values_list("day", "state"))


def series_from(first: date, weeks: int, **facts: Any) -> OutreachSeries:
    with as_worker():
        return plan_series(
            actor=None,
            regency="3272",
            kecamatan=KECAMATAN,
            facts={
                **{"kind": "GREETING", "title": "Rangkaian", "place": "Alun-alun"},
                **{"starts": time(7), "till": time(9), **facts},
            },
            rule=rule_from(WEEKLY, first, first + timedelta(days=7 * (weeks - 1))),
        )


def test_an_event_is_planned_once_or_as_a_series(office: Any) -> None:
    said = FACTS | {"day": "2026-12-04"}
    for wrong, words in (
        ({"till": "06:00"}, "Jam selesai harus sesudah"),
        ({"longitude": ""}, "Isi lintang dan bujur"),
        ({"repeats": "WEEKLY"}, "Isi tanggal terakhir"),
        ({"repeats": "WEEKLY", "until": "2026-12-01"}, "paling lama 366 hari"),
    ):
        answer = office.post(f"{LIST}baru/", said | wrong)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    monthly = {"repeats": "MONTHLY", "until": "2027-03-31", "title": "Pasar"}
    made = office.post(f"{LIST}baru/", said | monthly)
    page = office.get(made["Location"]).content.decode()
    assert "Jumat ke-1 tiap bulan sampai" in page
    with as_worker():
        series = OutreachSeries.objects.get(title="Pasar")
    assert [day.isoformat() for day, _state in days_of(series)] == [
        *("2026-12-04", "2027-01-01", "2027-02-05", "2027-03-05"),
    ]
    once = office.post(f"{LIST}baru/", said)["Location"]
    listed = office.get(LIST).content.decode()
    assert "Jumat, " in listed
    assert f"?dari={timezone.localdate()}&amp;sort=day" in listed
    assert "openstreetmap" in office.get(once).content.decode()
    assert "Rangkaian</th>" not in office.get(once).content.decode()


def test_one_date_is_moved_or_cancelled_alone(
    office: Any, cast: Any, sign_in: Any
) -> None:
    first = timezone.localdate() + timedelta(days=1)
    series = series_from(first, 4)
    with as_worker():
        one, two, three, four = series.events.order_by("day")
    facts = FACTS | {"title": "Rangkaian", "place": "Alun-alun"}
    moved = first + timedelta(days=1)
    home = f"{LIST}{one.public_id}/"
    assert office.post(f"{home}ubah/", facts | {"day": moved}).status_code == 302
    assert "Dipindah dari" in office.get(home).content.decode()
    officer = sign_in(cast.post)
    off = f"{LIST}{two.public_id}/keadaan/"
    refused = officer.post(off, {"keadaan": "CANCELLED"}, follow=True)
    assert "Tulis alasan" in refused.content.decode()
    officer.post(off, {"keadaan": "CANCELLED", "alasan": "Hujan"})
    again = officer.post(off, {"keadaan": "HELD"}, follow=True)
    assert "tidak berlaku bagi keadaan" in again.content.decode()
    early = officer.post(
        f"{LIST}{three.public_id}/keadaan/", {"keadaan": "HELD"}, follow=True
    )
    assert "belum tiba tanggalnya" in early.content.decode()
    assert days_of(series) == [
        (moved, "PLANNED"),
        (two.day, "CANCELLED"),
        (three.day, "PLANNED"),
        (four.day, "PLANNED"),
    ]
    onwards = facts | {"day": three.day, "place": "Balai", "onwards": "on"}
    office.post(f"{LIST}{three.public_id}/ubah/", onwards)
    with as_worker():
        places = series.events.order_by("series_day").values_list("place", flat=True)
        assert list(places) == ["Alun-alun", "Alun-alun", "Balai", "Balai"]


def test_a_series_ends_earlier_or_later(office: Any, cast: Any) -> None:
    first = timezone.localdate() + timedelta(days=1)
    series = series_from(first, 3, kind="MARKET")
    with as_worker():
        head = series.events.order_by("day")[0]
    home = f"{LIST}{head.public_id}/"
    office.post(f"{home}petugas/", {"account": cast.post.pk, "onwards": "on"})
    shorter = office.post(f"{home}rangkaian/", {"until": first}, follow=True)
    assert "0 tanggal ditambahkan, 2 dibatalkan" in shorter.content.decode()
    longer = first + timedelta(days=28)
    office.post(f"{home}rangkaian/", {"until": longer})
    states = [state for _day, state in days_of(series)]
    assert states == ["PLANNED"] * 5, "what the earlier end had cancelled is back"
    with as_worker():
        rained = series.events.order_by("day")[1]
        set_event_state(actor=None, event=rained, state="CANCELLED", reason="Hujan")
    for until in (first, longer):
        office.post(f"{home}rangkaian/", {"until": until})
    states = [state for _day, state in days_of(series)]
    assert states == ["PLANNED", "CANCELLED", "PLANNED", "PLANNED", "PLANNED"]
    with as_worker():
        last = series.events.order_by("-day")[0]
        assert last.officers.get().account_id == cast.post.pk
    with as_worker():  # a series that began long ago goes on
        OutreachSeries.objects.filter(pk=series.pk).update(first=date(2020, 1, 1))
    office.post(f"{home}rangkaian/", {"until": longer + timedelta(days=7)})
    assert len(days_of(series)) == 6
    past = office.post(f"{home}rangkaian/", {"until": "2020-01-01"}, follow=True)
    assert "masa lalu" in past.content.decode()


def test_officers_and_institutions_of_an_event(office: Any, cast: Any) -> None:
    day = timezone.localdate() + timedelta(days=400)
    event, beside = make_event(day=day), make_event(day=day, starts=time(8))
    home = f"{LIST}{event.public_id}/"
    said = {"account": cast.post.pk, "is_substitute": "on"}
    office.post(f"{home}petugas/", said)
    twice = office.post(f"{home}petugas/", said, follow=True)
    assert "sudah ada di kegiatan" in twice.content.decode()
    meets = office.post(f"{LIST}{beside.public_id}/petugas/", said, follow=True)
    assert "bertugas di kegiatan lain" in meets.content.decode()
    foreign = office.post(
        f"{home}petugas/", {"account": cast.operator_b.pk}, follow=True
    )
    assert "Pilih akun petugas" in foreign.content.decode()
    with as_worker():
        officer = OutreachOfficer.objects.get(event=event)
        assert officer.is_substitute
        facts = {"kind": "bawaslu", "entered_by_name": "uji"}
        own = Institution.objects.create(
            **facts, regency_code="3272", name="Bawaslu Uji", region_code="3272"
        )
        other = Institution.objects.create(
            **facts, regency_code="3101", name="Bawaslu Lain", region_code="3101"
        )
    office.post(f"{home}mitra/", {"institution": own.pk, "note": "Lihat"})
    office.post(f"{home}mitra/", {"institution": own.pk, "note": "Bersama"})
    office.post(f"{home}mitra/", {"institution": other.pk})
    office.post(f"{home}petugas/", {"lepas": officer.pk})
    with as_worker():
        partner = event.partners.get()
        assert (partner.name, partner.note) == ("Bawaslu Uji", "Bersama")
        assert not event.officers.exists()
    office.post(f"{home}mitra/", {"lepas": partner.pk})
    assert "Belum ada instansi yang dicatat" in office.get(home).content.decode()


def test_the_list_filters_sorts_pages_and_exports(
    office: Any, django_assert_num_queries: Any
) -> None:
    first = date(2031, 1, 1)
    with as_worker():
        OutreachEvent.objects.bulk_create(
            OutreachEvent(
                **{"regency_code": "3272", "kecamatan": "327203", "kind": "MARKET"},
                **{"title": f"D {n}", "place": "x", "day": first + timedelta(days=n)},
                **{"starts": time(7), "till": time(9)},
            )
            for n in range(60)
        )
    url = f"{LIST}?kecamatan=327203"
    office.get(url)
    with django_assert_num_queries(PINNED):
        page = office.get(url).context["page"]
    assert [one.title for one in page.rows[:2]] == ["D 59", "D 58"]
    rest = office.get(f"{url}&sesudah={page.after}").context["page"]
    assert [one.title for one in rest.rows] == [f"D {n}" for n in range(9, -1, -1)]
    back = office.get(f"{url}&sebelum={rest.before}").context["page"]
    assert [one.pk for one in back.rows] == [one.pk for one in page.rows]
    end = office.get(f"{url}&sebelum=akhir").context["page"]
    assert (end.rows[-1].title, end.after) == ("D 0", None)
    oldest = office.get(f"{url}&sort=day&sesudah=x").context["page"].rows
    assert oldest[0].title == "D 0"
    cut = office.get(f"{url}&dari=2031-02-01&sampai=2031-02-02&jenis=MARKET")
    assert len(cut.context["page"].rows) == 2
    none = office.get(f"{url}&status=CANCELLED").content.decode()
    assert "D 5" not in none
    made = office.get(f"{LIST}ekspor/?kecamatan=327203&format=csv")
    assert b"".join(made.streaming_content).count(b"\n") == 61
    month = office.get(f"{LIST}kalender/?bulan=2031-02&kecamatan=327203")
    text = month.content.decode()
    assert '<th scope="col">Senin</th>' in text
    assert text.count("07.00 D ") == 34  # whole weeks: 27 January to 2 March
    assert "bulan=2031-01" in text


PINNED = 11


def test_what_is_due_is_tomorrow_and_what_nobody_told(
    office: Any, cast: Any, sign_in: Any
) -> None:
    today = timezone.localdate()
    make_event(day=today + timedelta(days=1), title="Besok sekali")
    silent = make_event(day=today - timedelta(days=2), title="Tanpa hasil")
    client = sign_in(cast.post)
    page = client.get("/", follow=True)
    found = {one.code: one for one in page.context["dues"]}
    assert "Besok sekali" in client.get(found["outreach_near"].url).content.decode()
    assert "Tanpa hasil" in client.get(found["outreach_silent"].url).content.decode()
    note = {"keadaan": "HELD", "catatan": "Tidak ada yang datang"}
    office.post(f"{LIST}{silent.public_id}/keadaan/", note)
    assert (
        "Tanpa hasil" not in client.get(found["outreach_silent"].url).content.decode()
    )
    codes = {
        one.code
        for one in sign_in(cast.operator_b).get("/", follow=True).context["dues"]
    }
    assert not codes & {"outreach_near", "outreach_silent"}


def test_who_turns_seventeen_is_counted_and_named_to_the_office_only(
    office: Any, cast: Any, sign_in: Any
) -> None:
    first, last = date(2027, 3, 1), date(2027, 3, 31)
    earliest, latest = births(first, last)
    with as_worker():
        voter = Voter.objects.of("3272").filter(kelurahan=VILLAGE).counted()[0]
        born = [earliest - timedelta(1), earliest, latest, latest + timedelta(1)]
        for n, day in enumerate(born):
            NotYetEligible.objects.create(
                regency_code="3272",
                nik=f"327201010310900{n}",
                birth_date=day,
                kelurahan=VILLAGE,
                data={"name": f"REMAJA {n}", "sex": "LP"[n % 2]},
            )
        NotYetEligible.objects.create(
            regency_code="3272",
            nik=voter.nik,
            birth_date=latest,
            kelurahan=VILLAGE,
            data={"name": "SUDAH TERDAFTAR", "sex": "L"},
        )
        NotYetEligible.objects.create(
            regency_code="3272",
            nik="3272010103109009",
            birth_date=latest,
            kelurahan=VILLAGE,
            data={"name": "SUDAH PINDAH", "sex": "L"},
            left_by=[1],
        )
    asked = f"?dari={first}&sampai={last}"
    page = sign_in(cast.post).get(f"/kab/3272/genap-17/{asked}")
    assert page.context["total"] == [1, 1, 2]
    assert "REMAJA" not in page.content.decode()
    assert (
        sign_in(cast.post).get(f"/kab/3272/genap-17/ekspor/{asked}").status_code == 403
    )
    made = office.get(f"/kab/3272/genap-17/ekspor/{asked}&format=csv")
    text = b"".join(made.streaming_content).decode()
    assert "REMAJA 1" in text
    assert "REMAJA 2" in text
    assert "2027-03" in text
    gone = ("SUDAH TERDAFTAR", "SUDAH PINDAH")
    for nobody in ("REMAJA 0", "REMAJA 3", *gone, "3272010103109", "2010"):
        assert nobody not in text
    other = f"/kab/3272/genap-17/{asked}&kecamatan=327202"
    assert office.get(other).context["total"] == [0, 0, 0]
    school = make_event(kind="SCHOOL", title="SMAN 1", day=first)
    linked = office.get(f"{LIST}{school.public_id}/").content.decode()
    assert f"kecamatan={KECAMATAN}&amp;dari={first}" in linked


def test_a_visitor_sees_announced_events_and_nothing_else(office: Any) -> None:
    day = timezone.localdate() + timedelta(days=2)
    make_event(day=day, title="Diumumkan", latitude="-6.9", longitude="106.9")
    make_event(day=day, title="Diam-diam", is_public=False)
    make_event(day=day, title="Batal saja", state="CANCELLED", reason="Hujan")
    make_event(day=timezone.localdate() - timedelta(days=1), title="Kemarin")
    visitor = Client()
    answer = visitor.get(f"/kegiatan/{KECAMATAN}/")
    text = answer.content.decode()
    assert "Diumumkan" in text
    assert "*Temui kami di Kecamatan" in answer.context["share"]
    assert f"/kegiatan/{KECAMATAN}/" in answer.context["share"]
    for hidden in ("Diam-diam", "Batal saja", "Hujan", "Kemarin"):
        assert hidden not in text
    assert not answer.cookies
    assert visitor.get("/kegiatan/999999/").status_code == 404
    with as_web():
        seen = set(OutreachEvent.objects.values_list("title", flat=True))
        assert "Diumumkan" in seen
        assert not {"Diam-diam", "Batal saja"} & seen


def test_an_event_under_way_is_still_announced(office: Any) -> None:
    """It is held from the first person on who is met, and goes on."""
    today = timezone.localdate()
    event = make_event(day=today, title="Sedang berlangsung")
    past = make_event(day=today - timedelta(days=1), title="Sudah lewat")
    with as_worker():
        for one in (event, past):
            asked_at(actor=None, event=one)
            one.refresh_from_db()
            assert one.state == "HELD"
    page = Client().get(f"/kegiatan/{KECAMATAN}/").content.decode()
    assert "Sedang berlangsung" in page
    assert "Sudah lewat" not in page
    old = today - timedelta(days=9)
    make_event(day=old, title="Lama sekali", state="HELD")
    with as_web():
        seen = set(OutreachEvent.objects.values_list("title", flat=True))
        assert "Sedang berlangsung" in seen and "Lama sekali" not in seen


def test_the_second_wall_keeps_a_kecamatan_apart(office: Any, cast: Any) -> None:
    write = (
        "INSERT INTO posts_outreachevent (regency_code, kecamatan, public_id, kind,"
        " title, place, day, starts, till, state, is_public, reason, note, updated_at,"
        " updated_by_name) VALUES ('3272', %s, gen_random_uuid(), 'OTHER', 'x', 'x',"
        " '2030-01-01', '07:00', '08:00', 'PLANNED', false, '', '', now(), '')"
    )
    make_event(title="Tersembunyi", is_public=False)
    with as_web(), connection.cursor() as cursor:
        for table in ("series", "officer", "partner"):
            cursor.execute(f"SELECT count(*) FROM posts_outreach{table}")
            assert cursor.fetchone()[0] == 0
        cursor.execute("SELECT count(*) FROM posts_outreachevent WHERE NOT is_public")
        assert cursor.fetchone()[0] == 0
    assert admin_sql("SELECT count(*) FROM posts_outreachseries")[0][0] > 0
    with as_web(), transaction.atomic(), scoped_as(cast.post):
        cursor = connection.cursor()
        cursor.execute(write, [KECAMATAN])
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute(write, ["327202"])
