"""Safety conditions, the legal measures that prop them up, and breaches."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.access.information import Information, information
from cases.access.rules.categories import Category
from cases.casefiles.models import Case
from cases.organisations.models import Organisation, User
from cases.persons.models import Person
from cases.plans.rules.catalogue import measure_version
from cases.plans.rules.changes import CHANGE_LABELS
from cases.plans.rules.measure import Measure, MeasureKind

CONDITION_KIND_CHOICES = [("floor", "bodemeis (acuut)"), ("additional", "aanvullend (structureel)")]
BREACH_OUTCOME_CHOICES = [
    ("", "nog niet beoordeeld"),
    ("prosecuted", "vervolgd"),
    ("measure_tightened", "maatregel verzwaard"),
    ("no_action", "geen vervolg"),
]
CHANGE_CHOICES = [(change.value, label) for change, label in CHANGE_LABELS.items()]


class SafetyCondition(models.Model):
    """A floor demand of Veilig Thuis: whom it binds, who supervises, who reports a breach, what follows."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.PLAN: (
                "kind",
                "text",
                "binds",
                "supervisor",
                "supervision",
                "breach_reporter",
                "breach_reported_to",
                "consequence",
                "starts_on",
                "ends_on",
                "withdrawn_at",
                "withdrawal_reason",
            ),
            Category.TECHNICAL: ("id", "public_id", "case", "organisation", "recorded_by", "recorded_at"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="conditions")
    kind = models.CharField("soort", max_length=10, choices=CONDITION_KIND_CHOICES)
    text = models.CharField("voorwaarde", max_length=500)
    binds = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="geldt voor")
    supervisor = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="wie houdt toezicht"
    )
    supervision = models.CharField("hoe wordt toezicht gehouden", max_length=300, blank=True)
    breach_reporter = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="wie meldt een schending"
    )
    breach_reported_to = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="aan wie"
    )
    consequence = models.CharField("wat volgt er bij een schending", max_length=300)
    starts_on = models.DateField("vanaf")
    ends_on = models.DateField("tot en met", null=True, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField("vastgelegd op")
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True, blank=True)
    withdrawal_reason = models.CharField("reden van intrekking", max_length=200, blank=True)

    class Meta:
        verbose_name = "veiligheidsvoorwaarde"
        verbose_name_plural = "veiligheidsvoorwaarden"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="condition_period"
            )
        ]

    def __str__(self) -> str:
        return f"voorwaarde {self.public_id}"


class SafetyMeasure(models.Model):
    """A legal measure: what, on which basis, for whose protection, served and registered when and by whom."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.DECISION: (
                "kind",
                "parts",
                "binds",
                "basis",
                "imposed_by",
                "imposed_at",
                "starts_at",
                "ends_at",
                "area",
                "electronic_monitoring",
                "supervisor",
                "served_at",
                "served_by",
                "registered_at",
                "registered_by",
                "breach_reporting",
                "grounds",
                "ended_reason",
                "suspended_at",
                "protects",
            ),
            Category.TECHNICAL: (
                "id",
                "public_id",
                "case",
                "catalogue_version",
                "organisation",
                "recorded_by",
                "recorded_at",
            ),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="measures")
    kind = models.CharField("maatregel", max_length=40)
    binds = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="geldt voor")
    parts = ArrayField(models.CharField(max_length=40), verbose_name="onderdelen", default=list)
    basis = models.CharField("grondslag", max_length=80)
    catalogue_version = models.CharField("versie van de catalogus", max_length=20)
    grounds = models.CharField("gronden", max_length=200, blank=True)
    imposed_by = models.CharField("opgelegd door", max_length=120)
    imposed_at = models.DateTimeField("opgelegd op")
    starts_at = models.DateTimeField("van kracht vanaf")
    ends_at = models.DateTimeField("van kracht tot", null=True, blank=True)
    area = models.CharField("gebied of adres", max_length=300, blank=True)
    protects = models.ManyToManyField(
        Person, through="MeasureProtection", related_name="+", verbose_name="beschermt"
    )
    electronic_monitoring = models.BooleanField("elektronische monitoring", default=False)
    supervisor = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="wie houdt toezicht",
    )
    served_at = models.DateTimeField("uitgereikt op", null=True, blank=True)
    served_by = models.CharField("uitgereikt door", max_length=120, blank=True)
    registered_at = models.DateTimeField("bij de politie geregistreerd op", null=True, blank=True)
    registered_by = models.CharField("geregistreerd door", max_length=120, blank=True)
    breach_reporting = models.CharField("overtreding melden bij", max_length=200)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField("vastgelegd op")
    ended_reason = models.CharField("eerder geëindigd, omdat", max_length=200, blank=True)
    suspended_at = models.DateTimeField("geschorst op", null=True, blank=True)

    class Meta:
        verbose_name = "veiligheidsmaatregel"
        verbose_name_plural = "veiligheidsmaatregelen"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(served_at__isnull=True, served_by="")
                | (Q(served_at__isnull=False) & ~Q(served_by="")),
                name="served_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="measure_period"
            ),
        ]

    def __str__(self) -> str:
        return f"maatregel {self.public_id}"

    @property
    def row(self) -> Measure:
        """The row of the measure catalogue in the version with which the measure was recorded."""
        return measure_version(MeasureKind(self.kind), self.catalogue_version)

    @property
    def label(self) -> str:
        """The name of the measure, such as "gedragsaanwijzing"."""
        return self.row.label


class MeasureProtection(models.Model):
    """Which person a measure protects."""

    INFORMATION: ClassVar[Information] = information(
        {Category.DECISION: ("person",), Category.TECHNICAL: ("id", "measure")}
    )

    measure = models.ForeignKey(SafetyMeasure, on_delete=models.PROTECT, related_name="protections")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "beschermde persoon"
        verbose_name_plural = "beschermde personen"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["measure", "person"], name="protection_once_per_measure")
        ]

    def __str__(self) -> str:
        return f"beschermt {self.person}"


class Breach(models.Model):
    """A measure was broken; until OM has judged it the measure does not count as protection (guard 1)."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.DECISION: ("measure", "happened_at", "judged_at", "outcome"),
            Category.INVESTIGATION: ("description",),
            Category.TECHNICAL: (
                "id",
                "public_id",
                "organisation",
                "recorded_by",
                "recorded_at",
                "judged_by",
            ),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    measure = models.ForeignKey(SafetyMeasure, on_delete=models.PROTECT, related_name="breaches")
    happened_at = models.DateTimeField("overtreden op")
    description = models.CharField("wat gebeurde er", max_length=500)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField("vastgelegd op")
    judged_at = models.DateTimeField("beoordeeld op", null=True, blank=True)
    judged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(
        "oordeel van het OM", max_length=20, choices=BREACH_OUTCOME_CHOICES, blank=True, default=""
    )

    class Meta:
        verbose_name = "schending"
        verbose_name_plural = "schendingen"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(judged_at__isnull=True, outcome="")
                | (Q(judged_at__isnull=False) & ~Q(outcome="")),
                name="judged_breach_has_outcome",
            )
        ]

    def __str__(self) -> str:
        return f"schending {self.public_id}"


class MeasureChange(models.Model):
    """What happened with a measure after it was imposed; the former end stays on the record."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.DECISION: ("kind", "effective_at", "ends_before", "ends_at", "ordered_by", "reason"),
            Category.TECHNICAL: ("id", "public_id", "measure", "organisation", "recorded_by", "recorded_at"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    measure = models.ForeignKey(SafetyMeasure, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField("wat", max_length=12, choices=CHANGE_CHOICES)
    effective_at = models.DateTimeField("met ingang van")
    ends_before = models.DateTimeField("einde tot dan toe", null=True, blank=True)
    ends_at = models.DateTimeField("einde daarna", null=True, blank=True)
    ordered_by = models.CharField("wie besliste", max_length=120, blank=True)
    reason = models.CharField("reden", max_length=500)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "wijziging van een maatregel"
        verbose_name_plural = "wijzigingen van maatregelen"

    def __str__(self) -> str:
        return f"wijziging {self.public_id}"
