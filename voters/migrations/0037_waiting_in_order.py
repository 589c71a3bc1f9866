"""Whoever waits for a decision stands ready in the orders that the queue has.

Without them a page of the queue sorts all that wait: a hundred thousand after the
delivery of a large office. The predicate is models.UNDECIDED; the planner finds it in
the queue's own condition.
"""

from django.db import migrations

WAITS = "WHERE state IN ('OPEN', 'HOLD', 'COKLIT', 'SECOND')"
INDEXES = f"""
CREATE INDEX proposal_waits ON change_proposal (regency_code, id) {WAITS};
CREATE INDEX proposal_waits_by_risk ON change_proposal
  (regency_code, proposal_risk(kind, elements, warnings), kelurahan, id) {WAITS};
CREATE INDEX proposal_waits_by_place ON change_proposal (regency_code, kelurahan, id)
  {WAITS};
"""
GONE = """
DROP INDEX proposal_waits;
DROP INDEX proposal_waits_by_risk;
DROP INDEX proposal_waits_by_place;
"""


class Migration(migrations.Migration):
    dependencies = [("voters", "0036_fewer_pair_indexes")]

    operations = [migrations.RunSQL(INDEXES, GONE)]
