"""What a decision causes: which terms end and start, what becomes of custody, who is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from cases.organisations.rules import OrganisationKind, Role
from cases.plans.rules.measure import MeasureKind
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.owed import OwedEvent
from tests.zsm.decision.situations import ACUTE, COVERED, NO, SAFE, STATED, YES, draft
from zsm.decision.rules.checklist import Guard, Override, check
from zsm.decision.rules.consequences import Consequences, Outcome, consequences
from zsm.decision.rules.draft import DecisionDraft
from zsm.decision.rules.facts import CaseFacts, Custody
from zsm.decision.rules.kinds import FINAL, DecisionKind

K = DecisionKind
AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
ARRESTED_AT: Final = datetime(2026, 3, 10, 9, 40, tzinfo=AMSTERDAM)
ORDERED_AT: Final = datetime(2026, 3, 10, 18, 15, tzinfo=AMSTERDAM)
DECIDED_AT: Final = datetime(2026, 3, 10, 18, 30, tzinfo=AMSTERDAM)


def caused_by(
    facts: CaseFacts, decision: DecisionDraft, override: Override | None = None, **values: object
) -> Consequences:
    report = check(facts, decision, override)
    return consequences(
        facts, decision, report, values=values, decided_at=DECIDED_AT, arrested_at=ARRESTED_AT
    )


def started(caused: Consequences) -> dict[TermKind, datetime | None]:
    return {start.kind: start.starts_at for start in caused.starts}


def owed_by(caused: Consequences, kind: TermKind) -> set[OrganisationKind | None]:
    return {start.organisation for start in caused.starts if start.kind is kind}


def test_custody_starts_at_its_order_and_the_rc_counts_from_the_arrest() -> None:
    caused = caused_by(ACUTE, draft(K.HOLD_CUSTODY), order_moment=ORDERED_AT)
    terms = started(caused)
    assert terms[TermKind.POLICE_CUSTODY] == ORDERED_AT
    assert terms[TermKind.BEFORE_RC] == ARRESTED_AT
    assert [(end.kind, end.outcome) for end in caused.ends] == [(TermKind.FIRST_DECISION, Outcome.MET)]
    assert caused.custody is Custody.HELD
    assert caused.measure is MeasureKind.POLICE_CUSTODY


def test_the_term_for_the_rc_starts_only_once() -> None:
    for kind in (K.HOLD_CUSTODY, K.BRING_BEFORE_RC, K.SUMMONS_WITH_RC):
        (rc,) = [start for start in caused_by(ACUTE, draft(kind)).starts if start.kind is TermKind.BEFORE_RC]
        assert rc.once


def test_a_late_first_decision_ends_its_term_as_late_with_the_reason() -> None:
    late = replace(ACUTE, first_decision_late=True)
    decision = replace(draft(K.HOLD_CUSTODY), overrun_reason="De tolk was te laat.")
    (end,) = caused_by(late, decision).ends
    assert (end.outcome, end.reason) == (Outcome.MET_LATE, "De tolk was te laat.")


def test_a_second_decision_does_not_end_the_first_decision_term_again() -> None:
    decided = replace(ACUTE, first_decision_open=False)
    assert caused_by(decided, draft(K.BRING_BEFORE_RC)).ends == ()


def test_a_release_ends_custody_and_cancels_the_rc() -> None:
    caused = caused_by(COVERED, draft(K.RELEASE_WITH_MEASURES))
    outcomes = {end.kind: end.outcome for end in caused.ends}
    assert outcomes == {
        TermKind.FIRST_DECISION: Outcome.MET,
        TermKind.POLICE_CUSTODY: Outcome.MET,
        TermKind.BEFORE_RC: Outcome.CANCELLED,
    }
    assert caused.custody is Custody.RELEASED


def test_a_dismissal_of_a_held_suspect_releases_and_of_a_heard_one_does_not() -> None:
    held = caused_by(replace(SAFE, suspicion=NO), draft(K.DISMISSAL_01))
    heard = caused_by(replace(SAFE, suspicion=NO, custody=Custody.HEARD), draft(K.DISMISSAL_01))
    assert held.custody is Custody.RELEASED
    assert heard.custody is None


@pytest.mark.parametrize("kind", DecisionKind)
def test_every_decision_starts_a_term_of_the_organisation_that_informs_the_victim(kind: DecisionKind) -> None:
    caused = caused_by(STATED, draft(kind, informer=OrganisationKind.SHN))
    assert owed_by(caused, TermKind.INFORM_VICTIM) == {OrganisationKind.SHN}


def test_without_an_informer_the_prosecution_service_stays_accountable() -> None:
    override = Override(frozenset({Guard.INFORM_VICTIM}), "Spoed.", frozenset({Role.PROSECUTOR}))
    caused = caused_by(ACUTE, draft(K.HOLD_CUSTODY, informer=None), override)
    assert owed_by(caused, TermKind.INFORM_VICTIM) == {OrganisationKind.OM}


@pytest.mark.parametrize("kind", sorted(FINAL))
def test_a_final_decision_makes_veilig_thuis_owe_the_handover(kind: DecisionKind) -> None:
    assert owed_by(caused_by(SAFE, draft(kind)), TermKind.HANDOVER) == {OrganisationKind.VT}


def test_a_plan_date_replaces_the_one_that_ran() -> None:
    caused = caused_by(SAFE, draft(K.PLAN_DATE), plan_date=date(2026, 3, 24))
    assert TermKind.PLAN_DATE in {end.kind for end in caused.ends}
    (plan,) = [start for start in caused.starts if start.kind is TermKind.PLAN_DATE]
    assert plan.on == date(2026, 3, 24)


def test_the_spreekuur_runs_for_the_probation_service() -> None:
    assert owed_by(caused_by(SAFE, draft(K.ON_HOLD)), TermKind.SPREEKUUR) == {OrganisationKind.RECLASSERING}


def test_a_behavioural_order_is_served_and_registered_and_counts_from_the_order() -> None:
    caused = caused_by(ACUTE, draft(K.BEHAVIOURAL_ORDER), days=60)
    (order,) = [start for start in caused.starts if start.kind is TermKind.BEHAVIOURAL_ORDER]
    assert (order.starts_at, order.days) == (DECIDED_AT, 60)
    assert OwedEvent.ORDER_GIVEN in caused.events
    assert owed_by(caused, TermKind.SERVE_MEASURE) == {OrganisationKind.POLITIE}
    assert owed_by(caused, TermKind.REGISTER_MEASURE) == {OrganisationKind.POLITIE}


def test_a_conditional_dismissal_is_a_measure_only_with_conditions() -> None:
    bare = caused_by(SAFE, draft(K.CONDITIONAL_DISMISSAL))
    with_ban = caused_by(SAFE, draft(K.CONDITIONAL_DISMISSAL), conditions=("contact_ban",))
    assert bare.measure is None
    assert OwedEvent.ORDER_GIVEN not in bare.events
    assert with_ban.measure is MeasureKind.CONDITIONAL_DISMISSAL
    assert OwedEvent.ORDER_GIVEN in with_ban.events


def test_a_release_without_part_a_gives_veilig_thuis_a_same_day_task() -> None:
    lighter = replace(STATED, serious_objections=NO)
    caused = caused_by(lighter, draft(K.RELEASE_WITHOUT_MEASURES))
    assert owed_by(caused, TermKind.PART_A) == {OrganisationKind.VT}
    assert owed_by(caused_by(SAFE, draft(K.RELEASE_WITHOUT_MEASURES)), TermKind.PART_A) == set()


def test_an_override_alerts_vt_and_police_and_gives_them_a_same_day_task() -> None:
    override = Override(
        frozenset({Guard.RELEASE_WHILE_ACUTE}), "De RC wees de vordering af.", frozenset({Role.PROSECUTOR})
    )
    caused = caused_by(ACUTE, draft(K.RELEASE_WITHOUT_MEASURES), override)
    both = {OrganisationKind.VT, OrganisationKind.POLITIE}
    assert set(caused.alerted) == both
    assert owed_by(caused, TermKind.SAME_DAY_SAFETY) == both
    plain = caused_by(COVERED, draft(K.RELEASE_WITHOUT_MEASURES))
    assert plain.alerted == ()
    assert owed_by(plain, TermKind.SAME_DAY_SAFETY) == set()


def test_partners_are_told_and_rvdk_in_the_place_of_3ro_for_a_minor() -> None:
    adult, minor = (caused_by(facts, draft(K.PLAN_DATE)).told for facts in (SAFE, replace(SAFE, minor=YES)))
    assert OrganisationKind.RECLASSERING in adult
    assert OrganisationKind.RVDK in minor
    assert OrganisationKind.RECLASSERING not in minor
