"""Reports to Veilig Thuis (VT-melding): who reported what about whom, and what came of it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from cases.access.information import Information, information
from cases.access.rules.categories import Category
from cases.casefiles.models import Case
from cases.organisations.models import Organisation, User
from cases.persons.models import Person
from cases.reports.rules.outcome import MANNER_LABELS, OUTCOME_LABELS, STAGE_LABELS
from cases.reports.rules.report import (
    ANSWER_LABELS,
    DESCRIBED_LABELS,
    MESSAGE_LABELS,
    QUESTIONS,
    REPORTER_LABELS,
)

ANSWER_CHOICES = [(answer.value, label) for answer, label in ANSWER_LABELS.items()]
REPORTER_CHOICES = [(kind.value, label) for kind, label in REPORTER_LABELS.items()]
MESSAGE_CHOICES = [(kind.value, label) for kind, label in MESSAGE_LABELS.items()]
DESCRIBED_CHOICES = [(kind.value, label) for kind, label in DESCRIBED_LABELS.items()]
STAGE_CHOICES = [(stage.value, label) for stage, label in STAGE_LABELS.items()]
OUTCOME_CHOICES = [(status.value, f"{status.value} {label}") for status, label in OUTCOME_LABELS.items()]
MANNER_CHOICES = [(manner.value, label) for manner, label in MANNER_LABELS.items()]


class Report(models.Model):
    """A report to Veilig Thuis; its receipt starts the term of five working days."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.REPORT: (
                *("situation", "request", "acute_at_report", "kind", "reference", "reported_at"),
                *("incident_at", "incident_place", "incident_text", "incident_since", "incident_until"),
                *("explanation", "further_information", "existing_care", "existing_care_note"),
                *("restraining_order", "restraining_order_note"),
                # Shown to the recording organisation only: a reporter may be in danger too.
                *("reporter_kind", "reporter_anonymous", "reporter_name", "reporter_contact"),
            ),
            Category.THAT: ("number", "received_at", "organisation", "receiver"),
            Category.TECHNICAL: (
                *("id", "public_id", "case", "feedback_wanted", "joined_open_case", "recorded_by"),
            ),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports")
    number = models.CharField("registratienummer", max_length=40)
    kind = models.CharField("soort bericht", max_length=4, choices=MESSAGE_CHOICES, default="VT")
    reference = models.CharField("registratienummer van de melder", max_length=60, blank=True)
    reported_at = models.DateTimeField("geschreven door de melder op", null=True, blank=True)
    situation = models.TextField("zorgelijke situatie")
    explanation = models.TextField("nadere omschrijving", blank=True)
    further_information = models.TextField("overige informatie", blank=True)
    request = models.CharField("verzoek aan Veilig Thuis", max_length=300, blank=True)
    incident_at = models.DateTimeField("moment van het incident", null=True, blank=True)
    incident_place = models.CharField("plaats van het incident", max_length=200, blank=True)
    incident_text = models.TextField("omschrijving van het incident", blank=True)
    incident_since = models.DateField("speelt sinds", null=True, blank=True)
    incident_until = models.DateField("speelt tot", null=True, blank=True)
    existing_care = models.CharField(
        QUESTIONS["VT-001"], max_length=10, choices=ANSWER_CHOICES, default="unknown"
    )
    existing_care_note = models.CharField("toelichting bij hulp of zorg", max_length=300, blank=True)
    restraining_order = models.CharField(
        QUESTIONS["VT-002"], max_length=10, choices=ANSWER_CHOICES, default="unknown"
    )
    restraining_order_note = models.CharField("toelichting bij huisverbod", max_length=300, blank=True)
    acute_at_report = models.BooleanField("acuut volgens de melder", default=False)
    feedback_wanted = models.BooleanField("terugkoppeling gewenst", default=True)
    reporter_kind = models.CharField("melder", max_length=12, choices=REPORTER_CHOICES, default="police")
    reporter_anonymous = models.BooleanField("melder blijft anoniem", default=False)
    reporter_name = models.CharField("naam van de melder", max_length=120, blank=True)
    reporter_contact = models.CharField("bereikbaarheid van de melder", max_length=200, blank=True)
    joined_open_case = models.BooleanField("kwam in een lopende zaak", default=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="sent_reports", verbose_name="vastgelegd door"
    )
    receiver = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="received_reports", verbose_name="ontvanger"
    )
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)
    received_at = models.DateTimeField("ontvangen op")

    class Meta:
        verbose_name = "melding aan Veilig Thuis"
        verbose_name_plural = "meldingen aan Veilig Thuis"
        constraints: ClassVar = [
            # The same message that comes in twice is one report.
            models.UniqueConstraint(
                fields=["case", "organisation", "reference"],
                condition=~Q(reference=""),
                name="report_reference_once",
            )
        ]

    def __str__(self) -> str:
        return f"melding {self.number}"


class ReportedPerson(models.Model):
    """Somebody whom a report is about, and who is told that data are kept (Wmo 2015 art. 5.3.1)."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.IDENTITY: ("report", "person"),
            Category.REPORT: ("described_as", "informed_note"),
            # Until somebody says that it is not secret, an address in a report is treated as one that is.
            Category.PROTECTED_ADDRESS: ("address",),
            Category.TECHNICAL: ("id", "public_id", "case", "organisation", "informed_at", "informed_by"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reported_persons")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="persons")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    described_as = models.CharField("volgens de melder", max_length=10, choices=DESCRIBED_CHOICES)
    address = models.CharField("adres volgens de melding", max_length=200, blank=True)
    informed_at = models.DateTimeField("geïnformeerd op", null=True, blank=True)
    informed_note = models.CharField("hoe geïnformeerd", max_length=300, blank=True)
    informed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "persoon in een melding"
        verbose_name_plural = "personen in meldingen"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "person"], name="reported_person_once"),
            models.CheckConstraint(
                condition=Q(informed_at__isnull=True, informed_by__isnull=True)
                | Q(informed_at__isnull=False, informed_by__isnull=False),
                name="reported_person_informed_is_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_described_as_display()})"


class Inquiry(models.Model):
    """An inquiry by Veilig Thuis after a report: starts within five days, ends within ten weeks."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.ASSESSMENT_GROUNDS: ("reason",),
            Category.ASSESSMENT_CONCLUSION: ("conclusion", "decided_at", "started_at", "ended_at"),
            Category.TECHNICAL: ("id", "public_id", "case", "report", "organisation", "recorded_by"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="inquiries")
    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="inquiry")
    reason = models.CharField("waarom onderzoek", max_length=1000)
    conclusion = models.TextField("uitkomst van het onderzoek", blank=True)
    decided_at = models.DateTimeField("besloten op")
    started_at = models.DateTimeField("gestart op", null=True, blank=True)
    ended_at = models.DateTimeField("afgerond op", null=True, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "onderzoek van Veilig Thuis"
        verbose_name_plural = "onderzoeken van Veilig Thuis"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | (Q(started_at__isnull=False) & ~Q(conclusion="")),
                name="inquiry_end_is_complete",
            )
        ]

    def __str__(self) -> str:
        return f"onderzoek na {self.report_id}"


class ReportOutcome(models.Model):
    """What came of a report, as a coded status: once after the assessment, once after what followed."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.ASSESSMENT_CONCLUSION: ("status", "stage", "explanation"),
            Category.THAT: ("decided_at", "organisation"),
            Category.TECHNICAL: ("id", "public_id", "case", "report", "recorded_by"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="report_outcomes")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="outcomes")
    stage = models.CharField("moment", max_length=12, choices=STAGE_CHOICES)
    status = models.CharField("uitkomst", max_length=8, choices=OUTCOME_CHOICES)
    explanation = models.CharField("toelichting voor het dossier", max_length=1000)
    decided_at = models.DateTimeField("vastgesteld op")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "uitkomst van een melding"
        verbose_name_plural = "uitkomsten van meldingen"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "stage"], name="report_outcome_once_per_stage")
        ]

    def __str__(self) -> str:
        return f"{self.status} ({self.get_stage_display()})"


class ReporterFeedback(models.Model):
    """What the reporter was told about one outcome, and how."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.REPORT: ("text", "manner", "sent_at"),
            Category.TECHNICAL: ("id", "public_id", "case", "outcome", "organisation", "recorded_by"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reporter_feedback")
    outcome = models.OneToOneField(ReportOutcome, on_delete=models.PROTECT, related_name="feedback")
    text = models.CharField("wat de melder hoort", max_length=1000)
    manner = models.CharField("hoe", max_length=8, choices=MANNER_CHOICES)
    sent_at = models.DateTimeField("teruggekoppeld op")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "terugkoppeling aan de melder"
        verbose_name_plural = "terugkoppelingen aan melders"

    def __str__(self) -> str:
        return f"terugkoppeling op {self.sent_at:%d-%m-%Y}"
