"""What was not answered at the intake and is answered later: children, measures, the outcome of a report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cases.access.actor import Actor
from cases.access.errors import InvalidInput
from cases.access.rules.categories import Category
from cases.access.writing import one_write
from cases.casefiles.models import Case, CaseRole
from cases.casefiles.services import lock_case, mark_for_task, record_event
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person
from cases.persons.services import checked_person
from cases.plans.services import record_breach, record_measure
from cases.terms.queries import open_terms_of
from cases.terms.rules.kinds import TermKind
from cases.terms.services import meet_if_open, start_term
from zsm.intake.models import ChildCheck, EarlierOutcome, MeasureCheck
from zsm.intake.permissions import check_can_check, check_can_tell_outcome
from zsm.intake.queries import child_check_of
from zsm.intake.rules import SUSPECT, VICTIM
from zsm.intake.services.arrest import CHILDREN_PURPOSE, InvolvedChild, RunningMeasure
from zsm.intake.services.checks import Errors, errors_under
from zsm.intake.services.parts import children_text, new_measure
from zsm.intake.services.people import record_people, relate_children, resolve_slots
from zsm.intake.services.standing import bring_up_to_date, partners_of

OUTCOMES: Final = frozenset({"yes", "no", "not_yet_known"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildrenFound:
    """The answer of the child check: `children` empty is "there are none" (more)."""

    children: tuple[InvolvedChild, ...] = ()
    child_present: bool = False
    note: str = ""
    open_to: frozenset[OrganisationKind] = frozenset()
    purpose: str = CHILDREN_PURPOSE


@one_write
def check_children_again(*, case: Case, found: ChildrenFound, actor: Actor, at: datetime) -> ChildCheck:
    """Record a child check after the intake; children that are found join the family system and the case.

    With them the Raad for their protection takes part, and owes the triage. Children who are on record stay:
    an answer adds, it takes nobody away. Raises NotAllowed, and InvalidInput by place ("child-0.birth_date").
    """
    check_can_check(actor, case.pk)
    case = lock_case(case.pk)
    slots = [(f"child-{number}", child) for number, child in enumerate(found.children)]
    errors: Errors = {}
    for slot, child in slots:
        try:
            checked_person(child.person, at)
        except InvalidInput as wrong:
            errors.update({f"{slot}.{key}": list(texts) for key, texts in wrong.errors.items()})
    if not slots and CaseRole.objects.filter(case=case, role="child").exists():
        errors["has_children"] = ["In deze zaak staan al kinderen. Vul alleen in wie er nog bij komt."]
    if errors:
        raise InvalidInput(errors)
    resolved = resolve_slots(slots, family=case.family_system_id, actor=actor, at=at)
    people = record_people(case, slots, resolved, actor=actor, at=at)
    roles = {row.role: row.person for row in _roles(case)}
    relate_children(people, found.children, suspect=roles[SUSPECT], victim=roles[VICTIM], actor=actor, at=at)
    saved = _save_check(case, found, actor, at)
    if slots:
        bring_up_to_date(case=case, actor=actor, at=at)
        mark_for_task(
            case=case,
            category=Category.CHILDREN,
            recipients=sorted(found.open_to & {kind for kind, _ in partners_of(case)}),
            purpose=found.purpose,
            actor=actor,
            at=at,
        )
    return saved


def _save_check(case: Case, found: ChildrenFound, actor: Actor, at: datetime) -> ChildCheck:
    before = child_check_of(case)
    present = bool(found.children) and found.child_present
    saved = ChildCheck.objects.create(
        case=case,
        result="children" if found.children else "no_children",
        present_at_incident=present or (before is not None and before.present_at_incident),
        note=found.note.strip(),
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    event = record_event(
        case=case,
        kind="child_check_done",
        category=Category.CHILDREN,
        summary=children_text(len(found.children), present=present),
        actor=actor,
        at=at,
        subject=saved,
    )
    meet_if_open(case=case, kind=TermKind.CHILD_CHECK, actor=actor, at=at, event=event)
    return saved


def _roles(case: Case) -> list[CaseRole]:
    return list(CaseRole.objects.filter(case=case).select_related("person").order_by("-pk"))


@one_write
def check_measures(
    *, case: Case, measure: RunningMeasure | None, note: str = "", actor: Actor, at: datetime
) -> MeasureCheck:
    """Record that police looked whether a restraining order or another measure is in force, and which.

    Raises NotAllowed, and InvalidInput by section ("measure.kind", "breach.happened_at").
    """
    check_can_check(actor, case.pk)
    case = lock_case(case.pk)
    saved = MeasureCheck.objects.create(
        case=case,
        result="in_force" if measure else "none",
        note=note.strip(),
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    if measure is not None:
        _record_measure(case, measure, actor, at)
    event = record_event(
        case=case,
        kind="measures_checked",
        category=Category.DECISION,
        summary=f"Nagegaan: {saved.get_result_display()}.",
        actor=actor,
        at=at,
        subject=saved,
    )
    meet_if_open(case=case, kind=TermKind.HUISVERBOD_CHECK, actor=actor, at=at, event=event)
    return saved


def _record_measure(case: Case, known: RunningMeasure, actor: Actor, at: datetime) -> None:
    people: list[tuple[str, Person]] = [(row.role, row.person) for row in _roles(case)]
    if known.protects_children and not any(role == "child" for role, _ in people):
        raise InvalidInput({"measure.protects": ["Er zijn geen kinderen vastgelegd."]})
    with errors_under("measure"):
        measure = record_measure(case=case, measure=new_measure(known, people), actor=actor, at=at)
    if known.breached_at is not None:
        with errors_under("breach"):
            record_breach(
                measure=measure,
                happened_at=known.breached_at,
                description=known.breach_description,
                actor=actor,
                at=at,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOutcome:
    """What came of an earlier report: each "yes", "no" or "not_yet_known".

    `changed`: whether what is new changes it; `adapt_conditions`: whether the conditions must be adapted.
    """

    acute: str
    structural: str
    changed: str
    adapt_conditions: str
    note: str = ""


@one_write
def tell_earlier_outcome(*, case: Case, outcome: NewOutcome, actor: Actor, at: datetime) -> EarlierOutcome:
    """Veilig Thuis tells what came of an earlier report when the suspect is heard (section 4, step 2).

    When what is new changes it, or nothing is known yet, Veilig Thuis owes part A in this case. Raises
    NotAllowed and InvalidInput per field.
    """
    check_can_tell_outcome(actor, case.pk)
    case = lock_case(case.pk)
    names = ("acute", "structural", "changed", "adapt_conditions")
    errors = {name: ["Maak een keuze."] for name in names if getattr(outcome, name) not in OUTCOMES}
    if errors:
        raise InvalidInput(errors)
    saved = EarlierOutcome.objects.create(
        case=case,
        acute=outcome.acute,
        structural=outcome.structural,
        changed=outcome.changed,
        adapt_conditions=outcome.adapt_conditions,
        note=outcome.note.strip(),
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    event = record_event(
        case=case,
        kind="earlier_outcome_told",
        category=Category.ASSESSMENT_CONCLUSION,
        summary=(
            f"Eerdere melding: acuut {saved.get_acute_display()}, "
            f"structureel {saved.get_structural_display()}; "
            f"nieuwe informatie verandert dit: {saved.get_changed_display()}."
        ),
        actor=actor,
        at=at,
        subject=saved,
    )
    meet_if_open(case=case, kind=TermKind.ASSESSMENT_OUTCOME, actor=actor, at=at, event=event)
    again = outcome.changed != "no" or outcome.acute != "no"
    # Conditions and the flowchart rest on an assessment in this case: an unsafe outcome is judged here too.
    if again and not open_terms_of(case, TermKind.PART_A).exists():
        start_term(case=case, kind=TermKind.PART_A, organisation=saved.organisation, actor=actor, at=at)
    return saved
