"""The commands: the same services, JSON on stdout."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command

from tests.roles import as_worker
from tests.voters import desk

pytestmark = pytest.mark.usefixtures("stocked")
WHERE = ["--regency", "3272", "--period", "2026-11"]


def run(command, *arguments):
    out = io.StringIO()
    with as_worker():
        call_command(command, *WHERE, *arguments, stdout=out)
    return out.getvalue()


def test_proposals_decide_apply(cast):
    people = desk.voters(cast.operator_a, 4)
    for voter in people[:2]:
        desk.propose(cast.operator_a, "UBAH", voter, new={"address": "JL K 1"})
    desk.propose(cast.operator_a, "TMS", people[2], category="MENINGGAL")
    desk.inject([desk.question(people[3])])
    lines = run("proposals", "--format", "csv").splitlines()
    assert lines[0].startswith("nik,kind,category,elements")
    assert lines[1].split(",")[:2] == [people[0].nik, "UBAH"]
    assert len(lines) == 5
    said = json.loads(
        run("decide", "--accept", "UBAH,TMS", "--as", "operator.sukabumi")
    )
    assert said == {"accepted": {"UBAH": 2, "TMS": 0}, "left_out": {"evidence": 1}}
    said = json.loads(
        run(
            "decide",
            "--accept",
            "tms",
            "--evidence",
            "AKTA_KEMATIAN:1",
            "--reason",
            "x",
        )
    )
    assert said["accepted"] == {"TMS": 1}
    done = json.loads(run("apply", "--as", "operator.sukabumi"))
    assert (done["applied"], done["kinds"]) == (3, {"UBAH": 2, "TMS": 1})


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--accept", "TIDAK_ADA"], "satu per satu"),
        (["--accept", "MUNCUL_KEMBALI"], "satu per satu"),
        (["--accept", "UNDO"], "tidak dikenal"),
        (["--accept", "UBAH", "--as", "nobody"], "Akun"),
        (["--accept", "UBAH", "--evidence", "X:1"], "bukti"),
        (["--accept", "UBAH", "--period", "2031-01"], "Periode"),
    ],
)
def test_decide_refuses(arguments, words):
    with pytest.raises(CommandError, match=words):
        run("decide", *arguments)


def test_apply_in_a_closed_period():
    with as_worker(), pytest.raises(CommandError, match="ditutup"):
        call_command("apply", "--regency", "3272", "--period", "2026-10")
