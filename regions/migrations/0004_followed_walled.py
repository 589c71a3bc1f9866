"""What followed a change of regions stands behind row security."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql" / "followed.sql"
GONE = """
DROP POLICY regions_regionfollowed_inside ON regions_regionfollowed;
ALTER TABLE regions_regionfollowed NO FORCE ROW LEVEL SECURITY;
ALTER TABLE regions_regionfollowed DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("regions", "0003_region_change"),
    ]

    operations = [
        migrations.RunSQL(SQL.read_text(encoding="utf-8"), GONE),
    ]
