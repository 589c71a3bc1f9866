"""Codes are shown with their words: on the roll, the voter's page, the proposal."""

from __future__ import annotations

import pytest

from tests.roles import admin_sql
from tests.voters import desk
from voters.forms import DISABILITY
from voters.models import codes


def test_words_by_vintage() -> None:
    assert codes.word_of("disability", "2") == "Intelektual"
    assert codes.word_of("disability", "2", "2018") == "Tuna netra"
    assert codes.coded("disability", "2") == "2, intelektual"
    assert codes.coded("marital_status", "P") == "P, pernah kawin"
    assert codes.coded("status", "HELD") == "Ditahan"
    assert codes.coded("status_reason", "MENINGGAL") == "Meninggal"
    assert codes.coded("status_reason", "") == ""


def test_what_no_list_knows_stays(portal: str) -> None:
    assert codes.coded("disability", "9") == "9"
    assert codes.coded("disability", "2", "1999") == "2"
    assert codes.coded("rt", "001") == "001"
    assert codes.word_of("sex", None) == ""
    assert codes.category_word("DUGAAN_GANDA") == "Dugaan ganda"
    assert codes.effect_word("XX") == "XX"


def test_forms_offer_the_same_list() -> None:
    assert [code for code, _ in DISABILITY] == list(codes.DISABILITY["2024"])


@pytest.fixture
def disabled(stocked, cast):
    """A voter with codes of 2024."""
    voter = desk.voters(cast.operator_a, 1)[0]
    admin_sql(
        "UPDATE voter SET disability = '2', marital_status = 'P', ektp_status = 'S' "
        f"WHERE id = {voter.pk} RETURNING id"
    )
    return voter


def test_on_the_voters_page(sign_in, cast, disabled) -> None:
    page = sign_in(cast.operator_a).get(f"/kab/3272/pemilih/{disabled.public_id}/")
    text = page.content.decode()
    assert '<td>2, intelektual <span class="pd-mute">(daftar kode 2024)</span>' in text
    assert "<td>P, pernah kawin</td>" in text
    assert "<td>S, memiliki</td>" in text
    admin_sql(
        "UPDATE voter SET disability_vintage = '2018', status = 'INELIGIBLE', "
        f"status_reason = 'MENINGGAL' WHERE id = {disabled.pk} RETURNING id"
    )
    page = sign_in(cast.operator_a).get(f"/kab/3272/pemilih/{disabled.public_id}/")
    text = page.content.decode()
    assert "2, tuna netra" in text
    assert "MENINGGAL" not in text
    assert "<td>TMS, Meninggal</td>" in text
    assert "TMS, Meninggal</td>" in text.split("Riwayat")[1]


def test_on_the_proposal_and_the_list(sign_in, cast, disabled) -> None:
    client = sign_in(cast.operator_a)
    made = desk.propose(cast.operator_a, "UBAH", disabled, new={"disability": "6"})
    row = next(
        row
        for row in client.get(f"/kab/3272/usulan/{made.public_id}/").context["rows"]
        if row.name == "disability"
    )
    assert (row.now, row.new) == ("2, intelektual", "6, sensorik netra")
    columns = {"kolom": ["disability", "marital_status"]}
    text = client.get("/kab/3272/pemilih/", columns).content.decode()
    assert "Intelektual" in text
    assert "Pernah kawin" in text
