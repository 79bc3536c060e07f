"""One row of a draft: who gives what to whom, in which phase, on which basis."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cases.access.rules.categories import Category
from cases.access.rules.disclosure import BASIS_TEXT, TABLE_START, DisclosureRow, Phase
from cases.access.rules.grants import GRANT_LABELS, Grant
from cases.organisations.rules import OrganisationKind
from cases.sharing.keeping import check_can_keep_table, check_can_write
from cases.sharing.table import NewCell, drop_cell, set_cell
from cases.sharing.versions import version_rows
from cases.web.components import Crumb, PageHeader
from cases.web.disclosure.versions import HOME, find
from cases.web.disclosure.wording import about_text, category_choices, kind_choices, phase_choices
from cases.web.forms import BaseForm, DayField
from cases.web.policy import signed_in
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, submit

FIELDS = {
    "ontvanger": "recipient",
    "categorie": "category",
    "gever": "giver",
    "fase": "phase",
}


class RowForm(BaseForm):
    """A row; names as `NewCell`."""

    recipient = forms.ChoiceField(label="Ontvanger", choices=kind_choices(every="Maak een keuze"))
    category = forms.ChoiceField(label="Categorie", choices=category_choices(every="Maak een keuze"))
    giver = forms.ChoiceField(
        label="Gever",
        choices=kind_choices(every="Elke gever"),
        required=False,
        help_text="Een regel voor één gever of fase gaat voor de algemene regel.",
    )
    phase = forms.ChoiceField(label="Fase", choices=phase_choices(), required=False)
    grant = forms.ChoiceField(
        label="Verstrekking",
        choices=[(grant.value, label.capitalize()) for grant, label in GRANT_LABELS.items()],
        widget=forms.RadioSelect,
    )
    basis = forms.CharField(
        label="Wettelijke grondslag",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Wet en artikel.",
    )
    note = forms.CharField(
        label="Toelichting", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    valid_from = DayField(label="Geldig vanaf", required=False, help_text="Leeg: zolang deze versie geldt.")
    valid_to = DayField(
        label="Geldig tot", required=False, help_text="De eerste dag waarop de regel niet meer geldt."
    )

    def cell(self) -> NewCell:
        """What the service writes."""
        data = self.cleaned_data
        return NewCell(
            recipient=OrganisationKind(data["recipient"]),
            category=Category(data["category"]),
            grant=Grant(data["grant"]),
            basis=data["basis"],
            note=data["note"],
            giver=OrganisationKind(data["giver"]) if data["giver"] else None,
            phase=Phase(data["phase"]) if data["phase"] else None,
            valid_from=data["valid_from"],
            valid_to=data["valid_to"],
        )


@signed_in(check_can_keep_table)
def row(request: ActorRequest, versie: UUID) -> HttpResponse:
    """Say what a row says from now on; the address may name a row to begin from."""
    version = find(versie)
    check_can_write(request.actor, version)
    named = {name: request.GET.get(asked, "") for asked, name in FIELDS.items()}
    known = _known(version_rows(version), named)
    form = RowForm(request.POST if request.method == "POST" else None, initial=_initial(named, known))
    sent = NOT_SENT
    if request.method == "POST":
        takes_out = known is not None and bool(known.giver or known.phase) and "weg" in request.POST
        if takes_out and known is not None:
            drop_cell(version=version, row=known, actor=request.actor, at=request.at)
            said = f"Niet meer apart geregeld: {about_text(known)}."
        else:
            sent = submit(
                form, lambda: set_cell(version=version, cell=form.cell(), actor=request.actor, at=request.at)
            )
            said = "De regel staat in het concept."
        if takes_out or sent.done:
            request.trail.purpose = f"verstrekkingentabel: regel in versie {version.number}"
            messages.success(request, said)
            return redirect("cases:disclosure-version", versie=version.public_id)
    back = reverse("cases:disclosure-version", kwargs={"versie": version.public_id})
    context = {
        "header": PageHeader(
            title="Regel van de verstrekkingentabel",
            lead=about_text(known) if known else "Kies waar de regel over gaat.",
            crumbs=(HOME, Crumb(label=f"Versie {version.number}", url=back), Crumb(label="Regel")),
        ),
        "form": form,
        "refusal": sent.refusal,
        "back_url": back,
        "removable": known is not None and bool(known.giver or known.phase),
    }
    return render(request, "cases/disclosure/row.html", context, status=sent.status)


def _known(rows: tuple[DisclosureRow, ...], named: dict[str, str]) -> DisclosureRow | None:
    wanted = (named["giver"], named["recipient"], named["category"], named["phase"])
    for one in rows:
        key = (
            one.giver.value if one.giver else "",
            one.recipient.value,
            one.category.value,
            one.phase.value if one.phase else "",
        )
        if key == wanted:
            return one
    return None


def _initial(named: dict[str, str], known: DisclosureRow | None) -> dict[str, object]:
    if known is None:
        return dict(named)
    return named | {
        "grant": known.grant.value,
        "basis": "" if known.basis == BASIS_TEXT else known.basis,
        "note": known.note,
        "valid_from": known.valid_from if known.valid_from != TABLE_START else None,
        "valid_to": known.valid_to,
    }
