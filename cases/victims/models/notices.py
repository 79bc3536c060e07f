"""Informing the victim: who does it, every attempt, and the outcome (domain guide, section 8)."""

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
from cases.victims.rules.contact import MANNER_LABELS, OUTCOME_LABELS
from cases.victims.rules.notices import PURPOSE_LABELS

NOTICE_STATUS_CHOICES = [("open", "nog niet geïnformeerd"), ("done", "geïnformeerd")]
OUTCOME_CHOICES = [(outcome.value, label) for outcome, label in OUTCOME_LABELS.items()]
PURPOSE_CHOICES = [(purpose.value, label) for purpose, label in PURPOSE_LABELS.items()]
MANNER_CHOICES = [(manner.value, label) for manner, label in MANNER_LABELS.items()]


class VictimNotice(models.Model):
    """One victim has to be told of one decision or measure by one named organisation."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.DECISION: ("about", "topics", "purpose", "status", "done_at"),
            Category.THAT: ("informer",),
            Category.IDENTITY: ("victim",),
            Category.TECHNICAL: (
                "id",
                "public_id",
                "case",
                "subject_type",
                "subject_public_id",
                "organisation",
                "recorded_by",
                "required_at",
            ),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="victim_notices")
    victim = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notices")
    informer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="notices_to_do", verbose_name="wie informeert"
    )
    purpose = models.CharField("waarom", max_length=10, choices=PURPOSE_CHOICES, default="decision")
    about = models.CharField("waarover", max_length=300)
    topics = models.JSONField("onderwerpen van de vaste tekst", default=list)
    subject_type = models.CharField("gaat over", max_length=40)
    subject_public_id = models.UUIDField("kenmerk")
    status = models.CharField("stand", max_length=10, choices=NOTICE_STATUS_CHOICES, default="open")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)
    required_at = models.DateTimeField("gevraagd op")
    done_at = models.DateTimeField("geïnformeerd op", null=True, blank=True)

    class Meta:
        verbose_name = "slachtoffer informeren"
        verbose_name_plural = "slachtoffers informeren"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject_public_id", "victim", "purpose"], name="notice_once_per_victim"
            ),
            models.CheckConstraint(
                condition=Q(status="open", done_at__isnull=True) | Q(status="done", done_at__isnull=False),
                name="notice_done_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"informeren {self.public_id}"


class NoticeAttempt(models.Model):
    """One attempt to reach the victim through her or his safe channel."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.CONTACT: ("outcome", "manner", "note", "attempted_at", "next_at"),
            Category.IDENTITY: ("told_to",),
            Category.TECHNICAL: (
                "id",
                "public_id",
                "notice",
                "call",
                "organisation",
                "recorded_by",
                "recorded_at",
            ),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    notice = models.ForeignKey(VictimNotice, on_delete=models.PROTECT, related_name="attempts")
    attempted_at = models.DateTimeField("moment van de poging")
    manner = models.CharField("hoe", max_length=10, choices=MANNER_CHOICES)
    outcome = models.CharField("uitkomst", max_length=12, choices=OUTCOME_CHOICES)
    note = models.CharField("verslag", max_length=500, blank=True)
    next_at = models.DateTimeField("volgende poging", null=True, blank=True)
    told_to = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="met wie"
    )
    call = models.UUIDField("gesprek", default=uuid.uuid4, help_text="Eén gesprek over meer besluiten.")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "poging"
        verbose_name_plural = "pogingen"

    def __str__(self) -> str:
        return f"poging {self.public_id}"
