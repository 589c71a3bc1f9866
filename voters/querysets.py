"""Vocabulary of voters and proposals; `in_scope_of` fails closed."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models

from regions.querysets import code_after


class ScopedQuerySet(models.QuerySet):
    """Rows of one regency, cut to a person's region codes."""

    def of(self, regency: str) -> Self:
        """Rows of one regency; every query names it, so that one partition is read."""
        return self.filter(regency_code=regency)

    def in_scope_of(self, user: Any) -> Self:
        """Rows the user may see by name; nobody else's, and none without a scope."""
        code = getattr(user, "by_name_scope", "")
        if not code:
            return self.none()
        return self._inside(code, user)

    def _inside(self, code: str, user: Any) -> Self:
        """Rows of a region; the head of an RT or RW opens none but the roll's."""
        if getattr(user, "rw", ""):
            return self.none()
        rows = self.filter(regency_code=code[:4])
        if len(code) > 4:
            rows = rows.filter(kelurahan__gte=code, kelurahan__lt=code_after(code))
        return rows


class VoterQuerySet(ScopedQuerySet):
    """The roll."""

    def _inside(self, code: str, user: Any) -> Self:
        rows = self.filter(regency_code=code[:4])
        if len(code) > 4:
            rows = rows.filter(kelurahan__gte=code, kelurahan__lt=code_after(code))
        if rw := getattr(user, "rw", ""):
            rows = rows.filter(rw=rw)
            if rt := getattr(user, "rt", ""):
                rows = rows.filter(rt=rt)
        return rows

    def counted(self) -> Self:
        """ACTIVE and HELD: what the recap counts."""
        return self.filter(status__in=("ACTIVE", "HELD"))

    def numbered(self, niks: Iterable[str]) -> Self:
        """Whoever has one of these NIK, on the roll or off it.

        The states are named because the indexes of NIK are each of some states: without
        them the whole roll is read.
        """
        some = set(niks)
        here = models.Q(status__in=("ACTIVE", "HELD"), nik__in=some)
        return self.filter(here | models.Q(status="INELIGIBLE", nik__in=some))

    def below(self, code: str) -> Self:
        """Voters of a kecamatan or kelurahan."""
        return self.filter(kelurahan__gte=code, kelurahan__lt=code_after(code))


class ProposalQuerySet(ScopedQuerySet):
    """Proposals."""

    def undecided(self) -> Self:
        """What waits for a person."""
        return self.filter(state__in=("OPEN", "HOLD", "COKLIT", "SECOND"))

    def below(self, code: str) -> Self:
        """Proposals of a kecamatan or kelurahan."""
        return self.filter(kelurahan__gte=code, kelurahan__lt=code_after(code))


class RegencyRowsQuerySet(ScopedQuerySet):
    """Rows that know no kelurahan (events, evidence): whole offices open them."""

    def _inside(self, code: str, user: Any) -> Self:
        return self.filter(regency_code=code) if len(code) == 4 else self.none()


class DuplicateQuerySet(ScopedQuerySet):
    """Pairs: seen by those who see both records, and by no head of an RT or RW."""

    def _inside(self, code: str, user: Any) -> Self:
        if getattr(user, "rw", ""):
            return self.none()
        rows = self.filter(regency_code=code[:4])
        return rows.below(code) if len(code) > 4 else rows

    def waiting(self) -> Self:
        """What a person still has to decide."""
        return self.filter(state__in=("OPEN", "SECOND"))

    def below(self, code: str) -> Self:
        """Pairs of which both records stand in a kecamatan or kelurahan."""
        end = code_after(code)
        return self.filter(
            kelurahan_a__gte=code,
            kelurahan_a__lt=end,
            kelurahan_b__gte=code,
            kelurahan_b__lt=end,
        )


class ExchangeQuerySet(ScopedQuerySet):
    """Sides of pairs between regencies: seen by those who see the own record."""

    def waiting(self) -> Self:
        """Found, and not answered by this office."""
        return self.filter(answer="", gone=False)

    def below(self, code: str) -> Self:
        """Sides whose own record stands in a kecamatan or kelurahan."""
        return self.filter(kelurahan__gte=code, kelurahan__lt=code_after(code))


class HandoverQuerySet(ScopedQuerySet):
    """Hand-overs: seen by the whole offices of both sides, and by nobody below."""

    def of(self, regency: str) -> Self:
        """Those that this regency sends or gets."""
        return self.filter(
            models.Q(from_regency=regency) | models.Q(to_regency=regency)
        )

    def _inside(self, code: str, user: Any) -> Self:
        whole = len(code) == 4 and not getattr(user, "rw", "")
        return self.of(code) if whole else self.none()

    @staticmethod
    def asks(of_other: bool, regency: str, *states: str) -> models.Q:
        """Condition: in these states, opened by the other side or by this regency."""
        takes, gives = "to_regency", "from_regency"
        if not of_other:
            takes, gives = gives, takes
        return models.Q(opened_by="FROM", state__in=states, **{takes: regency}) | (
            models.Q(opened_by="TO", state__in=states, **{gives: regency})
        )

    def waits_for(self, regency: str) -> Self:
        """What this regency has to answer."""
        return self.filter(self.asks(True, regency, "OFFERED", "ASKED"))

    def waits_elsewhere(self, regency: str) -> Self:
        """What this regency waits for the other side to answer."""
        return self.filter(self.asks(False, regency, "OFFERED", "ASKED"))

    def in_both(self) -> Self:
        """In the roll of the taking side, and not out of the other's by this."""
        return self.filter(to_stage="APPLIED").exclude(from_stage="APPLIED")
