"""The parts of an intake, each recorded by the concept that owns it; errors name their section."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cases.access.rules.categories import Category
from cases.casefiles.models import Case, CaseRole
from cases.casefiles.services import mark_for_task, record_event, set_safe_contact
from cases.offences.services import NewComplaint, add_charges, record_complaint
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person
from cases.plans.services import NewMeasure, record_breach, record_measure
from cases.reports.services import send_report
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.wording import day_text
from cases.terms.services import meet_if_open
from zsm.intake.models import ChildCheck, MeasureCheck
from zsm.intake.rules import SUSPECT, VICTIM
from zsm.intake.services.arrest import RunningMeasure
from zsm.intake.services.checks import errors_under
from zsm.intake.services.registration import Registration


def charge(arrest: Registration) -> None:
    """Record the offences of which the suspect is suspected."""
    add_charges(case=arrest.case, charges=arrest.intake.charges, actor=arrest.actor, at=arrest.at)


def check_children(arrest: Registration) -> None:
    """Record the child check, and open police's data on the children to who needs them for its task."""
    intake, children = arrest.intake, bool(arrest.intake.children)
    if not intake.children_checked:
        return
    check = ChildCheck.objects.create(
        case=arrest.case,
        result="children" if children else "no_children",
        present_at_incident=children and intake.child_present,
        note=intake.child_note.strip(),
        organisation_id=arrest.actor.organisation_id,
        recorded_by_id=arrest.actor.user_id,
        recorded_at=arrest.at,
    )
    meet_if_open(case=arrest.case, kind=TermKind.CHILD_CHECK, actor=arrest.actor, at=arrest.at)
    if children:
        mark_for_task(
            case=arrest.case,
            category=Category.CHILDREN,
            recipients=sorted(intake.children_open_to & {kind for kind, _ in arrest.partners}),
            purpose=intake.children_purpose,
            actor=arrest.actor,
            at=arrest.at,
        )
    record_event(
        case=arrest.case,
        kind="child_check_done",
        category=Category.CHILDREN,
        summary=children_text(len(intake.children), present=intake.child_present),
        actor=arrest.actor,
        at=arrest.at,
        subject=check,
    )


def children_text(number: int, *, present: bool) -> str:
    """The child check in one sentence."""
    if not number:
        return "Kindcheck gedaan: er zijn geen kinderen."
    there = "een kind was erbij" if present else "geen kind was erbij"
    return f"Kindcheck gedaan: {number} {'kind' if number == 1 else 'kinderen'}, {there}."


def ask_complaint(arrest: Registration) -> None:
    """Record the answer about the klacht; not asked stays owed."""
    given = arrest.intake.complaint
    if given is None:
        return
    complaint = NewComplaint(
        answer=given.answer,
        made_on=given.made_on,
        made_by=arrest.people[VICTIM] if given.by_victim else None,
        received_by=given.received_by,
    )
    with errors_under("complaint"):
        record_complaint(case=arrest.case, complaint=complaint, actor=arrest.actor, at=arrest.at)


def record_running_measure(arrest: Registration) -> None:
    """Record a measure that was in force already, and that this offence breaks it.

    Having looked for one meets the check whether a restraining order is in force.
    """
    case, known, actor, at = arrest.case, arrest.intake.measure, arrest.actor, arrest.at
    if arrest.intake.measures_checked:
        MeasureCheck.objects.create(
            case=case,
            result="in_force" if known else "none",
            organisation_id=actor.organisation_id,
            recorded_by_id=actor.user_id,
            recorded_at=at,
        )
        meet_if_open(case=case, kind=TermKind.HUISVERBOD_CHECK, actor=actor, at=at)
    if known is None:
        return
    people = [(row.role, row.person) for row in _roles(case)]
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


def _roles(case: Case) -> list[CaseRole]:
    return list(CaseRole.objects.filter(case=case).select_related("person").order_by("pk"))


def new_measure(known: RunningMeasure, people: Sequence[tuple[str, Person]]) -> NewMeasure:
    """The measure as the plan records it; `people`: everybody of the case with her or his role."""
    children = [person for role, person in people if role == "child"]
    victims = [person for role, person in people if role == VICTIM]
    suspect = next(person for role, person in people if role == SUSPECT)
    return NewMeasure(
        kind=known.kind,
        parts=known.parts,
        imposed_by=known.imposed_by,
        imposed_at=known.imposed_at,
        ends_at=known.ends_at,
        area=known.area,
        grounds=known.grounds,
        binds=suspect,
        protects=(
            *(victims if known.protects_victim else ()),
            *(children if known.protects_children else ()),
        ),
        served_at=known.served_at,
        served_by=known.served_by,
        registered_at=known.registered_at,
        registered_by=known.registered_by,
        breach_reporting=known.breach_reporting,
    )


def tell_safe_contact(arrest: Registration) -> None:
    """Record how the victim can be reached safely, if she or he told."""
    contact = arrest.intake.safe_contact
    if contact is None:
        return
    with errors_under("contact"):
        set_safe_contact(
            case=arrest.case, person=arrest.people[VICTIM], contact=contact, actor=arrest.actor, at=arrest.at
        )


def report(arrest: Registration) -> None:
    """Send the report to the Veilig Thuis that is responsible, or record that it has one already."""
    new = arrest.intake.report
    if arrest.intake.reported_on is not None:
        _record_earlier_report(arrest, arrest.intake.reported_on)
    if new is None:
        return
    with errors_under("report"):
        send_report(
            case=arrest.case,
            report=new,
            receiver=arrest.partner(OrganisationKind.VT),
            actor=arrest.actor,
            at=arrest.at,
        )


def _record_earlier_report(arrest: Registration, reported_on: date) -> None:
    """Veilig Thuis has a report from before this intake: police owes no other one."""
    event = record_event(
        case=arrest.case,
        kind="reported_before",
        category=Category.THAT,
        summary=f"Aan Veilig Thuis was al gemeld, op {day_text(reported_on)}.",
        actor=arrest.actor,
        at=arrest.at,
    )
    meet_if_open(
        case=arrest.case,
        kind=TermKind.REPORT_TO_VT,
        actor=arrest.actor,
        at=arrest.at,
        late_reason=f"Al gemeld op {day_text(reported_on)}.",
        event=event,
    )
