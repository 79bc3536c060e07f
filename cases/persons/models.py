"""Family systems, the persons in them, how they are related, and how they can be reached safely."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q

from cases.access.information import Information, information
from cases.access.rules.categories import Category
from cases.organisations.models import Organisation, User

GENDER_CHOICES = [("f", "vrouw"), ("m", "man"), ("x", "anders of onbekend")]

RELATION_CHOICES = [
    ("partner", "partner"),
    ("ex_partner", "ex-partner"),
    ("parent", "ouder"),
    ("guardian", "voogd"),
    ("child", "kind"),
    ("sibling", "broer of zus"),
    ("household", "huisgenoot"),
    ("other", "anders"),
]


class FamilySystem(models.Model):
    """The persons who are tied together: partners, ex-partners, children, others living in."""

    INFORMATION: ClassVar[Information] = information({Category.TECHNICAL: ("id", "public_id", "created_at")})

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField("aangemaakt op")

    class Meta:
        verbose_name = "gezinssysteem"
        verbose_name_plural = "gezinssystemen"

    def __str__(self) -> str:
        return f"gezinssysteem {self.public_id}"


class Person(models.Model):
    """Anyone in one family system; what a person is in a case stands in the case role."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.IDENTITY: (
                "first_names",
                "infix",
                "last_name",
                "birth_date",
                "gender",
                "bsn",
                "name_key",
            ),
            Category.TECHNICAL: (
                "id",
                "public_id",
                "family_system",
                "organisation",
                "recorded_by",
                "recorded_at",
            ),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    family_system = models.ForeignKey(FamilySystem, on_delete=models.PROTECT, related_name="persons")
    first_names = models.CharField("voornamen", max_length=120, blank=True)
    infix = models.CharField("tussenvoegsel", max_length=20, blank=True)
    last_name = models.CharField("achternaam", max_length=120)
    birth_date = models.DateField("geboortedatum", null=True, blank=True)
    gender = models.CharField("geslacht", max_length=1, choices=GENDER_CHOICES, default="x")
    bsn = models.CharField("BSN", max_length=9, blank=True)
    name_key = models.CharField("klanksleutel", max_length=80, blank=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, verbose_name="vastgelegd door")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "persoon"
        verbose_name_plural = "personen"
        indexes: ClassVar = [
            models.Index(fields=["birth_date", "name_key"], name="person_birth_name"),
            models.Index(fields=["bsn"], condition=~Q(bsn=""), name="person_bsn"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """First names, infix and last name."""
        return " ".join(part for part in (self.first_names, self.infix, self.last_name) if part)

    @property
    def initials(self) -> str:
        """Initials for the wall screen, such as M.B."""
        letters = [self.first_names[:1], self.last_name[:1]]
        return "".join(f"{letter.upper()}." for letter in letters if letter)


class PersonRelation(models.Model):
    """How two persons of one family system are related, seen from `person`: "person is … of other"."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.IDENTITY: ("person", "other", "kind", "ended_on"),
            Category.TECHNICAL: ("id", "organisation", "recorded_by", "recorded_at"),
        }
    )

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relations")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reverse_relations")
    kind = models.CharField("relatie", max_length=20, choices=RELATION_CHOICES)
    ended_on = models.DateField(
        "verbroken op", null=True, blank=True, help_text="Bij een ex-partner, als bekend."
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "relatie"
        verbose_name_plural = "relaties"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(person=F("other")), name="relation_between_two"),
            models.UniqueConstraint(fields=["person", "other", "kind"], name="relation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"


class PersonLink(models.Model):
    """The same human being in two family systems: two identifiers, confirmed by a person, reversible."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.IDENTITY: ("person", "other", "identifiers", "undo_reason"),
            Category.TECHNICAL: (
                *("id", "public_id", "organisation", "confirmed_by", "confirmed_at"),
                *("undone_at", "undone_by"),
            ),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="links")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reverse_links")
    identifiers = models.CharField("overeenkomende kenmerken", max_length=200)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT)
    confirmed_at = models.DateTimeField("bevestigd op")
    undone_at = models.DateTimeField("ongedaan gemaakt op", null=True, blank=True)
    undone_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    undo_reason = models.CharField("reden", max_length=200, blank=True)

    class Meta:
        verbose_name = "koppeling van personen"
        verbose_name_plural = "koppelingen van personen"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(person=F("other")), name="link_between_two"),
            models.UniqueConstraint(
                fields=["person", "other"], condition=Q(undone_at__isnull=True), name="link_once"
            ),
        ]

    def __str__(self) -> str:
        return f"koppeling {self.pk}"


class SafeContact(models.Model):
    """Instructions for reaching a person safely; a new version replaces the running one, nothing is lost.

    Without a row, or without a channel marked safe, there is no contact at all (security, S1).
    """

    INFORMATION: ClassVar[Information] = information(
        {
            Category.CONTACT: (
                "phone",
                "phone_safe",
                "hours_from",
                "hours_until",
                "voicemail_allowed",
                "email",
                "email_safe",
                "language",
                "note",
            ),
            Category.TECHNICAL: (
                "id",
                "public_id",
                "person",
                "organisation",
                "recorded_by",
                "valid_from",
                "valid_to",
            ),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="safe_contacts")
    phone = models.CharField("telefoonnummer", max_length=20, blank=True)
    phone_safe = models.BooleanField("dit nummer is veilig", default=False)
    hours_from = models.TimeField("bellen vanaf", null=True, blank=True)
    hours_until = models.TimeField("bellen tot", null=True, blank=True)
    voicemail_allowed = models.BooleanField("voicemail inspreken mag", default=False)
    email = models.EmailField("e-mailadres", blank=True)
    email_safe = models.BooleanField("dit e-mailadres is veilig", default=False)
    language = models.CharField("taal", max_length=40, default="Nederlands")
    note = models.CharField("let op", max_length=300, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)
    valid_from = models.DateTimeField("geldig vanaf")
    valid_to = models.DateTimeField("vervangen op", null=True, blank=True)

    class Meta:
        verbose_name = "veilig contact"
        verbose_name_plural = "veilige contacten"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(valid_to__isnull=True), name="one_running_safe_contact"
            ),
            models.CheckConstraint(
                condition=Q(phone_safe=False) | ~Q(phone=""), name="safe_phone_has_number"
            ),
            models.CheckConstraint(
                condition=Q(email_safe=False) | ~Q(email=""), name="safe_email_has_address"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["phone"],
                condition=Q(valid_to__isnull=True) & ~Q(phone=""),
                name="safe_contact_phone",
            )
        ]

    def __str__(self) -> str:
        return f"veilig contact {self.public_id}"
