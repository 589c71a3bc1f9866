#!/usr/bin/env python
"""Django's command line; it picks the database role that fits the command."""

import os
import sys

OWNER_COMMANDS = {"migrate", "makemigrations", "sqlmigrate", "showmigrations"}
WEB_COMMANDS = {"runserver", "check", "collectstatic", "test"}


def role_for(argv: list[str]) -> str:
    """Database role for a command: owner migrates, web serves, worker does the rest."""
    command = argv[1] if len(argv) > 1 else ""
    if command in OWNER_COMMANDS:
        return "owner"
    return "web" if command in WEB_COMMANDS else "worker"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kpu_portal.settings")
    os.environ.setdefault("PDPB_DB_ROLE", role_for(sys.argv))
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
