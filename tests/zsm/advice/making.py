"""An advice and a triage as the tests make them, complete unless changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from cases.access.wall import acting_as
from cases.casefiles.models import Case
from cases.plans.rules.measure import Part
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from zsm.advice.models import Advice, CivilTriage
from zsm.advice.rules.advice import (
    AdviceContent,
    AdviceKind,
    AdvisedCondition,
    AdvisedDecision,
    ChildrenHeard,
    SpokenWith,
    Weighing,
)
from zsm.advice.rules.triage import ChildConcern, SpokenToChild, TriageOutcome
from zsm.advice.services import NewTriage, hand_in_advice, record_triage, save_draft
from zsm.intake.queries import children_of

ADVISED = ams("2026-03-10 14:00")

COMPLETE = AdviceContent(
    kind=AdviceKind.ZSM_SHORT,
    risk="Hoog: hij drinkt en heeft de breuk niet aanvaard.",
    decision=AdvisedDecision.SUMMONS,
    decision_reason="Toezicht met een stok achter de deur is nodig.",
    conditions=(AdvisedCondition(part=Part.AREA_BAN, text="Rond de woning en de school.", months=24),),
    em=Weighing.YES,
    em_reason="Alleen zo wordt een overtreding van het gebiedsverbod gezien.",
    dut=Weighing.YES,
    dut_reason="Het gevaar begint op de dag van de uitspraak.",
    feasibility="Aansluiting van de enkelband kan binnen twee dagen.",
    spoken_with=frozenset({SpokenWith.SUSPECT, SpokenWith.VEILIG_THUIS}),
    children_heard=ChildrenHeard.VT,
)


def advised(
    cast: Cast,
    case: Case,
    content: AdviceContent = COMPLETE,
    *,
    username: str = "3ro",
    at: datetime = ADVISED,
    **more: Any,
) -> Advice:
    """An advice that is handed in."""
    actor = cast.actor(username)
    with acting_as(actor):
        return hand_in_advice(case=case, content=content, actor=actor, at=at, **more)


def drafted(
    cast: Cast,
    case: Case,
    content: AdviceContent = COMPLETE,
    *,
    username: str = "3ro",
    at: datetime = ADVISED,
    **more: Any,
) -> Advice:
    """A draft."""
    actor = cast.actor(username)
    with acting_as(actor):
        return save_draft(case=case, content=content, actor=actor, at=at, **more)


def triaged(
    cast: Cast, case: Case, *, username: str = "rvdk", at: datetime = ADVISED, **changes: Any
) -> CivilTriage:
    """A triage: Veilig Thuis goes on, both children spoken to by Veilig Thuis."""
    actor = cast.actor(username)
    with acting_as(actor):
        triage = NewTriage(
            concerns=tuple(
                ChildConcern(
                    key=str(role.person.public_id), concern="Slaapt slecht.", spoken=SpokenToChild.VT
                )
                for role in children_of(case)
            ),
            outcome=TriageOutcome.VT_GOES_ON,
            reason="De moeder werkt mee.",
            consequence="Raadsmelding binnen een dag.",
        )
        return record_triage(case=case, triage=replace(triage, **changes), actor=actor, at=at)
