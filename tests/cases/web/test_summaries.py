"""A case in a few lines: order of what is owed, the partner strip, the marks."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.access.rules.levels import Level
from cases.access.wall import acting_as
from cases.assessments.rules.answers import Outcome
from cases.casefiles.models import Case
from cases.casefiles.queries import open_case
from cases.casefiles.services import Joining, join
from cases.organisations.rules import OrganisationKind
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from cases.terms.services import meet_term
from cases.web.components import ClockStage, PartnerState, PartnerStatus
from cases.web.steps import owed_by_partner, partner_states
from cases.web.summaries import CaseSummary, clock_of, in_order, summary_of
from tests.cases.terms.making import DUE, START, a_case, a_term
from tests.factories.cast import Cast
from tests.factories.story import REGISTERED, register_stalking_case
from tests.zsm.decision.making import concluded

pytestmark = pytest.mark.django_db

OM, VT, SHN = OrganisationKind.OM, OrganisationKind.VT, OrganisationKind.SHN
SECOND = timedelta(seconds=1)


def summary(cast: Cast, case: Case, username: str) -> CaseSummary:
    actor = cast.actor(username)
    with acting_as(actor):
        return summary_of(open_case(actor, case.public_id, at=START))


def states(cast: Cast, case: Case, at: timedelta = timedelta(0)) -> dict[str, PartnerState]:
    return {state.short: state for state in partner_states(summary(cast, case, "politie"), DUE + at)}


# --- the partner strip comes from the terms and from nothing else ---------------------------------


def test_who_owes_nothing_and_never_did_has_no_part_yet(cast: Cast) -> None:
    case = a_case(cast, OM)
    assert states(cast, case)["OM"].status is PartnerStatus.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("left", "status", "late"),
    [
        (timedelta(hours=2) + SECOND, PartnerStatus.NOT_YET, False),
        (timedelta(hours=2), PartnerStatus.NEEDED, False),
        (SECOND, PartnerStatus.NEEDED, False),
        (timedelta(0), PartnerStatus.NEEDED, True),
        (-SECOND, PartnerStatus.NEEDED, True),
    ],
)
def test_what_is_owed_becomes_needed_two_hours_before_and_late_at_its_moment(
    cast: Cast, left: timedelta, status: PartnerStatus, late: bool
) -> None:
    case = a_case(cast, OM)
    a_term(cast, case)
    state = states(cast, case, -left)["OM"]
    assert (state.status, state.late) == (status, late)
    assert state.detail == "Eerste beslissing"


def test_who_did_something_and_owes_more_is_busy_and_then_done(cast: Cast) -> None:
    case, om = a_case(cast, OM), cast.actor("om")
    first, second = a_term(cast, case), a_term(cast, case, TermKind.PROSECUTION_FACTS)
    early = -timedelta(hours=5)
    with acting_as(om):
        meet_term(term=first, actor=om, at=START)
    assert states(cast, case, early)["OM"].status is PartnerStatus.BUSY
    with acting_as(om):
        meet_term(term=second, actor=om, at=START)
    assert states(cast, case, early)["OM"].status is PartnerStatus.DONE


def test_the_partners_stand_in_the_order_of_the_table_and_others_after_them(cast: Cast) -> None:
    kinds = (OrganisationKind.ZVH, OM, OrganisationKind.HALT, OrganisationKind.RVDK, SHN, VT)
    case = a_case(cast, *kinds)
    assert list(states(cast, case)) == ["POL", "VT", "SHN", "RvdK", "OM", "Halt", "ZVH"]


# --- order ----------------------------------------------------------------------------------------


def test_terms_stand_by_moment_with_the_decision_after_what_it_rests_on() -> None:
    def term(pk: int, kind: TermKind, hours: int | None) -> Term:
        return Term(pk=pk, kind=kind.value, due_at=None if hours is None else START + timedelta(hours=hours))

    decision = term(1, TermKind.FIRST_DECISION, 9)
    without = term(2, TermKind.ADVICE, None)
    facts = term(3, TermKind.PROSECUTION_FACTS, 9)
    late = term(4, TermKind.SASH, -9)
    assert in_order([without, decision, facts, late]) == (late, facts, decision, without)


def test_what_is_owed_is_said_once_per_partner_and_the_rest_is_counted(cast: Cast) -> None:
    case = register_stalking_case(cast)
    items = owed_by_partner(summary(cast, case, "shn"), REGISTERED, most=3)
    assert items[0].mine
    assert items[0].supplier == "SHN"
    running = len(summary(cast, case, "shn").open_terms)
    assert items[-1].text == f"en nog {running - 3}"
    everything = owed_by_partner(summary(cast, case, "shn"), REGISTERED, most=99)
    assert all(item.supplier for item in everything)


def test_a_clock_turns_when_its_term_warns(cast: Cast) -> None:
    case = a_case(cast, OM, VT)
    decision = a_term(cast, case)
    five_days = a_term(cast, case, TermKind.VT_ASSESSMENT, VT)
    assert clock_of(decision, DUE - timedelta(minutes=61)).stage is not ClockStage.ALARM
    assert clock_of(decision, DUE - timedelta(minutes=60)).stage is ClockStage.ALARM
    assert five_days.due_at is not None
    assert clock_of(five_days, five_days.due_at - timedelta(hours=14)).stage is ClockStage.ALARM
    assert clock_of(five_days, five_days.due_at - timedelta(hours=16)).stage is ClockStage.SOON


def test_terms_that_tell_what_was_decided_are_for_who_may_know_decisions(cast: Cast) -> None:
    case, police = register_stalking_case(cast), cast.actor("politie")
    with acting_as(police):
        halt = Joining(cast.organisation(OrganisationKind.HALT), Level.VIEW, "test")
        join(case=case, joining=[halt], actor=police, at=REGISTERED)
    kinds = {
        username: {term.kind for term in summary(cast, case, username).open_terms}
        for username in ("halt", "3ro")
    }
    assert kinds["3ro"] - kinds["halt"] == {
        "behavioural_order",
        "measure_ends",
        "tell_measure_ends",
        "judge_breach",
    }
    assert TermKind.FIRST_DECISION.value in kinds["halt"]


# --- marks ----------------------------------------------------------------------------------------


def marks(cast: Cast, case: Case, username: str = "om") -> list[str]:
    return [mark.text for mark in summary(cast, case, username).marks()]


def test_before_any_assessment_both_parts_are_asked_of_veilig_thuis_in_one_mark(cast: Cast) -> None:
    [mark] = summary(cast, register_stalking_case(cast), "om").marks()
    assert (mark.text, mark.supplier) == ("Onderdeel A en B", "Veilig Thuis")


def test_marks_follow_the_conclusion_and_name_their_source(cast: Cast) -> None:
    case = register_stalking_case(cast)
    concluded(cast, case, at=REGISTERED)
    assert marks(cast, case) == ["Acuut", "Onderdeel B"]
    source = summary(cast, case, "om").marks()[0].source
    assert source is not None
    assert source.text.startswith("VT, 10 mrt 10:10")
    concluded(cast, case, Outcome.NO, at=REGISTERED)
    assert marks(cast, case) == ["Niet acuut", "Onderdeel B"]


def test_nothing_of_the_marks_is_for_who_knows_only_that(cast: Cast) -> None:
    case = a_case(cast, OrganisationKind.ZVH, level=Level.THAT)
    seen = summary(cast, case, "zvh")
    assert (seen.marks(), seen.open_terms, seen.title) == ((), (), "Zaak")
