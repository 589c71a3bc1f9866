"""Whether somebody of the roll was found living here is asked at every removal."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("fieldwork", "0008_new_place")]

    operations = [
        migrations.AddIndex(
            model_name="recipient",
            index=models.Index(fields=["regency_code", "voter_id"], name="aid_voter"),
        ),
    ]
