"""What the law asks before a kind of decision exists at all for this case; nobody can override this.

The guards of domain guide section 7 come on top. Sources: offences, section 2 (art. 57, 59a, 63, 67 Sv);
domain guide, sections 3 (Halt) and 9 (HG-spreekuur).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cases.access.rules.refusal import Missing
from cases.organisations.rules import OrganisationKind
from zsm.decision.rules import kinds, shortages
from zsm.decision.rules.facts import Answer, CaseFacts, Custody, Evidence
from zsm.decision.rules.kinds import DecisionKind

Condition = Callable[[CaseFacts], Iterator[Missing]]

NOT_HELD = Missing("not_held", "De verdachte zit niet vast.")
NO_SUSPICION = Missing("no_suspicion", "Er is geen redelijk vermoeden: dit besluit kan dan niet.")
NO_REMAND_OFFENCE = Missing(
    "no_remand_offence", "Het feit laat geen voorlopige hechtenis toe (art. 67 lid 1 Sv)."
)
NO_OBJECTIONS = Missing("no_serious_objections", "Zonder ernstige bezwaren kan dit niet (art. 67 lid 3 Sv).")
NOT_A_MINOR = Missing("not_a_minor", "Halt is er alleen voor een minderjarige verdachte.")
SPREEKUUR_FOR_ADULTS = Missing(
    "spreekuur_for_adults", "Het HG-spreekuur is er alleen voor een meerderjarige verdachte."
)
EVIDENCE_NOT_COMPLETE = Missing(
    "evidence_not_complete",
    "Het HG-spreekuur kan pas als het bewijs voldoende is. Het OM beoordeelt het bewijs.",
    OrganisationKind.OM,
)


def _held(facts: CaseFacts) -> Iterator[Missing]:
    if facts.custody is Custody.UNKNOWN:
        yield shortages.CUSTODY
    elif facts.custody is not Custody.HELD:
        yield NOT_HELD


def _suspected(facts: CaseFacts) -> Iterator[Missing]:
    if facts.suspicion is Answer.UNKNOWN:
        yield shortages.SUSPICION
    elif facts.suspicion is Answer.NO:
        yield NO_SUSPICION


def _remand_offence(facts: CaseFacts) -> Iterator[Missing]:
    if facts.remand_allowed is Answer.UNKNOWN:
        yield shortages.REMAND
    elif facts.remand_allowed is Answer.NO:
        yield NO_REMAND_OFFENCE


def _serious_objections(facts: CaseFacts) -> Iterator[Missing]:
    if facts.objections is Answer.UNKNOWN:
        yield shortages.OBJECTIONS
    elif facts.objections is Answer.NO:
        yield NO_OBJECTIONS


def _minor(facts: CaseFacts) -> Iterator[Missing]:
    if facts.minor is Answer.UNKNOWN:
        yield shortages.AGE
    elif facts.minor is Answer.NO:
        yield NOT_A_MINOR


def _spreekuur(facts: CaseFacts) -> Iterator[Missing]:
    if facts.minor is Answer.UNKNOWN:
        yield shortages.AGE
    elif facts.minor is Answer.YES:
        yield SPREEKUUR_FOR_ADULTS
    if facts.evidence is Evidence.UNKNOWN:
        yield shortages.EVIDENCE
    elif facts.evidence is not Evidence.SUFFICIENT:
        yield EVIDENCE_NOT_COMPLETE


_CONDITIONS: dict[DecisionKind, tuple[Condition, ...]] = {
    DecisionKind.HOLD_CUSTODY: (_held, _suspected, _remand_offence),
    DecisionKind.BRING_BEFORE_RC: (_held, _suspected, _remand_offence, _serious_objections),
    DecisionKind.RELEASE_WITHOUT_MEASURES: (_held,),
    DecisionKind.RELEASE_WITH_MEASURES: (_held,),
    DecisionKind.SUMMONS: (_suspected,),
    DecisionKind.SUMMONS_WITH_RC: (_held, _suspected, _remand_offence, _serious_objections),
    DecisionKind.PENAL_ORDER: (_suspected,),
    DecisionKind.OM_HEARING: (_suspected,),
    DecisionKind.CONDITIONAL_DISMISSAL: (_suspected,),
    DecisionKind.DISMISSAL_POLICY: (_suspected,),
    DecisionKind.HALT: (_suspected, _minor),
    DecisionKind.ON_HOLD: (_suspected, _spreekuur),
}


def unmet(kind: DecisionKind, facts: CaseFacts) -> tuple[Missing, ...]:
    """List what the law misses for this kind of decision; empty when it can be taken (guards apart)."""
    return tuple(missing for condition in _CONDITIONS.get(kind, ()) for missing in condition(facts))


def possible_kinds(facts: CaseFacts) -> tuple[DecisionKind, ...]:
    """List the kinds of decision that the law leaves open for this case, in the order of offering."""
    return tuple(kind for kind in DecisionKind if not unmet(kind, facts))


def is_release(kind: DecisionKind, facts: CaseFacts) -> bool:
    """Tell whether a decision sets the suspect free: a release, or the end of the case of a held suspect."""
    return kind in kinds.RELEASE or (kind in kinds.ENDS_CUSTODY and facts.custody is Custody.HELD)
