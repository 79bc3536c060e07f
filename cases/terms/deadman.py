"""The dead-man signal: a sign of life to an address outside, which raises the alarm when it stays away.

Sent by whatever sweeps, at most once a minute per process, and only while the engine does its work: a sweep
ran and nothing that is due waits too long. It says nothing but that it lives.
"""

from __future__ import annotations

import logging
import urllib.request
from datetime import datetime, timedelta
from typing import Final
from urllib.error import URLError

from django.conf import settings

from cases.terms.queries import heartbeats

logger = logging.getLogger(__name__)

EVERY: Final = timedelta(seconds=60)
LONGEST_SILENCE: Final = timedelta(seconds=120)
TIMEOUT_SECONDS: Final = 3


class Signal:
    """When this process last gave a sign of life."""

    def __init__(self) -> None:
        self.sent_at: datetime | None = None


_SIGNAL: Final = Signal()


def signal_life(at: datetime, *, state: Signal = _SIGNAL) -> bool:
    """Give a sign of life when it is time and all is well; answers whether it was given.

    Never raises: an address that does not answer must not keep a term from its alarm.
    """
    address = settings.DEADMAN_URL
    if not address or (state.sent_at is not None and at - state.sent_at < EVERY):
        return False
    if not _all_is_well(at):
        logger.error("no dead-man signal: terms that are due are waiting")
        return False
    try:
        # The address is a setting of the operator (https only in production), never input of a user.
        with urllib.request.urlopen(address, timeout=TIMEOUT_SECONDS):  # noqa: S310 - see above
            state.sent_at = at
    except (URLError, OSError, ValueError) as fault:
        logger.warning("the dead-man signal was not received: %s", type(fault).__name__)
        return False
    return True


def _all_is_well(at: datetime) -> bool:
    freshest = next(iter(heartbeats()), None)
    if freshest is None or at - freshest.swept_at > LONGEST_SILENCE:
        return False
    oldest = freshest.oldest_unfired_at
    return oldest is None or at - oldest <= LONGEST_SILENCE
