"""What an operation of REST takes and gives, declared beside the view; the OpenAPI document comes from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rest_framework import serializers

Body = type[serializers.Serializer[Any]]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A query parameter; a name that is not declared is refused (security, A4)."""

    name: str
    description: str
    field: serializers.Field[Any, Any, Any, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of one resource.

    `answer`: what is given, None for no body. `listed`: it is given as a list with links. `creates`: asks an
    Idempotency-Key and answers 201 with the address. `matches`: asks If-Match. `etag`: gives one.
    `conflicts`: also reading it can meet a conflict.
    """

    id: str
    summary: str
    tag: str
    answer: Body | None = None
    body: Body | None = None
    query: tuple[Parameter, ...] = ()
    description: str = ""
    listed: bool = False
    creates: bool = False
    matches: bool = False
    etag: bool = False
    conflicts: bool = False
