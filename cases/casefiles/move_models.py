"""An organisation that left its place in a case to another one of its kind."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from cases.access.information import Information, information
from cases.access.rules.categories import Category
from cases.casefiles.models import Case
from cases.organisations.models import Municipality, Organisation, User


class ParticipationMove(models.Model):
    """One organisation took the place of another: the victim moved, or the routing was wrong."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.THAT: ("case", "former", "successor", "moved_at"),
            Category.IDENTITY: ("municipality_before",),
            # Where somebody lives now is told by why the case moves.
            Category.CONTACT: ("reason",),
            Category.TECHNICAL: ("id", "public_id", "organisation", "moved_by"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="moves")
    former = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="van")
    successor = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="naar"
    )
    reason = models.CharField("reden", max_length=500)
    municipality_before = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="gemeente van het slachtoffer tot dan",
        help_text="Leeg: de gemeente van het slachtoffer bleef gelijk.",
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="vastgelegd door"
    )
    moved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField("verplaatst op")

    class Meta:
        verbose_name = "verplaatsing van een deelname"
        verbose_name_plural = "verplaatsingen van deelnames"

    def __str__(self) -> str:
        return f"{self.former_id} naar {self.successor_id}"
