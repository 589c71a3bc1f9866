"""Two operators share a queue without meeting: claims, against the database."""

from __future__ import annotations

import threading
from typing import Any

import psycopg2
import pytest
from django.db import connection
from django.urls import reverse

from accounts import scope
from tests.roles import admin_sql, login_sql
from tests.voters import desk
from voters import selectors, services
from voters.models import ChangeProposal
from voters.rules import claims as rules
from voters.services import claiming

pytestmark = pytest.mark.usefixtures("shared_stocked")
R = "3272"


@pytest.fixture(autouse=True)
def _free(shared_stocked: str) -> Any:
    yield
    admin_sql("DELETE FROM review_claim")
    admin_sql("DELETE FROM change_proposal")


def made(cast: Any, n: int = 1, **said: Any) -> list[ChangeProposal]:
    people = desk.voters(cast.operator_a, n, **said)
    return [
        desk.propose(cast.operator_a, "UBAH", one, new={"address": "JL BARU 1"})
        for one in people
    ]


def take(user: Any, proposal: ChangeProposal) -> bool:
    with desk.desk(user):
        return services.take_person(actor=user, proposal=proposal)


def carry(user: Any, proposal: ChangeProposal, decision: str = "accept", **said: Any):
    return desk.decide(user, services.carry_out, proposal, decision=decision, **said)


def expire() -> None:
    admin_sql("UPDATE review_claim SET until = now() - interval '1 second'")


def test_a_living_claim_refuses_and_an_expired_one_does_not(cast: Any) -> None:
    mine, colleague = cast.operator_a, cast.operator_a2
    (only,) = made(cast)
    assert take(mine, only) and take(mine, only)
    assert not take(colleague, only)
    with pytest.raises(services.Claimed) as told:
        carry(colleague, only)
    assert str(mine) in str(told.value)
    assert desk.see(mine, only).state == "OPEN"
    expire()
    assert carry(colleague, only).state == "ACCEPTED"
    assert take(colleague, only)
    assert admin_sql("SELECT user_id FROM review_claim") == [(colleague.pk,)]


def test_opening_one_person_leaves_the_one_before(cast: Any) -> None:
    first, second = made(cast, 2)
    assert take(cast.operator_a, first) and take(cast.operator_a, second)
    assert take(cast.operator_a2, first)
    assert not take(cast.operator_a2, second)


def test_every_proposal_about_a_held_voter_is_held(cast: Any) -> None:
    (first,) = made(cast)
    with desk.desk(cast.operator_a):
        voter = desk.voters(cast.operator_a, 1)[0]
    removal = desk.propose(cast.operator_a, "TMS", voter, category="MENINGGAL")
    assert take(cast.operator_a, first)
    with pytest.raises(services.Claimed):
        carry(cast.operator_a2, removal, "coklit")


def test_of_two_at_the_same_moment_one_gets_it(cast: Any) -> None:
    proposals = made(cast, 12)
    users = [cast.operator_a, cast.operator_a2]
    barrier = threading.Barrier(2)
    won: list[list[int]] = [[] for _ in proposals]

    def sit(user: Any) -> None:
        try:
            for at, proposal in enumerate(proposals):
                barrier.wait(timeout=30)
                if take(user, proposal):
                    won[at].append(user.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=sit, args=[user]) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(one) for one in won] == [1] * len(proposals)


def test_a_kecamatan_keeps_colleagues_out_but_not_the_second_person(
    cast: Any,
) -> None:
    mine, colleague = cast.operator_a, cast.operator_a2
    (only,) = made(cast)
    code = only.kelurahan[:6]
    with desk.desk(mine):
        services.take_district(actor=mine, regency=R, district=code)
    with desk.desk(colleague), pytest.raises(services.Claimed):
        services.take_district(actor=colleague, regency=R, district=code)
    with pytest.raises(services.Claimed) as told:
        carry(colleague, only)
    assert "Kecamatan" in str(told.value)
    assert carry(mine, only).state == "ACCEPTED"
    admin_sql("UPDATE change_proposal SET state = 'SECOND', first_by_id = 1")
    assert carry(colleague, only).state == "ACCEPTED"
    assert rules.keeps_out(f"k{code}", "OPEN")
    assert not rules.keeps_out(f"k{code}", "SECOND")
    assert rules.keeps_out("v1", "SECOND")


def test_asked_for_it_ends_soon_unless_it_is_kept(cast: Any) -> None:
    mine, colleague = cast.operator_a, cast.operator_a2
    (only,) = made(cast)
    subject = rules.subject_of(only.voter_id, only.pk)
    said = {"regency": R, "subject": subject}
    left = (
        "SELECT extract(epoch FROM until - now())::int, asked_by_name FROM review_claim"
    )
    take(mine, only)
    with desk.desk(colleague):
        assert services.ask(actor=colleague, **said)
    [(seconds, name)] = admin_sql(left)
    assert seconds <= 60 and name == str(colleague)
    assert take(mine, only), "the holder goes on working, and the end stays"
    assert admin_sql(left)[0][0] <= 60
    with desk.desk(mine):
        assert claiming.keep(actor=mine, **said)
    [(seconds, name)] = admin_sql(left)
    assert seconds > 200 and name == ""
    with desk.desk(colleague):
        assert not claiming.keep(actor=colleague, **said)
        assert not services.give_back(actor=colleague, **said)
    with desk.desk(mine):
        assert services.give_back(actor=mine, **said)
    assert take(colleague, only)


def test_the_database_holds_claims_to_their_account(cast: Any) -> None:
    mine, colleague = cast.operator_a, cast.operator_a2
    (only,) = made(cast)
    take(mine, only)
    token = scope.mint(colleague, lifetime=scope.ERRAND)
    foreign = scope.mint(cast.operator_b, lifetime=scope.ERRAND)
    enter = "SELECT set_config('app.token', %s, true);"

    def ask(key: str, sql: str) -> list[tuple[Any, ...]]:
        return login_sql("web", f"{enter} {sql}", [key])

    for sql in (
        f"UPDATE review_claim SET user_id = {colleague.pk} RETURNING 1",
        "DELETE FROM review_claim RETURNING 1",
        f"UPDATE review_claim SET asked_by_id = {mine.pk} RETURNING 1",
        "INSERT INTO review_claim (regency_code, subject, kelurahan, user_id, until,"
        " user_name, asked_by_name) VALUES "
        f"('3272', 'v1', '327201', {mine.pk}, now(), 'x', '') RETURNING 1",
    ):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            ask(token, sql)
    assert ask(foreign, "SELECT user_name FROM review_claim") == []
    assert ask(token, "SELECT user_name FROM review_claim") == [(str(mine),)]
    expire()
    taken = f"UPDATE review_claim SET user_id = {colleague.pk} RETURNING user_name"
    assert ask(token, taken) == [(str(colleague),)]


def test_what_colleagues_hold_is_passed_over(cast: Any, sign_in: Any) -> None:
    mine, colleague = cast.operator_a, cast.operator_a2
    first, second, third = made(cast, 3)
    take(colleague, second)
    with desk.desk(mine):
        claims = selectors.live_claims(mine, R)
        rows = ChangeProposal.objects.of(R)
        free = selectors.free_of_others(rows, claims.values(), mine.pk)
        told = {one.pk for one in rows if not selectors.holder_of(claims, one, mine.pk)}
        assert {one.pk for one in free} == told == {first.pk, third.pk}
    client = sign_in(mine)
    queue = client.get("/kab/3272/tinjauan/")
    assert queue.context["after"] == third.public_id
    assert str(colleague) in queue.content.decode()
    bulk = client.get(reverse("voters:bulk", args=[R]), {"keputusan": "accept"})
    assert (bulk.context["count"], bulk.context["left"]["claimed"]) == (2, 1)
    done = client.post(_decide(first), {"keputusan": "accept"})
    assert str(third.public_id) in done["Location"]
    held = client.get(f"/kab/3272/usulan/{second.public_id}/").content.decode()
    assert f"Sedang dibuka {colleague}" in held
    refused = client.post(_decide(second), {"keputusan": "accept"}, follow=True)
    assert "sedang dibuka" in refused.content.decode()
    with desk.desk(colleague):
        code = third.kelurahan[:6]
        services.take_district(actor=colleague, regency=R, district=code)
    with desk.desk(mine):
        claims = selectors.live_claims(mine, R)
        rows = ChangeProposal.objects.of(R)
        free = selectors.free_of_others(rows, claims.values(), mine.pk)
        told = {one.pk for one in rows if not selectors.holder_of(claims, one, mine.pk)}
        assert {one.pk for one in free} == told


def _decide(proposal: ChangeProposal) -> str:
    return reverse("voters:decide", args=[R, proposal.public_id])


def test_the_queue_is_shared_on_its_page(
    cast: Any, sign_in: Any, django_assert_max_num_queries: Any
) -> None:
    (only,) = made(cast)
    code = only.kelurahan[:6]
    client, colleague = sign_in(cast.operator_a), sign_in(cast.operator_a2)
    page = "/kab/3272/tinjauan/sisa/"
    client.get(page)
    with django_assert_max_num_queries(13):
        answer = client.get(page)
    found = {one.code: one for one in answer.context["left"].districts}
    assert (found[code].kinds, answer.context["left"].total) == ({"UBAH": 1}, 1)
    url = f"/kab/3272/tinjauan/kecamatan/{code}/"
    assert client.post(url, {"aksi": "ambil"}).url == page
    told = colleague.post(url, {"aksi": "ambil"}, follow=True).content.decode()
    assert f"dipegang {cast.operator_a}" in told
    assert colleague.post(url, {"aksi": "minta"}, follow=True).status_code == 200
    assert "diminta" in client.get(page).content.decode()
    chips = client.get(page, headers={"HX-Request": "true"}).content.decode()
    assert "Anda" in chips and "<html" not in chips
    own = client.get("/kab/3272/tinjauan/?pegangan=saya").context["page"].rows
    assert [one.pk for one in own] == [only.pk]
    free = colleague.get("/kab/3272/tinjauan/?pegangan=bebas").context["page"].rows
    assert free == []
    client.post(url, {"aksi": "tetap"})
    client.post(url, {"aksi": "lepas"})
    assert client.post(url, {"aksi": "x"}).status_code == 302
    assert client.post("/kab/3272/tinjauan/kecamatan/310101/").status_code == 404
    assert admin_sql("SELECT 1 FROM review_claim WHERE subject LIKE 'k%%'") == []


def test_what_a_colleague_has_open_waits_outside_the_queue_too(cast: Any) -> None:
    """Duplicates and a withdrawal meet a claim as the queue does (ADR 0060)."""
    from tests.voters.pairs import PAPER, plant
    from voters.services import resolving

    mine, colleague = cast.operator_a, cast.operator_a2
    a, b = desk.voters(mine, 2)
    pair = plant(a, b)
    own = desk.propose(colleague, "UBAH", a, new={"address": "JL BARU 1"})
    assert take(mine, own)
    said = {"regency": R, "public_id": pair}
    keep = {"keeper": b.public_id, "strike": [a.public_id], **PAPER}

    def refused(deed: Any, **more: Any) -> None:
        with desk.desk(colleague), pytest.raises(services.Claimed):
            deed(actor=colleague, **said, **more)

    refused(resolving.keep, **keep)
    refused(resolving.not_duplicate, note="BEDA ORANG")
    with pytest.raises(services.Claimed):
        desk.decide(colleague, services.withdraw, own)
    with desk.desk(mine):
        services.take_district(actor=mine, regency=R, district=a.kelurahan[:6])
        claiming.give_back(actor=mine, regency=R, subject=f"v{a.pk}")
    refused(resolving.not_duplicate, note="BEDA ORANG")
    with desk.desk(mine):
        resolving.not_duplicate(actor=mine, **said, note="BEDA ORANG")
    refused(resolving.take_back)
    expire()
    with desk.desk(colleague):
        resolving.take_back(actor=colleague, **said)
    assert desk.decide(colleague, services.withdraw, own) == 1
    admin_sql("DELETE FROM duplicate_pair")


def test_a_door_waits_for_a_person_and_never_for_a_kecamatan() -> None:
    assert rules.waits_for("v1", at_the_door=True)
    assert not rules.waits_for("k327201", at_the_door=True)
    assert rules.waits_for("k327201", at_the_door=False)
