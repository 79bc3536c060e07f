"""What happens with a measure after it was imposed: extended, ended, suspended, its end judged and told."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from cases.access.errors import Conflict, GuardRefusal, InvalidInput, NotAllowed
from cases.access.models import Participation
from cases.access.wall import acting_as
from cases.assessments.queries import PART_A, current
from cases.casefiles.models import Case
from cases.organisations.models import Organisation
from cases.organisations.rules import OrganisationKind
from cases.outbox.models import OutboxMessage
from cases.plans.models import Breach, MeasureChange, SafetyMeasure
from cases.plans.queries import coverage
from cases.plans.rules.measure import MeasureKind, Part
from cases.plans.services import (
    ChangeOrder,
    NewMeasure,
    end_measure,
    extend_measure,
    impose_measure,
    judge_end,
    record_breach,
    resume_measure,
    start_telling_end,
    suspend_measure,
    tell_breach,
)
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from cases.victims.models import VictimNotice
from tests.cases.plans.test_services import assess
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.factories.family import OPENED, Family, family_afresh, make_family, make_order
from tests.zsm.decision.making import past_the_wall

pytestmark = pytest.mark.usefixtures("made", "rolled_back")

NOW = OPENED + timedelta(hours=2)


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Family:
    """The family at the table."""
    return make_family(cast)


@pytest.fixture
def family(rolled_back: None, made: Family) -> Family:
    """That family, for one test."""
    return family_afresh(made)


@pytest.fixture
def order(cast: Cast, family: Family) -> SafetyMeasure:
    """The behavioural order of twenty days ago, ninety days long."""
    return make_order(cast, family)


def why(cast: Cast, kind: OrganisationKind | None = OrganisationKind.SHN) -> ChangeOrder:
    informer: Organisation | None = cast.organisation(kind) if kind else None
    return ChangeOrder(reason="De zitting is pas later.", informer=informer)


def extended(
    cast: Cast,
    measure: SafetyMeasure,
    days: int,
    *,
    at: datetime = NOW,
    username: str = "om",
    condition_met: bool = True,
    informer: OrganisationKind | None = OrganisationKind.SHN,
) -> MeasureChange:
    actor = cast.actor(username)
    with acting_as(actor):
        now = SafetyMeasure.objects.get(pk=measure.pk)
        assert now.ends_at is not None
        return extend_measure(
            measure=now,
            ends_at=now.ends_at + timedelta(days=days),
            order=why(cast, informer),
            condition_met=condition_met,
            actor=actor,
            at=at,
        )


def running(cast: Cast, case: Case, kind: TermKind) -> list[Term]:
    with acting_as(cast.actor("politie")):
        terms = Term.objects.filter(case=case, kind=kind.value, status="open")
        return list(terms.select_related("organisation").order_by("pk"))


def now_of(cast: Cast, measure: SafetyMeasure) -> SafetyMeasure:
    with acting_as(cast.actor("om")):
        return SafetyMeasure.objects.get(pk=measure.pk)


def huisverbod(cast: Cast, family: Family, **changes: object) -> SafetyMeasure:
    police = cast.actor("politie")
    values: dict[str, object] = {
        "kind": MeasureKind.TEMPORARY_RESTRAINING_ORDER,
        "imposed_by": "burgemeester",
        "imposed_at": OPENED,
        "protects": (family.victim, *family.children),
        "served_at": OPENED,
        "served_by": "hulpofficier",
        "informer": cast.organisation(OrganisationKind.SHN),
    }
    with acting_as(police):
        measure = NewMeasure(**(values | changes))  # type: ignore[arg-type]  # filled in by name
        return impose_measure(case=family.case, measure=measure, actor=police, at=NOW)


def test_the_end_of_a_measure_is_owed_by_veilig_thuis_supervisor_and_informer(
    cast: Cast, family: Family
) -> None:
    measure = huisverbod(cast, family, supervisor=cast.organisation(OrganisationKind.POLITIE))
    judges = running(cast, family.case, TermKind.MEASURE_ENDS)
    assert [term.organisation.kind for term in judges] == ["vt", "politie"]
    (telling,) = running(cast, family.case, TermKind.TELL_MEASURE_ENDS)
    assert telling.organisation.kind == "shn"
    assert {telling.due_at, *(term.due_at for term in judges)} == {measure.ends_at}


def test_an_imposed_measure_is_told_to_the_victim(cast: Cast, family: Family) -> None:
    huisverbod(cast, family)
    with acting_as(cast.actor("shn")):
        notice = VictimNotice.objects.get(case=family.case)
    assert notice.about.startswith("Er geldt een tijdelijk huisverbod: contactverbod, locatieverbod, tot ")


def test_without_an_informer_no_measure_is_imposed_or_changed(
    cast: Cast, family: Family, order: SafetyMeasure
) -> None:
    with pytest.raises(GuardRefusal, match="kan nog niet"):
        huisverbod(cast, family, informer=None)
    with pytest.raises(GuardRefusal):
        extended(cast, order, 30, informer=None)
    with pytest.raises(GuardRefusal) as refused:
        extended(cast, order, 30, informer=OrganisationKind.RECLASSERING)
    assert refused.value.missing[0].code == "informer_3ro_stalking"


def test_an_extended_behavioural_order_moves_everything_owed_before_its_end(
    cast: Cast, family: Family, order: SafetyMeasure
) -> None:
    change = extended(cast, order, 90)
    new_end = OPENED - timedelta(days=20) + timedelta(days=180)
    assert (change.ends_before, now_of(cast, order).ends_at) == (order.ends_at, change.ends_at)
    for kind in (TermKind.BEHAVIOURAL_ORDER, TermKind.MEASURE_ENDS, TermKind.TELL_MEASURE_ENDS):
        (term,) = running(cast, family.case, kind)
        assert term.due_at == change.ends_at
    assert change.ends_at is not None
    assert abs(change.ends_at - new_end) <= timedelta(hours=1)


def test_a_behavioural_order_is_extended_three_times_at_most(
    cast: Cast, family: Family, order: SafetyMeasure
) -> None:
    for _ in range(3):
        extended(cast, order, 90)
    with pytest.raises(InvalidInput) as refused:
        extended(cast, order, 90)
    assert "hoogstens 3 keer" in refused.value.errors["ends_at"][0]


@pytest.mark.parametrize(
    ("days", "condition_met", "said"),
    [(91, True, "hoogstens 90 dagen"), (30, False, "de verdachte wordt vervolgd")],
)
def test_an_extension_beyond_the_law_is_refused(
    cast: Cast, order: SafetyMeasure, days: int, condition_met: bool, said: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        extended(cast, order, days, condition_met=condition_met)
    assert said in refused.value.errors["ends_at"][0]


def test_after_a_dismissal_a_behavioural_order_is_not_extended(
    cast: Cast, family: Family, order: SafetyMeasure
) -> None:
    with acting_as(cast.actor("om")):
        Case.objects.filter(pk=family.case.pk).update(criminal_ended_at=OPENED)
    with pytest.raises(InvalidInput) as refused:
        extended(cast, order, 30)
    assert "alleen als de verdachte wordt vervolgd" in refused.value.errors[""][0]


def test_a_restraining_order_is_extended_to_four_weeks_in_all(cast: Cast, family: Family) -> None:
    measure = huisverbod(cast, family)
    with pytest.raises(InvalidInput):
        extended(cast, measure, 19, username="politie")
    change = extended(cast, measure, 18, username="politie")
    (term,) = running(cast, family.case, TermKind.TEMPORARY_RESTRAINING_ORDER)
    assert term.due_at == change.ends_at
    assert change.ends_at == ams("2026-04-07 10:00")


@pytest.mark.parametrize("username", ["vt", "politie", "om.assistent", "3ro"])
def test_only_a_prosecutor_changes_what_a_prosecutor_gave(
    cast: Cast, order: SafetyMeasure, username: str
) -> None:
    with pytest.raises(NotAllowed):
        extended(cast, order, 30, username=username)


def test_the_prosecution_does_not_extend_the_order_of_the_mayor(cast: Cast, family: Family) -> None:
    with pytest.raises(NotAllowed, match="taak van"):
        extended(cast, huisverbod(cast, family), 5)


def test_a_behavioural_order_is_given_with_a_decision_only(cast: Cast, family: Family) -> None:
    prosecutor = cast.actor("om")
    new = NewMeasure(
        kind=MeasureKind.BEHAVIOURAL_ORDER,
        parts=frozenset({Part.CONTACT_BAN}),
        imposed_by="officier",
        imposed_at=OPENED,
        protects=(family.victim,),
        informer=cast.organisation(OrganisationKind.SHN),
    )
    with acting_as(prosecutor), pytest.raises(InvalidInput) as refused:
        impose_measure(case=family.case, measure=new, actor=prosecutor, at=NOW)
    assert "met een besluit" in refused.value.errors["kind"][0]


def test_an_ended_measure_no_longer_protects_and_asks_a_new_judgement(
    cast: Cast, family: Family, order: SafetyMeasure
) -> None:
    assess(cast, family)
    prosecutor = cast.actor("om")
    with acting_as(prosecutor):
        end_measure(measure=order, ended_at=NOW, order=why(cast), actor=prosecutor, at=NOW)
        assert coverage(family.case, NOW, [family.victim]).uncovered == (family.victim,)
        assessment = current(family.case, PART_A)
    assert assessment is not None
    assert assessment.outdated_reason == "Een maatregel loopt af."
    for kind in (TermKind.BEHAVIOURAL_ORDER, TermKind.MEASURE_ENDS, TermKind.TELL_MEASURE_ENDS):
        assert running(cast, family.case, kind) == []
    assert len(running(cast, family.case, TermKind.REASSESS)) == 1
    with acting_as(prosecutor), pytest.raises(Conflict, match="afgelopen"):
        end_measure(measure=order, ended_at=NOW, order=why(cast), actor=prosecutor, at=NOW)


def test_a_suspended_measure_does_not_count_until_it_is_resumed(
    cast: Cast, family: Family, order: SafetyMeasure
) -> None:
    assess(cast, family)
    prosecutor = cast.actor("om")
    with acting_as(prosecutor):
        suspend_measure(measure=order, order=why(cast), actor=prosecutor, at=NOW)
        found = coverage(family.case, NOW, [family.victim])
        assert found.uncovered == (family.victim,)
        assert found.discounted[0].reason == "De gedragsaanwijzing is geschorst."
        resume_measure(measure=order, order=why(cast), actor=prosecutor, at=NOW)
        assert coverage(family.case, NOW, [family.victim]).uncovered == ()
    assert len(running(cast, family.case, TermKind.REASSESS)) == 1


def test_veilig_thuis_judges_before_the_end_with_an_assessment_that_holds(
    cast: Cast, family: Family, order: SafetyMeasure
) -> None:
    vt = cast.actor("vt")
    with acting_as(vt), pytest.raises(GuardRefusal) as refused:
        judge_end(measure=order, note="Verlengen gevraagd.", actor=vt, at=NOW)
    assert refused.value.missing[0].code == "part_a"
    assess(cast, family)
    with acting_as(vt):
        judge_end(measure=order, note="Verlengen gevraagd.", actor=vt, at=NOW)
    assert running(cast, family.case, TermKind.MEASURE_ENDS) == []
    with acting_as(vt), pytest.raises(Conflict):
        judge_end(measure=order, note="Nog een keer.", actor=vt, at=NOW)


def test_the_prosecutor_lets_an_order_run_out(cast: Cast, family: Family, order: SafetyMeasure) -> None:
    prosecutor = cast.actor("om")
    with acting_as(prosecutor):
        judge_end(measure=order, note="De rechter heeft beslist.", actor=prosecutor, at=NOW)
    assert running(cast, family.case, TermKind.BEHAVIOURAL_ORDER) == []
    assert now_of(cast, order).ends_at == order.ends_at


def test_telling_the_victim_that_it_ends_goes_on_as_a_notice(
    cast: Cast, family: Family, order: SafetyMeasure
) -> None:
    shn, vt = cast.actor("shn"), cast.actor("vt")
    with acting_as(vt), pytest.raises(NotAllowed):
        start_telling_end(measure=order, actor=vt, at=NOW)
    with acting_as(shn):
        start_telling_end(measure=order, actor=shn, at=NOW)
        notice = VictimNotice.objects.get(case=family.case)
    assert notice.about.startswith("De gedragsaanwijzing eindigt op ")
    assert running(cast, family.case, TermKind.TELL_MEASURE_ENDS) == []
    assert len(running(cast, family.case, TermKind.INFORM_VICTIM)) == 1


def broken(cast: Cast, order: SafetyMeasure) -> Breach:
    police = cast.actor("politie")
    with acting_as(police):
        return record_breach(
            measure=order, happened_at=OPENED, description="Aan de deur", actor=police, at=NOW
        )


def test_om_is_alerted_of_a_breach_at_once(cast: Cast, family: Family, order: SafetyMeasure) -> None:
    broken(cast, order)
    sent = OutboxMessage.objects.filter(kind="breach_recorded").select_related("recipient__organisation")
    assert {(row.addressee.organisation.kind, row.channel) for row in sent} == {
        ("om", "in_app"),
        ("om", "email"),
    }
    assert len(running(cast, family.case, TermKind.JUDGE_BREACH)) == 1


def test_police_brings_om_into_the_case_to_judge_a_breach(
    cast: Cast, family: Family, order: SafetyMeasure
) -> None:
    with past_the_wall():
        Participation.objects.filter(case=family.case, organisation__kind="om").delete()
    row = broken(cast, order)
    assert len(running(cast, family.case, TermKind.TELL_BREACH)) == 1
    police = cast.actor("politie")
    with acting_as(police):
        tell_breach(breach=row, actor=police, at=NOW)
    assert running(cast, family.case, TermKind.TELL_BREACH) == []
    (judging,) = running(cast, family.case, TermKind.JUDGE_BREACH)
    assert judging.organisation.kind == "om"
    with acting_as(police), pytest.raises(Conflict, match="al aan het OM gemeld"):
        tell_breach(breach=row, actor=police, at=NOW)
