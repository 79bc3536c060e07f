"""Everything that is owed: the terms, the moments at which they speak up, and the pulse of the sweep."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.access.information import Information, information
from cases.access.rules.categories import Category
from cases.organisations.models import Organisation
from cases.terms.calendar import shown_calendar
from cases.terms.rules.catalogue import rule_version
from cases.terms.rules.computation import way_for
from cases.terms.rules.kinds import KIND_LABELS, TermKind
from cases.terms.rules.parameters import Parameters
from cases.terms.rules.stages import WarningSpans, stage_moments, warning_spans
from cases.terms.rules.states import (
    STAGE_STATUS_LABELS,
    TERM_STATUS_LABELS,
    StageStatus,
    TermStatus,
)
from cases.terms.rules.vocabulary import TermRule

KIND_CHOICES = [(kind.value, label) for kind, label in KIND_LABELS.items()]
STATUS_CHOICES = [(status.value, label) for status, label in TERM_STATUS_LABELS.items()]
STAGE_STATUS_CHOICES = [(status.value, label) for status, label in STAGE_STATUS_LABELS.items()]


class Term(models.Model):
    """One thing that one organisation owes in a case, with its due moment if it has one."""

    INFORMATION: ClassVar[Information] = information(
        {
            # Who owes what by when is what every participant has to see; why something is late is not.
            Category.THAT: (
                "case",
                "kind",
                "organisation",
                "person",
                "subject_type",
                "subject_public_id",
                "started_at",
                "due_at",
                "status",
                "ended_at",
                "alarmed_at",
                "taken_over_at",
                "taken_over_by",
                "steps",
            ),
            Category.DECISION: ("parameters", "end_reason"),
            Category.TECHNICAL: (
                "id",
                "public_id",
                "rule_version",
                "ended_by",
                "met_by",
                "recorded_by",
                "recorded_at",
            ),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="terms")
    kind = models.CharField("soort", max_length=40, choices=KIND_CHOICES)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, db_index=False, verbose_name="verantwoordelijke organisatie"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="verantwoordelijke persoon",
    )
    subject_type = models.CharField("gaat over", max_length=40, blank=True)
    subject_public_id = models.UUIDField("kenmerk", null=True, blank=True)
    started_at = models.DateTimeField("begin")
    due_at = models.DateTimeField(
        "loopt af", null=True, blank=True, help_text="Leeg: nodig, zonder vast moment."
    )
    rule_version = models.PositiveSmallIntegerField("versie van de regel")
    parameters = models.JSONField("gegevens voor de berekening", default=dict)
    steps = ArrayField(models.CharField(max_length=1000), verbose_name="hoe berekend", default=list)
    status = models.CharField(
        "toestand", max_length=10, choices=STATUS_CHOICES, default=TermStatus.OPEN.value
    )
    alarmed_at = models.DateTimeField(
        "alarm gegeven op", null=True, blank=True, help_text="Gezet door de bewaking, samen met het alarm."
    )
    taken_over_at = models.DateTimeField(
        "opgepakt op", null=True, blank=True, help_text="Na het alarm; daarna wordt het niet herhaald."
    )
    taken_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="opgepakt door",
    )
    ended_at = models.DateTimeField("beëindigd op", null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    end_reason = models.CharField("reden", max_length=1000, blank=True)
    met_by = models.ForeignKey(
        "cases.CaseEvent", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "termijn"
        verbose_name_plural = "termijnen"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "kind", "organisation", "subject_type", "subject_public_id"],
                condition=Q(status=TermStatus.OPEN.value),
                nulls_distinct=False,
                name="term_owed_once",
            ),
            models.CheckConstraint(
                condition=Q(status=TermStatus.OPEN.value, ended_at__isnull=True, ended_by__isnull=True)
                | (~Q(status=TermStatus.OPEN.value) & Q(ended_at__isnull=False) & Q(ended_by__isnull=False)),
                name="term_end_is_complete",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=(TermStatus.MET_LATE.value, TermStatus.CANCELLED.value))
                | ~Q(end_reason=""),
                name="term_end_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(due_at__isnull=True) | Q(due_at__gte=F("started_at")), name="term_due_after_start"
            ),
            models.CheckConstraint(
                condition=Q(subject_type="", subject_public_id__isnull=True)
                | (~Q(subject_type="") & Q(subject_public_id__isnull=False)),
                name="term_subject_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(taken_over_at__isnull=True, taken_over_by__isnull=True)
                | Q(taken_over_at__isnull=False, taken_over_by__isnull=False),
                name="term_taken_over_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=Q(status=TermStatus.OPEN.value), name="term_open_due"),
            models.Index(
                fields=["organisation", "due_at"],
                condition=Q(status=TermStatus.OPEN.value),
                name="term_open_organisation",
            ),
            models.Index(
                fields=["person", "due_at"],
                condition=Q(status=TermStatus.OPEN.value),
                name="term_open_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_status_display()})"

    @property
    def is_open(self) -> bool:
        """Whether it is still owed."""
        return self.status == TermStatus.OPEN.value

    @property
    def alarmed(self) -> bool:
        """Whether the alarm at its due moment was given."""
        return self.alarmed_at is not None

    @property
    def rule(self) -> TermRule:
        """The rule in the version with which this term was computed."""
        return rule_version(TermKind(self.kind), self.rule_version)

    def is_late(self, at: datetime) -> bool:
        """Whether ending it at this moment would be too late; at the due moment itself it is in time."""
        return self.due_at is not None and at > self.due_at

    def warning_spans(self) -> WarningSpans:
        """From how much time left its clock turns to soon and to alarm."""
        if self.due_at is None:
            raise ValueError("a term without a due moment has no warnings")
        facts = Parameters.from_json(self.parameters)
        profile = way_for(self.rule, facts.situation).stages
        moments = stage_moments(
            profile, self.started_at, self.due_at, calendar=shown_calendar(), warn_days=facts.warn_days
        )
        return warning_spans(moments, self.due_at)


class TermStage(models.Model):
    """One moment at which a term warns, alarms or escalates; fires at most once.

    What is said again until somebody takes the term over is a next row of the same stage, a round further.
    """

    INFORMATION: ClassVar[Information] = information(
        {
            Category.THAT: ("term", "stage", "round", "fires_at", "fired_at", "lateness"),
            Category.TECHNICAL: (
                "id",
                "nature",
                "audiences",
                "channels",
                "repeat_every",
                "status",
                "next_try_at",
                "failures",
                "last_error",
            ),
        }
    )

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="stages")
    stage = models.CharField("stap", max_length=30)
    round = models.PositiveIntegerField("herhaling", default=0)
    nature = models.CharField("aard", max_length=20)
    audiences = ArrayField(models.CharField(max_length=30), verbose_name="voor wie")
    channels = ArrayField(models.CharField(max_length=10), verbose_name="kanalen")
    repeat_every = models.DurationField("herhaald na", null=True, blank=True)
    fires_at = models.DateTimeField("moment")
    status = models.CharField(
        "toestand", max_length=10, choices=STAGE_STATUS_CHOICES, default=StageStatus.PENDING.value
    )
    next_try_at = models.DateTimeField(
        "volgende poging", help_text="Gelijk aan het moment, tot een poging mislukt."
    )
    fired_at = models.DateTimeField("gegeven op", null=True, blank=True)
    lateness = models.DurationField("hoeveel te laat gegeven", null=True, blank=True)
    failures = models.PositiveSmallIntegerField("mislukte pogingen", default=0)
    last_error = models.CharField("laatste fout", max_length=300, blank=True)

    class Meta:
        verbose_name = "stap van een termijn"
        verbose_name_plural = "stappen van termijnen"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["term", "stage", "round"], name="term_stage_once"),
            models.CheckConstraint(
                condition=Q(status=StageStatus.FIRED.value, fired_at__isnull=False, lateness__isnull=False)
                | (~Q(status=StageStatus.FIRED.value) & Q(fired_at__isnull=True) & Q(lateness__isnull=True)),
                name="term_stage_fired_has_moment",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(status=StageStatus.PENDING.value),
                name="term_stage_pending",
            ),
            # The pulse counts them every ten seconds; among all that wait they would have to be looked for.
            models.Index(
                fields=["term"],
                condition=Q(status=StageStatus.PENDING.value, failures__gt=0),
                name="term_stage_failing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage} ({self.get_status_display()})"


class SweepHeartbeat(models.Model):
    """The last sign of life of one trigger of the sweep, and how far behind it found the terms."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.TECHNICAL: (
                "source",
                "swept_at",
                "oldest_unfired_at",
                "fired",
                "failing",
                "without_recipient",
            )
        }
    )

    source = models.CharField("aanjager", max_length=20, primary_key=True)
    swept_at = models.DateTimeField("laatste ronde")
    oldest_unfired_at = models.DateTimeField("oudste openstaande stap", null=True, blank=True)
    fired = models.PositiveIntegerField("gegeven in deze ronde", default=0)
    failing = models.PositiveIntegerField("stappen die blijven mislukken", default=0)
    without_recipient = models.PositiveIntegerField("stappen zonder ontvanger in deze ronde", default=0)

    class Meta:
        verbose_name = "hartslag van de bewaking"
        verbose_name_plural = "hartslagen van de bewaking"

    def __str__(self) -> str:
        return f"{self.source}: {self.swept_at:%Y-%m-%d %H:%M:%S}"


class SweepLag(models.Model):
    """How many stages were given at most so many seconds late (and later than the row before), since ever."""

    INFORMATION: ClassVar[Information] = information({Category.TECHNICAL: ("at_most", "number", "seconds")})

    at_most = models.PositiveIntegerField("hoogstens zoveel seconden te laat", primary_key=True)
    number = models.BigIntegerField("aantal", default=0)
    seconds = models.BigIntegerField("seconden samen", default=0)

    class Meta:
        verbose_name = "vertraging van de bewaking"
        verbose_name_plural = "vertragingen van de bewaking"

    def __str__(self) -> str:
        return f"{self.at_most} s: {self.number}"
