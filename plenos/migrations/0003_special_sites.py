"""Voters of special sites as a column of the recap."""

from django.db import migrations, models

from plenos.migration_sql import read

UNDO = "DROP INDEX IF EXISTS voter_special_site;"


class Migration(migrations.Migration):
    dependencies = [("plenos", "0002_as_of"), ("voters", "0001_initial")]

    operations = [
        migrations.RunSQL(read("special_sites"), UNDO),
        migrations.AlterField(
            model_name="recapline",
            name="column",
            field=models.CharField(
                choices=[
                    ("SEBELUM", "Sebelumnya"),
                    ("BARU", "Baru"),
                    ("PEMULIHAN", "Pemulihan"),
                    ("TMS", "TMS"),
                    ("MASUK", "Masuk"),
                    ("KELUAR", "Keluar"),
                    ("KOREKSI", "Koreksi JK"),
                    ("SEKARANG", "Sekarang"),
                    ("UBAH", "Ubah data"),
                    ("DITAHAN", "Ditahan"),
                    ("LOKSUS", "Lokasi khusus"),
                ],
                max_length=10,
                verbose_name="kolom",
            ),
        ),
    ]
