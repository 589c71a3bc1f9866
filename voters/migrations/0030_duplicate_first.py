"""The first page of the pairs that wait is read in their order, and not sorted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("voters", "0029_own_drafts")]

    operations = [
        migrations.AddIndex(
            model_name="duplicatepair",
            index=models.Index(
                condition=models.Q(("state__in", ["OPEN", "SECOND"])),
                fields=["regency_code", "-score", "-id"],
                name="duplicate_first",
            ),
        ),
    ]
