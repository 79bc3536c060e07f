"""What the end of a measure makes people owe: its own term, a new judgement, telling the victim in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from cases.access.actor import Actor
from cases.casefiles.models import Case, CaseEvent
from cases.organisations.models import Organisation
from cases.organisations.rules import OrganisationKind
from cases.plans.models import SafetyMeasure
from cases.plans.queries import has_ended, partner
from cases.plans.rules.measure import MeasureKind
from cases.plans.rules.period import OWN_TERM
from cases.terms.queries import open_terms_of
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.parameters import Parameters
from cases.terms.services import cancel_if_open, recompute_term, start_term

BEFORE_THE_END: Final = (TermKind.MEASURE_ENDS, TermKind.TELL_MEASURE_ENDS)


def start_end_terms(
    measure: SafetyMeasure,
    own: Parameters | None,
    *,
    informer: Organisation | None,
    actor: Actor,
    at: datetime,
) -> None:
    """The measure's own term by law (`own` computes it), and what is owed before its end (tables, 3)."""
    if measure.ends_at is None or has_ended(measure, at):
        return
    case, kind = measure.case, MeasureKind(measure.kind)
    owner = partner(
        case, OrganisationKind.OM if kind is MeasureKind.BEHAVIOURAL_ORDER else OrganisationKind.POLITIE
    )
    if kind in OWN_TERM and owner is not None:
        start_term(
            case=case,
            kind=OWN_TERM[kind],
            organisation=owner,
            subject=measure,
            start=measure.starts_at,
            parameters=own,
            actor=actor,
            at=at,
        )
    if not measure.row.detains:
        owe_before_the_end(measure, informer=informer, actor=actor, at=at)


def owe_before_the_end(
    measure: SafetyMeasure, *, informer: Organisation | None, actor: Actor, at: datetime
) -> None:
    """Veilig Thuis and the supervisor judge again, the informer tells the victim: all before the end."""
    case = measure.case
    judges = [partner(case, OrganisationKind.VT), measure.supervisor]
    owed = [(TermKind.MEASURE_ENDS, judge) for judge in dict.fromkeys(judges)]
    owed.append((TermKind.TELL_MEASURE_ENDS, informer or usual_informer(case)))
    for kind, organisation in owed:
        if organisation is not None:
            start_term(
                case=case,
                kind=kind,
                organisation=organisation,
                subject=measure,
                start=measure.starts_at,
                parameters=Parameters(reference=measure.ends_at),
                actor=actor,
                at=at,
            )


def usual_informer(case: Case) -> Organisation | None:
    """Who informs the victim as the ZSM location has set it; else Victim Support, else Veilig Thuis."""
    location = case.zsm_location
    kinds = [OrganisationKind(location.informer_kind)] if location else []
    for kind in (*kinds, OrganisationKind.SHN, OrganisationKind.VT):
        if (found := partner(case, kind)) is not None:
            return found
    return None


def move_end_terms(measure: SafetyMeasure, *, event: CaseEvent, actor: Actor, at: datetime) -> None:
    """After an extension everything owed before the end counts back from the new end, also what was done."""
    if measure.row.detains:
        return
    tellers = [
        term.organisation for term in open_terms_of(measure.case, TermKind.TELL_MEASURE_ENDS, subject=measure)
    ]
    for kind in BEFORE_THE_END:
        for term in list(open_terms_of(measure.case, kind, subject=measure)):
            recompute_term(
                term=term,
                parameters=replace(Parameters.from_json(term.parameters), reference=measure.ends_at),
                reason="De maatregel is verlengd.",
                actor=actor,
                at=at,
                event=event,
            )
    # What was met before the extension is owed anew; what runs already is not started twice.
    owe_before_the_end(measure, informer=next(iter(tellers), None), actor=actor, at=at)


def cancel_end_terms(measure: SafetyMeasure, *, event: CaseEvent, actor: Actor, at: datetime) -> None:
    """A measure that ended early makes nobody owe anything any more, its serving included."""
    kind = OWN_TERM.get(MeasureKind(measure.kind))
    owed = (*BEFORE_THE_END, TermKind.SERVE_MEASURE, TermKind.REGISTER_MEASURE, *((kind,) if kind else ()))
    for ended in owed:
        cancel_if_open(
            case=measure.case,
            kind=ended,
            subject=measure,
            reason="De maatregel is beëindigd.",
            event=event,
            actor=actor,
            at=at,
        )
