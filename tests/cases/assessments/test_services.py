"""Recording unsafe events and concluding part A: versions, terms, the story, and what puts it out of date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cases.access.errors import Conflict, GuardRefusal, InvalidInput, NotAllowed
from cases.access.rules.categories import Category
from cases.access.wall import acting_as
from cases.assessments.models import Incident, SafetyAssessment
from cases.assessments.queries import (
    current,
    incidents_of,
    red_flags,
    sees_grounds,
    unsafe_persons,
    visible_versions,
)
from cases.assessments.rules.answers import Outcome, YesNo
from cases.assessments.services import (
    NewIncident,
    PartA,
    ThreatAnswer,
    add_incident,
    conclude_part_a,
    lift_acuteness,
)
from cases.casefiles.queries import story
from cases.organisations.rules import OrganisationKind
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.parameters import Parameters
from cases.terms.rules.vocabulary import Situation
from cases.terms.services import start_term
from tests.factories.cast import Cast
from tests.factories.family import OPENED, Family, acute, make_family

pytestmark = pytest.mark.django_db
LATER = OPENED + timedelta(hours=2)
DUE = OPENED + timedelta(hours=7)


@pytest.fixture
def family(cast: Cast) -> Family:
    return make_family(cast)


def conclude(
    cast: Cast, family: Family, part_a: PartA, username: str = "vt", hours: int = 2
) -> SafetyAssessment:
    actor = cast.actor(username)
    with acting_as(actor):
        return conclude_part_a(
            case=family.case, part_a=part_a, actor=actor, at=OPENED + timedelta(hours=hours)
        )


def owe(cast: Cast, family: Family, kind: TermKind) -> Term:
    police = cast.actor("politie")
    held = kind is TermKind.PART_A
    with acting_as(police):
        return start_term(
            case=family.case,
            kind=kind,
            organisation=cast.organisation(OrganisationKind.VT),
            parameters=Parameters(situation=Situation.HELD, reference=DUE) if held else None,
            actor=police,
            at=OPENED,
        )


def status_of(cast: Cast, family: Family, kind: TermKind) -> list[str]:
    with acting_as(cast.actor("vt")):
        terms = Term.objects.filter(case=family.case, kind=kind.value).order_by("pk")
        return [term.status for term in terms]


# --- concluding -----------------------------------------------------------------------------------


def test_a_conclusion_keeps_all_ten_criteria_with_the_unsafe_persons(cast: Cast, family: Family) -> None:
    only_two = tuple(row for row in acute(family).criteria if row.code in (7, 10))
    conclude(cast, family, acute(family, criteria=only_two))
    with acting_as(cast.actor("vt")):
        saved = current(family.case, "A")
        assert saved is not None
        answers = {row.code: row.answer for row in saved.criteria.all()}
        assert set(unsafe_persons(family.case)) == {family.victim, *family.children}
    assert answers == {str(code): "present" if code in (7, 10) else "unknown" for code in range(1, 11)}


def test_concluding_meets_part_a_and_leaves_the_report_to_be_assessed_with_part_b(
    cast: Cast, family: Family
) -> None:
    owe(cast, family, TermKind.PART_A)
    owe(cast, family, TermKind.VT_ASSESSMENT)
    conclude(cast, family, acute(family))
    assert status_of(cast, family, TermKind.PART_A) == ["met"]
    assert status_of(cast, family, TermKind.VT_ASSESSMENT) == ["open"]


def test_not_yet_known_leaves_the_judgement_owed(cast: Cast, family: Family) -> None:
    owe(cast, family, TermKind.PART_A)
    conclude(
        cast,
        family,
        acute(family, sight=YesNo.UNKNOWN, conclusion=Outcome.NOT_YET_KNOWN, unsafe=(), sources=()),
    )
    assert status_of(cast, family, TermKind.PART_A) == ["open"]


def test_a_conclusion_that_differs_from_the_proposal_needs_a_reason(cast: Cast, family: Family) -> None:
    with pytest.raises(GuardRefusal) as refused:
        conclude(cast, family, acute(family, conclusion=Outcome.NO, unsafe=()))
    assert [missing.code for missing in refused.value.missing] == ["deviation_reason"]
    reason = "Verdachte zit vast tot de voorgeleiding"
    saved = conclude(cast, family, acute(family, conclusion=Outcome.NO, unsafe=(), deviation_reason=reason))
    assert (saved.proposal, saved.conclusion, saved.deviation_reason) == ("yes", "no", reason)


def test_acute_without_saying_who_is_unsafe_is_refused(cast: Cast, family: Family) -> None:
    with pytest.raises(InvalidInput) as refused:
        conclude(cast, family, acute(family, unsafe=()))
    assert set(refused.value.errors) == {"unsafe"}


def test_access_is_recorded_of_every_threatening_person(cast: Cast, family: Family) -> None:
    only_suspect = (ThreatAnswer(person=family.suspect, access=YesNo.YES),)
    with pytest.raises(InvalidInput) as refused:
        conclude(cast, family, acute(family, threats=only_suspect))
    assert set(refused.value.errors) == {"threats"}


def test_the_suspect_cannot_be_marked_unsafe(cast: Cast, family: Family) -> None:
    with pytest.raises(InvalidInput) as refused:
        conclude(cast, family, acute(family, unsafe=(family.suspect,)))
    assert set(refused.value.errors) == {"unsafe"}


def test_a_new_conclusion_is_a_new_version_and_the_old_one_stays(cast: Cast, family: Family) -> None:
    conclude(cast, family, acute(family, based_on=0))
    conclude(cast, family, acute(family, sight=YesNo.YES, conclusion=Outcome.NO, unsafe=(), based_on=1))
    with acting_as(cast.actor("vt")):
        versions = visible_versions(family.seen_by(cast, "vt"), "A")
    assert [(row.version, row.conclusion) for row in versions] == [(2, "no"), (1, "yes")]


def test_a_conclusion_on_a_version_that_was_replaced_is_a_conflict(cast: Cast, family: Family) -> None:
    conclude(cast, family, acute(family, based_on=0))
    with pytest.raises(Conflict, match="versie 1"):
        conclude(cast, family, acute(family, based_on=0))


@pytest.mark.parametrize("username", ["politie", "om", "3ro", "rvdk", "shn"])
def test_only_veilig_thuis_assesses(cast: Cast, family: Family, username: str) -> None:
    with pytest.raises(NotAllowed, match="taak van Veilig Thuis"):
        conclude(cast, family, acute(family), username)


# --- who sees what --------------------------------------------------------------------------------


def test_the_conclusion_is_seen_and_the_grounds_are_not(cast: Cast, family: Family) -> None:
    conclude(cast, family, acute(family))
    for username, grounds in (
        ("vt", True),
        ("rvdk", True),
        ("om", False),
        ("politie", False),
        ("3ro", False),
    ):
        with acting_as(cast.actor(username)):
            access = family.seen_by(cast, username, LATER)
            [seen] = visible_versions(access, "A")
            assert sees_grounds(access, seen) is grounds, username
    with acting_as(cast.actor("shn")):
        assert visible_versions(family.seen_by(cast, "shn", LATER), "A") == ()


def test_shared_grounds_are_seen_by_police_and_om_only(cast: Cast, family: Family) -> None:
    conclude(cast, family, acute(family, share_grounds=True))
    seen = {}
    for username in ("om", "politie", "3ro"):
        with acting_as(cast.actor(username)):
            access = family.seen_by(cast, username, LATER)
            seen[username] = sees_grounds(access, visible_versions(access, "A")[0])
    assert seen == {"om": True, "politie": True, "3ro": False}


def test_the_story_tells_the_conclusion_without_its_grounds(cast: Cast, family: Family) -> None:
    conclude(cast, family, acute(family))
    with acting_as(cast.actor("om")):
        told = story(family.seen_by(cast, "om", LATER)).events
    [event] = [event for event in told if event.kind == "part_a_concluded"]
    assert event.category == Category.ASSESSMENT_CONCLUSION
    assert event.summary == "Onderdeel A: acuut onveilig. Versie 1."


def test_red_flags_come_from_the_criteria_and_from_stalking_after_the_break_up(
    cast: Cast, family: Family
) -> None:
    conclude(cast, family, acute(family))
    with acting_as(cast.actor("vt")):
        labels = {flag.label for flag in red_flags(family.case)}
    assert any("intieme terreur" in label for label in labels)


# --- lifting --------------------------------------------------------------------------------------


def lift(cast: Cast, family: Family, **changes: object) -> SafetyAssessment:
    vt = cast.actor("vt")
    values: dict[str, object] = {
        "plan": "Slachtoffer slaapt bij haar zus, verdachte kent het adres niet",
        "sight": YesNo.YES,
        "sight_note": "Wijkteam belt elke ochtend",
    }
    with acting_as(vt):
        return lift_acuteness(
            case=family.case,
            actor=vt,
            at=LATER + timedelta(hours=1),
            **(values | changes),  # type: ignore[arg-type]  # filled in by name
        )


def test_acuteness_is_lifted_by_a_plan_and_sight_as_a_new_version(cast: Cast, family: Family) -> None:
    conclude(cast, family, acute(family))
    lifted = lift(cast, family)
    assert (lifted.version, lifted.conclusion, lifted.acuteness_lifted) == (2, "no", True)
    with acting_as(cast.actor("vt")):
        assert unsafe_persons(family.case) == []
        assert lifted.criteria.filter(answer="present").count() == 2


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"plan": " "}, ["plan"]),
        ({"sight_note": ""}, ["sight"]),
        ({"sight": YesNo.UNKNOWN}, ["sight"]),
        ({"plan": "", "sight": YesNo.NO}, ["plan", "sight"]),
    ],
)
def test_lifting_names_everything_that_is_missing(
    cast: Cast, family: Family, changes: dict[str, object], missing: list[str]
) -> None:
    conclude(cast, family, acute(family))
    with pytest.raises(GuardRefusal) as refused:
        lift(cast, family, **changes)
    assert [item.code for item in refused.value.missing] == missing


def test_without_acute_unsafety_there_is_nothing_to_lift(cast: Cast, family: Family) -> None:
    with pytest.raises(GuardRefusal) as refused:
        lift(cast, family)
    assert [item.code for item in refused.value.missing] == ["acute"]


# --- unsafe events --------------------------------------------------------------------------------

EARLIER = NewIncident(
    happened_on=date(2024, 6, 1),
    precision="month",
    description="Duwde haar van de trap",
    source="earlier_file",
)


def add(
    cast: Cast, family: Family, username: str, incident: NewIncident = EARLIER, hours: int = 3
) -> Incident:
    actor = cast.actor(username)
    with acting_as(actor):
        return add_incident(
            case=family.case, incident=incident, actor=actor, at=OPENED + timedelta(hours=hours)
        )


def test_an_event_is_seen_by_who_may_see_events(cast: Cast, family: Family) -> None:
    add(cast, family, "vt")
    seen = {}
    for username in ("politie", "om", "3ro", "rvdk", "shn"):
        with acting_as(cast.actor(username)):
            found = incidents_of(family.seen_by(cast, username, LATER))
            seen[username] = (len(found.shown), found.held_back)
    assert seen == dict.fromkeys(("politie", "om", "3ro", "rvdk"), (1, 0)) | {"shn": (0, 1)}


def test_an_event_in_the_future_without_text_or_source_is_refused(cast: Cast, family: Family) -> None:
    wrong = NewIncident(happened_on=date(2026, 3, 11), description=" ", source="", precision="week")
    with pytest.raises(InvalidInput) as refused:
        add(cast, family, "vt", wrong)
    assert set(refused.value.errors) == {"happened_on", "description", "source", "precision"}


def test_who_only_knows_that_the_case_exists_adds_nothing(cast: Cast, family: Family) -> None:
    with pytest.raises(NotAllowed):
        add(cast, family, "zvh")


def test_an_event_of_another_organisation_puts_the_assessment_out_of_date(cast: Cast, family: Family) -> None:
    conclude(cast, family, acute(family))
    add(cast, family, "politie")
    with acting_as(cast.actor("vt")):
        outdated = current(family.case, "A")
        assert outdated is not None
        assert (outdated.outdated_at, outdated.outdated_reason) == (
            OPENED + timedelta(hours=3),
            "Er is een nieuwe onveilige gebeurtenis.",
        )
        [term] = Term.objects.filter(case=family.case, kind=TermKind.REASSESS.value)
    assert term.organisation == cast.organisation(OrganisationKind.VT)
    assert term.due_at == OPENED + timedelta(hours=3)


def test_an_earlier_event_added_by_the_assessor_leaves_the_assessment_as_it_is(
    cast: Cast, family: Family
) -> None:
    conclude(cast, family, acute(family))
    add(cast, family, "vt")
    with acting_as(cast.actor("vt")):
        found = current(family.case, "A")
    assert found is not None
    assert found.outdated_at is None


def test_an_event_after_the_day_of_the_conclusion_puts_it_out_of_date_whoever_adds_it(
    cast: Cast, family: Family
) -> None:
    conclude(cast, family, acute(family))
    tomorrow = NewIncident(
        happened_on=date(2026, 3, 11), description="Belde 40 keer", source="family_contact"
    )
    add(cast, family, "vt", tomorrow, hours=30)
    with acting_as(cast.actor("vt")):
        found = current(family.case, "A")
    assert found is not None
    assert found.outdated_at is not None


def test_the_first_reason_stays_and_a_new_version_meets_the_task(cast: Cast, family: Family) -> None:
    conclude(cast, family, acute(family))
    add(cast, family, "politie", hours=3)
    add(cast, family, "om", hours=4)
    assert status_of(cast, family, TermKind.REASSESS) == ["open"]
    conclude(cast, family, acute(family, late_reason="Direct opgepakt"), hours=5)
    assert status_of(cast, family, TermKind.REASSESS) in (["met"], ["met_late"])
    with acting_as(cast.actor("vt")):
        found = current(family.case, "A")
    assert found is not None
    assert (found.version, found.outdated_at) == (2, None)
