"""Writing the safety assessment, its events and triggers, and the screenings; one module each."""

from cases.assessments.services.incidents import NewIncident, add_incident
from cases.assessments.services.outdating import mark_outdated
from cases.assessments.services.part_a import (
    CriterionAnswer,
    PartA,
    ThreatAnswer,
    conclude_part_a,
    lift_acuteness,
)
from cases.assessments.services.part_b import HarmAnswer, PartB, conclude_part_b
from cases.assessments.services.protection import VictimAssessment, assess_victim
from cases.assessments.services.sash import SashGiven, SashInput, enrich_sash, hand_in_sash, save_sash
from cases.assessments.services.stalking_checklist import ChecklistGiven, record_checklist

__all__ = [
    "ChecklistGiven",
    "CriterionAnswer",
    "HarmAnswer",
    "NewIncident",
    "PartA",
    "PartB",
    "SashGiven",
    "SashInput",
    "ThreatAnswer",
    "VictimAssessment",
    "add_incident",
    "assess_victim",
    "conclude_part_a",
    "conclude_part_b",
    "enrich_sash",
    "hand_in_sash",
    "lift_acuteness",
    "mark_outdated",
    "record_checklist",
    "save_sash",
]
