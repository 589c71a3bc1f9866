"""Pairs of two rows of a file stand in no index of voters: they are no voters yet."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("voters", "0035_name_count")]

    operations = [
        migrations.RemoveIndex("duplicatepair", "duplicate_cluster"),
        migrations.RemoveIndex("duplicatepair", "duplicate_other"),
        migrations.AddIndex(
            "duplicatepair",
            models.Index(
                fields=["regency_code", "cluster"],
                name="duplicate_cluster",
                condition=models.Q(cluster__isnull=False),
            ),
        ),
        migrations.AddIndex(
            "duplicatepair",
            models.Index(
                fields=["regency_code", "voter_b"],
                name="duplicate_other",
                condition=models.Q(voter_b__isnull=False),
            ),
        ),
    ]
