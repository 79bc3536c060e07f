"""Starting and ending what is owed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from cases.access.errors import Conflict, InvalidInput
from cases.access.wall import GUARD_ROLE, acting_as, set_context
from cases.organisations.rules import OrganisationKind
from cases.terms.models import Term, TermStage
from cases.terms.queries import open_terms_of, owed_by, terms_of
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.parameters import Parameters
from cases.terms.rules.vocabulary import Situation, StartEvent
from cases.terms.services import (
    LATE_WITHOUT_REASON,
    NewTerm,
    cancel_if_open,
    cancel_term,
    meet_if_open,
    meet_term,
    start_term,
    start_terms,
)
from tests.cases.terms.making import DUE, SECOND, START, Thing, a_case, a_term, seen, statuses
from tests.cases.terms.rules.moments import ams, end_of
from tests.factories.cast import Cast

pytestmark = pytest.mark.django_db

OM = OrganisationKind.OM
VT = OrganisationKind.VT


def test_first_decision_runs_with_its_explanation_rule_version_and_stages(cast: Cast) -> None:
    parameters = Parameters(hours=9, start_event=StartEvent.ORDER)
    term = a_term(cast, a_case(cast, OM), parameters=parameters)
    assert term.due_at == DUE
    assert term.rule_version == 1
    assert term.steps[0] == "Begint di 10 mrt 10:00: bevel van de (hulp)officier van justitie."
    assert Parameters.from_json(term.parameters) == parameters
    stages = seen(TermStage)
    assert statuses(stages) == dict.fromkeys(
        ["half", "before_2h", "before_1h", "due", "late_first", "late_second"], "pending"
    )
    assert [stage.fires_at for stage in stages if stage.stage == "due"] == [DUE]


def test_warning_whose_moment_had_passed_when_recorded_is_left_out(cast: Cast) -> None:
    a_term(cast, a_case(cast, OM), at=ams("2026-03-10 17:00"))
    assert set(statuses(seen(TermStage))) == {"before_1h", "due", "late_first", "late_second"}


def test_what_is_owed_without_a_moment_has_no_stages(cast: Cast) -> None:
    term = a_term(cast, a_case(cast, OrganisationKind.SHN), TermKind.WISHES, OrganisationKind.SHN)
    assert term.due_at is None
    assert seen(TermStage) == []


def test_same_thing_is_owed_once(cast: Cast) -> None:
    case = a_case(cast, OM)
    assert a_term(cast, case).pk == a_term(cast, case).pk
    assert len(seen(Term)) == 1
    assert len(seen(TermStage)) == 6


def test_running_term_is_not_reset_by_a_second_start(cast: Cast) -> None:
    case = a_case(cast, OM)
    a_term(cast, case)
    with pytest.raises(Conflict, match="Eerste beslissing"):
        a_term(cast, case, start=START + timedelta(hours=1))
    assert [term.due_at for term in seen(Term)] == [DUE]


def test_each_report_has_a_term_of_its_own(cast: Cast) -> None:
    case = a_case(cast, VT)
    first, second = Thing(), Thing()
    a_term(cast, case, TermKind.VT_ASSESSMENT, VT, subject=first)
    a_term(cast, case, TermKind.VT_ASSESSMENT, VT, subject=second, start=ams("2026-03-12 10:00"))
    assert [term.due_at for term in seen(Term)] == [end_of("2026-03-17"), end_of("2026-03-19")]
    vt = cast.actor("vt")
    with acting_as(vt):
        met = meet_if_open(case=case, kind=TermKind.VT_ASSESSMENT, subject=second, actor=vt, at=DUE)
        assert [term.subject_public_id for term in met] == [second.public_id]
        assert open_terms_of(case, TermKind.VT_ASSESSMENT).get().subject_public_id == first.public_id


def test_several_terms_start_in_a_fixed_number_of_queries(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    case, police = a_case(cast, OM, VT), cast.actor("politie")
    om, vt = cast.organisation(OM), cast.organisation(VT)
    held = Parameters(Situation.HELD, reference=DUE)
    wanted = [
        NewTerm(kind=TermKind.FIRST_DECISION, organisation=om, parameters=Parameters(hours=9)),
        NewTerm(kind=TermKind.PROSECUTION_FACTS, organisation=om, parameters=held),
        NewTerm(kind=TermKind.PART_A, organisation=vt, parameters=held),
        NewTerm(kind=TermKind.KNOWN_ANSWER, organisation=vt, parameters=held),
    ]
    # Look what runs, insert terms between two savepoints, insert stages, and two for the outer savepoint.
    with acting_as(police), django_assert_num_queries(7):
        rows = start_terms(case=case, terms=wanted, actor=police, at=START)
    assert [row.due_at for row in rows] == [DUE, DUE, ams("2026-03-10 17:00"), ams("2026-03-10 17:00")]


def test_moment_of_the_law_cannot_be_replaced_by_an_agreed_one(cast: Cast) -> None:
    case, police = a_case(cast, OM), cast.actor("politie")
    with acting_as(police), pytest.raises(ValueError, match="cannot be given"):
        start_term(
            case=case,
            kind=TermKind.FIRST_DECISION,
            organisation=cast.organisation(OM),
            due_at=DUE,
            actor=police,
            at=START,
        )
    with acting_as(police):
        request = start_term(
            case=case,
            kind=TermKind.PARTNER_REQUEST,
            organisation=cast.organisation(OM),
            due_at=DUE,
            actor=police,
            at=START,
        )
    assert request.due_at == DUE


def test_first_decision_at_its_due_moment_is_in_time(cast: Cast) -> None:
    term, om = a_term(cast, a_case(cast, OM)), cast.actor("om")
    with acting_as(om):
        ended = meet_term(term=term, actor=om, at=DUE)
    assert (ended.status, ended.ended_at, ended.ended_by_id) == ("met", DUE, om.user_id)


def test_first_decision_a_second_late_needs_the_reason_of_the_overrun(cast: Cast) -> None:
    term, om = a_term(cast, a_case(cast, OM)), cast.actor("om")
    with acting_as(om), pytest.raises(InvalidInput) as refusal:
        meet_term(term=term, actor=om, at=DUE + SECOND, late_reason="  ")
    [message] = refusal.value.errors["late_reason"]
    assert message == (
        "De termijn 'Eerste beslissing' liep af op di 10 mrt 19:00. Geef de reden van de overschrijding."
    )
    assert [row.status for row in seen(Term)] == ["open"]
    with acting_as(om):
        ended = meet_term(term=term, actor=om, at=DUE + SECOND, late_reason=" Tolk kwam laat. ")
    assert (ended.status, ended.end_reason) == ("met_late", "Tolk kwam laat.")


def test_late_assessment_of_a_report_needs_a_reason(cast: Cast) -> None:
    case, vt = a_case(cast, VT), cast.actor("vt")
    a_term(cast, case, TermKind.VT_ASSESSMENT, VT)
    late = end_of("2026-03-17") + SECOND
    with acting_as(vt), pytest.raises(InvalidInput, match=r"."):
        meet_if_open(case=case, kind=TermKind.VT_ASSESSMENT, actor=vt, at=late)
    with acting_as(vt):
        [ended] = meet_if_open(
            case=case, kind=TermKind.VT_ASSESSMENT, actor=vt, at=late, late_reason="drukte"
        )
    assert ended.status == "met_late"


def test_late_answer_to_a_moment_that_we_chose_ourselves_is_not_held_up(cast: Cast) -> None:
    case, vt = a_case(cast, VT), cast.actor("vt")
    a_term(cast, case, TermKind.KNOWN_ANSWER, VT, parameters=Parameters(Situation.HELD, reference=DUE))
    with acting_as(vt):
        [ended] = meet_if_open(case=case, kind=TermKind.KNOWN_ANSWER, actor=vt, at=DUE)
    assert (ended.status, ended.end_reason) == ("met_late", LATE_WITHOUT_REASON)


def test_meeting_what_nobody_owes_changes_nothing(cast: Cast) -> None:
    case, vt = a_case(cast, VT), cast.actor("vt")
    with acting_as(vt):
        assert meet_if_open(case=case, kind=TermKind.PART_A, actor=vt, at=START) == []


def test_ended_term_cannot_end_again(cast: Cast) -> None:
    term, om = a_term(cast, a_case(cast, OM)), cast.actor("om")
    with acting_as(om):
        meet_term(term=term, actor=om, at=START)
        with pytest.raises(Conflict, match="al beëindigd"):
            meet_term(term=term, actor=om, at=START)
        with pytest.raises(Conflict, match="al beëindigd"):
            cancel_term(term=term, reason="dubbel", actor=om, at=START)


def test_ending_a_term_silences_what_it_still_had_to_say(cast: Cast) -> None:
    term, om = a_term(cast, a_case(cast, OM)), cast.actor("om")
    with acting_as(om):
        meet_term(term=term, actor=om, at=START)
    assert set(statuses(seen(TermStage)).values()) == {"cancelled"}


def test_cancelling_needs_a_reason(cast: Cast) -> None:
    case, om = a_case(cast, OM), cast.actor("om")
    term = a_term(cast, case)
    with acting_as(om), pytest.raises(InvalidInput) as refusal:
        cancel_term(term=term, reason=" ", actor=om, at=START)
    assert set(refusal.value.errors) == {"reason"}
    with acting_as(om):
        [ended] = cancel_if_open(
            case=case, kind=TermKind.FIRST_DECISION, reason="vrijgelaten", actor=om, at=START
        )
    assert (ended.status, ended.end_reason) == ("cancelled", "vrijgelaten")


def test_term_that_ended_may_be_owed_anew(cast: Cast) -> None:
    case, om = a_case(cast, OM), cast.actor("om")
    with acting_as(om):
        meet_term(term=a_term(cast, case), actor=om, at=START)
    a_term(cast, case, start=ams("2026-03-11 10:00"))
    assert [term.status for term in seen(Term)] == ["met", "open"]


@pytest.mark.parametrize("status", ["met_late", "cancelled"])
def test_database_itself_refuses_an_end_without_reason(cast: Cast, status: str) -> None:
    term = a_term(cast, a_case(cast, OM))
    om = cast.actor("om")
    set_context(GUARD_ROLE)
    with pytest.raises(IntegrityError, match="term_end_has_reason"), transaction.atomic():
        Term.objects.filter(pk=term.pk).update(status=status, ended_at=START, ended_by=om.user_id)


def test_work_list_is_by_due_moment_with_what_has_no_moment_last(cast: Cast) -> None:
    case, vt = a_case(cast, VT), cast.actor("vt")
    held = Parameters(Situation.HELD, reference=DUE)
    a_term(cast, case, TermKind.KNOWN_ANSWER, VT)
    a_term(cast, case, TermKind.VT_ASSESSMENT, VT)
    a_term(cast, case, TermKind.PART_A, VT, parameters=held, person="vt")
    with acting_as(vt):
        kinds = [term.kind for term in owed_by(vt)]
        mine = [term.kind for term in owed_by(vt, only_person=True)]
    assert kinds == ["part_a", "vt_assessment", "known_answer"]
    assert mine == ["part_a"]


def test_outsider_sees_no_terms(cast: Cast) -> None:
    case = a_case(cast, OM)
    a_term(cast, case)
    with acting_as(cast.actor("om-rk")):
        assert list(terms_of(case)) == []
    with acting_as(cast.actor("politie")):
        assert len(terms_of(case)) == 1


def test_clock_of_a_long_term_warns_in_days_not_in_hours(cast: Cast) -> None:
    case = a_case(cast, OM, VT)
    spans = a_term(cast, case, TermKind.VT_ASSESSMENT, VT).warning_spans()
    assert spans.soon == timedelta(days=4, hours=15)
    assert spans.alarm == timedelta(hours=15)
    assert a_term(cast, case).warning_spans().alarm == timedelta(hours=1)
