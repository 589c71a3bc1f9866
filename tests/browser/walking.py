"""Where the walk through every page stops: who looks, at which address.

The pages come from the table of the URLs, so that a new one is walked by itself; what
is no page says so in tests/kpu_portal/url_pages.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric import ec
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from accounts.services import ensure_account
from kpu_portal.demo.accounts import PASSWORD, ensure_factor
from tests import databases
from tests.conftest import CAST
from tests.kpu_portal.url_objects import (
    OPENED,
    OWN,
    VILLAGE,
    Objects,
    address,
    objects_of,
    publish,
)
from tests.kpu_portal.url_pages import NO_PAGES
from tests.kpu_portal.url_table import CAST_OF, read
from tests.posts.conftest import HOURS
from tests.reconciliation.conftest import reconcile
from tests.roles import admin_sql, as_worker

PAGES, FREE = read()
VISITOR = ""
ACCOUNT, NEW = "operator.sukabumi", "provinsi.dki"
"""Who looks at the pages of the own account; whose authenticator app is yet to come."""
BEGINNER, BEGINNING = "operator.awal", "3202"
"""The account of an office that has not begun, and its regency."""
EMPTY = (
    *("regency-home", "voters:list", "voters:review", "voters:held", "voters:sidalih"),
    *("reconciliation:list", "posts:list", "fieldwork:list", "partners:list"),
    *("jobs:list", "plenos:advices", "voters:duplicates", "pictures"),
)
"""Pages that say what is absent, and the one thing to do."""
ALSO = (
    ("accounts:list", "admin", ""),
    ("accounts:detail", "admin", ""),
    ("settings:list", "admin", ""),
    ("plenos:recap", "provinsi", ""),
    ("plenos:recap", "Bawaslu kab/kota", ""),
    ("plenos:advice", "Bawaslu kab/kota", ""),
    ("plenos:villages", "Bawaslu kab/kota", ""),
    ("downloads:list", "Bawaslu kab/kota", ""),
    ("fieldwork:batch", "Bawaslu kab/kota", ""),
    ("fieldwork:tasks", "kelurahan", ""),
    ("fieldwork:sheet", "kelurahan", ""),
    ("fieldwork:aid_programme", "RT/RW", ""),
    ("posts:detail", "pos", ""),
    ("posts:event_queue", "pos", ""),
    ("rules", "RT/RW", ""),
    ("voters:list", "operator", "status=HELD&jk=L"),
    ("voters:review", "operator", "jenis=TIDAK_ADA"),
    ("voters:review", "operator", "jenis=PEMULIHAN&keadaan=UNDONE"),
    ("voters:bulk", "operator", "keputusan=reject&jenis=UBAH"),
    ("reconciliation:list", "operator", "keadaan=RECEIVED"),
    ("pictures", "operator", "tingkat=10&ukuran=menunggu"),
    ("plenos:recap", "operator", "buka=3272011001"),
    *(
        ("posts:event_report", "pos", f"jenis={kind}")
        for kind in ("pindah", "meninggal")
    ),
    *(
        ("voters:post_propose", "pos", f"jenis={kind}")
        for kind in ("pindah", "meninggal")
    ),
)
"""Pages that look different to another role, or with other words in the address."""
ABOUT_ONE = (
    *(("voters:propose", f"jenis={kind}") for kind in ("UBAH", "NIK", "TMS", "TAHAN")),
    ("voters:family", ""),
)
"""Forms that show more when the address names a voter."""

OWN_PAGES = (
    *("mfa_index", "own-due", "own-digest", "own-sessions", "mfa_list_webauthn"),
    *("account_change_password", "account_reauthenticate", "mfa_reauthenticate"),
    *("mfa_reauthenticate_webauthn", "mfa_deactivate_totp", "mfa_add_webauthn"),
    *("mfa_view_recovery_codes", "mfa_generate_recovery_codes"),
)
OF_A_KEY = ("mfa_remove_webauthn", "mfa_edit_webauthn")
SET_UP = "mfa_activate_totp"


class Stop(NamedTuple):
    """One look at one page: its name, the account ("" for a visitor), the address."""

    name: str
    who: str
    address: str
    status: int = 200


class Made(NamedTuple):
    """What stands in the office while it is walked."""

    objects: Objects
    report: str
    slug: str
    bulletin: str
    number: str
    key: int
    token: str
    proof: str


def walked() -> set[str]:
    """Names of all pages of the table that a browser shows."""
    shown = {name for name, line in PAGES.items() if "get" in line.answers}
    return shown - NO_PAGES


def stops(made: Made) -> Iterator[Stop]:
    """Every page once, as the first role that may see it, and ALSO."""
    # First: they want to have seen the second step a few minutes ago.
    yield from own_pages(made)
    for name in sorted(walked() - {"onboarding"}):
        yield _stop(made, name, first_role(name))
    for name in ("onboarding", *EMPTY):
        yield Stop(name, BEGINNER, reverse(name, args=[BEGINNING]))
    for name, role, query in ALSO:
        yield _stop(made, name, role, query)
    for name, query in ABOUT_ONE:
        yield _stop(made, name, "operator", f"pemilih={made.objects.voter}&{query}")
    report = reverse("reconciliation:detail", args=[OWN, made.report])
    recap = reverse("plenos:recap", args=[OWN, OPENED])
    choose = reverse("plenos:supervisor_list", args=[OWN])
    yield Stop("plenos:supervisor_list", CAST["supervisor"], choose)
    for more in (report, recap):
        yield Stop(f"more {more}", ACCOUNT, more)
    yield Stop("403", ACCOUNT, "/akun-petugas/baru/", 403)
    yield Stop("404", ACCOUNT, "/kab/3272/tidak-ada/", 404)
    for name, url in free_pages(made).items():
        yield Stop(name, VISITOR, url)


def first_role(name: str) -> str:
    """The role of the leftmost column that opens the page."""
    return next(role for role in CAST_OF if "get" in PAGES[name].may[role])


def _stop(made: Made, name: str, role: str, query: str = "") -> Stop:
    url = address(name, made.objects)
    mark = "&" if "?" in url else "?"
    return Stop(name, CAST[CAST_OF[role]], f"{url}{mark}{query}" if query else url)


def own_pages(made: Made) -> Iterator[Stop]:
    """The pages of one's own account."""
    for name in OWN_PAGES:
        yield Stop(name, ACCOUNT, reverse(name))
    for name in OF_A_KEY:
        yield Stop(name, ACCOUNT, reverse(name, args=[made.key]))
    yield Stop(SET_UP, NEW, reverse(SET_UP))


def free_pages(made: Made) -> dict[str, str]:
    """What a visitor opens, by name; `mfa_authenticate` needs half a sign-in."""
    place = {"kecamatan": VILLAGE[:6]}
    parts: dict[str, dict[str, Any]] = {
        "login": {},
        "one-time-code": {},
        "public-posts": {},
        "public-post": {"slug": made.slug},
        "public-bulletins": place,
        "public-bulletin": {**place, "key": made.bulletin},
        "public-events": place,
        "digest-stop": {"token": made.token},
        "digest-verify": {"proof": made.proof},
        "report-check": {},
        "report-status": {"number": made.number},
        "mfa_authenticate": {},
    }
    return {name: reverse(name, kwargs=kwargs) for name, kwargs in parts.items()}


def own_names() -> set[str]:
    """Names of the pages of one's own account."""
    return {*OWN_PAGES, *OF_A_KEY, SET_UP}


def furnish(media: str) -> Made:
    """An office with a reconciled snapshot and one object of every kind in it."""
    from accounts.models import User
    from kpu_portal.digest.stopping import token_of
    from posts.models import Bulletin, Post
    from voters.models import CitizenReport

    files: Any = databases.demo_files(OWN)
    with _stored_in(media), as_worker():
        report = reconcile(files.path("snapshot"), "SNAPSHOT")
        objects = objects_of(OWN, VILLAGE)
        publish(OWN)
        _begin()
        post = Post.objects.filter(public_id=objects.post)
        post.update(state="OPEN", hours=HOURS, latitude="-6.9167", longitude="106.93")
        bulletins = Bulletin.objects.filter(public_id=objects.bulletin)
        bulletins.update(state="PUBLISHED", published_at=timezone.now())
        return Made(
            objects,
            str(report.public_id),
            post.get().slug,
            objects.bulletin,
            CitizenReport.objects.get(public_id=objects.report).number,
            _keys(),
            token_of(User.objects.get(username=ACCOUNT)),
            _proof(User.objects.get(username=ACCOUNT)),
        )


def _proof(user: Any) -> str:
    """The token of the mail that proves the address of somebody's digest."""
    from accounts.models import DigestChoice
    from kpu_portal.digest.proving import token_of

    mine = DigestChoice.objects.using("gate")
    told = {"email": "uji@contoh.id", "changed_at": timezone.now()}
    mine.update_or_create(user_id=user.pk, defaults=told)
    return token_of(user.pk, "uji@contoh.id")


def _begin() -> None:
    """An office that is enrolled, and nothing more."""
    admin_sql("SELECT enrol_regency(%s)", [BEGINNING])
    user, _new = ensure_account(
        actor=None,
        username=BEGINNER,
        password=PASSWORD,
        role="OPERATOR",
        scope_code=BEGINNING,
        full_name="Neneng Awalia",
        title="Operator",
    )
    ensure_factor(user)


def _stored_in(media: str) -> Any:
    """Files go where the portal's processes look for them."""
    from django.conf import settings

    default = settings.STORAGES["default"]
    place = {**default, "OPTIONS": {**default["OPTIONS"], "location": media}}
    return override_settings(
        MEDIA_ROOT=media, STORAGES={**settings.STORAGES, "default": place}
    )


def _keys() -> int:
    """A security key and recovery codes of the account, and NEW without an app."""
    admin_sql(
        "DELETE FROM mfa_authenticator WHERE user_id ="
        " (SELECT id FROM accounts_user WHERE username = %s)",
        [NEW],
    )
    data = {"name": "Kunci", "credential": _credential()}
    [(key,)] = admin_sql(
        "INSERT INTO mfa_authenticator (type, data, user_id, created_at) SELECT"
        " 'webauthn', %s, id, now() FROM accounts_user WHERE username = %s"
        " RETURNING id",
        [json.dumps(data), ACCOUNT],
    )
    return int(key)


def _credential() -> dict[str, Any]:
    """What a browser sends when a security key is added."""
    number = b"walked by a test"
    point = ec.generate_private_key(ec.SECP256R1()).public_key()
    made = AttestedCredentialData.create(
        bytes(16), number, ES256.from_cryptography_key(point)
    )
    seen = (
        AuthenticatorData.FLAG.UP
        | AuthenticatorData.FLAG.UV
        | AuthenticatorData.FLAG.AT
    )
    data = AuthenticatorData.create(sha256(b"localhost").digest(), seen, 1, bytes(made))
    client = CollectedClientData.create(
        CollectedClientData.TYPE.CREATE, b"challenge", "http://localhost"
    )
    told = AttestationObject.create("none", data, {})
    return {
        "id": websafe_encode(number),
        "rawId": websafe_encode(number),
        "type": "public-key",
        "clientExtensionResults": {},
        "response": {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(told),
        },
    }
