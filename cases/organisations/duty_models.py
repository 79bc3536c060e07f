"""Who acts for a Veilig Thuis that does not employ her or him, and until when (domain guide, section 3)."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from cases.organisations.models import Organisation, User
from cases.organisations.rules import DUTY_LABELS

DUTY_KIND_CHOICES = [(kind.value, label) for kind, label in DUTY_LABELS.items()]


class DutyGrantQuerySet(models.QuerySet["DutyGrant"]):
    """Grants by moment."""

    def running_at(self, at: datetime) -> DutyGrantQuerySet:
        """Those that hold at a moment, of active users who still work where they worked when it was given."""
        return self.filter(
            withdrawn_at__isnull=True,
            starts_at__lte=at,
            ends_at__gt=at,
            user__is_active=True,
            user__organisation=F("employer"),
        )


class DutyGrant(models.Model):
    """A user acts for another Veilig Thuis for a while: duty at ZSM, or the crisis service under mandate.

    `employer` is where the user works when it is given: who moves elsewhere loses it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="duties", verbose_name="medewerker", db_index=False
    )
    employer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="werkgever"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="duties", verbose_name="werkt namens"
    )
    kind = models.CharField("grond", max_length=10, choices=DUTY_KIND_CHOICES)
    note = models.CharField("toelichting", max_length=200, blank=True)
    starts_at = models.DateTimeField("vanaf")
    ends_at = models.DateTimeField("tot")
    granted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="verleend door"
    )
    granted_at = models.DateTimeField("verleend op")
    withdrawn_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ingetrokken door",
    )
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True, blank=True)
    withdraw_reason = models.CharField("reden van intrekking", max_length=200, blank=True)

    objects = DutyGrantQuerySet.as_manager()

    class Meta:
        verbose_name = "dienst voor een andere organisatie"
        verbose_name_plural = "diensten voor een andere organisatie"
        constraints: ClassVar = [
            models.CheckConstraint(
                # The longest of all kinds; the rules know the limit per kind.
                condition=Q(ends_at__gt=F("starts_at")) & Q(ends_at__lte=F("starts_at") + timedelta(days=31)),
                name="duty_is_bounded",
            ),
            models.CheckConstraint(condition=~Q(employer=F("organisation")), name="duty_is_elsewhere"),
            models.CheckConstraint(condition=~Q(granted_by=F("user")), name="duty_not_to_oneself"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdraw_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdraw_reason="")),
                name="duty_withdrawal_complete",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["user", "organisation", "ends_at"],
                condition=Q(withdrawn_at__isnull=True),
                name="duty_of_user",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.public_id}"
