"""Who acts for a Veilig Thuis that does not employ her or him, and the database that looks at it itself."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

# Looked at once per transaction, when its context is set: never per row.
MAY_ACT = """
CREATE FUNCTION wall_may_act_for(acting bigint, organisation bigint, moment timestamptz) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
    $$ SELECT coalesce(acting, 0) = 0
        OR EXISTS (SELECT 1 FROM cases_user u
            WHERE u.id = acting AND u.is_active AND u.organisation_id = organisation)
        OR EXISTS (SELECT 1 FROM cases_dutygrant g JOIN cases_user u ON u.id = g.user_id
            WHERE g.user_id = acting AND g.organisation_id = organisation AND g.withdrawn_at IS NULL
            AND g.starts_at <= moment AND g.ends_at > moment
            AND u.is_active AND u.organisation_id = g.employer_id) $$;
ALTER FUNCTION wall_may_act_for(bigint, bigint, timestamptz) OWNER TO veiligheid_guard;
"""

# A duty is seen by whom it is for and by the organisation acted for; that one gives and withdraws it.
WALL = """
ALTER TABLE cases_dutygrant ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases_dutygrant FORCE ROW LEVEL SECURITY;
CREATE POLICY wall_read ON cases_dutygrant FOR SELECT TO veiligheid_web
    USING (organisation_id = wall_organisation() OR user_id = wall_user());
CREATE POLICY wall_add ON cases_dutygrant FOR INSERT TO veiligheid_web
    WITH CHECK (organisation_id = wall_organisation() AND granted_by_id = wall_user());
CREATE POLICY wall_change ON cases_dutygrant FOR UPDATE TO veiligheid_web
    USING (organisation_id = wall_organisation())
    WITH CHECK (organisation_id = wall_organisation() AND withdrawn_by_id = wall_user());
CREATE POLICY worker_read ON cases_dutygrant FOR SELECT TO veiligheid_worker USING (true);
-- Whom it is for is told, though not a colleague; of nothing else than that duty.
CREATE POLICY wall_add_duty ON cases_outboxmessage FOR INSERT TO veiligheid_web WITH CHECK (
    case_id IS NULL AND kind IN ('duty_granted', 'duty_withdrawn')
    AND EXISTS (SELECT 1 FROM cases_dutygrant g WHERE g.public_id::text = payload ->> 'duty'
        AND g.user_id = recipient_id AND g.organisation_id = wall_organisation()));
GRANT SELECT, INSERT ON cases_dutygrant TO veiligheid_web;
GRANT UPDATE (withdrawn_at, withdrawn_by_id, withdraw_reason) ON cases_dutygrant TO veiligheid_web;
GRANT SELECT ON cases_dutygrant TO veiligheid_worker;
GRANT USAGE ON SEQUENCE cases_dutygrant_id_seq TO veiligheid_web;
"""


class Migration(migrations.Migration):
    """Duties, the employer on what was recorded during one, and the look at both."""

    dependencies: ClassVar = [
        ("cases", "0016_log_seals"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="DutyGrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("zsm", "dienst op ZSM"), ("crisis", "mandaat van de crisisdienst")],
                        max_length=10,
                        verbose_name="grond",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="toelichting")),
                ("starts_at", models.DateTimeField(verbose_name="vanaf")),
                ("ends_at", models.DateTimeField(verbose_name="tot")),
                ("granted_at", models.DateTimeField(verbose_name="verleend op")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="ingetrokken op")),
                (
                    "withdraw_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="reden van intrekking"),
                ),
            ],
            options={
                "verbose_name": "dienst voor een andere organisatie",
                "verbose_name_plural": "diensten voor een andere organisatie",
            },
        ),
        migrations.AddField(
            model_name="caseevent",
            name="employer",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                help_text="Alleen als een ander dan een eigen medewerker namens de organisatie handelde.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.organisation",
                verbose_name="werkgever",
            ),
        ),
        migrations.AddIndex(
            model_name="caseevent",
            index=models.Index(
                condition=models.Q(("employer__isnull", False)), fields=["case"], name="case_event_stood_in"
            ),
        ),
        migrations.AddField(
            model_name="dutygrant",
            name="employer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.organisation",
                verbose_name="werkgever",
            ),
        ),
        migrations.AddField(
            model_name="dutygrant",
            name="granted_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="verleend door",
            ),
        ),
        migrations.AddField(
            model_name="dutygrant",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="duties",
                to="cases.organisation",
                verbose_name="werkt namens",
            ),
        ),
        migrations.AddField(
            model_name="dutygrant",
            name="user",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="duties",
                to=settings.AUTH_USER_MODEL,
                verbose_name="medewerker",
            ),
        ),
        migrations.AddField(
            model_name="dutygrant",
            name="withdrawn_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="ingetrokken door",
            ),
        ),
        migrations.AddIndex(
            model_name="dutygrant",
            index=models.Index(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=["user", "organisation", "ends_at"],
                name="duty_of_user",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutygrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_at__gt", models.F("starts_at")),
                    (
                        "ends_at__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("starts_at"), "+", models.Value(dt.timedelta(days=31))
                        ),
                    ),
                ),
                name="duty_is_bounded",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutygrant",
            constraint=models.CheckConstraint(
                condition=models.Q(("employer", models.F("organisation")), _negated=True),
                name="duty_is_elsewhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutygrant",
            constraint=models.CheckConstraint(
                condition=models.Q(("granted_by", models.F("user")), _negated=True),
                name="duty_not_to_oneself",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutygrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("withdraw_reason", ""),
                        ("withdrawn_at__isnull", True),
                        ("withdrawn_by__isnull", True),
                    ),
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        ("withdrawn_by__isnull", False),
                        models.Q(("withdraw_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="duty_withdrawal_complete",
            ),
        ),
        migrations.RunSQL(
            MAY_ACT, "DROP FUNCTION wall_may_act_for(bigint, bigint, timestamptz)", elidable=False
        ),
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
    ]
