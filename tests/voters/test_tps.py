"""Stations in numbers, stations for who has none, re-mapping and its undo, lists."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pypdf import PdfReader

from jobs.models import Job
from jobs.services import request_cancel, run
from plenos.selectors.verify import verify
from tests.roles import admin_sql, as_web, as_worker, login_sql
from tests.voters import desk
from voters import services
from voters.models import ChangeProposal, StationMove, Voter
from voters.selectors import tps as stations
from voters.services.tps import move_stations

SignIn = Callable[[Any], Any]
VILLAGE, BESIDE = "3272011001", "3272021001"
HOME = "/kab/3272/tps/"
PAGE = f"{HOME}{VILLAGE}/"
pytestmark = pytest.mark.usefixtures("roll")


@pytest.fixture(scope="module")
def roll(shared_stocked: str) -> None:
    """Everybody of the kelurahan at TPS 001 or 002, some without, some at a site."""
    people = [row[0] for row in admin_sql(_COUNTED)]
    assert len(people) >= 20
    marks = {"": people[:4], "901": people[4:6], "002": people[6:12]}
    admin_sql(f"{_SET} WHERE id = ANY (%s)", ["001", people])
    for tps, chosen in marks.items():
        admin_sql(f"{_SET} WHERE id = ANY (%s)", [tps, chosen])
    sites = "is_special_site = (tps = '901')"
    admin_sql(f"UPDATE voter SET {sites} WHERE kelurahan = '{VILLAGE}'")


_COUNTED = f"""SELECT id FROM voter WHERE kelurahan = '{VILLAGE}'
  AND status IN ('ACTIVE', 'HELD') ORDER BY rw, rt, nkk, id"""
_SET = "UPDATE voter SET row_version = row_version + 1, tps = %s"


def seats() -> dict[int, str]:
    """voter -> station, of the counted voters of the kelurahan."""
    rows = admin_sql(_COUNTED.replace("SELECT id", "SELECT id, tps"))
    return dict(rows)


def work() -> Job:
    """Run what was queued last, as the worker does."""
    with as_worker():
        job = Job.objects.latest("pk")
        run(job.pk)
        job.refresh_from_db()
    assert job.state == "DONE", job.error
    return job


def corner_of(key: int) -> str:
    [(rw, rt)] = admin_sql("SELECT rw, rt FROM voter WHERE id = %s", [key])
    return f"{rw}-{rt}"


def remap(client: Any, tps: str, **chosen: Any) -> Any:
    answer = client.post(f"{PAGE}pindah/", {"tujuan": tps, **chosen})
    assert answer.status_code == 200
    return answer


def confirm(client: Any, preview: Any, **chosen: Any) -> Any:
    plan = preview.context["plan"]
    said = {"tujuan": plan.target, "sidik": plan.digest, **chosen}
    return client.post(f"{PAGE}pindah/", said)


def test_stations_add_up_to_the_roll(cast: Any, sign_in: SignIn) -> None:
    client = sign_in(cast.operator_a)
    for url in (HOME, PAGE):
        client.get(url)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(HOME)
    assert len(asked) <= 14, [one["sql"][:90] for one in asked]
    counted = desk.counted()
    sums = page.context["sums"]
    assert (sums["male"] + sums["female"]) == sum(counted.values())
    line = next(one for one in page.context["page"].rows if one.code == VILLAGE)
    assert (line.male, line.female) == (counted[VILLAGE, "L"], counted[VILLAGE, "P"])
    with CaptureQueriesContext(connection) as asked:
        page = client.get(PAGE)
    assert len(asked) <= 16, [one["sql"][:90] for one in asked]
    shown = {one.tps: one.total for one, _room in page.context["stations"]}
    assert shown == dict(Counter(seats().values()))
    text = page.content.decode()
    assert f"kelurahan={VILLAGE}&amp;tps=002" in text
    listed = client.get(f"/kab/3272/pemilih/?kelurahan={VILLAGE}&tps=-")
    assert len(listed.context["page"].rows) == shown[""]
    some = client.get(f"{HOME}?kecamatan=327207").context["page"].rows
    assert some and {one.code[:6] for one in some} == {"327207"}


def test_the_list_is_cut_ordered_paged_and_leaves_as_it_is_shown(
    cast: Any, sign_in: SignIn, settings: Any
) -> None:
    settings.POLICY = replace(settings.POLICY, page_rows=4)
    client = sign_in(cast.operator_a)

    def shown(query: str) -> list[Any]:
        return list(client.get(f"{HOME}?{query}").context["page"].rows)

    first = client.get(f"{HOME}?sort=-total").context["page"]
    second = client.get(f"{HOME}?sort=-total&sesudah={first.after}").context["page"]
    totals = [one.total for one in (*first.rows, *second.rows)]
    assert len(totals) == 8 and totals == sorted(totals, reverse=True)
    assert first.before is None
    back = client.get(f"{HOME}?sort=-total&sebelum={second.before}").context["page"]
    assert [one.code for one in back.rows] == [one.code for one in first.rows]
    last = client.get(f"{HOME}?sebelum=akhir").context
    assert len(last["page"].rows) == 4 and last["page"].after is None
    assert last["listed_count"] == last["total"] > 8
    codes = [one.code for one in shown("")]
    assert codes == sorted(codes) and shown("sort=junk&sesudah=x")[0].code == codes[0]
    without = shown("keadaan=tanpa")
    assert VILLAGE in {one.code for one in without} and all(o.without for o in without)
    sites = shown("keadaan=khusus")
    assert VILLAGE in {one.code for one in sites} and all(one.sites for one in sites)
    few = client.get(f"{HOME}?kolom=total").context["table"]
    assert [column.name for column in few.columns] == ["code", "total"]
    query = "keadaan=tanpa&sort=-without&format=csv"
    lines = text_of(client.get(f"{HOME}ekspor/?{query}&kolom=without"))
    assert lines[0] == "Kelurahan,Tanpa TPS"
    figures = [int(line.rsplit(",", 1)[1]) for line in lines[1:]]
    assert figures == sorted(figures, reverse=True) and min(figures) > 0
    chosen = "/kab/3272/unduhan/minta/station.village.export/pilihan/"
    picked = client.post(f"{chosen}?{query}", {"pilih": f"{VILLAGE} {BESIDE}"})
    names = {line.split(",")[0] for line in text_of(picked)[1:]}
    assert names <= {line.split(",")[0] for line in lines[1:]} and names
    each = text_of(client.get(f"{HOME}ekspor/?keadaan=khusus&rinci=tps&format=csv"))
    assert each[0].startswith("Kecamatan,Kelurahan,TPS,Jenis")
    assert {line.split(",")[2] for line in each[1:]} >= {"001", "901", "tanpa TPS"}


def text_of(answer: Any) -> list[str]:
    return b"".join(answer.streaming_content).decode().splitlines()


def test_a_family_at_two_stations_is_counted_once(cast: Any) -> None:
    with desk.desk(cast.operator_a):
        found = stations.numbers("3272", VILLAGE, families=True)
    torn = admin_sql(
        f"SELECT count(*) FROM (SELECT nkk FROM voter WHERE kelurahan = '{VILLAGE}' "
        "AND status IN ('ACTIVE', 'HELD') AND nkk <> '' AND tps IN ('001', '002') "
        "GROUP BY nkk HAVING count(DISTINCT tps) > 1) x"
    )
    assert [(sum(one.torn_once for one in found),)] == torn
    assert {one.torn for one in found if one.is_site or not one.tps} == {0}


def test_who_reads_figures_sees_no_name(cast: Any, sign_in: SignIn) -> None:
    names = {row[0] for row in admin_sql("SELECT DISTINCT name FROM voter")}
    for part in ("supervisor", "post", "village"):
        client = sign_in(getattr(cast, part))
        for url in (HOME, PAGE):
            page = client.get(url)
            text = page.content.decode()
            assert page.status_code == 200, part
            assert not {name for name in names if f">{name}<" in text}
            assert "/cetak/" not in text and "/pemilih/" not in text
        assert client.get(f"{PAGE}cetak/").status_code == 403
        if part != "supervisor":
            assert client.get(f"{HOME}{BESIDE}/").status_code == 404
            codes = {one.code for one in client.get(HOME).context["page"].rows}
            assert "unduhan" not in text and "ekspor" not in text
            assert {code[:6] for code in codes} == {VILLAGE[:6]}
    book = sign_in(cast.supervisor).get(f"{HOME}ekspor/?kelurahan={VILLAGE}")
    rows = list(
        load_workbook(io.BytesIO(b"".join(book.streaming_content)))
        .worksheets[0]
        .iter_rows(values_only=True)
    )
    assert rows[0][2:7] == ("TPS", "Jenis", "L", "P", "L + P")
    assert sum(row[6] for row in rows[1:]) == len(seats())
    with as_web(), transaction.atomic():
        assert stations.numbers("3272", VILLAGE)
        assert not Voter.objects.of("3272").exists()


def test_an_act_is_applied_alone_and_undone_as_one(cast: Any, sign_in: SignIn) -> None:
    user = cast.operator_a
    other = desk.voters(user, 1, kelurahan=BESIDE)[0]
    waiting = desk.propose(user, "UBAH", other, new={"address": "JL LAIN 9"})
    desk.decide(user, services.accept, waiting)
    before, client = seats(), sign_in(user)
    movers = [key for key, tps in before.items() if tps == "002"]
    chosen = {"rt": sorted({corner_of(key) for key in movers}), "dari": "002"}
    preview = remap(client, "7", **chosen)
    plan = preview.context["plan"]
    assert sorted(plan.moves) == sorted(movers) and not plan.left
    lines = {line.tps: (line.before, line.after) for line in plan.lines if line.out}
    assert lines == {"002": (len(movers), 0)}
    assert seats() == before, "a preview changes nothing"
    answer = confirm(client, preview, **chosen)
    job = work()
    assert answer["Location"] == f"/kab/3272/pekerjaan/{job.public_id}/"
    assert job.result["applied"] == len(movers)
    assert seats() == before | dict.fromkeys(movers, "007")
    assert desk.see(user, waiting).state == "ACCEPTED", "others' decisions wait"
    sheet = client.get(f"/kab/3272/sidalih/?lembar=TPS&kelurahan={VILLAGE}")
    told = [row for row in sheet.context["page"].rows if row.proposal_id]
    assert {row.voter_id for row in told} == set(movers)
    with as_worker():
        assert verify("3272") == []
        move = StationMove.objects.latest("pk")
    act = client.get(PAGE).context["acts"][0]
    assert (act.move.pk, act.applied, act.may_undo) == (move.pk, len(movers), True)
    # One of them moved again since: nothing that stands after an act is lost with it.
    late = desk.see_voter(user, movers[0])
    again = desk.propose(user, "UBAH", late, new={"tps": "001"})
    desk.decide(user, services.accept, again)
    desk.work("apply", user)
    assert desk.see(user, waiting).state == "APPLIED"
    client.post(f"{PAGE}urungkan/", {"tindakan": str(move.group_key)})
    result = work().result
    assert (result["undone"], result["kept"]) == (len(movers) - 1, 1)
    assert seats() == before | {movers[0]: "001"}
    with as_worker():
        states = ChangeProposal.objects.filter(group_key=move.group_key)
        found = Counter(states.values_list("state", flat=True))
        assert found == {"UNDONE": len(movers) - 1, "APPLIED": 1}
        assert verify("3272") == []


def test_who_has_moved_since_the_confirmation_stays(cast: Any, sign_in: SignIn) -> None:
    user, before = cast.operator_a, seats()
    first, *others = [key for key, tps in before.items() if tps == "001"][:3]
    with desk.desk(user):
        rows = Voter.objects.in_scope_of(user).filter(pk__in=[first, *others])
        plan = stations.plan_remap(rows, "3272", VILLAGE, "008", 500)
        made = move_stations(
            actor=user,
            regency="3272",
            period=desk.period(),
            plan=plan,
            seen=plan.digest,
        )
    client = sign_in(user)
    assert client.get(PAGE).context["acts"][0].waiting == 3
    admin_sql(f"{_SET} WHERE id = %s", ["002", first])
    for _again in range(2):
        result = work().result
        assert (result["applied"], result["stale"]) == (2, 1)
        assert seats() == before | {first: "002"} | dict.fromkeys(others, "008")
        # As if the worker had died between its commit and the end of the job.
        admin_sql("UPDATE jobs_job SET state = 'QUEUED' WHERE id = %s", [made.job.pk])
    act = client.get(PAGE).context["acts"][0]
    assert (act.waiting, act.applied, act.stale, act.is_lost) == (0, 2, 1, False)
    with as_worker():
        assert verify("3272") == []


def test_a_cancelled_act_moves_nobody(cast: Any, sign_in: SignIn) -> None:
    user, before = cast.operator_a, seats()
    client = sign_in(user)
    chosen = {"rt": [corner_of(next(key for key, tps in before.items() if tps))]}
    confirm(client, remap(client, "009", **chosen), **chosen)
    with as_worker():
        request_cancel(actor=user, job=Job.objects.latest("pk"))
    page = client.get(PAGE)
    act = page.context["acts"][0]
    assert (act.waiting, act.applied, act.is_lost, act.may_undo) == (0, 0, True, False)
    assert "tidak diterapkan" in page.content.decode()
    assert seats() == before


def test_a_preview_that_is_no_longer_true_is_asked_again(
    cast: Any, sign_in: SignIn
) -> None:
    client, acts = sign_in(cast.operator_a), admin_sql("SELECT id FROM station_move")
    key = next(key for key, tps in seats().items() if tps == "001")
    chosen = {"rt": [corner_of(key)]}
    preview = remap(client, "002", **chosen)
    assert key in preview.context["plan"].moves
    admin_sql(f"{_SET} WHERE id = %s", ["002", key])
    answer = confirm(client, preview, **chosen)
    assert answer.status_code == 200 and "berubah sejak" in answer.content.decode()
    assert key not in answer.context["plan"].moves
    assert answer.context["plan"].left["THERE"] >= 1
    assert admin_sql("SELECT id FROM station_move") == acts
    assert client.post(f"{PAGE}urungkan/", {"tindakan": "x"})["Location"] == PAGE, (
        "an act that nobody knows is undone by nobody"
    )


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"tujuan": "7"}, "Pilih siapa yang pindah"),
        ({"tujuan": "0", "dari": "001"}, "satu sampai tiga angka"),
        ({"tujuan": "7", "nkk": "123"}, "16 angka"),
    ],
)
def test_what_is_missing_is_said(
    cast: Any, sign_in: SignIn, said: dict[str, str], words: str
) -> None:
    page = sign_in(cast.operator_a).post(f"{PAGE}pindah/", said)
    assert words in page.content.decode() and "plan" not in page.context


def test_a_special_site_keeps_its_own(cast: Any, sign_in: SignIn) -> None:
    now = seats()
    at_site = [key for key, tps in now.items() if tps == "901"]
    client = sign_in(cast.operator_a)
    regular = remap(client, "001", dari="901").context["plan"]
    assert (regular.moves, regular.left) == ({}, {"SITE": len(at_site)})
    into = remap(client, "901", dari="001").context["plan"]
    assert (into.moves, set(into.left)) == ({}, {"SITE"})
    other = remap(client, "902", dari="901").context["plan"]
    assert sorted(other.moves) == sorted(at_site)


def test_the_rolls_filter_chooses_and_a_full_station_is_told(
    cast: Any, sign_in: SignIn
) -> None:
    client, user = sign_in(cast.operator_a), cast.operator_a
    roll = f"/kab/3272/pemilih/?kelurahan={VILLAGE}&jk=P"
    assert f"{PAGE}pindah/?kelurahan={VILLAGE}&amp;jk=P" in (
        client.get(roll).content.decode()
    )
    url = f"{PAGE}pindah/?kelurahan={VILLAGE}&jk=P"
    women = client.get(url).context["count"]
    plan = client.post(url, {"tujuan": "003"}).context["plan"]
    assert len(plan.moves) + sum(plan.left.values()) == women
    with desk.desk(user):
        rows = Voter.objects.of("3272").filter(kelurahan=VILLAGE)
        tight = stations.plan_remap(rows, "3272", VILLAGE, "003", 2)
    assert [line.tps for line in tight.over] == ["003"]
    [(card, n)] = admin_sql(
        f"SELECT nkk, count(*) FROM voter WHERE kelurahan = '{VILLAGE}' AND nkk <> '' "
        "AND tps = '001' AND status IN ('ACTIVE', 'HELD') GROUP BY nkk "
        "ORDER BY 2 DESC, 1 LIMIT 1"
    )
    family = remap(client, "003", nkk=card, dari="001")
    assert len(family.context["plan"].moves) == n


def test_who_has_no_station_gets_one_and_a_reason_else(
    cast: Any, sign_in: SignIn
) -> None:
    client, user, before = sign_in(cast.operator_a), cast.operator_a, seats()
    without = [key for key, tps in before.items() if not tps]
    admin_sql("UPDATE voter SET is_special_site = true WHERE id = %s", [without[-1]])
    held = desk.see_voter(user, without[-2])
    desk.propose(user, "UBAH", held, new={"tps": "005"})
    preview = client.get(f"{PAGE}isi/")
    plan = preview.context["plan"]
    assert plan.left == {"SITE": 1, "WAITS": 1}
    assert sorted(plan.moves) == sorted(without[:-2])
    assert held.name in preview.content.decode()
    client.post(f"{PAGE}isi/", {"sidik": plan.digest, "catatan": "isi"})
    assert work().result["applied"] == len(plan.moves)
    assert seats() == before | plan.moves
    with as_worker():
        made = ChangeProposal.objects.filter(rule="X1", state="APPLIED")
        assert made.count() == len(plan.moves)
        assert {one.note for one in made} == {"isi"}
    again = client.post(f"{PAGE}isi/", {"sidik": plan.digest})
    assert "periksa lagi" in again.content.decode()


def test_lists_are_printed_a_page_a_station_or_rt(cast: Any, sign_in: SignIn) -> None:
    client, now = sign_in(cast.operator_a), Counter(seats().values())
    paper = client.get(f"{PAGE}cetak/")
    pages = [
        one.extract_text()
        for one in PdfReader(io.BytesIO(b"".join(paper.streaming_content))).pages
    ]
    starts = {tps: [p for p in pages if f"TPS {tps} ({now[tps]})" in p] for tps in now}
    assert all(len(found) == 1 for tps, found in starts.items() if tps)
    assert not re.search(r"\b[0-9]{16}\b", "".join(pages))
    key = next(key for key, tps in seats().items() if tps == "001")
    rw, rt = corner_of(key).split("-")
    query = f"menurut=rt&rw={rw}&rt={rt}&format=xlsx"
    book = client.get(f"{PAGE}cetak/?{query}")
    rows = list(
        load_workbook(io.BytesIO(b"".join(book.streaming_content)))
        .worksheets[0]
        .iter_rows(values_only=True)
    )
    assert rows[0][0].endswith(f"RW {rw}, RT {rt}")
    assert [row[0] for row in rows[2:]] == list(range(1, len(rows) - 1))
    assert {(row[10], row[9]) for row in rows[2:]} == {(rw, rt)}


def test_another_office_sees_no_act() -> None:
    seen = login_sql("web", "SELECT count(*) FROM station_move")
    assert seen == [(0,)]
    with pytest.raises(Exception, match="denied"):
        login_sql("web", "UPDATE station_move SET voters = 0")
