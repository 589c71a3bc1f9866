"""Whoever fills a form in keeps its documents, in a kelurahan, an RT or a post too."""

from django.db import migrations

from voters.migration_sql import read

BEFORE = (
    "DROP POLICY evidence_draft_own ON evidence_draft; "
    "SELECT guard_by_scope('evidence_draft', 'regency_code', false);"
)


class Migration(migrations.Migration):
    dependencies = [("voters", "0028_event_plans")]

    operations = [migrations.RunSQL(read("own_drafts"), BEFORE)]
