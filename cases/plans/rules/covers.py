"""Do the measures in force keep every unsafe person out of reach: guard 1 (domain guide, section 7)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from cases.plans.rules.catalogue import measure_version, removes_access
from cases.plans.rules.measure import EDITION, MeasureKind, Part

PersonKey = TypeVar("PersonKey", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureInForce(Generic[PersonKey]):
    """A recorded measure as far as guard 1 needs it; persons are any keys (public ids).

    `bound` is whom it binds, `protects` whom it protects. `served_at` is when it was handed to the bound
    person (None: not yet). `ends_at` is the first moment on which it no longer holds. `breach_pending` is
    True from a breach until OM has judged it *and* Veilig Thuis has assessed again with that knowledge.
    `suspended`: who imposed it has put it out of force for the time being.
    """

    kind: MeasureKind
    bound: PersonKey
    protects: frozenset[PersonKey]
    starts_at: datetime
    ends_at: datetime | None = None
    served_at: datetime | None = None
    parts: frozenset[Part] = frozenset()
    breach_pending: bool = False
    suspended: bool = False
    version: str = EDITION


def why_not_counted(measure: MeasureInForce[PersonKey], at: datetime) -> str | None:
    """The Dutch reason why a measure does not count at a moment; None when it does."""
    row = measure_version(measure.kind, measure.version)
    if not removes_access(row, measure.parts):
        return f"De {row.label} neemt de toegang niet weg."
    if measure.starts_at > at:
        return f"De {row.label} gaat pas later in."
    if measure.ends_at is not None and measure.ends_at <= at:
        return f"De {row.label} is afgelopen."
    if measure.suspended:
        return f"De {row.label} is geschorst."
    if measure.breach_pending:
        return f"De {row.label} is geschonden en nog niet opnieuw beoordeeld."
    if row.needs_serving and (measure.served_at is None or measure.served_at > at):
        return f"De {row.label} is nog niet uitgereikt."
    return None


def covers(
    measures_in_force: Iterable[MeasureInForce[PersonKey]],
    persons_unsafe: Iterable[PersonKey],
    at: datetime,
    *,
    bound: PersonKey | None = None,
) -> tuple[PersonKey, ...]:
    """The unsafe persons whom no measure keeps out of reach at the moment of release; empty: all covered.

    A measure counts when it is served, in force at `at`, has no pending breach and removes access; a duty to
    report alone does not. Being held covers everybody, another measure only whom it protects. With `bound`,
    only measures that bind that person count: holding the suspect does not stop a member of the network.
    """
    counted = [
        measure
        for measure in measures_in_force
        if (bound is None or measure.bound == bound) and why_not_counted(measure, at) is None
    ]
    held = any(measure_version(measure.kind, measure.version).detains for measure in counted)
    if held:
        return ()
    covered = {person for measure in counted for person in measure.protects}
    return tuple(person for person in persons_unsafe if person not in covered)
