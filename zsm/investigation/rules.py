"""The investigation plan: its states, and what is wrong with what was filled in (domain guide, section 4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class PlanState(StrEnum):
    """Where a plan is: asked by OM, written by police, approved, returned to police, or stopped by OM."""

    ASKED = "asked"
    WRITTEN = "written"
    APPROVED = "approved"
    RETURNED = "returned"
    STOPPED = "stopped"


class ItemState(StrEnum):
    """How an investigation act ended; the last two need a reason."""

    OPEN = "open"
    DONE = "done"
    NOT_DONE = "not_done"
    NOT_POSSIBLE = "not_possible"


PLAN_STATE_LABELS: Final[dict[PlanState, str]] = {
    PlanState.ASKED: "gevraagd door het OM",
    PlanState.WRITTEN: "geschreven, wacht op het OM",
    PlanState.APPROVED: "goedgekeurd",
    PlanState.RETURNED: "terug naar de politie",
    PlanState.STOPPED: "gestopt",
}
ITEM_STATE_LABELS: Final[dict[ItemState, str]] = {
    ItemState.OPEN: "nog te doen",
    ItemState.DONE: "gedaan",
    ItemState.NOT_DONE: "niet gedaan",
    ItemState.NOT_POSSIBLE: "niet mogelijk",
}
# What police can write in, and what OM can judge.
WRITABLE: Final = frozenset({PlanState.ASKED, PlanState.RETURNED, PlanState.WRITTEN})
RUNNING: Final = WRITABLE | {PlanState.APPROVED}
LONGEST_TEXT: Final = 500
MOST_ITEMS: Final = 20


@dataclass(frozen=True, slots=True)
class NewItem:
    """One investigation act: what, by whom, and when it has to be done."""

    text: str
    who: str
    due_on: date | None = None


def item_errors(items: Sequence[NewItem], *, today: date) -> dict[str, list[str]]:
    """What is wrong with the acts, by "items" or "items-<number>-<field>"; empty when all is well."""
    if not items:
        return {"items": ["Schrijf ten minste één onderdeel op."]}
    errors: dict[str, list[str]] = {}
    if len(items) > MOST_ITEMS:
        errors["items"] = [f"Ten hoogste {MOST_ITEMS} onderdelen."]
    for number, item in enumerate(items):
        if not item.text.strip():
            errors[f"items-{number}-text"] = ["Vul in wat er wordt onderzocht."]
        if len(item.text) > LONGEST_TEXT:
            errors[f"items-{number}-text"] = [f"Gebruik ten hoogste {LONGEST_TEXT} tekens."]
        if not item.who.strip():
            errors[f"items-{number}-who"] = ["Vul in wie dit doet."]
        if item.due_on is not None and item.due_on < today:
            errors[f"items-{number}-due_on"] = ["Deze dag is al voorbij."]
    return errors
