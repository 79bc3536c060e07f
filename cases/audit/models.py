"""The seals over the access log, and what privacy officers found in it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from cases.access.information import Information, information
from cases.access.rules.categories import Category
from cases.audit.rules.signals import OUTCOME_LABELS, SIGNAL_LABELS
from cases.organisations.models import Organisation, User

SIGNAL_CHOICES = [(signal.value, label) for signal, label in SIGNAL_LABELS.items()]
OUTCOME_CHOICES = [(outcome.value, label) for outcome, label in OUTCOME_LABELS.items()]


class LogSeal(models.Model):
    """One batch of rows of the access log under a hash that holds the one before it (security, L3).

    Only the database function `audit_seal_log` adds rows. `ids`: exactly which rows belong to the batch, as
    a multirange; a row that commits late is not missed, because it stands in none. `reach`: the highest key
    that any seal up to this one holds. `form`: how rows are written before they are hashed.
    """

    INFORMATION: ClassVar[Information] = information(
        {
            Category.TECHNICAL: (
                "number",
                "sealed_at",
                "form",
                "rows",
                "ids",
                "reach",
                "content",
                "previous",
                "hash",
            )
        }
    )

    number = models.BigIntegerField("batch", primary_key=True)
    sealed_at = models.DateTimeField("verzegeld op")
    form = models.PositiveSmallIntegerField("schrijfwijze")
    rows = models.PositiveIntegerField("aantal regels")
    ids = models.TextField("regels")
    reach = models.BigIntegerField("hoogste regel tot nu toe")
    content = models.CharField("hash van de regels", max_length=64)
    previous = models.CharField("zegel hiervoor", max_length=64, blank=True)
    hash = models.CharField("zegel", max_length=64, unique=True)

    class Meta:
        verbose_name = "zegel van het toegangslogboek"
        verbose_name_plural = "zegels van het toegangslogboek"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(rows__gt=0), name="seal_holds_rows"),
            models.CheckConstraint(condition=Q(number__gt=0), name="seal_number_counts"),
        ]
        indexes: ClassVar = [models.Index(F("sealed_at"), name="seal_moment")]

    def __str__(self) -> str:
        return f"batch {self.number}"


class LogPruning(models.Model):
    """The rows of a batch were removed after five years; its seal stays. Rows are only added.

    Only the database function `audit_prune_log` adds them. `rows`: how many were there to remove.
    """

    INFORMATION: ClassVar[Information] = information({Category.TECHNICAL: ("batch", "rows", "pruned_at")})

    batch = models.BigIntegerField("batch", primary_key=True)
    rows = models.PositiveIntegerField("verwijderde regels")
    pruned_at = models.DateTimeField("verwijderd op")

    class Meta:
        verbose_name = "verwijdering uit het toegangslogboek"
        verbose_name_plural = "verwijderingen uit het toegangslogboek"

    def __str__(self) -> str:
        return f"batch {self.batch}"


class LogReview(models.Model):
    """A privacy officer judged a day of a member of staff, or one row of the sample. Rows are only added.

    A judgement after another one is a new row; the last one counts.
    """

    INFORMATION: ClassVar[Information] = information(
        {
            Category.TECHNICAL: (
                "id",
                "public_id",
                "organisation",
                "signal",
                "user",
                "day",
                "request_id",
                "outcome",
                "note",
                "reviewed_by",
                "reviewed_at",
            )
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    signal = models.CharField("signaal", max_length=20, choices=SIGNAL_CHOICES)
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="medewerker"
    )
    day = models.DateField("dag")
    request_id = models.UUIDField("verzoek", null=True, help_text="Alleen bij een regel van de steekproef.")
    outcome = models.CharField("uitkomst", max_length=10, choices=OUTCOME_CHOICES)
    note = models.CharField(
        "toelichting", max_length=1000, blank=True, help_text="Zonder namen van betrokkenen."
    )
    reviewed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="beoordeeld door"
    )
    reviewed_at = models.DateTimeField("beoordeeld op")

    class Meta:
        verbose_name = "beoordeling van het logboek"
        verbose_name_plural = "beoordelingen van het logboek"
        indexes: ClassVar = [models.Index(fields=["organisation", "-day"], name="log_review_day")]

    def __str__(self) -> str:
        return f"beoordeling {self.public_id}"


class RecordChange(models.Model):
    """What a record was before and after a change, written by a trigger of the database (security, L4).

    Only changed columns stand in `before` and `after`; protected addresses never do. The making of a record
    is no change: the record itself says who made it and when. `giver`: the organisation whose record it is.
    `login`: as whom the database was used; without `user` it was a job or somebody outside the application.
    """

    INFORMATION: ClassVar[Information] = information(
        {
            # What stands in `before` and `after` is shown by the category of each column, never as a whole.
            Category.TECHNICAL: (
                "id",
                "changed_at",
                "table_name",
                "row_key",
                "case",
                "person",
                "giver",
                "user",
                "organisation",
                "login",
                "operation",
                "before",
                "after",
            )
        }
    )

    OPERATION_CHANGED = "changed"
    OPERATION_REMOVED = "removed"

    changed_at = models.DateTimeField("gewijzigd op")
    table_name = models.CharField("tabel", max_length=63)
    row_key = models.BigIntegerField("rij")
    case = models.ForeignKey(
        "cases.Case",
        on_delete=models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    person = models.ForeignKey(
        "cases.Person",
        on_delete=models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    giver = models.ForeignKey(
        Organisation,
        on_delete=models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    user = models.ForeignKey(
        User, on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    login = models.CharField("databaserol", max_length=63)
    operation = models.CharField(
        "handeling",
        max_length=10,
        choices=[(OPERATION_CHANGED, "gewijzigd"), (OPERATION_REMOVED, "verwijderd")],
    )
    before = models.JSONField("voor")
    after = models.JSONField("na")

    class Meta:
        verbose_name = "wijziging"
        verbose_name_plural = "wijzigingen"
        indexes: ClassVar = [
            models.Index(fields=["case", "-id"], name="record_change_case"),
            models.Index(
                fields=["person", "-id"], name="record_change_person", condition=Q(person__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table_name} {self.row_key}"
