"""Emergency access: an exceptional grant on one case, carried by guardian's direct foreign key permissions.

Guardian's own look-up knows no end; the grant is read by our own queries and by the wall, which look at
`ends_at` and `ended_at` (architecture, section 4).
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from guardian.models import UserObjectPermissionBase

from cases.access.information import Information, information
from cases.access.rules.categories import Category
from cases.access.rules.emergency import EMERGENCY_OUTCOME_LABELS
from cases.organisations.models import Organisation

EMERGENCY_OUTCOME_CHOICES = [(outcome.value, label) for outcome, label in EMERGENCY_OUTCOME_LABELS.items()]
PERMISSION = "read_in_emergency"


class EmergencyAccess(UserObjectPermissionBase):
    """A user reads one case for at most an hour without taking part in it; a privacy officer judges it.

    Only the database function `wall_open_emergency` adds rows: it finds the case, which the user cannot see.
    `ended_at`: when she or he ended it before its time. `review_due_at`: the end of the next working day.
    """

    INFORMATION: ClassVar[Information] = information(
        {
            Category.TECHNICAL: (
                *("id", "public_id", "permission", "user", "content_object", "organisation", "reason"),
                *("opened_at", "ends_at", "ended_at", "review_due_at", "reminded_at"),
                *("reviewed_by", "reviewed_at", "outcome", "review_note"),
            )
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    content_object: Any = models.ForeignKey(
        "cases.Case",
        on_delete=models.PROTECT,
        related_name="emergencies",
        db_column="case_id",
        verbose_name="zaak",
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="organisatie"
    )
    reason = models.CharField("reden", max_length=200)
    opened_at = models.DateTimeField("geopend op")
    ends_at = models.DateTimeField("eindigt op")
    ended_at = models.DateTimeField("eerder beëindigd op", null=True, blank=True)
    review_due_at = models.DateTimeField("te beoordelen voor")
    reminded_at = models.DateTimeField("herinnerd op", null=True, blank=True)
    reviewed_by = models.ForeignKey(
        "cases.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="beoordeeld door",
    )
    reviewed_at = models.DateTimeField("beoordeeld op", null=True, blank=True)
    outcome = models.CharField("oordeel", max_length=12, blank=True, choices=EMERGENCY_OUTCOME_CHOICES)
    review_note = models.CharField("toelichting", max_length=500, blank=True)

    class Meta:
        verbose_name = "noodtoegang"
        verbose_name_plural = "noodtoegangen"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("opened_at"))
                & Q(ends_at__lte=F("opened_at") + timedelta(minutes=60)),
                name="emergency_ends",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True, outcome="")
                | (Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(outcome="")),
                name="emergency_reviewed_whole",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("user")),
                name="emergency_not_judged_by_oneself",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["user", "-ends_at"], condition=Q(ended_at__isnull=True), name="emergency_of_user"
            ),
            models.Index(
                fields=["review_due_at"], condition=Q(reviewed_at__isnull=True), name="emergency_to_review"
            ),
        ]

    def __str__(self) -> str:
        return f"noodtoegang {self.public_id}"
