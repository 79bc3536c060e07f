"""The fields of a decision between text and Python: from a form or REST, to and from the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from cases.terms.rules.wording import AMSTERDAM
from zsm.decision.rules.fields import Field, FieldType, fields_for
from zsm.decision.rules.kinds import DecisionKind

Plain = str | int | list[str]

MANY: Final = frozenset({FieldType.CHOICES, FieldType.PERSONS, FieldType.MEASURES})


def read_values(kind: DecisionKind, raw: Mapping[str, object]) -> dict[str, object]:
    """Turn text (of a form, of REST, of the database) into the Python values that `validate` expects.

    What cannot be read stays as it is, so that `validate` names the field; what is empty falls out. A
    moment without a time zone is a moment in Amsterdam. Names that the kind does not know stay, so that
    they are refused as well.
    """
    known = {field.name: field for field in fields_for(kind)}
    values: dict[str, object] = {}
    for name, given in raw.items():
        field = known.get(name)
        value = given if field is None else _read(field, given)
        if value not in ("", None, ()):
            values[name] = value
    return values


def plain_values(kind: DecisionKind, values: Mapping[str, object]) -> dict[str, Plain]:
    """Turn valid Python values into text, numbers and lists for JSON; `read_values` reads them back."""
    return {
        field.name: _plain(values[field.name])
        for field in fields_for(kind)
        if values.get(field.name) not in ("", None, ())
    }


def _plain(value: object) -> Plain:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, Sequence | frozenset | set) and not isinstance(value, str):
        return [str(entry) for entry in value]
    return str(value)


def _read(field: Field, given: object) -> object:
    if field.type in MANY:
        if isinstance(given, str):
            return (given,) if given.strip() else ()
        return tuple(given) if isinstance(given, Sequence) else given
    if not isinstance(given, str):
        return given
    text = given.strip()
    reader = _READERS.get(field.type)
    if reader is None or not text:
        return text
    try:
        return reader(text)
    except (ValueError, InvalidOperation):
        return text


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=AMSTERDAM)


def _amount(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


_READERS: Final[dict[FieldType, Callable[[str], object]]] = {
    FieldType.DATE: date.fromisoformat,
    FieldType.MOMENT: _moment,
    FieldType.NUMBER: int,
    FieldType.MONEY: _amount,
}
