"""The post officer's one person at a time, and the residents of an RT or RW."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from audit.models import LedgerEntry
from tests.roles import admin_sql, as_worker
from voters.models import ChangeProposal, Evidence, EvidenceDraft

POST = "/kab/3272/pos/"
RESIDENTS = "/kab/3272/warga/"


def somebody(where: str = "3272011001", status: str = "ACTIVE") -> tuple[str, str, str]:
    """NIK, name and public id of a person whose name nobody else bears."""
    rows = admin_sql(
        "SELECT nik, name, public_id::text FROM voter v WHERE status = %s"
        " AND starts_with(kelurahan, %s) AND (SELECT count(*) FROM voter w"
        " WHERE w.name = v.name) = 1 AND (SELECT count(*) FROM voter w"
        " WHERE w.nik = v.nik) = 1 ORDER BY id LIMIT 1",
        [status, where],
    )
    return rows[0]


@pytest.mark.parametrize("by", ["nik", "name"])
def test_one_person_is_found_masked_and_recorded(
    stocked: str, cast: Any, sign_in: Any, by: str
) -> None:
    nik, name, public_id = somebody()
    client = sign_in(cast.post)
    asked = {"nik": f" {nik[:6]} {nik[6:]}", "name": f" {name.lower()} "}[by]
    answer = client.post(POST, {"q": asked})
    assert answer.status_code == 302
    assert answer["Location"] == f"{POST}{public_id}/"
    page = client.get(answer["Location"]).content.decode()
    assert name in page
    assert nik not in page
    assert nik[:6] + "•" * 10 in page
    found = LedgerEntry.objects.using("gate").get(action="voter.search")
    assert found.subject == public_id
    assert found.data == {"by": by, "found": 1, "at": "327201"}
    assert (
        LedgerEntry.objects.using("gate").get(action="voter.view").subject == public_id
    )
    assert not any(
        nik in str(entry.data) + entry.subject
        for entry in LedgerEntry.objects.using("gate").all()
    )


@pytest.mark.parametrize("where", ["327202", "3101"])
def test_people_of_elsewhere_and_nobody_answer_alike(
    stocked: str, cast: Any, sign_in: Any, where: str
) -> None:
    nik, name, public_id = somebody(where)
    client = sign_in(cast.post)
    for asked in (nik, name, "3272019999999999", "TIDAK ADA YANG BERNAMA INI"):
        answer = client.post(POST, {"q": asked})
        assert answer.status_code == 200
        assert "Tidak ada orang dengan NIK atau nama lengkap itu" in (
            answer.content.decode()
        )
        assert public_id not in answer.content.decode()
    assert client.get(f"{POST}{public_id}/").status_code == 404


def test_there_is_no_list_and_part_of_a_name_finds_nobody(
    stocked: str, cast: Any, sign_in: Any
) -> None:
    nik, name, public_id = somebody()
    client = sign_in(cast.post)
    for part in (name[:-1], name.split()[0] + "%", nik[:15], "%", "_"):
        answer = client.post(POST, {"q": part})
        if answer.status_code == 302:  # somebody bears just that name
            assert public_id not in answer["Location"]
    assert client.get("/kab/3272/pemilih/").status_code == 403
    assert client.post("/kab/3272/pemilih/cari/", {"q": nik}).status_code == 403


def test_namesakes_are_not_listed(stocked: str, cast: Any, sign_in: Any) -> None:
    with as_worker():
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE voter SET name = 'NAMA KEMBAR' WHERE regency_code = '3272'"
                " AND id IN (SELECT id FROM voter WHERE kelurahan = '3272011001'"
                " AND status = 'ACTIVE' ORDER BY id LIMIT 2)"
            )
    page = sign_in(cast.post).post(POST, {"q": "nama kembar"})
    assert page.status_code == 200
    assert "Lebih dari satu orang" in page.content.decode()


GROUNDS = {"evidence_kind": "AKTA_KEMATIAN", "evidence_no": "AM-1", "note": "warga"}


@pytest.mark.parametrize(
    ("word", "said", "kind", "new"),
    [
        (
            "meninggal",
            {"category": "MENINGGAL"},
            "TMS",
            {"status": "INELIGIBLE", "status_reason": "MENINGGAL"},
        ),
        (
            "pindah",
            {"category": "PINDAH"},
            "TMS",
            {"status": "INELIGIBLE", "status_reason": "PINDAH"},
        ),
    ],
)
def test_a_removal_is_proposed_with_source_pos(
    stocked: str,
    cast: Any,
    sign_in: Any,
    word: str,
    said: dict[str, str],
    kind: str,
    new: dict[str, str],
) -> None:
    nik, name, public_id = somebody()
    client = sign_in(cast.post)
    url = f"{POST}{public_id}/usulan/?jenis={word}"
    assert nik not in client.get(url).content.decode()
    answer = client.post(url, said | GROUNDS)
    assert answer.status_code == 302, answer.context["form"].errors
    with as_worker():
        made = ChangeProposal.objects.of("3272").get(source="pos")
    assert (made.kind, made.new, made.nik) == (kind, new, nik)
    assert made.proposed_by_id == cast.post.pk
    assert name in client.get(POST).content.decode()
    assert client.post(url, said | GROUNDS).status_code == 200  # stands already


def test_a_correction_shows_no_number_and_changes_none(
    stocked: str, cast: Any, sign_in: Any
) -> None:
    nik, _, public_id = somebody()
    client = sign_in(cast.post)
    url = f"{POST}{public_id}/usulan/?jenis=ubah"
    page = client.get(url)
    form = page.context["form"]
    assert not {"nik", "nkk", "birth_date", "disability"} & set(form.fields)
    assert nik not in page.content.decode()
    filled = {name: str(form[name].value() or "") for name in form.fields}
    filled |= {"address": "JL POS BARU 9", "nik": "3272010101900009"}
    answer = client.post(url, filled)
    assert answer.status_code == 302, answer.context["form"].errors
    with as_worker():
        made = ChangeProposal.objects.of("3272").get(source="pos")
    assert made.new == {"address": "JL POS BARU 9"}
    places = {code for code, _name in form.fields["kelurahan"].choices}
    other = min(places - {filled["kelurahan"]})
    with as_worker():
        ChangeProposal.objects.of("3272").filter(pk=made.pk).update(state="REJECTED")
    answer = client.post(url, {**filled, "kelurahan": other})
    assert answer.status_code == 302, answer.context["form"].errors
    with as_worker():
        rows = ChangeProposal.objects.of("3272").filter(source="pos")
        moved = rows.order_by("-id")[0]
    assert moved.new == {"address": "JL POS BARU 9", "kelurahan": other}


def test_a_report_keeps_its_documents_through_an_error(
    stocked: str, cast: Any, sign_in: Any
) -> None:
    """Rule J13: what was photographed once is not photographed again."""
    _, _, public_id = somebody()
    client = sign_in(cast.post)
    url = f"{POST}{public_id}/usulan/?jenis=meninggal"
    said = GROUNDS | {"relation": "FAMILY", "event_date": "kemarin"}
    photo = SimpleUploadedFile("akta.pdf", b"%PDF-1.4 a")
    page = client.post(url, said | {"documents": photo})
    kept = re.findall(r'name="draf-documents" value="([-0-9a-f]+)"', page.text)
    assert page.status_code == 200 and len(kept) == 1
    more = SimpleUploadedFile("kk.pdf", b"%PDF-1.4 b")
    page = client.post(url, said | {"draf-documents": kept, "documents": more})
    kept = re.findall(r'name="draf-documents" value="([-0-9a-f]+)"', page.text)
    assert len(kept) == 2, "one more beside the first"
    fine = said | {"event_date": "", "draf-documents": kept}
    answer = client.post(url, fine)
    assert answer.status_code == 302, answer.context["form"].errors
    with as_worker():
        made = ChangeProposal.objects.of("3272").get(source="pos")
        rows = Evidence.objects.of("3272").filter(proposal_id=made.pk).exclude(file="")
        told = [default_storage.open(one.file).read() for one in rows.order_by("id")]
        assert not EvidenceDraft.objects.exists()
    assert told == [b"%PDF-1.4 a", b"%PDF-1.4 b"]


def test_a_newcomer_is_proposed_in_the_own_kecamatan_only(
    stocked: str, cast: Any, sign_in: Any
) -> None:
    client = sign_in(cast.post)
    said = {
        **{"nik": "3272011203800099", "name": "WARGA BARU", "birth_date": "1980-03-12"},
        **{"sex": "L", "marital_status": "S", "address": "JL BARU 1"},
        **{"kelurahan": "3272011001", "disability": "0", "category": "PINDAH_MASUK"},
    }
    url = f"{POST}usulan-baru/"
    refused = client.post(url, said | {"kelurahan": "3272021002"})
    assert "kelurahan" in refused.context["form"].errors
    answer = client.post(url, said)
    assert answer.status_code == 302, answer.context["form"].errors
    with as_worker():
        made = ChangeProposal.objects.of("3272").get(source="pos")
    assert (made.kind, made.kelurahan) == ("BARU", "3272011001")


def test_the_head_of_an_rw_reads_residents_without_numbers(
    stocked: str, cast: Any, sign_in: Any
) -> None:
    client = sign_in(cast.head)
    assert client.get("/")["Location"] == RESIDENTS
    page = client.get(RESIDENTS)
    text = page.content.decode()
    rows = admin_sql(
        "SELECT name, nik, nkk, birth_date::text, rw FROM voter WHERE kelurahan ="
        " '3272011001' AND status IN ('ACTIVE', 'HELD')"
    )
    own = {row[0] for row in rows if row[4] == "001"}
    assert page.context["count"] == sum(row[4] == "001" for row in rows) > 0
    assert {row.name for row in page.context["page"].rows} <= own
    for _, nik, nkk, birth, _ in rows:
        assert nik not in text
        assert birth not in text
        assert not nkk or nkk not in text
    entry = LedgerEntry.objects.using("gate").get(action="voter.residents")
    assert entry.data["rw"] == "001"
    assert client.post(RESIDENTS).status_code == 403


def test_fields_of_the_roles_are_the_ones_shown(
    stocked: str, cast: Any, sign_in: Any
) -> None:
    """A column that voters.fields does not name is not fetched for the list."""
    from voters.fields import MASKED, OF_ROLE

    page = sign_in(cast.head).get(RESIDENTS)
    row = page.context["page"].rows[0]
    assert row.get_deferred_fields() >= MASKED | {"birth_place", "disability"}
    assert not MASKED & set(OF_ROLE["NEIGHBOURHOOD"])
    assert not MASKED & set(OF_ROLE["VILLAGE"])
