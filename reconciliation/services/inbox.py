"""The inbox folder: a file that is complete becomes a delivery waiting for a person.

Folders: <inbox>/<kab/kota>/<pengirim>/<berkas>. Nothing is started here, and nothing in
the folder is changed but the note beside a refused file.
"""

import fcntl
import hashlib
import json
import logging
import os
import re
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from audit.services import record
from files.readers import FileRefused
from periods.services import current
from reconciliation.models import Sender
from reconciliation.querysets import INBOX
from reconciliation.services.errors import CannotStart, DuplicateDelivery
from reconciliation.services.receiving import receive
from regions.models import Region

logger = logging.getLogger(__name__)
NOTE = ".CATATAN.txt"
_PASSING = re.compile(
    r"^[.~]|\.(part|partial|crdownload|download|tmp|temp|filepart|swp)$|~$", re.I
)
_LONG_NUMBER = re.compile(r"[0-9]{16,}")
_FINAL = {"taken", "twice", "refused"}
State = dict[str, dict[str, Any]]


class _Box:
    """Who received a file that no person uploaded; has no account."""

    pk = None

    def __str__(self) -> str:
        return INBOX


def look() -> int:
    """Look once through the folder; how many deliveries it made.

    The first look at a file is remembered, the second with the same size and time
    takes it. While another process looks, nothing happens.
    """
    if not settings.INBOX:
        return 0
    with _alone() as alone:
        if not alone:
            return 0
        before, after, taken = _remembered(), State(), 0
        try:
            with translation.override("id"):
                for key, regency, sender, path in _files(before, after):
                    after[key] = _safely(before.get(key), regency, sender, path)
                    if after[key] is not before.get(key):
                        taken += after[key]["state"] == "taken"
                        _keep({**before, **after})
        finally:
            _keep({**before, **after})
        _keep(after)
        return taken


def told(regency: str) -> list[dict[str, str]]:
    """What the folder of a regency holds that was not taken, for its office."""
    return [
        {"name": key.partition("/")[2], "why": one["why"]}
        for key, one in sorted(_remembered().items())
        if key.startswith(f"{regency}/") and one.get("why")
    ]


def held_back(regency: str) -> int:
    """How many whole files of a regency's folder wait, say for a period to open."""
    if not settings.INBOX:
        return 0
    return sum(
        key.startswith(f"{regency}/") and one["state"] == "waits"
        for key, one in _remembered().items()
    )


def _state_path() -> Path:
    return Path(settings.MEDIA_ROOT) / "inbox-state.json"


@contextmanager
def _alone() -> Iterator[bool]:
    with _state_path().with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _remembered() -> State:
    try:
        found: State = json.loads(_state_path().read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found


def _keep(state: State) -> None:
    new = _state_path().with_suffix(".new")
    new.write_text(json.dumps(state), encoding="utf-8")
    new.replace(_state_path())


def _entries(folder: str | os.PathLike[str]) -> list[os.DirEntry[str]]:
    """What lies in a folder, links and passing names left out; [] when it is gone."""
    try:
        with os.scandir(folder) as found:
            return sorted(
                (
                    one
                    for one in found
                    if not one.is_symlink()
                    and not _PASSING.search(one.name)
                    and not one.name.endswith(NOTE)
                ),
                key=lambda one: one.name,
            )
    except OSError:
        return []


def _files(before: State, after: State) -> Iterator[tuple[str, str, str, Path]]:
    known = set(
        Region.objects.filter(code__regex="^[0-9]{4}$").values_list("code", flat=True)
    )
    for office in _entries(settings.INBOX):
        if not office.is_dir() or office.name not in known:
            _unknown(
                before, after, office.name, "", _("Folder kab/kota tidak dikenal.")
            )
            continue
        for box in _entries(office):
            key = f"{office.name}/{box.name}"
            if not box.is_dir() or box.name not in Sender.values:
                why = _(
                    "Folder pengirim tidak dikenal; berkas di dalamnya tidak dibaca."
                )
                _unknown(before, after, key, office.name, why)
                continue
            for one in _entries(box):
                if one.is_file(follow_symlinks=False):
                    yield f"{key}/{one.name}", office.name, box.name, Path(one.path)


def _unknown(before: State, after: State, key: str, regency: str, why: str) -> None:
    """Report a folder nobody knows, once."""
    after[key] = {"state": "unknown", "why": why}
    if key not in before:
        subject = _LONG_NUMBER.sub("…", key)
        record(
            actor=_Box(), action="inbox.unknown", regency_code=regency, subject=subject
        )


def _safely(old: dict[str, Any] | None, regency: str, sender: str, path: Path) -> Any:
    """`_one`; a file that breaks it is set aside and does not stop the others."""
    try:
        return _one(old, regency, sender, path)
    except Exception as error:  # whatever it is, the others go on
        # Its words may hold a name of a file or a cell, so only its kind is logged.
        logger.error("inbox: %s", type(error).__name__)
        facts = {"mark": (old or {}).get("mark", []), "sha": ""}
        why = _("Portal gagal membaca berkas ini; beri tahu admin.")
        return _refused(regency, path, facts, why)


def _one(old: dict[str, Any] | None, regency: str, sender: str, path: Path) -> Any:
    """What is to be remembered of a file; `old` itself when nothing is new."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return old or {"state": "seen", "mark": []}
    with os.fdopen(handle, "rb") as file:
        mark = _mark(file)
        if old is None or old.get("mark") != mark:
            names = ("sha", "was")
            kept = {name: old[name] for name in names if name in old} if old else {}
            return {"state": "seen", "mark": mark, **kept}
        if old["state"] in _FINAL:
            return old
        return _complete(old, regency, sender, path, file)


def _mark(file: IO[bytes]) -> list[int]:
    seen = os.fstat(file.fileno())
    return [seen.st_size, seen.st_mtime_ns, int(stat.S_ISREG(seen.st_mode))]


def _complete(
    old: dict[str, Any], regency: str, sender: str, path: Path, file: IO[bytes]
) -> dict[str, Any]:
    """Take a file that stood still; the copy is what is read, so it cannot change."""
    mark = old["mark"]
    if not mark[2]:
        return old
    if mark[0] > settings.POLICY.upload_max_bytes:
        why = _("Berkas terlalu besar.")
        return _refused(regency, path, {"mark": mark, "sha": ""}, why)
    if current(regency) is None:
        why = _("Menunggu: tidak ada periode yang terbuka untuk kab/kota ini.")
        return _waits(old, regency, sender, why)
    with tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as copy:
        try:
            digest = _copy(file, copy)
        except OSError:
            return _waits(old, regency, sender, _("Menunggu: berkas belum terbaca."))
        if _mark(file) != mark:
            return {**old, "mark": _mark(file)}
        facts = {"mark": mark, "sha": digest}
        if old.get("sha") == digest and old.get("was"):
            return {**facts, **old["was"], "was": old["was"]}
        return _admit(old, facts, regency, sender, path, copy)


def _copy(file: IO[bytes], copy: IO[bytes]) -> str:
    found = hashlib.sha256()
    while block := file.read(1 << 20):
        found.update(block)
        copy.write(block)
    copy.seek(0)
    return found.hexdigest()


def _admit(
    old: dict[str, Any],
    facts: dict[str, Any],
    regency: str,
    sender: str,
    path: Path,
    copy: IO[bytes],
) -> dict[str, Any]:
    try:
        receive(
            actor=_Box(),
            regency=regency,
            file=copy,
            filename=path.name,
            sender=sender,
        )
    except DuplicateDelivery as error:
        record(
            actor=_Box(),
            action="inbox.twice",
            regency_code=regency,
            subject=str(error.delivery.public_id),
        )
        return _final(facts, "twice", str(error))
    except FileRefused as error:
        return _refused(regency, path, facts, str(error))
    except CannotStart as error:
        return _waits(old, regency, sender, str(error))
    if old.get("was", {}) and old["was"]["state"] == "refused":
        with suppress(OSError):
            path.with_name(path.name + NOTE).unlink()
    return _final(facts, "taken", "")


def _final(facts: dict[str, Any], state: str, why: str) -> dict[str, Any]:
    was = {"state": state, "why": _LONG_NUMBER.sub("…", why)}
    return {**facts, **was, "was": was}


def _waits(old: dict[str, Any], regency: str, sender: str, why: str) -> dict[str, Any]:
    """Try again at the next look; said once in the ledger."""
    if old.get("why") == why:
        return old
    record(
        actor=_Box(),
        action="inbox.wait",
        regency_code=regency,
        subject=sender,
        data={"why": why},
    )
    return {**old, "state": "waits", "why": why}


def _refused(
    regency: str, path: Path, facts: dict[str, Any], why: str
) -> dict[str, Any]:
    """Note a refusal in the ledger and beside the file, where that can be written."""
    kept = _final(facts, "refused", why)
    record(
        actor=_Box(),
        action="inbox.refuse",
        regency_code=regency,
        subject=facts["sha"],
        data={"why": kept["why"]},
    )
    text = _(
        "Berkas ini tidak diterima.\n\n%(why)s\n\nPerbaiki berkasnya, lalu simpan "
        "kembali di folder ini. Berkas dicoba lagi hanya bila isinya berubah.\n"
    ) % {"why": kept["why"]}
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
    with suppress(OSError):
        handle = os.open(path.with_name(path.name + NOTE), flags, 0o644)
        with os.fdopen(handle, "w", encoding="utf-8") as note:
            note.write(text)
    return kept
