"""The parts of the OpenAPI document that every operation shares: problems, links, headers, parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from cases.api.caller import ON_BEHALF
from cases.api.problems import CONTENT_TYPE, PROBLEMS
from cases.api.resource import IDEMPOTENCY

Schema = dict[str, Any]

HEADERS: Final[dict[str, Schema]] = {
    "API-Version": {"description": "De volledige versie van deze API.", "schema": {"type": "string"}},
}

PROBLEM: Final[Schema] = {
    "type": "object",
    "description": "Wat er mis is (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/Fout"}},
        "ontbreekt": {"type": "array", "items": {"$ref": "#/components/schemas/Ontbreekt"}},
    },
}
WRONG: Final[Schema] = {
    "type": "object",
    "description": "Eén fout in het verzoek, met de plaats.",
    "required": ["in", "location", "code", "detail"],
    "properties": {
        "in": {"type": "string", "enum": ["body", "query", "header"]},
        "location": {
            "type": "object",
            "properties": {"pointer": {"type": "string"}, "name": {"type": "string"}},
        },
        "code": {"type": "string"},
        "detail": {"type": "string"},
    },
}
MISSING: Final[Schema] = {
    "type": "object",
    "description": "Wat een waarborg nog vraagt, en wie het levert.",
    "required": ["code", "tekst", "leverancier", "leverancierNaam"],
    "properties": {
        "code": {"type": "string"},
        "tekst": {"type": "string"},
        "leverancier": {"type": ["string", "null"]},
        "leverancierNaam": {"type": ["string", "null"]},
    },
}
LINK: Final[Schema] = {"type": "object", "required": ["href"], "properties": {"href": {"type": "string"}}}
CREATED: Final[Schema] = {
    "type": "object",
    "description": "Wat is aangemaakt: alleen kenmerken en het adres, geen inhoud.",
    "required": ["id", "_links"],
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "_links": {
            "type": "object",
            "required": ["self"],
            "properties": {"self": {"$ref": "#/components/schemas/Link"}},
        },
    },
}


PARAMETERS: Final[dict[str, Schema]] = {
    ON_BEHALF: {
        "name": ON_BEHALF,
        "in": "header",
        "required": False,
        "description": "Het kenmerk van de medewerker namens wie dit gebeurt; verplicht bij schrijven.",
        "schema": {"type": "string", "format": "uuid"},
    },
    IDEMPOTENCY: {
        "name": IDEMPOTENCY,
        "in": "header",
        "required": True,
        "description": "Een nieuwe UUID per aanmaak; dezelfde sleutel geeft 24 uur lang hetzelfde antwoord.",
        "schema": {"type": "string", "format": "uuid"},
    },
    "If-Match": {
        "name": "If-Match",
        "in": "header",
        "required": True,
        "description": "De ETag van de versie die u wijzigt.",
        "schema": {"type": "string"},
    },
}


def problem_responses() -> dict[str, Schema]:
    """One response per status of a problem."""
    titles: dict[int, list[str]] = {}
    for status, title in PROBLEMS.values():
        titles.setdefault(status, []).append(title)
    schema: Mapping[str, Any] = {"$ref": "#/components/schemas/Probleem"}
    return {
        f"Probleem{status}": {
            "description": " / ".join(texts),
            "headers": HEADERS,
            "content": {CONTENT_TYPE: {"schema": schema}},
        }
        for status, texts in sorted(titles.items())
    }
