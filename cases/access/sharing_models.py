"""One act of sharing: a giver opens a section, or one attachment, to one organisation beyond the table."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from cases.access.information import Information, information
from cases.access.models import CATEGORY_CHOICES
from cases.access.rules.categories import Category
from cases.access.rules.sharing import GROUND_LABELS, Ground
from cases.organisations.models import Organisation, User

GROUND_CHOICES = [(ground.value, label) for ground, label in GROUND_LABELS.items()]


class SharingAct(models.Model):
    """What a giver shares with one participant, why, on which ground, until when.

    `attachment`: only this one file of the section. On the ground of consent it opens only while the last
    step of that person's consent says so (`cases.access.disclosure`). `explanation` is the giver's own
    weighing; nobody else reads it.
    """

    INFORMATION: ClassVar[Information] = information(
        {
            Category.THAT: ("case", "organisation", "recipient", "category", "attachment"),
            Category.IDENTITY: ("person",),
            Category.ASSESSMENT_GROUNDS: ("explanation", "withdrawal_reason"),
            Category.TECHNICAL: (
                *("id", "public_id", "purpose", "ground", "passing_on_barred", "shared_by", "shared_at"),
                *("until", "withdrawn_at", "withdrawn_by"),
            ),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="sharing_acts")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="gever"
    )
    recipient = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="ontvanger"
    )
    category = models.CharField("onderdeel", max_length=30, choices=CATEGORY_CHOICES)
    person = models.ForeignKey(
        "cases.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="wie toestemming gaf",
    )
    attachment = models.ForeignKey(
        "cases.Attachment",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sharing_acts",
        verbose_name="bijlage",
    )
    ground = models.CharField("grond", max_length=10, choices=GROUND_CHOICES)
    purpose = models.CharField("doel", max_length=200)
    explanation = models.CharField("afweging", max_length=500, blank=True)
    passing_on_barred = models.BooleanField("niet doorgeven", default=True)
    until = models.DateField("tot en met")
    shared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    shared_at = models.DateTimeField("gedeeld op")
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawal_reason = models.CharField("reden van intrekking", max_length=300, blank=True)

    class Meta:
        verbose_name = "verstrekking buiten de tabel"
        verbose_name_plural = "verstrekkingen buiten de tabel"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "organisation", "recipient", "category", "ground", "person", "attachment"],
                condition=Q(withdrawn_at__isnull=True),
                name="sharing_act_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=~Q(recipient=F("organisation")), name="sharing_with_another"),
            models.CheckConstraint(
                condition=~Q(ground=Ground.CONSENT.value) | Q(person__isnull=False),
                name="sharing_consent_has_person",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawal_reason=""),
                name="sharing_withdrawal_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} → {self.recipient_id}: {self.get_category_display()}"

    @property
    def is_one_attachment(self) -> bool:
        """Whether it opens one attachment of the section, and nothing else of it."""
        return self.attachment_id is not None
