"""After the decision: the judge, the release, an escape, longer holding, a routing, what a plan date asks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from cases.access.errors import Conflict, GuardRefusal, InvalidInput, NotAllowed
from cases.access.wall import acting_as
from cases.casefiles.models import Case, CaseEvent, CaseLead, CaseRole
from cases.organisations.rules import OrganisationKind, Role
from cases.outbox.models import OutboxMessage
from cases.persons.models import Person
from cases.plans.models import SafetyMeasure
from cases.plans.rules.measure import Part
from cases.plans.services import Service, record_service
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from cases.victims.models import VictimNotice
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.ground.database import afresh
from tests.zsm.decision.making import (
    DECIDED,
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
from veiligheid.demo.stories import daughter_at_her_fathers_door, threat_at_home
from zsm.decision.models import JudicialOutcome, OtherDetention, Release
from zsm.decision.queries import open_escape
from zsm.decision.rules.act import Order
from zsm.decision.rules.checklist import Guard, Override
from zsm.decision.rules.court import CourtOutcome
from zsm.decision.rules.kinds import DecisionKind
from zsm.decision.rules.standstill import OtherTitle
from zsm.decision.services import (
    Extension,
    NewJudicialOutcome,
    NewOtherDetention,
    NewRelease,
    answer_routing,
    end_other_detention,
    extend_holding,
    fulfil_request,
    record_caught,
    record_escape,
    record_judicial_outcome,
    record_other_detention,
    record_release,
)
from zsm.intake.queries import current_custody
from zsm.investigation.models import InvestigationPlan

pytestmark = pytest.mark.usefixtures("made", "rolled_back")

HEARD = DECIDED + timedelta(days=2)
AWAY, BACK = HEARD + timedelta(days=1), HEARD + timedelta(days=3)
OVERRIDE = Override(frozenset({Guard.RELEASE_WHILE_ACUTE}), "De wet dwingt het af.", frozenset())


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Case:
    """The stalking case after custody and bringing before the RC."""
    found = a_held_case(cast)
    concluded(cast, found)
    stated(cast, found)
    decided(cast, found, custody(), before_rc())
    return found


@pytest.fixture
def case(rolled_back: None, made: Case) -> Case:
    """That case, for one test."""
    return afresh(made)


def victims(cast: Cast, case: Case) -> tuple[Person, ...]:
    with acting_as(cast.actor("om")):
        roles = CaseRole.objects.filter(case=case, role__in=("victim", "child")).select_related("person")
        return tuple(role.person for role in roles.order_by("pk"))


def outcome(
    cast: Cast, case: Case, kind: CourtOutcome, *, at: datetime = HEARD, username: str = "om", **more: object
) -> JudicialOutcome:
    values: dict[str, object] = {
        "outcome": kind,
        "decided_at": at,
        "informer": cast.organisation(OrganisationKind.SHN),
    }
    actor = cast.actor(username)
    with acting_as(actor):
        new = NewJudicialOutcome(**(values | more))  # type: ignore[arg-type]  # filled in by name
        return record_judicial_outcome(case=case, new=new, actor=actor, at=at)


def suspended(cast: Cast, case: Case) -> JudicialOutcome:
    return outcome(
        cast,
        case,
        CourtOutcome.REMAND_SUSPENDED,
        parts=frozenset({Part.CONTACT_BAN, Part.LOCATION_BAN}),
        persons=victims(cast, case),
        area="Straat van het slachtoffer",
    )


def freed(
    cast: Cast,
    case: Case,
    *,
    at: datetime = HEARD + timedelta(hours=1),
    username: str = "politie",
    told: frozenset[OrganisationKind] = frozenset({OrganisationKind.VT}),
    override: Override | None = None,
) -> Release:
    actor = cast.actor(username)
    new = NewRelease(released_at=at, informer=cast.organisation(OrganisationKind.SHN), told=told)
    with acting_as(actor):
        return record_release(case=case, new=new, actor=actor, at=at, override=override)


def notices(case: Case) -> list[str]:
    with past_the_wall():
        return list(VictimNotice.objects.filter(case=case).order_by("pk").values_list("about", flat=True))


# --- the judge ------------------------------------------------------------------------------------


def test_remand_ends_custody_and_counts_fourteen_days_from_its_execution(cast: Cast, case: Case) -> None:
    outcome(cast, case, CourtOutcome.REMAND_ORDERED, executed_at=HEARD)
    assert the_term(case, TermKind.BEFORE_RC).status == "met"
    assert the_term(case, TermKind.POLICE_CUSTODY).status == "met"
    (remand,) = running(case, TermKind.REMAND)
    assert remand.due_at == HEARD + timedelta(days=14)
    assert notices(case)[-1].startswith("De rechter-commissaris heeft beslist: de verdachte blijft")


def test_detention_follows_remand_and_is_extended_twice_within_ninety_days(cast: Cast, case: Case) -> None:
    outcome(cast, case, CourtOutcome.REMAND_ORDERED)
    later = HEARD + timedelta(days=13)
    outcome(cast, case, CourtOutcome.DETENTION_ORDERED, at=later, days=30)
    assert the_term(case, TermKind.REMAND).status == "met"
    for days in (30, 30):
        outcome(cast, case, CourtOutcome.DETENTION_EXTENDED, at=later, days=days)
    (detention,) = running(case, TermKind.DETENTION)
    assert detention.due_at is not None
    assert (detention.due_at.date() - later.date()).days == 90
    with pytest.raises(InvalidInput) as refused:
        outcome(cast, case, CourtOutcome.DETENTION_EXTENDED, at=later, days=1)
    assert "hoogstens 2 keer" in refused.value.errors["days"][0]


def test_a_suspension_is_a_measure_with_its_own_tasks(cast: Cast, case: Case) -> None:
    saved = suspended(cast, case)
    with past_the_wall():
        assert saved.measure_id is not None
        measure = SafetyMeasure.objects.get(pk=saved.measure_id)
    assert (measure.kind, measure.imposed_by) == ("suspension_of_remand", "rechter-commissaris")
    for kind in (TermKind.SERVE_MEASURE, TermKind.REGISTER_MEASURE):
        assert [term.subject_public_id for term in running(case, kind)][-1] == measure.public_id
    assert not running(case, TermKind.BEFORE_RC)
    assert running(case, TermKind.REASSESS)


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        (CourtOutcome.REMAND_SUSPENDED, {}, "parts"),
        (CourtOutcome.REMAND_SUSPENDED, {"parts": frozenset({Part.CONTACT_BAN})}, "persons"),
        (CourtOutcome.REMAND_ORDERED, {"days": 14}, "days"),
        (CourtOutcome.REMAND_ORDERED, {"parts": frozenset({Part.CONTACT_BAN})}, "parts"),
        (CourtOutcome.REMAND_ORDERED, {"decided_at": HEARD + timedelta(hours=1)}, "decided_at"),
        (CourtOutcome.DETENTION_ORDERED, {}, "days"),
        (CourtOutcome.DETENTION_ORDERED, {"days": 91}, "days"),
        (CourtOutcome.JUDGMENT, {}, "content"),
    ],
)
def test_an_outcome_that_cannot_be_so_is_refused_at_its_field(
    cast: Cast, case: Case, kind: CourtOutcome, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        outcome(cast, case, kind, **values)
    assert field in refused.value.errors


@pytest.mark.parametrize(
    "kind", [CourtOutcome.DETENTION_EXTENDED, CourtOutcome.DETENTION_ORDERED, CourtOutcome.DETENTION_LIFTED]
)
def test_what_does_not_lie_before_the_judge_has_no_outcome(
    cast: Cast, case: Case, kind: CourtOutcome
) -> None:
    days = None if kind is CourtOutcome.DETENTION_LIFTED else 30
    with pytest.raises(Conflict, match="kan nu niet"):
        outcome(cast, case, kind, days=days)


@pytest.mark.parametrize("username", ["politie", "vt", "kpc", "shn"])
def test_only_the_prosecution_records_what_the_judge_decided(cast: Cast, case: Case, username: str) -> None:
    with pytest.raises(NotAllowed):
        outcome(cast, case, CourtOutcome.REMAND_ORDERED, username=username)


def test_an_outcome_without_an_informer_is_refused(cast: Cast, case: Case) -> None:
    with pytest.raises(GuardRefusal):
        outcome(cast, case, CourtOutcome.REMAND_ORDERED, informer=None)


def test_a_judgment_takes_the_case_past_zsm(cast: Cast, case: Case) -> None:
    outcome(cast, case, CourtOutcome.JUDGMENT, content="Veroordeeld, contactverbod (38v).")
    case.refresh_from_db()
    assert case.state == "after_zsm"


# --- the release ----------------------------------------------------------------------------------


def test_the_door_stays_shut_until_what_protects_is_served(cast: Cast, case: Case) -> None:
    saved = suspended(cast, case)
    with pytest.raises(GuardRefusal) as refused:
        freed(cast, case)
    texts = " ".join(item.text for item in refused.value.missing)
    assert "nog niet uitgereikt" in texts
    police = cast.actor("politie")
    with acting_as(police):
        assert saved.measure_id is not None
        measure = SafetyMeasure.objects.get(pk=saved.measure_id)
        service = Service(served_at=HEARD + timedelta(minutes=30), served_by="agent Blom")
        record_service(measure=measure, service=service, actor=police, at=HEARD + timedelta(minutes=40))
    done = freed(cast, case)
    assert (done.ground, done.outcome_id) == ("court", saved.pk)
    assert measure.public_id in done.served
    with past_the_wall():
        now = current_custody(case)
    assert now is not None
    assert now.status == "released"
    assert notices(case)[-1] == "De verdachte is vrij."


def test_veilig_thuis_knows_before_the_release(cast: Cast, case: Case) -> None:
    outcome(cast, case, CourtOutcome.REMAND_REJECTED)
    with pytest.raises(GuardRefusal) as refused:
        freed(cast, case, told=frozenset())
    assert "vt_told_before" in {item.code for item in refused.value.missing}


def test_a_forced_release_is_marked_and_alerts_veilig_thuis_and_police(cast: Cast, case: Case) -> None:
    outcome(cast, case, CourtOutcome.REMAND_REJECTED)
    told = frozenset({OrganisationKind.VT, OrganisationKind.POLITIE})
    done = freed(cast, case, username="om", told=told, override=OVERRIDE)
    assert done.overridden_guards == [1]
    with past_the_wall():
        assert CaseEvent.objects.filter(case=case, kind="guard_overridden").count() == 1
        alerted = OutboxMessage.objects.filter(kind="guard_overridden", case=case)
        assert {row.addressee.organisation.kind for row in alerted} == {"vt", "politie"}
    assert {term.organisation.kind for term in running(case, TermKind.SAME_DAY_SAFETY)} == {"vt", "politie"}


def test_police_cannot_set_a_guard_aside(cast: Cast, case: Case) -> None:
    outcome(cast, case, CourtOutcome.REMAND_REJECTED)
    pretended = Override(OVERRIDE.guards, OVERRIDE.motivation, frozenset({Role.PROSECUTOR}))
    with pytest.raises(GuardRefusal) as refused:
        freed(cast, case, override=pretended)
    assert "override_prosecutor" in {item.code for item in refused.value.missing}


def test_before_the_first_decision_nobody_records_a_release(cast: Cast) -> None:
    held = a_held_case(cast, threat_at_home)
    with pytest.raises(Conflict, match="geen eerste beslissing"):
        freed(cast, held)


def test_a_decision_to_release_is_the_release(cast: Cast, case: Case) -> None:
    later = DECIDED + timedelta(hours=20)
    decision = decided(
        cast,
        case,
        release(later),
        override=OVERRIDE,
        at=later,
        told_before=(OrganisationKind.VT,),
    )
    with past_the_wall():
        done = Release.objects.get(case=case)
    assert (done.decision_id, done.told, done.overridden_guards) == (decision.pk, ["vt"], [1])


# --- escape ---------------------------------------------------------------------------------------


def test_an_escape_is_told_at_once_and_stops_the_remand(cast: Cast, case: Case) -> None:
    outcome(cast, case, CourtOutcome.REMAND_ORDERED)
    police = cast.actor("politie")
    with acting_as(police):
        informer = cast.organisation(OrganisationKind.SHN)
        record_escape(case=case, escaped_at=AWAY, informer=informer, actor=police, at=AWAY)
    (remand,) = running(case, TermKind.REMAND)
    assert remand.due_at is None
    assert notices(case)[-1] == "De verdachte is ontsnapt en is nu vrij."
    with past_the_wall():
        alerted = OutboxMessage.objects.filter(kind="suspect_escaped", case=case)
        assert {"vt", "politie", "om", "shn"} <= {row.addressee.organisation.kind for row in alerted}
    with acting_as(police):
        record_caught(case=case, caught_at=BACK, actor=police, at=BACK)
        assert open_escape(case) is None
    (remand,) = running(case, TermKind.REMAND)
    assert remand.due_at == HEARD + timedelta(days=16)


def test_nobody_escapes_who_is_not_held(cast: Cast, case: Case) -> None:
    later = DECIDED + timedelta(hours=20)
    decided(cast, case, release(later), override=OVERRIDE, at=later, told_before=(OrganisationKind.VT,))
    police = cast.actor("politie")
    with acting_as(police), pytest.raises(Conflict, match="zit niet vast"):
        record_escape(case=case, escaped_at=later, informer=None, actor=police, at=later)


# --- detained elsewhere ---------------------------------------------------------------------------


def held_elsewhere(cast: Cast, case: Case, who: str = "politie", **values: Any) -> OtherDetention:
    actor = cast.actor(who)
    new = NewOtherDetention(**{"title": OtherTitle.SENTENCE, "since": AWAY, **values})
    with acting_as(actor):
        return record_other_detention(case=case, new=new, actor=actor, at=BACK)


def test_the_remand_stands_still_while_the_suspect_sits_on_another_title(cast: Cast, case: Case) -> None:
    outcome(cast, case, CourtOutcome.REMAND_ORDERED)
    held_elsewhere(cast, case)
    (remand,) = running(case, TermKind.REMAND)
    assert remand.due_at is None
    assert any("zit vast op een andere titel (art. 64 Sv)" in step for step in remand.steps)
    with pytest.raises(Conflict, match="al vast"):
        held_elsewhere(cast, case)
    om = cast.actor("om")
    with acting_as(om):
        with pytest.raises(InvalidInput):
            end_other_detention(case=case, until=AWAY, actor=om, at=BACK)
        end_other_detention(case=case, until=BACK, actor=om, at=BACK)
        with pytest.raises(Conflict):
            end_other_detention(case=case, until=BACK, actor=om, at=BACK)
    (remand,) = running(case, TermKind.REMAND)
    assert remand.due_at == HEARD + timedelta(days=16)
    with past_the_wall():
        kinds = ("remand_stands_still", "remand_runs_again")
        told = OutboxMessage.objects.filter(kind__in=kinds, case=case)
        assert {(row.kind, row.channel) for row in told} == {(kind, "in_app") for kind in kinds}


def test_an_escape_and_a_detention_elsewhere_that_overlap_stop_the_remand_once(
    cast: Cast, case: Case
) -> None:
    outcome(cast, case, CourtOutcome.REMAND_ORDERED)
    police, caught = cast.actor("politie"), AWAY + timedelta(days=1)
    with acting_as(police):
        informer = cast.organisation(OrganisationKind.SHN)
        record_escape(case=case, escaped_at=AWAY, informer=informer, actor=police, at=AWAY)
        record_caught(case=case, caught_at=caught, actor=police, at=caught)
    held_elsewhere(cast, case, since=AWAY + timedelta(hours=12), until=BACK)
    (remand,) = running(case, TermKind.REMAND)
    assert remand.due_at == HEARD + timedelta(days=16)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"since": HEARD + timedelta(days=9)}, "since"),
        ({"until": HEARD + timedelta(days=9)}, "until"),
        ({"until": HEARD}, "until"),
        ({"title": OtherTitle.OTHER}, "note"),
        ({"note": "x" * 501}, "note"),
    ],
)
def test_a_detention_elsewhere_is_refused_at_its_field(
    cast: Cast, case: Case, values: dict[str, Any], field: str
) -> None:
    outcome(cast, case, CourtOutcome.REMAND_ORDERED)
    with pytest.raises(InvalidInput) as refused:
        held_elsewhere(cast, case, **values)
    assert set(refused.value.errors) == {field}


def test_only_police_and_om_say_so_and_only_of_a_running_remand(cast: Cast, case: Case) -> None:
    with pytest.raises(Conflict, match="geen bewaring"):
        held_elsewhere(cast, case)
    outcome(cast, case, CourtOutcome.REMAND_ORDERED)
    with pytest.raises(NotAllowed):
        held_elsewhere(cast, case, "vt")
    held_elsewhere(cast, case, since=AWAY, until=BACK)
    with pytest.raises(InvalidInput, match="since"):
        held_elsewhere(cast, case, since=AWAY + timedelta(hours=1), until=BACK)


# --- longer holding -------------------------------------------------------------------------------


def longer(
    cast: Cast, case: Case, kind: TermKind, amount: int, *, username: str = "om", at: datetime = HEARD
) -> Term:
    actor = cast.actor(username)
    order = Extension(
        kind=kind,
        amount=amount,
        reason="Getuige nog te horen.",
        condition_met=True,
        informer=cast.organisation(OrganisationKind.SHN),
    )
    with acting_as(actor):
        return extend_holding(case=case, order=order, actor=actor, at=at)


def test_police_custody_is_extended_once_by_three_days(cast: Cast, case: Case) -> None:
    longer(cast, case, TermKind.POLICE_CUSTODY, 3)
    (term,) = running(case, TermKind.POLICE_CUSTODY)
    assert term.due_at == ams("2026-03-16 15:05")
    assert "langer vastzitten bij de politie" in notices(case)[-1]
    with pytest.raises(InvalidInput) as refused:
        longer(cast, case, TermKind.POLICE_CUSTODY, 1)
    assert "hoogstens 1 keer" in refused.value.errors["amount"][0]


def test_four_days_more_is_beyond_the_law(cast: Cast, case: Case) -> None:
    with pytest.raises(InvalidInput) as refused:
        longer(cast, case, TermKind.POLICE_CUSTODY, 4)
    assert "hoogstens 3 dagen" in refused.value.errors["amount"][0]


@pytest.mark.parametrize("username", ["politie", "om.assistent", "vt"])
def test_only_a_prosecutor_extends_police_custody(cast: Cast, case: Case, username: str) -> None:
    with pytest.raises(NotAllowed):
        longer(cast, case, TermKind.POLICE_CUSTODY, 3, username=username)


def test_after_its_end_custody_is_not_extended(cast: Cast, case: Case) -> None:
    with pytest.raises(Conflict, match="verlengen kan niet meer"):
        longer(cast, case, TermKind.POLICE_CUSTODY, 3, at=DECIDED + timedelta(days=4))


def test_the_six_hours_are_extended_for_identity_and_all_that_counts_back_moves(cast: Cast) -> None:
    held = a_held_case(cast, daughter_at_her_fathers_door)
    before = the_term(held, TermKind.FIRST_DECISION).due_at
    (part_a,) = running(held, TermKind.PART_A)
    assert before is not None
    longer(cast, held, TermKind.FIRST_DECISION, 6, username="politie", at=ams("2026-03-10 12:00"))
    (term,) = running(held, TermKind.FIRST_DECISION)
    assert (before, term.due_at) == (ams("2026-03-10 16:00"), ams("2026-03-10 22:00"))
    (moved,) = running(held, TermKind.PART_A)
    assert term.due_at is not None
    assert moved.due_at == term.due_at - timedelta(hours=2)
    assert part_a.due_at != moved.due_at


def test_nine_hours_are_not_extended(cast: Cast) -> None:
    held = a_held_case(cast, threat_at_home)
    with pytest.raises(InvalidInput) as refused:
        longer(cast, held, TermKind.FIRST_DECISION, 6, at=DECIDED)
    assert "alleen een termijn van 6 uur" in refused.value.errors["amount"][0]


# --- routing and plan date ------------------------------------------------------------------------


def test_a_routed_case_is_accepted_by_another_prosecutor_who_becomes_its_lead(cast: Cast, case: Case) -> None:
    values = {"department": "interventions", "receiving_prosecutor": "mr. Aalders"}
    decided(cast, case, Order(DecisionKind.ROUTING, values), at=HEARD)
    assert [term.organisation.kind for term in running(case, TermKind.PARTNER_REQUEST)] == ["om"]
    sender, receiver = cast.actor("om"), cast.actor("om.lead")
    with acting_as(sender), pytest.raises(NotAllowed):
        answer_routing(case=case, accepted=True, reason="", actor=sender, at=HEARD)
    if not receiver.has(Role.PROSECUTOR):
        user = cast.user("om.lead")
        user.roles = [*user.roles, Role.PROSECUTOR.value]
        user.save()
        receiver = cast.actor("om.lead")
    with acting_as(receiver):
        answer_routing(case=case, accepted=True, reason="", actor=receiver, at=HEARD)
    assert not running(case, TermKind.PARTNER_REQUEST)
    with past_the_wall():
        lead = CaseLead.objects.get(case=case, organisation__kind="om", until__isnull=True)
    assert lead.user_id == receiver.user_id


def test_what_a_plan_date_needs_is_owed_by_its_supplier(cast: Cast, case: Case) -> None:
    day = ams("2026-03-20 00:00").date()
    values = {
        "plan_date": day,
        "needed_by_then": ("advice", "investigation", "safety_plan", "wishes", "civil_triage"),
        "interim_safety": "Gedragsaanwijzing loopt door.",
    }
    decided(cast, case, Order(DecisionKind.PLAN_DATE, values), at=HEARD)
    owed = {
        kind: {term.organisation.kind for term in running(case, kind)}
        for kind in (
            TermKind.ADVICE,
            TermKind.INVESTIGATION_PLAN,
            TermKind.PARTNER_REQUEST,
            TermKind.WISHES,
            TermKind.CIVIL_TRIAGE,
        )
    }
    assert owed == {
        TermKind.ADVICE: {"3ro"},
        TermKind.INVESTIGATION_PLAN: {"politie"},
        TermKind.PARTNER_REQUEST: {"vt"},
        TermKind.WISHES: {"shn"},
        TermKind.CIVIL_TRIAGE: {"rvdk"},
    }
    with past_the_wall():
        assert InvestigationPlan.objects.get(case=case).wanted_on == day
    (asked,) = running(case, TermKind.PARTNER_REQUEST)
    vt = cast.actor("vt")
    with acting_as(vt):
        fulfil_request(term=asked, note="Veiligheidsplan staat in de zaak.", actor=vt, at=HEARD)
    assert not running(case, TermKind.PARTNER_REQUEST)
