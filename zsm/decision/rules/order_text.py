"""The fields of an order in words: on the page, on the confirm step and on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cases.terms.rules.wording import day_text, moment_text
from zsm.decision.rules.fields import FIELDS, Field, FieldType
from zsm.decision.rules.kinds import DecisionKind
from zsm.decision.rules.reading import read_values

UNNAMED = "iemand die niet voor uw organisatie is"


@dataclass(frozen=True, slots=True)
class Names:
    """Persons and measures of the case by public id, as the actor may know them."""

    persons: Mapping[str, str]
    measures: Mapping[str, str]


NOBODY = Names({}, {})


def order_lines(
    kind: DecisionKind, values: Mapping[str, object], names: Names
) -> tuple[tuple[str, str], ...]:
    """Label and value in words of every field of an order that was filled in."""
    read = read_values(kind, values)
    return tuple(
        (field.label, text)
        for field in FIELDS[kind]
        if (text := field_text(field, read.get(field.name), names))
    )


def field_text(field: Field, value: object, names: Names) -> str:
    """The value of one field in words; empty when nothing was filled in."""
    if value in (None, "", ()):
        return ""
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, tuple | list):
        return ", ".join(_one(field, str(entry), names) for entry in value)
    if field.type is FieldType.MONEY:
        return f"€ {value}".replace(".", ",")
    return _one(field, str(value), names)


def _one(field: Field, code: str, names: Names) -> str:
    if field.type is FieldType.PERSONS:
        return names.persons.get(code, UNNAMED)
    if field.type is FieldType.MEASURES:
        return names.measures.get(code, code)
    return dict(field.choices).get(code, code)
