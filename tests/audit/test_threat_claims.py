"""Claims and limits of THREAT_MODEL.md that no other room's tests show."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from accounts import services
from accounts.models import Role
from audit.models import LedgerEntry
from kpu_portal import bootstrap
from launcher import demo
from launcher.home import Home
from launcher.services import Services
from tests import databases
from tests.roles import admin_sql, as_web, as_worker


def test_on_one_machine_one_file_holds_every_password(
    shared_portal: str, tmp_path: Path
) -> None:
    """The file that the first start makes, and what each process of it is given."""
    file = databases.ROLES_FILE
    held = json.loads(file.read_text(encoding="utf-8"))["passwords"]
    assert held.keys() == set(bootstrap.LOGIN_ROLES)
    assert all(len(password) > 20 for password in held.values())
    assert len(set(held.values())) == len(held)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.stat().st_uid == os.geteuid()
    home = Home(tmp_path)
    home.prepare()
    running = Services(home, "postgresql://admin:x@localhost/", "redis://localhost/")
    children = list(demo.programs(home, running, 8000, dev=False))
    assert {child.name for child in children} >= {"web", "worker", "beat"}
    for child in children:
        assert child.environment["PDPB_HOME"] == str(home.path)
        assert "DATABASE_URL" not in child.environment


def test_the_worker_and_the_administrator_see_every_regency(
    shared_stocked: str,
) -> None:
    """The limit that the model states; the web's login without a token sees nobody."""
    from voters.models import Voter

    count = "SELECT count(DISTINCT regency_code) FROM voter"
    assert admin_sql(count) == [(2,)]
    with as_worker():
        codes = set(Voter.objects.values_list("regency_code", flat=True))
    assert codes == set(databases.SMALL)
    with as_web():
        assert not Voter.objects.exists()


def test_an_account_that_one_made_is_on_record(portal: str, cast: Any) -> None:
    user, code = services.create_account(
        actor=cast.admin,
        username="operator.baru",
        full_name="OPERATOR BARU",
        role=Role.OPERATOR,
        scope_code="3272",
    )
    lines = LedgerEntry.objects.using("gate").filter(actor_id=cast.admin.pk)
    [line] = lines.filter(action="account.create", subject=user.username)
    assert (line.regency_code, line.data["role"]) == ("3272", Role.OPERATOR)
    assert code not in str(line.data)
