"""Reading how organisations work together in a case: offers of leads, contact persons, handovers, actions."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from cases.access.actor import Actor
from cases.access.models import Participation
from cases.access.rules.levels import Level
from cases.casefiles.models import (
    Case,
    CaseLead,
    Handover,
    HandoverNote,
    LeadHandover,
    MonitoringContact,
    SafetyAction,
    VictimContactPerson,
)
from cases.casefiles.move_models import ParticipationMove
from cases.casefiles.permissions import can_move_partners
from cases.casefiles.rules.states import CaseState
from cases.organisations.models import Organisation, User
from cases.organisations.rules import CASEWORK_ROLES, OrganisationKind


def led_by(actor: Actor) -> list[Case]:
    """The running cases that the actor leads for its organisation, the newest first."""
    leads = CaseLead.objects.filter(
        user=actor.user_id, organisation=actor.organisation_id, until__isnull=True
    )
    return list(
        Case.objects.filter(pk__in=leads.values("case_id"))
        .exclude(state=CaseState.CLOSED.value)
        .select_related("zsm_location")
        .order_by("-opened_at", "-pk")
    )


def colleagues_of(actor: Actor) -> QuerySet[User]:
    """The active colleagues of the actor who do casework."""
    roles = [role.value for role in CASEWORK_ROLES]
    return (
        User.objects.filter(organisation=actor.organisation_id, is_active=True, roles__overlap=roles)
        .exclude(pk=actor.user_id)
        .order_by("display_name")
    )


def offers_to(actor: Actor) -> list[LeadHandover]:
    """The cases that colleagues offer to the actor."""
    return list(
        LeadHandover.objects.filter(user=actor.user_id, status="offered")
        .select_related("case", "proposed_by")
        .order_by("proposed_at", "pk")
    )


def offers_by(actor: Actor) -> list[LeadHandover]:
    """What the actor offered lately, answered or not, the newest first."""
    return list(
        LeadHandover.objects.filter(proposed_by=actor.user_id)
        .select_related("case", "user")
        .order_by("-proposed_at", "-pk")[:20]
    )


def offers_in(case: Case, actor: Actor) -> list[LeadHandover]:
    """The offers of the actor's own organisation in a case, the newest first."""
    return list(
        LeadHandover.objects.filter(case=case, organisation=actor.organisation_id)
        .select_related("user", "proposed_by")
        .order_by("-proposed_at", "-pk")
    )


def victim_contacts(case: Case) -> list[VictimContactPerson]:
    """The running fixed contact persons of the victims."""
    return list(
        VictimContactPerson.objects.filter(case=case, until__isnull=True)
        .select_related("victim", "user", "organisation")
        .order_by("pk")
    )


def handovers_of(case: Case) -> list[Handover]:
    """The handovers of the case that the wall shows, the newest first."""
    return list(
        Handover.objects.filter(case=case)
        .select_related("receiver", "organisation", "case")
        .order_by("-offered_at", "-pk")
    )


def open_offer(case: Case) -> Handover | None:
    """The handover that waits for an answer; None when there is none."""
    return next((row for row in handovers_of(case) if row.status == "offered"), None)


def note_of(handover: Handover) -> HandoverNote | None:
    """What Veilig Thuis wrote with it; None for who may not read it (yet)."""
    return HandoverNote.objects.filter(handover=handover).first()


@dataclass(frozen=True, slots=True)
class LocalTeams:
    """The local teams to choose from, and the one that serves the victim's municipality (None: unknown)."""

    all: QuerySet[Organisation]
    routed: Organisation | None


def local_teams(routed: Organisation | None) -> LocalTeams:
    """Every local team; any may be chosen, because a family can have moved."""
    teams = Organisation.objects.filter(kind=OrganisationKind.LOKAAL.value).order_by("name")
    return LocalTeams(teams, routed)


def monitoring_of(case: Case) -> list[MonitoringContact]:
    """The series of contacts after a handover, in order."""
    return list(
        MonitoringContact.objects.filter(case=case)
        .select_related("case", "organisation")
        .order_by("handover_id", "months")
    )


def monitoring_contact_of(case: Case, public_id: UUID) -> MonitoringContact:
    """One contact of the case. Raises MonitoringContact.DoesNotExist for one of another case."""
    return MonitoringContact.objects.select_related("case").get(case=case, public_id=public_id)


def safety_actions_of(case: Case) -> list[SafetyAction]:
    """What was done the same day, the newest first."""
    return list(
        SafetyAction.objects.filter(case=case).select_related("organisation").order_by("-done_at", "-pk")
    )


def waits_for(actor: Actor) -> int:
    """How many cases colleagues offer to the actor, for the number in the bar."""
    return LeadHandover.objects.filter(Q(user=actor.user_id), status="offered").count()


def moves_of(case: Case) -> list[ParticipationMove]:
    """Where an organisation took the place of another one, the newest first."""
    return list(
        ParticipationMove.objects.filter(case=case)
        .select_related("former", "successor", "municipality_before", "organisation")
        .order_by("-moved_at", "-pk")
    )


def movable_in(case: Case, actor: Actor) -> QuerySet[Organisation]:
    """Whose place the actor may give to another one: the own one, for the coordinator everybody's.

    A Veilig Thuis that only reads along is an informant and has no place to give.
    """
    running = Participation.objects.filter(case=case, ended_at__isnull=True, level__gte=Level.VIEW)
    running = running.exclude(organisation__kind=OrganisationKind.VT.value, level__lt=Level.CONTRIBUTE)
    if not can_move_partners(actor):
        running = running.filter(organisation=actor.organisation_id)
    return Organisation.objects.filter(pk__in=running.values("organisation")).order_by("name")


def successors(movable: QuerySet[Organisation], actor: Actor) -> QuerySet[Organisation]:
    """Organisations of the same kinds as those that may be moved; not the only one that it could be."""
    found = Organisation.objects.filter(kind__in=movable.values("kind"))
    if not can_move_partners(actor):
        found = found.exclude(pk=actor.organisation_id)
    return found.order_by("kind", "name")
