"""Concluding part B: versions, the terms of Veilig Thuis, who sees it, and what the table reads of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cases.access.errors import Conflict, GuardRefusal, InvalidInput, NotAllowed
from cases.access.rules.categories import Category
from cases.access.wall import acting_as
from cases.assessments.models import SafetyAssessment
from cases.assessments.queries import current, sees_grounds, visible_versions
from cases.assessments.rules.answers import Outcome, Presence
from cases.assessments.rules.structural import HARMFUL_EVENTS
from cases.assessments.services import (
    HarmAnswer,
    NewIncident,
    PartB,
    add_incident,
    conclude_part_a,
    conclude_part_b,
)
from cases.casefiles.queries import story
from cases.organisations.rules import OrganisationKind
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from cases.terms.services import start_term
from tests.factories.cast import Cast
from tests.factories.family import OPENED, Family, acute, family_afresh, make_family, structural
from zsm.decision.queries import case_facts
from zsm.decision.rules.facts import Answer, Unsafety

pytestmark = pytest.mark.usefixtures("made", "rolled_back")
LATER = OPENED + timedelta(hours=2)
EARLIER = NewIncident(happened_on=date(2024, 6, 1), description="Duwde haar", source="earlier_file")


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Family:
    """The family with one earlier event besides the offence: a pattern."""
    family, vt = make_family(cast), cast.actor("vt")
    with acting_as(vt):
        add_incident(case=family.case, incident=EARLIER, actor=vt, at=OPENED)
    return family


@pytest.fixture
def family(rolled_back: None, made: Family) -> Family:
    """That family, for one test."""
    return family_afresh(made)


def conclude(
    cast: Cast, family: Family, part_b: PartB, username: str = "vt", hours: float = 2
) -> SafetyAssessment:
    actor = cast.actor(username)
    with acting_as(actor):
        return conclude_part_b(
            case=family.case, part_b=part_b, actor=actor, at=OPENED + timedelta(hours=hours)
        )


def conclude_a(cast: Cast, family: Family, hours: float = 1, **changes: object) -> SafetyAssessment:
    vt = cast.actor("vt")
    with acting_as(vt):
        at = OPENED + timedelta(hours=hours)
        return conclude_part_a(case=family.case, part_a=acute(family, **changes), actor=vt, at=at)


def report_came(cast: Cast, family: Family, hours: float = 0) -> None:
    police = cast.actor("politie")
    with acting_as(police):
        start_term(
            case=family.case,
            kind=TermKind.VT_ASSESSMENT,
            organisation=cast.organisation(OrganisationKind.VT),
            actor=police,
            at=OPENED + timedelta(hours=hours),
        )


def status_of(cast: Cast, family: Family, kind: TermKind = TermKind.VT_ASSESSMENT) -> list[str]:
    with acting_as(cast.actor("vt")):
        terms = Term.objects.filter(case=family.case, kind=kind.value).order_by("pk")
        return [term.status for term in terms]


# --- concluding -----------------------------------------------------------------------------------


def test_the_whole_tree_is_kept_with_notes_and_sources(cast: Cast, family: Family) -> None:
    only = tuple(row for row in structural().kinds if row.code == "stalking")
    saved = conclude(cast, family, structural(kinds=only))
    with acting_as(cast.actor("vt")):
        rows = {row.code: (row.answer, row.note, row.source) for row in saved.criteria.all()}
    assert rows.pop("stalking") == ("present", "sinds een jaar", "earlier_file")
    assert rows == {code: ("unknown", "", "") for code in HARMFUL_EVENTS if code != "stalking"}
    assert (saved.part, saved.version, saved.proposal, saved.conclusion) == ("B", 1, "yes", "yes")
    assert saved.sources == ["earlier_file", "report"]


def test_a_conclusion_that_differs_from_the_proposal_needs_a_reason(cast: Cast, family: Family) -> None:
    with pytest.raises(GuardRefusal) as refused:
        conclude(cast, family, structural(conclusion=Outcome.NO))
    assert [missing.code for missing in refused.value.missing] == ["deviation_reason"]
    reason = "Het patroon is sinds de verhuizing doorbroken"
    saved = conclude(cast, family, structural(conclusion=Outcome.NO, deviation_reason=reason))
    assert (saved.proposal, saved.conclusion, saved.deviation_reason) == ("yes", "no", reason)


def test_everything_that_is_wrong_is_told_at_once(cast: Cast, family: Family) -> None:
    twice = (HarmAnswer(code="stalking", answer=Presence.PRESENT),) * 2
    with pytest.raises(InvalidInput) as refused:
        conclude(cast, family, structural(kinds=twice, sources=()))
    assert set(refused.value.errors) == {"kinds", "sources"}
    with pytest.raises(InvalidInput) as refused:
        conclude(cast, family, structural(sources=("roddel",)))
    assert set(refused.value.errors) == {"sources"}


def test_another_form_is_described(cast: Cast, family: Family) -> None:
    other = (*structural().kinds[:-1], HarmAnswer(code="other", answer=Presence.PRESENT))
    with pytest.raises(GuardRefusal) as refused:
        conclude(cast, family, structural(kinds=other))
    assert [missing.code for missing in refused.value.missing] == ["text_other"]


def test_a_new_conclusion_is_a_new_version_beside_part_a(cast: Cast, family: Family) -> None:
    conclude_a(cast, family)
    conclude(cast, family, structural(based_on=0))
    with pytest.raises(Conflict, match="versie 1 van onderdeel B"):
        conclude(cast, family, structural(based_on=0))
    conclude(cast, family, structural(based_on=1), hours=3)
    with acting_as(cast.actor("vt")):
        access = family.seen_by(cast, "vt")
        assert [row.version for row in visible_versions(access, "B")] == [2, 1]
        assert [row.version for row in visible_versions(access, "A")] == [1]


@pytest.mark.parametrize("username", ["politie", "om", "3ro", "rvdk", "shn"])
def test_only_veilig_thuis_concludes(cast: Cast, family: Family, username: str) -> None:
    with pytest.raises(NotAllowed, match="taak van Veilig Thuis"):
        conclude(cast, family, structural(), username)


def test_the_administrator_and_another_veilig_thuis_do_not_conclude(cast: Cast, family: Family) -> None:
    for username in ("vt.beheer", "vt-rk"):
        with pytest.raises(NotAllowed):
            conclude(cast, family, structural(), username)


# --- the assessment of a report -------------------------------------------------------------------


def test_the_report_is_assessed_when_both_parts_are_answered(cast: Cast, family: Family) -> None:
    report_came(cast, family)
    conclude_a(cast, family)
    assert status_of(cast, family) == ["open"]
    conclude(cast, family, structural())
    assert status_of(cast, family) == ["met"]


def test_the_order_of_the_parts_makes_no_difference(cast: Cast, family: Family) -> None:
    report_came(cast, family)
    conclude(cast, family, structural(), hours=1)
    assert status_of(cast, family) == ["open"]
    conclude_a(cast, family, hours=2)
    assert status_of(cast, family) == ["met"]


def test_not_yet_known_answers_nothing(cast: Cast, family: Family) -> None:
    report_came(cast, family)
    conclude_a(cast, family)
    reason = "wacht op de school"
    open_end = structural(conclusion=Outcome.NOT_YET_KNOWN, deviation_reason=reason, sources=())
    conclude(cast, family, open_end)
    assert status_of(cast, family) == ["open"]


def test_a_part_from_before_the_report_says_nothing_about_it(cast: Cast, family: Family) -> None:
    conclude_a(cast, family, hours=1)
    report_came(cast, family, hours=2)
    conclude(cast, family, structural(), hours=3)
    assert status_of(cast, family) == ["open"]
    conclude_a(cast, family, hours=4)
    assert status_of(cast, family) == ["met"]


def test_a_part_that_is_out_of_date_answers_nothing(cast: Cast, family: Family) -> None:
    report_came(cast, family)
    conclude_a(cast, family, hours=1)
    police = cast.actor("politie")
    with acting_as(police):
        at = OPENED + timedelta(hours=1.5)
        add_incident(case=family.case, incident=EARLIER, actor=police, at=at)
    conclude(cast, family, structural())
    assert status_of(cast, family) == ["open"]
    conclude_a(cast, family, hours=3)
    assert status_of(cast, family) == ["met"]


def test_a_late_assessment_asks_its_reason_with_the_part_that_ends_it(cast: Cast, family: Family) -> None:
    report_came(cast, family)
    conclude_a(cast, family, hours=240)
    with pytest.raises(InvalidInput) as refused:
        conclude(cast, family, structural(), hours=241)
    assert set(refused.value.errors) == {"late_reason"}
    conclude(cast, family, structural(late_reason="School was dicht"), hours=241)
    assert status_of(cast, family) == ["met_late"]


# --- who sees it, and what reads it ---------------------------------------------------------------


def test_the_conclusion_is_seen_and_the_grounds_are_not(cast: Cast, family: Family) -> None:
    conclude(cast, family, structural())
    seen = {}
    for username in ("vt", "rvdk", "om", "politie", "3ro", "shn"):
        with acting_as(cast.actor(username)):
            access = family.seen_by(cast, username, LATER)
            seen[username] = [sees_grounds(access, row) for row in visible_versions(access, "B")]
    grounds = {"vt": [True], "rvdk": [True], "om": [False], "politie": [False], "3ro": [False], "shn": []}
    assert seen == grounds


def test_the_story_tells_the_conclusion(cast: Cast, family: Family) -> None:
    conclude(cast, family, structural())
    with acting_as(cast.actor("om")):
        told = story(family.seen_by(cast, "om", LATER)).events
    [event] = [event for event in told if event.kind == "part_b_concluded"]
    assert (event.category, event.summary) == (
        Category.ASSESSMENT_CONCLUSION,
        "Onderdeel B: structureel onveilig. Versie 1.",
    )


def test_the_decision_reads_part_b_and_whether_it_still_holds(cast: Cast, family: Family) -> None:
    conclude(cast, family, structural())
    police = cast.actor("politie")
    with acting_as(police):
        facts = case_facts(family.case, LATER)
        assert (facts.structural, facts.structural_now) == (Unsafety.YES, Answer.YES)
        add_incident(case=family.case, incident=EARLIER, actor=police, at=LATER)
        facts = case_facts(family.case, LATER)
        assert (facts.structural, facts.structural_now) == (Unsafety.YES, Answer.UNKNOWN)
        part_b = current(family.case, "B")
    assert part_b is not None
    assert part_b.outdated_at == LATER
