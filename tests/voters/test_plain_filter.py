"""The review without a filter is the review with an empty one."""

from __future__ import annotations

from typing import Any

import pytest

from kpu_portal.templatetags.pd import forms
from tests.voters import desk
from voters import services
from voters.filters import ProposalFilter
from voters.filters_plain import PlainFilter

QUEUE = "/kab/3272/tinjauan/"


@pytest.fixture(autouse=True)
def queue(stocked: str, cast: Any) -> None:
    """Three that wait, and one that is decided."""
    for at, voter in enumerate(desk.voters(cast.operator_a, 4)):
        made = desk.propose(cast.operator_a, "UBAH", voter, new={"address": f"JL {at}"})
        if not at:
            desk.decide(cast.operator_a, services.accept, made)


def test_an_address_that_cuts_nothing_makes_no_filter(cast: Any, sign_in: Any) -> None:
    client = sign_in(cast.operator_a)
    kinds = {}
    for query in ("", "urut=nama", "kolom=about", "jenis=", "jenis=UBAH", "asing=1"):
        context = client.get(f"{QUEUE}?{query}").context
        kinds[query] = type(context["filter"])
        rows = [one.public_id for one in context["page"].rows]
        assert (len(rows), context["count"]) == (3, 3), query
    plain = ("", "urut=nama", "kolom=about")
    assert {query for query, kind in kinds.items() if kind is PlainFilter} == {*plain}
    assert set(kinds.values()) == {PlainFilter, ProposalFilter}


def test_its_fields_are_the_same_whoever_draws_them_first(
    cast: Any, sign_in: Any
) -> None:
    client = sign_in(cast.operator_a)

    def fields(query: str) -> str:
        text = client.get(f"{QUEUE}?{query}").content.decode()
        start = text.index('aria-label="Saringan antrean"')
        return text[start : text.index('for="urut"', start)]

    drawn = []
    for first in ("", "asing=1"):
        forms._blank_filters.clear()
        drawn += [fields(first), fields(""), fields("asing=1")]
    assert len(set(drawn)) == 1 and 'name="kecamatan"' in drawn[0]
    assert fields("jenis=UBAH") != drawn[0]
