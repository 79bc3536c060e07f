"""Correcting when the clock of the first decision began, and the charges that decide how long it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput
from cases.access.rules.categories import Category
from cases.access.writing import one_write
from cases.casefiles.models import Case
from cases.casefiles.services import lock_case, record_event
from cases.offences.queries import charges_of, first_decision_hours
from cases.offences.services import NewCharge, add_charges, withdraw_charge
from cases.terms.models import Term
from cases.terms.queries import open_terms_of, terms_of
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.parameters import Parameters
from cases.terms.rules.vocabulary import StartEvent
from cases.terms.rules.wording import due_text, moment_text
from cases.terms.services import Corrected, correct_start
from zsm.intake.messages import START_CORRECTED
from zsm.intake.models import Custody, StartCorrection
from zsm.intake.permissions import check_can_change_charges, check_can_correct_start
from zsm.intake.queries import current_custody
from zsm.intake.rules import clock_start
from zsm.intake.services.arrest import Arrest
from zsm.intake.services.checks import arrest_errors
from zsm.intake.services.standing import bring_up_to_date
from zsm.intake.services.telling import tell_participants

LONGEST_REASON: Final = 500
REASON_NEEDED: Final = f"Geef de reden, in hoogstens {LONGEST_REASON} tekens."
# These count from the arrest, not from the start of the clock (art. 59a Sv; legal facts, section 1).
FROM_THE_ARREST: Final = frozenset({TermKind.BEFORE_RC.value, TermKind.REPORT_TO_VT.value})
OUT_OF_DATE: Final = "Iemand anders heeft het begin intussen gecorrigeerd. Kijk na of uw correctie nog klopt."


@dataclass(frozen=True, slots=True, kw_only=True)
class StartMoments:
    """The moments of an arrest as they turn out to be."""

    arrested_at: datetime
    arrived_at: datetime
    order_at: datetime | None = None


@one_write
def correct_start_event(
    *,
    case: Case,
    moments: StartMoments,
    reason: str,
    actor: Actor,
    at: datetime,
    seen: int | None = None,
) -> StartCorrection:
    """Correct the arrest, the arrival or the order of the running arrest, with the reason.

    The former values stay on record; the first decision and everything that counts from it or back from it
    are counted again, their warnings armed anew, and everybody who takes part is told. A first decision that
    was taken already stays taken; the term for the RC still moves with the arrest. `seen`: how many
    corrections stood on the screen (None: not checked). Raises NotAllowed for who is no hovj or prosecutor,
    Conflict when nobody is held, nothing changes or somebody else was first, and InvalidInput per field.
    """
    check_can_correct_start(actor, case.pk)
    case = lock_case(case.pk)
    custody = _held(case, seen)
    if (custody.arrested_at, custody.arrived_at, custody.order_at) == _values(moments):
        raise Conflict("Deze momenten staan er al zo.")
    given = _checked(custody, moments, reason, at)
    return _correct(case, custody, moments, hours=None, reason=given, actor=actor, at=at)


@one_write
def change_charges(
    *,
    case: Case,
    add: Sequence[NewCharge] = (),
    withdraw: Collection[UUID] = (),
    reason: str,
    actor: Actor,
    at: datetime,
) -> StartCorrection | None:
    """Add and drop charges with the reason; answers the correction of the clock when the hours change.

    9 hours become 6 when no charge allows remand any more, and the other way round (art. 56a Sv). Who belongs
    in the case by the new charges joins, and what they make owed starts. Raises NotAllowed, Conflict for a
    charge that has gone already, and InvalidInput under "charges" and "reason".
    """
    check_can_change_charges(actor, case.pk)
    case = lock_case(case.pk)
    given = _reason(reason)
    if not add and not withdraw:
        raise InvalidInput({"charges": ["Voeg een feit toe of laat er een vervallen."]})
    if add:
        add_charges(case=case, charges=add, actor=actor, at=at)
    running = {charge.public_id: charge for charge in charges_of(case)}
    for key in withdraw:
        if key not in running:
            raise Conflict("Een feit is intussen al vervallen. Vernieuw de pagina.")
        withdraw_charge(case=case, charge=running[key], reason=given[:200], actor=actor, at=at)
    correction = _recount(case, given, actor, at)
    bring_up_to_date(case=case, actor=actor, at=at)
    return correction


def _recount(case: Case, reason: str, actor: Actor, at: datetime) -> StartCorrection | None:
    custody, hours = current_custody(case), first_decision_hours(case).hours
    if custody is None or custody.status != "held" or custody.first_decision_hours == hours:
        return None
    if not open_terms_of(case, TermKind.FIRST_DECISION).exists():
        return None
    moments = StartMoments(
        arrested_at=custody.arrested_at or custody.starts_at,
        arrived_at=custody.arrived_at or custody.starts_at,
        order_at=custody.order_at,
    )
    return _correct(case, custody, moments, hours=hours, reason=reason, actor=actor, at=at)


def _values(moments: StartMoments) -> tuple[datetime, datetime, datetime | None]:
    return (moments.arrested_at, moments.arrived_at, moments.order_at)


def _held(case: Case, seen: int | None) -> Custody:
    if seen is not None and StartCorrection.objects.filter(case=case).count() != seen:
        raise Conflict(OUT_OF_DATE)
    custody = current_custody(case)
    if custody is None or custody.status != "held":
        raise Conflict("Er zit nu niemand vast in deze zaak: er is geen begin te corrigeren.")
    return custody


def _reason(reason: str) -> str:
    given = reason.strip()
    if not given or len(given) > LONGEST_REASON:
        raise InvalidInput({"reason": [REASON_NEEDED]})
    return given


def _checked(custody: Custody, moments: StartMoments, reason: str, at: datetime) -> str:
    """The reason; raises InvalidInput with everything that is wrong."""
    arrest = Arrest(
        mode="otherwise",
        arrested_at=moments.arrested_at,
        arrived_at=moments.arrived_at,
        order_at=moments.order_at,
        place="-",
    )
    errors = arrest_errors(arrest, at)
    earlier = Custody.objects.filter(case=custody.case_id).exclude(pk=custody.pk)
    if any(row.starts_at >= moments.arrested_at for row in earlier):
        errors["arrested_at"] = ["Dit moment ligt voor een eerdere periode van vast of niet-vast."]
    given = reason.strip()
    if not given or len(given) > LONGEST_REASON:
        errors["reason"] = [REASON_NEEDED]
    if errors:
        raise InvalidInput(errors)
    return given


def _correct(
    case: Case,
    custody: Custody,
    moments: StartMoments,
    *,
    hours: int | None,
    reason: str,
    actor: Actor,
    at: datetime,
) -> StartCorrection:
    """Keep the former values, put the right ones in their place, and count again what depends on them."""
    first = open_terms_of(case, TermKind.FIRST_DECISION).first()
    saved = StartCorrection(
        case=case,
        custody=custody,
        arrested_before=custody.arrested_at or custody.starts_at,
        arrived_before=custody.arrived_at or custody.starts_at,
        order_before=custody.order_at,
        hours_before=custody.first_decision_hours or 0,
        due_before=first.due_at if first else None,
        arrested_after=moments.arrested_at,
        arrived_after=moments.arrived_at,
        order_after=moments.order_at,
        hours_after=hours or custody.first_decision_hours or 0,
        reason=reason,
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    _put_right(case, custody, moments, saved.hours_after)
    again = _count_again(case, custody, first, reason=reason, actor=actor, at=at)
    saved.due_after = again.due_at if again else None
    saved.save()
    event = record_event(
        case=case,
        kind="start_corrected",
        category=Category.DECISION,
        summary=_summary(saved),
        actor=actor,
        at=at,
        subject=saved,
    )
    tell_participants(
        case=case, kind=START_CORRECTED, occasion=f"correction:{event.public_id}", actor=actor, at=at
    )
    return saved


def _put_right(case: Case, custody: Custody, moments: StartMoments, hours: int) -> None:
    """The row of the arrest says what is right; what it said before stands in the correction."""
    before = Custody.objects.filter(case=case, ends_at=custody.starts_at).exclude(pk=custody.pk)
    before.update(ends_at=moments.arrested_at)
    custody.arrested_at, custody.arrived_at, custody.order_at = _values(moments)
    custody.starts_at, custody.first_decision_hours = moments.arrested_at, hours
    custody.save(update_fields=["arrested_at", "arrived_at", "order_at", "starts_at", "first_decision_hours"])


def _count_again(
    case: Case, custody: Custody, first: Term | None, *, reason: str, actor: Actor, at: datetime
) -> Term | None:
    """Count again the clock, what counts from the arrest, and what counts back from the clock."""
    arrested_at = custody.arrested_at or custody.starts_at
    running = [term for term in terms_of(case) if term.is_open]
    corrections = [
        Corrected(term=term, start=arrested_at, parameters=Parameters.from_json(term.parameters))
        for term in running
        if term.kind in FROM_THE_ARREST
    ]
    again = first
    if first is not None:
        wanted = _clock(case, custody, first)
        replaced = correct_start(corrections=[wanted], reason=reason, actor=actor, at=at)
        again = replaced.get(first.pk, first)
        corrections += [
            _counted_back(term, first, again)
            for term in running
            if term.pk != first.pk and term.kind not in FROM_THE_ARREST and _hangs_on(term, first)
        ]
    correct_start(corrections=corrections, reason=reason, actor=actor, at=at)
    return again


def _clock(case: Case, custody: Custody, first: Term) -> Corrected:
    setting = StartEvent(case.offence_municipality.zsm_location.clock_starts_at)
    clock = clock_start(
        setting, arrived_at=custody.arrived_at or custody.starts_at, order_at=custody.order_at
    )
    facts = Parameters.from_json(first.parameters)
    hours = custody.first_decision_hours
    # Only the term of six hours can be extended, to establish identity (art. 56b Sv).
    extensions = facts.extensions if hours == facts.hours else ()
    facts = replace(facts, hours=hours, start_event=clock.event, extensions=extensions)
    return Corrected(term=first, start=clock.at, parameters=facts)


def _hangs_on(term: Term, first: Term) -> bool:
    """Whether a term counts back from the due moment of the first decision, or began together with it."""
    reference = Parameters.from_json(term.parameters).reference
    if reference is not None:
        return reference == first.due_at
    return not term.subject_type and term.started_at == first.started_at


def _counted_back(term: Term, first: Term, again: Term) -> Corrected:
    facts = Parameters.from_json(term.parameters)
    if facts.reference is not None:
        facts = replace(facts, reference=again.due_at)
    start = again.started_at if term.started_at == first.started_at else term.started_at
    return Corrected(term=term, start=start, parameters=facts)


def _summary(saved: StartCorrection) -> str:
    changes = [
        f"{name} was {moment_text(before)}, is {moment_text(after)}"
        for name, before, after in (
            ("aanhouding", saved.arrested_before, saved.arrested_after),
            ("aankomst", saved.arrived_before, saved.arrived_after),
        )
        if before != after
    ]
    if saved.order_before != saved.order_after:
        after = moment_text(saved.order_after) if saved.order_after else "niet gegeven"
        changes.append(f"bevel is {after}")
    if saved.hours_before != saved.hours_after:
        changes.append(f"{saved.hours_before} uur is {saved.hours_after} uur")
    due = f" Eerste beslissing nu uiterlijk {due_text(saved.due_after)}." if saved.due_after else ""
    return f"Klok gecorrigeerd: {'; '.join(changes)}.{due} Reden: {saved.reason}"[:500]
