"""The HG label of a case without: proposed by anyone at the table, accepted or rejected by police or OM."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput
from cases.access.rules.categories import Category
from cases.access.writing import one_write
from cases.casefiles.link_models import LabelStep
from cases.casefiles.models import Case
from cases.casefiles.rules.owed import owed_on
from cases.casefiles.services import lock_case, record_event
from cases.organisations.rules import OrganisationKind
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.owed import OwedEvent
from cases.terms.services import NewTerm, meet_if_open, start_terms
from zsm.intake.messages import LABEL_PROPOSED
from zsm.intake.permissions import check_can_judge_label, check_can_propose_label
from zsm.intake.services.standing import bring_up_to_date, new_terms, partners_of
from zsm.intake.services.telling import tell_participants

LONGEST_REASON: Final = 500
STEP_TEXTS: Final = {
    "proposed": "HG-label voorgesteld.",
    "accepted": "HG-label aanvaard.",
    "rejected": "HG-label afgewezen.",
}


@one_write
def propose_label(*, case: Case, reason: str, actor: Actor, at: datetime) -> LabelStep:
    """Propose the HG label for a case without (domain guide, section 4); police owes an answer the same day.

    Raises NotAllowed, Conflict when the case has the label or it is proposed already, InvalidInput.
    """
    check_can_propose_label(actor, case.pk)
    case = lock_case(case.pk)
    if case.hg_label == "yes":
        raise Conflict("Deze zaak heeft het HG-label al.")
    if case.hg_label == "proposed":
        raise Conflict("Het HG-label is al voorgesteld; politie of OM beoordeelt het.")
    step = _step(case, "proposed", "proposed", reason, actor=actor, at=at)
    terms: list[NewTerm] = new_terms(owed_on(OwedEvent.HG_LABEL_PROPOSED), partners_of(case), at)
    start_terms(case=case, terms=terms, actor=actor, at=at)
    tell_participants(
        case=case,
        kind=LABEL_PROPOSED,
        occasion=f"label:{step.public_id}",
        kinds=(OrganisationKind.POLITIE, OrganisationKind.OM),
        actor=actor,
        at=at,
    )
    return step


@one_write
def judge_label(*, case: Case, accept: bool, reason: str, actor: Actor, at: datetime) -> LabelStep:
    """Accept or reject the proposed label, with the reason.

    Accepted: Veilig Thuis, Victim Support and the adviser join, and what everybody owes in an HG case starts.
    Raises NotAllowed for others than police and OM, Conflict when nothing is proposed (any more), and
    InvalidInput.
    """
    check_can_judge_label(actor, case.pk)
    case = lock_case(case.pk)
    if case.hg_label != "proposed":
        raise Conflict("Er ligt geen voorstel (meer) voor het HG-label.")
    outcome, label = ("accepted", "yes") if accept else ("rejected", "no")
    step = _step(case, outcome, label, reason, actor=actor, at=at)
    meet_if_open(case=case, kind=TermKind.JUDGE_HG_LABEL, actor=actor, at=at)
    if accept:
        bring_up_to_date(case=case, actor=actor, at=at)
    return step


def _step(case: Case, step: str, label: str, reason: str, *, actor: Actor, at: datetime) -> LabelStep:
    given = reason.strip()
    if not given or len(given) > LONGEST_REASON:
        raise InvalidInput({"reason": [f"Geef de reden, in hoogstens {LONGEST_REASON} tekens."]})
    case.hg_label = label
    case.save(update_fields=["hg_label"])
    saved = LabelStep.objects.create(
        case=case,
        step=step,
        reason=given,
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    record_event(
        case=case,
        kind=f"label_{step}",
        category=Category.IDENTITY,
        summary=STEP_TEXTS[step],
        actor=actor,
        at=at,
        subject=saved,
    )
    return saved
