"""Cases of the demo that begin with a report at Veilig Thuis, without a suspect."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from cases.access.actor import Actor
from cases.access.wall import acting_as
from cases.assessments.rules.answers import Outcome, Presence, YesNo
from cases.assessments.rules.criteria import CRITERIA
from cases.assessments.services import (
    CriterionAnswer,
    HarmAnswer,
    PartA,
    PartB,
    ThreatAnswer,
    conclude_part_a,
    conclude_part_b,
)
from cases.casefiles.models import CaseRole
from cases.casefiles.services.handover import accept_handover, offer_handover
from cases.organisations.models import User
from cases.organisations.rules import OrganisationKind
from cases.persons.services import NewPerson
from cases.reports.models import Report
from cases.reports.rules.outcome import OutcomeStatus, Stage
from cases.reports.rules.report import (
    Answer,
    DescribedAs,
    NewReport,
    ReportedIncident,
    Reporter,
    ReporterKind,
)
from cases.reports.services import (
    Named,
    NewOutcome,
    ReportIntake,
    decide_inquiry,
    open_reported_case,
    record_outcome,
)
from cases.terms.rules.wording import local
from veiligheid.demo.crew import Crew
from veiligheid.demo.people import People

SCHOOL_REPORTED, ASSESSED = timedelta(days=6), timedelta(days=1)
NEIGHBOUR_REPORTED = timedelta(hours=30)
HANDED_OVER = timedelta(days=5)


def open_reported_cases(crew: Crew, *, number: int, at: datetime) -> None:
    """One waits for its assessment, one became an inquiry, two were offered to the local team."""
    _from_neighbour(crew, People(number, local(at).date()), at - NEIGHBOUR_REPORTED)
    school = _from_school(crew, People(number + 1, local(at).date()), at - SCHOOL_REPORTED)
    _goes_on(crew, school, at - ASSESSED)
    for extra, accepted in ((2, False), (3, True)):
        people = People(number + extra, local(at).date())
        _hand_over(crew, _from_neighbour(crew, people, at - HANDED_OVER), at, accepted=accepted)


def _hand_over(crew: Crew, report: Report, at: datetime, *, accepted: bool) -> None:
    """Assessed as not acute and offered to the local team, which may have accepted."""
    vt, team = crew.veilig_thuis, crew.organisations[OrganisationKind.LOKAAL]
    with acting_as(vt):
        _assess(report, vt, at - ASSESSED)
        handover = offer_handover(
            case=report.case,
            receiver=team,
            note="Moeder wil hulp; spreek haar op school, niet thuis.",
            actor=vt,
            at=at - timedelta(hours=20),
        )
    if accepted:
        local_team = Actor.of(User.objects.select_related("organisation").filter(organisation=team)[0])
        with acting_as(local_team):
            accept_handover(handover=handover, actor=local_team, at=at - timedelta(hours=3))


def _from_neighbour(crew: Crew, people: People, at: datetime) -> Report:
    mother, man = people.woman(31), people.man(34)
    report = NewReport(
        situation="Al drie avonden geschreeuw en brekend glas. Gisteren stond het kind buiten.",
        request="Kijk of moeder en kind veilig zijn.",
        reporter=Reporter(kind=ReporterKind.CITIZEN, anonymous=True, contact="Belt zelf terug"),
        incident=ReportedIncident(
            happened_at=at - timedelta(hours=9), place="Portiek", description="Deur ingetrapt."
        ),
    )
    child = people.child(mother.last_name, years=6)
    return _take_in(crew, report, ((mother, "victim"), (child, "child"), (man, "suspected")), at)


def _from_school(crew: Crew, people: People, at: datetime) -> Report:
    mother, father = people.woman(38), people.man(40)
    report = NewReport(
        situation="Leerling vertelt dat haar vader haar moeder slaat en dat zij dan onder haar bed kruipt.",
        explanation="De leerling komt sinds de herfst vaak te laat en is stil.",
        request="Onderzoek de veiligheid thuis.",
        reporter=Reporter(
            kind=ReporterKind.PROFESSIONAL, name="Intern begeleider", contact="Telefoon van de school"
        ),
        existing_care=Answer.YES,
        existing_care_note="Schoolmaatschappelijk werk",
        restraining_order=Answer.NO,
        reference="SCH-114",
    )
    child = people.child(father.last_name, years=9)
    return _take_in(crew, report, ((mother, "victim"), (child, "child"), (father, "suspected")), at)


def _take_in(crew: Crew, report: NewReport, people: Sequence[tuple[NewPerson, str]], at: datetime) -> Report:
    intake = ReportIntake(
        report=report,
        municipality=crew.municipalities[0],
        persons=tuple(
            Named(person=person, described_as=DescribedAs(described_as)) for person, described_as in people
        ),
    )
    with acting_as(crew.veilig_thuis):
        return open_reported_case(intake=intake, actor=crew.veilig_thuis, at=at)


def _goes_on(crew: Crew, report: Report, at: datetime) -> None:
    """Not acute, and Veilig Thuis inquires; the school still has to hear of it."""
    actor = crew.veilig_thuis
    with acting_as(actor):
        _assess(report, actor, at)
        outcome = NewOutcome(
            stage=Stage.ASSESSMENT,
            status=OutcomeStatus.FOLLOW_UP_AT_VT,
            explanation="Mogelijk structureel onveilig; onderzoek nodig.",
        )
        record_outcome(report=report, outcome=outcome, actor=actor, at=at)
        decide_inquiry(report=report, reason="Meer signalen in een half jaar.", actor=actor, at=at)


def _assess(report: Report, actor: Actor, at: datetime) -> None:
    """Both parts: not acute, structurally unsafe."""
    conclude_part_a(case=report.case, part_a=_not_acute(report), actor=actor, at=at)
    witness = HarmAnswer(
        code="children_witness_violence",
        answer=Presence.PRESENT,
        note="De melder beschrijft wat het kind meemaakt.",
        source="report",
    )
    part_b = PartB(
        kinds=(witness,),
        conclusion=Outcome.YES,
        deviation_reason="Eén melding, maar zij beschrijft meer keren.",
        explanation="Hulp is nodig om herhaling te voorkomen.",
        sources=("report",),
    )
    conclude_part_b(case=report.case, part_b=part_b, actor=actor, at=at)


def _not_acute(report: Report) -> PartA:
    """No acute criterion, and the school sees the children; call it as who assesses."""
    roles = CaseRole.objects.filter(case=report.case_id, role="network").select_related("person")
    return PartA(
        criteria=tuple(
            CriterionAnswer(code=criterion.code, answer=Presence.ABSENT) for criterion in CRITERIA
        ),
        threats=tuple(ThreatAnswer(person=role.person, access=YesNo.YES) for role in roles),
        sight=YesNo.YES,
        sight_note="De school ziet de kinderen elke dag.",
        conclusion=Outcome.NO,
        explanation="Geen acuut criterium; het patroon vraagt aandacht.",
        sources=("report",),
    )
