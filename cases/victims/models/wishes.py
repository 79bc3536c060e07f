"""The wishes of a victim as Slachtofferhulp recorded them; versions, never overwritten."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from cases.access.information import Information, information
from cases.access.rules.categories import Category
from cases.casefiles.models import Case
from cases.organisations.models import Organisation, User
from cases.persons.models import Person
from cases.victims.models.calls import ANSWER_CHOICES
from cases.victims.rules.wishes import STATEMENT_LABELS, TOLD_BY_LABELS

TOLD_BY_CHOICES = [(way.value, label) for way, label in TOLD_BY_LABELS.items()]
STATEMENT_CHOICES = [(statement.value, label) for statement, label in STATEMENT_LABELS.items()]


class VictimWishes(models.Model):
    """One version of what a victim wants; the three answers are what Veilig Thuis may get, by consent."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.WISHES: (
                "prosecution",
                "contact",
                "protection",
                "informed_of_release",
                "informed_how",
                "statement",
                "language",
                "interpreter",
                "says_of_safety",
                "wants_now",
                "sees_solution",
                "spoken_at",
            ),
            Category.IDENTITY: ("victim",),
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
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="wishes")
    victim = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="wishes")
    version = models.PositiveSmallIntegerField("versie")
    prosecution = models.CharField("wil vervolging", max_length=10, choices=ANSWER_CHOICES)
    contact = models.TextField("contact met de verdachte", max_length=2000, blank=True)
    protection = models.TextField("behoefte aan bescherming", max_length=2000, blank=True)
    informed_of_release = models.CharField(
        "wil weten van vrijlating of ontsnapping", max_length=10, choices=ANSWER_CHOICES
    )
    informed_how = models.CharField("hoe", max_length=10, choices=TOLD_BY_CHOICES, default="unknown")
    statement = models.CharField("verklaring", max_length=10, choices=STATEMENT_CHOICES, default="unknown")
    language = models.CharField("taal", max_length=40, default="Nederlands")
    interpreter = models.BooleanField("tolk nodig", default=False)
    says_of_safety = models.TextField("over de eigen veiligheid", max_length=2000, blank=True)
    wants_now = models.TextField("wat zij of hij nu wil", max_length=2000, blank=True)
    sees_solution = models.TextField("de oplossing die zij of hij ziet", max_length=2000, blank=True)
    spoken_at = models.DateTimeField("gesproken op")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "wensen van het slachtoffer"
        verbose_name_plural = "wensen van het slachtoffer"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "victim", "version"], name="wishes_version_once")
        ]

    def __str__(self) -> str:
        return f"wensen {self.public_id}, versie {self.version}"
