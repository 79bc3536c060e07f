"""What follows the decision in the demo: the examining magistrate decides, police investigates."""

from __future__ import annotations

from datetime import datetime, timedelta

from cases.access.wall import acting_as
from cases.casefiles.models import Case
from cases.organisations.rules import OrganisationKind
from cases.terms.rules.wording import local
from veiligheid.demo.crew import Crew
from zsm.decision.rules.court import CourtOutcome
from zsm.decision.services import NewJudicialOutcome, record_judicial_outcome
from zsm.investigation.models import InvestigationItem
from zsm.investigation.rules import ItemState, NewItem
from zsm.investigation.services import approve_plan, choose_investigation, finish_item, write_plan


def remand_ordered(case: Case, crew: Crew, at: datetime) -> None:
    """The examining magistrate orders remand; OM records it and SHN tells the victim."""
    outcome = NewJudicialOutcome(
        outcome=CourtOutcome.REMAND_ORDERED,
        decided_at=at,
        executed_at=at,
        content="Gevaar voor personen; geen schorsing.",
        informer=crew.organisations[OrganisationKind.SHN],
    )
    with acting_as(crew.prosecutor):
        record_judicial_outcome(case=case, new=outcome, actor=crew.prosecutor, at=at)


def investigation_running(case: Case, crew: Crew, at: datetime) -> None:
    """OM chose further investigation, approved the plan, and one of its acts is done."""
    day = local(at).date()
    with acting_as(crew.prosecutor):
        plan = choose_investigation(
            case=case,
            question="Hoe is het letsel ontstaan, en wie heeft het gezien?",
            wanted_on=day,
            actor=crew.prosecutor,
            at=at,
        )
    acts = (
        NewItem("Camerabeelden van de straat opvragen", "wijkteam", day + timedelta(days=2)),
        NewItem("Buren horen", "recherche", day + timedelta(days=5)),
    )
    with acting_as(crew.police):
        write_plan(plan=plan, items=acts, actor=crew.police, at=at)
    with acting_as(crew.prosecutor):
        approve_plan(plan=plan, actor=crew.prosecutor, at=at)
    with acting_as(crew.police):
        first = InvestigationItem.objects.select_related("plan").filter(plan=plan).order_by("pk")[0]
        result = "Beelden veiliggesteld."
        finish_item(item=first, state=ItemState.DONE, result=result, actor=crew.police, at=at)
