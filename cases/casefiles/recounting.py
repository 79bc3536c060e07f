"""Counting terms again over a decreed day: what the worker does after the calendar changed.

In batches with a transaction each, so that a hundred thousand running terms keep nobody waiting. What was
reached stands in the row of the day: whoever goes on, after a stop too, goes on from there. Counting a term
twice changes nothing, so a second round a minute later is harmless; it finds what was started meanwhile by
requests that had read the calendar before it changed.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Q

from cases.access.rules.categories import Category
from cases.access.wall import worker_transaction
from cases.terms.calendar import current_calendar
from cases.terms.decreed_models import DecreedDay
from cases.terms.recounting import Moved, affected, replace_terms, terms_over, warn_elsewhen
from cases.terms.rules.kinds import KIND_LABELS, TermKind
from cases.terms.rules.wording import day_text, due_text

BATCH: Final = 500
# The triggers that call this also give alarms: no round may hold them up. The next call goes on.
SECONDS_AT_A_TIME: Final = 5.0
ROUNDS: Final = 2
# Longer than any request can hold its transaction open.
SECOND_ROUND_AFTER: Final = timedelta(minutes=2)
EVENT: Final = "term_counted_again"

# In the order of their keys, as every write on a case begins with its lock.
_LOCK_CASES: Final = "SELECT id FROM cases_case WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"
_RAISE_VERSIONS: Final = "UPDATE cases_case SET version = version + 1 WHERE id = ANY(%s)"
# Plain SQL without RETURNING: who may add to the story here may not read it.
_ADD_EVENTS: Final = """
INSERT INTO cases_caseevent (public_id, case_id, kind, category, summary, happened_at, recorded_at,
    organisation_id, subject_type, subject_public_id)
VALUES (gen_random_uuid(), %s, %s, %s, %s, %s, %s, %s, 'term', %s)
"""


def recount_decreed(*, at: datetime, batch: int = BATCH, seconds: float = SECONDS_AT_A_TIME) -> int:
    """Count again what runs over days whose standing changed; answers how many moved.

    `batch`: terms per transaction; `seconds`: no batch begins after so long.
    """
    moved, until = 0, time.monotonic() + seconds
    for key in _waiting(at):
        while (number := _count_batch(key, at, batch)) is not None:
            moved += number
            if time.monotonic() >= until:
                return moved
    return moved


def _due(at: datetime) -> Q:
    return Q(rounds=0) | Q(rounds__lt=ROUNDS, changed_at__lte=at - SECOND_ROUND_AFTER)


def _waiting(at: datetime) -> list[int]:
    with worker_transaction():
        return list(DecreedDay.objects.filter(_due(at)).order_by("changed_at").values_list("pk", flat=True))


def _count_batch(key: int, at: datetime, batch: int) -> int | None:
    """Look at the next terms over a day; None when its round is over or another worker is at it."""
    with worker_transaction():
        claimed = DecreedDay.objects.select_for_update(no_key=True, skip_locked=True)
        day = claimed.filter(_due(at), pk=key).first()
        if day is None:
            return None
        terms = list(terms_over(day.day, at).filter(pk__gt=day.looked_through).order_by("pk")[:batch])
        moved: list[Moved] = []
        if terms:
            calendar = current_calendar()
            moving, warning = affected(terms, day, calendar)
            cases = {term.case_id for term in terms if term.pk in moving}
            _lock(cases)
            moved = replace_terms(moving, day, calendar, at)
            warn_elsewhen(warning, at)
            _tell(moved, day, at)
            day.looked_through = terms[-1].pk
        over = len(terms) < batch
        if over:
            day.rounds, day.looked_through = day.rounds + 1, 0
        day.counted_again += len(moved)
        day.save(update_fields=["rounds", "looked_through", "counted_again"])
    return None if over and not moved else len(moved)


def _lock(cases: set[int]) -> None:
    if cases:
        with connection.cursor() as cursor:
            cursor.execute(_LOCK_CASES, [sorted(cases)])


def _tell(moved: Sequence[Moved], day: DecreedDay, at: datetime) -> None:
    """Add to the story of each case what now ends when, and raise its version so that screens refresh.

    The application itself did it, for who owes the term; nobody becomes lead by it.
    """
    if not moved:
        return
    standing = "weer een gewone dag" if day.is_withdrawn else "met een feestdag gelijkgesteld"
    why = f"{day_text(day.day)} is {standing}"
    with connection.cursor() as cursor:
        cursor.execute(_RAISE_VERSIONS, [sorted({pair.now.case_id for pair in moved})])
        cursor.executemany(_ADD_EVENTS, [_event(pair, why, at) for pair in moved])


def _event(pair: Moved, why: str, at: datetime) -> tuple[str | int | datetime | UUID | None, ...]:
    now = pair.now
    due = due_text(now.due_at) if now.due_at else "zonder moment"
    summary = f"Termijn opnieuw berekend, {why}: {KIND_LABELS[TermKind(now.kind)]} loopt nu af {due}."
    told = (now.case_id, EVENT, Category.THAT.value, summary[:500], at, at)
    return (*told, now.organisation_id, now.public_id)
