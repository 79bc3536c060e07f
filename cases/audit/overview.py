"""The overview for the person concerned: who looked at my data. Made by a privacy officer, as a PDF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import connection

from cases.access.actor import Actor
from cases.access.disclosure import marks_by_case
from cases.access.rules.levels import Level
from cases.audit.permissions import check_reads_log
from cases.audit.queries import start_of
from cases.audit.rules.overview import IDENTIFIED_LABELS, IdentifiedBy, Look, Told, told_of
from cases.casefiles.models import CaseRole
from cases.casefiles.queries import CaseAccess, disclosure_of, participations_of, sees_role
from cases.documents.paper import Line, Section, Sheet, Table
from cases.documents.render import Rendered, render
from cases.documents.rules.moments import dated_text
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person
from cases.terms.rules.wording import count_text, day_text, local

TITLE: Final = "Wie heeft mijn gegevens ingezien"
FILE_NAME: Final = "overzicht-c.pdf"
# As long as the log is kept at least (legal facts, section 2).
LONGEST: Final = timedelta(days=5 * 366)

_LOOKS: Final = """
SELECT l.at, o.name, o.kind, l.roles, l.action
FROM audit_looks_at(%s, %s, %s) l JOIN cases_organisation o ON o.id = l.organisation_id
ORDER BY l.at
"""


@dataclass(frozen=True, slots=True)
class Concerned:
    """Somebody in a case, for whom an overview can be made."""

    role: CaseRole

    @property
    def person(self) -> Person:
        """Who it is."""
        return self.role.person


def concerned_in(actor: Actor, case_number: str, at: datetime) -> list[Concerned]:
    """The persons of a case of the own organisation whom it may know; nobody of any other case.

    Raises NotAllowed for everybody but a privacy officer.
    """
    check_reads_log(actor)
    row = (
        participations_of(actor)
        .filter(case__number=case_number.strip(), level__gte=Level.VIEW)
        .select_related("case")
        .order_by("-level")
        .first()
    )
    if row is None:
        return []
    level = Level(row.level)
    marks = marks_by_case(actor, [row.case_id])[row.case_id]
    access = CaseAccess(actor, row.case, level, disclosure_of(actor, row.case, level, at, marks))
    roles = CaseRole.objects.filter(case=row.case).select_related("person").order_by("pk")
    return [Concerned(role) for role in roles if sees_role(access, role)]


def make_overview(
    *,
    concerned: Concerned,
    day_from: date,
    day_to: date,
    identified_by: IdentifiedBy,
    actor: Actor,
    at: datetime,
) -> Rendered:
    """The file for one person and period. Raises NotAllowed for everybody but a privacy officer."""
    check_reads_log(actor)
    person = concerned.person
    lines = told_of(_looks(person.pk, day_from, day_to), suspect=_is_suspect(person.pk))
    sheet = Sheet(
        title=TITLE,
        lead=f"Voor {person.full_name}. {day_text(day_from)} tot en met {day_text(day_to)}.",
        alerts=(),
        sections=(
            Section(
                "Over dit overzicht",
                lines=(
                    Line("Opgesteld door", f"de privacyfunctionaris van {actor.organisation_name}"),
                    Line("Opgesteld op", dated_text(at)),
                    Line("Identiteit vastgesteld met", IDENTIFIED_LABELS[identified_by]),
                    Line(
                        "Wat erin staat",
                        "Elke keer dat een medewerker of systeem van een organisatie in de gedeelde zaak uw "
                        "gegevens zag, vastlegde, zocht of op papier zette. Namen van medewerkers staan er "
                        "niet in.",
                    ),
                    Line(
                        "Vragen of bezwaar",
                        "Bij de privacyfunctionaris die dit heeft opgesteld. U kunt ook een klacht indienen "
                        "bij de Autoriteit Persoonsgegevens.",
                    ),
                ),
            ),
            Section("Wie en wanneer", tables=(_table(lines),)),
        ),
    )
    footer = f"{TITLE} · persoonlijk · {dated_text(at)}"
    return render(template="documents/sheet.html", title=TITLE, content=sheet, footer=footer)


def _table(lines: tuple[Told, ...]) -> Table:
    return Table(
        caption=count_text(len(lines), "regel", "regels"),
        head=("Dag", "Organisatie", "Functie", "Wat", "Hoe vaak"),
        rows=tuple(
            (
                day_text(line.day),
                line.organisation,
                line.function or "–",
                line.done,
                f"{line.times} keer, {_clocks(line)}",
            )
            for line in lines
        ),
        empty="In deze periode heeft niemand uw gegevens ingezien.",
    )


def _clocks(line: Told) -> str:
    first, last = f"{line.first:%H:%M}", f"{line.last:%H:%M}"
    return first if first == last else f"{first}–{last}"


def _is_suspect(person_id: int) -> bool:
    """In one case a victim, in another a suspect: then as careful as for a suspect."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_is_suspect(%s)", [person_id])
        return bool(cursor.fetchone()[0])


def _looks(person_id: int, day_from: date, day_to: date) -> list[Look]:
    with connection.cursor() as cursor:
        cursor.execute(_LOOKS, [person_id, start_of(day_from), start_of(day_to + timedelta(days=1))])
        return [
            Look(
                day=local(at).date(),
                clock=local(at).time(),
                organisation=name,
                kind=OrganisationKind(kind),
                roles=tuple(roles),
                action=action,
            )
            for at, name, kind, roles, action in cursor.fetchall()
        ]
