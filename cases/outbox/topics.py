"""What a mail to a professional is about, and whether it leaves now, later or not at all; pure.

In the application everything is shown at once and always: that is the record. Only mail can be left out or
wait, and never what somebody's safety or freedom hangs on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
SATURDAY: Final = 5
DAY: Final = timedelta(days=1)


class Topic(StrEnum):
    """What a mail is about, as somebody chooses it."""

    CLOCK = "clock"
    ALARM = "alarm"
    SAFETY = "safety"
    EMERGENCY = "emergency"
    ACCESS = "access"
    WARNING = "warning"
    CASE_MOVES = "case_moves"
    REPORTS = "reports"
    TO_JUDGE = "to_judge"
    DIGEST = "digest"
    TOTALS = "totals"


@dataclass(frozen=True, slots=True)
class About:
    """A topic in words. `mandatory`: why nobody leaves it out; empty: it can be left out.

    `waits`: quiet hours hold it back. What is mandatory never waits.
    """

    label: str
    text: str
    mandatory: str = ""
    waits: bool = True


TOPICS: Final[Mapping[Topic, About]] = {
    Topic.CLOCK: About(
        "Waarschuwingen van de 9 uur en van wie vastzit",
        "Eerste beslissing, inverzekeringstelling, voorgeleiden, bewaring, gevangenhouding en de acute fase.",
        mandatory="Wie te laat is, houdt iemand onrechtmatig vast of laat iemand onbeschermd gaan.",
        waits=False,
    ),
    Topic.ALARM: About(
        "Een termijn is verstreken",
        "Alarm en opschaling van elke termijn, tot iemand haar oppakt.",
        mandatory="Een gemiste termijn kan een leven kosten.",
        waits=False,
    ),
    Topic.SAFETY: About(
        "Gebeurtenissen die vandaag aandacht vragen",
        "Een waarborg opzij gezet, invrijheidstelling, ontvluchting, een verbod overtreden, post aan een "
        "slachtoffer die niet aankwam.",
        mandatory="Hier moet dezelfde dag iemand naar kijken.",
        waits=False,
    ),
    Topic.EMERGENCY: About(
        "Noodtoegang",
        "Iemand opende een zaak in een noodgeval; beoordeel het binnen een werkdag.",
        mandatory="Noodtoegang zonder blik achteraf is er niet.",
        waits=False,
    ),
    Topic.ACCESS: About(
        "Uw toegang",
        "De link om een wachtwoord te kiezen.",
        mandatory="Zonder deze mail komt u er niet in.",
        waits=False,
    ),
    Topic.WARNING: About(
        "Waarschuwingen van andere termijnen",
        "Voordat een termijn afloopt. Zou u door stille uren te weinig tijd overhouden, dan komt de mail "
        "meteen.",
    ),
    Topic.CASE_MOVES: About(
        "Zaken en diensten die bij u komen",
        "Een zaak aangeboden of verplaatst, werk van een collega, uw dienst.",
    ),
    Topic.REPORTS: About(
        "Meldingen aan Veilig Thuis", "Een melding kwam binnen of hoort bij een zaak die loopt."
    ),
    Topic.TO_JUDGE: About(
        "Te beoordelen voor de privacyfunctionaris",
        "Een uitsluiting of een versie van de verstrekkingentabel.",
    ),
    # At the time that the organisation chose.
    Topic.DIGEST: About(
        "Overzichtsmail", "Elke dag wat te laat is, vandaag moet of binnen vijf dagen.", waits=False
    ),
    Topic.TOTALS: About(
        "Totalen voor teamleiders", "Elke dag in getallen wat uw organisatie moet.", waits=False
    ),
}
OPTIONAL: Final = tuple(topic for topic, about in TOPICS.items() if not about.mandatory)


class Position(StrEnum):
    """What an organisation says of a topic that can be left out."""

    ALWAYS = "always"
    ON = "on"
    OFF = "off"


POSITION_LABELS: Final[Mapping[Position, str]] = {
    Position.ALWAYS: "altijd mailen, niemand zet het uit",
    Position.ON: "mailen, tenzij een medewerker het uitzet",
    Position.OFF: "niet mailen, tenzij een medewerker het aanzet",
}


@dataclass(frozen=True, slots=True)
class Quiet:
    """When somebody wants no mail that can wait, on the Amsterdam clock.

    From `begins` up to `ends`, over midnight when the end is earlier; the same time twice is no hours at all.
    `weekend`: all of Saturday and Sunday too.
    """

    begins: time
    ends: time
    weekend: bool = False

    @property
    def has_hours(self) -> bool:
        """Whether there are quiet hours on a working day."""
        return self.begins != self.ends

    @property
    def is_any(self) -> bool:
        """Whether it is ever quiet."""
        return self.weekend or self.has_hours

    def until(self, at: datetime) -> datetime | None:
        """The first moment (UTC) after the quiet that holds at `at`; None when it is not quiet."""
        moment = at
        # A weekend can begin and end inside quiet hours: at most night, weekend, night.
        for _ in range(3):
            end = self._end_of_quiet(moment)
            if end is None:
                break
            moment = end
        return moment if moment > at else None

    def _end_of_quiet(self, at: datetime) -> datetime | None:
        here = at.astimezone(AMSTERDAM)
        today, now = here.date(), here.time().replace(tzinfo=None)
        if self.weekend and today.weekday() >= SATURDAY:
            return _clock(today + DAY * (7 - today.weekday()), time.min)
        if self.begins < self.ends:
            return _clock(today, self.ends) if self.begins <= now < self.ends else None
        if not self.has_hours:
            return None
        if now >= self.begins:
            return _clock(today + DAY, self.ends)
        return _clock(today, self.ends) if now < self.ends else None


def _clock(day: date, at: time) -> datetime:
    return datetime.combine(day, at, AMSTERDAM).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What holds for one user and one channel: the own choices before those of the organisation."""

    positions: Mapping[Topic, Position]
    chosen: Mapping[Topic, bool]
    quiet: Quiet | None = None

    def can_choose(self, topic: Topic) -> bool:
        """Whether the user may leave this topic out."""
        return not TOPICS[topic].mandatory and self.position(topic) is not Position.ALWAYS

    def position(self, topic: Topic) -> Position:
        """What the organisation says; where it says nothing, mail leaves unless the user wants none."""
        return self.positions.get(topic, Position.ON)

    def wants(self, topic: Topic) -> bool:
        """Whether mail about this topic goes to the user at all."""
        if not self.can_choose(topic):
            return True
        return self.chosen.get(topic, self.position(topic) is Position.ON)


class Step(StrEnum):
    """What is done with a mail that is due."""

    SEND = "send"
    HOLD = "hold"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Answer:
    """The step, for HOLD until when, and whether the recipient may leave this topic out."""

    step: Step
    until: datetime | None = None
    is_optional: bool = False


def judge(topic: Topic, wishes: Wishes, at: datetime, *, runs_out_at: datetime | None = None) -> Answer:
    """What is done with a mail about a topic at a moment.

    `runs_out_at`: the due moment of the term it is about. A warning that would wait for more than half of the
    time that is left leaves at once instead: it is there to leave somebody time to act.
    """
    if not wishes.wants(topic):
        return Answer(Step.DROP)
    if TOPICS[topic].waits and wishes.quiet is not None:
        until = wishes.quiet.until(at)
        if until is not None and (runs_out_at is None or until - at <= (runs_out_at - at) / 2):
            return Answer(Step.HOLD, until)
    return Answer(Step.SEND, is_optional=wishes.can_choose(topic))
