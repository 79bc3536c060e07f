"""Unsafe events and the safety assessment of Veilig Thuis: versions, never overwritten."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from cases.access.information import Information, information
from cases.access.rules.categories import Category
from cases.casefiles.models import Case
from cases.organisations.models import Organisation, User
from cases.persons.models import Person

PRECISION_CHOICES = [("day", "op de dag"), ("month", "op de maand"), ("year", "op het jaar")]
SOURCE_CHOICES = [
    ("police_investigation", "onderzoek politie"),
    ("report", "melding"),
    ("sash", "SASH"),
    ("family_contact", "contact met het gezin"),
    ("early_help", "vroeghulp"),
    ("earlier_file", "eerder dossier"),
    ("partner", "ketenpartner"),
]
PRESENCE_CHOICES = [("present", "aanwezig"), ("absent", "afwezig"), ("unknown", "onbekend")]
ANSWER_CHOICES = [("yes", "ja"), ("no", "nee"), ("unknown", "onbekend")]
CONCLUSION_CHOICES = [("yes", "ja"), ("no", "nee"), ("not_yet_known", "nog niet bekend")]
PART_CHOICES = [("A", "onderdeel A (acuut)"), ("B", "onderdeel B (structureel)")]


class Incident(models.Model):
    """One dated, factual, sourced unsafe event of now or the past; the pattern is made of these."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.INCIDENTS: ("happened_on", "precision", "description", "source", "source_note"),
            Category.TECHNICAL: (
                "id",
                "public_id",
                "case",
                "organisation",
                "recorded_by",
                "recorded_at",
                "error_reason",
            ),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="incidents")
    happened_on = models.DateField("wanneer")
    precision = models.CharField("nauwkeurig", max_length=5, choices=PRECISION_CHOICES, default="day")
    description = models.TextField("wat gebeurde er", max_length=2000)
    source = models.CharField("bron", max_length=30, choices=SOURCE_CHOICES)
    source_note = models.CharField("toelichting op de bron", max_length=200, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField("vastgelegd op")
    error_reason = models.CharField("ten onrechte vastgelegd, omdat", max_length=200, blank=True)

    class Meta:
        verbose_name = "onveilige gebeurtenis"
        verbose_name_plural = "onveilige gebeurtenissen"

    def __str__(self) -> str:
        return f"gebeurtenis {self.public_id}"


class SafetyAssessment(models.Model):
    """One concluded version of a part of the safety assessment (003, annex II)."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.ASSESSMENT_CONCLUSION: (
                "part",
                "version",
                "conclusion",
                "acuteness_lifted",
                "concluded_at",
                "outdated_at",
                "outdated_reason",
            ),
            Category.ASSESSMENT_GROUNDS: (
                "sight",
                "sight_note",
                "proposal",
                "deviation_reason",
                "explanation",
                "lifted_plan",
                "lifted_sight",
            ),
            Category.TECHNICAL: ("id", "public_id", "case", "sources", "organisation", "recorded_by"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assessments")
    part = models.CharField("onderdeel", max_length=1, choices=PART_CHOICES)
    version = models.PositiveSmallIntegerField("versie")
    sight = models.CharField(
        "zicht door derden",
        max_length=10,
        choices=ANSWER_CHOICES,
        blank=True,
        help_text="Alleen bij onderdeel A.",
    )
    sight_note = models.CharField("toelichting op het zicht", max_length=300, blank=True)
    proposal = models.CharField("voorstel van de regels", max_length=15, choices=CONCLUSION_CHOICES)
    conclusion = models.CharField("conclusie", max_length=15, choices=CONCLUSION_CHOICES)
    deviation_reason = models.TextField("waarom anders dan het voorstel", blank=True, max_length=2000)
    explanation = models.TextField("toelichting", blank=True, max_length=4000)
    sources = models.JSONField("bronnen", default=list)
    acuteness_lifted = models.BooleanField("acute onveiligheid opgeheven", default=False)
    lifted_plan = models.CharField("opgeheven door dit plan", max_length=500, blank=True)
    lifted_sight = models.CharField("en dit zicht door derden", max_length=500, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)
    concluded_at = models.DateTimeField("vastgesteld op")
    outdated_at = models.DateTimeField("verouderd sinds", null=True, blank=True)
    outdated_reason = models.CharField("verouderd door", max_length=200, blank=True)

    class Meta:
        verbose_name = "veiligheidsbeoordeling"
        verbose_name_plural = "veiligheidsbeoordelingen"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "part", "version"], name="assessment_version_once"),
            models.CheckConstraint(
                condition=Q(acuteness_lifted=False) | (~Q(lifted_plan="") & ~Q(lifted_sight="")),
                name="lifting_needs_plan_and_sight",
            ),
        ]

    def __str__(self) -> str:
        return f"onderdeel {self.part}, versie {self.version}"


class AssessedCriterion(models.Model):
    """One criterion of one version: present, absent or unknown, with note and source."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.ASSESSMENT_GROUNDS: ("code", "answer", "note", "source"),
            Category.TECHNICAL: ("id", "assessment"),
        }
    )

    assessment = models.ForeignKey(SafetyAssessment, on_delete=models.PROTECT, related_name="criteria")
    code = models.CharField(
        "criterium", max_length=40, help_text="Nummer van het criterium (A) of soort gebeurtenis (B)."
    )
    answer = models.CharField("oordeel", max_length=10, choices=PRESENCE_CHOICES)
    note = models.CharField("toelichting", max_length=500, blank=True)
    source = models.CharField("bron", max_length=30, choices=SOURCE_CHOICES, blank=True)

    class Meta:
        verbose_name = "beoordeeld criterium"
        verbose_name_plural = "beoordeelde criteria"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "code"], name="criterion_once_per_assessment")
        ]

    def __str__(self) -> str:
        return f"criterium {self.code}: {self.get_answer_display()}"


class AssessedThreat(models.Model):
    """Whether one threatening person has access to the victim or others; per person (003, annex II)."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.ASSESSMENT_GROUNDS: ("person", "access", "note"),
            Category.TECHNICAL: ("id", "assessment"),
        }
    )

    assessment = models.ForeignKey(SafetyAssessment, on_delete=models.PROTECT, related_name="threats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    access = models.CharField("heeft toegang", max_length=10, choices=ANSWER_CHOICES)
    note = models.CharField("toelichting", max_length=300, blank=True)

    class Meta:
        verbose_name = "dreigende persoon"
        verbose_name_plural = "dreigende personen"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "person"], name="threat_once_per_assessment")
        ]

    def __str__(self) -> str:
        return f"toegang: {self.get_access_display()}"


class UnsafePerson(models.Model):
    """A person whom Veilig Thuis marked as unsafe; measures must remove access to every one (guard 1)."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.ASSESSMENT_CONCLUSION: ("person",),
            Category.TECHNICAL: ("id", "assessment"),
        }
    )

    assessment = models.ForeignKey(SafetyAssessment, on_delete=models.PROTECT, related_name="unsafe_persons")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "onveilige persoon"
        verbose_name_plural = "onveilige personen"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "person"], name="unsafe_person_once")
        ]

    def __str__(self) -> str:
        return f"onveilig: {self.person}"
