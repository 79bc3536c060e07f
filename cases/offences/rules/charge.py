"""One charge, and what the law says about it alone: maximum, punishable, eight years."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cases.offences.rules.catalogue import offence_version
from cases.offences.rules.offence import EDITION, Offence
from cases.offences.rules.penalty import Maximum
from cases.offences.rules.relation import RAISES_MAXIMUM, Relation

EIGHT_YEARS: Final = 8


class Mode(StrEnum):
    """How far the offence came: completed, attempt (art. 45 Sr) or preparation (art. 46 Sr)."""

    COMPLETED = "completed"
    ATTEMPT = "attempt"
    PREPARATION = "preparation"


MODE_LABELS: Final[dict[Mode, str]] = {
    Mode.COMPLETED: "voltooid",
    Mode.ATTEMPT: "poging",
    Mode.PREPARATION: "voorbereiding",
}


class LegalAnswer(StrEnum):
    """What the rules can say for certain; UNKNOWN is shown as a question for a jurist or a missing fact."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


LEGAL_ANSWER_LABELS: Final[dict[LegalAnswer, str]] = {
    LegalAnswer.YES: "ja",
    LegalAnswer.NO: "nee",
    LegalAnswer.UNKNOWN: "nog niet zeker",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """An answer with its grounds as Dutch sentences."""

    answer: LegalAnswer
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Charge:
    """An offence of which somebody is suspected, bound to the catalogue version it was recorded with.

    `relation` is what the victim is to the suspect (None: not recorded). `aggravated` says whether art. 304
    Sr applies; left out, it follows from the relation.
    """

    code: str
    mode: Mode = Mode.COMPLETED
    aggravated: bool | None = None
    relation: Relation | None = None
    version: str = EDITION

    @property
    def offence(self) -> Offence:
        """The catalogue row. Raises `UnknownOffence` when code or version do not exist."""
        return offence_version(self.code, self.version)

    @property
    def raised_by_relation(self) -> bool | None:
        """Whether art. 304 Sr raises the maximum; None when neither that nor the relation is recorded."""
        if self.aggravated is not None:
            return self.aggravated
        return None if self.relation is None else self.relation in RAISES_MAXIMUM

    @property
    def title(self) -> str:
        """The charge in Dutch, for instance "poging tot zware mishandeling (art. 302 lid 1 Sr)"."""
        entry = self.offence
        prefix = {Mode.COMPLETED: "", Mode.ATTEMPT: "poging tot ", Mode.PREPARATION: "voorbereiding van "}[
            self.mode
        ]
        return f"{prefix}{entry.name} ({entry.article})"


def why_not_punishable(charge: Charge) -> str | None:
    """The Dutch reason why this mode of the offence is not punishable; None when it is.

    Attempted mishandeling (art. 300 Sr) and attempt at a minor offence are not punishable (art. 45 Sr);
    preparation only of offences of eight years or more by their description (art. 46 Sr).
    """
    entry = charge.offence
    if charge.mode is Mode.ATTEMPT and not entry.attempt_punishable:
        return f"Poging tot {entry.name} ({entry.article}) is niet strafbaar."
    if charge.mode is Mode.PREPARATION and not entry.maximum.reaches(EIGHT_YEARS):
        return (
            f"Voorbereiding is alleen strafbaar bij een feit van 8 jaar of meer; {entry.article} is dat niet."
        )
    return None


def is_punishable(charge: Charge) -> bool:
    """Whether this mode of the offence is punishable at all."""
    return why_not_punishable(charge) is None


def maximum_of(charge: Charge) -> Maximum:
    """The maximum penalty of the charge: raised by art. 304, then lowered for attempt or preparation.

    Raising is optional for the court ("kunnen"); this gives the highest that it can be.
    """
    entry = charge.offence
    base = entry.maximum
    if entry.raised_maximum is not None and charge.raised_by_relation:
        base = entry.raised_maximum
    match charge.mode:
        case Mode.ATTEMPT:
            return base.for_attempt()
        case Mode.PREPARATION:
            return base.for_preparation()
        case Mode.COMPLETED:
            return base


def eight_year_finding(charge: Charge) -> Finding:
    """Whether one charge is an "8-jaarsfeit" (acute criterion 1).

    UNKNOWN where only art. 304 makes it eight years, and where attempt or preparation brings an offence of
    eight years below eight: whether those count has to be confirmed by a jurist.
    """
    entry = charge.offence
    reason = why_not_punishable(charge)
    if reason is not None:
        return Finding(LegalAnswer.NO, (reason,))
    maximum = maximum_of(charge)
    if entry.eight_year:
        if maximum.reaches(EIGHT_YEARS):
            return Finding(LegalAnswer.YES, (f"{charge.title}: maximum {maximum.text}.",))
        doubt = "Of deze vorm als 8-jaarsfeit telt, moet een jurist bevestigen."
        return Finding(LegalAnswer.UNKNOWN, (f"{charge.title}: maximum {maximum.text}. {doubt}",))
    raised = entry.raised_maximum
    may_be_raised = raised is not None and raised.reaches(EIGHT_YEARS) and charge.mode is Mode.COMPLETED
    if may_be_raised and charge.raised_by_relation is None:
        return Finding(
            LegalAnswer.UNKNOWN,
            (f"{charge.title}: leg vast wat het slachtoffer van de verdachte is (artikel 304 Sr).",),
        )
    if entry.eight_year is None or (may_be_raised and charge.raised_by_relation):
        return Finding(LegalAnswer.UNKNOWN, (f"{charge.title}: {entry.to_confirm}",))
    return Finding(LegalAnswer.NO, (f"{charge.title}: maximum {maximum.text}.",))
