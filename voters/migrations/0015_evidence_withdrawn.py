"""Evidence that was added by mistake stays, and no longer counts as proof."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("voters", "0014_held_items")]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="withdrawn_at",
            field=models.DateTimeField(null=True),
        ),
    ]
