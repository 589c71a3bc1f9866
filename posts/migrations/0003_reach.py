"""Short links by channel, and visits a day."""

from django.db import migrations, models
from django.db.models.functions import Now

from posts.migration_sql import read

PLACE = [
    (
        "id",
        models.BigAutoField(
            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
        ),
    ),
    ("regency_code", models.CharField(max_length=4, verbose_name="kab/kota")),
    ("kecamatan", models.CharField(max_length=6, verbose_name="kecamatan")),
    (
        "channel",
        models.CharField(
            choices=[
                ("POSTER", "Poster"),
                ("LEAFLET", "Selebaran"),
                ("WHATSAPP", "Teks WhatsApp"),
                ("INSTAGRAM", "Instagram"),
                ("FACEBOOK", "Facebook"),
                ("BANNER", "Spanduk"),
            ],
            max_length=9,
            verbose_name="saluran",
        ),
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_reach"),
        ("posts", "0002_outreach"),
    ]

    operations = [
        migrations.CreateModel(
            name="ShortLink",
            fields=[
                *PLACE,
                (
                    "target",
                    models.CharField(
                        choices=[
                            ("POSTS", "Semua pos di kab/kota"),
                            ("POST", "Pos kecamatan ini"),
                            ("NEWS", "Kabar kecamatan"),
                            ("REPORT", "Cek laporan"),
                        ],
                        default="POSTS",
                        max_length=6,
                        verbose_name="menuju",
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(db_default=Now(), verbose_name="dibuat"),
                ),
                (
                    "made_by_name",
                    models.CharField(max_length=150, verbose_name="dibuat oleh"),
                ),
            ],
            options={
                "verbose_name": "tautan pendek",
                "verbose_name_plural": "tautan pendek",
                "ordering": ["kecamatan", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kecamatan", "channel"), name="link_once_a_channel"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReachDay",
            fields=[
                *PLACE,
                ("day", models.DateField(verbose_name="tanggal")),
                (
                    "hits",
                    models.BigIntegerField(default=0, verbose_name="kunjungan"),
                ),
            ],
            options={
                "verbose_name": "jangkauan",
                "verbose_name_plural": "jangkauan",
                "ordering": ["day", "kecamatan", "channel"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kecamatan", "channel", "day"), name="reach_once_a_day"
                    )
                ],
            },
        ),
        migrations.RunSQL(read("reach"), migrations.RunSQL.noop),
    ]
