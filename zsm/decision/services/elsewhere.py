"""The suspect is detained on another title: the remand stands still until that is over (art. 64 Sv)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput
from cases.access.rules.categories import Category
from cases.access.writing import one_write
from cases.casefiles.models import Case
from cases.casefiles.services import lock_case, record_event
from cases.terms.queries import open_terms_of
from cases.terms.rules.kinds import TermKind
from zsm.decision.messages import REMAND_RUNS_AGAIN, REMAND_STANDS_STILL
from zsm.decision.models import OtherDetention
from zsm.decision.permissions import check_can_record_escape
from zsm.decision.queries import open_detention_elsewhere
from zsm.decision.rules.standstill import TITLE_LABELS, OtherTitle, period_errors
from zsm.decision.services.alerts import tell_course
from zsm.decision.services.release import LONGEST_NOTE, TOLD_AFTER
from zsm.decision.services.standstill import count_standstill
from zsm.intake.queries import current_custody


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOtherDetention:
    """On which title the suspect is held elsewhere; `until`: None while it lasts."""

    title: OtherTitle
    since: datetime
    until: datetime | None = None
    note: str = ""


@one_write
def record_other_detention(
    *, case: Case, new: NewOtherDetention, actor: Actor, at: datetime
) -> OtherDetention:
    """Record that the held suspect is, or was, detained on another title; the remand stands still meanwhile.

    Raises NotAllowed, Conflict when nobody is held, no remand runs, or such a detention is running,
    InvalidInput per field of `NewOtherDetention`.
    """
    check_can_record_escape(actor, case.pk)
    case = lock_case(case.pk)
    custody = current_custody(case)
    if custody is None or custody.status != "held":
        raise Conflict("De verdachte zit niet vast.")
    if not open_terms_of(case, TermKind.REMAND).exists():
        raise Conflict("Er loopt geen bewaring die stil kan staan.")
    if open_detention_elsewhere(case) is not None:
        raise Conflict("Er staat al vast dat de verdachte op een andere titel vastzit.")
    note = new.note.strip()
    known = OtherDetention.objects.filter(case=case).values_list("since", "until")
    errors = period_errors(new.since, new.until, at=at, others=list(known))
    if len(note) > LONGEST_NOTE:
        errors["note"] = [f"Gebruik ten hoogste {LONGEST_NOTE} tekens."]
    elif new.title is OtherTitle.OTHER and not note:
        errors["note"] = ["Schrijf op welke titel het is."]
    if errors:
        raise InvalidInput(errors)
    saved = OtherDetention.objects.create(
        case=case,
        title=new.title.value,
        since=new.since,
        until=new.until,
        note=note,
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    event = record_event(
        case=case,
        kind="detained_elsewhere",
        category=Category.DECISION,
        summary=f"De verdachte zit vast op een andere titel: {TITLE_LABELS[new.title]}.",
        actor=actor,
        at=at,
        happened_at=new.since,
        subject=saved,
    )
    stands = "De termijn staat stil: vast op een andere titel."
    stood = "De termijn stond stil: vast op een andere titel."
    count_standstill(case, stood if new.until else stands, event=event, actor=actor, at=at)
    tell_course(REMAND_STANDS_STILL, case, saved, at, kinds=TOLD_AFTER, urgent=False)
    return saved


@one_write
def end_other_detention(*, case: Case, until: datetime, actor: Actor, at: datetime) -> OtherDetention:
    """Record that the detention elsewhere is over; the remand goes on for what was left.

    Raises NotAllowed, Conflict when none runs, InvalidInput for a moment that does not fit.
    """
    check_can_record_escape(actor, case.pk)
    case = lock_case(case.pk)
    found = open_detention_elsewhere(case)
    if found is None:
        raise Conflict("De verdachte zit niet op een andere titel vast.")
    if not found.since < until <= at:
        raise InvalidInput({"until": ["Dit moment ligt tussen het begin en nu."]})
    found.until = until
    found.save(update_fields=["until"])
    event = record_event(
        case=case,
        kind="no_more_elsewhere",
        category=Category.DECISION,
        summary="De verdachte zit niet meer vast op een andere titel.",
        actor=actor,
        at=at,
        happened_at=until,
        subject=found,
    )
    count_standstill(case, "De termijn loopt weer door.", event=event, actor=actor, at=at)
    tell_course(REMAND_RUNS_AGAIN, case, found, at, kinds=TOLD_AFTER, urgent=False)
    return found
