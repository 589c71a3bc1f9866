"""The list of duplicates and the page of a cluster."""

from __future__ import annotations

import io
import re

import pytest
from django.db import connection
from openpyxl import load_workbook
from psycopg2.extras import Json

from jobs.models import Job
from tests.roles import as_worker
from tests.voters import desk, pairs
from voters.models import ChangeProposal, DuplicatePair
from voters.selectors.duplicates import reasons_of

LIST = "/kab/3272/ganda/"
pytestmark = pytest.mark.usefixtures("stocked")


def trio(cast):
    people = desk.voters(cast.operator_a, 3)
    return people, pairs.chain(people)


def test_the_list_filters_pages_and_pins_its_queries(
    sign_in, cast, django_assert_max_num_queries
):
    people, keys = trio(cast)
    client = sign_in(cast.operator_a)
    client.get(LIST)
    with django_assert_max_num_queries(22):
        page = client.get(LIST)
    text = page.content.decode()
    assert people[0].name in text
    assert "+4,0" in text
    assert all(one.nik not in text for one in people)
    assert len(page.context["page"].rows) == 2
    few = client.get(LIST, {"tingkat": "LIST"}).context["page"]
    assert few.rows == []
    after = client.get(LIST, {"sesudah": keys[1]}).context["page"]
    assert [str(one.public_id) for one in after.rows] == [keys[0]]
    assert after.before == keys[0]
    back = client.get(LIST, {"sebelum": keys[0]}).context["page"]
    assert [str(one.public_id) for one in back.rows] == [keys[1]]
    place = client.get(LIST, {"kelurahan": people[0].kelurahan}).context["page"]
    assert place.rows
    rule = client.get(LIST, {"aturan": "NKK_NAME"}).context["page"]
    assert rule.rows == []
    assert client.get(LIST, {"sesudah": "bukan-kunci"}).status_code == 200


def test_two_rows_of_a_delivery_are_named_and_opened_too(sign_in, cast):
    a, b = desk.voters(cast.operator_a, 2)
    nobody = {"voter_a": None, "version_a": None, "voter_b": None, "version_b": None}
    lines = {"delivery_id": 1, "line_no": 2471, "line_b": 14614}
    key = pairs.plant(a, b, origin="FILE", **nobody, **lines)
    text = sign_in(cast.operator_a).get(LIST).content.decode()
    assert f'<a href="{LIST}{key}/">Baris kiriman 14614</a>' in text
    assert "Baris kiriman 2471" in text


def test_an_empty_list_says_what_to_do_and_the_search_is_a_job(sign_in, cast):
    client = sign_in(cast.operator_a)
    assert "Belum ada dugaan ganda" in client.get(LIST).content.decode()
    answer = client.post(LIST + "cari/")
    assert answer.status_code == 302
    with as_worker():
        job = Job.objects.get(kind="duplicates")
    assert str(job.public_id) in answer["Location"]
    client.post(LIST + "cari/")
    with as_worker():
        assert Job.objects.filter(kind="duplicates").count() == 1
    assert "Pencarian ganda berjalan" in client.get(LIST).content.decode()


def test_where_two_live_is_told_in_one_sentence():
    told = [{"element": "kelurahan", "level": at, "weight": -at} for at in (1, 2, 3, 4)]
    assert [r.words for r in reversed(reasons_of(DuplicatePair(reasons=told)))] == [
        "Rumah di RT dan RW yang sama",
        "Rumah di kelurahan yang sama",
        "Rumah di kecamatan yang sama",
        "Rumah di kecamatan lain",
    ]


def test_a_cluster_stands_side_by_side_with_reasons_in_words(sign_in, cast):
    people, keys = trio(cast)
    page = sign_in(cast.operator_a).get(f"{LIST}{keys[0]}/")
    text = page.content.decode()
    assert len(page.context["columns"]) == 3
    assert "Nama sama, jarang: <b>+6,12</b>" in text
    assert "Jenis kelamin berbeda: <b>−4,96</b>" in text
    assert "Berbeda" in text
    assert "Titik awal, sebelum unsur dibandingkan: <b>+0,00</b>" in text
    assert 'href="/aturan/#G4"' in text and 'href="/aturan/#G3"' in text
    assert text.count('name="tetap"') == 3
    assert [f'data-key="{key}"' in text for key in "abc123"] == [True] * 6
    assert all(one.nik not in text and one.nkk not in text for one in people)


def test_a_large_group_shows_the_pair_itself_and_how_many_more(sign_in, cast):
    *people, a, b = desk.voters(cast.operator_a, 17)
    keys = pairs.chain(people)
    page = sign_in(cast.operator_a).get(f"{LIST}{keys[-1]}/")
    shown = [column["voter"].pk for column in page.context["columns"]]
    assert shown[:2] == [people[13].pk, people[14].pk] and len(shown) == 12
    text = page.content.decode()
    assert "Catatan lain kelompok ini yang tidak ditampilkan: 3." in text
    few = sign_in(cast.operator_a).get(f"{LIST}{pairs.plant(a, b)}/")
    assert "tidak ditampilkan" not in few.content.decode()


def test_the_page_decides_and_says_what_is_missing(sign_in, cast):
    people, keys = trio(cast)
    client = sign_in(cast.operator_a)
    url = f"{LIST}{keys[0]}/putuskan/"
    said = {
        "keputusan": "tetap",
        "tetap": str(people[0].public_id),
        "ganda": [str(one.public_id) for one in people],
    }
    text = client.post(url, said, follow=True).content.decode()
    assert "Perlu bukti" in text
    text = client.post(url, {"keputusan": "bukan"}, follow=True).content.decode()
    assert "Tulis di catatan" in text
    said |= {"jenis_bukti": "KTP_KK", "nomor_bukti": "KK 7"}
    text = client.post(url, said, follow=True).content.decode()
    assert "2 usulan TMS ganda menunggu orang kedua" in text
    assert "dipertahankan" in text
    with desk.desk(cast.operator_a):
        made = ChangeProposal.objects.of("3272").filter(category="GANDA")
        assert {one.state for one in made} == {"SECOND"}
    proposal = client.get(f"/kab/3272/usulan/{made[0].public_id}/")
    assert proposal.status_code == 200


def test_the_reasons_of_a_pair_add_up_to_its_weight(sign_in, cast):
    a, b = desk.voters(cast.operator_a, 2)
    odd = [{**one, "weight": one["weight"] + 5} for one in pairs.REASONS]
    key = pairs.plant(a, b, score=-154, reasons=Json(odd))
    text = sign_in(cast.operator_a).get(f"{LIST}{key}/").content.decode()
    told = re.findall(r"<li>[^<]*: <b>([^<]+)</b></li>", text)
    assert len(told) == len(odd) + 1
    (total,) = re.findall(r"bobot pasangan ini: <b>([^<]+)</b>", text)
    assert sum(map(number, told)) == number(total) == -154
    assert "Titik awal, sebelum unsur dibandingkan: <b>−5,65</b>" in text


def number(text):
    """A weight on the page in hundredths."""
    return round(float(text.replace(",", ".").replace("−", "-")) * 100)


def first_button(page):
    """What Enter in a field of the page's answer presses without a script."""
    form = page.content.decode().partition('id="putusan"')[2]
    return re.search(r'<button[^>]*type="submit"[^>]*>', form)[0]


def test_enter_in_a_field_decides_nothing(sign_in, cast):
    people, keys = trio(cast)
    client = sign_in(cast.operator_a)
    page = client.get(f"{LIST}{keys[0]}/")
    assert " disabled" in first_button(page)
    proposal = desk.propose(cast.operator_a, "UBAH", people[0], new={"rt": "009"})
    page = client.get(f"/kab/3272/usulan/{proposal.public_id}/")
    assert " disabled" in first_button(page)
    said = {"tetap": str(people[0].public_id), "ganda": [str(people[1].public_id)]}
    said |= {"jenis_bukti": "KTP_KK", "nomor_bukti": "KK 7", "catatan": "kembar"}
    page = client.post(f"{LIST}{keys[0]}/putuskan/", said)
    assert page.status_code == 422
    assert "Pilih jawabannya" in page.content.decode()
    with desk.desk(cast.operator_a):
        assert not ChangeProposal.objects.of("3272").filter(category="GANDA").exists()


def test_a_refused_answer_keeps_what_was_entered(sign_in, cast):
    people, keys = trio(cast)
    client = sign_in(cast.operator_a)
    url = f"{LIST}{keys[0]}/putuskan/"
    stays, goes = str(people[1].public_id), str(people[0].public_id)
    said = {"keputusan": "tetap", "tetap": stays, "ganda": [goes]}
    said |= {"jenis_bukti": "KTP_KK", "nomor_bukti": " ", "catatan": "satu orang"}
    page = client.post(url, said)
    text = page.content.decode()
    assert page.status_code == 422
    assert text.index("data-focus") < text.index('id="putusan"')
    assert ticked(text, "tetap") == [stays] and ticked(text, "ganda") == [goes]
    assert '<option value="KTP_KK" selected>' in text
    assert 'maxlength="400" value="satu orang"' in text
    text = client.post(url, {**said, "tetap": ""}).content.decode()
    assert "Pilih dahulu catatan yang tetap." in text


def ticked(text, name):
    return re.findall(rf'name="{name}" value="([^"]+)"[^>]* checked', text)


def test_two_people_are_said_and_taken_back(sign_in, cast):
    _people, keys = trio(cast)
    client = sign_in(cast.operator_a)
    url = f"{LIST}{keys[0]}/putuskan/"
    said = {"keputusan": "bukan", "catatan": "Saudara kembar"}
    text = client.post(url, said, follow=True).content.decode()
    assert "Saudara kembar" in text
    assert len(client.get(LIST).context["page"].rows) == 1
    client.post(url, {"keputusan": "urungkan"})
    assert len(client.get(LIST).context["page"].rows) == 2


def test_the_file_masks_both_numbers(sign_in, cast):
    people, _keys = trio(cast)
    answer = sign_in(cast.operator_a).get(LIST + "ekspor/", {"format": "xlsx"})
    content = b"".join(answer.streaming_content)
    sheet = load_workbook(io.BytesIO(content)).active
    cells = [str(cell) for row in sheet.values for cell in row]
    assert people[0].name in cells
    assert not {one.nik for one in people} & set(cells)
    assert people[0].nik[:6] in " ".join(cells)


def test_another_regency_opens_none(sign_in, cast):
    _people, keys = trio(cast)
    client = sign_in(cast.operator_b)
    assert client.get(f"{LIST}{keys[0]}/").status_code == 404
    assert client.get(f"/kab/3101/ganda/{keys[0]}/").status_code == 404


def test_the_list_says_when_the_search_ran_last_and_shows_what_it_found(sign_in, cast):
    a, b = desk.voters(cast.operator_a, 2)
    with as_worker(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE voter SET name = %s, birth_date = %s, birth_place = %s, nkk = %s, "
            "sex = %s WHERE regency_code = '3272' AND id = %s",
            [a.name, a.birth_date, a.birth_place, a.nkk, a.sex, b.pk],
        )
    desk.work("duplicates")
    page = sign_in(cast.operator_a).get(LIST)
    assert "Pencarian terakhir" in page.content.decode()
    found = {(one.voter_a, one.voter_b) for one in page.context["page"].rows}
    assert (a.pk, b.pk) in found
