"""Reads another installation's file of keyed hashes.

Such a file knows digits, small letters, capitals of an answer, hyphens and commas:
whatever else stands in it is refused before the database sees it.
"""

import re
import uuid
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import DataError, connection, transaction
from django.utils.translation import gettext as _
from psycopg2 import sql

from files.places import lies_in
from jobs.models import Job
from jobs.services import Context, JobError, enqueue
from regions.models import Level, Region
from voters.rules.exchange import HEADINGS, PATTERNS, same_key
from voters.services.errors import VoterError
from voters.services.exchange import Exchange, key_for

KIND = "exchange.read"
BLOCK = 1 << 20
LONGEST = 400
_STRANGE = re.compile(rb"[^0-9A-Za-z,\r\n-]")


class HashFileRefused(VoterError):
    """The file cannot be taken; says what is wrong with it and how to mend it."""


def receive_hashes(*, actor: Any, regency: str, file: IO[bytes], name: str) -> Job:
    """Keep a file of hashes and queue its reading. Raises HashFileRefused."""
    size = file.seek(0, 2)
    file.seek(0)
    if not size:
        raise HashFileRefused(_("Berkas kosong."))
    if size > settings.POLICY.upload_max_bytes:
        raise HashFileRefused(_("Berkas terlalu besar."))
    check_heading(file)
    file.seek(0)
    path = default_storage.save(f"sidik/{regency}/{uuid.uuid4().hex}.csv", File(file))
    return enqueue(
        actor=actor,
        kind=KIND,
        regency=regency,
        params={"path": path, "name": PurePath(name).name[:100]},
    )


def check_heading(file: IO[bytes]) -> None:
    """Read the first line; raises HashFileRefused when it is not ours."""
    line = file.readline(LONGEST).removeprefix(b"\xef\xbb\xbf").strip()
    if line != ",".join(HEADINGS).encode():
        raise HashFileRefused(
            _(
                "Bukan berkas sidik: judul kolomnya harus %(wanted)s. Unduh ulang dari "
                "halaman Ganda antar kab/kota instalasi pengirim, sebagai csv."
            )
            % {"wanted": ", ".join(HEADINGS)}
        )


@dataclass
class Strained:
    """A file as COPY reads it, without anything that no file of ours holds.

    COPY tells of a failure here in its own words; `refused` holds ours.
    """

    file: IO[bytes]
    line: int = 1
    length: int = 0
    refused: "HashFileRefused | None" = None

    def read(self, size: int = -1) -> bytes:
        """The next block. Raises HashFileRefused with the line."""
        block = self.file.read(BLOCK if size < 0 else min(size, BLOCK))
        strange = _STRANGE.search(block)
        if strange:
            self._refuse(
                _("Baris %(line)s berisi tanda yang tidak dikenal dalam berkas sidik.")
                % {"line": self.line + block.count(b"\n", 0, strange.start()) + 1}
            )
        for part in (parts := block.split(b"\n"))[:-1]:
            self._refuse_long(part)
            self.line, self.length = self.line + 1, 0
        self._refuse_long(parts[-1])
        self.length += len(parts[-1])
        return block

    def _refuse_long(self, part: bytes) -> None:
        if self.length + len(part) > LONGEST:
            self._refuse(
                _("Baris %(line)s terlalu panjang; berkas rusak. Unduh ulang.")
                % {"line": self.line + 1}
            )

    def _refuse(self, words: str) -> None:
        self.refused = HashFileRefused(words)
        raise self.refused


def run_read(context: Context) -> dict[str, Any]:
    """The job "exchange.read": take a file of hashes in and compare with it.

    All or nothing. Raises JobError for a file that cannot be taken, another key, or a
    regency that is enrolled here.
    """
    path = str(context.params["path"])
    if done := context.kept():
        default_storage.delete(path)
        return done
    if not lies_in(path, context.regency):
        raise JobError(_("Berkas ini tidak ada."))
    work = Exchange(context, key_for(context.regency))
    try:
        context.stage("read")
        with default_storage.open(path) as file:
            rows = _load(work, file)
        sender = _checked(work, context.regency)
        context.stage("compare")
        with transaction.atomic():
            work.plan()
            work.run("taken", sender=sender)
            work.run("left", sender=sender)
            found = work.compare()
            work.tell()
            work.run("answers", sender=sender)
            context.check()
            result = {
                "rows": rows,
                "pairs": found,
                "sender": sender,
                "key": work.key.id,
            }
            context.keep(result)
    except HashFileRefused as error:
        default_storage.delete(path)
        raise JobError(str(error)) from error
    finally:
        work.drop()
    default_storage.delete(path)
    return result


def _load(work: Exchange, file: IO[bytes]) -> int:
    """COPY the rows into {lines}, as text."""
    check_heading(file)
    columns = ", ".join(f"{name} text NOT NULL" for name in HEADINGS)
    work.do(
        "CREATE UNLOGGED TABLE {lines} (line bigint GENERATED ALWAYS AS IDENTITY, "
        f"{columns})"
    )
    names = sql.SQL(", ").join(sql.Identifier(name) for name in HEADINGS)
    with connection.cursor() as cursor:
        copy = sql.SQL(
            "COPY {lines} ({names}) FROM STDIN (FORMAT csv, NULL 'tidak ada')"
        ).format(names=names, **work.parts)
        strained = Strained(file)
        try:
            text = copy.as_string(cursor.connection)
            cursor.copy_expert(text, strained)
        except Exception as error:
            raise strained.refused or _ragged(error) from error
        count: int = cursor.rowcount
    if not count:
        raise HashFileRefused(_("Berkas hanya berisi judul kolom, tanpa baris."))
    work.do("ANALYZE {lines}")
    return count


def _ragged(error: Exception) -> Exception:
    """A line with too few or too many cells, in words; another error as it is."""
    code = getattr(error, "pgcode", "") or ""
    if not (isinstance(error, DataError) or code.startswith("22")):
        return error
    place = re.search(r"line (\d+)", str(error))
    number = int(place[1]) + 1 if place else 0
    return HashFileRefused(
        _("Baris %(line)s tidak berisi %(n)s kolom. Unduh ulang berkasnya.")
        % {"line": number, "n": len(HEADINGS)}
    )


def _checked(work: Exchange, regency: str) -> str:
    """The sender of the rows in {lines}. Raises HashFileRefused."""
    _check_cells(work)
    keys, senders = _facts(work)
    if any(not same_key(key, work.key.id) for key in keys):
        raise HashFileRefused(
            _(
                "Berkas ini dibuat dengan kunci lain (%(theirs)s; di sini %(ours)s), "
                "jadi tidak dapat dibandingkan. Minta KPU provinsi kunci yang sama, "
                "lalu unduh ulang di instalasi pengirim."
            )
            % {"theirs": ", ".join(sorted(keys)[:3]), "ours": work.key.id}
        )
    if len(senders) != 1:
        raise HashFileRefused(_("Berkas berisi lebih dari satu kab/kota."))
    sender = senders[0]
    known = Region.objects.filter(code=sender, level=Level.REGENCY).exists()
    if sender[:2] != regency[:2] or not known:
        raise HashFileRefused(
            _("Kab/kota %(code)s bukan kab/kota provinsi ini.") % {"code": sender}
        )
    if _is_ours(work, sender):
        raise HashFileRefused(
            _(
                "Kab/kota %(code)s terdaftar di instalasi ini, atau rujukannya milik "
                "kab/kota lain; datanya dibandingkan tanpa berkas."
            )
            % {"code": sender}
        )
    return sender


def _check_cells(work: Exchange) -> None:
    """Raise HashFileRefused for the first cell that cannot be."""
    cases = " ".join(
        f"WHEN {name} !~ '^(?:{pattern})$' THEN '{name}'"
        for name, pattern in PATTERNS.items()
    )
    wrong = f"CASE {cases} END"
    query = (
        f"SELECT line + 1, {wrong} FROM {{lines}} "  # noqa: S608 - our own patterns
        f"WHERE {wrong} IS NOT NULL ORDER BY line LIMIT 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(_braced(query).format(**work.parts))
        found = cursor.fetchone()
    if found:
        raise HashFileRefused(
            _("Baris %(line)s: isi kolom %(name)s salah. Unduh ulang berkasnya.")
            % {"line": found[0], "name": found[1]}
        )


def _braced(query: str) -> Any:
    """SQL whose regular expressions hold braces of their own."""
    head, _lines, tail = query.partition("{lines}")
    doubled = [part.replace("{", "{{").replace("}", "}}") for part in (head, tail)]
    return sql.SQL("{lines}".join(doubled))


def _facts(work: Exchange) -> tuple[list[str], list[str]]:
    query: Any = sql.SQL(
        "SELECT array_agg(DISTINCT kunci), array_agg(DISTINCT kab_kota) FROM {lines}"
    ).format(**work.parts)
    with connection.cursor() as cursor:
        cursor.execute(query)
        keys, senders = cursor.fetchone()
    return keys, senders


def _is_ours(work: Exchange, sender: str) -> bool:
    """Whether the sender works here, or a reference belongs to another regency."""
    query: Any = sql.SQL(
        "SELECT EXISTS (SELECT FROM pg_class c WHERE c.relname = %s "
        "AND c.relnamespace = 'part'::regnamespace) OR EXISTS (SELECT FROM {lines} l "
        "JOIN exchange_hash h ON h.ref = l.rujukan::uuid WHERE h.regency_code <> %s) "
        "OR EXISTS (SELECT FROM {lines} l JOIN exchange_ref r "
        "ON r.ref = l.rujukan::uuid)"
    ).format(**work.parts)
    with connection.cursor() as cursor:
        cursor.execute(query, [f"voter_{sender}", sender])
        return bool(cursor.fetchone()[0])
