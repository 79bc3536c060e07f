"""The stalking checklist: fourteen questions with a description each; the more yes, the more risk.

Source: the questionnaire at the end of the stalking guide of the probation service. It feeds the SASH.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cases.assessments.rules.answers import Presence, YesNo
from cases.assessments.rules.sash import MORTAL_FEAR, NOTHING_LEFT_TO_LOSE

EX_PARTNER: Final = "ex_partner"


@dataclass(frozen=True, slots=True)
class ChecklistQuestion:
    """One question; `help_text` says what to describe.

    `feeds`: the question of the SASH that it answers, with `yes_only` only when the answer is yes; `tells`:
    those that only its description is brought to, because the two do not ask the same.
    """

    code: str
    label: str
    help_text: str = "Beschrijf wat er gebeurt."
    feeds: str = ""
    yes_only: bool = False
    tells: tuple[str, ...] = ()
    needs_text: bool = True


QUESTIONS: Final[tuple[ChecklistQuestion, ...]] = (
    ChecklistQuestion("effort", "Steekt de stalker er veel tijd, energie of geld in?"),
    ChecklistQuestion(
        "getting_worse",
        "Wordt het de laatste tijd erger: vaker, heftiger, beangstigender?",
        feeds="getting_worse",
    ),
    ChecklistQuestion(
        EX_PARTNER, "Is de stalker een ex-partner?", help_text="Sinds wanneer is het uit.", needs_text=False
    ),
    ChecklistQuestion("contact", "Is er nog contact, al dan niet verplicht?", tells=("must_keep_contact",)),
    ChecklistQuestion(
        "conflicts", "Zijn er conflicten over gezamenlijke kinderen of bezittingen?", feeds="conflicts"
    ),
    ChecklistQuestion(
        "approach_or_entry",
        "Zocht de stalker het slachtoffer op, of drong hij de woning binnen?",
        tells=("physical_approach", "entered_home"),
    ),
    ChecklistQuestion(
        "violence",
        "Heeft de stalker eerder geweld gebruikt?",
        help_text="Kijk in de antecedenten en noem eerder geweld.",
        feeds="history_of_violence",
    ),
    ChecklistQuestion(
        "damage",
        "Heeft de stalker spullen van het slachtoffer vernield?",
        feeds="damage_or_theft",
        yes_only=True,
    ),
    ChecklistQuestion(
        "last_resort",
        "Zegt de stalker ten einde raad te zijn, en dat alleen geweld nog rest?",
        help_text="Zo letterlijk mogelijk, in de woorden van de stalker.",
        feeds=NOTHING_LEFT_TO_LOSE,
    ),
    ChecklistQuestion(
        "explicit_threat",
        "Is er uitdrukkelijk gedreigd met geweld, moord of zelfdoding?",
        help_text="De letterlijke dreiging.",
        tells=("threats", "mental_problems"),
    ),
    ChecklistQuestion("weapons", "Heeft de stalker ervaring met wapens, of belangstelling ervoor?"),
    ChecklistQuestion(
        "substance", "Heeft de stalker problemen door alcohol of drugs?", feeds="substance_problems"
    ),
    ChecklistQuestion(
        "recent_loss",
        "Leed de stalker kort geleden een ingrijpend verlies dat veel spanning geeft?",
        feeds="recent_loss",
    ),
    ChecklistQuestion(
        "fear",
        "Zegt het slachtoffer erg bang te zijn voor geweld door de stalker?",
        help_text="Zo letterlijk mogelijk, in de woorden van het slachtoffer.",
        tells=(MORTAL_FEAR,),
    ),
)

QUESTION_BY_CODE: Final[dict[str, ChecklistQuestion]] = {question.code: question for question in QUESTIONS}

_AS_PRESENCE: Final = {
    YesNo.YES: Presence.PRESENT,
    YesNo.NO: Presence.ABSENT,
    YesNo.UNKNOWN: Presence.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the checklist brings to a question of the SASH; `presence` None: only the description."""

    presence: Presence | None
    note: str


def checklist_errors(answers: Mapping[str, YesNo], texts: Mapping[str, str]) -> dict[str, list[str]]:
    """What is wrong with the answers, by question: each is answered, and a yes is described."""
    errors: dict[str, list[str]] = {}
    if set(answers) - set(QUESTION_BY_CODE):
        errors["answers"] = ["Deze vraag hoort niet bij de vragenlijst."]
    for code, question in QUESTION_BY_CODE.items():
        if code not in answers:
            errors[code] = ["Beantwoord deze vraag; onbekend is ook een antwoord."]
        elif answers[code] is YesNo.YES and question.needs_text and not texts.get(code, "").strip():
            errors[code] = ["Geef een toelichting bij ja."]
    return errors


def summary_text(answers: Mapping[str, YesNo]) -> str:
    """How often the answer is yes, as the source reads it: no score, but the more, the more risk."""
    yes = sum(answer is YesNo.YES for answer in answers.values())
    return f"{yes} van de {len(QUESTIONS)} keer ja. Hoe vaker ja, hoe meer risico."


def suggestions(answers: Mapping[str, YesNo], texts: Mapping[str, str]) -> dict[str, Suggestion]:
    """What the checklist brings to the SASH, by question of the SASH."""
    found: dict[str, Suggestion] = {}
    for code, answer in answers.items():
        question = QUESTION_BY_CODE[code]
        text = texts.get(code, "").strip()
        if question.feeds and (answer is YesNo.YES or not question.yes_only):
            found[question.feeds] = Suggestion(_AS_PRESENCE[answer], text)
        for target in question.tells:
            if text:
                found[target] = Suggestion(None, text)
    return found
