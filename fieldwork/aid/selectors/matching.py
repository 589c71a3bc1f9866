"""Suggestions that wait for a person, and what speaks for each."""

from typing import Any

from django.db import connection
from django.db.models import CharField, Exists, F, Func, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from fieldwork.aid.models import Decision, Recipient
from fieldwork.rules.aid import Match, Record, Sign, signs
from regions.querysets import code_after
from voters.models import Voter
from voters.rules.names import likeness, name_key

MARK = (F("nik"), F("nkk"), F("name"), F("birth_date"), F("sex"))
"""What a match rests on, of either record."""


def lapsed_of(regency: str) -> Any:
    """Decisions that stand although the voter has changed since."""
    now = Func(*MARK, function="aid_mark", output_field=CharField())
    voters = Voter.objects.of(regency).filter(pk=OuterRef("voter_id"))
    changed = voters.annotate(mark=now).exclude(mark=OuterRef("voter_mark"))
    return Decision.objects.of(regency).filter(Exists(changed), ended_at=None)


def waiting(user: Any, regency: str, rows: Any) -> Any:
    """Of `rows` those with a suggestion that nobody answered, or that lapsed.

    `offered` is the voter in question, whom the person has to be able to see.
    """
    lapsed = lapsed_of(regency).filter(recipient=OuterRef("pk")).values("voter_id")[:1]
    seen = Voter.objects.in_scope_of(user).of(regency).filter(pk=OuterRef("offered"))
    offered = Coalesce("suggested_id", Subquery(lapsed))
    return rows.annotate(offered=offered).filter(
        Q(match=Match.LIKELY) | Q(suggested_id=None, offered__isnull=False),
        Exists(seen),
    )


_COUNT = """
SELECT count(*)
FROM aid_recipient r
CROSS JOIN LATERAL (SELECT coalesce(r.suggested_id, (
  SELECT d.voter_id FROM aid_decision d
  JOIN voter v ON v.regency_code = d.regency_code AND v.id = d.voter_id
  WHERE d.regency_code = %(regency)s AND d.recipient_id = r.id AND d.ended_at IS NULL
    AND aid_mark(v.nik, v.nkk, v.name, v.birth_date, v.sex)
      IS DISTINCT FROM d.voter_mark
  LIMIT 1)) AS offered OFFSET 0) o
WHERE r.regency_code = %(regency)s AND r.programme_id = %(programme)s
  AND r.kelurahan >= %(low)s AND r.kelurahan < %(high)s
  AND (r.match = 'LIKELY' OR r.id IN (SELECT a.recipient_id FROM aid_decision a
    WHERE a.regency_code = %(regency)s AND a.ended_at IS NULL))
  AND (r.match = 'LIKELY' OR r.suggested_id IS NULL AND o.offered IS NOT NULL)
  AND EXISTS (SELECT FROM voter s
    WHERE s.regency_code = %(regency)s AND s.id = o.offered
      AND s.kelurahan >= %(low)s AND s.kelurahan < %(high)s)
"""
# In words of the database: the page of a programme asks it each time, and building the
# query took as long as drawing the table of recipients.


def waiting_count(user: Any, regency: str, programme: Any) -> int:
    """How many `waiting` finds in a programme for an office or an account below it."""
    code, rw = getattr(user, "by_name_scope", ""), getattr(user, "rw", "")
    if not code or rw:
        return 0
    asked = {
        "regency": regency,
        "programme": programme.pk,
        "low": code,
        "high": code_after(code),
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, asked)
        (found,) = cursor.fetchone()
    return int(found)


def is_lapsed(regency: str, row: Recipient) -> bool:
    """Whether what was said of the recipient has to be asked again."""
    return bool(lapsed_of(regency).filter(recipient=row).exists())


def last_decisions(user: Any, regency: str, programme: Any, most: int = 5) -> Any:
    """What was decided last and still stands, to be undone."""
    rows = Decision.objects.in_scope_of(user).of(regency)
    mine = rows.filter(recipient__programme=programme, ended_at=None)
    return mine.select_related("recipient").order_by("-id")[:most]


def _record(one: Any) -> Record:
    return Record(
        name=one.name,
        birth_date=one.birth_date,
        nkk=one.nkk or "",
        sex=one.sex or "",
        place=(one.kelurahan, one.rw or "", one.rt or ""),
    )


def beside(row: Recipient, voter: Voter) -> list[tuple[str, bool]]:
    """The reasons in words, each with whether it speaks for one person."""
    alike = likeness(name_key(row.name.upper()), name_key(voter.name.upper()))
    percent = round(alike / 10)
    words = {
        Sign.NAME: _("Nama mirip %(n)s%%") % {"n": percent},
        Sign.BIRTH: _("Tanggal lahir sama"),
        Sign.FAMILY: _("Nomor KK sama"),
        Sign.SEX: _("Jenis kelamin sama"),
        Sign.PLACE: _("Kelurahan, RW, dan RT sama"),
    }
    against = {
        Sign.NAME: _("Nama hanya mirip %(n)s%%") % {"n": percent},
        Sign.BIRTH: _("Tanggal lahir berbeda"),
        Sign.FAMILY: _("Nomor KK berbeda"),
        Sign.SEX: _("Jenis kelamin berbeda"),
        Sign.PLACE: _("Kelurahan, RW, atau RT berbeda"),
    }
    told = signs(_record(row), _record(voter), alike)
    return [(words[one] if ok else against[one], ok) for one, ok in told]
