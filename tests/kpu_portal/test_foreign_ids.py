"""Ids of another region wherever an address, a query or a form takes one.

test_url_matrix.py walks the public ids of addresses; here are the places, numbers and
keys beside them, and the ids that a query or a form holds. What a page reads is watched
while it answers, so that a new page that reads `pemilih` is asked too. Each foreign
record bears a word that stands nowhere else.
"""

from __future__ import annotations

import inspect
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

import pypdf
import pytest
from allauth.mfa.models import Authenticator
from django.http import QueryDict
from django.urls import resolve, reverse

from accounts.models import User
from fieldwork.models import AidList, Batch, Programme, Recipient, Task
from partners.models import Activity, Agreement, Contact, DataRequest, Institution
from periods.models import Period
from plenos.models import Advice, AdviceVoter, Recap
from posts.models import Bulletin, OutreachEvent, Post
from reconciliation.models import Delivery, SenderProfile
from regions.models import RegionChange
from tests import databases
from tests.kpu_portal.url_objects import (
    CLOSED,
    ELSEWHERE,
    FOREIGN,
    OWN,
    VILLAGE,
    Objects,
    address,
    objects_of,
    publish,
)
from tests.kpu_portal.url_table import CAST_OF, METHODS, all_urls, read
from tests.roles import admin_sql, as_worker
from voters.models import ChangeProposal, SidalihComparison, Voter

pytestmark = pytest.mark.no_cover
PAGES, _FREE = read()
PARTS = {name: set(parts) for name, parts in all_urls() if "regency" in parts}
AS_FRAGMENT = {"HTTP_HX_REQUEST": "true"}
IN_A_BODY = frozenset({"q", "nik"})
"""A NIK in an address is refused before any page (400)."""
WORD, SEVENTH = "QASINGQ", 7
MARKED: list[tuple[Any, str]] = [
    *((Voter, "name"), (ChangeProposal, "name"), (Contact, "name")),
    *((Programme, "name"), (Batch, "name"), (Recipient, "name")),
    *((AidList, "filename"), (Advice, "subject"), (AdviceVoter, "note")),
    *((Institution, "name"), (Agreement, "subject"), (DataRequest, "data")),
    *((Activity, "subject"), (Post, "name"), (Bulletin, "title")),
    *((OutreachEvent, "title"), (Delivery, "filename")),
    *((SidalihComparison, "filename"), (RegionChange, "basis_no")),
]
"""What is given the word in the foreign regency: the text that its pages show."""


class Both(NamedTuple):
    """Objects of the own regency, of the foreign one, of another kecamatan of ours."""

    own: Objects
    foreign: Objects
    elsewhere: Objects
    ids: dict[str, list[str]]


@pytest.fixture(scope="module")
def made(shared_stocked: str) -> Iterator[Both]:
    with as_worker():
        own, foreign = objects_of(OWN, VILLAGE), objects_of(FOREIGN)
        elsewhere = objects_of(ELSEWHERE, beside=own)
        for regency in (OWN, FOREIGN):
            publish(regency)
        _sevenths()
        ids = _ids_of(foreign)
    for model, column in MARKED:
        admin_sql(
            f"UPDATE {model._meta.db_table} SET {column} = %s || id"  # noqa: S608
            " WHERE regency_code = %s",
            [WORD, FOREIGN],
        )
    admin_sql(
        "UPDATE accounts_user SET full_name = %s || id WHERE scope_code LIKE %s",
        [WORD, f"{FOREIGN}%"],
    )
    yield Both(own, foreign, elsewhere, ids)


def _sevenths() -> None:
    """Numbers of the foreign regency that the own one has not: 7, where it has 1."""
    period = Period.objects.get(regency_code=FOREIGN, code=CLOSED)
    Recap.objects.create(
        regency_code=FOREIGN, period=period, version=SEVENTH, sha256="0" * 64
    )
    SenderProfile.objects.create(
        regency_code=FOREIGN, sender="tpu", version=SEVENTH, kind="EVENTS"
    )
    Task.objects.of(FOREIGN).update(sheet=SEVENTH)


def _ids_of(foreign: Objects) -> dict[str, list[str]]:
    """Every name under which a query or a form takes an id, and foreign ones of it.

    A record that is known by two keys is asked for by both.
    """
    voter = Voter.objects.get(public_id=foreign.voter)
    proposal = ChangeProposal.objects.get(public_id=foreign.proposal)
    delivery = Delivery.objects.get(public_id=foreign.delivery)
    letter = Advice.objects.get(public_id=foreign.advice)
    place = {"regency_code": FOREIGN, "kelurahan": voter.kelurahan}
    link = AdviceVoter.objects.create(**place, advice=letter, voter_id=voter.pk)
    officer = User.objects.get(username="operator.seribu")
    ((draft,),) = admin_sql(
        "INSERT INTO evidence_draft (regency_code, public_id, owner_id, file, size)"
        " VALUES (%s, gen_random_uuid(), %s, 'bukti/x.pdf', 1) RETURNING public_id",
        [FOREIGN, officer.pk],
    )
    institution = Institution.objects.get(public_id=foreign.institution)
    people = [str(voter.public_id), str(voter.pk)]
    names = [foreign.voter, foreign.proposal, foreign.held, foreign.task]
    names += [foreign.recipient, foreign.pair, foreign.side, foreign.question]
    names += [foreign.asked, foreign.advice, foreign.delivery, foreign.handover]
    numbers = [str(one.pk) for one in (voter, proposal, delivery, letter)]
    return {
        **dict.fromkeys(("pemilih", "wakil", "anggota", "tetap"), people),
        **dict.fromkeys(("account", "officer", "petugas"), [str(officer.pk)]),
        **dict.fromkeys(("draf", "buang"), [str(draft)]),
        **dict.fromkeys(("permintaan", "data_request"), [foreign.asked]),
        **dict.fromkeys(("place", "wilayah", "kelurahan"), [foreign.kelurahan]),
        **dict.fromkeys(("q", "nik"), [voter.nik]),
        "kecamatan": [foreign.kelurahan[:6]],
        "pilih": [" ".join(names), " ".join(numbers)],
        "usulan": [foreign.proposal],
        "kiriman": [str(delivery.pk)],
        "link": [str(link.pk)],
        "advice": [str(letter.pk), foreign.advice],
        "program": [foreign.programme],
        "banding": [foreign.comparison],
        "recipient": [foreign.recipient],
        "institution": [foreign.institution, str(institution.pk)],
        "tindakan": [foreign.voter],
        "tampil": [foreign.proposal],
    }


def body_of(answer: Any) -> str:
    """What an answer says, unpacked: a workbook and a PDF hold no plain text."""
    data = (
        b"".join(answer.streaming_content)
        if getattr(answer, "streaming", False)
        else answer.content
    )
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            data = b"".join(parts.read(name) for name in parts.namelist())
    if data.startswith(b"%PDF") and b"startxref" in data:
        reader = pypdf.PdfReader(io.BytesIO(data))
        return "\n".join(page.extract_text() for page in reader.pages)
    return str(data.decode("utf-8", "replace"))


def _asking() -> frozenset[str]:
    """Modules of the rooms that speak of htmx or of a header that it sends."""
    root = Path(__file__).parents[2]
    return frozenset(
        ".".join(path.relative_to(root).with_suffix("").parts)
        for room in databases.ROOMS
        for path in (root / room).rglob("*.py")
        if re.search(r"hx-|\bhtmx\b", path.read_text(encoding="utf-8"), re.IGNORECASE)
    )


def module_of(name: str, own: Objects) -> str:
    """Where the view of a page stands."""
    view = resolve(urlsplit(address(name, own)).path).func
    return str(inspect.unwrap(view).__module__)


ASKING = _asking()
GUARDS = "accounts.guards"
"""Answers a fragment whose session has ended; it does so before any page."""


class Watch:
    """Names of the query and of the form that are read while a page answers."""

    WAYS = ("get", "getlist", "__getitem__", "__contains__")

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.names: set[str] = set()
        for way in self.WAYS:
            monkeypatch.setattr(QueryDict, way, self._watching(getattr(QueryDict, way)))

    def _watching(self, way: Any) -> Any:
        def watched(said: QueryDict, key: str, *rest: Any) -> Any:
            self.names.add(str(key))
            return way(said, key, *rest)

        return watched


def ask(client: Any, method: str, url: str, said: dict[str, str], **more: Any) -> Any:
    """A page with ids in its query, of a POST in its body too; a NIK in a body only."""
    told = {name: value for name, value in said.items() if name not in IN_A_BODY}
    query = "&".join(f"{name}={quote(value)}" for name, value in told.items())
    there = f"{url}{'&' if '?' in url else '?'}{query}" if query else url
    if method == "get":
        return client.get(there, **more)
    return client.post(there, said, **more)


def fault(answer: Any) -> str:
    """What is wrong with an answer to a foreign id; "" for nothing."""
    if answer.status_code >= 500:
        return f"broke with {answer.status_code}"
    if answer.status_code in (301, 302):
        return "leads there" if WORD in answer["Location"] else ""
    return "shows it" if WORD in body_of(answer) else ""


def foreign_rows() -> list[Any]:
    """A digest of every table's rows of the foreign regency, but for the ledger."""
    tables = admin_sql(
        "SELECT c.table_name FROM information_schema.columns c"
        " JOIN information_schema.tables t USING (table_schema, table_name)"
        " WHERE c.table_schema = 'public' AND c.column_name = 'regency_code'"
        " AND t.table_type = 'BASE TABLE' AND c.table_name NOT LIKE 'audit\\_%%'"
        " ORDER BY 1",
        [],
    )
    return [
        (name, *admin_sql(
            "SELECT count(*), md5(coalesce(string_agg(r::text, ',' ORDER BY r::text),"
            f" '')) FROM {name} r WHERE regency_code = %s",  # noqa: S608
            [FOREIGN],
        ))
        for (name,) in tables
    ]  # fmt: skip


LEAST = {"operator_a": 150, "supervisor": 15, "post": 12, "village": 14, "head": 4}
"""How many ids each of them can put into a query or a form, at least."""
MUST_BE_404 = {
    *(("voters:propose", "get", "pemilih"), ("voters:propose", "post", "pemilih")),
    *(("voters:check", "post", "pemilih"), ("voters:family", "get", "pemilih")),
    *(("voters:family_propose", "post", "wakil"), ("voters:undo", "post", "usulan")),
    ("plenos:advice_propose", "post", "link"),
    ("plenos:supervisor_list", "get", "kelurahan"),
    ("plenos:supervisor_paper", "get", "kelurahan"),
}
"""Ids that name the one thing a page is about."""
Asked = tuple[str, str, str]
"""A page, the method, and the word that holds an id."""


def read_by(client: Any, watch: Watch, made: Both, role: str) -> Iterator[Asked]:
    """Which pages of a role read which of our words, seen while they answer."""
    for name in sorted(PARTS):
        for method in sorted(PAGES[name].may[role]):
            watch.names.clear()
            answer = ask(client, method, address(name, made.own), {"format": "csv"})
            assert not fault(answer), (name, method)
            words = watch.names & set(made.ids)
            for word in sorted(words - (IN_A_BODY if method == "get" else set())):
                yield name, method, word


@pytest.mark.parametrize("part", LEAST)
def test_a_foreign_id_in_a_query_or_a_form_opens_nothing(
    made: Both,
    cast: Any,
    sign_in: Any,
    bare_errors: None,
    monkeypatch: pytest.MonkeyPatch,
    part: str,
) -> None:
    client, before = sign_in(getattr(cast, part)), foreign_rows()
    role = next(role for role, who in CAST_OF.items() if who == part)
    wrong, asked = [], set()
    for one in read_by(client, Watch(monkeypatch), made, role):
        name, method, word = one
        for at, value in enumerate(made.ids[word]):
            said = {"format": "csv", word: value}
            # By its second key a record is asked for once, and as a fragment where
            # the page may answer one otherwise.
            twice = not at and module_of(name, made.own) in ASKING
            for heads in ({}, AS_FRAGMENT)[: 2 if twice else 1]:
                answer = ask(client, method, address(name, made.own), said, **heads)
                status, what = answer.status_code, fault(answer)
                if what or (one in MUST_BE_404 and status != 404):
                    wrong.append((*one, value, bool(heads), status, what))
        asked.add(one)
    assert wrong == []
    assert len(asked) >= LEAST[part], sorted(asked)
    mine = {one for one in MUST_BE_404 if one[1] in PAGES[one[0]].may[role]}
    assert asked >= mine, "a page no longer reads what names its object"
    assert foreign_rows() == before


PLACES = {"kelurahan", "kecamatan"}
NUMBERS = {"number", "version"}
KEYS = {"evidence_id": "evidence", "person": "voter", "report": "met"}
"""Parts of an address that name something, and whose field of Objects they are."""
REST = {
    *("regency", "public_id"),  # walked in test_url_matrix.py, and below as fragments
    *("period", "source", "sender", "form", "kind", "jenis", "what", "paper"),
}
"""Words of an address that are the same in every regency, and no ids."""
SHARED = ("jobs:", "reconciliation:", "plenos:", "partners:")
"""What a regency has one of, for all of its kecamatan."""
SAID = {
    ("reconciliation:profile_restore", "number", "post"): "Versi itu tidak ada",
}
"""Refused with words on the page that one comes from, instead of 404."""
WHO_ASKS = [
    *((who, FOREIGN) for who in CAST_OF.values()),
    # To everybody else another kecamatan of the regency is the own region.
    *((who, ELSEWHERE) for who in ("post", "village", "head")),
]


def swapped(name: str, made: Both, where: str) -> dict[str, str]:
    """Addresses below the own regency, each with one part taken from elsewhere."""
    other = made.foreign if where == FOREIGN else made.elsewhere
    own, parts, found = made.own, PARTS[name], {}
    if parts & PLACES:
        found["place"] = address(name, own._replace(kelurahan=other.kelurahan))
    for part in parts & KEYS.keys():
        beside = own._replace(**{KEYS[part]: getattr(other, KEYS[part])})
        found[part] = address(name, beside)
    if parts & NUMBERS and where == FOREIGN:
        found["number"] = re.sub(r"/1(?=[/.])", f"/{SEVENTH}", address(name, own))
    if "public_id" in parts:
        found["public_id"] = address(name, other, OWN)
    if where == FOREIGN:
        found["regency"] = address(name, other)
    return found


def test_every_part_of_an_address_is_walked() -> None:
    named = PLACES | NUMBERS | KEYS.keys() | REST
    assert {name: parts - named for name, parts in PARTS.items() if parts - named} == {}


def test_who_asks_for_a_fragment_is_the_view_of_a_page(made: Both) -> None:
    """So a page of another module is the same whoever sends the header."""
    modules = {module_of(name, made.own) for name in PARTS}
    assert ASKING - {GUARDS} <= modules and len(ASKING) > 3


@pytest.mark.parametrize("heads", [{}, AS_FRAGMENT], ids=["page", "fragment"])
@pytest.mark.parametrize(("part", "where"), WHO_ASKS)
def test_what_an_address_names_of_elsewhere_is_not_there(
    made: Both,
    cast: Any,
    sign_in: Any,
    bare_errors: None,
    part: str,
    where: str,
    heads: dict[str, str],
) -> None:
    """404 to whoever may open the page; to the others a refusal, and never a word."""
    client, before = sign_in(getattr(cast, part)), foreign_rows()
    role = next(role for role, who in CAST_OF.items() if who == part)
    wrong = []
    for name in sorted(PARTS):
        if heads and module_of(name, made.own) not in ASKING:
            continue
        for what, url in swapped(name, made, where).items():
            if url == address(name, made.own):
                assert where == ELSEWHERE and name.startswith(SHARED), (name, what)
                continue
            if not heads and what in ("public_id", "regency"):
                continue  # test_url_matrix.py
            for method in METHODS.values():
                answer = getattr(client, method)(url, **heads)
                allowed = method in PAGES[name].may[role]
                wanted = {404} if allowed else {403, 404, 405}
                if (name, what, method) in SAID and allowed:
                    page = client.get(answer["Location"])
                    assert SAID[name, what, method] in body_of(page), name
                    wanted = {302}
                if answer.status_code not in wanted or fault(answer):
                    wrong.append((name, what, method, answer.status_code))
    assert wrong == []
    assert foreign_rows() == before


@pytest.mark.parametrize("heads", [{}, AS_FRAGMENT], ids=["page", "fragment"])
def test_an_account_of_another_office_is_not_there(
    made: Both, cast: Any, sign_in: Any, bare_errors: None, heads: dict[str, str]
) -> None:
    """A chair opens the own office's accounts; nobody another one's second step."""
    theirs = User.objects.get(username="operator.seribu")
    mine = User.objects.get(username="operator.sukabumi")
    chair = sign_in(cast.chair_a)
    assert chair.get(reverse("accounts:detail", args=[mine.pk])).status_code == 200
    for name in (one for one in PAGES if one.startswith("accounts:")):
        if "pk" not in dict(all_urls())[name]:
            continue
        for method in METHODS.values():
            url = reverse(name, args=[theirs.pk])
            answer = getattr(chair, method)(url, **heads)
            allowed = method in PAGES[name].may["ketua"]
            wanted = {404} if allowed else {403, 404, 405}
            assert answer.status_code in wanted, (name, method)
            assert not fault(answer), (name, method)
            answer = getattr(sign_in(cast.operator_a), method)(url, **heads)
            assert answer.status_code in {403, 404, 405}, (name, method)
    factor = Authenticator.objects.create(
        user=theirs, type="webauthn", data={"name": WORD, "credential": {}}
    )
    for name in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        url = reverse(name, args=[factor.pk])
        for method in METHODS.values():
            answer = getattr(sign_in(cast.operator_a), method)(url, **heads)
            assert not fault(answer), (name, method)
            assert answer.status_code in {302, 404}, (name, method)
    assert Authenticator.objects.filter(pk=factor.pk).exists()
    factor.delete()


def test_the_same_ids_open_what_is_ones_own(
    made: Both, cast: Any, sign_in: Any, bare_errors: None
) -> None:
    """Nothing above is refused for want of a record: its own office sees each word."""
    client, ids = sign_in(cast.operator_b), made.ids
    seen = {
        ("voters:propose", "pemilih"): "get",
        ("voters:family", "pemilih"): "get",
        ("voters:review", "kiriman"): "get",
        ("fieldwork:tasks", "petugas"): "get",
        ("fieldwork:aid_social", "program"): "get",
        ("voters:list", "kelurahan"): "get",
        ("plenos:reopen", "advice"): "get",
        ("voters:export", "pilih"): "get",
        ("voters:search", "q"): "post",
    }
    blind = []
    for (name, word), method in seen.items():
        said = {"format": "csv", word: ids[word][0]}
        answer = ask(client, method, address(name, made.foreign), said, follow=True)
        if answer.status_code != 200 or WORD not in body_of(answer):
            blind.append((name, word, answer.status_code))
    assert blind == []
    for name in ("plenos:version", "fieldwork:sheet"):
        url = re.sub(r"/1(?=[/.])", f"/{SEVENTH}", address(name, made.foreign))
        assert client.get(url).status_code == 200, name
