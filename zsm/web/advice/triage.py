"""The civil triage: the RvdK records it, Veilig Thuis agrees beforehand with its consequence."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.forms import BoundField
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst

from cases.access.rules.categories import Category
from cases.casefiles.models import CaseRole
from cases.casefiles.queries import CaseAccess
from cases.organisations.models import Organisation
from cases.organisations.rules import ORGANISATION_LABELS, OrganisationKind
from cases.terms.queries import open_terms_of
from cases.terms.rules.kinds import TermKind
from cases.web.casepage import frame
from cases.web.forms import BaseForm
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, submit
from zsm.advice.models import CivilTriage
from zsm.advice.permissions import check_can_open_triage
from zsm.advice.queries import current_triage
from zsm.advice.rules.triage import (
    OUTCOME_LABELS,
    SPOKEN_TO_CHILD_LABELS,
    ChildConcern,
    SpokenToChild,
    TriageOutcome,
)
from zsm.advice.services import NewTriage, agree_with_triage, record_triage
from zsm.advice.services.triage import LONGEST_TEXT, SHARED_WITH
from zsm.intake.queries import children_of
from zsm.web.advice.shown import triage_cards

FIELDS: Final = {
    "outcome": "uitkomst",
    "reason": "reden",
    "consequence": "gevolg",
    "late_reason": "te_laat",
}


def _text(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=help_text,
    )


class TriageForm(BaseForm):
    """Concerns per child, the outcome, and what follows when the family does not comply."""

    versie = forms.IntegerField(widget=forms.HiddenInput)
    uitkomst = forms.ChoiceField(
        label="Uitkomst",
        choices=[(key.value, capfirst(text)) for key, text in OUTCOME_LABELS.items()],
        widget=forms.RadioSelect,
    )
    reden = _text("Reden van de uitkomst")
    gevolg = _text(
        "Wat volgt er als het gezin zich er niet aan houdt",
        "Vooraf afgesproken met Veilig Thuis, dat hierop antwoordt.",
    )
    delen = forms.MultipleChoiceField(
        label="Wie mag dit voor de eigen taak lezen",
        choices=[(kind.value, ORGANISATION_LABELS[kind]) for kind in SHARED_WITH],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Veilig Thuis leest het altijd.",
    )
    te_laat = _text("Reden van de overschrijding")

    def __init__(self, *args: Any, children: list[CaseRole], late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.children = children
        if not late:
            del self.fields["te_laat"]
        for role in children:
            key = str(role.person.public_id)
            self.add_field(f"kind-{key}", _text("Zorgen", "Of: geen zorgen."))
            spoken = forms.ChoiceField(
                label="Is het kind gesproken?",
                choices=[(value.value, capfirst(text)) for value, text in SPOKEN_TO_CHILD_LABELS.items()],
                widget=forms.RadioSelect,
                required=False,
            )
            self.add_field(f"kind-{key}-gesproken", spoken)
            note = forms.CharField(label="Toelichting", max_length=500, required=False)
            self.add_field(f"kind-{key}-toelichting", note)

    def show_needed(self) -> None:
        """Say at each field that the service asks for it. Call before rendering."""
        for name in (
            "reden",
            *(f"kind-{role.person.public_id}{part}" for role in self.children for part in ("", "-gesproken")),
        ):
            self.fields[name].required = True

    @property
    def rows(self) -> list[tuple[str, tuple[BoundField, ...]]]:
        """Each child by name with its three fields."""
        return [
            (
                role.person.full_name,
                tuple(
                    self[f"kind-{role.person.public_id}{part}"] for part in ("", "-gesproken", "-toelichting")
                ),
            )
            for role in self.children
        ]

    @property
    def names(self) -> dict[str, str]:
        """From the fields of the service to those of the form."""
        keys = [str(role.person.public_id) for role in self.children]
        return {**FIELDS, **{f"child.{key}": f"kind-{key}" for key in keys}}

    def triage(self) -> NewTriage:
        """What the service keeps."""
        data = self.cleaned_data
        return NewTriage(
            concerns=tuple(self._concern(str(role.person.public_id)) for role in self.children),
            outcome=TriageOutcome(data["uitkomst"]),
            reason=data["reden"],
            consequence=data["gevolg"],
            share_with=frozenset(OrganisationKind(kind) for kind in data["delen"]),
            late_reason=data.get("te_laat", ""),
            seen_version=data["versie"],
        )

    def _concern(self, key: str) -> ChildConcern:
        data = self.cleaned_data
        spoken = data[f"kind-{key}-gesproken"]
        return ChildConcern(
            key=key,
            concern=data[f"kind-{key}"],
            spoken=SpokenToChild(spoken) if spoken else None,
            note=data[f"kind-{key}-toelichting"],
        )


class AgreementForm(BaseForm):
    """Whether Veilig Thuis agrees with the consequence."""

    akkoord = forms.ChoiceField(
        label="Stemt Veilig Thuis in met het gevolg?",
        choices=(("yes", "Ja"), ("no", "Nee")),
        widget=forms.RadioSelect,
    )
    toelichting = _text("Toelichting", "Bij nee: wat moet er anders?")
    te_laat = _text("Reden van de overschrijding")

    def __init__(self, *args: Any, late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not late:
            del self.fields["te_laat"]


def _may_open(access: CaseAccess) -> None:
    check_can_open_triage(access.actor, access.case.pk)


@case_page(may=_may_open)
def triage(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """One page for both: the RvdK writes, Veilig Thuis answers."""
    if request.actor.works_for(OrganisationKind.VT):
        return _agree(request, access)
    return _record(request, access)


def _record(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    former, children = current_triage(access.case), children_of(access.case)
    form = TriageForm(
        request.POST if request.method == "POST" else None,
        children=children,
        late=_is_late(request, access),
        initial=_initial(former),
    )
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: record_triage(case=access.case, triage=form.triage(), actor=request.actor, at=request.at),
            fields=form.names,
        )
        if sent.done:
            messages.success(request, "De triage is vastgelegd.")
            return redirect("zsm:case", zaak=access.case.public_id)
    form.show_needed()
    request.trail.shows(categories=[Category.CHILDREN], persons=[role.person_id for role in children])
    context = frame(request, access, "zsm", form=form, refusal=sent.refusal, former=former)
    context["late"] = "te_laat" in form.fields
    return render(request, "zsm/advice/triage.html", context, status=sent.status)


def _initial(former: CivilTriage | None) -> dict[str, Any]:
    if former is None:
        return {"versie": 0}
    start: dict[str, Any] = {
        "versie": former.version,
        "uitkomst": former.outcome,
        "reden": former.reason,
        "gevolg": former.consequence,
    }
    for row in former.concerns:
        key = f"kind-{row['child']}"
        start |= {key: row["concern"], f"{key}-gesproken": row["spoken"], f"{key}-toelichting": row["note"]}
    return start


def _agree(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    last = current_triage(access.case)
    if last is not None and not access.may_see(Category.CHILDREN, last.organisation_id):
        raise Http404
    form = AgreementForm(request.POST if request.method == "POST" else None, late=_is_late(request, access))
    sent = NOT_SENT
    if request.method == "POST" and last is not None:
        sent = submit(
            form,
            lambda: agree_with_triage(
                triage=last,
                agreed=form.cleaned_data["akkoord"] == "yes",
                note=form.cleaned_data["toelichting"],
                actor=request.actor,
                at=request.at,
                late_reason=form.cleaned_data.get("te_laat", ""),
            ),
            fields={"agreed": "akkoord", "note": "toelichting", "late_reason": "te_laat"},
        )
        if sent.done:
            messages.success(request, "Het antwoord is gegeven aan de Raad.")
            return redirect("zsm:case", zaak=access.case.public_id)
    context = frame(
        request,
        access,
        "zsm",
        form=form,
        refusal=sent.refusal,
        cards=triage_cards(request, access)[:1],
        asked=last is not None and not hasattr(last, "agreement") and bool(last.consequence),
    )
    return render(request, "zsm/advice/agreement.html", context, status=sent.status)


def _is_late(request: ActorRequest, access: CaseAccess) -> bool:
    own = Organisation.objects.get(pk=request.actor.organisation_id)
    return any(
        term.is_late(request.at) and term.rule.late_reason_required
        for term in open_terms_of(access.case, TermKind.CIVIL_TRIAGE, organisation=own)
    )
