"""How REST reads and writes: nothing unknown is taken in, nothing is given out past the disclosure table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Final

from django.db import models
from rest_framework import serializers

from cases.access.rules.categories import Category
from cases.api.problems import Wrong
from cases.casefiles.queries import CaseAccess

UNKNOWN_FIELD: Final = "Dit veld bestaat hier niet."
# A numbered place of the intake, by the list that holds it.
_PLACE: Final = re.compile(r"(child|guardian)-(\d+)")
_LISTS: Final = {"child": "children", "guardian": "guardians"}


class In(serializers.Serializer[Any]):
    """A body that is sent in; its fields name with `source` what the service calls them."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Read the fields, and refuse what is unknown together with what is wrong."""
        if not isinstance(data, Mapping):
            raise serializers.ValidationError({"": ["Geef een JSON-object."]}, code="object")
        errors: dict[str, Any] = {
            name: [serializers.ErrorDetail(UNKNOWN_FIELD, code="onbekend-veld")]
            for name in data
            if name not in self.fields
        }
        values: dict[str, Any] = {}
        try:
            values = super().to_internal_value(data)
        except serializers.ValidationError as wrong:
            errors |= wrong.detail if isinstance(wrong.detail, dict) else {"": wrong.detail}
        if errors:
            raise serializers.ValidationError(errors)
        return values


def many(body: Any, **options: Any) -> Any:
    """A list of bodies within a body, with the bounds of the list."""
    return body(many=True, **options)


class Out(serializers.Serializer[Any]):
    """A body that is given out; its fields are listed one by one."""


class Record(Out):
    """A row of a table: every field by the category that the model declares and by who gave the row.

    A field that the actor may not see is null, and named under `achtergehouden`. `GIVER`: the attribute that
    holds who gave it. `FIXED`: the category of fields that are no field of the model.
    """

    MODEL: ClassVar[type[models.Model]]
    GIVER: ClassVar[str] = "organisation_id"
    FIXED: ClassVar[Mapping[str, Category]] = {}

    def category_of(self, name: str) -> Category:
        """Under which category a field of this body is shown."""
        if name in self.FIXED:
            return self.FIXED[name]
        source = (self.fields[name].source or name).split(".")[0]
        declared: Mapping[str, Category] = self.MODEL.INFORMATION  # type: ignore[attr-defined]  # a check demands it
        return declared.get(source.removesuffix("_id"), declared.get(source, Category.TECHNICAL))

    def giver_of(self, row: Any) -> int:
        """Who gave the row."""
        value: Any = row
        for part in self.GIVER.split("."):
            value = getattr(value, part)
        return int(value)

    def held_back_from(self, row: Any) -> tuple[str, ...]:
        """Fields that this actor does not read, whatever the disclosure table says."""
        return ()

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """The row as the actor may see it."""
        access: CaseAccess = self.context["access"]
        giver = self.giver_of(instance)
        barred = self.held_back_from(instance)
        body: dict[str, Any] = {}
        held_back: list[str] = []
        shown: set[Category] = set()
        for name, field in self.fields.items():
            category = self.category_of(name)
            if name in barred or not access.may_see(category, giver):
                body[name] = None
                held_back.append(name)
                continue
            value = field.get_attribute(instance)
            body[name] = None if value is None else field.to_representation(value)
            if body[name] not in (None, "", []):
                shown.add(category)
        self.context["shows"](shown)
        body["achtergehouden"] = held_back
        return body


def problems_in(detail: Any, pointer: str = "") -> Iterator[Wrong]:
    """What is wrong with a body, each with its place."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            deeper = pointer if name in ("", "non_field_errors") else f"{pointer}/{_escaped(str(name))}"
            yield from problems_in(inner, deeper)
    elif isinstance(detail, list | tuple):
        for number, inner in enumerate(detail):
            nested = isinstance(inner, Mapping | list | tuple)
            yield from problems_in(inner, f"{pointer}/{number}" if nested else pointer)
    else:
        yield Wrong("body", pointer, str(detail), code=getattr(detail, "code", "ongeldig"))


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def pointer_to(serializer: serializers.BaseSerializer[Any] | None, key: str) -> str:
    """Where the body holds what a service calls `key`, such as "suspect.bsn"; empty for the whole body."""
    pointer = ""
    inside: Any = serializer
    for part in filter(None, key.split(".")):
        if isinstance(inside, serializers.ListSerializer):
            inside = inside.child
        place = _PLACE.fullmatch(part)
        name, deeper = _named(inside, _LISTS[place[1]] if place else part)
        if name is None:
            break
        pointer = f"{pointer}/{_escaped(name)}" + (f"/{place[2]}" if place else "")
        inside = deeper
    return pointer


def _named(serializer: Any, source: str) -> tuple[str | None, Any]:
    names: Mapping[str, str] = getattr(serializer, "ALSO", {})
    for name, field in getattr(serializer, "fields", {}).items():
        if source in (field.source, names.get(name)):
            return name, field
    return None, None
