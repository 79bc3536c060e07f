"""My work as a calendar, the page of one's own calendar address, and what that address gives."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cases.access.actor import Actor
from cases.access.errors import Conflict
from cases.access.models import AccessLogEntry
from cases.access.permissions import can_do_casework
from cases.access.requests import OpenRequest
from cases.access.rules.categories import Category
from cases.access.wall import WEB_ROLE, set_context
from cases.terms.calendar import current_calendar
from cases.terms.feed import (
    can_have_feed,
    check_can_have_feed,
    end_feed,
    feed_of,
    feed_text,
    make_feed,
    reader_of,
)
from cases.terms.models import Term
from cases.terms.queries import owed_by
from cases.terms.rules.calendar import DAY, day_starts
from cases.terms.rules.icalendar import CONTENT_TYPE
from cases.terms.rules.wording import MONTHS, day_text, local
from cases.web.components import EmptyState, OwedItem, PageHeader, Tab
from cases.web.forms import BaseForm
from cases.web.moments import moment_text
from cases.web.mywork import SHOWN_AT_MOST, owed_item, work_tabs
from cases.web.policy import public, signed_in
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, submit
from cases.web.summaries import in_order

MONTH_NOTATION: Final = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")
FULL_MONTHS: Final = (
    *("Januari", "Februari", "Maart", "April", "Mei", "Juni", "Juli", "Augustus"),
    *("September", "Oktober", "November", "December"),
)
NOT_FOUND: Final = b"Niet gevonden.\n"


@dataclass(frozen=True, slots=True)
class DayOfWork:
    """One day on which something ends. `free`: the name of the holiday, when it is one."""

    title: str
    today: bool
    free: str
    items: tuple[OwedItem, ...]


@dataclass(frozen=True, slots=True)
class WeekOfWork:
    """One week in which something ends."""

    title: str
    days: tuple[DayOfWork, ...]


class FeedForm(BaseForm):
    """What a calendar address gives."""

    what = forms.ChoiceField(
        label="Wat staat erin",
        choices=[("mij", "Wat op mijn naam staat"), ("organisatie", "Alles van mijn organisatie")],
        widget=forms.RadioSelect,
        initial="mij",
    )


@signed_in()
@require_safe
def work_calendar(request: ActorRequest) -> HttpResponse:
    """What is owed in one month (`?maand=2026-03`), by week and day; of the user alone with `?van=mij`."""
    only_mine = request.GET.get("van") == "mij"
    today = local(request.at).date()
    first = _month(request.GET.get("maand", ""), today)
    after = _next_month(first)
    terms = _ending(request.actor, first, after, only_mine=only_mine)
    request.trail.shows(cases={term.case_id for term in terms}, categories=[Category.THAT])
    context = {
        "header": PageHeader(title="Mijn werk", lead=f"{FULL_MONTHS[first.month - 1]} {first.year}"),
        "tabs": work_tabs("kalender"),
        "weeks": _weeks(request.actor, terms, request.at),
        "months": _months(first, after, today, only_mine=only_mine),
        "only_mine": only_mine,
        "month": f"{first:%Y-%m}",
        "cut_off": len(terms) >= SHOWN_AT_MOST,
        "shown_at_most": SHOWN_AT_MOST,
        "may_have_feed": can_have_feed(request.actor),
        "empty": EmptyState(
            title="Niets in deze maand", text="Er loopt in deze maand niets af.", icon="circle-check"
        ),
    }
    return render(request, "cases/work_calendar/page.html", context)


def _ending(actor: Actor, first: date, after: date, *, only_mine: bool) -> list[Term]:
    """What ends in a month; what ends at midnight belongs to the day that it closes."""
    if not can_do_casework(actor):
        return []
    owed = owed_by(actor, only_person=only_mine)
    within = owed.filter(due_at__gt=day_starts(first), due_at__lte=day_starts(after))
    return list(in_order(within[:SHOWN_AT_MOST]))


def _month(asked: str, today: date) -> date:
    """The first day of the month asked for; of this month when it is none."""
    if MONTH_NOTATION.fullmatch(asked):
        return date.fromisoformat(f"{asked}-01")
    return today.replace(day=1)


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _months(first: date, after: date, today: date, *, only_mine: bool) -> tuple[Tab, ...]:
    """The month before, this month and the month after."""
    whose = "&van=mij" if only_mine else ""
    place = reverse("cases:work-calendar")
    wanted = sorted({(first - DAY).replace(day=1), first, after, today.replace(day=1)})
    return tuple(
        Tab(
            label=f"{MONTHS[month.month - 1]} {month.year}",
            url=f"{place}?maand={month:%Y-%m}{whose}",
            current=month == first,
        )
        for month in wanted
    )


def _weeks(actor: Actor, terms: list[Term], at: datetime) -> tuple[WeekOfWork, ...]:
    calendar, today = current_calendar(), local(at).date()
    days: dict[date, list[Term]] = {}
    for term in terms:
        if term.due_at is not None:
            days.setdefault(local(term.due_at - timedelta(microseconds=1)).date(), []).append(term)
    weeks: dict[int, list[DayOfWork]] = {}
    for day, ending in days.items():
        items = tuple(owed_item(actor, term, at) for term in ending)
        shown = DayOfWork(day_text(day), day == today, calendar.holiday_name(day) or "", items)
        weeks.setdefault(day.isocalendar().week, []).append(shown)
    return tuple(WeekOfWork(f"Week {number}", tuple(found)) for number, found in weeks.items())


@signed_in(may=check_can_have_feed)
def calendar_feed(request: ActorRequest) -> HttpResponse:
    """The own calendar address: make a new one, which is shown this one time."""
    form = FeedForm(request.POST if request.method == "POST" else None)
    sent, secrets_made = NOT_SENT, []
    if request.method == "POST":
        sent = submit(form, lambda: secrets_made.append(_make(request, form)))
    made = secrets_made[0] if secrets_made else ""
    running = feed_of(request.actor)
    context = {
        "header": PageHeader(title="Termijnen in uw eigen agenda", lead="Een adres dat alleen u kent"),
        "form": form,
        "running": running,
        "made": moment_text(running.made_at) if running else "",
        "fetched": moment_text(running.fetched_at) if running and running.fetched_at else "",
        "address": f"{settings.SITE_URL}{reverse('cases:calendar', args=[made])}" if made else "",
        "refusal": sent.refusal,
    }
    return render(request, "cases/work_calendar/feed.html", context, status=sent.status)


def _make(request: ActorRequest, form: FeedForm) -> str:
    only_mine = form.cleaned_data["what"] == "mij"
    request.trail.purpose = "agenda-adres gemaakt"
    return make_feed(only_mine=only_mine, actor=request.actor, at=request.at)


@signed_in(may=check_can_have_feed)
@require_POST
def end_calendar_feed(request: ActorRequest) -> HttpResponse:
    """End the own calendar address."""
    try:
        end_feed(actor=request.actor, at=request.at)
    except Conflict as conflict:
        messages.error(request, conflict.message)
    else:
        request.trail.purpose = "agenda-adres ingetrokken"
        messages.success(request, "Het adres is ingetrokken: uw agenda krijgt niets meer.")
    return redirect("cases:calendar-feed")


@public
@require_safe
def calendar(request: OpenRequest, sleutel: str) -> HttpResponse:
    """What a calendar program fetches: nothing but the secret says who asks, so it opens this and no more.

    Whatever is wrong with the secret, the answer is the same. Each fetch leaves its row in the access log.
    """
    found = reader_of(sleutel, request.at)
    if found is None:
        request.actor = None
        set_context(WEB_ROLE)
        return HttpResponse(NOT_FOUND, status=404, content_type="text/plain; charset=utf-8")
    user, only_mine = found
    actor = Actor.of(user)
    entered = set_context(WEB_ROLE, organisation_id=actor.organisation_id, user_id=user.pk, at=request.at)
    actor = request.actor = replace(actor, excluded_cases=entered.excluded)
    text, terms = feed_text(actor, only_mine=only_mine, at=request.at)
    request.trail.on_behalf_of = "agenda-adres"
    request.trail.action = AccessLogEntry.ACTION_EXPORT
    request.trail.shows(cases={term.case_id for term in terms}, categories=[Category.THAT])
    return HttpResponse(text.encode(), content_type=CONTENT_TYPE)
