"""Taking in a report without a suspect, on one page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cases.access.errors import Conflict, InvalidInput
from cases.access.models import AccessLogEntry
from cases.access.rules.categories import Category
from cases.reports.models import Report
from cases.reports.permissions import check_can_open_reported_case
from cases.reports.services import open_reported_case
from cases.terms.queries import open_terms_of
from cases.terms.rules.kinds import TermKind
from cases.web.components import Crumb, PageHeader, Refusal
from cases.web.moments import due_text
from cases.web.policy import signed_in
from cases.web.reports.new_forms import NewReportForms
from cases.web.requests import ActorRequest

MATCH_PURPOSE = "nagaan of een betrokkene van een melding al bekend is"

HEADER = PageHeader(
    title="Melding vastleggen",
    lead="Zonder verdachte. Loopt er al een zaak van dit gezin, dan komt de melding daarin.",
    crumbs=(Crumb(label="Bord", url="/"), Crumb(label="Nieuwe melding")),
)


@signed_in(may=check_can_open_reported_case)
def new_report(request: ActorRequest) -> HttpResponse:
    """The form, and what is wrong with it; a report that was taken in leads to its case."""
    if request.method != "POST":
        return _page(request, NewReportForms(request.actor))
    forms = NewReportForms(request.actor, request.POST)
    shown = forms.check(request.actor, request.at)
    # Showing who may be known already is a search, and stands in the log as one.
    request.trail.action = AccessLogEntry.ACTION_SEARCH
    request.trail.purpose = MATCH_PURPOSE
    if shown:
        request.trail.shows(persons=shown, categories=[Category.IDENTITY])
    if _all_valid(forms):
        try:
            report = open_reported_case(intake=forms.intake(), actor=request.actor, at=request.at)
        except InvalidInput as error:
            forms.take_errors(error)
        except Conflict as conflict:
            return _page(request, forms, status=409, refusal=Refusal(title=conflict.message, items=()))
        else:
            request.trail.action = AccessLogEntry.ACTION_WRITE
            request.trail.shows(cases=[report.case_id])
            messages.success(request, _success(report))
            return redirect("cases:case", zaak=report.case.public_id)
    return _page(request, forms, status=400)


def _all_valid(forms: NewReportForms) -> bool:
    """Every form is checked, so that everything is told at once."""
    single = (forms.where, forms.reporter, forms.report, forms.incident)
    checked = [form.is_valid() for form in single]
    return all(checked) and forms.persons.is_valid() and not forms.problems()


def _success(report: Report) -> str:
    term = open_terms_of(report.case, TermKind.VT_ASSESSMENT, subject=report).first()
    due = f" Beoordelen uiterlijk {due_text(term.due_at)}." if term and term.due_at else ""
    where = "toegevoegd aan zaak" if report.joined_open_case else "vastgelegd in zaak"
    return f"De melding is {where} {report.case.number}.{due}"


def _page(
    request: ActorRequest, forms: NewReportForms, status: int = 200, refusal: Refusal | None = None
) -> HttpResponse:
    context = {
        "header": HEADER,
        "forms": forms,
        "refusal": refusal,
        "problems": forms.problems() if forms.report.is_bound else [],
    }
    return render(request, "cases/reports/new.html", context, status=status)
