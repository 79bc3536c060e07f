"""The case for the table, as its maker may see it: the same answers of disclosure as on the pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from uuid import UUID

from cases.access.rules.categories import Category
from cases.assessments.queries import incidents_of, red_flags
from cases.casefiles.models import CaseRole
from cases.casefiles.owing import owed_in
from cases.casefiles.queries import CaseAccess, roles_in, story
from cases.casefiles.rules.states import STATE_LABELS, CaseState
from cases.documents.paper import Line, Offer, Paper, Section, Sheet, Table
from cases.documents.people import people_of
from cases.documents.permissions import check_can_make_overview
from cases.documents.rules.kinds import KIND_LABELS, DocumentKind
from cases.documents.rules.moments import dated_due_text, dated_text
from cases.persons.rules.age import age_on
from cases.plans.documents.professional import (
    conditions_section,
    held_back_text,
    measures_section,
    partners_table,
    persons_of,
    source_text,
)
from cases.plans.queries import plan_of
from cases.terms.rules.kinds import KIND_LABELS as TERM_LABELS
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.wording import day_text, local
from zsm.decision.documents.wording import table_line
from zsm.decision.queries import Line as TableLine
from zsm.decision.queries import case_facts, lines, on_the_table

STORY_LENGTH: Final = 20


class CaseOverviewDocument:
    """Everything of a case that fits on the table."""

    kind = DocumentKind.CASE_OVERVIEW

    def check(self, access: CaseAccess) -> None:
        """Everybody who reads along may print what she or he reads."""
        check_can_make_overview(access.actor, access.case.pk)

    def offers(self, access: CaseAccess, at: datetime) -> tuple[Offer, ...]:
        """One overview of a case."""
        return (Offer(KIND_LABELS[self.kind]),)

    def build(self, access: CaseAccess, subject: UUID | None, at: datetime) -> Paper:
        """The case as the maker may see it now."""
        made = _Overview(access, at)
        sheet = Sheet(
            title=KIND_LABELS[self.kind],
            lead=(
                f"Zaak {access.case.number}, stand van {dated_text(at)}, "
                f"voor {access.actor.organisation_name}."
            ),
            alerts=made.alerts(),
            sections=(
                made.case_section(),
                made.persons(),
                made.owed(),
                made.on_table(),
                *made.plan(),
                made.incidents(),
                made.story(),
                Section("Aanspreekpunten", tables=(partners_table(access),)),
            ),
        )
        return Paper(
            template="documents/sheet.html",
            title=KIND_LABELS[self.kind],
            content=sheet,
            persons=frozenset(made.named),
            categories=frozenset(made.categories),
        )


class _Overview:
    """Builds the sections, and notes what they show."""

    def __init__(self, access: CaseAccess, at: datetime) -> None:
        self.access = access
        self.at = at
        self.named: set[int] = set()
        self.categories: set[Category] = {Category.THAT}

    def alerts(self) -> tuple[str, ...]:
        """The femicide red flags, for who may know the conclusion of the assessment."""
        flags = [
            flag
            for flag in red_flags(self.access.case)
            if self.access.may_see(Category.ASSESSMENT_CONCLUSION, flag.giver_id)
        ]
        if flags:
            self.categories.add(Category.ASSESSMENT_CONCLUSION)
        return tuple(f"Rode vlag: {flag.label} ({flag.source})" for flag in flags)

    def case_section(self) -> Section:
        """Number, state and place."""
        case, sees = self.access.case, self.access.may_see
        facts = [
            Line("Stand", STATE_LABELS[CaseState(case.state)]),
            Line("Geopend", dated_text(case.opened_at)),
            Line("ZSM-locatie", case.zsm_location.name if case.zsm_location else ""),
        ]
        hidden = 0
        if sees(Category.IDENTITY, case.organisation_id):
            place = ", ".join(filter(None, (case.offence_place, case.offence_municipality.name)))
            facts += [Line("Label", case.get_hg_label_display()), Line("Pleegplaats", place)]
            self.categories.add(Category.IDENTITY)
        else:
            hidden = 2
        return Section(
            "Zaak", lines=tuple(line for line in facts if line.value), held_back=held_back_text(hidden)
        )

    def persons(self) -> Section:
        """Who is who; of those who are not for the maker only how many there are."""
        seen = roles_in(self.access)
        everybody = CaseRole.objects.filter(case=self.access.case).count()
        self.named |= {role.person_id for role in seen}
        for role in seen:
            self.categories.add(Category.CHILDREN if role.role == "child" else Category.IDENTITY)
        today = local(self.at).date()
        rows = tuple(
            (
                role.person.full_name,
                role.get_role_display(),
                _age(role.person.birth_date, today),
            )
            for role in seen
        )
        table = Table("Personen in deze zaak", ("Naam", "Rol", "Geboren"), rows)
        return Section("Personen", tables=(table,), held_back=held_back_text(everybody - len(seen)))

    def owed(self) -> Section:
        """What is still owed, by whom, before when."""
        rows = tuple(
            (
                TERM_LABELS[TermKind(term.kind)],
                term.organisation.short_name,
                self._due(term.due_at),
            )
            for term in owed_in(self.access)
        )
        table = Table("Nog nodig", ("Wat", "Wie", "Uiterlijk"), rows, empty="niets")
        return Section("Nog nodig", tables=(table,))

    def _due(self, due_at: datetime | None) -> str:
        if due_at is None:
            return "zonder vast moment"
        return f"{dated_due_text(due_at)} (te laat)" if due_at <= self.at else dated_due_text(due_at)

    def on_table(self) -> Section:
        """What lies on the table, each with who gave it and when."""
        table = on_the_table(self.access.case)
        everything = lines(table, case_facts(self.access.case, self.at, table=table), self.at)
        shown = [line for line in everything if line.visible_to(self.access)]
        self.categories |= {line.category for line in shown if line.given is not None}
        return Section(
            "Op tafel",
            lines=tuple(_line(line) for line in shown),
            held_back=held_back_text(len(everything) - len(shown)),
        )

    def plan(self) -> tuple[Section, Section]:
        """Conditions and measures that hold."""
        plan, people = plan_of(self.access, self.at), people_of(self.access)
        persons = persons_of(plan)
        self.named |= people.shown(persons)
        self.categories |= people.categories(persons)
        self.categories |= {Category.PLAN} if plan.conditions else set()
        self.categories |= {Category.DECISION} if plan.measures else set()
        return conditions_section(plan, people), measures_section(plan, people)

    def incidents(self) -> Section:
        """The unsafe events with their sources."""
        found = incidents_of(self.access)
        if found.shown:
            self.categories.add(Category.INCIDENTS)
        rows = tuple(
            (day_text(row.happened_on), row.description, source_text(row.organisation, row.recorded_at))
            for row in found.shown
        )
        table = Table("Onveilige gebeurtenissen", ("Wanneer", "Wat", "Bron"), rows)
        return Section("Onveilige gebeurtenissen", tables=(table,), held_back=held_back_text(found.held_back))

    def story(self) -> Section:
        """The last events of the case."""
        told = story(self.access, limit=STORY_LENGTH)
        self.categories |= {Category(event.category) for event in told.events}
        rows = tuple(
            (dated_text(event.happened_at), event.organisation.short_name, event.summary)
            for event in told.events
        )
        table = Table(f"De laatste {STORY_LENGTH} gebeurtenissen", ("Wanneer", "Wie", "Wat"), rows)
        return Section("Verloop", tables=(table,), held_back=held_back_text(told.held_back))


def _age(born: date | None, today: date) -> str:
    if born is None:
        return "onbekend"
    age = f" ({age_on(born, today)})" if born <= today else ""
    return f"{day_text(born)}{age}"


def _line(line: TableLine) -> Line:
    return table_line(
        line.label,
        line.value,
        unknown=line.unknown,
        supplier=line.supplier,
        source=line.given.short_name if line.given else "",
        at=line.at,
    )


CASE_OVERVIEW: Final = CaseOverviewDocument()
