"""The decision as it is about to be taken, as far as guards and consequences look at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cases.organisations.rules import OrganisationKind
from cases.plans.rules.catalogue import OrderGround
from zsm.decision.rules.kinds import DecisionKind

# Who can be asked to inform the victim (domain guide, section 8); RvdK takes every task of 3RO in a minor's
# case.
INFORMERS: Final = (
    OrganisationKind.OM,
    OrganisationKind.VT,
    OrganisationKind.POLITIE,
    OrganisationKind.SHN,
    OrganisationKind.RECLASSERING,
    OrganisationKind.RVDK,
)


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """A decision of one kind.

    `informer`: the kind of organisation that informs the victim.
    `overrun_reason`: why the first decision is late. `order_grounds`: the grounds of a behavioural order.
    """

    kind: DecisionKind
    informer: OrganisationKind | None = None
    overrun_reason: str = ""
    order_grounds: frozenset[OrderGround] = frozenset()
