"""Cases and terms for tests, made through the services under the wall."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID, uuid4

from django.db import transaction

from cases.access.rules.levels import Level
from cases.access.wall import GUARD_ROLE, acting_as, set_context
from cases.casefiles.models import Case
from cases.casefiles.rules.states import CaseState
from cases.casefiles.services import Joining, NewCase, join, open_case
from cases.organisations.rules import OrganisationKind
from cases.outbox.models import OutboxMessage
from cases.outbox.task_models import DeliveryTask
from cases.terms.models import Term, TermStage
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.parameters import Parameters
from cases.terms.services import start_term
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast

START = ams("2026-03-10 10:00")
# Nine hours later on the same day.
DUE = ams("2026-03-10 19:00")
SECOND = timedelta(seconds=1)


@dataclass
class Thing:
    """Something that a term can be about."""

    public_id: UUID = field(default_factory=uuid4)


def a_case(
    cast: Cast,
    *partners: OrganisationKind,
    level: Level = Level.CONTRIBUTE,
    at: datetime = START,
) -> Case:
    """A case of the police of Duinrand with these partners."""
    police = cast.actor("politie")
    with acting_as(police):
        joining = Joining(cast.organisation(OrganisationKind.POLITIE), Level.DECIDE, "test")
        new = NewCase(CaseState.AT_ZSM, "yes", cast.municipality(), cast.municipality())
        case = open_case(new=new, joining=joining, actor=police, at=at)
        others = [Joining(cast.organisation(kind), level, "test") for kind in partners]
        join(case=case, joining=others, actor=police, at=at)
    return case


def a_term(
    cast: Cast,
    case: Case,
    kind: TermKind = TermKind.FIRST_DECISION,
    owner: OrganisationKind = OrganisationKind.OM,
    *,
    parameters: Parameters | None = None,
    person: str = "",
    start: datetime = START,
    at: datetime | None = None,
    subject: Thing | None = None,
) -> Term:
    """A term that runs; without anything else the first decision of nine hours."""
    police = cast.actor("politie")
    if parameters is None and kind is TermKind.FIRST_DECISION:
        parameters = Parameters(hours=9)
    with acting_as(police):
        return start_term(
            case=case,
            kind=kind,
            organisation=cast.organisation(owner),
            start=start,
            parameters=parameters,
            person=cast.user(person) if person else None,
            subject=subject,
            actor=police,
            at=at or start,
        )


Row = TypeVar("Row", Term, TermStage, OutboxMessage, DeliveryTask)


def seen(model: type[Row]) -> list[Row]:
    """All rows of a table, past the wall, by key."""
    with transaction.atomic():
        set_context(GUARD_ROLE)
        rows = list(model.objects.order_by("pk"))
        set_context("none")
    return rows


def told(stage: str, channel: str) -> set[str]:
    """The user names of those who were told a stage over a channel."""
    with transaction.atomic():
        set_context(GUARD_ROLE)
        messages = OutboxMessage.objects.filter(payload__stage=stage, channel=channel)
        names = set(messages.order_by("pk").values_list("recipient__username", flat=True))
        set_context("none")
    return names


def statuses(rows: Iterable[TermStage]) -> dict[str, str]:
    """The state of each stage by its code."""
    return {row.stage: row.status for row in rows}
