"""Writing the intake: an arrest or hearing, what follows from it, and its corrections."""

from zsm.intake.services.again import Grounds, arrest_again
from zsm.intake.services.arrest import (
    CHILDREN_PURPOSE,
    Arrest,
    ArrestIntake,
    Complaint,
    Hearing,
    HearingIntake,
    Intake,
    Involved,
    InvolvedChild,
    InvolvedGuardian,
    LinkTo,
    RunningMeasure,
)
from zsm.intake.services.correct import StartMoments, change_charges, correct_start_event
from zsm.intake.services.custody import change_custody, end_custody
from zsm.intake.services.guardians import add_guardian
from zsm.intake.services.label import judge_label, propose_label
from zsm.intake.services.later import (
    ChildrenFound,
    NewOutcome,
    check_children_again,
    check_measures,
    tell_earlier_outcome,
)
from zsm.intake.services.register import register_arrest, register_hearing

__all__ = [
    "CHILDREN_PURPOSE",
    "Arrest",
    "ArrestIntake",
    "ChildrenFound",
    "Complaint",
    "Grounds",
    "Hearing",
    "HearingIntake",
    "Intake",
    "Involved",
    "InvolvedChild",
    "InvolvedGuardian",
    "LinkTo",
    "NewOutcome",
    "RunningMeasure",
    "StartMoments",
    "add_guardian",
    "arrest_again",
    "change_charges",
    "change_custody",
    "check_children_again",
    "check_measures",
    "correct_start_event",
    "end_custody",
    "judge_label",
    "propose_label",
    "register_arrest",
    "register_hearing",
    "tell_earlier_outcome",
]
