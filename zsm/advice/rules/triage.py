"""The civil triage of the RvdK with Veilig Thuis when there are children (domain guide, sections 3 and 4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class TriageOutcome(StrEnum):
    """What the RvdK does for the children."""

    NO_ACTION = "no_action"
    VT_GOES_ON = "vt_goes_on"
    INQUIRY = "inquiry"
    SUPERVISION_ORDER = "supervision_order"
    PROVISIONAL_SUPERVISION_ORDER = "provisional_supervision_order"


class SpokenToChild(StrEnum):
    """Who spoke to a child."""

    VT = "vt"
    RVDK = "rvdk"
    NOT = "not"


OUTCOME_LABELS: Final[dict[TriageOutcome, str]] = {
    TriageOutcome.NO_ACTION: "geen actie van de Raad",
    TriageOutcome.VT_GOES_ON: "Veilig Thuis gaat door",
    TriageOutcome.INQUIRY: "beschermingsonderzoek door de Raad",
    TriageOutcome.SUPERVISION_ORDER: "ondertoezichtstelling gevraagd (Verzoek tot Onderzoek)",
    TriageOutcome.PROVISIONAL_SUPERVISION_ORDER: (
        "voorlopige ondertoezichtstelling gevraagd (Verzoek tot Onderzoek)"
    ),
}
SPOKEN_TO_CHILD_LABELS: Final[dict[SpokenToChild, str]] = {
    SpokenToChild.VT: "ja, door Veilig Thuis",
    SpokenToChild.RVDK: "ja, door de Raad",
    SpokenToChild.NOT: "nee",
}
# In these Veilig Thuis must know beforehand what follows when the family does not keep to it.
NEEDS_CONSEQUENCE: Final = frozenset(TriageOutcome) - {TriageOutcome.NO_ACTION}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildConcern:
    """The concerns about one child (`key`), and whether and by whom she or he was spoken to."""

    key: str
    concern: str
    spoken: SpokenToChild | None = None
    note: str = ""


def triage_errors(
    *,
    children: frozenset[str],
    concerns: Iterable[ChildConcern],
    outcome: TriageOutcome,
    reason: str,
    consequence: str,
) -> dict[str, list[str]]:
    """What is wrong with a triage, by field; `child.<key>` for what is said of one child."""
    errors: dict[str, list[str]] = {}
    told = {row.key: row for row in concerns}
    if not children:
        errors[""] = ["Er staan geen kinderen in deze zaak: er valt niets te triëren."]
    if foreign := set(told) - children:
        errors[""] = [f"{len(foreign)} van de kinderen hoort niet bij deze zaak."]
    for key in sorted(children):
        row = told.get(key)
        if row is None or not row.concern.strip():
            errors[f"child.{key}"] = ["Schrijf op welke zorgen er zijn, of dat er geen zijn."]
        elif row.spoken is None:
            errors[f"child.{key}"] = ["Kies of het kind gesproken is."]
        elif row.spoken is SpokenToChild.NOT and not row.note.strip():
            errors[f"child.{key}"] = ["Schrijf op waarom het kind niet gesproken is."]
    if not reason.strip():
        errors["reason"] = ["Geef de reden van de uitkomst."]
    if outcome in NEEDS_CONSEQUENCE and not consequence.strip():
        errors["consequence"] = ["Spreek vooraf af wat er volgt als het gezin zich er niet aan houdt."]
    return errors
