"""The change ceiling: figures, stops, and a withdrawn file may come again."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parents[1] / "sql" / "ceiling_scope.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("reconciliation", "0006_institutions"),
    ]

    operations = [
        migrations.CreateModel(
            name="CeilingFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("regency_code", models.CharField(max_length=4)),
                ("delivery_id", models.BigIntegerField()),
                ("period_id", models.BigIntegerField()),
                (
                    "kelurahan",
                    models.CharField(
                        blank=True, max_length=10, verbose_name="kelurahan"
                    ),
                ),
                ("kind", models.CharField(max_length=16, verbose_name="jenis")),
                ("found", models.BigIntegerField(verbose_name="ditemukan")),
                (
                    "earlier",
                    models.BigIntegerField(
                        default=0, verbose_name="kiriman sebelumnya"
                    ),
                ),
                ("voters", models.BigIntegerField(verbose_name="pemilih")),
                (
                    "warned",
                    models.BigIntegerField(default=0, verbose_name="berperingatan"),
                ),
                (
                    "parts",
                    models.JSONField(default=dict, verbose_name="menurut kategori"),
                ),
                ("expected", models.BigIntegerField(verbose_name="lazimnya")),
                ("most", models.BigIntegerField(verbose_name="plafon")),
                (
                    "periods",
                    models.PositiveSmallIntegerField(verbose_name="periode pembanding"),
                ),
            ],
            options={
                "verbose_name": "angka plafon",
                "verbose_name_plural": "angka plafon",
            },
        ),
        migrations.CreateModel(
            name="CeilingStop",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("regency_code", models.CharField(max_length=4)),
                ("delivery_id", models.BigIntegerField()),
                ("outliers", models.PositiveIntegerField(verbose_name="pencilan")),
                ("proposals", models.BigIntegerField(verbose_name="usulan ditahan")),
                ("started_by_id", models.BigIntegerField(null=True)),
                (
                    "started_by_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="pemulai"
                    ),
                ),
                (
                    "stopped_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="berhenti"),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("OPEN", "Dibuka"), ("WITHDRAW", "Ditarik")],
                        max_length=8,
                        verbose_name="putusan",
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, max_length=400, verbose_name="alasan"),
                ),
                ("decided_by_id", models.BigIntegerField(null=True)),
                (
                    "decided_by_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="pemutus"
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="diputus")),
            ],
            options={
                "verbose_name": "perhentian plafon",
                "verbose_name_plural": "perhentian plafon",
            },
        ),
        migrations.RemoveConstraint(
            model_name="delivery",
            name="delivery_once",
        ),
        migrations.AlterField(
            model_name="delivery",
            name="state",
            field=models.CharField(
                choices=[
                    ("RECEIVED", "Diterima"),
                    ("STARTED", "Diproses"),
                    ("DONE", "Selesai"),
                    ("WAITING", "Menunggu alasan Ketua"),
                    ("OPENED", "Dibuka Ketua"),
                    ("WITHDRAWN", "Ditarik"),
                ],
                default="RECEIVED",
                max_length=10,
                verbose_name="keadaan",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "WITHDRAWN"), _negated=True),
                fields=("regency_code", "sha256"),
                name="delivery_once",
            ),
        ),
        migrations.AddIndex(
            model_name="ceilingfigure",
            index=models.Index(
                fields=["regency_code", "period_id"], name="ceiling_figure_period"
            ),
        ),
        migrations.AddConstraint(
            model_name="ceilingfigure",
            constraint=models.UniqueConstraint(
                fields=("regency_code", "delivery_id", "kelurahan", "kind"),
                name="ceiling_figure_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="ceilingstop",
            constraint=models.UniqueConstraint(
                fields=("regency_code", "delivery_id"), name="ceiling_stop_once"
            ),
        ),
        migrations.RunSQL(SQL.read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
