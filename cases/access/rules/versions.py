"""The life of a version of the disclosure table, and what differs between two of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from cases.access.rules.disclosure import DisclosureRow, RowKey


class VersionState(StrEnum):
    """Where a version stands; only an approved one is ever applied."""

    DRAFT = "draft"
    OFFERED = "offered"
    APPROVED = "approved"
    REFUSED = "refused"
    DISCARDED = "discarded"


VERSION_LABELS: Final[dict[VersionState, str]] = {
    VersionState.DRAFT: "concept",
    VersionState.OFFERED: "wacht op goedkeuring",
    VersionState.APPROVED: "goedgekeurd",
    VersionState.REFUSED: "afgekeurd",
    VersionState.DISCARDED: "vervallen",
}


def first_day_possible(today: date) -> date:
    """The first day on which a version that is approved today can begin: nobody changes a day that runs."""
    return today + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that a version changes: as it was (None: new) and as it becomes (None: taken out)."""

    before: DisclosureRow | None
    after: DisclosureRow | None

    @property
    def row(self) -> DisclosureRow:
        """The row that says what it is about."""
        row = self.after or self.before
        if row is None:  # pragma: no cover - `differences` makes none without both
            raise ValueError("a difference has a row")
        return row


def differences(before: Iterable[DisclosureRow], after: Iterable[DisclosureRow]) -> tuple[Difference, ...]:
    """What changes from one version to the next, in the order of the table."""
    old: dict[RowKey, DisclosureRow] = {row.key: row for row in before}
    new: dict[RowKey, DisclosureRow] = {row.key: row for row in after}
    keys = dict.fromkeys([*old, *new])
    return tuple(Difference(old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key))
