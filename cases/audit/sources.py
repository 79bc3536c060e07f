"""What else a privacy officer has to judge: each concept brings its own, such as emergency access.

    register_review_source(EmergencyAccessSource())        # in AppConfig.ready()

Such an item is judged on the page of the concept that owns it; the review page names it and leads there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cases.access.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcedItem:
    """One thing that waits for a judgement: what, by whom, when, why, and where it is judged.

    `case_ids`: the cases that the line shows, noted in the access log. `done`: it was judged already.
    """

    title: str
    who: str
    at: datetime
    reason: str
    url: str
    done: bool
    case_ids: tuple[int, ...] = ()


class ReviewSource(Protocol):
    """Gives items of one kind."""

    label: str

    def items(self, actor: Actor, since: datetime, until: datetime) -> list[SourcedItem]:
        """What the actor has to judge of a period, newest first."""


_sources: dict[str, ReviewSource] = {}


def register_review_source(source: ReviewSource) -> None:
    """Add a kind of items; registering the same label twice keeps the last."""
    _sources[source.label] = source


def review_sources() -> tuple[ReviewSource, ...]:
    """Every registered kind, by label."""
    return tuple(_sources[label] for label in sorted(_sources))
