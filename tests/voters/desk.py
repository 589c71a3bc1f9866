"""Short ways to the roll for the tests of this room."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from django.db import connections, transaction

from accounts import scope
from jobs.services import run, run_here
from periods.models import Period
from tests.roles import admin_sql, as_worker
from voters import services
from voters.models import ChangeProposal, StationMove, Voter
from voters.selectors.tps import plan_remap
from voters.services.tps import move_stations, undo_stations

REGENCY = "3272"


@contextlib.contextmanager
def desk(user: Any) -> Iterator[None]:
    """A request of this user: one transaction with the person's scope."""
    with transaction.atomic(), scope.scoped_as(user):
        yield


def period() -> Period:
    """The open period."""
    return Period.objects.open(REGENCY).get()


def voters(user: Any, n: int = 10, **having: Any) -> list[Voter]:
    """Some counted voters of the user's scope."""
    with desk(user):
        rows = Voter.objects.in_scope_of(user).counted().filter(**having)
        return list(rows.order_by("id")[:n])


def propose(user: Any, kind: str, voter: Voter | None, **said: Any) -> ChangeProposal:
    """A proposal by hand."""
    said.setdefault("new", {})
    nik = said.pop("nik", voter.nik if voter else "")
    with desk(user):
        return services.propose(
            actor=user,
            regency=REGENCY,
            period=period(),
            kind=kind,
            nik=nik,
            voter=voter,
            source=said.pop("source", "Uji"),
            **said,
        )


def decide(user: Any, service: Any, proposal: ChangeProposal, **said: Any) -> Any:
    """Call a service of decisions as this user."""
    with desk(user):
        return service(
            actor=user, regency=REGENCY, public_id=proposal.public_id, **said
        )


def see(user: Any, proposal: ChangeProposal) -> ChangeProposal:
    """The proposal as it stands now."""
    with desk(user):
        return ChangeProposal.objects.of(REGENCY).get(pk=proposal.pk)


def see_voter(user: Any, pk: int) -> Voter:
    """The voter as it stands now."""
    with desk(user):
        return Voter.objects.of(REGENCY).get(pk=pk)


def work(kind: str, actor: Any = None, **params: Any) -> dict[str, Any]:
    """Run a job as the worker; its result."""
    with as_worker():
        params = {"period": period().pk, **params}
        job = run_here(actor=actor, kind=kind, regency=REGENCY, params=params)
        return job.result


def remap(user: Any, voter: Voter, tps: str, *, undo: bool = False) -> StationMove:
    """Give a voter's whole RT another station, applied; `undo` takes it back."""
    with desk(user):
        rows = Voter.objects.in_scope_of(user).of(REGENCY)
        rows = rows.filter(rw=voter.rw, rt=voter.rt)
        plan = plan_remap(rows, REGENCY, voter.kelurahan, tps, 500)
        made = move_stations(
            actor=user, regency=REGENCY, period=period(), plan=plan, seen=plan.digest
        )
    with as_worker():
        run(made.job.pk)
    if undo:
        with desk(user):
            job = undo_stations(
                actor=user, regency=REGENCY, period=period(), move=made.move
            )
        with as_worker():
            run(job.pk)
    return made.move


def inject(rows: list[dict[str, Any]], delivery: int = 1) -> dict[str, int]:
    """Propose rows in bulk, as a reconciliation does."""
    with as_worker(), transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute(
            "CREATE UNLOGGED TABLE landing.inject (kind varchar, category varchar, "
            "voter_id bigint, base_version int, nik varchar, name varchar, "
            "sex varchar, "
            "kelurahan varchar, elements varchar[], old jsonb, new jsonb, "
            "warnings varchar[], rule varchar, source varchar, line_no bigint, "
            "fingerprint varchar, event_date date, evidence_kind varchar, "
            "evidence_no varchar)"
        )
        for row in rows:
            names = ", ".join(row)
            marks = ", ".join(["%s"] * len(row))
            cursor.execute(
                f"INSERT INTO landing.inject ({names}) VALUES ({marks})",
                list(row.values()),
            )
        counts = services.propose_bulk(
            context_actor=None,
            regency=REGENCY,
            period=period(),
            delivery_id=delivery,
            table="inject",
        )
        cursor.execute("DROP TABLE landing.inject")
    return counts


def asked_about(user: Any, kind: str) -> Voter:
    """Somebody whom a question of this kind can be about: MUNCUL_KEMBALI is about who
    was removed, the others about who counts."""
    if kind != "MUNCUL_KEMBALI":
        return voters(user, 9)[-1]
    with desk(user):
        rows = Voter.objects.in_scope_of(user).filter(status="INELIGIBLE")
        gone = rows.exclude(status_reason="DI_BAWAH_UMUR").first()
    assert gone is not None
    return gone


def question(voter: Voter, kind: str = "TIDAK_ADA", **more: Any) -> dict[str, Any]:
    """A bulk row that asks about this voter."""
    if kind == "MUNCUL_KEMBALI":
        more = {"category": voter.status_reason, **more}
    return {
        "kind": kind,
        "voter_id": voter.pk,
        "base_version": voter.row_version,
        "nik": voter.nik,
        "name": voter.name,
        "sex": voter.sex,
        "kelurahan": voter.kelurahan,
        "source": "Dukcapil",
        "line_no": voter.pk,
        "fingerprint": "a",
        **more,
    }


def tallies_hold() -> None:
    """All tallies equal a recount, nobody twice ACTIVE, and the identity holds."""
    recount = admin_sql(
        "SELECT kelurahan, sex, status, count(*) FROM voter "
        "WHERE regency_code = '3272' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    )
    kept = admin_sql(
        "SELECT kelurahan, sex, status, n FROM roll_tally "
        "WHERE regency_code = '3272' AND n <> 0 ORDER BY 1, 2, 3"
    )
    assert recount == kept
    stations_hold()
    twice = admin_sql(
        "SELECT nik FROM voter WHERE regency_code = '3272' "
        "AND status IN ('ACTIVE', 'HELD') GROUP BY nik HAVING count(*) > 1"
    )
    assert twice == []
    moved = admin_sql(
        """SELECT t.kelurahan, t.sex, sum(n * CASE "column" WHEN 'BARU' THEN 1
             WHEN 'PEMULIHAN' THEN 1 WHEN 'TMS' THEN -1 WHEN 'MASUK' THEN 1
             WHEN 'KELUAR' THEN -1 WHEN 'KOREKSI' THEN 1 ELSE 0 END)::int
           FROM period_tally t JOIN periods_period p ON p.id = t.period_id
           WHERE t.regency_code = '3272' AND p.state = 'OPEN'
           GROUP BY 1, 2 ORDER BY 1, 2"""
    )
    recounted = admin_sql(
        """SELECT kelurahan, sex, sum(n)::int FROM (
             SELECT c.kelurahan, c.sex, c.n * CASE c.col WHEN 'BARU' THEN 1
               WHEN 'PEMULIHAN' THEN 1 WHEN 'TMS' THEN -1 WHEN 'MASUK' THEN 1
               WHEN 'KELUAR' THEN -1 WHEN 'KOREKSI' THEN 1 ELSE 0 END AS n
             FROM voter_event e, event_cells(e.effect, e.sign, e.category,
               e.kelurahan_from, e.sex_from, e.kelurahan_to, e.sex_to) c
             JOIN periods_period p ON p.state = 'OPEN' AND p.regency_code = '3272'
             WHERE e.regency_code = '3272' AND e.period_id = p.id) x
           GROUP BY 1, 2 ORDER BY 1, 2"""
    )
    assert moved == recounted


def stations_hold() -> None:
    """The tally of stations equals a recount of the roll."""
    recount = admin_sql(
        "SELECT kelurahan, tps, is_special_site, sex, count(*) FROM voter "
        "WHERE regency_code = '3272' AND status IN ('ACTIVE', 'HELD') "
        "GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
    )
    kept = admin_sql(
        "SELECT kelurahan, tps, is_special_site, sex, n FROM station_tally "
        "WHERE regency_code = '3272' AND n <> 0 ORDER BY 1, 2, 3, 4"
    )
    assert recount == kept


def counted() -> dict[tuple[str, str], int]:
    """Counted voters by kelurahan and sex."""
    rows = admin_sql(
        "SELECT kelurahan, sex, count(*) FROM voter WHERE regency_code = '3272' "
        "AND status IN ('ACTIVE', 'HELD') GROUP BY 1, 2"
    )
    return {(kelurahan, sex): n for kelurahan, sex, n in rows}


def moved() -> dict[tuple[str, str], int]:
    """What the open period's tally says has changed, by kelurahan and sex."""
    rows = admin_sql(
        """SELECT t.kelurahan, t.sex, sum(n * CASE "column" WHEN 'BARU' THEN 1
             WHEN 'PEMULIHAN' THEN 1 WHEN 'TMS' THEN -1 WHEN 'MASUK' THEN 1
             WHEN 'KELUAR' THEN -1 WHEN 'KOREKSI' THEN 1 ELSE 0 END)::int
           FROM period_tally t JOIN periods_period p ON p.id = t.period_id
           WHERE t.regency_code = '3272' AND p.state = 'OPEN' GROUP BY 1, 2"""
    )
    return {(kelurahan, sex): n for kelurahan, sex, n in rows}
