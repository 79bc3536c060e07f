"""The act of the prosecutor: what is checked, what is kept, and what it sets in motion."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.access.errors import Conflict, GuardRefusal, InvalidInput, NotAllowed
from cases.access.wall import acting_as
from cases.casefiles.models import Case, CaseEvent
from cases.organisations.rules import OrganisationKind, Role
from cases.outbox.models import OutboxMessage
from cases.plans.models import SafetyMeasure
from cases.terms.rules.kinds import TermKind
from cases.victims.models import VictimNotice
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.ground.database import afresh
from tests.zsm.decision.making import (
    DECIDED,
    DUE,
    a_held_case,
    before_rc,
    concluded,
    custody,
    decided,
    past_the_wall,
    release,
    running,
    stated,
    the_term,
)
from veiligheid.demo.stories import minor_son_hits_his_mother
from zsm.decision.models import Decision
from zsm.decision.rules.act import Order
from zsm.decision.rules.checklist import Guard, Override
from zsm.decision.rules.kinds import DecisionKind
from zsm.decision.services import decide
from zsm.intake.queries import current_custody

pytestmark = pytest.mark.usefixtures("made", "rolled_back")

OVERRIDE = Override(frozenset({Guard.RELEASE_WHILE_ACUTE}), "De wet dwingt de vrijlating af.", frozenset())


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Case:
    """The stalking case: acute, with suspicion, sufficient evidence and serious objections."""
    found = a_held_case(cast)
    concluded(cast, found)
    stated(cast, found)
    return found


@pytest.fixture
def case(rolled_back: None, made: Case) -> Case:
    """That case, for one test."""
    return afresh(made)


def test_custody_and_rc_end_the_first_decision_and_start_their_terms(cast: Cast, case: Case) -> None:
    decision = decided(cast, case, custody(), before_rc())
    first = the_term(case, TermKind.FIRST_DECISION)
    assert first.status == "met"
    assert [row.due_at for row in running(case, TermKind.POLICE_CUSTODY)] == [ams("2026-03-13 15:05")]
    assert [row.due_at for row in running(case, TermKind.BEFORE_RC)] == [ams("2026-03-14 03:25")]
    with past_the_wall():
        assert sorted(decision.orders.values_list("kind", flat=True)) == ["bring_before_rc", "hold_custody"]
        case.refresh_from_db()
        held = current_custody(case)
    assert case.state == "awaiting"
    assert held is not None
    assert held.status == "held"


def test_what_was_on_the_table_is_frozen_with_the_decision(cast: Cast, case: Case) -> None:
    decision = decided(cast, case, custody(), before_rc())
    stated(cast, case, at=DECIDED + timedelta(hours=1))
    with past_the_wall():
        kept = Decision.objects.get(pk=decision.pk).on_the_table
    assert kept["records"]["prosecution_facts"]["version"] == 1
    assert kept["records"]["part_a"]["conclusion"] == "yes"
    assert kept["flowchart"]["row"] == decision.flowchart_row == 3
    assert kept["missing"] == {"wishes": True, "advice": True, "part_a": False}
    assert {line["code"] for line in kept["lines"]} >= {
        "custody",
        "suspicion",
        "complaint",
        "measure",
        "wishes",
    }


def test_the_victim_has_to_be_informed_by_the_named_organisation_within_four_hours(
    cast: Cast, case: Case
) -> None:
    decided(cast, case, custody())
    with past_the_wall():
        notice = VictimNotice.objects.select_related("informer").get(case=case)
    assert notice.informer == cast.organisation(OrganisationKind.SHN)
    assert notice.about == "De verdachte blijft vastzitten bij de politie, ten hoogste drie dagen."
    (term,) = running(case, TermKind.INFORM_VICTIM)
    assert (term.organisation, term.due_at) == (notice.informer, DECIDED + timedelta(hours=4))


def test_release_is_refused_while_acute_with_everything_that_is_missing(cast: Cast, case: Case) -> None:
    with pytest.raises(GuardRefusal) as refused:
        decided(cast, case, release())
    by_code = {item.code: item.supplier for item in refused.value.missing}
    assert by_code["acuteness_lifted"] is OrganisationKind.VT
    assert by_code["uncovered"] is OrganisationKind.OM
    texts = " ".join(item.text for item in refused.value.missing)
    assert "Esmée de Wilde" in texts
    assert "geschonden" in texts
    with past_the_wall():
        assert not Decision.objects.filter(case=case).exists()


def test_refusal_names_persons_only_as_the_prosecutor_may_know_them(cast: Cast) -> None:
    case = a_held_case(cast, minor_son_hits_his_mother)
    concluded(cast, case)
    stated(cast, case)
    with pytest.raises(GuardRefusal) as refused:
        decided(cast, case, release())
    texts = " ".join(item.text for item in refused.value.missing)
    assert "een kind" in texts


@pytest.mark.parametrize("username", ["om.assistent", "om.secretaris", "kpc", "vt", "politie"])
def test_nobody_but_a_prosecutor_decides(cast: Cast, case: Case, username: str) -> None:
    with pytest.raises(NotAllowed):
        decided(cast, case, custody(), username=username)


def test_an_override_is_marked_and_alerts_veilig_thuis_and_police(cast: Cast, case: Case) -> None:
    decision = decided(cast, case, release(), override=OVERRIDE)
    assert decision.overridden_guards == [1]
    assert decision.override_motivation == OVERRIDE.motivation
    with past_the_wall():
        mark = CaseEvent.objects.get(case=case, kind="guard_overridden")
        alerted = list(
            OutboxMessage.objects.filter(kind="guard_overridden", case=case).select_related(
                "recipient__organisation"
            )
        )
    assert mark.category == "decision"
    assert {row.addressee.organisation.kind for row in alerted} == {"vt", "politie"}
    assert {row.channel for row in alerted} == {"in_app", "email"}
    owed = running(case, TermKind.SAME_DAY_SAFETY)
    assert {term.organisation.kind for term in owed} == {"vt", "politie"}
    assert {term.due_at for term in owed} == {ams("2026-03-11 00:00")}


def test_an_override_counts_by_the_roles_of_who_decides(cast: Cast, case: Case) -> None:
    pretended = Override(OVERRIDE.guards, OVERRIDE.motivation, frozenset({Role.PROSECUTOR}))
    with pytest.raises(NotAllowed):
        decided(cast, case, release(), override=pretended, username="om.assistent")


def test_an_override_without_motivation_opens_nothing(cast: Cast, case: Case) -> None:
    empty = Override(OVERRIDE.guards, "  ", frozenset())
    with pytest.raises(GuardRefusal) as refused:
        decided(cast, case, release(), override=empty)
    assert "override_motivation" in {item.code for item in refused.value.missing}


def test_a_release_ends_custody_and_asks_a_new_judgement_of_veilig_thuis(cast: Cast, case: Case) -> None:
    decided(cast, case, custody(), before_rc())
    later = DECIDED + timedelta(hours=20)
    decided(cast, case, release(later), override=OVERRIDE, at=later)
    with past_the_wall():
        now = current_custody(case)
    assert now is not None
    assert now.status == "released"
    assert not running(case, TermKind.POLICE_CUSTODY)
    assert not running(case, TermKind.BEFORE_RC)
    assert running(case, TermKind.REASSESS)


def test_a_late_first_decision_needs_its_reason(cast: Cast, case: Case) -> None:
    late = DUE + timedelta(minutes=30)
    with pytest.raises(GuardRefusal) as refused:
        decided(cast, case, custody(late), at=late)
    assert "overrun_reason" in {item.code for item in refused.value.missing}
    decided(cast, case, custody(late), at=late, late_reason="Tolk kwam te laat.")
    first = the_term(case, TermKind.FIRST_DECISION)
    assert (first.status, first.end_reason) == ("met_late", "Tolk kwam te laat.")


def test_at_the_due_moment_itself_the_first_decision_is_in_time(cast: Cast, case: Case) -> None:
    decided(cast, case, custody(DUE), at=DUE)
    assert the_term(case, TermKind.FIRST_DECISION).status == "met"


def test_the_same_order_twice_is_a_conflict(cast: Cast, case: Case) -> None:
    decided(cast, case, custody())
    with pytest.raises(Conflict, match="Dit is al besloten"):
        decided(cast, case, custody(), at=DECIDED + timedelta(minutes=1))


def test_a_screen_that_is_out_of_date_is_a_conflict(cast: Cast, case: Case) -> None:
    decided(cast, case, custody(), seen=0)
    with pytest.raises(Conflict, match="intussen een besluit genomen"):
        decided(cast, case, before_rc(), at=DECIDED + timedelta(minutes=1), seen=0)


def test_every_field_that_is_wrong_is_named_under_its_order(cast: Cast, case: Case) -> None:
    with pytest.raises(InvalidInput) as refused:
        decided(cast, case, Order(DecisionKind.HOLD_CUSTODY, {}), motivation=" ")
    assert set(refused.value.errors) == {
        "hold_custody-ground",
        "hold_custody-order_moment",
        "hold_custody-place",
        "motivation",
    }


def test_holding_and_releasing_do_not_go_together(cast: Cast, case: Case) -> None:
    with pytest.raises(InvalidInput) as refused:
        decided(cast, case, custody(), release())
    assert "niet samen" in refused.value.errors[""][0]


def test_the_probation_service_never_informs_a_victim_of_stalking(cast: Cast, case: Case) -> None:
    with pytest.raises(GuardRefusal) as refused:
        decided(cast, case, custody(), informer=OrganisationKind.RECLASSERING)
    assert {item.code for item in refused.value.missing} == {"informer_3ro_stalking"}


def test_an_informer_outside_the_case_is_refused(cast: Cast, case: Case) -> None:
    actor = cast.actor("om")
    with acting_as(actor), pytest.raises(InvalidInput) as refused:
        decide(
            case=case,
            orders=[custody()],
            motivation="Gevaar.",
            informer=cast.organisation(OrganisationKind.SHN, "Rivierkwartier"),
            actor=actor,
            at=DECIDED,
        )
    assert set(refused.value.errors) == {"informer"}


def test_a_behavioural_order_becomes_a_measure_that_has_to_be_served(cast: Cast, case: Case) -> None:
    with acting_as(cast.actor("om")):
        victim = case.roles.get(role="victim").person
    order = Order(
        DecisionKind.BEHAVIOURAL_ORDER,
        {
            "order_grounds": ("b",),
            "parts": ("contact_ban", "area_ban"),
            "area": "Meidoornstraat",
            "persons": (str(victim.public_id),),
            "days": 90,
        },
    )
    decided(cast, case, order)
    with past_the_wall():
        imposed = SafetyMeasure.objects.get(case=case, imposed_at=DECIDED)
        protected = [row.person for row in imposed.protections.select_related("person")]
    assert (imposed.area, imposed.served_at) == ("Meidoornstraat", None)
    assert protected == [victim]
    (serve,) = running(case, TermKind.SERVE_MEASURE)
    assert (serve.organisation.kind, serve.subject_public_id) == ("politie", imposed.public_id)
    assert running(case, TermKind.FIRST_DECISION)


def test_a_plan_date_runs_to_its_day_and_keeps_the_case_waiting(cast: Cast, case: Case) -> None:
    order = Order(
        DecisionKind.PLAN_DATE,
        {
            "plan_date": ams("2026-03-24 12:00").date(),
            "needed_by_then": ("advice",),
            "interim_safety": "De verdachte blijft vast.",
        },
    )
    decided(cast, case, custody(), order)
    (term,) = running(case, TermKind.PLAN_DATE)
    assert term.due_at == ams("2026-03-25 00:00")


def test_partners_get_word_of_the_decision(cast: Cast, case: Case) -> None:
    decided(cast, case, custody())
    with past_the_wall():
        told = list(
            OutboxMessage.objects.filter(kind="decision_taken", case=case).select_related(
                "recipient__organisation"
            )
        )
    assert {row.addressee.organisation.kind for row in told} == {"vt", "politie", "3ro", "shn"}
    assert {row.channel for row in told} == {"in_app"}


def test_a_case_past_zsm_is_not_decided_on(cast: Cast, case: Case) -> None:
    with past_the_wall():
        Case.objects.filter(pk=case.pk).update(state="after_zsm")
    with pytest.raises(Conflict, match="na ZSM"):
        decided(cast, case, custody())
