"""What the scan held back, and the second person who looked at it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from cases.access.information import Information, information
from cases.access.rules.categories import Category
from cases.casefiles.models import Case
from cases.documents.models import KIND_CHOICES
from cases.documents.rules.release import RELEASE_LABELS
from cases.organisations.models import Organisation, User

OUTCOME_CHOICES = [(outcome.value, label) for outcome, label in RELEASE_LABELS.items()]


class BlockedDocument(models.Model):
    """A copy that was held back, for which its maker asks a colleague to look (security, S3).

    `fingerprint`: of every text in it, so that only the very content that was looked at can leave.
    `findings`: per finding where it stands and what kind of datum it is, never the datum.
    """

    INFORMATION: ClassVar[Information] = information(
        {
            Category.PLAN: ("reason", "decision_reason"),
            Category.TECHNICAL: (
                "id",
                "public_id",
                "case",
                "kind",
                "subject_public_id",
                "fingerprint",
                "findings",
                "organisation",
                "asked_by",
                "asked_at",
                "outcome",
                "decided_by",
                "decided_at",
            ),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="blocked_documents")
    kind = models.CharField("soort", max_length=30, choices=KIND_CHOICES)
    subject_public_id = models.UUIDField("kenmerk van het onderwerp", null=True)
    fingerprint = models.CharField("SHA-256 van de tekst", max_length=64)
    findings = models.JSONField("bevindingen", default=list)
    reason = models.CharField("waarom dit toch mag", max_length=300)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("gevraagd op")
    outcome = models.CharField("uitkomst", max_length=10, choices=OUTCOME_CHOICES, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("besloten op", null=True, blank=True)
    decision_reason = models.CharField("toelichting", max_length=300, blank=True)

    class Meta:
        verbose_name = "tegengehouden document"
        verbose_name_plural = "tegengehouden documenten"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome="", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(outcome="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="blocked_document_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="blocked_document_second_person",
            ),
            models.UniqueConstraint(
                fields=["case", "kind", "organisation", "fingerprint"],
                condition=Q(outcome=""),
                nulls_distinct=False,
                name="blocked_document_asked_once",
            ),
        ]

    def __str__(self) -> str:
        return f"tegengehouden document {self.public_id}"
