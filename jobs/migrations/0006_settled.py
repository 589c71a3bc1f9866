"""Whether a job has committed its effect, for whoever takes it over."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0005_bell"),
    ]

    operations = [
        migrations.AddField(
            model_name="job",
            name="settled_at",
            field=models.DateTimeField(null=True, verbose_name="menyimpan"),
        ),
    ]
