"""A SIDALIH or DHS download beside the roll: outcomes, proposals, ticks (Z1 to Z10)."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from jobs.services import run
from tests.jobs.kinds import tried_again
from tests.roles import admin_sql, as_worker, login_sql
from tests.voters import comparison_steps as steps
from tests.voters import desk
from voters import services
from voters.dhs import exporting, proposing
from voters.dhs.comparing import (
    DownloadRefused,
    due_comparisons,
    forget_comparisons,
    receive_download,
)
from voters.exporting_sidalih import layout
from voters.models import (
    ChangeProposal,
    SidalihComparison,
    SidalihEntry,
    SidalihRow,
    Voter,
)

SignIn = Callable[[Any], Any]
PAGE = "/kab/3272/sidalih/banding/"
NEW = "3272014101900998"


@pytest.fixture
def office(shared_stocked: str) -> str:
    """The stocked office without proposals, comparisons and ticks."""
    admin_sql("TRUNCATE evidence, change_proposal, sidalih_entry")
    admin_sql("TRUNCATE sidalih_row, sidalih_comparison")
    return shared_stocked


@pytest.fixture
def people(office: str, cast: Any) -> list[Voter]:
    """Eight voters with a DPID each."""
    return desk.voters(cast.operator_a, 8, kelurahan="3272011001")


def outcome_of(comparison: SidalihComparison) -> list[tuple[str, str]]:
    return [
        (one.outcome, one.why)
        for one in steps.rows_in(comparison)
        if one.line_no is not None
    ]


def kept() -> set[str]:
    """Downloads in the store; other tests may have left some there."""
    if not default_storage.exists("sidalih/3272"):
        return set()
    return set(default_storage.listdir("sidalih/3272")[1])


def test_a_dhs_made_from_the_roll_differs_in_nothing(office: str, cast: Any) -> None:
    before = kept()
    places = steps.place_names()
    every = desk.voters(cast.operator_a, 2_000)
    rows = [steps.row_of(one, places) for one in every]
    found = steps.compared(cast.operator_a, rows, area="3272")
    assert found.result == {
        "rows": len(every),
        "outcomes": {"EQUAL": len(every)},
    }
    assert found.file == ""
    assert kept() == before
    left = admin_sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'landing'")
    assert left == [(0,)]


def test_every_row_has_one_outcome_and_the_sum_is_the_file(
    people: list[Voter], cast: Any
) -> None:
    a, b, c, d, e, f, _g, h = people
    places = steps.place_names()

    def row(voter: Voter, **more: str) -> steps.Row:
        return steps.row_of(voter, places, **more)

    blind = {"NIK": f"{c.nik[:6]}**********"}
    rows = [
        row(a),
        row(b, **{"Jalan/Dukuh": "JL LAIN 9", "Rt": "RT 9", "TPS": "1000"}),
        row(c, **blind),
        row(d, DPID="", NIK=f"{d.nik[:6]}**********"),
        row(e, NIK=f.nik),
        row(f, DPID="ASING-1"),
        row(h, **{"Nama": "ORANG LAIN SEKALI", "Tanggal Lahir": "01|02|1950"}),
        row(a, DPID="BARU-1", NIK=NEW, Nama="ORANG SIDALIH"),
        row(a, DPID="BARU-2", NIK="3,27201E+15"),
        row(a, DPID="BARU-3", NIK=f"{NEW[:-1]}7", **{"Desa/Kelurahan": "ENTAH"}),
        row(b, DPID="BARU-4"),
        {"Nama": "TANPA KUNCI"},
    ]
    found = steps.compared(cast.operator_a, rows)
    assert outcome_of(found) == [
        ("EQUAL", ""),
        ("DIFFERS", ""),
        ("EQUAL", ""),
        ("UNREADABLE", "NIK_MASKED"),
        ("CONFLICT", "DPID_OTHER_NIK"),
        ("UNREADABLE", "TWICE"),
        ("CONFLICT", "OTHER_PERSON"),
        ("ONLY_SIDALIH", ""),
        ("UNREADABLE", "NIK_NUMBER"),
        ("UNREADABLE", "REGION"),
        ("UNREADABLE", "TWICE"),
        ("UNREADABLE", "NO_KEY"),
    ]
    assert sum(found.result["outcomes"].values()) == found.result["rows"] == len(rows)
    second = steps.rows_in(found)[1]
    assert second.elements == ["address", "rt"]
    assert (second.roll["address"], second.told) == (
        b.address,
        {"address": "JL LAIN 9", "rt": "009"},
    )
    alone = steps.compared(cast.operator_a, [row(f, DPID="ASING-1")])
    assert outcome_of(alone) == [("CONFLICT", "NIK_OTHER_DPID")]


def test_whom_a_whole_list_does_not_name_is_listed_and_never_struck(
    people: list[Voter], cast: Any, sign_in: SignIn
) -> None:
    places, area = steps.place_names(), people[0].kelurahan
    every = desk.voters(cast.operator_a, 900, kelurahan=area)
    rows = [steps.row_of(one, places) for one in every[2:]]
    rows.append(steps.row_of(every[1], places, **{"Jenis Kelamin  L/P": "?"}))
    found = steps.compared(cast.operator_a, rows, area=area)
    missing = [one for one in steps.rows_in(found) if one.line_no is None]
    # The unreadable row names the second one: only the first is missing.
    assert [one.voter_id for one in missing] == [every[0].pk]
    assert missing[0].outcome == "ONLY_ROLL"
    page = sign_in(cast.operator_a).get(f"{PAGE}{found.public_id}/?hasil=ONLY_ROLL")
    assert "Tidak ada di lembar periode ini" in page.content.decode()
    with desk.desk(cast.operator_a), pytest.raises(proposing.NothingChosen):
        proposing.ask_proposals(
            actor=cast.operator_a,
            comparison=found,
            rows=SidalihRow.objects.filter(outcome="ONLY_ROLL"),
        )


def test_differences_become_proposals_and_a_dpid_is_filled_in(
    people: list[Voter], cast: Any
) -> None:
    user, places = cast.operator_a, steps.place_names()
    bare, moved, struck = people[0], people[1], people[2]
    for damage in ("dpid = ''", "tps = '001'"):
        who = bare if damage.startswith("dpid") else moved
        admin_sql(
            f"UPDATE voter SET {damage} WHERE regency_code = '3272' AND id = %s",
            [who.pk],
        )
    admin_sql(
        "UPDATE voter SET status = 'INELIGIBLE', status_reason = 'PINDAH' "
        "WHERE regency_code = '3272' AND id = %s",
        [struck.pk],
    )
    new = {"DPID": "N-1", "NIK": NEW, "Nama": "ORANG SIDALIH"}
    rows = [
        steps.row_of(bare, places, DPID="D-77"),
        steps.row_of(moved, places, TPS="88"),
        steps.row_of(struck, places),
        steps.row_of(bare, places, **new),
        steps.row_of(bare, places, **new, **{"Tanggal Lahir": ""})
        | {"DPID": "N-2", "NIK": f"{NEW[:-1]}6"},
    ]
    found = steps.compared(user, rows)
    assert outcome_of(found) == [
        ("DIFFERS", ""),
        ("DIFFERS", ""),
        ("ONLY_SIDALIH", "PINDAH"),
        ("ONLY_SIDALIH", ""),
        ("ONLY_SIDALIH", ""),
    ]
    with tried_again("sidalih.propose") as reports:
        result = steps.proposed(user, found, SidalihRow.objects.of("3272"))
    assert (result["asked"], result["fit"], result["left"]) == (3, 3, 0)
    assert reports == [result, result]
    with desk.desk(user):
        made = {one.kind: one for one in ChangeProposal.objects.of("3272")}
    assert set(made) == {"UBAH", "PINDAH_DALAM", "BARU"}
    assert {one.source for one in made.values()} == {f"SIDALIH {found.pk}"}
    assert made["UBAH"].new == {"dpid": "D-77"}
    assert made["PINDAH_DALAM"].new == {"tps": "088"}
    assert (made["BARU"].state, made["BARU"].warnings) == ("COKLIT", ["LOW_TRUST"])
    again = steps.proposed(user, found, SidalihRow.objects.of("3272"))
    assert set(again["made"].values()) <= {0}
    desk.decide(user, services.accept, made["UBAH"])
    desk.work("apply", user)
    assert desk.see_voter(user, bare.pk).dpid == "D-77"
    desk.work("undo", user, proposal=made["UBAH"].pk, note="keliru")
    assert desk.see_voter(user, bare.pk).dpid == ""


def test_our_own_sheets_read_back_equal_and_get_their_ticks(
    people: list[Voter], cast: Any, sign_in: SignIn
) -> None:
    user = cast.operator_a
    changed, moved, dead = people[5], people[6], people[7]
    new = {
        **{"name": "ORANG BARU", "birth_date": "1990-01-01", "sex": "P"},
        **{"address": "JL E 1", "kelurahan": changed.kelurahan, "rt": "001"},
        **{"rw": "002", "nkk": "3272010101100001", "tps": "003"},
    }
    said: list[tuple[str, Voter | None, dict[str, Any], dict[str, Any]]] = [
        ("UBAH", changed, {"new": {"tps": changed.tps, "address": "JL Z 7"}}, {}),
        ("UBAH", moved, {"new": {"tps": "077"}}, {}),
        ("TMS", dead, {"category": "MENINGGAL"}, PAPER),
        ("BARU", None, {"nik": NEW, "new": new, "category": "PINDAH_MASUK"}, {}),
    ]
    for kind, voter, given, proof in said:
        made = desk.propose(user, kind, voter, **given)
        desk.decide(user, services.accept, made, **proof)
    desk.work("apply", user)
    client, ticked = sign_in(user), 0
    # A download without addresses does not show that one was entered.
    whole = steps.row_of(desk.see_voter(user, changed.pk), steps.place_names())
    heads = [name for name in steps.HEADS if name != "Jalan/Dukuh"]
    found = steps.compared(user, steps.file_of([whole], heads))
    assert client.get(f"{PAGE}{found.public_id}/").context["ticks"] == 0
    for sheet in ("BARU", "UBAH", "TMS", "TPS"):
        answer = client.get(f"/kab/3272/sidalih/ekspor/?format=xlsx&lembar={sheet}")
        content = io.BytesIO(b"".join(answer.streaming_content))
        found = steps.compared(user, content, name=f"{sheet}.xlsx")
        seen = found.recognised["header"]
        assert [name for name in seen if name] == [
            name for name, *_r in layout()[sheet]
        ]
        assert found.result["outcomes"] == {"EQUAL": found.result["rows"]}, sheet
        assert found.result["rows"] >= 1
        page = client.get(f"{PAGE}{found.public_id}/tandai/")
        n = page.context["n"]
        # Said on the first page; whoever has gone on was told.
        for query, told in (({}, n), ({"sebelum": "akhir"}, 0)):
            whole = client.get(f"{PAGE}{found.public_id}/", query)
            assert whole.context["ticks"] == told, (sheet, query)
        # What another test did to a DPID by hand stands on the sheet of changes too.
        assert n == found.result["rows"] or (sheet == "UBAH" and n), sheet
        ticked += page.context["n"]
        client.post(f"{PAGE}{found.public_id}/tandai/")
    with as_worker():
        assert SidalihEntry.objects.count() == ticked >= 4
    assert client.get(f"{PAGE}{found.public_id}/").context["ticks"] == 0
    # Nothing is left: no question about 0 rows, but a word and the way back.
    empty = client.get(f"{PAGE}{found.public_id}/tandai/").text
    assert "Tidak ada baris untuk ditandai" in empty and "Tandai 0" not in empty
    assert f'href="{PAGE}{found.public_id}/">Kembali</a>' in empty
    assert 'type="submit">' not in empty[empty.index("<main") :]
    told = client.post(f"{PAGE}{found.public_id}/tandai/", follow=True).text
    assert "Tidak ada baris yang belum ditandai" in told


PAPER = {"evidence_kind": "AKTA_KEMATIAN", "evidence_no": "7"}


def test_the_page_uploads_filters_chooses_and_asks_once(
    people: list[Voter], cast: Any, sign_in: SignIn
) -> None:
    client, places = sign_in(cast.operator_a), steps.place_names()
    rows = [steps.row_of(one, places, **{"Jalan/Dukuh": "JL U"}) for one in people[:3]]
    rows.append(steps.row_of(people[3], places, **{"NIK": "32720"}))
    lame = SimpleUploadedFile("d.csv", b"Nama;TPS;RT\nA;1;1\n")
    said = client.post(PAGE, {"file": lame, "area": ""}).content.decode()
    assert "pd-field" in said and not SidalihComparison.objects.exists()
    file = SimpleUploadedFile("dhs.csv", steps.file_of(rows).read())
    page = client.post(PAGE, {"file": file, "area": ""}, follow=True)
    assert "Pembandingan SIDALIH" in page.content.decode()
    with as_worker():
        found = SidalihComparison.objects.get()
        run(found.job_id or 0)
    address = f"{PAGE}{found.public_id}/"
    for query in ({}, {"hasil": "DIFFERS"}, {"hasil": "UNREADABLE"}):
        page = client.get(address, query)
        there = len(page.context["page"].rows)
        assert (page.context["count"], page.context["more"]) == (there, False), query
    page = client.get(address, {"hasil": "DIFFERS", "unsur": "address", "urut": "nama"})
    text = page.content.decode()
    assert len(page.context["page"].rows) == 3 and page.context["holds"]
    assert people[0].nik not in text and "JL U" in text
    assert not client.get(address, {"unsur": "tps"}).context["page"].rows
    act, first = f"{address}usulkan/?hasil=DIFFERS", page.context["page"].rows[0]
    none = client.post(act, {}, follow=True).content.decode()
    assert "Belum ada baris yang dipilih" in none
    asked = client.post(act, {"semua": "1", "kecuali": str(first.public_id)})
    assert (asked.context["fit"], asked.context["left"]) == (2, 0)
    assert not SidalihRow.objects.exclude(batch=None).exists()
    # The mark is of the two: all three are not what was confirmed.
    yes = {"semua": "1", "tanda": asked.context["mark"]}
    stale = client.post(act, yes, follow=True).content.decode()
    assert "dari 2 menjadi 3" in stale
    said = client.post(
        act, {**yes, "kecuali": str(first.public_id)}, follow=True
    ).content.decode()
    assert "Usulan sedang disusun" in said
    assert len(client.get(address, {"usulan": "sudah"}).context["page"].rows) == 2
    bad = client.get(f"{address}tak-terbaca/")
    told = str(_cells(bad))
    assert "NIK bukan 16 angka" in told and "'32720'" in told and "'NIK'" in told
    whole = client.get(
        f"{PAGE}ekspor/", {"banding": found.public_id, "hasil": "DIFFERS"}
    )
    assert people[0].nik in str(_cells(whole))
    assert str(found.public_id) in text.split("pilihan/?")[1].split('"')[0]
    chosen = f"/kab/3272/unduhan/minta/{exporting.KIND}/pilihan/?banding="
    picked = client.post(
        f"{chosen}{found.public_id}&format=xlsx&kolom=nik&kolom=batch",
        {"pilih": str(first.public_id)},
    )
    assert _cells(picked) == [("NIK", "Nama", "Usulan"), (first.nik, first.name, None)]


def test_the_list_of_comparisons_is_cut_and_leaves_as_a_file(
    people: list[Voter], cast: Any, sign_in: SignIn
) -> None:
    client = sign_in(cast.operator_a)
    steps.kept(people[:1], "EQUAL", filename="sama.csv")
    steps.kept(people[1:2], area=people[1].kelurahan, filename="beda.csv")
    steps.kept([], filename="jalan.csv", ended_at=None)

    def names(query: str) -> list[str]:
        page = client.get(f"{PAGE}?{query}")
        shown = [one.filename for one in page.context["page"].rows]
        book = _cells(client.get(f"{PAGE}daftar/ekspor/?{query}&format=xlsx"))
        assert [line[0] for line in book[1:]] == shown
        return shown

    assert names("") == ["jalan.csv", "beda.csv", "sama.csv"]
    assert names("sort=received_at") == ["sama.csv", "beda.csv", "jalan.csv"]
    assert names("temuan=beda") == names("cakupan=lengkap") == ["beda.csv"]
    assert names("temuan=sama") == ["sama.csv"]
    assert names("temuan=jalan") == ["jalan.csv"]
    assert names("cakupan=sebagian") == ["jalan.csv", "sama.csv"]
    nothing = client.get(f"{PAGE}?cakupan=lengkap&temuan=sama").content.decode()
    assert "0 dari 3 cocok dengan 2 saringan" in nothing
    with CaptureQueriesContext(connection) as asked:
        client.get(PAGE)
    assert len(asked) <= 12, [one["sql"][:90] for one in asked]


def _cells(answer: Any) -> list[tuple[Any, ...]]:
    content = b"".join(answer.streaming_content)
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    return [tuple(one) for one in sheet.iter_rows(values_only=True)]


def test_another_office_and_bare_sql_see_nothing(
    people: list[Voter], cast: Any, sign_in: SignIn
) -> None:
    found = steps.kept(people[:1])
    for tail in ("", "tandai/", "tak-terbaca/"):
        address = f"{PAGE}{found.public_id}/{tail}"
        assert sign_in(cast.operator_b).get(address).status_code == 404
        own = address.replace("/3272/", f"/{cast.operator_b.regency_code}/")
        assert sign_in(cast.operator_b).get(own).status_code == 404
    assert sign_in(cast.supervisor).get(f"{PAGE}{found.public_id}/").status_code == 403
    for table in ("sidalih_row", "sidalih_comparison"):
        assert login_sql("web", f"SELECT count(*) FROM {table}") == [(0,)]
    with desk.desk(cast.operator_b):
        assert not SidalihRow.objects.exists()
    forced = admin_sql(
        "SELECT count(*) FROM pg_class WHERE relname IN ('sidalih_row', "
        "'sidalih_comparison') AND relrowsecurity AND relforcerowsecurity"
    )
    assert forced == [(2,)]


def test_a_refused_file_leaves_nothing(office: str, cast: Any) -> None:
    before = kept()
    user = cast.operator_a
    with desk.desk(user), pytest.raises(DownloadRefused, match="Nama tidak ditemukan"):
        receive_download(
            actor=user,
            regency="3272",
            area="",
            file=io.BytesIO(b"DPID;NIK;TPS\n1;2;3\n"),
            filename="d.csv",
        )
    with desk.desk(user), pytest.raises(DownloadRefused, match="di luar"):
        receive_download(
            actor=user,
            regency="3272",
            area="3101",
            file=io.BytesIO(b"DPID;NIK;TPS\n1;2;3\n"),
            filename="d.csv",
        )
    assert kept() == before


def test_retention_takes_the_rows_and_keeps_the_counts(
    people: list[Voter], cast: Any, sign_in: SignIn
) -> None:
    found, now = steps.kept(people[:1]), timezone.now()
    with as_worker():
        assert due_comparisons(now, 730) == 0
        admin_sql("UPDATE sidalih_comparison SET received_at = now() - interval '3 y'")
        assert (due_comparisons(now, 730), forget_comparisons(now, 730)) == (1, 1)
        assert not SidalihRow.objects.exists()
    page = sign_in(cast.operator_a).get(f"{PAGE}{found.public_id}/")
    assert "Baris sudah dibuang" in page.content.decode()
    assert page.context["holds"] and page.context["count"] == 0


def test_a_longer_page_asks_no_more(
    people: list[Voter], cast: Any, sign_in: SignIn
) -> None:
    client, few = sign_in(cast.operator_a), steps.kept(people[:1], "EQUAL")
    many = steps.kept(desk.voters(cast.operator_a, 40))
    pages = [f"{PAGE}{one.public_id}/" for one in (few, many)]
    client.get(pages[0])
    counts = []
    for address in pages:
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]
