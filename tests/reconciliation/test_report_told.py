"""What the report says of a delivery's proposals: made, asked, joined."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from reconciliation.models import Delivery
from tests.reconciliation.conftest import REGENCY
from tests.reconciliation.test_meaning import file_of, people
from tests.roles import as_worker
from voters.models import ChangeProposal

pytestmark = pytest.mark.usefixtures("stocked")


def told(client: Any, delivery: Delivery) -> list[int]:
    """The numbers of the sentence about proposals, in their order."""
    page = client.get(
        reverse("reconciliation:detail", args=[REGENCY, delivery.public_id])
    ).content.decode()
    (said,) = re.findall(r"Usulan dari kiriman ini:.*?</p>", page)
    assert "baris" not in said, "a question is no row of the file"
    return [int(n.replace(".", "")) for n in re.findall(r"[0-9][0-9.]*", said)]


def made(delivery: Delivery, *kinds: str) -> int:
    """Proposals that stand because of this delivery first, of these kinds or any."""
    with as_worker():
        rows = ChangeProposal.objects.of(REGENCY).filter(delivery_id=delivery.pk)
        return (rows.filter(kind__in=kinds) if kinds else rows).count()


def test_a_second_list_of_the_month_asks_nothing_anew(
    run: Any, demo_files: Any, tmp_path: Path, cast: Any, sign_in: Any
) -> None:
    """Its questions have become evidence of those that wait, as the rest of it has."""
    source, again = demo_files.path("snapshot"), tmp_path / "lagi.csv"
    again.write_bytes(source.read_bytes() + b"\n")
    first, second = run(source, "SNAPSHOT"), run(again, "SNAPSHOT")
    client = sign_in(cast.operator_a)
    asked = made(first, "TIDAK_ADA")
    assert told(client, first) == [made(first), asked] and asked > 0
    assert second.details["tidak_ada"] == asked
    assert told(client, second) == [0, 0, made(first)]


def test_questions_of_a_list_of_low_trust_are_told(
    run: Any, tmp_path: Path, cast: Any, sign_in: Any
) -> None:
    rows = [[one.nik, one.name, "MENINGGAL"] for one in people(2)]
    path = file_of(tmp_path, "NIK;NAMA;PERISTIWA", *rows)
    delivery = run(path, "EVENTS", sender="bpjs")
    assert made(delivery, "TIDAK_ADA") == 2
    assert told(sign_in(cast.operator_a), delivery) == [2, 2]


def test_what_a_later_file_says_otherwise_is_told(
    run: Any, tmp_path: Path, cast: Any, sign_in: Any
) -> None:
    one, two = people(2)
    client = sign_in(cast.operator_a)
    header = "NIK;NAMA;ALAMAT;KETERANGAN"

    def sent(sender: str, *addresses: str) -> str:
        rows = [
            [who.nik, who.name, address, "UBAH"]
            for who, address in zip((one, two), addresses, strict=True)
        ]
        delivery = run(file_of(tmp_path, header, *rows), "EVENTS", sender=sender)
        url = reverse("reconciliation:detail", args=[REGENCY, delivery.public_id])
        return str(client.get(url).content.decode())

    first = sent("dukcapil", "JL SALAH 1", "JL BENAR 2")
    assert "diperbarui" not in first and "mengatakan lain" not in first
    again = sent("dukcapil", "JL BENAR 1", "JL BENAR 2")
    assert "1 usulan yang belum dilihat siapa pun diperbarui" in again
    other = sent("kpu-ri", "JL BENAR 1", "JL LAIN 2")
    assert "1 baris mengatakan lain daripada usulan terbuka" in other
