"""A refusal or fault outside of a view: a page for people, a problem for REST."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views import defaults

from cases.access.errors import Conflict, GuardRefusal, NotAllowed
from cases.api import problems
from cases.api.caller import is_api
from cases.organisations.duty_models import DutyGrant
from cases.web import errors


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 for a request that Django itself refuses, such as a foreign host name."""
    if is_api(request):
        return problems.answer(problems.problem("onleesbaar"))
    return defaults.bad_request(request, exception, template_name="errors/400.html")


def too_large(request: HttpRequest) -> HttpResponse:
    """413 for a body that is larger than anything that is taken."""
    return problems.answer(problems.problem("te-groot")) if is_api(request) else errors.too_large(request)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 for what no policy allows."""
    if is_api(request):
        return problems.answer(problems.problem("niet-toegestaan"))
    return errors.permission_denied(request, exception)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same for what does not exist and for what an outsider may not know."""
    return problems.not_found(request) if is_api(request) else errors.not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 without any query."""
    return problems.server_error(request) if is_api(request) else errors.server_error(request)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: it could not be logged or stored, so it is not shown."""
    return problems.unavailable(request) if is_api(request) else errors.unavailable(request)


def duty_ended(request: HttpRequest, duty: DutyGrant | None, own: str, at: datetime) -> HttpResponse:
    """403 for who acted for another organisation and may not any more; pages only, REST has no session."""
    return errors.duty_ended(request, duty, own, at)


def not_allowed(request: HttpRequest, refusal: NotAllowed) -> HttpResponse:
    """403 with the reason, on a page."""
    return errors.not_allowed(request, refusal)


def conflict(request: HttpRequest, refusal: GuardRefusal | Conflict) -> HttpResponse:
    """409 for a guard or a race, on a page."""
    return errors.conflict(request, refusal)
