"""A suspect who was heard without arrest: no clock, checks before ZSM, who takes part by age and label."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from cases.access.errors import InvalidInput, NotAllowed
from cases.access.wall import acting_as
from cases.casefiles.models import CaseEvent, CaseRole
from cases.persons.models import PersonRelation
from cases.persons.services import NewPerson
from cases.reports.services import NewReport
from cases.terms.rules.kinds import TermKind
from cases.victims.queries import guardians_of, told_with
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.zsm.intake.making import (
    ADULT,
    HEARD,
    INSERTED,
    LIGHT,
    MINOR,
    REGISTERED,
    REMAND,
    charge,
    heard_case,
    hearing,
    held_case,
    joined,
    owes,
    shared,
    term,
)
from zsm.intake.queries import current_custody
from zsm.intake.rules import GuardianIs, GuardianOf, VictimIs
from zsm.intake.services import Complaint, HearingIntake, InvolvedGuardian, register_hearing

pytestmark = pytest.mark.django_db

POLICE_AND_OM = {("politie", ""), ("om", "")}
FAMILY = {("vt", ""), ("shn", "")}


def test_hearing_starts_no_clock_and_police_owes_its_checks_before_the_case_is_put_on_zsm(cast: Cast) -> None:
    case = heard_case(cast, children_checked=False)
    with acting_as(cast.actor("politie")):
        owed, custody = owes(case), current_custody(case)
    before_zsm = {
        ("politie", kind): INSERTED
        for kind in ("report_to_vt", "child_check", "ib_of_victim", "huisverbod_check")
    }
    assert before_zsm.items() <= owed.items()
    assert ("om", "first_decision") not in owed
    assert ("vt", "part_a") not in owed
    assert case.state == "at_zsm"
    assert custody is not None
    assert (custody.status, custody.heard_how, custody.heard_at) == ("heard", "summoned", HEARD)
    assert custody.first_decision_hours is None


def test_without_a_moment_on_zsm_the_checks_are_owed_without_a_moment(cast: Cast) -> None:
    case = heard_case(cast, hearing=hearing(inserted_at=None), children_checked=False)
    with acting_as(cast.actor("politie")):
        owed = owes(case)
    assert owed["politie", "child_check"] is None
    assert owed["politie", "report_to_vt"] is None


def test_stalking_of_a_heard_suspect_gives_five_working_days_for_the_sash(cast: Cast) -> None:
    case = heard_case(cast, charges=(charge("285b"),), complaint=Complaint(answer="unknown"))
    with acting_as(cast.actor("politie")):
        assert owes(case)["politie", "sash"] == ams("2026-03-18 00:00")


def test_report_sent_at_the_hearing_gives_veilig_thuis_five_working_days(cast: Cast) -> None:
    case = heard_case(cast, report=NewReport(situation="Ruzie met geweld."))
    with acting_as(cast.actor("politie")):
        owed = owes(case)
    assert owed["vt", "vt_assessment"] == ams("2026-03-18 00:00")
    assert ("politie", "report_to_vt") not in owed
    assert ("vt", "assessment_outcome") not in owed


def test_veilig_thuis_is_asked_what_came_of_a_report_that_it_had_already(cast: Cast) -> None:
    case = heard_case(cast, reported_on=date(2026, 3, 2))
    with acting_as(cast.actor("politie")):
        owed = owes(case)
        told = CaseEvent.objects.get(case=case, kind="reported_before").summary
    assert owed["vt", "assessment_outcome"] == INSERTED
    assert ("politie", "report_to_vt") not in owed
    assert told == "Aan Veilig Thuis was al gemeld, op ma 2 mrt 2026."


def test_held_suspect_of_a_report_that_was_made_already_asks_for_part_a_and_not_for_its_outcome(
    cast: Cast,
) -> None:
    case = held_case(cast, reported_on=date(2026, 3, 2))
    with acting_as(cast.actor("politie")):
        owed = owes(case)
    assert ("vt", "part_a") in owed
    assert not {("vt", "assessment_outcome"), ("politie", "report_to_vt")} & set(owed)


# held or heard, age, offence, label → who joins besides police and OM, who advises
RULES = [
    ("held", ADULT, REMAND, True, FAMILY | {("3ro", "")}, "3ro"),
    ("held", ADULT, LIGHT, True, FAMILY | {("3ro", "")}, "3ro"),
    ("held", ADULT, REMAND, False, set(), None),
    ("held", MINOR, REMAND, True, FAMILY | {("rvdk", "penal")}, "rvdk"),
    ("held", MINOR, LIGHT, True, FAMILY | {("rvdk", "penal"), ("halt", "")}, "rvdk"),
    ("held", MINOR, LIGHT, False, {("rvdk", "penal"), ("halt", "")}, "rvdk"),
    ("held", MINOR, REMAND, False, {("rvdk", "penal")}, "rvdk"),
    ("heard", ADULT, REMAND, True, FAMILY | {("3ro", "")}, "3ro"),
    ("heard", ADULT, LIGHT, False, set(), None),
    ("heard", MINOR, REMAND, True, FAMILY | {("rvdk", "penal")}, "rvdk"),
    ("heard", MINOR, LIGHT, True, FAMILY | {("rvdk", "penal"), ("halt", "")}, "rvdk"),
    ("heard", MINOR, LIGHT, False, {("rvdk", "penal"), ("halt", "")}, "rvdk"),
]


@pytest.mark.parametrize("row", RULES)
def test_age_offence_and_label_decide_who_joins_and_who_advises(cast: Cast, row: Any) -> None:
    met, born, code, label, others, adviser = row
    register = held_case if met == "held" else heard_case
    case = register(cast, born=born, charges=(charge(code),), hg_label=label, guardians_unknown=born == MINOR)
    with acting_as(cast.actor("politie")):
        taking_part, owed = joined(case), owes(case)
    assert taking_part == POLICE_AND_OM | others
    assert {kind for kind, what in owed if what == "advice"} == ({adviser} if adviser else set())
    assert (("om", "first_decision") in owed) == (met == "held")


@pytest.mark.parametrize(
    ("days", "minor"),
    [
        ((date(2026, 3, 9),), False),
        ((date(2026, 3, 8),), False),
        ((date(2026, 3, 7),), True),
        ((date(2026, 3, 9), date(2026, 3, 7)), True),
    ],
)
def test_earliest_day_of_an_offence_decides_around_the_eighteenth_birthday(
    cast: Cast, days: tuple[date, ...], minor: bool
) -> None:
    charges = tuple(charge(code, day) for code, day in zip((REMAND, LIGHT), days, strict=False))
    case = heard_case(cast, born=date(2008, 3, 8), charges=charges, guardians_unknown=True)
    with acting_as(cast.actor("politie")):
        assert (("rvdk", "penal") in joined(case)) == minor


def guardian(last_name: str = "Tienhoven") -> InvolvedGuardian:
    person = NewPerson(first_names="Hanneke", last_name=last_name, birth_date=date(1975, 2, 1))
    return InvolvedGuardian(person=person, guardian_is=GuardianIs.GUARDIAN)


def test_guardian_of_a_minor_is_recorded_as_network_with_the_relation(cast: Cast) -> None:
    case = heard_case(cast, born=MINOR, guardians=(guardian(),))
    with acting_as(cast.actor("politie")):
        role = CaseRole.objects.select_related("person").get(case=case, role="network")
        relation = PersonRelation.objects.select_related("other").get(person=role.person)
        suspect = CaseRole.objects.get(case=case, role="suspect")
    assert (relation.kind, relation.other_id) == ("guardian", suspect.person_id)


def errors_of(cast: Cast, **changes: Any) -> dict[str, list[str]]:
    police = cast.actor("politie")
    how = changes.pop("hearing", hearing())
    intake = HearingIntake(**shared(cast, **changes), hearing=how)
    with acting_as(police), pytest.raises(InvalidInput) as refused:
        register_hearing(intake=intake, actor=police, at=REGISTERED)
    return {key: list(texts) for key, texts in refused.value.errors.items()}


def test_parents_of_a_minor_are_asked_unless_the_victim_is_one(cast: Cast) -> None:
    assert list(errors_of(cast, born=MINOR)) == ["guardians.known"]
    heard_case(cast, born=MINOR, victim_is=VictimIs.MOTHER)


def test_guardian_of_an_adult_is_refused(cast: Cast) -> None:
    assert list(errors_of(cast, guardians=(guardian(),))) == ["guardians.known"]


def test_guardian_of_a_minor_victim_can_be_told_in_the_place_of_a_child(cast: Cast) -> None:
    police = cast.actor("politie")
    victim = shared(cast)["victim"]
    young = replace(victim, person=replace(victim.person, birth_date=date(2016, 5, 1)))
    mother = replace(guardian(), guardian_of=GuardianOf.VICTIM)
    case = heard_case(cast, victim=young, guardians=(mother,))
    with acting_as(police):
        child = CaseRole.objects.select_related("person").get(case=case, role="victim").person
        told = CaseRole.objects.select_related("person").get(case=case, role="network").person
        assert told_with(case, child, REGISTERED) == guardians_of(case, child) == [told]


def test_guardian_of_an_adult_victim_is_refused(cast: Cast) -> None:
    victim = shared(cast)["victim"]
    adult = replace(victim, person=replace(victim.person, birth_date=date(1990, 5, 1)))
    wrong = replace(guardian(), guardian_of=GuardianOf.VICTIM)
    assert list(errors_of(cast, victim=adult, guardians=(wrong,))) == ["guardians.known"]


def test_birth_date_is_asked_of_every_suspect(cast: Cast) -> None:
    suspect = shared(cast)["suspect"]
    unknown = replace(suspect, person=replace(suspect.person, birth_date=None))
    assert list(errors_of(cast, suspect=unknown, hg_label=False)) == ["suspect.birth_date"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"how": "invited"}, "how"),
        ({"place": " "}, "place"),
        ({"heard_at": REGISTERED + timedelta(minutes=1)}, "heard_at"),
        ({"inserted_at": HEARD - timedelta(minutes=1)}, "inserted_at"),
    ],
)
def test_what_is_wrong_with_a_hearing_is_said_at_its_field(
    cast: Cast, wrong: dict[str, object], field: str
) -> None:
    assert f"hearing.{field}" in errors_of(cast, hearing=hearing(**wrong))


def test_report_day_to_come_or_without_label_is_refused(cast: Cast) -> None:
    assert list(errors_of(cast, reported_on=date(2026, 3, 11))) == ["case.reported_on"]
    assert list(errors_of(cast, reported_on=date(2026, 3, 1), hg_label=False)) == ["case.hg_label"]


@pytest.mark.parametrize("username", ["vt", "om", "politie.lead"])
def test_only_hovj_and_case_handlers_of_the_police_register_a_hearing(cast: Cast, username: str) -> None:
    actor = cast.actor(username)
    intake = HearingIntake(**shared(cast), hearing=hearing())
    with acting_as(actor), pytest.raises(NotAllowed):
        register_hearing(intake=intake, actor=actor, at=REGISTERED)


def test_wishes_and_facts_are_owed_of_a_heard_suspect_too(cast: Cast) -> None:
    case = heard_case(cast)
    with acting_as(cast.actor("politie")):
        owed = owes(case)
        assert term(case, TermKind.WISHES).organisation.kind == "shn"
    assert ("om", "prosecution_facts") in owed
