"""One database, four aliases: the process's own role, a person's, the supervisor's
and the gate's, which alone mints scopes and changes accounts.

Passwords come from the file that `prepare_database` writes; a process that may not
know a role's password (a web server that never migrates) can be given a shorter file.
"""

import json
from typing import Any

from kpu_portal import env
from kpu_portal.settings.paths import HOME

ROLE = env.text("PDPB_DB_ROLE", "web")
ROLES_FILE = env.path("PDPB_ROLES_FILE", HOME / "roles.json")
NAME = env.text("PDPB_DB_NAME", "pdpb")


def _roles() -> dict[str, Any]:
    if ROLES_FILE.exists():
        loaded: dict[str, Any] = json.loads(ROLES_FILE.read_text(encoding="utf-8"))
        return loaded
    return {"host": "127.0.0.1", "port": 5432, "passwords": {}}


ROLES = _roles()


def connection(role: str) -> dict[str, Any]:
    """Django's database settings for login role pdpb_<role>."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": NAME,
        "USER": f"pdpb_{role}",
        "PASSWORD": ROLES["passwords"].get(f"pdpb_{role}", ""),
        "HOST": ROLES["host"],
        "PORT": str(ROLES["port"]),
        "CONN_MAX_AGE": env.integer("PDPB_CONN_MAX_AGE", 60),
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": False,
        "OPTIONS": {"application_name": f"pdpb-{ROLE}"},
    }


DATABASE_ROUTERS = ["accounts.router.GateRouter"]
DATABASES = {
    "default": connection(ROLE),
    "web": connection("web"),
    "supervisor": connection("supervisor"),
    "gate": connection("gate"),
}
