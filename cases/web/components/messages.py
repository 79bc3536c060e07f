"""What a page says back: notices, refusals, live checks, empty states, the confirm step."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cases.web.components.status import Action, LinkItem, Tone

NOTICE_ICONS: Final[dict[Tone, str]] = {
    Tone.NEUTRAL: "info-circle",
    Tone.INFO: "info-circle",
    Tone.SUCCESS: "circle-check",
    Tone.WARNING: "alert-triangle",
    Tone.DANGER: "alert-octagon",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A message in place: `notice.html` with `notice`. `live`: it appeared after loading and is read out."""

    title: str
    text: str = ""
    tone: Tone = Tone.INFO
    items: tuple[LinkItem, ...] = ()
    live: bool = False

    @property
    def icon(self) -> str:
        """The icon of the tone."""
        return NOTICE_ICONS[self.tone]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalItem:
    """One missing thing, who supplies it, and where."""

    text: str
    supplier: str = ""
    url: str = ""
    link_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A refusal that teaches: `refusal.html` with `refusal`. Made by `build.refusal_from`."""

    title: str
    items: tuple[RefusalItem, ...]
    text: str = ""


class CheckState(StrEnum):
    """State of one guard in the live checklist."""

    MET = "met"
    MISSING = "missing"
    OVERRIDDEN = "overridden"
    NOT_APPLICABLE = "not_applicable"


CHECK_SIGNS: Final[dict[CheckState, tuple[str, str]]] = {
    CheckState.MET: ("done", "in orde"),
    CheckState.MISSING: ("needed", "ontbreekt"),
    CheckState.OVERRIDDEN: ("alarm", "terzijde gesteld"),
    CheckState.NOT_APPLICABLE: ("not-applicable", "niet van toepassing"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckItem:
    """One guard: `checklist.html` with `checks` (tuple). `motivation`: why it was set aside."""

    text: str
    state: CheckState
    supplier: str = ""
    url: str = ""
    motivation: str = ""

    @property
    def shape(self) -> str:
        """The sign of the state."""
        return CHECK_SIGNS[self.state][0]

    @property
    def word(self) -> str:
        """The state in words."""
        return CHECK_SIGNS[self.state][1]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyState:
    """Nothing here yet, and the first step: `empty_state.html` with `empty`, `csrf_token`."""

    title: str
    text: str = ""
    icon: str = "inbox"
    action: Action | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmStep:
    """What will happen, in one sentence, before it happens: `confirm.html` with `confirm`, `csrf_token`.

    `hidden`: (name, value) pairs that the form sends again. `danger`: somebody's safety depends on it.
    """

    title: str
    sentence: str
    action_url: str
    submit_label: str
    cancel_url: str
    effects: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    danger: bool = False
