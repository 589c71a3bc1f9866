"""Hand-over to SIDALIH: every change on its sheet, ticked by name, read back."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook

from audit.models import LedgerEntry
from tests.conftest import Cast
from tests.roles import admin_sql, as_worker, login_sql
from tests.voters import desk
from voters import services
from voters.exporting_sidalih import layout
from voters.models import SidalihEntry, Voter

SignIn = Callable[[Any], Any]
PAGE = "/kab/3272/sidalih/"
NIK = "3201010101900001"
PAPER = {"evidence_kind": "AKTA_KEMATIAN", "evidence_no": "7"}


@pytest.fixture(scope="module")
def month(shared_stocked: str) -> dict[str, Voter]:
    """Five people of a month: a new one, a changed, a moved, a dead, an undone."""
    cast = Cast()
    changed, moved, dead, undone = desk.voters(cast.operator_a, 4)
    said = [
        ("UBAH", changed, {"new": {"address": "JL SIDALIH 1", "rt": "009"}}, {}),
        ("UBAH", moved, {"new": {"tps": "077"}}, {}),
        ("TMS", dead, {"category": "MENINGGAL"}, PAPER),
        ("UBAH", undone, {"new": {"address": "JL KELIRU"}}, {}),
    ]
    new = {
        "name": "ORANG BARU",
        "birth_date": "1990-01-01",
        "sex": "L",
        "address": "JL E 1",
        "kelurahan": changed.kelurahan,
        "nkk": "3272010101100001",
    }
    said.append(
        ("BARU", None, {"nik": NIK, "new": new, "category": "PINDAH_MASUK"}, {})
    )
    for kind, voter, given, proof in said:
        made = desk.propose(cast.operator_a, kind, voter, **given)
        desk.decide(cast.operator_a, services.accept, made, **proof)
    desk.work("apply", cast.operator_a)
    return {"changed": changed, "moved": moved, "dead": dead, "undone": undone}


@pytest.fixture
def fresh(month: dict[str, Voter]) -> dict[str, Voter]:
    admin_sql("TRUNCATE sidalih_entry")
    return month


def sheets(client: Any, query: str = "") -> dict[str, tuple[int, int]]:
    answer = client.get(f"{PAGE}?{query}")
    assert answer.status_code == 200
    return {
        name: (line["n"], line["done"]) for name, _w, line in answer.context["sheets"]
    }


def event_of(voter: Voter) -> int:
    [[pk]] = admin_sql(
        "SELECT id FROM voter_event WHERE regency_code = '3272' AND voter_id = %s "
        "AND counter_of IS NULL AND effect <> 'OPENING' ORDER BY id DESC LIMIT 1",
        [voter.pk],
    )
    return int(pk)


def book(client: Any, sheet: str) -> list[dict[str, Any]]:
    answer = client.get(f"{PAGE}ekspor/?format=xlsx&lembar={sheet}")
    assert answer.status_code == 200
    raw = b"".join(answer.streaming_content)
    rows = list(
        load_workbook(io.BytesIO(raw)).worksheets[0].iter_rows(values_only=True)
    )
    heads = [heading for heading, *_rest in layout()[sheet]]
    at = next(n for n, row in enumerate(rows) if list(row[: len(heads)]) == heads)
    lines = [row for row in rows[at + 1 :] if row[heads.index("NIK")]]
    return [dict(zip(heads, row, strict=False)) for row in lines]


def test_every_change_stands_on_one_sheet(
    fresh: dict[str, Voter], cast: Any, sign_in: SignIn
) -> None:
    client = sign_in(cast.operator_a)
    found = sheets(client)
    assert found == {
        "BARU": (1, 0),
        "UBAH": (2, 0),
        "TMS": (1, 0),
        "TPS": (1, 0),
        "TARIK": (0, 0),
    }
    page = client.get(f"{PAGE}?lembar=TPS").content.decode()
    assert fresh["moved"].name in page and "077" in page
    assert fresh["moved"].nik not in page
    place = fresh["changed"].kelurahan
    rows = client.get(f"{PAGE}?kelurahan={place}").context["page"].rows
    assert rows and {row.place for row in rows} == {place}


def test_who_entered_a_row_stands_beside_it(
    fresh: dict[str, Voter], cast: Any, sign_in: SignIn
) -> None:
    client = sign_in(cast.operator_a)
    dead = event_of(fresh["dead"])
    client.post(f"{PAGE}tandai/", {"pilih": [str(dead)], "tanda": "sudah"})
    rows = client.get(PAGE).context["page"].rows
    told = {row.pk: (row.done_by, row.done_at is not None) for row in rows}
    assert told.pop(dead) == (str(cast.operator_a), True)
    assert set(told.values()) == {(None, False)}


def test_a_sheet_reads_back_equal(
    fresh: dict[str, Voter], cast: Any, sign_in: SignIn
) -> None:
    client = sign_in(cast.operator_a)
    [new] = book(client, "BARU")
    assert (new["NIK"], new["Nama"], new["Tanggal Lahir"], new["No KK"]) == (
        *(NIK, "ORANG BARU", "1990-01-01", "3272010101100001"),
    )
    changes = {row["NIK"]: row for row in book(client, "UBAH")}
    voter = fresh["changed"]
    row = changes[voter.nik]
    assert row["Unsur Diubah"] == "Alamat, RT"
    assert row["Semula"] == f"{voter.address}; {voter.rt}"
    assert row["Menjadi"] == "JL SIDALIH 1; 009"
    [dead] = book(client, "TMS")
    assert (dead["NIK"], dead["Kode TMS"]) == (fresh["dead"].nik, "MENINGGAL")
    [moved] = book(client, "TPS")
    assert (moved["TPS Semula"], moved["TPS"]) == (fresh["moved"].tps, "077")
    with as_worker():
        entry = LedgerEntry.objects.using("gate").filter(action="sidalih.export")
        assert entry.count() >= 4


def test_a_tick_says_who_and_stays_the_first(
    fresh: dict[str, Voter], cast: Any, sign_in: SignIn
) -> None:
    event = event_of(fresh["changed"])
    client = sign_in(cast.operator_a)
    client.post(f"{PAGE}tandai/", {"pilih": [event, "x"]})
    sign_in(cast.operator_a2).post(f"{PAGE}tandai/", {"pilih": [event]})
    with as_worker():
        [entry] = SidalihEntry.objects.all()
    assert (entry.event_id, entry.done_by_name) == (event, str(cast.operator_a))
    assert sheets(client)["UBAH"] == (2, 1)
    assert len(client.get(f"{PAGE}?dientri=belum").context["page"].rows) == 4
    client.post(f"{PAGE}tandai/", {"pilih": [event], "tanda": "belum"})
    assert sheets(client)["UBAH"] == (2, 0)
    said = client.post(f"{PAGE}tandai/", {}, follow=True).content.decode()
    assert "Pilih baris dahulu" in said


def test_all_rows_of_a_filter_at_once(
    fresh: dict[str, Voter], cast: Any, sign_in: SignIn
) -> None:
    client = sign_in(cast.operator_a)
    client.post(f"{PAGE}tandai/?lembar=UBAH", {"semua": "1"})
    found = sheets(client)
    assert found["UBAH"] == (2, 2)
    assert sum(done for _n, done in found.values()) == 2


def test_the_picked_of_a_sheet_leave_as_a_file(
    fresh: dict[str, Voter], cast: Any, sign_in: SignIn
) -> None:
    client, event = sign_in(cast.operator_a), event_of(fresh["changed"])
    chosen = "/unduhan/minta/sidalih.export/pilihan/"
    shown = client.get(f"{PAGE}?lembar=UBAH")
    page, table = shown.content.decode(), shown.context["table"]
    assert [column.name for column in table.columns][:2] == ["voter_id", "nik"]
    assert f'name="pilih" value="{event}"' in page and "data-pick-done" in page
    assert f"/kab/3272{chosen}?lembar=UBAH" in page
    # Without a sheet a file would be another one than the page.
    assert chosen not in client.get(PAGE).content.decode()
    answer = client.post(
        f"/kab/3272{chosen}?lembar=UBAH&format=csv", {"pilih": [event]}
    )
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 2 and fresh["changed"].nik in lines[1]


def test_what_was_entered_and_then_undone_is_to_be_taken_back(
    fresh: dict[str, Voter], cast: Any, sign_in: SignIn
) -> None:
    client = sign_in(cast.operator_a)
    client.post(f"{PAGE}tandai/", {"pilih": [event_of(fresh["undone"])]})
    [[proposal]] = admin_sql(
        "SELECT id FROM change_proposal WHERE voter_id = %s AND state = 'APPLIED'",
        [fresh["undone"].pk],
    )
    desk.work("undo", cast.operator_a, proposal=proposal, note="keliru")
    assert sheets(client)["TARIK"] == (1, 1)
    assert sheets(client)["UBAH"] == (1, 0)
    [row] = book(client, "TARIK")
    assert row["NIK"] == fresh["undone"].nik
    client.post(f"{PAGE}tandai/?lembar=TARIK", {"semua": "1", "tanda": "belum"})
    assert sheets(client)["TARIK"] == (0, 0)


def test_another_office_sees_and_ticks_nothing(
    fresh: dict[str, Voter], cast: Any, sign_in: SignIn
) -> None:
    sign_in(cast.operator_a).post(f"{PAGE}tandai/", {"semua": "1"})
    other = sign_in(cast.operator_b)
    assert other.get(PAGE).status_code == 404
    assert other.post(f"{PAGE}tandai/", {"semua": "1"}).status_code == 404
    assert login_sql("web", "SELECT count(*) FROM sidalih_entry") == [(0,)]
    assert sign_in(cast.operator_a).get(f"{PAGE}?periode=1999-01").status_code == 404
