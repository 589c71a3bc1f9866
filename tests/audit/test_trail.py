"""The trail of one voter is complete: twenty known touches, twenty lines."""

from __future__ import annotations

import io
import time
import uuid
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.scope import ERRAND, mint, scoped_as
from audit.models import LedgerEntry, PersonsShown
from audit.services import CHUNK, Persons, record
from tests.roles import admin_sql, as_worker, login_sql
from tests.voters import desk
from voters.models import Voter

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b"
    "550000000a49444154789c636000000002000148afa4710000000049454e44ae"
    "426082"
)
"""A whole picture of one pixel that says nothing else: kept as it came."""


def first_voter(user: Any) -> Any:
    return desk.voters(user, 1)[0]


def published(user: Any) -> None:
    """Bawaslu may read the opening period."""
    from periods.models import Period
    from plenos.models import Plenary, PlenaryState

    period = Period.objects.filter(regency_code="3272", code="2026-10").get()
    with desk.desk(user):
        Plenary.objects.create(
            regency_code="3272",
            period=period,
            state=PlenaryState.PUBLISHED,
            published_at=timezone.now(),
        )


def exported_lines(client: Any, voter: Any) -> list[tuple[Any, ...]]:
    url = reverse("audit:trail_export", args=["3272", voter.public_id])
    answer = client.get(url)
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return list(book.active.iter_rows(min_row=3, values_only=True))


def touch_twenty_times(cast: Any, sign_in: Any, voter: Any) -> list[str]:
    """Twenty touches of many kinds; gives their action codes."""
    a, b, c = sign_in(cast.operator_a), sign_in(cast.operator_a2), sign_in(cast.chair_a)
    url = reverse("voters:detail", args=["3272", voter.public_id])
    listing = reverse("voters:list", args=["3272"])
    for client in (a, b, c):
        assert client.get(url).status_code == 200
        assert voter.name in client.get(listing, {"nama": voter.name}).content.decode()
    for client in (a, b):
        client.post(reverse("voters:search", args=["3272"]), {"q": voter.nik})
        unmask = reverse("voters:unmask", args=["3272", voter.public_id])
        assert voter.nik in client.post(unmask, {"tujuan": "coklit"}).content.decode()
        file = client.get(reverse("voters:export", args=["3272"]), {"nama": voter.name})
        assert b"".join(file.streaming_content)
    form = reverse("voters:propose", args=["3272"]) + f"?pemilih={voter.public_id}"
    assert a.get(f"{form}&jenis=TMS").status_code == 200
    made = desk.propose(cast.operator_a, "UBAH", voter, new={"rt": "009"})
    with desk.desk(cast.operator_a):
        from voters import services

        services.add_evidence(
            actor=cast.operator_a,
            regency="3272",
            public_id=made.public_id,
            kind="SURAT_PINDAH",
            number="1",
            upload=SimpleUploadedFile("b.png", PNG, "image/png"),
            note="",
        )
    shown = reverse("voters:proposal", args=["3272", made.public_id])
    assert a.get(shown).status_code == 200
    assert c.get(shown).status_code == 200
    scan = admin_sql("SELECT public_id FROM evidence WHERE file <> ''")[0][0]
    for client in (a, c):
        file = client.get(
            reverse("voters:evidence_file", args=["3272", made.public_id, scan])
        )
        assert b"".join(file.streaming_content) == PNG
    behind = reverse("plenos:behind", args=["3272", "2026-11"])
    assert voter.name in a.get(behind, {"column": "SEKARANG"}).content.decode()
    published(cast.chair_a)
    watched = reverse("plenos:supervisor_list", args=["3272"])
    for page in range(1, 20):
        seen = sign_in(cast.supervisor).get(
            watched,
            {
                "periode": "2026-10",
                "kelurahan": voter.kelurahan,
                "tps": voter.tps,
                "halaman": page,
                "page": page,
            },
        )
        assert seen.status_code == 200
        if voter.name in seen.content.decode():
            break
    return [
        *["voter.view"] * 4,
        *["voter.list"] * 3,
        *["voter.search"] * 2,
        *["voter.unmask"] * 2,
        *["voter.export"] * 2,
        *["proposal.view"] * 2,
        *["evidence.read"] * 2,
        *("recap.behind", "supervisor.list"),
    ]


def test_twenty_touches_are_twenty_lines(stocked: str, cast: Any, sign_in: Any) -> None:
    voter = first_voter(cast.operator_a)
    wanted = touch_twenty_times(cast, sign_in, voter)
    client = sign_in(cast.chair_a)
    client.get(reverse("audit:trail", args=["3272", voter.public_id]))
    wanted.append("trail.view")
    assert len(wanted) == 20
    lines = exported_lines(client, voter)
    with as_worker():
        found = LedgerEntry.objects.using("gate").filter(
            pk__in=[line[4] for line in lines]
        )
        assert sorted(found.values_list("action", flat=True)) == sorted(wanted)
    assert len(lines) == 20
    assert {line[1] for line in lines} >= {str(cast.operator_a), str(cast.supervisor)}
    purposes = [line[3] for line in lines if line[3]]
    assert purposes == ["Coklit terbatas"] * 2
    assert len(exported_lines(client, voter)) == 21  # the first export is on record


def test_another_persons_trail_stays_empty(
    stocked: str, cast: Any, sign_in: Any
) -> None:
    one, other = desk.voters(cast.operator_a, 2)
    client = sign_in(cast.operator_a)
    client.get(reverse("voters:detail", args=["3272", one.public_id]))
    assert len(exported_lines(client, other)) == 0
    assert len(exported_lines(client, one)) == 1


def test_the_page_shows_who_when_and_what_for(
    stocked: str, cast: Any, sign_in: Any
) -> None:
    voter = first_voter(cast.operator_a)
    client = sign_in(cast.operator_a)
    unmask = reverse("voters:unmask", args=["3272", voter.public_id])
    client.post(unmask, {"tujuan": "hukum"})
    page = client.get(reverse("audit:trail", args=["3272", voter.public_id]))
    text = page.content.decode()
    assert "NIK dibuka" in text
    assert "Permintaan pengadilan atau penegak hukum" in text
    assert str(cast.operator_a) in text
    assert voter.nik not in text


def test_a_purpose_is_asked_once_a_session(
    stocked: str, cast: Any, sign_in: Any
) -> None:
    one, other = desk.voters(cast.operator_a, 2)
    client = sign_in(cast.operator_a)
    urls = [reverse("voters:unmask", args=["3272", v.public_id]) for v in (one, other)]
    refused = client.post(urls[0])
    assert refused.status_code == 302
    assert client.post(urls[0], {"tujuan": "apa saja"}).status_code == 302
    assert not admin_sql("SELECT 1 FROM audit_ledgerentry WHERE action='voter.unmask'")
    assert one.nik in client.post(urls[0], {"tujuan": "ganda"}).content.decode()
    assert other.nik in client.post(urls[1]).content.decode()
    rows = admin_sql(
        "SELECT subject, purpose FROM audit_ledgerentry WHERE action='voter.unmask'"
        " ORDER BY id"
    )
    assert rows == [(str(one.public_id), "ganda"), (str(other.public_id), "ganda")]
    again = sign_in(cast.operator_a)
    assert again.post(urls[1]).status_code == 302


def test_a_person_is_not_found_from_another_regency(
    stocked: str, cast: Any, sign_in: Any
) -> None:
    voter = first_voter(cast.operator_a)
    sign_in(cast.operator_a).get(
        reverse("voters:detail", args=["3272", voter.public_id])
    )
    ask = "SELECT count(*) FROM person_trail('3272', ARRAY[%s]::uuid[])"
    shown = "SELECT set_config('app.token', %s, true); "
    key = str(voter.public_id)
    own = mint(cast.operator_a, lifetime=ERRAND)
    other = mint(cast.operator_b, lifetime=ERRAND)
    assert login_sql("web", shown + ask, [own, key]) == [(1,)]
    assert login_sql("web", shown + ask, [other, key]) == [(0,)]
    assert login_sql("web", ask, [key]) == [(0,)]
    assert login_sql("web", "SELECT count(*) FROM ledger_persons") == [(0,)]


def test_a_refusal_is_on_record(stocked: str, cast: Any, sign_in: Any) -> None:
    voter = first_voter(cast.operator_a)
    foreign = sign_in(cast.operator_b)
    url = reverse("voters:detail", args=["3272", voter.public_id])
    assert foreign.get(url).status_code == 404
    unknown = reverse("voters:detail", args=["3101", voter.public_id])
    assert foreign.get(unknown).status_code == 404
    assert sign_in(cast.province).get(url).status_code == 403
    assert foreign.get("/tidak/ada/").status_code == 404  # no page: a slip
    rows = admin_sql(
        "SELECT actor_id, action, regency_code, subject FROM audit_ledgerentry"
        " WHERE action LIKE 'refused%' ORDER BY id"
    )
    assert rows == [
        (cast.operator_b.pk, "refused.object", "3272", "voters:detail"),
        (cast.operator_b.pk, "refused.object", "3101", "voters:detail"),
        (cast.province.pk, "refused.right", "3272", "voters:detail"),
    ]


def test_persons_are_kept_in_chunks(portal: str) -> None:
    keys = [uuid.uuid4() for _ in range(CHUNK + 5)]
    with as_worker():
        record(actor=None, action="x", regency_code="3272", persons=Persons(keys))
        entry = LedgerEntry.objects.using("gate").get(action="x")
        rows = PersonsShown.objects.filter(entry_id=entry.pk).order_by("id")
        assert [len(row.persons) for row in rows] == [CHUNK, 5]
        assert [key for row in rows for key in row.persons] == keys


@pytest.mark.slow
def test_a_page_of_names_costs_little(portal: str, cast: Any) -> None:
    """Fifty persons an entry: the mean of 200 entries stays below 10 ms."""
    who = cast.operator_a
    pages = [[uuid.uuid4() for _ in range(50)] for _ in range(200)]
    with transaction.atomic(), scoped_as(who):
        start = time.perf_counter()
        for page in pages:
            record(actor=who, action="x", regency_code="3272", persons=page)
        spent = (time.perf_counter() - start) / len(pages)
    assert spent < 0.010


def test_the_smaller_roles_and_bawaslu_are_on_the_trail_too(
    stocked: str, cast: Any, sign_in: Any
) -> None:
    """Post, head of an RW, kelurahan and Bawaslu's letter and sample, by one voter."""
    from plenos.services import name_people, save_advice
    from plenos.services.advice import Named

    published(cast.operator_a)
    with transaction.atomic(), scoped_as(cast.head):
        voter = Voter.objects.in_scope_of(cast.head).counted().order_by("name", "id")[0]
    voter = desk.see_voter(cast.operator_a, voter.pk)
    post = sign_in(cast.post)
    home = reverse("voters:post", args=["3272"])
    assert post.post(home, {"q": voter.nik}).status_code == 302
    person = reverse("voters:post_person", args=["3272", voter.public_id])
    assert post.get(person).status_code == 200
    form = f"{person}usulan/?jenis=meninggal"
    assert post.get(form).status_code == 200
    given = {"category": "MENINGGAL", "evidence_kind": "AKTA_KEMATIAN"}
    told = {**given, "evidence_no": "AM-1", "note": "warga"}
    assert post.post(form, told).status_code == 302
    assert post.get(home).status_code == 200
    assert sign_in(cast.village).get("/kab/3272/kelurahan/").status_code == 200
    assert sign_in(cast.head).get("/kab/3272/warga/").status_code == 200

    with transaction.atomic(), scoped_as(cast.operator_a):
        letter = save_advice(
            actor=cast.operator_a,
            regency="3272",
            facts={
                **{"institution": "Bawaslu", "kind": "SARAN", "state": "OPEN"},
                **{"letter_no": "1/PM", "letter_on": date(2026, 11, 20)},
                **{"subject": "Periksa."},
            },
            advice=None,
        )
        named = [Named(line=2, nik=voter.nik)]
        name_people(actor=cast.operator_a, advice=letter, people=named)
    read = reverse("plenos:advice", args=["3272", letter.public_id])
    for who in (cast.supervisor, cast.operator_a):
        assert voter.name in sign_in(who).get(read).content.decode()
    drawn = {"periode": "2026-10", "wilayah": voter.kelurahan, "jumlah": "500"}
    bawaslu = sign_in(cast.supervisor)
    for out in ("", "pdf"):
        answer = bawaslu.post("/kab/3272/pengawas/sampel/", drawn | {"keluaran": out})
        assert answer.status_code == 200
    listed = {"periode": "2026-10", "kelurahan": voter.kelurahan}
    assert bawaslu.get("/kab/3272/pengawas/daftar.pdf", listed).status_code == 200
    office = sign_in(cast.operator_a)
    page = office.get(reverse("audit:trail", args=["3272", voter.public_id]))
    seen = {
        (row["entry"].actor_id, row["entry"].action) for row in page.context["rows"]
    }
    assert seen >= {
        *((cast.post.pk, "voter.search"), (cast.post.pk, "voter.view")),
        *((cast.post.pk, "proposal.view"), (cast.village.pk, "proposal.village")),
        *((cast.head.pk, "voter.residents"), (cast.supervisor.pk, "advice.read")),
        (cast.supervisor.pk, "supervisor.sample"),
        (cast.supervisor.pk, "supervisor.sample.export"),
        (cast.supervisor.pk, "supervisor.list.export"),
        (cast.operator_a.pk, "advice.read"),
    }
    views = admin_sql(
        "SELECT count(*) FROM audit_ledgerentry WHERE action = 'voter.view'"
        " AND actor_id = %s",
        [cast.post.pk],
    )
    assert views == [(3,)]  # the person, the form, the form sent
