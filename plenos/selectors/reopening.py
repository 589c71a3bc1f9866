"""Reads of reopenings and of the versions they led to."""

from dataclasses import dataclass

from periods.models import Period
from plenos.models import Plenary, Recap, RecapChange, Reopening, ReopeningState
from plenos.selectors.recap import frozen
from regions.querysets import code_after


@dataclass(frozen=True)
class Version:
    """One frozen version of a period's recap, with its minutes."""

    recap: Recap
    plenary: Plenary | None
    male: int
    female: int

    @property
    def both(self) -> int:
        """L+P."""
        return self.male + self.female


def reopenings_of(period: Period) -> list[Reopening]:
    """Every request about a period, newest first."""
    found = Reopening.objects.filter(period=period).select_related("advice")
    return list(found.select_related("period"))


def reopened_now(code: str) -> dict[str, Reopening]:
    """Regencies below a code whose closed period is open once more, with why."""
    found = Reopening.objects.filter(
        regency_code__gte=code,
        regency_code__lt=code_after(code),
        state=ReopeningState.OPEN,
    ).select_related("period")
    return {one.regency_code: one for one in found}


def versions_of(period: Period, *, published_only: bool) -> list[Version]:
    """Frozen versions, newest first; readers see those that were published."""
    plenaries = {p.version: p for p in Plenary.objects.filter(period=period)}
    found = []
    for recap in Recap.objects.filter(period=period).select_related("period"):
        plenary = plenaries.get(recap.version)
        if published_only and (plenary is None or plenary.published_at is None):
            continue
        figures = frozen(recap)
        male, female = (figures.total("SEKARANG", sex) for sex in "LP")
        found.append(Version(recap, plenary, male, female))
    return sorted(found, key=lambda one: -one.recap.version)


def changes_of(recap: Recap) -> list[RecapChange]:
    """What this version prints otherwise than the one before it."""
    return list(RecapChange.objects.filter(recap=recap))
