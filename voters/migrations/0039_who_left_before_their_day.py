"""Who waited and is said to have died or left stays marked, so that it can be undone."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("voters", "0038_exchange_stays")]

    operations = [
        migrations.AddField(
            model_name="notyeteligible",
            name="left_by",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), null=True, size=None
            ),
        ),
    ]
