"""Arresting a suspect who was heard or released before, in the running case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cases.access.actor import Actor
from cases.access.errors import Conflict, GuardRefusal, InvalidInput
from cases.access.rules.categories import Category
from cases.access.rules.refusal import Missing
from cases.access.writing import one_write
from cases.assessments.rules.acute import Trigger
from cases.assessments.services import mark_outdated
from cases.casefiles.models import Case
from cases.casefiles.rules.owed import owed
from cases.casefiles.rules.states import CaseState, NoTransition, StateEvent, next_state
from cases.casefiles.services import lock_case, record_event
from cases.offences.queries import first_decision_hours
from cases.organisations.rules import OrganisationKind
from cases.terms.models import Term
from cases.terms.queries import open_terms_of, terms_of
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.parameters import Parameters
from cases.terms.rules.vocabulary import StartEvent
from cases.terms.services import Corrected, NewTerm, correct_start, start_term, start_terms
from zsm.intake.messages import ARRESTED_AGAIN
from zsm.intake.models import Custody
from zsm.intake.permissions import check_can_arrest_again
from zsm.intake.queries import custody_history, new_facts, suspicion_denied
from zsm.intake.rules import clock_start
from zsm.intake.services.arrest import Arrest
from zsm.intake.services.checks import arrest_errors
from zsm.intake.services.standing import Partners, join_who_belongs, new_terms, owed_facts
from zsm.intake.services.telling import tell_participants

LONGEST: Final = 500
# What a new arrest makes partners owe again, though they did it before; the rest stays met.
OWED_ANEW: Final = frozenset(
    {TermKind.PROSECUTION_FACTS, TermKind.PART_A, TermKind.HUISVERBOD_CHECK, TermKind.ADVICE}
)
ARRESTED_REASON: Final = "De verdachte is aangehouden: nu telt de klok van de eerste beslissing."


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """Why a suspect who is not held may be arrested: the new fact on record, and why suspicion continues.

    `fact`: the code of one of `queries.new_facts`. `suspicion`: in the words of the hovj.
    """

    fact: str
    suspicion: str


@one_write
def arrest_again(*, case: Case, arrest: Arrest, grounds: Grounds, actor: Actor, at: datetime) -> Custody:
    """Record the arrest of a suspect who was heard or released (domain guide, section 4, flowchart rows 3-5).

    It needs a new fact on record since (unsafety counts as one) and continuing suspicion. The clock of the
    first decision starts, everything around it counts back from its due moment, and the assessment of Veilig
    Thuis has to be judged again. Raises NotAllowed, Conflict when the suspect is held already or the case is
    closed, GuardRefusal naming what is missing, InvalidInput per field of Arrest and Grounds.
    """
    check_can_arrest_again(actor, case.pk)
    case = lock_case(case.pk)
    last = _last_period(case)
    _check(case, last, arrest, grounds, at)
    if last.ends_at is None:
        last.ends_at = arrest.arrested_at
        last.save(update_fields=["ends_at"])
    custody = _hold(case, last, arrest, grounds, actor=actor, at=at)
    _move_to_zsm(case)
    event = record_event(
        case=case,
        kind="arrested_again",
        category=Category.DECISION,
        summary="Verdachte is aangehouden en zit vast.",
        actor=actor,
        at=at,
        happened_at=arrest.arrested_at,
        subject=custody,
    )
    mark_outdated(case=case, trigger=Trigger.ARREST_CONSIDERED, actor=actor, at=at)
    _owe(case, custody, arrest, actor=actor, at=at)
    tell_participants(
        case=case, kind=ARRESTED_AGAIN, occasion=f"arrest:{event.public_id}", actor=actor, at=at
    )
    return custody


def _last_period(case: Case) -> Custody:
    periods = custody_history(case)
    if not periods:
        raise Conflict("In deze zaak is geen verdachte gehoord of aangehouden.")
    return periods[-1]


def _check(case: Case, last: Custody, arrest: Arrest, grounds: Grounds, at: datetime) -> None:
    if last.status == "held" and last.ends_at is None:
        raise Conflict("De verdachte zit al vast.")
    if CaseState(case.state) is CaseState.CLOSED:
        raise Conflict("Deze zaak is gesloten. Registreer een nieuwe zaak.")
    errors = arrest_errors(arrest, at)
    if arrest.arrested_at < (last.ends_at or last.starts_at):
        errors["arrested_at"] = ["Dit moment ligt voor de periode waarin de verdachte niet vastzat."]
    missing = _missing(case, last)
    codes = {fact.code for fact in new_facts(case, last)}
    if not missing and grounds.fact not in codes:
        errors["fact"] = ["Kies het nieuwe feit waarop de aanhouding rust."]
    if not grounds.suspicion.strip() or len(grounds.suspicion) > LONGEST:
        errors["suspicion"] = [f"Geef aan waarom de verdenking voortduurt, in hoogstens {LONGEST} tekens."]
    if errors:
        raise InvalidInput(errors)
    if missing:
        raise GuardRefusal(missing, "Deze verdachte kan nu niet worden aangehouden.")


def _missing(case: Case, last: Custody) -> list[Missing]:
    missing = []
    if not new_facts(case, last):
        text = (
            "Er is sinds het verhoor of de vrijlating geen nieuw feit vastgelegd. "
            "Leg de onveilige gebeurtenis vast, of laat Veilig Thuis de onveiligheid beoordelen."
        )
        missing.append(Missing("new_fact", text, OrganisationKind.POLITIE))
    if case.criminal_ended_at is not None or suspicion_denied(case):
        text = "Het OM ziet geen verdenking (meer). Het OM legt die opnieuw vast."
        missing.append(Missing("suspicion", text, OrganisationKind.OM))
    return missing


def _hold(
    case: Case, last: Custody, arrest: Arrest, grounds: Grounds, *, actor: Actor, at: datetime
) -> Custody:
    fact = next(fact for fact in new_facts(case, last) if fact.code == grounds.fact)
    return Custody.objects.create(
        case=case,
        status="held",
        arrest_mode=arrest.mode,
        arrested_at=arrest.arrested_at,
        arrived_at=arrest.arrived_at,
        order_at=arrest.order_at,
        place=arrest.place.strip(),
        intoxicated=arrest.intoxicated,
        heard_how=last.heard_how,
        heard_at=last.heard_at,
        first_decision_hours=first_decision_hours(case).hours,
        new_fact=fact.text[:LONGEST],
        suspicion_continues=grounds.suspicion.strip(),
        starts_at=arrest.arrested_at,
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )


def _move_to_zsm(case: Case) -> None:
    try:
        case.state = next_state(CaseState(case.state), StateEvent.SUSPECT_AT_ZSM).value
    except NoTransition:
        return
    case.save(update_fields=["state"])


def _owe(case: Case, custody: Custody, arrest: Arrest, *, actor: Actor, at: datetime) -> None:
    """The clock, and around it what was open already, what is owed anew, and what never was owed."""
    partners = join_who_belongs(case, actor, at)
    first = _start_clock(case, custody, arrest, partners, actor=actor, at=at)
    rows = owed(owed_facts(case))
    running = {(term.kind, term.organisation_id): term for term in _open_without_subject(case)}
    had = {(term.kind, term.organisation_id) for term in terms_of(case)}
    fresh, counted_again = [], []
    for new in new_terms(rows, partners, first.started_at):
        start = arrest.arrested_at if new.kind is TermKind.REPORT_TO_VT else first.started_at
        key = (new.kind.value, new.organisation.pk)
        if key in running:
            parameters = new.parameters or Parameters()
            counted_again.append(Corrected(term=running[key], start=start, parameters=parameters))
        elif new.kind in OWED_ANEW or key not in had:
            fresh.append(
                NewTerm(kind=new.kind, organisation=new.organisation, start=start, parameters=new.parameters)
            )
    correct_start(corrections=counted_again, reason=ARRESTED_REASON, actor=actor, at=at)
    start_terms(case=case, terms=fresh, actor=actor, at=at)


def _open_without_subject(case: Case) -> list[Term]:
    return [term for term in terms_of(case) if term.is_open and not term.subject_type]


def _start_clock(
    case: Case, custody: Custody, arrest: Arrest, partners: Partners, *, actor: Actor, at: datetime
) -> Term:
    if open_terms_of(case, TermKind.FIRST_DECISION).exists():
        raise Conflict("Er loopt al een termijn voor de eerste beslissing.")
    setting = StartEvent(case.offence_municipality.zsm_location.clock_starts_at)
    clock = clock_start(setting, arrived_at=arrest.arrived_at, order_at=arrest.order_at)
    organisation = next(found for (kind, _), found in partners.items() if kind is OrganisationKind.OM)
    return start_term(
        case=case,
        kind=TermKind.FIRST_DECISION,
        organisation=organisation,
        start=clock.at,
        parameters=Parameters(hours=custody.first_decision_hours, start_event=clock.event),
        actor=actor,
        at=at,
    )
