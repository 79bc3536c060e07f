"""Refusals and faults as pages: what is wrong, who can help, never anything about a person."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from cases.access.errors import Conflict, GuardRefusal, NotAllowed
from cases.organisations.duty_models import DutyGrant
from cases.web.moments import moment_text


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same for what does not exist and for what an outsider may not know."""
    return render(request, "errors/404.html", status=404)


def not_allowed(request: HttpRequest, refusal: NotAllowed) -> HttpResponse:
    """403 with the reason."""
    return render(request, "errors/403.html", {"reason": refusal.message}, status=403)


def duty_ended(request: HttpRequest, duty: DutyGrant | None, own: str, at: datetime) -> HttpResponse:
    """403: the duty that was chosen is over or was withdrawn; `own`: for whom the user works again."""
    if duty is None:
        reason = "Deze dienst is er niet meer."
    elif duty.withdrawn_at is not None and duty.withdrawn_by is not None:
        by, when = duty.withdrawn_by.display_name, moment_text(duty.withdrawn_at)
        reason = f"{by} heeft de dienst ingetrokken ({when}): {duty.withdraw_reason.rstrip('.')}."
    elif duty.ends_at <= at:
        reason = f"De dienst liep tot {moment_text(duty.ends_at)}."
    else:
        reason = "De dienst geldt niet meer: u werkt nu ergens anders."
    acted_for = duty.organisation.short_name if duty else "een andere organisatie"
    context = {"acted_for": acted_for, "reason": reason, "own": own}
    return render(request, "errors/duty_ended.html", context, status=403)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 for what no policy allows."""
    return render(request, "errors/403.html", {"reason": "Deze pagina is niet vrijgegeven."}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was open too long or came from elsewhere."""
    text = "Het formulier is verlopen. Ga terug, vernieuw de pagina en probeer het opnieuw."
    return render(request, "errors/403.html", {"reason": text}, status=403)


def conflict(request: HttpRequest, refusal: GuardRefusal | Conflict) -> HttpResponse:
    """409 for a guard or a race that a view did not show in place."""
    missing = refusal.missing if isinstance(refusal, GuardRefusal) else ()
    return render(request, "errors/409.html", {"message": refusal.message, "missing": missing}, status=409)


def too_large(request: HttpRequest) -> HttpResponse:
    """413 without any query: nothing is known of who asks."""
    return HttpResponse(render_to_string("errors/413.html"), status=413)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 without any query: the database may be what failed."""
    return HttpResponse(render_to_string("errors/500.html"), status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: it could not be logged or stored, so it is not shown."""
    return HttpResponse(render_to_string("errors/503.html"), status=503)
