"""All rules of terms, by kind and by the day on which a term starts (legal facts, section 1)."""

from __future__ import annotations

from datetime import date
from typing import Final

from cases.terms.rules import care, criminal, tasks
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.vocabulary import TermRule

RULES: Final[tuple[TermRule, ...]] = (*criminal.RULES, *care.RULES, *tasks.RULES)

_BY_KIND: Final[dict[TermKind, tuple[TermRule, ...]]] = {
    kind: tuple(rule for rule in RULES if rule.kind is kind) for kind in TermKind
}


class NoRule(LookupError):
    """No rule of this kind was in force on that day, or has that version."""


def rule_for(kind: TermKind, day: date) -> TermRule:
    """The rule for a term of this kind that starts on this day. Raises NoRule when none was in force."""
    for rule in _BY_KIND[kind]:
        if rule.in_force(day):
            return rule
    raise NoRule(f"no rule for {kind} on {day:%Y-%m-%d}")


def first_day(kind: TermKind) -> date:
    """The first day from which terms of this kind are counted; `rule_for` knows nothing older."""
    return min(rule.valid_from for rule in _BY_KIND[kind])


def current_rule(kind: TermKind) -> TermRule:
    """The rule that applies to terms that start from now on, for pages that show basis and label."""
    return _BY_KIND[kind][-1]


def rule_version(kind: TermKind, version: int) -> TermRule:
    """The rule in the version that a term remembers. Raises NoRule for a version that never was."""
    for rule in _BY_KIND[kind]:
        if rule.version == version:
            return rule
    raise NoRule(f"no version {version} of the rule for {kind}")
