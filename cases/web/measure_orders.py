"""Orders about a measure: a new one, and extending, ending or suspending one; what its end asks."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cases.access.errors import NotAllowed
from cases.access.rules.categories import Category
from cases.casefiles.queries import CaseAccess
from cases.plans.models import SafetyMeasure
from cases.plans.permissions import (
    check_can_change,
    check_can_judge_end,
    check_can_record_breach,
    check_can_record_measure,
    check_can_tell_end,
)
from cases.plans.rules.changes import Change
from cases.plans.rules.period import OWN_TERM
from cases.plans.services import (
    ChangeOrder,
    end_measure,
    extend_measure,
    impose_measure,
    judge_end,
    resume_measure,
    start_telling_end,
    suspend_measure,
    tell_breach,
)
from cases.terms.rules.catalogue import rule_for
from cases.terms.rules.wording import local
from cases.web.casepage import frame
from cases.web.components import Fact, Notice
from cases.web.forms import BaseForm, MomentField
from cases.web.measure_form import FIELDS, MeasureForm, informers, organisation_choices
from cases.web.measures import breach_or_404, measure_or_404
from cases.web.moments import due_text
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, Submission, submit
from cases.web.tabs import must_read_along

ORDER_FIELDS: Final = {
    "reason": "reden",
    "ordered_by": "wie",
    "ends_at": "tot",
    "ended_at": "sinds",
    "note": "reden",
    "late_reason": "te_laat",
}
TITLES: Final[dict[Change, tuple[str, str]]] = {
    Change.EXTENDED: ("Maatregel verlengen", "Verlengen"),
    Change.ENDED: ("Maatregel beëindigen", "Beëindigen"),
    Change.SUSPENDED: ("Maatregel schorsen", "Schorsen"),
    Change.RESUMED: ("Schorsing opheffen", "Weer van kracht maken"),
}
DONE: Final[dict[Change, str]] = {
    Change.EXTENDED: "De maatregel is verlengd.",
    Change.ENDED: "De maatregel is beëindigd. Veilig Thuis beoordeelt de veiligheid opnieuw.",
    Change.SUSPENDED: "De maatregel is geschorst. Veilig Thuis beoordeelt de veiligheid opnieuw.",
    Change.RESUMED: "De maatregel is weer van kracht.",
}


def _may_record(access: CaseAccess) -> None:
    check_can_record_measure(access.actor, access.case.pk)


@case_page(may=_may_record)
def record(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Bring a measure into the case that was imposed outside the decision: huisverbod, court, youth law."""
    data = request.POST if request.method == "POST" else None
    form = MeasureForm(data, access=access, at=request.at)
    if not form.rows:
        raise NotAllowed("Uw organisatie legt geen maatregelen op die hier worden vastgelegd.")
    sent = NOT_SENT
    if data is not None:
        sent = submit(
            form,
            lambda: impose_measure(
                case=access.case, measure=form.measure(), actor=request.actor, at=request.at
            ),
            fields=FIELDS,
        )
        if sent.done:
            messages.success(request, "De maatregel is vastgelegd.")
            return redirect("cases:plan", zaak=access.case.public_id)
    request.trail.shows(
        persons=[role.person_id for role in form.roles], categories=[Category.IDENTITY, Category.DECISION]
    )
    return _page(request, access, ("Maatregel vastleggen", "Vastleggen"), form, sent=sent)


class OrderForm(BaseForm):
    """Why, who decided, and who tells the victim; the moment depends on the change."""

    def __init__(self, *args: Any, access: CaseAccess, change: Change, condition: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if change is Change.EXTENDED:
            self.add_field("tot", MomentField(label="Nieuw einde"))
            if condition:
                self.add_field("voorwaarde", forms.BooleanField(label=f"Ik stel vast dat {condition}"))
        if change is Change.ENDED:
            self.add_field("sinds", MomentField(label="Beëindigd op"))
        area = forms.Textarea(attrs={"rows": 3})
        self.add_field("reden", forms.CharField(label="Reden", max_length=500, widget=area))
        self.add_field("wie", forms.CharField(label="Wie besliste", max_length=120, required=False))
        self.add_field(
            "informeert",
            forms.ChoiceField(
                label="Wie informeert het slachtoffer",
                choices=organisation_choices(informers(access), "Kies een organisatie"),
                help_text="Bij stalking nooit de reclassering.",
            ),
        )
        self.access = access

    def order(self) -> ChangeOrder:
        """What the services take."""
        data = self.cleaned_data
        named = {str(row.public_id): row for row in informers(self.access)}
        return ChangeOrder(
            reason=data["reden"], ordered_by=data["wie"], informer=named.get(data["informeert"])
        )


CHANGES: Final = {
    "verlengen": Change.EXTENDED,
    "beeindigen": Change.ENDED,
    "schorsen": Change.SUSPENDED,
    "hervatten": Change.RESUMED,
}


@case_page(may=must_read_along)
def change(request: ActorRequest, access: CaseAccess, maatregel: UUID, wat: str) -> HttpResponse:
    """Extend, end, suspend or resume a measure, by who gives the order by law or records it for who does."""
    measure, what = measure_or_404(access, maatregel), CHANGES[wat]
    check_can_change(access.actor, measure)
    data = request.POST if request.method == "POST" else None
    form = OrderForm(data, access=access, change=what, condition=_condition(measure, what))
    sent = NOT_SENT
    if data is not None:
        sent = submit(form, lambda: _carry_out(request, measure, what, form), fields=ORDER_FIELDS)
        if sent.done:
            messages.success(request, DONE[what])
            return redirect("cases:plan", zaak=access.case.public_id)
    _shows(request, measure)
    return _page(
        request, access, TITLES[what], form, sent=sent, facts=_facts(measure), notice=_limit(measure, what)
    )


def _condition(measure: SafetyMeasure, what: Change) -> str:
    """The condition of the law for an extension, which the giver states to hold."""
    kind = OWN_TERM.get(measure.row.kind)
    if what is not Change.EXTENDED or kind is None:
        return ""
    extension = rule_for(kind, local(measure.starts_at).date()).extension
    return extension.condition if extension else ""


def _limit(measure: SafetyMeasure, what: Change) -> Notice | None:
    if what is not Change.EXTENDED or not measure.row.extension:
        return None
    return Notice(title="Wat de wet toestaat", text=measure.row.extension)


def _carry_out(request: ActorRequest, measure: SafetyMeasure, what: Change, form: OrderForm) -> object:
    data, order = form.cleaned_data, form.order()
    actor, at = request.actor, request.at
    match what:
        case Change.EXTENDED:
            stated = data.get("voorwaarde", True)
            return extend_measure(
                measure=measure, ends_at=data["tot"], order=order, condition_met=stated, actor=actor, at=at
            )
        case Change.ENDED:
            return end_measure(measure=measure, ended_at=data["sinds"], order=order, actor=actor, at=at)
        case Change.SUSPENDED:
            return suspend_measure(measure=measure, order=order, actor=actor, at=at)
        case _:
            return resume_measure(measure=measure, order=order, actor=actor, at=at)


class JudgeEndForm(BaseForm):
    """What was judged before the measure ends."""

    reden = forms.CharField(
        label="Wat is er nodig als de maatregel eindigt",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Bijvoorbeeld: verlengen gevraagd, andere maatregel, of veilig zonder maatregel en waarom.",
    )
    te_laat = forms.CharField(
        label="Reden van de overschrijding",
        max_length=1000,
        required=False,
        help_text="Alleen als het te laat is.",
    )


@case_page(may=must_read_along)
def judge_ending(request: ActorRequest, access: CaseAccess, maatregel: UUID) -> HttpResponse:
    """Veilig Thuis and the supervisor judge safety before the measure ends (tables, section 3)."""
    measure = measure_or_404(access, maatregel)
    check_can_judge_end(access.actor, measure)
    data = request.POST if request.method == "POST" else None
    form, sent = JudgeEndForm(data), NOT_SENT
    if data is not None:
        sent = submit(
            form,
            lambda: judge_end(
                measure=measure,
                note=form.cleaned_data["reden"],
                late_reason=form.cleaned_data["te_laat"],
                actor=request.actor,
                at=request.at,
            ),
            fields=ORDER_FIELDS,
        )
        if sent.done:
            messages.success(request, "Vastgelegd dat de veiligheid is beoordeeld.")
            return redirect("cases:plan", zaak=access.case.public_id)
    _shows(request, measure)
    return _page(
        request, access, ("Beoordelen voor het einde", "Vastleggen"), form, sent=sent, facts=_facts(measure)
    )


class LateForm(BaseForm):
    """Only asked when it is too late."""

    te_laat = forms.CharField(
        label="Reden van de overschrijding",
        max_length=1000,
        required=False,
        help_text="Alleen als het te laat is.",
    )


@case_page(may=must_read_along)
def tell_ending(request: ActorRequest, access: CaseAccess, maatregel: UUID) -> HttpResponse:
    """The named informer starts telling the victim that the measure ends; the notice has its own page."""
    measure = measure_or_404(access, maatregel)
    check_can_tell_end(access.actor, measure)
    data = request.POST if request.method == "POST" else None
    form, sent = LateForm(data), NOT_SENT
    if data is not None:
        sent = submit(
            form,
            lambda: start_telling_end(
                measure=measure,
                late_reason=form.cleaned_data["te_laat"],
                actor=request.actor,
                at=request.at,
            ),
            fields=ORDER_FIELDS,
        )
        if sent.done:
            return redirect("cases:victim", zaak=access.case.public_id)
    _shows(request, measure)
    return _page(
        request,
        access,
        ("Einde aan het slachtoffer vertellen", "Verder"),
        form,
        sent=sent,
        facts=_facts(measure),
    )


def _may_tell_breach(access: CaseAccess) -> None:
    check_can_record_breach(access.actor, access.case.pk)


@case_page(may=_may_tell_breach)
def tell(request: ActorRequest, access: CaseAccess, schending: UUID) -> HttpResponse:
    """Police tells OM of a breach in a case in which OM does not take part yet."""
    row = breach_or_404(access, schending)
    data = request.POST if request.method == "POST" else None
    form, sent = LateForm(data), NOT_SENT
    if data is not None:
        sent = submit(
            form,
            lambda: tell_breach(
                breach=row, late_reason=form.cleaned_data["te_laat"], actor=request.actor, at=request.at
            ),
            fields=ORDER_FIELDS,
        )
        if sent.done:
            messages.success(request, "Het OM weet van de overtreding en beoordeelt haar vandaag.")
            return redirect("cases:plan", zaak=access.case.public_id)
    _shows(request, row.measure)
    return _page(
        request,
        access,
        ("Overtreding melden aan het OM", "Melden"),
        form,
        sent=sent,
        facts=_facts(row.measure),
    )


def _shows(request: ActorRequest, measure: SafetyMeasure) -> None:
    request.trail.shows(persons=[measure.binds_id], categories=[Category.DECISION, Category.IDENTITY])


def _facts(measure: SafetyMeasure) -> tuple[Fact, ...]:
    until = due_text(measure.ends_at) if measure.ends_at else "zonder einddatum"
    return (
        Fact(label="Maatregel", value=f"{measure.label} ({measure.basis})"),
        Fact(label="Geldt voor", value=measure.binds.full_name),
        Fact(label="Van kracht tot", value=until),
    )


def _page(
    request: ActorRequest,
    access: CaseAccess,
    words: tuple[str, str],
    form: BaseForm,
    *,
    sent: Submission,
    facts: tuple[Fact, ...] = (),
    notice: Notice | None = None,
) -> HttpResponse:
    context = frame(
        request,
        access,
        "plan",
        title=words[0],
        button=words[1],
        form=form,
        refusal=sent.refusal,
        facts=facts,
        notice=notice,
    )
    return render(request, "cases/plans/order.html", context, status=sent.status)
