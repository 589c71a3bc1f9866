"""The pack of an account holds what the ledger holds, and nothing of anybody else."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from kpu_portal import breach_rows
from tests.audit.test_trail import published, touch_twenty_times
from tests.roles import admin_sql, as_worker
from tests.voters import desk
from voters import services


def pack(account: str, out: Path, since: Any = None, until: Any = None) -> Any:
    """Run the command over the last hour; gives what it said."""
    said = io.StringIO()
    now = timezone.now()
    with as_worker():
        call_command(
            "breach_pack",
            account=account,
            since=(since or now - timedelta(hours=1)).isoformat(),
            until=(until or now + timedelta(hours=1)).isoformat(),
            out=out,
            stdout=said,
        )
    return json.loads(said.getvalue())


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_the_pack_is_what_the_ledger_says(
    stocked: str, cast: Any, sign_in: Any, tmp_path: Path
) -> None:
    voter = desk.voters(cast.operator_a, 1)[0]
    touch_twenty_times(cast, sign_in, voter)
    client = sign_in(cast.operator_a)
    whole = client.get(reverse("voters:export", args=["3272"]))
    assert b"".join(whole.streaming_content)
    person = cast.operator_a
    entries = admin_sql(
        "SELECT e.action, count(DISTINCT e.id),"
        " coalesce(sum(cardinality(p.persons)), 0)"
        " FROM audit_ledgerentry e LEFT JOIN ledger_persons p ON p.entry_id = e.id"
        " WHERE e.actor_id = %s GROUP BY 1",
        [person.pk],
    )
    kept = admin_sql(
        "SELECT data ->> 'sha256' FROM audit_ledgerentry WHERE actor_id = %s"
        " AND data ? 'sha256' ORDER BY id",
        [person.pk],
    )
    said = pack(person.username, tmp_path / "p.csv")
    lines = rows_of(tmp_path / "p.csv")
    for action, touches, persons in entries:
        of = [line for line in lines if line["Tindakan"] == action]
        assert len([x for x in of if x["Jenis"] == "CATATAN"]) == touches, action
        assert len([x for x in of if x["Jenis"] == "ORANG"]) == persons, action
        assert said["counts"][f"CATATAN {action}"] == touches
    assert said["files"] == [sha for (sha,) in kept]
    assert len(kept) == 2
    everybody = admin_sql(
        "SELECT count(*) FROM voter WHERE regency_code = '3272'"
        " AND status <> 'INELIGIBLE'"
    )[0][0]
    assert said["persons"] >= everybody
    mine = [x for x in lines if x["Kunci orang"] == str(voter.public_id)]
    assert {x["Nama"] for x in mine} == {voter.name}
    text = (tmp_path / "p.csv").read_bytes()
    assert voter.nik.encode() not in text
    assert hashlib.sha256(text).hexdigest() == said["sha256"]
    assert (tmp_path / "p.csv").stat().st_mode & 0o077 == 0


def test_changes_of_the_roll_are_in_it(stocked: str, cast: Any, tmp_path: Path) -> None:
    from django.db import connection, transaction

    person = cast.operator_a
    with as_worker(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.actor', %s, true)", [str(person.pk)])
        cursor.execute(
            "UPDATE voter SET rt = '009' WHERE regency_code = '3272' AND id IN"
            " (SELECT id FROM voter WHERE regency_code = '3272' AND status = 'ACTIVE'"
            " ORDER BY id LIMIT 7)"
        )
    said = pack(person.username, tmp_path / "p.xlsx")
    assert said["counts"] == {"PERUBAHAN ubah": 7, "CATATAN mfa.add": 1}
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    lines = [row for row in book.active.iter_rows(values_only=True)]
    assert len([row for row in lines if row[0] == "PERUBAHAN"]) == 7


def test_rows_that_were_written_are_in_it_with_their_persons(
    stocked: str, cast: Any, tmp_path: Path
) -> None:
    """A proposal alone, and a decision that somebody else has overwritten since."""
    person, other = cast.operator_a, cast.operator_a2
    first, second = desk.voters(person, 2)
    mine = desk.propose(person, "UBAH", first, new={"address": "JL F 1"})
    theirs = desk.propose(other, "UBAH", second, new={"address": "JL F 2"})
    desk.decide(person, services.accept, theirs)
    desk.decide(other, services.reopen, theirs)
    desk.decide(other, services.accept, theirs)
    said = pack(person.username, tmp_path / "p.csv")
    lines = rows_of(tmp_path / "p.csv")
    [row] = [x for x in lines if x["Jenis"] == "BARIS"]
    assert row["Tindakan"] == "change_proposal proposed_by"
    assert row["Objek"] == str(mine.public_id)
    assert (row["Kunci orang"], row["Nama"]) == (str(first.public_id), first.name)
    assert row["NIK (tersamar)"] == f"{first.nik[:6]}{'•' * 10}"
    [seen] = [x for x in lines if x["Jenis"] == "ORANG"]
    assert seen["Tindakan"] == "proposal.accepted"
    assert (seen["Kunci orang"], seen["Nama"]) == (str(second.public_id), second.name)
    assert said["persons"] == 2
    pack(other.username, tmp_path / "o.csv")
    theirs_too = [x for x in rows_of(tmp_path / "o.csv") if x["Jenis"] == "BARIS"]
    assert sorted(x["Tindakan"] for x in theirs_too) == [
        "change_proposal decided_by",
        "change_proposal proposed_by",
    ]


def test_every_column_of_an_author_is_read_or_named(shared_portal: str) -> None:
    """A new table would be missing from the pack: here it is found at once."""
    columns = admin_sql(
        """SELECT c.relname, a.attname FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
          AND NOT c.relispartition AND NOT a.attisdropped
          AND a.attname ~ '(by|actor|owner|user|officer)_id$'"""
    )
    read = {(one.table, one.by) for one in breach_rows.WRITTEN}
    left = {column for column in columns if column[0] not in breach_rows.ELSEWHERE}
    assert left == read
    assert breach_rows.ELSEWHERE.keys() <= {table for table, _column in columns}
    assert len(read) > 40


def test_every_table_of_it_gives_its_rows(shared_stocked: str) -> None:
    """Each part is a statement that runs, for a person in each way."""
    for one in breach_rows.WRITTEN:
        rows = admin_sql(
            breach_rows._select(one),
            {"actor": 1, "since": "2000-01-01", "until": "2100-01-01"},
        )
        assert all(len(row) == 12 for row in rows)


def test_a_supervisors_list_gives_names(
    stocked: str, cast: Any, sign_in: Any, tmp_path: Path
) -> None:
    voter = desk.voters(cast.operator_a, 1)[0]
    published(cast.chair_a)
    asked = {"periode": "2026-10", "kelurahan": voter.kelurahan}
    url = reverse("plenos:supervisor_list", args=["3272"])
    page = sign_in(cast.supervisor).get(url, asked)
    pack(cast.supervisor.username, tmp_path / "p.csv")
    lines = [x for x in rows_of(tmp_path / "p.csv") if x["Jenis"] == "ORANG"]
    assert lines
    for line in lines:
        assert line["Nama"] in unescape(page.content.decode())
        assert line["NIK (tersamar)"][6:] == "•" * 10


def test_names_of_bawaslus_files_are_in_the_pack_too(
    stocked: str, cast: Any, sign_in: Any, tmp_path: Path
) -> None:
    voter = desk.voters(cast.operator_a, 1)[0]
    published(cast.chair_a)
    client = sign_in(cast.supervisor)
    url = reverse("plenos:supervisor_paper", args=["3272"])
    listed = {"periode": "2026-10", "kelurahan": voter.kelurahan}
    assert client.get(url, listed).status_code == 200
    drawn = {"periode": "2026-10", "wilayah": voter.kelurahan, "jumlah": "5"}
    sample = reverse("plenos:sample", args=["3272"])
    assert client.post(sample, {**drawn, "keluaran": "pdf"}).status_code == 200
    pack(cast.supervisor.username, tmp_path / "p.csv")
    lines = [x for x in rows_of(tmp_path / "p.csv") if x["Jenis"] == "ORANG"]
    files = {"supervisor.list.export", "supervisor.sample.export"}
    assert {line["Tindakan"] for line in lines} == files
    assert all(line["Nama"] for line in lines)
    assert len([x for x in lines if x["Tindakan"] == "supervisor.sample.export"]) == 5
    assert voter.name in {line["Nama"] for line in lines}


def test_the_window_and_the_account_are_kept(
    stocked: str, cast: Any, sign_in: Any, tmp_path: Path
) -> None:
    url = reverse("voters:list", args=["3272"])
    sign_in(cast.operator_a).get(url)
    before = timezone.now()
    sign_in(cast.operator_a).get(url)
    sign_in(cast.operator_a2).get(url)
    said = pack(cast.operator_a.username, tmp_path / "p.csv", since=before)
    assert said["counts"]["CATATAN voter.list"] == 1
    assert said["persons"] == 50


def test_what_cannot_be_asked_is_refused(shared_portal: str, tmp_path: Path) -> None:
    asked = {"since": "2026-11-01", "until": "2026-11-30", "out": tmp_path / "a.xlsx"}
    with as_worker():
        for wrong in (
            {"account": "tidak.ada"},
            {"account": "admin", "until": "2026-10-01"},
            {"account": "admin", "since": "kemarin"},
            {"account": "admin", "out": tmp_path / "a.pdf"},
        ):
            with pytest.raises(CommandError):
                call_command("breach_pack", **{**asked, **wrong})
