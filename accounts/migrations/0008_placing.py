"""Accounts follow a change of regions; a request for a place names RW and RT too."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql" / "placing.sql"
GONE = """
DROP FUNCTION place_account(bigint, bigint, text, text, text);
REVOKE UPDATE (scope_code, rw, rt) ON accounts_user FROM pdpb_finder;
REVOKE SELECT (id, regency_code, state) ON regions_regionchange FROM pdpb_finder;
REVOKE SELECT (change_id, old_code, new_code) ON regions_regionchangeline
  FROM pdpb_finder;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_digest_proof"),
        ("regions", "0003_region_change"),
    ]

    operations = [
        migrations.AddField(
            model_name="accountchange",
            name="rw",
            field=models.CharField(blank=True, max_length=3, verbose_name="RW"),
        ),
        migrations.AddField(
            model_name="accountchange",
            name="rt",
            field=models.CharField(blank=True, max_length=3, verbose_name="RT"),
        ),
        migrations.RunSQL(SQL.read_text(encoding="utf-8"), GONE),
    ]
