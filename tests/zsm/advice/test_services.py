"""Who advises, what an advice must hold, what it meets, and who reads it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from cases.access.errors import Conflict, GuardRefusal, InvalidInput, NotAllowed
from cases.access.wall import acting_as
from cases.casefiles.queries import open_case, story
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person
from cases.plans.rules.conditions import ConditionLevel
from cases.plans.services import NewCondition, set_condition
from cases.terms.rules.kinds import TermKind
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.factories.family import OPENED, Family, make_family
from tests.zsm.advice.making import ADVISED, COMPLETE, advised, drafted
from tests.zsm.decision.making import a_held_case, past_the_wall, the_term
from veiligheid.demo.stories import minor_son_hits_his_mother, threat_at_home
from zsm.advice.models import Advice
from zsm.advice.queries import advice_facts, advice_handed_in, last_own, own_draft, seen_advices
from zsm.advice.rules.advice import AdviceKind, SpokenWith, TakenIn, Weighing
from zsm.decision.queries import case_facts

pytestmark = pytest.mark.django_db
MINOR = replace(COMPLETE, em=None, em_reason="", dut=None, dut_reason="", conditions=())


@pytest.fixture
def family(cast: Cast) -> Family:
    return make_family(cast)


def a_condition(cast: Cast, family: Family) -> str:
    vt = cast.actor("vt")
    with acting_as(vt):
        row = set_condition(
            case=family.case,
            condition=NewCondition(
                level=ConditionLevel.FLOOR,
                text="Geen contact met haar.",
                binds=family.suspect,
                supervisor=cast.organisation(OrganisationKind.POLITIE),
                breach_reporter=cast.organisation(OrganisationKind.VT),
                breach_reported_to=cast.organisation(OrganisationKind.POLITIE),
                consequence="aanhouding",
                starts_on=OPENED.date(),
            ),
            actor=vt,
            at=OPENED,
        )
    return str(row.public_id)


def refused(cast: Cast, family: Family, **changes: Any) -> list[str]:
    with pytest.raises(GuardRefusal) as refusal:
        advised(cast, family.case, replace(COMPLETE, **changes))
    return [missing.code for missing in refusal.value.missing]


def test_an_advice_meets_what_3ro_owes_and_stands_in_the_story(cast: Cast) -> None:
    case = a_held_case(cast)
    advice = advised(cast, case)
    assert (advice.status, advice.version, advice.stalking) == ("handed_in", 1, True)
    assert the_term(case, TermKind.ADVICE).status == "met"
    with acting_as(cast.actor("om")):
        events = story(open_case(cast.actor("om"), case.public_id, at=ADVISED)).events
    assert [event.summary for event in events if event.kind == "advice_handed_in"] == [
        "Advies uitgebracht: kort ZSM-advies."
    ]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"em": None}, ["em_consideration"]),
        ({"em_reason": " "}, ["em_consideration"]),
        ({"dut": None, "dut_reason": ""}, ["dut_consideration"]),
        ({"em": None, "dut": None}, ["em_consideration", "dut_consideration"]),
        ({"risk": "", "feasibility": ""}, ["risk", "feasibility"]),
        ({"children_heard": None}, ["children_heard"]),
    ],
)
def test_a_stalking_advice_is_refused_without_its_parts(
    cast: Cast, family: Family, changes: dict[str, Any], codes: list[str]
) -> None:
    assert refused(cast, family, **changes) == codes
    with past_the_wall():
        assert not Advice.objects.filter(case=family.case).exists()


def test_the_database_refuses_a_stalking_advice_without_em_too(cast: Cast, family: Family) -> None:
    advice = advised(cast, family.case)
    weighs = pytest.raises(DatabaseError, match="stalking_advice_weighs")
    with past_the_wall(), weighs, transaction.atomic():
        Advice.objects.filter(pk=advice.pk).update(em="")


def test_an_advice_in_another_case_needs_no_em_or_dut(cast: Cast) -> None:
    case = a_held_case(cast, threat_at_home)
    content = replace(COMPLETE, em=None, em_reason="", dut=None, dut_reason="")
    assert advised(cast, case, content).stalking is False


def test_3ro_never_speaks_with_a_stalking_victim(cast: Cast, family: Family) -> None:
    content = replace(COMPLETE, spoken_with=frozenset({SpokenWith.VICTIM}))
    with pytest.raises(InvalidInput) as wrong:
        drafted(cast, family.case, content)
    assert wrong.value.errors == {
        "spoken_with": ["De reclassering heeft bij stalking nooit contact met het slachtoffer."]
    }


def test_every_condition_of_veilig_thuis_is_taken_in_or_not_with_the_reason(
    cast: Cast, family: Family
) -> None:
    key = a_condition(cast, family)
    assert refused(cast, family) == ["vt_conditions"]
    assert refused(cast, family, vt_conditions={key: TakenIn(taken=False)}) == ["vt_condition_reason"]
    answers = {key: TakenIn(taken=False, reason="Het contactverbod loopt al.")}
    advice = advised(cast, family.case, replace(COMPLETE, vt_conditions=answers))
    assert advice.vt_conditions == {key: {"taken": False, "reason": "Het contactverbod loopt al."}}


def test_an_area_ban_is_advised_with_five_kilometres_unless_said_otherwise(
    cast: Cast, family: Family
) -> None:
    [condition] = advised(cast, family.case).conditions
    assert condition["radius_km"] == 5


def test_a_new_version_stands_beside_the_one_that_was_handed_in(cast: Cast, family: Family) -> None:
    first = advised(cast, family.case)
    later = ams("2026-03-10 16:00")
    second = advised(cast, family.case, replace(COMPLETE, risk="Nog hoger."), at=later, seen=1)
    with acting_as(cast.actor("om")):
        rows = seen_advices(family.seen_by(cast, "om"))
        last = advice_handed_in(family.case)[OrganisationKind.RECLASSERING]
    assert [(row.version, row.risk) for row in rows] == [(2, "Nog hoger."), (1, COMPLETE.risk)]
    assert (last.pk, first.pk != second.pk) == (second.pk, True)


def test_nobody_changes_what_was_handed_in(cast: Cast, family: Family) -> None:
    advice = advised(cast, family.case)
    with acting_as(cast.actor("3ro")), transaction.atomic():
        assert Advice.objects.filter(pk=advice.pk).update(risk="anders") == 0


def test_a_colleague_who_was_first_is_said(cast: Cast, family: Family) -> None:
    advised(cast, family.case)
    with pytest.raises(Conflict, match="collega"):
        advised(cast, family.case, seen=0)


def test_a_draft_is_seen_by_the_own_organisation_only(cast: Cast, family: Family) -> None:
    draft = drafted(cast, family.case, replace(COMPLETE, risk="Nog te bespreken."))
    with acting_as(cast.actor("3ro")):
        assert own_draft(family.seen_by(cast, "3ro")) == draft
    for username in ("om", "rvdk", "vt", "politie"):
        with acting_as(cast.actor(username)):
            access = family.seen_by(cast, username)
            assert own_draft(access) is None
            assert seen_advices(access) == []
            assert not Advice.objects.filter(pk=draft.pk).exists(), "the wall keeps a draft from partners"


def test_a_draft_meets_nothing_and_does_not_count_for_the_decision(cast: Cast) -> None:
    case = a_held_case(cast)
    drafted(cast, case)
    assert the_term(case, TermKind.ADVICE).status == "open"
    with acting_as(cast.actor("om")):
        assert case_facts(case, ADVISED).advice_from == frozenset()


def test_a_draft_is_gone_on_with_and_handed_in(cast: Cast, family: Family) -> None:
    draft = drafted(cast, family.case, replace(COMPLETE, risk=""))
    handed_in = advised(cast, family.case)
    assert (handed_in.pk, handed_in.version) == (draft.pk, 1)
    with acting_as(cast.actor("3ro")):
        last = last_own(family.seen_by(cast, "3ro"))
    assert last is not None
    assert last.risk == COMPLETE.risk


def test_the_decision_sees_the_advice_and_its_considerations(cast: Cast) -> None:
    case = a_held_case(cast)
    advised(cast, case)
    with acting_as(cast.actor("om")):
        facts = case_facts(case, ADVISED)
    assert facts.advice_from == {OrganisationKind.RECLASSERING}
    assert (facts.em_considered, facts.dut_considered) == (True, True)


@pytest.mark.parametrize(
    ("username", "reason"),
    [
        ("politie", "taak van Reclassering"),
        ("vt", "taak van Reclassering"),
        ("om", "taak van Reclassering"),
        ("shn", "taak van Reclassering"),
        ("zvh", "taak van Reclassering"),
        ("rvdk", "meerderjarig: de reclassering adviseert"),
    ],
)
def test_only_3ro_advises_on_an_adult(cast: Cast, family: Family, username: str, reason: str) -> None:
    for make in (advised, drafted):
        with pytest.raises(NotAllowed, match=f"{reason}|draagt niet bij"):
            make(cast, family.case, username=username)


def test_an_administrator_does_not_advise(cast: Cast, family: Family) -> None:
    with pytest.raises(NotAllowed, match="Uw rol geeft geen toegang"):
        advised(cast, family.case, username="vt.beheer")


def test_the_rvdk_advises_on_a_minor_and_3ro_has_no_part_in_it(cast: Cast) -> None:
    case = a_held_case(cast, minor_son_hits_his_mother)
    advice = advised(cast, case, MINOR, username="rvdk")
    assert advice.organisation.kind == OrganisationKind.RVDK
    assert the_term(case, TermKind.ADVICE).status == "met"
    with pytest.raises(NotAllowed):
        advised(cast, case, MINOR)


def test_without_a_birth_date_nobody_advises_and_is_told_why(cast: Cast, family: Family) -> None:
    with past_the_wall():
        Person.objects.filter(pk=family.suspect.pk).update(birth_date=None)
    assert refused(cast, family)[0] == "minor"


def test_an_early_help_advice_waits_for_police_custody(cast: Cast, family: Family) -> None:
    assert refused(cast, family, kind=AdviceKind.EARLY_HELP) == ["police_custody"]


def test_an_advice_after_its_moment_is_met_late(cast: Cast) -> None:
    case = a_held_case(cast)
    advised(cast, case, at=ams("2026-03-10 18:30"), late_reason="De tolk kwam laat.")
    term = the_term(case, TermKind.ADVICE)
    assert term.status == "met_late"


def test_the_advice_is_read_by_om_and_rvdk_and_by_veilig_thuis_when_it_is_shared(
    cast: Cast, family: Family
) -> None:
    advised(cast, family.case)

    def readers() -> set[str]:
        found = set()
        for username in ("politie", "om", "vt", "3ro", "rvdk", "shn"):
            with acting_as(cast.actor(username)):
                if seen_advices(family.seen_by(cast, username)):
                    found.add(username)
        return found

    assert readers() == {"om", "3ro", "rvdk"}
    advised(cast, family.case, share_with_vt=True)
    assert readers() == {"om", "3ro", "rvdk", "vt"}


def test_the_facts_of_an_advice_come_from_the_case(cast: Cast) -> None:
    case = a_held_case(cast)
    with acting_as(cast.actor("3ro")):
        facts = advice_facts(case, ADVISED)
    assert (facts.minor, facts.stalking, facts.held, facts.children) == (False, True, True, True)
    assert (facts.partner_violence, facts.police_custody, facts.summoned) == (True, False, False)


def test_em_is_yes_or_no(cast: Cast, family: Family) -> None:
    with pytest.raises(InvalidInput) as wrong:
        drafted(cast, family.case, replace(COMPLETE, em=Weighing.NOT_APPLICABLE))
    assert "em" in wrong.value.errors
