"""A mail that could not be delivered: what, to whom, since when, and what is done about it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from cases.access.actor import Actor
from cases.access.errors import Conflict
from cases.access.permissions import can_do_casework
from cases.access.rules.categories import Category
from cases.outbox.rules import BY_HAND_LABELS, ByHand, message_label
from cases.outbox.task_models import DeliveryTask
from cases.outbox.undelivered import LONGEST_NOTE, end_task, send_task_again, task_of
from cases.web.components import Action, Fact, OwedItem, PageHeader
from cases.web.forms import BaseForm
from cases.web.moments import moment_text
from cases.web.policy import signed_in
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, submit

TO_A_PERSON = "een betrokkene bij de zaak"


class EndForm(BaseForm):
    """How it was settled; names as the service."""

    outcome = forms.ChoiceField(
        label="Wat hebt u gedaan?",
        choices=[(row.value, label) for row, label in BY_HAND_LABELS.items()],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label="Toelichting",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Hoe en wanneer bereikt, of waarom het niet meer hoeft. Geen inhoud van de zaak.",
    )


@signed_in()
def undelivered(request: ActorRequest, taak: UUID) -> HttpResponse:
    """Look at it and settle it; the access log says so."""
    task = _find(request, taak)
    form, sent = EndForm(request.POST if request.method == "POST" else None), NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: end_task(
                task=task,
                outcome=ByHand(form.cleaned_data["outcome"]),
                note=form.cleaned_data["note"],
                actor=request.actor,
                at=request.at,
            ),
        )
        if sent.done:
            request.trail.purpose = "niet afgeleverd bericht afgehandeld"
            messages.success(request, "Het niet afgeleverde bericht is afgehandeld.")
            return redirect("cases:my-work")
        task = _find(request, taak)
    context = {
        "header": PageHeader(title="Niet afgeleverd bericht", lead=_what(task).capitalize()),
        "task": task,
        "facts": _facts(request.actor, task),
        "actions": _actions(request.actor, task),
        "form": form,
        "refusal": sent.refusal,
    }
    return render(request, "cases/undelivered/page.html", context, status=sent.status)


@signed_in()
@require_POST
def again(request: ActorRequest, taak: UUID) -> HttpResponse:
    """Send it again; the task ends by itself once it has arrived."""
    task = _find(request, taak)
    try:
        send_task_again(task=task, actor=request.actor, at=request.at)
    except Conflict as conflict:
        messages.error(request, conflict.message)
    else:
        request.trail.purpose = "niet afgeleverd bericht opnieuw versturen"
        messages.success(
            request, "Het bericht staat weer in de wachtrij. Komt het aan, dan vervalt deze taak."
        )
    return redirect("cases:undelivered", taak=taak)


def undelivered_items(actor: Actor, tasks: Iterable[DeliveryTask]) -> tuple[OwedItem, ...]:
    """The tasks as they stand in My work."""
    return tuple(
        OwedItem(
            text=f"{_what(task).capitalize()} niet aangekomen bij {_whom(task)} ({moment_text(task.since)})",
            url=_path(task),
            mine=task.responsible_id == actor.user_id,
            action=Action(label="Afhandelen", url=_path(task)),
            case_number=task.case.number if task.case and can_do_casework(actor) else "",
        )
        for task in tasks
    )


def _find(request: ActorRequest, public_id: UUID) -> DeliveryTask:
    try:
        task = task_of(request.actor, public_id)
    except DeliveryTask.DoesNotExist:
        raise Http404 from None
    if task.case_id is not None:
        request.trail.shows(cases=[task.case_id], categories=[Category.THAT])
    return task


def _what(task: DeliveryTask) -> str:
    return message_label(task.kind, in_case=task.case_id is not None)


def _whom(task: DeliveryTask) -> str:
    return task.recipient.display_name if task.recipient else TO_A_PERSON


def _path(task: DeliveryTask) -> str:
    return reverse("cases:undelivered", kwargs={"taak": task.public_id})


def _facts(actor: Actor, task: DeliveryTask) -> tuple[Fact, ...]:
    facts = [Fact(label="Wat", value=_what(task)), Fact(label="Voor wie", value=_whom(task))]
    if task.case is not None and can_do_casework(actor):
        url = reverse("cases:case", kwargs={"zaak": task.case.public_id})
        facts.append(Fact(label="Zaak", value=task.case.number, url=url))
    facts.append(Fact(label="Opgegeven op", value=moment_text(task.since)))
    named = task.responsible.display_name if task.responsible else "wie leiding geeft of beheert"
    facts.append(Fact(label="Wie handelt dit af", value=named))
    if task.again_at is not None:
        by = f" door {task.again_by.display_name}" if task.again_by else ""
        facts.append(Fact(label="Opnieuw verstuurd", value=f"{moment_text(task.again_at)}{by}"))
    if task.ended_at is not None:
        by = f", door {task.ended_by.display_name}" if task.ended_by else ", vanzelf"
        facts.append(Fact(label="Afgehandeld", value=f"{moment_text(task.ended_at)}{by}"))
        facts.append(Fact(label="Hoe", value=task.get_outcome_display()))
    if task.note:
        facts.append(Fact(label="Toelichting", value=task.note))
    return tuple(facts)


def _actions(actor: Actor, task: DeliveryTask) -> tuple[Action, ...]:
    if not task.is_open:
        return ()
    if task.recipient_id is not None:
        if task.again_at is not None:
            return ()
        url = reverse("cases:undelivered-again", kwargs={"taak": task.public_id})
        return (Action(label="Opnieuw versturen", url=url, method="post"),)
    if task.case is None or not can_do_casework(actor):
        return ()
    url = reverse("cases:victim", kwargs={"zaak": task.case.public_id})
    return (Action(label="Naar het slachtoffer: bellen of een nieuwe e-mail", url=url),)
