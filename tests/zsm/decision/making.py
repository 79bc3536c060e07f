"""The stalking case of the bundle, brought through the services to the point at which OM decides."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction

from cases.access.wall import GUARD_ROLE, acting_as, set_context
from cases.assessments.models import SafetyAssessment
from cases.assessments.rules.answers import Outcome, Presence, YesNo
from cases.assessments.services import CriterionAnswer, PartA, ThreatAnswer, conclude_part_a
from cases.casefiles.models import Case, CaseRole
from cases.organisations.rules import OrganisationKind
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from veiligheid.demo.moments import registered_at
from veiligheid.demo.people import People
from veiligheid.demo.stalking import stalking_despite_an_order
from veiligheid.demo.stories import Scene, Story
from zsm.decision.models import Decision, ProsecutionFacts
from zsm.decision.rules.act import Order
from zsm.decision.rules.facts import Answer, Evidence
from zsm.decision.rules.kinds import DecisionKind
from zsm.decision.services import NewFacts, decide, state_facts
from zsm.intake.services import register_arrest

# A Tuesday: nine counted hours after the arrival is 19:00 the same day.
ARRIVED = ams("2026-03-10 10:00")
ASSESSED = ams("2026-03-10 12:30")
STATED = ams("2026-03-10 13:00")
DECIDED = ams("2026-03-10 15:10")
DUE = ams("2026-03-10 19:00")


def a_held_case(
    cast: Cast,
    story: Story = stalking_despite_an_order,
    *,
    arrived_at: datetime = ARRIVED,
    number: int = 1,
) -> Case:
    """The arrest as police registers it forty minutes after the arrival, that day; the suspect is held.

    `number` draws other people, where the story leaves them open.
    """
    police = cast.actor("politie")
    scene = Scene(
        people=People(number, arrived_at.date()),
        municipality=cast.municipality(),
        arrived_at=arrived_at,
        hovj=police.display_name,
    )
    with acting_as(police):
        return register_arrest(
            intake=story(scene), actor=police, at=registered_at(arrived_at, after=timedelta(minutes=40))
        )


def concluded(
    cast: Cast, case: Case, conclusion: Outcome = Outcome.YES, at: datetime = ASSESSED
) -> SafetyAssessment:
    """Part A of Veilig Thuis: by default acute, with victim and children unsafe."""
    actor = cast.actor("vt")
    acute = conclusion is Outcome.YES
    with acting_as(actor):
        roles = list(CaseRole.objects.filter(case=case).select_related("person"))
        part_a = PartA(
            criteria=(CriterionAnswer(code=10, answer=Presence.PRESENT if acute else Presence.ABSENT),),
            threats=tuple(
                ThreatAnswer(person=role.person, access=YesNo.YES if acute else YesNo.NO)
                for role in roles
                if role.role == "suspect"
            ),
            sight=YesNo.NO if acute else YesNo.YES,
            unsafe=tuple(role.person for role in roles if role.role in ("victim", "child")) if acute else (),
            conclusion=conclusion,
            sources=("police_investigation",),
        )
        return conclude_part_a(case=case, part_a=part_a, actor=actor, at=at)


def stated(
    cast: Cast,
    case: Case,
    *,
    suspicion: Answer = Answer.YES,
    evidence: Evidence = Evidence.SUFFICIENT,
    objections: Answer = Answer.YES,
    at: datetime = STATED,
) -> ProsecutionFacts:
    """What OM states: by default suspicion, sufficient evidence and serious objections."""
    actor = cast.actor("om")
    facts = NewFacts(
        suspicion=suspicion,
        suspicion_ground="een betrokkene verklaart het" if suspicion is Answer.YES else "",
        evidence=evidence,
        serious_objections=objections,
    )
    with acting_as(actor):
        return state_facts(case=case, facts=facts, actor=actor, at=at)


def custody(at: datetime = DECIDED) -> Order:
    """Police custody, to await nothing but the investigation."""
    values = {
        "ground": "investigation",
        "order_moment": at - timedelta(minutes=5),
        "place": "Bureau Duinstede",
    }
    return Order(DecisionKind.HOLD_CUSTODY, values)


def before_rc() -> Order:
    """Bringing before the RC on danger to persons."""
    return Order(DecisionKind.BRING_BEFORE_RC, {"remand_grounds": ("danger_to_persons",)})


def release(at: datetime = DECIDED) -> Order:
    """Release without any measure."""
    return Order(DecisionKind.RELEASE_WITHOUT_MEASURES, {"released_at": at})


def decided(
    cast: Cast,
    case: Case,
    *orders: Order,
    username: str = "om",
    at: datetime = DECIDED,
    informer: OrganisationKind | None = OrganisationKind.SHN,
    **more: object,
) -> Decision:
    """The act of a user; by default the prosecutor, with SHN to inform the victim."""
    actor = cast.actor(username)
    with acting_as(actor):
        return decide(
            case=case,
            orders=orders,
            motivation=str(more.pop("motivation", "Gevaar voor personen.")),
            informer=cast.organisation(informer) if informer else None,
            actor=actor,
            at=at,
            **more,  # type: ignore[arg-type]  # the keywords of decide, passed through
        )


@contextmanager
def past_the_wall() -> Iterator[None]:
    """Look at every row, whoever it belongs to."""
    with transaction.atomic():
        set_context(GUARD_ROLE)
        yield
        set_context("none")


def running(case: Case, kind: TermKind) -> list[Term]:
    """The open terms of a kind, with who owes them."""
    with past_the_wall():
        terms = Term.objects.filter(case=case, kind=kind.value, status="open")
        return list(terms.select_related("organisation").order_by("pk"))


def the_term(case: Case, kind: TermKind) -> Term:
    """The one term of a kind, open or ended."""
    with past_the_wall():
        return Term.objects.get(case=case, kind=kind.value)
