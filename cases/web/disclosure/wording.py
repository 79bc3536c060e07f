"""How rows, versions and answers of the disclosure table read."""

from __future__ import annotations

from datetime import date
from typing import Final

from cases.access.rules.categories import CATEGORY_LABELS, Category
from cases.access.rules.disclosure import PHASE_LABELS, TABLE_START, DisclosureRow, Phase
from cases.access.rules.grants import GRANT_LABELS
from cases.access.rules.versions import VersionState
from cases.access.table_models import DisclosureVersion
from cases.organisations.rules import ORGANISATION_LABELS, OrganisationKind
from cases.terms.rules.wording import day_text
from cases.web.components import Badge, Tone

TONES: Final[dict[VersionState, Tone]] = {
    VersionState.DRAFT: Tone.NEUTRAL,
    VersionState.OFFERED: Tone.WARNING,
    VersionState.APPROVED: Tone.SUCCESS,
    VersionState.REFUSED: Tone.DANGER,
    VersionState.DISCARDED: Tone.NEUTRAL,
}
EVERY_GIVER: Final = "elke gever"
EVERY_PHASE: Final = "elke fase"


def giver_text(row: DisclosureRow) -> str:
    """Who gives."""
    return ORGANISATION_LABELS[row.giver] if row.giver else EVERY_GIVER


def phase_text(row: DisclosureRow) -> str:
    """When the row holds."""
    return PHASE_LABELS[row.phase] if row.phase else EVERY_PHASE


def grant_text(row: DisclosureRow | None) -> str:
    """What the row says; no row says that only that-information is given."""
    return GRANT_LABELS[row.grant] if row else "geen eigen regel"


def period_text(row: DisclosureRow) -> str:
    """From when until when the row holds, empty when that is as long as its version."""
    parts = []
    if row.valid_from != TABLE_START:
        parts.append(f"vanaf {day_text(row.valid_from)}")
    if row.valid_to is not None:
        parts.append(f"tot {day_text(row.valid_to)}")
    return " ".join(parts)


def about_text(row: DisclosureRow) -> str:
    """What the row is about in one line."""
    line = f"{CATEGORY_LABELS[row.category]} → {ORGANISATION_LABELS[row.recipient]}"
    narrower = [text for text in (row.giver and giver_text(row), row.phase and phase_text(row)) if text]
    return f"{line} ({', '.join(narrower)})" if narrower else line


def key_of(row: DisclosureRow) -> str:
    """The row in a hidden field of a form."""
    giver, phase = row.giver.value if row.giver else "", row.phase.value if row.phase else ""
    return f"{giver}|{row.recipient.value}|{row.category.value}|{phase}"


def is_row(row: DisclosureRow, key: str) -> bool:
    """Whether a hidden field names this row."""
    return key_of(row) == key


def version_title(version: DisclosureVersion | None) -> str:
    """The name of a version."""
    return f"Versie {version.number}" if version else "Versie 1, de wettelijke standaard"


def version_badge(version: DisclosureVersion, in_force: DisclosureVersion | None, today: date) -> Badge:
    """Where a version stands; of the approved ones which is in force."""
    state = VersionState(version.state)
    if state is VersionState.APPROVED and version.effective_from is not None:
        if in_force is not None and version.pk == in_force.pk:
            return Badge(text="van kracht", tone=Tone.SUCCESS, shape="done")
        if version.effective_from > today:
            return Badge(text=f"gaat in op {day_text(version.effective_from)}", tone=Tone.INFO)
        return Badge(text="vervangen")
    return Badge(text=version.get_state_display(), tone=TONES[state])


def kind_choices(*, every: str = "") -> list[tuple[str, str]]:
    """Every kind of organisation, after a first choice for all of them."""
    first = [("", every)] if every else []
    return first + [(kind.value, ORGANISATION_LABELS[kind]) for kind in OrganisationKind]


def category_choices(*, every: str = "") -> list[tuple[str, str]]:
    """Every category that the table is about."""
    free = {Category.TECHNICAL, Category.THAT}
    first = [("", every)] if every else []
    return first + [
        (category.value, label.capitalize())
        for category, label in CATEGORY_LABELS.items()
        if category not in free
    ]


def phase_choices() -> list[tuple[str, str]]:
    """Every phase, after a first choice for both."""
    return [
        ("", EVERY_PHASE.capitalize()),
        *((phase.value, PHASE_LABELS[phase].capitalize()) for phase in Phase),
    ]
