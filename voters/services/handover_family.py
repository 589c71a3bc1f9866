"""A family handed over in one act: named, confirmed, declined, asked once more.

Each person keeps a hand-over of their own, with its own clock and its own end; the key
of the opener's act holds them together (ADR 0057). All of an act is done, or nothing.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from voters.models import ChangeProposal, Handover
from voters.rules import handover as rules
from voters.selectors.handover import kin_of
from voters.services import handover
from voters.services.errors import NotDecidable, VoterError
from voters.services.families import named
from voters.services.handover_sides import OTHER, handover_of, take_turn


def name_family(
    *, actor: Any, regency: str, public_id: Any, other: str
) -> list[ChangeProposal]:
    """Name the other regency on a move and on every other move of its family's act.

    Whose hand-over is open already keeps the one that was told. Raises what
    name_other() raises, with the person's name before it.
    """
    with transaction.atomic():
        take_turn((regency, other))
        first = handover.name_other(
            actor=actor, regency=regency, public_id=public_id, other=other
        )
        made = [first]
        if first.group_key is None:
            return made
        rows = ChangeProposal.objects.of(regency).filter(group_key=first.group_key)
        for one in rows.exclude(pk=first.pk).order_by("id"):
            if handover.may_name(one) and handover_of(one) is None:
                made.append(
                    _for(
                        one.name,
                        handover.name_other,
                        actor=actor,
                        regency=regency,
                        public_id=one.public_id,
                        other=other,
                    )
                )
    return made


def unname_family(*, actor: Any, regency: str, public_id: Any) -> int:
    """Take back which regency a family's moves name, where nobody was told yet.

    Gives how many. Raises what unname_other() raises.
    """
    said = {"actor": actor, "regency": regency}
    with transaction.atomic():
        first = handover.unname_other(**said, public_id=public_id)
        rows = ChangeProposal.objects.of(regency).filter(group_key=first.group_key)
        found = [
            one
            for one in rows.exclude(pk=first.pk).order_by("id")
            if OTHER in one.new and handover_of(one) is None
        ]
        for one in found:
            _for(one.name, handover.unname_other, public_id=one.public_id, **said)
    return len(found) + 1


def confirm_family(
    *,
    actor: Any,
    regency: str,
    public_ids: Sequence[Any],
    place: Mapping[str, Any],
    evidence_kind: str = "",
    evidence_no: str = "",
    note: str = "",
) -> list[ChangeProposal]:
    """Say yes about several at once: one address, one paper, proposals of one key.

    An open proposal that the office had anyway keeps the key it has. Raises
    NotDecidable where nobody is named, and what confirm() raises, with the person's
    name before it.
    """
    with transaction.atomic():
        made = [
            _for(
                one.name,
                handover.confirm,
                actor=actor,
                regency=regency,
                public_id=one.public_id,
                place=place,
                evidence_kind=evidence_kind,
                evidence_no=evidence_no,
                note=note,
            )
            for one in _chosen(regency, public_ids)
        ]
        numbers = [one.pk for one in made if one.group_key is None]
        if len(made) > 1:
            rows = ChangeProposal.objects.of(regency).filter(pk__in=numbers)
            rows.update(group_key=uuid.uuid4())
        rows = ChangeProposal.objects.of(regency)
        return list(rows.filter(pk__in=[one.pk for one in made]).order_by("id"))


def decline_family(
    *, actor: Any, regency: str, public_id: Any, reason: str, note: str = ""
) -> int:
    """Say no about everybody of the family who still waits; gives how many."""
    said = {"actor": actor, "regency": regency, "reason": reason, "note": note}
    return _each(regency, public_id, _may_answer, handover.decline, said)


def renew_family(*, actor: Any, regency: str, public_id: Any) -> int:
    """Ask once more about everybody of the family who was left; gives how many."""
    said = {"actor": actor, "regency": regency}
    return _each(regency, public_id, _may_renew, handover.renew, said)


def _may_answer(one: Handover, regency: str) -> bool:
    return not one.opens(regency) and one.state in rules.MAY_ANSWER


def _may_renew(one: Handover, regency: str) -> bool:
    return one.opens(regency) and one.state in rules.MAY_RENEW


def _each(
    regency: str,
    public_id: Any,
    may: Callable[[Handover, str], bool],
    deed: Callable[..., Any],
    said: dict[str, Any],
) -> int:
    """Do it about whom it was asked, which may refuse, and about their family."""
    with transaction.atomic():
        rows = Handover.objects.of(regency)
        first = rows.get(public_id=public_id)
        take_turn((first.from_regency, first.to_regency))
        others = [one for one in kin_of(rows, first) if one.pk != first.pk]
        wanted = [first, *(one for one in others if may(one, regency))]
        for one in sorted(wanted, key=lambda one: one.pk):
            _for(one.name, deed, public_id=one.public_id, **said)
    return len(wanted)


def _chosen(regency: str, public_ids: Sequence[Any]) -> list[Handover]:
    """Those that were ticked; several only in turn."""
    rows = Handover.objects.of(regency).filter(public_id__in=public_ids)
    found = list(rows.order_by("id"))
    if not found or len(found) != len(set(public_ids)):
        raise NotDecidable(_("Pilih paling sedikit satu anggota keluarga."))
    if len(found) > 1:
        take_turn(*((one.from_regency, one.to_regency) for one in found))
    return found


def _for(name: str, deed: Callable[..., Any], **said: Any) -> Any:
    """Do it for a person; a refusal names the person."""
    try:
        return deed(**said)
    except VoterError as error:
        raise named(error, name) from None
