"""`--as USER`: for whom a command acts; without it for the system."""

from argparse import ArgumentParser

from django.core.management.base import CommandError

from accounts.models import User


def add_as(parser: ArgumentParser, *, required: bool = False) -> None:
    """The option `--as`; it arrives as `username`."""
    parser.add_argument(
        "--as",
        dest="username",
        required=required,
        metavar="USER",
        help="akun yang meminta" + ("" if required else "; tanpa ini: sistem"),
    )


def person(username: str | None) -> User | None:
    """The account of this name, None for the system.

    Raises CommandError for a name that no account in use has.
    """
    if not username:
        return None
    found = User.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise CommandError(f"Akun tidak ada: {username}")
    return found
