"""What stands in the demo that opened at noon."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from pytest_django import Settings

from cases.access.wall import acting_as
from cases.assessments.models import SafetyAssessment, Sash
from cases.assessments.queries import PART_A, current
from cases.casefiles.models import Case, CaseRole
from cases.casefiles.rules.states import CaseState
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from tests.factories.cast import Cast
from veiligheid.demo.load import load_demo

NOON = datetime(2026, 11, 20, 12, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))

pytestmark = pytest.mark.usefixtures("opened_once", "rolled_back")


@pytest.fixture(scope="module")
def opened_once(module_db: None) -> None:
    """The demo, for every test that looks at it."""
    load_demo(NOON)


def minutes_left(cast: Cast, username: str, at: datetime) -> list[int]:
    with acting_as(cast.actor(username)):
        clocks = Term.objects.filter(kind=TermKind.FIRST_DECISION.value, status="open").order_by("due_at")
        return [round((clock.due_at - at).total_seconds() / 60) for clock in clocks if clock.due_at]


def test_the_clocks_stand_at_different_hours_and_two_are_nearly_over(cast: Cast) -> None:
    assert minutes_left(cast, "politie", NOON) == [45, 275, 380, 505]
    assert minutes_left(cast, "politie-rk", NOON) == [12]


def test_the_demo_holds_a_minor_suspect_an_acute_case_and_a_decided_one(cast: Cast) -> None:
    with acting_as(cast.actor("om")):
        suspects = CaseRole.objects.filter(role="suspect").select_related("person", "case")
        born = [role.person.birth_date for role in suspects]
        conclusions = [found.conclusion for role in suspects if (found := current(role.case, PART_A))]
        waiting = Case.objects.filter(state=CaseState.AWAITING.value).count()
        informing = Term.objects.filter(kind=TermKind.INFORM_VICTIM.value, status="open")
        informers = [term.organisation.kind for term in informing.select_related("organisation")]
    assert any(day is not None and day.year == 2010 for day in born)
    assert conclusions == ["yes"]
    assert waiting == 1
    assert set(informers) == {"shn"}


def test_the_stalking_case_stands_at_its_start(cast: Cast) -> None:
    with acting_as(cast.actor("vt")):
        case = CaseRole.objects.select_related("case").get(person__last_name="Brandwijk", role="suspect").case
        roles = list(CaseRole.objects.filter(case=case).order_by("pk").values_list("role", flat=True))
        open_kinds = set(Term.objects.filter(case=case, status="open").values_list("kind", flat=True))
    assert roles == ["suspect", "victim", "child", "child"]
    assert {"first_decision", "part_a", "known_answer", "vt_assessment", "judge_breach"} <= open_kinds
    assert not open_kinds & {"report_to_vt", "child_check", "klacht_asked", "inform_victim"}


def test_the_demo_holds_a_pattern_and_a_stalking_case_with_its_screenings(cast: Cast) -> None:
    with acting_as(cast.actor("vt")):
        patterns = [part.conclusion for part in SafetyAssessment.objects.filter(part="B")]
        sash = Sash.objects.get(status="handed_in")
        enriched = sash.enrichments.count()
        waiting = Term.objects.filter(case=sash.case, status="open").values_list("kind", flat=True)
        kinds = set(waiting)
    assert "yes" in patterns
    assert (sash.concern, enriched) == ("high", 1)
    assert not kinds & {"sash", "ib_of_victim"}
    assert {"part_a", "klacht_asked"} <= kinds


def test_a_second_start_adds_nothing_while_enough_clocks_run(cast: Cast) -> None:
    assert load_demo(NOON + timedelta(minutes=10)) == 0


def test_the_printed_logins_are_of_who_can_sign_in(cast: Cast, settings: Settings, tmp_path: Path) -> None:
    settings.STATE_DIR, told = tmp_path, io.StringIO()
    call_command("demo_logins", stdout=told)
    named = {line.split()[0] for line in told.getvalue().splitlines() if line.startswith("  ")}
    assert {"politie", "vt", "vt.beheer", "politie.beheer"} <= named
    # Invited, gone, and on the way to another organisation.
    assert not {"vt.nieuw", "vt.vertrokken", "vt.overkomt"} & named
