"""Rules of the queue: risk, what cannot be apart, which reason fits."""

from __future__ import annotations

from itertools import product

import pytest

from tests.roles import admin_sql
from voters.models import Kind, RejectReason
from voters.rules.partial import tied
from voters.rules.reasons import FITS, fits
from voters.rules.risk import IDENTITY, SERIOUS, rank
from voters.selectors.reading import WARNING_LABELS

OLD = {"nik": "3272010101900001", "birth_date": "1990-01-01", "sex": "L"}
NEW = {"nik": "3272014202910001", "birth_date": "1991-02-02", "sex": "P"}


@pytest.mark.parametrize(
    ("kind", "elements", "warnings", "expected"),
    [
        ("TMS", [], [], 0),
        ("TIDAK_ADA", [], ["LOW_TRUST"], 0),
        ("MUNCUL_KEMBALI", [], [], 1),
        ("UBAH", ["address"], ["NIK_SEX"], 1),
        ("BARU", [], [], 2),
        ("UBAH", ["nik", "address"], [], 2),
        ("PINDAH_DALAM", ["kelurahan"], ["NKK_MISSING"], 3),
        ("UBAH", ["address"], ["NIK_PREFIX"], 4),
    ],
)
def test_what_may_cost_the_vote_comes_first(
    kind: str, elements: list[str], warnings: list[str], expected: int
) -> None:
    assert rank(kind, elements, warnings) == expected


def test_sql_and_python_rank_alike(shared_portal: str) -> None:
    elements = [[], ["address"], *([one] for one in sorted(IDENTITY)), ["rt", "sex"]]
    warnings = [[], *([one] for one in sorted({*WARNING_LABELS, *SERIOUS}))]
    cases = list(product(Kind.values, elements, warnings))
    found = admin_sql(
        "SELECT proposal_risk(x->>'k', ARRAY(SELECT jsonb_array_elements_text(x->'e')),"
        " ARRAY(SELECT jsonb_array_elements_text(x->'w')))"
        " FROM jsonb_array_elements(%s::jsonb) WITH ORDINALITY AS t(x, n) ORDER BY n",
        [_json([{"k": k, "e": e, "w": w} for k, e, w in cases])],
    )
    assert [row[0] for row in found] == [rank(*case) for case in cases]


def _json(value: object) -> str:
    import json

    return json.dumps(value)


@pytest.mark.parametrize(
    ("new", "chosen", "together"),
    [
        # Everything, or one thing alone that nothing is tied to.
        ({"address": "A", "rt": "1"}, {"rt"}, ()),
        (NEW, set(NEW), ()),
        ({**NEW, "address": "A"}, {"address"}, ()),
        # A place: RT, RW and TPS belong to the kelurahan, RT to its RW.
        ({"kelurahan": "1", "tps": "2", "address": "A"}, {"address"}, ()),
        ({"kelurahan": "1", "tps": "2"}, {"tps"}, ("kelurahan", "tps")),
        (
            {"kelurahan": "1", "rw": "1", "rt": "2"},
            {"kelurahan"},
            ("kelurahan", "rw", "rt"),
        ),
        ({"rw": "1", "rt": "2", "tps": "3"}, {"rt", "tps"}, ("rw", "rt")),
        ({"rw": "1", "tps": "3"}, {"tps"}, ()),
        # The NIK's digits tell birth date and sex.
        (NEW, {"nik"}, ("nik", "birth_date", "sex")),
        (NEW, {"birth_date", "sex"}, ("nik", "birth_date", "sex")),
        ({"nik": NEW["nik"], "sex": "P"}, {"sex"}, ("nik", "sex")),
        # Only where they agree as a whole, or can be read at all.
        ({"nik": "3272010101900002", "birth_date": "1980-05-05"}, {"birth_date"}, ()),
        ({"nik": "12", "sex": "P"}, {"sex"}, ("nik", "sex")),
        ({"nik": NEW["nik"], "birth_date": ""}, {"nik"}, ("nik", "birth_date")),
    ],
)
def test_what_cannot_be_apart(
    new: dict[str, str], chosen: set[str], together: tuple[str, ...]
) -> None:
    assert tied(OLD, new, chosen) == together


def test_a_reason_stands_where_it_fits() -> None:
    assert set(FITS) <= set(RejectReason.values)
    assert not fits("BUKAN_ORANG", "BARU") and fits("BUKAN_ORANG", "TMS")
    assert not fits("SALAH_UNSUR", "TIDAK_ADA")
    assert fits("BUATAN_KANTOR", "BARU")
    for kind in Kind.values:
        assert [code for code in RejectReason.values if fits(code, kind)]
