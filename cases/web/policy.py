"""The policy of every page, declared beside the view; a view without one does not start.

A policy answers who may reach the page at all. Whether the actor may do something stands in the permissions
of the concept, which the service checks again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponseBase

from cases.access.actor import Actor
from cases.access.models import AccessLogEntry
from cases.access.routes import CASE, PUBLIC, SIGNED_IN, declare
from cases.access.rules.categories import Category
from cases.casefiles.models import Case
from cases.casefiles.queries import CaseAccess, open_case
from cases.drafts.services import discard_draft
from cases.web.requests import ActorRequest

IN_EMERGENCY: Final = "noodtoegang"

View = Callable[..., HttpResponseBase]
May = Callable[[CaseAccess], None]
MayEnter = Callable[[Actor], None]


def public(view: View) -> View:
    """A page without personal data that needs no sign-in."""
    return declare(view, PUBLIC)


def signed_in(may: MayEnter | None = None) -> Callable[[View], View]:
    """A page for everybody who is signed in; `may` raises NotAllowed for those who have no part in it."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: ActorRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            _mark_write(request)
            if may is not None:
                may(request.actor)
            return _sent(request, view(request, *args, **kwargs))

        return declare(wrapper, SIGNED_IN)

    return decorate


def case_page(may: May | None = None) -> Callable[[View], View]:
    """A page on one case: 404 for an outsider, 403 with the reason when `may` raises NotAllowed.

    The view receives `(request, access, …)` with the case as the actor may know it; its path names the case
    as `zaak`.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: ActorRequest, zaak: UUID, *args: Any, **kwargs: Any) -> HttpResponseBase:
            _mark_write(request)
            try:
                access = open_case(request.actor, zaak, at=request.at)
            except Case.DoesNotExist:
                raise Http404 from None
            request.trail.shows(cases=[access.case.pk], categories=[Category.THAT])
            if access.emergency_until is not None:
                request.trail.purpose = IN_EMERGENCY
            if may is not None:
                may(access)
            return _sent(request, view(request, access, *args, **kwargs))

        return declare(wrapper, CASE)

    return decorate


def _mark_write(request: ActorRequest) -> None:
    if request.method not in ("GET", "HEAD"):
        request.trail.action = AccessLogEntry.ACTION_WRITE


def _sent(request: ActorRequest, response: HttpResponseBase) -> HttpResponseBase:
    """A form that was accepted needs its draft no more; the draft goes in the transaction of the write."""
    place = request.POST.get("concept", "") if request.method == "POST" else ""
    if place and response.status_code in (302, 303):
        discard_draft(place=place, actor=request.actor)
    return response
