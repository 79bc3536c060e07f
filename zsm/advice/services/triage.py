"""Writing the civil triage, and the agreement of Veilig Thuis with its consequence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput
from cases.access.rules.categories import Category
from cases.access.writing import one_write
from cases.casefiles.models import Case, CaseEvent
from cases.casefiles.services import lock_case, mark_for_task, record_event
from cases.organisations.models import Organisation
from cases.organisations.rules import OrganisationKind
from cases.plans.queries import partner
from cases.terms.queries import open_terms_of
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.parameters import Parameters
from cases.terms.rules.vocabulary import Situation
from cases.terms.services import cancel_if_open, meet_if_open, start_term
from zsm.advice.models import CivilTriage, TriageAgreement
from zsm.advice.permissions import check_can_agree, check_can_triage
from zsm.advice.queries import current_triage
from zsm.advice.rules.triage import NEEDS_CONSEQUENCE, ChildConcern, TriageOutcome, triage_errors
from zsm.intake.queries import children_of

LONGEST_TEXT: Final = 2000
SHARING_PURPOSE: Final = "Bescherming van de kinderen bij de beslissing"
# To whom the RvdK can open what it says of the children for their task (tables, section 5).
SHARED_WITH: Final = (OrganisationKind.OM, OrganisationKind.POLITIE, OrganisationKind.RECLASSERING)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTriage:
    """Concerns per child, the outcome with its reason, and what follows when the family does not comply.

    `share_with`: partners who may read it for their task. `seen_version`: what stood on the screen (0: none).
    """

    concerns: tuple[ChildConcern, ...]
    outcome: TriageOutcome
    reason: str
    consequence: str = ""
    share_with: frozenset[OrganisationKind] = frozenset()
    late_reason: str = ""
    seen_version: int | None = None


@one_write
def record_triage(*, case: Case, triage: NewTriage, actor: Actor, at: datetime) -> CivilTriage:
    """Record the triage of the RvdK; Veilig Thuis then owes its answer to the consequence.

    Raises NotAllowed, InvalidInput per field (`child.<public id>` for what is said of a child), Conflict.
    """
    check_can_triage(actor, case.pk)
    lock_case(case.pk)
    former = current_triage(case)
    version = former.version if former else 0
    if triage.seen_version is not None and triage.seen_version != version:
        raise Conflict("Een collega heeft de triage intussen vastgelegd. Kijk na of de uwe nog klopt.")
    _check(case, triage)
    saved = CivilTriage.objects.create(
        case=case,
        version=version + 1,
        concerns=[
            {
                "child": row.key,
                "concern": row.concern.strip(),
                "spoken": row.spoken.value if row.spoken else "",
                "note": row.note.strip(),
            }
            for row in triage.concerns
        ],
        outcome=triage.outcome.value,
        reason=triage.reason.strip(),
        consequence=triage.consequence.strip(),
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    _share(case, triage.share_with, actor=actor, at=at)
    event = record_event(
        case=case,
        kind="civil_triage_recorded",
        category=Category.CHILDREN,
        summary=f"Triage van de kinderen door de Raad: {saved.get_outcome_display()}.",
        actor=actor,
        at=at,
        subject=saved,
    )
    _ask_agreement(case, former, saved, event, triage.late_reason, actor=actor, at=at)
    return saved


def _check(case: Case, triage: NewTriage) -> None:
    errors = triage_errors(
        children=frozenset(str(role.person.public_id) for role in children_of(case)),
        concerns=triage.concerns,
        outcome=triage.outcome,
        reason=triage.reason,
        consequence=triage.consequence,
    )
    for name in ("reason", "consequence"):
        if len(getattr(triage, name)) > LONGEST_TEXT:
            errors[name] = [f"Gebruik ten hoogste {LONGEST_TEXT} tekens."]
    if errors:
        raise InvalidInput(errors)


def _share(case: Case, kinds: Iterable[OrganisationKind], *, actor: Actor, at: datetime) -> None:
    recipients = [kind for kind in SHARED_WITH if kind in kinds]
    if recipients:
        mark_for_task(
            case=case,
            category=Category.CHILDREN,
            recipients=recipients,
            purpose=SHARING_PURPOSE,
            actor=actor,
            at=at,
        )


def _ask_agreement(
    case: Case,
    former: CivilTriage | None,
    saved: CivilTriage,
    event: CaseEvent,
    late_reason: str,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """The RvdK has done its part; what Veilig Thuis owed on a former version it now owes on this one."""
    kind = TermKind.CIVIL_TRIAGE
    own = Organisation.objects.get(pk=actor.organisation_id)
    meet_if_open(
        case=case, kind=kind, organisation=own, event=event, actor=actor, at=at, late_reason=late_reason
    )
    if former is not None:
        reason = "Er is een nieuwe versie van de triage."
        cancel_if_open(case=case, kind=kind, subject=former, reason=reason, actor=actor, at=at, event=event)
    veilig_thuis = partner(case, OrganisationKind.VT)
    if veilig_thuis is None or TriageOutcome(saved.outcome) not in NEEDS_CONSEQUENCE:
        return
    clock = open_terms_of(case, TermKind.FIRST_DECISION).first()
    held = Parameters(situation=Situation.HELD, reference=clock.due_at) if clock else None
    start_term(
        case=case, kind=kind, organisation=veilig_thuis, parameters=held, subject=saved, actor=actor, at=at
    )


@one_write
def agree_with_triage(
    *, triage: CivilTriage, agreed: bool, note: str, actor: Actor, at: datetime, late_reason: str = ""
) -> TriageAgreement:
    """Veilig Thuis agrees beforehand with what follows when the family does not comply, or says why not.

    Raises NotAllowed, InvalidInput, Conflict when it answered already or a newer version stands.
    """
    case = triage.case
    check_can_agree(actor, case.pk)
    lock_case(case.pk)
    last = current_triage(case)
    if last is None or last.pk != triage.pk:
        raise Conflict("De Raad heeft intussen een nieuwe versie van de triage vastgelegd.")
    if TriageAgreement.objects.filter(triage=triage).exists():
        raise Conflict("Veilig Thuis heeft op deze versie al geantwoord.")
    if not agreed and not note.strip():
        raise InvalidInput({"note": ["Schrijf op wat er anders moet."]})
    if len(note) > LONGEST_TEXT:
        raise InvalidInput({"note": [f"Gebruik ten hoogste {LONGEST_TEXT} tekens."]})
    saved = TriageAgreement.objects.create(
        triage=triage,
        agreed=agreed,
        note=note.strip(),
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    what = "stemt in met" if agreed else "stemt niet in met"
    event = record_event(
        case=case,
        kind="triage_answered",
        category=Category.CHILDREN,
        summary=f"Veilig Thuis {what} het gevolg dat de Raad voorstelt.",
        actor=actor,
        at=at,
        subject=saved,
    )
    meet_if_open(
        case=case,
        kind=TermKind.CIVIL_TRIAGE,
        subject=triage,
        event=event,
        actor=actor,
        at=at,
        late_reason=late_reason,
    )
    return saved
