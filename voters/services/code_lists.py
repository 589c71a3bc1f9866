"""Changes the code lists: the only writer of CodeEntry and CodeChange.

A list of practice changes at once. A list of the law waits for a second administrator:
a word there says how a recorded code is read (ADR 0022). Nothing is ever deleted.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Role, User
from audit.services import record
from voters.models import CodeChange, CodeEntry
from voters.models.code_tables import kept
from voters.rules import code_lists as rules
from voters.selectors.codes import brings, entry_of


class CodeError(Exception):
    """A code list cannot be changed as asked; the message is for people."""


MESSAGES = {
    "LIST": gettext_lazy("Daftar kode tidak dikenal."),
    "VINTAGE": gettext_lazy("Angkatan adalah tahun empat angka, misalnya 2027."),
    "CODE": gettext_lazy(
        "Kode memakai huruf besar dan garis bawah, di belakangnya paling banyak dua "
        "angka; disabilitas, KTP-el, dan status kawin satu tanda saja."
    ),
    "LABEL": gettext_lazy("Sebutan kosong."),
    "PROGRAM": gettext_lazy(
        "Angkatan ini disebut oleh aturan dan kolom rekap portal; isinya hanya berubah "
        "dengan versi portal yang baru. Tambahkan angkatan lain."
    ),
    "PRACTICE": gettext_lazy(
        "Jenis bukti dan alasan penolakan hanya mempunyai satu angkatan."
    ),
    "NAMED": gettext_lazy(
        "Kode ini disebut oleh aturan portal: sebutannya dapat diubah, masa berlakunya "
        "tidak."
    ),
    "DATES": gettext_lazy("Tanggal akhir mendahului tanggal awal."),
}
ALONE = gettext_lazy("Permintaan sendiri diputus oleh administrator lain.")


@dataclass(frozen=True)
class Words:
    """How an entry is to look."""

    label: str
    label_en: str = ""
    valid_from: date | None = None
    valid_until: date | None = None


@transaction.atomic
def change_code(
    *, actor: User, name: str, vintage: str, code: str, words: Words, reason: str
) -> CodeChange:
    """Add an entry, or give one another word or validity (an end date retires it).

    Of a list of practice it stands at once; of the law's it waits. Raises CodeError:
    not an administrator, no reason, nothing new, a request that waits, and what
    rules.code_lists forbids.
    """
    _require_admin(actor)
    asked = rules.Asked(
        *(name, vintage, code, words.label, words.valid_from, words.valid_until),
        program_vintage=brings(name, vintage),
    )
    if obstacle := rules.problem(asked):
        raise CodeError(str(MESSAGES[obstacle]))
    if not reason.strip():
        raise CodeError(_("Tulis alasannya."))
    found = entry_of(name, vintage, code)
    if found and words == Words(
        found.label, found.label_en, found.valid_from, found.valid_until
    ):
        raise CodeError(_("Tidak ada yang berubah."))
    two = rules.needs_two(name)
    change = CodeChange(
        list=name,
        vintage=vintage,
        code=code,
        **_facts(words),
        reason=reason.strip()[:200],
        state=CodeChange.State.ASKED if two else CodeChange.State.DONE,
        asked_by_id=actor.pk,
        asked_by_name=str(actor)[:150],
    )
    try:
        with transaction.atomic():
            change.save(force_insert=True)
    except IntegrityError as error:
        raise CodeError(_("Sudah ada permintaan yang menunggu.")) from error
    if not two:
        _stand(change)
    _record(actor, "code.change.ask" if two else "code.change", change)
    return change


@transaction.atomic
def decide_code(*, actor: User, pk: int, approve: bool) -> CodeChange:
    """Agree to a change of a list of the law, or refuse it.

    Raises CodeError: not an administrator, one's own request, decided already;
    CodeChange.DoesNotExist.
    """
    _require_admin(actor)
    change = CodeChange.objects.select_for_update().get(pk=pk)
    if change.asked_by_id == actor.pk:
        raise CodeError(str(ALONE))
    states = CodeChange.State
    if change.state != states.ASKED:
        raise CodeError(_("Permintaan ini sudah diputus."))
    change.state = states.DONE if approve else states.REJECTED
    change.decided_by_id, change.decided_by_name = actor.pk, str(actor)[:150]
    change.decided_at = timezone.now()
    change.save()
    if approve:
        _stand(change)
    _record(actor, "code.change" if approve else "code.change.refuse", change)
    return change


def _stand(change: CodeChange) -> None:
    """Let the entry be as the change says."""
    CodeEntry.objects.update_or_create(
        list=change.list,
        vintage=change.vintage,
        code=change.code,
        defaults={
            "label": change.label,
            "label_en": change.label_en,
            "valid_from": change.valid_from,
            "valid_until": change.valid_until,
        },
    )
    kept.forget()


def _facts(words: Words) -> dict[str, Any]:
    return {
        "label": words.label.strip()[:80],
        "label_en": words.label_en.strip()[:80],
        "valid_from": words.valid_from,
        "valid_until": words.valid_until,
    }


def _require_admin(actor: User) -> None:
    if actor.role != Role.ADMIN or not actor.is_active:
        raise CodeError(_("Hanya administrator yang mengatur daftar kode."))


def _record(actor: User, action: str, change: CodeChange) -> None:
    days = (change.valid_from, change.valid_until)
    record(
        actor=actor,
        action=action,
        subject=str(change),
        data={
            "label": change.label,
            "from": days[0].isoformat() if days[0] else "",
            "until": days[1].isoformat() if days[1] else "",
            "reason": change.reason,
        },
    )
