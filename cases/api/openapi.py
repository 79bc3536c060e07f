"""The OpenAPI document, made from the routes, their operations and the serializers."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, Final

from django.urls import URLPattern, URLResolver
from rest_framework import serializers
from rest_framework.views import APIView

from cases.api.caller import ON_BEHALF, VERSION
from cases.api.fields import Computed, MunicipalityField
from cases.api.openapi_parts import (
    CREATED,
    HEADERS,
    LINK,
    MISSING,
    PARAMETERS,
    PROBLEM,
    WRONG,
    Schema,
    problem_responses,
)
from cases.api.operations import Operation
from cases.api.resource import IDEMPOTENCY, CaseResource, Resource
from cases.api.serializers import In, Record

JSON: Final = "application/json"
_ARGUMENT: Final = re.compile(r"<(?:uuid:)?(\w+)>")

# Per named person of a query or header the statuses that any request can meet.
ALWAYS: Final = (400, 401, 403, 406, 429, 500, 503)
ON_WRITING: Final = (409, 413, 415)
ON_MATCHING: Final = (412, 428)


class Document:
    """The document while it is made; schemas are collected on the way."""

    def __init__(self) -> None:
        self.schemas: dict[str, Schema] = {
            "Aangemaakt": CREATED,
            "Fout": WRONG,
            "Link": LINK,
            "Ontbreekt": MISSING,
            "Probleem": PROBLEM,
        }
        self.paths: dict[str, Schema] = {}
        self.tags: set[str] = set()

    def add(self, patterns: Iterable[URLPattern | URLResolver], prefix: str = "") -> None:
        """Add every resource among the routes."""
        for pattern in patterns:
            path = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                self.add(pattern.url_patterns, path)
                continue
            view = getattr(pattern.callback, "cls", None)
            if isinstance(view, type) and issubclass(view, Resource) and view.operations:
                self._add_resource("/" + _ARGUMENT.sub(r"{\1}", path), view)

    def _add_resource(self, path: str, view: type[Resource]) -> None:
        arguments = re.findall(r"\{(\w+)\}", path)
        item: Schema = {}
        if arguments:
            item["parameters"] = [_path_parameter(name) for name in arguments]
        for method, operation in view.operations.items():
            item[method] = self._operation(method, operation, view, has_arguments=bool(arguments))
        self.paths[path] = item

    def _operation(
        self, method: str, operation: Operation, view: type[Resource], *, has_arguments: bool
    ) -> Schema:
        self.tags.add(operation.tag)
        made: Schema = {
            "operationId": operation.id,
            "summary": operation.summary,
            "description": operation.description or inspect.cleandoc(view.__doc__ or operation.summary),
            "tags": [operation.tag],
            "parameters": self._parameters(operation),
            "responses": self._responses(method, operation, has_arguments=has_arguments),
        }
        if operation.body is not None:
            made["requestBody"] = {
                "required": True,
                "content": {JSON: {"schema": self.reference(operation.body)}},
            }
        if not view.policy.needs_sign_in:
            made["security"] = []
        return made

    def _parameters(self, operation: Operation) -> list[Schema]:
        found: list[Schema] = [{"$ref": f"#/components/parameters/{ON_BEHALF}"}]
        if operation.creates:
            found.append({"$ref": f"#/components/parameters/{IDEMPOTENCY}"})
        if operation.matches:
            found.append({"$ref": "#/components/parameters/If-Match"})
        return found + [
            {
                "name": parameter.name,
                "in": "query",
                "required": False,
                "description": parameter.description,
                "schema": self.field(parameter.field),
            }
            for parameter in operation.query
        ]

    def _responses(self, method: str, operation: Operation, *, has_arguments: bool) -> Schema:
        headers = dict(HEADERS)
        if operation.etag or operation.creates:
            headers["ETag"] = {"description": "De versie, voor If-Match.", "schema": {"type": "string"}}
        if operation.creates:
            headers["Location"] = {"description": "Het adres.", "schema": {"type": "string"}}
        status, content = self._success(operation)
        done: Schema = {"description": HTTPStatus(status).phrase, "headers": headers}
        if content is not None:
            done["content"] = {JSON: {"schema": content}}
        statuses = list(ALWAYS)
        if has_arguments:
            statuses.append(404)
        if method != "get":
            statuses += ON_WRITING
        if operation.matches:
            statuses += ON_MATCHING
        if operation.conflicts:
            statuses.append(409)
        problems = {
            str(code): {"$ref": f"#/components/responses/Probleem{code}"} for code in sorted(statuses)
        }
        return {str(status): done, **problems}

    def _success(self, operation: Operation) -> tuple[int, Schema | None]:
        if operation.creates:
            return 201, {"$ref": "#/components/schemas/Aangemaakt"}
        if operation.answer is None:
            return 204, None
        schema = self.reference(operation.answer)
        return 200, _listed(schema) if operation.listed else schema

    # --- schemas ----------------------------------------------------------------------------------

    def reference(self, body: type[serializers.Serializer[Any]]) -> Schema:
        """A reference to the schema of a body, which is made when it is not there yet."""
        name = getattr(body, "NAME", "") or body.__name__
        if name not in self.schemas:
            self.schemas[name] = {}
            self.schemas[name] = self._body(body())
        return {"$ref": f"#/components/schemas/{name}"}

    def _body(self, body: serializers.Serializer[Any]) -> Schema:
        properties = {name: self.field(field) for name, field in body.fields.items()}
        schema: Schema = {
            "type": "object",
            "description": inspect.cleandoc(body.__doc__ or ""),
            "properties": properties,
        }
        taken_in = isinstance(body, In)
        required = [name for name, field in body.fields.items() if not taken_in or field.required]
        if isinstance(body, Record):
            properties["achtergehouden"] = {
                "type": "array",
                "items": {"type": "string"},
                "description": "Velden die er zijn of kunnen zijn, maar niet voor uw organisatie.",
            }
            required.append("achtergehouden")
            for name, found in properties.items():
                if name != "achtergehouden":
                    properties[name] = _nullable(found)
        if taken_in:
            schema["additionalProperties"] = False
        if required:
            schema["required"] = required
        return schema

    def field(self, field: Any) -> Schema:
        """The schema of one field."""
        made = self._bare(field)
        if getattr(field, "allow_null", False):
            made = _nullable(made)
        if field.help_text:
            made = {"allOf": [made]} if "$ref" in made else made
            made["description"] = str(field.help_text)
        return made

    def _bare(self, field: Any) -> Schema:
        if isinstance(field, Computed):
            return self.field(field.shape)
        if isinstance(field, serializers.ListSerializer):
            return _many(self.field(field.child), field)
        if isinstance(field, serializers.ListField):
            return _many(self.field(field.child), field)
        if isinstance(field, serializers.Serializer):
            return self.reference(type(field))
        if isinstance(field, serializers.ChoiceField):
            labels = "; ".join(f"`{code}`: {label}" for code, label in field.choices.items())
            return {"type": "string", "enum": list(field.choices), "description": labels}
        for kind, schema in _KINDS:
            if isinstance(field, kind):
                return {**schema, **_bounds(field)}
        raise TypeError(f"no schema for {type(field).__name__}")


_KINDS: Final[tuple[tuple[type[Any], Schema], ...]] = (
    (MunicipalityField, {"type": "string", "maxLength": 80, "examples": ["Duinstede"]}),
    (serializers.UUIDField, {"type": "string", "format": "uuid"}),
    (serializers.DateTimeField, {"type": "string", "format": "date-time"}),
    (serializers.DateField, {"type": "string", "format": "date"}),
    (serializers.TimeField, {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$"}),
    (serializers.BooleanField, {"type": "boolean"}),
    (serializers.IntegerField, {"type": "integer"}),
    (serializers.DecimalField, {"type": "string", "pattern": r"^\d{1,8}(\.\d{1,2})?$"}),
    (serializers.EmailField, {"type": "string", "format": "email"}),
    (serializers.CharField, {"type": "string"}),
    (serializers.DictField, {"type": "object"}),
    (serializers.JSONField, {}),
)


def _bounds(field: Any) -> Schema:
    made: Schema = {}
    for name, key in (
        ("max_length", "maxLength"),
        ("min_value", "minimum"),
        ("max_value", "maximum"),
    ):
        if (value := getattr(field, name, None)) is not None:
            made[key] = value
    taken_in = not field.read_only and isinstance(field, serializers.CharField)
    if taken_in and not getattr(field, "allow_blank", True) and type(field).__name__ == "Text":
        made["minLength"] = 1
    return made


def _many(items: Schema, field: Any) -> Schema:
    made: Schema = {"type": "array", "items": items}
    for name, key in (("min_length", "minItems"), ("max_length", "maxItems")):
        if (value := getattr(field, name, None)) is not None:
            made[key] = value
    if getattr(field, "allow_empty", True) is False:
        made["minItems"] = 1
    return made


def _nullable(schema: Schema) -> Schema:
    if "$ref" in schema or "allOf" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    if "type" not in schema:
        return schema
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    made = {**schema, "type": [*dict.fromkeys([*kinds, "null"])]}
    if "enum" in schema and None not in schema["enum"]:
        made["enum"] = [*schema["enum"], None]
    return made


def _listed(schema: Schema) -> Schema:
    links = {
        "type": "object",
        "required": ["self"],
        "properties": {name: {"$ref": "#/components/schemas/Link"} for name in ("self", "volgende")},
    }
    return {
        "type": "object",
        "required": ["_links", "resultaten"],
        "properties": {
            "_links": links,
            "resultaten": {"type": "array", "items": schema},
            "achtergehouden": {
                "type": "integer",
                "description": "Hoeveel er zijn die niet voor uw organisatie zijn.",
            },
        },
    }


def _path_parameter(name: str) -> Schema:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": f"Het kenmerk ({name}).",
        "schema": {"type": "string", "format": "uuid"},
    }


def document(patterns: Iterable[URLPattern | URLResolver], description: str) -> Schema:
    """The whole OpenAPI document of these routes, whose paths are below `/api/v1`."""
    made = Document()
    made.add(patterns)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Veiligheid",
            "version": VERSION,
            "description": description,
            "contact": {
                "name": "Functioneel beheer",
                "email": "beheer@veiligheid.example",
                "url": "https://veiligheid.example",
            },
        },
        "servers": [{"url": "/api/v1", "description": "Deze omgeving."}],
        "security": [{"toegangssleutel": []}],
        "tags": [{"name": name, "description": name.capitalize()} for name in sorted(made.tags)],
        "paths": dict(sorted(made.paths.items())),
        "components": {
            "securitySchemes": {
                "toegangssleutel": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "De toegangssleutel van uw systeem.",
                }
            },
            "parameters": PARAMETERS,
            "responses": problem_responses(),
            "schemas": dict(sorted(made.schemas.items())),
        },
    }


def views_of(patterns: Iterable[URLPattern | URLResolver]) -> list[type[APIView]]:
    """Every view of REST among the routes."""
    found: list[type[APIView]] = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found += views_of(pattern.url_patterns)
        elif isinstance(view := getattr(pattern.callback, "cls", None), type):
            found.append(view)
    return found


def is_on_case(view: type[APIView]) -> bool:
    """Whether the view is on a case in its path."""
    return issubclass(view, CaseResource)
