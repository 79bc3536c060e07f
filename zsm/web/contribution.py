"""What an organisation brings to the table: the form, and the cards by what the reader may see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst

from cases.access.rules.categories import CATEGORY_LABELS, Category
from cases.casefiles.queries import CaseAccess, signed_in_the_name_of
from cases.organisations.rules import OrganisationKind
from cases.web.casefile import held_back_text
from cases.web.casepage import frame
from cases.web.components import Action, Contribution, Fact, PartnerStatus, SourceLine
from cases.web.forms import BaseForm
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, submit
from zsm.consultation import models
from zsm.consultation.permissions import can_contribute, check_can_contribute
from zsm.consultation.queries import SeenContribution, contributions_of, own_contribution
from zsm.consultation.rules.contribution import LONGEST_TEXT, own_categories
from zsm.consultation.services import NewContribution, contribute

FIELDS: Final = {
    "view": "kijk",
    "offer": "kan_doen",
    "dissent": "ander_oordeel",
    "dissent_reason": "ander_oordeel_reden",
    **{f"knows.{category.value}": f"weet_{category.value}" for category in Category},
}


def _text(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=help_text,
    )


class ContributionForm(BaseForm):
    """What the organisation knows under its own categories, its view, what it can do, and its dissent."""

    versie = forms.IntegerField(widget=forms.HiddenInput)
    kijk = _text("Uw kijk op de onveiligheid")
    kan_doen = _text("Wat uw organisatie kan doen")
    ander_oordeel = _text(
        "Ander oordeel",
        "Alleen als u het met de lijn aan tafel niet eens bent. Blijft bij het besluit staan.",
    )
    ander_oordeel_reden = _text("Reden van het andere oordeel")

    def __init__(self, *args: Any, kind: OrganisationKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = own_categories(kind)
        for category in self.own:
            help_text = f"Gedeeld als “{CATEGORY_LABELS[category]}”, met wie dat mag zien."
            self.add_field(
                f"weet_{category.value}", _text(f"Wat u weet: {CATEGORY_LABELS[category]}", help_text)
            )
        self.order_fields(["versie", *(f"weet_{category.value}" for category in self.own)])

    def contribution(self) -> NewContribution:
        """What the service keeps."""
        data = self.cleaned_data
        return NewContribution(
            knows={category: data[f"weet_{category.value}"] for category in self.own},
            view=data["kijk"],
            offer=data["kan_doen"],
            dissent=data["ander_oordeel"],
            dissent_reason=data["ander_oordeel_reden"],
            seen_version=data["versie"],
        )


def _may_contribute(access: CaseAccess) -> None:
    check_can_contribute(access.actor, access.case.pk)


@case_page(may=_may_contribute)
def contribution(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Bring something to the table; the former version is filled in and stays on record."""
    former = own_contribution(access)
    form = ContributionForm(
        request.POST if request.method == "POST" else None,
        kind=request.actor.organisation_kind,
        initial=_initial(former),
    )
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: contribute(
                case=access.case, contribution=form.contribution(), actor=request.actor, at=request.at
            ),
            fields=FIELDS,
        )
        if sent.done:
            messages.success(request, "Uw inbreng ligt op tafel.")
            return redirect("zsm:case", zaak=access.case.public_id)
    if former is not None:
        request.trail.shows(
            categories=[*form.own, Category.ASSESSMENT_CONCLUSION, Category.PLAN, Category.DECISION]
        )
    context = frame(request, access, "zsm", form=form, refusal=sent.refusal, former=former)
    return render(request, "zsm/consultation/contribution.html", context, status=sent.status)


def _initial(former: models.Contribution | None) -> dict[str, Any]:
    if former is None:
        return {"versie": 0}
    return {
        "versie": former.version,
        "kijk": former.view,
        "kan_doen": former.offer,
        "ander_oordeel": former.dissent,
        "ander_oordeel_reden": former.dissent_reason,
        **{f"weet_{part.category}": part.text for part in former.parts.all()},
    }


def contribution_cards(request: ActorRequest, access: CaseAccess) -> tuple[Contribution, ...]:
    """The cards of the ZSM tab and of the table; what they show is noted in the access log."""
    seen = contributions_of(access)
    request.trail.shows(categories={category for row in seen for category in row.categories})
    signatures = signed_in_the_name_of(access) if seen else {}
    return tuple(_card(row, signatures) for row in seen)


def contribute_action(access: CaseAccess) -> Action | None:
    """The button to the form, for who contributes."""
    if not can_contribute(access.actor, access.case.pk):
        return None
    url = reverse("zsm:contribution", kwargs={"zaak": access.case.public_id})
    return Action(label="Inbreng vastleggen", url=url, icon="edit", shortcut="i")


def _card(seen: SeenContribution, signatures: Mapping[UUID, str]) -> Contribution:
    row = seen.row
    dissent = f"{seen.dissent}\nReden: {seen.dissent_reason}" if seen.dissent else ""
    return Contribution(
        organisation=row.organisation.short_name,
        status=PartnerStatus.DONE,
        facts=tuple(
            Fact(label=capfirst(CATEGORY_LABELS[Category(part.category)]), value=part.text)
            for part in seen.parts
        ),
        view=seen.view,
        offer=seen.offer,
        dissent=dissent,
        source=SourceLine(
            organisation=signatures.get(row.public_id, row.organisation.abbreviation),
            at=row.recorded_at,
            by=f"{row.recorded_by.display_name}, versie {row.version}",
        ),
        held_back=held_back_text(seen.held_back),
    )
