"""A handover that came back, with one monitoring contact, put past the wall into a case at ZSM."""

from __future__ import annotations

from datetime import datetime

from cases.access.wall import GUARD_ROLE, set_context
from cases.casefiles.models import Case, Handover, HandoverNote, MonitoringContact
from cases.casefiles.move_models import ParticipationMove
from cases.organisations.rules import OrganisationKind
from tests.factories.cast import Cast

ELSEWHERE = "Rivierkwartier"


def handover_that_came_back(
    cast: Cast, case: Case, at: datetime, *, note: str = "x", reason: str = "x", contact: str = ""
) -> MonitoringContact:
    """No service does this before the final decision; pages have to keep it from others all the same."""
    vt, local = cast.organisation(OrganisationKind.VT), cast.organisation(OrganisationKind.LOKAAL)
    set_context(GUARD_ROLE)
    handover = Handover.objects.create(
        case=case,
        organisation=vt,
        receiver=local,
        status="refused",
        refusal_reason=reason,
        offered_by=cast.user("vt"),
        offered_at=at,
        answered_by=cast.user("lokaal"),
        answered_at=at,
    )
    HandoverNote.objects.create(case=case, handover=handover, organisation=vt, text=note)
    made = MonitoringContact.objects.create(
        case=case,
        handover=handover,
        organisation=vt,
        months=3,
        done_at=at if contact else None,
        is_safe=True if contact else None,
        note=contact,
    )
    set_context("none")
    return made


def moved_from_elsewhere(cast: Cast, case: Case, at: datetime, *, reason: str) -> None:
    """On record that Veilig Thuis here took the place of that of the other region, which reads nothing."""
    vt, elsewhere = cast.organisation(OrganisationKind.VT), cast.organisation(OrganisationKind.VT, ELSEWHERE)
    set_context(GUARD_ROLE)
    ParticipationMove.objects.create(
        case=case,
        former=elsewhere,
        successor=vt,
        reason=reason,
        organisation=vt,
        moved_by=cast.user("vt"),
        moved_at=at,
    )
    set_context("none")
