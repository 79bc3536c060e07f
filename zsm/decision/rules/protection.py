"""Who is still within reach of whom when the suspect is released (guard 1; domain guide, section 5)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from cases.organisations.rules import OrganisationKind
from cases.plans.rules.catalogue import measure_version
from cases.plans.rules.covers import MeasureInForce, covers, why_not_counted
from cases.plans.rules.measure import Measure
from zsm.decision.rules.facts import Discounted, Uncovered

PersonKey = TypeVar("PersonKey", bound=Hashable)


@dataclass(frozen=True, slots=True)
class RecordedMeasure(Generic[PersonKey]):
    """A measure with what the record says about serving and breach.

    `served_by`: who handed it to the bound person, empty when that is not on record. `breach_judged`: OM
    has judged its last breach (Veilig Thuis still has to assess again when the measure says
    `breach_pending`).
    """

    measure: MeasureInForce[PersonKey]
    served_by: str = ""
    breach_judged: bool = False


@dataclass(frozen=True, slots=True)
class Threat(Generic[PersonKey]):
    """A threatening person and everybody whom Veilig Thuis marked unsafe for her or him.

    `network`: not the suspect but a member of the network, whom holding or binding the suspect does not stop.
    """

    person: PersonKey
    label: str
    unsafe: tuple[PersonKey, ...]
    network: bool = False


@dataclass(frozen=True, slots=True)
class Protection:
    """The part of the case facts that guard 1 reads about measures and persons."""

    unsafe_persons: tuple[str, ...]
    uncovered: tuple[Uncovered, ...]
    discounted: tuple[Discounted, ...]


def protection(
    measures: Iterable[RecordedMeasure[PersonKey]],
    threats: Iterable[Threat[PersonKey]],
    labels: Mapping[PersonKey, str],
    at: datetime,
) -> Protection:
    """Tell who stays unprotected when the suspect is free from `at` (aware) on, and which measures fall out.

    `labels`: how each unsafe person is named to the reader. A measure counts when it keeps the threat away,
    is in force at `at`, was served on the threat (when **and** by whom) and has no breach that waits for OM
    or Veilig Thuis. A measure that holds the suspect never counts: the release is what ends it. Raises
    KeyError for an unsafe person without a label.
    """
    known = [record for record in measures if not _row(record).detains]
    counted = [record.measure for record in known if _fault(record, at) is None]
    threatening = tuple(threats)
    uncovered = tuple(
        Uncovered(labels[person], threat.label, threat.network)
        for threat in threatening
        for person in covers(counted, threat.unsafe, at, bound=threat.person)
    )
    unsafe = dict.fromkeys(labels[person] for threat in threatening for person in threat.unsafe)
    faults = (_fault(record, at) for record in known)
    return Protection(tuple(unsafe), uncovered, tuple(fault for fault in faults if fault is not None))


def _row(record: RecordedMeasure[PersonKey]) -> Measure:
    return measure_version(record.measure.kind, record.measure.version)


def _fault(record: RecordedMeasure[PersonKey], at: datetime) -> Discounted | None:
    """Why a measure does not count, in the words of the plan, with what mends it and who does that."""
    reason = why_not_counted(record.measure, at)
    row = _row(record)
    if reason is None:
        if not row.needs_serving or record.served_by.strip():
            return None
        reason = f"De {row.label} is uitgereikt zonder dat vastligt door wie."
        return Discounted(f"{reason} De politie legt dit vast.", OrganisationKind.POLITIE)
    if record.measure.breach_pending and not record.breach_judged:
        remedy = "Het OM beoordeelt de schending, daarna beoordeelt Veilig Thuis opnieuw."
        return Discounted(f"{reason} {remedy}", OrganisationKind.OM)
    if record.measure.breach_pending:
        return Discounted(f"{reason} Veilig Thuis beoordeelt opnieuw.", OrganisationKind.VT)
    if row.needs_serving and record.measure.served_at is None:
        return Discounted(
            f"{reason} De politie reikt uit en legt vast wanneer en door wie.", OrganisationKind.POLITIE
        )
    return Discounted(f"{reason} Het OM zorgt voor een maatregel die beschermt.", OrganisationKind.OM)
