import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Who reads along may log what she or he made; nothing is changed afterwards.
WALL = """
CALL wall_protect('cases_document',
    'EXISTS (SELECT 1 FROM cases_participation p WHERE p.case_id = cases_document.case_id
        AND p.organisation_id = wall_organisation() AND p.level >= 20 AND p.ended_at IS NULL)',
    'organisation_id = wall_organisation() AND EXISTS (SELECT 1 FROM cases_participation p
        WHERE p.case_id = cases_document.case_id AND p.organisation_id = wall_organisation()
        AND p.level >= 20 AND p.ended_at IS NULL)');
CALL wall_on_parent('cases_areawording', 'cases_safetymeasure', 'measure_id');
CALL wall_protect('cases_tablelist', 'organisation_id = wall_organisation()', 'organisation_id = wall_organisation()');
REVOKE UPDATE ON cases_document, cases_areawording, cases_tablelist FROM veiligheid_web;
"""

# What the suspect must not learn about the others of the family system, for the scan of her or his copy: also
# what the organisation of the maker does not see. The persons of a confirmed link belong to them.
SECRETS = """
CREATE FUNCTION wall_family_secrets(wanted bigint) RETURNS TABLE (secret text, value text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH suspect AS (
        SELECT r.person_id FROM cases_caserole r WHERE r.case_id = wanted AND r.role = 'suspect'
    ), family AS (
        SELECT p.id FROM cases_person p JOIN cases_case c ON c.family_system_id = p.family_system_id
        WHERE c.id = wanted AND wall_participates(wanted, 20) AND p.id NOT IN (SELECT person_id FROM suspect)
    ), protected AS (
        SELECT id FROM family
        UNION SELECT l.other_id FROM cases_personlink l WHERE l.undone_at IS NULL
            AND l.person_id IN (SELECT id FROM family)
        UNION SELECT l.person_id FROM cases_personlink l WHERE l.undone_at IS NULL
            AND l.other_id IN (SELECT id FROM family)
    )
    SELECT 'phone', s.phone FROM cases_safecontact s
        WHERE s.person_id IN (SELECT id FROM protected) AND s.phone <> ''
    UNION SELECT 'email', s.email FROM cases_safecontact s
        WHERE s.person_id IN (SELECT id FROM protected) AND s.email <> ''
    UNION SELECT 'area', m.area FROM cases_safetymeasure m
        JOIN cases_measureprotection mp ON mp.measure_id = m.id
        WHERE mp.person_id IN (SELECT id FROM protected) AND m.area <> ''
    UNION SELECT way, r.address FROM cases_reportedperson r CROSS JOIN (VALUES ('area'), ('address')) AS ways (way)
        WHERE r.person_id IN (SELECT id FROM protected) AND r.address <> ''
$$;
ALTER FUNCTION wall_family_secrets(bigint) OWNER TO veiligheid_guard;
REVOKE ALL ON FUNCTION wall_family_secrets(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall_family_secrets(bigint) TO veiligheid_web;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0011_intake_links_and_label"),
    ]

    operations = [
        migrations.CreateModel(
            name="AreaWording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "text",
                    models.CharField(max_length=300, verbose_name="gebied in woorden voor de verdachte"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="vastgelegd op")),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wordings",
                        to="cases.safetymeasure",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.organisation"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "gebied in woorden voor de verdachte",
                "verbose_name_plural": "gebieden in woorden voor de verdachte",
            },
        ),
        migrations.CreateModel(
            name="Document",
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
                        choices=[
                            ("zaakoverzicht", "Zaakoverzicht voor de tafel"),
                            ("besluitblad", "Besluitblad"),
                            ("veiligheidsplan", "Veiligheidsplan"),
                            ("exemplaar-verdachte", "Exemplaar voor de verdachte"),
                            ("exemplaar-slachtoffer", "Exemplaar voor het slachtoffer"),
                        ],
                        max_length=30,
                        verbose_name="soort",
                    ),
                ),
                (
                    "recipient",
                    models.CharField(
                        choices=[
                            ("professional", "professional"),
                            ("suspect", "verdachte"),
                            ("victim", "slachtoffer"),
                        ],
                        max_length=15,
                        verbose_name="voor",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("in_person", "persoonlijk overhandigd"),
                            ("safe_email", "veilig e-mailadres"),
                        ],
                        max_length=15,
                        verbose_name="hoe afgegeven",
                    ),
                ),
                ("subject_public_id", models.UUIDField(null=True, verbose_name="kenmerk van het onderwerp")),
                ("made_at", models.DateTimeField(verbose_name="gemaakt op")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("pages", models.PositiveSmallIntegerField(verbose_name="bladzijden")),
                (
                    "persons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None, verbose_name="personen"
                    ),
                ),
                (
                    "categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("technical", "geen informatie over personen"),
                                ("that", "dat-informatie"),
                                ("identity", "identiteit en rol in de zaak"),
                                ("contact", "contactgegevens"),
                                ("protected_address", "beschermd adres"),
                                ("report", "inhoud van de melding"),
                                ("incidents", "onveilige gebeurtenissen met bron"),
                                ("investigation", "opsporing en bewijs"),
                                ("judicial", "justitiële documentatie"),
                                ("assessment_conclusion", "conclusie veiligheidsbeoordeling"),
                                ("assessment_grounds", "onderbouwing veiligheidsbeoordeling"),
                                ("medical", "medisch en psychiatrisch"),
                                ("plan", "voorwaarden en veiligheidsplan"),
                                ("advice", "advies"),
                                ("wishes", "wensen van het slachtoffer"),
                                ("decision", "beslissing en maatregelen"),
                                ("children", "kinderen"),
                                ("screenings", "screeningen"),
                            ],
                            max_length=30,
                        ),
                        default=list,
                        size=None,
                        verbose_name="categorieën",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="cases.case"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="gemaakt door",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.organisation"
                    ),
                ),
                (
                    "recipient_person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.person",
                        verbose_name="voor wie",
                    ),
                ),
            ],
            options={
                "verbose_name": "gemaakt document",
                "verbose_name_plural": "gemaakte documenten",
                "indexes": [models.Index(fields=["case", "-made_at", "-id"], name="document_list")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("recipient", "victim"), _negated=True),
                            models.Q(("channel", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="victim_copy_has_channel",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TableList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("hour", models.DateTimeField(verbose_name="uur")),
                ("made_at", models.DateTimeField(verbose_name="gemaakt op")),
                ("file_name", models.CharField(max_length=120, verbose_name="bestand")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                (
                    "case_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None, verbose_name="zaken"
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.zsmlocation"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.organisation"
                    ),
                ),
            ],
            options={
                "verbose_name": "tafellijst",
                "verbose_name_plural": "tafellijsten",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("location", "organisation", "hour"), name="table_list_once_an_hour"
                    )
                ],
            },
        ),
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
        migrations.RunSQL(SECRETS, "DROP FUNCTION wall_family_secrets(bigint)"),
    ]
