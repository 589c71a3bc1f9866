"""Forms of every sender: made, filled, taken in without a mapping, reconciled."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from files import stamp
from reconciliation.models import DeliveryRow
from reconciliation.rules import cells, headers, institutions, offices, templates
from reconciliation.services import CannotStart
from reconciliation.services.templates import template
from tests.reconciliation.conftest import REGENCY, reconcile, take_in
from tests.roles import as_worker
from voters.models import ChangeProposal, Voter

FORMS = [(code, kind) for code, who in institutions.INSTITUTIONS.items()
         for kind in who.kinds]  # fmt: skip


def _filled(to: Path, sender: str, kind: str, told: dict[str, str]) -> Path:
    with as_worker():
        made = template(actor=None, regency=REGENCY, sender=sender, kind=kind)
    book = openpyxl.load_workbook(made.handle)
    heads = templates.columns(institutions.of(sender), kind)
    for at, field in enumerate(heads, start=1):
        if told.get(field):
            book["Data"].cell(2, at, told[field]).number_format = "@"
    path = to / f"{sender}-{kind}.xlsx"
    book.save(path)
    return path


def _voter(at: int) -> Voter:
    with as_worker():
        rows = Voter.objects.filter(regency_code=REGENCY, status="ACTIVE")
        return rows.order_by("id")[at]


def _facts(voter: Voter, **more: str) -> dict[str, str]:
    return {
        "nik": voter.nik,
        "nkk": voter.nkk,
        "name": voter.name,
        "birth_date": f"{voter.birth_date:%d-%m-%Y}",
        "birth_place": voter.birth_place,
        "sex": "LAKI-LAKI" if voter.sex == "L" else "PEREMPUAN",
        "kelurahan": voter.kelurahan,
        **more,
    }


@pytest.mark.parametrize(("code", "kind"), FORMS)
def test_headings_and_choices_are_what_the_reader_accepts(code: str, kind: str) -> None:
    who = institutions.of(code)
    heads = templates.columns(who, kind)
    assert headers.looks_like_header(list(heads.values()), who.columns)
    found = headers.recognise(list(heads.values()), dict(who.columns))
    assert found == {field: at for at, field in enumerate(heads)}
    assert templates.events(who)
    for field, values in {**templates.CHOICES, "event": templates.events(who)}.items():
        for value in values:
            read, issue = cells.read(field, value, ())
            assert read and not issue


def test_an_event_is_the_senders_business() -> None:
    assert templates.events(institutions.of("tni")) == ("TNI", "PURNA TNI")
    assert templates.events(institutions.of("tpu")) == ("MENINGGAL",)


@pytest.mark.parametrize("cells", [[], ["PDPB-TEMPLAT"], ["PDPB-TEMPLAT", "x", "", ""]])
def test_what_is_no_stamp(cells: list[str]) -> None:
    assert stamp.read(cells) == {}


def test_every_form_is_taken_in_as_it_is(shared_stocked: Any, tmp_path: Path) -> None:
    voter = _voter(0)
    for code, kind in FORMS:
        event = templates.events(institutions.of(code))[0]
        path = _filled(tmp_path, code, kind, _facts(voter, event=event))
        with as_worker():
            seen = take_in(path, sender="")
        assert (seen.sender, seen.kind_guess, seen.rows) == (code, kind, 1)
        assert seen.recognised["template"]["version"] == str(templates.VERSION)
        assert set(seen.fields) == set(templates.columns(institutions.of(code), kind))
        assert not seen.recognised["left_out"]
        with as_worker(), pytest.raises(CannotStart):
            take_in(_other(path), sender="lain" if code != "lain" else "tni")


def _other(path: Path) -> Path:
    """The same form as other bytes."""
    book = openpyxl.load_workbook(path)
    book["Data"].cell(3, 3, "LAIN")
    book.save(path)
    return path


@pytest.mark.parametrize(("code", "word"), [("tni", "TNI"), ("rs", "MENINGGAL")])
def test_a_filled_form_leads_to_its_outcome(
    shared_stocked: Any, tmp_path: Path, code: str, word: str
) -> None:
    voter = _voter(5 if code == "tni" else 6)
    told = _facts(voter, event=word, event_date="01-11-2026", evidence_no="12/2026")
    path = _filled(tmp_path, code, "EVENTS", told)
    with as_worker():
        delivery = reconcile(path, "EVENTS", sender="" if code == "rs" else code)
        row = DeliveryRow.objects.get(regency_code=REGENCY, delivery_id=delivery.pk)
    assert (row.outcome, row.detail) == ("TMS", word)


def test_an_older_form_is_still_read(
    shared_stocked: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    voter = _voter(9)
    path = _filled(tmp_path, "tpu", "EVENTS", _facts(voter, event="MENINGGAL"))
    monkeypatch.setattr(templates, "VERSION", templates.VERSION + 1)
    with as_worker():
        seen = take_in(path, sender="tpu")
    now = str(templates.VERSION)
    assert seen.recognised["template"]["version"] == str(templates.VERSION - 1)
    from django.template.loader import render_to_string

    page = render_to_string(
        "reconciliation/_facts.html",
        {"delivery": seen, "recognised": seen.recognised, "template_now": now},
    )
    assert f"templat versi {templates.VERSION - 1}, yang berlaku versi {now}" in page


def test_columns_are_text_and_lists_are_offered(shared_stocked: Any) -> None:
    with as_worker():
        made = template(actor=None, regency=REGENCY, sender="rs", kind="EVENTS")
    book = openpyxl.load_workbook(made.handle)
    page = book["Data"]
    assert page.freeze_panes == "A2"
    assert book[stamp.SHEET].sheet_state == "hidden"
    assert all(row.data_type != "f" for sheet in book for line in sheet for row in line)
    heads = list(templates.columns(institutions.of("rs"), "EVENTS"))
    styles = page.column_dimensions["A"].number_format
    assert styles == "@"
    rules = {
        str(one.sqref).split(":")[0]: one
        for one in page.data_validations.dataValidation
    }
    assert rules["A2"].promptTitle == "NIK"
    at = openpyxl.utils.get_column_letter(heads.index("event") + 1)
    assert rules[f"{at}2"].type == "list"


LEAVING = {
    code
    for code, who in institutions.INSTITUTIONS.items()
    if "EVENTS" in who.kinds and templates.LEAVES in templates.events(who)
}


def test_who_tells_of_a_move_is_asked_whereto() -> None:
    assert {"dukcapil", "kpu-ri", "kelurahan"} <= LEAVING
    for code, kind in FORMS:
        heads = templates.columns(institutions.of(code), kind)
        asked = kind == "EVENTS" and code in LEAVING
        assert ("destination" in heads) == asked, code


def test_whereto_is_chosen_from_the_regencies_and_read_back(
    shared_stocked: Any, tmp_path: Path
) -> None:
    """Rule O16 by our own form: the office there gets the hand-over."""
    voter, event = _voter(12), {"event": "PINDAH", "evidence_no": "SKP/7"}
    with as_worker():
        made = template(actor=None, regency=REGENCY, sender="dukcapil", kind="EVENTS")
    book = openpyxl.load_workbook(made.handle)
    heads = list(templates.columns(institutions.of("dukcapil"), "EVENTS"))
    at = heads.index("destination") + 1
    column = openpyxl.utils.get_column_letter(at)
    (rule,) = [
        one
        for one in book["Data"].data_validations.dataValidation
        if str(one.sqref).startswith(f"{column}2")
    ]
    assert rule.type == "list" and "PINDAH" in rule.prompt
    listed = book[stamp.LISTS].iter_rows(min_row=2, min_col=at * 2 - 1, max_col=at * 2)
    offered = {str(code.value): str(name.value) for name, code in listed if name.value}
    assert "3101" in offered and REGENCY not in offered
    spelt = offices.by_spelling({**offered, REGENCY: "Kota Sukabumi"})
    assert all(
        offices.destination(name, spelt) == code for code, name in offered.items()
    )
    told = _facts(voter, destination=offered["3101"], **event)
    path = _filled(tmp_path, "dukcapil", "EVENTS", told)
    with as_worker():
        delivery = reconcile(path, "EVENTS", sender="dukcapil")
        made_of = ChangeProposal.objects.of(REGENCY).get(delivery_id=delivery.pk)
    assert (made_of.kind, made_of.new["_handover"]) == ("TMS", "3101")


def test_the_pages_offer_the_forms(
    shared_stocked: Any, cast: Any, sign_in: Any
) -> None:
    client = sign_in(cast.operator_a)
    below = f"/kab/{REGENCY}/kiriman/"
    link = f"{below}templat/tpu/events/"
    for page in ("unggah/", "pengirim/tpu/"):
        assert link in client.get(below + page).content.decode()
    # Who chooses nothing sends what Dukcapil sent; the form's own sender is a choice.
    upload = client.get(below + "unggah/").content.decode()
    assert re.search(r'<option value="dukcapil"\s+selected', upload)
    answer = client.get(link)
    assert answer.status_code == 200
    assert "templat-tpu-events-v2.xlsx" in answer["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert book[stamp.SHEET]["C1"].value == "tpu"
    assert client.get(f"{below}templat/tpu/snapshot/").status_code == 404
    assert client.get(f"{below}templat/siapa/events/").status_code == 404
    assert sign_in(cast.operator_b).get(link).status_code in (403, 404)
