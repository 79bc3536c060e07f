"""What happened with the suspect after the decision, and the buttons for what may be recorded now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from cases.access.rules.categories import Category
from cases.casefiles.queries import CaseAccess
from cases.organisations.rules import ORGANISATION_LABELS, OrganisationKind
from cases.terms.queries import open_terms
from cases.terms.rules.kinds import TermKind
from cases.web.components import Action, Fact, SourceLine
from cases.web.moments import day_text, moment_text
from cases.web.requests import ActorRequest
from zsm.decision.models import Escape, JudicialOutcome, OtherDetention, Release
from zsm.decision.permissions import can_record_escape, can_record_outcome, can_record_release
from zsm.decision.queries import (
    detentions_elsewhere,
    escape_history,
    open_detention_elsewhere,
    open_escape,
    outcomes_of,
    releases_of,
)
from zsm.decision.rules.checklist import GUARD_LABELS, Guard
from zsm.intake.queries import current_custody
from zsm.investigation.permissions import takes_part
from zsm.investigation.queries import items_of, running_plan
from zsm.web.decision.course import extendable
from zsm.web.investigation import plan_facts

AT_THE_JUDGE = (TermKind.BEFORE_RC, TermKind.REMAND, TermKind.DETENTION)


def course_facts(access: CaseAccess, at: datetime) -> tuple[Fact, ...]:
    """Escape, detention on another title, release and what the judge decided, the newest first, as seen."""
    case = access.case

    def seen(giver: int) -> bool:
        return access.may_see(Category.DECISION, giver)

    rows = [
        *((row.decided_at, _outcome(row, at)) for row in outcomes_of(case) if seen(row.organisation_id)),
        *((row.released_at, _release(row, at)) for row in releases_of(case) if seen(row.organisation_id)),
        *(
            (row.escaped_at, _escape(access, row, at))
            for row in escape_history(case)
            if seen(row.organisation_id)
        ),
        *(
            (row.since, _elsewhere(access, row, at))
            for row in detentions_elsewhere(case)
            if seen(row.organisation_id)
        ),
    ]
    return tuple(fact for _, fact in sorted(rows, key=lambda row: row[0], reverse=True))


def _outcome(row: JudicialOutcome, at: datetime) -> Fact:
    parts = [moment_text(row.decided_at, at)]
    if row.executed_at:
        parts.append(f"ten uitvoer gelegd {moment_text(row.executed_at, at)}")
    if row.days:
        parts.append(f"{row.days} dagen")
    text = ", ".join(parts)
    return Fact(
        label=row.get_kind_display(),
        value=f"{text}\n{row.content}" if row.content else text,
        source=SourceLine(organisation=row.organisation.short_name, at=row.recorded_at),
    )


def _release(row: Release, at: datetime) -> Fact:
    told = [ORGANISATION_LABELS[OrganisationKind(kind)] for kind in row.told]
    if row.victim_told:
        told.append("het slachtoffer")
    lines = [f"sinds {moment_text(row.released_at, at)}, {row.get_ground_display()}"]
    lines.append(f"Vooraf ingelicht: {', '.join(told) or 'niemand'}")
    if row.overridden_guards:
        named = "; ".join(GUARD_LABELS[Guard(number)] for number in row.overridden_guards)
        lines.append(f"Waarborg opzijgezet: {named}. {row.override_motivation}")
    if row.note:
        lines.append(row.note)
    return Fact(
        label="Verdachte vrij",
        value="\n".join(lines),
        source=SourceLine(organisation=row.organisation.short_name, at=row.recorded_at),
    )


def _escape(access: CaseAccess, row: Escape, at: datetime) -> Fact:
    until = f", weer vast {moment_text(row.caught_at, at)}" if row.caught_at else ", nog niet gepakt"
    lines = [f"{moment_text(row.escaped_at, at)}{until}"]
    if row.note and access.may_see(Category.INVESTIGATION, row.organisation_id):
        lines.append(row.note)
    return Fact(
        label="Ontsnapt",
        value="\n".join(lines),
        source=SourceLine(organisation=row.organisation.short_name, at=row.recorded_at),
    )


def _elsewhere(access: CaseAccess, row: OtherDetention, at: datetime) -> Fact:
    until = f" tot {moment_text(row.until, at)}" if row.until else ", duurt voort"
    lines = [f"{row.get_title_display()}, sinds {moment_text(row.since, at)}{until}"]
    if row.note and access.may_see(Category.INVESTIGATION, row.organisation_id):
        lines.append(row.note)
    return Fact(
        label="Vast op een andere titel",
        value="\n".join(lines),
        source=SourceLine(organisation=row.organisation.short_name, at=row.recorded_at),
    )


def investigation_facts(access: CaseAccess, request: ActorRequest) -> tuple[Fact, ...]:
    """The investigation plan in short: the question, its state, and how the acts stand."""
    plan = running_plan(access.case)
    if plan is None or not access.may_see(Category.INVESTIGATION, plan.organisation_id):
        return ()
    items = [row for row in items_of(plan) if access.may_see(Category.INVESTIGATION, row.organisation_id)]
    acts = tuple(
        Fact(
            label=row.get_state_display().capitalize(),
            value=f"{row.text} ({row.who}{f', {day_text(row.due_on)}' if row.due_on else ''})",
        )
        for row in items
    )
    state = Fact(label="Stand", value=plan.get_state_display())
    return (*plan_facts(plan, request), state, *acts)


def course_actions(access: CaseAccess) -> Iterator[Action]:
    """What the actor may record here now, beside deciding."""
    case, actor = access.case, access.actor
    kinds = set(open_terms().filter(case=case).values_list("kind", flat=True))
    custody = current_custody(case)
    held = custody is not None and custody.status == "held"
    waits = any(kind.value in kinds for kind in AT_THE_JUDGE) or case.state == "awaiting"
    decided = TermKind.FIRST_DECISION.value not in kinds
    pages = (
        ("Uitkomst bij de rechter", "zsm:court", waits and can_record_outcome(actor, case.pk)),
        ("Vrijlating vastleggen", "zsm:release", held and decided and can_record_release(actor, case.pk)),
        ("Vasthouden verlengen", "zsm:extend", held and bool(extendable(access))),
        (
            "Weer vast" if open_escape(case) else "Ontsnapping vastleggen",
            "zsm:escape",
            held and decided and can_record_escape(actor, case.pk),
        ),
        (
            f"{'Niet meer op' if open_detention_elsewhere(case) else 'Vast op'} een andere titel",
            "zsm:other-detention",
            held and TermKind.REMAND.value in kinds and can_record_escape(actor, case.pk),
        ),
        ("Onderzoeksplan", "zsm:investigation", takes_part(actor, case.pk)),
    )
    for label, name, offered in pages:
        if offered:
            yield Action(label=label, url=reverse(name, kwargs={"zaak": case.public_id}))
