"""The place of an organisation in a case goes over to another one of its kind, with what it still owes.

For a victim who moved, and for a routing that was wrong (domain guide, section 3; tables, section 1).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Protocol

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput
from cases.access.models import Participation
from cases.access.rules.categories import Category
from cases.access.rules.levels import Level
from cases.access.writing import one_write
from cases.casefiles.messages import MOVED_IN, MOVED_OUT, MOVED_TO_VIEW
from cases.casefiles.models import Case, CaseLead, Handover, LeadHandover, MonitoringContact
from cases.casefiles.move_models import ParticipationMove
from cases.casefiles.permissions import check_can_move
from cases.casefiles.recipients import people_for
from cases.casefiles.routing import serves
from cases.casefiles.rules.moving import MOVES_WITH_VICTIM
from cases.casefiles.rules.states import CaseState
from cases.casefiles.services import Joining, appoint_lead, join, lock_case, record_event
from cases.organisations.models import Municipality, MunicipalityRouting, Organisation, User
from cases.organisations.rules import CASEWORK_ROLES, OrganisationKind, Role
from cases.outbox.rules import Channel
from cases.outbox.services import queue_message
from cases.terms.handing_over import hand_terms_over
from cases.terms.models import Term
from cases.terms.rules.wording import local

LONGEST_REASON: Final = 500


class Follower(Protocol):
    """Lets the records of a concept that wait for an organisation wait for another one."""

    def __call__(
        self, *, case: Case, former: Organisation, successor: Organisation, terms: Sequence[Term]
    ) -> None:
        """`terms`: what went over, whose subjects have to be done by the successor."""


_followers: list[Follower] = []


def register_follower(follower: Follower) -> None:
    """Have a concept above this one follow a move; called in `AppConfig.ready()`."""
    if follower not in _followers:
        _followers.append(follower)


@one_write
def move_participation(
    *,
    case: Case,
    organisation: Organisation,
    to: Organisation,
    reason: str,
    actor: Actor,
    at: datetime,
    victim_municipality: Municipality | None = None,
) -> ParticipationMove:
    """Let another organisation of the same kind take the place of one that takes part, in every capacity.

    It joins at the level of the former one and owes from now on what that owed, with the same moments. A
    former Veilig Thuis reads along as informant; any other organisation takes no part any more. What was
    recorded stays of who recorded it. `victim_municipality`: where the victim lives now, when that is why.

    Raises NotAllowed for who is not moved itself and does not coordinate, InvalidInput ("organisation", "to",
    "reason", "victim_municipality"), Conflict for a closed case or a place that is taken already.
    """
    locked = lock_case(case.pk)
    check_can_move(actor, locked.pk, organisation.pk)
    if locked.state == CaseState.CLOSED.value:
        raise Conflict("De zaak is gesloten; een deelname verplaatsen kan alleen in een lopende zaak.")
    places = _places(locked, organisation)
    problems = {
        "organisation": [] if places else [f"{organisation.name} heeft geen eigen taak in deze zaak."],
        "to": _wrong_successor(organisation, to),
        "reason": _wrong_reason(reason),
        "victim_municipality": _wrong_municipality(to, victim_municipality, at),
    }
    if errors := {field: said for field, said in problems.items() if said}:
        raise InvalidInput(errors)
    _check_free(locked, to, places)
    ground = f"In de plaats gekomen van {organisation.short_name}."
    join(
        case=locked,
        joining=[Joining(to, Level(place.level), ground, place.capacity) for place in places],
        actor=actor,
        at=at,
    )
    move = ParticipationMove.objects.create(
        case=locked,
        former=organisation,
        successor=to,
        reason=reason.strip(),
        municipality_before=_correct_municipality(locked, victim_municipality),
        organisation_id=actor.organisation_id,
        moved_by_id=actor.user_id,
        moved_at=at,
    )
    _name_lead(locked, to, actor, at)
    _hand_over_work(locked, organisation, to, actor, at)
    _follow_the_prosecution(locked, to, at)
    record_event(
        case=locked,
        kind="participation_moved",
        category=Category.THAT,
        summary=f"{to.short_name} neemt de plaats in van {organisation.short_name}.",
        actor=actor,
        at=at,
        subject=move,
    )
    _tell(move, at)
    # Last of all: from here on the former one writes no more, the wall sees to that.
    _step_back(move, places, at)
    return move


def _follow_the_prosecution(case: Case, to: Organisation, at: datetime) -> None:
    """A case at ZSM is where the prosecution that works it sits; it stays where it is when both sit there."""
    if to.kind != OrganisationKind.OM.value or case.zsm_location_id is None:
        return
    served = MunicipalityRouting.objects.valid_on(local(at).date()).filter(organisation=to)
    locations = served.order_by("municipality__zsm_location").values_list(
        "municipality__zsm_location", flat=True
    )
    found = list(dict.fromkeys(locations))
    if found and case.zsm_location_id not in found:
        case.zsm_location_id = found[0]
        case.save(update_fields=["zsm_location"])


def _places(case: Case, organisation: Organisation) -> list[Participation]:
    """The running places of an organisation; those of who only reads along as informant are none."""
    at_least = Level.CONTRIBUTE if organisation.kind == OrganisationKind.VT.value else Level.VIEW
    rows = Participation.objects.filter(
        case=case, organisation=organisation, ended_at__isnull=True, level__gte=at_least
    )
    return list(rows.order_by("pk"))


def _wrong_successor(organisation: Organisation, to: Organisation) -> list[str]:
    if to.pk == organisation.pk:
        return ["Kies een andere organisatie dan die nu deelneemt."]
    if to.kind != organisation.kind:
        return [f"Kies een organisatie van dezelfde soort: {organisation.get_kind_display()}."]
    return [] if _people_of(to) else [f"Bij {to.name} werkt nog niemand met het systeem; bel haar."]


def _wrong_reason(reason: str) -> list[str]:
    if not reason.strip():
        return ["Geef de reden van de verplaatsing."]
    return [f"Gebruik ten hoogste {LONGEST_REASON} tekens."] if len(reason.strip()) > LONGEST_REASON else []


def _wrong_municipality(to: Organisation, municipality: Municipality | None, at: datetime) -> list[str]:
    if municipality is None:
        return []
    if OrganisationKind(to.kind) not in MOVES_WITH_VICTIM:
        return ["Deze organisatie volgt de plaats van het feit. Laat dit leeg."]
    if not serves(to, municipality, local(at).date()):
        return [f"{to.name} werkt niet voor {municipality.name}."]
    return []


def _check_free(case: Case, to: Organisation, places: Sequence[Participation]) -> None:
    taken = {
        row.capacity: row.level
        for row in Participation.objects.filter(case=case, organisation=to, ended_at__isnull=True)
    }
    if any(taken.get(place.capacity, 0) >= place.level for place in places):
        raise Conflict(f"{to.name} heeft deze rol al in de zaak.")


def _correct_municipality(case: Case, now: Municipality | None) -> Municipality | None:
    """Correct where the victim lives; answers what stood there before, None when nothing changes."""
    before = case.victim_municipality
    if now is None or now.pk == before.pk:
        return None
    case.victim_municipality = now
    case.save(update_fields=["victim_municipality"])
    return before


def _people_of(organisation: Organisation) -> list[User]:
    """Who does casework there, the team leads first."""
    roles = [role.value for role in CASEWORK_ROLES]
    people = User.objects.filter(organisation=organisation, is_active=True, roles__overlap=roles)
    return sorted(people.order_by("pk"), key=lambda user: Role.TEAM_LEAD.value not in user.roles)


def _name_lead(case: Case, to: Organisation, actor: Actor, at: datetime) -> None:
    """The team lead answers for the case until a colleague accepts it; without one, who works there."""
    if not CaseLead.objects.filter(case=case, organisation=to, until__isnull=True).exists():
        appoint_lead(case=case, user=_people_of(to)[0], actor=actor, at=at)


def _hand_over_work(case: Case, former: Organisation, to: Organisation, actor: Actor, at: datetime) -> None:
    """What is owed, and what waits to be done by the former one."""
    terms = hand_terms_over(case=case, former=former, to=to, actor=actor, at=at)
    Handover.objects.filter(case=case, organisation=former, status="offered").update(organisation=to)
    MonitoringContact.objects.filter(case=case, organisation=former, done_at__isnull=True).update(
        organisation=to
    )
    for follower in _followers:
        follower(case=case, former=former, successor=to, terms=terms)


def _tell(move: ParticipationMove, at: datetime) -> None:
    reads_along = move.former.kind == OrganisationKind.VT.value
    for kind, organisation, channel in (
        (MOVED_IN, move.successor, Channel.IN_APP),
        (MOVED_IN, move.successor, Channel.EMAIL),
        (MOVED_TO_VIEW, move.former, Channel.IN_APP)
        if reads_along
        else (MOVED_OUT, move.former, Channel.EMAIL),
    ):
        queue_message(
            kind=kind,
            occasion=f"{kind}:{move.public_id}",
            recipients=people_for(move.case, [organisation.pk], team_leads=True),
            channels=[channel],
            at=at,
            case_id=move.case_id,
        )


def _step_back(move: ParticipationMove, places: Sequence[Participation], at: datetime) -> None:
    """The former Veilig Thuis reads along as informant; another organisation takes no part any more."""
    case, former = move.case, move.former
    LeadHandover.objects.filter(case=case, organisation=former, status="offered").update(
        status="withdrawn", answered_at=at
    )
    rows = Participation.objects.filter(pk__in=[place.pk for place in places])
    if former.kind == OrganisationKind.VT.value:
        ground = f"Informant: {move.successor.short_name} is nu verantwoordelijk."
        rows.update(level=Level.VIEW, ground=ground)
        return
    CaseLead.objects.filter(case=case, organisation=former, until__isnull=True).update(until=at)
    rows.update(ended_at=at, end_reason=f"Verplaatst naar {move.successor.short_name}."[:200])
