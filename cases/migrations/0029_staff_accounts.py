"""Accounts kept on pages: what was done to each, and a database that looks at who does it (security, A10)."""

from __future__ import annotations

import uuid
from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

WALL = """
CREATE FUNCTION wall_administers() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
    $$ SELECT EXISTS (SELECT 1 FROM cases_user u WHERE u.id = wall_user() AND u.is_active
        AND u.organisation_id = wall_organisation() AND 'functional_administrator' = ANY (u.roles)) $$;

-- Whether somebody still leads a case in which the own organisation works: nobody leaves such a case behind.
CREATE FUNCTION wall_leads_left(leaver bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
    $$ SELECT EXISTS (SELECT 1 FROM cases_caselead l
        JOIN cases_participation p ON p.case_id = l.case_id AND p.organisation_id = l.organisation_id
        WHERE l.user_id = leaver AND l.until IS NULL AND p.ended_at IS NULL AND p.level >= 30) $$;

ALTER TABLE cases_accountact ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases_accountact FORCE ROW LEVEL SECURITY;
CREATE POLICY wall_read ON cases_accountact FOR SELECT TO veiligheid_web
    USING (wall_administers()
        AND (organisation_id = wall_organisation() OR destination_id = wall_organisation()));
CREATE POLICY wall_add ON cases_accountact FOR INSERT TO veiligheid_web
    WITH CHECK (wall_administers() AND organisation_id = wall_organisation() AND acted_by_id = wall_user());
CREATE POLICY wall_settle ON cases_accountact FOR UPDATE TO veiligheid_web
    USING (wall_administers() AND settled_at IS NULL
        AND (organisation_id = wall_organisation() OR destination_id = wall_organisation()))
    WITH CHECK (settled_at IS NOT NULL);
CREATE POLICY worker_read ON cases_accountact FOR SELECT TO veiligheid_worker USING (true);
GRANT SELECT, INSERT ON cases_accountact TO veiligheid_web;
GRANT UPDATE (settled_at) ON cases_accountact TO veiligheid_web;
GRANT SELECT ON cases_accountact TO veiligheid_worker;
GRANT USAGE ON SEQUENCE cases_accountact_id_seq TO veiligheid_web;

CREATE FUNCTION wall_released_here(leaver bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
    $$ SELECT EXISTS (SELECT 1 FROM cases_accountact a WHERE a.user_id = leaver AND a.step = 'released'
        AND a.settled_at IS NULL AND a.destination_id = wall_organisation()) $$;

ALTER FUNCTION wall_administers() OWNER TO veiligheid_guard;
ALTER FUNCTION wall_leads_left(bigint) OWNER TO veiligheid_guard;
ALTER FUNCTION wall_released_here(bigint) OWNER TO veiligheid_guard;
REVOKE ALL ON FUNCTION wall_administers(), wall_leads_left(bigint), wall_released_here(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall_administers(), wall_leads_left(bigint), wall_released_here(bigint)
    TO veiligheid_web;

-- Of the web role only; the demo and an installation write as owner. Not SECURITY DEFINER: it has to see who.
CREATE FUNCTION staff_is_kept_by_its_own() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF current_user <> 'veiligheid_web' THEN
        RETURN NEW;
    END IF;
    IF NOT wall_administers() OR NEW.organisation_id <> wall_organisation() OR NEW.id = wall_user() THEN
        RAISE insufficient_privilege USING MESSAGE = 'an account is kept by an administrator of its organisation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.password NOT LIKE '!%' THEN
            RAISE insufficient_privilege USING MESSAGE = 'nobody chooses the password of somebody else';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.organisation_id <> NEW.organisation_id AND (OLD.is_active OR NOT wall_released_here(OLD.id)) THEN
        RAISE insufficient_privilege USING MESSAGE = 'nobody takes staff from another organisation';
    END IF;
    IF OLD.is_active AND NOT NEW.is_active AND wall_leads_left(OLD.id) THEN
        RAISE insufficient_privilege USING MESSAGE = 'nobody leaves who still leads a case';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER staff_is_kept_by_its_own
    BEFORE INSERT OR UPDATE OF username, display_name, email, organisation_id, roles, is_active, public_id
    ON cases_user FOR EACH ROW EXECUTE FUNCTION staff_is_kept_by_its_own();
ALTER TABLE cases_user ENABLE ALWAYS TRIGGER staff_is_kept_by_its_own;
GRANT INSERT ON cases_user TO veiligheid_web;
GRANT UPDATE (display_name, email, organisation_id, roles, is_active) ON cases_user TO veiligheid_web;
GRANT USAGE ON SEQUENCE cases_user_id_seq TO veiligheid_web;

CREATE FUNCTION certificate_is_kept_by_its_own() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF current_user = 'veiligheid_web' AND (NOT wall_administers() OR NEW.user_id = wall_user()
        OR NOT EXISTS (SELECT 1 FROM cases_user u
            WHERE u.id = NEW.user_id AND u.organisation_id = wall_organisation())) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a certificate is kept by an administrator of the same organisation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER certificate_is_kept_by_its_own BEFORE INSERT OR UPDATE ON cases_certificate
    FOR EACH ROW EXECUTE FUNCTION certificate_is_kept_by_its_own();
ALTER TABLE cases_certificate ENABLE ALWAYS TRIGGER certificate_is_kept_by_its_own;
GRANT INSERT ON cases_certificate TO veiligheid_web;
GRANT UPDATE (valid_to) ON cases_certificate TO veiligheid_web;
GRANT USAGE ON SEQUENCE cases_certificate_id_seq TO veiligheid_web;

-- The members of an organisation are the members of its group, whoever writes the account.
CREATE FUNCTION staff_group_follows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    DELETE FROM cases_user_groups WHERE user_id = NEW.id;
    INSERT INTO cases_user_groups (user_id, group_id)
        SELECT NEW.id, o.group_id FROM cases_organisation o WHERE o.id = NEW.organisation_id;
    RETURN NULL;
END $$;
ALTER FUNCTION staff_group_follows() OWNER TO veiligheid_guard;
GRANT SELECT, INSERT, DELETE ON cases_user_groups TO veiligheid_guard;
GRANT USAGE ON SEQUENCE cases_user_groups_id_seq TO veiligheid_guard;
CREATE TRIGGER staff_group_follows AFTER INSERT OR UPDATE OF organisation_id ON cases_user
    FOR EACH ROW EXECUTE FUNCTION staff_group_follows();
ALTER TABLE cases_user ENABLE ALWAYS TRIGGER staff_group_follows;

-- What an administrator has sent to colleagues: the way in, and that work came to them.
CREATE POLICY wall_add_staff ON cases_outboxmessage FOR INSERT TO veiligheid_web WITH CHECK (
    case_id IS NULL AND kind IN ('access_link', 'work_handed_on') AND wall_administers()
    AND EXISTS (SELECT 1 FROM cases_user u WHERE u.id = recipient_id
        AND u.organisation_id = wall_organisation()));
"""


class Migration(migrations.Migration):
    """Let administrators keep the staff of their own organisation."""

    dependencies: ClassVar = [
        ("cases", "0028_protected_addresses"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="AccountAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("joined", "in dienst gekomen"),
                            ("invited", "toegangslink gestuurd"),
                            ("changed", "gegevens of rollen gewijzigd"),
                            ("certified", "certificaat vastgelegd"),
                            ("released", "vertrokken naar een andere organisatie"),
                            ("left", "vertrokken"),
                            ("arrived", "overgekomen van een andere organisatie"),
                            ("returned", "teruggekomen"),
                        ],
                        max_length=20,
                        verbose_name="stap",
                    ),
                ),
                (
                    "roles_before",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("case_handler", "behandelaar"),
                                ("hovj", "hulpofficier van justitie"),
                                ("prosecutor", "officier van justitie"),
                                ("assistant_prosecutor", "assistent-officier"),
                                ("prosecutor_clerk", "parketsecretaris"),
                                ("zsm_coordinator", "ketenprocescoördinator (KPC)"),
                                ("chair", "voorzitter"),
                                ("team_lead", "teamleider"),
                                ("functional_administrator", "functioneel beheerder"),
                                ("privacy_officer", "privacyfunctionaris"),
                            ],
                            max_length=40,
                        ),
                        default=list,
                        size=None,
                        verbose_name="rollen tot dan",
                    ),
                ),
                (
                    "roles_after",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("case_handler", "behandelaar"),
                                ("hovj", "hulpofficier van justitie"),
                                ("prosecutor", "officier van justitie"),
                                ("assistant_prosecutor", "assistent-officier"),
                                ("prosecutor_clerk", "parketsecretaris"),
                                ("zsm_coordinator", "ketenprocescoördinator (KPC)"),
                                ("chair", "voorzitter"),
                                ("team_lead", "teamleider"),
                                ("functional_administrator", "functioneel beheerder"),
                                ("privacy_officer", "privacyfunctionaris"),
                            ],
                            max_length=40,
                        ),
                        default=list,
                        size=None,
                        verbose_name="rollen vanaf dan",
                    ),
                ),
                ("cases_moved", models.PositiveIntegerField(default=0, verbose_name="zaken overgedragen")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="toelichting")),
                ("acted_at", models.DateTimeField(verbose_name="gedaan op")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="afgehandeld op")),
                (
                    "acted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="gedaan door",
                    ),
                ),
                (
                    "destination",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.organisation",
                        verbose_name="naar",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.organisation",
                        verbose_name="organisatie",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="account_acts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="medewerker",
                    ),
                ),
            ],
            options={
                "verbose_name": "stap van een account",
                "verbose_name_plural": "stappen van accounts",
                "indexes": [models.Index(fields=["user", "-id"], name="account_act_of_user")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("acted_by", models.F("user")), _negated=True),
                        name="account_not_by_oneself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("destination__isnull", True), ("settled_at__isnull", True)),
                            models.Q(("destination__isnull", False), ("step", "released")),
                            _connector="OR",
                        ),
                        name="account_destination_when_released",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("settled_at__isnull", True), ("step", "released")),
                        fields=("user",),
                        name="account_released_once",
                    ),
                ],
            },
        ),
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
    ]
