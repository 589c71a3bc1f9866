"""Every cell of every sheet for SIDALIH is what was decided, whatever was decided."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.conftest import Cast
from tests.roles import admin_sql
from tests.voters import comparison_steps as steps
from tests.voters import desk
from voters import services
from voters.dhs import headers
from voters.exporting_sidalih import layout
from voters.models import Voter
from voters.models.codes import category_word
from voters.selectors import as_read

SignIn = Callable[[Any], Any]
SEEDS = (1, 2, 3)
LABELS = {
    **{"nkk": "No. KK", "name": "Nama", "birth_place": "Tempat lahir"},
    **{"birth_date": "Tanggal lahir", "marital_status": "Status kawin"},
    **{"sex": "Jenis kelamin", "address": "Alamat", "rt": "RT", "rw": "RW"},
    **{"kelurahan": "Kelurahan", "tps": "TPS", "disability": "Disabilitas"},
    "ektp_status": "KTP-el",
}
"""The elements in the order of the roll, as the sheets name them."""
COLUMNS = {
    **{"DPID": "dpid", "No KK": "nkk", "NIK": "nik", "Nama": "name"},
    **{"Tempat Lahir": "birth_place", "Tanggal Lahir": "birth_date"},
    **{"Status Perkawinan": "marital_status", "Jenis Kelamin": "sex"},
    **{"Jalan/Dukuh": "address", "RT": "rt", "RW": "rw", "TPS": "tps"},
    **{"Disabilitas": "disability", "KTP-el": "ektp_status", "Keterangan": "remark"},
}
TOLD = frozenset(
    {
        *("Keterangan", "Jenis", "Unsur Diubah", "Semula", "Menjadi", "Sebab TMS"),
        *("Kelurahan Semula", "TPS Semula", "Peristiwa"),
    }
)
"""Headings that say something to who types, and nothing of the person as it is now."""
ODD = (
    *('JL. "MELATI" NO. 7; BLOK B', "=JL 1+1", "GG D'ANGELO, KP ÉMAS", "-KAV 9"),
    *("007", "@RUKO | LANTAI 2", "JL A; B; C"),
)
"""Addresses that a spreadsheet, a separator or a quote may spoil."""
REASONS = ("MENINGGAL", "TNI", "POLRI", "WNA")
"""Of those that one person may decide."""
PAPER = {"evidence_kind": "LAIN", "evidence_no": "7"}


@dataclass
class Change:
    """What was decided about one person, and the sheet on which it must stand."""

    sheet: str
    before: dict[str, str]
    new: dict[str, str]
    category: str = ""
    event: str = ""

    @property
    def after(self) -> dict[str, str]:
        return self.before | self.new


def facts(voter: Voter) -> dict[str, str]:
    names = {*COLUMNS.values(), "kelurahan"}
    return {name: str(getattr(voter, name) or "") for name in names}


def drawn(rng: Random, name: str, places: list[str]) -> str:
    """A value that an element may have."""
    born = date(1950, 1, 1) + timedelta(days=rng.randrange(18_000))
    return {
        "nkk": f"3272010101{rng.randrange(10**6):06}",
        "name": f"ORANG {rng.choice('ABCDE')}'{rng.randrange(999)}",
        "birth_place": rng.choice(["SUKABUMI", "KOTA É", "BANDUNG; CIMAHI"]),
        "birth_date": born.isoformat(),
        "marital_status": rng.choice("BSP"),
        "sex": rng.choice("LP"),
        "address": rng.choice(ODD),
        "rt": f"{rng.randrange(1, 30):03}",
        "rw": f"{rng.randrange(1, 30):03}",
        "kelurahan": rng.choice(places),
        "tps": f"{rng.randrange(60, 99):03}",
        "disability": rng.choice("0123456"),
        "ektp_status": rng.choice("SB"),
    }[name]


def changes_of(
    seed: int, people: list[Voter], places: list[str]
) -> list[tuple[str, Voter | None, Change, dict[str, str]]]:
    """Kind, voter, what is expected, and what its acceptance needs."""
    rng, made = Random(seed), []  # noqa: S311 - made-up people
    for at, voter in enumerate(people):
        before = facts(voter)
        if at % 5 == 4:
            change = Change("TMS", before, {}, rng.choice(REASONS))
            made.append(("TMS", voter, change, PAPER))
            continue
        free = [name for name in LABELS if name not in ("kelurahan", "tps")]
        names = rng.sample(free, rng.randint(1, len(free)))
        names += [[], [], ["tps"], ["kelurahan", "tps"]][at % 5]
        new = {name: drawn(rng, name, places) for name in names}
        new = {name: value for name, value in new.items() if value != before[name]}
        sheet = "TPS" if {"tps", "kelurahan"} & set(new) else "UBAH"
        event = "PINDAH" if "kelurahan" in new else "Ubah"
        made.append(("UBAH", voter, Change(sheet, before, new, "", event), {}))
    for n in range(3):
        new = {name: drawn(rng, name, places) for name in LABELS}
        new["nik"] = f"320101010190{seed}{n + 10:03}"
        blank = dict.fromkeys([*COLUMNS.values(), "kelurahan"], "")
        change = Change("BARU", blank, new, "PINDAH_MASUK", "Baru")
        made.append(("BARU", None, change, {}))
    return made


@pytest.fixture(scope="module")
def month(shared_stocked: str) -> list[Change]:
    """A month of generated changes, all applied; some entered and then undone."""
    user, said = Cast().operator_a, []
    people = desk.voters(user, 10 * len(SEEDS))
    places = sorted({one.kelurahan for one in desk.voters(user, 300)})
    for at, seed in enumerate(SEEDS):
        said += changes_of(seed, people[10 * at : 10 * at + 10], places)
    for kind, voter, change, proof in said:
        given: dict[str, Any] = {"new": dict(change.new)}
        if kind == "BARU":
            given["nik"] = given["new"].pop("nik")
        if change.category:
            given["category"] = change.category
        made = desk.propose(user, kind, voter, **given)
        desk.decide(user, services.accept, made, **proof)
    desk.work("apply", user)
    _take_back(
        user, [voter for _k, voter, change, _p in said if change.event == "Ubah"]
    )
    return [change for _kind, _voter, change, _proof in said]


def _take_back(user: Any, people: list[Voter | None]) -> None:
    """Two of them were entered; then the change is undone."""
    for voter in [one for one in people if one is not None][:2]:
        [(proposal, event)] = admin_sql(
            "SELECT p.id, e.id FROM change_proposal p JOIN voter_event e "
            "ON e.proposal_id = p.id AND e.regency_code = p.regency_code "
            "WHERE p.voter_id = %s AND p.state = 'APPLIED'",
            [voter.pk],
        )
        admin_sql(
            "INSERT INTO sidalih_entry (regency_code, period_id, event_id, kelurahan, "
            "done_by_name) VALUES ('3272', %s, %s, %s, 'uji')",
            [desk.period().pk, event, voter.kelurahan],
        )
        desk.work("undo", user, proposal=proposal, note="keliru")


def read(client: Any, sheet: str) -> tuple[bytes, dict[str, dict[str, str]]]:
    """A sheet as it leaves, and its rows by NIK, every cell as text."""
    answer = client.get(f"/kab/3272/sidalih/ekspor/?format=xlsx&lembar={sheet}")
    raw = b"".join(answer.streaming_content)
    book = load_workbook(io.BytesIO(raw)).worksheets[0]
    head, *rows = book.iter_rows(values_only=True)
    names = [str(name) for name in head if name]
    lines = [dict(zip(names, map(_text, row), strict=False)) for row in rows]
    return raw, {line["NIK"]: line for line in lines}


def _text(value: Any) -> str:
    assert value is None or isinstance(value, str), value
    return value or ""


def expected(change: Change, places: dict[str, str]) -> dict[str, str]:
    """The line that must stand on the change's sheet, every heading of any sheet."""
    after, before = change.after, change.before
    names = [name for name in LABELS if name in change.new]

    def told(values: dict[str, str]) -> str:
        return "; ".join(as_read(values[name], name, places) for name in names)

    return {heading: after[name] for heading, name in COLUMNS.items()} | {
        "Kelurahan": places[after["kelurahan"]],
        "Kelurahan Semula": places.get(before["kelurahan"], ""),
        "TPS Semula": before["tps"],
        "Unsur Diubah": ", ".join(LABELS[name] for name in names),
        "Semula": told(before),
        "Menjadi": told(after),
        "Jenis": category_word(change.category) if change.category else "",
        "Sebab TMS": category_word(change.category) if change.category else "",
        "Kode TMS": change.category,
        "Peristiwa": change.event,
    }


def undone(changes: list[Change]) -> list[Change]:
    """Those that _take_back took back: they stand in TARIK alone."""
    return [one for one in changes if one.event == "Ubah"][:2]


@pytest.mark.parametrize("sheet", layout())
def test_every_cell_of_a_sheet_is_what_was_decided(
    month: list[Change], cast: Any, sign_in: SignIn, sheet: str
) -> None:
    back, places = undone(month), steps.place_names()
    due = [one for one in month if one.sheet == sheet and one not in back]
    if sheet == "TARIK":
        due = back
    raw, found = read(sign_in(cast.operator_a), sheet)
    heads = [heading for heading, *_rest in layout()[sheet]]
    assert due and len(found) == len(due)
    for change in due:
        line = found[change.after["nik"]]
        assert list(line) == heads
        whole = expected(change, places)
        assert line == {name: whole[name] for name in heads}
    if sheet == "TARIK":
        return
    # What a column says of the person is read by the comparison, and nothing differs.
    seen = steps.compared(cast.operator_a, io.BytesIO(raw), name=f"{sheet}.xlsx")
    assert seen.result["outcomes"] == {"EQUAL": len(due)}
    assert set(headers.ignored(heads, seen.fields)) == set(heads) & TOLD


def test_the_sheets_hold_every_element_of_a_change() -> None:
    """Whatever a proposal may change stands on each sheet that may say it."""
    for sheet in ("BARU", "UBAH"):
        sources = {source for _heading, source, _width in layout()[sheet]}
        assert {*LABELS, "nik"} - {"kelurahan"} <= sources and "@kelurahan" in sources
    assert {"@elements", "@before", "@after"} <= {one[1] for one in layout()["TPS"]}
