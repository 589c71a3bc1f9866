"""The BARU of a row is found by delivery and line: its own, or the one it joined."""

from django.db import migrations

INDEXES = """
CREATE INDEX proposal_by_row ON change_proposal (regency_code, delivery_id, line_no)
  WHERE kind = 'BARU' AND delivery_id IS NOT NULL;
CREATE INDEX evidence_by_row ON evidence (regency_code, delivery_id, line_no)
  WHERE delivery_id IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("voters", "0041_evidence_told")]

    operations = [
        migrations.RunSQL(
            INDEXES, "DROP INDEX proposal_by_row; DROP INDEX evidence_by_row"
        )
    ]
