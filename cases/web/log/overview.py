"""Where a privacy officer makes the overview for the person concerned."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.access.models import AccessLogEntry
from cases.access.rules.categories import Category
from cases.audit.overview import FILE_NAME, LONGEST, TITLE, Concerned, concerned_in, make_overview
from cases.audit.permissions import check_reads_log, reads_log
from cases.audit.rules.overview import IDENTIFIED_LABELS, IdentifiedBy
from cases.casefiles.queries import ROLE_ORDER
from cases.terms.rules.wording import local
from cases.web.components import Crumb, PageHeader
from cases.web.forms import BaseForm, DayField
from cases.web.policy import signed_in
from cases.web.requests import ActorRequest
from cases.web.site import SiteEntry, register_site_entry

USUAL_SPAN: Final = timedelta(days=365)


class CaseForm(BaseForm):
    """In which case the person stands."""

    zaaknummer = forms.CharField(label="Zaaknummer", max_length=20, help_text="Een zaak van uw organisatie.")


class OverviewForm(BaseForm):
    """Who asked, of which period, and how the identity was established."""

    zaaknummer = forms.CharField(max_length=20, widget=forms.HiddenInput)
    van = DayField(label="Van")
    tot = DayField(label="Tot en met")
    identiteit = forms.ChoiceField(
        label="Identiteit vastgesteld met",
        choices=[(way.value, label) for way, label in IDENTIFIED_LABELS.items()],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, concerned: list[Concerned], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ordered = sorted(concerned, key=lambda found: ROLE_ORDER[found.role.role])
        choices = [
            (str(found.person.public_id), f"{found.person.full_name} ({found.role.get_role_display()})")
            for found in ordered
        ]
        self.add_field(
            "persoon", forms.ChoiceField(label="Wie vraagt het", choices=choices, widget=forms.RadioSelect)
        )
        self.order_fields(["zaaknummer", "persoon", "van", "tot", "identiteit"])

    def clean(self) -> dict[str, Any]:
        """A period that ends after it begins, and no longer than the log is kept."""
        found = super().clean() or {}
        begin, end = found.get("van"), found.get("tot")
        if begin and end and not begin <= end <= begin + LONGEST:
            self.add_error("tot", "Tot en met: kies een dag na de eerste, hoogstens vijf jaar later.")
        return found


@signed_in(may=check_reads_log)
def overview(request: ActorRequest) -> HttpResponse:
    """First the case, then who of it; the answer is the file."""
    request.trail.action = AccessLogEntry.ACTION_LOG
    request.trail.purpose = "overzicht voor de betrokkene"
    if request.method != "POST":
        return _page(request, CaseForm())
    asked = CaseForm(request.POST)
    if not asked.is_valid():
        return _page(request, asked, status=400)
    concerned = concerned_in(request.actor, asked.cleaned_data["zaaknummer"], request.at)
    if not concerned:
        asked.add_error("zaaknummer", "Zaaknummer: uw organisatie heeft geen zaak met dit nummer.")
        return _page(request, asked, status=400)
    _note(request, concerned)
    if "persoon" not in request.POST and "van" not in request.POST:
        today = local(request.at).date()
        first = {"zaaknummer": asked.cleaned_data["zaaknummer"], "van": today - USUAL_SPAN, "tot": today}
        return _page(request, OverviewForm(initial=first, concerned=concerned))
    form = OverviewForm(request.POST, concerned=concerned)
    if not form.is_valid():
        return _page(request, form, status=400)
    return _file(request, form, concerned)


def _file(request: ActorRequest, form: OverviewForm, concerned: list[Concerned]) -> HttpResponse:
    chosen = UUID(form.cleaned_data["persoon"])
    [found] = [one for one in concerned if one.person.public_id == chosen]
    identified_by = IdentifiedBy(form.cleaned_data["identiteit"])
    made = make_overview(
        concerned=found,
        day_from=form.cleaned_data["van"],
        day_to=form.cleaned_data["tot"],
        identified_by=identified_by,
        actor=request.actor,
        at=request.at,
    )
    request.trail.action = AccessLogEntry.ACTION_EXPORT
    request.trail.purpose = f"overzicht voor de betrokkene, {IDENTIFIED_LABELS[identified_by]}"
    response = HttpResponse(made.pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response


def _note(request: ActorRequest, concerned: list[Concerned]) -> None:
    request.trail.shows(
        cases={found.role.case_id for found in concerned},
        persons={found.person.pk for found in concerned},
        categories=[Category.IDENTITY],
    )


def _page(request: ActorRequest, form: BaseForm, *, status: int = 200) -> HttpResponse:
    context = {
        "header": PageHeader(
            title=TITLE,
            lead="Een overzicht voor de betrokkene die daarom vraagt, als PDF.",
            crumbs=(Crumb(label="Toegangslogboek", url=reverse("cases:log")), Crumb(label=TITLE)),
        ),
        "form": form,
        "last": isinstance(form, OverviewForm),
    }
    return render(request, "cases/log/overview.html", context, status=status)


def register_overview_page() -> None:
    """The page stands in the palette of privacy officers; called in `AppConfig.ready()`."""
    register_site_entry(
        SiteEntry(
            label="Overzicht voor een betrokkene",
            url_name="cases:log-overview",
            bar=False,
            order=63,
            may_see=reads_log,
            words="inzagerecht avg wie heeft mijn gegevens ingezien",
        )
    )
