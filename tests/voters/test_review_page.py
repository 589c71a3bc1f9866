"""The review at speed: fragments, answers to the script, partial acceptance, keys."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.scope import scoped_as
from tests.roles import admin_sql
from tests.voters import desk
from voters import services
from voters.models import ChangeProposal

pytestmark = pytest.mark.usefixtures("shared_stocked")
QUEUE = "/kab/3272/tinjauan/"
READY, SEEN = {"X-Usulan": "siap"}, {"X-Usulan": "tampil"}


@pytest.fixture(autouse=True)
def _free(shared_stocked: str) -> Any:
    yield
    admin_sql("DELETE FROM review_claim")
    admin_sql("DELETE FROM change_proposal")


def made(cast: Any, n: int, **new: Any) -> list[ChangeProposal]:
    people = desk.voters(cast.operator_a, n)
    new = new or {"address": "JL BARU 1"}
    return [desk.propose(cast.operator_a, "UBAH", one, new=new) for one in people]


def page_of(proposal: ChangeProposal) -> str:
    return reverse("voters:proposal", args=["3272", proposal.public_id])


def decide_url(proposal: ChangeProposal) -> str:
    return reverse("voters:decide", args=["3272", proposal.public_id])


def test_one_proposal_comes_without_its_frame(cast: Any, sign_in: Any) -> None:
    client = sign_in(cast.operator_a)
    first, second, third = made(cast, 3)
    ahead = {**READY, "X-Usulan-Dari": str(first.public_id)}
    client.get(page_of(second), headers=READY)
    with CaptureQueriesContext(connection) as asked:
        part = client.get(page_of(second), headers=ahead)
    text = part.content.decode()
    assert "<html" not in text and 'name="csrfmiddlewaretoken"' in text
    assert f'data-after="{page_of(third)}"' in text
    assert f'data-before="{page_of(first)}"' in text
    assert second.name in text and second.nik not in text
    assert len(asked) <= 16, [one["sql"][:90] for one in asked]
    assert admin_sql("SELECT 1 FROM review_claim") == [], "unseen takes nothing"
    seen = client.get(page_of(second), headers=SEEN).content.decode()
    assert f'data-before="{page_of(first)}"' in seen
    assert admin_sql("SELECT subject FROM review_claim") == [(f"v{second.voter_id}",)]
    shown = admin_sql("SELECT 1 FROM audit_ledgerentry WHERE action = 'proposal.view'")
    assert len(shown) == 3, "what is loaded ahead is recorded as read"


K1, K2, K3 = "3272011001", "3272011002", "3272021001"
PAPER = {"evidence_kind": "KTP_KK", "evidence_no": "1"}
QUEUED = {
    "a": ("UBAH", K1, {"new": {"address": "JL A 1"}}),
    "b": ("UBAH", K2, {"new": {"rt": "077"}}),
    "c": ("UBAH", K3, {"new": {"address": "JL C 1", "rt": "077"}}),
    "d": ("TMS", K1, {"category": "MENINGGAL", **PAPER}),
    "e": ("TMS", K3, {"category": "PINDAH", **PAPER}),
    "f": ("TMS", K2, {"category": "MENINGGAL", **PAPER}),
    "g": ("UBAH", K1, {"new": {"kelurahan": K3}}),
}
"""Proposals that wait, by letter; "z" is one of K1 that was accepted."""


def queued(cast: Any) -> dict[int, str]:
    """Makes them; number -> letter."""
    user, letters = cast.operator_a, {}
    taken: list[int] = []
    for letter, (kind, place, said) in QUEUED.items():
        rows = desk.voters(user, 9, kelurahan=place)
        voter = next(one for one in rows if one.pk not in taken)
        taken.append(voter.pk)
        letters[desk.propose(user, kind, voter, **said).pk] = letter
    voter = next(v for v in desk.voters(user, 9, kelurahan=K1) if v.pk not in taken)
    done = desk.propose(user, "UBAH", voter, new={"address": "JL Z 1"})
    desk.decide(user, services.accept, done)
    new = {"name": "ORANG BARU", "birth_date": "1990-01-01", "sex": "L"}
    new |= {"address": "JL H 1", "kelurahan": K2}
    said = {"nik": "3201010101900001", "new": new, "category": "PINDAH_MASUK"}
    born = desk.propose(user, "BARU", None, **said)
    return {**letters, done.pk: "z", born.pk: "h"}


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", "abcdefgh"),
        ("jenis=UBAH", "abc"),
        ("jenis=PINDAH_DALAM", "g"),
        ("jenis=TMS&jenis=BARU", "defh"),
        ("kecamatan=327201", "abdfgh"),
        ("kecamatan=327202", "ce"),
        (f"kelurahan={K1}", "adg"),
        (f"kelurahan={K2}", "bfh"),
        (f"kelurahan={K3}", "ce"),
        ("unsur=address", "ach"),
        ("unsur=rt", "bc"),
        ("unsur=kelurahan", "gh"),
        ("unsur=tps", ""),
        ("kategori=MENINGGAL", "df"),
        ("kategori=PINDAH", "e"),
        ("kategori=PINDAH_MASUK", "h"),
        ("kategori=GENAP_17", ""),
        ("jenis=UBAH&unsur=address", "ac"),
        ("jenis=UBAH&kecamatan=327201&unsur=rt", "b"),
        (f"jenis=UBAH&kecamatan=327201&kelurahan={K1}&unsur=address", "a"),
        ("jenis=TMS&kecamatan=327201&kategori=MENINGGAL", "df"),
        (f"jenis=TMS&kelurahan={K2}&kategori=MENINGGAL", "f"),
        (f"jenis=TMS&kelurahan={K1}&kategori=PINDAH", ""),
        (f"kecamatan=327202&kelurahan={K1}", ""),
        ("keadaan=ACCEPTED&unsur=address", "z"),
        (f"keadaan=ACCEPTED&kelurahan={K2}", ""),
        ("periode=2026-11&jenis=TMS", "def"),
        ("periode=2026-10", ""),
        ("periode=2099-01", ""),
    ],
)
def test_filters_cut_the_queue_to_their_rows(
    cast: Any, sign_in: Any, query: str, rows: str
) -> None:
    """Each alone and combined; the bulk decision is about the same rows."""
    letters = queued(cast)
    client = sign_in(cast.operator_a)
    page = client.get(f"{QUEUE}?{query}")
    found = [letters[row.pk] for row in page.context["page"].rows]
    assert sorted(found) == list(rows)
    assert page.context["count"] == len(rows)
    if "keadaan" not in query:
        asked = f"{reverse('voters:bulk', args=['3272'])}?{query}&keputusan=hold"
        assert client.get(asked).context["count"] == len(rows)


def test_a_period_in_the_address_has_a_chip(cast: Any, sign_in: Any) -> None:
    (only,) = made(cast, 1)
    client = sign_in(cast.operator_a)
    html = client.get(f"{QUEUE}?periode=2026-11").content.decode()
    assert re.search(r"Periode:?\s*(<[^>]*>\s*)*2026-11", html)
    assert "2026-11" not in client.get(QUEUE).content.decode().split("<main")[1]
    assert str(only.public_id) in html


def test_the_list_goes_on_with_whoever_decides(
    cast: Any, sign_in: Any, settings: Any
) -> None:
    """Past the end of its page the list is that of the proposal on screen."""
    settings.POLICY = replace(settings.POLICY, page_rows=2)
    client = sign_in(cast.operator_a)
    proposals = made(cast, 5)

    def listed(one: ChangeProposal, query: str = "") -> list[int]:
        page = client.get(page_of(one) + query)
        assert "data-list" in page.content.decode()
        return [row.pk for row in page.context["page"].rows]

    numbers = [one.pk for one in proposals]
    assert listed(proposals[1]) == numbers[:2]
    shown = client.get(page_of(proposals[3])).context
    assert [row.pk for row in shown["page"].rows] == numbers[3:]
    assert shown["place"] == 1
    assert shown["before"] == proposals[2].public_id, "k leads back"
    assert numbers[4] in listed(proposals[4], "?urut=risiko")
    # A page that the address names stays, and so does the list beside a decided one.
    cursor = f"?sesudah={proposals[0].public_id}"
    assert listed(proposals[4], cursor) == numbers[1:3]
    client.post(decide_url(proposals[3]), {"keputusan": "accept"})
    assert listed(proposals[3]) == numbers[:2]


def test_what_is_left_is_counted_down(cast: Any, sign_in: Any) -> None:
    client = sign_in(cast.operator_a)
    first, second, third = made(cast, 3)
    head = client.get(QUEUE).content.decode()
    assert '<span data-left="3">3</span>' in head
    assert 'hx-trigger="load, pd:decided from:document delay:2s"' in head

    def gone(proposal: ChangeProposal, **said: str) -> int:
        told = client.post(decide_url(proposal), said, headers=SEEN).json()
        return int(told["gone"])

    assert gone(first, keputusan="accept") == 1
    assert gone(second, keputusan="hold", sampai="2099-01-01") == 0, "it still waits"
    assert gone(third, keputusan="reject", alasan="BUKAN_ORANG") == 1
    assert gone(third, keputusan="reopen") == 0
    left = client.get(f"{QUEUE}sisa/", headers={"HX-Request": "true"})
    assert left.context["left"].total == 2


def test_the_script_is_told_how_it_went(cast: Any, sign_in: Any) -> None:
    client = sign_in(cast.operator_a)
    first, second, third = made(cast, 3)
    said = {"keputusan": "accept", "seen": "OPEN", "tampil": str(second.public_id)}
    done = client.post(decide_url(first), said, headers=SEEN)
    assert done.status_code == 200
    assert done.json()["undo"] == f"{decide_url(first)}?keputusan=reopen"
    assert (done.json()["state"], done.json()["held"]) == ("Diterima", "")
    assert admin_sql("SELECT subject FROM review_claim") == [(f"v{second.voter_id}",)]
    again = client.post(decide_url(first), said, headers=SEEN)
    assert again.status_code == 409
    assert str(cast.operator_a) in again.json()["words"]
    sign_in(cast.operator_a2).get(page_of(third), headers=SEEN)
    said["tampil"] = str(third.public_id)
    held = client.post(decide_url(second), said, headers=SEEN).json()
    assert str(cast.operator_a2) in held["held"]
    bare = client.post(decide_url(third), {"keputusan": "accept"}, headers=SEEN)
    assert (bare.status_code, bare.json()["held"]) == (409, "")
    undone = client.post(f"{decide_url(first)}?keputusan=reopen", headers=SEEN)
    assert undone.json()["undo"] == ""
    assert desk.see(cast.operator_a, first).state == "OPEN"


def test_what_is_not_taken_is_refused_with_its_reason(cast: Any, sign_in: Any) -> None:
    client = sign_in(cast.operator_a)
    (only,) = made(cast, 1, address="JL X 1", rt="099", rw="088")
    said = {"keputusan": "accept", "sebagian": "1", "unsur": ["address"]}
    without = client.post(decide_url(only), said, follow=True).content.decode()
    assert "Pilih alasan penolakan" in without
    torn = {**said, "unsur": ["rt"], "alasan": "KANTOR_BARU"}
    told = client.post(decide_url(only), torn, follow=True).content.decode()
    assert "hanya dapat diambil bersama" in told and "RT" in told
    assert desk.see(cast.operator_a, only).state == "OPEN"
    client.post(decide_url(only), {**said, "alasan": "KANTOR_BARU"})
    kept = desk.see(cast.operator_a, only)
    assert (kept.state, kept.reject_reason) == ("ACCEPTED", "KANTOR_BARU")
    assert kept.new["_dropped"] == {"rt": "099", "rw": "088"}
    shown = client.get(page_of(only))
    rows = {row.name: row.state for row in shown.context["rows"]}
    assert (rows["address"], rows["rt"], rows["rw"]) == (
        "CHANGED",
        "REFUSED",
        "REFUSED",
    )
    assert "Data kantor lebih baru" in shown.content.decode()
    desk.work("apply")
    with desk.desk(cast.operator_a):
        from voters.selectors import history

        voter = desk.see_voter(cast.operator_a, only.voter_id)
        moment = history(voter, open_period=desk.period().pk, places={})[0]
    assert [str(label) for label in moment.refused] == ["RT", "RW"]
    assert [str(label) for label, _old, _new in moment.changes] == ["Alamat"]


def test_the_orders_by_risk_and_kecamatan(cast: Any, sign_in: Any) -> None:
    client = sign_in(cast.operator_a)
    people = desk.voters(cast.operator_a, 12)
    for at, one in enumerate(people):
        if at % 3 == 0:
            desk.propose(cast.operator_a, "TMS", one, category="MENINGGAL")
        else:
            new = (
                {"sex": "P" if one.sex == "L" else "L"} if at % 3 == 1 else {"rt": "9"}
            )
            desk.propose(cast.operator_a, "UBAH", one, new=new)
    ranks = {"TMS": 0, "sex": 2, "rt": 4}

    def of(row: ChangeProposal) -> int:
        return ranks["TMS" if row.kind == "TMS" else row.elements[0]]

    by_risk = client.get(QUEUE, {"urut": "risiko"}).context["page"].rows
    keys = [(of(one), one.kelurahan, one.pk) for one in by_risk]
    assert len(keys) == 12 and keys == sorted(keys)
    by_place = client.get(QUEUE, {"urut": "kecamatan"}).context["page"].rows
    keys = [(one.kelurahan, of(one), one.pk) for one in by_place]
    assert keys == sorted(keys)
    middle = by_risk[5]
    rest = client.get(QUEUE, {"urut": "risiko", "sesudah": str(middle.public_id)})
    assert [one.pk for one in rest.context["page"].rows] == [
        one.pk for one in by_risk[6:]
    ]
    part = client.get(f"{page_of(middle)}?urut=risiko", headers=SEEN).content.decode()
    assert str(by_risk[6].public_id) in part and str(by_risk[4].public_id) in part


def test_reasons_fit_the_kind(cast: Any, sign_in: Any) -> None:
    (only,) = made(cast, 1)
    shown = sign_in(cast.operator_a).get(page_of(only)).context
    codes = [code for code, _word in shown["reject_reasons"]]
    assert "SALAH_UNSUR" in codes and "LAPANGAN" not in codes


def test_keys_are_the_accounts_choice(cast: Any, sign_in: Any) -> None:
    client = sign_in(cast.operator_a)
    assert "data-keys-off" not in client.get(QUEUE).content.decode()
    assert client.post("/akun/tombol/", {"mati": "1"}).status_code == 204
    assert "data-keys-off" in client.get(QUEUE).content.decode()
    elsewhere = sign_in(cast.operator_a)
    assert "data-keys-off" in elsewhere.get(QUEUE).content.decode()
    assert "data-keys-off" not in sign_in(cast.operator_a2).get(QUEUE).content.decode()
    assert client.post("/akun/tombol/").status_code == 204
    assert "data-keys-off" not in client.get(QUEUE).content.decode()
    assert (
        sign_in(cast.province).post("/akun/tombol/", {"mati": "1"}).status_code == 204
    )


@pytest.mark.parametrize(
    ("order", "index", "sorts"),
    [
        ("nomor", "regency_code_id", False),
        ("risiko", "regency_code_proposal_risk", False),
        ("kecamatan", "regency_code_kelurahan_id", True),
    ],
)
def test_a_page_of_the_queue_sorts_nobody_who_is_not_on_it(
    cast: Any, sign_in: Any, order: str, index: str, sorts: bool
) -> None:
    made(cast, 3)
    with CaptureQueriesContext(connection) as asked:
        sign_in(cast.operator_a).get(f"{QUEUE}?urut={order}")
    (page,) = [
        one["sql"]
        for one in asked
        if "LIMIT 51" in one["sql"] and 'FROM "change_proposal"' in one["sql"]
    ]
    with (
        transaction.atomic(),
        scoped_as(cast.operator_a),
        connection.cursor() as cursor,
    ):
        # Of three proposals any plan would do; of a hundred thousand only this one.
        for way in ("seqscan", "sort", "bitmapscan"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute(f"EXPLAIN {page}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert f"change_proposal_3272_{index}" in plan, plan
    assert ("Sort" in plan) == sorts, plan
    # Of one kelurahan those alone that wait in it are put in order.
    assert ("Presorted Key: change_proposal.kelurahan" in plan) == sorts
