"""The safety plan for the partners: what the maker may see, and how much is held back."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from cases.access.rules.categories import Category
from cases.assessments.queries import PART_A, PART_B, current
from cases.casefiles.queries import CaseAccess, leads_of, participants
from cases.documents.paper import Block, Line, Offer, Paper, Section, Sheet, Table
from cases.documents.people import People, people_of
from cases.documents.permissions import check_can_make_overview
from cases.documents.rules.kinds import KIND_LABELS, DocumentKind
from cases.documents.rules.moments import dated_due_text, dated_text
from cases.organisations.models import Organisation
from cases.persons.models import Person
from cases.plans.models import SafetyCondition, SafetyMeasure
from cases.plans.queries import Plan, plan_of
from cases.plans.rules.conditions import CONDITION_LEVEL_LABELS, ConditionLevel
from cases.plans.rules.measure import PART_LABELS, Part
from cases.terms.rules.wording import day_text, moment_text

PARTS: Final = (
    (PART_A, "Acute onveiligheid (onderdeel A)"),
    (PART_B, "Structurele onveiligheid (onderdeel B)"),
)
NOT_FOR_YOU: Final = "niet voor uw organisatie"


class SafetyPlanDocument:
    """The plan with conditions, measures, supervision and consequence."""

    kind = DocumentKind.SAFETY_PLAN

    def check(self, access: CaseAccess) -> None:
        """Everybody who reads along may print what she or he reads."""
        check_can_make_overview(access.actor, access.case.pk)

    def offers(self, access: CaseAccess, at: datetime) -> tuple[Offer, ...]:
        """One plan of a case."""
        return (Offer(KIND_LABELS[self.kind]),)

    def build(self, access: CaseAccess, subject: UUID | None, at: datetime) -> Paper:
        """The plan as the maker may see it."""
        plan, people = plan_of(access, at), people_of(access)
        persons = persons_of(plan)
        categories = {Category.THAT, *people.categories(persons)}
        if plan.conditions:
            categories.add(Category.PLAN)
        if plan.measures:
            categories.add(Category.DECISION)
        unsafety, sees = _unsafety(access)
        sheet = Sheet(
            title=KIND_LABELS[self.kind],
            lead=f"Zaak {access.case.number}, stand van {dated_text(at)}. Voor professionals aan de tafel.",
            alerts=(),
            sections=(
                unsafety,
                conditions_section(plan, people),
                measures_section(plan, people),
                _partners(access),
            ),
        )
        return Paper(
            template="documents/sheet.html",
            title=KIND_LABELS[self.kind],
            content=sheet,
            persons=people.shown(persons),
            categories=frozenset(categories | ({Category.ASSESSMENT_CONCLUSION} if sees else set())),
        )


def persons_of(plan: Plan) -> list[Person]:
    """Everybody whom the plan binds or protects."""
    persons = [row.binds for row in plan.conditions] + [row.binds for row in plan.measures]
    return persons + [entry.person for row in plan.measures for entry in row.protections.all()]


def _unsafety(access: CaseAccess) -> tuple[Section, bool]:
    lines, hidden = [], 0
    for part, label in PARTS:
        row = current(access.case, part)
        if row is None:
            lines.append(Line(label, "nog niet bekend; Veilig Thuis levert dit aan"))
        elif access.may_see(Category.ASSESSMENT_CONCLUSION, row.organisation_id):
            outdated = f", verouderd: {row.outdated_reason}" if row.outdated_at else ""
            lifted = ", opgeheven door plan en zicht van derden" if row.acuteness_lifted else ""
            value = f"{row.get_conclusion_display()}{lifted}{outdated}"
            lines.append(Line(label, value, source_text(row.organisation, row.concluded_at)))
        else:
            hidden += 1
    section = Section("Onveiligheid", lines=tuple(lines), held_back=held_back_text(hidden))
    return section, any(line.source for line in lines)


def conditions_section(plan: Plan, people: People) -> Section:
    """The conditions that hold, each with who supervises, who reports and what follows."""
    return Section(
        "Veiligheidsvoorwaarden",
        blocks=tuple(_condition(row, people) for row in plan.conditions),
        empty="Er zijn geen voorwaarden gesteld die u mag zien."
        if plan.held_back
        else "Nog geen voorwaarden.",
        held_back=held_back_text(plan.held_back),
    )


def _condition(row: SafetyCondition, people: People) -> Block:
    until = f" tot en met {day_text(row.ends_on)}" if row.ends_on else ""
    supervision = " – ".join(filter(None, (row.supervisor.short_name, row.supervision)))
    return Block(
        title=row.text,
        lines=(
            Line("Soort", CONDITION_LEVEL_LABELS[ConditionLevel(row.kind)]),
            Line("Geldt voor", people.name(row.binds)),
            Line("Toezicht", supervision),
            Line(
                "Schending", f"{row.breach_reporter.short_name} meldt aan {row.breach_reported_to.short_name}"
            ),
            Line("Gevolg", row.consequence),
            Line("Geldt", f"vanaf {day_text(row.starts_on)}{until}"),
        ),
        note=source_text(row.organisation, row.recorded_at),
    )


def measures_section(plan: Plan, people: People) -> Section:
    """The measures that have not ended, each with whether it is served, registered and kept."""
    return Section(
        "Maatregelen",
        blocks=tuple(_measure(row, people) for row in plan.measures),
        empty="Er is geen maatregel van kracht.",
    )


def _measure(row: SafetyMeasure, people: People) -> Block:
    protected = people.names(entry.person for entry in row.protections.all())
    breaches = ", ".join(
        f"{dated_text(breach.happened_at)} ({breach.get_outcome_display()})" for breach in row.breaches.all()
    )
    lines = (
        Line("Onderdelen", ", ".join(PART_LABELS[Part(part)] for part in row.parts)),
        Line("Geldt voor", people.name(row.binds)),
        Line("Beschermt", protected),
        Line("Gebied of adres", row.area),
        Line("Opgelegd", f"{row.imposed_by}, {dated_text(row.imposed_at)}"),
        Line("Van kracht", period_text(row)),
        Line("Uitgereikt", done_text(row.served_at, row.served_by, owed=row.row.needs_serving)),
        Line(
            "Geregistreerd", done_text(row.registered_at, row.registered_by, owed=row.row.needs_registration)
        ),
        Line("Geschorst", f"sinds {dated_text(row.suspended_at)}" if row.suspended_at else ""),
        Line("Toezicht", row.supervisor.short_name if row.supervisor else ""),
        Line("Elektronisch toezicht", "ja" if row.electronic_monitoring else "nee"),
        Line("Overtreding melden", row.breach_reporting),
        Line("Overtreden", breaches),
    )
    return Block(
        title=f"{row.label.capitalize()} ({row.basis})",
        lines=tuple(line for line in lines if line.value),
        note=source_text(row.organisation, row.recorded_at),
    )


def period_text(row: SafetyMeasure) -> str:
    """From when until when a measure holds."""
    begin = dated_text(row.starts_at)
    return f"{begin} tot {dated_due_text(row.ends_at)}" if row.ends_at else f"vanaf {begin}"


def done_text(moment: datetime | None, by: str, *, owed: bool) -> str:
    """When and by whom something was done; or that it was not, or need not be."""
    if moment is not None:
        return f"{dated_text(moment)}, door {by}"
    return "nog niet; de politie doet dit" if owed else "niet nodig"


def source_text(organisation: Organisation, moment: datetime) -> str:
    """Who gave it, and when."""
    return f"{organisation.short_name}, {moment_text(moment)}"


def held_back_text(count: int) -> str:
    """What is said where something is hidden: that it is there, and no more."""
    if not count:
        return ""
    return f"1 onderdeel {NOT_FOR_YOU}" if count == 1 else f"{count} onderdelen {NOT_FOR_YOU}"


def _partners(access: CaseAccess) -> Section:
    return Section("Aanspreekpunten", tables=(partners_table(access),))


def partners_table(access: CaseAccess) -> Table:
    """Who takes part, with the named lead and the number for partners."""
    leads = leads_of(access)
    found: dict[int, tuple[str, ...]] = {}
    for row in participants(access):
        organisation = row.organisation
        lead = leads.get(organisation.pk, "nog niet aangewezen")
        found.setdefault(organisation.pk, (organisation.name, lead, organisation.phone))
    return Table(
        "Organisaties in deze zaak", ("Organisatie", "Aanspreekpunt", "Telefoon"), tuple(found.values())
    )


SAFETY_PLAN: Final = SafetyPlanDocument()
