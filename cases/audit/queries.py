"""Reading the access log of the own organisation; the wall lets nobody but its privacy officer do so."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from django.db import connection
from django.db.models import Func, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from cases.access.actor import Actor
from cases.access.models import AccessLogEntry
from cases.access.rules.actions import LogAction, LogOutcome
from cases.audit.models import LogReview
from cases.audit.rules.signals import (
    SAMPLE_SIZE,
    DayCounts,
    Signal,
    same_person,
    same_surname,
    signals_of,
    usual_hours,
)
from cases.casefiles.models import Case
from cases.organisations.models import User
from cases.terms.rules.wording import AMSTERDAM

PAGE: Final = 50
# Signals are computed from the log; so far back they can be judged.
LOOK_BACK: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to look for in the log; empty means everything. `day_to` is the last day that counts."""

    day_from: date
    day_to: date
    user: UUID | None = None
    action: str = ""
    outcome: str = ""
    case_number: str = ""
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Rows of the log with the numbers of the cases that the organisation still knows."""

    rows: tuple[AccessLogEntry, ...]
    numbers: dict[int, str]
    next: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewItem:
    """A day of a member of staff that asks for a question, and what came of it."""

    signal: Signal
    user: User
    day: date
    told: str
    review: LogReview | None

    @property
    def key(self) -> UUID:
        """The same for the same signal of the same day; tells nothing by itself."""
        return uuid5(self.user.public_id, f"{self.signal.value}:{self.day.isoformat()}")


@dataclass(frozen=True, slots=True)
class SampleItem:
    """One row that was drawn to be looked at, and what came of it."""

    entry: AccessLogEntry
    review: LogReview | None


def search_log(actor: Actor, wanted: Wanted) -> Found:
    """The rows that fit, newest first, a page at a time."""
    rows = _between(actor, wanted.day_from, wanted.day_to)
    if wanted.user is not None:
        rows = rows.filter(user__public_id=wanted.user)
    if wanted.action:
        rows = rows.filter(action=wanted.action)
    if wanted.outcome:
        rows = rows.filter(outcome=wanted.outcome)
    if wanted.case_number:
        known = Case.objects.filter(number=wanted.case_number).values_list("pk", flat=True)
        rows = rows.filter(case_ids__overlap=list(known)) if known else rows.none()
    if wanted.before is not None:
        rows = rows.filter(pk__lt=wanted.before)
    found = list(rows.order_by("-pk")[: PAGE + 1])
    return found_with(found[:PAGE], more=len(found) > PAGE)


def found_with(rows: list[AccessLogEntry], *, more: bool = False) -> Found:
    """The rows with the case numbers that go with them."""
    keys = {key for row in rows for key in row.case_ids}
    numbers = dict(Case.objects.filter(pk__in=keys).values_list("pk", "number"))
    return Found(tuple(rows), numbers, rows[-1].pk if more and rows else None)


def review_items(actor: Actor, day_from: date, day_to: date) -> list[ReviewItem]:
    """Every signal of the days, those without a judgement first, then the newest day."""
    counts = _counts(actor, day_from, day_to)
    staff = User.objects.in_bulk({user_id for user_id, _ in counts})
    judged = _judged(actor, day_from, day_to)
    items = [
        ReviewItem(
            signal=signal, user=user, day=day, told=told, review=judged.get((signal.value, user_id, day))
        )
        for (user_id, day), found in counts.items()
        if (user := staff.get(user_id)) is not None
        for signal, told in signals_of(found)
    ]
    return sorted(
        items, key=lambda item: (item.review is not None, -item.day.toordinal(), item.user.display_name)
    )


def review_item(actor: Actor, key: UUID, today: date) -> ReviewItem | None:
    """One signal of the days that can be looked back on; None when there is none with this key."""
    for item in review_items(actor, today - LOOK_BACK, today):
        if item.key == key:
            return item
    return None


def rows_of(actor: Actor, item: ReviewItem) -> Found:
    """The rows behind a signal, as far as they can be shown on a page, newest first."""
    rows = _between(actor, item.day, item.day).filter(user=item.user)
    match item.signal:
        case Signal.EXPORTS:
            rows = rows.filter(action__in=[LogAction.EXPORT.value, LogAction.PRINT.value])
        case Signal.SEARCHES:
            rows = rows.filter(action=LogAction.SEARCH.value)
        case Signal.REFUSALS:
            rows = rows.filter(outcome=LogOutcome.REFUSED.value)
        case Signal.OWN_SURNAME | Signal.COLLEAGUE:
            keys = [
                person
                for user_id, _, person, signal in _named_alike(actor, item.day, item.day)
                if signal is item.signal and user_id == item.user.pk
            ]
            rows = rows.filter(person_ids__overlap=keys)
        case _:
            rows = rows.exclude(case_ids=[]).exclude(action=LogAction.LOG.value)
    found = list(rows.order_by("-pk")[: 4 * PAGE])
    if item.signal is Signal.OUTSIDE_HOURS:
        begin, end = usual_hours(actor.organisation_kind)
        found = [row for row in found if not begin <= row.at.astimezone(AMSTERDAM).time() < end]
    return found_with(found[: 2 * PAGE])


def sample_of_week(actor: Actor, monday: date) -> list[SampleItem]:
    """Ten looks at cases of one week, drawn by a rule that nobody chooses and that always draws the same."""
    rows = _between(actor, monday, monday + timedelta(days=6)).filter(user__isnull=False)
    rows = rows.exclude(case_ids=[]).exclude(action=LogAction.LOG.value)
    drawn = Func(
        Concat(Cast("request_id", TextField()), Value(monday.isoformat())),
        function="md5",
        output_field=TextField(),
    )
    found = list(rows.annotate(drawn=drawn).order_by("drawn", "pk")[:SAMPLE_SIZE])
    reviews = LogReview.objects.filter(
        organisation=actor.organisation_id,
        signal=Signal.SAMPLE.value,
        request_id__in=[r.request_id for r in found],
    ).select_related("reviewed_by")
    judged = {review.request_id: review for review in reviews.order_by("pk")}
    return [SampleItem(row, judged.get(row.request_id)) for row in found]


def sampled_row(actor: Actor, request_id: UUID) -> AccessLogEntry | None:
    """One row of the own log, by the number of its request."""
    rows = AccessLogEntry.objects.filter(organisation=actor.organisation_id, request_id=request_id)
    return rows.select_related("user").order_by("pk").first()


def last_review_of(actor: Actor, request_id: UUID) -> LogReview | None:
    """What came of one row of the sample."""
    rows = LogReview.objects.filter(organisation=actor.organisation_id, request_id=request_id)
    return rows.select_related("reviewed_by").order_by("pk").last()


def start_of(day: date) -> datetime:
    """Midnight at which a Dutch day begins."""
    return datetime.combine(day, time(), AMSTERDAM)


def _between(actor: Actor, day_from: date, day_to: date) -> QuerySet[AccessLogEntry]:
    return AccessLogEntry.objects.filter(
        organisation=actor.organisation_id,
        at__gte=start_of(day_from),
        at__lt=start_of(day_to + timedelta(days=1)),
    ).select_related("user")


def _judged(actor: Actor, day_from: date, day_to: date) -> dict[tuple[str, int | None, date], LogReview]:
    rows = LogReview.objects.filter(
        organisation=actor.organisation_id, day__gte=day_from, day__lte=day_to, request_id__isnull=True
    ).select_related("reviewed_by")
    return {(row.signal, row.user_id, row.day): row for row in rows.order_by("pk")}


# `at` in the night before midnight and after it belongs to the day on which it happened.
_COUNTS: Final = """
SELECT user_id, (at AT TIME ZONE 'Europe/Amsterdam')::date,
    count(DISTINCT case_ids[1]) FILTER (WHERE cardinality(case_ids) = 1 AND outcome = 'shown'
        AND action <> 'log'),
    count(*) FILTER (WHERE case_ids <> '{}' AND outcome = 'shown' AND action <> 'log'
        AND NOT (at AT TIME ZONE 'Europe/Amsterdam')::time BETWEEN %s AND %s),
    count(*) FILTER (WHERE action IN ('export', 'print')),
    count(*) FILTER (WHERE action = 'search'),
    count(*) FILTER (WHERE outcome = 'refused' AND action <> 'sign_in')
FROM cases_accesslogentry
WHERE organisation_id = %s AND at >= %s AND at < %s AND user_id IS NOT NULL
GROUP BY 1, 2
"""

# Persons of single cases that were looked at, whose name the one who looked or a colleague bears (roughly).
_ALIKE: Final = """
SELECT seen.user_id, seen.day, u.display_name, p.id, p.first_names, p.infix, p.last_name,
    ARRAY(SELECT c.display_name FROM cases_user c
        WHERE c.organisation_id = u.organisation_id AND c.id <> u.id
        AND right(lower(c.display_name), length(p.last_name)) = lower(p.last_name))
FROM (SELECT DISTINCT user_id, (at AT TIME ZONE 'Europe/Amsterdam')::date AS day,
        unnest(person_ids) AS person_id
    FROM cases_accesslogentry
    WHERE organisation_id = %s AND at >= %s AND at < %s AND user_id IS NOT NULL AND cardinality(case_ids) = 1
) seen JOIN cases_user u ON u.id = seen.user_id JOIN cases_person p ON p.id = seen.person_id
WHERE position(lower(p.last_name) IN lower(u.display_name)) > 0
    OR position(split_part(lower(u.display_name), ' ', 2) IN lower(p.last_name)) > 0
    OR EXISTS (SELECT 1 FROM cases_user c WHERE c.organisation_id = u.organisation_id AND c.id <> u.id
        AND right(lower(c.display_name), length(p.last_name)) = lower(p.last_name))
"""


def _counts(actor: Actor, day_from: date, day_to: date) -> dict[tuple[int, date], DayCounts]:
    begin, end = usual_hours(actor.organisation_kind)
    period = (start_of(day_from), start_of(day_to + timedelta(days=1)))
    counted = _rows(_COUNTS, begin, end, actor.organisation_id, *period)
    alike: dict[tuple[int, date], Counter[Signal]] = defaultdict(Counter)
    for user_id, day, _, signal in _named_alike(actor, day_from, day_to):
        alike[user_id, day][signal] += 1
    return {
        (user_id, day): DayCounts(
            cases=cases,
            outside_hours=outside,
            exports=exports,
            searches=searches,
            refusals=refusals,
            same_surname=alike[user_id, day][Signal.OWN_SURNAME],
            colleagues=alike[user_id, day][Signal.COLLEAGUE],
        )
        for user_id, day, cases, outside, exports, searches, refusals in counted
    }


def _named_alike(actor: Actor, day_from: date, day_to: date) -> list[tuple[int, date, int, Signal]]:
    """Who saw on which day a person with the own surname, or called as a colleague."""
    period = (start_of(day_from), start_of(day_to + timedelta(days=1)))
    found = []
    for user_id, day, own, person, first, infix, last, colleagues in _rows(
        _ALIKE, actor.organisation_id, *period
    ):
        if same_surname(own, last):
            found.append((user_id, day, person, Signal.OWN_SURNAME))
        if any(same_person(name, first, infix, last) for name in colleagues):
            found.append((user_id, day, person, Signal.COLLEAGUE))
    return found


def _rows(sql: str, *params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())
