"""Typed reading of environment variables, also from a file that `NAME_FILE` names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kpu_portal import env

NAME = "PDPB_UJI"
Given = Callable[[str], None]


@pytest.fixture(autouse=True)
def _nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (NAME, f"{NAME}_FILE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(params=["variable", "file"])
def given(
    request: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[[str], None]:
    """Give the value: as the variable, and as a file (a container's secret)."""

    def as_variable(value: str) -> None:
        monkeypatch.setenv(NAME, value)

    def as_file(value: str) -> None:
        file = tmp_path / "secret"
        file.write_text(value + "\n", encoding="utf-8")
        monkeypatch.setenv(f"{NAME}_FILE", str(file))

    return as_variable if request.param == "variable" else as_file


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        *((one, True) for one in ("1", "true", "TRUE", "Yes", "on")),
        *((one, False) for one in ("0", "false", "No", "OFF", "")),
    ],
)
def test_a_flag(given: Given, value: str, meant: bool) -> None:
    given(value)
    assert env.flag(NAME) is meant
    assert env.flag(NAME, default=not meant) is meant


@pytest.mark.parametrize("value", ["2", "ya", "tidak", "01", "True!"])
def test_no_flag(given: Given, value: str) -> None:
    given(value)
    with pytest.raises(env.BadSetting, match=f"{NAME} harus 1 atau 0") as told:
        env.flag(NAME)
    assert repr(value.lower()) in str(told.value)


@pytest.mark.parametrize(("value", "meant"), [("0", 0), ("-3", -3), (" 60 ", 60)])
def test_an_integer(given: Given, value: str, meant: int) -> None:
    given(value)
    found = env.integer(NAME, 5)
    assert found == meant and type(found) is int


@pytest.mark.parametrize("value", ["", "1.5", "1e3", "enam", "0x10"])
def test_no_integer(given: Given, value: str) -> None:
    given(value)
    with pytest.raises(env.BadSetting, match=f"{NAME} harus bilangan bulat"):
        env.integer(NAME, 5)


def test_words_and_a_path(given: Given, tmp_path: Path) -> None:
    given(" a, b ,,c ")
    assert env.words(NAME, "x") == ["a", "b", "c"]
    given("sub/berkas")
    assert env.path(NAME, tmp_path) == Path.cwd() / "sub" / "berkas"


def test_a_text(given: Given) -> None:
    given("rahasia")
    assert env.text(NAME) == env.text(NAME, "lain") == "rahasia"


@pytest.mark.parametrize("default", [True, False])
def test_what_nobody_gave(default: bool, tmp_path: Path) -> None:
    assert env.flag(NAME, default=default) is default
    assert env.integer(NAME, 7) == 7
    assert env.words(NAME) == [] and env.words(NAME, "a,b") == ["a", "b"]
    assert env.path(NAME, tmp_path) == tmp_path
    assert env.text(NAME, "") == ""
    with pytest.raises(env.BadSetting, match=rf"{NAME} \(atau {NAME}_FILE\)"):
        env.text(NAME)


def test_the_file_goes_before_the_variable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "secret"
    file.write_text("42\n")
    monkeypatch.setenv(NAME, "7")
    monkeypatch.setenv(f"{NAME}_FILE", str(file))
    assert env.integer(NAME, 1) == 42
    monkeypatch.setenv(f"{NAME}_FILE", "")
    assert env.integer(NAME, 1) == 7


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_file_that_cannot_be_read_stops_the_process(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None
) -> None:
    """A lost secret must not become the default."""
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setenv(f"{NAME}_FILE", str(file))
    said = f"{NAME}_FILE: {file} tidak terbaca"
    with pytest.raises(env.BadSetting, match=said):
        env.text(NAME, "lain")
    with pytest.raises(env.BadSetting, match=said):
        env.flag(NAME)
    with pytest.raises(env.BadSetting, match=said):
        env.integer(NAME, 5)
