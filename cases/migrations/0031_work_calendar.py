"""Days that a decree equates with a holiday, counting terms again over them; addresses of own calendars."""

from __future__ import annotations

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Everybody counts with it; a functional administrator keeps it. The figures say nothing about a case.
WALL = """
ALTER TABLE cases_decreedday ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases_decreedday FORCE ROW LEVEL SECURITY;
CREATE POLICY wall_read ON cases_decreedday FOR SELECT TO veiligheid_web USING (wall_organisation() IS NOT NULL);
CREATE POLICY wall_add ON cases_decreedday FOR INSERT TO veiligheid_web WITH CHECK (wall_administers());
CREATE POLICY wall_change ON cases_decreedday FOR UPDATE TO veiligheid_web
    USING (wall_administers()) WITH CHECK (wall_administers());
CREATE POLICY worker_all ON cases_decreedday TO veiligheid_worker USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON cases_decreedday TO veiligheid_web;
GRANT UPDATE (withdrawn_by_id, withdrawn_at, withdrawal_reason, changed_at, rounds, looked_through, counted_again)
    ON cases_decreedday TO veiligheid_web;
GRANT USAGE ON SEQUENCE cases_decreedday_id_seq TO veiligheid_web;
GRANT SELECT, UPDATE (rounds, looked_through, counted_again) ON cases_decreedday TO veiligheid_worker;

CREATE FUNCTION wall_terms_over_day(begins timestamptz, moment timestamptz, kinds text[]) RETURNS TABLE
    (kind varchar, started_at timestamptz, due_at timestamptz, parameters jsonb, number bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT t.kind, min(t.started_at), t.due_at, t.parameters, count(*)
    FROM cases_term t
    WHERE wall_administers() AND t.status = 'open' AND t.kind = ANY (kinds)
        AND t.started_at < begins AND t.due_at > greatest(begins, moment)
    GROUP BY t.kind, (t.started_at AT TIME ZONE 'Europe/Amsterdam')::date, t.due_at, t.parameters $$;
ALTER FUNCTION wall_terms_over_day(timestamptz, timestamptz, text[]) OWNER TO veiligheid_guard;
REVOKE ALL ON FUNCTION wall_terms_over_day(timestamptz, timestamptz, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall_terms_over_day(timestamptz, timestamptz, text[]) TO veiligheid_web;
"""
# The worker lets terms run anew, says so in the story of the case and raises its version; no more than that.
WORKER = """
GRANT INSERT ON cases_term TO veiligheid_worker;
GRANT INSERT ON cases_caseevent TO veiligheid_worker;
GRANT UPDATE (version) ON cases_case TO veiligheid_worker;
GRANT USAGE ON SEQUENCE cases_term_id_seq, cases_caseevent_id_seq TO veiligheid_worker;
CREATE POLICY worker_add ON cases_caseevent FOR INSERT TO veiligheid_worker
    WITH CHECK (kind = 'term_counted_again' AND recorded_by_id IS NULL);
CREATE POLICY worker_version ON cases_case FOR UPDATE TO veiligheid_worker USING (true) WITH CHECK (true);
"""
# Everybody keeps the own address. Who fetches is known by the secret alone, so the guard looks it up: only a
# running one, of somebody who is still there, and not without end.
FEED = """
ALTER TABLE cases_calendarfeed ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases_calendarfeed FORCE ROW LEVEL SECURITY;
CREATE POLICY wall_read ON cases_calendarfeed FOR SELECT TO veiligheid_web USING (user_id = wall_user());
CREATE POLICY wall_add ON cases_calendarfeed FOR INSERT TO veiligheid_web
    WITH CHECK (user_id = wall_user() AND organisation_id = wall_organisation());
CREATE POLICY wall_change ON cases_calendarfeed FOR UPDATE TO veiligheid_web
    USING (user_id = wall_user()) WITH CHECK (user_id = wall_user());
GRANT SELECT, INSERT, UPDATE (revoked_at) ON cases_calendarfeed TO veiligheid_web;
GRANT USAGE ON SEQUENCE cases_calendarfeed_id_seq TO veiligheid_web;

CREATE FUNCTION wall_fetch_calendar(given text, moment timestamptz, OUT user_id bigint, OUT only_mine boolean)
    RETURNS SETOF record
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE cases_calendarfeed f SET fetched_at = moment, hour = date_trunc('hour', moment),
        fetched_in_hour = CASE WHEN f.hour = date_trunc('hour', moment) THEN f.fetched_in_hour + 1 ELSE 1 END
    FROM cases_user u
    WHERE f.fingerprint = given AND f.revoked_at IS NULL AND u.id = f.user_id AND u.is_active
        AND u.organisation_id = f.organisation_id
        AND NOT (f.hour IS NOT DISTINCT FROM date_trunc('hour', moment) AND f.fetched_in_hour >= 60)
    RETURNING f.user_id, f.only_mine $$;
ALTER FUNCTION wall_fetch_calendar(text, timestamptz) OWNER TO veiligheid_guard;
REVOKE ALL ON FUNCTION wall_fetch_calendar(text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall_fetch_calendar(text, timestamptz) TO veiligheid_web;
"""


class Migration(migrations.Migration):
    """The tables of decreed days and of calendar addresses, their walls, and what the worker may do."""

    dependencies: ClassVar = [
        ("cases", "0030_emergency_access"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="DecreedDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("day", models.DateField(verbose_name="dag")),
                (
                    "ground",
                    models.CharField(
                        help_text="Waar het besluit staat.", max_length=120, verbose_name="besluit"
                    ),
                ),
                ("added_at", models.DateTimeField(verbose_name="toegevoegd op")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="ingetrokken op")),
                (
                    "withdrawal_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="reden van intrekken"),
                ),
                ("changed_at", models.DateTimeField(verbose_name="laatst gewijzigd op")),
                (
                    "rounds",
                    models.PositiveSmallIntegerField(default=0, verbose_name="rondes langs de termijnen"),
                ),
                ("looked_through", models.BigIntegerField(default=0, verbose_name="laatst bekeken termijn")),
                (
                    "counted_again",
                    models.PositiveIntegerField(default=0, verbose_name="termijnen opnieuw berekend"),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "gelijkgestelde dag",
                "verbose_name_plural": "gelijkgestelde dagen",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("day",),
                        name="decreed_day_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawal_reason", ""),
                                ("withdrawn_at__isnull", True),
                                ("withdrawn_by__isnull", True),
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawal_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="decreed_day_withdrawn_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "fingerprint",
                    models.CharField(max_length=64, unique=True, verbose_name="SHA-256 van het geheim"),
                ),
                ("only_mine", models.BooleanField(verbose_name="alleen wat op naam staat")),
                ("made_at", models.DateTimeField(verbose_name="gemaakt op")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="ingetrokken op")),
                (
                    "fetched_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="laatst opgehaald op"),
                ),
                ("hour", models.DateTimeField(blank=True, null=True, verbose_name="uur waarin geteld wordt")),
                (
                    "fetched_in_hour",
                    models.PositiveIntegerField(default=0, verbose_name="opgehaald in dat uur"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.organisation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "agenda-adres",
                "verbose_name_plural": "agenda-adressen",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("user",),
                        name="calendar_feed_once",
                    )
                ],
            },
        ),
        migrations.RunSQL(WALL, "DROP FUNCTION wall_terms_over_day(timestamptz, timestamptz, text[])"),
        migrations.RunSQL(WORKER, migrations.RunSQL.noop),
        migrations.RunSQL(FEED, "DROP FUNCTION wall_fetch_calendar(text, timestamptz)"),
    ]
