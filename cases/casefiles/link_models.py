"""Links between cases of one family system, and the steps about the HG label."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from cases.access.information import Information, information
from cases.access.rules.categories import Category
from cases.casefiles.models import Case
from cases.organisations.models import Organisation, User

LINK_CHOICES = [
    ("co_suspect", "medeverdachte"),
    ("mutual", "geweld over en weer"),
    ("follow_up", "vervolg op een eerdere zaak"),
]

LABEL_STEP_CHOICES = [("proposed", "voorgesteld"), ("accepted", "aanvaard"), ("rejected", "afgewezen")]


class CaseLink(models.Model):
    """Two cases of one family system that belong together; only who reads along in both sees it."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.IDENTITY: ("case", "other", "kind", "reason"),
            Category.TECHNICAL: ("id", "public_id", "organisation", "recorded_by", "recorded_at"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links")
    other = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="linked_from")
    kind = models.CharField("verband", max_length=12, choices=LINK_CHOICES)
    reason = models.CharField("reden", max_length=300)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "verband tussen zaken"
        verbose_name_plural = "verbanden tussen zaken"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(case=models.F("other")), name="case_link_between_two"),
            models.UniqueConstraint(fields=["case", "other"], name="case_link_once"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class LabelStep(models.Model):
    """A step about the HG label: proposed by anyone at the table, accepted or rejected, with the reason."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.IDENTITY: ("step", "reason"),
            Category.TECHNICAL: ("id", "public_id", "case", "organisation", "recorded_by", "recorded_at"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="label_steps")
    step = models.CharField("stap", max_length=10, choices=LABEL_STEP_CHOICES)
    reason = models.CharField("reden", max_length=500)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "stap over het HG-label"
        verbose_name_plural = "stappen over het HG-label"

    def __str__(self) -> str:
        return f"HG-label {self.get_step_display()}"
