"""Typed reading of environment variables; `NAME_FILE` names a file with the value."""

import os
from pathlib import Path

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


class BadSetting(Exception):
    """An environment variable cannot be read as what it must be."""


def text(name: str, default: str | None = None) -> str:
    """Value of `name` or of the file `name_FILE` names; BadSetting when absent."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    value = os.environ.get(name, default)
    if value is None:
        raise BadSetting(f"Isi variabel {name} (atau {name}_FILE).")
    return value


def flag(name: str, default: bool = False) -> bool:
    """Boolean: 1/true/yes/on or 0/false/no/off."""
    value = text(name, "1" if default else "0").lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise BadSetting(f"{name} harus 1 atau 0, bukan {value!r}.")


def integer(name: str, default: int) -> int:
    """Whole number."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError as error:
        raise BadSetting(f"{name} harus bilangan bulat, bukan {value!r}.") from error


def words(name: str, default: str = "") -> list[str]:
    """Comma separated list."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def path(name: str, default: Path) -> Path:
    """Absolute path."""
    return Path(text(name, str(default))).absolute()
