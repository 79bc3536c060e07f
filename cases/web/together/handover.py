"""The page of a handover: Veilig Thuis offers and follows, the local team accepts or refuses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from cases.access.errors import NotAllowed
from cases.access.rules.categories import Category
from cases.access.rules.levels import Level
from cases.casefiles.collaboration import (
    handovers_of,
    local_teams,
    monitoring_contact_of,
    monitoring_of,
    note_of,
    open_offer,
)
from cases.casefiles.models import Handover, MonitoringContact
from cases.casefiles.permissions import check_can_answer_handover, check_can_offer_handover
from cases.casefiles.queries import CaseAccess
from cases.casefiles.rules.states import CaseState, StateEvent, events_in
from cases.casefiles.services.handover import (
    accept_handover,
    offer_handover,
    record_monitoring,
    refuse_handover,
)
from cases.organisations.models import MunicipalityRouting, Organisation
from cases.organisations.rules import OrganisationKind
from cases.terms.queries import open_terms_of
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.wording import local
from cases.web.casepage import frame
from cases.web.components import Fact, SourceLine
from cases.web.form_page import form_page, primary
from cases.web.forms import BaseForm
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, Submission, submit

TAB: Final = "samenwerking"
ACCEPT, REFUSE = "aanvaarden", "weigeren"


class OfferForm(BaseForm):
    """To which local team, and what it has to know; names as the service."""

    receiver = forms.ModelChoiceField(
        label="Lokaal team", queryset=Organisation.objects.none(), empty_label="Kies het lokale team"
    )
    note = forms.CharField(
        label="Wat het lokale team moet weten",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Na aanvaarding leest het ook de conclusie, de voorwaarden en de maatregelen in de zaak.",
    )

    def __init__(self, *args: Any, teams: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["receiver"].queryset = teams  # type: ignore[attr-defined]  # declared above


class RefusalForm(BaseForm):
    """Why the local team does not take the case."""

    reason = forms.CharField(
        label="Reden, alleen bij weigeren",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One monitoring contact as shown; `url` for who may record it."""

    fact: Fact
    public_id: UUID | None


def _may_see(access: CaseAccess) -> None:
    """Veilig Thuis of the case, and the local team to which it is or was offered."""
    rows = handovers_of(access.case)
    if any(row.receiver_id == access.actor.organisation_id for row in rows):
        return
    check_can_offer_handover(access.actor, access.case.pk)


@case_page(may=_may_see)
def handover(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Offer, answer, or see how it stands."""
    waiting = open_offer(access.case)
    receives = waiting is not None and waiting.receiver_id == access.actor.organisation_id
    form, sent = _form(request, access, waiting, receives=receives), NOT_SENT
    if request.method == "POST":
        if form is None:
            check_can_offer_handover(access.actor, access.case.pk)
            return redirect("cases:handover", zaak=access.case.public_id)
        sent = _post(request, access, waiting, form, receives=receives)
        if sent.done:
            messages.success(request, "De overdracht is vastgelegd.")
            gone = receives and REFUSE in request.POST
            return (
                redirect("cases:my-work") if gone else redirect("cases:handover", zaak=access.case.public_id)
            )
    context = frame(
        request,
        access,
        TAB,
        form=form,
        refusal=sent.refusal,
        receives=receives,
        facts=_facts(request, access),
        contacts=_contacts(request, access),
        reads_along=access.level >= Level.VIEW,
    )
    return render(request, "cases/together/handover.html", context, status=sent.status)


def _form(
    request: ActorRequest, access: CaseAccess, waiting: Handover | None, *, receives: bool
) -> BaseForm | None:
    data = request.POST if request.method == "POST" else None
    if receives:
        return RefusalForm(data)
    offers = access.actor.works_for(OrganisationKind.VT)
    possible = StateEvent.HANDOVER_ACCEPTED in events_in(CaseState(access.case.state))
    if waiting is not None or not offers or not possible:
        return None
    teams = local_teams(_routed(request, access))
    return OfferForm(data, teams=teams.all, initial={"receiver": teams.routed})


def _routed(request: ActorRequest, access: CaseAccess) -> Organisation | None:
    rows = MunicipalityRouting.objects.valid_on(local(request.at).date()).filter(
        municipality=access.case.victim_municipality, kind=OrganisationKind.LOKAAL.value
    )
    row = rows.select_related("organisation").order_by("-valid_from").first()
    return row.organisation if row else None


def _post(
    request: ActorRequest, access: CaseAccess, waiting: Handover | None, form: BaseForm, *, receives: bool
) -> Submission:
    actor, at = request.actor, request.at

    def write() -> object:
        if waiting is None or not receives:
            given = form.cleaned_data
            return offer_handover(
                case=access.case, receiver=given["receiver"], note=given["note"], actor=actor, at=at
            )
        check_can_answer_handover(actor, waiting)
        if REFUSE in request.POST:
            reason = form.cleaned_data["reason"]
            return refuse_handover(handover=waiting, reason=reason, actor=actor, at=at)
        if ACCEPT in request.POST:
            return accept_handover(handover=waiting, actor=actor, at=at)
        raise NotAllowed("Kies aanvaarden of weigeren.")

    return submit(form, write)


def _facts(request: ActorRequest, access: CaseAccess) -> tuple[Fact, ...]:
    facts: list[Fact] = []
    for row in handovers_of(access.case):
        source = SourceLine(organisation=row.organisation.short_name, at=row.answered_at or row.offered_at)
        facts.append(Fact(label=row.receiver.name, value=row.get_status_display(), source=source))
        note = note_of(row)
        if note is not None and access.may_see(Category.PLAN, note.organisation_id):
            facts.append(Fact(label="Toelichting", value=note.text))
            request.trail.shows(categories=[Category.PLAN])
        if row.refusal_reason and access.may_see(Category.PLAN, row.receiver_id):
            facts.append(Fact(label="Reden van weigering", value=row.refusal_reason))
            request.trail.shows(categories=[Category.PLAN])
    return tuple(facts)


def _contacts(request: ActorRequest, access: CaseAccess) -> list[ContactLine]:
    lines = []
    for row in monitoring_of(access.case):
        sees = access.may_see(Category.PLAN, row.organisation_id)
        value = "gedaan" if row.done_at else "nog te doen"
        if row.done_at and sees:
            value = f"{'veilig' if row.is_safe else 'niet veilig'}. {row.note}"
            request.trail.shows(categories=[Category.PLAN])
        source = SourceLine(organisation=row.organisation.short_name, at=row.done_at) if row.done_at else None
        fact = Fact(label=f"Na {row.months} maanden", value=value, source=source)
        mine = row.organisation_id == access.actor.organisation_id and row.done_at is None
        lines.append(ContactLine(fact, row.public_id if mine else None))
    return lines


class MonitoringForm(BaseForm):
    """What a monitoring contact came to; names as the service."""

    is_safe = forms.ChoiceField(
        label="Is het nu veilig?", choices=[("yes", "Ja"), ("no", "Nee")], widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="Wat het contact opleverde", max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    late_reason = forms.CharField(label="Reden van de overschrijding", max_length=1000)

    def __init__(self, *args: Any, late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not late:
            del self.fields["late_reason"]


def _may_follow(access: CaseAccess) -> None:
    check_can_offer_handover(access.actor, access.case.pk)


@case_page(may=_may_follow)
def monitoring(request: ActorRequest, access: CaseAccess, contact: UUID) -> HttpResponse:
    """Record one contact of the series."""
    try:
        row = monitoring_contact_of(access.case, contact)
    except MonitoringContact.DoesNotExist:
        raise Http404 from None
    terms = open_terms_of(access.case, TermKind.MONITORING_CONTACT, subject=row)
    late = any(term.is_late(request.at) and term.rule.late_reason_required for term in terms)
    form = MonitoringForm(request.POST if request.method == "POST" else None, late=late)
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: record_monitoring(
                contact=row,
                is_safe=form.cleaned_data["is_safe"] == "yes",
                note=form.cleaned_data["note"],
                late_reason=form.cleaned_data.get("late_reason", ""),
                actor=request.actor,
                at=request.at,
            ),
        )
        if sent.done:
            messages.success(request, "Het contact is vastgelegd.")
            return redirect("cases:handover", zaak=access.case.public_id)
    return form_page(
        request,
        access,
        tab=TAB,
        title=f"Monitoringcontact na {row.months} maanden",
        form=form,
        sent=sent,
        buttons=primary("Vastleggen"),
        back="cases:handover",
    )
