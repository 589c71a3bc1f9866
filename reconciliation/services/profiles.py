"""Versions of how a sender is read: what changed, and back to an older one."""

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from audit.services import record
from reconciliation.models import SenderProfile
from reconciliation.services.errors import CannotStart
from reconciliation.services.receiving import latest_profile


@dataclass(frozen=True)
class Version:
    """One version beside the one before it: (column, field before, field now)."""

    profile: SenderProfile
    changes: list[tuple[str, str, str]]
    vintage_before: str
    is_latest: bool


def versions(regency: str, sender: str) -> list[Version]:
    """Every version of a sender, newest first."""
    found = list(
        SenderProfile.objects.of(regency).filter(sender=sender).order_by("version")
    )
    told = []
    for at, profile in enumerate(found):
        before = found[at - 1] if at else None
        told.append(
            Version(
                profile,
                _changes(before.columns if before else {}, profile.columns),
                before.vintage if before else "",
                at == len(found) - 1,
            )
        )
    return told[::-1]


def _changes(old: dict[str, str], new: dict[str, str]) -> list[tuple[str, str, str]]:
    return [
        (name, old.get(name, ""), new.get(name, ""))
        for name in sorted(old.keys() | new.keys())
        if old.get(name, "") != new.get(name, "")
    ]


def one_at_a_time(regency: str, sender: str) -> None:
    """Let this transaction alone write the next version of a sender.

    Two that count from the same latest version would give both the same number.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('profil'), hashtext(%s))",
            [f"{regency} {sender}"],
        )


@transaction.atomic
def restore(*, actor: Any, regency: str, sender: str, version: int) -> SenderProfile:
    """Read this sender as `version` did: a new version with its columns.

    Nothing is overwritten; deliveries keep the mapping they were read with. Raises
    CannotStart when the version does not exist or is the latest.
    """
    one_at_a_time(regency, sender)
    mine = SenderProfile.objects.of(regency).filter(sender=sender)
    old = mine.filter(version=version).first()
    last = latest_profile(regency, sender)
    if old is None or last is None or old.version == last.version:
        raise CannotStart(_("Versi itu tidak ada, atau sudah yang terbaru."))
    made = SenderProfile.objects.create(
        regency_code=regency,
        sender=sender,
        version=last.version + 1,
        columns=old.columns,
        vintage=old.vintage,
        kind=old.kind,
        saved_by_name=str(actor or "sistem")[:150],
    )
    record(
        actor=actor,
        action="delivery.map",
        regency_code=regency,
        subject=f"{sender} v{made.version}",
        data={"version": made.version, "restored": version},
    )
    return made
