"""Indexes of the few: what was undone, and proposals that bring nothing but a DPID.

The sheets for SIDALIH leave both out, and read every event and every proposal of the
regency to know them.
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
  WHERE elements = ARRAY['dpid']::varchar(20)[]
"""


class Migration(migrations.Migration):
    dependencies = [("voters", "0030_duplicate_first")]

    operations = [
        migrations.RunSQL(EVENTS, EVENTS_GONE),
        migrations.RunSQL(PROPOSALS, "DROP INDEX proposal_only_dpid"),
    ]
