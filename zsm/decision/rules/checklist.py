"""All guards together: what is in order, what is missing, what the prosecutor overrides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from cases.access.rules.refusal import Missing
from cases.organisations.rules import OrganisationKind, Role
from zsm.decision.rules import conditions, guards, kinds, shortages
from zsm.decision.rules.draft import DecisionDraft
from zsm.decision.rules.facts import CaseFacts


class Guard(IntEnum):
    """The guards by their number in domain guide section 7; 0 holds what the law asks of the kind itself."""

    LEGAL_CONDITIONS = 0
    RELEASE_WHILE_ACUTE = 1
    WAY_TO_SAFETY = 2
    AWAIT_PART_A = 3
    ADVICE = 4
    ADVICE_CONSIDERATIONS = 5
    INFORM_VICTIM = 6
    LATE_FIRST_DECISION = 7
    BEHAVIOURAL_ORDER = 8
    PROSECUTION_COMPLAINT = 9


GUARD_LABELS: Final[dict[Guard, str]] = {
    Guard.LEGAL_CONDITIONS: "Het besluit kan volgens de wet",
    Guard.RELEASE_WHILE_ACUTE: "Iedereen die onveilig is, is beschermd bij vrijlating",
    Guard.WAY_TO_SAFETY: "Veilig Thuis is ingelicht en er is een weg naar veiligheid",
    Guard.AWAIT_PART_A: "Onderdeel A is er voor de vrijlating",
    Guard.ADVICE: "Het advies is er",
    Guard.ADVICE_CONSIDERATIONS: "Het advies weegt elektronische monitoring en dadelijke uitvoerbaarheid",
    Guard.INFORM_VICTIM: "Vastgelegd wie het slachtoffer informeert",
    Guard.LATE_FIRST_DECISION: "De reden van een late eerste beslissing",
    Guard.BEHAVIOURAL_ORDER: "Ernstige bezwaren en een grond voor de gedragsaanwijzing",
    Guard.PROSECUTION_COMPLAINT: "Er is een klacht",
}

OVERRIDABLE: Final = frozenset(
    {
        Guard.RELEASE_WHILE_ACUTE,
        Guard.WAY_TO_SAFETY,
        Guard.AWAIT_PART_A,
        Guard.ADVICE,
        Guard.INFORM_VICTIM,
    }
)

# "Never 3RO towards a stalking victim" (domain guide, section 8) is no part of what an override of guard 6
# opens.
NEVER_OVERRIDDEN: Final = frozenset({shortages.INFORMER_3RO_STALKING.code})

OVERRIDE_NOT_BY_PROSECUTOR: Final = Missing(
    "override_prosecutor",
    "Alleen een officier van justitie kan een waarborg opzijzetten.",
    OrganisationKind.OM,
)
OVERRIDE_WITHOUT_MOTIVATION: Final = Missing(
    "override_motivation",
    "De motivering van het opzijzetten ontbreekt. De officier van justitie schrijft die.",
    OrganisationKind.OM,
)


# What a release that the law forces can set aside.
RELEASE_GUARDS: Final = (Guard.RELEASE_WHILE_ACUTE, Guard.WAY_TO_SAFETY, Guard.INFORM_VICTIM)


class GuardState(StrEnum):
    """How a guard stands for this decision on this case."""

    OK = "ok"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"
    OVERRIDDEN = "overridden"


GUARD_STATE_LABELS: Final[dict[GuardState, str]] = {
    GuardState.OK: "in orde",
    GuardState.MISSING: "ontbreekt",
    GuardState.NOT_APPLICABLE: "niet van toepassing",
    GuardState.OVERRIDDEN: "opzijgezet door de officier van justitie",
}


@dataclass(frozen=True, slots=True)
class Override:
    """A prosecutor's override: of which guards, why, and in which roles it is done."""

    guards: frozenset[Guard]
    motivation: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class GuardItem:
    """One line of the checklist. `overridable`: a prosecutor can override it with a motivation."""

    guard: Guard
    state: GuardState
    missing: tuple[Missing, ...] = ()
    overridable: bool = False

    @property
    def label(self) -> str:
        """The Dutch name of the guard."""
        return GUARD_LABELS[self.guard]


@dataclass(frozen=True, slots=True)
class GuardReport:
    """The whole checklist of one decision.

    `override_problems`: what makes a given override void. What the decision causes, an override included,
    says `consequences.py`.
    """

    items: tuple[GuardItem, ...]
    override_problems: tuple[Missing, ...] = ()

    @property
    def missing(self) -> tuple[Missing, ...]:
        """Every missing item that still stops the decision, each once."""
        open_items = (
            missing for item in self.items if item.state is GuardState.MISSING for missing in item.missing
        )
        return tuple(dict.fromkeys((*open_items, *self.override_problems)))

    @property
    def allowed(self) -> bool:
        """Nothing stops the decision."""
        return not self.missing

    @property
    def overridden(self) -> tuple[Guard, ...]:
        """The guards that are overridden; when there are any, all participants see a mark on the case."""
        return tuple(item.guard for item in self.items if item.state is GuardState.OVERRIDDEN)

    @property
    def can_be_overridden(self) -> frozenset[Guard]:
        """The guards that still stop the decision and that a prosecutor can override."""
        return frozenset(
            item.guard for item in self.items if item.state is GuardState.MISSING and item.overridable
        )


Rule = Callable[[CaseFacts, DecisionDraft], guards.Findings]


def _legal_conditions(facts: CaseFacts, draft: DecisionDraft) -> guards.Findings:
    return conditions.unmet(draft.kind, facts)


_RULES: Final[dict[Guard, Rule]] = {
    Guard.LEGAL_CONDITIONS: _legal_conditions,
    Guard.RELEASE_WHILE_ACUTE: guards.guard_release_while_acute,
    Guard.WAY_TO_SAFETY: guards.guard_way_to_safety,
    Guard.AWAIT_PART_A: guards.guard_await_part_a,
    Guard.ADVICE: guards.guard_advice,
    Guard.ADVICE_CONSIDERATIONS: guards.guard_advice_considerations,
    Guard.INFORM_VICTIM: guards.guard_inform_victim,
    Guard.LATE_FIRST_DECISION: guards.guard_late_first_decision,
    Guard.BEHAVIOURAL_ORDER: guards.guard_behavioural_order,
    Guard.PROSECUTION_COMPLAINT: guards.guard_prosecution_complaint,
}


def check(facts: CaseFacts, draft: DecisionDraft, override: Override | None = None) -> GuardReport:
    """Check a decision against every guard and return everything that is missing, never the first only.

    `override` counts only when a prosecutor gives it with a written motivation, and only for guards 1-4 and
    6 that would stop the decision (domain guide, section 7). A void override is reported and opens nothing.
    """
    problems = _override_problems(override)
    opened = override.guards if override is not None and not problems else frozenset[Guard]()
    items = tuple(_item(guard, rule(facts, draft), opened) for guard, rule in _RULES.items())
    return GuardReport(items=items, override_problems=problems)


def _item(guard: Guard, missing: guards.Findings, opened: frozenset[Guard]) -> GuardItem:
    if missing is None:
        return GuardItem(guard, GuardState.NOT_APPLICABLE)
    if not missing:
        return GuardItem(guard, GuardState.OK)
    overridable = guard in OVERRIDABLE and not any(entry.code in NEVER_OVERRIDDEN for entry in missing)
    state = GuardState.OVERRIDDEN if overridable and guard in opened else GuardState.MISSING
    return GuardItem(guard, state, missing, overridable)


def _override_problems(override: Override | None) -> tuple[Missing, ...]:
    if override is None or not override.guards:
        return ()
    problems = []
    if not kinds.may_override(override.roles):
        problems.append(OVERRIDE_NOT_BY_PROSECUTOR)
    if not override.motivation.strip():
        problems.append(OVERRIDE_WITHOUT_MOTIVATION)
    return tuple(problems)
