"""What lies on the table, line by line, each with who gave it, when, and under which category it is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Final

from cases.access.rules.categories import Category
from cases.assessments.models import SafetyAssessment
from cases.assessments.queries import answers_of, current_sash
from cases.assessments.rules.known import PHASE_LABELS, DossierPhase
from cases.assessments.rules.sash import alarms
from cases.offences.queries import as_rule
from cases.offences.rules.charges import first_decision_hours
from cases.organisations.rules import OrganisationKind
from cases.plans.models import SafetyMeasure
from cases.plans.queries import has_ended, in_force_for_rules
from cases.plans.rules.covers import why_not_counted
from cases.plans.rules.measure import PART_LABELS, Part
from cases.terms.rules.wording import count_text, day_text, due_text, moment_text
from zsm.consultation.models import KnownAnswer
from zsm.consultation.queries import known_answer
from zsm.decision.queries.brought import brought_in
from zsm.decision.queries.facts import OnTheTable
from zsm.decision.queries.line import Line
from zsm.decision.queries.line import missing_line as _missing
from zsm.decision.rules.facts import ANSWER_LABELS, EVIDENCE_LABELS, Answer, CaseFacts
from zsm.intake.queries import children_among


def lines(table: OnTheTable, facts: CaseFacts, at: datetime) -> tuple[Line, ...]:
    """Everything on the table, in the order in which the table looks at it (domain guide, section 4)."""
    parts: tuple[Callable[[], Iterable[Line]], ...] = (
        lambda: _suspect(table, facts),
        lambda: _stated(table),
        lambda: _complaint(table, facts),
        lambda: _known(known_answer(table.case)),
        lambda: _assessed(table, facts),
        lambda: _plan(table, at),
        lambda: _wishes(table),
        lambda: brought_in(table, facts),
        lambda: _screened(table, facts),
    )
    return tuple(line for part in parts for line in part())


def _suspect(table: OnTheTable, facts: CaseFacts) -> Iterator[Line]:
    custody = table.custody
    if custody is None:
        yield _missing("custody", "Vast of niet-vast", Category.DECISION, OrganisationKind.POLITIE)
    else:
        arrest = f", aangehouden {moment_text(custody.arrested_at)}" if custody.arrested_at else ""
        yield Line(
            code="custody",
            label="Vast of niet-vast",
            category=Category.DECISION,
            value=f"{custody.get_status_display()} sinds {moment_text(custody.starts_at)}{arrest}",
            given=custody.organisation,
            at=custody.recorded_at,
        )
    if not table.charges:
        yield _missing("charges", "Feiten", Category.IDENTITY, OrganisationKind.POLITIE)
        return
    first = table.charges[0]
    yield Line(
        code="charges",
        label="Feiten",
        category=Category.IDENTITY,
        value="; ".join(f"{row.offence_name} ({row.offence_code})" for row in table.charges),
        given=first.organisation,
        at=first.recorded_at,
    )
    yield Line(
        code="remand",
        label="Ophouden",
        category=Category.IDENTITY,
        value=first_decision_hours([as_rule(row) for row in table.charges]).basis,
        given=first.organisation,
    )
    label = "Leeftijd op de dag van het feit"
    if facts.minor is Answer.UNKNOWN:
        yield _missing("minor", label, Category.IDENTITY, OrganisationKind.POLITIE)
        return
    value = "minderjarig" if facts.minor is Answer.YES else "meerderjarig"
    yield Line(code="minor", label=label, category=Category.IDENTITY, value=value, given=first.organisation)


_STATED: Final = (
    ("suspicion", "Verdenking"),
    ("evidence", "Bewijs"),
    ("serious_objections", "Ernstige bezwaren"),
)


def _stated(table: OnTheTable) -> Iterator[Line]:
    for code, label in _STATED:
        stated = table.stated
        if stated is None or getattr(stated, code) == Answer.UNKNOWN.value:
            yield _missing(code, label, Category.INVESTIGATION, OrganisationKind.OM)
            continue
        ground = stated.suspicion_ground if code == "suspicion" else ""
        labels = EVIDENCE_LABELS if code == "evidence" else ANSWER_LABELS
        value = {str(answer): text for answer, text in labels.items()}[getattr(stated, code)]
        yield Line(
            code=code,
            label=label,
            category=Category.INVESTIGATION,
            value=f"{value}: {ground}" if ground else value,
            given=stated.organisation,
            at=stated.recorded_at,
        )


def _complaint(table: OnTheTable, facts: CaseFacts) -> Iterator[Line]:
    """The klacht where a charge needs one (art. 285b lid 2 Sr); else it plays no part in the decision."""
    complaint = table.complaint
    if not facts.prosecution_complaint_required:
        return
    if complaint is None or complaint.answer == Answer.UNKNOWN.value:
        yield _missing("complaint", "Klacht", Category.INVESTIGATION, OrganisationKind.POLITIE)
        return
    made = [complaint.get_answer_display()]
    if complaint.made_on:
        made.append(f"gedaan op {day_text(complaint.made_on)}")
    if complaint.received_by:
        made.append(f"opgenomen door {complaint.received_by}")
    yield Line(
        code="complaint",
        label="Klacht",
        category=Category.INVESTIGATION,
        value=", ".join(made),
        given=complaint.organisation,
        at=complaint.recorded_at,
    )


def _known(answer: KnownAnswer | None) -> Iterator[Line]:
    if answer is None:
        yield _missing("known", "Bekend bij Veilig Thuis", Category.THAT, OrganisationKind.VT)
        return
    file = ", lopend dossier" if answer.open_file else ", geen lopend dossier"
    yield Line(
        code="known",
        label="Bekend bij Veilig Thuis",
        category=Category.THAT,
        value=f"ja{file}" if answer.known else "nee",
        given=answer.organisation,
        at=answer.recorded_at,
    )
    if answer.known:
        yield Line(
            code="phase",
            label="Fase van het dossier",
            category=Category.ASSESSMENT_CONCLUSION,
            value=PHASE_LABELS[DossierPhase(answer.phase)],
            given=answer.organisation,
            at=answer.recorded_at,
        )


PART_LINES: Final = (
    ("part_a", "Acute onveiligheid (onderdeel A)"),
    ("part_b", "Structurele onveiligheid (onderdeel B)"),
)


def _assessed(table: OnTheTable, facts: CaseFacts) -> Iterator[Line]:
    for (code, label), part in zip(PART_LINES, (table.part_a, table.part_b), strict=True):
        yield _part(code, label, part)
    if table.part_a is not None and (persons := _unsafe_persons(table)):
        yield Line(
            code="unsafe",
            label="Onveilig",
            category=Category.ASSESSMENT_CONCLUSION,
            value=persons,
            given=table.part_a.organisation,
            at=table.part_a.concluded_at,
        )
    check = table.child_check
    if check is None:
        yield _missing("children", "Kinderen", Category.CHILDREN, OrganisationKind.POLITIE)
        return
    children = [role.role for role in children_among(table.case, table.roles, table.charges)]
    number = children.count("child")
    counted = count_text(number, "kind", "kinderen") if number else check.get_result_display()
    minor = "Het slachtoffer is minderjarig" if "victim" in children else ""
    present = "Een kind was erbij" if check.present_at_incident else ""
    yield Line(
        code="children",
        label="Kinderen",
        category=Category.CHILDREN,
        value=". ".join(part for part in (counted, minor, present, check.note) if part),
        given=check.organisation,
        at=check.recorded_at,
    )


def _part(code: str, label: str, part: SafetyAssessment | None) -> Line:
    if part is None:
        return _missing(code, label, Category.ASSESSMENT_CONCLUSION, OrganisationKind.VT)
    value = part.get_conclusion_display()
    if part.acuteness_lifted:
        value = f"{value}, opgeheven door plan en zicht van derden"
    if part.outdated_at:
        value = f"{value}, verouderd: {part.outdated_reason}"
    return Line(
        code=code,
        label=label,
        category=Category.ASSESSMENT_CONCLUSION,
        value=value,
        given=part.organisation,
        at=part.concluded_at,
        unknown=part.outdated_at is not None or part.conclusion == "not_yet_known",
        supplier=OrganisationKind.VT,
    )


# By role only: the names are on the page of the persons, each under its own category.
_COUNTED: Final = (
    ("victim", "het slachtoffer", "slachtoffers"),
    ("child", "een kind", "kinderen"),
    ("witness", "een getuige", "getuigen"),
    ("network", "iemand uit het netwerk", "mensen uit het netwerk"),
)


def _unsafe_persons(table: OnTheTable) -> str:
    marked = {row.person_id for row in table.part_a.unsafe_persons.all()} if table.part_a else set()
    counted = Counter(role.role for role in table.roles if role.person_id in marked)
    return ", ".join(
        one if counted[role] == 1 else f"{counted[role]} {more}"
        for role, one, more in _COUNTED
        if counted[role]
    )


def _plan(table: OnTheTable, at: datetime) -> Iterator[Line]:
    running = [measure for measure in table.measures if not has_ended(measure, at)]
    for measure in running:
        yield Line(
            code="measure",
            label="Maatregel",
            category=Category.DECISION,
            value=measure_text(measure, table.part_a, at),
            given=measure.organisation,
            at=measure.recorded_at,
        )
    if not running:
        value = "geen maatregel in werking"
        yield Line(code="measure", label="Maatregel", category=Category.DECISION, value=value)
    floor = [row for row in table.conditions if row.kind == "floor"]
    if floor:
        yield Line(
            code="conditions",
            label="Voorwaarden van Veilig Thuis",
            category=Category.PLAN,
            value="\n".join(row.text for row in floor),
            given=floor[0].organisation,
            at=floor[0].recorded_at,
        )
    else:
        yield _missing("conditions", "Voorwaarden van Veilig Thuis", Category.PLAN, OrganisationKind.VT)


def measure_text(measure: SafetyMeasure, part_a: SafetyAssessment | None, at: datetime) -> str:
    """A measure in one line: what, until when, served or not, and why it does not count if it does not."""
    parts = ", ".join(PART_LABELS[Part(part)] for part in measure.parts)
    until = f", tot {due_text(measure.ends_at)}" if measure.ends_at else ""
    served = "niet uitgereikt"
    if measure.served_at:
        served = f"uitgereikt {moment_text(measure.served_at)} door {measure.served_by}"
    elif not measure.row.needs_serving:
        served = ""
    flaw = why_not_counted(in_force_for_rules(measure, part_a), at)
    text = "; ".join(
        part for part in (f"{measure.label}: {parts}" if parts else measure.label, served) if part
    )
    text = f"{text}{until}"
    return f"{text}. Telt nu niet als bescherming. {flaw}" if flaw else text


def _wishes(table: OnTheTable) -> Iterator[Line]:
    """What each victim wants, as far as Slachtofferhulp could ask."""
    label = "Wensen van het slachtoffer"
    if not table.wishes:
        yield _missing("wishes", label, Category.WISHES, OrganisationKind.SHN)
    for row in table.wishes:
        told = {"yes": "ja", "no": "nee", "unknown": "onbekend"}
        parts = (
            f"vervolging: {told[row.prosecution]}",
            f"bescherming: {row.protection}" if row.protection else "",
            f"contact: {row.contact}" if row.contact else "",
            f"weten van vrijlating: {told[row.informed_of_release]}",
        )
        yield Line(
            code="wishes",
            label=label,
            category=Category.WISHES,
            value="; ".join(part for part in parts if part),
            given=row.organisation,
            at=row.spoken_at,
        )


def _screened(table: OnTheTable, facts: CaseFacts) -> Iterator[Line]:
    """The SASH that was handed in; where there is stalking it is missed when it is not there."""
    sash = current_sash(table.case)
    if sash is None:
        if facts.stalking:
            yield _missing("sash", "SASH", Category.SCREENINGS, OrganisationKind.POLITIE)
        return
    ringing = alarms(answers_of(sash), ex_partner=sash.ex_partner)
    alarm = f". Alarmbel: {', '.join(question.label.lower() for question in ringing)}" if ringing else ""
    yield Line(
        code="sash",
        label="SASH",
        category=Category.SCREENINGS,
        value=f"niveau van ongerustheid {sash.get_concern_display()}{alarm}",
        given=sash.organisation,
        at=sash.handed_in_at,
    )
