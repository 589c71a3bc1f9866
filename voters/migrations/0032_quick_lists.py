"""Indexes of the few, so that a list does not read everybody to find them.

What was undone, proposals that bring nothing but a DPID, one NIK of two people, and
whoever is put off or held: each index holds those rows alone.
"""

from django.db import migrations

EVENTS = """
SET LOCAL ROLE pdpb_ledger;
CREATE INDEX event_undone ON voter_event (regency_code, counter_of)
  WHERE counter_of IS NOT NULL;
RESET ROLE;
"""
EVENTS_GONE = """
SET LOCAL ROLE pdpb_ledger;
DROP INDEX event_undone;
RESET ROLE;
"""
PROPOSALS = """
CREATE INDEX proposal_only_dpid ON change_proposal (regency_code, id)
  WHERE elements = ARRAY['dpid']::varchar(20)[];
CREATE INDEX proposal_two_people ON change_proposal (regency_code, id)
  WHERE kind = 'NIK_GANDA_ORANG';
CREATE INDEX proposal_put_off ON change_proposal (regency_code, kelurahan, hold_until)
  WHERE state = 'HOLD';
"""
PROPOSALS_GONE = """
DROP INDEX proposal_only_dpid;
DROP INDEX proposal_two_people;
DROP INDEX proposal_put_off;
"""
# With all that the policy and the figures ask of a held voter: the rows are not opened.
HELD = """
DROP INDEX voter_held;
CREATE INDEX voter_held ON voter (regency_code, kelurahan, rw, rt, status_until)
  WHERE status = 'HELD';
"""
HELD_BEFORE = """
DROP INDEX voter_held;
CREATE INDEX voter_held ON voter (regency_code, kelurahan) WHERE status = 'HELD';
"""


class Migration(migrations.Migration):
    dependencies = [("voters", "0031_kept_figures")]

    operations = [
        migrations.RunSQL(EVENTS, EVENTS_GONE),
        migrations.RunSQL(PROPOSALS, PROPOSALS_GONE),
        migrations.RunSQL(HELD, HELD_BEFORE),
    ]
