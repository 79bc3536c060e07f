"""Writing safety conditions: set by Veilig Thuis, withdrawn with a reason, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput
from cases.access.models import Participation
from cases.access.rules.categories import Category
from cases.access.writing import one_write
from cases.casefiles.models import Case, CaseRole
from cases.casefiles.services import lock_case, record_event
from cases.organisations.models import Organisation
from cases.persons.models import Person
from cases.plans.models import SafetyCondition
from cases.plans.permissions import check_can_set_conditions
from cases.plans.rules.conditions import BOUND, CONDITION_LEVEL_LABELS, PLACE, PROTECTED, ConditionLevel

# As long as the summary of an event in the story can be.
SUMMARY_LENGTH: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCondition:
    """A floor demand or an additional condition (domain guide, section 6).

    `supervision` tells how supervision is done; `breach_reporter` reports a breach to `breach_reported_to`;
    `ends_on` is the last day on which it holds (None: until it is withdrawn).
    """

    level: ConditionLevel
    text: str
    binds: Person
    supervisor: Organisation
    breach_reporter: Organisation
    breach_reported_to: Organisation
    consequence: str
    starts_on: date
    ends_on: date | None = None
    supervision: str = ""


@one_write
def set_condition(*, case: Case, condition: NewCondition, actor: Actor, at: datetime) -> SafetyCondition:
    """Set a condition. Raises NotAllowed, and InvalidInput per field of `NewCondition`."""
    check_can_set_conditions(actor, case.pk)
    lock_case(case.pk)
    errors = _condition_errors(case, condition)
    if errors:
        raise InvalidInput(errors)
    saved = SafetyCondition.objects.create(
        case=case,
        kind=condition.level.value,
        text=condition.text.strip(),
        binds=condition.binds,
        supervisor=condition.supervisor,
        supervision=condition.supervision.strip(),
        breach_reporter=condition.breach_reporter,
        breach_reported_to=condition.breach_reported_to,
        consequence=condition.consequence.strip(),
        starts_on=condition.starts_on,
        ends_on=condition.ends_on,
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    _tell(saved, "condition_set", "gesteld", actor=actor, at=at)
    return saved


def _condition_errors(case: Case, condition: NewCondition) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    text = condition.text.strip()
    if not text:
        errors["text"] = ["Vul de voorwaarde in."]
    elif left := [mark for mark in (BOUND, PROTECTED, PLACE) if mark in text]:
        errors["text"] = [f"Vul nog in: {', '.join(left)}."]
    if not condition.consequence.strip():
        errors["consequence"] = ["Vul in wat er volgt bij een schending."]
    if condition.ends_on is not None and condition.ends_on < condition.starts_on:
        errors["ends_on"] = ["De laatste dag ligt voor de eerste."]
    if not CaseRole.objects.filter(case=case, person=condition.binds).exists():
        errors["binds"] = ["Kies iemand uit deze zaak."]
    partners = set(
        Participation.objects.filter(case=case, ended_at__isnull=True).values_list(
            "organisation_id", flat=True
        )
    )
    for field in ("supervisor", "breach_reporter", "breach_reported_to"):
        if getattr(condition, field).pk not in partners:
            errors[field] = ["Kies een organisatie die aan deze zaak deelneemt."]
    return errors


@one_write
def withdraw_condition(
    *, condition: SafetyCondition, reason: str, actor: Actor, at: datetime
) -> SafetyCondition:
    """End a condition before its time; it stays on the record with the reason.

    Raises NotAllowed, InvalidInput without a reason, and Conflict when it was withdrawn already.
    """
    check_can_set_conditions(actor, condition.case_id)
    lock_case(condition.case_id)
    if not reason.strip():
        raise InvalidInput({"reason": ["Vul in waarom de voorwaarde wordt ingetrokken."]})
    condition = SafetyCondition.objects.select_related("case").get(pk=condition.pk)
    if condition.withdrawn_at is not None:
        raise Conflict("Deze voorwaarde is intussen ingetrokken. Vernieuw de pagina.")
    condition.withdrawn_at, condition.withdrawal_reason = at, reason.strip()
    condition.save(update_fields=["withdrawn_at", "withdrawal_reason"])
    _tell(condition, "condition_withdrawn", "ingetrokken", actor=actor, at=at)
    return condition


def _tell(condition: SafetyCondition, kind: str, what: str, *, actor: Actor, at: datetime) -> None:
    label = CONDITION_LEVEL_LABELS[ConditionLevel(condition.kind)].capitalize()
    summary = f"{label} {what}: {condition.text}"
    record_event(
        case=condition.case,
        kind=kind,
        category=Category.PLAN,
        summary=summary if len(summary) <= SUMMARY_LENGTH else f"{summary[: SUMMARY_LENGTH - 1]}…",
        actor=actor,
        at=at,
        subject=condition,
    )
