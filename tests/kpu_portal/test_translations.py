"""Whoever chooses English reads English: every string has its translation.

Strings are collected with Python's and Django's own parsers, so that the check runs
on a machine without GNU gettext.
"""

import ast
import re
from collections.abc import Callable, Iterator
from enum import Enum
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.db.models import Choices
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation.template import templatize

pytestmark = pytest.mark.no_cover
ROOT = Path(settings.BASE_DIR)
CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
ROOMS = (
    *("accounts", "audit", "files", "jobs", "kpu_portal", "periods", "plenos"),
    *("fieldwork", "partners", "posts", "reconciliation", "regions", "voters"),
)
CALLS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "lazy", "gettext_noop"), (0, 1)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (0, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (1, 1)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (1, 2)),
}
"""Name of the function -> how many of its arguments are context, how many words."""
TEXT = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
CALL = re.compile(
    rf"(?<![\w.])(n?p?gettext|_)\(\s*u?({TEXT}(?:\s*,\s*u?{TEXT})*)", re.S
)
"""What django.utils.translation.template.templatize makes of a string in a template."""
PLACEHOLDER = re.compile(r"%\([\w.]+\)[sd]|%[sd]|\{\w*\}")
Key = tuple[str | None, str]
Words = tuple[str, ...]


@cache
def strings() -> dict[Key, tuple[Words, str]]:
    """(context, msgid) -> the string with its plural, and the file that uses it."""
    found: dict[Key, tuple[Words, str]] = {}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts:
                _keep(found, path, _in_code(path.read_text(encoding="utf-8")))
    for folder in (ROOT, *(ROOT / room for room in ROOMS)):
        for path in sorted((folder / "templates").rglob("*.*")):
            _keep(found, path, _in_template(path.read_text(encoding="utf-8")))
    return found


def _keep(
    found: dict[Key, tuple[Words, str]], path: Path, calls: Iterator[tuple[str, Words]]
) -> None:
    for name, texts in calls:
        contexts, words = CALLS[name]
        key = (texts[0] if contexts else None, texts[contexts])
        told = (texts[contexts : contexts + words], str(path.relative_to(ROOT)))
        found.setdefault(key, told)


def _in_code(source: str) -> Iterator[tuple[str, Words]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            texts = tuple(
                one.value for one in node.args if isinstance(one, ast.Constant)
            )
            if name in CALLS and len(texts) >= sum(CALLS[name]):
                yield name, texts


def _in_template(source: str) -> Iterator[tuple[str, Words]]:
    for name, texts in CALL.findall(templatize(source)):
        yield name, tuple(ast.literal_eval(one) for one in re.findall(TEXT, texts))


def english() -> Catalog:
    """The catalogue as it stands in the repository."""
    with CATALOGUE.open("rb") as file:
        return read_po(file)


def placeholders(text: str) -> set[str]:
    """What is filled in: %(n)s, %s, {name}."""
    return set(PLACEHOLDER.findall(text))


def faults(found: dict[Key, tuple[Words, str]], catalogue: Catalog) -> list[str]:
    """Strings without a translation, or one that fills in something else."""
    wrong = []
    for (context, msgid), (words, path) in sorted(found.items(), key=str):
        message = catalogue.get(msgid, context)
        texts = message.string if message else ""
        forms = texts if isinstance(texts, tuple) else (texts,)
        if message is None or not all(forms) or message.fuzzy:
            wrong.append(f"{path}: no translation: {msgid!r}")
        elif len(forms) != (2 if len(words) > 1 else 1):
            wrong.append(f"{path}: wrong number of plural forms: {msgid!r}")
        elif any(placeholders(text) != placeholders(msgid) for text in forms):
            wrong.append(f"{path}: other placeholders: {msgid!r} {forms!r}")
    return wrong


def test_every_string_has_an_english_translation() -> None:
    found = strings()
    assert len(found) > 700, "the extraction has lost most of the strings"
    assert not faults(found, english())


def test_the_catalogue_holds_no_guess_and_no_machine_path() -> None:
    assert not [message.id for message in english() if message.fuzzy and message.id]
    assert not re.search(r"^#: /", CATALOGUE.read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize(
    "msgid",
    ["Unggah kiriman", "%(n)s dari %(m)s", "Peran Anda tidak membuka halaman ini."],
)
def test_extraction_sees_templates_and_code(msgid: str) -> None:
    assert (None, msgid) in strings()


def _without(catalogue: Catalog) -> None:
    catalogue.delete("Unggah kiriman")


def _empty(catalogue: Catalog) -> None:
    catalogue["Unggah kiriman"].string = ""


def _fuzzy(catalogue: Catalog) -> None:
    catalogue["Unggah kiriman"].flags.add("fuzzy")


def _renamed(catalogue: Catalog) -> None:
    catalogue["%(n)s dari %(m)s"].string = "%(n)s of %(total)s"


def _one_form(catalogue: Catalog) -> None:
    several = next(message for message in catalogue if message.pluralizable)
    several.string = (several.string[0], "")


@pytest.mark.parametrize("spoil", [_without, _empty, _fuzzy, _renamed, _one_form])
def test_the_check_fails_for_a_spoilt_catalogue(
    spoil: Callable[[Catalog], None],
) -> None:
    catalogue = english()
    before = faults(strings(), catalogue)
    spoil(catalogue)
    assert len(faults(strings(), catalogue)) == len(before) + 1


def _choices() -> Iterator[tuple[str, Enum]]:
    """Every member of every Choices class that a room shows."""
    modules = [f"{app.name}.models" for app in apps.get_app_configs()]
    for name in [*modules, "voters.services.deciding"]:
        if name.split(".")[0] in ROOMS and find_spec(name):
            for kind in vars(import_module(name)).values():
                if isinstance(kind, type) and issubclass(kind, Choices):
                    yield from ((f"{kind.__name__}.{one.name}", one) for one in kind)


HIDDEN = ("Column", "Level", "PlenaryState")
"""Choices that no page shows by their label."""


def test_words_of_states_kinds_and_reasons_are_translated() -> None:
    plain = []
    for name, member in _choices():
        label = member._label_  # type: ignore[attr-defined]
        if not name.startswith(HIDDEN) and not isinstance(label, Promise):
            plain.append(f"{name}: {label}")
    assert not plain


def test_compiled_words_reach_the_page() -> None:
    from launcher.messages import compile_all

    compile_all()
    with translation.override("en"):
        assert gettext("Kiriman") == "Deliveries"
    with translation.override("id"):
        assert gettext("Kiriman") == "Kiriman"


def test_who_moves_does_not_sign_in() -> None:
    from plenos.presenters import NAMES

    with translation.override("en"):
        assert (str(NAMES["MASUK"]), str(NAMES["KELUAR"])) == ("Moved in", "Moved out")
    with translation.override("id"):
        assert (str(NAMES["MASUK"]), str(NAMES["KELUAR"])) == ("Masuk", "Keluar")


@pytest.mark.parametrize(
    ("count", "words"), [(1, "Accept 1 proposal?"), (2, "Accept 2 proposals?")]
)
def test_one_is_not_several(count: int, words: str) -> None:
    msgid = "Terima %(n)s usulan?"
    with translation.override("en"):
        assert ngettext(msgid, msgid, count) % {"n": count} == words
