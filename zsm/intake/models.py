"""Custody as a dated history, and the child check that police always does."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from cases.access.information import Information, information
from cases.access.rules.categories import Category
from cases.casefiles.models import Case
from cases.organisations.models import Organisation, User

CUSTODY_CHOICES = [
    ("held", "vast"),
    ("heard", "niet-vast, gehoord"),
    ("released", "niet-vast, in vrijheid in afwachting van de beslissing"),
]
ARREST_CHOICES = [("red_handed", "op heterdaad"), ("otherwise", "buiten heterdaad")]
HEARD_CHOICES = [("summoned", "ontboden"), ("by_chance", "bij toeval aangetroffen")]
MEASURE_CHECK_CHOICES = [
    ("none", "er loopt geen huisverbod of andere maatregel"),
    ("in_force", "er loopt een huisverbod of andere maatregel"),
]
OUTCOME_CHOICES = [("yes", "ja"), ("no", "nee"), ("not_yet_known", "nog niet bekend")]
CHILD_CHECK_CHOICES = [
    ("children", "er zijn kinderen"),
    ("no_children", "er zijn geen kinderen"),
]


class Custody(models.Model):
    """One period in the custody of the suspect; the last one without an end is where she or he is now."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.DECISION: (
                *("status", "starts_at", "ends_at", "arrested_at", "arrived_at", "order_at"),
                *("heard_at", "inserted_at"),
            ),
            Category.INVESTIGATION: (
                *("arrest_mode", "heard_how", "intoxicated", "place"),
                *("new_fact", "suspicion_continues"),
            ),
            Category.TECHNICAL: (
                "id",
                "public_id",
                "case",
                "first_decision_hours",
                "organisation",
                "recorded_by",
                "recorded_at",
            ),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="custodies")
    status = models.CharField("stand", max_length=10, choices=CUSTODY_CHOICES)
    arrest_mode = models.CharField("wijze van aanhouding", max_length=12, choices=ARREST_CHOICES, blank=True)
    arrested_at = models.DateTimeField("aangehouden op", null=True, blank=True)
    arrived_at = models.DateTimeField("aankomst op de plaats van verhoor", null=True, blank=True)
    order_at = models.DateTimeField("bevel ophouden voor onderzoek", null=True, blank=True)
    heard_how = models.CharField("gehoord", max_length=12, choices=HEARD_CHOICES, blank=True)
    heard_at = models.DateTimeField("verhoor op", null=True, blank=True)
    inserted_at = models.DateTimeField("ingebracht op ZSM", null=True, blank=True)
    place = models.CharField("plaats", max_length=120, blank=True)
    new_fact = models.CharField(
        "nieuw feit", max_length=500, blank=True, help_text="Waarop een niet-vaste verdachte is aangehouden."
    )
    suspicion_continues = models.CharField("waarom de verdenking voortduurt", max_length=500, blank=True)
    intoxicated = models.BooleanField("onder invloed bij aanhouding", default=False)
    first_decision_hours = models.PositiveSmallIntegerField(
        "uren tot de eerste beslissing", null=True, blank=True
    )
    starts_at = models.DateTimeField("vanaf")
    ends_at = models.DateTimeField("tot", null=True, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "vast of niet-vast"
        verbose_name_plural = "vast of niet-vast"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ends_at__isnull=True), name="one_running_custody_per_case"
            ),
            models.CheckConstraint(
                condition=~Q(status="held")
                | Q(arrested_at__isnull=False, arrived_at__isnull=False, arrived_at__gte=F("arrested_at")),
                name="held_has_arrest_and_arrival",
            ),
            models.CheckConstraint(
                condition=Q(heard_how="") | Q(heard_at__isnull=False), name="heard_has_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} vanaf {self.starts_at:%Y-%m-%d %H:%M}"


class ChildCheck(models.Model):
    """The child check (kindcheck): asked at every intake; a new answer is a new row."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.CHILDREN: ("result", "present_at_incident", "note"),
            Category.TECHNICAL: ("id", "public_id", "case", "organisation", "recorded_by", "recorded_at"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="child_checks")
    result = models.CharField("kindcheck", max_length=12, choices=CHILD_CHECK_CHOICES)
    present_at_incident = models.BooleanField("een kind was erbij", default=False)
    note = models.CharField("toelichting", max_length=300, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "kindcheck"
        verbose_name_plural = "kindchecks"

    def __str__(self) -> str:
        return self.get_result_display()


class MeasureCheck(models.Model):
    """Police looked whether a restraining order (huisverbod) or another measure is in force."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.DECISION: ("result", "note"),
            Category.TECHNICAL: ("id", "public_id", "case", "organisation", "recorded_by", "recorded_at"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="measure_checks")
    result = models.CharField("uitkomst", max_length=10, choices=MEASURE_CHECK_CHOICES)
    note = models.CharField("waar nagegaan", max_length=300, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "controle op een huisverbod"
        verbose_name_plural = "controles op een huisverbod"

    def __str__(self) -> str:
        return self.get_result_display()


class EarlierOutcome(models.Model):
    """What Veilig Thuis tells of an earlier report when the suspect is heard."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.ASSESSMENT_CONCLUSION: ("acute", "structural", "changed", "adapt_conditions"),
            Category.ASSESSMENT_GROUNDS: ("note",),
            Category.TECHNICAL: ("id", "public_id", "case", "organisation", "recorded_by", "recorded_at"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="earlier_outcomes")
    acute = models.CharField("acute onveiligheid", max_length=14, choices=OUTCOME_CHOICES)
    structural = models.CharField("structurele onveiligheid", max_length=14, choices=OUTCOME_CHOICES)
    changed = models.CharField("nieuwe informatie verandert dit", max_length=14, choices=OUTCOME_CHOICES)
    adapt_conditions = models.CharField("voorwaarden aanpassen", max_length=14, choices=OUTCOME_CHOICES)
    note = models.CharField("toelichting", max_length=500, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "uitkomst van de eerdere melding"
        verbose_name_plural = "uitkomsten van eerdere meldingen"

    def __str__(self) -> str:
        return f"uitkomst {self.public_id}"


class StartCorrection(models.Model):
    """A correction of the start or the hours of the first decision; the former values stay here."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.DECISION: (
                *("arrested_before", "arrived_before", "order_before", "hours_before", "due_before"),
                *("arrested_after", "arrived_after", "order_after", "hours_after", "due_after", "reason"),
            ),
            Category.TECHNICAL: (
                *("id", "public_id", "case", "custody", "organisation", "recorded_by", "recorded_at"),
            ),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="start_corrections")
    custody = models.ForeignKey(Custody, on_delete=models.PROTECT, related_name="corrections")
    arrested_before = models.DateTimeField("aanhouding was")
    arrived_before = models.DateTimeField("aankomst was")
    order_before = models.DateTimeField("bevel was", null=True, blank=True)
    hours_before = models.PositiveSmallIntegerField("uren waren")
    due_before = models.DateTimeField("liep af", null=True, blank=True)
    arrested_after = models.DateTimeField("aanhouding is")
    arrived_after = models.DateTimeField("aankomst is")
    order_after = models.DateTimeField("bevel is", null=True, blank=True)
    hours_after = models.PositiveSmallIntegerField("uren zijn")
    due_after = models.DateTimeField("loopt af", null=True, blank=True)
    reason = models.CharField("reden", max_length=500)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "correctie van het begin"
        verbose_name_plural = "correcties van het begin"

    def __str__(self) -> str:
        return f"correctie {self.public_id}"
