"""Unsafe events, the safety assessment, screenings and the individual assessment: versions all."""

from cases.assessments.models.protection import IndividualAssessment
from cases.assessments.models.safety import (
    ANSWER_CHOICES,
    PRECISION_CHOICES,
    PRESENCE_CHOICES,
    SOURCE_CHOICES,
    AssessedCriterion,
    AssessedThreat,
    Incident,
    SafetyAssessment,
    UnsafePerson,
)
from cases.assessments.models.screenings import (
    CONCERN_CHOICES,
    ChecklistAnswer,
    Sash,
    SashAnswer,
    SashEnrichment,
    StalkingChecklist,
)

__all__ = [
    "ANSWER_CHOICES",
    "CONCERN_CHOICES",
    "PRECISION_CHOICES",
    "PRESENCE_CHOICES",
    "SOURCE_CHOICES",
    "AssessedCriterion",
    "AssessedThreat",
    "ChecklistAnswer",
    "Incident",
    "IndividualAssessment",
    "SafetyAssessment",
    "Sash",
    "SashAnswer",
    "SashEnrichment",
    "StalkingChecklist",
    "UnsafePerson",
]
