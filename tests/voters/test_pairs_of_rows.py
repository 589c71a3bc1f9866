"""Pages of pairs of which a row of a delivery is a side: shown, or not answered."""

from __future__ import annotations

import re
from typing import Any

import pytest
from psycopg2.extras import Json

from tests.roles import admin_sql, as_worker
from tests.voters import desk, pairs
from voters import services
from voters.models import ChangeProposal, Voter
from voters.services import errors

LIST = "/kab/3272/ganda/"
pytestmark = pytest.mark.usefixtures("stocked")


def bring(voter: Voter, line: int, delivery: int = 1, **said: str) -> ChangeProposal:
    """A BARU of a row that says what the voter's record says, but for `said`."""
    names = ("nkk", "name", "birth_place", "sex", "address", "kelurahan")
    new = {name: getattr(voter, name) for name in names}
    source = said.pop("source", "dukcapil")
    nik = f"3201{voter.nik[4:]}" if line < 9 else f"3202{voter.nik[4:]}"
    new |= {"nik": nik, "birth_date": f"{voter.birth_date:%Y-%m-%d}", "rt": "", **said}
    row = {
        "kind": "BARU",
        "nik": nik,
        "name": new["name"],
        "sex": voter.sex,
        "kelurahan": voter.kelurahan,
        "new": Json(new),
        "source": source,
        "line_no": line,
        "fingerprint": str(line),
    }
    desk.inject([row], delivery=delivery)
    with as_worker():
        return ChangeProposal.objects.of("3272").get(kind="BARU", nik=nik)


def pair_of_row(voter: Voter, line: int, delivery: int = 1) -> str:
    """A waiting pair of a voter and a row."""
    other = {"voter_b": None, "version_b": None}
    at = {"delivery_id": delivery, "line_no": line}
    return pairs.plant(voter, voter, origin="BOTH", **other, **at)


def pair_of_rows(voter: Voter, line: int, other: int) -> str:
    """A waiting pair of two rows of a file."""
    nobody = dict.fromkeys(("voter_a", "version_a", "voter_b", "version_b", "cluster"))
    at = {"delivery_id": 1, "line_no": line, "line_b": other}
    return pairs.plant(voter, voter, origin="FILE", **nobody, **at)


def lines_of(page: Any) -> dict[str, Any]:
    return {one.name: one for one in page.context["lines"]}


def answer(user: Any, key: str) -> None:
    with desk.desk(user):
        services.not_duplicate(actor=user, regency="3272", public_id=key, note="Kembar")


def test_a_row_stands_beside_the_voter(sign_in: Any, cast: Any) -> None:
    (voter,) = desk.voters(cast.operator_a, 1)
    new = bring(voter, 7, address="JALAN ZAMRUD 77")
    key = pair_of_row(voter, 7)
    page = sign_in(cast.operator_a).get(f"{LIST}{key}/")
    text = page.content.decode()
    lines = lines_of(page)
    assert lines["address"].values == [voter.address, "JALAN ZAMRUD 77"]
    assert (lines["name"].same, lines["rt"].unsaid) == (True, True)
    assert lines["kelurahan"].values[0] == lines["kelurahan"].values[1]
    assert voter.kelurahan not in lines["kelurahan"].values[1]  # its name
    assert "status" not in lines
    assert f'href="/kab/3272/usulan/{new.public_id}/"' in text
    assert "Baru: Menunggu" in text and "baris 7" in text
    assert 'value="bukan"' in text and 'name="tetap"' not in text
    assert not {voter.nik, new.nik, voter.nkk} & set(re.findall(r"\d{16}", text))
    ((shown,),) = admin_sql(
        "SELECT persons::text[] FROM ledger_persons p JOIN audit_ledgerentry e "
        "ON e.id = p.entry_id WHERE e.action = 'duplicate.view' ORDER BY e.id LIMIT 1"
    )
    assert {str(voter.public_id), str(new.public_id)} <= set(shown)


def test_two_rows_stand_side_by_side_for_no_more_queries(
    sign_in: Any, cast: Any, django_assert_max_num_queries: Any
) -> None:
    (voter,) = desk.voters(cast.operator_a, 1)
    both = [bring(voter, line, name="ZULFAQAR WIRASAKTI") for line in (7, 9)]
    key = pair_of_rows(voter, 7, 9)
    client = sign_in(cast.operator_a)
    client.get(f"{LIST}{key}/")
    with django_assert_max_num_queries(21):
        page = client.get(f"{LIST}{key}/")
    text = page.content.decode()
    assert lines_of(page)["name"].values == ["ZULFAQAR WIRASAKTI"] * 2
    assert [one["line"] for one in page.context["columns"]] == [9, 7]
    assert all(f"/usulan/{one.public_id}/" in text for one in both)
    said = {"keputusan": "bukan", "catatan": "Kembar"}
    client.post(f"{LIST}{key}/putuskan/", said)
    assert pairs.see(cast.operator_a, key).state == "NOT_DUPLICATE"


def test_a_row_that_joined_a_proposal_says_its_own_words(
    sign_in: Any, cast: Any
) -> None:
    (voter,) = desk.voters(cast.operator_a, 1)
    bring(voter, 7)
    bring(voter, 8, delivery=2, address="JALAN ZAMRUD 77", source="desa")
    page = sign_in(cast.operator_a).get(f"{LIST}{pair_of_row(voter, 8, 2)}/")
    lines = lines_of(page)
    assert lines["address"].values == [voter.address, "JALAN ZAMRUD 77"]
    assert lines["name"].same and "baris 8" in page.content.decode()


@pytest.mark.parametrize("rows", [1, 2])
def test_a_row_that_nobody_sees_is_not_answered(
    sign_in: Any, cast: Any, rows: int
) -> None:
    (voter,) = desk.voters(cast.operator_a, 1)
    key = pair_of_row(voter, 7) if rows == 1 else pair_of_rows(voter, 7, 9)
    text = sign_in(cast.operator_a).get(f"{LIST}{key}/").content.decode()
    assert "tidak dapat ditampilkan" in text
    assert 'value="bukan"' not in text
    with pytest.raises(errors.NotDecidable, match="tidak terlihat"):
        answer(cast.operator_a, key)
    if rows == 2:
        bring(voter, 7)
        with pytest.raises(errors.NotDecidable, match="tidak terlihat"):
            answer(cast.operator_a, key)
        bring(voter, 9)
        answer(cast.operator_a, key)


def test_what_a_refusal_kept_is_shown_again(sign_in: Any, cast: Any) -> None:
    (voter,) = desk.voters(cast.operator_a, 1)
    bring(voter, 7)
    key = pair_of_row(voter, 7)
    page = sign_in(cast.operator_a).post(
        f"{LIST}{key}/putuskan/", {"keputusan": "bukan", "catatan": " "}
    )
    assert page.status_code == 422
    assert "Tulis di catatan" in page.content.decode()


def test_a_pair_that_rests_shows_its_refused_row(sign_in: Any, cast: Any) -> None:
    (voter,) = desk.voters(cast.operator_a, 1)
    new, key = bring(voter, 7), pair_of_row(voter, 7)
    desk.decide(cast.operator_a, services.reject, new, reason="BUKTI_KURANG")
    text = sign_in(cast.operator_a).get(f"{LIST}{key}/").content.decode()
    assert "Baru: Ditolak" in text and 'value="bukan"' not in text
    assert admin_sql("SELECT state FROM duplicate_pair") == [("STALE",)]
