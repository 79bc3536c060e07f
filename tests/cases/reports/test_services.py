"""Reports to Veilig Thuis, and the term that each of them starts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.access.actor import Actor
from cases.access.errors import InvalidInput, NotAllowed
from cases.access.wall import acting_as
from cases.organisations.models import Organisation
from cases.organisations.rules import OrganisationKind
from cases.reports.queries import reports_of
from cases.reports.services import NewReport, send_report
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.factories.family import OPENED, Family, make_family

pytestmark = pytest.mark.django_db
REPORT = NewReport(situation="Hij staat elke avond voor de deur.", request="Onderdeel A.")


@pytest.fixture
def family(cast: Cast) -> Family:
    return make_family(cast)


@pytest.fixture
def police(cast: Cast) -> Actor:
    return cast.actor("politie")


@pytest.fixture
def veilig_thuis(cast: Cast) -> Organisation:
    return cast.organisation(OrganisationKind.VT)


def assessments(family: Family) -> list[Term]:
    rows = Term.objects.filter(case=family.case, kind=TermKind.VT_ASSESSMENT.value)
    return list(rows.order_by("started_at"))


def test_second_report_gets_its_own_term_and_leaves_the_first_alone(
    police: Actor, family: Family, veilig_thuis: Organisation
) -> None:
    later = OPENED + timedelta(days=2)
    with acting_as(police):
        for at in (OPENED, later):
            send_report(case=family.case, report=REPORT, receiver=veilig_thuis, actor=police, at=at)
        first, second = assessments(family)
        numbers = [report.number for report in reports_of(family.case)]
    assert (first.due_at, second.due_at) == (ams("2026-03-18 00:00"), ams("2026-03-20 00:00"))
    assert numbers == [f"{family.case.number}-M1", f"{family.case.number}-M2"]


def test_acute_report_is_to_be_assessed_at_once(
    police: Actor, family: Family, veilig_thuis: Organisation
) -> None:
    acute = NewReport(situation="Acuut gevaar.", acute=True)
    with acting_as(police):
        send_report(case=family.case, report=acute, receiver=veilig_thuis, actor=police, at=OPENED)
        (term,) = assessments(family)
    assert term.due_at is not None
    assert term.due_at < OPENED + timedelta(days=1)


def test_report_without_situation_or_to_another_organisation_is_refused(
    cast: Cast, police: Actor, family: Family
) -> None:
    probation = cast.organisation(OrganisationKind.RECLASSERING)
    with acting_as(police), pytest.raises(InvalidInput) as refusal:
        send_report(
            case=family.case, report=NewReport(situation=" "), receiver=probation, actor=police, at=OPENED
        )
    assert set(refusal.value.errors) == {"situation", "receiver"}


@pytest.mark.parametrize("username", ["vt", "zvh"])
def test_veilig_thuis_itself_and_who_only_knows_of_the_case_send_no_report(
    cast: Cast, family: Family, veilig_thuis: Organisation, username: str
) -> None:
    actor = cast.actor(username)
    with acting_as(actor), pytest.raises(NotAllowed):
        send_report(case=family.case, report=REPORT, receiver=veilig_thuis, actor=actor, at=OPENED)
