"""The duty hours of an organisation and who is there in them; nothing about a person in a case."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cases.organisations.duty_hours import WEEKDAY_LABELS, hours_text
from cases.organisations.models import Organisation


class DutyHours(models.Model):
    """Hours at which somebody of an organisation is there; ended rows stay for who asks later.

    An organisation without any is taken to be there always. Hours without members: everybody who does the
    work is there in them.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("naam", max_length=60)
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(choices=WEEKDAY_LABELS), verbose_name="dagen waarop zij beginnen"
    )
    begins = models.TimeField("van")
    ends = models.TimeField("tot", help_text="Gelijk aan of vóór het begin: de volgende dag.")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField("vastgelegd op")
    ended_at = models.DateTimeField("beëindigd op", null=True, blank=True)

    class Meta:
        verbose_name = "diensturen"
        verbose_name_plural = "diensturen"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(weekdays__len__gt=0, weekdays__contained_by=[0, 1, 2, 3, 4, 5, 6]),
                name="duty_hours_on_weekdays",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.text}"

    @property
    def text(self) -> str:
        """The hours in words."""
        return hours_text(self.weekdays, self.begins, self.ends)


class DutyMember(models.Model):
    """Somebody who is there in these hours."""

    hours = models.ForeignKey(DutyHours, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = "lid van de dienst"
        verbose_name_plural = "leden van de dienst"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hours", "user"], name="duty_member_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.hours.name})"
