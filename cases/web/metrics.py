"""Figures for Prometheus in its text format: is the engine on time, does the mail leave. No personal data."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.outbox.gate import gate
from cases.outbox.operator import OutboxFigures, outbox_figures
from cases.terms.lag import BUCKETS
from cases.terms.models import SweepHeartbeat, SweepLag
from cases.terms.queries import database_clock, heartbeats
from cases.web.policy import public

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Sample = tuple[str, float]


@public
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures, for who sends the token of the settings; 404 for everybody else."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    token = settings.METRICS_TOKEN
    if not token or not hmac.compare_digest(given.encode(), token.encode()):
        raise Http404
    at = database_clock()
    held = (found := gate()) is not None and found.is_held
    lines = (
        *_clock(at, timezone.now()),
        *_sweep(heartbeats(), at),
        *_lags(SweepLag.objects.order_by("at_most")),
        *_outbox(outbox_figures(), at, held=held),
    )
    return HttpResponse("\n".join(lines) + "\n", content_type=CONTENT_TYPE)


def _figure(name: str, kind: str, said: str, samples: Iterable[Sample]) -> Iterator[str]:
    yield f"# HELP veiligheid_{name} {said}"
    yield f"# TYPE veiligheid_{name} {kind}"
    for suffix, value in samples:
        yield (
            f"veiligheid_{name}{suffix} {value:g}"
            if value < 1e6
            else f"veiligheid_{name}{suffix} {value:.0f}"
        )


def _clock(at: datetime, here: datetime) -> Iterator[str]:
    said = "How far the clock of this web server is ahead of that of the database."
    yield from _figure("clock_ahead_seconds", "gauge", said, [("", (here - at).total_seconds())])


def _sweep(pulses: list[SweepHeartbeat], at: datetime) -> Iterator[str]:
    ages = [(f'{{trigger="{pulse.source}"}}', (at - pulse.swept_at).total_seconds()) for pulse in pulses]
    yield from _figure("sweep_age_seconds", "gauge", "Seconds since the last round of each trigger.", ages)
    newest = max(pulses, key=lambda pulse: pulse.swept_at, default=None)
    oldest = newest.oldest_unfired_at if newest else None
    late = (at - oldest).total_seconds() if oldest else 0.0
    yield from _figure(
        "oldest_unfired_seconds", "gauge", "How long the oldest stage that is due waits.", [("", late)]
    )
    failing = float(newest.failing) if newest else 0.0
    yield from _figure(
        "failing_stages", "gauge", "Stages that were set aside and are tried again.", [("", failing)]
    )


def _lags(rows: Iterable[SweepLag]) -> Iterator[str]:
    """A histogram: each bucket holds all that were at most so late."""
    known = {row.at_most: row for row in rows}
    samples: list[Sample] = []
    number = 0
    for at_most in BUCKETS:
        number += known[at_most].number if at_most in known else 0
        limit = "+Inf" if at_most == BUCKETS[-1] else str(at_most)
        samples.append((f'_bucket{{le="{limit}"}}', float(number)))
    samples.append(("_sum", float(sum(row.seconds for row in known.values()))))
    samples.append(("_count", float(number)))
    yield from _figure("sweep_lag_seconds", "histogram", "How late stages were given.", samples)


def _outbox(figures: OutboxFigures, at: datetime, *, held: bool) -> Iterator[str]:
    counts = [
        (f'{{state="{state}"}}', float(getattr(figures, state))) for state in ("queued", "sending", "failed")
    ]
    yield from _figure("outbox_messages", "gauge", "Messages of the outbox by state.", counts)
    age = (at - figures.oldest_at).total_seconds() if figures.oldest_at else 0.0
    yield from _figure(
        "outbox_oldest_seconds", "gauge", "How long the oldest waiting message waits.", [("", age)]
    )
    yield from _figure(
        "outbox_held", "gauge", "1 while outgoing mail is held after a restore.", [("", float(held))]
    )
