"""The third column: what another source says about the same person."""

from __future__ import annotations

import pytest

from tests.roles import admin_sql
from tests.voters import desk
from voters import selectors, services
from voters.models import ChangeProposal

pytestmark = pytest.mark.usefixtures("stocked")


def rows_of(client, proposal):
    answer = client.get(f"/kab/3272/usulan/{proposal.public_id}/")
    return answer.content.decode(), {r.name: r for r in answer.context["rows"]}


def two_sources(cast, new, said, **more):
    voter = desk.voters(cast.operator_a, 1)[0]
    ours = desk.propose(cast.operator_a, "UBAH", voter, new=new, source="Dukcapil")
    row = desk.question(voter, "PINDAH_DALAM", source="RT 003")
    desk.inject([row])
    with desk.desk(cast.operator_a):
        other = ChangeProposal.objects.of("3272").get(kind="PINDAH_DALAM")
        ChangeProposal.objects.of("3272").filter(pk=other.pk).update(new=said, **more)
    return voter, ours, other


def test_three_values_stand_side_by_side(sign_in, cast):
    said = {"address": "JL TIGA 3", "rt": "009"}
    voter, ours, _other = two_sources(cast, {"address": "JL DUA 2"}, said)
    text, rows = rows_of(sign_in(cast.operator_a), ours)
    assert "Sumber lain<span>RT 003, " in text
    assert "Tiga nilai" in text
    assert (rows["address"].now, rows["address"].new, rows["address"].other) == (
        voter.address,
        "JL DUA 2",
        "JL TIGA 3",
    )
    assert rows["address"].is_disputed
    # An element that only the other source speaks of is told too.
    assert (rows["rt"].state, rows["rt"].other, rows["rt"].is_disputed) == (
        "SAME",
        "009",
        True,
    )
    assert "Beda sumber" in text
    assert rows["name"].other is None
    assert "tidak disebut" in text


def test_who_agrees_is_not_disputed(sign_in, cast):
    _voter, ours, _other = two_sources(
        cast, {"address": "JL DUA 2"}, {"address": "JL DUA 2"}
    )
    text, rows = rows_of(sign_in(cast.operator_a), ours)
    assert rows["address"].other == "JL DUA 2"
    assert not rows["address"].is_disputed
    assert "Tiga nilai" not in text


def test_a_status_of_the_other_source_is_a_row(sign_in, cast):
    voter = desk.voters(cast.operator_a, 1)[0]
    ours = desk.propose(cast.operator_a, "UBAH", voter, new={"rt": "009"})
    desk.propose(
        cast.operator_a, "TMS", voter, category="MENINGGAL", source="Kelurahan"
    )
    _text, rows = rows_of(sign_in(cast.operator_a), ours)
    assert rows["status"].other == "TMS"
    assert rows["status_reason"].other == "Meninggal"


def test_no_column_without_another_source(sign_in, cast):
    voter = desk.voters(cast.operator_a, 1)[0]
    ours = desk.propose(cast.operator_a, "UBAH", voter, new={"rt": "009"})
    desk.propose(cast.operator_a, "TMS", voter, category="MENINGGAL")
    text, _rows = rows_of(sign_in(cast.operator_a), ours)
    assert "Sumber lain" not in text


def test_what_was_decided_this_period_still_speaks(cast, django_assert_num_queries):
    voter, ours, other = two_sources(cast, {"rt": "009"}, {"rt": "008"})
    desk.decide(cast.operator_a, services.reject, other, reason="BUKTI_KURANG")
    with desk.desk(cast.operator_a):
        rows = ChangeProposal.objects.of("3272")
        with django_assert_num_queries(1):
            assert selectors.other_source(ours, rows) == other
    admin_sql(
        "UPDATE change_proposal SET period_id = period_id - 1 "
        f"WHERE id = {other.pk} RETURNING id"
    )
    with desk.desk(cast.operator_a):
        assert selectors.other_source(ours, rows.all()) is None
    assert voter.pk == ours.voter_id


def test_somebody_not_on_the_roll_is_known_by_the_nik(cast):
    with desk.desk(cast.operator_a):
        ours = ChangeProposal(
            regency_code="3272", nik="3272010101900099", kind="BARU", source="Dukcapil"
        )
        assert selectors.other_source(ours, ChangeProposal.objects.of("3272")) is None
