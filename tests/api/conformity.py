"""Holds requests and answers against the OpenAPI document: makes bodies from it, and judges answers by it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

Schema = dict[str, Any]
Strategy = st.SearchStrategy[Any]

# What somebody sends who did not read the document.
NONSENSE: Strategy = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=20),
    st.just([]),
    st.just({}),
    st.floats(allow_nan=False),
)
MOMENTS: Strategy = st.integers(631_152_000, 2_208_988_800).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC).isoformat()
)
DAYS: Strategy = st.dates(date(1990, 1, 1), date(2040, 1, 1)).map(date.isoformat)


class Document:
    """The OpenAPI document with its references resolved on the way."""

    def __init__(self, document: Schema, known: list[str]) -> None:
        self.document = document
        self.ids: Strategy = st.sampled_from(known) if known else st.uuids().map(str)

    def resolved(self, schema: Schema) -> Schema:
        """The schema that a reference points to."""
        while "$ref" in schema:
            found: Any = self.document
            for part in schema["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            schema = found
        return schema

    # --- making -----------------------------------------------------------------------------------

    def bodies(self, schema: Schema) -> Strategy:
        """Bodies as the document describes them, and now and then something else in their place."""
        return st.one_of(self._right(schema), self._right(schema), self._right(schema), NONSENSE)

    def _right(self, schema: Schema) -> Strategy:
        schema = self.resolved(schema)
        if "allOf" in schema:
            return self._right(schema["allOf"][0])
        if "anyOf" in schema:
            return st.one_of(*(self._right(one) for one in schema["anyOf"]))
        if wanted := schema.get("enum") or schema.get("examples"):
            return st.sampled_from(wanted)
        kinds = schema.get("type", "object")
        if isinstance(kinds, list):
            return st.one_of(*(self._right({**schema, "type": kind}) for kind in kinds))
        return self._of_kind(kinds, schema)

    def _of_kind(self, kind: str, schema: Schema) -> Strategy:
        match kind:
            case "object":
                fields = schema.get("properties", {})
                needed = set(schema.get("required", ()))
                made = {name: self.bodies(one) for name, one in fields.items()}
                return st.fixed_dictionaries(
                    {name: made[name] for name in fields if name in needed},
                    optional={name: made[name] for name in fields if name not in needed},
                )
            case "array":
                most = min(schema.get("maxItems", 3), 3)
                return st.lists(
                    self._right(schema["items"]), min_size=schema.get("minItems", 0), max_size=most
                )
            case "integer":
                return st.integers(schema.get("minimum", -5), schema.get("maximum", 10**12))
            case "boolean":
                return st.booleans()
            case "null":
                return st.none()
            case "number":
                return st.floats(allow_nan=False, allow_infinity=False)
        return self._text(schema)

    def _text(self, schema: Schema) -> Strategy:
        match schema.get("format"):
            case "uuid":
                return self.ids
            case "date-time":
                return MOMENTS
            case "date":
                return DAYS
        if "pattern" in schema:
            return st.from_regex(re.compile(schema["pattern"], re.ASCII), fullmatch=True)
        longest = schema.get("maxLength", 30)
        return st.text(min_size=schema.get("minLength", 0), max_size=min(longest, 30))

    # --- judging ----------------------------------------------------------------------------------

    def wrongs(self, schema: Schema, value: Any, place: str = "") -> Iterator[str]:
        """What of a value is not as the document says, each with its place."""
        schema = self.resolved(schema)
        if "allOf" in schema:
            schema = {
                **self.resolved(schema["allOf"][0]),
                **{k: v for k, v in schema.items() if k != "allOf"},
            }
        if "anyOf" in schema:
            if all(list(self.wrongs(one, value, place)) for one in schema["anyOf"]):
                yield f"{place}: matches no alternative"
            return
        if "enum" in schema and value not in schema["enum"]:
            yield f"{place}: {value!r} is none of the codes"
        kinds = schema.get("type")
        if kinds and not any(
            _is_kind(kind, value) for kind in (kinds if isinstance(kinds, list) else [kinds])
        ):
            yield f"{place}: {value!r} is no {kinds}"
        elif isinstance(value, str) and not _has_format(schema.get("format"), value):
            yield f"{place}: {value!r} is no {schema['format']}"
        elif isinstance(value, dict):
            yield from self._wrong_fields(schema, value, place)
        elif isinstance(value, list) and "items" in schema:
            for number, one in enumerate(value):
                yield from self.wrongs(schema["items"], one, f"{place}/{number}")

    def _wrong_fields(self, schema: Schema, value: dict[str, Any], place: str) -> Iterator[str]:
        for name in schema.get("required", ()):
            if name not in value:
                yield f"{place}: {name} is missing"
        for name, one in schema.get("properties", {}).items():
            if name in value:
                yield from self.wrongs(one, value[name], f"{place}/{name}")


def _is_kind(kind: str, value: Any) -> bool:
    match kind:
        case "null":
            return value is None
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "array":
            return isinstance(value, list)
        case "object":
            return isinstance(value, dict)
    return isinstance(value, str)


def _has_format(wanted: str | None, value: str) -> bool:
    try:
        match wanted:
            case "uuid":
                UUID(value)
            case "date-time":
                return value.endswith("Z") and datetime.fromisoformat(value).tzinfo is not None
            case "date":
                date.fromisoformat(value)
    except ValueError:
        return False
    return True
