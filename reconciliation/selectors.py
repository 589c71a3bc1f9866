"""What the pages of a delivery show: its job, its report, its lists."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from files.exports import mask_number
from files.figures import grouped
from jobs.models import Job
from reconciliation.models import Delivery, DeliveryKind, DeliveryRow, RowIssue, Sender
from reconciliation.reading import where
from reconciliation.rules import institutions, numbers
from reconciliation.rules.issues import IGNORED, ISSUES, OUTCOMES, WARNINGS
from reconciliation.rules.offices import destination
from reconciliation.stages.work import regencies_by_spelling
from regions.models import Region
from voters.models import Voter
from voters.models.codes import category_word

NAMES = {
    "SAME": lambda: _("Sama"),
    "UBAH": lambda: _("Ubah"),
    "PINDAH_DALAM": lambda: _("Pindah dalam"),
    "BARU": lambda: _("Baru"),
    "NOT_YET": lambda: _("Belum waktunya"),
    "TMS": lambda: _("TMS"),
    "MUNCUL_KEMBALI": lambda: _("Muncul kembali"),
    "NIK_GANDA_ORANG": lambda: _("NIK ganda orang"),
    "IGNORED": lambda: _("Diabaikan"),
    "REFUSED": lambda: _("Ditolak"),
}
"""Words of the ten outcomes."""

NEXT_STEP = {
    "SAME": lambda: _("tidak ada yang dikerjakan"),
    "UBAH": lambda: _("usulan, unsur lama dan baru"),
    "PINDAH_DALAM": lambda: _("usulan, −1/+1 di dalam kab/kota"),
    "BARU": lambda: _("usulan menurut kategori"),
    "NOT_YET": lambda: _("disimpan sampai memenuhi syarat"),
    "TMS": lambda: _("usulan, wajib bukti"),
    "MUNCUL_KEMBALI": lambda: _("pertanyaan, tidak pernah massal"),
    "NIK_GANDA_ORANG": lambda: _("ke Disdukcapil, tidak ada yang dicoret"),
    "IGNORED": lambda: _("tidak ada usulan"),
    "REFUSED": lambda: _("kembali ke pengirim"),
}
PLUS, FIRST = "+", "="


@dataclass(frozen=True)
class OutcomeLine:
    """One of the ten outcomes in the report."""

    outcome: str
    rows: int
    share: float
    what_next: str
    url: str
    rule: str = ""


@dataclass(frozen=True)
class IssueLine:
    """One kind of refusal in the report, with an example (masked)."""

    kind: str
    label: str
    advice: str
    rows: int
    line: int
    column: str
    written: str
    url: str
    rule: str = ""


def job_of(delivery: Delivery) -> Job | None:
    """The latest job of a delivery."""
    return (
        Job.objects.filter(
            regency_code=delivery.regency_code,
            kind="reconcile",
            params__delivery=delivery.pk,
        )
        .order_by("-id")
        .first()
    )


def job_states(regency: str, deliveries: list[int]) -> dict[int, str]:
    """State of the latest job of each of these deliveries, in one query."""
    if not deliveries:
        return {}
    rows = Job.objects.filter(
        regency_code=regency, kind="reconcile", params__delivery__in=deliveries
    ).order_by("id")
    return {
        params["delivery"]: state
        for params, state in rows.values_list("params", "state")
    }


def rows_url(delivery: Delivery, **query: str) -> str:
    """Address of the list behind a figure."""
    args = [delivery.regency_code, delivery.public_id]
    words = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{reverse('reconciliation:rows', args=args)}?{words}"


def outcome_lines(delivery: Delivery) -> list[OutcomeLine]:
    """The ten outcomes in the order of the report."""
    total = delivery.rows or 1
    is_low = institutions.of(delivery.sender).is_low
    lines = []
    for outcome in OUTCOMES:
        rows = int(delivery.counts.get(outcome, 0))
        url = "" if outcome == "SAME" else rows_url(delivery, hasil=outcome)
        if outcome == "REFUSED":
            url = "#masalah"
        lines.append(
            OutcomeLine(
                outcome,
                rows,
                rows * 100 / total,
                _what_next(delivery, outcome),
                url if rows else "",
                numbers.rule_of(outcome, "", is_low=is_low),
            )
        )
    return lines


def _what_next(delivery: Delivery, outcome: str) -> str:
    if outcome != "IGNORED":
        return NEXT_STEP[outcome]()
    found = delivery.details.get("details", {}).get("IGNORED", {})
    told = [f"{grouped(n)} {IGNORED[reason]}" for reason, n in found.items()]
    return "; ".join(told) or NEXT_STEP["IGNORED"]()


def proof_terms(delivery: Delivery, names: dict[str, str]) -> list[dict[str, Any]]:
    """Rows of the file = the ten outcomes."""
    terms: list[dict[str, Any]] = [{"label": _("Baris berkas"), "value": delivery.rows}]
    for at, line in enumerate(outcome_lines(delivery)):
        terms.append(
            {
                "sign": PLUS if at else FIRST,
                "label": names[line.outcome],
                "value": line.rows,
                "url": line.url,
            }
        )
    return terms


def difference(delivery: Delivery) -> int:
    """Rows of the file minus the ten outcomes; 0 when it is proved."""
    counted = sum(int(delivery.counts.get(one, 0)) for one in OUTCOMES)
    return delivery.rows - counted


def issue_lines(delivery: Delivery) -> list[IssueLine]:
    """Refused rows grouped by kind, most first, with one example each."""
    of = RowIssue.objects.of(delivery.regency_code).filter(delivery_id=delivery.pk)
    groups = of.values("kind").annotate(n=Count("id"), first=Min("line_no"))
    firsts = {
        issue.line_no: issue
        for issue in of.filter(line_no__in=[group["first"] for group in groups])
    }
    lines = []
    for group in sorted(groups, key=lambda one: (-one["n"], one["kind"])):
        issue, told = ISSUES[group["kind"]], firsts[group["first"]]
        lines.append(
            IssueLine(
                group["kind"],
                str(issue.label),
                str(issue.advice),
                group["n"],
                group["first"],
                told.column or _("seluruh baris"),
                written(told),
                rows_url(delivery, masalah=group["kind"]),
                numbers.ISSUE_RULES[group["kind"]],
            )
        )
    return lines


def written(issue: RowIssue) -> str:
    """What stood there, fit to be shown: numbers of persons and births hidden."""
    if issue.kind == "RAGGED":
        return _("%(n)s isian") % {"n": _cells_in(issue)}
    if issue.kind.startswith("NIK"):
        text = issue.written
        return mask_number(text) if len(text) == 16 else text[:6] + "…"
    if issue.kind == "BIRTH_DATE":
        return _without_year(issue.written.strip())
    if issue.kind == "CELL_ERROR":  # a birth or a NIK may stand beside the error
        return _YEAR.sub("••••", issue.written.strip())
    return issue.written.strip() or _("(kosong)")


_YEAR = re.compile(r"[0-9]{4,}")
_SHORT_YEAR = re.compile(r"(?<![0-9])[0-9]{2}$")
LONGEST_SHOWN = 40
"""Letters of a cell that stand in a row of the report."""


def _without_year(cell: str) -> str:
    """A birth as it was written, its year hidden: day and month show what is wrong."""
    hidden = (_YEAR if _YEAR.search(cell) else _SHORT_YEAR).sub("••••", cell)
    return hidden if len(hidden) <= LONGEST_SHOWN else f"{hidden[:LONGEST_SHOWN]}…"


def _cells_in(issue: RowIssue) -> int:
    line = issue.cells[0] if issue.cells else ""
    return max(line.count(one) for one in "|;,#\t") + 1


def beside_lines(delivery: Delivery) -> list[dict[str, Any]]:
    """What stands beside the sum: warnings and voters without a row."""
    details = delivery.details
    warned = details.get("warned", {})
    lines = [
        {
            "icon": "alert-triangle",
            "label": _("Baris dengan peringatan"),
            "n": details.get("warned_rows", 0),
            "url": rows_url(delivery, peringatan="semua"),
        }
    ]
    lines += [
        {
            "icon": "info-circle",
            "label": WARNINGS[kind],
            "n": n,
            "url": rows_url(delivery, peringatan=kind),
        }
        for kind, n in sorted(warned.items(), key=lambda one: -one[1])
        if kind in WARNINGS
    ]
    absent = details.get("tidak_ada", 0)
    lines.append(
        {
            "icon": "question",
            "label": _("Tidak ada dalam kiriman, %(n)s meragukan")
            % {"n": details.get("doubtful", 0)},
            "n": absent,
            "url": rows_url(delivery, hasil="TIDAK_ADA") if absent else "",
        }
    )
    return lines


def rows_of(
    delivery: Delivery, *, outcome: str, warning: str, detail: str
) -> QuerySet[DeliveryRow]:
    """The rows behind a figure."""
    rows = DeliveryRow.objects.of(delivery.regency_code).filter(delivery_id=delivery.pk)
    if outcome:
        rows = rows.filter(outcome=outcome)
    if detail:
        rows = rows.filter(detail=detail)
    if warning == "semua":
        rows = rows.exclude(warnings=[])
    elif warning:
        rows = rows.filter(warnings__contains=[warning])
    return rows.order_by("id")


def on_the_roll(regency: str, rows: list[DeliveryRow]) -> list[UUID]:
    """Public ids of those voters of the roll whom these rows show."""
    found = Voter.objects.of(regency).numbered(row.nik for row in rows)
    return list(found.values_list("public_id", flat=True))


def issues_of(delivery: Delivery, kind: str = "") -> QuerySet[RowIssue]:
    """Refused rows in the order of the file."""
    issues = RowIssue.objects.of(delivery.regency_code).filter(delivery_id=delivery.pk)
    if kind:
        issues = issues.filter(kind=kind)
    return issues.order_by("line_no")


def refused_rows(delivery: Delivery, kind: str = "") -> Iterator[list[str]]:
    """Cells as the sender wrote them, then Kesalahan and Saran, then the line.

    The sender reads Indonesian, whatever language the operator works in.
    """
    width = len(delivery.recognised["header"])
    with translation.override("id"):
        told = {kind: (str(one.label), str(one.advice)) for kind, one in ISSUES.items()}
    for issue in issues_of(delivery, kind).iterator(chunk_size=2_000):
        cells = (list(issue.cells) + [""] * width)[:width]
        with translation.override("id"):
            place = where(delivery, issue.line_no) or str(issue.line_no)
        yield [*cells, *told[issue.kind], place]


def provinces() -> list[str]:
    """Codes of the provinces, for the first two digits of a NIK."""
    rows = Region.objects.filter(level=2).order_by()
    return list(rows.values_list("code", flat=True))


def village_names(regency: str) -> dict[str, str]:
    """Code to name of the kelurahan of a regency that stand."""
    return dict(Region.objects.villages(regency).values_list("code", "name"))


def regency_names(regency: str) -> dict[str, str]:
    """Code to name of every other regency of the country, as a reader knows it."""
    rows = Region.objects.filter(level=4).exclude(code=regency).order_by("name")
    spelt = regencies_by_spelling()
    return {
        code: name
        for code, name in rows.values_list("code", "name")
        if destination(name, spelt) == code
    }


def village_name(code: str) -> str:
    """Name of a kelurahan; "" without a code."""
    if not code:
        return ""
    found = Region.objects.filter(code=code).values_list("name", flat=True).first()
    return found or code


@dataclass(frozen=True)
class Business:
    """What a page says of a sender: how far it is trusted, and with what."""

    code: str
    name: str
    is_low: bool
    told: str
    forms: tuple[tuple[str, str], ...] = ()


def business_of(code: str) -> Business:
    """Trust and allowed outcomes of a sender, in words."""
    who = institutions.of(code)
    told = [_allowed(*one.partition(":")[::2]) for one in who.outcomes]
    return Business(
        code,
        str(Sender(code).label),
        who.is_low,
        ", ".join(told) or _("semua hasil"),
        tuple((kind.lower(), str(DeliveryKind(kind).label)) for kind in who.kinds),
    )


def _allowed(outcome: str, detail: str) -> str:
    words = [NAMES[outcome](), *([category_word(detail)] if detail else [])]
    return " · ".join(words)
