"""Arresting a suspect who was heard or released: a new fact, continuing suspicion, a clock that starts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.access.errors import Conflict, GuardRefusal, InvalidInput, NotAllowed
from cases.access.wall import GUARD_ROLE, acting_as, set_context
from cases.assessments.queries import PART_A, current
from cases.casefiles.models import Case
from cases.outbox.models import OutboxMessage
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.zsm.intake.making import (
    LATER,
    an_arrest,
    arrested_again,
    heard_case,
    held_case,
    new_event,
    owes,
    term,
)
from zsm.decision.rules.facts import Answer, Evidence
from zsm.decision.services import NewFacts, state_facts
from zsm.intake.models import Custody
from zsm.intake.queries import custody_history
from zsm.intake.services import Grounds, arrest_again, change_custody

pytestmark = pytest.mark.django_db
AGAIN = LATER + timedelta(hours=1)


def test_new_fact_and_suspicion_start_the_clock_and_the_terms_of_a_held_suspect(cast: Cast) -> None:
    case = heard_case(cast)
    new_event(cast, case)
    custody = arrested_again(cast, case, AGAIN)
    due = ams("2026-03-10 23:45")
    with acting_as(cast.actor("politie")):
        owed = owes(case)
        heard, held = custody_history(case)
        reason = term(case, TermKind.PROSECUTION_FACTS, "cancelled").end_reason
    assert owed["om", "first_decision"] == due
    assert owed["om", "prosecution_facts"] == due
    assert owed["3ro", "advice"] == due - timedelta(hours=1)
    assert owed["vt", "part_a"] == due - timedelta(hours=2)
    assert owed["politie", "huisverbod_check"] == ams("2026-03-11 00:00")
    assert (heard.status, heard.ends_at) == ("heard", custody.arrested_at)
    assert (held.status, held.ends_at) == ("held", None)
    assert held.new_fact.startswith("onveilige gebeurtenis van di 10 mrt 2026")
    assert held.suspicion_continues == "Verklaring van een getuige."
    assert "De verdachte is aangehouden" in reason


def test_released_suspect_is_arrested_again_and_the_history_keeps_every_period(cast: Cast) -> None:
    case = held_case(cast)
    om = cast.actor("om")
    with acting_as(om):
        Term.objects.filter(case=case, kind="first_decision").update(
            status="met", ended_at=LATER, ended_by=om.user_id
        )
        change_custody(case=case, status="released", actor=om, at=LATER)
    new_event(cast, case, LATER + timedelta(minutes=10))
    arrested_again(cast, case, AGAIN)
    with acting_as(om):
        assert [row.status for row in custody_history(case)] == ["held", "released", "held"]
        assert Term.objects.filter(case=case, kind="first_decision").count() == 2


def test_assessment_of_veilig_thuis_has_to_be_judged_again_before_the_arrest_is_decided_on(
    cast: Cast,
) -> None:
    from tests.zsm.decision.making import concluded

    case = heard_case(cast)
    concluded(cast, case)
    arrested_again(cast, case, AGAIN)
    with acting_as(cast.actor("vt")):
        part_a = current(case, PART_A)
        assert part_a is not None
        assert part_a.outdated_reason.startswith("Er moet worden besloten of de verdachte wordt aangehouden")
        assert ("vt", "reassess") in owes(case)


def test_without_a_new_fact_nobody_is_arrested_and_police_is_named_as_supplier(cast: Cast) -> None:
    case = heard_case(cast)
    with pytest.raises(GuardRefusal) as refused:
        arrested_again(cast, case, AGAIN)
    assert [(item.code, item.supplier) for item in refused.value.missing] == [("new_fact", "politie")]


def test_fact_from_before_the_release_is_no_new_fact(cast: Cast) -> None:
    case = heard_case(cast)
    new_event(cast, case, LATER)
    with acting_as(cast.actor("om")):
        change_custody(case=case, status="released", actor=cast.actor("om"), at=LATER + timedelta(minutes=1))
    with pytest.raises(GuardRefusal):
        arrested_again(cast, case, AGAIN)


def test_suspicion_that_om_denies_is_missing(cast: Cast) -> None:
    case = heard_case(cast)
    new_event(cast, case)
    om = cast.actor("om")
    facts = NewFacts(
        suspicion=Answer.NO, suspicion_ground="", evidence=Evidence.UNKNOWN, serious_objections=Answer.NO
    )
    with acting_as(om):
        state_facts(case=case, facts=facts, actor=om, at=LATER)
    with pytest.raises(GuardRefusal) as refused:
        arrested_again(cast, case, AGAIN)
    assert [item.code for item in refused.value.missing] == ["suspicion"]


def test_every_field_that_is_wrong_is_told(cast: Cast) -> None:
    case = heard_case(cast)
    new_event(cast, case)
    early = an_arrest(ams("2026-03-10 09:00"), place=" ")
    with pytest.raises(InvalidInput) as refused:
        arrested_again(cast, case, AGAIN, arrest=early, grounds=Grounds(fact="x", suspicion=" "))
    assert set(refused.value.errors) == {"arrested_at", "place", "fact", "suspicion"}


def test_held_suspect_is_not_arrested_twice(cast: Cast) -> None:
    case = held_case(cast)
    with pytest.raises(Conflict):
        arrested_again(cast, case, AGAIN)


def test_held_is_reached_by_an_arrest_only(cast: Cast) -> None:
    case = heard_case(cast)
    police = cast.actor("politie")
    with acting_as(police), pytest.raises(Conflict):
        change_custody(case=case, status="held", actor=police, at=AGAIN)


@pytest.mark.parametrize("username", ["vt", "om", "politie.lead"])
def test_only_hovj_and_case_handlers_of_the_police_arrest(cast: Cast, username: str) -> None:
    case = heard_case(cast)
    actor = cast.actor(username)
    grounds = Grounds(fact="x", suspicion="y")
    with acting_as(actor), pytest.raises(NotAllowed):
        arrest_again(case=case, arrest=an_arrest(AGAIN), grounds=grounds, actor=actor, at=AGAIN)


def test_everybody_who_takes_part_hears_of_the_new_clock(cast: Cast) -> None:
    case = heard_case(cast)
    new_event(cast, case)
    arrested_again(cast, case, AGAIN)
    set_context(GUARD_ROLE)
    told = OutboxMessage.objects.filter(case=case, kind="arrested_again")
    kinds = set(told.values_list("recipient__organisation__kind", flat=True))
    set_context("none")
    assert {"vt", "om", "shn", "3ro"} <= kinds


def test_waiting_case_comes_back_to_zsm(cast: Cast) -> None:
    case = heard_case(cast)
    new_event(cast, case)
    with acting_as(cast.actor("politie")):
        Case.objects.filter(pk=case.pk).update(state="after_zsm")
    arrested_again(cast, case, AGAIN)
    with acting_as(cast.actor("politie")):
        assert Case.objects.get(pk=case.pk).state == "at_zsm"
        assert Custody.objects.filter(case=case, ends_at__isnull=True, status="held").count() == 1
