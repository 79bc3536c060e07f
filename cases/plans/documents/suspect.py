"""The suspect's copy: only what binds her or him (security, S3).

Nothing about where anybody is, how anybody can be reached, what the victim wants, or who reported.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from cases.access.errors import GuardRefusal
from cases.access.rules.categories import Category
from cases.access.rules.refusal import Missing
from cases.casefiles.queries import CaseAccess
from cases.documents.models import AreaWording
from cases.documents.paper import FreeText, Offer, Paper
from cases.documents.people import People, people_of
from cases.documents.permissions import check_can_make_copies
from cases.documents.rules.kinds import KIND_LABELS, DocumentKind
from cases.documents.rules.moments import dated_due_text, dated_text
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person
from cases.plans.models import SafetyCondition, SafetyMeasure
from cases.plans.queries import conditions_of, measures_of
from cases.plans.rules.binding import NAMEABLE_SUPERVISORS, consequence_of, duties, needs_area_wording
from cases.plans.rules.measure import MeasureKind, Part
from cases.terms.rules.wording import day_text, local, moment_text

# What stands in the metadata of the file; on a phone it says nothing about what the paper is about.
TITLE: Final = "Overzicht van wat voor u geldt"
MISSING_AREA: Final = "area_wording"


@dataclass(frozen=True, slots=True)
class BindingMeasure:
    """One measure in words to who is bound by it."""

    title: FreeText
    period: str
    duties: tuple[FreeText, ...]
    monitoring: bool
    supervisor: str
    consequence: str


@dataclass(frozen=True, slots=True)
class BindingCondition:
    """One condition that binds the reader."""

    text: FreeText
    period: str
    supervisor: str
    consequence: FreeText


@dataclass(frozen=True, slots=True)
class SuspectCopy:
    """Everything that this paper may hold."""

    title: str
    name: str
    date: str
    measures: tuple[BindingMeasure, ...]
    conditions: tuple[BindingCondition, ...]


class SuspectCopyDocument:
    """The copy that the suspect takes along."""

    kind = DocumentKind.SUSPECT_COPY

    def check(self, access: CaseAccess) -> None:
        """Veilig Thuis, OM and police hand it over."""
        check_can_make_copies(access.actor, access.case.pk)

    def offers(self, access: CaseAccess, at: datetime) -> tuple[Offer, ...]:
        """There is one when there is a suspect whom something binds."""
        suspect = _suspect(people_of(access))
        bound = suspect and (_measures(access, suspect, at) or _conditions(access, suspect, at))
        return (Offer(KIND_LABELS[self.kind]),) if bound else ()

    def build(self, access: CaseAccess, subject: UUID | None, at: datetime) -> Paper:
        """What binds the suspect and the maker sees. Raises GuardRefusal without words for an area."""
        people = people_of(access)
        suspect = _suspect(people)
        if suspect is None:
            raise GuardRefusal(
                [Missing("suspect", "Er is geen verdachte in deze zaak.", OrganisationKind.POLITIE)]
            )
        measures, conditions = _measures(access, suspect, at), _conditions(access, suspect, at)
        if not measures and not conditions:
            raise GuardRefusal(
                [Missing("binding", "Er is niets dat de verdachte bindt.", OrganisationKind.VT)]
            )
        words = wordings(measures)
        _check_wordings(measures, words)
        protected = [entry.person for row in measures for entry in row.protections.all()]
        named = [suspect, *protected]
        content = SuspectCopy(
            title=TITLE,
            name=suspect.full_name,
            date=day_text(local(at).date()),
            measures=tuple(_measure(row, words.get(row.pk, ""), people) for row in measures),
            conditions=tuple(_condition(row) for row in conditions),
        )
        categories = {Category.THAT, *people.categories(named)}
        categories |= {Category.DECISION} if measures else set()
        categories |= {Category.PLAN} if conditions else set()
        return Paper(
            template="documents/suspect_copy.html",
            title=TITLE,
            content=content,
            persons=people.shown(named),
            categories=frozenset(categories),
            recipient_person=suspect.pk,
        )


def wordings(measures: list[SafetyMeasure]) -> dict[int, str]:
    """The last words for the area of each measure, by key of the measure."""
    rows = AreaWording.objects.filter(measure__in=measures).order_by("recorded_at", "pk")
    return dict(rows.values_list("measure_id", "text"))


def _check_wordings(measures: list[SafetyMeasure], words: dict[int, str]) -> None:
    missing = [
        Missing(
            f"{MISSING_AREA}:{row.public_id}",
            f"Het gebied van de {row.label} staat nog niet in woorden voor de verdachte.",
        )
        for row in measures
        if needs_area_wording([Part(part) for part in row.parts]) and row.pk not in words
    ]
    if missing:
        raise GuardRefusal(missing, "Dit exemplaar kan nog niet worden gemaakt.")


def _suspect(people: People) -> Person | None:
    return next(iter(people.with_role("suspect")), None)


def _measures(access: CaseAccess, suspect: Person, at: datetime) -> list[SafetyMeasure]:
    return [
        row
        for row in measures_of(access, at)
        if row.binds_id == suspect.pk and not row.row.detains and row.suspended_at is None
    ]


def _conditions(access: CaseAccess, suspect: Person, at: datetime) -> list[SafetyCondition]:
    return [row for row in conditions_of(access, at) if row.binds_id == suspect.pk]


def _measure(row: SafetyMeasure, area: str, people: People) -> BindingMeasure:
    said = duties(
        [Part(part) for part in row.parts],
        area=area.rstrip(".") + "." if area else "",
        persons=people.names(entry.person for entry in row.protections.all()),
    )
    where = f"gebied in woorden voor de verdachte, bij de {row.label}"
    until = f" tot {dated_due_text(row.ends_at)}" if row.ends_at else ""
    return BindingMeasure(
        title=FreeText(f"{row.label.capitalize()} ({row.basis})", f"grondslag van de {row.label}"),
        period=f"Geldt van {dated_text(row.starts_at)}{until}.",
        duties=tuple(FreeText(duty, where) for duty in said),
        monitoring=row.electronic_monitoring,
        supervisor=_supervisor(row.supervisor.kind, row.supervisor.name) if row.supervisor else "",
        consequence=consequence_of(MeasureKind(row.kind)),
    )


def _condition(row: SafetyCondition) -> BindingCondition:
    place = f"voorwaarde van {row.organisation.short_name}, {moment_text(row.recorded_at)}"
    until = f" tot en met {day_text(row.ends_on)}" if row.ends_on else ""
    return BindingCondition(
        text=FreeText(row.text, f"{place}, veld ‘voorwaarde’"),
        period=f"Geldt vanaf {day_text(row.starts_on)}{until}.",
        supervisor=_supervisor(row.supervisor.kind, row.supervisor.name),
        consequence=FreeText(row.consequence, f"{place}, veld ‘gevolg’"),
    )


def _supervisor(kind: str, name: str) -> str:
    """Who supervises, where the name gives nobody away (a shelter would tell where somebody is)."""
    return name if OrganisationKind(kind) in NAMEABLE_SUPERVISORS else ""


SUSPECT_COPY: Final = SuspectCopyDocument()
