"""The address of a digest is proved by a link that was sent to it (ADR 0061)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_digest")]

    operations = [
        migrations.AddField(
            model_name="digestchoice",
            name="verified_at",
            field=models.DateTimeField(null=True, verbose_name="dibuktikan"),
        ),
        migrations.AddField(
            model_name="digestchoice",
            name="asked_at",
            field=models.DateTimeField(null=True, verbose_name="tautan diminta"),
        ),
    ]
