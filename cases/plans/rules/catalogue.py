"""The measure catalogue: looking up a measure, checking what it is made of, the grounds of 509hh."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Final

from cases.plans.rules.criminal import CRIMINAL_MEASURES
from cases.plans.rules.measure import ACCESS_REMOVING_PARTS, PART_LABELS, Frame, Measure, MeasureKind, Part
from cases.plans.rules.other_law import OTHER_MEASURES

CATALOGUE: Final[tuple[Measure, ...]] = (*CRIMINAL_MEASURES, *OTHER_MEASURES)


class UnknownMeasure(LookupError):
    """The catalogue has no such measure on that day, or not in that version."""


def measure(kind: MeasureKind, on: date) -> Measure:
    """The catalogue row of a kind as it reads on the day of the order. Raises `UnknownMeasure`."""
    for row in CATALOGUE:
        if row.kind is kind and row.in_force(on):
            return row
    raise UnknownMeasure(f"Maatregel {kind} staat op {on:%d-%m-%Y} niet in de maatregelencatalogus.")


def measure_version(kind: MeasureKind, version: str) -> Measure:
    """The catalogue row in the version that a recorded measure remembers. Raises `UnknownMeasure`."""
    for row in CATALOGUE:
        if row.kind is kind and row.version == version:
            return row
    raise UnknownMeasure(f"Maatregel {kind} versie {version} staat niet in de maatregelencatalogus.")


def measures_of(frame: Frame, on: date) -> tuple[Measure, ...]:
    """All rows of one legal frame in force on a day, in the order of the catalogue."""
    return tuple(row for row in CATALOGUE if row.frame is frame and row.in_force(on))


def part_errors(row: Measure, parts: Iterable[Part]) -> tuple[str, ...]:
    """What is wrong with the chosen parts, in Dutch: a part that the measure cannot have, or none at all."""
    chosen = frozenset(parts)
    allowed = row.parts | row.implied_parts
    errors = [
        f"Een {row.label} kan geen {PART_LABELS[part]} bevatten." for part in Part if part in chosen - allowed
    ]
    if row.parts and not chosen:
        errors.append(f"Kies waaruit de {row.label} bestaat.")
    return tuple(errors)


def removes_access(row: Measure, parts: Iterable[Part]) -> bool:
    """Whether the measure with these parts keeps the bound person away from whom it protects."""
    return row.removes_access or not ACCESS_REMOVING_PARTS.isdisjoint(parts)


class OrderGround(StrEnum):
    """The grounds of the behavioural order (art. 509hh lid 1 Sv)."""

    PUBLIC_ORDER = "a"
    PERSONS = "b"
    GOODS = "c"
    ANIMALS = "d"


ORDER_GROUND_LABELS: Final[dict[OrderGround, str]] = {
    OrderGround.PUBLIC_ORDER: "openbare orde ernstig verstoord, met grote vrees voor herhaling",
    OrderGround.PERSONS: "vrees voor ernstig belastend gedrag jegens personen",
    OrderGround.GOODS: "vrees voor gedrag dat herhaald gevaar voor goederen oplevert",
    OrderGround.ANIMALS: "vrees voor gedrag dat de gezondheid of het welzijn van dieren benadeelt",
}


def breach_is_offence_184a(ground: OrderGround) -> bool:
    """Whether acting against the order is the offence of art. 184a Sr: only for ground b."""
    return ground is OrderGround.PERSONS
