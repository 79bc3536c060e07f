"""Writing breaches of measures: police registers, OM judges, Veilig Thuis assesses again."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput
from cases.access.rules.categories import Category
from cases.access.rules.levels import Level
from cases.access.writing import one_write
from cases.assessments.rules.acute import Trigger
from cases.assessments.services import mark_outdated
from cases.casefiles.models import Case, CaseLead
from cases.casefiles.services import Joining, join, lock_case, record_event
from cases.organisations.models import MunicipalityRouting, Organisation, User
from cases.organisations.rules import OrganisationKind, Role
from cases.outbox.rules import Channel
from cases.outbox.services import queue_message
from cases.plans.messages import BREACH_RECORDED
from cases.plans.models import BREACH_OUTCOME_CHOICES, Breach, SafetyMeasure
from cases.plans.permissions import check_can_judge_breach, check_can_record_breach
from cases.plans.queries import partner
from cases.terms.queries import open_terms_of
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.wording import local
from cases.terms.services import meet_if_open, start_term

OUTCOME_LABELS: Final = {code: label for code, label in BREACH_OUTCOME_CHOICES if code}


@one_write
def record_breach(
    *, measure: SafetyMeasure, happened_at: datetime, description: str, actor: Actor, at: datetime
) -> Breach:
    """Record that a measure was broken: OM judges it the same day, the assessment goes out of date.

    Until then the measure does not count as protection (guard 1). Where OM does not take part yet, the
    recorder owes telling it at once. Raises NotAllowed and InvalidInput.
    """
    check_can_record_breach(actor, measure.case_id)
    case = lock_case(measure.case_id)
    errors = _breach_errors(measure, happened_at, description, at)
    if errors:
        raise InvalidInput(errors)
    breach = Breach.objects.create(
        measure=measure,
        happened_at=happened_at,
        description=description.strip(),
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    prosecution = partner(case, OrganisationKind.OM)
    start_term(
        case=case,
        kind=TermKind.JUDGE_BREACH if prosecution else TermKind.TELL_BREACH,
        organisation=prosecution or breach.organisation,
        subject=breach,
        actor=actor,
        at=at,
    )
    mark_outdated(case=case, trigger=Trigger.BREACH, actor=actor, at=at)
    if prosecution is not None:
        _alert(breach, prosecution, at)
    record_event(
        case=case,
        kind="breach_recorded",
        category=Category.DECISION,
        summary=f"Overtreding vastgelegd van {_name(measure)}.",
        actor=actor,
        at=at,
        happened_at=happened_at,
        subject=breach,
    )
    return breach


@one_write
def tell_breach(*, breach: Breach, actor: Actor, at: datetime, late_reason: str = "") -> Breach:
    """Bring the prosecution of the place of the offence into the case, which judges the breach today.

    Raises NotAllowed, Conflict when OM knows it already or no OM serves the municipality.
    """
    check_can_record_breach(actor, breach.measure.case_id)
    case = lock_case(breach.measure.case_id)
    breach = Breach.objects.select_related("measure__case").get(pk=breach.pk)
    if not open_terms_of(case, TermKind.TELL_BREACH, subject=breach).exists():
        raise Conflict("Deze overtreding is al aan het OM gemeld.")
    prosecution = partner(case, OrganisationKind.OM) or _serving_om(case, at)
    if prosecution is None:
        raise Conflict("Voor deze gemeente is geen OM ingesteld. Vraag het de functioneel beheerder.")
    joining = Joining(prosecution, Level.DECIDE, "Overtreding van een maatregel")
    join(case=case, joining=[joining], actor=actor, at=at)
    event = record_event(
        case=case,
        kind="breach_told",
        category=Category.DECISION,
        summary=f"Overtreding van {_name(breach.measure)} gemeld aan het OM.",
        actor=actor,
        at=at,
        subject=breach,
    )
    meet_if_open(
        case=case,
        kind=TermKind.TELL_BREACH,
        subject=breach,
        late_reason=late_reason,
        event=event,
        actor=actor,
        at=at,
    )
    start_term(
        case=case, kind=TermKind.JUDGE_BREACH, organisation=prosecution, subject=breach, actor=actor, at=at
    )
    _alert(breach, prosecution, at)
    return breach


def _serving_om(case: Case, at: datetime) -> Organisation | None:
    serving = MunicipalityRouting.objects.valid_on(local(at).date()).filter(
        municipality=case.offence_municipality_id, kind=OrganisationKind.OM.value
    )
    route = serving.select_related("organisation").order_by("-valid_from").first()
    return route.organisation if route else None


def _alert(breach: Breach, prosecution: Organisation, at: datetime) -> None:
    """OM is told at once: its lead in the case, else every prosecutor on the list."""
    case = breach.measure.case
    people = User.objects.filter(organisation=prosecution, is_active=True)
    leads = CaseLead.objects.filter(case=case, organisation=prosecution, until__isnull=True)
    named = people.filter(pk__in=leads.values("user_id"))
    chosen = named if named.exists() else people.filter(roles__contains=[Role.PROSECUTOR.value])
    queue_message(
        kind=BREACH_RECORDED,
        occasion=f"breach:{breach.public_id}",
        recipients=list(chosen.order_by("pk")),
        channels=[Channel.IN_APP, Channel.EMAIL],
        at=at,
        case_id=case.pk,
    )


def _breach_errors(
    measure: SafetyMeasure, happened_at: datetime, description: str, at: datetime
) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if not description.strip():
        errors["description"] = ["Vul in wat er gebeurde."]
    if happened_at > at:
        errors["happened_at"] = ["Dit moment ligt in de toekomst."]
    elif happened_at < measure.starts_at or (measure.ends_at is not None and happened_at >= measure.ends_at):
        errors["happened_at"] = ["De maatregel gold niet op dit moment."]
    return errors


@one_write
def judge_breach(*, breach: Breach, outcome: str, actor: Actor, at: datetime) -> Breach:
    """Record the prosecutor's judgement of a breach (domain guide, section 6).

    `outcome`: a code of BREACH_OUTCOME_CHOICES. Raises NotAllowed, InvalidInput, and Conflict when it was
    judged.
    """
    check_can_judge_breach(actor, breach.measure.case_id)
    case = lock_case(breach.measure.case_id)
    if outcome not in OUTCOME_LABELS:
        raise InvalidInput({"outcome": ["Kies het oordeel."]})
    breach = Breach.objects.select_related("measure__case").get(pk=breach.pk)
    if breach.judged_at is not None:
        raise Conflict("Deze overtreding is intussen beoordeeld. Vernieuw de pagina.")
    breach.judged_at, breach.judged_by_id, breach.outcome = at, actor.user_id, outcome
    breach.save(update_fields=["judged_at", "judged_by", "outcome"])
    event = record_event(
        case=case,
        kind="breach_judged",
        category=Category.DECISION,
        summary=f"Overtreding van {_name(breach.measure)} beoordeeld: {OUTCOME_LABELS[outcome]}.",
        actor=actor,
        at=at,
        subject=breach,
    )
    meet_if_open(case=case, kind=TermKind.JUDGE_BREACH, subject=breach, event=event, actor=actor, at=at)
    return breach


def _name(measure: SafetyMeasure) -> str:
    row = measure.row
    return f"{row.label} ({row.basis})"
