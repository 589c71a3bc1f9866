"""How much memory the database server holds at most while something runs.

Anonymous (private) and shared pages of every process of the server, a shared page
counted once: Pss_Anon and Pss_Shmem of /proc/PID/smaps_rollup. Files that are mapped,
such as the program itself, are not counted.
"""

from __future__ import annotations

import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from bench.rig import BenchError, Rig

EVERY = 0.25
COUNTED = ("Pss_Anon", "Pss_Shmem")


class Watch:
    """Samples the server in a thread; after the block `peak` in MB, and of it what is
    shared (`shared`)."""

    def __init__(self, rig: Rig) -> None:
        self.peak = self.shared = 0.0
        self._server = _postmaster(rig)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._sample)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._over.wait(EVERY):
            processes = [self._server, *_children(self._server)]
            held = [_memory(one) for one in processes]
            private, shared = (sum(kinds) / 1024 for kinds in zip(*held, strict=True))
            if private + shared > self.peak:
                self.peak, self.shared = private + shared, shared


def _postmaster(rig: Rig) -> int:
    with rig.administrator("postgres") as opened, opened.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = int(cursor.fetchone()[0])
        status = Path(f"/proc/{backend}/status")
        try:
            lines = status.read_text().splitlines()
        except OSError as error:
            raise BenchError(
                "the server's processes are not to be seen here"
            ) from error
    return next(int(line.split()[1]) for line in lines if line.startswith("PPid:"))


def _children(parent: int) -> list[int]:
    try:
        told = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    except OSError:
        return []
    return [int(number) for number in told.split()]


def _memory(process: int) -> tuple[int, int]:
    """Return kB of COUNTED; none of a process that has just ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0, 0
    told = {line.split(":")[0]: int(line.split()[1]) for line in lines[1:]}
    private, shared = (told[kind] for kind in COUNTED)
    return private, shared
