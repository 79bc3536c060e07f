"""Small signs that stand in every list and head: clock, safety mark, partner, badge, source, action."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from cases.web.moments import due_text, remaining_text, short_moment_text

BUTTON_MODIFIERS: Final = {
    "primary": "primary-action",
    "secondary": "secondary-action",
    "subtle": "subtle",
    "danger": "danger",
}


class Tone(StrEnum):
    """What a colour says. DANGER only for danger to people or a term that has passed."""

    NEUTRAL = "neutral"
    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    DANGER = "danger"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkItem:
    """A sentence that may be a link."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A link (`method="get"`) or a one-button form (`"post"`): `action.html` with `action`, `csrf_token`.

    `kind`: "primary" (one per screen), "secondary", "subtle" or "danger". `confirm`: question asked before
    a post. `shortcut`: one key, read by keyboard.js. `icon`: a name from `static/icons.txt`.
    `dialog`: element id of a `<dialog>` to open instead of following the link.
    """

    label: str
    url: str
    method: str = "get"
    kind: str = "secondary"
    icon: str = ""
    confirm: str = ""
    shortcut: str = ""
    dialog: str = ""

    @property
    def css(self) -> str:
        """The modifier of `utrecht-button` for the kind."""
        return BUTTON_MODIFIERS[self.kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A word with a shape and a tone ("vast", "concept"): `badge.html` with `badge`.

    `shape`: a symbol of `static/img/shapes.svg`, or empty.
    """

    text: str
    tone: Tone = Tone.NEUTRAL
    shape: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """Who said it and when, in small type behind a fact: `source_line.html` with `source`.

    `organisation` is the short name ("VT"); `by` a person or document, shown after the moment.
    """

    organisation: str
    at: datetime | None = None
    by: str = ""

    @property
    def text(self) -> str:
        """Gives "VT, 10 mrt 14:02, politiemelding"."""
        moment = short_moment_text(self.at) if self.at else ""
        return ", ".join(part for part in (self.organisation, moment, self.by) if part)


class ClockStage(StrEnum):
    """How near the due moment is; each stage has its own word, shape and colour."""

    CALM = "calm"
    SOON = "soon"
    ALARM = "alarm"
    LATE = "late"
    OPEN = "open"
    MET = "met"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockStep:
    """One line of "how computed": "Start: aankomst bureau" with its moment, or text alone."""

    text: str
    moment: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A running term at one moment: `clock.html` (panel) or `clock_line.html` (row, head) with `clock`.

    Made by `build.clock_from`. `soon_minutes` and `alarm_minutes` let clock.js change the stage while the
    page is open. `basis` is the article, `owner` the organisation that owes it. `url`: the page that explains
    it; `taken`: who acts on it since the alarm ("opgepakt door M. de Boer, 14:02").
    """

    label: str
    at: datetime
    stage: ClockStage
    due_at: datetime | None = None
    steps: tuple[ClockStep, ...] = ()
    basis: str = ""
    owner: str = ""
    soon_minutes: int = 240
    alarm_minutes: int = 60
    met_text: str = ""
    url: str = ""
    taken: str = ""

    @property
    def remaining(self) -> str:
        """Gives "nog 3 u 12 min", "12 min te laat", or what ended the term."""
        return self.met_text if self.stage is ClockStage.MET else remaining_text(self.due_at, self.at)

    @property
    def due(self) -> str:
        """Gives "di 10 mrt 19:00"; empty when the term has no moment."""
        return due_text(self.due_at, self.at) if self.due_at else ""

    @property
    def ticking(self) -> bool:
        """Whether clock.js has to keep the text up to date."""
        return self.due_at is not None and self.stage is not ClockStage.MET


class Unsafety(StrEnum):
    """What a safety mark says; UNKNOWN is a state of its own and never looks like NONE."""

    ACUTE = "acute"
    STRUCTURAL = "structural"
    UNKNOWN = "unknown"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyMark:
    """One unsafety badge: `safety_mark.html` with `mark`, several: `safety_marks.html` with `marks`.

    Made by `build.safety_marks`. `supplier`: who must still tell. `outdated`: why it must be judged again.
    """

    kind: Unsafety
    text: str
    supplier: str = ""
    source: SourceLine | None = None
    outdated: str = ""


class PartnerStatus(StrEnum):
    """State of one partner's part in a case."""

    DONE = "done"
    BUSY = "busy"
    NEEDED = "needed"
    NOT_YET = "not_yet"
    NOT_APPLICABLE = "not_applicable"


PARTNER_WORDS: Final[dict[PartnerStatus, str]] = {
    PartnerStatus.DONE: "klaar",
    PartnerStatus.BUSY: "bezig",
    PartnerStatus.NEEDED: "nodig nu",
    PartnerStatus.NOT_YET: "nog niet",
    PartnerStatus.NOT_APPLICABLE: "niet van toepassing",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerState:
    """One partner in the strip: `partner_strip.html` with `partners` (tuple).

    `late` turns "nodig" red: its term has passed. `detail` is read out and shown on hover.
    """

    short: str
    name: str
    status: PartnerStatus
    detail: str = ""
    late: bool = False

    @property
    def word(self) -> str:
        """The status in words; "te laat" when its term has passed."""
        return "te laat" if self.late else PARTNER_WORDS[self.status]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far along, "7 van 10": `progress.html` with `progress`."""

    done: int
    total: int
    label: str
