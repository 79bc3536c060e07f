"""Paging by key: a page goes on after the last row of the one before, whatever was added meanwhile.

Never a total: counting what an organisation may see costs more than it tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core import signing
from django.db.models import Q, QuerySet
from rest_framework import serializers

from cases.api.operations import Parameter
from cases.api.problems import ApiRefusal, Wrong

SALT: Final = "cases.api.paging"
CURSOR: Final = "cursor"
SIZE: Final = "aantal"
USUAL_SIZE, LARGEST_SIZE = 50, 200

SIZE_PARAMETER: Final = Parameter(
    SIZE,
    "Hoeveel per bladzijde.",
    serializers.IntegerField(min_value=1, max_value=LARGEST_SIZE, default=USUAL_SIZE, required=False),
)
PAGING: Final = (
    SIZE_PARAMETER,
    Parameter(
        CURSOR,
        "Waar deze bladzijde begint: neem de link `volgende` van de vorige bladzijde over.",
        serializers.CharField(required=False, max_length=300),
    ),
)


def cursor_of(opened_at: datetime, key: int) -> str:
    """The cursor that starts after a row; signed, so that nobody makes one up."""
    return signing.dumps([opened_at.isoformat(), key], salt=SALT)


def after_cursor(rows: QuerySet[Any], cursor: str, *, moment: str, key: str) -> QuerySet[Any]:
    """The rows after the cursor, in descending order of moment and key. Raises ApiRefusal."""
    try:
        opened_at, number = signing.loads(cursor, salt=SALT)
        at = datetime.fromisoformat(opened_at)
    except (signing.BadSignature, ValueError, TypeError):
        wrong = Wrong("query", CURSOR, "Deze cursor is niet van ons. Begin zonder cursor.")
        raise ApiRefusal("invoer", wrong=[wrong]) from None
    earlier = Q(**{f"{moment}__lt": at}) | Q(**{moment: at, f"{key}__lt": number})
    return rows.filter(earlier)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows; `following`: the query of the next one, None when this is the last."""

    rows: list[Any]
    following: dict[str, Any] | None


def page_of(asked: Mapping[str, Any], given: Mapping[str, str], rows: QuerySet[Any], *, moment: str) -> Page:
    """The page that a request asks, the newest first.

    `asked`: the values of `PAGING`; `given`: the query as it was sent, kept in the link to the next page;
    `moment`: the field that orders the rows, with their key. Raises ApiRefusal.
    """
    rows = rows.order_by(f"-{moment}", "-pk")
    if (cursor := asked[CURSOR]) is not None:
        rows = after_cursor(rows, cursor, moment=moment, key="pk")
    size: int = asked[SIZE]
    found = list(rows[: size + 1])
    page = found[:size]
    if len(found) <= size:
        return Page(page, None)
    kept = {name: given[name] for name in given}
    return Page(page, {**kept, CURSOR: cursor_of(getattr(page[-1], moment), page[-1].pk)})
