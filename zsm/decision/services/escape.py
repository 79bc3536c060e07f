"""A held suspect escaped: the victim is told at once, the remand stands still until she or he is caught."""

from __future__ import annotations

from datetime import datetime

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput
from cases.access.rules.categories import Category
from cases.access.writing import one_write
from cases.assessments.rules.acute import Trigger
from cases.assessments.services import mark_outdated
from cases.casefiles.models import Case
from cases.casefiles.services import lock_case, record_event
from cases.organisations.models import Organisation
from cases.plans.services.notices import check_informer
from cases.victims.services import require_notices
from zsm.decision.messages import SUSPECT_ESCAPED
from zsm.decision.models import Escape
from zsm.decision.permissions import check_can_record_escape
from zsm.decision.queries import open_escape
from zsm.decision.services.alerts import tell_course
from zsm.decision.services.release import LONGEST_NOTE, TOLD_AFTER
from zsm.decision.services.standstill import count_standstill
from zsm.intake.queries import current_custody


@one_write
def record_escape(
    *,
    case: Case,
    escaped_at: datetime,
    informer: Organisation | None,
    actor: Actor,
    at: datetime,
    note: str = "",
) -> Escape:
    """Record that the held suspect escaped; everybody is alerted and the victim has to be told at once.

    Raises NotAllowed, Conflict when nobody is held or an escape is on record, GuardRefusal without informer,
    InvalidInput per field.
    """
    check_can_record_escape(actor, case.pk)
    case = lock_case(case.pk)
    custody = current_custody(case)
    if custody is None or custody.status != "held":
        raise Conflict("De verdachte zit niet vast.")
    if open_escape(case) is not None:
        raise Conflict("De ontsnapping is al vastgelegd.")
    errors: dict[str, list[str]] = {}
    if escaped_at > at:
        errors["escaped_at"] = ["Dit moment ligt in de toekomst."]
    elif escaped_at < custody.starts_at:
        errors["escaped_at"] = ["De verdachte zat op dit moment nog niet vast."]
    if len(note) > LONGEST_NOTE:
        errors["note"] = [f"Gebruik ten hoogste {LONGEST_NOTE} tekens."]
    if errors:
        raise InvalidInput(errors)
    check_informer(case, informer)
    saved = Escape.objects.create(
        case=case,
        escaped_at=escaped_at,
        note=note.strip(),
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    event = record_event(
        case=case,
        kind="suspect_escaped",
        category=Category.DECISION,
        summary="De verdachte is ontsnapt.",
        actor=actor,
        at=at,
        happened_at=escaped_at,
        subject=saved,
    )
    count_standstill(case, "De termijn staat stil: ontsnapt.", event=event, actor=actor, at=at)
    mark_outdated(case=case, trigger=Trigger.NEW_INCIDENT, actor=actor, at=at)
    if informer is not None:
        about = "De verdachte is ontsnapt en is nu vrij."
        require_notices(case=case, about=about, subject=saved, informer=informer, actor=actor, at=at)
    tell_course(SUSPECT_ESCAPED, case, saved, at, kinds=TOLD_AFTER, urgent=True)
    return saved


@one_write
def record_caught(*, case: Case, caught_at: datetime, actor: Actor, at: datetime) -> Escape:
    """Record that the escaped suspect is held again; the remand goes on for what was left.

    Raises NotAllowed, Conflict when nobody escaped, InvalidInput for a moment that does not fit.
    """
    check_can_record_escape(actor, case.pk)
    case = lock_case(case.pk)
    escape = open_escape(case)
    if escape is None:
        raise Conflict("Er is geen ontsnapping die nog loopt.")
    if not escape.escaped_at < caught_at <= at:
        raise InvalidInput({"caught_at": ["Dit moment ligt tussen de ontsnapping en nu."]})
    escape.caught_at = caught_at
    escape.save(update_fields=["caught_at"])
    event = record_event(
        case=case,
        kind="suspect_caught",
        category=Category.DECISION,
        summary="De ontsnapte verdachte zit weer vast.",
        actor=actor,
        at=at,
        happened_at=caught_at,
        subject=escape,
    )
    count_standstill(case, "De termijn loopt weer door.", event=event, actor=actor, at=at)
    return escape
