"""What the charges of one suspect mean together: hours, remand, eight years, klacht, stalking."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from cases.offences.rules.charge import Charge, Finding, LegalAnswer, eight_year_finding, is_punishable
from cases.offences.rules.offence import REMAND_LABELS, Klacht, OffenceKind
from cases.offences.rules.relation import KLACHT_AMONG_RELATIVES, PERHAPS_A_RELATIVE, Relation

HOURS_WITH_REMAND: Final = 9
HOURS_WITHOUT_REMAND: Final = 6


@dataclass(frozen=True, slots=True)
class FirstDecisionHours:
    """How long a suspect may be held for questioning; `basis` is the Dutch ground with its article."""

    hours: int
    basis: str


def allows_remand(charges: Iterable[Charge]) -> bool:
    """Whether at least one charge allows remand (art. 67 lid 1 Sv).

    Art. 67 looks at the description of the offence, so attempt and preparation count (art. 78 Sr), unless
    that mode is not punishable at all.
    """
    return any(charge.offence.allows_remand and is_punishable(charge) for charge in charges)


def first_decision_hours(charges: Sequence[Charge]) -> FirstDecisionHours:
    """9 hours when a charge allows remand, else 6 (art. 56a Sv). Raises ValueError without any charge."""
    if not charges:
        raise ValueError("Zonder feit is er geen termijn voor de eerste beslissing.")
    for charge in charges:
        entry = charge.offence
        if entry.remand is not None and is_punishable(charge):
            ground = REMAND_LABELS[entry.remand]
            return FirstDecisionHours(HOURS_WITH_REMAND, f"9 uur (art. 56a Sv): {entry.article}, {ground}.")
    return FirstDecisionHours(
        HOURS_WITHOUT_REMAND,
        "6 uur (art. 56a Sv): voor geen van de feiten is voorlopige hechtenis toegelaten (art. 67 lid 1 Sv).",
    )


def is_eight_year(charges: Sequence[Charge]) -> Finding:
    """Whether an offence of eight years or more is among the charges (acute criterion 1).

    YES as soon as one charge is; UNKNOWN when one may be, or when there are no charges.
    """
    if not charges:
        return Finding(LegalAnswer.UNKNOWN, ("Er zijn nog geen feiten vastgelegd.",))
    return _together([eight_year_finding(charge) for charge in charges])


def prosecution_barred(charge: Charge) -> Finding:
    """Whether art. 316 lid 1 Sr bars prosecution: theft or damage between spouses who are not separated."""
    entry = charge.offence
    if not entry.relatives_rule:
        return Finding(LegalAnswer.NO, ())
    if charge.relation is None:
        return Finding(
            LegalAnswer.UNKNOWN, (f"{charge.title}: leg de relatie tot het slachtoffer vast (art. 316 Sr).",)
        )
    if charge.relation is Relation.SPOUSE:
        return Finding(
            LegalAnswer.YES,
            (f"{charge.title}: tussen niet gescheiden echtgenoten niet te vervolgen (art. 316 lid 1 Sr).",),
        )
    return Finding(LegalAnswer.NO, ())


def needs_klacht(charge: Charge) -> Finding:
    """Whether this charge can be prosecuted only on a klacht.

    That follows from its own article, or from theft and damage among relatives (art. 316 lid 2 Sr). UNKNOWN
    when it depends on facts that are not recorded.
    """
    entry = charge.offence
    if entry.klacht is Klacht.ALWAYS:
        return Finding(LegalAnswer.YES, (f"{charge.title}: alleen op klacht te vervolgen.",))
    if entry.klacht is Klacht.SOMETIMES:
        return Finding(LegalAnswer.UNKNOWN, (f"{charge.title}: {entry.note}",))
    if not entry.relatives_rule:
        return Finding(LegalAnswer.NO, ())
    if charge.relation in KLACHT_AMONG_RELATIVES:
        return Finding(
            LegalAnswer.YES, (f"{charge.title}: tussen naaste familie alleen op klacht (art. 316 lid 2 Sr).",)
        )
    if charge.relation is None or charge.relation in PERHAPS_A_RELATIVE:
        return Finding(
            LegalAnswer.UNKNOWN, (f"{charge.title}: is het slachtoffer naaste familie (art. 316 Sr)?",)
        )
    return Finding(LegalAnswer.NO, ())


def charges_needing_klacht(charges: Iterable[Charge]) -> tuple[Charge, ...]:
    """The charges that certainly can be prosecuted only on a klacht."""
    return tuple(charge for charge in charges if needs_klacht(charge).answer is LegalAnswer.YES)


def has_stalking(charges: Iterable[Charge]) -> bool:
    """Whether stalking is among the charges; then VT, 3RO and SHN join and a SASH is owed."""
    return any(charge.offence.kind is OffenceKind.STALKING for charge in charges)


def to_confirm(charges: Iterable[Charge]) -> tuple[str, ...]:
    """Everything in the catalogue rows of the charges that a jurist still has to confirm, in Dutch."""
    notes = (charge.offence for charge in charges)
    return tuple(f"{entry.article}: {entry.to_confirm}" for entry in notes if entry.to_confirm)


def _together(findings: Sequence[Finding]) -> Finding:
    """YES wins over UNKNOWN, UNKNOWN over NO; the grounds are those of the winning answer."""
    for answer in (LegalAnswer.YES, LegalAnswer.UNKNOWN, LegalAnswer.NO):
        basis = tuple(line for finding in findings if finding.answer is answer for line in finding.basis)
        if any(finding.answer is answer for finding in findings):
            return Finding(answer, basis)
    raise ValueError("Geen bevindingen.")
