"""One draft: what one user typed in one form and did not send yet."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.access.information import Information, information
from cases.access.rules.categories import Category


class Draft(models.Model):
    """The unsent contents of a form; read and changed by its own user only."""

    INFORMATION: ClassVar[Information] = information(
        {
            # Anything may have been typed, a hidden address too: the strictest category there is.
            Category.PROTECTED_ADDRESS: ("fields",),
            Category.TECHNICAL: ("id", "public_id", "user", "place", "saved_at", "expires_at"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    place = models.CharField(
        "formulier", max_length=300, help_text="Het adres waar het formulier naartoe gaat, met zijn naam."
    )
    fields = models.JSONField("wat er staat")
    saved_at = models.DateTimeField("bewaard op")
    expires_at = models.DateTimeField("vervalt op", db_index=True)

    class Meta:
        verbose_name = "concept"
        verbose_name_plural = "concepten"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "place"], name="one_draft_per_form"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("saved_at")), name="draft_expires_later"),
        ]

    def __str__(self) -> str:
        return f"concept {self.public_id}"
