"""The release and the escape as events: guarded, with everybody told who has to know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from cases.access.actor import Actor
from cases.access.errors import Conflict, GuardRefusal, InvalidInput
from cases.access.rules.categories import Category
from cases.access.rules.refusal import Missing
from cases.access.writing import one_write
from cases.assessments.rules.acute import Trigger
from cases.assessments.services import mark_outdated
from cases.casefiles.models import Case, CaseEvent
from cases.casefiles.queries import CaseAccess, open_case, sees_role
from cases.casefiles.services import lock_case, record_event
from cases.organisations.models import Organisation
from cases.organisations.rules import OrganisationKind
from cases.plans.models import SafetyMeasure
from cases.plans.queries import has_ended, partner
from cases.terms.queries import open_terms_of
from cases.terms.rules.kinds import TermKind
from cases.terms.services import cancel_if_open, meet_if_open, start_term
from cases.victims.services import require_notices
from zsm.decision.messages import SUSPECT_RELEASED
from zsm.decision.models import Decision, Release
from zsm.decision.permissions import check_can_record_release
from zsm.decision.queries import case_facts, on_the_table, outcomes_of, victim_asked_to_know, victims_know
from zsm.decision.rules.checklist import GUARD_LABELS, Guard, GuardReport, Override, check
from zsm.decision.rules.consequences import RELEASED_REASON
from zsm.decision.rules.court import OUTCOMES, CourtOutcome
from zsm.decision.rules.draft import DecisionDraft
from zsm.decision.rules.facts import Custody
from zsm.decision.rules.kinds import DecisionKind
from zsm.decision.rules.release import ReleaseGround, untold
from zsm.decision.services.alerts import alert_override, tell_course
from zsm.intake.services import change_custody

ALERTED: Final = (OrganisationKind.VT, OrganisationKind.POLITIE)
TOLD_AFTER: Final = (
    OrganisationKind.VT,
    OrganisationKind.POLITIE,
    OrganisationKind.OM,
    OrganisationKind.SHN,
    OrganisationKind.RECLASSERING,
    OrganisationKind.RVDK,
)
NOT_YET: Final = "De verdachte kan nog niet vrij."
LONGEST_NOTE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRelease:
    """The release as it is about to happen or happened.

    `told`: which organisations knew beforehand. `victim_told`: the victim knew. `informer`: who tells her or
    him that it has happened (guard 6).
    """

    released_at: datetime
    informer: Organisation | None
    told: frozenset[OrganisationKind] = frozenset()
    victim_told: bool = False
    note: str = ""


@one_write
def record_release(
    *, case: Case, new: NewRelease, actor: Actor, at: datetime, override: Override | None = None
) -> Release:
    """Record that the suspect is free, after the judge decided so, or when holding has run out.

    The guards of a release hold here as well: what has to protect is served, and Veilig Thuis, police and a
    victim who asked for it know beforehand. Raises NotAllowed, Conflict when nobody is held or OM has not
    decided yet, GuardRefusal with everything that is missing, InvalidInput per field.
    """
    check_can_record_release(actor, case.pk)
    case = lock_case(case.pk)
    access = open_case(actor, case.public_id, at=at)
    if new.released_at > at:
        raise InvalidInput({"released_at": ["Dit moment ligt in de toekomst."]})
    if len(new.note) > LONGEST_NOTE:
        raise InvalidInput({"note": [f"Gebruik ten hoogste {LONGEST_NOTE} tekens."]})
    given = replace(override, roles=actor.roles) if override and override.guards else None
    report = release_report(access, new, at, given)
    if missing := (*report.missing, *told_missing(access, new)):
        raise GuardRefusal(tuple(dict.fromkeys(missing)), NOT_YET)
    saved = _save(case, new, report, given, actor=actor, at=at)
    event = record_event(
        case=case,
        kind="suspect_released",
        category=Category.DECISION,
        summary=f"De verdachte is vrij: {saved.get_ground_display()}.",
        actor=actor,
        at=at,
        happened_at=new.released_at,
        subject=saved,
    )
    _set_free(case, new, event=event, actor=actor, at=at)
    if report.overridden:
        _mark_override(saved, actor=actor, at=at)
    if new.informer is not None:
        about = "De verdachte is vrij."
        require_notices(case=case, about=about, subject=saved, informer=new.informer, actor=actor, at=at)
    tell_course(SUSPECT_RELEASED, case, saved, at, kinds=TOLD_AFTER, urgent=True)
    return saved


def release_report(
    access: CaseAccess, new: NewRelease, at: datetime, override: Override | None
) -> GuardReport:
    """The guards of a release over the case as it stands; the same for the page and the service.

    Raises Conflict when nobody is held, or the first decision was not taken.
    """
    table = on_the_table(access.case)
    names = {role.person_id: role.person.full_name for role in table.roles if sees_role(access, role)}
    facts = case_facts(access.case, at, table=table, release_at=new.released_at, told=new.told, names=names)
    if facts.custody is not Custody.HELD:
        raise Conflict("De verdachte zit niet vast.")
    if facts.first_decision_open:
        raise Conflict("Er is nog geen eerste beslissing. De officier van justitie besluit over vrijlating.")
    informer = OrganisationKind(new.informer.kind) if new.informer else None
    report = check(facts, DecisionDraft(DecisionKind.RELEASE_WITHOUT_MEASURES, informer=informer), override)
    # Guard 3 lets OM hold to await part A; here the judge has freed the suspect or holding has run out.
    items = tuple(item for item in report.items if item.guard is not Guard.AWAIT_PART_A)
    return replace(report, items=items)


def told_missing(access: CaseAccess, new: NewRelease) -> tuple[Missing, ...]:
    """Who still has to know before the suspect walks free."""
    return untold(
        new.told,
        by=access.actor.organisation_kind,
        victim_asked=victim_asked_to_know(access.case),
        victim_told=new.victim_told or victims_know(access.case),
    )


def note_release(
    decision: Decision, *, released_at: datetime, told: Sequence[OrganisationKind], actor: Actor, at: datetime
) -> Release:
    """The release that a decision of the prosecutor is by itself; guards and notices are those of the act."""
    return Release.objects.create(
        case=decision.case,
        ground=ReleaseGround.DECISION.value,
        decision=decision,
        released_at=released_at,
        told=[kind.value for kind in told],
        served=_served(decision.case, released_at),
        overridden_guards=decision.overridden_guards,
        override_motivation=decision.override_motivation,
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )


def _served(case: Case, moment: datetime) -> list[UUID]:
    """Which measures protect from the release on: served, and not ended."""
    rows = SafetyMeasure.objects.filter(case=case, served_at__lte=moment, suspended_at__isnull=True)
    return [row.public_id for row in rows.order_by("pk") if not has_ended(row, moment)]


def _save(
    case: Case,
    new: NewRelease,
    report: GuardReport,
    override: Override | None,
    *,
    actor: Actor,
    at: datetime,
) -> Release:
    outcome = next(iter(outcomes_of(case)), None)
    freed = outcome is not None and OUTCOMES[CourtOutcome(outcome.kind)].frees
    overridden = [guard.value for guard in report.overridden]
    return Release.objects.create(
        case=case,
        ground=(ReleaseGround.COURT if freed else ReleaseGround.TERM_ENDED).value,
        outcome=outcome if freed else None,
        released_at=new.released_at,
        told=sorted(kind.value for kind in new.told),
        victim_told=new.victim_told,
        served=_served(case, new.released_at),
        note=new.note.strip(),
        overridden_guards=overridden,
        override_motivation=override.motivation.strip() if override and overridden else "",
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )


def _set_free(case: Case, new: NewRelease, *, event: CaseEvent, actor: Actor, at: datetime) -> None:
    """Custody and its terms end; safety is judged again with the suspect free."""
    try:
        change_custody(case=case, status=Custody.RELEASED.value, since=new.released_at, actor=actor, at=at)
    except InvalidInput as refused:
        raise InvalidInput({"released_at": refused.errors.get("since", [])}) from refused
    cancel_if_open(
        case=case, kind=TermKind.BEFORE_RC, reason=RELEASED_REASON, event=event, actor=actor, at=at
    )
    for kind in (TermKind.POLICE_CUSTODY, TermKind.REMAND, TermKind.DETENTION):
        for term in list(open_terms_of(case, kind)):
            late = "Later vastgelegd dan de vrijlating." if term.is_late(at) else ""
            meet_if_open(case=case, kind=kind, late_reason=late, event=event, actor=actor, at=at)
    mark_outdated(case=case, trigger=Trigger.RELEASE_CONSIDERED, actor=actor, at=at)


def _mark_override(release: Release, *, actor: Actor, at: datetime) -> None:
    """All see that a guard was set aside; Veilig Thuis and police act the same day (domain guide, 7)."""
    case = release.case
    labels = {guard.value: label for guard, label in GUARD_LABELS.items()}
    named = "; ".join(f"“{labels[number]}”" for number in release.overridden_guards)
    record_event(
        case=case,
        kind="guard_overridden",
        category=Category.DECISION,
        summary=f"De officier van justitie heeft een waarborg opzijgezet: {named}."[:500],
        actor=actor,
        at=at,
        subject=release,
    )
    for kind in ALERTED:
        organisation = partner(case, kind)
        if organisation is not None:
            start_term(
                case=case,
                kind=TermKind.SAME_DAY_SAFETY,
                organisation=organisation,
                subject=release,
                actor=actor,
                at=at,
            )
    alert_override(case, release, ALERTED, at)
