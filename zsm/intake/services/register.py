"""Registering an arrest or a hearing: everything that police knows becomes one case, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cases.access.actor import Actor
from cases.access.errors import InvalidInput
from cases.access.rules.levels import Level
from cases.access.writing import one_write
from cases.casefiles.linked import link_cases
from cases.casefiles.models import Case
from cases.casefiles.queries import participations_of
from cases.casefiles.routing import routes
from cases.casefiles.rules.linking import LinkKind
from cases.casefiles.rules.participation import Capacity, participants
from cases.casefiles.rules.states import CaseState
from cases.casefiles.services import Joining, NewCase, appoint_lead, join, open_case
from cases.offences.rules.charge import Charge
from cases.organisations.models import Organisation, User
from cases.organisations.rules import OrganisationKind
from cases.sharing.exclusion import release_closed_leads
from zsm.intake.permissions import check_can_register_arrest
from zsm.intake.services.arrest import ArrestIntake, HearingIntake, Intake
from zsm.intake.services.checks import (
    AMSTERDAM,
    check_intake,
    errors_under,
    participation_facts,
    prefixed,
)
from zsm.intake.services.owing import hear, hold, owe_when_heard, owe_when_held
from zsm.intake.services.parts import (
    ask_complaint,
    charge,
    check_children,
    record_running_measure,
    report,
    tell_safe_contact,
)
from zsm.intake.services.people import Resolved, record_people, relate_people, resolve_people
from zsm.intake.services.registration import Partners, Registration


@one_write
def register_arrest(*, intake: ArrestIntake, actor: Actor, at: datetime) -> Case:
    """Open a case at ZSM for an arrested suspect (domain guide, section 4; tables, sections 1 and 3).

    Everybody who belongs in it takes part, the clock of the first decision runs from the moment that the ZSM
    location has set, and what each organisation owes stands as a term; what police answers here is met at
    once. Raises NotAllowed, and InvalidInput with everything that is wrong, named by section ("suspect.bsn").
    """
    registered = _register(intake, actor, at)
    owe_when_held(registered, hold(registered, intake.arrest), intake.arrest)
    return _complete(registered)


@one_write
def register_hearing(*, intake: HearingIntake, actor: Actor, at: datetime) -> Case:
    """Open a case at ZSM for a suspect who was heard without arrest: called for interview, or met by chance.

    As `register_arrest`, without the clock of the first decision: police owes its checks and the report to
    Veilig Thuis before the case is put on ZSM, and when Veilig Thuis had a report already it is asked what
    came of it (domain guide, section 4, step 2). Raises as `register_arrest`.
    """
    registered = _register(intake, actor, at)
    hear(registered, intake.hearing)
    owe_when_heard(registered, intake.hearing)
    return _complete(registered)


def _register(intake: Intake, actor: Actor, at: datetime) -> Registration:
    """The case with its participants and people; nothing is owed yet."""
    check_can_register_arrest(actor)
    charges = check_intake(intake, at)
    resolved = resolve_people(intake, actor=actor, at=at)
    joining = _joining(intake, charges, actor, at)
    case = _open(intake, resolved, joining, actor, at)
    people = record_people(case, intake.slots(), resolved, actor=actor, at=at)
    relate_people(people, intake, actor=actor, at=at)
    _link(case, intake, actor, at)
    return Registration(
        case=case,
        intake=intake,
        charges=charges,
        people=people,
        partners=_partners(joining),
        actor=actor,
        at=at,
    )


def _complete(registered: Registration) -> Case:
    """Record every part; what police answers here meets at once what it owes."""
    for step in (charge, check_children, ask_complaint, record_running_measure, tell_safe_contact, report):
        step(registered)
    release_closed_leads(case=registered.case, actor=registered.actor, at=registered.at)
    registered.case.refresh_from_db(fields=["version"])
    return registered.case


def _link(case: Case, intake: Intake, actor: Actor, at: datetime) -> None:
    """Link the case to the one that it was made from, else to the last one of the same family."""
    wanted = intake.linked_to
    if wanted is not None:
        with errors_under("link"):
            link_cases(
                case=case, other=wanted.case, kind=wanted.kind, reason=wanted.reason, actor=actor, at=at
            )
        return
    own = participations_of(actor).filter(level__gte=Level.CONTRIBUTE).values("case")
    earlier = Case.objects.filter(family_system=case.family_system_id, pk__in=own).exclude(pk=case.pk)
    last = earlier.order_by("-opened_at", "-pk").first()
    if last is not None:
        reason = "Zelfde gezinssysteem, bevestigd bij de intake."
        link_cases(case=case, other=last, kind=LinkKind.FOLLOW_UP, reason=reason, actor=actor, at=at)


def _joining(intake: Intake, charges: Sequence[Charge], actor: Actor, at: datetime) -> list[Joining]:
    """Who takes part, the actor's own organisation first. Raises InvalidInput for a missing routing."""
    on = at.astimezone(AMSTERDAM).date()
    rows = participants(participation_facts(intake, charges), on)
    routed = routes(rows, offence=intake.offence_municipality, victim=intake.victim_municipality, on=on)
    if routed.missing:
        raise InvalidInput(prefixed("case", routed.missing))
    own = next(row for row in rows if row.kind is OrganisationKind.POLITIE)
    police = Organisation.objects.get(pk=actor.organisation_id)
    others = [
        Joining(found.organisation, found.row.level, found.row.ground, found.row.capacity.value)
        for found in routed.found
        if found.organisation.pk != police.pk
    ]
    return [Joining(police, own.level, own.ground), *others]


def _partners(joining: Sequence[Joining]) -> Partners:
    """The organisations by kind and capacity; of two police units the first, the one that registers."""
    partners: dict[tuple[OrganisationKind, Capacity], Organisation] = {}
    for row in joining:
        partners.setdefault(
            (OrganisationKind(row.organisation.kind), Capacity(row.capacity)), row.organisation
        )
    return partners


def _open(intake: Intake, resolved: Resolved, joining: Sequence[Joining], actor: Actor, at: datetime) -> Case:
    new = NewCase(
        state=CaseState.AT_ZSM,
        hg_label="yes" if intake.hg_label else "no",
        offence_municipality=intake.offence_municipality,
        victim_municipality=intake.victim_municipality,
        offence_place=intake.offence_place.strip(),
        family_system=resolved.family,
    )
    case = open_case(new=new, joining=joining[0], actor=actor, at=at)
    join(case=case, joining=joining[1:], actor=actor, at=at)
    appoint_lead(case=case, user=User.objects.get(pk=actor.user_id), actor=actor, at=at)
    return case
