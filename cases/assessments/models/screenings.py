"""Screenings of stalking: the SASH in versions, what Veilig Thuis adds to it, and the checklist before it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from cases.access.information import Information, information
from cases.access.rules.categories import Category
from cases.assessments.models.safety import ANSWER_CHOICES, PRESENCE_CHOICES
from cases.casefiles.models import Case
from cases.organisations.models import Organisation, User

SASH_STATUS_CHOICES = [("draft", "concept"), ("handed_in", "ingediend")]
CONCERN_CHOICES = [("low", "laag"), ("moderate", "gemiddeld"), ("high", "hoog")]


class Sash(models.Model):
    """One version of the SASH; only what is handed in counts, and is seen by others (003, annex X)."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.SCREENINGS: ("ex_partner", "concern", "explanation"),
            Category.TECHNICAL: (
                "id",
                "public_id",
                "case",
                "version",
                "status",
                "organisation",
                "recorded_by",
                "saved_at",
                "handed_in_at",
            ),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sashes")
    version = models.PositiveSmallIntegerField("versie")
    status = models.CharField("stand", max_length=10, choices=SASH_STATUS_CHOICES, default="draft")
    ex_partner = models.BooleanField("stalker is ex-partner")
    concern = models.CharField("niveau van ongerustheid", max_length=10, choices=CONCERN_CHOICES, blank=True)
    explanation = models.TextField("afweging", max_length=4000, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)
    saved_at = models.DateTimeField("bewaard op")
    handed_in_at = models.DateTimeField("ingediend op", null=True, blank=True)

    class Meta:
        verbose_name = "SASH"
        verbose_name_plural = "SASH's"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "version"], name="sash_version_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(status="draft"), name="one_draft_sash_per_case"
            ),
            models.CheckConstraint(
                condition=Q(status="draft", handed_in_at__isnull=True)
                | Q(status="handed_in", handed_in_at__isnull=False) & ~Q(concern=""),
                name="handed_in_sash_has_its_concern",
            ),
        ]

    def __str__(self) -> str:
        return f"SASH, versie {self.version} ({self.get_status_display()})"


class SashAnswer(models.Model):
    """The answer to one question of one version: present, absent or unknown, with a note."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.SCREENINGS: ("code", "answer", "note"),
            Category.TECHNICAL: ("id", "sash"),
        }
    )

    sash = models.ForeignKey(Sash, on_delete=models.PROTECT, related_name="answers")
    code = models.CharField("vraag", max_length=40)
    answer = models.CharField("oordeel", max_length=10, choices=PRESENCE_CHOICES, blank=True)
    note = models.CharField("toelichting", max_length=500, blank=True)

    class Meta:
        verbose_name = "antwoord in de SASH"
        verbose_name_plural = "antwoorden in de SASH"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sash", "code"], name="question_once_per_sash")
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.get_answer_display()}"


class SashEnrichment(models.Model):
    """What Veilig Thuis adds to a SASH that was handed in (stalking route card)."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.SCREENINGS: ("text",),
            Category.TECHNICAL: ("id", "public_id", "sash", "organisation", "recorded_by", "recorded_at"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sash = models.ForeignKey(Sash, on_delete=models.PROTECT, related_name="enrichments")
    text = models.TextField("verrijking", max_length=4000)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "verrijking van een SASH"
        verbose_name_plural = "verrijkingen van een SASH"

    def __str__(self) -> str:
        return f"verrijking {self.public_id}"


class StalkingChecklist(models.Model):
    """One version of the fourteen questions on stalking, which feed the SASH (003, stalking guide)."""

    INFORMATION: ClassVar[Information] = information(
        {
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
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="stalking_checklists")
    version = models.PositiveSmallIntegerField("versie")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "vragenlijst bij stalking"
        verbose_name_plural = "vragenlijsten bij stalking"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "version"], name="stalking_checklist_version_once")
        ]

    def __str__(self) -> str:
        return f"vragenlijst bij stalking, versie {self.version}"


class ChecklistAnswer(models.Model):
    """The answer to one question of the checklist, with its description."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.SCREENINGS: ("code", "answer", "description"),
            Category.TECHNICAL: ("id", "checklist"),
        }
    )

    checklist = models.ForeignKey(StalkingChecklist, on_delete=models.PROTECT, related_name="answers")
    code = models.CharField("vraag", max_length=40)
    answer = models.CharField("antwoord", max_length=10, choices=ANSWER_CHOICES)
    description = models.CharField("beschrijving", max_length=500, blank=True)

    class Meta:
        verbose_name = "antwoord in de vragenlijst"
        verbose_name_plural = "antwoorden in de vragenlijst"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["checklist", "code"], name="question_once_per_checklist")
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.get_answer_display()}"
