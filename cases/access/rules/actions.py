"""What is written in the access log, as data (legal facts, section 4: NEN 7513)."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class LogAction(StrEnum):
    """What somebody did. A row of another kind than these cannot be written."""

    READ = "read"
    WRITE = "write"
    SEARCH = "search"
    REVEAL = "reveal"
    EXPORT = "export"
    PRINT = "print"
    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    RIGHTS = "rights"
    LOG = "log"


ACTION_LABELS: Final[dict[LogAction, str]] = {
    LogAction.READ: "inzien",
    LogAction.WRITE: "vastleggen",
    LogAction.SEARCH: "zoeken",
    LogAction.REVEAL: "beschermd adres tonen",
    LogAction.EXPORT: "document of uitvoer",
    LogAction.PRINT: "afdrukken",
    LogAction.SIGN_IN: "aanmelden",
    LogAction.SIGN_OUT: "afmelden",
    LogAction.RIGHTS: "rechten gewijzigd",
    LogAction.LOG: "logboek inzien",
}


class LogOutcome(StrEnum):
    """How it ended."""

    SHOWN = "shown"
    REFUSED = "refused"
    FAILED = "failed"


OUTCOME_LABELS: Final[dict[LogOutcome, str]] = {
    LogOutcome.SHOWN: "gelukt",
    LogOutcome.REFUSED: "geweigerd",
    LogOutcome.FAILED: "storing",
}


def action_label(code: str) -> str:
    """The words for a stored action; a code that is not known any more is shown as it is."""
    return ACTION_LABELS[LogAction(code)] if code in frozenset(LogAction) else code


def outcome_label(code: str) -> str:
    """The words for a stored outcome."""
    return OUTCOME_LABELS[LogOutcome(code)] if code in frozenset(LogOutcome) else code
