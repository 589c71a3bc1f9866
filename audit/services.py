"""Writes the ledger; nothing else does."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db import connections
from django.http import HttpRequest
from psycopg2.extras import Json

from audit.address import client_address

PURPOSE_KEY = "tujuan_buka"
CHUNK = 2_000
UUID_BYTES = 16
APART = "gate"
"""The connection of entries that no token proves: sign-ins, and refusals elsewhere."""
_ENTER = "SELECT ledger_record(%s, %s, %s, %s, %s, %s, %s, %s, %s)"


class Persons:
    """Keys of the persons a file shows, gathered while its rows are written.

    Sixteen bytes each: a whole regency's export would not fit as Python objects.
    """

    def __init__(self, keys: Iterable[UUID | str] = ()) -> None:
        self._kept = bytearray()
        for key in keys:
            self.add(key)

    def add(self, key: UUID | str) -> None:
        """One more person."""
        self._kept += (key if isinstance(key, UUID) else UUID(key)).bytes

    def __len__(self) -> int:
        return len(self._kept) // UUID_BYTES

    def chunks(self) -> Iterator[str]:
        """The keys as texts of PostgreSQL arrays, some thousands each."""
        step = CHUNK * UUID_BYTES
        for start in range(0, len(self._kept), step):
            part = self._kept[start : start + step].hex()
            keys = (part[at : at + 32] for at in range(0, len(part), 32))
            yield "{" + ",".join(keys) + "}"


def record(
    *,
    actor: Any,
    action: str,
    regency_code: str = "",
    subject: str = "",
    purpose: str = "",
    persons: Persons | Iterable[UUID | str] = (),
    data: dict[str, Any] | None = None,
    request: HttpRequest | None = None,
    using: str = "default",
) -> None:
    """Add one entry.

    `actor` is a user; None is a visitor with a `request` and the system without one.
    `action` is a dotted code such as "voter.unmask"; `subject` an opaque key (public
    id, file name), never a NIK. `persons` are the keys of everybody the answer shows:
    whoever shows people by name names them here, and the trail of each person
    (UU 27/2022, art. 31) is complete. Entry and persons are one statement.

    On the web's connection the database takes deeds of the account whose token the
    transaction shows, under its own regencies, and refuses others: sign-ins and
    refusals are written `using=APART`.
    """
    shown = persons if isinstance(persons, Persons) else Persons(persons)
    name = str(actor or ("tanpa akun" if request else "sistem"))
    values: list[Any] = [
        *(getattr(actor, "pk", None), name[:150], action, regency_code),
        *(subject[:120], purpose[:120], Json(data or {})),
        (client_address(request) or None) if request else None,
        list(shown.chunks()) or None,
    ]
    with connections[using].cursor() as cursor:
        cursor.execute(_ENTER, values)


def purpose_of(request: HttpRequest) -> str:
    """The purpose this work session named for opening numbers; "" before it did."""
    return str(request.session.get(PURPOSE_KEY, ""))


def keep_purpose(request: HttpRequest, purpose: str) -> None:
    """Remember the purpose until the session ends."""
    request.session[PURPOSE_KEY] = purpose[:120]
