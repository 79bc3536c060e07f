"""How long a measure holds: what was ordered, within what the law allows (offences, section 2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cases.plans.rules.measure import Measure, MeasureKind
from cases.terms.rules import counting
from cases.terms.rules.computation import due_moment
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.parameters import ExtensionOrder, Parameters
from cases.terms.rules.vocabulary import Length
from cases.terms.rules.wording import due_text, local

# Orders whose end is a term by law: they end at the time of day at which they began (tables, section 6).
OWN_TERM: Final[dict[MeasureKind, TermKind]] = {
    MeasureKind.BEHAVIOURAL_ORDER: TermKind.BEHAVIOURAL_ORDER,
    MeasureKind.TEMPORARY_RESTRAINING_ORDER: TermKind.TEMPORARY_RESTRAINING_ORDER,
}
RESTRAINING_ORDER_DAYS: Final = 10


class PeriodRefused(ValueError):
    """The law does not allow this period; the text is a Dutch sentence."""


@dataclass(frozen=True, slots=True)
class Period:
    """From when to when (exclusive) a measure holds; `parameters` compute its own term, if it has one."""

    starts_at: datetime
    ends_at: datetime | None
    parameters: Parameters | None = None


def period_of(row: Measure, starts_at: datetime, ends_at: datetime | None) -> Period:
    """The period of a measure that begins at `starts_at` and was ordered until `ends_at`.

    Without `ends_at` it lasts as long as the law says. A behavioural order and a temporary restraining order
    end at the time of day at which they began, on the day of `ends_at`. Of an extended behavioural order the
    last extension is recorded. Raises PeriodRefused for an end before the start or beyond the maximum.
    """
    if ends_at is not None and ends_at <= starts_at:
        raise PeriodRefused("Het einde ligt niet na het begin.")
    term = OWN_TERM.get(row.kind)
    if term is not None:
        return _with_own_term(row, term, starts_at, ends_at)
    limit = _latest_end(row, starts_at)
    if limit is not None and ends_at is not None and ends_at > limit:
        longest = (row.total or row.maximum or Length()).text
        raise PeriodRefused(f"Een {row.label} duurt ten hoogste {longest}: tot {due_text(limit)}.")
    return Period(starts_at, ends_at)


def _with_own_term(row: Measure, term: TermKind, starts_at: datetime, ends_at: datetime | None) -> Period:
    days = None if ends_at is None else (local(ends_at).date() - local(starts_at).date()).days
    parameters = _parameters(row.kind, days)
    try:
        due_at = due_moment(term, starts_at, parameters=parameters).due_at
    except ValueError as error:
        raise PeriodRefused(_refusal(row)) from error
    return Period(starts_at, due_at, parameters)


def _parameters(kind: MeasureKind, days: int | None) -> Parameters:
    if days is None:
        return Parameters()
    if kind is MeasureKind.BEHAVIOURAL_ORDER:
        return Parameters(days=days)
    extra = days - RESTRAINING_ORDER_DAYS
    if not extra:
        return Parameters()
    order = ExtensionOrder(Length(days=extra), "verlengd door de burgemeester", condition_met=True)
    return Parameters(extensions=(order,))


def _refusal(row: Measure) -> str:
    if row.kind is MeasureKind.BEHAVIOURAL_ORDER:
        return (
            "Een gedragsaanwijzing duurt 1 tot en met 90 dagen. "
            "Is zij verlengd, leg dan het begin en het einde van de laatste verlenging vast."
        )
    return "Een tijdelijk huisverbod duurt 10 dagen, met verlenging samen ten hoogste 4 weken."


def _latest_end(row: Measure, starts_at: datetime) -> datetime | None:
    """The last moment at which the measure can end by the catalogue; None when it has no fixed length."""
    longest = row.total or row.maximum
    if longest is None:
        return None
    counted = (
        counting.months(starts_at, longest) if longest.months else counting.calendar_days(starts_at, longest)
    )
    return counted.due_at
