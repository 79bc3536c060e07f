"""The thread: one arrested suspect, from the police to the informed victim, each step by who owns it.

All on Tuesday 10 March 2026; the suspect arrives at 10:00 and the first decision is due at 19:00.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from cases.access.actor import Actor
from cases.access.wall import acting_as
from cases.assessments.models import SafetyAssessment
from cases.assessments.rules.answers import Outcome, Presence, YesNo
from cases.assessments.rules.known import DossierPhase
from cases.assessments.services import (
    CriterionAnswer,
    NewIncident,
    PartA,
    ThreatAnswer,
    add_incident,
    conclude_part_a,
)
from cases.casefiles.models import Case, CaseRole
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person
from cases.plans.rules.conditions import PATTERN_BY_CODE, condition_text
from cases.plans.services import NewCondition, set_condition
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from cases.victims.models import VictimNotice
from cases.victims.rules.contact import Manner
from cases.victims.rules.contact import Outcome as Reached
from cases.victims.services import NewAttempt, record_attempt
from tests.factories.cast import Cast
from veiligheid.demo.people import People
from veiligheid.demo.stalking import stalking_despite_an_order
from veiligheid.demo.stories import Scene
from zsm.consultation.services import KnownReply, answer_known
from zsm.decision.models import Decision
from zsm.decision.rules.act import Order
from zsm.decision.rules.facts import Answer, Evidence
from zsm.decision.rules.kinds import DecisionKind
from zsm.decision.services import NewFacts, decide, state_facts
from zsm.intake.services import register_arrest

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TUESDAY = date(2026, 3, 10)
PRESENT = {
    8: "Zegt haar iets aan te doen als zij met een ander is.",
    9: "Is bang dat hij haar doodt.",
    10: "",
}


def moment(hour: int, minute: int = 0) -> datetime:
    """A moment of the day of the thread."""
    return datetime(2026, 3, 10, hour, minute, tzinfo=AMSTERDAM)


ARRIVED, REGISTERED, DUE = moment(10), moment(10, 12), moment(19)
KNOWN, EARLIER, ASSESSED, CONDITIONS = moment(10, 40), moment(10, 55), moment(11, 20), moment(11, 35)
STATED, TRIED, DECIDED = moment(12), moment(12, 10), moment(12, 30)
CALLED, CALLED_AGAIN = moment(13), moment(13, 20)


@dataclass
class Thread:
    """The case on its way; each method is one step and answers what it made.

    `played_by`: one user who tries to do everything, instead of who owns each step.
    """

    cast: Cast
    case: Case = field(init=False)
    played_by: str = ""

    def actor(self, username: str) -> Actor:
        """Who takes a step."""
        return self.cast.actor(self.played_by or username)

    def police_registers(self) -> Case:
        """The arrest with everything that police knows, and the report to Veilig Thuis."""
        police = self.actor("politie")
        scene = Scene(People(0, TUESDAY), self.cast.municipality(), ARRIVED, police.display_name)
        with acting_as(police):
            self.case = register_arrest(intake=stalking_despite_an_order(scene), actor=police, at=REGISTERED)
        return self.case

    def vt_answers_known(self) -> None:
        """Known, with an open inquiry."""
        reply = KnownReply(known=True, open_file=True, phase=DossierPhase.INQUIRY)
        actor = self.actor("vt")
        with acting_as(actor):
            answer_known(case=self.case, answer=reply, actor=actor, at=KNOWN)

    def vt_adds_earlier_events(self) -> None:
        """Two of them, each with date and source."""
        actor = self.actor("vt")
        events = (
            NewIncident(
                happened_on=TUESDAY - timedelta(days=40),
                description="Vertelde Veilig Thuis dat hij stemmen hoort en daarom drinkt.",
                source="family_contact",
            ),
            NewIncident(
                happened_on=TUESDAY - timedelta(days=120),
                description="Stond bij de school en wilde zijn zoon meenemen.",
                source="earlier_file",
            ),
        )
        with acting_as(actor):
            for event in events:
                add_incident(case=self.case, incident=event, actor=actor, at=EARLIER)

    def vt_concludes_acute(self) -> SafetyAssessment:
        """Part A: acute for the victim and both children."""
        actor = self.actor("vt")
        with acting_as(actor):
            people = self.people()
            part_a = PartA(
                criteria=tuple(
                    CriterionAnswer(
                        code=code,
                        answer=Presence.PRESENT if code in PRESENT else Presence.ABSENT,
                        note=PRESENT.get(code, ""),
                    )
                    for code in range(1, 11)
                ),
                threats=(ThreatAnswer(person=people[0], access=YesNo.YES),),
                sight=YesNo.NO,
                conclusion=Outcome.YES,
                unsafe=tuple(people[1:]),
                sources=("police_investigation", "family_contact"),
            )
            return conclude_part_a(case=self.case, part_a=part_a, actor=actor, at=ASSESSED)

    def vt_sets_conditions(self) -> None:
        """Two floor conditions from the patterns."""
        actor = self.actor("vt")
        with acting_as(actor):
            suspect, victim, *_ = self.people()
            for code in ("no_contact", "daily_sight"):
                pattern = PATTERN_BY_CODE[code]
                condition = NewCondition(
                    level=pattern.level,
                    text=condition_text(pattern, bound=suspect.full_name, protected=victim.full_name),
                    binds=suspect,
                    supervisor=self.cast.organisation(pattern.supervisor),
                    breach_reporter=self.cast.organisation(pattern.reporter),
                    breach_reported_to=self.cast.organisation(pattern.reports_to),
                    consequence=pattern.consequence,
                    starts_on=TUESDAY,
                )
                set_condition(case=self.case, condition=condition, actor=actor, at=CONDITIONS)

    def om_states_facts(self) -> None:
        """Suspicion, sufficient evidence, serious objections."""
        actor = self.actor("om")
        facts = NewFacts(
            suspicion=Answer.YES,
            suspicion_ground="Aangifte, camerabeelden en berichten.",
            evidence=Evidence.SUFFICIENT,
            serious_objections=Answer.YES,
        )
        with acting_as(actor):
            state_facts(case=self.case, facts=facts, actor=actor, at=STATED)

    def om_tries_release(self) -> Decision:
        """Release without measures, which the guards refuse."""
        order = Order(DecisionKind.RELEASE_WITHOUT_MEASURES, {"released_at": TRIED, "notices_before": ()})
        return self._decide((order,), TRIED)

    def om_orders_custody(self, *, at: datetime = DECIDED, late_reason: str = "") -> Decision:
        """Custody and bringing before the RC; SHN informs the victim."""
        custody = {"ground": "investigation", "order_moment": at, "place": "Politiebureau Duinstede"}
        before_rc = {
            "remand_grounds": ("danger_to_persons", "repetition"),
            "suspension_conditions": "Geen schorsing: NIFP-onderzoek gevraagd.",
        }
        orders = (
            Order(DecisionKind.HOLD_CUSTODY, custody),
            Order(DecisionKind.BRING_BEFORE_RC, before_rc),
        )
        return self._decide(orders, at, late_reason)

    def _decide(self, orders: tuple[Order, ...], at: datetime, late_reason: str = "") -> Decision:
        actor = self.actor("om")
        with acting_as(actor):
            return decide(
                case=self.case,
                orders=orders,
                motivation="Gevaar voor de ex-partner en de kinderen; onvoorspelbaar onder invloed.",
                informer=self.cast.organisation(OrganisationKind.SHN),
                actor=actor,
                at=at,
                late_reason=late_reason,
            )

    def shn_calls(self, outcome: Reached, at: datetime, username: str = "shn") -> None:
        """One call on the safe number."""
        actor = self.actor(username)
        with acting_as(actor):
            notice = VictimNotice.objects.select_related("informer").get(case=self.case)
            attempt = NewAttempt(outcome=outcome, manner=Manner.PHONE, attempted_at=at, note="Gebeld.")
            record_attempt(notice=notice, attempt=attempt, actor=actor, at=at)

    def up_to_the_facts(self) -> None:
        """Everything before the decision."""
        self.police_registers()
        self.vt_answers_known()
        self.vt_adds_earlier_events()
        self.vt_concludes_acute()
        self.vt_sets_conditions()
        self.om_states_facts()

    def people(self) -> list[Person]:
        """Suspect, victim and children, in the order of the intake, as the running actor sees them."""
        roles = CaseRole.objects.filter(case=self.case).select_related("person").order_by("pk")
        return [role.person for role in roles]

    def term(self, kind: TermKind, username: str = "om") -> Term:
        """The only term of a kind."""
        with acting_as(self.cast.actor(username)):
            return Term.objects.select_related("organisation").get(case=self.case, kind=kind.value)
