"""Who acts on a term: after the alarm somebody takes it over by name; at any moment it can be handed on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from cases.access.actor import Actor
from cases.access.errors import Conflict
from cases.access.writing import one_write
from cases.organisations.models import User
from cases.outbox.models import OutboxMessage
from cases.outbox.rules import Channel
from cases.outbox.services import queue_message
from cases.terms.messages import TERM_GIVEN, TERM_STAGE, TERM_TAKEN
from cases.terms.models import Term, TermStage
from cases.terms.queries import HasKey
from cases.terms.rules.stages import Nature
from cases.terms.rules.states import StageStatus
from cases.terms.rules.wording import due_text, moment_text


@one_write
def take_over_term(*, term: Term, actor: Actor, at: datetime) -> Term:
    """Write down who acts on a term whose moment has passed; from now on nothing is said again.

    Somebody of the organisation that owes it becomes the person of the term too. It stays owed until it is
    met. Raises Conflict when it has ended, is not late yet, or another person acts on it and did not hand it
    to the actor.
    """
    term = _locked_open(term)
    if not term.is_late(at) and not term.alarmed:
        moment = due_text(term.due_at) if term.due_at else "geen moment"
        raise Conflict(f"Er is nog geen alarm: deze termijn loopt af op {moment}.")
    handed_on = term.person_id == actor.user_id
    if (
        term.taken_over_by_id
        and term.taken_over_at
        and (term.taken_over_by_id == actor.user_id or not handed_on)
    ):
        name = User.objects.values_list("display_name", flat=True).get(pk=term.taken_over_by_id)
        raise Conflict(f"{name} heeft dit al opgepakt ({moment_text(term.taken_over_at)}).")
    term.taken_over_at, term.taken_over_by_id = at, actor.user_id
    if actor.organisation_id == term.organisation_id:
        term.person_id = actor.user_id
    term.save(update_fields=["taken_over_at", "taken_over_by", "person"])
    TermStage.objects.filter(
        term=term, status=StageStatus.PENDING.value, nature=Nature.ESCALATION.value
    ).update(status=StageStatus.CANCELLED.value)
    return term


@one_write
def give_term(*, term: Term, to: User | None, at: datetime) -> Term:
    """Make a colleague the person of a term, or nobody in particular. Raises Conflict when it has ended."""
    term = _locked_open(term)
    term.person = to
    term.save(update_fields=["person"])
    if to is not None:
        queue_message(
            kind=TERM_GIVEN,
            occasion=f"term-given:{term.pk}:{at.isoformat()}",
            recipients=[to],
            channels=[Channel.IN_APP],
            at=at,
            case_id=term.case_id,
            payload={"term": str(term.public_id)},
        )
    return term


def tell_who_was_alarmed(*, term: Term, recipients: Iterable[User], event: HasKey, at: datetime) -> None:
    """Let those who heard the alarm know that somebody acts on it."""
    queue_message(
        kind=TERM_TAKEN,
        occasion=f"term-taken:{event.pk}",
        recipients=recipients,
        channels=[Channel.IN_APP],
        at=at,
        case_id=term.case_id,
        payload={"term": str(term.public_id)},
    )


def alarmed_about(term: Term, *, without: int) -> list[User]:
    """Who was told that the term ran out, in this case, by key."""
    messages = OutboxMessage.objects.filter(term=term, kind=TERM_STAGE, channel=Channel.IN_APP.value)
    told = messages.filter(payload__stage__in=["due", "late_first", "late_second"]).values("recipient")
    return list(User.objects.filter(pk__in=told, is_active=True).exclude(pk=without).order_by("pk"))


def _locked_open(term: Term) -> Term:
    locked = Term.objects.select_for_update(no_key=True).get(pk=term.pk)
    if not locked.is_open:
        raise Conflict(f"De termijn '{locked.get_kind_display()}' is intussen al beëindigd.")
    return locked
