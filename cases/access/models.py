"""Who takes part in a case, what a giver has opened for a task, and who has looked."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from cases.access.information import Information, information
from cases.access.rules.actions import LogAction, LogOutcome
from cases.access.rules.categories import CATEGORY_LABELS, Category
from cases.access.rules.consent import BY_LABELS, MANNER_LABELS, STEP_LABELS
from cases.access.rules.levels import LEVEL_LABELS
from cases.organisations.models import KIND_CHOICES, Organisation, User

CATEGORY_CHOICES = [(category.value, label) for category, label in CATEGORY_LABELS.items()]
LEVEL_CHOICES = [(level.value, label) for level, label in LEVEL_LABELS.items()]

CONSENT_STEP_CHOICES = [(step.value, label) for step, label in STEP_LABELS.items()]
CONSENT_BY_CHOICES = [(by.value, label) for by, label in BY_LABELS.items()]
CONSENT_MANNER_CHOICES = [(manner.value, label) for manner, label in MANNER_LABELS.items()]


class Participation(models.Model):
    """An organisation takes part in a case at a level; carries the sort key of the case list."""

    CAPACITY_NONE = ""
    CAPACITY_PENAL = "penal"
    CAPACITY_CIVIL = "civil"

    INFORMATION: ClassVar[Information] = information(
        {
            Category.THAT: (
                "case",
                "organisation",
                "capacity",
                "level",
                "started_at",
                "ended_at",
                "end_reason",
            ),
            Category.TECHNICAL: ("id", "case_open", "case_opened_at", "ground"),
        }
    )

    case = models.ForeignKey(
        "cases.Case", on_delete=models.PROTECT, related_name="participations", db_index=False
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, db_index=False)
    capacity = models.CharField(
        "hoedanigheid",
        max_length=10,
        blank=True,
        choices=[(CAPACITY_NONE, ""), (CAPACITY_PENAL, "strafrechtelijk"), (CAPACITY_CIVIL, "civiel")],
        default=CAPACITY_NONE,
    )
    level = models.PositiveSmallIntegerField("niveau", choices=LEVEL_CHOICES)
    case_open = models.BooleanField("zaak loopt", default=True)
    case_opened_at = models.DateTimeField("zaak geopend op")
    ground = models.CharField(
        "grond", max_length=200, help_text="De regel waardoor de organisatie deelneemt."
    )
    started_at = models.DateTimeField("vanaf")
    ended_at = models.DateTimeField("tot", null=True, blank=True)
    end_reason = models.CharField("reden van beëindiging", max_length=200, blank=True)

    class Meta:
        verbose_name = "deelname"
        verbose_name_plural = "deelnames"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "organisation", "capacity"],
                include=["level", "ended_at"],
                name="participation_once_per_capacity",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(end_reason=""), name="participation_end_has_reason"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                F("organisation"),
                F("case_opened_at").desc(),
                F("case").desc(),
                condition=Q(case_open=True),
                name="participation_open_list",
            ),
            models.Index(
                F("organisation"), F("case_opened_at").desc(), F("case").desc(), name="participation_list"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_level_display()})"


class DisclosureMark(models.Model):
    """A giver opens its own sections of one category to a kind of partner for that partner's task.

    This is the `t` of the disclosure table (tables, section 5): nothing is shown until it is marked.
    """

    INFORMATION: ClassVar[Information] = information(
        {
            Category.THAT: ("case", "organisation", "category", "recipient_kind"),
            Category.TECHNICAL: ("id", "purpose", "marked_by", "marked_at", "withdrawn_at"),
        }
    )

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="disclosure_marks")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, verbose_name="gever")
    category = models.CharField("categorie", max_length=30, choices=CATEGORY_CHOICES)
    recipient_kind = models.CharField("ontvanger", max_length=10, choices=KIND_CHOICES)
    purpose = models.CharField("doel", max_length=200)
    marked_by = models.ForeignKey(User, on_delete=models.PROTECT)
    marked_at = models.DateTimeField("gemarkeerd op")
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True, blank=True)

    class Meta:
        verbose_name = "markering voor een taak"
        verbose_name_plural = "markeringen voor een taak"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "organisation", "category", "recipient_kind"],
                condition=Q(withdrawn_at__isnull=True),
                name="disclosure_mark_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} → {self.recipient_kind}: {self.get_category_display()}"


class DisclosureConsent(models.Model):
    """One step in the consent of a person for a giver to share a category with a kind of partner.

    This is the `c` of the disclosure table: nothing is shown unless the last step says that consent was
    given. Steps are added, never changed; `cases.sharing` writes them.
    """

    INFORMATION: ClassVar[Information] = information(
        {
            Category.THAT: ("case", "organisation", "category", "recipient_kind"),
            Category.IDENTITY: ("person",),
            Category.WISHES: ("step", "given_by", "manner", "stepped_at", "note"),
            Category.TECHNICAL: ("id", "public_id", "recorded_by", "recorded_at"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="consents")
    person = models.ForeignKey("cases.Person", on_delete=models.PROTECT, related_name="consents")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, verbose_name="gever")
    category = models.CharField("categorie", max_length=30, choices=CATEGORY_CHOICES)
    recipient_kind = models.CharField("ontvanger", max_length=10, choices=KIND_CHOICES)
    step = models.CharField("toestemming", max_length=10, choices=CONSENT_STEP_CHOICES)
    given_by = models.CharField("door wie", max_length=10, choices=CONSENT_BY_CHOICES)
    manner = models.CharField("hoe", max_length=10, choices=CONSENT_MANNER_CHOICES)
    stepped_at = models.DateTimeField("wanneer")
    note = models.CharField("toelichting", max_length=300, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "toestemming"
        verbose_name_plural = "toestemmingen"
        indexes: ClassVar = [
            models.Index(fields=["case", "recipient_kind", "-id"], name="disclosure_consent_last")
        ]

    def __str__(self) -> str:
        return f"toestemming {self.public_id}: {self.get_step_display()}"


class AccessLogEntry(models.Model):
    """One look, search, refusal or sign-in (NEN 7513). Append-only: triggers refuse change and removal."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.TECHNICAL: (
                "id",
                "at",
                "request_id",
                "user",
                "organisation",
                "roles",
                "on_behalf_of",
                "action",
                "route",
                "case_ids",
                "person_ids",
                "categories",
                "purpose",
                "outcome",
                "status",
                "source",
            )
        }
    )

    ACTION_READ = LogAction.READ.value
    ACTION_WRITE = LogAction.WRITE.value
    ACTION_SEARCH = LogAction.SEARCH.value
    ACTION_REVEAL = LogAction.REVEAL.value
    ACTION_EXPORT = LogAction.EXPORT.value
    ACTION_PRINT = LogAction.PRINT.value
    ACTION_SIGN_IN = LogAction.SIGN_IN.value
    ACTION_SIGN_OUT = LogAction.SIGN_OUT.value
    ACTION_LOG = LogAction.LOG.value

    OUTCOME_SHOWN = LogOutcome.SHOWN.value
    OUTCOME_REFUSED = LogOutcome.REFUSED.value
    OUTCOME_FAILED = LogOutcome.FAILED.value

    at = models.DateTimeField("moment")
    request_id = models.UUIDField("verzoek")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, db_constraint=False, db_index=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, db_constraint=False, db_index=False
    )
    roles = ArrayField(models.CharField(max_length=40), verbose_name="rollen", default=list)
    on_behalf_of = models.CharField("namens", max_length=120, blank=True)
    action = models.CharField("handeling", max_length=20)
    route = models.CharField("pagina", max_length=100)
    case_ids = ArrayField(models.BigIntegerField(), verbose_name="zaken", default=list)
    person_ids = ArrayField(models.BigIntegerField(), verbose_name="personen", default=list)
    categories = ArrayField(models.CharField(max_length=30), verbose_name="categorieën", default=list)
    purpose = models.CharField("doel", max_length=200, blank=True)
    outcome = models.CharField("uitkomst", max_length=20)
    status = models.PositiveSmallIntegerField("HTTP-status")
    source = models.GenericIPAddressField("bron", null=True)

    class Meta:
        verbose_name = "regel in het toegangslogboek"
        verbose_name_plural = "toegangslogboek"
        indexes: ClassVar = [
            models.Index(fields=["at", "id"], name="access_log_moment"),
            models.Index(fields=["organisation", "-at", "-id"], name="access_log_organisation"),
            # Whose data: few rows of the log hold a given person.
            GinIndex(fields=["person_ids"], name="access_log_persons"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.action} {self.route}"
