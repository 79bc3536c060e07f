"""Lists that are made by themselves every hour and kept as files, for when the application does not answer.

Any number of triggers may run: a lock in the database and one row per list and hour keep it at one file.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import uuid4

from django.conf import settings
from django.db import connection
from django.utils.text import slugify

from cases.access.actor import Actor
from cases.access.models import AccessLogEntry
from cases.access.trail import Trail, write_entry
from cases.access.wall import acting_as
from cases.documents.models import TableList
from cases.documents.paper import Paper
from cases.documents.render import Rendered, render
from cases.documents.rules.moments import dated_text
from cases.organisations.models import MunicipalityRouting, Organisation, ZsmLocation
from cases.organisations.rules import OrganisationKind
from cases.terms.rules.wording import local

logger = logging.getLogger(__name__)

KEPT: Final = 24
ROUTE: Final = "tafellijst"
FILE_MODE: Final = 0o600
FOLDER_MODE: Final = 0o700
FOOTER: Final = "Tafellijst · vertrouwelijk · vernietigen na gebruik"


@dataclass(frozen=True, slots=True)
class Listing:
    """The content of a list, and the cases on it."""

    paper: Paper
    case_ids: tuple[int, ...]


Maker = Callable[[ZsmLocation, Actor, datetime], Listing]
_makers: list[Maker] = []


def register_table_list_maker(maker: Maker) -> None:
    """Say who makes the content of the list of a table; called in `AppConfig.ready()`."""
    _makers[:] = [maker]


def make_due_lists(*, at: datetime) -> int:
    """Make the list of every table that has none for the hour of `at`; answers how many were made.

    One table that fails keeps no other from its list; it is tried again at the next trigger.
    """
    made = 0
    for location, organisation in tables_on(at):
        try:
            made += _make_if_due(location, organisation, at)
        except Exception:
            # Whatever is wrong with one table, the others must have their list.
            logger.exception("the list of ZSM location %s could not be made", location.pk)
    return made


def tables_on(at: datetime) -> list[tuple[ZsmLocation, Organisation]]:
    """Every ZSM location with the prosecution that works there on the day."""
    rows = MunicipalityRouting.objects.valid_on(local(at).date()).filter(kind=OrganisationKind.OM.value)
    found = rows.select_related("municipality__zsm_location", "organisation").order_by("pk")
    pairs = {(row.municipality.zsm_location_id, row.organisation_id): row for row in found}
    return [(row.municipality.zsm_location, row.organisation) for row in pairs.values()]


def make_listing(*, location: ZsmLocation, actor: Actor, at: datetime) -> tuple[Rendered, Listing]:
    """The list of a table as it stands now."""
    [maker] = _makers
    listing = maker(location, actor, at)
    paper = listing.paper
    footer = f"{FOOTER} · {location.name} · {dated_text(at)}"
    return render(template=paper.template, title=paper.title, content=paper.content, footer=footer), listing


def path_of(row: TableList) -> Path:
    """Where the file of a list lies."""
    return Path(settings.TABLE_LISTS_DIR) / row.file_name


def _make_if_due(location: ZsmLocation, organisation: Organisation, at: datetime) -> bool:
    hour = local(at).replace(minute=0, second=0, microsecond=0)
    actor = Actor.of_application(organisation)
    with acting_as(actor):
        known = TableList.objects.filter(location=location, organisation=organisation, hour=hour)
        if known.exists() or not _lock(location, organisation) or known.exists():
            return False
        made, listing = make_listing(location=location, actor=actor, at=at)
        row = TableList.objects.create(
            location=location,
            organisation=organisation,
            hour=hour,
            made_at=at,
            file_name=f"tafellijst-{slugify(location.name)}-{organisation.pk}-{hour:%Y%m%dT%H%z}.pdf",
            sha256=made.sha256,
            case_ids=list(listing.case_ids),
        )
        trail = Trail(action=AccessLogEntry.ACTION_PRINT, purpose="uurlijkse lijst voor een storing")
        note_shown(trail, listing)
        write_entry(
            trail,
            actor=actor,
            at=at,
            request_id=uuid4(),
            route=ROUTE,
            outcome=AccessLogEntry.OUTCOME_SHOWN,
            status=200,
            source=None,
        )
        _write(path_of(row), made.pdf)
        _forget_older(location, organisation, hour)
    return True


def note_shown(trail: Trail, listing: Listing) -> None:
    """Note in the access log what a list shows."""
    paper = listing.paper
    trail.shows(cases=listing.case_ids, persons=paper.persons, categories=paper.categories)


def _lock(location: ZsmLocation, organisation: Organisation) -> bool:
    """Whether this transaction is the one that makes the list."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtext(%s), %s)",
            [f"table_list:{location.pk}", organisation.pk],
        )
        return bool(cursor.fetchone()[0])


def _write(path: Path, content: bytes) -> None:
    """Write a file that only this account reads; it is there as a whole or not at all."""
    path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    path.parent.chmod(FOLDER_MODE)
    unfinished = path.with_suffix(f".{uuid4().hex}.part")
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def _forget_older(location: ZsmLocation, organisation: Organisation, hour: datetime) -> None:
    """Remove the files of more than a day ago; that they were made stays on record."""
    oldest = hour - timedelta(hours=KEPT - 1)
    rows = TableList.objects.filter(location=location, organisation=organisation, hour__lt=oldest)
    for row in rows.order_by("-hour")[: 10 * KEPT]:
        path_of(row).unlink(missing_ok=True)
