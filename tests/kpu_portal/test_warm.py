"""A web process is warm before its first request."""

from __future__ import annotations

import json
import os
import subprocess
import sys

TOLD = """
import gc, json, sys
import kpu_portal.wsgi
print(json.dumps({
    "frozen": gc.get_freeze_count(),
    "looked at": len(gc.get_objects()),
    "pages": "kpu_portal.views" in sys.modules,
}))
"""


def test_what_is_loaded_is_no_work_for_the_collector() -> None:
    done = subprocess.run(
        [sys.executable, "-c", TOLD],
        capture_output=True,
        check=True,
        text=True,
        env=dict(os.environ),
    )
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["pages"]
    # Nearly everything: a full round looks at the rest alone.
    assert told["frozen"] > 50_000 > 50 * told["looked at"]
