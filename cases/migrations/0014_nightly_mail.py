"""When each organisation gets its mail of the night."""

from __future__ import annotations

from datetime import time
from typing import ClassVar

from django.db import migrations, models

# Pages may not write organisations; through this function an organisation changes one thing of itself.
MAIL_TIME = """
CREATE FUNCTION wall_set_mail_time(wanted time) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
    $$ UPDATE cases_organisation SET nightly_mail_at = wanted WHERE id = wall_organisation() $$;
ALTER FUNCTION wall_set_mail_time(time) OWNER TO veiligheid_guard;
REVOKE ALL ON FUNCTION wall_set_mail_time(time) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall_set_mail_time(time) TO veiligheid_web;
GRANT UPDATE (nightly_mail_queued_on) ON cases_organisation TO veiligheid_worker;
"""
UNDO = """
REVOKE UPDATE (nightly_mail_queued_on) ON cases_organisation FROM veiligheid_worker;
DROP FUNCTION wall_set_mail_time(time);
"""


class Migration(migrations.Migration):
    """The time of the mail, and the last day for which it was queued."""

    dependencies: ClassVar = [
        ("cases", "0013_partner_systems"),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="organisation",
            name="nightly_mail_at",
            field=models.TimeField(
                db_default=time(6, 0),
                default=time(6, 0),
                help_text="Nederlandse tijd.",
                verbose_name="tijd van de overzichtsmail",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="nightly_mail_queued_on",
            field=models.DateField(
                blank=True, editable=False, null=True, verbose_name="laatste dag van de overzichtsmail"
            ),
        ),
        migrations.RunSQL(MAIL_TIME, UNDO),
    ]
