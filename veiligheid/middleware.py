"""Request, transaction, wall (architecture, section 4), the same for pages and REST.

`RequestTransactionMiddleware` stands around session and sign-in: one transaction per request, with database
role and organisation, the page rendered inside it, the access-log row written before anything is shown.
`ActorMiddleware` stands inside: it knows the user, refuses what no policy allows, and turns refusals into
pages.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from cases.access.actor import Actor
from cases.access.duty import duty_of, running_duty
from cases.access.errors import Conflict, GuardRefusal, NotAllowed
from cases.access.models import AccessLogEntry
from cases.access.requests import OpenRequest
from cases.access.routes import policy_of
from cases.access.source import source_of
from cases.access.trail import Trail, write_entry
from cases.access.wall import NOTHING, WEB_ROLE, set_context
from cases.api.caller import VERSION, ApiRequest, caller_of, is_api
from cases.api.problems import ApiRefusal, problem
from cases.api.problems import answer as problem_answer
from cases.organisations.models import User
from cases.terms.rules.wording import local
from cases.web.acting import chosen_duty, own_organisation_again, shows_a_page
from veiligheid import refusals as errors

logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]


ALIVE_PATH = "/health/live"


class _Undo(Exception):
    """Rolls the transaction of a refused or failed request back."""


class RequestTransactionMiddleware:
    """Opens the transaction, renders inside it, logs, commits; only then the response leaves."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: OpenRequest) -> HttpResponseBase:
        """Answer one request."""
        if request.path_info == ALIVE_PATH:
            # Says that this process answers, also when the database does not.
            return self.get_response(request)
        request.at = timezone.now()
        request.request_id = uuid.uuid4()
        request.trail = Trail()
        request.actor = None
        request.undo = False
        response: HttpResponse | None = None
        try:
            with transaction.atomic():
                set_context(WEB_ROLE)
                response = self.get_response(request)
                if request.undo or response.status_code >= 500:
                    raise _Undo
                refused = response.status_code in (403, 404) or request.trail.refused
                self._log(
                    request,
                    response,
                    AccessLogEntry.OUTCOME_REFUSED if refused else AccessLogEntry.OUTCOME_SHOWN,
                )
        except _Undo:
            pass
        except DatabaseError:
            # Nothing that could not be logged or committed is shown (security, L1).
            logger.exception("request %s could not be committed", request.request_id)
            return errors.unavailable(request)
        if response is None:
            return errors.unavailable(request)
        if request.undo or response.status_code >= 500:
            return self._log_refusal(request, response)
        return self._private(response)

    def _log_refusal(self, request: OpenRequest, response: HttpResponse) -> HttpResponseBase:
        """A refusal or failure leaves its row in a second transaction; the first was rolled back."""
        outcome = (
            AccessLogEntry.OUTCOME_FAILED if response.status_code >= 500 else AccessLogEntry.OUTCOME_REFUSED
        )
        try:
            with transaction.atomic():
                set_context(
                    WEB_ROLE, organisation_id=request.actor.organisation_id if request.actor else None
                )
                self._log(request, response, outcome)
        except DatabaseError:
            logger.exception("refusal of request %s could not be logged", request.request_id)
            return errors.unavailable(request)
        return self._private(response)

    @staticmethod
    def _log(request: OpenRequest, response: HttpResponse, outcome: str) -> None:
        trail = request.trail
        anonymous_page = request.actor is None and trail.action == AccessLogEntry.ACTION_READ
        if trail.silent or anonymous_page:
            return
        if request.actor is None and trail.claimed is not None:
            # The row belongs to the organisation whose account was tried.
            set_context(WEB_ROLE, organisation_id=trail.claimed.organisation_id)
        write_entry(
            trail,
            actor=request.actor or trail.claimed,
            at=request.at,
            request_id=request.request_id,
            route=request.resolver_match.view_name if request.resolver_match else "",
            outcome=outcome,
            status=response.status_code,
            source=source_of(request),
        )

    @staticmethod
    def _private(response: HttpResponse) -> HttpResponse:
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def _entered(actor: Actor, at: datetime, *, emergency: bool = False) -> Actor:
    """Have the database know for whom the transaction works; and the actor what is closed or opened to her.

    `emergency`: on the pages, where a person looks; a partner system opens nothing in an emergency.
    """
    entered = set_context(
        WEB_ROLE,
        organisation_id=actor.organisation_id,
        user_id=actor.user_id or None,
        at=at,
        emergency=emergency,
    )
    if entered == NOTHING:
        return actor
    return replace(actor, excluded_cases=entered.excluded, emergency_cases=entered.emergency)


class ActorMiddleware:
    """Knows who acts, denies by default, and translates refusals into pages."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: OpenRequest) -> HttpResponse:
        """Pass the request on; the work is done around the view."""
        return self.get_response(request)

    def process_view(
        self, request: OpenRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Set actor and organisation; refuse a view without policy and a visitor without sign-in."""
        policy = policy_of(view)
        if request.path_info == ALIVE_PATH:
            return None
        if is_api(request):
            return self._enter_api(cast(ApiRequest, request), allowed=policy is not None)
        ended = self._enter_pages(request) if request.user.is_authenticated else None
        if policy is None:
            raise PermissionDenied("no policy")
        if ended is not None and policy.needs_sign_in:
            return ended
        if policy.needs_sign_in and request.actor is None:
            target = resolve_url(settings.LOGIN_URL)
            return HttpResponseRedirect(f"{target}?volgende={request.path}")
        return None

    @staticmethod
    def _enter_pages(request: OpenRequest) -> HttpResponse | None:
        """Know who acts and for whom; the refusal when she or he acted for another and may not any more.

        A part of a page that refreshes is refused too, but only a page that is read takes the choice away:
        so the user reads why, and does not go on for another organisation unaware.
        """
        user = cast(User, request.user)
        here = Actor.of(user, on=local(request.at).date())
        own = request.actor = _entered(here, request.at, emergency=True)
        chosen = chosen_duty(request.session)
        if chosen is None:
            return None
        duty = running_duty(user, chosen, at=request.at)
        if duty is None:
            if shows_a_page(request):
                own_organisation_again(request.session)
            request.trail.purpose = "dienst voor een andere organisatie voorbij"
            return errors.duty_ended(request, duty_of(user.pk, chosen), own.organisation_name, request.at)
        actor = request.actor = _entered(Actor.on_duty(user, duty), request.at, emergency=True)
        request.trail.on_behalf_of = actor.signature
        return None

    @staticmethod
    def _enter_api(request: ApiRequest, *, allowed: bool) -> HttpResponse | None:
        """Know the partner system by its credential; a session of the pages counts for nothing here."""
        request.caller = None
        if not allowed:
            raise PermissionDenied("no policy")
        try:
            caller = caller_of(request, request.at)
        except ApiRefusal as refusal:
            request.undo = True
            request.trail.action = AccessLogEntry.ACTION_SIGN_IN
            return problem_answer(problem(refusal.code, refusal.detail, wrong=refusal.wrong), refusal.headers)
        if caller is not None:
            actor = _entered(caller.actor, request.at)
            request.caller, request.actor = replace(caller, actor=actor), actor
            stands_in = f"; {caller.actor.signature}" if caller.actor.acts_for_another else ""
            request.trail.on_behalf_of = f"systeem {caller.system} ({caller.token}){stands_in}"
        return None

    def process_exception(self, request: OpenRequest, exception: Exception) -> HttpResponse | None:
        """A refusal becomes its page; the transaction is rolled back and the refusal logged."""
        request.undo = True
        if isinstance(exception, NotAllowed):
            return errors.not_allowed(request, exception)
        if isinstance(exception, GuardRefusal | Conflict):
            return errors.conflict(request, exception)
        if isinstance(exception, Http404):
            return errors.not_found(request)
        return None


class ApiHeadersMiddleware:
    """The headers of REST on each of its answers, also on those that no view gave."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and add version and, for an allowed origin, what a browser may read (CORS)."""
        response = self.get_response(request)
        if not is_api(request):
            return response
        response.headers["API-Version"] = VERSION
        response.headers.setdefault("Cache-Control", "no-store")
        origin = request.headers.get("Origin", "")
        if settings.API_ALLOWED_ORIGINS:
            patch_vary_headers(response, ["Origin"])
        if origin and origin in settings.API_ALLOWED_ORIGINS:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = "API-Version, ETag, Location, Retry-After"
            if request.method == "OPTIONS":
                response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "GET")
                response.headers["Access-Control-Allow-Headers"] = (
                    "Authorization, Content-Type, Idempotency-Key, If-Match, Namens"
                )
        return response
