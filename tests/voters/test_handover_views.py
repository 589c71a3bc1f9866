"""Pages of hand-overs: the list, one of them, the file, and a province's counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import databases
from tests.roles import as_worker
from tests.voters import desk, movers
from tests.voters.movers import HERE, THERE
from voters import services
from voters.models import ChangeProposal, Handover

LIST, THEIRS = "/kab/3272/serah-terima/", "/kab/3101/serah-terima/"


@pytest.fixture(scope="module")
def made(_open_databases: None) -> Iterator[dict[str, Any]]:
    """Three offered by 3272, one asked of it; the proposals by name."""
    from tests.conftest import Cast

    with databases.clone("stocked"):
        cast = Cast()
        a, b = cast.operator_a, cast.operator_b
        people = desk.voters(a, 6)
        leaving = [movers.leaving(a, HERE, one, THERE) for one in people[:3]]
        for one in leaving:
            movers.decide(a, services.accept, one)
        movers.work("apply", HERE)
        place = movers.village(THERE)
        asked = movers.coming(b, THERE, people[3], place, HERE)
        yield {
            **{f"offer{at}": one for at, one in enumerate(leaving)},
            "asked": asked,
            "people": people,
            "place": place,
        }


def page_of(proposal: ChangeProposal, base: str) -> str:
    """Address of the hand-over of a proposal."""
    found = movers.of(proposal)
    assert found is not None
    return f"{base}{found.public_id}/"


def test_the_list_is_cut_sorted_and_cheap(
    made: Any, sign_in: Any, cast: Any, settings: Any
) -> None:
    client = sign_in(cast.operator_a)
    client.get(LIST)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(LIST)
    assert len(asked) <= 15, [one["sql"][:90] for one in asked]
    assert page.context["count"] == 4
    text = page.text
    assert "sisa 14 hari" in text
    assert not [one.nik for one in made["people"] if one.nik in text]
    for query, n in (
        ({"arah": "keluar"}, 4),
        ({"arah": "masuk"}, 0),
        ({"keadaan": "saya"}, 1),
        ({"keadaan": "lain"}, 3),
        ({"keadaan": "dua"}, 0),
        ({"keadaan": "OFFERED"}, 3),
        ({"keadaan": "semua", "urut": "baru"}, 4),
        ({"kabkota": "3101"}, 4),
    ):
        assert client.get(LIST, query).context["count"] == n, query
    few = client.get(LIST, {"kolom": "state"}).text
    assert "Batas jawaban</th>" not in few
    # Pages by key, forth and back, in both orders.
    settings.POLICY = settings.POLICY.__class__(
        **{**vars(settings.POLICY), "page_rows": 2}
    )
    for order in ("", "baru"):
        first = client.get(LIST, {"urut": order}).context["page"]
        second = client.get(LIST, {"urut": order, "sesudah": first.after})
        rows = [one.pk for one in (*first.rows, *second.context["page"].rows)]
        assert len(set(rows)) == 4
        assert rows == sorted(rows, reverse=order == "baru")
        back = second.context["page"].before
        again = client.get(LIST, {"urut": order, "sebelum": back}).context["page"]
        assert [one.pk for one in again.rows] == rows[:2]
        last = client.get(LIST, {"urut": order, "sebelum": "akhir"}).context["page"]
        assert [one.pk for one in last.rows] == rows[2:]
        assert (last.after, last.before) == (None, str(last.rows[0].public_id))
        assert client.get(LIST, {"urut": order, "sesudah": "akhir"}).status_code == 200


def test_it_leaves_as_a_file_with_masked_numbers(
    made: Any, sign_in: Any, cast: Any
) -> None:
    answer = sign_in(cast.operator_a).get(LIST + "ekspor/", {"format": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert len(text.splitlines()) == 5
    assert made["people"][0].name in text
    assert not [one.nik for one in made["people"] if one.nik in text]


def test_an_offer_is_answered_on_its_page(made: Any, sign_in: Any, cast: Any) -> None:
    mine, theirs = sign_in(cast.operator_a), sign_in(cast.operator_b)
    url = page_of(made["offer0"], THEIRS)
    text = theirs.get(url).text
    assert "Isi alamat barunya" in text and "SKP/1" in text
    assert made["people"][0].nik not in text
    assert "Menunggu jawaban" in mine.get(page_of(made["offer0"], LIST)).text
    # An error leaves what was typed.
    said = {"aksi": "konfirmasi", "address": "JL MELATI 7", "kelurahan": ""}
    back = theirs.post(url + "jawab/", said)
    assert back.status_code == 200
    assert 'value="JL MELATI 7"' in back.text
    said |= {"kelurahan": made["place"], "rt": "1"}
    done = theirs.post(url + "jawab/", said, follow=True)
    assert "Dikonfirmasi" in done.text and "Serah terima dengan" in done.text
    assert "Usulan di sini" in theirs.get(url).text
    walk = mine.get(page_of(made["offer0"], LIST)).context["steps"]
    assert [(step.place, step.who) for step in walk] == [
        ("Kota Sukabumi", str(cast.operator_a)),
        ("Kab. Adm. Kep. Seribu", str(cast.operator_b)),
    ] or len(walk) == 2
    # The page of one office is not the other's, and no other deed is known.
    assert theirs.get(page_of(made["offer0"], LIST)).status_code == 404
    assert (
        "Pilih tindakan"
        in mine.post(
            page_of(made["offer1"], LIST) + "jawab/", {"aksi": "x"}, follow=True
        ).text
    )


def test_an_offer_is_declined_and_offered_again(
    made: Any, sign_in: Any, cast: Any
) -> None:
    mine, theirs = sign_in(cast.operator_a), sign_in(cast.operator_b)
    url = page_of(made["offer1"], THEIRS)
    for said, words in (
        ({"alasan": ""}, "alasan"),
        ({"alasan": "LAIN"}, "Alasan lain perlu catatan"),
    ):
        back = theirs.post(url + "jawab/", {"aksi": "tolak", **said})
        assert (back.status_code, words in back.text) == (200, True)
    theirs.post(url + "jawab/", {"aksi": "tolak", "alasan": "TIDAK_ADA"})
    here = page_of(made["offer1"], LIST)
    text = mine.get(here).text
    assert "menolak: Tidak ada di daftar kami" in text and "Minta lagi" in text
    again = mine.post(here + "jawab/", {"aksi": "lagi"}, follow=True)
    assert "waktunya mulai dari awal" in again.text


def test_a_request_is_confirmed_by_the_office_of_origin(
    made: Any, sign_in: Any, cast: Any
) -> None:
    mine = sign_in(cast.operator_a)
    url = page_of(made["asked"], LIST)
    text = mine.get(url).text
    assert "tidak ada yang keluar tanpa tinjauan itu" in text
    done = mine.post(url + "jawab/", {"aksi": "konfirmasi"}, follow=True)
    assert "Dikonfirmasi" in done.text
    assert movers.counted(HERE, made["asked"].nik) == 1


def test_the_other_regency_is_named_by_hand(made: Any, sign_in: Any, cast: Any) -> None:
    client = sign_in(cast.operator_a)
    voter = made["people"][4]
    form = f"/kab/3272/usulan/baru/?pemilih={voter.public_id}&jenis=TMS"
    assert "Kab/kota lain, bila pindah" in client.get(form).text
    said = {
        "category": "PINDAH",
        "evidence_kind": "SURAT_PINDAH",
        "evidence_no": "SKP/9",
        "other_regency": THERE,
    }
    wrong = client.post(form, {**said, "category": "MENINGGAL"})
    assert "Hanya TMS pindah" in wrong.text
    page = client.post(form, said, follow=True)
    assert "ditawarkan saat diterapkan" in page.text
    # Or afterwards, on the proposal.
    voter = made["people"][5]
    one = movers.leaving(cast.operator_a, HERE, voter)
    url = f"/kab/3272/usulan/{one.public_id}/"
    assert "Serah terimakan" in client.get(url).text
    assert (
        "Pilih kab/kota lain"
        in client.post(url + "kab-lain/", {"kabkota": "x"}, follow=True).text
    )
    named = client.post(url + "kab-lain/", {"kabkota": THERE}, follow=True)
    assert "ditawarkan saat diterapkan" in named.text


def test_the_province_sees_counts_and_no_name(
    made: Any, sign_in: Any, cast: Any
) -> None:
    page = sign_in(cast.province).get("/provinsi/32/serah-terima/")
    ((goer, taker, counts),) = page.context["rows"]
    assert (goer, "Seribu" in taker) == ("Kota Sukabumi", True)
    with as_worker():
        assert counts.waiting + counts.confirmed == Handover.objects.count()
    assert not [one.name for one in made["people"] if one.name in page.text]
    assert sign_in(cast.province).get("/provinsi/31/serah-terima/").status_code == 404
    mine = sign_in(cast.operator_a)
    assert mine.get("/provinsi/32/serah-terima/").status_code == 403
