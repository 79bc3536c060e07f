"""What police screens in the stalking case of the demo, and what Veilig Thuis adds to it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from cases.access.wall import acting_as
from cases.assessments.queries import current_sash, victims_of
from cases.assessments.rules.answers import Presence, YesNo
from cases.assessments.rules.protection import Characteristic, Protection, Risk
from cases.assessments.rules.sash import QUESTIONS, Concern
from cases.assessments.rules.stalking_checklist import QUESTIONS as CHECKLIST
from cases.assessments.services import (
    ChecklistGiven,
    SashGiven,
    SashInput,
    VictimAssessment,
    assess_victim,
    enrich_sash,
    hand_in_sash,
    record_checklist,
)
from cases.casefiles.models import Case
from veiligheid.demo.crew import Crew

YES: Final = {
    "effort": "Meer dan tweehonderd berichten in een maand.",
    "getting_worse": "Sinds twee weken ook bij haar werk.",
    "ex_partner": "Tweeënhalve maand uit.",
    "approach_or_entry": "Wachtte haar drie keer op bij de uitgang van haar werk.",
    "recent_loss": "Raakte vorige maand zijn baan kwijt.",
    "fear": "Zij zegt: hij laat me niet leven zonder hem.",
}
PRESENT: Final = {
    "physical_approach": "Drie keer bij haar werk, één keer bij haar sportschool.",
    "getting_worse": "Eerst alleen berichten, nu staat hij er zelf.",
    "recent_loss": "Ontslagen in de week voor de laatste ontmoeting.",
    "mortal_fear": "Zij slaapt bij vriendinnen en durft niet naar huis.",
    "possessive": "Eist haar wachtwoorden en wil weten met wie zij omgaat.",
}
UNKNOWN: Final = frozenset({"mental_problems", "stalked_before"})


def stalking_checklist_taken(case: Case, crew: Crew, at: datetime) -> None:
    """Police fills in the checklist after the talk with the victim."""
    answers = tuple(
        ChecklistGiven(
            code=question.code,
            answer=YesNo.YES if question.code in YES else YesNo.NO,
            description=YES.get(question.code, ""),
        )
        for question in CHECKLIST
    )
    with acting_as(crew.police):
        record_checklist(case=case, answers=answers, actor=crew.police, at=at)


def sash_handed_in(case: Case, crew: Crew, at: datetime) -> None:
    """Trained police hands the SASH in: the fear of the victim makes it high."""
    sash = SashInput(
        ex_partner=True,
        answers=tuple(
            SashGiven(code=question.code, answer=_answer(question.code), note=PRESENT.get(question.code, ""))
            for question in QUESTIONS
        ),
        concern=Concern.HIGH,
        explanation="Snelle opbouw na het verlies van werk; het slachtoffer is haar leven niet zeker.",
    )
    with acting_as(crew.police):
        hand_in_sash(case=case, sash=sash, actor=crew.police, at=at)


def _answer(code: str) -> Presence:
    if code in UNKNOWN:
        return Presence.UNKNOWN
    return Presence.PRESENT if code in PRESENT else Presence.ABSENT


def victim_assessed(case: Case, crew: Crew, at: datetime) -> None:
    """Police takes the individual assessment of the victim."""
    with acting_as(crew.police):
        assessment = VictimAssessment(
            victim=victims_of(case)[0],
            characteristics=(Characteristic.ISOLATED, Characteristic.EARLIER_VICTIM),
            relation="Ex-partner; geen kinderen, geen gedeelde woning meer.",
            offence_circumstances="Berichten, bellen en opwachten, ook in het zicht van collega's.",
            risks={
                Risk.SECONDARY: YesNo.NO,
                Risk.REPEAT: YesNo.YES,
                Risk.INTIMIDATION: YesNo.YES,
                Risk.RETALIATION: YesNo.UNKNOWN,
            },
            risk_note="Hij schreef dat zij er spijt van krijgt als zij naar de politie gaat.",
            needed=YesNo.YES,
            measures=(Protection.NO_VISUAL_CONTACT, Protection.CHOSEN_ADDRESS, Protection.ADDRESS_MARKED),
            view="Wil dat het stopt en dat hij haar adres niet te weten komt.",
        )
        assess_victim(case=case, assessment=assessment, actor=crew.police, at=at)


def sash_enriched(case: Case, crew: Crew, at: datetime) -> None:
    """Veilig Thuis adds what it knows of an earlier relation."""
    text = "Uit een eerder dossier: ook zijn vorige partner vroeg hulp om dezelfde reden."
    with acting_as(crew.veilig_thuis):
        sash = current_sash(case)
        if sash is not None:
            enrich_sash(sash=sash, text=text, actor=crew.veilig_thuis, at=at)
