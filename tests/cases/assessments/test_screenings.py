"""Recording the stalking checklist and the individual assessment of the victim."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cases.access.errors import Conflict, GuardRefusal, InvalidInput, NotAllowed
from cases.access.rules.categories import Category
from cases.access.wall import acting_as
from cases.assessments.models import IndividualAssessment, StalkingChecklist
from cases.assessments.queries import current_checklist, sash_suggestions, stalker_is_ex_partner
from cases.assessments.rules.answers import Presence, YesNo
from cases.assessments.services import VictimAssessment, assess_victim, record_checklist
from cases.casefiles.models import CaseEvent
from cases.casefiles.services import add_person
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person
from cases.persons.services import NewPerson
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from cases.terms.services import start_term
from tests.factories.cast import Cast
from tests.factories.family import OPENED, Family, make_family
from tests.factories.screenings import checklist, victim_assessment

pytestmark = pytest.mark.django_db
TAKEN = OPENED + timedelta(hours=1)


@pytest.fixture
def family(cast: Cast) -> Family:
    return make_family(cast)


# --- stalking checklist ---------------------------------------------------------------------------


def record(
    cast: Cast,
    family: Family,
    *yes: str,
    username: str = "politie.lead",
    based_on: int | None = None,
) -> StalkingChecklist:
    actor = cast.actor(username)
    with acting_as(actor):
        return record_checklist(
            case=family.case, answers=checklist(yes), based_on=based_on, actor=actor, at=TAKEN
        )


def test_the_checklist_needs_no_certificate_and_feeds_the_sash(cast: Cast, family: Family) -> None:
    record(cast, family, "getting_worse", "fear", "ex_partner")
    with acting_as(cast.actor("politie")):
        found = sash_suggestions(family.case)
        assert stalker_is_ex_partner(family.case)
        told = CaseEvent.objects.get(case=family.case, kind="stalking_checklist_recorded")
    assert (found["getting_worse"].presence, found["getting_worse"].note) == (Presence.PRESENT, "elke dag")
    assert (found["mortal_fear"].presence, found["mortal_fear"].note) == (None, "elke dag")
    assert found["recent_loss"].presence is Presence.ABSENT
    assert told.category == Category.SCREENINGS
    assert told.summary.startswith("Vragenlijst bij stalking: 3 van de 14 keer ja.")


def test_a_new_checklist_is_a_new_version(cast: Cast, family: Family) -> None:
    record(cast, family, based_on=0)
    with pytest.raises(Conflict, match="versie 1"):
        record(cast, family, based_on=0)
    record(cast, family, "weapons", based_on=1)
    with acting_as(cast.actor("politie")):
        found = current_checklist(family.case)
        assert found is not None
        assert found.version == 2
        assert not stalker_is_ex_partner(family.case)


def test_a_yes_without_description_is_refused_at_its_question(cast: Cast, family: Family) -> None:
    actor = cast.actor("politie")
    answers = tuple(
        type(row)(code=row.code, answer=YesNo.YES if row.code == "weapons" else row.answer)
        for row in checklist()
    )
    with acting_as(actor), pytest.raises(InvalidInput) as refused:
        record_checklist(case=family.case, answers=answers, actor=actor, at=TAKEN)
    assert set(refused.value.errors) == {"weapons"}


@pytest.mark.parametrize("username", ["vt", "om", "3ro", "shn", "zvh", "politie-rk"])
def test_nobody_else_takes_the_checklist(cast: Cast, family: Family, username: str) -> None:
    with pytest.raises(NotAllowed):
        record(cast, family, username=username)


# --- individual assessment ------------------------------------------------------------------------


def assess(
    cast: Cast, family: Family, given: VictimAssessment, username: str = "politie"
) -> IndividualAssessment:
    actor = cast.actor(username)
    with acting_as(actor):
        return assess_victim(case=family.case, assessment=given, actor=actor, at=TAKEN)


def owed(cast: Cast, family: Family) -> Term:
    police = cast.actor("politie")
    with acting_as(police):
        return start_term(
            case=family.case,
            kind=TermKind.IB_OF_VICTIM,
            organisation=cast.organisation(OrganisationKind.POLITIE),
            due_at=None,
            actor=police,
            at=OPENED,
            parameters=None,
        )


def test_police_takes_it_and_that_meets_what_was_owed(cast: Cast, family: Family) -> None:
    term = owed(cast, family)
    saved = assess(cast, family, victim_assessment(family))
    with acting_as(cast.actor("politie")):
        term.refresh_from_db()
        told = CaseEvent.objects.get(case=family.case, kind="victim_assessed")
    assert term.status in ("met", "met_late")
    assert (saved.version, saved.special_protection, saved.risk_repeat) == (1, "yes", "yes")
    assert saved.measures == ["no_visual_contact", "alarm_device"]
    assert (told.category, told.summary) == (
        Category.SCREENINGS,
        "Individuele beoordeling van het slachtoffer: bijzondere bescherming nodig.",
    )


def test_every_victim_needs_one(cast: Cast, family: Family) -> None:
    term, second = owed(cast, family), another_victim(cast, family, date(1990, 1, 1))
    assess(cast, family, victim_assessment(family))
    with acting_as(cast.actor("politie")):
        term.refresh_from_db()
        assert term.status == "open"
    assess(cast, family, victim_assessment(family, victim=second))
    with acting_as(cast.actor("politie")):
        term.refresh_from_db()
        assert term.status != "open"


def another_victim(cast: Cast, family: Family, born: date) -> Person:
    police = cast.actor("politie")
    with acting_as(police):
        new = NewPerson(first_names="Roos", last_name="Winter", birth_date=born)
        return add_person(case=family.case, new=new, role="victim", actor=police, at=OPENED)


def test_the_prosecution_brings_it_up_to_date_and_is_never_the_first(cast: Cast, family: Family) -> None:
    with pytest.raises(GuardRefusal) as refused:
        assess(cast, family, victim_assessment(family), "om")
    assert [item.code for item in refused.value.missing] == ["police_first"]
    assess(cast, family, victim_assessment(family, based_on=0))
    saved = assess(cast, family, victim_assessment(family, based_on=1, view="Wil gehoord worden"), "om")
    assert (saved.version, saved.organisation.kind, saved.victim_view) == (2, "om", "Wil gehoord worden")
    with pytest.raises(Conflict, match="versie 2"):
        assess(cast, family, victim_assessment(family, based_on=1))


def test_a_minor_victim_always_needs_special_protection(cast: Cast, family: Family) -> None:
    minor = another_victim(cast, family, date(2008, 3, 11))
    given = victim_assessment(family, victim=minor, needed=YesNo.NO, measures=())
    with pytest.raises(GuardRefusal) as refused:
        assess(cast, family, given)
    assert [item.code for item in refused.value.missing] == ["minor"]


def test_everything_wrong_is_told_per_field(cast: Cast, family: Family) -> None:
    wrong = victim_assessment(
        family, victim=family.brother, relation=" ", offence_circumstances="", view="x" * 2001
    )
    with pytest.raises(InvalidInput) as refused:
        assess(cast, family, wrong)
    assert set(refused.value.errors) == {"victim", "relation", "offence_circumstances", "view"}


@pytest.mark.parametrize("username", ["vt", "3ro", "rvdk", "shn"])
def test_nobody_else_assesses_the_victim(cast: Cast, family: Family, username: str) -> None:
    with pytest.raises(NotAllowed, match="taak van Politie of Openbaar Ministerie"):
        assess(cast, family, victim_assessment(family), username)
