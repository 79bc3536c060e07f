"""Addresses that stand as cipher, who saw them, and copies that a second person lets go (security, S3, S4, W1)."""

from __future__ import annotations

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import cases.access.encryption

WALL = """
CALL wall_on_parent('cases_protectedaddress', 'cases_person', 'person_id');
CALL history_on('cases_protectedaddress', hidden => ARRAY['kind', 'end_reason'],
    parent => 'cases_person', col => 'person_id');
CALL wall_on_case('cases_blockeddocument');
-- Who asked sees what she or he asked; the partners read in the story that it was seen.
CALL wall_protect('cases_addressreveal', 'user_id = wall_user()',
    'user_id = wall_user() AND organisation_id = wall_organisation() AND wall_participates(case_id, 30)');
REVOKE UPDATE ON cases_addressreveal FROM veiligheid_web;
"""

# What no copy may hold, also of who is the same human being elsewhere; the maker need not know of it. It leaves
# as the cipher that it is. The suspect's own other self hides nothing from the suspect.
SCANNED = """
CREATE FUNCTION wall_family_addresses(wanted bigint)
    RETURNS TABLE (person bigint, name bytea, street bytea, postcode bytea, phone bytea)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH suspect AS (
        SELECT r.person_id FROM cases_caserole r WHERE r.case_id = wanted AND r.role = 'suspect'
    ), family AS (
        SELECT p.id FROM cases_person p JOIN cases_case c ON c.family_system_id = p.family_system_id
        WHERE c.id = wanted AND wall_participates(wanted, 20) AND p.id NOT IN (SELECT person_id FROM suspect)
    ), self AS (
        SELECT id AS person, id AS row FROM family
        UNION SELECT l.person_id, l.other_id FROM cases_personlink l
            WHERE l.undone_at IS NULL AND l.person_id IN (SELECT id FROM family)
        UNION SELECT l.other_id, l.person_id FROM cases_personlink l
            WHERE l.undone_at IS NULL AND l.other_id IN (SELECT id FROM family)
    )
    SELECT self.person, a.name, a.street, a.postcode, a.phone
    FROM cases_protectedaddress a JOIN self ON self.row = a.person_id WHERE a.valid_to IS NULL $$;
ALTER FUNCTION wall_family_addresses(bigint) OWNER TO veiligheid_guard;
REVOKE ALL ON FUNCTION wall_family_addresses(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall_family_addresses(bigint) TO veiligheid_web;

CREATE FUNCTION wall_address_changed_at(wanted bigint) RETURNS timestamptz
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT max(greatest(a.valid_from, a.valid_to)) FROM cases_protectedaddress a
    WHERE EXISTS (SELECT 1 FROM cases_caserole r WHERE r.person_id = wanted AND wall_participates(r.case_id, 20))
        AND a.person_id IN (SELECT wanted
            UNION SELECT l.other_id FROM cases_personlink l WHERE l.person_id = wanted AND l.undone_at IS NULL
            UNION SELECT l.person_id FROM cases_personlink l WHERE l.other_id = wanted AND l.undone_at IS NULL) $$;
ALTER FUNCTION wall_address_changed_at(bigint) OWNER TO veiligheid_guard;
REVOKE ALL ON FUNCTION wall_address_changed_at(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall_address_changed_at(bigint) TO veiligheid_web;
"""


class Migration(migrations.Migration):
    """Keep addresses closed, and scan for them."""

    dependencies: ClassVar = [
        ("cases", "0027_looks_planned_once"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="BlockedDocument",
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
                ("subject_public_id", models.UUIDField(null=True, verbose_name="kenmerk van het onderwerp")),
                ("fingerprint", models.CharField(max_length=64, verbose_name="SHA-256 van de tekst")),
                ("findings", models.JSONField(default=list, verbose_name="bevindingen")),
                ("reason", models.CharField(max_length=300, verbose_name="waarom dit toch mag")),
                ("asked_at", models.DateTimeField(verbose_name="gevraagd op")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("released", "vrijgegeven"), ("refused", "niet vrijgegeven")],
                        max_length=10,
                        verbose_name="uitkomst",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="besloten op")),
                ("decision_reason", models.CharField(blank=True, max_length=300, verbose_name="toelichting")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="blocked_documents",
                        to="cases.case",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "verbose_name": "tegengehouden document",
                "verbose_name_plural": "tegengehouden documenten",
            },
        ),
        migrations.AddField(
            model_name="document",
            name="released_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="cases.blockeddocument",
                verbose_name="vrijgegeven na onderzoek",
            ),
        ),
        migrations.CreateModel(
            name="ProtectedAddress",
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
                            ("home", "woonadres"),
                            ("stay", "verblijf bij anderen"),
                            ("shelter", "opvang"),
                            ("work", "werk"),
                            ("school", "school of kinderopvang"),
                        ],
                        max_length=10,
                        verbose_name="soort",
                    ),
                ),
                (
                    "name",
                    cases.access.encryption.SealedTextField(
                        verbose_name="naam van opvang, school of werkgever"
                    ),
                ),
                ("street", cases.access.encryption.SealedTextField(verbose_name="straat en huisnummer")),
                ("postcode", cases.access.encryption.SealedTextField(verbose_name="postcode")),
                ("place", cases.access.encryption.SealedTextField(verbose_name="plaats")),
                ("phone", cases.access.encryption.SealedTextField(verbose_name="telefoonnummer daar")),
                ("valid_from", models.DateTimeField(verbose_name="geldig vanaf")),
                ("valid_to", models.DateTimeField(blank=True, null=True, verbose_name="geldig tot")),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="reden van beëindigen"),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="protected_addresses",
                        to="cases.person",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "beschermd adres",
                "verbose_name_plural": "beschermde adressen",
            },
        ),
        migrations.CreateModel(
            name="AddressReveal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reason", models.CharField(max_length=200, verbose_name="reden")),
                ("asked_at", models.DateTimeField(verbose_name="gevraagd op")),
                ("visible_until", models.DateTimeField(null=True, verbose_name="zichtbaar tot")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.organisation"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "address",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reveals",
                        to="cases.protectedaddress",
                    ),
                ),
            ],
            options={
                "verbose_name": "onthulling van een beschermd adres",
                "verbose_name_plural": "onthullingen van beschermde adressen",
            },
        ),
        migrations.AddConstraint(
            model_name="blockeddocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("outcome", "")),
                    models.Q(
                        models.Q(("outcome", ""), _negated=True),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="blocked_document_decided_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="blockeddocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="blocked_document_second_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="blockeddocument",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "")),
                fields=("case", "kind", "organisation", "fingerprint"),
                name="blocked_document_asked_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="protectedaddress",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_to__isnull", True)),
                fields=("person", "kind"),
                name="one_running_protected_address",
            ),
        ),
        migrations.AddIndex(
            model_name="addressreveal",
            index=models.Index(fields=["user", "-asked_at"], name="reveal_by_user"),
        ),
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
        migrations.RunSQL(
            SCANNED, "DROP FUNCTION wall_family_addresses(bigint), wall_address_changed_at(bigint)"
        ),
    ]
