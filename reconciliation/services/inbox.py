"""The inbox folder: a file that is complete becomes a delivery waiting for a person.

It is read through a storage (files.shared), so a mounted folder, a bucket and a folder
behind fsspec are one path. Folders: <inbox>/<kab/kota>/<pengirim>/<berkas>. Nothing is
started here, and nothing in the folder is changed but the note beside a refused file.
"""

import fcntl
import json
import logging
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.core.files.storage import storages
from django.utils import translation
from django.utils.translation import gettext as _

from audit.services import record
from files.readers import FileRefused
from files.shared import Shared
from files.stores import PlainFolder
from periods.services import current
from reconciliation.models import Sender
from reconciliation.querysets import INBOX
from reconciliation.rules.numbers import FILE_RULES, SAME_FILE
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


def _box() -> Shared:
    """The inbox; a path alone is a mounted folder."""
    if "incoming" in settings.STORAGES:
        return Shared(storages["incoming"])
    return Shared(PlainFolder(settings.INBOX))


def look() -> int:
    """Look once through the folder; how many deliveries it made.

    The first look at a file is remembered, the second with the same size and time
    takes it. While another process looks, nothing happens; while the folder does not
    answer, what was seen stays remembered.
    """
    if not settings.INBOX:
        return 0
    with _alone() as alone:
        if not alone:
            return 0
        before, after, taken = _remembered(), State(), 0
        try:
            with translation.override("id"):
                box = _box()
                for key, regency, sender in _files(box, before, after):
                    after[key] = _safely(box, before.get(key), regency, sender, key)
                    if after[key] is not before.get(key):
                        taken += _made(after[key]) not in ("", _made(before.get(key)))
                        _keep({**before, **after})
        except OSError as error:
            # Its words may hold a name of a file, so only its kind is logged.
            logger.error("inbox does not answer: %s", type(error).__name__)
            after = {**before, **after}
        finally:
            _keep({**before, **after})
        _keep(after)
        return taken


def told(regency: str) -> list[dict[str, str]]:
    """What the folder of a regency holds that was not taken, for its office."""
    return [
        {
            "name": _said(key.partition("/")[2]),
            "why": one["why"],
            "rule": one.get("rule", ""),
        }
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


def _said(name: str) -> str:
    """A name as it may be shown and stored: a foreign disk need not write UTF-8."""
    return os.fsencode(name).decode("utf-8", "replace")


def _made(one: dict[str, Any] | None) -> str:
    """The delivery that a file became, "" where it became none."""
    was = (one or {}).get("was", {})
    return str(was.get("delivery", "")) if was.get("state") == "taken" else ""


def _shown(names: list[str]) -> list[str]:
    """Names without those that pass: half-written files, locks, our own notes."""
    return [one for one in names if not _PASSING.search(one) and not one.endswith(NOTE)]


def _files(box: Shared, before: State, after: State) -> Iterator[tuple[str, str, str]]:
    """Every file of a known office and sender: its name, office, sender."""
    known = set(
        Region.objects.filter(code__regex="^[0-9]{4}$").values_list("code", flat=True)
    )
    offices, loose = box.entries("")
    for office in _shown(sorted(offices + loose)):
        if office in loose or office not in known:
            why = _("Folder kab/kota tidak dikenal.")
            _unknown(before, after, office, "", why)
            continue
        senders, loose = box.entries(office)
        for sender in _shown(sorted(senders + loose)):
            key = f"{office}/{sender}"
            if sender in loose or sender not in Sender.values:
                why = _(
                    "Folder pengirim tidak dikenal; berkas di dalamnya tidak dibaca."
                )
                _unknown(before, after, key, office, why)
                continue
            _inside, names = box.entries(key)
            for name in _shown(names):
                yield f"{key}/{name}", office, sender


def _unknown(before: State, after: State, key: str, regency: str, why: str) -> None:
    """Report a folder nobody knows, once."""
    after[key] = {"state": "unknown", "why": why}
    if key not in before:
        subject = _LONG_NUMBER.sub("…", _said(key))
        record(
            actor=_Box(), action="inbox.unknown", regency_code=regency, subject=subject
        )


def _safely(
    box: Shared, old: dict[str, Any] | None, regency: str, sender: str, key: str
) -> Any:
    """`_one`; a file that breaks it is set aside and does not stop the others."""
    try:
        return _one(box, old, regency, sender, key)
    except Exception as error:  # whatever it is, the others go on
        # Its words may hold a name of a file or a cell, so only its kind is logged.
        logger.error("inbox: %s", type(error).__name__)
        facts = {"mark": (old or {}).get("mark", []), "sha": ""}
        why = _("Portal gagal membaca berkas ini; beri tahu admin.")
        return _refused(box, regency, key, facts, why)


def _one(
    box: Shared, old: dict[str, Any] | None, regency: str, sender: str, key: str
) -> Any:
    """What is to be remembered of a file; `old` itself when nothing is new."""
    try:
        mark = box.mark(key)
    except OSError:
        return old or {"state": "seen", "mark": []}
    if old is None or old.get("mark") != mark:
        names = ("sha", "was")
        kept = {name: old[name] for name in names if name in old} if old else {}
        return {"state": "seen", "mark": mark, **kept}
    if old["state"] in _FINAL:
        return old
    return _complete(box, old, regency, sender, key)


def _complete(
    box: Shared, old: dict[str, Any], regency: str, sender: str, key: str
) -> dict[str, Any]:
    """Take a file that stood still; the copy is what is read, so it cannot change."""
    mark = old["mark"]
    if mark[0] > settings.POLICY.upload_max_bytes:
        why = _("Berkas terlalu besar.")
        return _refused(box, regency, key, {"mark": mark, "sha": ""}, why)
    if current(regency) is None:
        why = _("Menunggu: tidak ada periode yang terbuka untuk kab/kota ini.")
        return _waits(old, regency, sender, why)
    with tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as copy:
        try:
            digest = box.copy_to(key, copy)
            now = box.mark(key)
        except OSError:
            return _waits(old, regency, sender, _("Menunggu: berkas belum terbaca."))
        if now != mark:
            return {**old, "mark": now}
        facts = {"mark": mark, "sha": digest}
        # A refusal is of the bytes alone. Whether they were taken is asked anew: the
        # delivery may have been withdrawn since.
        if _was(old, digest) == "refused":
            return {**facts, **old["was"], "was": old["was"]}
        return _admit(box, old, facts, regency, sender, key, copy)


def _admit(
    box: Shared,
    old: dict[str, Any],
    facts: dict[str, Any],
    regency: str,
    sender: str,
    key: str,
    copy: IO[bytes],
) -> dict[str, Any]:
    try:
        made = receive(
            actor=_Box(),
            regency=regency,
            file=copy,
            filename=_said(PurePosixPath(key).name),
            sender=sender,
        )
    except DuplicateDelivery as error:
        first = str(error.delivery.public_id)
        if _was(old, facts["sha"]) and old["was"].get("delivery", first) == first:
            return {**facts, **old["was"], "was": old["was"]}  # only its time changed
        record(actor=_Box(), action="inbox.twice", regency_code=regency, subject=first)
        return _final(facts, "twice", str(error), SAME_FILE, first)
    except FileRefused as error:
        rule = FILE_RULES.get(error.code, "")
        return _refused(box, regency, key, facts, str(error), rule)
    except CannotStart as error:
        return _waits(old, regency, sender, str(error))
    if old.get("was", {}) and old["was"]["state"] == "refused":
        with suppress(OSError):
            box.remove(key + NOTE)
    return _final(facts, "taken", "", "", str(made.public_id))


def _was(old: dict[str, Any], digest: str) -> str:
    """What became of the same bytes in this place; "" when they are new here."""
    return str(old["was"]["state"]) if old.get("sha") == digest and "was" in old else ""


def _final(
    facts: dict[str, Any], state: str, why: str, rule: str = "", delivery: str = ""
) -> dict[str, Any]:
    was = {"state": state, "why": _LONG_NUMBER.sub("…", why), "rule": rule}
    if delivery:
        was["delivery"] = delivery
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
    box: Shared,
    regency: str,
    key: str,
    facts: dict[str, Any],
    why: str,
    rule: str = "",
) -> dict[str, Any]:
    """Note a refusal in the ledger and beside the file, where that can be written."""
    kept = _final(facts, "refused", why, rule)
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
    with suppress(OSError):
        box.write(key + NOTE, text.encode())
    return kept
