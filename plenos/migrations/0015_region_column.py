"""The recap has a column for the adjustment of regions."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plenos", "0014_channels"),
        ("voters", "0021_region_change"),
    ]

    operations = [
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
                    ("WILAYAH", "Penyesuaian wilayah"),
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
