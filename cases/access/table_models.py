"""The disclosure table as rows: versions after the default of the law, each with all of its cells.

A version is written as a draft and approved by a second privacy officer; the database refuses any change of
a version that is no draft (migration of these tables).
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from cases.access.information import Information, information
from cases.access.models import CATEGORY_CHOICES
from cases.access.rules.categories import Category
from cases.access.rules.disclosure import PHASE_LABELS, TABLE_START, DisclosureRow, Phase
from cases.access.rules.grants import GRANT_LABELS, Grant
from cases.access.rules.versions import VERSION_LABELS, VersionState
from cases.organisations.models import KIND_CHOICES, User
from cases.organisations.rules import OrganisationKind

GRANT_CHOICES = [(grant.value, label) for grant, label in GRANT_LABELS.items()]
PHASE_CHOICES = [("", "elke fase"), *((phase.value, label) for phase, label in PHASE_LABELS.items())]
GIVER_CHOICES = [("", "elke gever"), *KIND_CHOICES]
VERSION_CHOICES = [(state.value, label) for state, label in VERSION_LABELS.items()]


class DisclosureVersion(models.Model):
    """One version of the table, from draft to approved; number 1 is the default of the law in code."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.TECHNICAL: (
                *("id", "public_id", "number", "based_on", "state", "effective_from", "motivation"),
                *("made_by", "made_at", "offered_at", "judged_by", "judged_at", "judgement"),
            )
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveIntegerField("versie", unique=True)
    state = models.CharField(
        "toestand", max_length=10, choices=VERSION_CHOICES, default=VersionState.DRAFT.value
    )
    based_on = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="wijzigt",
        help_text="Leeg: de wettelijke standaard, versie 1.",
    )
    effective_from = models.DateField("gaat in op", null=True, blank=True)
    motivation = models.CharField("wat en waarom", max_length=500, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("begonnen op")
    offered_at = models.DateTimeField("ter goedkeuring op", null=True, blank=True)
    judged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    judged_at = models.DateTimeField("beoordeeld op", null=True, blank=True)
    judgement = models.CharField("reden van het oordeel", max_length=500, blank=True)

    class Meta:
        verbose_name = "versie van de verstrekkingentabel"
        verbose_name_plural = "versies van de verstrekkingentabel"
        constraints: ClassVar = [
            models.UniqueConstraint(
                F("state"),
                condition=Q(state=VersionState.DRAFT.value),
                name="one_disclosure_draft",
            ),
            models.UniqueConstraint(
                F("state"),
                condition=Q(state=VersionState.OFFERED.value),
                name="one_disclosure_offer",
            ),
            models.UniqueConstraint(
                fields=["effective_from"],
                condition=Q(state=VersionState.APPROVED.value),
                name="one_disclosure_version_per_day",
            ),
            models.CheckConstraint(
                condition=Q(number__gt=1) & (Q(judged_by__isnull=True) | ~Q(judged_by=F("made_by"))),
                name="disclosure_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state=VersionState.APPROVED.value)
                | (Q(judged_by__isnull=False) & Q(effective_from__isnull=False)),
                name="disclosure_approved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"versie {self.number} ({self.get_state_display()})"


class DisclosureCell(models.Model):
    """One row of a version: who gives what to whom, when, on which basis.

    `dropped`: a row for one giver or phase that the draft took out again; it counts for nothing.
    """

    INFORMATION: ClassVar[Information] = information(
        {
            Category.TECHNICAL: (
                *("id", "version", "giver_kind", "recipient_kind", "category", "phase", "grant", "basis"),
                *("note", "valid_from", "valid_to", "dropped"),
            )
        }
    )

    version = models.ForeignKey(DisclosureVersion, on_delete=models.PROTECT, related_name="cells")
    giver_kind = models.CharField("gever", max_length=10, blank=True, choices=GIVER_CHOICES)
    recipient_kind = models.CharField("ontvanger", max_length=10, choices=KIND_CHOICES)
    category = models.CharField("categorie", max_length=30, choices=CATEGORY_CHOICES)
    phase = models.CharField("fase", max_length=20, blank=True, choices=PHASE_CHOICES)
    grant = models.CharField("verstrekking", max_length=10, choices=GRANT_CHOICES)
    basis = models.CharField("wettelijke grondslag", max_length=300)
    note = models.CharField("toelichting", max_length=300, blank=True)
    valid_from = models.DateField("geldig vanaf", null=True, blank=True)
    valid_to = models.DateField("geldig tot", null=True, blank=True, help_text="De eerste dag erna.")
    dropped = models.BooleanField("vervallen", default=False)

    class Meta:
        verbose_name = "regel van de verstrekkingentabel"
        verbose_name_plural = "regels van de verstrekkingentabel"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "giver_kind", "recipient_kind", "category", "phase"],
                name="disclosure_cell_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
                name="disclosure_cell_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient_kind}: {self.category} {self.grant}"

    def row(self) -> DisclosureRow:
        """The row as the rules know it."""
        return DisclosureRow(
            recipient=OrganisationKind(self.recipient_kind),
            category=Category(self.category),
            grant=Grant(self.grant),
            valid_from=self.valid_from or TABLE_START,
            valid_to=self.valid_to,
            basis=self.basis,
            giver=OrganisationKind(self.giver_kind) if self.giver_kind else None,
            phase=Phase(self.phase) if self.phase else None,
            note=self.note,
        )

    @classmethod
    def of(cls, version: DisclosureVersion, row: DisclosureRow) -> DisclosureCell:
        """The row of the rules as a cell of a version, not saved."""
        started: date | None = row.valid_from if row.valid_from != TABLE_START else None
        return cls(
            version=version,
            giver_kind=row.giver.value if row.giver else "",
            recipient_kind=row.recipient.value,
            category=row.category.value,
            phase=row.phase.value if row.phase else "",
            grant=row.grant.value,
            basis=row.basis,
            note=row.note,
            valid_from=started,
            valid_to=row.valid_to,
        )
