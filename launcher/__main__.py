"""The commands behind the Makefile: ``python -m launcher <command>``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from launcher.errors import LauncherError
from launcher.home import Home


def main(arguments: list[str] | None = None) -> int:
    """Run one command; an expected failure is a message and exit code 1."""
    parser = _parser()
    given = parser.parse_args(arguments)
    action: Callable[[argparse.Namespace], int] = given.action
    try:
        return action(given)
    except LauncherError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m launcher")
    commands = parser.add_subparsers(required=True)

    def command(
        name: str, action: Callable[[argparse.Namespace], int], text: str
    ) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=text)
        one.set_defaults(action=action)
        return one

    one = command("setup", _setup, "siapkan .venv, paket dan berkas antarmuka")
    one.add_argument("--production", action="store_true", help="tanpa alat tes")
    one = command("services", _services, "PostgreSQL dan Valkey bawaan saja")
    one.add_argument("verb", choices=["start", "stop", "status"])
    one.add_argument("--home")
    one.add_argument("--settings", choices=["durable", "fast"], default="durable")
    one = command("demo", _demo, "jalankan seluruh portal dengan data contoh")
    one.add_argument("--home")
    one.add_argument("--dev", action="store_true", help="runserver, bukan granian")
    one = command("reset", _reset, "hapus data portal di folder data")
    one.add_argument("--home")
    command("chromium", _chromium, "cari atau pasang Chromium untuk tes peramban")
    command("messages", _messages, "susun berkas terjemahan")
    return parser


def _setup(given: argparse.Namespace) -> int:
    from launcher import setup

    setup.run(production=given.production)
    return 0


def _services(given: argparse.Namespace) -> int:
    from launcher import services

    home = Home.from_environment(given.home)
    if given.verb == "start":
        services.start(home, fast=given.settings == "fast")
        print(f"PostgreSQL dan Valkey berjalan; alamatnya di {home.services_env}")
        return 0
    if given.verb == "stop":
        found = services.stop(home)
        print("PostgreSQL dan Valkey dihentikan." if found else "Tidak ada layanan.")
        return 0
    now = services.status(home)
    for name, entry in now.items():
        state = f"pid {entry['pid']}, port {entry['port']}" if entry else "berhenti"
        print(f"{name}: {state}")
    return 0 if all(now.values()) else 3


def _demo(given: argparse.Namespace) -> int:
    from launcher import demo

    return demo.run(Home.from_environment(given.home), dev=given.dev)


def _reset(given: argparse.Namespace) -> int:
    from launcher import demo

    demo.reset(Home.from_environment(given.home))
    return 0


def _chromium(given: argparse.Namespace) -> int:
    from launcher import chromium

    print(chromium.ensure())
    return 0


def _messages(given: argparse.Namespace) -> int:
    from launcher import messages

    messages.compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main())
