"""The advice of 3RO or RvdK, and the civil triage of the RvdK with the confirmation by Veilig Thuis."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cases.access.information import Information, information
from cases.access.rules.categories import Category
from cases.casefiles.models import Case
from cases.organisations.models import Organisation, User
from zsm.advice.rules.advice import (
    ADVICE_KIND_LABELS,
    ADVISED_LABELS,
    CHILDREN_HEARD_LABELS,
    INSTRUMENT_LABELS,
    SPOKEN_LABELS,
    WEIGHING_LABELS,
)
from zsm.advice.rules.triage import OUTCOME_LABELS

KIND_CHOICES = [(kind.value, label) for kind, label in ADVICE_KIND_LABELS.items()]
STATUS_CHOICES = [("draft", "concept"), ("handed_in", "uitgebracht")]
DECISION_CHOICES = [(decision.value, label) for decision, label in ADVISED_LABELS.items()]
WEIGHING_CHOICES = [(weighing.value, label) for weighing, label in WEIGHING_LABELS.items()]
INSTRUMENT_CHOICES = [(instrument.value, label) for instrument, label in INSTRUMENT_LABELS.items()]
SPOKEN_CHOICES = [(spoken.value, label) for spoken, label in SPOKEN_LABELS.items()]
HEARD_CHOICES = [(heard.value, label) for heard, label in CHILDREN_HEARD_LABELS.items()]
OUTCOME_CHOICES = [(outcome.value, label) for outcome, label in OUTCOME_LABELS.items()]


class Advice(models.Model):
    """One version of an advice. A draft is the adviser's own and may change; handed in, it stands as it is.

    `conditions`: rows with part, text, months and radius; `vt_conditions`: per condition of Veilig Thuis (its
    public id) whether it is taken in, and why not.
    """

    INFORMATION: ClassVar[Information] = information(
        {
            Category.ADVICE: (
                *("kind", "risk", "decision", "decision_reason", "conditions", "vt_conditions"),
                *("em", "em_reason", "dut", "dut_reason", "feasibility", "instruments"),
                *("spoken_with", "spoken_note", "children_heard", "children_note", "handed_in_at"),
            ),
            Category.TECHNICAL: (
                *("id", "public_id", "case", "version", "status", "stalking", "organisation"),
                *("recorded_by", "recorded_at"),
            ),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="advices")
    version = models.PositiveIntegerField("versie")
    status = models.CharField("stand", max_length=10, choices=STATUS_CHOICES, default="draft")
    kind = models.CharField("soort advies", max_length=20, choices=KIND_CHOICES)
    stalking = models.BooleanField("stalkingzaak bij het uitbrengen", default=False)
    risk = models.TextField("inschatting van het risico", max_length=6000, blank=True)
    decision = models.CharField(
        "geadviseerde beslissing", max_length=30, choices=DECISION_CHOICES, blank=True
    )
    decision_reason = models.TextField("waarom deze beslissing", max_length=4000, blank=True)
    conditions = models.JSONField("geadviseerde voorwaarden", default=list)
    vt_conditions = models.JSONField("voorwaarden van Veilig Thuis", default=dict)
    em = models.CharField("elektronische monitoring", max_length=20, choices=WEIGHING_CHOICES, blank=True)
    em_reason = models.TextField("afweging elektronische monitoring", max_length=2000, blank=True)
    dut = models.CharField(
        "dadelijk uitvoerbaar toezicht", max_length=20, choices=WEIGHING_CHOICES, blank=True
    )
    dut_reason = models.TextField("afweging dadelijke uitvoerbaarheid", max_length=2000, blank=True)
    feasibility = models.TextField("uitvoerbaarheid", max_length=4000, blank=True)
    instruments = ArrayField(
        models.CharField(max_length=20, choices=INSTRUMENT_CHOICES), verbose_name="instrumenten", default=list
    )
    spoken_with = ArrayField(
        models.CharField(max_length=20, choices=SPOKEN_CHOICES),
        verbose_name="met wie gesproken",
        default=list,
    )
    spoken_note = models.TextField("toelichting op de gesprekken", max_length=2000, blank=True)
    children_heard = models.CharField("kinderen gesproken", max_length=20, choices=HEARD_CHOICES, blank=True)
    children_note = models.TextField("toelichting over de kinderen", max_length=2000, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("vastgelegd op")
    handed_in_at = models.DateTimeField("uitgebracht op", null=True, blank=True)

    class Meta:
        verbose_name = "advies"
        verbose_name_plural = "adviezen"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "organisation", "version"], name="advice_version_once"),
            models.UniqueConstraint(
                fields=["case", "organisation"], condition=Q(status="draft"), name="one_draft_per_adviser"
            ),
            models.CheckConstraint(
                condition=Q(status="draft", handed_in_at__isnull=True)
                | Q(status="handed_in", handed_in_at__isnull=False),
                name="advice_handed_in_has_moment",
            ),
            # Guard 5, also for who would write past the service.
            models.CheckConstraint(
                condition=Q(status="draft")
                | Q(stalking=False)
                | ~Q(em="") & ~Q(em_reason="") & ~Q(dut="") & ~Q(dut_reason=""),
                name="stalking_advice_weighs_em_and_dut",
            ),
        ]

    def __str__(self) -> str:
        return f"advies, versie {self.version}"


class CivilTriage(models.Model):
    """What the RvdK found about the children with Veilig Thuis; `concerns`: a row per child."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.CHILDREN: ("concerns", "outcome", "reason", "consequence"),
            Category.TECHNICAL: (
                *("id", "public_id", "case", "version", "organisation", "recorded_by", "recorded_at"),
            ),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="civil_triages")
    version = models.PositiveIntegerField("versie")
    concerns = models.JSONField("zorgen per kind", default=list)
    outcome = models.CharField("uitkomst", max_length=40, choices=OUTCOME_CHOICES)
    reason = models.TextField("reden", max_length=4000)
    consequence = models.TextField("gevolg als het gezin zich er niet aan houdt", max_length=2000, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "triage kinderen"
        verbose_name_plural = "triages kinderen"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "version"], name="triage_version_once")
        ]

    def __str__(self) -> str:
        return f"triage, versie {self.version}"


class TriageAgreement(models.Model):
    """Veilig Thuis agrees with the consequence of a triage, or says what must change."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.CHILDREN: ("agreed", "note"),
            Category.TECHNICAL: ("id", "public_id", "triage", "organisation", "recorded_by", "recorded_at"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    triage = models.OneToOneField(CivilTriage, on_delete=models.PROTECT, related_name="agreement")
    agreed = models.BooleanField("akkoord")
    note = models.TextField("toelichting", max_length=2000, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "instemming van Veilig Thuis"
        verbose_name_plural = "instemmingen van Veilig Thuis"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(agreed=True) | ~Q(note=""), name="no_agreement_has_note")
        ]

    def __str__(self) -> str:
        return "akkoord" if self.agreed else "niet akkoord"
