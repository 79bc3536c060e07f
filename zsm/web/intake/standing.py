"""What the ZSM tab shows of the intake in a running case, and what can still be done about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from cases.access.actor import Actor
from cases.access.rules.categories import Category
from cases.casefiles.queries import CaseAccess
from cases.casefiles.rules.states import CaseState
from cases.web.components import Action, Fact, SourceLine
from cases.web.moments import moment_text
from zsm.intake.models import Custody, MeasureCheck, StartCorrection
from zsm.intake.permissions import (
    allowed,
    check_can_arrest_again,
    check_can_change_charges,
    check_can_check,
    check_can_correct_start,
    check_can_name_guardian,
)
from zsm.intake.queries import (
    corrections_of,
    custody_history,
    earlier_outcome_of,
    label_steps_of,
    measure_check_of,
)
from zsm.web.intake.correct import correction_fact
from zsm.web.intake.label import label_url_name, step_fact

LABEL_WORDS = {"zsm:label-propose": "HG-label voorstellen", "zsm:label-judge": "HG-label beoordelen"}


@dataclass(frozen=True, slots=True)
class Standing:
    """The facts of the intake with their sources, what is done about it, and what they fall under."""

    facts: tuple[Fact, ...]
    actions: tuple[Action, ...]
    categories: frozenset[Category]


def standing_of(access: CaseAccess) -> Standing:
    """The panel for one actor: what she or he may know, and the buttons that she or he may press."""
    periods = custody_history(access.case)
    shown: list[tuple[Category, Fact]] = [
        *((Category.DECISION, _period(access, row)) for row in periods if _sees(access, row)),
        *(
            (Category.DECISION, correction_fact(row))
            for row in corrections_of(access.case)
            if _sees(access, row)
        ),
        *_answers(access),
        *(
            (Category.IDENTITY, step_fact(row))
            for row in label_steps_of(access.case)
            if access.may_see(Category.IDENTITY, row.organisation_id)
        ),
    ]
    running = periods[-1] if periods and periods[-1].ends_at is None else None
    return Standing(
        facts=tuple(fact for _, fact in shown),
        actions=_actions(access, running, has_suspect=bool(periods)),
        categories=frozenset(category for category, _ in shown),
    )


def _sees(access: CaseAccess, row: Custody | MeasureCheck | StartCorrection) -> bool:
    return access.may_see(Category.DECISION, row.organisation_id)


def _period(access: CaseAccess, row: Custody) -> Fact:
    until = moment_text(row.ends_at) if row.ends_at else "nu"
    lines = [f"{moment_text(row.starts_at)} tot {until}"]
    if row.status == "held" and row.arrived_at:
        lines.append(f"aankomst {moment_text(row.arrived_at)}")
    if access.may_see(Category.INVESTIGATION, row.organisation_id):
        how = row.get_heard_how_display() if row.status == "heard" else ""
        lines += [text for text in (how, row.place) if text]
        if row.new_fact:
            lines.append(f"Nieuw feit: {row.new_fact}. Verdenking: {row.suspicion_continues}")
    return Fact(
        label=row.get_status_display().capitalize(),
        value="\n".join(lines),
        source=SourceLine(organisation=row.organisation.short_name, at=row.recorded_at),
    )


def _answers(access: CaseAccess) -> list[tuple[Category, Fact]]:
    rows: list[tuple[Category, Fact]] = []
    check = measure_check_of(access.case)
    if check is not None and _sees(access, check):
        source = SourceLine(organisation=check.organisation.short_name, at=check.recorded_at)
        value = f"{check.get_result_display()}. {check.note}".removesuffix(". ")
        rows.append((Category.DECISION, Fact(label="Huisverbodcheck", value=value, source=source)))
    told = earlier_outcome_of(access.case)
    if told is not None and access.may_see(Category.ASSESSMENT_CONCLUSION, told.organisation_id):
        lines = [
            f"acuut {told.get_acute_display()}, structureel {told.get_structural_display()}",
            f"nieuwe informatie verandert dit: {told.get_changed_display()}",
            f"voorwaarden aanpassen: {told.get_adapt_conditions_display()}",
        ]
        if told.note and access.may_see(Category.ASSESSMENT_GROUNDS, told.organisation_id):
            lines.append(told.note)
        source = SourceLine(organisation=told.organisation.short_name, at=told.recorded_at)
        fact = Fact(label="Uitkomst eerdere melding", value="\n".join(lines), source=source)
        rows.append((Category.ASSESSMENT_CONCLUSION, fact))
    return rows


def _actions(access: CaseAccess, running: Custody | None, *, has_suspect: bool) -> tuple[Action, ...]:
    held = running is not None and running.status == "held"
    is_open = CaseState(access.case.state) is not CaseState.CLOSED
    wanted: list[tuple[bool, Callable[[Actor, int], None], str, str]] = [
        (held, check_can_correct_start, "zsm:correct-start", "Begin corrigeren"),
        (has_suspect and not held and is_open, check_can_arrest_again, "zsm:arrest-again", "Aanhouden"),
        (has_suspect, check_can_change_charges, "zsm:change-charges", "Feiten wijzigen"),
        (has_suspect, check_can_check, "zsm:child-check", "Kind toevoegen"),
        (has_suspect and is_open, check_can_name_guardian, "zsm:guardian", "Ouder of voogd toevoegen"),
        (has_suspect, check_can_check, "zsm:measure-check", "Huisverbod nagaan"),
        (has_suspect, check_can_arrest_again, "zsm:co-suspect", "Nog een verdachte"),
        (has_suspect, check_can_arrest_again, "zsm:mutual", "Geweld over en weer"),
    ]
    keys = {"zaak": access.case.public_id}
    actions = [
        Action(label=label, url=reverse(name, kwargs=keys))
        for is_so, check, name, label in wanted
        if is_so and allowed(check, access.actor, access.case.pk)
    ]
    if name := label_url_name(access):
        actions.append(Action(label=LABEL_WORDS[name], url=reverse(name, kwargs=keys)))
    return tuple(actions)
