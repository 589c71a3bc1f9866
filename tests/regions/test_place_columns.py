"""Every column that names a kelurahan or kecamatan says what a change does with it."""

from __future__ import annotations

from regions import followers
from tests.roles import admin_sql

NAMED = "kelurahan|kecamatan|village|district|region|wilayah|area|place|scope_code"
LENGTHS = (6, 10)
BY_THE_ACT = {
    *("voter.kelurahan", "change_proposal.kelurahan", "not_yet_eligible.kelurahan"),
}
"""Moved by voters/sql/regions.sql itself; every other one is a follower's."""
WITH_THEIR_PEOPLE = {
    "accounts_user.scope_code": "follows by accounts.placing (rule Y11)",
}
RELEASED = {"review_claim.kelurahan": "a claim lasts a day at most; it is let go"}
DERIVED = {
    "roll_tally.kelurahan": "moved by the event trigger with the voters",
    "period_tally.kelurahan": "moved by the event trigger with the voters",
    "station_tally.kelurahan": "moved by the event trigger with the voters",
    "exchange_ref.kelurahan": "written anew by every run of the exchange",
}
HISTORY = {
    "voter_event.kelurahan_from": "where it was then",
    "voter_event.kelurahan_to": "where it was then",
    "station_move.kelurahan": "an act of then; who has left since is let be",
    "sidalih_entry.kelurahan": "what was entered, under the code of then",
    "sidalih_row.kelurahan": "a comparison is of its day",
    "sidalih_comparison.area": "what the file was said to cover",
    "fieldwork_visit.kelurahan": "where the visit was made",
    "fieldwork_visit.moved_to": "what was said then; its proposal follows",
    "fieldwork_batch.place": "what the lot was drawn from, with its seed",
    "aid_check.kelurahan": "where the answer was given",
    "posts_visit.kecamatan": "where people were met",
    "posts_visit.kelurahan": "where the person lived then",
    "posts_shortlink.kecamatan": "is printed in its code; it leads on",
    "posts_reachday.kecamatan": "where the paper hung",
    "plenos_recapline.kelurahan": "a recap is of its period",
    "period_member.kelurahan": "whom a frozen recap counted, and where",
    "period_member_past.kelurahan": "whom an earlier version counted, and where",
    "plenos_recapchange.kelurahan": "a recap is of its period",
    "plenos_villageconfirmation.kelurahan": "figures of then; a change shows as such",
    "plenos_villagerecap.kelurahan": "a recap is of its period",
    "reconciliation_delivery.village": "who sent the list",
    "reconciliation_deliveryrow.kelurahan": "what the row became (rule Y8 reads it)",
    "reconciliation_ceilingfigure.kelurahan": "a ceiling is of its delivery",
}
ACCOUNTS = {
    "accounts_accountchange.scope_code": "what was asked for; an ended one is refused",
    "scope_grant.lo": "the reach of a session, which ends when its account follows",
    "scope_grant.hi": "the reach of a session, which ends when its account follows",
}
REGIONS = {
    *("regions_region.code", "regions_region.parent_id", "regions_alias.region_id"),
    *("regions_regionname.region_id", "regions_regionchangeline.old_code"),
    *("regions_regionchangeline.new_code", "regions_regionchangeline.new_district"),
}
"""The regions themselves and their maps."""
NO_CODE = {
    *("posts_post.place", "posts_outreachevent.place", "posts_outreachseries.place"),
    *("plenos_plenary.place", "aid_recipient.place", "voter.birth_place"),
    *("partners_activity.place",),
}
"""Words of an address, or of a birth certificate."""


def columns() -> set[str]:
    """Columns of words in a table of the program whose name or length is a place's."""
    rows = admin_sql(
        "SELECT c.relname || '.' || a.attname, a.attname ~ %s,"
        " a.atttypmod - 4 = ANY(%s)"
        " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
        " JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')"
        " AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped"
        " AND a.atttypid IN ('varchar'::regtype, 'text'::regtype, 'bpchar'::regtype)",
        [NAMED, list(LENGTHS)],
    )
    return {name for name, named, sized in rows if named or sized}


def test_every_column_with_a_place_is_declared(shared_portal: str) -> None:
    followed = {
        f"{one.table}.{column}"
        for one in followers.every()
        for column in one.columns[:1]
        if not one.query
    }
    declared = [
        *(followed, BY_THE_ACT, REGIONS, NO_CODE),
        *(set(each) for each in (WITH_THEIR_PEOPLE, RELEASED, DERIVED, HISTORY)),
        set(ACCOUNTS),
    ]
    assert sum(map(len, declared)) == len(set().union(*declared))
    told = set().union(*declared)
    found = columns()
    assert not (found - told - OTHER_WORDS), sorted(found - told)
    assert not (told - found), sorted(told - found)
    assert not (OTHER_WORDS - found), sorted(OTHER_WORDS - found)


OTHER_WORDS = {
    *("accounts_digestchoice.rhythm", "change_proposal.state", "voter.status"),
    *("dukcapil_letter.answer", "exchange_side.answer", "exchange_side.other_answer"),
    *("fieldwork_batch.state", "jobs_job.state", "period_tally.column"),
    *("plenos_plenary.state", "plenos_recapchange.column", "plenos_recapline.column"),
    *("posts_post.state", "posts_shortlink.target", "reconciliation_delivery.state"),
    *("regions_regionchange.kind", "roll_tally.status", "station_move.act"),
}
"""Six or ten characters long, and no place."""
