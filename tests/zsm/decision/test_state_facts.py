"""Suspicion, evidence and serious objections: versions, what they meet and what they make owed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cases.access.errors import Conflict, InvalidInput, NotAllowed
from cases.access.models import DisclosureMark
from cases.access.wall import acting_as
from cases.casefiles.models import Case
from cases.organisations.rules import OrganisationKind
from cases.terms.rules.kinds import TermKind
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.ground.database import afresh
from tests.zsm.decision.making import STATED, a_held_case, past_the_wall, running, stated, the_term
from veiligheid.demo.stories import minor_son_hits_his_mother
from zsm.decision.models import ProsecutionFacts
from zsm.decision.rules.facts import Answer, Evidence
from zsm.decision.services import NewFacts, state_facts

pytestmark = pytest.mark.usefixtures("made", "rolled_back")

FACTS = NewFacts(
    suspicion=Answer.YES,
    suspicion_ground="letsel zonder zekere medische oorzaak",
    evidence=Evidence.SUFFICIENT,
    serious_objections=Answer.YES,
)


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Case:
    """The stalking case, nothing stated yet."""
    return a_held_case(cast)


@pytest.fixture
def case(rolled_back: None, made: Case) -> Case:
    """That case, for one test."""
    return afresh(made)


def said(cast: Cast, case: Case, facts: NewFacts, username: str = "om") -> ProsecutionFacts:
    """What a user states."""
    actor = cast.actor(username)
    with acting_as(actor):
        return state_facts(case=case, facts=facts, actor=actor, at=STATED)


def test_every_statement_is_a_new_version(cast: Cast, case: Case) -> None:
    said(cast, case, FACTS)
    said(cast, case, replace(FACTS, serious_objections=Answer.NO))
    with past_the_wall():
        rows = list(ProsecutionFacts.objects.order_by("version"))
    assert [(row.version, row.serious_objections) for row in rows] == [(1, "yes"), (2, "no")]


def test_the_three_facts_meet_what_om_owes(cast: Cast, case: Case) -> None:
    said(cast, case, FACTS)
    assert the_term(case, TermKind.PROSECUTION_FACTS).status == "met"


def test_an_unknown_fact_leaves_it_owed(cast: Cast, case: Case) -> None:
    said(cast, case, replace(FACTS, serious_objections=Answer.UNKNOWN))
    assert the_term(case, TermKind.PROSECUTION_FACTS).status == "open"


def test_without_suspicion_there_is_nothing_more_to_state(cast: Cast, case: Case) -> None:
    nothing = NewFacts(suspicion=Answer.NO, evidence=Evidence.UNKNOWN, serious_objections=Answer.UNKNOWN)
    said(cast, case, nothing)
    assert the_term(case, TermKind.PROSECUTION_FACTS).status == "met"


def test_without_suspicion_nobody_has_to_advise(cast: Cast, case: Case) -> None:
    stated(cast, case)
    stated(cast, case, suspicion=Answer.NO, evidence=Evidence.INSUFFICIENT, objections=Answer.NO)
    advice = the_term(case, TermKind.ADVICE)
    assert (advice.status, advice.end_reason) == ("cancelled", "Het OM ziet geen verdenking.")


def test_suspicion_of_an_adult_makes_the_advice_owed_an_hour_before_the_decision(
    cast: Cast, case: Case
) -> None:
    stated(cast, case, suspicion=Answer.NO, evidence=Evidence.INSUFFICIENT, objections=Answer.NO)
    assert not running(case, TermKind.ADVICE)
    said(cast, case, FACTS)
    (advice,) = running(case, TermKind.ADVICE)
    assert (advice.organisation.kind, advice.due_at) == ("3ro", ams("2026-03-10 18:00"))


def test_a_minor_keeps_the_advice_of_the_raad(cast: Cast) -> None:
    case = a_held_case(cast, minor_son_hits_his_mother)
    stated(cast, case)
    assert {term.organisation.kind for term in running(case, TermKind.ADVICE)} == {"rvdk"}


def test_suspicion_needs_its_ground(cast: Cast, case: Case) -> None:
    with pytest.raises(InvalidInput) as refused:
        said(cast, case, replace(FACTS, suspicion_ground=" "))
    assert set(refused.value.errors) == {"suspicion_ground"}


def test_serious_objections_need_suspicion(cast: Cast, case: Case) -> None:
    with pytest.raises(InvalidInput) as refused:
        said(cast, case, replace(FACTS, suspicion=Answer.UNKNOWN))
    assert set(refused.value.errors) == {"serious_objections"}


def test_a_version_stated_meanwhile_is_a_conflict(cast: Cast, case: Case) -> None:
    said(cast, case, replace(FACTS, seen_version=0))
    with pytest.raises(Conflict, match="Maarten Schouten"):
        said(cast, case, replace(FACTS, seen_version=0), "om.secretaris")


@pytest.mark.parametrize("username", ["om.assistent", "om.secretaris"])
def test_who_prepares_may_state_the_facts(cast: Cast, case: Case, username: str) -> None:
    assert said(cast, case, FACTS, username).version == 1


@pytest.mark.parametrize("username", ["kpc", "om.lead", "politie", "vt"])
def test_others_may_not(cast: Cast, case: Case, username: str) -> None:
    with pytest.raises(NotAllowed):
        said(cast, case, FACTS, username)


def test_om_opens_its_investigation_to_a_partner_for_its_task(cast: Cast, case: Case) -> None:
    said(cast, case, replace(FACTS, share_with=frozenset({OrganisationKind.VT, OrganisationKind.SHN})))
    with past_the_wall():
        marks = set(DisclosureMark.objects.values_list("category", "recipient_kind"))
    assert ("investigation", "vt") in marks
    assert ("investigation", "shn") not in marks
