"""Advice, civil triage, contributions and the table in session, each behind the wall."""

from __future__ import annotations

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

WALL = """
CALL wall_on_case('zsm_contribution');
CALL wall_on_parent('zsm_contributionpart', 'zsm_contribution', 'contribution_id');
CALL wall_on_case('zsm_civiltriage');
CALL wall_on_parent('zsm_triageagreement', 'zsm_civiltriage', 'triage_id');
CALL wall_on_case('zsm_tableitem');

-- A draft is its own organisation's; what was handed in stands as it is.
CALL wall_protect('zsm_advice',
    'EXISTS (SELECT 1 FROM cases_participation p WHERE p.case_id = zsm_advice.case_id
        AND p.organisation_id = wall_organisation() AND p.level >= 20 AND p.ended_at IS NULL)
     AND (zsm_advice.status = ''handed_in'' OR zsm_advice.organisation_id = wall_organisation())',
    'EXISTS (SELECT 1 FROM cases_participation p WHERE p.case_id = zsm_advice.case_id
        AND p.organisation_id = wall_organisation() AND p.level >= 30 AND p.ended_at IS NULL)
     AND zsm_advice.organisation_id = wall_organisation()');
CREATE POLICY advice_stands ON zsm_advice AS RESTRICTIVE FOR UPDATE TO veiligheid_web
    USING (zsm_advice.status = 'draft') WITH CHECK (true);

-- A table belongs to a location: seen by the organisations that work for it, led by who opened it.
CALL wall_protect('zsm_tablesession',
    'EXISTS (SELECT 1 FROM cases_municipalityrouting r JOIN cases_municipality m ON m.id = r.municipality_id
        WHERE m.zsm_location_id = zsm_tablesession.location_id AND r.organisation_id = wall_organisation())',
    'zsm_tablesession.organisation_id = wall_organisation()');
CALL wall_on_parent('zsm_tableseat', 'zsm_tablesession', 'session_id');
"""


class Migration(migrations.Migration):
    """Make the tables and raise their wall."""

    dependencies = [
        ("cases", "0003_wall_procedures"),
        ("zsm", "0002_wall"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CivilTriage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.PositiveIntegerField(verbose_name="versie")),
                ("concerns", models.JSONField(default=list, verbose_name="zorgen per kind")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("no_action", "geen actie van de Raad"),
                            ("vt_goes_on", "Veilig Thuis gaat door"),
                            ("inquiry", "beschermingsonderzoek door de Raad"),
                            ("supervision_order", "ondertoezichtstelling gevraagd (Verzoek tot Onderzoek)"),
                            (
                                "provisional_supervision_order",
                                "voorlopige ondertoezichtstelling gevraagd (Verzoek tot Onderzoek)",
                            ),
                        ],
                        max_length=40,
                        verbose_name="uitkomst",
                    ),
                ),
                ("reason", models.TextField(max_length=4000, verbose_name="reden")),
                (
                    "consequence",
                    models.TextField(
                        blank=True,
                        max_length=2000,
                        verbose_name="gevolg als het gezin zich er niet aan houdt",
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="vastgelegd op")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="civil_triages",
                        to="cases.case",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "triage kinderen",
                "verbose_name_plural": "triages kinderen",
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.PositiveIntegerField(verbose_name="versie")),
                (
                    "view",
                    models.TextField(blank=True, max_length=2000, verbose_name="kijk op de onveiligheid"),
                ),
                (
                    "offer",
                    models.TextField(blank=True, max_length=2000, verbose_name="wat de organisatie kan doen"),
                ),
                ("dissent", models.TextField(blank=True, max_length=2000, verbose_name="ander oordeel")),
                (
                    "dissent_reason",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="reden van het andere oordeel"
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="vastgelegd op")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="cases.case",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "inbreng",
                "verbose_name_plural": "inbreng",
            },
        ),
        migrations.CreateModel(
            name="ContributionPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("text", models.TextField(max_length=2000, verbose_name="wat de organisatie weet")),
                (
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="zsm.contribution",
                    ),
                ),
            ],
            options={
                "verbose_name": "onderdeel van de inbreng",
                "verbose_name_plural": "onderdelen van de inbreng",
            },
        ),
        migrations.CreateModel(
            name="TableSession",
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
                    "part",
                    models.CharField(
                        choices=[("morning", "ochtend"), ("afternoon", "middag"), ("evening", "avond")],
                        max_length=10,
                        verbose_name="dagdeel",
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="geopend op")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="gesloten op")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="table_sessions",
                        to="cases.zsmlocation",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
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
                "verbose_name": "ZSM-tafel",
                "verbose_name_plural": "ZSM-tafels",
            },
        ),
        migrations.CreateModel(
            name="TableSeat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField(verbose_name="vanaf")),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="tot")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.organisation"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="zsm.tablesession",
                    ),
                ),
            ],
            options={
                "verbose_name": "plaats aan tafel",
                "verbose_name_plural": "plaatsen aan tafel",
            },
        ),
        migrations.CreateModel(
            name="TableItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("place", models.PositiveIntegerField(verbose_name="volgorde")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "wacht"),
                            ("current", "nu aan de orde"),
                            ("discussed", "besproken"),
                            ("put_back", "teruggelegd"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="stand",
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, max_length=300, verbose_name="reden van terugleggen"),
                ),
                ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="begonnen op")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="afgerond op")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="table_items",
                        to="cases.case",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.organisation"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="zsm.tablesession",
                    ),
                ),
            ],
            options={
                "verbose_name": "beurt aan tafel",
                "verbose_name_plural": "beurten aan tafel",
            },
        ),
        migrations.CreateModel(
            name="TriageAgreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("agreed", models.BooleanField(verbose_name="akkoord")),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="toelichting")),
                ("recorded_at", models.DateTimeField(verbose_name="vastgelegd op")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.organisation"
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
                (
                    "triage",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreement",
                        to="zsm.civiltriage",
                    ),
                ),
            ],
            options={
                "verbose_name": "instemming van Veilig Thuis",
                "verbose_name_plural": "instemmingen van Veilig Thuis",
            },
        ),
        migrations.CreateModel(
            name="Advice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.PositiveIntegerField(verbose_name="versie")),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "concept"), ("handed_in", "uitgebracht")],
                        default="draft",
                        max_length=10,
                        verbose_name="stand",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("zsm_short", "kort ZSM-advies"),
                            ("early_help", "vroeghulpadvies aan de rechter-commissaris"),
                            ("spreekuur", "spreekuuradvies"),
                            ("court_report", "rapport aan de rechter"),
                        ],
                        max_length=20,
                        verbose_name="soort advies",
                    ),
                ),
                (
                    "stalking",
                    models.BooleanField(default=False, verbose_name="stalkingzaak bij het uitbrengen"),
                ),
                (
                    "risk",
                    models.TextField(blank=True, max_length=6000, verbose_name="inschatting van het risico"),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("detention", "bewaring"),
                            ("suspension", "schorsing van de voorlopige hechtenis onder voorwaarden"),
                            ("behavioural_order", "invrijheidstelling met gedragsaanwijzing (art. 509hh Sv)"),
                            ("summons", "dagvaarding"),
                            ("penal_order", "strafbeschikking"),
                            ("om_hearing", "oproep voor een OM-zitting"),
                            ("conditional_dismissal", "voorwaardelijk sepot"),
                            ("dismissal", "sepot"),
                            ("halt", "verwijzing naar Halt"),
                            ("plan_date", "plandatum, met later een vervolgadvies"),
                        ],
                        max_length=30,
                        verbose_name="geadviseerde beslissing",
                    ),
                ),
                (
                    "decision_reason",
                    models.TextField(blank=True, max_length=4000, verbose_name="waarom deze beslissing"),
                ),
                ("conditions", models.JSONField(default=list, verbose_name="geadviseerde voorwaarden")),
                (
                    "vt_conditions",
                    models.JSONField(default=dict, verbose_name="voorwaarden van Veilig Thuis"),
                ),
                (
                    "em",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "ja"), ("no", "nee"), ("not_applicable", "niet van toepassing")],
                        max_length=20,
                        verbose_name="elektronische monitoring",
                    ),
                ),
                (
                    "em_reason",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="afweging elektronische monitoring"
                    ),
                ),
                (
                    "dut",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "ja"), ("no", "nee"), ("not_applicable", "niet van toepassing")],
                        max_length=20,
                        verbose_name="dadelijk uitvoerbaar toezicht",
                    ),
                ),
                (
                    "dut_reason",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="afweging dadelijke uitvoerbaarheid"
                    ),
                ),
                (
                    "feasibility",
                    models.TextField(blank=True, max_length=4000, verbose_name="uitvoerbaarheid"),
                ),
                (
                    "instruments",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[("risc", "RISC"), ("b_safer", "B-SAFER"), ("lij", "LIJ")], max_length=20
                        ),
                        default=list,
                        size=None,
                        verbose_name="instrumenten",
                    ),
                ),
                (
                    "spoken_with",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("suspect", "de verdachte"),
                                ("victim", "het slachtoffer"),
                                ("network", "iemand uit het netwerk"),
                                ("veilig_thuis", "Veilig Thuis"),
                                ("police", "de politie"),
                                ("victim_support", "Slachtofferhulp"),
                                ("care", "een hulpverlener"),
                                ("nobody", "niemand"),
                            ],
                            max_length=20,
                        ),
                        default=list,
                        size=None,
                        verbose_name="met wie gesproken",
                    ),
                ),
                (
                    "spoken_note",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="toelichting op de gesprekken"
                    ),
                ),
                (
                    "children_heard",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("vt", "ja, door Veilig Thuis"),
                            ("rvdk", "ja, door de Raad voor de Kinderbescherming"),
                            ("not_heard", "nee"),
                            ("no_children", "er zijn geen kinderen"),
                        ],
                        max_length=20,
                        verbose_name="kinderen gesproken",
                    ),
                ),
                (
                    "children_note",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="toelichting over de kinderen"
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="vastgelegd op")),
                ("handed_in_at", models.DateTimeField(blank=True, null=True, verbose_name="uitgebracht op")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="advices", to="cases.case"
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "advies",
                "verbose_name_plural": "adviezen",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "organisation", "version"), name="advice_version_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "draft")),
                        fields=("case", "organisation"),
                        name="one_draft_per_adviser",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("handed_in_at__isnull", True), ("status", "draft")),
                            models.Q(("handed_in_at__isnull", False), ("status", "handed_in")),
                            _connector="OR",
                        ),
                        name="advice_handed_in_has_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "draft"),
                            ("stalking", False),
                            models.Q(
                                models.Q(("em", ""), _negated=True),
                                models.Q(("em_reason", ""), _negated=True),
                                models.Q(("dut", ""), _negated=True),
                                models.Q(("dut_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="stalking_advice_weighs_em_and_dut",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="civiltriage",
            constraint=models.UniqueConstraint(fields=("case", "version"), name="triage_version_once"),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.UniqueConstraint(
                fields=("case", "organisation", "version"), name="contribution_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("dissent", ""), ("dissent_reason", "")),
                    models.Q(
                        models.Q(("dissent", ""), _negated=True),
                        models.Q(("dissent_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="dissent_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="contributionpart",
            constraint=models.UniqueConstraint(
                fields=("contribution", "category"), name="contribution_part_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="tablesession",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True)),
                fields=("location",),
                name="one_open_table_per_location",
            ),
        ),
        migrations.AddConstraint(
            model_name="tableseat",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)),
                fields=("session", "organisation"),
                name="one_seat_per_organisation",
            ),
        ),
        migrations.AddConstraint(
            model_name="tableitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["waiting", "current"])),
                fields=("session", "case"),
                name="one_running_turn_per_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="tableitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "current")), fields=("session",), name="one_case_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="tableitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "put_back"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="put_back_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="triageagreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("agreed", True), models.Q(("note", ""), _negated=True), _connector="OR"),
                name="no_agreement_has_note",
            ),
        ),
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
    ]
