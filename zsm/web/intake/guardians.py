"""A parent or guardian of a minor, added in a running case."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from cases.access.models import AccessLogEntry
from cases.access.rules.categories import Category
from cases.casefiles.known import known_people
from cases.casefiles.queries import CaseAccess
from cases.web.person_forms import MatchForm, PersonForm
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, Submission, submit
from zsm.intake.permissions import check_can_name_guardian
from zsm.intake.queries import children_of
from zsm.intake.rules import GuardianOf
from zsm.intake.services import add_guardian
from zsm.intake.services.guardians import PLACE
from zsm.intake.services.people import MATCH
from zsm.web.intake.form_page import form_page
from zsm.web.intake.people_forms import GuardianForm

SEARCH_PURPOSE: Final = "nagaan of een ouder of voogd al bekend is"
LEAD: Final = (
    "Een minderjarig slachtoffer wordt met de ouder of voogd geïnformeerd, nooit via de verdachte. "
    "Leg daarna bij Personen vast hoe deze persoon veilig te bereiken is."
)
FIELDS: Final = {
    **{f"{PLACE}.{name}": name for name in (*PersonForm.base_fields, "guardian_is", "guardian_of")},
    # Who is known has questions of its own; what they cannot settle is told above the form.
    f"{PLACE}.{MATCH}": "",
}


def _may_name(access: CaseAccess) -> None:
    check_can_name_guardian(access.actor, access.case.pk)


@case_page(may=_may_name)
def guardian(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """The form; who may be known already is asked before anybody is recorded."""
    data = request.POST if request.method == "POST" else None
    form = GuardianForm(data, initial={"guardian_of": _whose(access)})
    matches: MatchForm | None = None
    sent = NOT_SENT
    if data is not None and form.is_valid():
        matches = _matches(request, form)
        sent = _send(request, access, form, matches)
        if sent.done:
            messages.success(request, "De ouder of voogd is vastgelegd.")
            return redirect("cases:persons", zaak=access.case.public_id)
    elif data is not None:
        sent = Submission(done=False, status=400)
    return form_page(
        request,
        access,
        sent,
        title="Ouder of voogd toevoegen",
        button="Vastleggen",
        lead=LEAD,
        form=form,
        matches=matches,
        template="zsm/intake/guardian.html",
    )


def _whose(access: CaseAccess) -> str:
    """Whose guardian it is to begin with: the victim who is a child, else the suspect."""
    minor = any(role.role == "victim" for role in children_of(access.case))
    return (GuardianOf.VICTIM if minor else GuardianOf.SUSPECT).value


def _matches(request: ActorRequest, form: GuardianForm) -> MatchForm:
    """Who may be known already; looking is a search, and stands in the log as one."""
    known = known_people(request.actor, form.person().identity, request.at)
    request.trail.shows(persons=[candidate.person.pk for candidate in known], categories=[Category.IDENTITY])
    return MatchForm(known, request.POST, prefix="bekend")


def _send(request: ActorRequest, access: CaseAccess, form: GuardianForm, matches: MatchForm) -> Submission:
    if not matches.is_valid():
        request.trail.action = AccessLogEntry.ACTION_SEARCH
        request.trail.purpose = SEARCH_PURPOSE
        return Submission(done=False, status=400)
    return submit(
        form,
        lambda: add_guardian(
            case=access.case,
            guardian=form.involved(matches.answers()),
            actor=request.actor,
            at=request.at,
        ),
        fields=FIELDS,
    )
