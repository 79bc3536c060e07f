"""The three facts of the prosecutor, and decisions with what was on the table frozen in them."""

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
from zsm.decision.rules.court import OUTCOMES
from zsm.decision.rules.facts import EVIDENCE_LABELS, Answer
from zsm.decision.rules.kinds import DECISION_LABELS
from zsm.decision.rules.release import RELEASE_GROUND_LABELS
from zsm.decision.rules.standstill import TITLE_LABELS

ANSWER_CHOICES = [("yes", "ja"), ("no", "nee"), ("unknown", "nog niet bekend")]
EVIDENCE_CHOICES = [(evidence.value, label) for evidence, label in EVIDENCE_LABELS.items()]
KIND_CHOICES = [(kind.value, label) for kind, label in DECISION_LABELS.items()]
OUTCOME_CHOICES = [(outcome.value, row.label) for outcome, row in OUTCOMES.items()]
TITLE_CHOICES = [(title.value, label) for title, label in TITLE_LABELS.items()]
RELEASE_CHOICES = [(ground.value, label) for ground, label in RELEASE_GROUND_LABELS.items()]


class ProsecutionFacts(models.Model):
    """Suspicion, evidence and serious objections as OM states them; a new statement is a new version."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.INVESTIGATION: (
                "suspicion",
                "suspicion_ground",
                "evidence",
                "serious_objections",
                "criminal_measures_needed",
                "explanation",
            ),
            Category.TECHNICAL: (
                "id",
                "public_id",
                "case",
                "version",
                "organisation",
                "recorded_by",
                "recorded_at",
            ),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="prosecution_facts")
    version = models.PositiveSmallIntegerField("versie")
    suspicion = models.CharField("verdenking", max_length=10, choices=ANSWER_CHOICES)
    suspicion_ground = models.CharField("waarop berust de verdenking", max_length=300, blank=True)
    evidence = models.CharField("bewijs", max_length=25, choices=EVIDENCE_CHOICES)
    serious_objections = models.CharField("ernstige bezwaren", max_length=10, choices=ANSWER_CHOICES)
    criminal_measures_needed = models.CharField(
        "strafrechtelijke maatregelen nodig",
        max_length=10,
        choices=ANSWER_CHOICES,
        default=Answer.UNKNOWN.value,
    )
    explanation = models.TextField("toelichting", max_length=4000, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "feiten van het OM"
        verbose_name_plural = "feiten van het OM"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "version"], name="facts_version_once"),
            models.CheckConstraint(
                condition=~Q(suspicion="yes") | ~Q(suspicion_ground=""), name="suspicion_has_ground"
            ),
        ]

    def __str__(self) -> str:
        return f"feiten, versie {self.version}"


class Decision(models.Model):
    """One act of the prosecutor; the orders in it are separate rows."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.DECISION: (
                "motivation",
                "decided_at",
                "informer",
                "late_reason",
                "overridden_guards",
                "override_motivation",
            ),
            Category.INVESTIGATION: ("on_the_table", "flowchart_row"),
            Category.TECHNICAL: ("id", "public_id", "case", "organisation", "decided_by", "recorded_at"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    motivation = models.TextField("motivering", max_length=8000)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("besloten op")
    recorded_at = models.DateTimeField("vastgelegd op")
    informer = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="wie informeert het slachtoffer",
    )
    late_reason = models.CharField("reden van de overschrijding", max_length=500, blank=True)
    on_the_table = models.JSONField("wat op tafel lag")
    flowchart_row = models.PositiveSmallIntegerField("rij van de beslisboom", null=True)
    overridden_guards = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name="opzijgezette waarborgen", default=list
    )
    override_motivation = models.TextField("motivering van het opzijzetten", max_length=4000, blank=True)

    class Meta:
        verbose_name = "beslissing"
        verbose_name_plural = "beslissingen"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(overridden_guards=[]) | ~Q(override_motivation=""), name="override_has_motivation"
            )
        ]

    def __str__(self) -> str:
        return f"beslissing {self.public_id}"


class DecisionOrder(models.Model):
    """One thing that a decision orders, with only the fields that its kind needs (tables, section 4)."""

    INFORMATION: ClassVar[Information] = information(
        {Category.DECISION: ("kind", "values"), Category.TECHNICAL: ("id", "public_id", "decision")}
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="orders")
    kind = models.CharField("soort", max_length=30, choices=KIND_CHOICES)
    values = models.JSONField("gegevens", default=dict)

    class Meta:
        verbose_name = "onderdeel van de beslissing"
        verbose_name_plural = "onderdelen van de beslissing"
        constraints: ClassVar = [models.UniqueConstraint(fields=["decision", "kind"], name="order_once")]

    def __str__(self) -> str:
        return self.get_kind_display()


class JudicialOutcome(models.Model):
    """What the examining magistrate or the court decided about the suspect, as OM records it."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.DECISION: (
                "kind",
                "decided_at",
                "executed_at",
                "days",
                "content",
                "measure",
                "informer",
            ),
            Category.TECHNICAL: ("id", "public_id", "case", "organisation", "recorded_by", "recorded_at"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="judicial_outcomes")
    kind = models.CharField("uitkomst", max_length=20, choices=OUTCOME_CHOICES)
    decided_at = models.DateTimeField("beslist op")
    executed_at = models.DateTimeField("ten uitvoer gelegd op", null=True, blank=True)
    days = models.PositiveSmallIntegerField("aantal dagen", null=True, blank=True)
    content = models.TextField("inhoud", max_length=2000, blank=True)
    measure = models.ForeignKey(
        "cases.SafetyMeasure",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="voorwaarden",
    )
    informer = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="wie informeert het slachtoffer",
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "uitkomst bij de rechter"
        verbose_name_plural = "uitkomsten bij de rechter"

    def __str__(self) -> str:
        return f"uitkomst {self.public_id}"


class Release(models.Model):
    """The suspect is free from a moment on: on what it rests, what protected, and who knew beforehand."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.DECISION: (
                "ground",
                "decision",
                "outcome",
                "released_at",
                "told",
                "victim_told",
                "served",
                "note",
                "overridden_guards",
                "override_motivation",
            ),
            Category.TECHNICAL: ("id", "public_id", "case", "organisation", "recorded_by", "recorded_at"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="releases")
    ground = models.CharField("grond", max_length=12, choices=RELEASE_CHOICES)
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="releases"
    )
    outcome = models.ForeignKey(
        JudicialOutcome, on_delete=models.PROTECT, null=True, blank=True, related_name="releases"
    )
    released_at = models.DateTimeField("vrij sinds")
    told = ArrayField(models.CharField(max_length=10), verbose_name="wie wist het vooraf", default=list)
    victim_told = models.BooleanField("slachtoffer wist het vooraf", default=False)
    served = ArrayField(models.UUIDField(), verbose_name="uitgereikte maatregelen", default=list)
    note = models.CharField("toelichting", max_length=500, blank=True)
    overridden_guards = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name="opzijgezette waarborgen", default=list
    )
    override_motivation = models.TextField("motivering van het opzijzetten", max_length=4000, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "invrijheidstelling"
        verbose_name_plural = "invrijheidstellingen"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(overridden_guards=[]) | ~Q(override_motivation=""),
                name="release_override_has_motivation",
            )
        ]

    def __str__(self) -> str:
        return f"invrijheidstelling {self.public_id}"


class Escape(models.Model):
    """A held suspect is at large; the remand stands still until she or he is caught (art. 64 Sv)."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.DECISION: ("escaped_at", "caught_at"),
            Category.INVESTIGATION: ("note",),
            Category.TECHNICAL: ("id", "public_id", "case", "organisation", "recorded_by", "recorded_at"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="escapes")
    escaped_at = models.DateTimeField("ontsnapt op")
    caught_at = models.DateTimeField("weer vast op", null=True, blank=True)
    note = models.CharField("toelichting", max_length=500, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "ontsnapping"
        verbose_name_plural = "ontsnappingen"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(caught_at__isnull=True), name="one_open_escape_per_case"
            )
        ]

    def __str__(self) -> str:
        return f"ontsnapping {self.public_id}"


class OtherDetention(models.Model):
    """The suspect is held on another title; the remand stands still until that is over (art. 64 Sv)."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.DECISION: ("title", "since", "until"),
            Category.INVESTIGATION: ("note",),
            Category.TECHNICAL: ("id", "public_id", "case", "organisation", "recorded_by", "recorded_at"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="other_detentions")
    title = models.CharField("titel", max_length=20, choices=TITLE_CHOICES)
    since = models.DateTimeField("sinds")
    until = models.DateTimeField("tot", null=True, blank=True)
    note = models.CharField("toelichting", max_length=500, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "detentie op een andere titel"
        verbose_name_plural = "detenties op een andere titel"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(until__isnull=True), name="one_open_other_detention_per_case"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="other_detention_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"detentie op een andere titel {self.public_id}"


class RoutingAnswer(models.Model):
    """The receiving prosecutor accepts a routed case, or sends it back with the reason."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.DECISION: ("accepted", "reason", "answered_at"),
            Category.TECHNICAL: ("id", "public_id", "decision", "organisation", "answered_by"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="routing_answer")
    accepted = models.BooleanField("aanvaard")
    reason = models.CharField("reden", max_length=500, blank=True)
    answered_at = models.DateTimeField("beantwoord op")
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "antwoord op een routering"
        verbose_name_plural = "antwoorden op routeringen"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(accepted=True) | ~Q(reason=""), name="returned_routing_has_reason"
            )
        ]

    def __str__(self) -> str:
        return f"antwoord {self.public_id}"
