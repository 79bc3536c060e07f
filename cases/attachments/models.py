"""Attachments of a case: what each is, its closed bytes, and every look of a second person."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from cases.access.encryption import SealedFileField, SealedTextField
from cases.access.information import Information, information
from cases.access.models import CATEGORY_CHOICES
from cases.access.rules.categories import Category
from cases.attachments.rules.files import MEDIA_LABELS, MediaType, file_name
from cases.attachments.rules.states import STATE_LABELS, State
from cases.casefiles.models import Case
from cases.documents.blocked_models import OUTCOME_CHOICES
from cases.organisations.models import Organisation, User

MEDIA_CHOICES = [(kind.value, label) for kind, label in MEDIA_LABELS.items()]
STATE_CHOICES = [(state.value, label) for state, label in STATE_LABELS.items()]


class Attachment(models.Model):
    """A file that an organisation gave to a case, as it was kept: cleaned, under a name of ours.

    The name that it had with its giver is kept nowhere. `searchable`: its whole content could be searched.
    `freed_at`: since when others may read it; None while they may not, and then the wall hides it from them.
    """

    INFORMATION: ClassVar[Information] = information(
        {
            # Title and reasons are shown under the attachment's own category, which is a column of the row.
            Category.TECHNICAL: (
                *("id", "public_id", "case", "category", "title", "media_type", "size", "sha256", "pages"),
                *("searchable", "organisation", "given_by", "given_at", "state", "findings", "freed_at"),
                *("withdrawn_at", "withdrawn_by", "withdrawal_reason"),
            )
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="attachments")
    category = models.CharField("onderdeel", max_length=30, choices=CATEGORY_CHOICES)
    title = models.CharField("titel", max_length=120)
    media_type = models.CharField("soort", max_length=20, choices=MEDIA_CHOICES)
    size = models.PositiveIntegerField("grootte in bytes")
    sha256 = models.CharField("SHA-256", max_length=64)
    pages = models.PositiveSmallIntegerField("bladzijden")
    searchable = models.BooleanField("geheel te doorzoeken")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="gever"
    )
    given_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="gegeven door"
    )
    given_at = models.DateTimeField("gegeven op")
    state = models.CharField("staat", max_length=10, choices=STATE_CHOICES)
    findings = models.JSONField("bevindingen", default=list, blank=True)
    freed_at = models.DateTimeField("vrij sinds", null=True, blank=True)
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ingetrokken door",
    )
    withdrawal_reason = models.CharField("reden van intrekking", max_length=300, blank=True)

    class Meta:
        verbose_name = "bijlage"
        verbose_name_plural = "bijlagen"
        indexes: ClassVar = [models.Index(fields=["case", "-given_at", "-id"], name="attachment_list")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=State.WITHDRAWN.value)
                | Q(state=State.FREE.value, freed_at__isnull=False)
                | (~Q(state=State.FREE.value) & Q(freed_at__isnull=True)),
                name="attachment_read_when_free",
            ),
            models.CheckConstraint(
                condition=Q(state=State.WITHDRAWN.value, withdrawn_at__isnull=False)
                & ~Q(withdrawal_reason="")
                | ~Q(state=State.WITHDRAWN.value) & Q(withdrawn_at__isnull=True, withdrawal_reason=""),
                name="attachment_withdrawn_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"bijlage {self.public_id}"

    @property
    def is_free(self) -> bool:
        """Whether it is handed out to others than the organisation that gave it."""
        return self.state == State.FREE.value

    @property
    def file_name(self) -> str:
        """The name under which everybody gets it."""
        return file_name(self.public_id, MediaType(self.media_type))


class AttachmentContent(models.Model):
    """The bytes of an attachment and the words found in them, as cipher."""

    INFORMATION: ClassVar[Information] = information(
        # Given out under the category of the attachment.
        {Category.TECHNICAL: ("id", "attachment", "contents", "words")}
    )

    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="content")
    contents = SealedFileField("inhoud")
    words = SealedTextField("gevonden tekst")

    class Meta:
        verbose_name = "inhoud van een bijlage"
        verbose_name_plural = "inhouden van bijlagen"

    def __str__(self) -> str:
        return f"inhoud van bijlage {self.attachment_id}"


class AttachmentLook(models.Model):
    """A second person of the giver looked at what was held back (security, S3).

    `weighed`: which protected data she or he let pass, as cipher; another one found later holds it back anew.
    """

    INFORMATION: ClassVar[Information] = information(
        {
            # Shown to the organisation of the giver only, under the category of the attachment.
            Category.TECHNICAL: (
                *("id", "public_id", "attachment", "outcome", "reason", "findings", "weighed"),
                *("given_by", "decided_by", "decided_at"),
            )
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="looks")
    outcome = models.CharField("uitkomst", max_length=10, choices=OUTCOME_CHOICES)
    reason = models.CharField("toelichting", max_length=300)
    findings = models.JSONField("bevindingen", default=list, blank=True)
    weighed = SealedTextField("afgewogen gegevens")
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("besloten op")

    class Meta:
        verbose_name = "blik van een tweede persoon"
        verbose_name_plural = "blikken van een tweede persoon"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(decided_by=F("given_by")), name="attachment_second_person")
        ]

    def __str__(self) -> str:
        return f"blik op bijlage {self.attachment_id}"
