"""The operator page: does the engine run, does the mail leave, what failed; send again and release."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cases.access.actor import Actor
from cases.access.errors import Conflict
from cases.organisations.rules import Role
from cases.outbox.gate import check_can_operate, gate, release
from cases.outbox.models import OutboxGate
from cases.outbox.operator import FailedMessage, OutboxFigures, failed_messages, outbox_figures, send_again
from cases.outbox.rules import message_label
from cases.terms.models import SweepHeartbeat
from cases.terms.queries import database_clock, heartbeats
from cases.terms.rules.wording import span_text
from cases.web.components import Action, Cell, Column, DataTable, Fact, Notice, PageHeader, Row, Tone
from cases.web.health import LONGEST_SILENCE, readiness
from cases.web.moments import moment_text
from cases.web.policy import signed_in
from cases.web.requests import ActorRequest
from cases.web.site import SiteEntry, register_site_entry

SOURCE_LABELS: Final = {"beat": "planner (Celery)", "loop": "onafhankelijke lus", "once": "met de hand"}
PROBLEM_TEXTS: Final = {
    "sweep": "Geen van de aanjagers gaf de laatste twee minuten een teken van leven.",
    "terms": "Er wacht al langer dan twee minuten een waarschuwing of alarm.",
    "clock": "De klok van deze webserver loopt niet gelijk met die van de database.",
}
TRIGGER_COLUMNS: Final = (
    Column(label="Aanjager"),
    Column(label="Laatste ronde"),
    Column(label="Gegeven", numeric=True),
    Column(label="Zonder ontvanger", numeric=True),
)


@dataclass(frozen=True, slots=True)
class FailedRow:
    """A failed message with its button."""

    message: FailedMessage
    kind: str
    made: str
    action: Action


def administers(actor: Actor) -> bool:
    """Whether the actor is a functional administrator."""
    return actor.has(Role.FUNCTIONAL_ADMINISTRATOR)


@signed_in(may=check_can_operate)
@require_safe
def operations(request: ActorRequest) -> HttpResponse:
    """How the engine stands now."""
    at, pulses, held = database_clock(), heartbeats(), gate()
    figures = outbox_figures()
    context = {
        "header": PageHeader(title="Bewaking en uitgaande post", lead=f"Stand van {moment_text(at)}"),
        "engine": _engine(pulses, at),
        "triggers": _triggers(pulses, at),
        "figures": _figures(figures, pulses, at),
        "held": _held(held),
        "release": Action(
            label="Post vrijgeven",
            url=reverse("cases:mail-release"),
            method="post",
            kind="danger",
            confirm="Alle e-mail die wacht vertrekt, na een nieuwe controle. Vrijgeven?",
        )
        if held is not None and held.is_held
        else None,
        "failed": [_failed(message) for message in failed_messages(request.actor)],
    }
    return render(request, "cases/operations/page.html", context)


@signed_in(may=check_can_operate)
@require_POST
def again(request: ActorRequest, bericht: UUID) -> HttpResponse:
    """Send a failed message again; the access log says which."""
    try:
        send_again(public_id=bericht, actor=request.actor, at=request.at)
    except Conflict as conflict:
        messages.error(request, conflict.message)
    else:
        request.trail.purpose = "mislukt bericht opnieuw versturen"
        messages.success(request, "Het bericht staat weer in de wachtrij.")
    return redirect("cases:operations")


@signed_in(may=check_can_operate)
@require_POST
def release_mail(request: ActorRequest) -> HttpResponse:
    """Let mail leave again; the access log says so."""
    try:
        release(actor=request.actor, at=request.at)
    except Conflict as conflict:
        messages.error(request, conflict.message)
    else:
        request.trail.purpose = "uitgaande post vrijgegeven"
        messages.success(request, "De uitgaande post is vrijgegeven.")
    return redirect("cases:operations")


def _engine(pulses: list[SweepHeartbeat], at: datetime) -> Notice:
    problems: list[str] = readiness(pulses, at, here=timezone.now())["problems"]
    if not problems:
        return Notice(title="De bewaking loopt", tone=Tone.SUCCESS)
    text = "\n".join(PROBLEM_TEXTS[problem] for problem in problems)
    return Notice(
        title="De bewaking loopt niet", text=f"{text}\nBel de technische beheerder.", tone=Tone.DANGER
    )


def _triggers(pulses: Iterable[SweepHeartbeat], at: datetime) -> DataTable:
    rows = tuple(
        Row(
            cells=(
                Cell(text=SOURCE_LABELS.get(pulse.source, pulse.source)),
                Cell(text=f"{moment_text(pulse.swept_at)} ({_ago(at - pulse.swept_at)})"),
                Cell(text=str(pulse.fired), numeric=True),
                Cell(text=str(pulse.without_recipient), numeric=True),
            ),
            muted=at - pulse.swept_at > LONGEST_SILENCE,
        )
        for pulse in pulses
    )
    return DataTable(
        caption="Laatste ronden",
        columns=TRIGGER_COLUMNS,
        rows=rows,
        empty="Er is nog geen ronde geweest.",
    )


def _figures(figures: OutboxFigures, pulses: list[SweepHeartbeat], at: datetime) -> tuple[Fact, ...]:
    freshest = next(iter(pulses), None)
    oldest = _ago(at - figures.oldest_at) if figures.oldest_at else "er wacht niets"
    return (
        Fact(label="Wacht op verzending", value=str(figures.queued)),
        Fact(label="Wordt verzonden", value=str(figures.sending)),
        Fact(label="Oudste die wacht", value=oldest),
        Fact(label="Niet afgeleverd, alle organisaties", value=str(figures.failed)),
        Fact(label="Stappen van termijnen die mislukken", value=str(freshest.failing if freshest else 0)),
    )


def _held(held: OutboxGate | None) -> Notice | None:
    if held is None or held.held_at is None:
        return None
    if held.is_held:
        return Notice(
            title=f"Uitgaande post wordt vastgehouden sinds {moment_text(held.held_at)}",
            text=f"{held.reason}\nControleer of de gegevens volledig zijn en geef de post dan vrij.",
            tone=Tone.WARNING,
        )
    who = held.released_by.display_name if held.released_by else "onbekend"
    moment = moment_text(held.released_at) if held.released_at else ""
    return Notice(title=f"Uitgaande post vrijgegeven door {who}, {moment}")


def _failed(message: FailedMessage) -> FailedRow:
    return FailedRow(
        message=message,
        kind=message_label(message.kind, in_case=True),
        made=moment_text(message.created_at),
        action=Action(
            label="Opnieuw versturen",
            url=reverse("cases:message-again", kwargs={"bericht": message.public_id}),
            method="post",
        ),
    )


def _ago(span: timedelta) -> str:
    return f"{span_text(span)} geleden"


def register_operations() -> None:
    """The page stands in the bar of administrators; called in `AppConfig.ready()`."""
    register_site_entry(
        SiteEntry(
            label="Bewaking",
            url_name="cases:operations",
            icon="bell",
            bar=False,
            order=61,
            may_see=administers,
            words="beheer wachtrij post e-mail mislukt opnieuw versturen vrijgeven storing",
        )
    )
