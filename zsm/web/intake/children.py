"""The child check after the intake: children who are found join the case."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpResponse
from django.shortcuts import redirect

from cases.access.models import AccessLogEntry
from cases.access.rules.categories import Category
from cases.casefiles.known import known_people
from cases.casefiles.models import CaseRole
from cases.casefiles.queries import CaseAccess
from cases.organisations.rules import OrganisationKind
from cases.web.components import Fact, LinkItem
from cases.web.forms import BaseForm
from cases.web.person_forms import MatchForm
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.rows import is_removed
from cases.web.submission import NOT_SENT, Submission, submit
from zsm.intake.queries import child_check_of
from zsm.intake.services import ChildrenFound, check_children_again
from zsm.web.intake.bundle import Row
from zsm.web.intake.checks import may_check, recorded_fact
from zsm.web.intake.form_page import form_page
from zsm.web.intake.people_forms import ChildCheckForm, ChildForm, ChildFormSet

SEARCH_PURPOSE = "nagaan of een kind al bekend is"


class AgainForm(ChildCheckForm):
    """The child check after the intake: now there is an answer."""

    has_children = forms.ChoiceField(
        label="Zijn er (nog meer) kinderen in het gezin?",
        choices=[("yes", "Ja"), ("no", "Nee")],
        widget=forms.RadioSelect,
        help_text="Ook kinderen die er niet bij waren, en kinderen die er een deel van de tijd wonen.",
    )


@case_page(may=may_check)
def child_check(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """The child check; children who are found join the case, and the Raad with them."""
    data = request.POST if request.method == "POST" else None
    form = AgainForm(data, prefix="kindcheck")
    children: BaseFormSet[ChildForm] = ChildFormSet(data, prefix="kinderen")
    matches: dict[str, MatchForm] = {}
    sent = NOT_SENT
    if data is not None:
        matches = _matches(request, _filled(children))
        sent = _send_children(request, access, form, children, matches)
        if sent.done:
            messages.success(request, "De kindcheck is vastgelegd.")
            return redirect("cases:case", zaak=access.case.public_id)
    last = child_check_of(access.case)
    facts: tuple[Fact, ...] = ()
    if last is not None and access.may_see(Category.CHILDREN, last.organisation_id):
        number = CaseRole.objects.filter(case=access.case, role="child").count()
        value = f"{last.get_result_display()}; in de zaak: {number}"
        facts = (recorded_fact("Kindcheck", value, last),)
        request.trail.shows(categories=[Category.CHILDREN])
    places = {id(row): matches.get(f"child-{n}") for n, row in enumerate(_filled(children))}
    return form_page(
        request,
        access,
        sent,
        title="Kindcheck",
        button="Vastleggen",
        form=form,
        facts=facts,
        children=children,
        rows=[Row(row, places.get(id(row))) for row in children],
        empty_child=Row(children.empty_form),
        problems=_problems([form, *_filled(children), *matches.values()]) if data is not None else [],
        template="zsm/intake/children.html",
    )


def _filled(children: BaseFormSet[ChildForm]) -> list[ChildForm]:
    return [row for row in children if row.has_changed() and not is_removed(row)]


def _matches(request: ActorRequest, filled: list[ChildForm]) -> dict[str, MatchForm]:
    """Who may be known already; looking is a search, and stands in the log as one."""
    found: dict[str, MatchForm] = {}
    for number, row in enumerate(filled):
        if not row.is_valid():
            continue
        known = known_people(request.actor, row.person().identity, request.at)
        request.trail.shows(
            persons=[candidate.person.pk for candidate in known], categories=[Category.IDENTITY]
        )
        found[f"child-{number}"] = MatchForm(known, request.POST, prefix=f"bekend-child-{number}")
    return found


def _send_children(
    request: ActorRequest,
    access: CaseAccess,
    form: AgainForm,
    children: BaseFormSet[ChildForm],
    matches: dict[str, MatchForm],
) -> Submission:
    filled = _filled(children)
    right = all([form.is_valid(), children.is_valid(), *(match.is_valid() for match in matches.values())])
    says = form.is_valid() and form.says_children
    if form.is_valid() and says != bool(filled):
        text = (
            "Vul van elk kind de gegevens in." if says else "U kiest 'nee', maar er staan kinderen ingevuld."
        )
        form.add_error("has_children", text)
    if not right or not form.is_valid():
        request.trail.action = AccessLogEntry.ACTION_SEARCH
        request.trail.purpose = SEARCH_PURPOSE
        return Submission(done=False, status=400)
    given = form.cleaned_data
    found = ChildrenFound(
        children=tuple(
            row.involved(matches[f"child-{number}"].answers()) for number, row in enumerate(filled)
        ),
        child_present=given["child_present"],
        note=given["child_note"],
        open_to=frozenset(OrganisationKind(kind) for kind in given["open_to"]),
        purpose=given["purpose"],
    )
    return submit(
        form,
        lambda: check_children_again(case=access.case, found=found, actor=request.actor, at=request.at),
    )


def _problems(shown: list[BaseForm]) -> list[LinkItem]:
    return [
        *(LinkItem(text=str(text)) for form in shown for text in form.non_field_errors()),
        *(
            LinkItem(text=str(text), url=f"#{field.auto_id}")
            for form in shown
            for field in form
            for text in field.errors
        ),
    ]
