"""Writing the individual assessment of the victim: police takes it, the prosecution brings it up to date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cases.access.actor import Actor
from cases.access.errors import Conflict, GuardRefusal, InvalidInput
from cases.access.rules.categories import Category
from cases.access.rules.refusal import Missing
from cases.access.writing import one_write
from cases.assessments.models import IndividualAssessment
from cases.assessments.permissions import check_can_assess_victim
from cases.assessments.queries import individual_assessments, victims_of
from cases.assessments.rules.answers import YesNo
from cases.assessments.rules.protection import Characteristic, Protection, Risk, protection_refusals
from cases.casefiles.models import Case
from cases.casefiles.services import lock_case, record_event
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person
from cases.persons.rules.age import is_minor_on
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.wording import local
from cases.terms.services import meet_if_open

LONGEST_TEXT: Final = 2000
NEEDED_TEXTS: Final = {
    YesNo.YES: "bijzondere bescherming nodig",
    YesNo.NO: "geen bijzondere bescherming nodig",
    YesNo.UNKNOWN: "nog niet bekend of bijzondere bescherming nodig is",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VictimAssessment:
    """What is weighed for one victim.

    `needed`: whether special protection is needed; then `measures` says which. `view`: what the victim wants,
    or `view_missing_reason` why that is not known yet. `late_reason`: why it is recorded too late.
    `based_on`: the version that was on the screen (0: none; None: not said).
    """

    victim: Person
    relation: str
    offence_circumstances: str
    risks: dict[Risk, YesNo]
    needed: YesNo
    characteristics: tuple[Characteristic, ...] = ()
    characteristics_note: str = ""
    risk_note: str = ""
    measures: tuple[Protection, ...] = ()
    measures_note: str = ""
    view: str = ""
    view_missing_reason: str = ""
    late_reason: str = ""
    based_on: int | None = None


@one_write
def assess_victim(
    *, case: Case, assessment: VictimAssessment, actor: Actor, at: datetime
) -> IndividualAssessment:
    """Record a new version of the individual assessment of one victim.

    Once every victim of the case has one, what police owed is met. Raises NotAllowed, InvalidInput per field
    of `VictimAssessment`, GuardRefusal with everything that is missing, also when the prosecution would be
    the first, and Conflict when somebody else recorded a version meanwhile.
    """
    check_can_assess_victim(actor, case.pk)
    lock_case(case.pk)
    victims = victims_of(case)
    if errors := _errors(assessment, victims):
        raise InvalidInput(errors)
    last = individual_assessments(case, assessment.victim).first()
    version = last.version if last else 0
    if assessment.based_on is not None and assessment.based_on != version:
        raise Conflict(f"Intussen is versie {version} van de individuele beoordeling vastgelegd.")
    if missing := _missing(assessment, actor, at, first=last is None):
        raise GuardRefusal(missing)
    saved = _save(case, assessment, version + 1, actor, at)
    event = record_event(
        case=case,
        kind="victim_assessed",
        category=Category.SCREENINGS,
        summary=f"Individuele beoordeling van het slachtoffer: {NEEDED_TEXTS[assessment.needed]}.",
        actor=actor,
        at=at,
        subject=saved,
    )
    assessed = set(individual_assessments(case).values_list("victim_id", flat=True))
    if {victim.pk for victim in victims} <= assessed:
        meet_if_open(
            case=case,
            kind=TermKind.IB_OF_VICTIM,
            late_reason=assessment.late_reason,
            event=event,
            actor=actor,
            at=at,
        )
    return saved


def _errors(assessment: VictimAssessment, victims: list[Person]) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if assessment.victim not in victims:
        errors["victim"] = ["Kies een slachtoffer van deze zaak."]
    if not assessment.relation.strip():
        errors["relation"] = ["Beschrijf de verhouding tot de verdachte."]
    if not assessment.offence_circumstances.strip():
        errors["offence_circumstances"] = ["Beschrijf de aard en de omstandigheden van het feit."]
    texts = (
        "relation",
        "offence_circumstances",
        "characteristics_note",
        "risk_note",
        "measures_note",
        "view",
    )
    for name in texts:
        if len(getattr(assessment, name)) > LONGEST_TEXT:
            errors[name] = [f"Gebruik hoogstens {LONGEST_TEXT} tekens."]
    return errors


def _missing(assessment: VictimAssessment, actor: Actor, at: datetime, *, first: bool) -> tuple[Missing, ...]:
    born = assessment.victim.birth_date
    missing = protection_refusals(
        minor=born is not None and is_minor_on(born, local(at).date()),
        risks=assessment.risks,
        measures=assessment.measures,
        needed=assessment.needed,
        view=assessment.view,
        view_missing_reason=assessment.view_missing_reason,
    )
    if first and actor.works_for(OrganisationKind.OM):
        text = "De politie neemt de individuele beoordeling af; daarna kan het OM die actualiseren."
        return (Missing("police_first", text, OrganisationKind.POLITIE), *missing)
    return missing


def _save(
    case: Case, assessment: VictimAssessment, version: int, actor: Actor, at: datetime
) -> IndividualAssessment:
    risks = {f"risk_{risk.value}": assessment.risks[risk].value for risk in Risk}
    return IndividualAssessment.objects.create(
        case=case,
        victim=assessment.victim,
        version=version,
        characteristics=[row.value for row in Characteristic if row in assessment.characteristics],
        characteristics_note=assessment.characteristics_note.strip(),
        relation=assessment.relation.strip(),
        offence_circumstances=assessment.offence_circumstances.strip(),
        risk_note=assessment.risk_note.strip(),
        special_protection=assessment.needed.value,
        measures=[row.value for row in Protection if row in assessment.measures],
        measures_note=assessment.measures_note.strip(),
        victim_view=assessment.view.strip(),
        view_missing_reason="" if assessment.view.strip() else assessment.view_missing_reason.strip(),
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
        **risks,
    )
