"""What the partners bring to the table, and the table itself: its session, its seats, the turns of cases."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from cases.access.information import Information, information
from cases.access.models import CATEGORY_CHOICES
from cases.access.rules.categories import Category
from cases.assessments.rules.known import PHASE_LABELS
from cases.casefiles.models import Case
from cases.organisations.models import Organisation, User, ZsmLocation
from zsm.consultation.rules.table import DAY_PART_LABELS, ITEM_STATE_LABELS

PHASE_CHOICES = [(phase.value, label) for phase, label in PHASE_LABELS.items()]
DAY_PART_CHOICES = [(part.value, label) for part, label in DAY_PART_LABELS.items()]
ITEM_STATE_CHOICES = [(state.value, label) for state, label in ITEM_STATE_LABELS.items()]


class KnownAnswer(models.Model):
    """Is the family known to Veilig Thuis, is there an open file, and in which phase; the last row counts."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.THAT: ("known", "open_file"),
            Category.ASSESSMENT_CONCLUSION: ("phase",),
            Category.ASSESSMENT_GROUNDS: ("note",),
            Category.TECHNICAL: ("id", "public_id", "case", "organisation", "recorded_by", "recorded_at"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="known_answers")
    known = models.BooleanField("bekend bij Veilig Thuis")
    open_file = models.BooleanField("lopend dossier", default=False)
    phase = models.CharField("fase van het dossier", max_length=40, choices=PHASE_CHOICES)
    note = models.CharField("toelichting", max_length=500, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "bekend bij Veilig Thuis"
        verbose_name_plural = "bekend bij Veilig Thuis"

    def __str__(self) -> str:
        return "bekend" if self.known else "niet bekend"


class Contribution(models.Model):
    """What one organisation brings to the table; a new version stands beside the former ones."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.ASSESSMENT_CONCLUSION: ("view",),
            Category.PLAN: ("offer",),
            Category.DECISION: ("dissent", "dissent_reason"),
            Category.TECHNICAL: (
                *("id", "public_id", "case", "version", "organisation", "recorded_by", "recorded_at"),
            ),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="contributions")
    version = models.PositiveIntegerField("versie")
    view = models.TextField("kijk op de onveiligheid", max_length=2000, blank=True)
    offer = models.TextField("wat de organisatie kan doen", max_length=2000, blank=True)
    dissent = models.TextField("ander oordeel", max_length=2000, blank=True)
    dissent_reason = models.TextField("reden van het andere oordeel", max_length=2000, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "inbreng"
        verbose_name_plural = "inbreng"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "organisation", "version"], name="contribution_version_once"
            ),
            models.CheckConstraint(
                condition=Q(dissent="", dissent_reason="") | ~Q(dissent="") & ~Q(dissent_reason=""),
                name="dissent_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"inbreng, versie {self.version}"


class ContributionPart(models.Model):
    """What an organisation knows under one category of its own."""

    INFORMATION: ClassVar[Information] = information(
        # The text is shown under the category of the row, as an event of the story is.
        {Category.TECHNICAL: ("id", "contribution", "category", "text")}
    )

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="parts")
    category = models.CharField("categorie", max_length=30, choices=CATEGORY_CHOICES)
    text = models.TextField("wat de organisatie weet", max_length=2000)

    class Meta:
        verbose_name = "onderdeel van de inbreng"
        verbose_name_plural = "onderdelen van de inbreng"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contribution", "category"], name="contribution_part_once")
        ]

    def __str__(self) -> str:
        return self.get_category_display()


class TableSession(models.Model):
    """The ZSM table of one location in one part of a day, opened by the coordinator.

    `version` is raised by every step, so that open screens refresh.
    """

    INFORMATION: ClassVar[Information] = information(
        {
            Category.TECHNICAL: (
                *("id", "public_id", "location", "day", "part", "organisation", "opened_by", "opened_at"),
                *("closed_at", "version"),
            )
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    location = models.ForeignKey(ZsmLocation, on_delete=models.PROTECT, related_name="table_sessions")
    day = models.DateField("dag")
    part = models.CharField("dagdeel", max_length=10, choices=DAY_PART_CHOICES)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField("geopend op")
    closed_at = models.DateTimeField("gesloten op", null=True, blank=True)
    version = models.PositiveIntegerField("versie", default=1)

    class Meta:
        verbose_name = "ZSM-tafel"
        verbose_name_plural = "ZSM-tafels"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["location"], condition=Q(closed_at__isnull=True), name="one_open_table_per_location"
            )
        ]

    def __str__(self) -> str:
        return f"{self.location}, {self.get_part_display()}"


class TableSeat(models.Model):
    """An organisation sits at the table from a moment until another; who sits there for it."""

    INFORMATION: ClassVar[Information] = information(
        {Category.TECHNICAL: ("id", "session", "organisation", "user", "since", "until")}
    )

    session = models.ForeignKey(TableSession, on_delete=models.PROTECT, related_name="seats")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateTimeField("vanaf")
    until = models.DateTimeField("tot", null=True, blank=True)

    class Meta:
        verbose_name = "plaats aan tafel"
        verbose_name_plural = "plaatsen aan tafel"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["session", "organisation"],
                condition=Q(until__isnull=True),
                name="one_seat_per_organisation",
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class TableItem(models.Model):
    """One turn of a case at the table; a case that is put back gets a new turn later."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.THAT: ("state", "started_at", "ended_at"),
            Category.DECISION: ("reason",),
            Category.TECHNICAL: ("id", "public_id", "session", "case", "place", "organisation"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(TableSession, on_delete=models.PROTECT, related_name="items")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="table_items")
    place = models.PositiveIntegerField("volgorde")
    state = models.CharField("stand", max_length=10, choices=ITEM_STATE_CHOICES, default="waiting")
    reason = models.CharField("reden van terugleggen", max_length=300, blank=True)
    started_at = models.DateTimeField("begonnen op", null=True, blank=True)
    ended_at = models.DateTimeField("afgerond op", null=True, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "beurt aan tafel"
        verbose_name_plural = "beurten aan tafel"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["session", "case"],
                condition=Q(state__in=["waiting", "current"]),
                name="one_running_turn_per_case",
            ),
            models.UniqueConstraint(
                fields=["session"], condition=Q(state="current"), name="one_case_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="put_back") | ~Q(reason=""), name="put_back_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"beurt {self.public_id}"
