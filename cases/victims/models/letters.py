"""The same in writing: the safe e-mail of the informer, and the official letter of the OM."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from cases.access.information import Information, information
from cases.access.rules.categories import Category
from cases.casefiles.models import Case
from cases.organisations.models import Organisation, User
from cases.persons.models import Person, SafeContact
from cases.victims.models.notices import VictimNotice
from cases.victims.rules.letter import LETTER_LABELS, OFFICIAL_LABELS

LETTER_CHOICES = [(status.value, label) for status, label in LETTER_LABELS.items()]
OFFICIAL_CHOICES = [(status.value, label) for status, label in OFFICIAL_LABELS.items()]


class VictimLetter(models.Model):
    """One safe e-mail to one victim: what was said on the phone, to read again. Fixed texts, no attachments.

    `contact`: the instructions under which it was queued; it leaves only when the same address is still safe.
    """

    INFORMATION: ClassVar[Information] = information(
        {
            Category.DECISION: ("status", "queued_at", "settled_at"),
            Category.IDENTITY: ("victim",),
            Category.TECHNICAL: ("id", "public_id", "case", "contact", "organisation", "recorded_by"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="victim_letters")
    victim = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="letters")
    contact = models.ForeignKey(SafeContact, on_delete=models.PROTECT, related_name="+")
    status = models.CharField("stand", max_length=10, choices=LETTER_CHOICES, default="queued")
    queued_at = models.DateTimeField("klaargezet op")
    settled_at = models.DateTimeField("verzonden of tegengehouden op", null=True, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)

    class Meta:
        verbose_name = "veilige e-mail"
        verbose_name_plural = "veilige e-mails"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status="queued", settled_at__isnull=True)
                | (~Q(status="queued") & Q(settled_at__isnull=False)),
                name="letter_settled_has_moment",
            )
        ]

    def __str__(self) -> str:
        return f"veilige e-mail {self.public_id}"


class LetterNotice(models.Model):
    """A letter repeats a notice; several told in one call go into one letter."""

    INFORMATION: ClassVar[Information] = information({Category.TECHNICAL: ("id", "letter", "notice")})

    letter = models.ForeignKey(VictimLetter, on_delete=models.PROTECT, related_name="parts")
    notice = models.ForeignKey(VictimNotice, on_delete=models.PROTECT, related_name="in_letters")

    class Meta:
        verbose_name = "onderdeel van een veilige e-mail"
        verbose_name_plural = "onderdelen van een veilige e-mail"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["letter", "notice"], name="letter_notice_once")
        ]

    def __str__(self) -> str:
        return f"onderdeel {self.pk}"


class OfficialLetter(models.Model):
    """The official letter of the OM about one notice: to be sent, sent, or handed over.

    It leaves only after somebody confirmed that the address is safe; newer contact data undo that.
    """

    INFORMATION: ClassVar[Information] = information(
        {
            Category.DECISION: ("status", "done_at"),
            Category.CONTACT: ("address_confirmed_at", "handed_over_by"),
            Category.TECHNICAL: (
                "id",
                "public_id",
                "notice",
                "organisation",
                "recorded_by",
                "recorded_at",
                "confirmed_by",
                "done_by",
            ),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    notice = models.OneToOneField(VictimNotice, on_delete=models.PROTECT, related_name="official_letter")
    status = models.CharField("stand", max_length=12, choices=OFFICIAL_CHOICES, default="to_send")
    address_confirmed_at = models.DateTimeField("adres bevestigd op", null=True, blank=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField("verzonden of overhandigd op", null=True, blank=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    handed_over_by = models.CharField("overhandigd door", max_length=120, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "officiële brief van het OM"
        verbose_name_plural = "officiële brieven van het OM"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status="to_send", done_at__isnull=True)
                | Q(status="sent", done_at__isnull=False, address_confirmed_at__isnull=False)
                | (Q(status="handed_over", done_at__isnull=False) & ~Q(handed_over_by="")),
                name="official_letter_done_safely",
            )
        ]

    def __str__(self) -> str:
        return f"officiële brief {self.public_id}"
