"""What the partners have already done in a case of the demo, each through the service of its own task."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from cases.access.wall import acting_as
from cases.assessments.rules.answers import Outcome, Presence, YesNo
from cases.assessments.rules.criteria import CRITERIA, INJURY_OR_STRANGULATION
from cases.assessments.rules.known import DossierPhase
from cases.assessments.rules.structural import HARMFUL_EVENTS
from cases.assessments.services import (
    CriterionAnswer,
    HarmAnswer,
    NewIncident,
    PartA,
    PartB,
    ThreatAnswer,
    add_incident,
    conclude_part_a,
    conclude_part_b,
)
from cases.casefiles.models import Case, CaseRole
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person
from cases.plans.rules.conditions import PATTERN_BY_CODE, condition_text
from cases.plans.services import NewCondition, set_condition
from cases.terms.rules.wording import local
from veiligheid.demo.crew import Crew
from zsm.consultation.services import KnownReply, answer_known
from zsm.decision.rules.act import Order
from zsm.decision.rules.choices import CustodyGround, RemandGround
from zsm.decision.rules.facts import Answer, Evidence
from zsm.decision.rules.kinds import DecisionKind
from zsm.decision.services import NewFacts, decide, state_facts

# A step of a case at a moment: `step(case, crew, at)`.
Step = Callable[[Case, Crew, datetime], None]

POLICE, EARLIER_FILE = "police_investigation", "earlier_file"


def known_with_open_file(case: Case, crew: Crew, at: datetime) -> None:
    """Veilig Thuis knows the family and is inquiring."""
    reply = KnownReply(known=True, open_file=True, phase=DossierPhase.INQUIRY, note="Twee eerdere meldingen.")
    with acting_as(crew.veilig_thuis):
        answer_known(case=case, answer=reply, actor=crew.veilig_thuis, at=at)


def not_known(case: Case, crew: Crew, at: datetime) -> None:
    """Veilig Thuis does not know the family."""
    reply = KnownReply(known=False, open_file=False, phase=DossierPhase.NOT_KNOWN)
    with acting_as(crew.veilig_thuis):
        answer_known(case=case, answer=reply, actor=crew.veilig_thuis, at=at)


def acute_with_conditions(case: Case, crew: Crew, at: datetime) -> None:
    """Veilig Thuis records two earlier events, concludes that it is acute, and sets two conditions."""
    actor = crew.veilig_thuis
    with acting_as(actor):
        for incident in _earlier_events(at):
            add_incident(case=case, incident=incident, actor=actor, at=at)
        people = _people(case)
        conclude_part_a(case=case, part_a=_acute(people, _relatives(case)), actor=actor, at=at)
        for code in ("no_contact", "daily_sight"):
            set_condition(case=case, condition=_condition(code, people, crew, at), actor=actor, at=at)


def structural_with_a_pattern(case: Case, crew: Crew, at: datetime) -> None:
    """Veilig Thuis concludes part B: the earlier events repeat themselves."""
    actor = crew.veilig_thuis
    present = {
        "physical_abuse": "Geduwd, geslagen; letsel gezien door de politie.",
        "children_witness_violence": "De zus hoorde het gevecht, ook bij eerdere ruzies.",
    }
    kinds = tuple(
        HarmAnswer(
            code=code,
            answer=Presence.PRESENT if code in present else Presence.ABSENT,
            note=present.get(code, ""),
            source=EARLIER_FILE if code in present else "",
        )
        for code in HARMFUL_EVENTS
        if code != "emotional_neglect"
    )
    part_b = PartB(
        kinds=kinds,
        conclusion=Outcome.YES,
        explanation="Zonder hulp bij drankgebruik is herhaling te verwachten.",
        sources=(POLICE, EARLIER_FILE),
        share_grounds=True,
    )
    with acting_as(actor):
        conclude_part_b(case=case, part_b=part_b, actor=actor, at=at)


def _earlier_events(at: datetime) -> Sequence[NewIncident]:
    return (
        NewIncident(
            happened_on=local(at).date() - timedelta(days=410),
            description="Ruzie over school; het slachtoffer is tegen de muur geduwd.",
            source=EARLIER_FILE,
        ),
        NewIncident(
            happened_on=local(at).date() - timedelta(days=96),
            description="Buren hoorden geschreeuw en klappen. Niemand deed aangifte.",
            source=EARLIER_FILE,
        ),
    )


def _acute(people: dict[str, Person], relatives: Sequence[Person]) -> PartA:
    present = CriterionAnswer(
        code=INJURY_OR_STRANGULATION,
        answer=Presence.PRESENT,
        note="Letsel gezien door de politie.",
        source=POLICE,
    )
    others = [
        CriterionAnswer(code=criterion.code, answer=Presence.ABSENT)
        for criterion in CRITERIA
        if criterion.code != INJURY_OR_STRANGULATION
    ]
    return PartA(
        criteria=(present, *others),
        threats=(
            ThreatAnswer(person=people["suspect"], access=YesNo.YES, note="Woont in hetzelfde huis."),
            *(ThreatAnswer(person=relative, access=YesNo.NO) for relative in relatives),
        ),
        sight=YesNo.NO,
        sight_note="Niemand buiten het gezin komt over de vloer.",
        conclusion=Outcome.YES,
        unsafe=(people["victim"],),
        explanation="Bij vrijlating gaat de verdachte terug naar huis.",
        sources=(POLICE, EARLIER_FILE),
        share_grounds=True,
    )


def _condition(code: str, people: dict[str, Person], crew: Crew, at: datetime) -> NewCondition:
    pattern = PATTERN_BY_CODE[code]
    suspect, victim = people["suspect"], people["victim"]
    return NewCondition(
        level=pattern.level,
        text=condition_text(pattern, bound=suspect.full_name, protected=victim.full_name),
        binds=suspect,
        supervisor=crew.organisations[pattern.supervisor],
        breach_reporter=crew.organisations[pattern.reporter],
        breach_reported_to=crew.organisations[pattern.reports_to],
        consequence=pattern.consequence,
        starts_on=local(at).date(),
    )


def _people(case: Case) -> dict[str, Person]:
    """Suspect and victim by role."""
    roles = CaseRole.objects.filter(case=case, role__in=("suspect", "victim")).select_related("person")
    return {role.role: role.person for role in roles.order_by("pk")}


def _relatives(case: Case) -> list[Person]:
    """Who of the network is in the case: part A asks of each whether a threat comes from her or him."""
    roles = CaseRole.objects.filter(case=case, role="network").select_related("person")
    return [role.person for role in roles.order_by("pk")]


def custody_ordered(case: Case, crew: Crew, at: datetime) -> None:
    """The prosecutor keeps the suspect to await part A, and the RC decides next; SHN informs the victim."""
    actor = crew.prosecutor
    facts = NewFacts(
        suspicion=Answer.YES,
        suspicion_ground="Verklaring van het slachtoffer en letsel.",
        evidence=Evidence.SUFFICIENT,
        serious_objections=Answer.YES,
    )
    orders = (
        Order(
            DecisionKind.HOLD_CUSTODY,
            {"ground": CustodyGround.AWAIT_ASSESSMENT.value, "order_moment": at, "place": "Cellencomplex"},
        ),
        Order(DecisionKind.BRING_BEFORE_RC, {"remand_grounds": (RemandGround.DANGER_TO_PERSONS.value,)}),
    )
    with acting_as(actor):
        state_facts(case=case, facts=facts, actor=actor, at=at)
        decide(
            case=case,
            orders=orders,
            motivation="Of moeder en baby veilig zijn als hij vrijkomt, is nog niet bekend.",
            informer=crew.organisations[OrganisationKind.SHN],
            actor=actor,
            at=at,
        )
