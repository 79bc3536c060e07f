"""Registering an arrest or a hearing on one page; another suspect begins from the case of the first."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cases.access.errors import Conflict, InvalidInput
from cases.access.models import AccessLogEntry
from cases.access.rules.categories import Category
from cases.casefiles.models import Case
from cases.casefiles.queries import CaseAccess
from cases.casefiles.rules.linking import LinkKind
from cases.terms.queries import open_terms_of
from cases.terms.rules.kinds import TermKind
from cases.web.components import Crumb, PageHeader
from cases.web.moments import due_text
from cases.web.policy import case_page, signed_in
from cases.web.requests import ActorRequest
from zsm.intake.permissions import check_can_arrest_again, check_can_register_arrest
from zsm.intake.rules import SUSPECT, VICTIM
from zsm.intake.services import ArrestIntake, HearingIntake, register_arrest, register_hearing
from zsm.web.intake.bundle import IntakeForms, Row
from zsm.web.intake.reading import intake_from
from zsm.web.intake.start_forms import Carried

MATCH_PURPOSE = "nagaan of een betrokkene van een aanhouding al bekend is"

LEAD: Final = "Eén keer invullen: de zaak gaat open, wie erbij hoort doet mee en de termijnen gaan lopen."
TITLES: Final = {
    None: "Verdachte registreren",
    LinkKind.CO_SUSPECT: "Nog een verdachte registreren",
    LinkKind.MUTUAL_VIOLENCE: "Geweld over en weer registreren",
}


@signed_in(may=check_can_register_arrest)
def register(request: ActorRequest) -> HttpResponse:
    """The form, and what is wrong with it; a registered arrest leads to its case."""
    return _register(request, None)


def _may_add(access: CaseAccess) -> None:
    check_can_arrest_again(access.actor, access.case.pk)


@case_page(may=_may_add)
def co_suspect(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Another suspect of the same offence: a case of its own, linked to this one."""
    return _register(request, Carried.of(access, LinkKind.CO_SUSPECT))


@case_page(may=_may_add)
def mutual(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """The victim of this case as suspect and its suspect as victim: a case of its own, linked to this one."""
    return _register(request, Carried.of(access, LinkKind.MUTUAL_VIOLENCE))


def _register(request: ActorRequest, carried: Carried | None) -> HttpResponse:
    if carried is not None:
        people = [carried.victim, *carried.children, *([carried.suspect] if carried.suspect else [])]
        request.trail.shows(
            persons=[person.pk for person in people], categories=[Category.IDENTITY, Category.CHILDREN]
        )
    if request.method != "POST":
        return _page(request, IntakeForms(carried=carried))
    forms = IntakeForms(request.POST, carried)
    _check(request, forms)
    if forms.problems():
        return _page(request, forms, status=400)
    try:
        case = _write(intake_from(forms), request)
    except InvalidInput as error:
        forms.take_errors(error)
        return _page(request, forms, status=400)
    except Conflict as conflict:
        forms.case.add_error(None, conflict.message)
        return _page(request, forms, status=409)
    request.trail.action = AccessLogEntry.ACTION_WRITE
    request.trail.shows(cases=[case.pk])
    messages.success(request, _success(case))
    return redirect("cases:case", zaak=case.public_id)


def _write(intake: ArrestIntake | HearingIntake, request: ActorRequest) -> Case:
    if isinstance(intake, HearingIntake):
        return register_hearing(intake=intake, actor=request.actor, at=request.at)
    return register_arrest(intake=intake, actor=request.actor, at=request.at)


def _check(request: ActorRequest, forms: IntakeForms) -> None:
    """Showing who may be known already is a search, and stands in the log as one."""
    shown = forms.check(request.actor, request.at)
    request.trail.action = AccessLogEntry.ACTION_SEARCH
    request.trail.purpose = MATCH_PURPOSE
    if shown:
        request.trail.shows(persons=shown, categories=[Category.IDENTITY])


def _success(case: Case) -> str:
    first = open_terms_of(case, TermKind.FIRST_DECISION).first()
    due = f" Eerste beslissing uiterlijk {due_text(first.due_at)}." if first and first.due_at else ""
    return f"Zaak {case.number} is geopend.{due}"


def _page(request: ActorRequest, forms: IntakeForms, status: int = 200) -> HttpResponse:
    carried = forms.carried
    context = {
        "header": _header(forms),
        "carried_suspect": carried.suspect if carried else None,
        "carried_victim": carried.victim if carried else None,
        "along_title": f"Overgenomen uit zaak {carried.access.case.number}" if carried else "",
        "forms": forms,
        "problems": forms.problems() if forms.case.is_bound else [],
        "suspect_matches": forms.matches.get(SUSPECT),
        "victim_matches": forms.matches.get(VICTIM),
        "empty_charge": Row(forms.charges.empty_form),
        "empty_child": Row(forms.children.empty_form),
        "empty_guardian": Row(forms.guardians.empty_form),
    }
    return render(request, "zsm/intake/page.html", context, status=status)


def _header(forms: IntakeForms) -> PageHeader:
    carried = forms.carried
    title = TITLES[carried.kind if carried else None]
    crumbs = [Crumb(label="Bord", url="/")]
    if carried is not None:
        case = carried.access.case
        crumbs.append(
            Crumb(label=f"Zaak {case.number}", url=reverse("cases:case", kwargs={"zaak": case.public_id}))
        )
    return PageHeader(title=title, lead=LEAD, crumbs=(*crumbs, Crumb(label=title)))
