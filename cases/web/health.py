"""Is this process alive, and is the system fit to be relied on? No personal data, no sign-in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.terms.models import SweepHeartbeat
from cases.terms.queries import database_clock, heartbeats
from cases.terms.watching import is_off
from cases.web.policy import public

# Security, J5: a term that could not speak up for longer than this makes the system unfit.
LONGEST_SILENCE = timedelta(seconds=120)


@public
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@public
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when the sweep beats and nothing due waits too long, else 503; the body says what is wrong."""
    try:
        # One clock for who writes and who reads the pulse, whatever this machine's clock says.
        at = database_clock()
        state = readiness(heartbeats(), at, here=timezone.now())
    except (DatabaseError, InterfaceError):
        return JsonResponse({"status": "fail", "problems": ["database"]}, status=503)
    return JsonResponse(state, status=503 if state["problems"] else 200)


def readiness(pulses: list[SweepHeartbeat], at: datetime, *, here: datetime | None = None) -> dict[str, Any]:
    """What the pulses of the sweep say at a moment; `problems` is empty when all is well.

    `here`: that moment on the clock of this machine. What is recorded by a wrong one gets wrong terms, so the
    proxy has to take it out.

    One living trigger is enough; each one's age is shown, so that a dead one is noticed.
    """
    freshest = max(pulses, key=lambda pulse: pulse.swept_at, default=None)
    problems = []
    if freshest is None or at - freshest.swept_at > LONGEST_SILENCE:
        problems.append("sweep")
    oldest = freshest.oldest_unfired_at if freshest else None
    if oldest is not None and at - oldest > LONGEST_SILENCE:
        problems.append("terms")
    if here is not None and is_off(here, at):
        problems.append("clock")
    return {
        "status": "fail" if problems else "ok",
        "problems": problems,
        "triggers": {pulse.source: _seconds(at - pulse.swept_at) for pulse in pulses},
        "oldestUnfiredSeconds": _seconds(at - oldest) if oldest else None,
        "failingStages": freshest.failing if freshest else None,
    }


def _seconds(span: timedelta) -> int:
    return int(span.total_seconds())
