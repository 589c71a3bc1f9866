"""A pair between regencies is visited too; a visit keeps a picture, and whereto."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fieldwork", "0006_regions"),
        ("voters", "0009_exchange"),
    ]

    operations = [
        migrations.AddField(
            model_name="task",
            name="side_id",
            field=models.BigIntegerField(
                null=True, verbose_name="pasangan antar kab/kota"
            ),
        ),
        migrations.AddField(
            model_name="visit",
            name="photo",
            field=models.CharField(
                blank=True, default="", max_length=200, verbose_name="foto"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="visit",
            name="moved_to",
            field=models.CharField(
                blank=True,
                default="",
                max_length=10,
                verbose_name="pindah ke kelurahan",
            ),
            preserve_default=False,
        ),
        migrations.RunSQL(
            "ALTER TABLE fieldwork_visit ALTER photo SET DEFAULT '', "
            "ALTER moved_to SET DEFAULT ''",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            "GRANT UPDATE (photo) ON fieldwork_visit TO pdpb_worker",
            migrations.RunSQL.noop,
        ),
    ]
