"""What our middleware adds to a request for a page."""

from __future__ import annotations

from django_htmx.middleware import HtmxDetails

from cases.access.actor import Actor
from cases.access.requests import TracedRequest
from cases.organisations.models import User


class ActorRequest(TracedRequest):
    """A request of a signed-in user."""

    user: User
    actor: Actor
    htmx: HtmxDetails
