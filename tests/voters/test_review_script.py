"""What review.js does with its keys, in a Chromium: the next is there before it is
asked for, the list goes on, what is left counts down, a refusal comes back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.glance import Desk, look
from tests.roles import admin_sql
from tests.voters import desk
from voters.models import ChangeProposal

pytestmark = [pytest.mark.usefixtures("shared_stocked"), pytest.mark.browser]
QUEUE = "/kab/3272/tinjauan/"
NOW = 'document.getElementById("usulan").dataset.usulan'
READY = f"await until(() => {NOW}); await sleep(1500);"


@pytest.fixture(autouse=True)
def _free(shared_stocked: str) -> Any:
    yield
    admin_sql("DELETE FROM review_claim")
    admin_sql("DELETE FROM change_proposal")


def made(cast: Any, n: int) -> list[ChangeProposal]:
    people = desk.voters(cast.operator_a, n)
    return [
        desk.propose(cast.operator_a, "UBAH", one, new={"address": "JL BARU 1"})
        for one in people
    ]


def keys(proposals: list[ChangeProposal]) -> list[str]:
    return [str(one.public_id) for one in proposals]


def test_the_next_is_there_before_the_answer_and_the_list_goes_on(
    cast: Any, sign_in: Any, settings: Any
) -> None:
    settings.POLICY = replace(settings.POLICY, page_rows=2)
    proposals = made(cast, 4)
    here = Desk(sign_in(cast.operator_a), slow=0.5)
    told = look(
        here,
        QUEUE,
        f"""{READY}
        const seen = [{NOW}];
        const list = () => [...document.querySelectorAll("[data-of]")]
          .map((row) => row.dataset.of);
        const left = () => document.querySelector("[data-left]").textContent;
        press("a");
        seen.push({NOW});  // In the same breath: no answer can have come.
        const before = left();
        await until(() => document.querySelector(".pd-toast__text"));
        const after = left(), first = list();
        await sleep(1500);
        press("a");
        seen.push({NOW});
        await until(() => list().includes({NOW}));
        await until(() => left() === "2");
        const now = document.querySelector("[data-of].is-now").dataset.of;
        return {{ seen, before, after, first, then: list(), now, left: left() }};
        """,
    )
    names = keys(proposals)
    assert told["seen"] == names[:3]
    assert (told["before"], told["after"], told["left"]) == ("4", "3", "2")
    assert told["first"] == names[:2]
    # What is shown stands in the list, beside those that wait after or before it.
    assert told["now"] == names[2] and set(told["then"]) <= set(names[1:])
    assert [desk.see(cast.operator_a, one).state for one in proposals] == [
        "ACCEPTED",
        "ACCEPTED",
        "OPEN",
        "OPEN",
    ]
    ahead = [path for how, path, part in here.asked if part == "siap"]
    assert [names[1] in ahead[0], names[2] in ahead[1]] == [True, True]


def test_a_rejection_is_two_keys_and_a_refusal_comes_back(
    cast: Any, sign_in: Any
) -> None:
    first, second, third = made(cast, 3)
    admin_sql(
        "UPDATE change_proposal SET state = 'REJECTED', decided_by_name = 'Rina',"
        " decided_at = now() WHERE id = %s",
        [second.pk],
    )
    here = Desk(sign_in(cast.operator_a))
    told = look(
        here,
        f"/kab/3272/usulan/{first.public_id}/",
        f"""{READY}
        press("r");
        const armed = Boolean(document.querySelector(".is-armed"));
        const still = {NOW};
        press("1");
        const next = {NOW};
        await until(() => document.querySelector(".pd-toast__text"));
        const undo = document.querySelector(".pd-toast__undo").action;
        return {{ armed, still, next, undo }};
        """,
    )
    assert told["armed"] and told["still"] == str(first.public_id)
    assert told["next"] == str(third.public_id), "who is decided already is passed over"
    assert told["undo"].endswith(f"/{first.public_id}/putuskan/?keputusan=reopen")
    assert desk.see(cast.operator_a, first).state == "REJECTED"
    admin_sql("UPDATE change_proposal SET state = 'OPEN' WHERE id = %s", [second.pk])
    refused = look(
        here,
        f"/kab/3272/usulan/{second.public_id}/",
        f"""{READY}
        document.querySelector("#putusan [name=seen]").value = "HOLD";
        press("a");
        const away = {NOW};
        await until(() => {NOW} !== away);
        const said = document.querySelector("[data-refused] [data-words]").textContent;
        return {{ back: {NOW}, said }};
        """,
    )
    assert refused["back"] == str(second.public_id) and refused["said"]
    assert desk.see(cast.operator_a, second).state == "OPEN"


def test_nothing_fires_where_keys_are_off(cast: Any, sign_in: Any) -> None:
    proposals = made(cast, 2)
    client = sign_in(cast.operator_a)
    client.post("/akun/tombol/", {"mati": "1"})
    told = look(
        Desk(client),
        QUEUE,
        f"""{READY}
        for (const key of ["a", "r", "1", "t", "c", "e", "u", "j", "?"]) press(key);
        await sleep(500);
        return {{ now: {NOW}, evidence: document.querySelector("[data-evidence]").open,
          help: document.getElementById("pd-keys").open }};
        """,
    )
    assert told == {"now": keys(proposals)[0], "evidence": False, "help": False}
    assert {desk.see(cast.operator_a, one).state for one in proposals} == {"OPEN"}
    client.post("/akun/tombol/")
    told = look(
        Desk(client),
        QUEUE,
        f"""{READY}
        press("e"); press("j");
        await until(() => {NOW} !== "{keys(proposals)[0]}");
        press("?");
        const list = document.querySelector("[data-key-list]").textContent;
        return {{ now: {NOW}, help: document.getElementById("pd-keys").open, list }};
        """,
    )
    assert (told["now"], told["help"]) == (keys(proposals)[1], True)
    assert all(key in told["list"] for key in "ARTEJK?")


def test_the_bar_of_a_second_decision_stays_in_its_card(
    cast: Any, sign_in: Any
) -> None:
    (voter,) = desk.voters(cast.operator_a, 1)
    one = desk.propose(cast.operator_a, "TMS", voter, category="MENINGGAL")
    admin_sql(
        "UPDATE change_proposal SET state = 'SECOND', first_by_name = 'Rina' "
        "WHERE id = %s",
        [one.pk],
    )
    told = look(
        Desk(sign_in(cast.chair_a)),
        f"/kab/3272/usulan/{one.public_id}/",
        """
        const bar = document.querySelector("#putusan .pd-decide");
        document.querySelector("[data-place]").textContent = "1.234 dari 5.839";
        const buttons = bar.querySelectorAll("button").length;
        return [buttons, bar.scrollWidth - bar.clientWidth];
        """,
    )
    assert told == [5, 0]
