"""Where users choose which mail they want and when it is quiet, and an organisation what holds for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cases.access.actor import Actor
from cases.outbox.topics import OPTIONAL, POSITION_LABELS, TOPICS, Position, Topic, Wishes
from cases.outbox.wishes import (
    CHANGED,
    NOT_YOURS,
    NewWishes,
    check_can_set_positions,
    own_wishes,
    positions_of,
    positions_text,
    set_own_wishes,
    set_positions,
    topics_for,
)
from cases.terms.mail_time import administers
from cases.web.components import PageHeader
from cases.web.forms import BaseForm, TimeField
from cases.web.policy import signed_in
from cases.web.requests import ActorRequest
from cases.web.site import SiteEntry, register_site_entry
from cases.web.submission import NOT_SENT, Submission, submit

QUIET: Final = ("begins", "ends", "weekend")


@dataclass(frozen=True, slots=True)
class Always:
    """A topic that is mailed whatever somebody wants, and why."""

    label: str
    text: str
    why: str


class WishesForm(BaseForm):
    """A box for every topic that the user can leave out, and the quiet hours; names as the service."""

    begins = TimeField(
        label="Stil van", required=False, help_text="Nederlandse tijd. Leeg: geen stille uren."
    )
    ends = TimeField(
        label="Stil tot", required=False, help_text="Vroeger dan het begin: tot de volgende ochtend."
    )
    weekend = forms.BooleanField(label="Ook het hele weekend stil", required=False)

    def __init__(self, *args: Any, topics: tuple[Topic, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topics = topics
        for topic in topics:
            about = TOPICS[topic]
            box = forms.BooleanField(label=about.label, help_text=about.text, required=False)
            self.add_field(topic.value, box)
        self.order_fields([topic.value for topic in topics])

    def wishes(self) -> NewWishes:
        """What the service records."""
        given = self.cleaned_data
        wanted = {topic: given[topic.value] for topic in self.topics}
        return NewWishes(wanted=wanted, **{name: given[name] for name in QUIET})


@signed_in()
def message_wishes(request: ActorRequest) -> HttpResponse:
    """Look at what is mailed and choose; at once for every mail that has not left yet."""
    now = own_wishes(request.actor)
    mine = topics_for(request.actor.roles)
    topics = tuple(topic for topic in mine if now.can_choose(topic))
    form = WishesForm(
        request.POST if request.method == "POST" else None, topics=topics, initial=_initial(now, topics)
    )
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(form, lambda: set_own_wishes(wishes=form.wishes(), actor=request.actor, at=request.at))
        if sent.done:
            request.trail.purpose = CHANGED
            messages.success(request, "Uw keuzes zijn opgeslagen. Zij gelden vanaf nu.")
            return redirect("cases:message-wishes")
    context = {
        "header": PageHeader(title="E-mail en stille uren", lead=request.actor.display_name),
        "form": form,
        "always": _always(now, mine),
    }
    return render(request, "cases/message_wishes/own.html", context, status=sent.status)


def _initial(now: Wishes, topics: tuple[Topic, ...]) -> dict[str, Any]:
    initial: dict[str, Any] = {topic.value: now.wants(topic) for topic in topics}
    if now.quiet is not None:
        initial["weekend"] = now.quiet.weekend
        if now.quiet.has_hours:
            initial |= {"begins": now.quiet.begins, "ends": now.quiet.ends}
    return initial


def _always(now: Wishes, mine: tuple[Topic, ...]) -> tuple[Always, ...]:
    """What nobody leaves out, first by law and safety, then as the organisation wants it."""
    return tuple(
        Always(about.label, about.text, about.mandatory or NOT_YOURS)
        for topic, about in TOPICS.items()
        if about.mandatory or (topic in mine and not now.can_choose(topic))
    )


class PositionsForm(BaseForm):
    """For every topic that can be left out what holds in the organisation."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(position.value, label.capitalize()) for position, label in POSITION_LABELS.items()]
        for topic in OPTIONAL:
            field = forms.ChoiceField(
                label=TOPICS[topic].label,
                help_text=TOPICS[topic].text,
                choices=choices,
                widget=forms.RadioSelect,
            )
            self.add_field(topic.value, field)

    def positions(self) -> dict[Topic, Position]:
        """What the service records."""
        return {topic: Position(self.cleaned_data[topic.value]) for topic in OPTIONAL}


@signed_in(may=check_can_set_positions)
def message_positions(request: ActorRequest) -> HttpResponse:
    """Look at what holds for all and set it; the access log says from what to what."""
    initial = {topic.value: position.value for topic, position in positions_of(request.actor).items()}
    form = PositionsForm(request.POST if request.method == "POST" else None, initial=initial)
    sent: Submission = NOT_SENT
    if request.method == "POST":
        sent = submit(form, lambda: _set(request, form, request.actor))
        if sent.done:
            messages.success(request, "Opgeslagen. Dit geldt voor elke e-mail die nog niet weg is.")
            return redirect("cases:message-positions")
    context = {
        "header": PageHeader(title="E-mail van de organisatie", lead=request.actor.organisation_name),
        "form": form,
        "always": tuple(
            Always(about.label, about.text, about.mandatory) for about in TOPICS.values() if about.mandatory
        ),
    }
    return render(request, "cases/message_wishes/positions.html", context, status=sent.status)


def _set(request: ActorRequest, form: PositionsForm, actor: Actor) -> None:
    changed = set_positions(positions=form.positions(), actor=actor, at=request.at)
    request.trail.purpose = positions_text(changed)[:200]


def register_message_wishes() -> None:
    """Both pages can be reached from everywhere; called in `AppConfig.ready()`."""
    register_site_entry(
        SiteEntry(
            label="E-mail en stille uren",
            url_name="cases:message-wishes",
            icon="mail",
            bar=False,
            order=31,
            words="voorkeuren meldingen berichten mail uitzetten afmelden nacht weekend",
        )
    )
    register_site_entry(
        SiteEntry(
            label="E-mail van de organisatie",
            url_name="cases:message-positions",
            icon="mail",
            bar=False,
            order=61,
            may_see=administers,
            words="instellingen berichten verplicht voorkeuren beheer",
        )
    )
