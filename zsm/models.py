"""Table of contents: every table of the ZSM table, by concept."""

from __future__ import annotations

from zsm.advice.models import Advice, CivilTriage, TriageAgreement
from zsm.consultation.models import (
    Contribution,
    ContributionPart,
    KnownAnswer,
    TableItem,
    TableSeat,
    TableSession,
)
from zsm.decision.models import (
    Decision,
    DecisionOrder,
    Escape,
    JudicialOutcome,
    OtherDetention,
    ProsecutionFacts,
    Release,
    RoutingAnswer,
)
from zsm.intake.models import ChildCheck, Custody, EarlierOutcome, MeasureCheck, StartCorrection
from zsm.investigation.models import InvestigationItem, InvestigationPlan

__all__ = [
    "Advice",
    "ChildCheck",
    "CivilTriage",
    "Contribution",
    "ContributionPart",
    "Custody",
    "Decision",
    "DecisionOrder",
    "EarlierOutcome",
    "Escape",
    "InvestigationItem",
    "InvestigationPlan",
    "JudicialOutcome",
    "KnownAnswer",
    "MeasureCheck",
    "OtherDetention",
    "ProsecutionFacts",
    "Release",
    "RoutingAnswer",
    "StartCorrection",
    "TableItem",
    "TableSeat",
    "TableSession",
    "TriageAgreement",
]
