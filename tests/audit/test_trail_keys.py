"""Keys under which the trail looks somebody up: those that can have shown them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from periods.models import Period
from plenos.selectors.readers import shown_keys
from plenos.services import name_people, save_advice
from plenos.services.advice import Named
from tests.voters import desk


def letters(user: Any, people: list[Any]) -> None:
    """A letter of Bawaslu about each of these people."""
    with desk.desk(user):
        for number, voter in enumerate(people, 1):
            letter = save_advice(
                actor=user,
                regency="3272",
                facts={
                    **{"institution": "Bawaslu", "kind": "SARAN", "state": "OPEN"},
                    **{"letter_no": f"{number}/PM", "letter_on": date(2026, 11, 20)},
                    **{"subject": "Periksa."},
                },
                advice=None,
            )
            named = [Named(line=2, nik=voter.nik)]
            name_people(actor=user, advice=letter, people=named)


def test_only_letters_that_name_somebody_have_shown_the_person(
    stocked: str, cast: Any
) -> None:
    """Years of letters about others make no trail longer to look up."""
    user = cast.operator_a
    one, two, nobody = desk.voters(user, 3)
    letters(user, [one, two, one])
    with desk.desk(user):
        periods = Period.objects.filter(regency_code="3272").count()
        keys = {each: shown_keys("3272", each.public_id) for each in (one, two, nobody)}
    assert [len(set(found)) - periods for found in keys.values()] == [2, 1, 0]


def test_the_reading_of_each_such_letter_is_on_the_trail(
    stocked: str, cast: Any, sign_in: Any
) -> None:
    user = cast.operator_a
    one, two = desk.voters(user, 2)
    letters(user, [one, two, one])
    bawaslu = sign_in(cast.supervisor)
    for letter in bawaslu.get("/kab/3272/saran/").context["page"].rows:
        read = reverse("plenos:advice", args=["3272", letter.public_id])
        assert bawaslu.get(read).status_code == 200
    office = sign_in(user)
    for voter, times in ((one, 2), (two, 1)):
        page = office.get(reverse("audit:trail", args=["3272", voter.public_id]))
        entries = [row["entry"] for row in page.context["rows"]]
        read_by = [one for one in entries if one.actor_id == cast.supervisor.pk]
        assert [one.action for one in read_by] == ["advice.read"] * times
