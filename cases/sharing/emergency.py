"""Emergency access: reading one case of others for an hour, told and judged (security, A11)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from cases.access.actor import Actor
from cases.access.emergency_models import EmergencyAccess
from cases.access.errors import Conflict, InvalidInput, NotAllowed
from cases.access.permissions import check_casework, check_role
from cases.access.rules.emergency import LASTS, LONGEST_REASON, SHORTEST_REASON, EmergencyOutcome
from cases.access.trail import Trail
from cases.access.wall import worker_transaction
from cases.access.writing import one_write
from cases.casefiles.rules.searching import (
    SEARCHES_PER_DAY,
    Question,
    looks_like_case_number,
    question_errors,
)
from cases.casefiles.searching import USED_UP
from cases.organisations.models import User
from cases.organisations.rules import Role
from cases.outbox.rules import Channel
from cases.outbox.services import queue_message
from cases.persons.rules.identifiers import clean_bsn
from cases.persons.rules.names import family_name_words, sound_key, written_form
from cases.sharing.emergency_messages import EMERGENCY_OPENED, EMERGENCY_UNJUDGED
from cases.terms.calendar import current_calendar
from cases.terms.rules.calendar import DAY, WorkCalendar, day_ends
from cases.terms.rules.wording import local

LONGEST_NOTE: Final = 500
NOT_FOUND: Final = (
    "Er is geen zaak gevonden die u zo mag openen. Bel Veilig Thuis of de politie. Uw vraag is vastgelegd."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which case: by its number, or by a person in it, exactly, as when asking who is known."""

    number: str = ""
    question: Question = field(default_factory=Question)
    reason: str = ""


def check_can_open(actor: Actor) -> None:
    """Raise NotAllowed for who does not work on cases, or is no person."""
    check_casework(actor)
    if not actor.in_person:
        raise NotAllowed("Noodtoegang neemt een medewerker zelf.")


def can_open(actor: Actor) -> bool:
    """Whether the page is for this actor."""
    try:
        check_can_open(actor)
    except NotAllowed:
        return False
    return True


def running_access(actor: Actor, at: datetime) -> EmergencyAccess | None:
    """The emergency access that the actor has now."""
    rows = EmergencyAccess.objects.filter(user=actor.user_id, ended_at__isnull=True, ends_at__gt=at)
    return rows.order_by("-ends_at").first()


def review_due(at: datetime, calendar: WorkCalendar) -> datetime:
    """Until when it has to be judged: the end of the first working day after it was opened (A11)."""
    day = calendar.next_ordinary(local(at).date() + DAY)
    return day_ends(day)


def open_in_emergency(*, wanted: Wanted, actor: Actor, at: datetime, trail: Trail) -> UUID:
    """Open one case for an hour; the privacy officers hear it at once. Answers the key of the access.

    It works from the next request on. It counts as a question outside the own cases whatever comes of it, so
    it is no `one_write`: what is refused stays counted. Raises NotAllowed, InvalidInput ("number", "reason"
    and the fields of `Question`), Conflict when the actor has emergency access already, takes part in the
    case, used up the day's questions, or there is no such case (also when it is hidden from the actor).
    """
    check_can_open(actor)
    reason = " ".join(wanted.reason.split())
    bsn = _checked(wanted, reason)
    # One after the other per user: otherwise two at once would open two.
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=actor.user_id)
    if running_access(actor, at) is not None:
        raise Conflict("U hebt al noodtoegang tot een zaak. Beëindig die eerst.")
    used, opened, case_id, inside = _open(wanted, bsn, reason, actor, at)
    trail.purpose = f"noodtoegang gevraagd: {reason}"[:LONGEST_REASON]
    trail.shows(cases=[case_id] if case_id else ())
    if used is None:
        raise Conflict(USED_UP)
    if inside:
        raise Conflict("Uw organisatie leest al mee in deze zaak. Zoek haar onder 'In mijn zaken'.")
    if opened is None:
        raise Conflict(NOT_FOUND)
    _tell(EMERGENCY_OPENED, opened, at)
    return opened


def _checked(wanted: Wanted, reason: str) -> str:
    number = wanted.number.strip()
    errors: dict[str, list[str]] = {}
    bsn = ""
    if number:
        if not looks_like_case_number(number):
            errors["number"] = ["Dit is geen zaaknummer. Voorbeeld: 26-0312."]
        if wanted.question != Question():
            errors["number"] = ["Geef een zaaknummer, of wie het betreft: niet allebei."]
    else:
        errors = question_errors(wanted.question, reason)
        errors.pop("purpose", None)
        if wanted.question.bsn and "bsn" not in errors:
            try:
                bsn = clean_bsn(wanted.question.bsn)
            except ValueError as wrong:
                errors["bsn"] = [str(wrong)]
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        text = f"Schrijf in {SHORTEST_REASON} tot {LONGEST_REASON} tekens wat er nu aan de hand is."
        errors["reason"] = [text]
    if errors:
        raise InvalidInput(errors)
    return bsn


def _open(
    wanted: Wanted, bsn: str, reason: str, actor: Actor, at: datetime
) -> tuple[int | None, UUID | None, int | None, bool]:
    asked = wanted.question
    told = f"Noodtoegang door {actor.display_name} ({actor.signature}), tot {local(at + LASTS):%H:%M} uur."
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT used, opened, target, inside FROM wall_open_emergency("
            "%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                wanted.number.strip(),
                bsn,
                " ".join(family_name_words(asked.last_name)),
                sound_key(asked.last_name) if asked.last_name else "",
                asked.birth_date,
                written_form(asked.first_names)[:1],
                local(at).date(),
                SEARCHES_PER_DAY,
                reason,
                told,
                at,
                at + LASTS,
                review_due(at, current_calendar()),
            ],
        )
        used, opened, found, inside = cursor.fetchone()
    return used, opened, found, bool(inside)


@one_write
def end_emergency(*, access: EmergencyAccess, actor: Actor, at: datetime) -> None:
    """End it before its time. Raises NotAllowed for somebody else's, Conflict when it is over."""
    if access.user_id != actor.user_id:
        raise NotAllowed("Alleen wie noodtoegang nam, beëindigt haar.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall_end_emergency(%s, %s)", [access.public_id, at])
        (ended,) = cursor.fetchone()
    if not ended:
        raise Conflict("Deze noodtoegang is al voorbij.")


def check_judges(actor: Actor) -> None:
    """Raise NotAllowed for everybody but a privacy officer."""
    check_role(actor, Role.PRIVACY_OFFICER, task="Noodtoegang beoordelen")


def judged_by(actor: Actor) -> bool:
    """Whether the list of emergency access is for this actor."""
    return actor.has(Role.PRIVACY_OFFICER)


def to_judge(actor: Actor) -> QuerySet[EmergencyAccess]:
    """What the actor judges or judged: by the own staff, or in a case of the own organisation."""
    check_judges(actor)
    rows = EmergencyAccess.objects.exclude(user=actor.user_id)
    return rows.select_related("user", "organisation", "reviewed_by").order_by("-opened_at", "-pk")


def number_of(access: EmergencyAccess) -> str:
    """The number of the case, for who judges: it stands in the access log of her or his own organisation."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall_number_in_emergency(%s)", [access.public_id])
        return str(cursor.fetchone()[0] or "")


@one_write
def judge_emergency(
    *, access: EmergencyAccess, outcome: EmergencyOutcome, note: str, actor: Actor, at: datetime
) -> EmergencyAccess:
    """Say whether it was justified. Raises NotAllowed, InvalidInput ("note"), Conflict when it was judged."""
    check_judges(actor)
    if access.user_id == actor.user_id:
        raise NotAllowed("Uw eigen noodtoegang beoordeelt een andere privacyfunctionaris.")
    if outcome is EmergencyOutcome.UNJUSTIFIED and not note.strip():
        raise InvalidInput({"note": ["Schrijf wat er volgt."]})
    if len(note.strip()) > LONGEST_NOTE:
        raise InvalidInput({"note": [f"Gebruik ten hoogste {LONGEST_NOTE} tekens."]})
    access.refresh_from_db()
    if access.reviewed_at is not None:
        raise Conflict("Deze noodtoegang is al beoordeeld.")
    access = EmergencyAccess.objects.select_for_update(of=("self",)).get(pk=access.pk)
    judged = {"outcome": outcome.value, "review_note": note.strip()}
    _set(access, **judged, reviewed_by_id=actor.user_id, reviewed_at=at)
    return access


def remind_of_reviews(*, at: datetime) -> int:
    """Remind once of what was not judged in time; answers of how many."""
    with worker_transaction():
        rows = EmergencyAccess.objects.filter(
            reviewed_at__isnull=True, reminded_at__isnull=True, review_due_at__lte=at
        )
        late = list(rows.select_for_update(of=("self",), skip_locked=True).order_by("pk"))
        for access in late:
            _tell(EMERGENCY_UNJUDGED, access.public_id, at)
            _set(access, reminded_at=at)
    return len(late)


def _set(access: EmergencyAccess, **values: Any) -> None:
    """Without `save`: guardian's looks at the case, which who judges may not see."""
    EmergencyAccess.objects.filter(pk=access.pk).update(**values)


def _tell(kind: str, opened: UUID, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall_judges_of(%s)", [opened])
        judges = [key for (key,) in cursor.fetchall()]
    queue_message(
        kind=kind,
        occasion=f"{kind}:{opened}",
        recipients=User.objects.filter(pk__in=judges).order_by("pk"),
        channels=[Channel.EMAIL, Channel.IN_APP],
        at=at,
        payload={"access": str(opened)},
    )
