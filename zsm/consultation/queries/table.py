"""Reading the table in session; row-level security shows it to the organisations of its location only."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Min, Q, QuerySet

from cases.access.actor import Actor
from cases.casefiles.models import Case
from cases.casefiles.queries import visible_to
from cases.casefiles.rules.states import CaseState
from cases.organisations.models import MunicipalityRouting, ZsmLocation
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.states import TermStatus
from cases.terms.rules.wording import local
from zsm.consultation.models import TableItem, TableSeat, TableSession
from zsm.consultation.rules.table import in_order_of_due


def locations_of(actor: Actor, at: datetime) -> list[ZsmLocation]:
    """The ZSM locations for which the actor's organisation works."""
    routed = MunicipalityRouting.objects.valid_on(local(at).date()).filter(
        organisation_id=actor.organisation_id
    )
    return list(
        ZsmLocation.objects.filter(pk__in=routed.values("municipality__zsm_location")).order_by("name")
    )


def serves_location(organisation_id: int, location_id: int, at: datetime) -> bool:
    """Whether an organisation works for a ZSM location."""
    return (
        MunicipalityRouting.objects.valid_on(local(at).date())
        .filter(organisation_id=organisation_id, municipality__zsm_location_id=location_id)
        .exists()
    )


def open_tables(actor: Actor) -> QuerySet[TableSession]:
    """The tables in session at the actor's locations, the newest first."""
    return (
        TableSession.objects.filter(closed_at__isnull=True)
        .select_related("location", "organisation", "opened_by")
        .order_by("-opened_at", "-pk")
    )


def session_of(public_id: UUID) -> TableSession:
    """One table. Raises TableSession.DoesNotExist, also for who works for another location."""
    return TableSession.objects.select_related("location", "organisation").get(public_id=public_id)


def items_of(session: TableSession) -> list[TableItem]:
    """The turns of the cases that the actor's organisation takes part in, in order."""
    rows = TableItem.objects.filter(session=session).select_related("case").order_by("place", "pk")
    return list(rows)


def seats_of(session: TableSession) -> list[TableSeat]:
    """Who sits at the table now."""
    rows = TableSeat.objects.filter(session=session, until__isnull=True)
    return list(rows.select_related("organisation", "user").order_by("organisation__name"))


def cases_for_table(actor: Actor, location: ZsmLocation, at: datetime) -> list[Case]:
    """The cases that belong on the table of a location now, what runs out first on top.

    At ZSM, or awaiting with a plan date that is today or past.
    """
    due_today = Term.objects.filter(
        kind=TermKind.PLAN_DATE.value, status=TermStatus.OPEN.value, due_at__lte=_midnight_after(at)
    )
    cases = visible_to(actor).filter(
        Q(state=CaseState.AT_ZSM.value)
        | Q(state=CaseState.AWAITING.value, pk__in=due_today.values("case_id")),
        zsm_location=location,
    )
    by_key = {case.pk: case for case in cases}
    order = in_order_of_due(_due_moments(list(by_key)))
    return [by_key[key] for key in order]


def _midnight_after(at: datetime) -> datetime:
    """The end of the day; a plan date of that day is due then."""
    return local(at).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _due_moments(cases: list[int]) -> list[tuple[int, datetime | None, datetime | None]]:
    """Per case when the first decision is due, and when the first of all terms is."""
    running = Term.objects.filter(case__in=cases, status=TermStatus.OPEN.value).order_by().values("case_id")
    first = Min("due_at", filter=Q(kind=TermKind.FIRST_DECISION.value))
    found = {
        row["case_id"]: (row["decision"], row["other"])
        for row in running.annotate(decision=first, other=Min("due_at"))
    }
    return [(key, *found.get(key, (None, None))) for key in cases]
