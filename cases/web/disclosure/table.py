"""The disclosure table as it is in force: the whole at a glance, or row by row for one recipient."""

from __future__ import annotations

from typing import Final

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.access.rules.categories import CATEGORY_LABELS, Category
from cases.access.rules.disclosure import DisclosureRow
from cases.access.rules.grants import GRANT_LABELS, GRANT_SIGNS, Grant
from cases.access.table_models import DisclosureVersion
from cases.organisations.rules import ORGANISATION_ABBREVIATIONS, ORGANISATION_LABELS, OrganisationKind
from cases.sharing.keeping import keeps_table
from cases.sharing.versions import last_approved, version_in_force, version_rows
from cases.terms.rules.wording import day_text, local
from cases.web.components import Action, Badge, Cell, Column, DataTable, PageHeader, Row
from cases.web.disclosure.wording import (
    category_choices,
    giver_text,
    grant_text,
    kind_choices,
    period_text,
    phase_text,
    version_title,
)
from cases.web.forms import BaseForm
from cases.web.policy import signed_in
from cases.web.requests import ActorRequest
from cases.web.site import SiteEntry, register_site_entry

LEAD: Final = (
    "Wie ziet wat van een andere organisatie. Eigen gegevens ziet een organisatie altijd; niemand geeft "
    "gegevens van een ander door. Voor en na ZSM en Actieoverleg alleen met een lopende taak."
)


class FilterForm(BaseForm):
    """What to look at; nothing of it says anything about a person."""

    ontvanger = forms.ChoiceField(label="Ontvanger", choices=kind_choices(every="Alle"), required=False)
    categorie = forms.ChoiceField(label="Categorie", choices=category_choices(every="Alle"), required=False)


@signed_in()
@require_safe
def table(request: ActorRequest) -> HttpResponse:
    """The version in force; everybody may know the rules by which she or he does not see something."""
    form = FilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {"ontvanger": "", "categorie": ""}
    today = local(request.at).date()
    version = version_in_force(today)
    rows = version_rows(version)
    picked = [
        row
        for row in rows
        if chosen["ontvanger"] in ("", row.recipient.value)
        and chosen["categorie"] in ("", row.category.value)
    ]
    context = {
        "header": _header(request, version),
        "form": form,
        "filtered": any(chosen.values()),
        "grid": grid(rows) if not any(chosen.values()) else None,
        "legend": [(GRANT_SIGNS[grant], label) for grant, label in GRANT_LABELS.items()],
        "rows": row_table(picked, "Regels van de verstrekkingentabel"),
        "particular": sum(1 for row in rows if row.giver or row.phase),
    }
    return render(request, "cases/disclosure/table.html", context, status=200 if form.is_valid() else 400)


def _header(request: ActorRequest, version: DisclosureVersion | None) -> PageHeader:
    next_one = last_approved()
    badges = [Badge(text=version_title(version))]
    if version is not None and version.effective_from is not None:
        badges.append(Badge(text=f"van kracht sinds {day_text(version.effective_from)}"))
    if next_one is not None and next_one != version and next_one.effective_from is not None:
        badges.append(Badge(text=f"versie {next_one.number} gaat in op {day_text(next_one.effective_from)}"))
    actions: tuple[Action, ...] = ()
    if keeps_table(request.actor):
        actions = (
            Action(label="Versies en wijzigen", url=reverse("cases:disclosure-versions"), icon="history"),
            Action(label="Wat zou X zien?", url=reverse("cases:disclosure-explain"), icon="eye"),
        )
    return PageHeader(title="Verstrekkingentabel", lead=LEAD, badges=tuple(badges), actions=actions)


def grid(rows: tuple[DisclosureRow, ...]) -> DataTable:
    """Categories down, recipients across, one sign each; a star where a row for one giver or phase holds."""
    general = {(row.recipient, row.category): row for row in rows if not row.giver and not row.phase}
    special = {(row.recipient, row.category) for row in rows if row.giver or row.phase}
    recipients = [kind for kind in OrganisationKind if any(kind is one for one, _ in (*general, *special))]
    categories = [one for one in Category if any(one is category for _, category in (*general, *special))]

    def sign(kind: OrganisationKind, category: Category) -> str:
        row = general.get((kind, category))
        star = "*" if (kind, category) in special else ""
        return f"{GRANT_SIGNS[row.grant if row else Grant.ONLY_THAT]}{star}"

    return DataTable(
        caption="Per categorie en ontvanger",
        columns=(
            Column(label="Categorie"),
            *(Column(label=ORGANISATION_ABBREVIATIONS[kind]) for kind in recipients),
        ),
        rows=tuple(
            Row(
                cells=(
                    Cell(
                        text=CATEGORY_LABELS[category],
                        url=f"{reverse('cases:disclosure-table')}?categorie={category.value}",
                    ),
                    *(Cell(text=sign(kind, category)) for kind in recipients),
                )
            )
            for category in categories
        ),
    )


def row_table(rows: list[DisclosureRow], caption: str) -> DataTable:
    """Rows in words, with their legal basis."""
    return DataTable(
        caption=caption,
        columns=tuple(
            Column(label=label)
            for label in (
                "Categorie",
                "Ontvanger",
                "Gever",
                "Fase",
                "Verstrekking",
                "Grondslag en toelichting",
            )
        ),
        rows=tuple(
            Row(
                cells=(
                    Cell(text=CATEGORY_LABELS[row.category]),
                    Cell(text=ORGANISATION_LABELS[row.recipient]),
                    Cell(text=giver_text(row)),
                    Cell(text=phase_text(row)),
                    Cell(text=" ".join(filter(None, (grant_text(row), period_text(row))))),
                    Cell(text=" · ".join(filter(None, (row.basis, row.note)))),
                )
            )
            for row in rows
        ),
        wide=True,
        empty="De tabel zegt hier niets over: dan wordt alleen dat-informatie verstrekt.",
    )


def register_disclosure_pages() -> None:
    """The table for everybody in the palette, for privacy officers in the bar."""
    register_site_entry(
        SiteEntry(
            label="Verstrekkingentabel",
            url_name="cases:disclosure-table",
            icon="list-check",
            order=50,
            may_see=keeps_table,
            words="privacy wie ziet wat delen toestemming",
        )
    )
