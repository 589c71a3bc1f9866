"""The ASVS list is whole, names tests that exist, and what a setting alone proves."""

from __future__ import annotations

import math
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.contrib.auth.password_validation import validate_password
from django.test import Client

from accounts.models import User

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs" / "asvs.md").read_text("utf-8")
NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")
NUMBER = re.compile(r"\d+\.\d+\.\d+")
PROVED, UNPROVED = {"adopted", "in part"}, {"not applicable", "not yet"}
LEVELS = {
    **{"1.1": "22", "1.2": "1111122223", "1.3": "112222222223", "1.4": "222"},
    **{"1.5": "123", "2.1": "122", "2.2": "112", "2.3": "12223", "2.4": "23"},
    **{"3.1": "3", "3.2": "113", "3.3": "12223", "3.4": "11222233"},
    **{"3.5": "11122333", "3.6": "3", "3.7": "22333"},
    **{"4.1": "12233", "4.2": "23333", "4.3": "22", "4.4": "1222"},
    **{"5.1": "2", "5.2": "112333", "5.3": "113", "5.4": "222"},
    **{"6.1": "122", "6.2": "111111112222", "6.3": "11223333", "6.4": "112233"},
    **{"6.5": "22222333", "6.6": "2223", "6.7": "33", "6.8": "2222"},
    **{"7.1": "222", "7.2": "1111", "7.3": "22", "7.4": "11222", "7.5": "223"},
    **{"7.6": "22", "8.1": "1233", "8.2": "1123", "8.3": "133", "8.4": "23"},
    **{"9.1": "111", "9.2": "1222", "10.1": "22", "10.2": "223", "10.3": "22223"},
    **{"10.4": "1111122222233333", "10.5": "22222", "10.6": "22", "10.7": "222"},
    **{"11.1": "2233", "11.2": "22233", "11.3": "11233", "11.4": "1222"},
    **{"11.5": "23", "11.6": "23", "11.7": "33"},
    **{"12.1": "12233", "12.2": "11", "12.3": "22223"},
    **{"13.1": "2333", "13.2": "222223", "13.3": "2233", "13.4": "1222233"},
    **{"14.1": "22", "14.2": "12223333", "14.3": "122"},
    **{"15.1": "12233", "15.2": "12233", "15.3": "1222222", "15.4": "3333"},
    **{"16.1": "2", "16.2": "22222", "16.3": "2222", "16.4": "222", "16.5": "2223"},
    **{"17.1": "23", "17.2": "22223333", "17.3": "22"},
}
"""Sections of ASVS 5.0.0 and the level of each of their items, in order."""
ITEMS = {
    f"{section}.{number}": int(level)
    for section, levels in LEVELS.items()
    for number, level in enumerate(levels, start=1)
}


def rows() -> list[tuple[list[str], str, str]]:
    """Items, state and the whole line of each row of the document."""
    found = []
    for line in DOCUMENT.splitlines():
        if not re.match(r"\| \d", line):
            continue
        numbers, state = (cell.strip() for cell in line.split("|")[1:3])
        known = list(ITEMS)
        if " to " in numbers:
            first, last = numbers.split(" to ")
            items = known[known.index(first) : known.index(last) + 1]
        else:
            items = numbers.split(", ")
        found.append((items, state, line))
    return found


@pytest.mark.parametrize("document", ["asvs.md", "roles.md"])
def test_every_named_test_exists(document: str) -> None:
    named = NAMED.findall((ROOT / "docs" / document).read_text("utf-8"))
    assert len(named) > 20
    for path, name in named:
        source = (ROOT / "tests" / path).read_text("utf-8")
        assert f"\ndef {name}(" in source, f"{document}: {path}::{name}"


def test_the_items_are_those_of_the_released_text() -> None:
    """Its own count: 70 of level 1, 183 of level 2, 92 of level 3."""
    levels = list(ITEMS.values())
    assert [levels.count(level) for level in (1, 2, 3)] == [70, 183, 92]


def test_every_item_of_levels_one_and_two_is_listed_once() -> None:
    listed = [item for items, _state, _line in rows() for item in items]
    assert {item for item in listed if listed.count(item) > 1} == set()
    assert set(listed) <= ITEMS.keys()
    asked = {item for item, level in ITEMS.items() if level < 3}
    assert asked - set(listed) == set()


def test_what_is_adopted_names_a_test_and_what_is_not_says_why() -> None:
    for items, state, line in rows():
        _numbers, _state, what, test = (c.strip() for c in line.split("|")[1:5])
        assert state in PROVED | UNPROVED, line
        assert bool(NAMED.search(test)) is (state in PROVED), line
        assert len(what) > 10, line
        assert items, line


# -- what the program and its settings say by themselves ----------------------------


def test_argon2_comes_first() -> None:
    from kpu_portal.settings import security

    assert security.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


BAD = {
    "S608": "def f(c, x):\n    c.execute(f'SELECT * FROM voter WHERE nik = {x}')\n",
    "S602": "import subprocess\nsubprocess.run('ls', shell=True)\n",
    "S605": "import os\nos.system('ls ' + input())\n",
    "S307": "eval(input())\n",
    "S102": "exec(input())\n",
    "S301": "import pickle\npickle.loads(b'')\n",
    "S324": "import hashlib\nhashlib.md5(b'')\n",
    "S311": "import random\nrandom.choice('ab')\n",
    "S501": "import requests\nrequests.get('https://a.example', verify=False)\n",
    "S506": "import yaml\nyaml.load('a')\n",
    "DJ007": (
        "from django.forms import ModelForm\nfrom voters.models import Voter\n"
        "class F(ModelForm):\n    class Meta:\n"
        "        model, fields = Voter, ()\n        fields = '__all__'\n"
    ),
}
"""A line of each kind that no file of a room may hold (`make check`)."""


@pytest.mark.parametrize("rule", BAD)
def test_the_linter_refuses(rule: str) -> None:
    command = [sys.executable, "-m", "ruff", "check", "--output-format=concise"]
    name = ["--stdin-filename", "voters/uji.py", "-"]
    ended = subprocess.run(
        [*command, *name], input=BAD[rule], cwd=ROOT, capture_output=True, text=True
    )
    assert ended.returncode == 1, ended.stderr
    assert f" {rule} " in ended.stdout


def test_every_answer_carries_what_browsers_need(
    shared_portal: str, settings: Any
) -> None:
    """Over TLS, which is the setting unless somebody turns it off."""
    settings.SECURE_SSL_REDIRECT = True
    plain = Client().get("/masuk/")
    assert plain.status_code == 301
    assert plain["Location"].startswith("https://")
    for address in ("/masuk/", "/sehat/", "/tidak-ada/"):
        got = Client().get(address, secure=True, headers={"origin": "https://a.test"})
        assert got["Strict-Transport-Security"].startswith("max-age=31536000; include")
        assert got["Referrer-Policy"] == "same-origin"
        assert got["X-Content-Type-Options"] == "nosniff"
        assert got["Cross-Origin-Opener-Policy"] == "same-origin"
        assert not [name for name in got.headers if name.startswith("Access-Control")]
        assert re.match(r"text/(html; charset=utf-8|plain)", got["Content-Type"])


def test_nobody_is_sent_to_another_site(shared_portal: str) -> None:
    for elsewhere in ("https://a.test/", "//a.test/", "/\\a.test", "javascript:x"):
        told = Client().post("/bahasa/", {"language": "en", "next": elsewhere})
        assert told.status_code == 302
        assert "a.test" not in told["Location"]
        assert not told["Location"].startswith("javascript")


def test_no_listing_and_no_trace(shared_portal: str) -> None:
    assert Client().get("/static/").status_code == 404
    assert Client().get("/static/js/").status_code == 404
    assert Client().trace("/masuk/").status_code == 405


def test_without_a_word_debugging_is_off_and_tls_is_on(tmp_path: Path) -> None:
    told = "import django; django.setup(); from django.conf import settings as s; "
    told += "print(s.DEBUG, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)"
    mine = ("DJANGO_", "PDPB_")
    plain = {k: v for k, v in os.environ.items() if not k.startswith(mine)}
    ended = subprocess.run(
        [sys.executable, "-c", told],
        cwd=ROOT,
        env={
            **plain,
            "DJANGO_SETTINGS_MODULE": "kpu_portal.settings",
            "PDPB_HOME": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout.split() == ["False", "True", "True"]


LONG = "kuda laut hijau berenang pelan di bawah jembatan tua dekat pasar ikan"


@pytest.mark.parametrize(
    "password", [LONG, "éüñ" * 5, "  ruang di depan dan belakang  "]
)
def test_a_password_of_any_kind_is_taken_as_typed(password: str) -> None:
    validate_password(password, User(username="operator.baru", full_name="SITI"))
    user = User(username="operator.baru")
    user.set_password(password)
    assert len(LONG) > 64
    assert user.check_password(password)
    for other in (
        password.upper(),
        password.strip() + "x",
        password[:-1],
        f"{password} ",
    ):
        assert not user.check_password(other)


def test_the_field_of_a_password_hides_it_and_lets_it_be_filled(
    shared_portal: str,
) -> None:
    page = Client().get("/masuk/").content.decode()
    [field] = re.findall(r'<input[^>]*name="password"[^>]*>', page)
    assert 'type="password"' in field
    assert 'autocomplete="current-password"' in field
    ours = [
        *(ROOT / "static" / "js").glob("*.js"),
        *(ROOT / "templates").rglob("*.html"),
    ]
    assert len(ours) > 50
    assert [one for one in ours if "onpaste" in one.read_text("utf-8")] == []
    assert [one for one in ours if '"paste"' in one.read_text("utf-8")] == []


def test_no_password_runs_out_and_none_has_a_hint() -> None:
    """No column of an account could say when one runs out, or what it is like."""
    names = {field.name for field in User._meta.get_fields()}
    about = [one for one in names if re.search("password|hint|question|secret", one)]
    assert about == ["password"]


def test_codes_and_keys_are_long_enough(shared_portal: str) -> None:
    from accounts import recovery
    from accounts.sessions import SessionStore

    help_code = math.log2(len(recovery.LETTERS)) * recovery.GROUPS * recovery.GROUP
    assert help_code >= 64
    assert math.log2(10) * configured.MFA_RECOVERY_CODE_DIGITS >= 20
    key = SessionStore()._get_new_session_key()
    assert len(key) * math.log2(len(set("abcdefghijklmnopqrstuvwxyz0123456789"))) >= 128
    assert re.fullmatch(r"[a-z0-9]+", key)


@pytest.mark.parametrize(
    "part", ["operator_a", "province", "supervisor", "post", "village", "head", "admin"]
)
def test_every_role_finds_the_way_out(
    shared_portal: str, cast: Any, sign_in: Any, part: str
) -> None:
    page = sign_in(getattr(cast, part)).get("/", follow=True).content.decode()
    assert '<form method="post" action="/keluar/">' in page
