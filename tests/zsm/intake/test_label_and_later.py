"""The HG label of a case without, and what was not answered at the intake."""

from __future__ import annotations

from datetime import date

import pytest

from cases.access.errors import Conflict, InvalidInput, NotAllowed
from cases.access.models import DisclosureMark
from cases.access.wall import acting_as
from cases.casefiles.link_models import LabelStep
from cases.casefiles.models import Case, CaseRole
from cases.organisations.rules import OrganisationKind
from cases.persons.services import NewPerson
from cases.plans.models import SafetyMeasure
from cases.plans.rules.measure import MeasureKind
from cases.terms.rules.kinds import TermKind
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.zsm.intake.making import ADULT, MINOR, heard_case, held_case, joined, owes, term
from zsm.intake.models import MeasureCheck
from zsm.intake.services import (
    ChildrenFound,
    InvolvedChild,
    NewOutcome,
    RunningMeasure,
    check_children_again,
    check_measures,
    judge_label,
    propose_label,
    tell_earlier_outcome,
)

pytestmark = pytest.mark.django_db
NOW = ams("2026-03-10 12:00")
WHY = "Ex-partners die niet samenwonen; zij is bang voor hem."


def proposed(cast: Cast, case: Case, username: str = "om") -> LabelStep:
    actor = cast.actor(username)
    with acting_as(actor):
        return propose_label(case=case, reason=WHY, actor=actor, at=NOW)


def judged(cast: Cast, case: Case, username: str = "politie", *, accept: bool = True) -> LabelStep:
    actor = cast.actor(username)
    with acting_as(actor):
        return judge_label(case=case, accept=accept, reason="Dat klopt.", actor=actor, at=NOW)


def test_proposal_makes_police_owe_an_answer_the_same_day(cast: Cast) -> None:
    case = held_case(cast, hg_label=False)
    proposed(cast, case)
    with acting_as(cast.actor("politie")):
        assert owes(case)["politie", "judge_hg_label"] == ams("2026-03-11 00:00")
        assert Case.objects.get(pk=case.pk).hg_label == "proposed"
        assert joined(case) == {("politie", ""), ("om", "")}


@pytest.mark.parametrize(("minor", "adviser"), [(False, "3ro"), (True, "rvdk")])
def test_accepted_label_lets_the_partners_join_and_starts_what_they_owe(
    cast: Cast, minor: bool, adviser: str
) -> None:
    born = MINOR if minor else ADULT
    case = held_case(cast, hg_label=False, born=born, guardians_unknown=minor)
    proposed(cast, case)
    judged(cast, case)
    with acting_as(cast.actor("politie")):
        owed, partners = owes(case), {kind for kind, _ in joined(case)}
    assert {"vt", "shn", adviser} <= partners
    assert owed["vt", "part_a"] == ams("2026-03-10 17:00")
    assert owed[adviser, "advice"] == ams("2026-03-10 18:00")
    assert {("politie", "report_to_vt"), ("shn", "wishes")} <= set(owed)
    assert ("politie", "judge_hg_label") not in owed


def test_rejected_label_keeps_the_reason_and_may_be_proposed_again(cast: Cast) -> None:
    case = held_case(cast, hg_label=False)
    proposed(cast, case)
    judged(cast, case, "om", accept=False)
    with acting_as(cast.actor("politie")):
        assert joined(case) == {("politie", ""), ("om", "")}
    proposed(cast, case, "politie")
    with acting_as(cast.actor("politie")):
        steps = list(LabelStep.objects.filter(case=case).order_by("pk").values_list("step", flat=True))
    assert steps == ["proposed", "rejected", "proposed"]


def test_label_that_is_there_or_proposed_is_not_proposed_and_nothing_is_judged_twice(cast: Cast) -> None:
    with_label, without = held_case(cast), held_case(cast, hg_label=False, number=1)
    with pytest.raises(Conflict):
        proposed(cast, with_label)
    with pytest.raises(Conflict):
        judged(cast, without)
    proposed(cast, without)
    with pytest.raises(Conflict):
        proposed(cast, without)


def test_only_police_and_om_judge_the_label(cast: Cast) -> None:
    case = held_case(cast, hg_label=False, born=MINOR, guardians_unknown=True)
    proposed(cast, case, "rvdk")
    with pytest.raises(NotAllowed):
        judged(cast, case, "rvdk")


def test_proposal_needs_a_reason(cast: Cast) -> None:
    case, actor = held_case(cast, hg_label=False), cast.actor("om")
    with acting_as(actor), pytest.raises(InvalidInput):
        propose_label(case=case, reason=" ", actor=actor, at=NOW)


def a_child(name: str = "Noor") -> InvolvedChild:
    return InvolvedChild(
        person=NewPerson(first_names=name, last_name="Tienhoven", birth_date=date(2018, 5, 5))
    )


def checked(cast: Cast, case: Case, username: str = "politie", **changes: object) -> None:
    actor = cast.actor(username)
    found = ChildrenFound(**changes)  # type: ignore[arg-type]  # the tests name the fields
    with acting_as(actor):
        check_children_again(case=case, found=found, actor=actor, at=NOW)


def test_child_found_later_joins_and_brings_the_raad_that_owes_the_triage(cast: Cast) -> None:
    case = held_case(cast, children_checked=False)
    checked(cast, case, children=(a_child(),), child_present=True, open_to=frozenset({OrganisationKind.OM}))
    with acting_as(cast.actor("politie")):
        owed = owes(case)
        assert CaseRole.objects.filter(case=case, role="child").count() == 1
        assert ("rvdk", "civil") in joined(case)
        assert term(case, TermKind.CHILD_CHECK, "met").ended_at == NOW
        assert DisclosureMark.objects.get(case=case, category="children").recipient_kind == "om"
    assert owed["rvdk", "civil_triage"] == ams("2026-03-10 19:00")


def test_no_children_meets_the_check_and_nobody_joins(cast: Cast) -> None:
    case = heard_case(cast, children_checked=False)
    checked(cast, case)
    with acting_as(cast.actor("politie")):
        assert ("politie", "child_check") not in owes(case)
        assert ("rvdk", "civil") not in joined(case)


def test_answer_of_no_children_against_the_children_on_record_is_refused(cast: Cast) -> None:
    case = heard_case(cast, children=(a_child(),))
    with pytest.raises(InvalidInput):
        checked(cast, case)
    with pytest.raises(NotAllowed):
        checked(cast, case, "vt")


def test_huisverbod_check_is_met_with_or_without_a_measure(cast: Cast) -> None:
    without, having = held_case(cast), held_case(cast, number=1)
    police = cast.actor("politie")
    order = RunningMeasure(
        kind=MeasureKind.TEMPORARY_RESTRAINING_ORDER,
        parts=frozenset(),
        imposed_by="burgemeester",
        imposed_at=ams("2026-03-09 20:00"),
    )
    with acting_as(police):
        check_measures(case=without, measure=None, note="meldkamer", actor=police, at=NOW)
        check_measures(case=having, measure=order, actor=police, at=NOW)
        results = dict(MeasureCheck.objects.values_list("case", "result"))
        assert results == {without.pk: "none", having.pk: "in_force"}
        assert SafetyMeasure.objects.get(case=having).kind == "temporary_restraining_order"
        for case in (without, having):
            assert ("politie", "huisverbod_check") not in owes(case)


@pytest.mark.parametrize(
    ("acute", "changed", "part_a"), [("no", "no", False), ("no", "yes", True), ("yes", "no", True)]
)
def test_outcome_of_an_earlier_report_asks_part_a_when_it_is_unsafe_or_changed(
    cast: Cast, acute: str, changed: str, part_a: bool
) -> None:
    case, vt = heard_case(cast, reported_on=date(2026, 3, 2)), cast.actor("vt")
    given = NewOutcome(acute=acute, structural="yes", changed=changed, adapt_conditions="no")
    with acting_as(vt):
        tell_earlier_outcome(case=case, outcome=given, actor=vt, at=NOW)
        owed = owes(case)
    assert ("vt", "assessment_outcome") not in owed
    assert (("vt", "part_a") in owed) == part_a


def test_only_veilig_thuis_tells_the_outcome_and_answers_everything(cast: Cast) -> None:
    case = heard_case(cast, reported_on=date(2026, 3, 2))
    given = NewOutcome(acute="no", structural="no", changed="", adapt_conditions="no")
    for username, refusal in (("politie", NotAllowed), ("vt", InvalidInput)):
        actor = cast.actor(username)
        with acting_as(actor), pytest.raises(refusal):
            tell_earlier_outcome(case=case, outcome=given, actor=actor, at=NOW)
