"""Correcting the start of the clock, and the charges that decide how long it is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.forms import BaseFormSet, formset_factory
from django.http import HttpResponse
from django.shortcuts import redirect

from cases.access.rules.categories import Category
from cases.casefiles.queries import CaseAccess
from cases.offences.models import Charge
from cases.offences.queries import as_rule, charges_of
from cases.terms.queries import open_terms_of
from cases.terms.rules.kinds import TermKind
from cases.web.components import Fact, LinkItem, SourceLine
from cases.web.forms import BaseForm, MomentField
from cases.web.moments import due_text, moment_text
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.rows import RowSet, is_removed
from cases.web.submission import NOT_SENT, submit
from zsm.intake.models import Custody, StartCorrection
from zsm.intake.permissions import check_can_change_charges, check_can_correct_start
from zsm.intake.queries import corrections_of, current_custody
from zsm.intake.rules import RELATIONS, VICTIM_IS_LABELS, VictimIs
from zsm.intake.services import StartMoments, change_charges, correct_start_event
from zsm.web.intake.bundle import Row
from zsm.web.intake.case_forms import CHOOSE, MOST_CHARGES, ChargeForm
from zsm.web.intake.form_page import form_page

LEAD = (
    "De eerste beslissing en alles wat ervan afhangt, wordt opnieuw berekend. De oude waarde blijft bewaard "
    "en iedereen die aan de zaak meedoet, krijgt bericht."
)


class StartForm(BaseForm):
    """The moments as they turn out to be; names as `StartMoments`."""

    arrested_at = MomentField(label="Aangehouden op")
    arrived_at = MomentField(label="Aankomst op de plaats van verhoor")
    order_at = MomentField(label="Bevel ophouden voor onderzoek", required=False)
    reason = forms.CharField(
        label="Reden van de correctie", max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def moments(self) -> StartMoments:
        """The moments for the service."""
        given = self.cleaned_data
        return StartMoments(
            arrested_at=given["arrested_at"], arrived_at=given["arrived_at"], order_at=given["order_at"]
        )

    @classmethod
    def initial_of(cls, custody: Custody | None, seen: int) -> dict[str, Any]:
        """What stands now."""
        names = ("arrested_at", "arrived_at", "order_at")
        return {"seen": seen, **{name: getattr(custody, name, None) for name in names}}


def _may_correct(access: CaseAccess) -> None:
    check_can_correct_start(access.actor, access.case.pk)


@case_page(may=_may_correct)
def start(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Correct arrest, arrival and order; the former corrections stand above the form."""
    case, former = access.case, corrections_of(access.case)
    request.trail.shows(categories=[Category.DECISION])
    initial = StartForm.initial_of(current_custody(case), len(former))
    form = StartForm(request.POST if request.method == "POST" else None, initial=initial)
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: correct_start_event(
                case=case,
                moments=form.moments(),
                reason=form.cleaned_data["reason"],
                seen=form.cleaned_data["seen"],
                actor=request.actor,
                at=request.at,
            ),
        )
        if sent.done:
            messages.success(request, f"Het begin is gecorrigeerd.{_due(access)}")
            return redirect("zsm:case", zaak=case.public_id)
    seen = [row for row in former if access.may_see(Category.DECISION, row.organisation_id)]
    return form_page(
        request,
        access,
        sent,
        title="Begin van de termijn corrigeren",
        button="Corrigeren",
        lead=LEAD,
        form=form,
        facts=tuple(correction_fact(row) for row in seen),
    )


def _due(access: CaseAccess) -> str:
    first = open_terms_of(access.case, TermKind.FIRST_DECISION).first()
    return f" Eerste beslissing uiterlijk {due_text(first.due_at)}." if first and first.due_at else ""


def correction_fact(row: StartCorrection) -> Fact:
    """One correction: what was, what is, why."""
    changes = [
        f"{label}: {moment_text(before)} → {moment_text(after)}"
        for label, before, after in (
            ("Aanhouding", row.arrested_before, row.arrested_after),
            ("Aankomst", row.arrived_before, row.arrived_after),
        )
        if before != after
    ]
    if row.order_before != row.order_after:
        was, now = (moment_text(value) if value else "geen" for value in (row.order_before, row.order_after))
        changes.append(f"Bevel: {was} → {now}")
    if row.hours_before != row.hours_after:
        changes.append(f"Uren: {row.hours_before} → {row.hours_after}")
    if row.due_before and row.due_after:
        changes.append(f"Eerste beslissing: {due_text(row.due_before)} → {due_text(row.due_after)}")
    return Fact(
        label="Klok gecorrigeerd",
        value="\n".join([*changes, f"Reden: {row.reason}"]),
        source=SourceLine(
            organisation=row.organisation.short_name, at=row.recorded_at, by=row.recorded_by.display_name
        ),
    )


class ChargesForm(BaseForm):
    """Which charges are dropped, what the victim is for those that are added, and why."""

    withdraw = forms.MultipleChoiceField(
        label="Feiten die vervallen", required=False, widget=forms.CheckboxSelectMultiple
    )
    victim_is = forms.ChoiceField(
        label="Bij een nieuw feit: het slachtoffer is van de verdachte",
        choices=[CHOOSE, *((answer.value, label) for answer, label in VICTIM_IS_LABELS.items())],
        required=False,
    )
    reason = forms.CharField(label="Reden", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, running: list[Charge], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["withdraw"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(str(row.public_id), as_rule(row).title) for row in running]


AddedFormSet: type[BaseFormSet[ChargeForm]] = formset_factory(
    ChargeForm,
    formset=RowSet,
    extra=1,
    max_num=MOST_CHARGES,
    absolute_max=MOST_CHARGES,
    validate_max=True,
    can_delete=True,
)


def _may_change(access: CaseAccess) -> None:
    check_can_change_charges(access.actor, access.case.pk)


@case_page(may=_may_change)
def charges(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Drop and add offences; 6 or 9 hours follow from what is left."""
    running = charges_of(access.case)
    request.trail.shows(categories=[Category.IDENTITY])
    data = request.POST if request.method == "POST" else None
    form, added = ChargesForm(running, data), AddedFormSet(data, prefix="feiten")
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(form, lambda: _write(request, access, form, added)) if _valid(form, added) else NOT_SENT
        if sent.done:
            messages.success(request, f"De feiten zijn gewijzigd.{_due(access)}")
            return redirect("zsm:case", zaak=access.case.public_id)
    problems = _problems(form, added) if data is not None else []
    context = {
        "form": form,
        "added": added,
        "rows": [Row(row) for row in added],
        "empty_charge": Row(added.empty_form),
        "problems": problems,
        "template": "zsm/intake/charges.html",
    }
    if problems and sent is NOT_SENT:
        sent = submit(form, lambda: None)
    return form_page(
        request, access, sent, title="Feiten wijzigen", button="Feiten wijzigen", lead=LEAD, **context
    )


def _filled(added: BaseFormSet[ChargeForm]) -> list[ChargeForm]:
    return [row for row in added if row.has_changed() and not is_removed(row)]


def _valid(form: ChargesForm, added: BaseFormSet[ChargeForm]) -> bool:
    added_right = added.is_valid()
    right = form.is_valid()
    if right and _filled(added) and not form.cleaned_data["victim_is"]:
        form.add_error("victim_is", "Kies wat het slachtoffer van de verdachte is.")
        return False
    return right and added_right


def _write(
    request: ActorRequest, access: CaseAccess, form: ChargesForm, added: BaseFormSet[ChargeForm]
) -> None:
    given = form.cleaned_data
    relation = RELATIONS[VictimIs(given["victim_is"])][1] if given["victim_is"] else None
    change_charges(
        case=access.case,
        add=[row.charge(relation) for row in _filled(added)] if relation else [],
        withdraw=[UUID(key) for key in given["withdraw"]],
        reason=given["reason"],
        actor=request.actor,
        at=request.at,
    )


def _problems(form: ChargesForm, added: BaseFormSet[ChargeForm]) -> list[LinkItem]:
    shown: list[BaseForm] = [form, *_filled(added)]
    return [
        *(LinkItem(text=str(text)) for each in shown for text in each.non_field_errors()),
        *(
            LinkItem(text=str(text), url=f"#{field.auto_id}")
            for each in shown
            for field in each
            for text in field.errors
        ),
        *(LinkItem(text=str(text)) for text in added.non_form_errors()),
    ]
