"""Holding or hearing the suspect, and what that makes each organisation owe."""

from __future__ import annotations

from cases.access.rules.categories import Category
from cases.casefiles.rules.owed import OwedFacts, owed
from cases.casefiles.services import record_event
from cases.offences.rules.charges import first_decision_hours, has_stalking
from cases.organisations.rules import OrganisationKind
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.parameters import Parameters
from cases.terms.rules.vocabulary import StartEvent
from cases.terms.services import NewTerm, start_term, start_terms
from zsm.intake.models import Custody
from zsm.intake.rules import clock_start
from zsm.intake.services.arrest import Arrest, Hearing
from zsm.intake.services.checks import suspect_minor, victim_minor
from zsm.intake.services.registration import Registration


def hold(intake: Registration, facts: Arrest) -> Custody:
    """Record that the suspect is held, with the hours to the first decision (art. 56a Sv)."""
    custody = Custody.objects.create(
        case=intake.case,
        status="held",
        arrest_mode=facts.mode,
        arrested_at=facts.arrested_at,
        arrived_at=facts.arrived_at,
        order_at=facts.order_at,
        place=facts.place.strip(),
        intoxicated=facts.intoxicated,
        first_decision_hours=first_decision_hours(intake.charges).hours,
        starts_at=facts.arrested_at,
        organisation_id=intake.actor.organisation_id,
        recorded_by_id=intake.actor.user_id,
        recorded_at=intake.at,
    )
    record_event(
        case=intake.case,
        kind="arrest_registered",
        category=Category.DECISION,
        summary="Verdachte is aangehouden en zit vast.",
        actor=intake.actor,
        at=intake.at,
        happened_at=facts.arrested_at,
        subject=custody,
    )
    return custody


def hear(intake: Registration, facts: Hearing) -> Custody:
    """Record that the suspect was heard without arrest: no clock of the first decision runs."""
    custody = Custody.objects.create(
        case=intake.case,
        status="heard",
        heard_how=facts.how,
        heard_at=facts.heard_at,
        inserted_at=facts.inserted_at,
        place=facts.place.strip(),
        starts_at=facts.heard_at,
        organisation_id=intake.actor.organisation_id,
        recorded_by_id=intake.actor.user_id,
        recorded_at=intake.at,
    )
    record_event(
        case=intake.case,
        kind="hearing_registered",
        category=Category.DECISION,
        summary="Verdachte is gehoord en zit niet vast.",
        actor=intake.actor,
        at=intake.at,
        happened_at=facts.heard_at,
        subject=custody,
    )
    return custody


def owe_when_held(intake: Registration, custody: Custody, arrest: Arrest) -> None:
    """Start the clock of the first decision and everything that is owed around it (tables, section 3)."""
    first = _start_first_decision(intake, custody, arrest)
    facts = OwedFacts(
        held=True,
        hg_label=intake.intake.hg_label,
        stalking=has_stalking(intake.charges),
        children=bool(intake.intake.children),
        victim_minor=victim_minor(intake.intake),
        suspect_minor=suspect_minor(intake.intake),
        # An arrest needs a suspicion; OM judges it afterwards, and without one the advice falls away.
        suspicion=True,
        first_decision_due_at=first.due_at,
    )
    terms = []
    for row in owed(facts):
        if row.kind is TermKind.FIRST_DECISION or row.organisation is None:
            continue
        # The report counts from the arrest (legal facts, section 1), the rest from when the clock began.
        is_report = row.kind is TermKind.REPORT_TO_VT
        start = arrest.arrested_at if is_report else first.started_at
        organisation = intake.partner(row.organisation, row.capacity)
        terms.append(
            NewTerm(kind=row.kind, organisation=organisation, start=start, parameters=row.parameters)
        )
    start_terms(case=intake.case, terms=terms, actor=intake.actor, at=intake.at)


def owe_when_heard(intake: Registration, hearing: Hearing) -> None:
    """Start everything that is owed of a suspect who was heard: police before the case is put on ZSM."""
    facts = OwedFacts(
        heard=True,
        hg_label=intake.intake.hg_label,
        stalking=has_stalking(intake.charges),
        children=bool(intake.intake.children),
        victim_minor=victim_minor(intake.intake),
        suspect_minor=suspect_minor(intake.intake),
        suspicion=True,
        inserted_at=hearing.inserted_at,
        reported_before=intake.intake.reported_on is not None,
    )
    terms = [
        NewTerm(
            kind=row.kind,
            organisation=intake.partner(row.organisation, row.capacity),
            start=hearing.heard_at,
            parameters=row.parameters,
        )
        for row in owed(facts)
        if row.organisation is not None
    ]
    start_terms(case=intake.case, terms=terms, actor=intake.actor, at=intake.at)


def _start_first_decision(intake: Registration, custody: Custody, arrest: Arrest) -> Term:
    setting = StartEvent(intake.intake.offence_municipality.zsm_location.clock_starts_at)
    clock = clock_start(setting, arrived_at=arrest.arrived_at, order_at=arrest.order_at)
    return start_term(
        case=intake.case,
        kind=TermKind.FIRST_DECISION,
        organisation=intake.partner(OrganisationKind.OM),
        start=clock.at,
        parameters=Parameters(hours=custody.first_decision_hours, start_event=clock.event),
        actor=intake.actor,
        at=intake.at,
    )
