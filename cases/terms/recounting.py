"""What a decreed day does to the terms that run over it: looked at beforehand, carried out batch by batch."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet

from cases.access.actor import Actor
from cases.access.permissions import can_do_casework
from cases.terms.calendar import current_calendar
from cases.terms.decreed_models import DecreedDay
from cases.terms.decreeing import check_can_keep_calendar, said_of
from cases.terms.models import Term, TermStage
from cases.terms.rules.calendar import WorkCalendar, day_starts
from cases.terms.rules.kinds import KIND_LABELS, TermKind
from cases.terms.rules.ordinary import KINDS_IN_ORDINARY_DAYS, Recount, Running, counted_again
from cases.terms.rules.parameters import Parameters
from cases.terms.rules.stages import Nature
from cases.terms.rules.states import StageStatus, TermStatus
from cases.terms.rules.wording import due_text, moment_text
from cases.terms.services import LONGEST_REASON, stages_from

KINDS: Final = sorted(kind.value for kind in KINDS_IN_ORDINARY_DAYS)
CASES_LISTED: Final = 200
_OVER_DAY: Final = "SELECT kind, started_at, due_at, parameters, number FROM wall_terms_over_day(%s, %s, %s)"


@dataclass(frozen=True, slots=True)
class Shift:
    """So many terms of one kind end at another moment."""

    label: str
    was: datetime
    becomes: datetime
    number: int


@dataclass(frozen=True, slots=True)
class CaseShift:
    """A term of a case that the reader may see ends at another moment."""

    case_id: int
    case_number: str
    label: str
    was: datetime
    becomes: datetime


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change of the calendar would do.

    `late`: how many terms would be over at once; `warnings`: how many keep their end but not their warnings.
    `cases`: at most `CASES_LISTED` of the own organisation, for who may see them.
    """

    shifts: tuple[Shift, ...]
    cases: tuple[CaseShift, ...]
    late: int
    warnings: int

    @property
    def total(self) -> int:
        """How many terms end at another moment."""
        return sum(shift.number for shift in self.shifts)

    @property
    def per_kind(self) -> tuple[tuple[str, int], ...]:
        """How many of each kind, by label."""
        numbers: Counter[str] = Counter()
        for shift in self.shifts:
            numbers[shift.label] += shift.number
        return tuple(sorted(numbers.items()))


def preview_of(*, day: date, ground: str, withdrawn: bool, actor: Actor, at: datetime) -> Preview:
    """What equating a day with a holiday would do, or making it ordinary again; nothing is changed.

    Counts those of all organisations, which the database groups without saying whose they are. Raises
    NotAllowed.
    """
    check_can_keep_calendar(actor)
    was = current_calendar()
    becomes = was.without_day(day) if withdrawn else was.with_day(day, ground)
    with connection.cursor() as cursor:
        cursor.execute(_OVER_DAY, [day_starts(day), at, KINDS])
        groups = cursor.fetchall()
    shifts: Counter[tuple[str, datetime, datetime]] = Counter()
    late = warnings = 0
    for kind, started_at, due_at, parameters, number in groups:
        running = Running(TermKind(kind), started_at, due_at, _parameters(parameters))
        found = counted_again(running, was=was, becomes=becomes)
        if found is None or found.computed.due_at is None:
            continue
        warnings += number if found.warns_elsewhen else 0
        if found.moves:
            shifts[KIND_LABELS[running.kind], due_at, found.computed.due_at] += number
            late += number if found.computed.due_at <= at else 0
    ordered = sorted(shifts.items(), key=lambda row: (row[0][1], row[0]))
    listed = tuple(Shift(*key, number) for key, number in ordered)
    return Preview(listed, _cases(actor, day, was, becomes, at), late, warnings)


def _parameters(stored: str | Mapping[str, Any]) -> Parameters:
    """The parameters as the function of the database gives them, parsed or as text."""
    return Parameters.from_json(json.loads(stored) if isinstance(stored, str) else stored)


def _cases(
    actor: Actor, day: date, was: WorkCalendar, becomes: WorkCalendar, at: datetime
) -> tuple[CaseShift, ...]:
    """The terms that move in cases which the actor may see; the wall shows no others."""
    if not can_do_casework(actor):
        return ()
    found = []
    for term in terms_over(day, at).select_related("case").order_by("due_at", "pk").iterator(1000):
        again = counted_again(running_of(term), was=was, becomes=becomes)
        if again is not None and again.moves and term.due_at and again.computed.due_at:
            label = KIND_LABELS[TermKind(term.kind)]
            found.append(CaseShift(term.case_id, term.case.number, label, term.due_at, again.computed.due_at))
        if len(found) >= CASES_LISTED:
            break
    return tuple(found)


def terms_over(day: date, at: datetime) -> QuerySet[Term]:
    """Open terms, not due yet, that may count ordinary days and run over a day.

    The day of the start does not count, the last day does.
    """
    begins = day_starts(day)
    return Term.objects.filter(
        status=TermStatus.OPEN.value,
        kind__in=KINDS,
        started_at__lt=begins,
        due_at__gt=max(begins, at),
    )


def running_of(term: Term) -> Running:
    """What a term with a due moment is counted from. Raises ValueError when it has none."""
    if term.due_at is None:
        raise ValueError("a term without a due moment is not counted")
    return Running(TermKind(term.kind), term.started_at, term.due_at, Parameters.from_json(term.parameters))


@dataclass(frozen=True, slots=True)
class Moved:
    """A term that was counted again: the former row, and the one that now runs."""

    former: Term
    now: Term


def affected(
    terms: Iterable[Term], day: DecreedDay, calendar: WorkCalendar
) -> tuple[dict[int, Recount], dict[int, Recount]]:
    """Which terms end at another moment, and which only warn at another, by key.

    `calendar`: as it stands after the change of the day.
    """
    was = calendar.with_day(day.day) if day.is_withdrawn else calendar.without_day(day.day)
    moving: dict[int, Recount] = {}
    warning: dict[int, Recount] = {}
    for term in terms:
        again = counted_again(running_of(term), was=was, becomes=calendar)
        if again is not None and again.moves:
            moving[term.pk] = again
        elif again is not None and again.warns_elsewhen:
            warning[term.pk] = again
    return moving, warning


def replace_terms(
    moving: Mapping[int, Recount], day: DecreedDay, calendar: WorkCalendar, at: datetime
) -> list[Moved]:
    """Let terms run anew with the moment that was counted; their former rows stay, cancelled with the reason.

    As `correct_start` does for one, in as many statements as for one. What ended meanwhile is left alone.
    """
    former = list(
        Term.objects.select_for_update(no_key=True)
        .filter(pk__in=list(moving), status=TermStatus.OPEN.value)
        .order_by("pk")
    )
    keys = [term.pk for term in former]
    changed_by = day.withdrawn_by_id or day.added_by_id
    Term.objects.filter(pk__in=keys).update(
        status=TermStatus.CANCELLED.value,
        end_reason=f"Opnieuw berekend: {said_of(day)}."[:LONGEST_REASON],
        ended_at=at,
        ended_by_id=changed_by,
    )
    pending = TermStage.objects.filter(term__in=keys, status=StageStatus.PENDING.value)
    pending.update(status=StageStatus.CANCELLED.value)
    moved = [Moved(term, _anew(term, moving[term.pk], day, changed_by, at)) for term in former]
    Term.objects.bulk_create([pair.now for pair in moved])
    stages = []
    for pair in moved:
        stages += stages_from(pair.now, moving[pair.former.pk].computed, at=at, calendar=calendar)
    TermStage.objects.bulk_create(stages)
    return moved


def _anew(former: Term, again: Recount, day: DecreedDay, changed_by: int, at: datetime) -> Term:
    """The row that takes the place of a former one; its explanation begins with what was counted before."""
    due = due_text(former.due_at) if former.due_at else "zonder moment"
    opening = f"Opnieuw berekend {moment_text(at)}: {said_of(day)}. Eerder: loopt af {due}."
    return Term(
        case_id=former.case_id,
        kind=former.kind,
        organisation_id=former.organisation_id,
        person_id=former.person_id,
        subject_type=former.subject_type,
        subject_public_id=former.subject_public_id,
        started_at=former.started_at,
        due_at=again.computed.due_at,
        rule_version=again.computed.rule_version,
        parameters=former.parameters,
        steps=[opening, *(step.text for step in again.computed.steps)],
        recorded_by_id=changed_by,
        recorded_at=at,
    )


def warn_elsewhen(warning: Mapping[int, Recount], at: datetime) -> int:
    """Set the warnings of terms that keep their end to where they belong now; answers how many were set.

    One whose new moment has passed is given at once; one that was given is not given again.
    """
    pending = TermStage.objects.filter(
        term__in=list(warning), status=StageStatus.PENDING.value, nature=Nature.WARNING.value
    )
    changed = []
    for stage in pending.select_for_update(no_key=True, of=("self",)).order_by("pk"):
        wanted = {moment.stage.code: moment.fires_at for moment in warning[stage.term_id].warnings}
        fires_at = wanted.get(stage.stage, stage.fires_at)
        if fires_at != stage.fires_at:
            stage.fires_at = stage.next_try_at = max(fires_at, at)
            changed.append(stage)
    TermStage.objects.bulk_update(changed, ["fires_at", "next_try_at"], batch_size=500)
    return len(changed)
