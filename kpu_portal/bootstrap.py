"""Roles, database, schemas and extensions, made as the server's administrator.

Nothing here runs in a request or a task. A server-wide advisory lock keeps two
set-ups apart; the passwords go to a file of mode 0600 and nowhere else.
"""

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection as Connection

LOGIN_ROLES = (
    *("pdpb_owner", "pdpb_worker", "pdpb_web", "pdpb_supervisor"),
    "pdpb_gate",
)
SILENT_ROLES = ("pdpb_ledger", "pdpb_finder")
# pg_stat_activity shows every login the statements of its own role: a request's scope
# token and the NIK of a search would stand there for the next request. Only the
# administrator can switch it back on.
UNSEEN_ROLES = ("pdpb_web", "pdpb_supervisor", "pdpb_gate")
# A request holds two connections; PostgreSQL cannot see a deadlock between them.
GATE_WAITS = "15s"
EXTENSIONS = ("pg_trgm", "unaccent", "fuzzystrmatch", "btree_gin")
# Whose passwords a process is given; nobody's server needs the owner's.
SHARES = {
    "web": ("pdpb_web", "pdpb_supervisor", "pdpb_gate"),
    "worker": ("pdpb_worker", "pdpb_web", "pdpb_supervisor", "pdpb_gate"),
}
_LOCK = 7_305_514


def connect(admin_url: str, database: str | None = None) -> Connection:
    """Autocommit connection as the administrator of `admin_url`, to `database`."""
    parts = urlsplit(admin_url)
    opened = psycopg2.connect(
        host=parts.hostname,
        port=parts.port or 5432,
        user=unquote(parts.username or "postgres"),
        password=unquote(parts.password or ""),
        dbname=database or parts.path.lstrip("/") or "postgres",
    )
    opened.autocommit = True
    return opened


def read_roles(path: Path) -> dict[str, Any] | None:
    """Contents of the roles file, or None."""
    if not path.exists():
        return None
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def ensure_roles(admin_url: str, roles_file: Path) -> dict[str, Any]:
    """Make the seven roles, set the passwords of the file (made when absent)."""
    parts = urlsplit(admin_url)
    kept = read_roles(roles_file) or {"passwords": {}}
    passwords = {
        role: kept["passwords"].get(role) or secrets.token_urlsafe(24)
        for role in LOGIN_ROLES
    }
    roles = {"host": parts.hostname, "port": parts.port or 5432, "passwords": passwords}
    with connect(admin_url) as opened, opened.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        for role in LOGIN_ROLES + SILENT_ROLES:
            _ensure_role(cursor, role, passwords.get(role))
        cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
    _write_secret(roles_file, json.dumps(roles, indent=1))
    return roles


def write_shares(roles: dict[str, Any], folder: Path) -> None:
    """Write <folder>/<process>/roles.json with that process's passwords alone."""
    for process, logins in SHARES.items():
        passwords = {login: roles["passwords"][login] for login in logins}
        share = {**roles, "passwords": passwords}
        _write_secret(folder / process / "roles.json", json.dumps(share, indent=1))


def _ensure_role(cursor: Any, role: str, password: str | None) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if cursor.fetchone() is None:
        cursor.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)))
    login = sql.SQL("LOGIN" if password else "NOLOGIN")
    bypass = sql.SQL("BYPASSRLS" if role == "pdpb_finder" else "NOBYPASSRLS")
    cursor.execute(
        sql.SQL(
            "ALTER ROLE {} WITH {} {} NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT"
        ).format(sql.Identifier(role), login, bypass)
    )
    if password:
        cursor.execute(
            sql.SQL("ALTER ROLE {} PASSWORD %s").format(sql.Identifier(role)),
            [password],
        )
    if role in UNSEEN_ROLES:
        cursor.execute(f"ALTER ROLE {role} SET track_activities = off")
    if role == "pdpb_gate":
        cursor.execute(f"ALTER ROLE {role} SET lock_timeout = '{GATE_WAITS}'")


def _write_secret(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        handle.write(text)
    fresh.replace(path)


def database_exists(admin_url: str, name: str) -> bool:
    """Whether the server has a database of this name."""
    with connect(admin_url) as opened, opened.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def ensure_database(admin_url: str, name: str) -> None:
    """Make the database, its extensions, its schemas and who may use them."""
    opened = connect(admin_url)
    with opened.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        if not database_exists(admin_url, name):
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
    opened.close()
    inside = connect(admin_url, name)
    with inside.cursor() as cursor:
        for extension in EXTENSIONS:
            cursor.execute(
                sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(
                    sql.Identifier(extension)
                )
            )
        cursor.execute(_SCHEMAS.format(name=f'"{name}"'))
    inside.close()


# Database and schemas belong to the administrator: the owner of a schema may drop any
# table in it, the ledger's too, whoever owns the table.
_SCHEMAS = """
ALTER DATABASE {name} OWNER TO CURRENT_USER;
ALTER SCHEMA public OWNER TO CURRENT_USER;
CREATE SCHEMA IF NOT EXISTS part;
ALTER SCHEMA part OWNER TO CURRENT_USER;
GRANT USAGE, CREATE ON SCHEMA part TO pdpb_owner;
REVOKE ALL ON DATABASE {name} FROM PUBLIC;
GRANT CONNECT ON DATABASE {name}
  TO pdpb_owner, pdpb_worker, pdpb_web, pdpb_supervisor, pdpb_gate;
GRANT CREATE ON DATABASE {name} TO pdpb_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO pdpb_owner;
GRANT USAGE ON SCHEMA public
  TO pdpb_worker, pdpb_web, pdpb_supervisor, pdpb_gate, pdpb_ledger, pdpb_finder;
ALTER DEFAULT PRIVILEGES FOR ROLE pdpb_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO pdpb_web, pdpb_worker;
ALTER DEFAULT PRIVILEGES FOR ROLE pdpb_owner IN SCHEMA public
  GRANT USAGE ON SEQUENCES TO pdpb_web, pdpb_worker;
GRANT USAGE, CREATE ON SCHEMA part TO pdpb_ledger;
CREATE SCHEMA IF NOT EXISTS landing AUTHORIZATION pdpb_worker;
REVOKE EXECUTE ON FUNCTION pg_catalog.lo_create(oid), pg_catalog.lo_creat(integer),
  pg_catalog.lo_from_bytea(oid, bytea) FROM PUBLIC;
"""


@contextmanager
def ledger_open(admin_url: str, database: str) -> Iterator[None]:
    """While migrations run, the owner may act as the ledger and finder roles."""
    opened = connect(admin_url, database)
    with opened.cursor() as cursor:
        for role in SILENT_ROLES:
            cursor.execute(f"GRANT {role} TO pdpb_owner WITH INHERIT FALSE, SET TRUE")
            cursor.execute(f"GRANT CREATE ON SCHEMA public TO {role}")
        try:
            yield
        finally:
            for role in SILENT_ROLES:
                cursor.execute(f"REVOKE {role} FROM pdpb_owner")
                cursor.execute(f"REVOKE CREATE ON SCHEMA public FROM {role}")
            opened.close()


def forget_counts(admin_url: str, database: str) -> None:
    """Throw away what the version before counted and kept; this one may do otherwise.

    The list of kelurahan is counted anew when it is opened (ADR 0076).
    """
    with closing(connect(admin_url, database)) as opened, opened.cursor() as cursor:
        cursor.execute("DELETE FROM village_count")
