"""The disclosure table (verstrekkingentabel): who may see which information of another organisation.

The rows below are the defaults of tables, section 5, and the first version of the table; rows that the
privacy officers keep in the database are passed in as a `DisclosureTable`. A record's giver always sees it;
nobody passes on another's record.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from cases.access.rules.categories import CATEGORY_LABELS, Category
from cases.access.rules.grants import EXISTENCE_KNOWN, GRANT_LABELS, Grant
from cases.access.rules.sharing import GROUND_LABELS, Ground, grounds_for
from cases.organisations.rules import ORGANISATION_LABELS, OrganisationKind


class Phase(StrEnum):
    """Whether the partners work the case together now: on ZSM or in the Actieoverleg."""

    TOGETHER = "together"
    BEFORE_OR_AFTER = "before_or_after"


PHASE_LABELS: Final[dict[Phase, str]] = {
    Phase.TOGETHER: "op ZSM of in het Actieoverleg",
    Phase.BEFORE_OR_AFTER: "voor of na ZSM en Actieoverleg",
}

TABLE_START: Final = date(2025, 1, 1)
BASIS_TEXT: Final = (
    "Wmo 2015 art. 4.1.1 en 5.2.6, Wpg art. 16-20, Wjsg art. 39e-39f, Jeugdwet art. 7.3; "
    "het precieze artikel per regel vult de privacyfunctionaris in."
)


RowKey = tuple[OrganisationKind | None, OrganisationKind, Category, Phase | None]


@dataclass(frozen=True, slots=True)
class DisclosureRow:
    """One cell of the table with its validity (`valid_to`: the first day after) and Dutch legal basis.

    `giver`, `phase`: the row holds for this kind of giver or phase only, and goes before the general one.
    """

    recipient: OrganisationKind
    category: Category
    grant: Grant
    valid_from: date = TABLE_START
    valid_to: date | None = None
    basis: str = BASIS_TEXT
    giver: OrganisationKind | None = None
    phase: Phase | None = None
    note: str = ""

    @property
    def key(self) -> RowKey:
        """What the row is about; a version has at most one row for it."""
        return (self.giver, self.recipient, self.category, self.phase)

    def in_force(self, on: date) -> bool:
        """Whether the cell applies on the day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


Cell = tuple[OrganisationKind, Category]


class DisclosureTable(dict[Cell, DisclosureRow]):
    """The rows for every giver and phase by cell, and beside them those for one giver or one phase.

    `version`: the number of the version it was read from; 1 is the default of the law below.
    """

    def __init__(self, version: int = 1) -> None:
        super().__init__()
        self.version = version
        self.particular: dict[Cell, tuple[DisclosureRow, ...]] = {}

    def add(self, row: DisclosureRow) -> None:
        """Take a row in. Raises ValueError when it claims what another row has."""
        cell = (row.recipient, row.category)
        known = (
            self.particular.get(cell, ()) if row.giver or row.phase else tuple(filter(None, [self.get(cell)]))
        )
        if any((other.giver, other.phase) == (row.giver, row.phase) for other in known):
            raise ValueError(f"Dubbele regel in de verstrekkingentabel: {row.recipient}, {row.category}.")
        if row.giver or row.phase:
            # A row for a giver goes before one for a phase, one for both before either.
            order = sorted((*known, row), key=lambda one: (one.giver is None, one.phase is None))
            self.particular[cell] = tuple(order)
        else:
            self[cell] = row

    def asks_giver(self, recipient: OrganisationKind, category: Category) -> bool:
        """Whether the answer depends on the kind of the giver."""
        return any(row.giver for row in self.particular.get((recipient, category), ()))

    def row_for(
        self,
        recipient: OrganisationKind,
        category: Category,
        *,
        giver: OrganisationKind | None,
        phase: Phase,
    ) -> DisclosureRow | None:
        """The row that decides; None when the table says nothing: then only that-information is given."""
        cell = (recipient, category)
        for row in self.particular.get(cell, ()):
            if row.giver in (None, giver) and row.phase in (None, phase):
                return row
        return self.get(cell)

    def rows(self) -> tuple[DisclosureRow, ...]:
        """Every row, those for one giver or phase after the general ones."""
        return (*self.values(), *(row for rows in self.particular.values() for row in rows))


RECIPIENTS: Final[tuple[OrganisationKind, ...]] = (
    OrganisationKind.POLITIE,
    OrganisationKind.OM,
    OrganisationKind.VT,
    OrganisationKind.RECLASSERING,
    OrganisationKind.RVDK,
    OrganisationKind.SHN,
    OrganisationKind.HALT,
    OrganisationKind.LOKAAL,
    OrganisationKind.ZVH,
    OrganisationKind.EXPERT,
)

_GRANT_OF: Final[dict[str, Grant]] = {
    "v": Grant.ALLOWED,
    "c": Grant.CONSENT,
    "t": Grant.TASK,
    ".": Grant.ONLY_THAT,
}

# Columns in the order of RECIPIENTS: politie om vt 3ro rvdk shn halt lokaal zvh expert.
_CELLS: Final[dict[Category, str]] = {
    Category.IDENTITY: "v v v v v v t v v t",
    Category.CONTACT: "v v v t t v . v t .",
    Category.PROTECTED_ADDRESS: "t . t . t . . . . .",
    Category.REPORT: "v t v t v . . t t t",
    Category.INCIDENTS: "v v v v v t . t v t",
    Category.INVESTIGATION: "v v t t t . t . . t",
    Category.JUDICIAL: "v v . v v . t . . .",
    Category.ASSESSMENT_CONCLUSION: "v v v v v t . v v t",
    Category.ASSESSMENT_GROUNDS: "t t v t v . . t t t",
    Category.MEDICAL: "t t v t t . . c . t",
    Category.PLAN: "v v v v v t . v v t",
    Category.ADVICE: ". v t v v . . . . .",
    Category.WISHES: "v v c t t v . . . .",
    Category.DECISION: "v v v v v v t v v t",
    Category.CHILDREN: "t t v t v . . v t t",
    Category.SCREENINGS: "v v v v t . . . t t",
}

# Every participant, at every level, knows that the case exists; ids and moments say nothing about a person.
ALWAYS_SEEN: Final = frozenset({Category.TECHNICAL, Category.THAT})

DEFAULT_ROWS: Final[tuple[DisclosureRow, ...]] = tuple(
    DisclosureRow(recipient, category, _GRANT_OF[cell])
    for category, cells in _CELLS.items()
    for recipient, cell in zip(RECIPIENTS, cells.split(), strict=True)
)


def table_on(rows: Iterable[DisclosureRow], on: date, version: int = 1) -> DisclosureTable:
    """The table as it applies on a day. Raises ValueError when two rows claim the same cell."""
    table = DisclosureTable(version)
    for row in rows:
        if row.in_force(on):
            table.add(row)
    return table


DEFAULT_TABLE: Final[DisclosureTable] = table_on(DEFAULT_ROWS, TABLE_START)


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether the content may be shown, why (a Dutch sentence), and the row that decided (None: none did).

    `existence`: whether at least may be known that it exists. `ground`: the ground on which the giver shared
    it beyond the table.
    """

    allowed: bool
    reason: str
    row: DisclosureRow | None = None
    existence: bool = True
    ground: Ground | None = None


def decide(
    recipient_kind: OrganisationKind,
    category: Category,
    *,
    is_giver: bool,
    marked: bool,
    consent: bool,
    phase: Phase,
    running_task: bool,
    table: DisclosureTable = DEFAULT_TABLE,
    excluded: bool = False,
    giver_kind: OrganisationKind | None = None,
    shared: frozenset[Ground] = frozenset(),
) -> Answer:
    """Decide whether an organisation sees the content of one record or section.

    `is_giver`: the record is its own. `marked`: the giver marked the section for this recipient's task.
    `consent`: the person consented and that is recorded. `running_task`: the recipient has a task that runs
    in this case; outside ZSM and Actieoverleg nothing is shown without one. `excluded`: a known clash with a
    person of the case, which wins over every cell. `giver_kind`: needed where the table has rows per giver,
    and with `shared`: on which grounds the giver shares the section with this organisation now (a consent
    among them stands). A kind of organisation without a column gets only that.
    """
    if category in ALWAYS_SEEN:
        return Answer(True, "Dat-informatie is zichtbaar voor elke deelnemer.")
    if excluded:
        return Answer(
            False, "Niet zichtbaar: uitgesloten wegens een band met een betrokkene.", existence=False
        )
    if is_giver:
        return Answer(True, "Eigen gegevens zijn altijd zichtbaar.")
    row = table.row_for(recipient_kind, category, giver=giver_kind, phase=phase)
    answer = _by_table(
        row,
        recipient_kind,
        category,
        marked=marked,
        consent=consent,
        has_task=phase is Phase.TOGETHER or running_task,
    )
    if answer.allowed or not shared or giver_kind is None:
        return answer
    grant = row.grant if row else Grant.ONLY_THAT
    for ground in grounds_for(giver_kind, recipient_kind, category, grant):
        if ground in shared:
            why = f"apart gedeeld door de gever ({GROUND_LABELS[ground]})"
            return Answer(True, f"{_subject(recipient_kind, category)}: {why}.", row, ground=ground)
    return answer


def _subject(recipient: OrganisationKind, category: Category) -> str:
    return f"{ORGANISATION_LABELS[recipient]} ziet {CATEGORY_LABELS[category]}"


def _by_table(
    row: DisclosureRow | None,
    recipient: OrganisationKind,
    category: Category,
    *,
    marked: bool,
    consent: bool,
    has_task: bool,
) -> Answer:
    name, what = ORGANISATION_LABELS[recipient], CATEGORY_LABELS[category]
    sentence = _subject(recipient, category)
    grant = row.grant if row else Grant.ONLY_THAT
    known = grant in EXISTENCE_KNOWN
    if grant is Grant.ONLY_THAT:
        return Answer(False, f"{name} krijgt van {what} alleen dat-informatie.", row)
    if grant is Grant.FORBIDDEN:
        return Answer(False, f"{name} krijgt van {what} niets, ook niet dat het er is.", row, known)
    if not has_task:
        return Answer(False, f"{name} heeft nu geen lopende taak in deze zaak.", row, known)
    if grant is Grant.CONSENT and not consent:
        return Answer(False, f"{sentence} alleen met toestemming van de betrokkene.", row, known)
    if grant is Grant.TASK and not marked:
        said = f"{sentence} alleen als de gever het voor de taak heeft gemarkeerd."
        return Answer(False, said, row, known)
    return Answer(True, f"{sentence}: {GRANT_LABELS[grant]}.", row)
