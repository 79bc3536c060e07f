"""What the desk page of the table shows: who sits there, the case on the table, the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from cases.access.actor import Actor
from cases.access.rules.categories import Category
from cases.casefiles.queries import participations_of
from cases.organisations.models import MunicipalityRouting, Organisation
from cases.terms.rules.wording import count_text, local
from cases.web.components import Action, BoardRow, Contribution, OwedItem
from cases.web.requests import ActorRequest
from cases.web.steps import board_items
from cases.web.summaries import CaseSummary, summaries
from zsm.consultation.models import TableItem, TableSession
from zsm.consultation.permissions import can_lead_table
from zsm.consultation.queries import items_of, seats_of
from zsm.consultation.rules.table import AT_THE_TABLE, DAY_PART_LABELS, DayPart, ItemState
from zsm.web.board import Substance, board_row, fingerprint, listed_of, substance_of, with_near
from zsm.web.contribution import contribute_action, contribution_cards

OWED_AT_THE_TABLE = 12


@dataclass(frozen=True, slots=True)
class Seat:
    """One organisation of the table, whether it is there, and the button to change that."""

    name: str
    person: str
    present: bool
    action: Action | None


@dataclass(frozen=True, slots=True)
class Turn:
    """One case on the list with its state in words, and what the coordinator can do with it."""

    row: BoardRow
    state: str
    word: str
    reason: str
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class OnTable:
    """The case that is on the table: the row, everything owed, and what was brought in."""

    row: BoardRow
    owed: tuple[OwedItem, ...]
    contributions: tuple[Contribution, ...]
    contribute: Action | None
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Table:
    """The table at one moment, for one actor; `leads`: she or he runs it."""

    title: str
    leads: bool
    seats: tuple[Seat, ...]
    current: OnTable | None
    turns: tuple[Turn, ...]
    done: tuple[Turn, ...]
    waiting: int
    version: str


def leads(actor: Actor, session: TableSession) -> bool:
    """Whether the actor runs this table."""
    return can_lead_table(actor) and session.organisation_id == actor.organisation_id


def step_action(session: TableSession, act: str, label: str, item: UUID | None = None, **look: str) -> Action:
    """A button that takes one step; what it is about stands in its address, which holds no personal data."""
    query = {"actie": act} | ({"beurt": str(item)} if item else {})
    url = reverse("zsm:table-step", kwargs={"tafel": session.public_id})
    return Action(label=label, url=f"{url}?{urlencode(query)}", method="post", **look)


def title_of(session: TableSession) -> str:
    """Where and when the table sits."""
    return f"{session.location} · {DAY_PART_LABELS[DayPart(session.part)]}"


def version_of(actor: Actor, session: TableSession, at: datetime) -> str:
    """A fingerprint of everything that the page shows."""
    digest = blake2b(digest_size=8)
    items = items_of(session)
    for item in items:
        digest.update(f"{item.pk}:{item.state}:{item.place};".encode())
    for seat in seats_of(session):
        digest.update(f"{seat.organisation_id}:{seat.user_id};".encode())
    rows = with_near(participations_of(actor).filter(case__in=[item.case_id for item in items]), at)
    digest.update(fingerprint(listed_of(rows.order_by("pk"))).encode())
    digest.update(str(session.version).encode())
    return digest.hexdigest()


def table_of(request: ActorRequest, session: TableSession, version: str) -> Table:
    """Everything of the page; what it shows is noted in the access log."""
    actor, at = request.actor, request.at
    items = items_of(session)
    rows = with_near(participations_of(actor).filter(case__in=[item.case_id for item in items]), at)
    shown = {summary.case.pk: summary for summary in summaries(actor, rows.order_by("pk"), at)}
    substance = substance_of(list(shown.values()))
    request.trail.shows(
        cases=shown,
        persons=[person for summary in shown.values() for person in summary.named],
        categories={category for summary in shown.values() for category in summary.categories}
        | ({Category.DECISION} if substance.custody else set()),
    )
    own = leads(actor, session)
    known = [item for item in items if item.case_id in shown]
    running = [item for item in known if item.state in (ItemState.WAITING.value, ItemState.CURRENT.value)]
    current = next((item for item in running if item.state == ItemState.CURRENT.value), None)
    waiting = [item for item in running if item.state == ItemState.WAITING.value]

    def turn(item: TableItem, place: int | None = None) -> Turn:
        actions = _item_actions(session, item, place, len(waiting)) if own and place is not None else ()
        return _turn(item, shown[item.case_id], substance, at, actions)

    return Table(
        title=title_of(session),
        leads=own,
        seats=_seats(request, session, own=own),
        current=_on_table(request, current, shown[current.case_id], substance) if current else None,
        turns=tuple(turn(item, place) for place, item in enumerate(waiting)),
        done=tuple(turn(item) for item in known if item not in running),
        waiting=len(waiting),
        version=version,
    )


def _turn(
    item: TableItem, summary: CaseSummary, substance: Substance, at: datetime, actions: tuple[Action, ...]
) -> Turn:
    sees_reason = summary.access.may_see(Category.DECISION, item.organisation_id)
    return Turn(
        row=board_row(summary, substance, at),
        state=item.state,
        word=item.get_state_display(),
        reason=item.reason if sees_reason else "",
        actions=actions,
    )


def _item_actions(session: TableSession, item: TableItem, place: int, number: int) -> tuple[Action, ...]:
    key = item.public_id
    actions = [step_action(session, "roep", "Nu bespreken", key, kind="subtle")]
    if place > 0:
        actions.append(step_action(session, "omhoog", "Eerder", key, kind="subtle"))
    if place < number - 1:
        actions.append(step_action(session, "omlaag", "Later", key, kind="subtle"))
    return tuple(actions)


def _on_table(request: ActorRequest, item: TableItem, summary: CaseSummary, substance: Substance) -> OnTable:
    return OnTable(
        row=board_row(summary, substance, request.at),
        owed=board_items(summary, request.at, None, OWED_AT_THE_TABLE),
        contributions=contribution_cards(request, summary.access),
        contribute=contribute_action(summary.access),
        since=item.started_at,
    )


def _seats(request: ActorRequest, session: TableSession, *, own: bool) -> tuple[Seat, ...]:
    """Every organisation that works for the location and sits at a table, in the order of the table."""
    routed = MunicipalityRouting.objects.valid_on(local(request.at).date()).filter(
        municipality__zsm_location=session.location_id
    )
    kinds = [kind.value for kind in AT_THE_TABLE]
    organisations = sorted(
        Organisation.objects.filter(pk__in=routed.values("organisation"), kind__in=kinds),
        key=lambda row: (kinds.index(row.kind), row.name),
    )
    taken = {seat.organisation_id: seat for seat in seats_of(session)}
    url = reverse("zsm:table-seat", kwargs={"tafel": session.public_id})
    seats = []
    for row in organisations:
        seat = taken.get(row.pk)
        mine = row.pk == request.actor.organisation_id
        action = None
        if own or mine:
            query = urlencode({"van": str(row.public_id), "zit": "nee" if seat else "ja"})
            label = f"{row.abbreviation} van tafel" if seat else f"{row.abbreviation} aan tafel"
            action = Action(label=label, url=f"{url}?{query}", method="post", kind="subtle")
        person = seat.user.display_name if seat and seat.user else ""
        seats.append(Seat(row.short_name, person, seat is not None, action))
    return tuple(seats)


def summary_text(table: Table) -> str:
    """How much is left."""
    return f"{count_text(table.waiting, 'zaak', 'zaken')} te gaan"
