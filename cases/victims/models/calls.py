"""The first call: what SHN and VT settled, their calls, and what the victim knows of the prosecution."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from cases.access.information import Information, information
from cases.access.rules.categories import Category
from cases.casefiles.models import Case
from cases.organisations.models import KIND_CHOICES, Organisation, User
from cases.persons.models import Person
from cases.victims.rules.calls import AGREEMENT_LABELS, YES_NO_UNKNOWN_LABELS
from cases.victims.rules.contact import MANNER_LABELS, OUTCOME_LABELS

AGREEMENT_CHOICES = [(status.value, label) for status, label in AGREEMENT_LABELS.items()]
ANSWER_CHOICES = [(answer.value, label) for answer, label in YES_NO_UNKNOWN_LABELS.items()]
OUTCOME_CHOICES = [(outcome.value, label) for outcome, label in OUTCOME_LABELS.items()]
MANNER_CHOICES = [(manner.value, label) for manner, label in MANNER_LABELS.items()]
RUNNING = ("proposed", "agreed")


class CallAgreement(models.Model):
    """Who of SHN and VT calls a victim first: proposed by one, agreed by the other, replaced by a new one."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.THAT: ("status", "first", "proposed_at", "agreed_at"),
            Category.IDENTITY: ("victim",),
            Category.CONTACT: ("vt_has_contact", "good_moment", "anonymous_told", "roles_told"),
            Category.TECHNICAL: ("id", "public_id", "case", "organisation", "recorded_by", "agreed_by"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="call_agreements")
    victim = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="call_agreements")
    status = models.CharField("stand", max_length=10, choices=AGREEMENT_CHOICES, default="proposed")
    first = models.CharField("wie belt als eerste", max_length=10, choices=KIND_CHOICES)
    vt_has_contact = models.CharField("heeft VT al contact", max_length=10, choices=ANSWER_CHOICES)
    good_moment = models.CharField("goed moment", max_length=200)
    anonymous_told = models.BooleanField("verteld dat SHN anoniem belt", default=False)
    roles_told = models.BooleanField("elk legt de rol van de ander uit", default=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, verbose_name="voorgesteld door")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("voorgesteld op")
    agreed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField("afgesproken op", null=True, blank=True)

    class Meta:
        verbose_name = "afspraak over het eerste gesprek"
        verbose_name_plural = "afspraken over het eerste gesprek"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "victim"], condition=Q(status__in=RUNNING), name="one_running_call_agreement"
            ),
            models.CheckConstraint(
                condition=~Q(status="agreed") | Q(agreed_at__isnull=False, agreed_by__isnull=False),
                name="agreed_call_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("recorded_by")),
                name="call_agreed_by_the_other",
            ),
        ]

    def __str__(self) -> str:
        return f"afspraak eerste gesprek {self.public_id}"


class VictimCall(models.Model):
    """One call of SHN or VT with the victim of its own accord: about wishes, safety, help."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.CONTACT: ("outcome", "manner", "note", "called_at", "next_at", "against_agreement"),
            Category.IDENTITY: ("victim",),
            Category.TECHNICAL: ("id", "public_id", "case", "organisation", "recorded_by", "recorded_at"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="victim_calls")
    victim = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="calls")
    called_at = models.DateTimeField("moment van de poging")
    manner = models.CharField("hoe", max_length=10, choices=MANNER_CHOICES)
    outcome = models.CharField("uitkomst", max_length=12, choices=OUTCOME_CHOICES)
    note = models.CharField("verslag", max_length=500, blank=True)
    next_at = models.DateTimeField("volgende poging", null=True, blank=True)
    against_agreement = models.BooleanField("gebeld zonder of tegen de afspraak", default=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "gesprek met het slachtoffer"
        verbose_name_plural = "gesprekken met het slachtoffer"

    def __str__(self) -> str:
        return f"gesprek {self.public_id}"


class CrimeReport(models.Model):
    """Whether a victim reported the offence (aangifte), with the statement; the last version counts."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.WISHES: ("made", "statement"),
            Category.IDENTITY: ("victim",),
            Category.TECHNICAL: (
                "id",
                "public_id",
                "case",
                "version",
                "organisation",
                "recorded_by",
                "recorded_at",
            ),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="crime_reports")
    victim = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="crime_reports")
    version = models.PositiveSmallIntegerField("versie")
    made = models.CharField("aangifte gedaan", max_length=10, choices=ANSWER_CHOICES)
    statement = models.TextField("verklaring van het slachtoffer", max_length=4000, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "aangifte"
        verbose_name_plural = "aangiften"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "victim", "version"], name="crime_report_version_once")
        ]

    def __str__(self) -> str:
        return f"aangifte {self.public_id}"


class ProsecutionTold(models.Model):
    """The victim was told that the case is prosecuted without her or his report; opens SHN's call."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.DECISION: ("told_at",),
            Category.IDENTITY: ("victim",),
            Category.TECHNICAL: ("id", "public_id", "case", "organisation", "recorded_by", "recorded_at"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="prosecution_told")
    victim = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="prosecution_told")
    told_at = models.DateTimeField("verteld op")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "vervolging verteld"
        verbose_name_plural = "vervolging verteld"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "victim"], name="prosecution_told_once")
        ]

    def __str__(self) -> str:
        return f"vervolging verteld {self.public_id}"
