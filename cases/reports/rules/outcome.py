"""What came of a report, in the codes of the national message, and what its reporter hears."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from cases.access.rules.refusal import Missing
from cases.organisations.rules import OrganisationKind
from cases.reports.rules.report import ReporterKind


class OutcomeStatus(StrEnum):
    """The codes of the outcome message."""

    NOT_ADMISSIBLE = "VT-00"
    FOLLOW_UP_AT_VT = "VT-01-01"
    ASSESSED_HANDOVER = "VT-01-02"
    ASSESSED_NO_FOLLOW_UP = "VT-01-03"
    REGIONAL = "VT-01-04"
    HANDED_OVER = "VT-02"
    CLOSED = "VT-03"
    WRONG_ADDRESSEE = "VT-99"


OUTCOME_LABELS: Final[dict[OutcomeStatus, str]] = {
    OutcomeStatus.NOT_ADMISSIBLE: "niet in behandeling genomen",
    OutcomeStatus.FOLLOW_UP_AT_VT: "beoordeeld: vervolg bij Veilig Thuis",
    OutcomeStatus.ASSESSED_HANDOVER: "beoordeeld: overgedragen",
    OutcomeStatus.ASSESSED_NO_FOLLOW_UP: "beoordeeld: geen vervolg",
    OutcomeStatus.REGIONAL: "beoordeeld: regionaal maatwerk",
    OutcomeStatus.HANDED_OVER: "afgerond met overdracht",
    OutcomeStatus.CLOSED: "afgerond zonder overdracht",
    OutcomeStatus.WRONG_ADDRESSEE: "verkeerd geadresseerd",
}


class Stage(StrEnum):
    """The two moments at which the reporter hears: after the assessment, after what Veilig Thuis did next."""

    ASSESSMENT = "assessment"
    FOLLOW_UP = "follow_up"


STAGE_LABELS: Final[dict[Stage, str]] = {
    Stage.ASSESSMENT: "na de beoordeling",
    Stage.FOLLOW_UP: "na onderzoek of vervolg",
}

STATUSES_OF: Final[dict[Stage, tuple[OutcomeStatus, ...]]] = {
    Stage.ASSESSMENT: (
        OutcomeStatus.FOLLOW_UP_AT_VT,
        OutcomeStatus.ASSESSED_HANDOVER,
        OutcomeStatus.ASSESSED_NO_FOLLOW_UP,
        OutcomeStatus.REGIONAL,
        OutcomeStatus.NOT_ADMISSIBLE,
        OutcomeStatus.WRONG_ADDRESSEE,
    ),
    Stage.FOLLOW_UP: (OutcomeStatus.HANDED_OVER, OutcomeStatus.CLOSED),
}

# Not a judgement of safety: the report goes no further here, so that no assessment is owed for it.
WITHOUT_ASSESSMENT: Final = frozenset({OutcomeStatus.NOT_ADMISSIBLE, OutcomeStatus.WRONG_ADDRESSEE})
# After these Veilig Thuis goes on itself, and a second outcome follows.
GOES_ON: Final = frozenset({OutcomeStatus.FOLLOW_UP_AT_VT, OutcomeStatus.REGIONAL})


def outcome_refusals(
    *,
    stage: Stage,
    status: OutcomeStatus,
    assessment_owed: bool,
    first: OutcomeStatus | None,
    inquiry_running: bool,
) -> tuple[Missing, ...]:
    """What still stands in the way of an outcome; `first`: the one after the assessment, if any."""
    vt = OrganisationKind.VT
    wanted = (
        (
            status in STATUSES_OF[stage],
            Missing("status", f"Deze uitkomst hoort niet bij '{STAGE_LABELS[stage]}'."),
        ),
        (
            stage is Stage.FOLLOW_UP or status in WITHOUT_ASSESSMENT or not assessment_owed,
            Missing("assessment", "De veiligheidsbeoordeling van deze melding is nog niet afgerond.", vt),
        ),
        (
            stage is Stage.ASSESSMENT or (first is not None and first in GOES_ON),
            Missing("first_outcome", "Leg eerst vast dat Veilig Thuis na de beoordeling verdergaat.", vt),
        ),
        (
            stage is Stage.ASSESSMENT or not inquiry_running,
            Missing("inquiry", "Het onderzoek is nog niet afgerond.", vt),
        ),
    )
    return tuple(missing for is_so, missing in wanted if not is_so)


# What a professional or police hears, and what a citizen hears: that it was taken up, never about the family.
_PROFESSIONAL: Final[dict[OutcomeStatus, str]] = {
    OutcomeStatus.NOT_ADMISSIBLE: "Veilig Thuis neemt uw melding niet in behandeling.",
    OutcomeStatus.FOLLOW_UP_AT_VT: "Veilig Thuis heeft uw melding beoordeeld en gaat er zelf mee verder. "
    "U hoort opnieuw van ons als dat is afgerond.",
    OutcomeStatus.ASSESSED_HANDOVER: "Veilig Thuis heeft uw melding beoordeeld en overgedragen.",
    OutcomeStatus.ASSESSED_NO_FOLLOW_UP: "Veilig Thuis heeft uw melding beoordeeld. Er komt geen vervolg.",
    OutcomeStatus.REGIONAL: "Veilig Thuis heeft uw melding beoordeeld en pakt haar op volgens de regionale "
    "afspraken. U hoort opnieuw van ons als dat is afgerond.",
    OutcomeStatus.HANDED_OVER: "Veilig Thuis heeft haar werk afgerond en de hulp overgedragen.",
    OutcomeStatus.CLOSED: "Veilig Thuis heeft haar werk afgerond. Er is geen overdracht.",
    OutcomeStatus.WRONG_ADDRESSEE: "Uw melding hoort bij een andere Veilig Thuis. Meld bij uw eigen regio.",
}
_CITIZEN: Final[dict[Stage, str]] = {
    Stage.ASSESSMENT: "Dank voor uw melding. Veilig Thuis heeft haar bekeken. Over het gezin kunnen wij u "
    "niets vertellen. Maakt u zich opnieuw zorgen? Bel ons dan weer. Bij direct gevaar: 112.",
    Stage.FOLLOW_UP: "Veilig Thuis heeft haar werk na uw melding afgerond. Over het gezin kunnen wij u "
    "niets vertellen. Maakt u zich opnieuw zorgen? Bel ons dan weer. Bij direct gevaar: 112.",
}


def feedback_text(status: OutcomeStatus, stage: Stage, reporter: ReporterKind) -> str:
    """The proposed text for the reporter, to be edited before it is sent."""
    if reporter is ReporterKind.CITIZEN:
        return _CITIZEN[stage]
    return _PROFESSIONAL[status]


class FeedbackManner(StrEnum):
    """How the reporter was told."""

    PHONE = "phone"
    LETTER = "letter"
    MESSAGE = "message"


MANNER_LABELS: Final[dict[FeedbackManner, str]] = {
    FeedbackManner.PHONE: "telefonisch",
    FeedbackManner.LETTER: "per brief",
    FeedbackManner.MESSAGE: "per bericht in het systeem van de melder",
}

_POSTCODE: Final = re.compile(r"\b[1-9]\d{3}\s?[A-Za-z]{2}\b")
_PHONE: Final = re.compile(r"(?<!\d)(?:\+31|0031|0)[\s-]?[1-9](?:[\s-]?\d){8}(?!\d)")
_BSN: Final = re.compile(r"(?<!\d)\d{9}(?!\d)")


def gives_away(text: str, protected: Iterable[str] = ()) -> tuple[str, ...]:
    """What in a text for a reporter tells where somebody is or who: Dutch sentences, empty when nothing does.

    `protected`: recorded addresses, numbers and the like that may not be in it, whatever their spelling of
    spaces and capitals.
    """
    found = []
    if _POSTCODE.search(text):
        found.append("Er staat een postcode in de tekst.")
    if _PHONE.search(text):
        found.append("Er staat een telefoonnummer in de tekst.")
    if _BSN.search(text):
        found.append("Er staat een nummer van negen cijfers in de tekst.")
    flat = _flat(text)
    if any(word and word in flat for word in map(_flat, protected)):
        found.append("Er staat een vastgelegd adres of nummer van een betrokkene in de tekst.")
    return tuple(found)


def _flat(text: str) -> str:
    return re.sub(r"[\s,.-]+", "", text).lower()
