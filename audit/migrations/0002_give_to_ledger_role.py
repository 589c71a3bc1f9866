"""The ledger belongs to a role nobody logs in with, so that it can only grow."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            REVOKE ALL ON audit_ledgerentry FROM pdpb_web, pdpb_worker;
            GRANT SELECT, INSERT ON audit_ledgerentry TO pdpb_web, pdpb_worker;
            GRANT SELECT ON audit_ledgerentry TO pdpb_owner;
            GRANT USAGE ON SEQUENCE audit_ledgerentry_id_seq TO pdpb_web, pdpb_worker;
            ALTER TABLE audit_ledgerentry OWNER TO pdpb_ledger;
            """,
            migrations.RunSQL.noop,
        ),
    ]
