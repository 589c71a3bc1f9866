"""The one way in: what data or people propose about a voter (design, "One way in")."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from psycopg2 import sql

from periods.models import Period
from regions.models import Region
from voters.migration_sql import ELEMENTS, FOLDER
from voters.models import (
    BaruCategory,
    ChangeProposal,
    CodeList,
    Kind,
    Status,
    TmsReason,
    Voter,
)
from voters.models.codes import category_word
from voters.rules import nik as nik_rules
from voters.rules.by_hand import (
    CANCELLED,
    comes_back_as,
    why_not_back,
    with_named_station,
)
from voters.rules.eligibility import Person, is_eligible
from voters.selectors.codes import is_offered
from voters.selectors.former import struck_later
from voters.services.errors import AlreadyProposed, ClosedPeriod, InvalidProposal
from voters.services.standing import hold_open

REQUIRED = ("nik", "name", "birth_date", "sex", "address", "kelurahan")
"""What article 202 of Law 7/2017 asks of a new voter."""
HANDED_OVER = "O3"
"""Rule of a newcomer whom another office hands over (docs/rules.md)."""
BY_HAND = frozenset({Kind.BARU, Kind.UBAH, Kind.TMS, Kind.TAHAN, Kind.PEMULIHAN})
_CHOICES = {"marital_status": "BSP", "sex": "LP", "disability": "0123456"}
_LENGTHS = {"name": 120, "birth_place": 80, "address": 200, "nkk": 16, "ektp_status": 1}


def run_file(name: str, table: str | None, values: dict[str, Any]) -> tuple[Any, ...]:
    """Run sql/<name>.sql and give its result row."""
    text = (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    query: Any = text
    if table is not None:
        query = sql.SQL(text).format(table=sql.Identifier(table))
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        row: tuple[Any, ...] = cursor.fetchone()
        return row


def require_open(period: Period) -> None:
    """Raise ClosedPeriod unless the period is open; it stays so in this transaction."""
    if hold_open(period.regency_code).pk != period.pk:
        raise ClosedPeriod


def who(actor: Any) -> dict[str, Any]:
    """Number and name of a user or a jobs Context, as SQL files take them."""
    name = getattr(actor, "actor_name", None) or str(actor or "sistem")
    number = getattr(actor, "actor_id", None) or getattr(actor, "pk", None)
    return {"actor": number, "actor_name": name[:150]}


def propose_bulk(
    *,
    context_actor: Any,
    regency: str,
    period: Period,
    delivery_id: int | None,
    table: str,
) -> dict[str, int]:
    """Propose everything in landing.<table>; gives {kind: made, "joined", "answered"}.

    `context_actor` is a user or a jobs Context. An open proposal of the same NIK and
    kind gets the row as further evidence; a question answered before with the same
    fingerprint is left out. A row that says otherwise renews it, or marks it as
    disputed: "renewed" and "disputed" where there are any (rule P45). Running it twice
    changes nothing. Raises ClosedPeriod.
    Call it inside the transaction that commits the job's effect.
    """
    require_open(period)
    values = {"regency": regency, "period": period.pk, "delivery": delivery_id}
    made, joined, answered, *others = run_file(
        "propose", table, values | who(context_actor)
    )
    if isinstance(made, str):
        made = json.loads(made)
    apart = dict(zip(("renewed", "disputed"), others, strict=True))
    told = {name: n for name, n in apart.items() if n}
    return {**made, "joined": joined, "answered": answered, **told}


def current(voter: Voter, names: Any) -> dict[str, str]:
    """Elements of a voter as a proposal writes them (dates ISO)."""
    values = {name: getattr(voter, name) for name in names}
    return {
        name: value.isoformat() if isinstance(value, date) else str(value)
        for name, value in values.items()
    }


def clean_elements(regency: str, new: dict[str, Any]) -> dict[str, str]:
    """Elements of a proposal by hand, normalised; raises InvalidProposal."""
    cleaned: dict[str, str] = {}
    for name, value in new.items():
        if name not in ELEMENTS:
            raise InvalidProposal(_("Unsur tidak dikenal: %(name)s.") % {"name": name})
        text = value.isoformat() if isinstance(value, date) else str(value or "")
        text = re.sub(r"\s+", " ", text).strip().upper()
        if name in ("rt", "rw", "tps") and text.isdigit():
            text = text.zfill(3)
        if text or name in ("nkk", "ektp_status", "tps"):
            cleaned[name] = text
    _check_elements(regency, cleaned)
    return cleaned


def _check_elements(regency: str, new: dict[str, str]) -> None:
    for name, allowed in _CHOICES.items():
        if name in new and (len(new[name]) != 1 or new[name] not in allowed):
            raise InvalidProposal(
                _("Kode tidak dikenal pada %(name)s.") % {"name": name}
            )
    for name, most in _LENGTHS.items():
        if len(new.get(name, "")) > most:
            raise InvalidProposal(_("%(name)s terlalu panjang.") % {"name": name})
    for name in ("rt", "rw", "tps"):
        if new.get(name) and not re.fullmatch(r"[0-9]{3}", new[name]):
            raise InvalidProposal(_("RT, RW, dan TPS berisi tiga angka."))
    if new.get("nkk") and not re.fullmatch(r"[0-9]{16}", new["nkk"]):
        raise InvalidProposal(_("No. KK harus 16 angka."))
    if "nik" in new and (problem := nik_rules.problem(new["nik"])):
        raise InvalidProposal(nik_rules.MESSAGES[problem])
    if "birth_date" in new:
        try:
            date.fromisoformat(new["birth_date"])
        except ValueError:
            raise InvalidProposal(_("Tanggal lahir tidak mungkin.")) from None
    village = new.get("kelurahan")
    if village is not None and not (
        village.startswith(regency)
        and Region.objects.villages(regency).filter(code=village).exists()
    ):
        raise InvalidProposal(_("Kelurahan tidak ada di kab/kota ini."))


def propose(
    *,
    actor: Any,
    regency: str,
    period: Period,
    kind: str,
    nik: str,
    voter: Voter | None = None,
    category: str = "",
    new: dict[str, Any],
    source: str,
    evidence_kind: str = "",
    evidence_no: str = "",
    event_date: date | None = None,
    note: str = "",
    rule: str = "",
    delivery_id: int | None = None,
    line_no: int | None = None,
    warnings: Iterable[str] = (),
) -> ChangeProposal:
    """Propose one change to one person, by hand or from another room.

    `voter` is the record (None for BARU); `new` holds canonical elements, none for TMS
    and PEMULIHAN (TAHAN: category is the reason, `new` may carry "status_until").
    `delivery_id`, `line_no`: the row that somebody linked to the voter. Raises
    ClosedPeriod, InvalidProposal, AlreadyProposed.
    """
    _check_asked(kind, evidence_kind)
    with transaction.atomic():
        require_open(period)
        about = Asked(regency, period, kind, nik, voter, category, new, rule)
        made = ChangeProposal(
            regency_code=regency,
            period_id=period.pk,
            source=source[:40],
            evidence_kind=evidence_kind,
            evidence_no=evidence_no[:80],
            event_date=event_date,
            note=note[:400],
            rule=rule,
            delivery_id=delivery_id,
            line_no=line_no,
            proposed_by_id=getattr(actor, "pk", None),
            proposed_by_name=str(actor or "sistem")[:150],
            **_facts(about, warnings),
        )
        return _inserted(made)


def _check_asked(kind: str, evidence_kind: str) -> None:
    """Raise InvalidProposal for a kind nobody proposes, or evidence nobody knows."""
    if kind not in BY_HAND | {Kind.PINDAH_DALAM}:
        raise InvalidProposal(_("Jenis usulan ini hanya datang dari kiriman."))
    if evidence_kind and not is_offered(CodeList.EVIDENCE, evidence_kind):
        raise InvalidProposal(_("Jenis bukti tidak dikenal."))


def _inserted(proposal: ChangeProposal) -> ChangeProposal:
    """The proposal in its table; raises AlreadyProposed where one stands."""
    try:
        with transaction.atomic():
            proposal.save(force_insert=True)
    except IntegrityError as error:
        if "nik_kind" in str(error) or "one_open" in str(error):
            raise AlreadyProposed from None
        raise
    return proposal


@dataclass(frozen=True)
class Asked:
    """What somebody proposes by hand."""

    regency: str
    period: Period
    kind: str
    nik: str
    voter: Voter | None
    category: str
    new: dict[str, Any]
    rule: str = ""


def _facts(asked: Asked, warnings: Iterable[str]) -> dict[str, Any]:
    """Columns of the proposal that follow from who and what it is about."""
    make = _for_newcomer if asked.kind == Kind.BARU else _for_voter
    facts = {"kind": asked.kind, **make(asked)}
    facts["warnings"] = [*facts.get("warnings", ()), *warnings]
    return facts


def _for_newcomer(asked: Asked) -> dict[str, Any]:
    regency, category = asked.regency, asked.category
    elements = clean_elements(
        regency, {"marital_status": "B", **asked.new, "nik": asked.nik}
    )
    missing = [name for name in REQUIRED if not elements.get(name)]
    if missing:
        raise InvalidProposal(
            _(
                "Pemilih baru perlu NIK, nama, tanggal lahir, jenis kelamin, alamat, "
                "dan kelurahan."
            )
        )
    if category not in BaruCategory.values:
        raise InvalidProposal(_("Pilih kategori pemilih baru."))
    if Voter.objects.of(regency).counted().filter(nik=elements["nik"]).exists():
        raise InvalidProposal(_("NIK ini sudah ada di daftar; usulkan perubahan."))
    birth = date.fromisoformat(elements["birth_date"])
    person = Person(birth, elements["marital_status"])
    if not is_eligible(person, asked.period.reference_date):
        raise InvalidProposal(_("Belum 17 tahun dan belum kawin pada tanggal acuan."))
    _refuse_struck(asked, elements)
    return {
        "category": category,
        "nik": elements["nik"],
        "name": elements["name"],
        "sex": elements["sex"],
        "kelurahan": elements["kelurahan"],
        "elements": list(elements),
        "new": elements,
        "warnings": nik_rules.warnings(
            elements["nik"], birth, elements["sex"], regency
        ),
    }


def _refuse_struck(asked: Asked, elements: dict[str, str]) -> None:
    """Raise InvalidProposal where the NIK is of somebody whose TMS still stands."""
    struck = Voter.objects.of(asked.regency).filter(
        nik=elements["nik"], status=Status.INELIGIBLE
    )
    last = struck.exclude(status_reason=CANCELLED).order_by("-id").first()
    if last is None:
        return
    other = (
        last.name != elements["name"]
        and last.birth_date.isoformat() != elements["birth_date"]
    )
    if not comes_back_as(
        asked.category,
        reason=last.status_reason,
        is_other_person=other,
        is_handed_over=asked.rule == HANDED_OVER,
    ):
        raise InvalidProposal(
            _(
                "Pemilik NIK ini sudah TMS (%(reason)s). Usulkan pemulihan dari "
                "halamannya, atau pilih kategori yang sesuai dengan sebab itu."
            )
            % {"reason": category_word(last.status_reason)}
        )


def _for_voter(asked: Asked) -> dict[str, Any]:
    regency, kind, voter = asked.regency, asked.kind, asked.voter
    if voter is None or voter.regency_code != regency or voter.nik != asked.nik:
        raise InvalidProposal(_("Pemilih tidak ditemukan di kab/kota ini."))
    gone = voter.status == Status.INELIGIBLE
    if gone and kind != Kind.PEMULIHAN:
        raise InvalidProposal(_("Pemilih ini sudah TMS; usulkan pemulihan."))
    if kind == Kind.PEMULIHAN:
        _require_return(asked.period, voter)
    facts: dict[str, Any] = {
        "category": asked.category,
        "voter_id": voter.pk,
        "base_version": voter.row_version,
        "nik": voter.nik,
        "name": voter.name,
        "sex": voter.sex,
        "kelurahan": voter.kelurahan,
    }
    if kind in (Kind.UBAH, Kind.PINDAH_DALAM):
        return facts | _difference(regency, voter, asked.new)
    return facts | _status_change(kind, voter, asked.category, asked.new)


def _require_return(period: Period, voter: Voter) -> None:
    """Raise InvalidProposal where nobody may reinstate this person (rule J4)."""
    people = Voter.objects.of(voter.regency_code).counted()
    why = why_not_back(
        status=voter.status,
        reason=voter.status_reason,
        person=Person(voter.birth_date, voter.marital_status),
        nik_taken=people.filter(nik=voter.nik).exclude(pk=voter.pk).exists(),
        as_of=period.reference_date,
        is_older=struck_later(Voter.objects.of(voter.regency_code), voter),
    )
    if why:
        raise InvalidProposal(
            {
                "ACTIVE": _("Pemilih ini sudah aktif."),
                "CANCELLED": _(
                    "Orang ini batal masuk daftar; usulkan sebagai pemilih baru."
                ),
                "TAKEN": _("NIK ini sudah dipakai pemilih lain."),
                "OLDER": _(
                    "Ada catatan yang lebih baru dengan NIK ini; usulkan pemulihan "
                    "dari catatan itu."
                ),
            }.get(why)
            or _("Belum 17 tahun dan belum kawin pada tanggal acuan.")
        )


def _difference(regency: str, voter: Voter, new: dict[str, Any]) -> dict[str, Any]:
    cleaned = clean_elements(regency, new)
    old = current(voter, cleaned)
    changed = {name: value for name, value in cleaned.items() if value != old[name]}
    changed = with_named_station(changed, cleaned)
    if not changed:
        raise InvalidProposal(_("Tidak ada unsur yang berubah."))
    if "nik" in changed and (
        Voter.objects.of(voter.regency_code).counted().filter(nik=changed["nik"])
    ):
        raise InvalidProposal(_("NIK ini sudah dipakai pemilih lain."))
    moves = {"kelurahan", "tps"} & set(changed)
    return {
        "kind": Kind.PINDAH_DALAM if moves else Kind.UBAH,
        "elements": list(changed),
        "old": {name: old[name] for name in changed},
        "new": changed,
    }


def _status_change(
    kind: str, voter: Voter, category: str, new: dict[str, Any]
) -> dict[str, Any]:
    old = {"status": voter.status, "status_reason": voter.status_reason}
    if kind == Kind.TMS:
        if category not in TmsReason.values:
            raise InvalidProposal(_("Pilih sebab TMS."))
        change = {"status": Status.INELIGIBLE.value, "status_reason": category}
    elif kind == Kind.TAHAN:
        if not category:
            raise InvalidProposal(_("Tulis sebab ditahan."))
        change = {"status": Status.HELD.value, "status_reason": category}
        if until := new.get("status_until"):
            change["status_until"] = str(until)
    else:
        change = {"status": Status.ACTIVE.value, "status_reason": ""}
    return {"elements": ["status"], "old": old, "new": change}
