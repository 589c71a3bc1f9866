"""Every rule has its number, its words and its page; what it made names it."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kpu_portal.rule_words import GROUPS, WORDS, number_of
from kpu_portal.ui import rules
from reconciliation.rules import numbers
from tests.reconciliation.conftest import REGENCY, reconcile
from tests.roles import as_worker
from voters.models import ChangeProposal, Voter
from voters.services.keeping import LINK_RULE

DOCUMENT = Path(__file__).parents[2] / "docs" / "rules.md"


def test_the_page_and_the_document_have_the_same_numbers() -> None:
    text = DOCUMENT.read_text()
    written = re.findall(r"^\| ([A-Z][0-9]+[a-z]?) \|", text, re.M)
    assert sorted(WORDS) == sorted(written)
    for group in GROUPS:
        assert {number[0] for number in group.rules} == {group.letter}
        assert all(str(words).strip() for words in group.rules.values())


def test_every_proposal_has_a_rule() -> None:
    told = {*numbers.OUTCOME_RULES.values(), *numbers.ISSUE_RULES.values(), LINK_RULE}
    assert told | {numbers.NOT_ITS_BUSINESS, numbers.LOW_TRUST} <= set(WORDS)
    assert [number_of("D6"), number_of("NOT_YET"), number_of("GANDA")] == [
        *("D6", "E6", "P40")
    ]
    assert [number_of("", "UBAH"), number_of("", "UNDO")] == ["P60", "P15"]
    assert number_of("", "UBAH", of_delivery=True) == ""
    assert rules.rule("") == "" and rules.rule("ZZ9").endswith(" ZZ9")
    old = SimpleNamespace(rule="", kind="TMS", delivery_id=7)
    assert rules.made_by(old) == ""


@pytest.mark.parametrize(
    ("outcome", "detail", "is_low", "number"),
    [
        ("TMS", "MENINGGAL", False, "D4"),
        ("TMS", "MENINGGAL", True, "D61"),
        ("IGNORED", "NOT_ALLOWED", True, "D60"),
        ("IGNORED", "OTHER_VILLAGE", True, "V3"),
        ("IGNORED", "NOT_ON_ROLL", True, "D2"),
        ("LAIN", "", False, ""),
    ],
)
def test_the_rule_of_a_row(
    outcome: str, detail: str, is_low: bool, number: str
) -> None:
    assert numbers.rule_of(outcome, detail, is_low=is_low) == number


def test_report_rows_and_proposal_name_their_rule(
    stocked: str, cast: Any, sign_in: Any, tmp_path: Path
) -> None:
    with as_worker():
        voter = Voter.objects.of(REGENCY).filter(status="ACTIVE")[0]
        path = tmp_path / "tpu.csv"
        path.write_text(
            "NIK|NAMA ALMARHUM|TANGGAL WAFAT\n"
            f"{voter.nik}|{voter.name}|03-11-2026\n{voter.nik[:9]}|SIAPA|03-11-2026\n"
        )
        delivery = reconcile(path, "EVENTS", sender="tpu")
        (made,) = ChangeProposal.objects.of(REGENCY)
    client = sign_in(cast.operator_a)

    def links(address: str) -> set[str]:
        page = client.get(address).content.decode()
        return set(
            re.findall(r'href="/aturan/#([A-Z][0-9]+[a-z]?)" title="[^"]{9,}"', page)
        )

    base = f"/kab/3272/kiriman/{delivery.public_id}/"
    own = {*numbers.OUTCOME_RULES.values()} - {"D13", "D4"}
    assert links(base) == {*own, "D61", "D23"}
    assert links(f"{base}baris/?hasil=TMS") == {"D61"}
    assert links(f"{base}baris/?masalah=NIK_LENGTH") == {"D23"}
    assert links(f"/kab/3272/usulan/{made.public_id}/") == {"D61"}
    page = client.get("/aturan/").content.decode()
    assert {f'<tr id="{one}">' in page for one in WORDS} == {True}
