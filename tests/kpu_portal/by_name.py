"""Pages that show people of the roll by name: which they are, and who stands on one.

Every page that docs/access.md lets anybody read is one of them, unless NAMES_NOBODY
says why it is not. The two walls (test_each_wall_alone.py) ask them about foreign
people; the ledger (tests/audit/test_reads.py) walks all of them, sees that none of the
others names anybody, and that whoever is named is recorded.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatchcase
from html import unescape
from typing import Any, NamedTuple

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from plenos.selectors.readers import shown_keys
from tests.kpu_portal.by_name_objects import WAITING, letter_of, newcomer
from tests.kpu_portal.url_objects import CLOSED, Objects, address
from tests.kpu_portal.url_table import read
from tests.roles import admin_sql, as_worker

TABLE, _free = read()
READABLE = tuple(sorted(name for name, line in TABLE.items() if "get" in line.answers))
NAMES_NOBODY = {
    "accounts:*": "accounts of staff",
    "codes:*": "code lists",
    "settings:list": "numbers of policy",
    "rules": "words",
    "borders": "outlines of places",
    "pictures": "figures",
    "regency-home": "figures",
    "onboarding": "figures of a base list",
    "saved-views": "filters",
    "province*": "figures of regencies",
    "partners:*": "institutions and their contacts, no voter",
    "jobs:*": "what runs and how far it is",
    "downloads:*": "own files; their people were recorded when they were made",
    "audit:list": "deeds under opaque keys",
    "audit:export": "deeds under opaque keys",
    "plenos:advice_*": "forms, and the list of letters without their people",
    "plenos:advices": "letters without their people",
    "plenos:draft*": "figures",
    "plenos:index": "figures",
    "plenos:minutes*": "figures, and who signs",
    "plenos:plenary": "who signs and speaks",
    "plenos:recap": "figures",
    "plenos:reopen": "the reason, and letters",
    "plenos:sample": "the form; its people come by POST",
    "plenos:scan": "signed minutes",
    "plenos:supervisor": "figures",
    "plenos:supervisor_ledger": "deeds under opaque keys",
    "plenos:version*": "figures",
    "plenos:village_*": "figures of a kelurahan",
    "plenos:villages": "figures of kelurahan",
    "plenos:workbook": "figures",
    "posts:bulletin*": "texts of a post",
    "posts:detail": "a post and its officers",
    "posts:edit": "a post",
    "posts:event": "an event, its officers and institutions",
    "posts:event_calendar": "events",
    "posts:event_edit": "an event",
    "posts:event_new*": "forms",
    "posts:event_re[cs]*": "receipts and results without a person",
    "posts:event_queue": "counts; the person comes by POST",
    "posts:events*": "events",
    "posts:export": "posts",
    "posts:figures": "figures",
    "posts:list": "posts",
    "posts:new": "a form",
    "posts:paper*": "posters",
    "posts:reach*": "counts of visits",
    "posts:roster": "who is on duty",
    "posts:spread*": "posters and links",
    "posts:turning": "figures",
    "posts:turning_figures": "figures",
    "posts:visits*": "visits without a person",
    "fieldwork:aid": "programmes",
    "fieldwork:aid_new": "a form",
    "fieldwork:aid_template": "an empty form",
    "fieldwork:batch": "figures",
    "fieldwork:draw": "a form",
    "fieldwork:export_batches": "figures",
    "fieldwork:list": "figures",
    "reconciliation:ceiling": "figures",
    "reconciliation:export": "deliveries",
    "reconciliation:list": "deliveries",
    "reconciliation:profile": "headings of a sender",
    "reconciliation:search": "how far a search is",
    "reconciliation:template": "an empty form",
    "reconciliation:upload": "a form",
    "voters:bulk": "how many a decision is about",
    "voters:comparison_tick": "figures",
    "voters:comparisons*": "downloads that were compared",
    "voters:exchange_hashes": "keyed hashes",
    "voters:family": "the form; the family comes by POST",
    "voters:left": "figures, and who of the staff holds them",
    "voters:post_newcomer": "a form",
    "voters:region*": "places",
    "voters:report*": "a receipt",
    "voters:tps": "figures",
    "voters:tps_export": "figures",
    "voters:tps_move": "figures, and a form",
    "voters:tps_village": "figures",
}
"""Pages that name nobody, and what they show instead; `*` as in a shell."""


def reasons_of(name: str) -> list[str]:
    """The lines of NAMES_NOBODY that speak of a page."""
    return [line for line in NAMES_NOBODY if fnmatchcase(name, line)]


PAGES = tuple(name for name in READABLE if not reasons_of(name))


class Sent(NamedTuple):
    """A POST that shows people: its view, what is asked, and where."""

    name: str
    url: str
    data: dict[str, str]

    @property
    def label(self) -> str:
        """What a failure calls it."""
        return " ".join(["POST", self.name, *(self.data.keys() & {"q", "nkk"})])


def page_of(name: str, objects: Objects, below: str = "") -> str:
    """Address of the page about these objects, told what it must be; files as csv."""
    if name == "fieldwork:aid_mapping":
        objects = objects._replace(aid_list=_waiting(objects))
    asked = {
        "voters:propose": f"pemilih={objects.voter}",
        "voters:sidalih_export": "lembar=TPS",
        "voters:dukcapil_annex": f"surat={letter_of(objects)}",
        "voters:comparison_export": f"banding={objects.comparison}",
        "plenos:supervisor_list": f"kelurahan={objects.kelurahan}&periode={CLOSED}",
        "fieldwork:aid_export": f"program={objects.programme}",
        "fieldwork:aid_social": f"program={objects.programme}",
    }
    url = address(name, objects, below)
    path, _mark, query = url.partition("?")
    words = [asked[name]] if name in asked else [query] if query else []
    return f"{path}?{'&'.join([*words, 'format=csv'])}"


def _waiting(objects: Objects) -> str:
    ((found,),) = admin_sql(
        "SELECT l.public_id::text FROM aid_list l JOIN aid_programme p"
        " ON p.id = l.programme_id WHERE l.filename = %s AND p.public_id = %s",
        [WAITING, objects.programme],
    )
    return str(found)


def sent_of(objects: Objects, below: str = "") -> Iterator[Sent]:
    """Every POST that shows people by name, asked about the voter of these objects."""
    ((nik, nkk, *rest),) = admin_sql(
        "SELECT nik, nkk, birth_date::text, sex, kelurahan, rw, rt, address FROM voter"
        " WHERE public_id = %s",
        [objects.voter],
    )
    alike = ("birth_date", "sex", "kelurahan", "rw", "rt", "address")
    waiting = objects._replace(aid_list=_waiting(objects))
    sample = {"periode": CLOSED, "wilayah": objects.kelurahan, "benih": "a"}
    for name, data in (
        ("voters:search", {"q": nik}),
        ("voters:search", {"q": objects.name}),
        ("voters:post", {"q": nik}),
        ("voters:post", {"q": objects.name}),
        ("posts:event_queue", {"q": nik}),
        ("posts:event_queue", {"q": objects.name}),
        ("voters:unmask", {"tujuan": "usulan"}),
        ("voters:family", {"nkk": nkk}),
        ("voters:family_propose", {"wakil": objects.voter}),
        ("voters:check", {"name": objects.name, **dict(zip(alike, rest, strict=True))}),
        ("plenos:sample", {**sample, "jumlah": "50"}),
        ("plenos:sample", {**sample, "jumlah": "50", "keluaran": "pdf"}),
        ("reconciliation:preview", _mapping(objects)),
    ):
        yield Sent(name, page_of(name, objects, below).partition("?")[0], data)
    name, data = "fieldwork:aid_preview", {"kolom_0": "nik", "kolom_1": "name"}
    yield Sent(name, address(name, waiting, below), data)


def _mapping(objects: Objects) -> dict[str, str]:
    """The form that says which column of the delivery is which, as it was found."""
    ((fields, vintage),) = admin_sql(
        "SELECT fields, vintage FROM reconciliation_delivery WHERE public_id = %s",
        [objects.delivery],
    )
    return {"vintage": vintage, **{f"kolom_{at}": name for name, at in fields.items()}}


def text_of(answer: Any) -> str:
    """What a reader of a page or of a file sees."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"%PDF"):
        try:
            pages = PdfReader(io.BytesIO(body)).pages
            return "\n".join(page.extract_text() for page in pages)
        except PyPdfError:  # a scan that the tests made of a few bytes
            return body.decode(errors="ignore")
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as file:
            body = b"\n".join(file.read(part) for part in file.namelist())
    return body.decode(errors="ignore")


class Roll:
    """Names that only one person bears, of two words and more: no word of a page."""

    def __init__(self, made: dict[str, Objects]) -> None:
        rows = admin_sql("SELECT name, public_id::text, id, kelurahan FROM voter")
        often = Counter(row[0] for row in rows)
        self._bearer = {r[0]: r for r in rows if often[r[0]] == 1 and " " in r[0]}
        self._coming = {newcomer(each): each.kelurahan for each in made.values()}
        self._every = {*often, *self._coming}
        self._first = {name.split()[0] for name in self._every}
        self._longest = max(len(name.split()) for name in self._every)
        self._keys: dict[str, set[str]] = {}

    def named_in(self, text: str) -> set[str]:
        """Whom a text names; of names in one another the longest."""
        found: set[str] = set()
        for cell in re.split(r"<[^>]*>|[,;\n]", text):
            words = unescape(cell).split()
            at = 0
            while at < len(words):
                taken = self._name_at(words, at)
                found.add(" ".join(words[at : at + taken]))
                at += max(taken, 1)
        return found & (self._bearer.keys() | self._coming.keys())

    def _name_at(self, words: list[str], at: int) -> int:
        """How many words the longest name has that begins there; 0 where none does."""
        if words[at] not in self._first:
            return 0
        for n in range(min(self._longest, len(words) - at), 0, -1):
            if " ".join(words[at : at + n]) in self._every:
                return n
        return 0

    def of_place(self, region: str) -> set[str]:
        """Names of the people of a region."""
        known = {name: row[3] for name, row in self._bearer.items()} | self._coming
        found = {name for name, place in known.items() if place.startswith(region)}
        assert len(found) > 20
        return found

    def keys_of(self, name: str) -> set[str]:
        """Every key under which the ledger may keep this voter; none of who is none."""
        if name not in self._bearer:
            return set()
        if name not in self._keys:
            _name, key, number, place = self._bearer[name]
            own = admin_sql(
                "SELECT public_id::text FROM change_proposal WHERE voter_id = %s",
                [number],
            )
            with as_worker():
                shown = shown_keys(place[:4], key)
            self._keys[name] = {key, *(row[0] for row in own), *map(str, shown)}
        return self._keys[name]
