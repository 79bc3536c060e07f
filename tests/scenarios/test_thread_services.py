"""The whole thread through the services: police, Veilig Thuis, OM, the informed victim."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.access.errors import GuardRefusal, NotAllowed
from cases.access.models import Participation
from cases.access.rules.categories import Category
from cases.access.rules.levels import Level
from cases.access.wall import acting_as
from cases.assessments.queries import PART_A, current
from cases.casefiles.models import Case, CaseEvent
from cases.casefiles.queries import open_case, story
from cases.casefiles.rules.states import CaseState
from cases.organisations.rules import OrganisationKind
from cases.outbox.models import OutboxMessage
from cases.plans.models import SafetyCondition
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from cases.victims.rules.contact import Outcome as Reached
from tests.factories.cast import Cast
from tests.scenarios.thread import (
    ARRIVED,
    ASSESSED,
    CALLED,
    CALLED_AGAIN,
    DECIDED,
    DUE,
    REGISTERED,
    STATED,
    Thread,
    moment,
)

pytestmark = pytest.mark.django_db

PARTNERS = {
    "politie": Level.DECIDE,
    "om": Level.DECIDE,
    "vt": Level.CONTRIBUTE,
    "3ro": Level.CONTRIBUTE,
    "rvdk": Level.CONTRIBUTE,
    "shn": Level.CONTRIBUTE,
}


@pytest.fixture
def thread(cast: Cast) -> Thread:
    """The thread, not yet begun."""
    return Thread(cast)


def status(term: Term) -> tuple[str, str]:
    return term.organisation.kind, term.status


def told(thread: Thread, username: str) -> tuple[set[str], int]:
    """The categories of the events that this user's organisation sees, and how many are held back."""
    actor = thread.cast.actor(username)
    with acting_as(actor):
        seen = story(open_case(actor, thread.case.public_id, at=CALLED_AGAIN))
    return {event.category for event in seen.events}, seen.held_back


def test_who_takes_part_follows_from_the_arrest(thread: Thread, cast: Cast) -> None:
    thread.police_registers()
    with acting_as(cast.actor("politie")):
        rows = Participation.objects.filter(case=thread.case).select_related("organisation")
        levels = {(row.organisation.kind, row.organisation.region_id): Level(row.level) for row in rows}
    duinrand = cast.organisation(OrganisationKind.POLITIE).region_id
    assert levels == {(kind, duinrand): level for kind, level in PARTNERS.items()}


def test_the_clock_of_the_first_decision_runs_nine_hours_from_the_arrival(thread: Thread) -> None:
    thread.police_registers()
    term = thread.term(TermKind.FIRST_DECISION)
    assert (term.started_at, term.due_at) == (ARRIVED, DUE)
    assert status(term) == ("om", "open")


def test_the_report_starts_five_working_days_and_meets_what_police_owed(thread: Thread) -> None:
    thread.police_registers()
    assessment = thread.term(TermKind.VT_ASSESSMENT)
    assert (assessment.started_at, assessment.due_at) == (REGISTERED, moment(0) + timedelta(days=8))
    assert status(thread.term(TermKind.REPORT_TO_VT)) == ("politie", "met")
    assert status(thread.term(TermKind.CHILD_CHECK)) == ("politie", "met")
    assert status(thread.term(TermKind.KLACHT_ASKED)) == ("politie", "met")


def test_the_breach_of_the_order_is_to_be_judged_by_om_the_same_day(thread: Thread) -> None:
    thread.police_registers()
    term = thread.term(TermKind.JUDGE_BREACH)
    assert status(term) == ("om", "open")
    assert term.due_at == moment(0) + timedelta(days=1)


def test_part_a_of_veilig_thuis_meets_its_terms_and_leaves_the_report_to_part_b(
    thread: Thread, cast: Cast
) -> None:
    thread.police_registers()
    thread.vt_answers_known()
    thread.vt_adds_earlier_events()
    assessment = thread.vt_concludes_acute()
    assert (assessment.proposal, assessment.conclusion, assessment.version) == ("yes", "yes", 1)
    for kind in (TermKind.KNOWN_ANSWER, TermKind.PART_A):
        assert status(thread.term(kind)) == ("vt", "met")
    assert status(thread.term(TermKind.VT_ASSESSMENT)) == ("vt", "open")
    with acting_as(cast.actor("vt")):
        unsafe = [
            row.person.full_name for row in assessment.unsafe_persons.select_related("person").order_by("pk")
        ]
    assert unsafe == ["Esmée de Wilde", "Tijn Brandwijk", "Jara Brandwijk"]


def test_release_without_measures_is_refused_with_everything_that_is_missing(thread: Thread) -> None:
    thread.up_to_the_facts()
    with pytest.raises(GuardRefusal) as refusal:
        thread.om_tries_release()
    missing = [(item.code, item.supplier) for item in refusal.value.missing]
    assert missing.count(("uncovered", OrganisationKind.OM)) == 3
    assert ("measure_does_not_count", OrganisationKind.OM) in missing
    assert ("acuteness_lifted", OrganisationKind.VT) in missing
    assert len(missing) == 5
    assert status(thread.term(TermKind.FIRST_DECISION)) == ("om", "open")


def test_custody_meets_the_first_decision_and_starts_custody_and_rc(thread: Thread, cast: Cast) -> None:
    thread.up_to_the_facts()
    decision = thread.om_orders_custody()
    assert status(thread.term(TermKind.FIRST_DECISION)) == ("om", "met")
    custody, before_rc = thread.term(TermKind.POLICE_CUSTODY), thread.term(TermKind.BEFORE_RC)
    assert custody.due_at == DECIDED + timedelta(days=3)
    assert before_rc.due_at == ARRIVED - timedelta(minutes=35) + timedelta(days=3, hours=18)
    with acting_as(cast.actor("om")):
        case = Case.objects.get(pk=thread.case.pk)
        orders = sorted(decision.orders.values_list("kind", flat=True))
    assert case.state == CaseState.AWAITING.value
    assert orders == ["bring_before_rc", "hold_custody"]


def test_what_was_on_the_table_stays_as_it_was_when_it_changes_later(thread: Thread, cast: Cast) -> None:
    thread.up_to_the_facts()
    decision = thread.om_orders_custody()
    thread.vt_concludes_acute()
    with acting_as(cast.actor("om")):
        decision.refresh_from_db()
        latest = current(thread.case, PART_A)
        conditions = [
            str(row.public_id) for row in SafetyCondition.objects.filter(case=thread.case).order_by("pk")
        ]
    frozen = decision.on_the_table["records"]
    assert latest is not None
    assert latest.version == 2
    assert frozen["part_a"]["version"] == 1
    assert frozen["prosecution_facts"]["version"] == 1
    assert frozen["conditions"] == conditions
    assert len(frozen["measures"]) == 1
    assert decision.flowchart_row == 3


def test_the_partners_get_word_of_the_decision(thread: Thread, cast: Cast) -> None:
    thread.up_to_the_facts()
    thread.om_orders_custody()
    with acting_as(cast.actor("om")):
        messages = OutboxMessage.objects.filter(case=thread.case, kind="decision_taken")
        names = set(messages.values_list("recipient__organisation__kind", flat=True))
    assert {"vt", "politie"} <= names


def test_the_victim_is_told_by_the_named_organisation_and_only_reaching_her_ends_it(thread: Thread) -> None:
    thread.up_to_the_facts()
    thread.om_orders_custody()
    term = thread.term(TermKind.INFORM_VICTIM)
    assert status(term) == ("shn", "open")
    assert term.due_at == DECIDED + timedelta(hours=4)
    thread.shn_calls(Reached.NOT_REACHED, CALLED)
    assert status(thread.term(TermKind.INFORM_VICTIM)) == ("shn", "open")
    thread.shn_calls(Reached.REACHED, CALLED_AGAIN)
    assert status(thread.term(TermKind.INFORM_VICTIM)) == ("shn", "met")


def test_nobody_else_records_the_call(thread: Thread) -> None:
    thread.up_to_the_facts()
    thread.om_orders_custody()
    with pytest.raises(NotAllowed):
        thread.shn_calls(Reached.REACHED, CALLED, username="vt")


def test_a_late_first_decision_needs_its_reason(thread: Thread) -> None:
    thread.up_to_the_facts()
    late = DUE + timedelta(minutes=1)
    with pytest.raises(GuardRefusal) as refusal:
        thread.om_orders_custody(at=late)
    assert [item.code for item in refusal.value.missing] == ["overrun_reason"]
    thread.om_orders_custody(at=late, late_reason="Tolk kwam te laat.")
    term = thread.term(TermKind.FIRST_DECISION)
    assert (term.status, term.end_reason) == ("met_late", "Tolk kwam te laat.")


def test_every_step_stands_in_the_story_in_order(thread: Thread, cast: Cast) -> None:
    thread.up_to_the_facts()
    thread.om_orders_custody()
    thread.shn_calls(Reached.REACHED, CALLED)
    with acting_as(cast.actor("politie")):
        events = CaseEvent.objects.filter(case=thread.case, recorded_at__gt=REGISTERED)
        kinds = list(events.order_by("pk").values_list("kind", flat=True))
    assert kinds == [
        "known_answered",
        "incident_added",
        "incident_added",
        "part_a_concluded",
        "condition_set",
        "condition_set",
        "prosecution_facts_stated",
        "decision_taken",
        "victim_notice_required",
        "victim_reached",
    ]


def test_every_participant_sees_the_story_according_to_its_part(thread: Thread) -> None:
    thread.up_to_the_facts()
    thread.om_orders_custody()
    thread.shn_calls(Reached.REACHED, CALLED)
    police, held_back = told(thread, "politie")
    assert {Category.INCIDENTS, Category.PLAN, Category.INVESTIGATION, Category.DECISION} <= police
    assert held_back == 0
    victim_support, held_back = told(thread, "shn")
    assert Category.DECISION in victim_support
    assert not victim_support & {Category.INCIDENTS, Category.PLAN, Category.INVESTIGATION, Category.CHILDREN}
    assert held_back > 0
    probation, _ = told(thread, "3ro")
    assert Category.INCIDENTS in probation
    assert Category.CHILDREN not in probation


def test_an_outsider_finds_no_case(thread: Thread, cast: Cast) -> None:
    thread.police_registers()
    for username in ("politie-rk", "vt-rk", "om-rk", "halt", "lokaal"):
        actor = cast.actor(username)
        with acting_as(actor), pytest.raises(Case.DoesNotExist):
            open_case(actor, thread.case.public_id, at=STATED)


def test_only_the_owner_of_a_task_does_it(thread: Thread) -> None:
    thread.police_registers()
    for username in ("politie", "om", "shn"):
        thread.played_by = username
        with pytest.raises(NotAllowed):
            thread.vt_concludes_acute()
    thread.played_by = "om.assistent"
    with pytest.raises(NotAllowed, match="officier van justitie"):
        thread.om_orders_custody(at=ASSESSED)
