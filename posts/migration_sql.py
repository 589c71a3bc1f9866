"""Reads the room's .sql files for migrations."""

from pathlib import Path

FOLDER = Path(__file__).parent / "sql"


def read(name: str) -> str:
    """Text of sql/<name>.sql."""
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
