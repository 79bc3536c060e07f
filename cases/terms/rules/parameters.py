"""What the caller knows about one term: situation, a length from an order, a moment to count back from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cases.terms.rules.counting import Interruption
from cases.terms.rules.vocabulary import Length, Situation, StartEvent
from cases.terms.rules.wording import utc


@dataclass(frozen=True, slots=True)
class ExtensionOrder:
    """One order that extends a term; `condition_met`: the giver states that the law's condition holds."""

    length: Length
    reason: str
    condition_met: bool = False


@dataclass(frozen=True, slots=True)
class Parameters:
    """The facts with which one term is computed; kept with the term, so that it can be computed again.

    `hours`, `days`, `working_days`, `months`: a length that an order or a setting decides; `on`: an agreed
    day; `reference`: the moment from which is counted back; `start_event`: what started the 9 or 6 hours;
    `warn_days`: how many days before the end of a measure is warned (default 14).
    """

    situation: Situation = Situation.STANDARD
    hours: int | None = None
    days: int | None = None
    working_days: int | None = None
    months: int | None = None
    on: date | None = None
    reference: datetime | None = None
    start_event: StartEvent | None = None
    warn_days: int | None = None
    interruptions: tuple[Interruption, ...] = ()
    extensions: tuple[ExtensionOrder, ...] = ()

    def __post_init__(self) -> None:
        if self.reference is not None:
            object.__setattr__(self, "reference", utc(self.reference))

    def to_json(self) -> dict[str, Any]:
        """As plain values for the database; what is not given is left out."""
        plain: dict[str, Any] = {"situation": self.situation.value}
        for name in ("hours", "days", "working_days", "months", "warn_days"):
            if (value := getattr(self, name)) is not None:
                plain[name] = value
        if self.on:
            plain["on"] = self.on.isoformat()
        if self.reference:
            plain["reference"] = self.reference.isoformat()
        if self.start_event:
            plain["start_event"] = self.start_event.value
        if self.interruptions:
            plain["interruptions"] = [
                {
                    "since": period.since.isoformat(),
                    "until": period.until.isoformat() if period.until else None,
                    "reason": period.reason,
                }
                for period in self.interruptions
            ]
        if self.extensions:
            plain["extensions"] = [
                {
                    "length": {unit: getattr(order.length, unit) for unit in Length.__slots__},
                    "reason": order.reason,
                    "condition_met": order.condition_met,
                }
                for order in self.extensions
            ]
        return plain

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Parameters:
        """The parameters that `to_json` wrote down."""
        return cls(
            situation=Situation(plain.get("situation", Situation.STANDARD)),
            hours=plain.get("hours"),
            days=plain.get("days"),
            working_days=plain.get("working_days"),
            months=plain.get("months"),
            on=date.fromisoformat(plain["on"]) if "on" in plain else None,
            reference=datetime.fromisoformat(plain["reference"]) if "reference" in plain else None,
            start_event=StartEvent(plain["start_event"]) if "start_event" in plain else None,
            warn_days=plain.get("warn_days"),
            interruptions=tuple(
                Interruption(
                    since=datetime.fromisoformat(period["since"]),
                    until=datetime.fromisoformat(period["until"]) if period["until"] else None,
                    reason=period["reason"],
                )
                for period in plain.get("interruptions", ())
            ),
            extensions=tuple(
                ExtensionOrder(Length(**order["length"]), order["reason"], order["condition_met"])
                for order in plain.get("extensions", ())
            ),
        )
