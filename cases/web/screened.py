"""What the safety tab shows of screenings: the SASH, the stalking checklist, the individual assessments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse

from cases.access.rules.categories import Category
from cases.assessments.models import IndividualAssessment, Sash, StalkingChecklist
from cases.assessments.permissions import (
    can_assess_victim,
    can_enrich_sash,
    can_take_checklist,
    can_take_sash,
    who_is_trained,
)
from cases.assessments.queries import (
    answers_of,
    checklist_answers,
    checklists_of,
    draft_sash,
    handed_in_sashes,
    individual_assessments,
    victims_of,
)
from cases.assessments.rules.protection import (
    CHARACTERISTIC_LABELS,
    PROTECTION_LABELS,
    RISK_LABELS,
    Characteristic,
    Protection,
    Risk,
)
from cases.assessments.rules.sash import CONSEQUENCES, QUESTIONS, Concern, alarms, questions_for
from cases.assessments.rules.stalking_checklist import QUESTIONS as CHECKLIST
from cases.assessments.rules.stalking_checklist import summary_text
from cases.casefiles.queries import CaseAccess
from cases.offences.queries import has_stalking
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person
from cases.terms.rules.wording import local
from cases.web.casefile import held_back_text
from cases.web.components import (
    Action,
    Badge,
    Cell,
    Column,
    CriterionResult,
    DataTable,
    Fact,
    Notice,
    Row,
    SourceLine,
)
from cases.web.moments import moment_text
from cases.web.naming import Naming
from cases.web.requests import ActorRequest
from cases.web.sash import CONCERN_TONES, alarm_notice, concern_text

NOT_FOR_YOU: Final = "niet voor uw organisatie"
AS_PRESENCE: Final = {"yes": "present", "no": "absent", "unknown": "unknown"}
SASH_NUMBERS: Final = {question.code: number for number, question in enumerate(QUESTIONS, start=1)}


@dataclass(frozen=True, slots=True)
class Enrichment:
    """What Veilig Thuis added to the SASH."""

    text: str
    source: SourceLine


@dataclass(frozen=True, slots=True)
class SashCard:
    """The SASH that stands, as one actor may see it."""

    concern: Badge
    source: SourceLine
    alarm: Notice | None
    weighing: str
    consequences: tuple[str, ...]
    results: tuple[CriterionResult, ...]
    enrichments: tuple[Enrichment, ...]
    versions: DataTable | None


@dataclass(frozen=True, slots=True)
class ChecklistCard:
    """The stalking checklist that stands."""

    summary: str
    source: SourceLine
    results: tuple[CriterionResult, ...]


@dataclass(frozen=True, slots=True)
class Stalking:
    """The panel on stalking: its screenings, what can be done, and who can when the actor cannot."""

    sash: SashCard | None
    checklist: ChecklistCard | None
    nothing: str
    held_back: str
    untrained: str
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class ProtectionCard:
    """The individual assessment of one victim."""

    name: str
    facts: tuple[Fact, ...]
    source: SourceLine | None
    held_back: str
    action: Action | None


def stalking_panel(request: ActorRequest, access: CaseAccess) -> Stalking | None:
    """The screenings of stalking; None where there is nothing of stalking for this actor."""
    recorded, lists = list(handed_in_sashes(access.case)), list(checklists_of(access.case))
    versions = tuple(row for row in recorded if access.may_see(Category.SCREENINGS, row.organisation_id))
    seen = [row for row in lists if access.may_see(Category.SCREENINGS, row.organisation_id)]
    police = access.actor.works_for(OrganisationKind.POLITIE)
    if not (recorded or lists or police or has_stalking(access.case)):
        return None
    if versions or seen:
        request.trail.shows(categories=[Category.SCREENINGS])
    hidden = bool(recorded and not versions) + bool(lists and not seen)
    trained = can_take_sash(access.actor, access.case.pk, request.at)
    return Stalking(
        sash=_sash_card(access, versions) if versions else None,
        checklist=_checklist_card(seen[0]) if seen else None,
        nothing="" if recorded else "Er is nog geen SASH ingediend. De politie neemt de SASH af.",
        held_back=held_back_text(hidden),
        untrained=_untrained(access, request.at) if police and not trained else "",
        actions=_stalking_actions(access, versions, trained=trained),
    )


def _untrained(access: CaseAccess, at: datetime) -> str:
    who = who_is_trained(access.actor, local(at).date())
    return f"U heeft geen geldig SASH-certificaat. {who}"


def _stalking_actions(access: CaseAccess, versions: tuple[Sash, ...], *, trained: bool) -> tuple[Action, ...]:
    """The SASH for who is trained, the checklist for police, adding to it for Veilig Thuis."""
    zaak = {"zaak": access.case.public_id}
    actions = []
    if trained:
        draft = draft_sash(access.case, access.actor.organisation_id)
        label = "Verder met de SASH" if draft else "SASH opnieuw afnemen" if versions else "SASH afnemen"
        kind = "secondary" if versions and not draft else "primary"
        actions.append(Action(label=label, url=reverse("cases:sash", kwargs=zaak), kind=kind))
    if can_take_checklist(access.actor, access.case.pk):
        url = reverse("cases:stalking-checklist", kwargs=zaak)
        actions.append(Action(label="Vragenlijst bij stalking", url=url, kind="secondary"))
    if versions and can_enrich_sash(access.actor, access.case.pk):
        actions.append(Action(label="SASH verrijken", url=reverse("cases:sash-enrich", kwargs=zaak)))
    return tuple(actions)


def _sash_card(access: CaseAccess, versions: tuple[Sash, ...]) -> SashCard:
    sash = versions[0]
    concern = Concern(sash.concern)
    enrichments = [
        row for row in sash.enrichments.all() if access.may_see(Category.SCREENINGS, row.organisation_id)
    ]
    return SashCard(
        concern=Badge(text=concern_text(concern), tone=CONCERN_TONES[concern]),
        source=SourceLine(
            organisation=sash.organisation.short_name,
            at=sash.handed_in_at,
            by=f"{sash.recorded_by.display_name}, versie {sash.version}",
        ),
        alarm=alarm_notice(alarms(answers_of(sash), ex_partner=sash.ex_partner)),
        weighing=sash.explanation,
        consequences=CONSEQUENCES[concern],
        results=_sash_results(sash),
        enrichments=tuple(
            Enrichment(
                text=row.text,
                source=SourceLine(organisation=row.organisation.short_name, at=row.recorded_at),
            )
            for row in enrichments
        ),
        versions=_versions(versions) if len(versions) > 1 else None,
    )


def _sash_results(sash: Sash) -> tuple[CriterionResult, ...]:
    asked = {question.code: question for question in questions_for(ex_partner=sash.ex_partner)}
    return tuple(
        CriterionResult(
            number=SASH_NUMBERS[row.code], text=asked[row.code].label, answer=row.answer, note=row.note
        )
        for row in sash.answers.all()
        if row.code in asked
    )


def _versions(versions: tuple[Sash, ...]) -> DataTable:
    return DataTable(
        caption="Versies van de SASH",
        columns=(Column(label="Versie"), Column(label="Ingediend"), Column(label="Niveau")),
        rows=tuple(
            Row(
                cells=(
                    Cell(
                        text=f"{row.version}", badge=None if row is versions[0] else Badge(text="vervangen")
                    ),
                    Cell(text=moment_text(row.handed_in_at) if row.handed_in_at else ""),
                    Cell(text=row.get_concern_display()),
                ),
                muted=row is not versions[0],
            )
            for row in versions
        ),
    )


def _checklist_card(checklist: StalkingChecklist) -> ChecklistCard:
    given = {row.code: row for row in checklist.answers.all()}
    return ChecklistCard(
        summary=summary_text(checklist_answers(checklist)),
        source=SourceLine(
            organisation=checklist.organisation.short_name,
            at=checklist.recorded_at,
            by=f"versie {checklist.version}",
        ),
        results=tuple(
            CriterionResult(
                number=number,
                text=question.label,
                answer=AS_PRESENCE[given[question.code].answer],
                note=given[question.code].description,
                said=given[question.code].get_answer_display(),
            )
            for number, question in enumerate(CHECKLIST, start=1)
            if question.code in given
        ),
    )


# --- individual assessment ------------------------------------------------------------------------


def protection_cards(request: ActorRequest, access: CaseAccess, naming: Naming) -> tuple[ProtectionCard, ...]:
    """The individual assessment of every victim, as far as the actor may see it."""
    current: dict[int, IndividualAssessment] = {}
    for row in individual_assessments(access.case):
        current.setdefault(row.victim_id, row)
    may = can_assess_victim(access.actor, access.case.pk)
    police = access.actor.works_for(OrganisationKind.POLITIE)
    cards = []
    for victim in victims_of(access.case):
        found = current.get(victim.pk)
        if found is not None:
            _note_shown(request, access, found, naming)
        mine = may and (found is not None or police)
        action = _protection_action(access, victim, found) if mine else None
        cards.append(_protection_card(access, naming.name(victim), found, action))
    return tuple(cards)


def _note_shown(request: ActorRequest, access: CaseAccess, row: IndividualAssessment, naming: Naming) -> None:
    seen = [
        category
        for category in (Category.SCREENINGS, Category.WISHES)
        if access.may_see(category, row.organisation_id)
    ]
    if seen:
        request.trail.shows(persons=naming.shown([row.victim]), categories=seen)


def _protection_action(access: CaseAccess, victim: Person, row: IndividualAssessment | None) -> Action:
    path = {"zaak": access.case.public_id, "persoon": victim.public_id}
    return Action(
        label="Actualiseren" if row else "Individuele beoordeling afnemen",
        url=reverse("cases:protection", kwargs=path),
        kind="secondary" if row else "primary",
    )


def _protection_card(
    access: CaseAccess, name: str, row: IndividualAssessment | None, action: Action | None
) -> ProtectionCard:
    if row is None:
        nothing = Fact(label="Individuele beoordeling", unknown=True, supplier="Politie")
        return ProtectionCard(name=name, facts=(nothing,), source=None, held_back="", action=action)
    facts: list[Fact] = []
    hidden = 0
    for category, found in ((Category.SCREENINGS, _weighed(row)), (Category.WISHES, _said(row))):
        if access.may_see(category, row.organisation_id):
            facts.extend(fact for fact in found if fact.value or fact.unknown)
        else:
            hidden += 1
    source = SourceLine(
        organisation=row.organisation.short_name, at=row.recorded_at, by=f"versie {row.version}"
    )
    return ProtectionCard(
        name=name,
        facts=tuple(facts),
        source=source if facts else None,
        held_back=held_back_text(hidden),
        action=action,
    )


def _weighed(row: IndividualAssessment) -> tuple[Fact, ...]:
    """What police and prosecution weighed."""
    needed = row.get_special_protection_display()
    return (
        Fact(label="Bijzondere bescherming nodig", value=needed, unknown=row.special_protection == "unknown"),
        Fact(
            label="Bescherming",
            value=_listed([PROTECTION_LABELS[Protection(code)] for code in row.measures], row.measures_note),
        ),
        Fact(
            label="Kenmerken",
            value=_listed(
                [CHARACTERISTIC_LABELS[Characteristic(code)] for code in row.characteristics],
                row.characteristics_note,
            ),
        ),
        Fact(label="Verhouding tot de verdachte", value=row.relation),
        Fact(label="Aard en omstandigheden", value=row.offence_circumstances),
        *(_risk(row, risk) for risk in Risk),
        Fact(label="Toelichting op de risico's", value=row.risk_note),
    )


def _risk(row: IndividualAssessment, risk: Risk) -> Fact:
    answer = getattr(row, f"risk_{risk.value}")
    shown = {"yes": "ja", "no": "nee", "unknown": "onbekend"}[answer]
    label = RISK_LABELS[risk]
    return Fact(label=f"Risico: {label[0].lower()}{label[1:]}", value=shown, unknown=answer == "unknown")


def _said(row: IndividualAssessment) -> tuple[Fact, ...]:
    """What the victim says, or why that is not known."""
    if row.victim_view:
        return (Fact(label="Wat het slachtoffer zelf wil", value=row.victim_view),)
    reason = f"Nog niet bekend: {row.view_missing_reason}"
    return (Fact(label="Wat het slachtoffer zelf wil", value=reason, unknown=True),)


def _listed(labels: list[str], note: str) -> str:
    return "\n".join(filter(None, (", ".join(labels), note)))
