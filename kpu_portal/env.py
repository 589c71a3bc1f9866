"""Typed reading of environment variables; `NAME_FILE` names a file with the value."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


class BadSetting(Exception):
    """An environment variable cannot be read as what it must be."""


def text(name: str, default: str | None = None) -> str:
    """Value of `name` or of the file `name_FILE` names; BadSetting when absent.

    A file that cannot be read is no reason for the default: a lost secret would become
    a known one.
    """
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise BadSetting(f"{name}_FILE: {path} tidak terbaca.") from error
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


FOLDER, S3, FSSPEC = (
    "files.stores.PlainFolder",
    "storages.backends.s3.S3Storage",
    "files.stores.FsspecStorage",
)
"""What keeps a shared folder, by the form of its address."""


def storage(name: str) -> dict[str, Any]:
    """Entry of STORAGES for the shared folder that `name` gives the address of.

    A path or file:///path is a mounted folder; s3://bucket/folder?endpoint=…&region=… a
    bucket, with the keys in `name_ACCESS_KEY` and `name_SECRET_KEY` (or `…_FILE`); any
    other scheme is fsspec's (gdrive://, sftp://), when its package is installed.
    BadSetting for a relative path and an address without a bucket or folder.
    """
    address = text(name)
    parts = urlsplit(address)
    if parts.scheme in ("", "file"):
        if not Path(parts.path).is_absolute():
            raise BadSetting(f"{name} harus jalur mutlak atau alamat, bukan {address}.")
        return {"BACKEND": FOLDER, "OPTIONS": {"location": parts.path}}
    if parts.scheme != "s3":
        return {"BACKEND": FSSPEC, "OPTIONS": {"url": address}}
    if not parts.netloc:
        raise BadSetting(f"{name}: tulis s3://nama-bucket/folder.")
    asked = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
    if unknown := set(asked) - {"endpoint", "region"}:
        raise BadSetting(
            f"{name}: pilihan tidak dikenal: {', '.join(sorted(unknown))}."
        )
    return {
        "BACKEND": S3,
        "OPTIONS": {
            "bucket_name": parts.netloc,
            "location": parts.path.strip("/"),
            "endpoint_url": asked.get("endpoint"),
            "region_name": asked.get("region"),
            "addressing_style": "path" if "endpoint" in asked else None,
            "access_key": text(f"{name}_ACCESS_KEY", "") or None,
            "secret_key": text(f"{name}_SECRET_KEY", "") or None,
            "default_acl": None,
            "file_overwrite": True,
        },
    }
