"""From the filled-in forms to the intake that the service registers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from cases.casefiles.rules.known import SamePerson
from cases.organisations.rules import OrganisationKind
from zsm.intake.rules import RELATIONS, SUSPECT, VICTIM, Met, VictimIs
from zsm.intake.services import ArrestIntake, HearingIntake, Involved
from zsm.web.intake.bundle import IntakeForms
from zsm.web.intake.start_forms import involved


def intake_from(forms: IntakeForms) -> ArrestIntake | HearingIntake:
    """The intake as filled in; only for forms that are valid."""
    met = forms.start.chosen
    if met in (Met.SUMMONED, Met.BY_CHANCE):
        return HearingIntake(**_shared(forms), hearing=forms.hearing.hearing(met))
    return ArrestIntake(**_shared(forms), arrest=forms.arrest.arrest())


def _shared(forms: IntakeForms) -> dict[str, Any]:
    """What both kinds of intake hold."""
    case, check = forms.case.cleaned_data, forms.child_check.cleaned_data
    victim_is = VictimIs(case["victim_is"])
    relation = RELATIONS[victim_is][1]
    answers = _answers(forms)
    filled = tuple(
        form.involved(answers.get(f"child-{number}", {}))
        for number, form in enumerate(forms.filled_children())
    )
    return {
        "hg_label": case["hg_label"] == "yes",
        "offence_municipality": case["offence_municipality"],
        "offence_place": case["offence_place"],
        "victim_municipality": case["victim_municipality"],
        **_couple(forms, answers),
        "victim_is": victim_is,
        "relation_ended_on": case["relation_ended_on"],
        "charges": tuple(form.charge(relation) for form in forms.filled_charges()),
        # Children of the form come first: their place there is the place that an error names.
        "children": (*filled, *(forms.along.children_along() if forms.along else ())),
        "children_checked": forms.child_check.checked,
        "child_present": check["child_present"],
        "child_note": check["child_note"],
        "guardians": tuple(
            form.involved(answers.get(f"guardian-{number}", {}))
            for number, form in enumerate(forms.filled_guardians())
        ),
        "guardians_unknown": forms.guardian_check.cleaned_data["known"] == "unknown",
        "complaint": forms.complaint.complaint(),
        "measures_checked": forms.measure.checked,
        "measure": forms.measure.measure(),
        "safe_contact": forms.contact.contact_or_none(),
        "report": forms.report.report(),
        "reported_on": forms.report.earlier(),
        "children_open_to": frozenset(OrganisationKind(kind) for kind in check["open_to"]),
        "children_purpose": check["purpose"],
        "linked_to": forms.along.link() if forms.along else None,
    }


def _couple(forms: IntakeForms, answers: Mapping[str, Mapping[UUID, SamePerson]]) -> dict[str, Involved]:
    """Suspect and victim: as filled in, or carried over from the linked case."""
    carried = forms.carried
    if carried is None:
        return {
            SUSPECT: Involved(person=forms.suspect.person(), answers=answers.get(SUSPECT, {})),
            VICTIM: Involved(person=forms.victim.person(), answers=answers.get(VICTIM, {})),
        }
    if carried.suspect is not None:
        return {SUSPECT: involved(carried.suspect), VICTIM: involved(carried.victim)}
    suspect = Involved(person=forms.suspect.person(), answers=answers.get(SUSPECT, {}))
    return {SUSPECT: suspect, VICTIM: involved(carried.victim)}


def _answers(forms: IntakeForms) -> dict[str, Mapping[UUID, SamePerson]]:
    return {slot: matches.answers() for slot, matches in forms.matches.items() if matches.is_valid()}
