"""What our middleware adds to every request, of pages and of REST."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest

from cases.access.actor import Actor
from cases.access.trail import Trail


class TracedRequest(HttpRequest):
    """A request inside its transaction: the moment, its number in the log, and what it shows."""

    at: datetime
    request_id: UUID
    trail: Trail
    undo: bool


class OpenRequest(TracedRequest):
    """A request before it is known who acts; None for a visitor."""

    actor: Actor | None
