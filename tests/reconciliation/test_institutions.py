"""Each institution leads to what is its business; low trust makes questions only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reconciliation.models import DeliveryRow, Sender
from reconciliation.rules import institutions, numbers
from reconciliation.rules.issues import ISSUES, OUTCOMES
from reconciliation.services import CannotStart
from tests.reconciliation.conftest import REGENCY, arrived, reconcile, take_in
from tests.roles import as_worker
from voters.models import ChangeProposal, Voter
from voters.models.proposals import EvidenceKind

RULES = Path(__file__).parents[2] / "docs" / "rules.md"
HEADER = "NIK|NAMA|TANGGAL LAHIR|STATUS PERKAWINAN|JENIS KELAMIN|ALAMAT|KODE KELURAHAN"
EVENTS = {
    "TMS:MENINGGAL": "MENINGGAL",
    "TMS:PINDAH": "PINDAH",
    "TMS:TNI": "TNI",
    "TMS:POLRI": "POLRI",
    "TMS:HAK_DICABUT": "HAK PILIH DICABUT",
    "BARU:PURNA": "PURNA TNI",
    "BARU:HAK_PULIH": "HAK PILIH DIPULIHKAN",
    "BARU:PINDAH_MASUK": "DATANG",
}
NEWCOMER = "JUWITA|01-01-1990|B|P|JL MELATI 1|3272011001"


def test_every_sender_is_described() -> None:
    assert set(institutions.INSTITUTIONS) == set(Sender.values)
    for who in institutions.INSTITUTIONS.values():
        assert who.evidence in ("", *EvidenceKind.values)
        named = {one.partition(":")[0] for one in who.outcomes}
        assert named <= set(OUTCOMES)
        if who.is_low and not who.in_a_village:
            assert named == {"TMS"}, "a question needs somebody on the roll"
        assert who.first_state == ("COKLIT" if who.is_low else "OPEN")
    assert institutions.of("siapa").is_low


def test_every_code_names_a_rule() -> None:
    text = RULES.read_text()
    assert set(numbers.ISSUE_RULES) == set(ISSUES)
    assert set(numbers.OUTCOME_RULES) == {*OUTCOMES, "TIDAK_ADA"}
    told = numbers.ISSUE_RULES | numbers.OUTCOME_RULES
    assert not [one for one, no in told.items() if f"| {no} | {one} |" not in text
                and one != "TIDAK_ADA"]  # fmt: skip
    assert f"| {told['TIDAK_ADA']} | TIDAK_ADA" in text


def test_every_cause_of_a_refused_file_names_a_rule() -> None:
    from files.readers.errors import WORDS
    from kpu_portal.rule_words import WORDS as RULE_WORDS
    from reconciliation.rules.issues import WARNINGS as ROW_WARNINGS
    from voters.selectors.reading import WARNING_LABELS, WARNING_RULES

    assert set(numbers.FILE_RULES) == set(WORDS)
    assert {*numbers.FILE_RULES.values(), numbers.SAME_FILE, numbers.WRONG_FILE} <= set(
        RULE_WORDS
    )
    assert set(WARNING_RULES) == set(WARNING_LABELS) >= set(ROW_WARNINGS)
    assert set(WARNING_RULES.values()) <= set(RULE_WORDS)


@pytest.mark.parametrize(
    ("code", "outcome", "detail", "elements", "left"),
    [
        ("dukcapil", "UBAH", "", ("name",), ("UBAH", "", ("name",))),
        ("tpu", "TMS", "MENINGGAL", (), ("TMS", "MENINGGAL", ())),
        ("tpu", "TMS", "PINDAH", (), ("IGNORED", "NOT_ALLOWED", ())),
        ("tpu", "SAME", "", (), ("SAME", "", ())),
        ("lain", "TMS", "WNA", (), ("TMS", "WNA", ())),
        ("kemenag", "UBAH", "", ("name",), ("IGNORED", "NOT_ALLOWED", ())),
        (
            "kemenag",
            "PINDAH_DALAM",
            "",
            ("kelurahan", "marital_status"),
            ("UBAH", "", ("marital_status",)),
        ),
        ("lapas", "PINDAH_DALAM", "", ("nkk", "tps"), ("PINDAH_DALAM", "", ("tps",))),
    ],
)
def test_what_is_left_of_a_row(
    code: str, outcome: str, detail: str, elements: tuple[str, ...], left: Any
) -> None:
    who = institutions.of(code)
    assert institutions.settled(who, outcome, detail, elements) == left


def rows_of(path: Path, people: list[Voter], mark: str) -> None:
    """Every event of EVENTS once, for voters and newcomers; one who has moved.

    mark: a column nobody knows, so that no two files are the same.
    """
    lines = [f"{HEADER}|PERISTIWA|{mark}|NO SURAT"]
    for at, (wanted, event) in enumerate(EVENTS.items()):
        if wanted.startswith("TMS"):
            lines.append(f"{people[at].nik}|{people[at].name}||||||{event}||S-{at}")
        else:
            lines.append(f"3272014101909{at:03d}|{NEWCOMER}|{event}||S-{at}")
    moved = people[-1]
    other = "3272011001" if moved.kelurahan != "3272011001" else "3272011002"
    status = "S" if moved.marital_status != "S" else "P"
    lines.append(f"{moved.nik}|{moved.name}||{status}|||{other}|UBAH||")
    path.write_text("\n".join(lines) + "\n")


def test_each_institution_leads_only_to_its_business(
    stocked: str, tmp_path: Path
) -> None:
    with as_worker():
        everybody = iter(Voter.objects.of(REGENCY).filter(status="ACTIVE")[:60])
        people = [next(everybody) for _ in range(9)]
        for code, who in institutions.INSTITUTIONS.items():
            if "EVENTS" not in who.kinds:
                continue  # test_village_list.py
            path = tmp_path / f"{code}.csv"
            # Somebody of its own: a question about the same voter would join another.
            own = [next(everybody) for _ in range(9)] if who.is_low else people
            rows_of(path, own, code)
            delivery = reconcile(path, "EVENTS", sender=code)
            assert sum(delivery.counts.values()) == delivery.rows == 9, code
            found = DeliveryRow.objects.filter(delivery_id=delivery.pk)
            got = set(found.values_list("outcome", "detail"))
            for outcome, detail in got:
                assert institutions.allows(who, outcome, detail), (code, outcome)
            wanted = {one for one in who.outcomes if one in EVENTS}
            assert wanted <= {f"{a}:{b}" for a, b in got}, code
            made = ChangeProposal.objects.of(REGENCY).filter(delivery_id=delivery.pk)
            if who.is_low:
                assert not made.exclude(kind="TIDAK_ADA").exists(), code
                assert set(made.values_list("rule", flat=True)) == {"D61"}, code
                assert made.count() == delivery.counts["TMS"], code
            states = set(made.values_list("state", flat=True))
            assert states <= {who.first_state}, code
            assert states or not who.is_low, code
            if code == "lapas":
                assert ("PINDAH_DALAM", "") in got
            if code == "kemenag":
                assert ("UBAH", "") in got
                row = found.get(outcome="UBAH")
                assert row.elements == ["marital_status"]


def test_a_cemetery_list_without_an_event_column_makes_questions(
    stocked: str, tmp_path: Path
) -> None:
    with as_worker():
        voter = Voter.objects.of(REGENCY).filter(status="ACTIVE")[0]
        path = tmp_path / "tpu.csv"
        path.write_text(
            "NIK|NAMA ALMARHUM|TANGGAL WAFAT|NO SURAT KEMATIAN\n"
            f"{voter.nik}|{voter.name}|03-11-2026|474/12\n"
        )
        with pytest.raises(CannotStart, match="bukan potret"):
            arrived(path, "SNAPSHOT", sender="tpu")
        path.write_text(path.read_text() + "\n")
        delivery = reconcile(path, "EVENTS", sender="tpu")
        assert delivery.counts["TMS"] == delivery.rows == 1
        (made,) = ChangeProposal.objects.of(REGENCY)
        assert (made.kind, made.category, made.new) == ("TIDAK_ADA", "", {})
        assert "LOW_TRUST" in made.warnings and made.voter_id == voter.pk
        assert (made.evidence_kind, made.rule) == ("", "D61")


def test_a_hospital_list_makes_a_removal_with_its_paper(
    stocked: str, tmp_path: Path
) -> None:
    with as_worker():
        voter = Voter.objects.of(REGENCY).filter(status="ACTIVE")[0]
        path = tmp_path / "rs.csv"
        path.write_text(
            "NIK|NAMA PASIEN|TANGGAL WAFAT|NO SURAT KEMATIAN\n"
            f"{voter.nik}|{voter.name}|03-11-2026|474/12\n"
        )
        assert take_in(path, sender="rs").kind_guess == "EVENTS"
        path.write_text(path.read_text() + "\n")
        reconcile(path, "EVENTS", sender="rs")
        (made,) = ChangeProposal.objects.of(REGENCY)
        assert (made.kind, made.category, made.rule) == ("TMS", "MENINGGAL", "D4")
        assert (made.evidence_kind, made.evidence_no) == ("SURAT_KEMATIAN", "474/12")


def test_a_candidate_is_accepted_neither_in_bulk_nor_bare(
    stocked: str, cast: Any, tmp_path: Path
) -> None:
    """Of a list of low trust: no bulk, no acceptance without evidence or by one."""
    from tests.voters import desk
    from voters import services
    from voters.services.errors import NeedsEvidence, NeedsSecondPerson

    with as_worker():
        voter = Voter.objects.of(REGENCY).filter(status="ACTIVE")[0]
        path = tmp_path / "bpjs.csv"
        path.write_text(
            f"NIK|NAMA PESERTA|TANGGAL WAFAT\n{voter.nik}|{voter.name}|03-11-2026\n"
        )
        reconcile(path, "EVENTS", sender="bpjs")
        (made,) = ChangeProposal.objects.of(REGENCY)
        assert (made.state, made.rule) == ("COKLIT", "D61")
    paper = {"evidence_kind": "AKTA_KEMATIAN", "evidence_no": "3/2026"}
    with desk.desk(cast.operator_a):
        outcome = services.decide_bulk(
            actor=cast.operator_a,
            regency=REGENCY,
            rows=ChangeProposal.objects.of(REGENCY),
            decision="accept",
            **paper,
        )
    assert (outcome.decided, outcome.left_out) == (0, {"questions": 1})
    said = {"category": "MENINGGAL"}
    with pytest.raises(NeedsEvidence):
        desk.decide(cast.operator_a, services.accept, made, **said)
    desk.decide(cast.operator_a, services.accept, made, **said, **paper)
    assert desk.see(cast.operator_a, made).state == "SECOND"
    with pytest.raises(NeedsSecondPerson):
        desk.decide(cast.operator_a, services.accept, made)
