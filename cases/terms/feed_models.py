"""The secret address at which a calendar program fetches somebody's due moments."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.access.information import Information, information
from cases.access.rules.categories import Category
from cases.organisations.models import Organisation


class CalendarFeed(models.Model):
    """One address of one user. Of the secret only the fingerprint is kept; an ended address stays ended."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.TECHNICAL: (
                "id",
                "user",
                "organisation",
                "fingerprint",
                "only_mine",
                "made_at",
                "revoked_at",
                "fetched_at",
                "hour",
                "fetched_in_hour",
            )
        }
    )

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Of whose work; when the user works elsewhere, the address gives nothing any more.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    fingerprint = models.CharField("SHA-256 van het geheim", max_length=64, unique=True)
    only_mine = models.BooleanField("alleen wat op naam staat")
    made_at = models.DateTimeField("gemaakt op")
    revoked_at = models.DateTimeField("ingetrokken op", null=True, blank=True)
    fetched_at = models.DateTimeField("laatst opgehaald op", null=True, blank=True)
    hour = models.DateTimeField("uur waarin geteld wordt", null=True, blank=True)
    fetched_in_hour = models.PositiveIntegerField("opgehaald in dat uur", default=0)

    class Meta:
        verbose_name = "agenda-adres"
        verbose_name_plural = "agenda-adressen"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at__isnull=True), name="calendar_feed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.made_at:%Y-%m-%d})"
