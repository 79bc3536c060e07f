"""What the partners brought to the table in the demo: contributions with a dissent, advice and triage."""

from __future__ import annotations

from datetime import datetime

from cases.access.rules.categories import Category
from cases.access.wall import acting_as
from cases.casefiles.models import Case
from cases.organisations.rules import OrganisationKind
from cases.plans.rules.measure import Part
from cases.terms.rules.wording import local
from veiligheid.demo.crew import Crew
from zsm.advice.queries import conditions_in_force
from zsm.advice.rules.advice import (
    AdviceContent,
    AdviceKind,
    AdvisedCondition,
    AdvisedDecision,
    ChildrenHeard,
    SpokenWith,
    TakenIn,
    Weighing,
)
from zsm.advice.rules.triage import ChildConcern, SpokenToChild, TriageOutcome
from zsm.advice.services import NewTriage, hand_in_advice, record_triage, save_draft
from zsm.consultation.queries import open_tables
from zsm.consultation.rules.table import part_of_day
from zsm.consultation.services import (
    NewContribution,
    close_table,
    contribute,
    next_case,
    open_table,
    take_seat,
)
from zsm.intake.queries import children_of


def brought_to_the_table(case: Case, crew: Crew, at: datetime) -> None:
    """Police and Veilig Thuis tell what they know; probation does not agree with the line."""
    given = (
        (
            crew.police,
            NewContribution(
                knows={Category.INCIDENTS: "Twee eerdere bezoeken aan het adres, zonder aangifte."},
                offer="Een wijkagent gaat vanavond langs en houdt de komende week contact.",
            ),
        ),
        (
            crew.veilig_thuis,
            NewContribution(
                knows={Category.ASSESSMENT_GROUNDS: "Het gezin houdt hulp af; school maakt zich zorgen."},
                view="Acuut zolang hij naar huis kan en niemand meekijkt.",
                offer="Vanavond een gesprek met moeder en de kinderen.",
            ),
        ),
        (
            crew.probation,
            NewContribution(
                view="Het gevaar komt vooral van de drank.",
                offer="Toezicht kan morgen beginnen.",
                dissent="Met een contactverbod en toezicht kan hij naar zijn broer.",
                dissent_reason="Vasthouden kost hem zijn werk, en juist dat houdt hem van de drank.",
            ),
        ),
    )
    for actor, contribution in given:
        with acting_as(actor):
            contribute(case=case, contribution=contribution, actor=actor, at=at)


def triaged_with_consequence(case: Case, crew: Crew, at: datetime) -> None:
    """The RvdK looks at the children and asks Veilig Thuis to agree with what follows."""
    actor = crew.child_protection
    with acting_as(actor):
        concerns = tuple(
            ChildConcern(
                key=str(role.person.public_id),
                concern="Hoorde het gevecht en durft niet naar huis.",
                spoken=SpokenToChild.VT,
            )
            for role in children_of(case)
        )
        triage = NewTriage(
            concerns=concerns,
            outcome=TriageOutcome.VT_GOES_ON,
            reason="Moeder werkt mee en de kinderen kunnen bij hun oma slapen.",
            consequence="Komt vader toch thuis, dan volgt een beschermingsonderzoek.",
        )
        record_triage(case=case, triage=triage, actor=actor, at=at)


def advice_in_draft(case: Case, crew: Crew, at: datetime) -> None:
    """Probation is still writing: one condition of Veilig Thuis is taken in, the rest is open."""
    actor = crew.probation
    with acting_as(actor):
        taken = {str(row.public_id): TakenIn(taken=True) for row in conditions_in_force(case, at)[:1]}
        content = AdviceContent(
            kind=AdviceKind.ZSM_SHORT,
            risk="Matig tot hoog: het geweld neemt toe als hij drinkt.",
            conditions=(AdvisedCondition(part=Part.SUBSTANCE_BAN, text="Met controle.", months=12),),
            vt_conditions=taken,
            spoken_with=frozenset({SpokenWith.SUSPECT}),
            children_heard=ChildrenHeard.VT,
        )
        save_draft(case=case, content=content, actor=actor, at=at)


def advice_handed_in(case: Case, crew: Crew, at: datetime) -> None:
    """Probation advises in the stalking case, with electronic monitoring and immediate supervision."""
    actor = crew.probation
    content = AdviceContent(
        kind=AdviceKind.ZSM_SHORT,
        risk="Hoog: hij aanvaardt de breuk niet en hield zich niet aan de gedragsaanwijzing.",
        decision=AdvisedDecision.SUMMONS,
        decision_reason="Alleen met toezicht en een stok achter de deur.",
        conditions=(
            AdvisedCondition(part=Part.AREA_BAN, text="Rond haar woning en de school.", months=24),
            AdvisedCondition(part=Part.CONTACT_BAN, text="Met haar en de kinderen.", months=24),
        ),
        em=Weighing.YES,
        em_reason="Zonder enkelband wordt een overtreding pas gezien als hij voor de deur staat.",
        dut=Weighing.YES,
        dut_reason="Het gevaar is nu het grootst; wachten op een onherroepelijk vonnis kan niet.",
        feasibility="Aansluiten van de enkelband kan binnen twee dagen.",
        spoken_with=frozenset({SpokenWith.SUSPECT, SpokenWith.POLICE}),
        children_heard=ChildrenHeard.NOT_HEARD,
        children_note="Veilig Thuis spreekt hen morgen.",
    )
    with acting_as(actor):
        hand_in_advice(case=case, content=content, actor=actor, at=at)


def keep_a_table_open(crew: Crew, at: datetime) -> None:
    """A table of today with police, Veilig Thuis and OM, and what runs out first on it."""
    actor = crew.coordinator
    with acting_as(actor):
        running = open_tables(actor).first()
        if running is not None and running.day == local(at).date():
            return
        if running is not None:
            close_table(session=running, actor=actor, at=at)
        location = crew.municipalities[0].zsm_location
        session = open_table(location=location, part=part_of_day(local(at).hour), actor=actor, at=at)
        for kind in (OrganisationKind.POLITIE, OrganisationKind.VT):
            take_seat(session=session, organisation=crew.organisations[kind], user=None, actor=actor, at=at)
        next_case(session=session, actor=actor, at=at)
