"""What was done to the account of a member of staff: by whom, when and why (security, A10 and L2)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cases.organisations.models import ROLE_CHOICES, Organisation, User
from cases.organisations.rules import ACCOUNT_STEP_LABELS, AccountStep

STEP_CHOICES = [(step.value, label) for step, label in ACCOUNT_STEP_LABELS.items()]


class AccountAct(models.Model):
    """One step in the life of an account, by an administrator of the organisation that it belonged to.

    `destination`: only when somebody was let go to another organisation; open until `settled_at`, when that
    one took her or him in or the former one took her or him back. Rows are added, never changed otherwise.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="account_acts", verbose_name="medewerker"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="organisatie"
    )
    step = models.CharField("stap", max_length=20, choices=STEP_CHOICES)
    roles_before = ArrayField(
        models.CharField(max_length=40, choices=ROLE_CHOICES), verbose_name="rollen tot dan", default=list
    )
    roles_after = ArrayField(
        models.CharField(max_length=40, choices=ROLE_CHOICES), verbose_name="rollen vanaf dan", default=list
    )
    destination = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="naar"
    )
    cases_moved = models.PositiveIntegerField("zaken overgedragen", default=0)
    note = models.CharField("toelichting", max_length=300, blank=True)
    acted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="gedaan door")
    acted_at = models.DateTimeField("gedaan op")
    settled_at = models.DateTimeField("afgehandeld op", null=True, blank=True)

    class Meta:
        verbose_name = "stap van een account"
        verbose_name_plural = "stappen van accounts"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(acted_by=models.F("user")), name="account_not_by_oneself"),
            models.CheckConstraint(
                condition=Q(destination__isnull=True, settled_at__isnull=True)
                | Q(destination__isnull=False, step=AccountStep.RELEASED.value),
                name="account_destination_when_released",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(step=AccountStep.RELEASED.value, settled_at__isnull=True),
                name="account_released_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["user", "-id"], name="account_act_of_user")]

    def __str__(self) -> str:
        return f"{self.get_step_display()} {self.public_id}"
