"""The process that does the measured work: ``python -m bench.child TASK JSON``."""

from __future__ import annotations

import json
import sys


def main() -> None:
    """Set Django up, run one task of bench.tasks, answer JSON on the last line."""
    import django

    django.setup()
    from bench import tasks

    task = getattr(tasks, sys.argv[1])
    print("\n" + json.dumps(task(**json.loads(sys.argv[2]))), flush=True)


if __name__ == "__main__":
    main()
