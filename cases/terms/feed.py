"""The calendar feed: somebody's own secret address, what it gives, and ending it (security, S2, A7, A10)."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection
from django.urls import reverse

from cases.access.actor import Actor
from cases.access.errors import Conflict, NotAllowed
from cases.access.permissions import can_do_casework, check_casework
from cases.access.writing import first_come, one_write
from cases.organisations.models import User
from cases.terms.feed_models import CalendarFeed
from cases.terms.models import Term
from cases.terms.queries import owed_by
from cases.terms.rules.icalendar import Entry, calendar_text
from cases.terms.rules.wording import due_text

SECRET_BYTES: Final = 32
NAME: Final = "Termijnen"
LOOKS_BACK: Final = timedelta(days=31)
LISTED_AT_MOST: Final = 1000
_FETCH: Final = "SELECT user_id, only_mine FROM wall_fetch_calendar(%s, %s)"


def check_can_have_feed(actor: Actor) -> None:
    """Raise NotAllowed for who does no casework, or acts for another organisation at this moment."""
    check_casework(actor)
    if actor.acts_for_another:
        raise NotAllowed("Een agenda-adres geeft alleen het werk van uw eigen organisatie.")


def can_have_feed(actor: Actor) -> bool:
    """Whether the actor can have an address now."""
    return can_do_casework(actor) and not actor.acts_for_another


def feed_of(actor: Actor) -> CalendarFeed | None:
    """The address that the actor has now; without its secret, which nobody knows any more."""
    return CalendarFeed.objects.filter(user=actor.user_id, revoked_at__isnull=True).first()


@one_write
def make_feed(*, only_mine: bool, actor: Actor, at: datetime) -> str:
    """Make a new secret address in the place of the one there was; answers the secret, this one time.

    `only_mine`: what is on the actor's name; else everything that the organisation owes. Raises NotAllowed,
    Conflict when a second page was first.
    """
    check_can_have_feed(actor)
    _end(actor, at)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with first_come("calendar_feed_once", "Er is intussen al een nieuw adres gemaakt. Vernieuw de pagina."):
        CalendarFeed.objects.create(
            user_id=actor.user_id,
            organisation_id=actor.organisation_id,
            fingerprint=fingerprint(secret),
            only_mine=only_mine,
            made_at=at,
        )
    return secret


@one_write
def end_feed(*, actor: Actor, at: datetime) -> None:
    """End the actor's address. Raises Conflict when there is none."""
    if not _end(actor, at):
        raise Conflict("U heeft geen agenda-adres.")


def _end(actor: Actor, at: datetime) -> int:
    running = CalendarFeed.objects.filter(user=actor.user_id, revoked_at__isnull=True)
    return running.update(revoked_at=at)


def fingerprint(secret: str) -> str:
    """What is kept of a secret; it is as long as a key, so a plain digest gives nothing away."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def reader_of(secret: str, at: datetime) -> tuple[User, bool] | None:
    """Whose address this is, and whether it gives only what is on her or his name.

    None for an unknown or ended secret, for who left or moved, and for who fetched too often in this hour.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FETCH, [fingerprint(secret), at])
        found = cursor.fetchone()
    if found is None:
        return None
    user_id, only_mine = found
    return User.objects.select_related("organisation").get(pk=user_id), only_mine


def feed_text(actor: Actor, *, only_mine: bool, at: datetime) -> tuple[str, list[Term]]:
    """The calendar of an actor and the terms in it: case number, neutral label, moment and link, no more."""
    if not can_do_casework(actor):
        return calendar_text((), name=NAME, made_at=at), []
    owed = owed_by(actor, only_person=only_mine).filter(due_at__gt=at - LOOKS_BACK)
    terms = list(owed[:LISTED_AT_MOST])
    entries = [_entry(term, term.due_at) for term in terms if term.due_at is not None]
    return calendar_text(entries, name=NAME, made_at=at), terms


def _entry(term: Term, due_at: datetime) -> Entry:
    path = reverse("cases:case", kwargs={"zaak": term.case.public_id})
    return Entry(
        uid=f"{term.public_id}@veiligheid",
        due_at=due_at,
        summary=f"{term.case.number} {term.rule.neutral_label}",
        description=f"Loopt af {due_text(due_at)}.",
        url=f"{settings.SITE_URL}{path}",
    )
