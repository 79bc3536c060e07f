"""Red flags for femicide: shown on the case as soon as any record holds one (domain guide, section 5).

Sources: letter to Parliament of 22 September 2023 (coercive control, imminent separation, stalking of the
ex-partner, strangulation, violence in pregnancy, withholding of care); annex II for the criteria.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from cases.assessments.rules import sash
from cases.assessments.rules.answers import Presence
from cases.assessments.rules.criteria import (
    CRITERION_BY_CODE,
    FEARED_UNWANTED_CONTACT,
    INJURY_OR_STRANGULATION,
    INTIMATE_TERROR_OR_SEPARATION,
    PREGNANCY,
    WITHHOLDING_CARE,
)


class RedFlag(StrEnum):
    """A predictor of lethal partner violence; the last two are the alarms of the SASH."""

    STRANGULATION = "strangulation"
    PREGNANCY = "pregnancy"
    COERCIVE_CONTROL = "coercive_control"
    SEPARATION = "separation"
    STALKING_AFTER_SEPARATION = "stalking_after_separation"
    WITHHOLDING_CARE = "withholding_care"
    NOTHING_LEFT_TO_LOSE = "nothing_left_to_lose"
    MORTAL_FEAR = "mortal_fear"


RED_FLAG_LABELS: Final[dict[RedFlag, str]] = {
    RedFlag.STRANGULATION: "(poging tot) verwurging",
    RedFlag.PREGNANCY: "geweld tijdens zwangerschap",
    RedFlag.COERCIVE_CONTROL: "intieme terreur (dwingende controle)",
    RedFlag.SEPARATION: "relatie net verbroken of breuk op komst",
    RedFlag.STALKING_AFTER_SEPARATION: "stalking na de breuk",
    RedFlag.WITHHOLDING_CARE: "onthouden van zorg",
    RedFlag.NOTHING_LEFT_TO_LOSE: "niets meer te verliezen",
    RedFlag.MORTAL_FEAR: "doodsangst bij het slachtoffer",
}

# Which acute criterion points at a flag; False: it holds other things too and makes the flag only possible.
_CRITERION_OF: Final[dict[RedFlag, tuple[int, bool]]] = {
    RedFlag.STRANGULATION: (INJURY_OR_STRANGULATION, False),
    RedFlag.PREGNANCY: (PREGNANCY, True),
    RedFlag.COERCIVE_CONTROL: (INTIMATE_TERROR_OR_SEPARATION, False),
    RedFlag.SEPARATION: (INTIMATE_TERROR_OR_SEPARATION, False),
    RedFlag.STALKING_AFTER_SEPARATION: (FEARED_UNWANTED_CONTACT, False),
    RedFlag.WITHHOLDING_CARE: (WITHHOLDING_CARE, True),
}


@dataclass(frozen=True, slots=True)
class RedFlagFacts:
    """What the records say: acute criteria by code, direct answers per flag, stalking, former relation."""

    criteria: Mapping[int, Presence] = field(default_factory=dict)
    direct: Mapping[RedFlag, Presence] = field(default_factory=dict)
    stalking: bool = False
    between_ex_partners: bool = False


@dataclass(frozen=True, slots=True)
class RaisedFlag:
    """A red flag on the case; `certain` is False when a record only points at it. `source` is Dutch."""

    flag: RedFlag
    certain: bool
    source: str

    @property
    def text(self) -> str:
        """The flag as shown, for instance "mogelijk: (poging tot) verwurging"."""
        label = RED_FLAG_LABELS[self.flag]
        return label if self.certain else f"mogelijk: {label}"


def red_flags(facts: RedFlagFacts) -> tuple[RaisedFlag, ...]:
    """Every red flag that the records hold, certain or possible; a direct answer decides over a criterion."""
    raised = (_raise(flag, facts) for flag in RedFlag)
    return tuple(flag for flag in raised if flag is not None)


def _raise(flag: RedFlag, facts: RedFlagFacts) -> RaisedFlag | None:
    direct = facts.direct.get(flag, Presence.UNKNOWN)
    if direct is Presence.PRESENT:
        return RaisedFlag(flag, True, "zo vastgelegd")
    if direct is Presence.ABSENT:
        return None
    if flag is RedFlag.STALKING_AFTER_SEPARATION and facts.stalking and facts.between_ex_partners:
        return RaisedFlag(flag, True, "stalking tussen ex-partners")
    if flag not in _CRITERION_OF:
        return None
    code, certain = _CRITERION_OF[flag]
    if facts.criteria.get(code) is not Presence.PRESENT:
        return None
    return RaisedFlag(flag, certain, f"criterium {code}: {CRITERION_BY_CODE[code].label.lower()}")


# Which question of the SASH points at a flag, and whether it is certain then.
_QUESTION_OF: Final[dict[RedFlag, tuple[str, bool]]] = {
    RedFlag.NOTHING_LEFT_TO_LOSE: (sash.NOTHING_LEFT_TO_LOSE, True),
    RedFlag.MORTAL_FEAR: (sash.MORTAL_FEAR, True),
    RedFlag.COERCIVE_CONTROL: (sash.POSSESSIVE, False),
}


def sash_flags(answers: Mapping[str, Presence], *, ex_partner: bool) -> tuple[RaisedFlag, ...]:
    """The red flags that a SASH holds; questions that are not asked hold none."""
    asked = {question.code: question for question in sash.questions_for(ex_partner=ex_partner)}
    raised = [
        RaisedFlag(flag, certain, f"SASH: {asked[code].label.lower()}")
        for flag, (code, certain) in _QUESTION_OF.items()
        if code in asked and answers.get(code) is Presence.PRESENT
    ]
    if ex_partner:
        raised.append(
            RaisedFlag(RedFlag.STALKING_AFTER_SEPARATION, True, "SASH: de stalker is een ex-partner")
        )
    return tuple(raised)
