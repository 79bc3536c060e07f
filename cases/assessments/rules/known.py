"""What Veilig Thuis answers to "is this family known?" (domain guide, section 9, dossier phases)."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from cases.access.rules.refusal import Missing
from cases.organisations.rules import OrganisationKind


class DossierPhase(StrEnum):
    """Whether Veilig Thuis has a file on the family, and where an open file is."""

    NOT_KNOWN = "not_known"
    CLOSED = "closed"
    STOCK_ASSESSMENT = "stock_assessment"
    STOCK_CONDITIONS = "stock_conditions"
    STOCK_INQUIRY = "stock_inquiry"
    CONDITIONS_SERVICE = "conditions_service"
    INQUIRY = "inquiry"
    HANDOVER = "handover"
    MONITORING = "monitoring"


PHASE_LABELS: Final[dict[DossierPhase, str]] = {
    DossierPhase.NOT_KNOWN: "niet bekend",
    DossierPhase.CLOSED: "dossier gesloten",
    DossierPhase.STOCK_ASSESSMENT: "open: werkvoorraad veiligheidsbeoordeling",
    DossierPhase.STOCK_CONDITIONS: "open: werkvoorraad voorwaarden en vervolg",
    DossierPhase.STOCK_INQUIRY: "open: werkvoorraad onderzoek",
    DossierPhase.CONDITIONS_SERVICE: "open: dienst voorwaarden en vervolg (V&V)",
    DossierPhase.INQUIRY: "open: onderzoek",
    DossierPhase.HANDOVER: "open: overdracht",
    DossierPhase.MONITORING: "open: monitoring",
}

OPEN_PHASES: Final = frozenset(DossierPhase) - {DossierPhase.NOT_KNOWN, DossierPhase.CLOSED}

WAITING_PHASES: Final = frozenset(
    {DossierPhase.STOCK_ASSESSMENT, DossierPhase.STOCK_CONDITIONS, DossierPhase.STOCK_INQUIRY}
)

WAITING_TEXT: Final = "Het dossier wacht in de werkvoorraad: dat is zelf een risicosignaal."


def is_known(phase: DossierPhase) -> bool:
    """Whether Veilig Thuis has, or had, a file on the family."""
    return phase is not DossierPhase.NOT_KNOWN


def has_open_file(phase: DossierPhase) -> bool:
    """Whether the file is open."""
    return phase in OPEN_PHASES


def is_waiting(phase: DossierPhase) -> bool:
    """Whether the open file waits in a work stock, which is itself a risk signal."""
    return phase in WAITING_PHASES


def known_refusals(*, known: bool, open_file: bool, phase: DossierPhase) -> tuple[Missing, ...]:
    """What does not fit in an answer, empty when the three parts agree: known, open file, phase."""
    problems = []
    if open_file and not known:
        problems.append(_problem("open_file", "Een gezin met een open dossier is bekend."))
    if known is not is_known(phase):
        text = "Kies de fase van het dossier." if known else "Een gezin dat niet bekend is, heeft geen fase."
        problems.append(_problem("phase", text))
    elif known and open_file is not has_open_file(phase):
        text = (
            "Kies in welke fase het open dossier is."
            if open_file
            else "Alleen een open dossier heeft een fase."
        )
        problems.append(_problem("phase", text))
    return tuple(problems)


def _problem(code: str, text: str) -> Missing:
    return Missing(code, text, OrganisationKind.VT)
