"""The scheduler of Celery beat, which a clock that is put back does not silence.

Celery calls a job so long after it was last called by the clock of the machine, and remembers that moment
also over a restart. A clock that ran two hours ahead and is set right would keep it silent for two hours.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any, Final

from celery.beat import PersistentScheduler

logger = logging.getLogger(__name__)

# Clocks that are kept right by the network move by less.
UNREMARKABLE: Final = timedelta(seconds=2)


class SteadyScheduler(PersistentScheduler):
    """Counts every pause again from now when a job was last called in the future."""

    def tick(self, *arguments: Any, **options: Any) -> float:
        """Call what is due; answers how many seconds to sleep."""
        now = self.app.now()
        latest = now + UNREMARKABLE
        ahead = [entry for entry in self.schedule.values() if (entry.last_run_at or now) > latest]
        if ahead:
            seconds = (max(entry.last_run_at or now for entry in ahead) - now).total_seconds()
            logger.error("the clock was put back by %.0f s; %s jobs count from now", seconds, len(ahead))
            for entry in ahead:
                entry.last_run_at = now
            self._heap = None
        return float(super().tick(*arguments, **options))
