"""What a child that reads sends through its pipe: a line of JSON, then its bytes."""

import json
import os
import selectors
import subprocess
import time
from collections.abc import Generator
from typing import Any

from files.readers.errors import refusal

BLOCK = 1 << 16


class Frames:
    """The frames of one child.

    patience: seconds in which each must come once it is wanted.
    """

    def __init__(self, process: "subprocess.Popen[bytes]", patience: float) -> None:
        assert process.stdout is not None  # noqa: S101 - for the type checker
        self._pipe = process.stdout.fileno()
        self._patience = patience
        self._until = 0.0
        self._come = bytearray()

    def all(
        self,
    ) -> Generator[tuple[dict[str, Any], bytes], None, dict[str, Any] | None]:
        """Each frame; the child's last word at the end, None when it died before it.

        Raises FileRefused when one does not come in time.
        """
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._pipe, selectors.EVENT_READ)
            while True:
                self._until = time.monotonic() + self._patience
                line = self._line(waiting)
                if line is None:
                    return None
                told: dict[str, Any] = json.loads(line)
                if "bytes" not in told:
                    return told
                data = self._exactly(told["bytes"], waiting)
                if data is None:
                    return None
                yield told, data

    def _line(self, waiting: selectors.BaseSelector) -> bytes | None:
        looked = 0
        while (end := self._come.find(b"\n", looked)) < 0:
            looked = len(self._come)
            if not self._more(waiting):
                return None
        return self._taken(end + 1)

    def _exactly(self, size: int, waiting: selectors.BaseSelector) -> bytes | None:
        while len(self._come) < size:
            if not self._more(waiting):
                return None
        return self._taken(size)

    def _taken(self, size: int) -> bytes:
        found = bytes(self._come[:size])
        del self._come[:size]
        return found

    def _more(self, waiting: selectors.BaseSelector) -> bool:
        """Wait for what comes next; False at the end of the pipe."""
        if not waiting.select(max(0.0, self._until - time.monotonic())):
            raise refusal("too_slow")
        block = os.read(self._pipe, BLOCK)
        self._come += block
        return bool(block)
