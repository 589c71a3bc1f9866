"""Tokens that open a range of people, and the RT or RW of a neighbourhood's head."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql" / "scope_token.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_sign_in"),
        ("audit", "0003_persons_shown"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="rw",
            field=models.CharField("RW", blank=True, max_length=3),
        ),
        migrations.AddField(
            model_name="user",
            name="rt",
            field=models.CharField("RT", blank=True, max_length=3),
        ),
        migrations.RunSQL(SQL.read_text(encoding="utf-8"), elidable=False),
    ]
