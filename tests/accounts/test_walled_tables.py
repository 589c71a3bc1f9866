"""Every table and partition that a login reads is walled, or says what it holds."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

import psycopg2
import pytest

from kpu_portal import bootstrap
from tests.roles import admin_sql, login_sql

PERSON = (
    *("nik", "nkk", "birth_date", "voter_id", "proposal_id", "persons"),
    *("actor_id", "params"),
)
"""Columns of persons, of who touched them, and of what a job is told about them."""
OPEN = {
    "accounts_*": "accounts of staff: sign-in asks before a token exists",
    "account_email*": "sign-in's library",
    "auth_*": "rights of Django, none is given",
    "axes_*": "sign-in attempts of staff",
    "mfa_authenticator": "second steps of staff, sealed",
    "key_choice": "who switched the portal's keys off",
    "django_content_type": "names of tables",
    "django_migrations": "names of migrations",
    "django_session": "empty: accounts_session is used",
    "django_celery_beat_*": "the clock",
    "jobs_periodicrun": "the clock",
    "code_*": "code lists",
    "office_setting": "numbers of policy",
    "regions_alias": "regions",
    "regions_border": "regions",
    "regions_region": "regions",
    "regions_regionchange": "regions: the law and the two who signed",
    "regions_regionchangeline": "regions: old and new codes",
    "regions_regionname": "regions",
    "periods_period": "periods",
    "period_tally": "figures, which the province and Bawaslu read",
    "roll_tally": "figures",
    "plenos_recap*": "figures, which the province and Bawaslu read",
    "plenos_chainseal": "digests",
    "plenos_plenary*": "minutes: who signs and speaks for an institution",
    "plenos_signatory": "minutes: who signs",
    "plenos_reopening": "minutes: reasons, and the two who decided",
    "plenos_advice": "letters; their people stand in plenos_advicevoter",
    "aid_programme": "programmes; their people stand in aid_recipient",
    "aid_mapping": "headings of a sender",
    "fieldwork_batch": "batches; their people stand in fieldwork_task",
}
"""Tables that the web reads without row security, and what they hold instead of people
of the roll; `*` as in a shell."""
WORKERS = {
    "chain_link": "digests of events",
    "name_count": "up to which event names are counted: ADR 0078",
    "name_sound": "hashes of names, by no person: ADR 0049",
    "station_tally": "figures",
}
"""The same for tables that the worker alone reads."""
GATE = {
    *("accounts_user", "accounts_accountchange", "accounts_onetimecode"),
    *("accounts_digestchoice", "mfa_authenticator", "audit_ledgerentry"),
}
"""All that the login of the sign-in reads."""
FOR_ALL = {
    "posts_post_public": "open posts are shown to everybody",
    "posts_bulletin_public": "published bulletins are shown to everybody",
    "posts_bulletinpicture_public": "and their pictures",
    "posts_outreachevent_public": "planned events are shown to everybody",
}
"""Policies for the web that ask no token."""
NAMED = """SELECT c.relname FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname !~ '^(pg_|information_)'
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')"""
HELD = """(CASE c.relkind WHEN 'v' THEN 'security_invoker=true' = ANY (c.reloptions)
  ELSE c.relrowsecurity AND c.relforcerowsecurity END IS TRUE)"""
READS = "has_any_column_privilege('pdpb_{}', c.oid, 'SELECT')"


def tables(*conditions: str) -> set[str]:
    """Names of the tables and views of the portal that all of this holds for."""
    rows = admin_sql(" AND ".join([NAMED, *conditions]))
    return {row[0] for row in rows}


def test_every_table_is_walled_or_says_whom_it_is_about(portal: str) -> None:
    """A new table is open to web by default privileges: here it is found at once."""
    web, held = READS.format("web"), tables(HELD)
    naked = tables(web, f"NOT {HELD}")
    told = {line: [t for t in naked if fnmatchcase(t, line)] for line in OPEN}
    assert sorted(naked - {table for found in told.values() for table in found}) == []
    assert [line for line, found in told.items() if not found] == []
    twice = [t for t in naked if sum(t in found for found in told.values()) > 1]
    assert twice == []
    assert held >= {"voter", "change_proposal", "held_item", "period_list"}
    assert tables(READS.format("supervisor")) == set()
    assert tables(READS.format("gate")) == GATE


def test_no_open_table_has_a_column_of_persons(portal: str) -> None:
    """Whatever reason it gives."""
    person = f"""EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid
      AND a.attnum > 0 AND a.attname = ANY (ARRAY{list(PERSON)!r}))"""
    assert tables(person, f"NOT {HELD}") == set()
    assert len(tables(person, HELD)) > 20


def test_what_the_worker_alone_reads_is_walled(portal: str) -> None:
    """It sees every person, by a policy: whoever else comes near meets row security."""
    mine = (READS.format("worker"), f"NOT {READS.format('web')}")
    assert tables(*mine, f"NOT {HELD}") == set(WORKERS)
    assert tables(*mine, HELD) >= {"exchange_ref", "regions_regionfollowed"}


def test_every_partition_is_walled_and_given_to_nobody(stocked: str) -> None:
    parts = ("n.nspname = 'part'", "c.relkind = 'r'")
    given = " OR ".join(
        f"has_any_column_privilege('{login}', c.oid, 'SELECT, INSERT, UPDATE')"
        f" OR has_table_privilege('{login}', c.oid, 'DELETE, TRUNCATE')"
        for login in bootstrap.LOGIN_ROLES
        if login != "pdpb_owner"
    )
    assert tables(*parts) >= {"voter_3272", "voter_event_3101", "change_proposal_3272"}
    assert tables(*parts, f"NOT {HELD}") == set()
    assert tables(*parts, f"({given})") == set()


@pytest.mark.parametrize("role", ["web", "supervisor", "gate"])
def test_nobody_but_jobs_reaches_the_landing(portal: str, role: str) -> None:
    ask = "SELECT has_schema_privilege(%s, %s, 'USAGE')"
    for schema in ("landing", "part"):
        assert admin_sql(ask, [f"pdpb_{role}", schema]) == [(False,)]


def test_every_wall_stands_on_a_policy_that_asks_the_token(portal: str) -> None:
    """One policy that opens every row undoes the others: each has to ask."""
    rows = admin_sql(
        f"""SELECT c.relname, p.polname,
          coalesce(pg_get_expr(coalesce(p.polqual, p.polwithcheck), p.polrelid), '')
        FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid AND p.polpermissive
          AND ('pdpb_web'::regrole = ANY (p.polroles) OR 0 = ANY (p.polroles))
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
          AND {HELD} AND {READS.format("web")}"""
    )
    asking = re.compile(r"scope_span\(|scope_lives\(|change_proposal p\b")
    deaf = {(table, policy) for table, policy, test in rows if not asking.search(test)}
    assert {policy for _table, policy in deaf} == set(FOR_ALL)
    walled = {table for table, policy, _test in rows if policy not in FOR_ALL}
    assert walled == {table for table, _policy, _test in rows}
    assert walled >= {"audit_ledgerentry", "jobs_job", "ledger_persons", "voter"}


@pytest.mark.parametrize("role", ["web", "supervisor", "gate"])
def test_nobody_reads_what_followed_a_change_of_regions(portal: str, role: str) -> None:
    """It holds places of proposals; neither a right nor a policy opens it."""
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        login_sql(role, "SELECT count(*) FROM regions_regionfollowed")
    admin_sql(f"GRANT SELECT ON regions_regionfollowed TO pdpb_{role}")
    admin_sql(
        """WITH made AS (INSERT INTO regions_regionchange (regency_code, public_id,
          kind, state, basis_no, basis_on, effective_on, period_code, note, counts,
          done, prepared_by_name, prepared_by_chair, decided_by_name, undone_by_name)
          VALUES ('3272', gen_random_uuid(), 'RENAME', 'DRAFT', '1', '2026-01-01',
          '2026-01-01', '', '', '{}', '{}', 'uji', false, '', '') RETURNING id)
        INSERT INTO regions_regionfollowed
          (change_id, regency_code, follower, row_id, before, after)
        SELECT id, '3272', 'change_proposal', 1, '{}', '{}' FROM made"""
    )
    assert login_sql(role, "SELECT count(*) FROM regions_regionfollowed") == [(0,)]
    assert login_sql("worker", "SELECT count(*) FROM regions_regionfollowed") == [(1,)]
