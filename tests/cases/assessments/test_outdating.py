"""What puts the assessment out of date, per trigger, and what Veilig Thuis then owes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.access.rules.categories import Category
from cases.access.wall import acting_as
from cases.assessments.queries import current
from cases.assessments.rules.acute import PART_A, PART_B, TRIGGER_PARTS, TRIGGER_TEXTS, Trigger
from cases.assessments.rules.answers import Outcome, Presence, YesNo
from cases.assessments.services import conclude_part_a, conclude_part_b, mark_outdated
from cases.casefiles.models import CaseEvent
from cases.organisations.rules import OrganisationKind
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from tests.cases.terms.rules.moments import end_of
from tests.factories.cast import Cast
from tests.factories.family import OPENED, Family, acute, family_afresh, make_family, structural

pytestmark = pytest.mark.usefixtures("made", "rolled_back")
JUDGED, HAPPENED = OPENED + timedelta(hours=1), OPENED + timedelta(hours=2)
FIVE_WORKING_DAYS = end_of("2026-03-17")
BOTH = {PART_A, PART_B}

# Every trigger of the domain guide, section 5, with the parts that it concerns.
TRIGGERS = [
    (Trigger.ARREST_CONSIDERED, {PART_A}),
    (Trigger.RELEASE_CONSIDERED, {PART_A}),
    (Trigger.MEASURE_ENDS, {PART_A}),
    (Trigger.MEASURE_SUSPENDED, {PART_A}),
    (Trigger.NEW_INCIDENT, BOTH),
    (Trigger.BREACH, BOTH),
    (Trigger.NEW_SASH, {PART_A}),
    (Trigger.GUARD_OVERRIDDEN, {PART_A}),
]


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Family:
    """The family at the table."""
    return make_family(cast)


@pytest.fixture
def family(rolled_back: None, made: Family) -> Family:
    """That family, for one test."""
    return family_afresh(made)


def judge(cast: Cast, family: Family, *, is_acute: bool = True) -> None:
    """Veilig Thuis concludes both parts."""
    vt = cast.actor("vt")
    calm = {"sight": YesNo.YES, "conclusion": Outcome.NO, "unsafe": ()}
    part_a = acute(family, **({} if is_acute else calm))
    part_b = structural(deviation_reason="voortdurend")
    with acting_as(vt):
        conclude_part_a(case=family.case, part_a=part_a, actor=vt, at=JUDGED)
        conclude_part_b(case=family.case, part_b=part_b, actor=vt, at=JUDGED)


def happens(
    cast: Cast, family: Family, trigger: Trigger, hours: int = 0, username: str = "politie"
) -> set[str]:
    actor = cast.actor(username)
    with acting_as(actor):
        at = HAPPENED + timedelta(hours=hours)
        return {row.part for row in mark_outdated(case=family.case, trigger=trigger, actor=actor, at=at)}


def owed(cast: Cast, family: Family) -> dict[str, Term]:
    """What is owed again, by part."""
    with acting_as(cast.actor("vt")):
        terms = Term.objects.filter(case=family.case, kind=TermKind.REASSESS.value, status="open")
        parts = {row.public_id: part for part in BOTH if (row := current(family.case, part))}
        return {parts[term.subject_public_id]: term for term in terms if term.subject_public_id in parts}


def test_every_trigger_stands_in_the_table() -> None:
    assert {trigger for trigger, _ in TRIGGERS} == set(Trigger) == set(TRIGGER_PARTS) == set(TRIGGER_TEXTS)


@pytest.mark.parametrize(("trigger", "parts"), TRIGGERS)
def test_a_trigger_puts_its_parts_out_of_date_with_the_reason(
    cast: Cast, family: Family, trigger: Trigger, parts: set[str]
) -> None:
    judge(cast, family)
    assert happens(cast, family, trigger) == parts
    with acting_as(cast.actor("vt")):
        found = {part: current(family.case, part) for part in BOTH}
        told = CaseEvent.objects.get(case=family.case, kind="assessment_outdated")
    for part, row in found.items():
        assert row is not None
        expected = (HAPPENED, TRIGGER_TEXTS[trigger]) if part in parts else (None, "")
        assert (row.outdated_at, row.outdated_reason) == expected
    assert told.category == Category.ASSESSMENT_CONCLUSION
    assert told.summary.endswith(TRIGGER_TEXTS[trigger])


@pytest.mark.parametrize(("trigger", "parts"), TRIGGERS)
def test_acute_unsafety_is_judged_again_at_once_and_the_pattern_in_five_working_days(
    cast: Cast, family: Family, trigger: Trigger, parts: set[str]
) -> None:
    judge(cast, family)
    happens(cast, family, trigger)
    terms = owed(cast, family)
    assert {part: term.due_at for part, term in terms.items()} == {
        part: HAPPENED if part == PART_A else FIVE_WORKING_DAYS for part in parts
    }
    assert {term.organisation for term in terms.values()} == {cast.organisation(OrganisationKind.VT)}


def test_what_was_not_acute_is_judged_again_in_five_working_days(cast: Cast, family: Family) -> None:
    judge(cast, family, is_acute=False)
    happens(cast, family, Trigger.RELEASE_CONSIDERED)
    assert owed(cast, family)[PART_A].due_at == FIVE_WORKING_DAYS


def test_without_an_assessment_nothing_is_owed_again(cast: Cast, family: Family) -> None:
    assert happens(cast, family, Trigger.BREACH) == set()
    assert owed(cast, family) == {}


def test_the_first_reason_stays_and_nothing_is_owed_twice(cast: Cast, family: Family) -> None:
    judge(cast, family)
    assert happens(cast, family, Trigger.RELEASE_CONSIDERED) == {PART_A}
    assert happens(cast, family, Trigger.BREACH, hours=1) == {PART_B}
    assert happens(cast, family, Trigger.BREACH, hours=2) == set()
    with acting_as(cast.actor("vt")):
        part_a = current(family.case, PART_A)
        assert Term.objects.filter(case=family.case, kind=TermKind.REASSESS.value).count() == 2
    assert part_a is not None
    assert part_a.outdated_reason == TRIGGER_TEXTS[Trigger.RELEASE_CONSIDERED]


def test_a_new_version_of_a_part_meets_what_was_owed_for_that_part(cast: Cast, family: Family) -> None:
    judge(cast, family)
    happens(cast, family, Trigger.BREACH)
    vt = cast.actor("vt")
    with acting_as(vt):
        at = HAPPENED + timedelta(minutes=30)
        conclude_part_a(case=family.case, part_a=acute(family), actor=vt, at=at)
    assert set(owed(cast, family)) == {PART_B}
    with acting_as(vt):
        part_b = structural(deviation_reason="voortdurend")
        conclude_part_b(case=family.case, part_b=part_b, actor=vt, at=at)
    assert owed(cast, family) == {}


def test_not_yet_known_does_not_meet_it(cast: Cast, family: Family) -> None:
    judge(cast, family)
    happens(cast, family, Trigger.NEW_INCIDENT)
    vt = cast.actor("vt")
    unknown = tuple(row for row in structural().kinds if row.answer is Presence.UNKNOWN)
    with acting_as(vt):
        part_b = structural(kinds=unknown, conclusion=Outcome.NOT_YET_KNOWN, sources=())
        at = HAPPENED + timedelta(minutes=30)
        conclude_part_b(case=family.case, part_b=part_b, actor=vt, at=at)
        still = Term.objects.filter(case=family.case, kind=TermKind.REASSESS.value, status="open").count()
    assert still == 2
