"""The disclosure table as versions that two people make, and what a giver shares beyond it."""

from __future__ import annotations

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The rows tell nothing about a case. Everybody reads them; what was settled cannot be changed, whoever asks.
TABLE = """
GRANT SELECT ON cases_disclosureversion, cases_disclosurecell TO veiligheid_web, veiligheid_worker;
GRANT INSERT, UPDATE ON cases_disclosureversion, cases_disclosurecell TO veiligheid_web;
GRANT USAGE ON SEQUENCE cases_disclosureversion_id_seq, cases_disclosurecell_id_seq TO veiligheid_web;

CREATE FUNCTION disclosure_version_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
        RAISE EXCEPTION 'a version of the disclosure table is never removed';
    ELSIF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' THEN
            RAISE EXCEPTION 'a version of the disclosure table begins as a draft';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state NOT IN ('draft', 'offered') THEN
        RAISE EXCEPTION 'this version of the disclosure table is settled';
    ELSIF (NEW.number, NEW.made_by_id, NEW.made_at) IS DISTINCT FROM (OLD.number, OLD.made_by_id, OLD.made_at)
    THEN
        RAISE EXCEPTION 'who made a version of the disclosure table cannot change';
    ELSIF OLD.state = 'offered' AND (NEW.effective_from, NEW.motivation)
            IS DISTINCT FROM (OLD.effective_from, OLD.motivation) THEN
        RAISE EXCEPTION 'what is offered for approval cannot change';
    ELSIF NEW.state IN ('approved', 'refused') AND OLD.state <> 'offered' THEN
        RAISE EXCEPTION 'only what was offered can be judged';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER disclosure_version_rows BEFORE INSERT OR UPDATE OR DELETE ON cases_disclosureversion
    FOR EACH ROW EXECUTE FUNCTION disclosure_version_settled();
CREATE TRIGGER disclosure_version_truncate BEFORE TRUNCATE ON cases_disclosureversion
    FOR EACH STATEMENT EXECUTE FUNCTION disclosure_version_settled();

-- A change of the table stands in the access log like a change of rights, whoever made it and however.
CREATE FUNCTION audit_disclosure_version() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    officer bigint := coalesce(NEW.judged_by_id, NEW.made_by_id);
BEGIN
    PERFORM audit_log_rights(
        coalesce(wall_organisation(), (SELECT organisation_id FROM cases_user WHERE id = officer)),
        'verstrekkingentabel',
        format('versie %s: %s, vanaf %s', NEW.number, NEW.state, coalesce(NEW.effective_from::text, 'onbepaald')));
    RETURN NULL;
END $$;
ALTER FUNCTION audit_disclosure_version() OWNER TO veiligheid_guard;
CREATE TRIGGER audit_rights AFTER INSERT OR UPDATE OF state ON cases_disclosureversion
    FOR EACH ROW EXECUTE FUNCTION audit_disclosure_version();
ALTER TABLE cases_disclosureversion ENABLE ALWAYS TRIGGER audit_rights;

CREATE FUNCTION disclosure_cell_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
        RAISE EXCEPTION 'a row of the disclosure table is never removed';
    ELSIF TG_OP = 'UPDATE' AND NEW.version_id <> OLD.version_id THEN
        RAISE EXCEPTION 'a row of the disclosure table stays in its version';
    ELSIF NOT EXISTS (
        SELECT 1 FROM cases_disclosureversion v WHERE v.id = NEW.version_id AND v.state = 'draft'
    ) THEN
        RAISE EXCEPTION 'this version of the disclosure table is no draft';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER disclosure_cell_rows BEFORE INSERT OR UPDATE OR DELETE ON cases_disclosurecell
    FOR EACH ROW EXECUTE FUNCTION disclosure_cell_settled();
CREATE TRIGGER disclosure_cell_truncate BEFORE TRUNCATE ON cases_disclosurecell
    FOR EACH STATEMENT EXECUTE FUNCTION disclosure_cell_settled();
ALTER TABLE cases_disclosureversion ENABLE ALWAYS TRIGGER disclosure_version_rows;
ALTER TABLE cases_disclosureversion ENABLE ALWAYS TRIGGER disclosure_version_truncate;
ALTER TABLE cases_disclosurecell ENABLE ALWAYS TRIGGER disclosure_cell_rows;
ALTER TABLE cases_disclosurecell ENABLE ALWAYS TRIGGER disclosure_cell_truncate;
"""

# Seen by who reads along; written and withdrawn by the giver alone.
ACTS = """
CALL wall_protect('cases_sharingact',
    'EXISTS (SELECT 1 FROM cases_participation p WHERE p.case_id = cases_sharingact.case_id
        AND p.organisation_id = wall_organisation() AND p.level >= 20 AND p.ended_at IS NULL)',
    'organisation_id = wall_organisation() AND EXISTS (SELECT 1 FROM cases_participation p
        WHERE p.case_id = cases_sharingact.case_id AND p.organisation_id = wall_organisation()
        AND p.level >= 30 AND p.ended_at IS NULL)');
"""

UNDO = """
DROP FUNCTION disclosure_version_settled() CASCADE;
DROP FUNCTION audit_disclosure_version() CASCADE;
DROP FUNCTION disclosure_cell_settled() CASCADE;
"""


class Migration(migrations.Migration):
    """Two tables of the table itself, one of acts, and about whom an event is."""

    dependencies: ClassVar = [
        ("cases", "0018_log_review"),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="caseevent",
            name="person",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.person",
            ),
        ),
        migrations.CreateModel(
            name="DisclosureVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveIntegerField(unique=True, verbose_name="versie")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "concept"),
                            ("offered", "wacht op goedkeuring"),
                            ("approved", "goedgekeurd"),
                            ("refused", "afgekeurd"),
                            ("discarded", "vervallen"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="toestand",
                    ),
                ),
                ("effective_from", models.DateField(blank=True, null=True, verbose_name="gaat in op")),
                ("motivation", models.CharField(blank=True, max_length=500, verbose_name="wat en waarom")),
                ("made_at", models.DateTimeField(verbose_name="begonnen op")),
                (
                    "offered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="ter goedkeuring op"),
                ),
                ("judged_at", models.DateTimeField(blank=True, null=True, verbose_name="beoordeeld op")),
                (
                    "judgement",
                    models.CharField(blank=True, max_length=500, verbose_name="reden van het oordeel"),
                ),
                (
                    "based_on",
                    models.ForeignKey(
                        blank=True,
                        help_text="Leeg: de wettelijke standaard, versie 1.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.disclosureversion",
                        verbose_name="wijzigt",
                    ),
                ),
                (
                    "judged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "versie van de verstrekkingentabel",
                "verbose_name_plural": "versies van de verstrekkingentabel",
            },
        ),
        migrations.CreateModel(
            name="DisclosureCell",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "giver_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "elke gever"),
                            ("politie", "Politie"),
                            ("vt", "Veilig Thuis"),
                            ("om", "Openbaar Ministerie"),
                            ("3ro", "Reclassering"),
                            ("rvdk", "Raad voor de Kinderbescherming"),
                            ("shn", "Slachtofferhulp Nederland"),
                            ("halt", "Halt"),
                            ("lokaal", "Lokaal team"),
                            ("zvh", "Zorg- en Veiligheidshuis"),
                            ("lec-egg", "LEC EGG"),
                            ("gemeente", "Gemeente"),
                            ("gi", "Gecertificeerde instelling"),
                            ("jr", "Jeugdreclassering"),
                            ("opvang", "Vrouwenopvang"),
                            ("expert", "Deskundige"),
                        ],
                        max_length=10,
                        verbose_name="gever",
                    ),
                ),
                (
                    "recipient_kind",
                    models.CharField(
                        choices=[
                            ("politie", "Politie"),
                            ("vt", "Veilig Thuis"),
                            ("om", "Openbaar Ministerie"),
                            ("3ro", "Reclassering"),
                            ("rvdk", "Raad voor de Kinderbescherming"),
                            ("shn", "Slachtofferhulp Nederland"),
                            ("halt", "Halt"),
                            ("lokaal", "Lokaal team"),
                            ("zvh", "Zorg- en Veiligheidshuis"),
                            ("lec-egg", "LEC EGG"),
                            ("gemeente", "Gemeente"),
                            ("gi", "Gecertificeerde instelling"),
                            ("jr", "Jeugdreclassering"),
                            ("opvang", "Vrouwenopvang"),
                            ("expert", "Deskundige"),
                        ],
                        max_length=10,
                        verbose_name="ontvanger",
                    ),
                ),
                (
                    "category",
                    models.CharField(
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
                        verbose_name="categorie",
                    ),
                ),
                (
                    "phase",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "elke fase"),
                            ("together", "op ZSM of in het Actieoverleg"),
                            ("before_or_after", "voor of na ZSM en Actieoverleg"),
                        ],
                        max_length=20,
                        verbose_name="fase",
                    ),
                ),
                (
                    "grant",
                    models.CharField(
                        choices=[
                            ("allowed", "mag"),
                            ("consent", "met toestemming van de betrokkene"),
                            ("task", "alleen wat de gever voor de taak heeft gemarkeerd"),
                            ("only_that", "alleen dat-informatie"),
                            ("forbidden", "mag niet, ook niet dat het er is"),
                        ],
                        max_length=10,
                        verbose_name="verstrekking",
                    ),
                ),
                ("basis", models.CharField(max_length=300, verbose_name="wettelijke grondslag")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="toelichting")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="geldig vanaf")),
                (
                    "valid_to",
                    models.DateField(
                        blank=True, help_text="De eerste dag erna.", null=True, verbose_name="geldig tot"
                    ),
                ),
                ("dropped", models.BooleanField(default=False, verbose_name="vervallen")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cells",
                        to="cases.disclosureversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "regel van de verstrekkingentabel",
                "verbose_name_plural": "regels van de verstrekkingentabel",
            },
        ),
        migrations.CreateModel(
            name="SharingAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "category",
                    models.CharField(
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
                        verbose_name="onderdeel",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("consent", "toestemming van de betrokkene"),
                            ("meldcode", "Meldcode: Veilig Thuis inlichten zonder toestemming"),
                            ("task", "nodig voor de wettelijke taak van de ontvanger"),
                            ("law", "een ander wettelijk voorschrift"),
                            ("danger", "acuut gevaar voor een persoon"),
                        ],
                        max_length=10,
                        verbose_name="grond",
                    ),
                ),
                ("purpose", models.CharField(max_length=200, verbose_name="doel")),
                ("explanation", models.CharField(blank=True, max_length=500, verbose_name="afweging")),
                ("passing_on_barred", models.BooleanField(default=True, verbose_name="niet doorgeven")),
                ("until", models.DateField(verbose_name="tot en met")),
                ("shared_at", models.DateTimeField(verbose_name="gedeeld op")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="ingetrokken op")),
                (
                    "withdrawal_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="reden van intrekking"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sharing_acts",
                        to="cases.case",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.organisation",
                        verbose_name="gever",
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
                        verbose_name="wie toestemming gaf",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.organisation",
                        verbose_name="ontvanger",
                    ),
                ),
                (
                    "shared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "verstrekking buiten de tabel",
                "verbose_name_plural": "verstrekkingen buiten de tabel",
            },
        ),
        migrations.AddConstraint(
            model_name="disclosureversion",
            constraint=models.UniqueConstraint(
                models.F("state"), condition=models.Q(("state", "draft")), name="one_disclosure_draft"
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosureversion",
            constraint=models.UniqueConstraint(
                models.F("state"), condition=models.Q(("state", "offered")), name="one_disclosure_offer"
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosureversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "approved")),
                fields=("effective_from",),
                name="one_disclosure_version_per_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosureversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("number__gt", 1),
                    models.Q(
                        ("judged_by__isnull", True),
                        models.Q(("judged_by", models.F("made_by")), _negated=True),
                        _connector="OR",
                    ),
                ),
                name="disclosure_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosureversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "approved"), _negated=True),
                    models.Q(("judged_by__isnull", False), ("effective_from__isnull", False)),
                    _connector="OR",
                ),
                name="disclosure_approved_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosurecell",
            constraint=models.UniqueConstraint(
                fields=("version", "giver_kind", "recipient_kind", "category", "phase"),
                name="disclosure_cell_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosurecell",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__isnull", True),
                    ("valid_to__isnull", True),
                    ("valid_to__gt", models.F("valid_from")),
                    _connector="OR",
                ),
                name="disclosure_cell_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="sharingact",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("case", "organisation", "recipient", "category", "ground", "person"),
                name="sharing_act_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="sharingact",
            constraint=models.CheckConstraint(
                condition=models.Q(("recipient", models.F("organisation")), _negated=True),
                name="sharing_with_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="sharingact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ground", "consent"), _negated=True), ("person__isnull", False), _connector="OR"
                ),
                name="sharing_consent_has_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="sharingact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at__isnull", True),
                    models.Q(("withdrawal_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="sharing_withdrawal_has_reason",
            ),
        ),
        migrations.RunSQL(TABLE, UNDO),
        migrations.RunSQL(ACTS, migrations.RunSQL.noop),
    ]
