"""Every time that somebody asked to see a protected address, also when it was not shown."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from cases.access.information import Information, information
from cases.access.rules.categories import Category
from cases.casefiles.models import Case
from cases.organisations.models import Organisation, User
from cases.persons.address_models import ProtectedAddress


class AddressReveal(models.Model):
    """One request to see one protected address. Rows are added, never changed.

    `visible_until`: the end of the sixty seconds; empty when the password was wrong and nothing was shown.
    """

    INFORMATION: ClassVar[Information] = information(
        {
            Category.PROTECTED_ADDRESS: ("reason",),
            Category.TECHNICAL: (
                "id",
                "public_id",
                "case",
                "address",
                "user",
                "organisation",
                "asked_at",
                "visible_until",
            ),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    address = models.ForeignKey(ProtectedAddress, on_delete=models.PROTECT, related_name="reveals")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("reden", max_length=200)
    asked_at = models.DateTimeField("gevraagd op")
    visible_until = models.DateTimeField("zichtbaar tot", null=True)

    class Meta:
        verbose_name = "onthulling van een beschermd adres"
        verbose_name_plural = "onthullingen van beschermde adressen"
        indexes: ClassVar = [models.Index(fields=["user", "-asked_at"], name="reveal_by_user")]

    def __str__(self) -> str:
        return f"onthulling {self.public_id}"
