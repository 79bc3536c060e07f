"""Files on a case: searched, closed, free for others only after that (security, S3, W3)."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import cases.access.encryption

# Others read of an attachment only while it is free; the organisation that gave it always, and only it changes it.
WALL = """
CALL wall_protect('cases_attachment',
    'wall_participates(case_id, 20) AND (organisation_id = wall_organisation() OR freed_at IS NOT NULL)',
    'wall_participates(case_id, 30) AND organisation_id = wall_organisation()');
CREATE POLICY wall_read_in_emergency ON cases_attachment FOR SELECT TO veiligheid_web
    USING (freed_at IS NOT NULL
        AND case_id = ANY (NULLIF(current_setting('app.emergency', true), '')::bigint[]));
CALL history_on('cases_attachment', hidden => ARRAY['title', 'findings', 'withdrawal_reason']);
-- The bytes: nobody gets those of a withdrawn one, in an emergency nobody gets any.
CALL wall_protect('cases_attachmentcontent',
    'EXISTS (SELECT 1 FROM cases_attachment a WHERE a.id = cases_attachmentcontent.attachment_id
        AND wall_participates(a.case_id, 20) AND a.state <> ''withdrawn''
        AND (a.state = ''free'' OR a.organisation_id = wall_organisation()))',
    'EXISTS (SELECT 1 FROM cases_attachment a WHERE a.id = cases_attachmentcontent.attachment_id
        AND wall_participates(a.case_id, 30) AND a.organisation_id = wall_organisation())');
CALL history_on('cases_attachmentcontent', parent => 'cases_attachment', col => 'attachment_id');
REVOKE UPDATE ON cases_attachmentcontent FROM veiligheid_web;
-- What a second person thought of it is for the organisation of the giver.
CALL wall_protect('cases_attachmentlook',
    'EXISTS (SELECT 1 FROM cases_attachment a WHERE a.id = cases_attachmentlook.attachment_id
        AND wall_participates(a.case_id, 20) AND a.organisation_id = wall_organisation())',
    'EXISTS (SELECT 1 FROM cases_attachment a WHERE a.id = cases_attachmentlook.attachment_id
        AND wall_participates(a.case_id, 30) AND a.organisation_id = wall_organisation())');
CALL history_on('cases_attachmentlook', hidden => ARRAY['reason', 'findings'],
    parent => 'cases_attachment', col => 'attachment_id');
REVOKE UPDATE ON cases_attachmentlook FROM veiligheid_web;
"""

# Whoever reads a free attachment may hold it back when a new search finds something, and must know what a second
# person weighed before: as the cipher that it is, opened by the search alone.
FUNCTIONS = """
CREATE FUNCTION wall_hold_attachment(wanted bigint, hits jsonb) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE cases_attachment a SET state = 'held', freed_at = NULL, findings = hits
        WHERE a.id = wanted AND a.state = 'free' AND wall_participates(a.case_id, 20);
    RETURN FOUND;
END $$;
CREATE FUNCTION wall_attachment_weighed(wanted bigint) RETURNS TABLE (weighed bytea)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT l.weighed FROM cases_attachmentlook l JOIN cases_attachment a ON a.id = l.attachment_id
        WHERE a.id = wanted AND l.outcome = 'released' AND wall_participates(a.case_id, 20) $$;
ALTER FUNCTION wall_hold_attachment(bigint, jsonb) OWNER TO veiligheid_guard;
ALTER FUNCTION wall_attachment_weighed(bigint) OWNER TO veiligheid_guard;
REVOKE ALL ON FUNCTION wall_hold_attachment(bigint, jsonb), wall_attachment_weighed(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall_hold_attachment(bigint, jsonb), wall_attachment_weighed(bigint) TO veiligheid_web;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0032_person_links"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
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
                ("title", models.CharField(max_length=120, verbose_name="titel")),
                (
                    "media_type",
                    models.CharField(
                        choices=[
                            ("application/pdf", "PDF"),
                            ("image/jpeg", "JPEG-afbeelding"),
                            ("image/png", "PNG-afbeelding"),
                        ],
                        max_length=20,
                        verbose_name="soort",
                    ),
                ),
                ("size", models.PositiveIntegerField(verbose_name="grootte in bytes")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("pages", models.PositiveSmallIntegerField(verbose_name="bladzijden")),
                ("searchable", models.BooleanField(verbose_name="geheel te doorzoeken")),
                ("given_at", models.DateTimeField(verbose_name="gegeven op")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "wacht op nakijken"),
                            ("held", "tegengehouden"),
                            ("free", "vrij"),
                            ("refused", "niet vrijgegeven"),
                            ("withdrawn", "ingetrokken"),
                        ],
                        max_length=10,
                        verbose_name="staat",
                    ),
                ),
                ("findings", models.JSONField(blank=True, default=list, verbose_name="bevindingen")),
                ("freed_at", models.DateTimeField(blank=True, null=True, verbose_name="vrij sinds")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="ingetrokken op")),
                (
                    "withdrawal_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="reden van intrekking"),
                ),
            ],
            options={
                "verbose_name": "bijlage",
                "verbose_name_plural": "bijlagen",
            },
        ),
        migrations.CreateModel(
            name="AttachmentContent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("contents", cases.access.encryption.SealedFileField(verbose_name="inhoud")),
                ("words", cases.access.encryption.SealedTextField(verbose_name="gevonden tekst")),
            ],
            options={
                "verbose_name": "inhoud van een bijlage",
                "verbose_name_plural": "inhouden van bijlagen",
            },
        ),
        migrations.CreateModel(
            name="AttachmentLook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[("released", "vrijgegeven"), ("refused", "niet vrijgegeven")],
                        max_length=10,
                        verbose_name="uitkomst",
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="toelichting")),
                ("findings", models.JSONField(blank=True, default=list, verbose_name="bevindingen")),
                ("weighed", cases.access.encryption.SealedTextField(verbose_name="afgewogen gegevens")),
                ("decided_at", models.DateTimeField(verbose_name="besloten op")),
            ],
            options={
                "verbose_name": "blik van een tweede persoon",
                "verbose_name_plural": "blikken van een tweede persoon",
            },
        ),
        migrations.RemoveConstraint(
            model_name="sharingact",
            name="sharing_act_once",
        ),
        migrations.AddField(
            model_name="attachment",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="attachments", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="given_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="gegeven door",
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.organisation",
                verbose_name="gever",
            ),
        ),
        migrations.AddField(
            model_name="attachment",
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
        migrations.AddField(
            model_name="sharingact",
            name="attachment",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sharing_acts",
                to="cases.attachment",
                verbose_name="bijlage",
            ),
        ),
        migrations.AddConstraint(
            model_name="sharingact",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("case", "organisation", "recipient", "category", "ground", "person", "attachment"),
                name="sharing_act_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddField(
            model_name="attachmentcontent",
            name="attachment",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="content", to="cases.attachment"
            ),
        ),
        migrations.AddField(
            model_name="attachmentlook",
            name="attachment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="looks", to="cases.attachment"
            ),
        ),
        migrations.AddField(
            model_name="attachmentlook",
            name="decided_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="attachmentlook",
            name="given_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(fields=["case", "-given_at", "-id"], name="attachment_list"),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "withdrawn"),
                    models.Q(("freed_at__isnull", False), ("state", "free")),
                    models.Q(models.Q(("state", "free"), _negated=True), ("freed_at__isnull", True)),
                    _connector="OR",
                ),
                name="attachment_read_when_free",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "withdrawn"),
                        ("withdrawn_at__isnull", False),
                        models.Q(("withdrawal_reason", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state", "withdrawn"), _negated=True),
                        ("withdrawal_reason", ""),
                        ("withdrawn_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="attachment_withdrawn_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachmentlook",
            constraint=models.CheckConstraint(
                condition=models.Q(("decided_by", models.F("given_by")), _negated=True),
                name="attachment_second_person",
            ),
        ),
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
        migrations.RunSQL(
            FUNCTIONS, "DROP FUNCTION wall_hold_attachment(bigint, jsonb), wall_attachment_weighed(bigint)"
        ),
    ]
