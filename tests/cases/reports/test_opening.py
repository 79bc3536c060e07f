"""A report without suspect: it opens a case, joins the running one of its family, or reopens a closed one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cases.access.errors import Conflict, InvalidInput, NotAllowed
from cases.access.models import Participation
from cases.access.rules.levels import Level
from cases.access.wall import GUARD_ROLE, acting_as, set_context
from cases.casefiles.models import Case, CaseRole
from cases.casefiles.rules.known import SamePerson
from cases.casefiles.rules.states import CaseState
from cases.casefiles.services.moving import suspect_added
from cases.organisations.rules import OrganisationKind
from cases.outbox.models import OutboxMessage
from cases.persons.models import Person
from cases.reports.models import Report, ReportedPerson
from cases.reports.rules.report import DescribedAs, NewReport
from cases.reports.services import Named, open_reported_case
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from tests.cases.reports.making import MOTHER, REPORT, SON, intake
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.factories.family import OPENED

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(cast: Cast) -> Report:
    vt = cast.actor("vt")
    with acting_as(vt):
        return open_reported_case(intake=intake(cast.municipality()), actor=vt, at=OPENED)


def levels(case: Case) -> dict[str, int]:
    rows = Participation.objects.filter(case=case).select_related("organisation")
    return {row.organisation.kind: row.level for row in rows}


def same(person: Person) -> Named:
    """The mother again, confirmed by hand as the recorded one."""
    return Named(
        person=MOTHER,
        described_as=DescribedAs.VICTIM,
        answers={person.public_id: SamePerson.SAME_FAMILY},
    )


def mother_of(report: Report) -> Person:
    return ReportedPerson.objects.select_related("person").get(report=report, described_as="victim").person


def test_the_case_is_reported_with_its_people_and_veilig_thuis_decides_its_own_steps(
    cast: Cast, report: Report
) -> None:
    with acting_as(cast.actor("vt")):
        case = Case.objects.get(pk=report.case_id)
        roles = list(CaseRole.objects.filter(case=case).order_by("pk").values_list("role", flat=True))
        assert case.state == CaseState.REPORTED
        assert case.zsm_location is None
        assert roles == ["victim", "child", "network"]
        assert levels(case) == {"vt": Level.DECIDE, "rvdk": Level.CONTRIBUTE}


def test_a_report_about_a_child_alone_brings_in_the_raad_for_that_child(cast: Cast) -> None:
    vt = cast.actor("vt")
    for born, raad in ((SON, True), (MOTHER, False)):
        alone = (Named(person=born, described_as=DescribedAs.VICTIM),)
        with acting_as(vt):
            message = intake(cast.municipality(), people=alone)
            opened = open_reported_case(intake=message, actor=vt, at=OPENED)
            assert ("rvdk" in levels(Case.objects.get(pk=opened.case_id))) is raad


def test_the_assessment_is_owed_in_five_working_days_and_those_on_record_are_told_in_four_weeks(
    cast: Cast, report: Report
) -> None:
    with acting_as(cast.actor("vt")):
        terms = Term.objects.filter(case=report.case_id).order_by("kind", "pk")
        due = [(term.kind, term.due_at) for term in terms]
    told = (TermKind.INFORM_PERSON_ON_RECORD, ams("2026-04-08 00:00"))
    # Mother and the man; the boy of seven is told through his parent.
    assert due == [told, told, (TermKind.VT_ASSESSMENT, ams("2026-03-18 00:00"))]


def test_police_opens_one_as_well_and_the_responsible_veilig_thuis_is_told(cast: Cast) -> None:
    police = cast.actor("politie")
    acute = NewReport(situation="Moeder belt 112.", acute=True)
    with acting_as(police):
        report = open_reported_case(intake=intake(cast.municipality(), acute), actor=police, at=OPENED)
        assert levels(report.case)["politie"] == Level.CONTRIBUTE
        assert report.receiver == cast.organisation(OrganisationKind.VT)
    set_context(GUARD_ROLE)
    told = set(OutboxMessage.objects.values_list("recipient__username", "channel"))
    set_context("none")
    assert told == {(name, channel) for name in ("vt", "vt.lead") for channel in ("in_app", "email")}


def test_a_new_report_joins_the_running_case_alerts_its_leads_and_resets_no_term(
    cast: Cast, report: Report
) -> None:
    vt, later = cast.actor("vt.lead"), OPENED + timedelta(days=2)
    worse = replace(REPORT, situation="Opnieuw.")
    with acting_as(vt):
        again = intake(cast.municipality(), worse, people=(same(mother_of(report)),))
        second = open_reported_case(intake=again, actor=vt, at=later)
        owed = Term.objects.filter(kind=TermKind.VT_ASSESSMENT).order_by("started_at")
        due = [term.due_at for term in owed]
        informing = Term.objects.filter(kind=TermKind.INFORM_PERSON_ON_RECORD).count()
        people = CaseRole.objects.filter(case=report.case_id).count()
    set_context(GUARD_ROLE)
    alerted = set(OutboxMessage.objects.values_list("recipient__username", "kind"))
    set_context("none")
    assert (second.case_id, second.joined_open_case) == (report.case_id, True)
    assert due == [ams("2026-03-18 00:00"), ams("2026-03-20 00:00")]
    assert (informing, people) == (2, 3)
    # The case holder of Veilig Thuis, and of the partner without a lead who is on duty; not who wrote it.
    assert alerted == {("vt", "report_joined"), ("rvdk", "report_joined"), ("rvdk.lead", "report_joined")}


def test_nothing_is_joined_by_itself(cast: Cast, report: Report) -> None:
    vt = cast.actor("vt")
    with acting_as(vt), pytest.raises(InvalidInput) as refusal:
        open_reported_case(intake=intake(cast.municipality()), actor=vt, at=OPENED)
    assert {"person-0.match", "person-1.match", "person-2.match"} == set(refusal.value.errors)


def test_a_report_on_the_family_of_a_closed_case_reopens_it(cast: Cast, report: Report) -> None:
    vt = cast.actor("vt")
    set_context(GUARD_ROLE)
    Case.objects.filter(pk=report.case_id).update(state="closed", closed_at=OPENED, care_ended_at=OPENED)
    set_context("none")
    with acting_as(vt):
        again = intake(cast.municipality(), people=(same(mother_of(report)),))
        open_reported_case(intake=again, actor=vt, at=OPENED)
        case = Case.objects.get(pk=report.case_id)
    assert (case.state, case.closed_at, case.care_ended_at) == ("reported", None, None)


def test_who_only_reads_in_the_running_case_is_told_whom_to_call(cast: Cast, report: Report) -> None:
    vt = cast.actor("vt")
    set_context(GUARD_ROLE)
    Participation.objects.filter(organisation=vt.organisation_id).update(level=Level.VIEW)
    set_context("none")
    with acting_as(vt):
        again = intake(cast.municipality(), people=(same(mother_of(report)),))
        with pytest.raises(Conflict, match="telefoon"):
            open_reported_case(intake=again, actor=vt, at=OPENED)


def test_the_same_message_comes_in_once(cast: Cast) -> None:
    vt = cast.actor("vt")
    message = intake(cast.municipality(), replace(REPORT, reference="BVH-1"))
    with acting_as(vt):
        first = open_reported_case(intake=message, actor=vt, at=OPENED)
        again = replace(message, persons=(same(mother_of(first)),))
        with pytest.raises(Conflict, match="BVH-1"):
            open_reported_case(intake=again, actor=vt, at=OPENED)


def test_everything_that_is_wrong_is_told_at_once(cast: Cast) -> None:
    vt = cast.actor("vt")
    wrong = NewReport(situation=" ", reporter=replace(REPORT.reporter, contact=""))
    with acting_as(vt), pytest.raises(InvalidInput) as refusal:
        open_reported_case(
            intake=replace(intake(cast.municipality(), wrong), persons=()), actor=vt, at=OPENED
        )
    assert set(refusal.value.errors) == {"report.situation", "report.reporter.contact", "persons"}


@pytest.mark.parametrize("username", ["om", "shn", "vt.beheer", "vt.privacy"])
def test_only_veilig_thuis_and_police_take_a_report_in(cast: Cast, username: str) -> None:
    actor = cast.actor(username)
    with acting_as(actor), pytest.raises(NotAllowed):
        open_reported_case(intake=intake(cast.municipality()), actor=actor, at=OPENED)


def test_the_case_goes_to_zsm_when_police_adds_the_suspect(cast: Cast) -> None:
    police = cast.actor("politie")
    with acting_as(police):
        report = open_reported_case(
            intake=intake(cast.municipality(), NewReport(situation="Ruzie.")), actor=police, at=OPENED
        )
        man = ReportedPerson.objects.get(report=report, described_as="suspected").person
        mother = mother_of(report)
        with pytest.raises(Conflict, match="slachtoffer"):
            suspect_added(case=report.case, person=mother, actor=police, at=OPENED)
        case = suspect_added(case=report.case, person=man, actor=police, at=OPENED)
        with pytest.raises(Conflict, match="al een verdachte"):
            suspect_added(case=report.case, person=man, actor=police, at=OPENED)
        roles = list(CaseRole.objects.filter(case=case, person=man).values_list("role", flat=True))
    assert (case.state, roles) == (CaseState.AT_ZSM, ["suspect"])
    assert case.zsm_location is not None
    vt = cast.actor("vt")
    with acting_as(vt), pytest.raises(NotAllowed, match="taak van Politie"):
        suspect_added(case=case, person=man, actor=vt, at=OPENED)
