"""The case, the roles of persons in it, the named leads and the story of what happened."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from cases.access.information import Information, information
from cases.access.models import CATEGORY_CHOICES
from cases.access.rules.categories import Category
from cases.casefiles.rules.states import STATE_LABELS
from cases.organisations.models import Municipality, Organisation, User, ZsmLocation
from cases.persons.models import FamilySystem, Person

STATE_CHOICES = [(state.value, label) for state, label in STATE_LABELS.items()]

HG_LABEL_CHOICES = [("yes", "HG-label"), ("proposed", "HG-label voorgesteld"), ("no", "geen HG-label")]

PERSON_ROLE_CHOICES = [
    ("suspect", "verdachte"),
    ("victim", "slachtoffer"),
    ("child", "kind"),
    ("witness", "getuige"),
    ("network", "netwerk"),
]

HANDOVER_CHOICES = [
    ("offered", "aangeboden"),
    ("accepted", "aanvaard"),
    ("refused", "geweigerd"),
    ("withdrawn", "ingetrokken"),
]


class Case(models.Model):
    """One coordination thread on a family system."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.THAT: ("number", "state", "opened_at", "closed_at"),
            Category.IDENTITY: ("hg_label", "offence_municipality", "victim_municipality", "offence_place"),
            Category.DECISION: ("criminal_ended_at", "care_ended_at"),
            Category.TECHNICAL: (
                "id",
                "public_id",
                "family_system",
                "zsm_location",
                "version",
                "organisation",
            ),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField("zaaknummer", max_length=12, unique=True)
    state = models.CharField("toestand", max_length=20, choices=STATE_CHOICES)
    family_system = models.ForeignKey(FamilySystem, on_delete=models.PROTECT, related_name="cases")
    zsm_location = models.ForeignKey(ZsmLocation, on_delete=models.PROTECT, null=True, blank=True)
    hg_label = models.CharField("HG-label", max_length=10, choices=HG_LABEL_CHOICES)
    offence_place = models.CharField("pleegplaats", max_length=120, blank=True)
    offence_municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="+", verbose_name="gemeente van het feit"
    )
    victim_municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="+", verbose_name="gemeente van het slachtoffer"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="aangemeld door"
    )
    opened_at = models.DateTimeField("geopend op")
    closed_at = models.DateTimeField("gesloten op", null=True, blank=True)
    criminal_ended_at = models.DateTimeField("strafspoor beëindigd op", null=True, blank=True)
    care_ended_at = models.DateTimeField("zorgspoor beëindigd op", null=True, blank=True)
    version = models.PositiveIntegerField("versie", default=1)

    class Meta:
        verbose_name = "zaak"
        verbose_name_plural = "zaken"
        # Carried by an exceptional grant only, for an hour (`cases.access.emergency_models`).
        permissions: ClassVar = [("read_in_emergency", "mag deze zaak in een noodgeval lezen")]

    def __str__(self) -> str:
        return self.number


class CaseRole(models.Model):
    """What a person is in a case; at most one suspect, co-suspects are linked cases."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.IDENTITY: ("case", "person", "role"),
            Category.TECHNICAL: ("id", "organisation", "recorded_by", "recorded_at"),
        }
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="roles")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="case_roles")
    role = models.CharField("rol", max_length=10, choices=PERSON_ROLE_CHOICES)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "rol in de zaak"
        verbose_name_plural = "rollen in de zaak"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "person", "role"], name="case_role_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(role="suspect"), name="one_suspect_per_case"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"


class CaseLead(models.Model):
    """The named person of one organisation for a case: casusregisseur, casushouder or zaakseigenaar."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.THAT: ("case", "organisation", "user"),
            Category.TECHNICAL: ("id", "since", "until"),
        }
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="leads")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    user = models.ForeignKey(User, on_delete=models.PROTECT)
    since = models.DateTimeField("vanaf")
    until = models.DateTimeField("tot", null=True, blank=True)

    class Meta:
        verbose_name = "aanspreekpunt"
        verbose_name_plural = "aanspreekpunten"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "organisation"],
                condition=Q(until__isnull=True),
                name="one_lead_per_organisation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.organisation})"


class CaseEvent(models.Model):
    """Everything that happened in a case: the story, the radar and the refresh of pages derive from it."""

    INFORMATION: ClassVar[Information] = information(
        {
            # The summary is shown under the event's own category, which is a column of the row.
            Category.TECHNICAL: (
                "id",
                "public_id",
                "case",
                "kind",
                "category",
                "happened_at",
                "recorded_at",
                "organisation",
                "employer",
                "recorded_by",
                "person",
                "summary",
                "subject_type",
                "subject_public_id",
            )
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField("soort", max_length=60)
    category = models.CharField("categorie", max_length=30, choices=CATEGORY_CHOICES)
    summary = models.CharField("wat er gebeurde", max_length=500)
    happened_at = models.DateTimeField("gebeurd op")
    recorded_at = models.DateTimeField("vastgelegd op")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    employer = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="werkgever",
        help_text="Alleen als een ander dan een eigen medewerker namens de organisatie handelde.",
        db_index=False,
    )
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    # Whose consent shares it, where that is how it is shared.
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    subject_type = models.CharField("gaat over", max_length=40, blank=True)
    subject_public_id = models.UUIDField("kenmerk", null=True, blank=True)

    class Meta:
        verbose_name = "gebeurtenis in de zaak"
        verbose_name_plural = "gebeurtenissen in de zaak"
        indexes: ClassVar = [
            models.Index(fields=["case", "-happened_at", "-id"], name="case_event_story"),
            # So few events were recorded by who stood in that looking them up costs next to nothing.
            models.Index(fields=["case"], condition=Q(employer__isnull=False), name="case_event_stood_in"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.case_id})"


class LeadHandover(models.Model):
    """A case is offered to a colleague; the old lead stays until the new one accepts."""

    INFORMATION: ClassVar[Information] = information(
        {
            # Shown to the own organisation only: a note from one colleague to the next.
            Category.PLAN: ("note", "answer_note"),
            Category.THAT: ("case", "organisation", "user", "status", "proposed_at", "answered_at"),
            Category.TECHNICAL: ("id", "public_id", "proposed_by"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="lead_handovers")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="aan wie")
    note = models.CharField("overdrachtsnotitie", max_length=500)
    status = models.CharField("toestand", max_length=10, choices=HANDOVER_CHOICES, default="offered")
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("aangeboden op")
    answered_at = models.DateTimeField("beantwoord op", null=True, blank=True)
    answer_note = models.CharField("antwoord", max_length=500, blank=True)

    class Meta:
        verbose_name = "overdracht van een aanspreekpunt"
        verbose_name_plural = "overdrachten van aanspreekpunten"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "organisation"],
                condition=Q(status="offered"),
                name="one_lead_offer_per_organisation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} aan {self.user} ({self.get_status_display()})"


class VictimContactPerson(models.Model):
    """The fixed contact person at the police of one victim of stalking."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.IDENTITY: ("case", "victim", "user", "organisation"),
            Category.TECHNICAL: ("id", "public_id", "since", "until", "recorded_by"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="victim_contacts")
    victim = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField("vanaf")
    until = models.DateTimeField("tot", null=True, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "vaste contactpersoon"
        verbose_name_plural = "vaste contactpersonen"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "victim"], condition=Q(until__isnull=True), name="one_contact_per_victim"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}"


class Handover(models.Model):
    """Veilig Thuis hands a case over to the local team; until that accepts it knows only *that*."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.THAT: ("case", "organisation", "receiver", "status", "offered_at", "answered_at"),
            Category.PLAN: ("refusal_reason",),
            Category.TECHNICAL: ("id", "public_id", "offered_by", "answered_by"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="handovers")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    status = models.CharField("toestand", max_length=10, choices=HANDOVER_CHOICES, default="offered")
    offered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField("aangeboden op")
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField("beantwoord op", null=True, blank=True)
    refusal_reason = models.CharField("reden van weigering", max_length=500, blank=True)

    class Meta:
        verbose_name = "overdracht aan het lokale team"
        verbose_name_plural = "overdrachten aan het lokale team"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(status="offered"), name="one_open_handover_per_case"
            ),
            models.CheckConstraint(
                condition=~Q(status="refused") | ~Q(refusal_reason=""), name="handover_refusal_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"overdracht aan {self.receiver_id} ({self.get_status_display()})"


class HandoverNote(models.Model):
    """What Veilig Thuis says to the local team; apart, so that the wall keeps it until accepted."""

    INFORMATION: ClassVar[Information] = information(
        {Category.PLAN: ("text",), Category.TECHNICAL: ("id", "case", "handover", "organisation")}
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    handover = models.OneToOneField(Handover, on_delete=models.PROTECT, related_name="note")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("toelichting bij de overdracht")

    class Meta:
        verbose_name = "toelichting bij een overdracht"
        verbose_name_plural = "toelichtingen bij overdrachten"

    def __str__(self) -> str:
        return f"toelichting bij {self.handover_id}"


class MonitoringContact(models.Model):
    """One contact of the series with which Veilig Thuis follows a family after the handover."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.PLAN: ("note", "is_safe"),
            Category.THAT: ("case", "organisation", "months", "done_at"),
            Category.TECHNICAL: ("id", "public_id", "handover", "recorded_by"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="monitoring")
    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="monitoring")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    months = models.PositiveSmallIntegerField("na hoeveel maanden")
    done_at = models.DateTimeField("gedaan op", null=True, blank=True)
    is_safe = models.BooleanField("veilig volgens Veilig Thuis", null=True, blank=True)
    note = models.CharField("wat het contact opleverde", max_length=1000, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "monitoringcontact"
        verbose_name_plural = "monitoringcontacten"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["handover", "months"], name="monitoring_contact_once")
        ]

    def __str__(self) -> str:
        return f"na {self.months} maanden"


class SafetyAction(models.Model):
    """What Veilig Thuis or police did the same day for safety, after a guard was set aside."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.PLAN: ("text",),
            Category.THAT: ("case", "organisation", "done_at"),
            Category.TECHNICAL: ("id", "public_id", "recorded_by"),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="safety_actions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    text = models.CharField("wat is gedaan", max_length=1000)
    done_at = models.DateTimeField("gedaan op")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "veiligheidsactie"
        verbose_name_plural = "veiligheidsacties"

    def __str__(self) -> str:
        return f"veiligheidsactie {self.done_at:%d-%m-%Y}"
