"""What is checked while somebody types: structure, eligibility, and who is alike.

Only records of the person's own scope are named. Nothing here refuses: services do.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from voters.models import UNDECIDED, Kind, Voter
from voters.rules.by_hand import (
    BLOCK,
    CANCELLED,
    FINE,
    WARN,
    Finding,
    Typed,
    comes_back_as,
    judge,
    why_not_back,
)
from voters.rules.duplicates import Record, levels, rarity, score, tier
from voters.rules.eligibility import Person
from voters.rules.nik import MESSAGES
from voters.selectors.counting import kept_count
from voters.selectors.former import by_former_nik, struck_later

MOST_ALIKE = 5
MOST_COMPARED = 80
"""Records that are scored for one form; the nearest are asked for first."""
NAME_HITS = 40
WORDS: dict[str, str | Promise] = {
    **MESSAGES,
    "NIK_FITS": _("NIK cocok dengan tanggal lahir, jenis kelamin dan wilayah."),
    "NIK_PREFIX": _("Awalan NIK dari kab/kota lain; NIK tidak mengikuti domisili."),
    "NIK_BIRTH_DATE": _("Tanggal di NIK berbeda dari tanggal lahir."),
    "NIK_SEX": _("Jenis kelamin di NIK berbeda dari isian."),
    "NKK_MALFORMED": _("No. KK harus 16 angka."),
    "NOT_BORN": _("Tanggal lahir sesudah tanggal acuan."),
    "DI_BAWAH_UMUR": _("Belum 17 tahun dan belum kawin pada tanggal acuan."),
    "ELIGIBLE": _("Memenuhi syarat umur atau kawin pada tanggal acuan."),
    "AGE_OVER_100": _("Umur di atas 100 tahun; pastikan tanggal lahirnya."),
    "LONG_SEVENTEEN": _("Sudah 17 lebih dari setahun; mungkin kategori lain."),
    "NOT_SEVENTEEN": _("Belum 17 pada tanggal acuan; kategorinya bukan genap 17."),
    "NOT_YOUNG_AND_MARRIED": _(
        "Kategori kawin sebelum 17 hanya untuk yang belum 17 dan sudah kawin."
    ),
    "ON_ROLL": _("NIK ini sudah ada di daftar; usulkan perubahan."),
    "TAKEN": _("NIK ini sudah dipakai pemilih lain."),
    "STRUCK": _("Orang dengan NIK ini pernah TMS; usulkan pemulihan."),
    "FORMER": _("NIK ini dahulu milik pemilih yang NIK-nya sudah dikoreksi."),
    "ACTIVE": _("Pemilih ini sudah aktif."),
    "OLDER": _(
        "Ada catatan yang lebih baru dengan NIK ini; usulkan pemulihan "
        "dari catatan itu."
    ),
    "CANCELLED": _("Orang ini batal masuk daftar; usulkan sebagai pemilih baru."),
    "MAY_RETURN": _("Tidak ada yang menghalangi pemulihan; sertakan buktinya."),
    "PROPOSED": _("Sudah ada usulan terbuka dengan NIK ini."),
    "OLD_NIK": _("NIK yang sekarang tercatat:"),
}
"""Code of a finding to what the form says."""


@dataclass(frozen=True)
class Check:
    """One line beside a form: how grave, what, by which rule, and a page to look at."""

    level: str
    words: str
    rule: str
    voter: UUID | None = None
    proposal: UUID | None = None


@dataclass(frozen=True)
class Alike:
    """Somebody of the roll who may be the person in the form."""

    voter: Voter
    tier: str
    score: int


@dataclass(frozen=True)
class Checked:
    """Everything the form shows; blockers stand apart from warnings."""

    checks: list[Check] = field(default_factory=list)
    alike: list[Alike] = field(default_factory=list)

    @property
    def blockers(self) -> list[Check]:
        """What the service would refuse."""
        return [one for one in self.checks if one.level == BLOCK]

    @property
    def warnings(self) -> list[Check]:
        """What a person should look at, and may still propose."""
        return [one for one in self.checks if one.level == WARN]

    @property
    def fine(self) -> list[Check]:
        """What was looked at and holds."""
        return [one for one in self.checks if one.level not in (BLOCK, WARN)]


def said(findings: Iterable[Finding], *, before: str = "") -> list[Check]:
    """Findings in words; `before` names the number they are about."""
    start = f"{before} " if before else ""
    return [
        Check(one.level, start + str(WORDS[one.code]), one.rule) for one in findings
    ]


@dataclass(frozen=True)
class Scope:
    """The rows that the person at the form may see."""

    regency: str
    people: Any
    proposals: Any
    name_scope: str


def check_newcomer(
    scope: Scope, typed: Typed, record: Record, *, as_of: date
) -> Checked:
    """A new voter: what is typed, who has the NIK, who is alike."""
    checks = said(judge(typed, regency=scope.regency, as_of=as_of))
    checks += about_nik(
        scope,
        typed.nik,
        taken="ON_ROLL",
        refuses=lambda struck: _refuses(typed.category, record, struck),
    )
    return Checked(checks, alike(scope, record))


def _refuses(category: str, record: Record, struck: Voter) -> bool:
    """Whether the service would not take this newcomer for somebody struck (P26)."""
    other = bool(record.name and record.born) and (
        record.name != struck.name
        and record.born != struck.birth_date.strftime("%Y%m%d")
    )
    return bool(category) and not comes_back_as(
        category, reason=struck.status_reason, is_other_person=other
    )


def check_correction(scope: Scope, voter: Voter, nik: str, *, as_of: date) -> Checked:
    """A corrected NIK: the present number and the new one against the same person."""
    checks = said(
        (
            one._replace(level=WARN) if one.level == BLOCK else one
            for one in _of_number(scope, voter, voter.nik, as_of)
        ),
        before=str(WORDS["OLD_NIK"]),
    )
    if nik and nik != voter.nik:
        checks += said(_of_number(scope, voter, nik, as_of))
        checks += about_nik(scope, nik, taken="TAKEN", but=voter.pk)
    return Checked(checks)


def _of_number(scope: Scope, voter: Voter, nik: str, as_of: date) -> list[Finding]:
    """What a number says beside this voter's birth date and sex."""
    typed = Typed(nik=nik, birth_date=voter.birth_date, sex=voter.sex)
    found = judge(typed, regency=scope.regency, as_of=as_of)
    return [one for one in found if one.code.startswith("NIK_")]


def check_change(scope: Scope, typed: Typed, *, as_of: date) -> Checked:
    """Changed elements of a voter, the NIK standing."""
    return Checked(said(judge(typed, regency=scope.regency, as_of=as_of)))


def check_return(scope: Scope, voter: Voter, *, as_of: date) -> Checked:
    """Whether the rules allow this person to be reinstated."""
    people = scope.people.counted().filter(nik=voter.nik).exclude(pk=voter.pk)
    why = why_not_back(
        status=voter.status,
        reason=voter.status_reason,
        person=Person(voter.birth_date, voter.marital_status),
        nik_taken=people.exists(),
        as_of=as_of,
        is_older=struck_later(scope.people, voter),
    )
    return Checked(said([Finding(why or "MAY_RETURN", BLOCK if why else FINE, "J4")]))


def about_nik(
    scope: Scope,
    nik: str,
    *,
    taken: str,
    but: int = 0,
    refuses: Callable[[Voter], bool] = lambda _struck: False,
) -> list[Check]:
    """Who bears a NIK on the roll, bore it, or is proposed with it (three queries).

    refuses: whether somebody struck stands in the way; of several the last one.
    """
    if len(nik) != 16:
        return []
    checks: list[Check] = []
    people = scope.people.filter(nik=nik).exclude(pk=but)
    last = True
    for one in people.exclude(status_reason=CANCELLED).order_by("-id")[:2]:
        code, level, rule = "STRUCK", WARN, "J4"
        if one.is_counted:
            code, level, rule = taken, BLOCK, "N7"
        elif last:
            last = False
            if refuses(one):
                level, rule = BLOCK, "P26"
        checks.append(Check(level, str(WORDS[code]), rule, voter=one.public_id))
    former = by_former_nik(scope.people, scope.proposals, nik)
    if former is not None and former.pk != but:
        words = str(WORDS["FORMER"])
        checks.append(Check(WARN, words, "J3", voter=former.public_id))
    waiting = scope.proposals.filter(nik=nik, kind=Kind.BARU).filter(
        state__in=(*UNDECIDED, "ACCEPTED")
    )
    for key in waiting.values_list("public_id", flat=True)[:1]:
        checks.append(Check(BLOCK, str(WORDS["PROPOSED"]), "P2", proposal=key))
    return checks


def alike(scope: Scope, record: Record) -> list[Alike]:
    """The likeliest records of the roll to be the person typed, at most five.

    The score is that of the search for duplicates; its rarity counts the bearers of
    just this name. Without a name and a birth date nobody is compared.
    """
    if not (record.name and record.born):
        return []
    people = kept_count(scope.regency, {}, scope.name_scope) or 1
    bearers = scope.people.counted().filter(name=record.name).count()
    found = []
    for voter in _near(scope, record):
        levels_of = levels(record, record_of(voter))
        total = score(levels_of, rarity(levels_of, people, bearers), people)
        if kind := tier(total):
            found.append(Alike(voter, kind, total))
    found.sort(key=lambda one: -one.score)
    return found[:MOST_ALIKE]


def _near(scope: Scope, record: Record) -> list[Voter]:
    """Counted voters of the same card, of a name with the same words, born alike."""
    people = scope.people.counted()
    numbers: list[int] = []
    if record.nkk:
        card = people.filter(nkk=record.nkk)
        numbers += card.values_list("pk", flat=True)[:30]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.id FROM search_voters(%s, %s, %s) s",
            [scope.regency, record.name.split()[:3], NAME_HITS],
        )
        numbers += [row[0] for row in cursor.fetchall()]
    if record.kelurahan:
        born = date.fromisoformat(
            f"{record.born[:4]}-{record.born[4:6]}-{record.born[6:]}"
        )
        place = people.filter(kelurahan=record.kelurahan, birth_date=born)
        numbers += place.values_list("pk", flat=True)[:20]
    kept = list(dict.fromkeys(numbers))[:MOST_COMPARED]
    return list(people.filter(pk__in=kept))


def record_of(voter: Voter) -> Record:
    """The elements of a voter that the score compares."""
    return Record(
        name=voter.name,
        born=voter.birth_date.strftime("%Y%m%d"),
        birth_place=voter.birth_place,
        nkk=voter.nkk,
        nik=voter.nik,
        address=voter.address,
        sex=voter.sex,
        kelurahan=voter.kelurahan,
        rt=voter.rt,
        rw=voter.rw,
    )
