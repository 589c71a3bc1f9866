"""The process that does the measured work: ``python -m bench.child TASK JSON``."""

from __future__ import annotations

import json
import os
import sys


def main() -> None:
    """Set Django up, run one task of bench.tasks, answer JSON on the last line."""
    import django

    django.setup()
    from bench import tasks
    from kpu_portal.warm import warm_up

    if os.environ.get("PDPB_DB_ROLE") == "web":
        warm_up()  # as the web process does
    task = getattr(tasks, sys.argv[1])
    print("\n" + json.dumps(task(**json.loads(sys.argv[2]))), flush=True)


if __name__ == "__main__":
    main()
