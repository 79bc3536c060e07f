"""Where the suspect is: held, heard or released, as a dated history."""

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
from zsm.intake.models import CUSTODY_CHOICES, Custody
from zsm.intake.permissions import check_can_change_custody
from zsm.intake.queries import current_custody

STATUS_LABELS = dict(CUSTODY_CHOICES)


@one_write
def change_custody(
    *, case: Case, status: str, actor: Actor, at: datetime, since: datetime | None = None, place: str = ""
) -> Custody:
    """Let a new period begin ("heard", "released"); the running one ends at the same moment.

    `since`: when it changed (None: at this moment). The facts of the arrest go along; a release puts the
    assessment of acute unsafety out of date. Becoming held is an arrest (`arrest_again`). Raises NotAllowed,
    Conflict when nothing would change, and InvalidInput for a moment that does not fit.
    """
    check_can_change_custody(actor, case.pk)
    lock_case(case.pk)
    begins = since or at
    running = current_custody(case)
    if status == "held" and (running is None or running.status != status):
        raise Conflict("Vast is een verdachte door een aanhouding. Leg die vast, met het nieuwe feit.")
    if running is not None and running.status == status:
        raise Conflict(f"De verdachte is al {STATUS_LABELS[status]}.")
    _check_moment(running, begins, at)
    if running is not None:
        running.ends_at = begins
        running.save(update_fields=["ends_at"])
    saved = Custody.objects.create(
        case=case,
        status=status,
        arrest_mode=running.arrest_mode if running else "",
        arrested_at=running.arrested_at if running else None,
        arrived_at=running.arrived_at if running else None,
        order_at=running.order_at if running else None,
        place=place,
        heard_how=running.heard_how if running else "",
        heard_at=running.heard_at if running else None,
        inserted_at=running.inserted_at if running else None,
        intoxicated=running.intoxicated if running else False,
        first_decision_hours=running.first_decision_hours if running else None,
        starts_at=begins,
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    record_event(
        case=case,
        kind="custody_changed",
        category=Category.DECISION,
        summary=f"Verdachte is {saved.get_status_display()}.",
        actor=actor,
        at=at,
        happened_at=begins,
        subject=saved,
    )
    if status == "released":
        # Who is released gains access: Veilig Thuis judges again (domain guide, section 5).
        mark_outdated(case=case, trigger=Trigger.RELEASE_CONSIDERED, actor=actor, at=at)
    return saved


@one_write
def end_custody(*, case: Case, actor: Actor, at: datetime, ended_at: datetime | None = None) -> Custody:
    """End the running period without a next one: the criminal track needs it no longer.

    Raises NotAllowed, Conflict when no period runs, and InvalidInput for a moment that does not fit.
    """
    check_can_change_custody(actor, case.pk)
    lock_case(case.pk)
    running = current_custody(case)
    if running is None:
        raise Conflict("Er loopt geen periode van vast of niet-vast.")
    ends = ended_at or at
    _check_moment(running, ends, at)
    running.ends_at = ends
    running.save(update_fields=["ends_at"])
    record_event(
        case=case,
        kind="custody_ended",
        category=Category.DECISION,
        summary="De periode van vast of niet-vast is geëindigd.",
        actor=actor,
        at=at,
        happened_at=ends,
        subject=running,
    )
    return running


def _check_moment(running: Custody | None, moment: datetime, at: datetime) -> None:
    if moment > at:
        raise InvalidInput({"since": ["Dit moment ligt in de toekomst."]})
    if running is not None and moment < running.starts_at:
        raise InvalidInput({"since": ["Dit moment ligt voor het begin van de lopende periode."]})
