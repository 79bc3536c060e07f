"""Builders: from facts to component objects, so that every page shows the same stage, word and shape."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from cases.access.rules.refusal import Missing
from cases.organisations.rules import ORGANISATION_LABELS
from cases.terms.rules.wording import local
from cases.web.components.content import TimelineDay, TimelineEntry
from cases.web.components.messages import Refusal, RefusalItem
from cases.web.components.status import (
    Clock,
    ClockStage,
    ClockStep,
    SafetyMark,
    SourceLine,
    Unsafety,
)
from cases.web.moments import time_left


def clock_from(
    *,
    due_at: datetime | None,
    at: datetime,
    label: str,
    steps: Sequence[ClockStep] = (),
    basis: str = "",
    owner: str = "",
    soon: timedelta = timedelta(hours=4),
    alarm: timedelta = timedelta(hours=1),
    met_text: str = "",
    url: str = "",
    taken: str = "",
) -> Clock:
    """The clock of a term at the moment `at`.

    `soon` and `alarm` are the time left from which the stage changes (a term in days passes longer ones).
    `met_text` ("gehaald 18:40", "vervallen") ends the clock. At the due moment itself the term is late.
    """
    if met_text:
        stage = ClockStage.MET
    elif due_at is None:
        stage = ClockStage.OPEN
    else:
        stage = clock_stage(time_left(due_at, at), soon=soon, alarm=alarm)
    return Clock(
        label=label,
        at=at,
        stage=stage,
        due_at=due_at,
        steps=tuple(steps),
        basis=basis,
        owner=owner,
        soon_minutes=int(soon.total_seconds() // 60),
        alarm_minutes=int(alarm.total_seconds() // 60),
        met_text=met_text,
        url=url,
        taken=taken,
    )


def clock_stage(left: timedelta, *, soon: timedelta, alarm: timedelta) -> ClockStage:
    """The stage for the time left; nothing left is late. clock.js holds the same table."""
    if left <= timedelta(0):
        return ClockStage.LATE
    if left <= alarm:
        return ClockStage.ALARM
    return ClockStage.SOON if left <= soon else ClockStage.CALM


def safety_marks(
    *,
    acute: bool | None,
    structural: bool | None,
    supplier: str = "Veilig Thuis",
    source: SourceLine | None = None,
    outdated: str = "",
    structural_source: SourceLine | None = None,
    structural_outdated: str = "",
) -> tuple[SafetyMark, ...]:
    """The badges of a safety assessment; None means not yet known, and `supplier` must tell.

    `source` and `outdated` are those of part A. "Geen onveiligheid" is said only when both parts are known
    to be absent; it is out of date as soon as one of them is.
    """
    second = structural_source or source
    marks: list[SafetyMark] = []
    if acute:
        marks.append(SafetyMark(kind=Unsafety.ACUTE, text="Acuut", source=source, outdated=outdated))
    elif acute is None:
        marks.append(SafetyMark(kind=Unsafety.UNKNOWN, text="Onderdeel A", supplier=supplier))
    if structural:
        mark = SafetyMark(
            kind=Unsafety.STRUCTURAL, text="Structureel", source=second, outdated=structural_outdated
        )
        marks.append(mark)
    elif structural is None:
        marks.append(SafetyMark(kind=Unsafety.UNKNOWN, text="Onderdeel B", supplier=supplier))
    if acute is False and structural is not True:
        neither = structural is False
        text = "Geen onveiligheid" if neither else "Niet acuut"
        old = outdated or (structural_outdated if neither else "")
        marks.insert(0, SafetyMark(kind=Unsafety.NONE, text=text, source=source, outdated=old))
    return tuple(marks)


def refusal_from(
    missing: Sequence[Missing],
    *,
    title: str = "Dit kan nog niet",
    text: str = "",
    links: Mapping[str, tuple[str, str]] | None = None,
) -> Refusal:
    """The refusal notice for a `GuardRefusal`; `links` gives per code the (url, link text) that mends it."""
    items = []
    for item in missing:
        url, link_text = (links or {}).get(item.code, ("", ""))
        supplier = ORGANISATION_LABELS[item.supplier] if item.supplier else ""
        items.append(RefusalItem(text=item.text, supplier=supplier, url=url, link_text=link_text))
    return Refusal(title=title, items=tuple(items), text=text)


def timeline_days(entries: Iterable[TimelineEntry]) -> tuple[TimelineDay, ...]:
    """The story by day, newest above; days are those of the Amsterdam clock."""
    newest_first = sorted(entries, key=lambda entry: entry.at, reverse=True)
    by_day = groupby(newest_first, key=lambda entry: local(entry.at).date())
    return tuple(TimelineDay(day=day, entries=tuple(group)) for day, group in by_day)
