"""No claim of THREAT_MODEL.md stands without its test.

Every row of the table of actors names one, and every sentence about what holds besides
row security. What names none is under "Not covered" or "Out of scope".
"""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from tests.databases import REPOSITORY

TEXT = (REPOSITORY / "THREAT_MODEL.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
ANY = re.compile(r"`[^`]*\.py(?:::[^`]*)?`")
SENTENCE = re.compile(r"(?<=\.)\s+(?=[A-Z])")
LEAD = re.compile(r"^- \*\*(?P<lead>[^*]+?)\.?\*\*(?P<rest>.*)$")
PROVED = ("Actors, and what holds them", "What row security does not stop")
LIMITS = ("Not covered", "Out of scope")


def sections(text: str) -> dict[str, list[str]]:
    """Lines by heading; what stands before the first one under ""."""
    found: dict[str, list[str]] = {"": []}
    heading = ""
    for line in text.splitlines():
        if line.startswith("## "):
            heading = line.removeprefix("## ")
            found[heading] = []
        elif line.strip() and not line.startswith("# "):
            found[heading].append(line)
    return found


def claims(text: str) -> list[str]:
    """Each claim: the rows of the table, and each sentence of a bullet."""
    parts = sections(text)
    rows = [line for line in parts[PROVED[0]] if line.startswith("|")][2:]
    said = []
    for line in parts[PROVED[1]]:
        if (bullet := LEAD.match(line)) is not None:
            rest = re.sub(r"^\s*\(why: [^)]*\)\)\.?", "", bullet["rest"]).strip()
            said += [f"{bullet['lead']}: {one}" for one in SENTENCE.split(rest)]
    return [*rows, *said]


@cache
def functions_in(file: str) -> dict[str, ast.FunctionDef]:
    """Functions of a file of tests, by name."""
    tree = ast.parse((REPOSITORY / file).read_text(encoding="utf-8"))
    return {one.name: one for one in tree.body if isinstance(one, ast.FunctionDef)}


def asserts(test: ast.FunctionDef, file: str) -> bool:
    """Whether a test, or a helper of its file that it calls, can fail on purpose."""
    for node in ast.walk(test):
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Attribute) and node.attr == "raises":
            return True
        called = node.func if isinstance(node, ast.Call) else None
        helper = (
            functions_in(file).get(called.id) if isinstance(called, ast.Name) else None
        )
        if helper is not None and helper is not test and asserts(helper, file):
            return True
    return False


@pytest.mark.parametrize(("file", "test"), sorted(set(NAMED.findall(TEXT))))
def test_a_named_test_exists_runs_and_asserts(file: str, test: str) -> None:
    found = functions_in(file).get(test)
    assert found is not None
    marks = " ".join(ast.unparse(one) for one in found.decorator_list)
    assert not re.search(r"\bskip|\bxfail", marks)
    assert asserts(found, file)


def test_every_name_of_a_test_is_read() -> None:
    """A name that is written otherwise would be counted nowhere."""
    for name in ANY.findall(TEXT):
        if name != "`tests/audit/test_threat_model.py`":
            assert NAMED.fullmatch(name), name


def test_every_claim_names_a_test() -> None:
    found = claims(TEXT)
    assert len(found) > 60
    assert [one for one in found if not NAMED.search(one)] == []


def test_nothing_is_said_outside_of_claims_and_limits() -> None:
    """A paragraph between them would be a claim that nobody asks for its test."""
    parts = sections(TEXT)
    assert tuple(parts) == ("", *PROVED, *LIMITS)
    assert [line for line in parts[PROVED[0]] if not line.startswith("|")] == []
    for heading in (PROVED[1], *LIMITS):
        bullets = [line for line in parts[heading] if line.startswith("- ")]
        assert len(bullets) >= 6
        assert len(parts[heading]) - len(bullets) <= 1  # what the section is about
    assert all(LEAD.match(line) for line in parts[PROVED[1]][1:])
    assert len(parts[""]) == 2


@pytest.mark.parametrize(
    ("spoilt", "by"),
    [
        ("no test", "- **X.** It holds.\n- "),
        ("half a test", "- **X.** It holds (`tests/a.py::test_b`). So does this.\n- "),
    ],
)
def test_a_bare_sentence_would_be_seen(spoilt: str, by: str) -> None:
    heading = f"## {PROVED[1]}"
    before, after = TEXT.split(heading)
    text = before + heading + after.replace("- ", by, 1)
    bare = [one for one in claims(text) if not NAMED.search(one)]
    assert len(bare) == 1 and bare[0].startswith("X: ")
