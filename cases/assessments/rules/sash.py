"""The SASH: screening of stalking by trained police (process "Gezamenlijke aanpak HG", annex X).

The assessor weighs number and weight of what is present: there is no score. Two alarms make the level of
concern high by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cases.access.rules.refusal import Missing
from cases.assessments.rules.answers import Presence
from cases.organisations.rules import OrganisationKind

NOTHING_LEFT_TO_LOSE: Final = "nothing_left_to_lose"
MORTAL_FEAR: Final = "mortal_fear"
POSSESSIVE: Final = "possessive"


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `ex_partner` says that it is asked only when the stalker is a former partner.

    `alarm` says that its presence makes the concern high by itself.
    """

    code: str
    label: str
    description: str
    ex_partner: bool = False
    alarm: bool = False


QUESTIONS: Final[tuple[Question, ...]] = (
    Question(
        NOTHING_LEFT_TO_LOSE,
        "Niets meer te verliezen",
        "Gedraagt of uit de betrokkene zich alsof er niets meer te verliezen is: als ik haar niet krijg, dan "
        "niemand; geen uitweg meer; er rest alleen nog iets drastisch.",
        alarm=True,
    ),
    Question(
        "physical_approach",
        "Lichamelijk toenadering gezocht",
        "De betrokkene zoekt het slachtoffer zelf op: bij huis, werk, school of onderweg.",
    ),
    Question(
        "threats",
        "Bedreiging of agressieve intimidatie",
        "Gericht op het slachtoffer of op wie haar of hem na staat.",
    ),
    Question(
        "entered_home",
        "Binnengedrongen in de woning",
        "De betrokkene was zonder toestemming in de woning van het slachtoffer.",
    ),
    Question(
        "damage_or_theft",
        "Spullen vernield of gestolen",
        "Met opzet, van het slachtoffer.",
    ),
    Question(
        "ignored_warning",
        "Waarschuwing of verbod genegeerd",
        "Een waarschuwing van de politie, of een voorwaarde die de stalking moest stoppen: een contact- of "
        "gebiedsverbod.",
    ),
    Question(
        "getting_worse",
        "Het wordt erger",
        "Vaker, heftiger of beangstigender dan eerst.",
    ),
    Question(
        "must_keep_contact",
        "Slachtoffer kan contact niet vermijden",
        "Door de situatie: kinderen, werk, woning, een lopende procedure.",
    ),
    Question(
        "stalked_before",
        "Eerder gestalkt",
        "De betrokkene viel dit slachtoffer of een ander al eerder lastig.",
    ),
    Question(
        "history_of_violence",
        "Eerder lichamelijk of seksueel geweld",
        "Tegen wie dan ook.",
    ),
    Question(
        "mental_problems",
        "Psychische problemen",
        "Bekend met psychiatrie, praat over zelfdoding, of lijkt het zicht op de werkelijkheid kwijt.",
    ),
    Question(
        "substance_problems",
        "Problemen door alcohol of drugs",
        "Op het werk, in vechtpartijen, met politie of justitie.",
    ),
    Question(
        "recent_loss",
        "Kort geleden een groot verlies",
        "Werk, woning, netwerk of een naaste: een verlies dat veel spanning geeft.",
    ),
    Question(
        MORTAL_FEAR,
        "Doodsangst bij de ex-partner",
        "Het slachtoffer is erg bang voor geweld en vreest voor haar of zijn leven.",
        ex_partner=True,
        alarm=True,
    ),
    Question(
        POSSESSIVE,
        "Extreem bezitterig of jaloers",
        "Er was een seksuele relatie en de ex-partner gedraagt zich uitzonderlijk bezitterig of jaloers.",
        ex_partner=True,
    ),
    Question(
        "conflicts",
        "Conflict over kinderen of bezit",
        "Nu: onenigheid of een procedure over omgang met kinderen of over gedeelde bezittingen.",
        ex_partner=True,
    ),
)

QUESTION_BY_CODE: Final[dict[str, Question]] = {question.code: question for question in QUESTIONS}


class Concern(StrEnum):
    """The overall level of concern, as the assessor weighs it."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


CONCERN_LABELS: Final[dict[Concern, str]] = {
    Concern.LOW: "laag",
    Concern.MODERATE: "gemiddeld",
    Concern.HIGH: "hoog",
}

# What follows, from the regional route card and the chain approach of ex-partner stalking.
_ALWAYS: Final = (
    "Ieder slachtoffer heeft een vaste contactpersoon bij de politie.",
    "Geen bemiddeling zolang de stalking doorgaat.",
)
_MODERATE_OR_HIGH: Final = (
    "De casusregisseur van de politie maakt een plan van aanpak.",
    "Overleg met Veilig Thuis en OM over de gezamenlijke aanpak.",
    "Registratie bij het Zorg- en Veiligheidshuis.",
    "Een slachtoffercoördinator is betrokken.",
    "Aanhouden en voorgeleiden of een gedragsaanwijzing (art. 509hh Sv) is overwogen.",
    "Zonder ernstige bezwaren: alternatieven buiten het strafrecht, zoals een huisverbod.",
)
CONSEQUENCES: Final[dict[Concern, tuple[str, ...]]] = {
    Concern.LOW: _ALWAYS,
    Concern.MODERATE: (*_ALWAYS, *_MODERATE_OR_HIGH),
    Concern.HIGH: (*_ALWAYS, *_MODERATE_OR_HIGH),
}


def questions_for(*, ex_partner: bool) -> tuple[Question, ...]:
    """The questions that are asked: thirteen, and three more about a former partner."""
    return tuple(question for question in QUESTIONS if ex_partner or not question.ex_partner)


def alarms(answers: Mapping[str, Presence], *, ex_partner: bool) -> tuple[Question, ...]:
    """The alarms that ring; an answer to a question that is not asked rings none."""
    return tuple(
        question
        for question in questions_for(ex_partner=ex_partner)
        if question.alarm and answers.get(question.code) is Presence.PRESENT
    )


def concern_of(
    chosen: Concern | None, answers: Mapping[str, Presence], *, ex_partner: bool
) -> Concern | None:
    """The level of concern: high when an alarm rings, whatever the assessor chose; else what she chose."""
    return Concern.HIGH if alarms(answers, ex_partner=ex_partner) else chosen


def sash_refusals(
    chosen: Concern | None, answers: Mapping[str, Presence], *, ex_partner: bool
) -> tuple[Missing, ...]:
    """What is missing to hand the SASH in: every question has an answer (unknown is one), and the concern.

    Raises ValueError for a question that does not exist.
    """
    if strange := set(answers) - set(QUESTION_BY_CODE):
        raise ValueError(f"Geen vraag van de SASH: {sorted(strange)}.")
    missing = [
        Missing(
            f"question_{question.code}",
            f"Nog niet beantwoord: {question.label.lower()}.",
            OrganisationKind.POLITIE,
        )
        for question in questions_for(ex_partner=ex_partner)
        if question.code not in answers
    ]
    if concern_of(chosen, answers, ex_partner=ex_partner) is None:
        text = "Het niveau van ongerustheid is nog niet gekozen."
        missing.append(Missing("concern", text, OrganisationKind.POLITIE))
    return tuple(missing)
