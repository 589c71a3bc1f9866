"""An event that is under way is still announced."""

from django.db import migrations

from posts.migration_sql import read

BEFORE = """
ALTER POLICY posts_outreachevent_public ON posts_outreachevent
  USING (state = 'PLANNED' AND is_public);
"""


class Migration(migrations.Migration):
    dependencies = [("posts", "0003_reach")]

    operations = [migrations.RunSQL(read("outreach_held"), BEFORE)]
