"""Drafts and versions of the disclosure table, as two privacy officers make them."""

from __future__ import annotations

from datetime import date, datetime

from cases.access.rules.categories import Category
from cases.access.rules.grants import Grant
from cases.access.schedule import forget_schedule
from cases.access.table_models import DisclosureVersion
from cases.access.wall import acting_as
from cases.organisations.rules import OrganisationKind
from cases.sharing.table import NewCell, judge, offer, set_cell, start_draft
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast

WRITTEN = ams("2026-03-02 09:00")
JUDGED = ams("2026-03-03 09:00")
BEGINS = date(2026, 3, 9)
WRITER, SECOND = "vt.privacy", "om.privacy"
JUDICIAL_FOR_VT = NewCell(
    recipient=OrganisationKind.VT,
    category=Category.JUDICIAL,
    grant=Grant.ALLOWED,
    basis="Wjsg art. 39f",
    note="Proef in één regio.",
)


def drafted(cast: Cast, *cells: NewCell, at: datetime = WRITTEN) -> DisclosureVersion:
    """A draft with these rows, or with one that lets Veilig Thuis read judicial records."""
    actor = cast.actor(WRITER)
    with acting_as(actor):
        version = start_draft(actor=actor, at=at)
        for cell in cells or (JUDICIAL_FOR_VT,):
            set_cell(version=version, cell=cell, actor=actor, at=at)
        return version


def offered(cast: Cast, *cells: NewCell, begins: date = BEGINS, at: datetime = WRITTEN) -> DisclosureVersion:
    """A draft that is offered for approval."""
    version, actor = drafted(cast, *cells, at=at), cast.actor(WRITER)
    with acting_as(actor):
        return offer(
            version=version, effective_from=begins, motivation="Verzoek van de regio.", actor=actor, at=at
        )


def approved(cast: Cast, *cells: NewCell, begins: date = BEGINS, at: datetime = JUDGED) -> DisclosureVersion:
    """A version that the second privacy officer approved, known to this process."""
    version, actor = offered(cast, *cells, begins=begins, at=at), cast.actor(SECOND)
    with acting_as(actor):
        version = judge(version=version, approved=True, reason="Akkoord.", actor=actor, at=at)
    forget_schedule()
    return version
