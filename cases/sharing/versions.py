"""Reading the versions of the disclosure table: what is in force, what is being written, what differed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from cases.access.rules.disclosure import DEFAULT_ROWS, DisclosureRow
from cases.access.rules.versions import Difference, VersionState, differences
from cases.access.schedule import rows_of, version_on
from cases.access.table_models import DisclosureVersion

OPEN = (VersionState.DRAFT.value, VersionState.OFFERED.value)


def version_rows(version: DisclosureVersion | None) -> tuple[DisclosureRow, ...]:
    """The rows of a version; of none: the default of the law."""
    return DEFAULT_ROWS if version is None else rows_of(version.pk)


def open_version() -> DisclosureVersion | None:
    """The version that is being written or judged; there is one at a time."""
    rows = DisclosureVersion.objects.filter(state__in=OPEN).select_related(
        "made_by__organisation", "based_on"
    )
    return rows.order_by("pk").first()


def last_approved() -> DisclosureVersion | None:
    """The approved version that begins last, on which the next one builds; None: the default of the law."""
    approved = DisclosureVersion.objects.filter(state=VersionState.APPROVED.value)
    return approved.order_by("-effective_from").first()


def version_in_force(on: date) -> DisclosureVersion | None:
    """The version that applies on a day; None: the default of the law."""
    begins = version_on(on)
    return DisclosureVersion.objects.get(pk=begins.key) if begins else None


def all_versions() -> QuerySet[DisclosureVersion]:
    """Every version that somebody began."""
    related = ("made_by__organisation", "judged_by__organisation", "based_on")
    return DisclosureVersion.objects.select_related(*related)


def history() -> list[DisclosureVersion]:
    """Every version that somebody began, the newest first."""
    return list(all_versions().order_by("-number"))


def version_by(public_id: UUID, *, locked: bool = False) -> DisclosureVersion:
    """One version; `locked`: nobody else changes it meanwhile. Raises DisclosureVersion.DoesNotExist."""
    rows = all_versions().select_for_update(of=("self",)) if locked else all_versions()
    return rows.get(public_id=public_id)


def changes_of(version: DisclosureVersion) -> tuple[Difference, ...]:
    """What a version changes of the one that it builds on."""
    return differences(version_rows(version.based_on), version_rows(version))
