"""Writing the safety plan: conditions, measures, what happens with them, and breaches, one module each."""

from cases.plans.services.breaches import judge_breach, record_breach, tell_breach
from cases.plans.services.changes import (
    ChangeOrder,
    end_measure,
    extend_measure,
    judge_end,
    resume_measure,
    start_telling_end,
    suspend_measure,
)
from cases.plans.services.conditions import NewCondition, set_condition, withdraw_condition
from cases.plans.services.impose import impose_measure
from cases.plans.services.measures import NewMeasure, Service, record_measure, record_service

__all__ = [
    "ChangeOrder",
    "NewCondition",
    "NewMeasure",
    "Service",
    "end_measure",
    "extend_measure",
    "impose_measure",
    "judge_breach",
    "judge_end",
    "record_breach",
    "record_measure",
    "record_service",
    "resume_measure",
    "set_condition",
    "start_telling_end",
    "suspend_measure",
    "tell_breach",
    "withdraw_condition",
]
