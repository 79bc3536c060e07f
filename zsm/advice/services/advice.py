"""Writing the advice: a draft that is one's own, handed in once, after that only a new version."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from cases.access.actor import Actor
from cases.access.errors import Conflict, GuardRefusal, InvalidInput
from cases.access.rules.categories import Category
from cases.access.writing import one_write
from cases.casefiles.models import Case
from cases.casefiles.rules.states import CaseState
from cases.casefiles.services import lock_case, mark_for_task, record_event
from cases.organisations.models import Organisation
from cases.organisations.rules import OrganisationKind
from cases.terms.rules.kinds import TermKind
from cases.terms.services import meet_if_open
from zsm.advice.models import Advice
from zsm.advice.permissions import check_can_advise
from zsm.advice.queries import advice_facts
from zsm.advice.rules.advice import (
    ADVICE_KIND_LABELS,
    AdviceContent,
    AdviceFacts,
    content_errors,
    missing_for_hand_in,
    with_default_radius,
)

SHARING_PURPOSE: Final = "Voorwaarden afstemmen met Veilig Thuis"
LONGEST: Final = {
    "risk": 6000,
    "decision_reason": 4000,
    "feasibility": 4000,
    "em_reason": 2000,
    "dut_reason": 2000,
    "spoken_note": 2000,
    "children_note": 2000,
}


@one_write
def save_draft(
    *, case: Case, content: AdviceContent, actor: Actor, at: datetime, seen: int | None = None
) -> Advice:
    """Keep a draft for the own organisation; nobody else sees it and nothing is met by it.

    `seen`: the number of versions that stood on the screen (None: not checked). Raises NotAllowed for who is
    not the adviser at the suspect's age, InvalidInput per field of `AdviceContent`, Conflict.
    """
    case = lock_case(case.pk)
    return _save(case, content, actor=actor, at=at, seen=seen)[0]


@one_write
def hand_in_advice(
    *,
    case: Case,
    content: AdviceContent,
    actor: Actor,
    at: datetime,
    late_reason: str = "",
    share_with_vt: bool = False,
    seen: int | None = None,
) -> Advice:
    """Hand in the advice; from then on it stands, and a change is a new version (domain guide, section 4).

    `share_with_vt`: Veilig Thuis may read the advice for its task. Raises as `save_draft`, and GuardRefusal
    with everything that the advice still lacks, guard 5 among it.
    """
    case = lock_case(case.pk)
    advice, facts = _save(case, content, actor=actor, at=at, seen=seen)
    if missing := missing_for_hand_in(content, facts):
        raise GuardRefusal(missing, "Het advies kan nog niet worden uitgebracht.")
    advice.status, advice.handed_in_at, advice.stalking = "handed_in", at, facts.stalking
    advice.save(update_fields=["status", "handed_in_at", "stalking"])
    if share_with_vt:
        mark_for_task(
            case=case,
            category=Category.ADVICE,
            recipients=[OrganisationKind.VT],
            purpose=SHARING_PURPOSE,
            actor=actor,
            at=at,
        )
    which = "" if advice.version == 1 else f", versie {advice.version}"
    event = record_event(
        case=case,
        kind="advice_handed_in",
        category=Category.ADVICE,
        summary=f"Advies uitgebracht: {ADVICE_KIND_LABELS[content.kind]}{which}.",
        actor=actor,
        at=at,
        subject=advice,
    )
    meet_if_open(
        case=case,
        kind=TermKind.ADVICE,
        organisation=Organisation.objects.get(pk=actor.organisation_id),
        event=event,
        actor=actor,
        at=at,
        late_reason=late_reason,
    )
    return advice


def _save(
    case: Case, content: AdviceContent, *, actor: Actor, at: datetime, seen: int | None
) -> tuple[Advice, AdviceFacts]:
    facts = advice_facts(case, at)
    check_can_advise(actor, case.pk, adviser=facts.adviser)
    if CaseState(case.state) is CaseState.CLOSED:
        raise Conflict("Deze zaak is gesloten.")
    if errors := _errors(content, facts):
        raise InvalidInput(errors)
    own = Advice.objects.filter(case=case, organisation_id=actor.organisation_id)
    draft = own.filter(status="draft").first()
    handed_in = own.filter(status="handed_in").count()
    if seen is not None and seen != handed_in:
        raise Conflict("Een collega heeft intussen een advies uitgebracht. Kijk na of het uwe nog nodig is.")
    values = _values(content) | {"recorded_by_id": actor.user_id, "recorded_at": at}
    if draft is None:
        draft = Advice.objects.create(
            case=case, version=handed_in + 1, organisation_id=actor.organisation_id, **values
        )
    else:
        for name, value in values.items():
            setattr(draft, name, value)
        draft.save()
    return draft, facts


def _errors(content: AdviceContent, facts: AdviceFacts) -> dict[str, list[str]]:
    errors = content_errors(content, facts)
    for name, longest in LONGEST.items():
        if len(getattr(content, name)) > longest:
            errors[name] = [f"Gebruik ten hoogste {longest} tekens."]
    return errors


def _values(content: AdviceContent) -> dict[str, Any]:
    conditions = [with_default_radius(row) for row in content.conditions]
    return {
        "kind": content.kind.value,
        "risk": content.risk.strip(),
        "decision": content.decision.value if content.decision else "",
        "decision_reason": content.decision_reason.strip(),
        "conditions": [
            {"part": row.part.value, "text": row.text, "months": row.months, "radius_km": row.radius_km}
            for row in conditions
        ],
        "vt_conditions": {
            key: {"taken": row.taken, "reason": row.reason.strip()}
            for key, row in content.vt_conditions.items()
        },
        "em": content.em.value if content.em else "",
        "em_reason": content.em_reason.strip(),
        "dut": content.dut.value if content.dut else "",
        "dut_reason": content.dut_reason.strip(),
        "feasibility": content.feasibility.strip(),
        "instruments": sorted(row.value for row in content.instruments),
        "spoken_with": sorted(row.value for row in content.spoken_with),
        "spoken_note": content.spoken_note.strip(),
        "children_heard": content.children_heard.value if content.children_heard else "",
        "children_note": content.children_note.strip(),
    }
