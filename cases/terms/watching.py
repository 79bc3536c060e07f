"""Each trigger of the sweep looks at the other one, and at the clock of its own machine.

One living trigger is enough, so nothing else would notice that a second one is dead: the next fault would
then find none left. A clock that is wrong harms no term (all jobs go by the clock of the database), but what
is recorded on that machine gets a wrong moment.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

from cases.access.wall import worker_transaction
from cases.organisations.models import User
from cases.organisations.rules import Role
from cases.outbox.rules import Channel
from cases.outbox.services import queue_message
from cases.terms.messages import TRIGGER_SILENT
from cases.terms.models import SweepHeartbeat
from cases.terms.queries import heartbeats

logger = logging.getLogger(__name__)

TRIGGERS: Final = ("beat", "loop")
EVERY: Final = timedelta(seconds=60)
LONGEST_SILENCE: Final = timedelta(seconds=120)
# More than the time that asking the database takes; less than what matters in hours of the law.
MOST_OFF: Final = timedelta(seconds=30)


class Watch:
    """Since when this process looks, and when it last did."""

    def __init__(self) -> None:
        self.since: datetime | None = None
        self.looked_at: datetime | None = None


_WATCH: Final = Watch()


def look_around(*, at: datetime, here: datetime, source: str, state: Watch = _WATCH) -> list[str]:
    """Report a trigger other than `source` that is silent, and a wrong clock; answers who is silent.

    `at`: on the clock of the database, `here`: at the same moment on that of this machine. Looks at most once
    a minute. Who has just started waits two minutes first: after an outage the other one is starting too.
    """
    if state.looked_at is not None and at - state.looked_at < EVERY:
        return []
    state.looked_at = at
    state.since = state.since or at
    if is_off(here, at):
        logger.error("the clock of this machine is %.0f s off", (here - at).total_seconds())
    if at - state.since < LONGEST_SILENCE:
        return []
    silent = [pulse for pulse in heartbeats() if pulse.source != source and is_silent(pulse, at)]
    for pulse in silent:
        logger.error("the trigger %s has not swept since %s", pulse.source, pulse.swept_at)
        _tell_administrators(pulse, at)
    return [pulse.source for pulse in silent]


def is_silent(pulse: SweepHeartbeat, at: datetime) -> bool:
    """Whether a trigger that ought to sweep by itself has not done so for two minutes."""
    return pulse.source in TRIGGERS and at - pulse.swept_at > LONGEST_SILENCE


def is_off(here: datetime, at: datetime) -> bool:
    """Whether the clock of a machine differs too much from that of the database."""
    return abs(here - at) > MOST_OFF


def _tell_administrators(pulse: SweepHeartbeat, at: datetime) -> None:
    """Once for each silence, however many processes see it."""
    administrators = User.objects.filter(
        is_active=True, roles__contains=[Role.FUNCTIONAL_ADMINISTRATOR.value]
    )
    with worker_transaction():
        queue_message(
            kind=TRIGGER_SILENT,
            occasion=f"silent:{pulse.source}:{pulse.swept_at.isoformat()}",
            recipients=administrators.order_by("pk"),
            channels=[Channel.IN_APP],
            at=at,
        )
