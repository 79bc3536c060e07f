"""The individual assessment (IB) of what a victim needs to be protected."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cases.access.information import Information, information
from cases.access.rules.categories import Category
from cases.assessments.models.safety import ANSWER_CHOICES
from cases.casefiles.models import Case
from cases.organisations.models import Organisation, User
from cases.persons.models import Person


class IndividualAssessment(models.Model):
    """One version for one victim: taken by police, brought up to date by the prosecution (003, step 2).

    What police and prosecution weigh is a screening; what the victim says is a wish of hers or his, so that
    Victim Support reads it and Veilig Thuis only with consent (tables, section 5).
    """

    INFORMATION: ClassVar[Information] = information(
        {
            Category.SCREENINGS: (
                "victim",
                "characteristics",
                "characteristics_note",
                "relation",
                "offence_circumstances",
                "risk_secondary",
                "risk_repeat",
                "risk_intimidation",
                "risk_retaliation",
                "risk_note",
                "special_protection",
                "measures",
                "measures_note",
            ),
            Category.WISHES: ("victim_view", "view_missing_reason"),
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
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="individual_assessments")
    victim = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="slachtoffer")
    version = models.PositiveSmallIntegerField("versie")
    characteristics = ArrayField(models.CharField(max_length=30), verbose_name="kenmerken", default=list)
    characteristics_note = models.TextField("toelichting op de kenmerken", max_length=2000, blank=True)
    relation = models.TextField("verhouding tot de verdachte", max_length=2000)
    offence_circumstances = models.TextField("aard en omstandigheden van het feit", max_length=2000)
    risk_secondary = models.CharField("secundair slachtofferschap", max_length=10, choices=ANSWER_CHOICES)
    risk_repeat = models.CharField("herhaald slachtofferschap", max_length=10, choices=ANSWER_CHOICES)
    risk_intimidation = models.CharField("intimidatie", max_length=10, choices=ANSWER_CHOICES)
    risk_retaliation = models.CharField("vergelding", max_length=10, choices=ANSWER_CHOICES)
    risk_note = models.TextField("toelichting op de risico's", max_length=2000, blank=True)
    special_protection = models.CharField(
        "bijzondere bescherming nodig", max_length=10, choices=ANSWER_CHOICES
    )
    measures = ArrayField(
        models.CharField(max_length=30), verbose_name="beschermingsmaatregelen", default=list
    )
    measures_note = models.TextField("toelichting op de maatregelen", max_length=2000, blank=True)
    victim_view = models.TextField("wat het slachtoffer zelf wil", max_length=2000, blank=True)
    view_missing_reason = models.CharField("nog niet bekend, omdat", max_length=300, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "individuele beoordeling"
        verbose_name_plural = "individuele beoordelingen"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "victim", "version"], name="individual_assessment_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"individuele beoordeling, versie {self.version}"
