"""The charges of a case and the klacht that some offences need."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from cases.access.information import Information, information
from cases.access.rules.categories import Category
from cases.casefiles.models import Case
from cases.offences.rules.relation import RELATION_LABELS
from cases.organisations.models import Organisation, User
from cases.persons.models import Person

MODE_CHOICES = [("completed", "voltooid"), ("attempt", "poging"), ("preparation", "voorbereiding")]
ANSWER_CHOICES = [("yes", "ja"), ("no", "nee"), ("unknown", "nog niet bekend")]
VICTIM_CHOICES = [(relation.value, label) for relation, label in RELATION_LABELS.items()]


class Charge(models.Model):
    """One offence of which the suspect is suspected, with the catalogue version that was used."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.IDENTITY: (
                "offence_code",
                "offence_name",
                "mode",
                "relation",
                "aggravated",
                "committed_on",
            ),
            Category.TECHNICAL: (
                "id",
                "public_id",
                "case",
                "catalogue_version",
                "organisation",
                "recorded_by",
                "recorded_at",
                "withdrawn_at",
                "withdrawal_reason",
            ),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="charges")
    offence_code = models.CharField("artikel", max_length=20)
    offence_name = models.CharField("feit", max_length=160)
    catalogue_version = models.CharField("versie van de catalogus", max_length=20)
    mode = models.CharField("vorm", max_length=12, choices=MODE_CHOICES, default="completed")
    relation = models.CharField(
        "het slachtoffer is van de verdachte",
        max_length=20,
        choices=VICTIM_CHOICES,
        blank=True,
        help_text="Van belang voor artikel 304 en 316 Sr.",
    )
    aggravated = models.BooleanField("strafverhoging art. 304 Sr", default=False)
    committed_on = models.DateField("gepleegd op")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField("vastgelegd op")
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True, blank=True)
    withdrawal_reason = models.CharField("reden van intrekking", max_length=200, blank=True)

    class Meta:
        verbose_name = "feit"
        verbose_name_plural = "feiten"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "offence_code", "mode"],
                condition=Q(withdrawn_at__isnull=True),
                name="charge_once_per_case",
            )
        ]

    def __str__(self) -> str:
        return f"{self.offence_code} {self.offence_name}"


class ProsecutionComplaint(models.Model):
    """The klacht: whether the request to prosecute was made, when and before whom (art. 164, 165 Sv).

    A new answer is a new row; the last one counts.
    """

    INFORMATION: ClassVar[Information] = information(
        {
            Category.INVESTIGATION: ("answer", "made_on", "made_by", "received_by"),
            Category.TECHNICAL: ("id", "public_id", "case", "organisation", "recorded_by", "recorded_at"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="complaints")
    answer = models.CharField("klacht gedaan", max_length=10, choices=ANSWER_CHOICES)
    made_on = models.DateField("gedaan op", null=True, blank=True)
    made_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, verbose_name="gedaan door"
    )
    received_by = models.CharField("opgenomen door", max_length=120, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "klacht"
        verbose_name_plural = "klachten"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(answer="yes") | Q(made_on__isnull=False), name="complaint_yes_has_day"
            )
        ]

    def __str__(self) -> str:
        return f"klacht: {self.get_answer_display()}"
