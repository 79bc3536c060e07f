"""Handing over a shift: all one's cases to the next one in one act, and taking over what is offered."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cases.access.errors import Conflict, InvalidInput
from cases.access.permissions import check_casework
from cases.access.rules.categories import Category
from cases.casefiles.collaboration import colleagues_of, led_by, offers_by, offers_to
from cases.casefiles.models import Case, LeadHandover
from cases.casefiles.services.leads import accept_shift, hand_over_shift, refuse_lead
from cases.organisations.models import User
from cases.web.components import EmptyState, PageHeader, Refusal
from cases.web.forms import BaseForm
from cases.web.policy import signed_in
from cases.web.requests import ActorRequest
from cases.web.together.steps import NamedUser

HEADER: Final = PageHeader(
    title="Zaken overdragen",
    lead="U blijft aanspreekpunt tot uw collega aanvaardt.",
)
ACCEPT, REFUSE = "aanvaarden", "weigeren"


class ShiftForm(BaseForm):
    """To whom, and per case whether it goes over and with which note."""

    to = NamedUser(label="Aan wie", queryset=User.objects.none(), empty_label="Kies een collega")

    def __init__(self, *args: Any, cases: list[Case], colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cases = cases
        self.fields["to"].queryset = colleagues  # type: ignore[attr-defined]  # declared above
        for case in cases:
            where = case.zsm_location.name if case.zsm_location else "zonder ZSM-locatie"
            box = forms.BooleanField(label=f"Zaak {case.number} ({where})", required=False, initial=True)
            note = forms.CharField(
                label=f"Notitie bij {case.number}", max_length=500, required=False, widget=forms.TextInput()
            )
            self.add_field(f"case-{case.number}", box)
            self.add_field(f"note-{case.number}", note)

    def notes(self) -> dict[Case, str]:
        """The chosen cases, each with its note."""
        given = self.cleaned_data
        return {case: given[f"note-{case.number}"] for case in self.cases if given[f"case-{case.number}"]}


@signed_in(may=check_casework)
def shift(request: ActorRequest) -> HttpResponse:
    """Offer one's cases; accept what is offered, all in one act; give one back with a reason."""
    form = ShiftForm(
        request.POST if _offers(request) else None,
        cases=led_by(request.actor),
        colleagues=colleagues_of(request.actor),
    )
    refusal: Refusal | None = None
    status = 200
    if request.method == "POST":
        try:
            done = _write(request, form)
        except Conflict as conflict:
            refusal, status = Refusal(title=conflict.message, items=()), 409
        except InvalidInput as error:
            status = 400
            if form.is_bound:
                form.take_errors(error)
            else:
                said = " ".join(text for texts in error.errors.values() for text in texts)
                refusal = Refusal(title=said, items=())
        else:
            if done:
                messages.success(request, done)
                return redirect("cases:shift")
            status = 400
    return _page(request, form, refusal, status)


def _offers(request: ActorRequest) -> bool:
    answers = ACCEPT in request.POST or REFUSE in request.POST
    return request.method == "POST" and not answers


def _write(request: ActorRequest, form: ShiftForm) -> str:
    """What was done, in words for the user; empty when the form is not right yet."""
    actor, at = request.actor, request.at
    waiting = {str(row.public_id): row for row in offers_to(actor)}
    if ACCEPT in request.POST:
        chosen = [waiting[key] for key in request.POST.getlist("aanbod") if key in waiting]
        if not chosen:
            raise InvalidInput({"": ["Kies ten minste één zaak om te aanvaarden."]})
        accept_shift(offers=chosen, actor=actor, at=at)
        return "U bent nu aanspreekpunt."
    if REFUSE in request.POST:
        offer = _offer(waiting, request.POST[REFUSE])
        refuse_lead(offer=offer, reason=request.POST.get(f"reden-{offer.public_id}", ""), actor=actor, at=at)
        return "De zaak is teruggegeven."
    if not form.is_valid():
        return ""
    hand_over_shift(notes=form.notes(), to=form.cleaned_data["to"], actor=actor, at=at)
    return "De zaken zijn aangeboden."


def _offer(waiting: dict[str, LeadHandover], key: str) -> LeadHandover:
    try:
        return waiting[str(UUID(key))]
    except (ValueError, KeyError):
        raise Conflict("Op dit aanbod is al geantwoord.") from None


def _page(request: ActorRequest, form: ShiftForm, refusal: Refusal | None, status: int) -> HttpResponse:
    waiting, made = offers_to(request.actor), offers_by(request.actor)
    shown = {row.case_id for row in (*waiting, *made)} | {case.pk for case in form.cases}
    categories = [Category.THAT, Category.PLAN] if waiting or made else [Category.THAT]
    request.trail.shows(cases=shown, categories=categories)
    context = {
        "header": HEADER,
        "form": form,
        "waiting": waiting,
        "made": made,
        "refusal": refusal,
        "empty": EmptyState(title="U bent van geen zaak aanspreekpunt", text="", icon="circle-check"),
    }
    return render(request, "cases/together/shift.html", context, status=status)
