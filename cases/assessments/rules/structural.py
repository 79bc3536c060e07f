"""Structural unsafety: the tree of harmful events (process "Gezamenlijke aanpak HG met VT en ZSM", annex II).

Structural unsafety is repeated or continuing unsafe and harmful events; repetition in the past is the
strongest predictor. The application proposes from both, the kinds and the repetition; the assessor concludes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from cases.access.rules.refusal import Missing
from cases.assessments.rules.acute import Proposal, conclusion_refusals
from cases.assessments.rules.answers import Outcome, Presence
from cases.organisations.rules import OrganisationKind

PREDICTOR_TEXT: Final = "Herhaling in het verleden is de grootste voorspeller van herhaling in de toekomst."


@dataclass(frozen=True, slots=True)
class HarmfulEvent:
    """One kind of harmful event; `needs_text` says that the assessor describes it in words."""

    code: str
    label: str
    needs_text: bool = False


@dataclass(frozen=True, slots=True)
class HarmCategory:
    """A group of harmful events."""

    code: str
    label: str
    events: tuple[HarmfulEvent, ...]


HARM_CATEGORIES: Final[tuple[HarmCategory, ...]] = (
    HarmCategory(
        "physical",
        "Lichamelijk geweld",
        (HarmfulEvent("physical_abuse", "Lichamelijke mishandeling, met of zonder verwondingen"),),
    ),
    HarmCategory(
        "psychological",
        "Psychisch geweld",
        (
            HarmfulEvent("threats", "Dreigen met letsel of met doden"),
            HarmfulEvent(
                "emotional_abuse", "Vernederen, uitschelden, intimideren of constant in de gaten houden"
            ),
            HarmfulEvent("stalking", "Stalking, ook digitaal"),
            HarmfulEvent("isolation", "Opsluiting of sociale isolering"),
            HarmfulEvent("trespass", "Huisvredebreuk"),
            HarmfulEvent("destruction", "Vernielingen in of rond het huis"),
            HarmfulEvent("partner_violence", "Partnergeweld"),
            HarmfulEvent(
                "children_witness_violence", "Kinderen zijn getuige van huiselijk geweld of de gevolgen ervan"
            ),
            HarmfulEvent("conflict_divorce", "Conflictscheiding met kinderen"),
        ),
    ),
    HarmCategory(
        "sexual",
        "Seksueel geweld",
        (
            HarmfulEvent("sexual_abuse", "Seksueel misbruik, of een vermoeden daarvan"),
            HarmfulEvent("forced_prostitution", "Gedwongen prostitutie, ook door een loverboy"),
            HarmfulEvent(
                "online_sexual_violence", "Online seksueel geweld: sexting, grooming, sextortion, kinderporno"
            ),
            HarmfulEvent(
                "children_witness_sex", "Kinderen zijn getuige van seksuele handelingen of kijken porno"
            ),
        ),
    ),
    HarmCategory(
        "neglect",
        "Verwaarlozing",
        (
            HarmfulEvent("physical_neglect", "Lichamelijke verwaarlozing, ook onthouden van basisverzorging"),
            HarmfulEvent("emotional_neglect", "Psychische verwaarlozing: emotioneel of pedagogisch"),
            HarmfulEvent("medical_neglect", "Onthouden van noodzakelijke medische of psychiatrische zorg"),
        ),
    ),
    HarmCategory(
        "special",
        "Bijzondere vormen",
        (
            HarmfulEvent("financial_exploitation", "Financiële uitbuiting"),
            HarmfulEvent("honour", "Geweld dat samenhangt met eer"),
            HarmfulEvent("forced_marriage", "Huwelijksdwang, huwelijkse gevangenschap of achterlating"),
            HarmfulEvent("trafficking", "Mensenhandel buiten de seksindustrie"),
            HarmfulEvent("criminal_exploitation", "Criminele uitbuiting van een jeugdige"),
            HarmfulEvent("pcf", "Vermoeden van Pediatric Condition Falsification (PCF)"),
            HarmfulEvent("animals", "Dierenmishandeling of -verwaarlozing"),
            HarmfulEvent("other", "Anders, namelijk", needs_text=True),
        ),
    ),
)

HARMFUL_EVENTS: Final[dict[str, HarmfulEvent]] = {
    event.code: event for category in HARM_CATEGORIES for event in category.events
}


CATEGORY_OF: Final[dict[str, HarmCategory]] = {
    event.code: category for category in HARM_CATEGORIES for event in category.events
}


@dataclass(frozen=True, slots=True)
class Pattern:
    """The days on which something unsafe happened: recorded events and offences, each day once, in order."""

    days: tuple[date, ...] = ()

    @property
    def repeated(self) -> bool:
        """Whether it happened on more than one day."""
        return len(self.days) > 1

    @property
    def text(self) -> str:
        """The repetition as a Dutch sentence."""
        if not self.days:
            return "Er is nog geen onveilige gebeurtenis vastgelegd."
        if not self.repeated:
            return "Er is op één dag een onveilige gebeurtenis vastgelegd: herhaling blijkt nog niet."
        first, last = self.days[0].year, self.days[-1].year
        span = f"in {last}" if first == last else f"tussen {first} en {last}"
        return f"Op {len(self.days)} dagen {span} is een onveilige gebeurtenis vastgelegd."


def pattern_of(days: Iterable[date]) -> Pattern:
    """The pattern that these days make."""
    return Pattern(tuple(sorted(set(days))))


def propose_structural(answers: Mapping[str, Presence], pattern: Pattern) -> Proposal:
    """Propose the outcome of part B.

    Structural when a kind of harmful event is present and it happened on more than one day; not structural
    when every kind is absent and nothing points at repetition. Otherwise it names what is not known yet.

    `answers` is keyed by event code; a code that is left out is unknown. Raises ValueError for a code that
    does not exist.
    """
    unknown_codes = set(answers) - set(HARMFUL_EVENTS)
    if unknown_codes:
        raise ValueError(f"Geen schadelijke gebeurtenis: {sorted(unknown_codes)}.")
    present = [event for code, event in HARMFUL_EVENTS.items() if answers.get(code) is Presence.PRESENT]
    reasons = tuple(f"{event.label}: aanwezig." for event in present)
    if present and pattern.repeated:
        return Proposal(Outcome.YES, (*reasons, pattern.text, PREDICTOR_TEXT))
    if present:
        text = "Of dit zich herhaalt of voortduurt, blijkt nog niet uit de vastgelegde gebeurtenissen."
        return Proposal(Outcome.NOT_YET_KNOWN, (*reasons, pattern.text), (_missing("repetition", text),))
    if unknown := tuple(_unknown_kinds(answers)):
        return Proposal(Outcome.NOT_YET_KNOWN, (), unknown)
    if pattern.repeated:
        text = (
            "Er zijn gebeurtenissen vastgelegd, maar geen enkele soort staat op aanwezig. Loop de soorten na."
        )
        return Proposal(Outcome.NOT_YET_KNOWN, (pattern.text,), (_missing("kinds", text),))
    return Proposal(Outcome.NO, ("Geen van de schadelijke gebeurtenissen is aanwezig.", pattern.text))


def _unknown_kinds(answers: Mapping[str, Presence]) -> Iterable[Missing]:
    """Per category how many kinds are not known."""
    for category in HARM_CATEGORIES:
        codes = [event.code for event in category.events]
        if count := sum(answers.get(code, Presence.UNKNOWN) is Presence.UNKNOWN for code in codes):
            text = f"{category.label}: van {count} van de {len(codes)} soorten is onbekend of ze voorkomt."
            yield _missing(f"category_{category.code}", text)


def structural_refusals(
    proposal: Proposal,
    conclusion: Outcome,
    answers: Mapping[str, Presence],
    texts: Mapping[str, str],
    reason: str,
) -> tuple[Missing, ...]:
    """What is missing to conclude part B this way.

    A conclusion that differs from the proposal needs a reason; "other" needs a description. `answers` and
    `texts` are keyed by event code.
    """
    missing = [
        _missing(f"text_{code}", f"Beschrijf: {HARMFUL_EVENTS[code].label.lower()}.")
        for code, answer in answers.items()
        if answer is Presence.PRESENT and HARMFUL_EVENTS[code].needs_text and not texts.get(code, "").strip()
    ]
    return (*missing, *conclusion_refusals(proposal, conclusion, reason))


def _missing(code: str, text: str) -> Missing:
    return Missing(code, text, OrganisationKind.VT)
