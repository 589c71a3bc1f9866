"""Answers of an office about a record that another regency has as well.

Whoever lets its record go makes a proposal TMS; somebody always keeps the person. The
database refuses the answer after which nobody would (sql/exchange_scope.sql).
"""

from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from voters.models import LEAVING, Answer, ChangeProposal, ExchangeSide, ProposalState
from voters.services.errors import NotDecidable

EXCHANGE = "_exchange"
"""Key in `new` of a proposal: the number of the side that it answers."""
NO_KEEPER, NEEDED, PROMISED = "PDX01", "PDX02", "PDX03"


def lock_exchange() -> None:
    """Let answers and comparisons of all offices follow one another, until commit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('ganda-antar'), 0)")


def said(side: ExchangeSide, actor: Any, answer: Answer, note: str) -> None:
    """Write an answer. Raises NotDecidable where the database refuses it."""
    facts: dict[str, Any] = {
        "answer": answer,
        "note": note[:400],
        "answered_by_id": getattr(actor, "pk", None),
        "answered_by_name": str(actor or "sistem")[:150],
        "answered_at": timezone.now(),
    }
    if answer not in LEAVING:
        facts["proposal_id"] = None
    try:
        with transaction.atomic():
            rows = ExchangeSide.objects.of(side.regency_code)
            rows.filter(pk=side.pk).update(**facts)
    except DatabaseError as error:
        raise refused(side, error) from error
    for name, value in facts.items():
        setattr(side, name, value)


def refused(side: ExchangeSide, error: DatabaseError) -> Exception:
    """The words for a refusal of the database; another error stays what it is."""
    code = getattr(error.__cause__, "pgcode", "")
    words = {
        NO_KEEPER: _(
            "Kab/kota lain tidak mempertahankan orang ini: catatannya sudah keluar, "
            "akan keluar, dinyatakan bukan ganda, atau (instalasi lain) belum menjawab "
            "tetap. Paling sedikit satu harus mempertahankan; minta yang lain menarik "
            "jawabannya dahulu."
        ),
        NEEDED: _(
            "Kab/kota lain mengeluarkan catatannya karena catatan ini tetap. Minta "
            "jawaban itu ditarik dahulu."
        ),
        PROMISED: _(
            "Jawaban tetap kepada instalasi lain mengikat sampai salah satu catatan "
            "berubah."
        ),
    }
    return NotDecidable(words[code]) if code in words else error


def refuse_unanswered(proposal: ChangeProposal) -> None:
    """Raise NotDecidable where a proposal of an answer no longer has its keeper."""
    number = proposal.new.get(EXCHANGE)
    if number is None:
        return
    rows = ExchangeSide.objects.of(proposal.regency_code)
    side = rows.filter(pk=number, answer__in=LEAVING, proposal_id=proposal.pk).first()
    if side is None or not _kept_elsewhere(side):
        raise NotDecidable(
            _(
                "Usulan ini menjawab ganda antar kab/kota, dan kab/kota lain tidak "
                "lagi mempertahankan orangnya. Tolak usulan ini, lalu jawab lagi."
            )
        )


def _kept_elsewhere(side: ExchangeSide) -> bool:
    if side.remote and side.other_answer != Answer.STAY:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT exchange_stays(%s)", [str(side.other_ref)])
        return bool(cursor.fetchone()[0])


def release(proposal: ChangeProposal) -> None:
    """Take the answer back whose proposal was rejected."""
    if EXCHANGE in proposal.new and proposal.state == ProposalState.REJECTED:
        rows = ExchangeSide.objects.of(proposal.regency_code)
        rows.filter(proposal_id=proposal.pk).update(answer="", proposal_id=None)


def release_all(regency: str) -> int:
    """Take back answers whose proposal came to nothing; gives how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE exchange_side s SET answer = '', proposal_id = NULL "
            "FROM change_proposal p WHERE s.regency_code = %s "
            "AND s.answer IN ('MOVED', 'STRIKE') AND p.regency_code = s.regency_code "
            "AND p.id = s.proposal_id AND p.state IN ('STALE', 'UNDONE', 'REJECTED')",
            [regency],
        )
        return int(cursor.rowcount)
