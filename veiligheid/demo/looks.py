"""Looks of the demo: ordinary ones, and a few that a privacy officer asks about."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from cases.access.actor import Actor
from cases.access.models import AccessLogEntry
from cases.access.rules.categories import Category
from cases.access.trail import Trail, write_entry
from cases.access.wall import acting_as
from cases.casefiles.models import Case, CaseRole
from cases.organisations.models import User
from cases.terms.rules.wording import local
from veiligheid.demo.crew import Crew

# Colleagues of whom the log of Veilig Thuis tells.
TEAM_LEAD: Final = "vt.lead"
SOURCE: Final = "192.0.2.14"
PAGES: Final = ("cases:case", "cases:safety", "cases:plan", "cases:victim", "cases:persons")
SHOWN: Final = frozenset({Category.IDENTITY, Category.INCIDENTS, Category.PLAN})


def looked_around(crew: Crew, at: datetime) -> None:
    """A week of Veilig Thuis: looks, one in the night, many documents, doors that stayed shut."""
    worker = crew.veilig_thuis
    lead = Actor.of(
        User.objects.select_related("organisation").get(username=f"{TEAM_LEAD}{crew.region.mark}")
    )
    with acting_as(worker):
        cases = list(Case.objects.order_by("opened_at", "pk"))
    today = local(at).replace(minute=0, second=0, microsecond=0)
    for days in range(6, 0, -1):
        morning = (today - timedelta(days=days)).replace(hour=9)
        if days == 1 and cases[:1]:
            _look(lead, cases[0], morning.replace(hour=3, minute=12), "cases:case")
        for number, case in enumerate(cases):
            for step, route in enumerate(PAGES):
                moment = morning + timedelta(minutes=7 * (number + 1) + step)
                if moment > case.opened_at:
                    _look(worker, case, moment, route)
    afternoon = (today - timedelta(days=1)).replace(hour=15)
    for number in range(16 if cases else 0):
        _look(lead, cases[0], afternoon + timedelta(minutes=number), "cases:documents", action="export")
    for number in range(6):
        _look(lead, None, afternoon + timedelta(minutes=30 + number), "cases:case", refused=True)


def _look(
    actor: Actor,
    case: Case | None,
    at: datetime,
    route: str,
    *,
    action: str = AccessLogEntry.ACTION_READ,
    refused: bool = False,
) -> None:
    """One row, as a request would have left it."""
    with acting_as(actor):
        trail = Trail(action=action)
        if case is not None:
            persons = CaseRole.objects.filter(case=case).values_list("person_id", flat=True)
            trail.shows(cases=[case.pk], persons=persons, categories=SHOWN)
        write_entry(
            trail,
            actor=actor,
            at=at,
            request_id=uuid4(),
            route=route,
            outcome=AccessLogEntry.OUTCOME_REFUSED if refused else AccessLogEntry.OUTCOME_SHOWN,
            status=404 if refused else 200,
            source=SOURCE,
        )
