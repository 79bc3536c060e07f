"""The investigation plan of police, approved by OM, and its acts."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from cases.access.information import Information, information
from cases.access.rules.categories import Category
from cases.casefiles.models import Case
from cases.organisations.models import Organisation, User
from zsm.investigation.rules import ITEM_STATE_LABELS, PLAN_STATE_LABELS

PLAN_CHOICES = [(state.value, label) for state, label in PLAN_STATE_LABELS.items()]
ITEM_CHOICES = [(state.value, label) for state, label in ITEM_STATE_LABELS.items()]


class InvestigationPlan(models.Model):
    """Further investigation that OM chose: the question, and where the plan is."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.INVESTIGATION: ("question", "wanted_on", "state", "answer", "judged_at", "judged_by"),
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
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="investigation_plans")
    question = models.CharField("wat moet worden onderzocht", max_length=500)
    wanted_on = models.DateField("plan gevraagd voor", null=True, blank=True)
    state = models.CharField("stand", max_length=10, choices=PLAN_CHOICES, default="asked")
    version = models.PositiveSmallIntegerField("versie", default=0)
    answer = models.CharField("oordeel van het OM", max_length=500, blank=True)
    judged_at = models.DateTimeField("beoordeeld op", null=True, blank=True)
    judged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("gevraagd op")

    class Meta:
        verbose_name = "onderzoeksplan"
        verbose_name_plural = "onderzoeksplannen"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], condition=~Q(state="stopped"), name="one_running_plan_per_case"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["returned", "stopped"]) | ~Q(answer=""),
                name="returned_plan_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"onderzoeksplan {self.public_id}"


class InvestigationItem(models.Model):
    """One investigation act in one version of the plan."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.INVESTIGATION: ("text", "who", "due_on", "state", "result", "ended_at"),
            Category.TECHNICAL: (
                "id",
                "public_id",
                "plan",
                "version",
                "organisation",
                "recorded_by",
                "recorded_at",
            ),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(InvestigationPlan, on_delete=models.PROTECT, related_name="items")
    version = models.PositiveSmallIntegerField("versie")
    text = models.CharField("wat", max_length=500)
    who = models.CharField("wie", max_length=120)
    due_on = models.DateField("uiterlijk", null=True, blank=True)
    state = models.CharField("stand", max_length=12, choices=ITEM_CHOICES, default="open")
    result = models.CharField("uitkomst of reden", max_length=500, blank=True)
    ended_at = models.DateTimeField("beëindigd op", null=True, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "onderdeel van het onderzoeksplan"
        verbose_name_plural = "onderdelen van het onderzoeksplan"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state__in=["not_done", "not_possible"]) | ~Q(result=""),
                name="undone_item_has_reason",
            )
        ]

    def __str__(self) -> str:
        return f"onderdeel {self.public_id}"
