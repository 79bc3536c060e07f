"""The sweep gives each stage at its moment, once, to those who can act."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction

from cases.access.models import Participation
from cases.access.rules.levels import Level
from cases.access.wall import GUARD_ROLE, acting_as, set_context
from cases.casefiles.models import Case, CaseLead
from cases.organisations.models import User
from cases.organisations.rules import OrganisationKind
from cases.outbox.models import OutboxMessage
from cases.outbox.queries import inbox
from cases.tasks import sweep_terms
from cases.terms.models import SweepHeartbeat, Term, TermStage
from cases.terms.queries import heartbeats
from cases.terms.rules.kinds import TermKind
from cases.terms.services import meet_term
from cases.terms.sweep import SweepReport, sweep_due
from tests.cases.terms.making import DUE, START, a_case, a_term, seen, statuses, told
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast

pytestmark = pytest.mark.django_db

OM = OrganisationKind.OM
VT = OrganisationKind.VT
MICROSECOND = timedelta(microseconds=1)
OM_WORKERS = {"om", "om.assistent", "om.secretaris"}


@contextmanager
def past_the_wall() -> Iterator[None]:
    """Arrange something as the guard, then work as owner again."""
    set_context(GUARD_ROLE)
    yield
    set_context("none")


def sweep(at: datetime) -> SweepReport:
    return sweep_due(at=at, source="test")


def test_nothing_is_said_before_the_moment_and_everything_at_it(cast: Cast) -> None:
    a_term(cast, a_case(cast, OM))
    assert sweep(ams("2026-03-10 14:30") - MICROSECOND).fired == 0
    assert sweep(ams("2026-03-10 14:30")).fired == 1
    assert statuses(seen(TermStage))["half"] == "fired"
    assert sweep(DUE - MICROSECOND).fired == 2
    assert sweep(DUE).fired == 1
    assert statuses(seen(TermStage))["due"] == "fired"


def test_second_sweep_at_the_same_moment_says_nothing_again(cast: Cast) -> None:
    a_term(cast, a_case(cast, OM))
    assert sweep(DUE).fired == 4
    written = len(seen(OutboxMessage))
    assert sweep(DUE).fired == 0
    assert len(seen(OutboxMessage)) == written


def test_alarm_is_marked_on_the_term(cast: Cast) -> None:
    term = a_term(cast, a_case(cast, OM))
    sweep(DUE - MICROSECOND)
    assert [row.alarmed for row in seen(Term)] == [False]
    sweep(DUE)
    assert [(row.pk, row.alarmed_at) for row in seen(Term)] == [(term.pk, DUE)]


def test_ended_term_says_nothing(cast: Cast) -> None:
    term, om = a_term(cast, a_case(cast, OM)), cast.actor("om")
    with acting_as(om):
        meet_term(term=term, actor=om, at=DUE)
    assert sweep(DUE).fired == 0
    assert seen(OutboxMessage) == []


def test_stage_of_an_ended_term_that_was_left_waiting_is_dropped(cast: Cast) -> None:
    term = a_term(cast, a_case(cast, OM))
    with past_the_wall():
        ended = {"status": "met", "ended_at": START, "ended_by": cast.user("om")}
        Term.objects.filter(pk=term.pk).update(**ended)
    report = sweep(DUE)
    assert (report.fired, report.cancelled) == (0, 4)
    assert sweep(DUE).cancelled == 0


def test_outage_of_six_hours_is_made_up_for_and_marked_with_how_late(cast: Cast) -> None:
    a_term(cast, a_case(cast, OM))
    back = DUE + timedelta(hours=6)
    assert sweep(back).fired == 6
    given = [stage for stage in seen(TermStage) if stage.status == "fired"]
    lateness = {stage.stage: stage.lateness for stage in given}
    assert lateness["due"] == timedelta(hours=6)
    assert lateness["half"] == timedelta(hours=10, minutes=30)
    assert {stage.fired_at for stage in given} == {back}


def test_warning_reaches_the_person_of_the_term_alone(cast: Cast) -> None:
    a_term(cast, a_case(cast, OM), person="om.assistent")
    sweep(ams("2026-03-10 14:30"))
    assert told("half", "in_app") == {"om.assistent"}
    assert told("half", "email") == set()


def test_warning_reaches_the_lead_of_the_organisation_when_no_person_is_named(cast: Cast) -> None:
    case = a_case(cast, OM)
    a_term(cast, case)
    with past_the_wall():
        CaseLead.objects.create(
            case=case, organisation=cast.organisation(OM), user=cast.user("om.secretaris"), since=START
        )
    sweep(ams("2026-03-10 14:30"))
    assert told("half", "in_app") == {"om.secretaris"}


def test_warning_reaches_all_who_do_the_work_when_nobody_is_named(cast: Cast) -> None:
    a_term(cast, a_case(cast, OM))
    sweep(ams("2026-03-10 14:30"))
    assert told("half", "in_app") == OM_WORKERS


def test_person_who_left_is_replaced_by_those_who_are_there(cast: Cast) -> None:
    a_term(cast, a_case(cast, OM), person="om.assistent")
    User.objects.filter(username="om.assistent").update(is_active=False)
    sweep(ams("2026-03-10 14:30"))
    assert told("half", "in_app") == OM_WORKERS - {"om.assistent"}


def test_alarm_of_the_first_decision_reaches_the_shift_its_lead_and_the_coordinator(cast: Cast) -> None:
    a_term(cast, a_case(cast, OM, VT), person="om")
    sweep(DUE)
    expected = OM_WORKERS | {"om.lead", "kpc"}
    assert told("due", "in_app") == told("due", "email") == expected


def test_escalation_reaches_the_partners_in_the_case(cast: Cast) -> None:
    case = a_case(cast, OM, VT)
    a_term(cast, case, person="om")
    with past_the_wall():
        CaseLead.objects.create(
            case=case, organisation=cast.organisation(VT), user=cast.user("vt"), since=START
        )
    sweep(ams("2026-03-10 19:15"))
    assert told("late_first", "in_app") == {"om", "om.lead", "kpc"}
    sweep(ams("2026-03-10 20:00"))
    assert told("late_second", "in_app") == {"om", "om.lead", "kpc", "vt", "vt.lead", "politie.lead"}


@pytest.mark.parametrize("change", [{"level": Level.THAT}, {"ended_at": START, "end_reason": "klaar"}])
def test_who_knows_only_that_or_takes_part_no_more_is_not_told(cast: Cast, change: dict[str, object]) -> None:
    case = a_case(cast, OM, VT)
    a_term(cast, case, person="om")
    with past_the_wall():
        Participation.objects.filter(case=case, organisation=cast.organisation(VT)).update(**change)
    sweep(ams("2026-03-10 20:00"))
    assert "vt.lead" not in told("late_second", "in_app")


def test_stage_that_would_reach_nobody_goes_to_whoever_is_left(cast: Cast) -> None:
    case = a_case(cast, OrganisationKind.SHN)
    a_term(cast, case, TermKind.INFORM_VICTIM, OrganisationKind.SHN)
    User.objects.filter(username="shn").update(is_active=False)
    report = sweep(ams("2026-03-10 12:00"))
    assert (report.fired, report.without_recipient) == (1, 0)
    assert told("half", "in_app") == {"shn.lead"}


def test_stage_that_reaches_nobody_at_all_is_counted_and_shown(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    case = a_case(cast, OrganisationKind.SHN)
    a_term(cast, case, TermKind.INFORM_VICTIM, OrganisationKind.SHN)
    User.objects.filter(username__in=["shn", "shn.lead"]).update(is_active=False)
    report = sweep(ams("2026-03-10 12:00"))
    assert (report.fired, report.without_recipient) == (1, 1)
    assert [pulse.without_recipient for pulse in heartbeats()] == [1]
    assert "nobody could be told" in caplog.text


def test_more_stages_than_one_statement_takes_are_all_given(cast: Cast) -> None:
    a_term(cast, a_case(cast, OM))
    assert sweep_due(at=DUE, source="test", batch=3).fired == 4


def poison(case: Case) -> None:
    """Let every message about one case fail."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN IF NEW.case_id = {int(case.pk)} THEN RAISE EXCEPTION 'poison'; END IF;
                RETURN NEW; END $$;
            CREATE TRIGGER poison BEFORE INSERT ON cases_outboxmessage
                FOR EACH ROW WHEN (NEW.kind = 'term_stage') EXECUTE FUNCTION poison()"""
        )


def test_poisoned_stage_is_set_aside_and_reported_while_the_others_go_on(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    sick, *healthy = (a_case(cast, OM) for _ in range(4))
    for case in (sick, *healthy):
        a_term(cast, case)
    poison(sick)
    at = ams("2026-03-10 14:30")
    report = sweep(at)
    assert (report.fired, report.failing) == (3, 1)
    [stage] = [row for row in seen(TermStage) if row.failures]
    assert (stage.status, stage.next_try_at) == ("pending", at + timedelta(minutes=1))
    assert "cannot be given" in caplog.text
    [pulse] = heartbeats()
    assert (pulse.failing, pulse.oldest_unfired_at) == (1, None)
    lead = cast.actor("om.lead")
    with acting_as(lead):
        [item] = inbox(lead, at)
    text = f"Zaak {sick.number}: een waarschuwing kon niet worden gegeven. Bekijk zelf de termijnen."
    assert item.notice.text == text


def test_poisoned_stage_is_given_as_soon_as_it_can_be(cast: Cast) -> None:
    case = a_case(cast, OM)
    a_term(cast, case)
    poison(case)
    at = ams("2026-03-10 14:30")
    sweep(at)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER poison ON cases_outboxmessage")
    assert sweep(at + timedelta(seconds=59)).fired == 0
    assert sweep(at + timedelta(seconds=60)).fired == 1
    assert [row.lateness for row in seen(TermStage) if row.stage == "half"] == [timedelta(minutes=1)]


def test_fault_of_the_database_blames_no_stage_and_leaves_no_sign_of_life(cast: Cast) -> None:
    a_term(cast, a_case(cast, OM))
    with connection.cursor() as cursor:
        cursor.execute("REVOKE UPDATE ON cases_termstage FROM veiligheid_worker")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        sweep(DUE)
    assert {stage.failures for stage in seen(TermStage)} == {0}
    assert heartbeats() == []


def test_every_sweep_leaves_a_sign_of_life_per_trigger(cast: Cast) -> None:
    sweep_due(at=START, source="beat")
    sweep_due(at=DUE, source="loop")
    sweep_due(at=START + timedelta(seconds=10), source="beat")
    pulses = {pulse.source: pulse.swept_at for pulse in SweepHeartbeat.objects.order_by("source")}
    assert pulses == {"beat": START + timedelta(seconds=10), "loop": DUE}


def test_both_triggers_run_the_sweep_on_the_clock_of_the_database(cast: Cast) -> None:
    a_term(cast, a_case(cast, OM))
    sweep_terms()
    call_command("sweep_terms")
    assert {pulse.source for pulse in heartbeats()} == {"beat", "once"}
    assert {stage.status for stage in seen(TermStage) if not stage.round} == {"fired"}


def test_sweep_reads_only_what_is_due_however_many_terms_wait(cast: Cast) -> None:
    a_term(cast, a_case(cast, OM))
    with connection.cursor() as cursor:
        # On a table of a few rows the planner would rather read it all, or sort what it found.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM cases_termstage WHERE status = 'pending' AND next_try_at <= now()"
            " ORDER BY next_try_at LIMIT 1000"
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "term_stage_pending" in plan
    assert "Sort" not in plan
