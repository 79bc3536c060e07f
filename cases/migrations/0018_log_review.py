"""The privacy officer reads the log of the own organisation, and judges; changes of rights are logged by the database."""

from __future__ import annotations

import uuid
from typing import ClassVar

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The role stands in a table that no page may write. Asked once per statement (a subselect), not per row.
READING = """
CREATE FUNCTION wall_is_privacy_officer() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM cases_user u WHERE u.id = wall_user() AND u.is_active
        AND u.organisation_id = wall_organisation() AND 'privacy_officer' = ANY (u.roles)) $$;
CREATE POLICY wall_review ON cases_accesslogentry FOR SELECT TO veiligheid_web
    USING (organisation_id = wall_organisation() AND (SELECT wall_is_privacy_officer()));
GRANT SELECT ON cases_accesslogentry TO veiligheid_web;

CALL append_only('cases_logreview');
CREATE POLICY wall_read ON cases_logreview FOR SELECT TO veiligheid_web
    USING (organisation_id = wall_organisation() AND (SELECT wall_is_privacy_officer()));
CREATE POLICY wall_add ON cases_logreview FOR INSERT TO veiligheid_web
    WITH CHECK (organisation_id = wall_organisation() AND reviewed_by_id = wall_user()
        AND (SELECT wall_is_privacy_officer()));
GRANT SELECT, INSERT ON cases_logreview TO veiligheid_web;
GRANT USAGE ON SEQUENCE cases_logreview_id_seq TO veiligheid_web;
"""

# Whoever changes rights, by a page, a command or a statement typed by hand, leaves a row in the access log.
RIGHTS = """
CREATE FUNCTION audit_log_rights(organisation bigint, what text, told text) RETURNS void LANGUAGE sql
    SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO cases_accesslogentry (at, request_id, user_id, organisation_id, roles, on_behalf_of, action, route,
        case_ids, person_ids, categories, purpose, outcome, status, source)
    VALUES (clock_timestamp(), gen_random_uuid(), wall_user(), organisation, '{}',
        CASE WHEN wall_user() IS NULL THEN left('buiten de toepassing (' || session_user || ')', 120) ELSE '' END,
        'rights', what, '{}', '{}', '{}', left(told, 200), 'shown', 200, NULL) $$;

CREATE FUNCTION audit_user_rights() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    told text[] := '{}';
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM audit_log_rights(NEW.organisation_id, 'rechten', format('account %s gemaakt, rollen: %s',
            NEW.username, array_to_string(NEW.roles, ', ')));
        RETURN NULL;
    END IF;
    IF TG_OP = 'DELETE' THEN
        PERFORM audit_log_rights(OLD.organisation_id, 'rechten', format('account %s verwijderd', OLD.username));
        RETURN NULL;
    END IF;
    IF NEW.roles IS DISTINCT FROM OLD.roles THEN
        told := told || format('rollen van %s naar %s', coalesce(nullif(array_to_string(OLD.roles, ', '), ''), 'geen'),
            coalesce(nullif(array_to_string(NEW.roles, ', '), ''), 'geen'));
    END IF;
    IF NEW.is_active IS DISTINCT FROM OLD.is_active THEN
        told := told || CASE WHEN NEW.is_active THEN 'weer actief' ELSE 'niet meer actief' END;
    END IF;
    IF NEW.username IS DISTINCT FROM OLD.username THEN
        told := told || format('gebruikersnaam was %s', OLD.username);
    END IF;
    IF NEW.organisation_id IS DISTINCT FROM OLD.organisation_id THEN
        told := told || 'naar een andere organisatie'::text;
        PERFORM audit_log_rights(OLD.organisation_id, 'rechten',
            format('account %s: %s', NEW.username, array_to_string(told, '; ')));
    END IF;
    IF told <> '{}' THEN
        PERFORM audit_log_rights(NEW.organisation_id, 'rechten',
            format('account %s: %s', NEW.username, array_to_string(told, '; ')));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION audit_certificate() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    held cases_certificate := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    holder cases_user;
BEGIN
    SELECT * INTO holder FROM cases_user WHERE id = held.user_id;
    PERFORM audit_log_rights(holder.organisation_id, 'certificaten', format('certificaat %s van %s %s: %s tot %s',
        held.kind, holder.username,
        CASE TG_OP WHEN 'INSERT' THEN 'vastgelegd' WHEN 'DELETE' THEN 'verwijderd' ELSE 'gewijzigd' END,
        held.valid_from, coalesce(held.valid_to::text, 'onbepaald')));
    RETURN NULL;
END $$;

CREATE FUNCTION audit_partner_token() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    held cases_partnertoken := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    system cases_partnersystem;
BEGIN
    SELECT * INTO system FROM cases_partnersystem WHERE id = held.system_id;
    PERFORM audit_log_rights(system.organisation_id, 'sleutels', format('toegangssleutel %s van systeem %s %s (%s)',
        held.prefix, system.name,
        CASE WHEN TG_OP = 'INSERT' THEN 'uitgegeven' WHEN TG_OP = 'DELETE' THEN 'verwijderd'
            WHEN held.revoked_at IS NOT NULL THEN 'ingetrokken' ELSE 'gewijzigd' END,
        array_to_string(held.scopes, ', ')));
    RETURN NULL;
END $$;

ALTER FUNCTION audit_user_rights() OWNER TO veiligheid_guard;
ALTER FUNCTION audit_certificate() OWNER TO veiligheid_guard;
ALTER FUNCTION audit_partner_token() OWNER TO veiligheid_guard;
REVOKE ALL ON FUNCTION audit_log_rights(bigint, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_log_rights(bigint, text, text) TO veiligheid_guard;
CREATE TRIGGER audit_rights AFTER INSERT OR DELETE OR UPDATE OF roles, is_active, organisation_id, username
    ON cases_user FOR EACH ROW EXECUTE FUNCTION audit_user_rights();
CREATE TRIGGER audit_rights AFTER INSERT OR UPDATE OR DELETE ON cases_certificate
    FOR EACH ROW EXECUTE FUNCTION audit_certificate();
CREATE TRIGGER audit_rights AFTER INSERT OR UPDATE OR DELETE ON cases_partnertoken
    FOR EACH ROW EXECUTE FUNCTION audit_partner_token();
ALTER TABLE cases_user ENABLE ALWAYS TRIGGER audit_rights;
ALTER TABLE cases_certificate ENABLE ALWAYS TRIGGER audit_rights;
ALTER TABLE cases_partnertoken ENABLE ALWAYS TRIGGER audit_rights;
"""


class Migration(migrations.Migration):
    """Let privacy officers look back."""

    dependencies: ClassVar = [
        ("cases", "0017_duty_for_another"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="LogReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "signal",
                    models.CharField(
                        choices=[
                            ("volume", "Veel zaken op één dag"),
                            ("achternaam", "Zelfde achternaam als een betrokkene"),
                            ("collega", "Zaak met een collega als betrokkene"),
                            ("buiten-werktijd", "Inzage buiten werktijd"),
                            ("uitvoer", "Veel documenten of afdrukken"),
                            ("zoeken", "Veel zoekopdrachten"),
                            ("weigeringen", "Vaak geweigerd"),
                            ("steekproef", "Steekproef"),
                        ],
                        max_length=20,
                        verbose_name="signaal",
                    ),
                ),
                ("day", models.DateField(verbose_name="dag")),
                (
                    "request_id",
                    models.UUIDField(
                        help_text="Alleen bij een regel van de steekproef.", null=True, verbose_name="verzoek"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("in_order", "in orde: hoort bij het werk"),
                            ("explained", "verklaard door de medewerker"),
                            ("discussed", "besproken met de leidinggevende"),
                            ("unlawful", "onrechtmatig: gemeld als datalek"),
                        ],
                        max_length=10,
                        verbose_name="uitkomst",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        help_text="Zonder namen van betrokkenen.",
                        max_length=1000,
                        verbose_name="toelichting",
                    ),
                ),
                ("reviewed_at", models.DateTimeField(verbose_name="beoordeeld op")),
            ],
            options={
                "verbose_name": "beoordeling van het logboek",
                "verbose_name_plural": "beoordelingen van het logboek",
            },
        ),
        migrations.AddIndex(
            model_name="accesslogentry",
            index=models.Index(fields=["organisation", "-at", "-id"], name="access_log_organisation"),
        ),
        migrations.AddIndex(
            model_name="accesslogentry",
            index=django.contrib.postgres.indexes.GinIndex(fields=["person_ids"], name="access_log_persons"),
        ),
        migrations.AddField(
            model_name="logreview",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.organisation"
            ),
        ),
        migrations.AddField(
            model_name="logreview",
            name="reviewed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="beoordeeld door",
            ),
        ),
        migrations.AddField(
            model_name="logreview",
            name="user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="medewerker",
            ),
        ),
        migrations.AddIndex(
            model_name="logreview",
            index=models.Index(fields=["organisation", "-day"], name="log_review_day"),
        ),
        migrations.RunSQL(READING, migrations.RunSQL.noop),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
