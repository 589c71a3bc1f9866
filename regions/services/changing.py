"""Writes changes of regions: the draft, its two people, and names and codes.

What a change does to voters is voters.services.regions alone; it calls `carry_out` and
`take_back` inside its own transaction, and regions.services.following likewise.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regions.models import (
    Alias,
    Level,
    Region,
    RegionChange,
    RegionChangeLine,
    RegionName,
)
from regions.rules import change as rules
from regions.selectors import known
from regions.services.loading import spelling_key

State = RegionChange.State


class ChangeError(Exception):
    """A change of regions that was refused; `problems` are those of its map's lines."""

    def __init__(self, words: str, problems: Iterable[rules.Problem] = ()) -> None:
        super().__init__(words)
        self.problems = list(problems)


@transaction.atomic
def keep_change(
    *,
    actor: Any,
    by_chair: bool,
    regency: str,
    facts: Mapping[str, Any],
    lines: Iterable[rules.Line],
    change: RegionChange | None = None,
) -> RegionChange:
    """Keep a draft with its map; a former map of the same draft goes.

    `facts` are kind, basis_no, basis_on, effective_on and note. Raises ChangeError with
    the problems of the lines, and for a change that is no draft any more.
    """
    lines = list(lines)
    wrong = rules.problems(str(facts["kind"]), lines, known(regency))
    if wrong:
        raise ChangeError(_("Peta wilayah belum dapat dipakai."), wrong)
    kept = _draft(regency, change)
    for name in ("kind", "basis_no", "basis_on", "effective_on", "note"):
        setattr(kept, name, facts[name])
    kept.prepared_by_id, kept.prepared_by_name = actor.pk, str(actor)[:150]
    kept.prepared_by_chair, kept.prepared_at = by_chair, timezone.now()
    kept.save()
    kept.lines.all().delete()
    RegionChangeLine.objects.bulk_create(_row(kept, line) for line in lines)
    return kept


def _draft(regency: str, change: RegionChange | None) -> RegionChange:
    if change is None:
        return RegionChange(regency_code=regency)
    kept = RegionChange.objects.select_for_update().get(pk=change.pk)
    if not kept.is_draft:
        raise ChangeError(_("Perubahan ini tidak sedang disusun lagi."))
    return kept


def _row(change: RegionChange, line: rules.Line) -> RegionChangeLine:
    return RegionChangeLine(
        change=change,
        number=line.number,
        old_code=line.old,
        rw=line.rw,
        rt=line.rt,
        new_code=line.new or line.old,
        new_name=line.new_name[:120],
        new_district=line.new_district[:120],
        new_rw=rules.padded(line.new_rw),
        new_rt=rules.padded(line.new_rt),
    )


def lines_of(change: RegionChange) -> list[rules.Line]:
    """The map of a change as the rule reads it."""
    return [
        rules.Line(
            row.number,
            row.old_code,
            row.new_code,
            row.rw,
            row.rt,
            row.new_name,
            row.new_district,
            row.new_rw,
            row.new_rt,
        )
        for row in change.lines.all()
    ]


def settle(change: RegionChange, state: str, **facts: Any) -> RegionChange:
    """Set a state and facts that stand beside it; one change at a time may wait."""
    for name, value in {**facts, "state": state}.items():
        setattr(change, name, value)
    try:
        with transaction.atomic():
            change.save(update_fields=[*facts, "state"])
    except IntegrityError as error:
        raise ChangeError(
            _("Masih ada perubahan wilayah lain yang menunggu.")
        ) from error
    return change


def ask(change: RegionChange) -> RegionChange:
    """Send a draft to the second person. Raises ChangeError for another state."""
    asked = RegionChange.objects.select_for_update().get(pk=change.pk)
    if not asked.is_draft:
        raise ChangeError(_("Perubahan ini tidak sedang disusun lagi."))
    return settle(asked, State.ASKED)


def refuse(change: RegionChange) -> RegionChange:
    """Refuse or withdraw what is not applied. Raises ChangeError afterwards."""
    asked = RegionChange.objects.select_for_update().get(pk=change.pk)
    if asked.state not in (State.DRAFT, State.ASKED):
        raise ChangeError(_("Perubahan ini tidak dapat dibatalkan lagi."))
    return settle(asked, State.REFUSED)


def carry_out(change: RegionChange, day: date) -> dict[str, Any]:
    """Make, end and rename the regions of a change from `day` on.

    Gives what was done, for `take_back`. Raises ChangeError when the regions are not
    any more what its map was checked against.
    """
    lines = lines_of(change)
    wrong = rules.problems(change.kind, lines, known(change.regency_code))
    if wrong:
        raise ChangeError(_("Wilayah sudah berubah sejak peta ini disusun."), wrong)
    if change.kind == RegionChange.Kind.RENAME:
        return _rename(change, lines, day)
    made = _make(lines, day)
    ended = _end(change.regency_code, rules.ending(lines), day)
    return {"made": made, "ended": ended}


def _rename(change: RegionChange, lines: list[rules.Line], day: date) -> dict[str, Any]:
    eve, renamed, closed = day - timedelta(days=1), {}, []
    for line in lines:
        region = Region.objects.select_for_update().get(code=line.old)
        standing = RegionName.objects.filter(region=region, valid_to=None).last()
        if standing is None:
            RegionName.objects.create(
                region=region, change=change, name=region.name, valid_to=eve
            )
        else:
            closed.append(standing.pk)
            standing.valid_to = eve
            standing.save(update_fields=["valid_to"])
        RegionName.objects.create(
            region=region, change=change, name=line.new_name, valid_from=day
        )
        Alias.objects.get_or_create(region=region, key=spelling_key(line.new_name))
        renamed[region.code] = region.name
        region.name = line.new_name
        region.save(update_fields=["name"])
    return {"renamed": renamed, "closed": closed}


def _make(lines: list[rules.Line], day: date) -> list[str]:
    """Kecamatan first, then kelurahan; those that stand already are left alone."""
    wanted: dict[str, str] = {}
    for line in lines:
        if line.new_district:
            wanted.setdefault(line.new[: rules.DISTRICT], line.new_district)
    for line in lines:
        if line.new_name:
            wanted.setdefault(line.new, line.new_name)
    standing = set(
        Region.objects.filter(code__in=wanted).values_list("code", flat=True)
    )
    made = sorted(wanted.keys() - standing, key=lambda code: (len(code), code))
    for code in made:
        parent = code[: rules.DISTRICT] if len(code) == rules.VILLAGE else code[:4]
        Region.objects.create(
            code=code,
            level=len(code),
            parent_id=parent,
            name=wanted[code],
            valid_from=day,
        )
        Alias.objects.create(region_id=code, key=spelling_key(wanted[code]))
    return made


def _end(regency: str, codes: set[str], day: date) -> list[str]:
    """End kelurahan, and every kecamatan that has none left by it."""
    eve = day - timedelta(days=1)
    Region.objects.filter(code__in=codes).update(valid_to=eve)
    standing = Region.objects.villages(regency).values_list("parent_id", flat=True)
    emptied = {code[: rules.DISTRICT] for code in codes} - set(standing)
    Region.objects.filter(code__in=emptied).update(valid_to=eve)
    return sorted(codes | emptied)


def take_back(change: RegionChange) -> None:
    """Give the regions back what `carry_out` did to them."""
    done = change.done
    for code, name in done.get("renamed", {}).items():
        given = {line.new_name for line in change.lines.filter(old_code=code)}
        keys = {spelling_key(one) for one in given} - {spelling_key(name)}
        Alias.objects.filter(region_id=code, key__in=keys).delete()
        Region.objects.filter(code=code).update(name=name)
    RegionName.objects.filter(change=change).delete()
    RegionName.objects.filter(pk__in=done.get("closed", [])).update(valid_to=None)
    Region.objects.filter(code__in=done.get("ended", [])).update(valid_to=None)
    for code in reversed(done.get("made", [])):
        Region.objects.filter(code=code, level__in=(Level.DISTRICT, 10)).delete()
