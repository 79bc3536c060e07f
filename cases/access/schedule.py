"""Which version of the disclosure table applies on which day, kept in memory.

A version never changes once it is approved, and it begins at the earliest on the day after its approval. So
what a process read of today's table stays true all day; the schedule itself is read again every
`DISCLOSURE_SCHEDULE_SECONDS`, so that every process knows of a new version long before it begins. A request
pays for that at most one small query, and mostly none.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.conf import settings

from cases.access.rules.disclosure import DEFAULT_ROWS, DisclosureRow, DisclosureTable, table_on
from cases.access.rules.versions import VersionState
from cases.access.table_models import DisclosureCell, DisclosureVersion
from cases.organisations.models import Organisation
from cases.organisations.rules import OrganisationKind


@dataclass(frozen=True, slots=True)
class Begins:
    """An approved version and the first day on which it applies."""

    on: date
    key: int
    number: int


@dataclass(slots=True)
class _Known:
    """What this process has read; `read_at` on a clock that never goes back."""

    versions: tuple[Begins, ...] = ()
    read_at: float | None = None
    kinds: dict[int, OrganisationKind] = field(default_factory=dict)


_known = _Known()


def forget_schedule() -> None:
    """Read everything again at the next question."""
    _known.read_at = None
    _known.kinds = {}
    _table.cache_clear()
    _rows.cache_clear()


def _schedule() -> tuple[Begins, ...]:
    now = time.monotonic()
    if _known.read_at is None or now - _known.read_at > settings.DISCLOSURE_SCHEDULE_SECONDS:
        rows = DisclosureVersion.objects.filter(state=VersionState.APPROVED.value).order_by("effective_from")
        _known.versions = tuple(
            Begins(on=begins, key=key, number=number)
            for begins, key, number in rows.values_list("effective_from", "pk", "number")
            if begins is not None
        )
        _known.read_at = now
    return _known.versions


def version_on(on: date) -> Begins | None:
    """The approved version that applies on a day; None: the default of the law."""
    return next((version for version in reversed(_schedule()) if version.on <= on), None)


def disclosure_table(on: date) -> DisclosureTable:
    """The disclosure table in force on a day."""
    version = version_on(on)
    return _table(version, on)


@lru_cache(maxsize=16)
def _table(version: Begins | None, on: date) -> DisclosureTable:
    if version is None:
        return table_on(DEFAULT_ROWS, on)
    return table_on(_rows(version.key), on, version=version.number)


@lru_cache(maxsize=8)
def _rows(version_id: int) -> tuple[DisclosureRow, ...]:
    """The rows of an approved version, which nobody can change any more."""
    return rows_of(version_id)


def rows_of(version_id: int) -> tuple[DisclosureRow, ...]:
    """Every row of a version as it stands now, in the order in which they were made."""
    cells = DisclosureCell.objects.filter(version=version_id, dropped=False).order_by("pk")
    return tuple(cell.row() for cell in cells)


def kind_of(organisation_id: int) -> OrganisationKind:
    """The kind of an organisation, which it keeps for ever; asked only where a row is for one giver."""
    if organisation_id not in _known.kinds:
        rows = Organisation.objects.order_by("pk").values_list("pk", "kind")
        _known.kinds = {key: OrganisationKind(kind) for key, kind in rows}
    return _known.kinds[organisation_id]
