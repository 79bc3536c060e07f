"""Who must not receive anything of a case: own relations and exclusions, inside the wall too."""

from __future__ import annotations

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The cases that stay closed to a user or organisation: a case itself, or any with a person (or with her or his
# other self in another family system). Looked up once per transaction; `app.excluded` keeps it. Should nobody
# have set that, each statement looks it up itself, once.
LOOK_UP = """
CREATE FUNCTION wall_excluded_cases(acting bigint, organisation bigint) RETURNS bigint[]
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH mine AS (
        SELECT e.case_id, e.person_id FROM cases_exclusion e
        WHERE e.lifted_at IS NULL AND e.user_id = acting
        UNION ALL
        SELECT e.case_id, e.person_id FROM cases_exclusion e
        WHERE e.lifted_at IS NULL AND e.excluded_id IN
            (organisation, (SELECT u.organisation_id FROM cases_user u WHERE u.id = acting))
    ), known AS (
        SELECT r.person_id, r.birth_date, r.name_key FROM cases_ownrelation r
        WHERE r.lifted_at IS NULL AND r.user_id = acting
    ), person AS (
        SELECT person_id FROM mine WHERE person_id IS NOT NULL
        UNION SELECT person_id FROM known WHERE person_id IS NOT NULL
        UNION SELECT p.id FROM known JOIN cases_person p
            ON p.birth_date = known.birth_date AND p.name_key = known.name_key
    ), everywhere AS (
        SELECT person_id FROM person
        UNION SELECT l.other_id FROM cases_personlink l JOIN person USING (person_id)
            WHERE l.undone_at IS NULL
        UNION SELECT l.person_id FROM cases_personlink l JOIN person ON person.person_id = l.other_id
            WHERE l.undone_at IS NULL
    )
    SELECT coalesce(array_agg(case_id), '{}') FROM (
        SELECT case_id FROM mine WHERE case_id IS NOT NULL
        UNION SELECT r.case_id FROM cases_caserole r JOIN everywhere USING (person_id)
    ) closed $$;
ALTER FUNCTION wall_excluded_cases(bigint, bigint) OWNER TO veiligheid_guard;
CREATE FUNCTION wall_excluded() RETURNS bigint[] LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN coalesce(current_setting('app.excluded', true), '') = ''
        THEN wall_excluded_cases(wall_user(), wall_organisation())
        ELSE current_setting('app.excluded', true)::bigint[] END $$;
"""

# Every policy on a case asks participation, so what is closed there is closed everywhere. The two that look
# past the wall or at their own columns are closed here too. `(SELECT ...)` is asked once per statement.
CLOSE = """
CREATE POLICY never_excluded ON cases_participation AS RESTRICTIVE FOR ALL TO veiligheid_web
    USING (case_id <> ALL ((SELECT wall_excluded())::bigint[]))
    WITH CHECK (case_id <> ALL ((SELECT wall_excluded())::bigint[]));
CREATE POLICY never_excluded ON cases_outboxmessage AS RESTRICTIVE FOR SELECT TO veiligheid_web
    USING (case_id IS NULL OR case_id <> ALL ((SELECT wall_excluded())::bigint[]));
CREATE POLICY never_excluded ON cases_tablelist AS RESTRICTIVE FOR SELECT TO veiligheid_web
    USING (NOT case_ids && (SELECT wall_excluded())::bigint[]);
CREATE OR REPLACE FUNCTION wall_participates(wanted bigint, at_least int) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
    $$ SELECT EXISTS (SELECT 1 FROM cases_participation p WHERE p.case_id = wanted
        AND p.organisation_id = wall_organisation() AND p.level >= at_least AND p.ended_at IS NULL)
        AND wanted <> ALL ((SELECT wall_excluded())::bigint[]) $$;
"""

# What somebody says of herself is seen by her and the own organisation, whose pages show it to the privacy
# officer only. Nobody lifts what concerns her or him.
WALL = """
ALTER TABLE cases_ownrelation ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases_ownrelation FORCE ROW LEVEL SECURITY;
CREATE POLICY wall_read ON cases_ownrelation FOR SELECT TO veiligheid_web
    USING (user_id = wall_user() OR organisation_id = wall_organisation());
CREATE POLICY wall_add ON cases_ownrelation FOR INSERT TO veiligheid_web
    WITH CHECK (user_id = wall_user() OR organisation_id = wall_organisation());
CREATE POLICY wall_change ON cases_ownrelation FOR UPDATE TO veiligheid_web
    USING (organisation_id = wall_organisation() AND user_id <> wall_user())
    WITH CHECK (organisation_id = wall_organisation() AND lifted_by_id = wall_user());
GRANT SELECT, INSERT ON cases_ownrelation TO veiligheid_web;
GRANT UPDATE (lifted_at, lifted_by_id, lift_reason) ON cases_ownrelation TO veiligheid_web;
GRANT USAGE ON SEQUENCE cases_ownrelation_id_seq TO veiligheid_web;
ALTER TABLE cases_exclusion ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases_exclusion FORCE ROW LEVEL SECURITY;
CREATE POLICY wall_read ON cases_exclusion FOR SELECT TO veiligheid_web
    USING (organisation_id = wall_organisation() AND user_id IS DISTINCT FROM wall_user());
CREATE POLICY wall_add ON cases_exclusion FOR INSERT TO veiligheid_web
    WITH CHECK (organisation_id = wall_organisation() AND decided_by_id = wall_user());
CREATE POLICY wall_change ON cases_exclusion FOR UPDATE TO veiligheid_web
    USING (organisation_id = wall_organisation() AND user_id IS DISTINCT FROM wall_user())
    WITH CHECK (organisation_id = wall_organisation() AND lifted_by_id = wall_user());
GRANT SELECT, INSERT ON cases_exclusion TO veiligheid_web;
GRANT UPDATE (lifted_at, lifted_by_id, lift_reason) ON cases_exclusion TO veiligheid_web;
GRANT USAGE ON SEQUENCE cases_exclusion_id_seq TO veiligheid_web;
"""


class Migration(migrations.Migration):
    """Keep both, and close what they name."""

    dependencies: ClassVar = [
        ("cases", "0020_duty_hours_and_taking_over"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Exclusion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("lifted_at", models.DateTimeField(blank=True, null=True, verbose_name="opgeheven op")),
                (
                    "lift_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="reden van opheffing"),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reason", models.CharField(max_length=300, verbose_name="reden")),
                ("decided_at", models.DateTimeField(verbose_name="besloten op")),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exclusions",
                        to="cases.case",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="besloten door",
                    ),
                ),
                (
                    "excluded",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exclusions",
                        to="cases.organisation",
                        verbose_name="uitgesloten organisatie",
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="opgeheven door",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.organisation",
                        verbose_name="besloten door organisatie",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exclusions",
                        to="cases.person",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exclusions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "uitsluiting",
                "verbose_name_plural": "uitsluitingen",
                "indexes": [
                    models.Index(
                        condition=models.Q(("lifted_at__isnull", True)),
                        fields=["user"],
                        name="exclusion_of_user",
                    ),
                    models.Index(
                        condition=models.Q(("lifted_at__isnull", True)),
                        fields=["excluded"],
                        name="exclusion_of_organisation",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("lift_reason", ""), ("lifted_at__isnull", True), ("lifted_by__isnull", True)
                            ),
                            models.Q(
                                ("lifted_at__isnull", False),
                                ("lifted_by__isnull", False),
                                models.Q(("lift_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="exclusion_lifted_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("case__isnull", True), ("person__isnull", False)),
                            models.Q(("case__isnull", False), ("person__isnull", True)),
                            _connector="OR",
                        ),
                        name="exclusion_of_case_or_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("excluded__isnull", False), ("user__isnull", True)),
                            models.Q(("excluded__isnull", True), ("user__isnull", False)),
                            _connector="OR",
                        ),
                        name="exclusion_for_user_or_organisation",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnRelation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("lifted_at", models.DateTimeField(blank=True, null=True, verbose_name="opgeheven op")),
                (
                    "lift_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="reden van opheffing"),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "tie",
                    models.CharField(
                        choices=[
                            ("self", "ikzelf"),
                            ("relative", "familie, partner of huisgenoot"),
                            ("acquaintance", "bekende, buur of collega"),
                        ],
                        max_length=15,
                        verbose_name="band",
                    ),
                ),
                ("last_name", models.CharField(max_length=120, verbose_name="achternaam")),
                ("birth_date", models.DateField(blank=True, null=True, verbose_name="geboortedatum")),
                ("name_key", models.CharField(editable=False, max_length=80, verbose_name="klanksleutel")),
                ("declared_at", models.DateTimeField(verbose_name="opgegeven op")),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="opgeheven door",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.person",
                        verbose_name="persoon",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="own_relations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "eigen relatie",
                "verbose_name_plural": "eigen relaties",
                "indexes": [
                    models.Index(
                        condition=models.Q(("lifted_at__isnull", True)),
                        fields=["user"],
                        name="own_relation_of_user",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("lift_reason", ""), ("lifted_at__isnull", True), ("lifted_by__isnull", True)
                            ),
                            models.Q(
                                ("lifted_at__isnull", False),
                                ("lifted_by__isnull", False),
                                models.Q(("lift_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="own_relation_lifted_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("birth_date__isnull", False), ("person__isnull", False), _connector="OR"
                        ),
                        name="own_relation_can_be_found",
                    ),
                ],
            },
        ),
        migrations.RunSQL(LOOK_UP, migrations.RunSQL.noop),
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
        migrations.RunSQL(CLOSE, migrations.RunSQL.noop),
    ]
