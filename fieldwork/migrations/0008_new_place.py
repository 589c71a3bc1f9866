"""A visit keeps RW, RT and address of who moved inside the regency."""

from django.db import migrations, models

FIELDS = {
    "moved_rw": ("RW baru", 3),
    "moved_rt": ("RT baru", 3),
    "moved_address": ("alamat baru", 200),
}


class Migration(migrations.Migration):
    dependencies = [("fieldwork", "0007_door_papers")]

    operations = [
        *(
            migrations.AddField(
                model_name="visit",
                name=name,
                field=models.CharField(
                    blank=True, default="", max_length=most, verbose_name=words
                ),
                preserve_default=False,
            )
            for name, (words, most) in FIELDS.items()
        ),
        migrations.RunSQL(
            "ALTER TABLE fieldwork_visit ALTER moved_rw SET DEFAULT '', "
            "ALTER moved_rt SET DEFAULT '', ALTER moved_address SET DEFAULT ''",
            migrations.RunSQL.noop,
        ),
        # Retention forgets the address (fieldwork.services.placing).
        migrations.RunSQL(
            "GRANT UPDATE (moved_address) ON fieldwork_visit TO pdpb_worker",
            migrations.RunSQL.noop,
        ),
    ]
