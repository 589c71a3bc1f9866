"""Free ports on the loopback address."""

from __future__ import annotations

import random
import socket

LOOPBACK = "127.0.0.1"
# Below the range that Linux and macOS hand out to outgoing connections, so that a
# port kept from the last run is seldom taken by chance.
RANGE = range(20_000, 32_000)


def is_free(port: int) -> bool:
    """Say whether a server could listen on the port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def pick(preferred: int | None = None) -> int:
    """Return the preferred port when it is free, else another free one."""
    if preferred and is_free(preferred):
        return preferred
    while not is_free(port := random.choice(RANGE)):  # noqa: S311 - no secret
        pass
    return port
