"""Days that a decree equates with a holiday; nothing about a case or person."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.access.information import Information, information
from cases.access.rules.categories import Category


class DecreedDay(models.Model):
    """A day equated with a holiday by decree (Algemene termijnenwet art. 3 lid 3); a withdrawn one stays.

    `rounds`, `looked_through`, `counted_again`: how far the worker is with the terms that run over this day;
    two whole rounds after each change.
    """

    INFORMATION: ClassVar[Information] = information(
        {
            Category.TECHNICAL: (
                "id",
                "public_id",
                "day",
                "ground",
                "added_by",
                "added_at",
                "withdrawn_by",
                "withdrawn_at",
                "withdrawal_reason",
                "changed_at",
                "rounds",
                "looked_through",
                "counted_again",
            )
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    day = models.DateField("dag")
    ground = models.CharField("besluit", max_length=120, help_text="Waar het besluit staat.")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    added_at = models.DateTimeField("toegevoegd op")
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True, blank=True)
    withdrawal_reason = models.CharField("reden van intrekken", max_length=300, blank=True)
    changed_at = models.DateTimeField("laatst gewijzigd op")
    rounds = models.PositiveSmallIntegerField("rondes langs de termijnen", default=0)
    looked_through = models.BigIntegerField("laatst bekeken termijn", default=0)
    counted_again = models.PositiveIntegerField("termijnen opnieuw berekend", default=0)

    class Meta:
        verbose_name = "gelijkgestelde dag"
        verbose_name_plural = "gelijkgestelde dagen"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["day"], condition=Q(withdrawn_at__isnull=True), name="decreed_day_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawal_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawal_reason="")),
                name="decreed_day_withdrawn_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d-%m-%Y}: {self.ground}"

    @property
    def is_withdrawn(self) -> bool:
        """Whether it counts as an ordinary day again."""
        return self.withdrawn_at is not None
