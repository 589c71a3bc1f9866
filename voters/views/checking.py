"""Turns what stands in a form into what is checked of it, and records who was shown."""

from typing import Any

from django.http import HttpRequest

from audit.services import record
from periods.models import Period
from voters.forms_by_hand import NIK
from voters.models import ChangeProposal, Kind, Voter
from voters.rules.by_hand import Typed
from voters.rules.duplicates import Record
from voters.selectors import by_hand
from voters.views.roll import person_of


def checked_of(
    request: HttpRequest,
    regency: str,
    period: Period | None,
    form: Any,
    kind: str,
    voter: Voter | None,
) -> by_hand.Checked:
    """The checks of a form, by the reference date of the open period."""
    if period is None:
        return by_hand.Checked()
    as_of = period.reference_date
    if voter is not None and kind == Kind.PEMULIHAN:
        return by_hand.check_return(scope_of(request, regency), voter, as_of=as_of)
    if kind not in (Kind.BARU, Kind.UBAH, NIK):
        return by_hand.Checked()
    clean = getattr(form, "cleaned_data", {})
    scope = scope_of(request, regency)
    if voter is None:
        found = by_hand.check_newcomer(
            scope, typed_of(clean), record_of(clean), as_of=as_of
        )
    elif kind == NIK:
        number = clean.get("nik", "")
        found = by_hand.check_correction(scope, voter, number, as_of=as_of)
    else:
        found = by_hand.check_change(scope, typed_of(clean), as_of=as_of)
    _record_shown(request, regency, found)
    return found


def scope_of(request: HttpRequest, regency: str) -> by_hand.Scope:
    """The rows that this person may see."""
    user = person_of(request)
    return by_hand.Scope(
        regency=regency,
        people=Voter.objects.in_scope_of(user).of(regency),
        proposals=ChangeProposal.objects.in_scope_of(user).of(regency),
        name_scope=user.by_name_scope,
    )


def typed_of(clean: dict[str, Any]) -> Typed:
    """What the form holds that is valid by itself."""
    return Typed(
        nik=clean.get("nik", "").strip(),
        birth_date=clean.get("birth_date"),
        sex=clean.get("sex", ""),
        marital_status=clean.get("marital_status") or "B",
        category=clean.get("category", ""),
        nkk=clean.get("nkk", "").strip(),
    )


def record_of(clean: dict[str, Any]) -> Record:
    """The same for the score of likeness."""
    born = clean.get("birth_date")

    def text(name: str) -> str:
        return str(clean.get(name) or "").strip().upper()

    return Record(
        name=text("name"),
        born=born.strftime("%Y%m%d") if born else "",
        birth_place=text("birth_place"),
        nkk=text("nkk"),
        nik=text("nik"),
        address=text("address"),
        sex=text("sex"),
        kelurahan=text("kelurahan"),
        rt=text("rt").zfill(3) if text("rt") else "",
        rw=text("rw").zfill(3) if text("rw") else "",
    )


def _record_shown(request: HttpRequest, regency: str, found: by_hand.Checked) -> None:
    """Whom the checks name: a look at a record is recorded, whatever led to it."""
    shown = {one.voter.public_id for one in found.alike}
    shown |= {key for one in found.checks for key in (one.voter, one.proposal) if key}
    if shown:
        record(
            actor=request.user,
            action="voter.alike",
            regency_code=regency,
            persons=shown,
            request=request,
        )
