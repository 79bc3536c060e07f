"""Where somebody can be found who must not be found: every word of it as cipher."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from cases.access.encryption import SealedTextField
from cases.access.information import Information, information
from cases.access.rules.categories import Category
from cases.organisations.models import Organisation, User
from cases.persons.models import Person
from cases.persons.rules.addresses import ADDRESS_KIND_LABELS

ADDRESS_KIND_CHOICES = [(kind.value, label) for kind, label in ADDRESS_KIND_LABELS.items()]


class ProtectedAddress(models.Model):
    """A place of a protected person; a new row of the same kind replaces the running one, nothing is lost.

    The words open only by a reveal that is logged, for sixty seconds (security, S3 and W1).
    """

    INFORMATION: ClassVar[Information] = information(
        {
            Category.PROTECTED_ADDRESS: (
                "kind",
                "name",
                "street",
                "postcode",
                "place",
                "phone",
                "end_reason",
            ),
            Category.TECHNICAL: (
                "id",
                "public_id",
                "person",
                "organisation",
                "recorded_by",
                "valid_from",
                "valid_to",
                "ended_by",
            ),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="protected_addresses")
    kind = models.CharField("soort", max_length=10, choices=ADDRESS_KIND_CHOICES)
    name = SealedTextField("naam van opvang, school of werkgever")
    street = SealedTextField("straat en huisnummer")
    postcode = SealedTextField("postcode")
    place = SealedTextField("plaats")
    phone = SealedTextField("telefoonnummer daar")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateTimeField("geldig vanaf")
    valid_to = models.DateTimeField("geldig tot", null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = models.CharField("reden van beëindigen", max_length=200, blank=True)

    class Meta:
        verbose_name = "beschermd adres"
        verbose_name_plural = "beschermde adressen"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(valid_to__isnull=True),
                name="one_running_protected_address",
            )
        ]

    def __str__(self) -> str:
        return f"beschermd adres {self.public_id}"
