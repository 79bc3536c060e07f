"""Acute unsafety: the proposal, when a conclusion needs a reason, what puts it out of date.

Sources: process "Gezamenlijke aanpak HG met VT en ZSM", annex II; domain guide, section 5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cases.access.rules.refusal import Missing
from cases.assessments.rules.answers import Outcome, Presence, YesNo
from cases.assessments.rules.criteria import CRITERIA
from cases.organisations.rules import OrganisationKind


@dataclass(frozen=True, slots=True)
class Access:
    """Whether one threatening person (suspect or member of the network) can reach the victim or others.

    `person` is the name to show in reasons.
    """

    person: str
    has_access: YesNo


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the application proposes for part A; the assessor concludes.

    `reasons` are Dutch sentences; `missing` names every answer without which nothing can be proposed, empty
    unless the outcome is not yet known.
    """

    outcome: Outcome
    reasons: tuple[str, ...]
    missing: tuple[Missing, ...] = ()


def propose(answers: Mapping[int, Presence], access: Sequence[Access], sight: YesNo) -> Proposal:
    """Propose the outcome of part A.

    Acute when at least one criterion is present, at least one threatening person has access, and no third
    party has sight of the situation. One of the three that is certainly not so makes it not acute; otherwise
    everything still unknown is named.

    `answers` maps criterion codes (1-10) to answers; a code that is left out is unknown. Raises
    ValueError for a code that does not exist.
    """
    unknown_codes = set(answers) - {criterion.code for criterion in CRITERIA}
    if unknown_codes:
        raise ValueError(f"Geen criterium van acute onveiligheid: {sorted(unknown_codes)}.")
    parts = (_criteria_part(answers), _access_part(access), _sight_part(sight))
    if all(part.holds is YesNo.YES for part in parts):
        return Proposal(Outcome.YES, _reasons(parts, YesNo.YES))
    if any(part.holds is YesNo.NO for part in parts):
        return Proposal(Outcome.NO, _reasons(parts, YesNo.NO))
    missing = tuple(item for part in parts for item in part.missing)
    return Proposal(Outcome.NOT_YET_KNOWN, _reasons(parts, YesNo.YES), missing)


@dataclass(frozen=True, slots=True)
class _Part:
    """One of the three conditions: whether it holds, why, and what is missing to say so."""

    holds: YesNo
    reasons: tuple[str, ...]
    missing: tuple[Missing, ...] = ()


def _criteria_part(answers: Mapping[int, Presence]) -> _Part:
    given = {criterion: answers.get(criterion.code, Presence.UNKNOWN) for criterion in CRITERIA}
    present = [criterion for criterion, answer in given.items() if answer is Presence.PRESENT]
    if present:
        return _Part(
            YesNo.YES, tuple(f"Criterium {each.code} is aanwezig: {each.label}." for each in present)
        )
    unknown = [criterion for criterion, answer in given.items() if answer is Presence.UNKNOWN]
    if not unknown:
        return _Part(YesNo.NO, ("Geen van de tien criteria is aanwezig.",))
    missing = tuple(
        Missing(
            f"criterion_{each.code}", f"Criterium {each.code} is onbekend: {each.label}.", OrganisationKind.VT
        )
        for each in unknown
    )
    return _Part(YesNo.UNKNOWN, (), missing)


def _access_part(access: Sequence[Access]) -> _Part:
    with_access = [each for each in access if each.has_access is YesNo.YES]
    if with_access:
        reasons = tuple(
            f"{each.person} heeft toegang tot het slachtoffer of anderen." for each in with_access
        )
        return _Part(YesNo.YES, reasons)
    if not access:
        text = "Van geen enkele bedreigende persoon is vastgelegd of die toegang heeft."
        return _Part(YesNo.UNKNOWN, (), (Missing("access", text, OrganisationKind.VT),))
    unknown = [each for each in access if each.has_access is YesNo.UNKNOWN]
    if not unknown:
        return _Part(
            YesNo.NO, ("Geen van de bedreigende personen heeft toegang tot het slachtoffer of anderen.",)
        )
    missing = tuple(
        Missing("access", f"Of {each.person} toegang heeft, is onbekend.", OrganisationKind.VT)
        for each in unknown
    )
    return _Part(YesNo.UNKNOWN, (), missing)


def _sight_part(sight: YesNo) -> _Part:
    """The condition is that nobody has sight: it holds when the answer is no."""
    match sight:
        case YesNo.NO:
            return _Part(YesNo.YES, ("Derden hebben geen zicht op de situatie.",))
        case YesNo.YES:
            return _Part(YesNo.NO, ("Derden hebben zicht op de situatie.",))
        case YesNo.UNKNOWN:
            text = "Of derden zicht hebben op de situatie, is onbekend."
            return _Part(YesNo.UNKNOWN, (), (Missing("sight", text, OrganisationKind.VT),))


def _reasons(parts: Sequence[_Part], holds: YesNo) -> tuple[str, ...]:
    return tuple(reason for part in parts if part.holds is holds for reason in part.reasons)


def conclusion_refusals(proposal: Proposal, conclusion: Outcome, reason: str) -> tuple[Missing, ...]:
    """What is missing to conclude a part this way: differing from the proposal needs a reason."""
    if conclusion is proposal.outcome or reason.strip():
        return ()
    text = "De conclusie wijkt af van het voorstel: leg vast waarom."
    return (Missing("deviation_reason", text, OrganisationKind.VT),)


def lifting_refusals(*, has_plan: bool, sight: YesNo) -> tuple[Missing, ...]:
    """What is missing to record that acuteness is lifted: a safety plan *and* sight by third parties."""
    missing = []
    if not has_plan:
        missing.append(Missing("plan", "Er is nog geen plan voor directe veiligheid.", OrganisationKind.VT))
    if sight is not YesNo.YES:
        missing.append(Missing("sight", "Derden hebben nog geen zicht op de situatie.", OrganisationKind.VT))
    return tuple(missing)


class Trigger(StrEnum):
    """An event that puts an assessment out of date and asks Veilig Thuis to judge again."""

    ARREST_CONSIDERED = "arrest_considered"
    RELEASE_CONSIDERED = "release_considered"
    MEASURE_ENDS = "measure_ends"
    MEASURE_SUSPENDED = "measure_suspended"
    NEW_INCIDENT = "new_incident"
    BREACH = "breach"
    NEW_SASH = "new_sash"
    GUARD_OVERRIDDEN = "guard_overridden"


TRIGGER_TEXTS: Final[dict[Trigger, str]] = {
    Trigger.ARREST_CONSIDERED: "Er moet worden besloten of de verdachte wordt aangehouden.",
    Trigger.RELEASE_CONSIDERED: "Er wordt besloten over het vrijlaten van de verdachte.",
    Trigger.MEASURE_ENDS: "Een maatregel loopt af.",
    Trigger.MEASURE_SUSPENDED: "Een maatregel is geschorst.",
    Trigger.NEW_INCIDENT: "Er is een nieuwe onveilige gebeurtenis.",
    Trigger.BREACH: "Een voorwaarde, afspraak of maatregel is geschonden.",
    Trigger.NEW_SASH: "Er is een nieuwe SASH ingediend.",
    Trigger.GUARD_OVERRIDDEN: "De officier van justitie heeft een waarborg opzijgezet.",
}

PART_A: Final = "A"
PART_B: Final = "B"

# Access changes what is acute; an event adds to the pattern, of which structural unsafety is made (annex II).
_ACCESS: Final = (PART_A,)
_EVENT: Final = (PART_A, PART_B)
TRIGGER_PARTS: Final[dict[Trigger, tuple[str, ...]]] = {
    Trigger.ARREST_CONSIDERED: _ACCESS,
    Trigger.RELEASE_CONSIDERED: _ACCESS,
    Trigger.MEASURE_ENDS: _ACCESS,
    Trigger.MEASURE_SUSPENDED: _ACCESS,
    Trigger.NEW_INCIDENT: _EVENT,
    Trigger.BREACH: _EVENT,
    # The SASH tells how acute stalking is (VT & ZSM, step 2).
    Trigger.NEW_SASH: _ACCESS,
    Trigger.GUARD_OVERRIDDEN: _ACCESS,
}
