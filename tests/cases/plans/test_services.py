"""Conditions, measures and breaches: who may, what they bring, and whom they keep safe."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cases.access.errors import Conflict, InvalidInput, NotAllowed
from cases.access.wall import acting_as
from cases.assessments.queries import current
from cases.assessments.services import conclude_part_a
from cases.organisations.models import Organisation
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person
from cases.plans.models import Breach, SafetyCondition, SafetyMeasure
from cases.plans.queries import coverage, gaps_at, measures_in_force, plan_of
from cases.plans.rules.conditions import ConditionLevel
from cases.plans.rules.measure import MeasureKind, Part
from cases.plans.services import (
    NewCondition,
    NewMeasure,
    Service,
    judge_breach,
    record_breach,
    record_measure,
    record_service,
    set_condition,
    withdraw_condition,
)
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.factories.family import OPENED, Family, acute, make_family, make_order

pytestmark = pytest.mark.django_db
K = OrganisationKind


@pytest.fixture
def family(cast: Cast) -> Family:
    return make_family(cast)


def terms_of(cast: Cast, family: Family, kind: TermKind) -> list[Term]:
    with acting_as(cast.actor("politie")):
        terms = Term.objects.filter(case=family.case, kind=kind.value)
        return list(terms.select_related("organisation").order_by("pk"))


def assess(cast: Cast, family: Family, hours: int = 1) -> None:
    vt = cast.actor("vt")
    with acting_as(vt):
        conclude_part_a(
            case=family.case,
            part_a=acute(family, late_reason="Eerst met het gezin gesproken"),
            actor=vt,
            at=OPENED + timedelta(hours=hours),
        )


def uncovered(cast: Cast, family: Family, hours: int) -> set[Person]:
    persons = (family.victim, *family.children)
    with acting_as(cast.actor("vt")):
        return set(coverage(family.case, OPENED + timedelta(hours=hours), persons).uncovered)


# --- measures -------------------------------------------------------------------------------------


def test_a_served_behavioural_order_runs_ninety_days_from_serving_to_the_minute(
    cast: Cast, family: Family
) -> None:
    order = make_order(cast, family, days_ago=20)
    # 20 days before 10 March 10:00; the clock goes forward in between, the time of day stays.
    assert (order.starts_at, order.ends_at) == (ams("2026-02-18 10:00"), ams("2026-05-19 10:00"))
    [own] = terms_of(cast, family, TermKind.BEHAVIOURAL_ORDER)
    assert (own.organisation.kind, own.due_at) == ("om", order.ends_at)
    [ends] = terms_of(cast, family, TermKind.MEASURE_ENDS)
    assert (ends.organisation.kind, ends.due_at) == ("vt", order.ends_at)


def test_an_order_that_was_not_served_is_owed_by_the_police_while_its_days_run(
    cast: Cast, family: Family
) -> None:
    order = make_order(cast, family, is_served=False)
    assert [term.organisation.kind for term in terms_of(cast, family, TermKind.SERVE_MEASURE)] == ["politie"]
    assert [term.organisation.kind for term in terms_of(cast, family, TermKind.REGISTER_MEASURE)] == [
        "politie"
    ]
    [own] = terms_of(cast, family, TermKind.BEHAVIOURAL_ORDER)
    assert (own.started_at, own.due_at) == (order.imposed_at, order.ends_at)
    [ends] = terms_of(cast, family, TermKind.MEASURE_ENDS)
    assert ends.due_at == order.ends_at


def serve(cast: Cast, order: SafetyMeasure, username: str = "politie", **values: object) -> SafetyMeasure:
    actor = cast.actor(username)
    service = Service(**(values or {"served_at": OPENED, "served_by": "agent Blom"}))  # type: ignore[arg-type]  # filled in by name
    with acting_as(actor):
        return record_service(measure=order, service=service, actor=actor, at=OPENED + timedelta(hours=1))


def test_serving_keeps_the_days_and_registering_ends_the_other_task(cast: Cast, family: Family) -> None:
    order = make_order(cast, family, is_served=False)
    served = serve(cast, order)
    assert (served.starts_at, served.ends_at) == (order.imposed_at, order.ends_at)
    assert [term.status for term in terms_of(cast, family, TermKind.SERVE_MEASURE)] == ["met"]
    assert [term.status for term in terms_of(cast, family, TermKind.REGISTER_MEASURE)] == ["open"]
    serve(cast, order, registered_at=OPENED, registered_by="meldkamer")
    assert [term.status for term in terms_of(cast, family, TermKind.REGISTER_MEASURE)] == ["met"]


def test_serving_twice_is_a_conflict(cast: Cast, family: Family) -> None:
    order = make_order(cast, family)
    with pytest.raises(Conflict, match="al vastgelegd"):
        serve(cast, order)


def test_serving_without_moment_or_name_is_refused(cast: Cast, family: Family) -> None:
    order = make_order(cast, family, is_served=False)
    with pytest.raises(InvalidInput) as refused:
        serve(cast, order, served_at=OPENED, registered_by="meldkamer")
    assert set(refused.value.errors) == {"served_by", "registered_at"}


def test_veilig_thuis_does_not_serve(cast: Cast, family: Family) -> None:
    with pytest.raises(NotAllowed, match="taak van Politie"):
        serve(cast, make_order(cast, family, is_served=False), "vt")


def new_measure(family: Family, **changes: object) -> NewMeasure:
    values: dict[str, object] = {
        "kind": MeasureKind.BEHAVIOURAL_ORDER,
        "parts": frozenset({Part.CONTACT_BAN}),
        "imposed_by": "officier van justitie",
        "imposed_at": OPENED,
        "protects": (family.victim,),
    }
    return NewMeasure(**(values | changes))  # type: ignore[arg-type]  # filled in by name


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"parts": frozenset()}, "parts"),
        ({"parts": frozenset({Part.DAMAGES})}, "parts"),
        ({"imposed_by": " "}, "imposed_by"),
        ({"imposed_at": OPENED + timedelta(hours=2)}, "imposed_at"),
        ({"ends_at": OPENED + timedelta(days=91)}, "ends_at"),
        ({"ends_at": OPENED - timedelta(hours=1)}, "ends_at"),
        ({"served_at": OPENED}, "served_by"),
        ({"registered_by": "meldkamer"}, "registered_at"),
        ({"served_at": OPENED - timedelta(days=1), "served_by": "agent Blom"}, "served_at"),
    ],
)
def test_a_measure_that_cannot_be_so_is_refused(
    cast: Cast, family: Family, changes: dict[str, object], field: str
) -> None:
    police = cast.actor("politie")
    with acting_as(police), pytest.raises(InvalidInput) as refused:
        record_measure(case=family.case, measure=new_measure(family, **changes), actor=police, at=OPENED)
    assert field in refused.value.errors


def test_a_measure_protects_nobody_of_another_case_and_not_whom_it_binds(cast: Cast, family: Family) -> None:
    other = make_family(cast)
    police = cast.actor("politie")
    for protects in ((other.victim,), (family.suspect,)):
        with acting_as(police), pytest.raises(InvalidInput) as refused:
            record_measure(
                case=family.case, measure=new_measure(family, protects=protects), actor=police, at=OPENED
            )
        assert set(refused.value.errors) == {"protects"}


def test_a_restraining_order_holds_its_bans_by_law_and_ends_after_ten_days(
    cast: Cast, family: Family
) -> None:
    police = cast.actor("politie")
    with acting_as(police):
        order = record_measure(
            case=family.case,
            measure=new_measure(
                family,
                kind=MeasureKind.TEMPORARY_RESTRAINING_ORDER,
                parts=frozenset(),
                imposed_by="burgemeester",
                served_at=OPENED,
                served_by="hulpofficier",
            ),
            actor=police,
            at=OPENED,
        )
    assert (order.parts, order.ends_at) == (["contact_ban", "location_ban"], OPENED + timedelta(days=10))
    assert len(terms_of(cast, family, TermKind.TEMPORARY_RESTRAINING_ORDER)) == 1


def test_an_order_stops_being_in_force_at_its_end(cast: Cast, family: Family) -> None:
    order = make_order(cast, family)
    assert order.ends_at is not None
    with acting_as(cast.actor("om")):
        assert measures_in_force(family.case, order.ends_at - timedelta(seconds=1)) == [order]
        assert measures_in_force(family.case, order.ends_at) == []


# --- breaches and coverage ------------------------------------------------------------------------


def breach(cast: Cast, order: SafetyMeasure, username: str = "politie", hours: int = 2) -> Breach:
    actor = cast.actor(username)
    at = OPENED + timedelta(hours=hours)
    with acting_as(actor):
        return record_breach(
            measure=order,
            happened_at=at - timedelta(minutes=30),
            description="Aan de deur gezien",
            actor=actor,
            at=at,
        )


def test_a_breach_is_judged_by_om_the_same_day_and_outdates_the_assessment(
    cast: Cast, family: Family
) -> None:
    order = make_order(cast, family)
    assess(cast, family)
    breach(cast, order)
    [term] = terms_of(cast, family, TermKind.JUDGE_BREACH)
    assert (term.organisation.kind, term.due_at) == ("om", ams("2026-03-11 00:00"))
    with acting_as(cast.actor("vt")):
        assessment = current(family.case, "A")
    assert assessment is not None
    assert assessment.outdated_at == OPENED + timedelta(hours=2)


def test_a_broken_order_counts_again_once_judged_and_assessed_again(cast: Cast, family: Family) -> None:
    order = make_order(cast, family)
    everybody = {family.victim, *family.children}
    assess(cast, family)
    assert uncovered(cast, family, 1) == set()
    broken = breach(cast, order)
    assert uncovered(cast, family, 2) == everybody
    prosecutor = cast.actor("om")
    with acting_as(prosecutor):
        judge_breach(breach=broken, outcome="prosecuted", actor=prosecutor, at=OPENED + timedelta(hours=3))
    assert uncovered(cast, family, 3) == everybody
    assess(cast, family, hours=4)
    assert uncovered(cast, family, 4) == set()
    assert [term.status for term in terms_of(cast, family, TermKind.JUDGE_BREACH)] == ["met"]


def test_a_breach_outside_the_period_of_the_order_is_refused(cast: Cast, family: Family) -> None:
    order = make_order(cast, family)
    police = cast.actor("politie")
    for moment in (order.starts_at - timedelta(minutes=1), OPENED + timedelta(hours=1)):
        with acting_as(police), pytest.raises(InvalidInput) as refused:
            record_breach(measure=order, happened_at=moment, description="Gezien", actor=police, at=OPENED)
        assert set(refused.value.errors) == {"happened_at"}


@pytest.mark.parametrize("username", ["om.assistent", "om.secretaris", "politie", "vt"])
def test_only_a_prosecutor_judges_a_breach(cast: Cast, family: Family, username: str) -> None:
    broken = breach(cast, make_order(cast, family))
    actor = cast.actor(username)
    with acting_as(actor), pytest.raises(NotAllowed):
        judge_breach(breach=broken, outcome="no_action", actor=actor, at=OPENED + timedelta(hours=3))


def test_a_breach_is_judged_once(cast: Cast, family: Family) -> None:
    broken = breach(cast, make_order(cast, family))
    actor = cast.actor("om")
    with acting_as(actor):
        judge_breach(breach=broken, outcome="no_action", actor=actor, at=OPENED + timedelta(hours=3))
        with pytest.raises(Conflict):
            judge_breach(breach=broken, outcome="prosecuted", actor=actor, at=OPENED + timedelta(hours=4))


def test_an_order_that_was_not_served_protects_nobody(cast: Cast, family: Family) -> None:
    make_order(cast, family, is_served=False)
    with acting_as(cast.actor("vt")):
        found = coverage(family.case, OPENED, [family.victim])
    assert found.uncovered == (family.victim,)
    assert [flaw.reason for flaw in found.discounted] == ["De gedragsaanwijzing is nog niet uitgereikt."]


def test_an_order_against_the_suspect_leaves_the_way_open_for_the_network(cast: Cast, family: Family) -> None:
    make_order(cast, family)
    vt = cast.actor("vt")
    with acting_as(vt):
        answers = acute(family)
        threats = tuple(
            type(row)(person=row.person, access=answers.threats[0].access) for row in answers.threats
        )
        conclude_part_a(
            case=family.case,
            part_a=acute(family, threats=threats, unsafe=(family.victim,)),
            actor=vt,
            at=OPENED,
        )
        gaps = gaps_at(family.case, OPENED)
    assert [(gap.person, gap.threat, gap.network) for gap in gaps] == [(family.victim, family.brother, True)]


# --- conditions -----------------------------------------------------------------------------------


def no_contact(cast: Cast, family: Family, **changes: object) -> NewCondition:
    organisations: dict[str, Organisation] = {
        "supervisor": cast.organisation(K.POLITIE),
        "breach_reporter": cast.organisation(K.POLITIE),
        "breach_reported_to": cast.organisation(K.OM),
    }
    values: dict[str, object] = organisations | {
        "level": ConditionLevel.FLOOR,
        "text": "Milan Bakker heeft geen contact met Sofie Winter.",
        "binds": family.suspect,
        "consequence": "De politie houdt aan.",
        "starts_on": date(2026, 3, 10),
    }
    return NewCondition(**(values | changes))  # type: ignore[arg-type]  # filled in by name


def set_one(cast: Cast, family: Family, username: str = "vt", **changes: object) -> SafetyCondition:
    actor = cast.actor(username)
    with acting_as(actor):
        return set_condition(
            case=family.case, condition=no_contact(cast, family, **changes), actor=actor, at=OPENED
        )


def test_a_condition_holds_until_its_last_day_or_until_it_is_withdrawn(cast: Cast, family: Family) -> None:
    kept = set_one(cast, family, ends_on=date(2026, 3, 12))
    gone = set_one(cast, family)
    vt = cast.actor("vt")
    with acting_as(vt):
        withdraw_condition(condition=gone, reason="Vervangen door de gedragsaanwijzing", actor=vt, at=OPENED)
        on_the_last_day = plan_of(family.seen_by(cast, "vt"), ams("2026-03-12 23:59"))
        day_after = plan_of(family.seen_by(cast, "vt"), ams("2026-03-13 00:00"))
        with pytest.raises(Conflict):
            withdraw_condition(condition=gone, reason="Nog een keer", actor=vt, at=OPENED)
    assert (on_the_last_day.conditions, on_the_last_day.ended_conditions) == ((kept,), (gone,))
    assert day_after.conditions == ()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "[wie] komt niet bij [adres of gebied]."}, "text"),
        ({"text": " "}, "text"),
        ({"consequence": ""}, "consequence"),
        ({"ends_on": date(2026, 3, 9)}, "ends_on"),
    ],
)
def test_a_condition_without_its_parts_is_refused(
    cast: Cast, family: Family, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        set_one(cast, family, "vt", **changes)
    assert set(refused.value.errors) == {field}


def test_who_supervises_takes_part_in_the_case(cast: Cast, family: Family) -> None:
    with pytest.raises(InvalidInput) as refused:
        set_one(cast, family, supervisor=cast.organisation(K.LOKAAL))
    assert set(refused.value.errors) == {"supervisor"}


@pytest.mark.parametrize("username", ["politie", "om", "rvdk"])
def test_only_veilig_thuis_sets_conditions(cast: Cast, family: Family, username: str) -> None:
    with pytest.raises(NotAllowed, match="taak van Veilig Thuis"):
        set_one(cast, family, username)


def test_a_condition_is_hidden_where_the_table_says_so(cast: Cast, family: Family) -> None:
    set_one(cast, family)
    with acting_as(cast.actor("shn")):
        plan = plan_of(family.seen_by(cast, "shn"), OPENED)
    assert (plan.conditions, plan.held_back) == ((), 1)
