"""What is left of the queue, by kecamatan and kind: one grouped statement."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.db.models.functions import Substr

from voters.models import ChangeProposal, Kind, ReviewClaim
from voters.models.claims import DISTRICT
from voters.selectors.claims import live_claims


@dataclass
class District:
    """A kecamatan: how many wait by kind, and who holds it today."""

    code: str
    name: str
    kinds: dict[str, int] = field(default_factory=dict)
    claim: ReviewClaim | None = None

    @property
    def total(self) -> int:
        """All kinds together."""
        return sum(self.kinds.values())


@dataclass
class Left:
    """Every kecamatan of a regency, and the kinds that occur."""

    districts: list[District]
    kinds: list[tuple[str, str]]

    @property
    def total(self) -> int:
        """All kecamatan together."""
        return sum(one.total for one in self.districts)

    @property
    def table(self) -> list[tuple[District, list[tuple[str, int]]]]:
        """Each kecamatan with its counts in the order of `kinds`."""
        return [
            (one, [(code, one.kinds.get(code, 0)) for code, _label in self.kinds])
            for one in self.districts
        ]

    @property
    def sums(self) -> list[tuple[str, int]]:
        """The last line: each kind of all kecamatan."""
        return [
            (code, sum(one.kinds.get(code, 0) for one in self.districts))
            for code, _label in self.kinds
        ]


def left_in(user: Any, regency: str, districts: dict[str, str]) -> Left:
    """Undecided proposals of the account's scope (two queries with the claims)."""
    found = {code: District(code, name) for code, name in districts.items()}
    rows = ChangeProposal.objects.in_scope_of(user).of(regency).undecided()
    counted = (
        rows.order_by()
        .annotate(district=Substr("kelurahan", 1, 6))
        .values_list("district", "kind")
        .annotate(n=Count("pk"))
    )
    for code, kind, n in counted:
        found.setdefault(code, District(code, code)).kinds[kind] = n
    for claim in live_claims(user, regency).values():
        code = claim.subject.removeprefix(DISTRICT)
        if claim.is_district and code in found:
            found[code].claim = claim
    seen = {kind for one in found.values() for kind in one.kinds}
    kinds = [(code, str(label)) for code, label in Kind.choices if code in seen]
    return Left(sorted(found.values(), key=lambda one: one.code), kinds)
