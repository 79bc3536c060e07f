"""Which document was made, by whom, for whom, when; the document itself is not kept."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cases.access.information import Information, information
from cases.access.models import CATEGORY_CHOICES
from cases.access.rules.categories import Category
from cases.casefiles.models import Case
from cases.documents.rules.kinds import CHANNEL_LABELS, KIND_LABELS, RECIPIENT_LABELS
from cases.organisations.models import Organisation, User, ZsmLocation
from cases.persons.models import Person

KIND_CHOICES = [(kind.value, label) for kind, label in KIND_LABELS.items()]
RECIPIENT_CHOICES = [(recipient.value, label) for recipient, label in RECIPIENT_LABELS.items()]
CHANNEL_CHOICES = [(channel.value, label) for channel, label in CHANNEL_LABELS.items() if channel.value]


class Document(models.Model):
    """One document that was made of a case. Rows are added, never changed.

    `sha256` proves which file it was: the same content at the same moment gives the same file.
    """

    INFORMATION: ClassVar[Information] = information(
        {
            Category.THAT: ("case", "kind", "recipient", "organisation", "made_by", "made_at", "channel"),
            Category.IDENTITY: ("recipient_person",),
            Category.TECHNICAL: (
                "id",
                "public_id",
                "subject_public_id",
                "sha256",
                "pages",
                "persons",
                "categories",
                "released_by",
            ),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField("soort", max_length=30, choices=KIND_CHOICES)
    recipient = models.CharField("voor", max_length=15, choices=RECIPIENT_CHOICES)
    recipient_person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="voor wie"
    )
    channel = models.CharField("hoe afgegeven", max_length=15, choices=CHANNEL_CHOICES, blank=True)
    subject_public_id = models.UUIDField("kenmerk van het onderwerp", null=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, verbose_name="gemaakt door")
    made_at = models.DateTimeField("gemaakt op")
    sha256 = models.CharField("SHA-256", max_length=64)
    pages = models.PositiveSmallIntegerField("bladzijden")
    persons = ArrayField(models.BigIntegerField(), verbose_name="personen", default=list)
    categories = ArrayField(
        models.CharField(max_length=30, choices=CATEGORY_CHOICES), verbose_name="categorieën", default=list
    )
    released_by = models.ForeignKey(
        "cases.BlockedDocument",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name="vrijgegeven na onderzoek",
    )

    class Meta:
        verbose_name = "gemaakt document"
        verbose_name_plural = "gemaakte documenten"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(recipient="victim") | ~Q(channel=""), name="victim_copy_has_channel"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["case", "-made_at", "-id"], name="document_list")]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"


class AreaWording(models.Model):
    """The area of a measure in the words agreed for who is bound by it; a new wording is a new row.

    The area of an order can hold the very address that the suspect must not learn.
    """

    INFORMATION: ClassVar[Information] = information(
        {
            Category.DECISION: ("text",),
            Category.TECHNICAL: ("id", "public_id", "measure", "organisation", "recorded_by", "recorded_at"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    measure = models.ForeignKey("cases.SafetyMeasure", on_delete=models.PROTECT, related_name="wordings")
    text = models.CharField("gebied in woorden voor de verdachte", max_length=300)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "gebied in woorden voor de verdachte"
        verbose_name_plural = "gebieden in woorden voor de verdachte"

    def __str__(self) -> str:
        return f"omschrijving {self.public_id}"


class TableList(models.Model):
    """One printable list of a ZSM table for an outage, as a file outside the web root; by itself, hourly."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.TECHNICAL: (
                "id",
                "public_id",
                "location",
                "organisation",
                "hour",
                "made_at",
                "file_name",
                "sha256",
                "case_ids",
            )
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    location = models.ForeignKey(ZsmLocation, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    hour = models.DateTimeField("uur")
    made_at = models.DateTimeField("gemaakt op")
    file_name = models.CharField("bestand", max_length=120)
    sha256 = models.CharField("SHA-256", max_length=64)
    case_ids = ArrayField(models.BigIntegerField(), verbose_name="zaken", default=list)

    class Meta:
        verbose_name = "tafellijst"
        verbose_name_plural = "tafellijsten"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["location", "organisation", "hour"], name="table_list_once_an_hour"
            )
        ]

    def __str__(self) -> str:
        return self.file_name
