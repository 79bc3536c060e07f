"""What a person has to do because a mail could not be delivered (security, J6)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.access.information import Information, information
from cases.access.rules.categories import Category
from cases.organisations.models import Organisation
from cases.outbox.models import OutboxMessage
from cases.outbox.rules import OUTCOME_LABELS, ByHand

OUTCOME_CHOICES = [(outcome.value, label) for outcome, label in OUTCOME_LABELS.items()]


class DeliveryTask(models.Model):
    """One mail that was given up, for one organisation that makes sure that it is told all the same.

    It is no term: it is of one organisation only, and there may be no case. `responsible` is empty only when
    nobody was there to be named. It never says what the mail said.
    """

    INFORMATION: ClassVar[Information] = information(
        {
            Category.TECHNICAL: (
                *("id", "public_id", "message", "kind", "organisation", "responsible", "recipient", "person"),
                *("case", "since", "again_at", "again_by", "ended_at", "ended_by", "outcome", "note"),
            )
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    message = models.ForeignKey(OutboxMessage, on_delete=models.PROTECT, related_name="tasks")
    kind = models.CharField("soort bericht", max_length=40)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="organisatie"
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="verantwoordelijk",
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="ontvanger",
    )
    person = models.ForeignKey(
        "cases.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    case = models.ForeignKey(
        "cases.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    since = models.DateTimeField("sinds")
    again_at = models.DateTimeField("opnieuw verstuurd op", null=True, blank=True)
    again_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="opnieuw verstuurd door",
    )
    ended_at = models.DateTimeField("afgehandeld op", null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="afgehandeld door",
    )
    outcome = models.CharField("hoe afgehandeld", max_length=10, choices=OUTCOME_CHOICES, blank=True)
    note = models.CharField("toelichting", max_length=500, blank=True)

    class Meta:
        verbose_name = "niet afgeleverd bericht"
        verbose_name_plural = "niet afgeleverde berichten"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["message"], condition=Q(ended_at__isnull=True), name="delivery_task_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, outcome="", note="")
                | (Q(ended_at__isnull=False) & ~Q(outcome="")),
                name="delivery_task_end_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=tuple(row.value for row in ByHand))
                | (Q(ended_by__isnull=False) & ~Q(note="")),
                name="delivery_task_by_hand_by_name",
            ),
            models.CheckConstraint(
                condition=Q(recipient__isnull=True) | Q(person__isnull=True),
                name="delivery_task_one_addressee",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organisation", "since"],
                condition=Q(ended_at__isnull=True),
                name="delivery_task_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.get_outcome_display() or 'open'})"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to see to it."""
        return self.ended_at is None
