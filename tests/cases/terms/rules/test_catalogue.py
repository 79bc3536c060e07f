"""The tables are complete, fit together, and give nothing away in mail."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from cases.organisations.rules import OrganisationKind
from cases.terms.rules.calendar import WorkCalendar
from cases.terms.rules.catalogue import RULES, NoRule, current_rule, rule_for, rule_version
from cases.terms.rules.computation import agreed_moment, due_moment
from cases.terms.rules.counting import Interruption
from cases.terms.rules.extensions import ExtensionRefused
from cases.terms.rules.kinds import KIND_LABELS, NEUTRAL_LABELS, TermKind
from cases.terms.rules.owed import OBLIGATIONS, OwedEvent, owed_after
from cases.terms.rules.parameters import ExtensionOrder, Parameters
from cases.terms.rules.stages import MEASURE_WARNING, PROFILES, Audience, Nature, stage_moments, warning_spans
from cases.terms.rules.vocabulary import Length, Situation, StartEvent
from tests.cases.terms.rules.moments import ams, end_of

K = TermKind

# Words that would tell the reader of a mail what a case is about (security, S2).
TELLING_WORDS = (
    "verdachte", "slachtoffer", "kind", "geweld", "stalking", "belaging", "huisverbod", "bewaring",
    "inverzekering", "gevangen", "aangifte", "klacht", "sash", "delict", "strafbaar", "politie",
    "reclassering", "veilig thuis", "openbaar ministerie", "509hh", "rechter", "officier", "maatregel",
    "verbod", "acuut", "onveilig", "aangehouden",
)  # fmt: skip


def test_every_kind_has_a_rule_a_label_and_a_neutral_label() -> None:
    assert {rule.kind for rule in RULES} == set(TermKind)
    assert set(KIND_LABELS) == set(NEUTRAL_LABELS) == set(TermKind)


@pytest.mark.parametrize("kind", TermKind)
def test_neutral_label_gives_nothing_away(kind: TermKind) -> None:
    assert not [word for word in TELLING_WORDS if word in NEUTRAL_LABELS[kind].lower()]


def test_versions_of_a_kind_follow_each_other_without_overlap() -> None:
    for kind in TermKind:
        rules = sorted((rule for rule in RULES if rule.kind is kind), key=lambda rule: rule.valid_from)
        assert len({rule.version for rule in rules}) == len(rules)
        for earlier, later in pairwise(rules):
            assert earlier.valid_to == later.valid_from
        assert rules[-1].valid_to is None


def test_term_finds_the_version_with_which_it_was_computed() -> None:
    for rule in RULES:
        assert rule_version(rule.kind, rule.version) is rule
    with pytest.raises(NoRule):
        rule_version(K.REMAND, 999)


def test_no_rule_before_the_law_came_into_force() -> None:
    with pytest.raises(NoRule):
        rule_for(K.FIRST_DECISION, date(2017, 2, 28))
    assert rule_for(K.FIRST_DECISION, date(2017, 3, 1)).version == 1


def test_every_way_has_a_profile_that_alarms_once_and_escalates_after() -> None:
    for rule in RULES:
        for way in rule.ways.values():
            natures = [stage.nature for stage in PROFILES[way.stages]]
            assert natures.count(Nature.ALARM) == 1
            assert Nature.ESCALATION in natures


def test_escalation_reaches_team_lead_coordinator_and_partners() -> None:
    for profile in PROFILES.values():
        last = profile[-1]
        assert {Audience.TEAM_LEAD, Audience.ZSM_COORDINATOR, Audience.PARTICIPANTS} <= set(last.audiences)


def test_first_decision_is_warned_three_times() -> None:
    start = ams("2026-03-10 10:00")
    moments = stage_moments("first_decision", start, ams("2026-03-10 19:00"), calendar=WorkCalendar())
    assert [(moment.stage.code, moment.fires_at) for moment in moments] == [
        ("half", ams("2026-03-10 14:30")),
        ("before_2h", ams("2026-03-10 17:00")),
        ("before_1h", ams("2026-03-10 18:00")),
        ("due", ams("2026-03-10 19:00")),
        ("late_first", ams("2026-03-10 19:15")),
        ("late_second", ams("2026-03-10 20:00")),
    ]


def test_agreed_term_warns_on_the_last_working_day_before() -> None:
    start = ams("2026-03-23 12:00")
    computed = due_moment(K.ZVH_AGENDA, start)
    moments = stage_moments(computed.profile, start, computed.due_at, calendar=WorkCalendar())
    # Due on Easter Monday 6 April; Good Friday is no working day either.
    assert moments[0].stage.code == "working_day_1"
    assert moments[0].fires_at == ams("2026-04-02 09:00")


@pytest.mark.parametrize(
    ("days", "warn_days", "warned_before"),
    [(90, None, timedelta(days=14)), (10, None, timedelta(days=5)), (90, 30, timedelta(days=30))],
)
def test_end_of_a_measure_warns_in_time_to_judge_again(
    days: int, warn_days: int | None, warned_before: timedelta
) -> None:
    start = ams("2026-11-02 12:00")
    end = start + timedelta(days=days)
    computed = due_moment(K.MEASURE_ENDS, start, parameters=Parameters(reference=end, warn_days=warn_days))
    assert computed.due_at == end
    moments = stage_moments(computed.profile, start, end, calendar=WorkCalendar(), warn_days=warn_days)
    assert moments[0].stage.code == MEASURE_WARNING
    assert end - moments[0].fires_at == warned_before


def test_term_without_a_moment_has_no_stages() -> None:
    assert stage_moments("hours", ams("2026-03-10 10:00"), None, calendar=WorkCalendar()) == ()


DAYS_3 = ExtensionOrder(Length(days=3), "dringende noodzaak", condition_met=True)
DAYS_90 = ExtensionOrder(Length(days=90), "gevaar duurt voort", condition_met=True)
HOURS_6 = ExtensionOrder(Length(hours=6), "identiteit onbekend", condition_met=True)
WEEKS_2 = ExtensionOrder(Length(weeks=2), "gevaar bij informeren", condition_met=True)


@pytest.mark.parametrize(
    ("kind", "parameters", "due"),
    [
        (K.POLICE_CUSTODY, Parameters(extensions=(DAYS_3,)), ams("2026-03-16 10:00")),
        (K.FIRST_DECISION, Parameters(hours=6, extensions=(HOURS_6,)), ams("2026-03-10 22:00")),
        (K.BEHAVIOURAL_ORDER, Parameters(extensions=(DAYS_90,) * 3), ams("2027-03-05 10:00")),
        (K.INFORM_PERSON_ON_RECORD, Parameters(extensions=(WEEKS_2,) * 2), end_of("2026-05-06")),
        (
            K.TEMPORARY_RESTRAINING_ORDER,
            Parameters(extensions=(ExtensionOrder(Length(days=18), "dreiging", condition_met=True),)),
            ams("2026-04-07 10:00"),
        ),
        (
            K.DETENTION,
            Parameters(
                days=30, extensions=(ExtensionOrder(Length(days=30), "zitting", condition_met=True),) * 2
            ),
            ams("2026-06-08 10:00"),
        ),
    ],
)
def test_extension_within_the_law_moves_the_due_moment(
    kind: TermKind, parameters: Parameters, due: date
) -> None:
    assert due_moment(kind, ams("2026-03-10 10:00"), parameters=parameters).due_at == due


@pytest.mark.parametrize(
    ("kind", "parameters", "message"),
    [
        (K.POLICE_CUSTODY, Parameters(extensions=(DAYS_3, DAYS_3)), "hoogstens 1 keer"),
        (
            K.POLICE_CUSTODY,
            Parameters(extensions=(ExtensionOrder(Length(days=4), "x", True),)),
            "hoogstens 3 dagen",
        ),
        (
            K.POLICE_CUSTODY,
            Parameters(extensions=(ExtensionOrder(Length(days=3), " ", True),)),
            "geef de reden",
        ),
        (
            K.POLICE_CUSTODY,
            Parameters(extensions=(ExtensionOrder(Length(days=3), "x"),)),
            "dringende noodzaak",
        ),
        (K.FIRST_DECISION, Parameters(hours=9, extensions=(HOURS_6,)), "alleen een termijn van 6 uur"),
        (K.FIRST_DECISION, Parameters(hours=6, extensions=(HOURS_6, HOURS_6)), "hoogstens 1 keer"),
        (K.BEFORE_RC, Parameters(extensions=(HOURS_6,)), "geen verlenging"),
        (K.REMAND, Parameters(extensions=(DAYS_3,)), "geen verlenging"),
        (
            K.DETENTION,
            Parameters(days=90, extensions=(DAYS_3,)),
            "samen met de verlengingen hoogstens 90 dagen",
        ),
        (K.DETENTION, Parameters(days=30, extensions=(DAYS_3,) * 3), "hoogstens 2 keer"),
        (K.BEHAVIOURAL_ORDER, Parameters(extensions=(DAYS_90,) * 4), "hoogstens 3 keer"),
        (
            K.BEHAVIOURAL_ORDER,
            Parameters(extensions=(ExtensionOrder(Length(days=90), "gevaar"),)),
            "de verdachte wordt vervolgd",
        ),
        (
            K.TEMPORARY_RESTRAINING_ORDER,
            Parameters(extensions=(ExtensionOrder(Length(days=18), "x", True), DAYS_3)),
            "samen met de verlengingen hoogstens 4 weken",
        ),
        (
            K.INFORM_PERSON_ON_RECORD,
            Parameters(extensions=(ExtensionOrder(Length(weeks=3), "x", True),)),
            "hoogstens 2 weken",
        ),
        (K.VT_ASSESSMENT, Parameters(extensions=(DAYS_3,)), "geen verlenging"),
    ],
)
def test_extension_beyond_the_law_is_refused(kind: TermKind, parameters: Parameters, message: str) -> None:
    with pytest.raises(ExtensionRefused, match=message):
        due_moment(kind, ams("2026-03-10 10:00"), parameters=parameters)


def test_moment_can_only_be_agreed_where_the_law_gives_none() -> None:
    start, due = ams("2026-03-10 10:00"), ams("2026-03-12 15:00")
    agreed = agreed_moment(K.PARTNER_REQUEST, start, due)
    assert agreed.due_at == due
    assert agreed.steps[-1].text == "Afgesproken moment: do 12 mrt 15:00."
    for kind in (K.FIRST_DECISION, K.VT_ASSESSMENT, K.INFORM_VICTIM):
        with pytest.raises(ValueError, match="cannot be given"):
            agreed_moment(kind, start, due)
    with pytest.raises(ValueError, match="before it starts"):
        agreed_moment(K.PARTNER_REQUEST, due, start)


def test_parameters_come_back_from_the_database_as_they_went_in() -> None:
    parameters = Parameters(
        situation=Situation.HELD,
        hours=9,
        on=date(2026, 3, 10),
        reference=ams("2026-03-10 19:00"),
        start_event=StartEvent.ORDER,
        warn_days=7,
        interruptions=(Interruption(ams("2026-03-10 19:00"), None, "ontvlucht"),),
        extensions=(DAYS_3,),
    )
    assert Parameters.from_json(parameters.to_json()) == parameters
    assert Parameters.from_json({}) == Parameters()


def test_every_event_of_the_table_owes_something() -> None:
    assert set(OBLIGATIONS) == set(OwedEvent)
    for event in OwedEvent:
        for obligation in owed_after(event):
            rule = rule_for(obligation.kind, date(2026, 3, 10))
            assert obligation.situation in rule.ways


def test_held_suspect_makes_police_and_vt_owe_what_the_table_says() -> None:
    owed = [(item.organisation, item.kind) for item in owed_after(OwedEvent.HELD_IN_HG_CASE)]
    assert (OrganisationKind.VT, K.PART_A) in owed
    police = [kind for organisation, kind in owed if organisation is OrganisationKind.POLITIE]
    assert police == [K.REPORT_TO_VT, K.CHILD_CHECK, K.IB_OF_VICTIM, K.HUISVERBOD_CHECK]


def test_clock_turns_at_its_first_and_last_warning() -> None:
    start, due = ams("2026-03-10 10:00"), ams("2026-03-10 19:00")
    spans = warning_spans(stage_moments("first_decision", start, due, calendar=WorkCalendar()), due)
    assert spans.soon == timedelta(hours=4, minutes=30)
    assert spans.alarm == timedelta(hours=1)
    at_once = warning_spans(stage_moments("at_once", start, start, calendar=WorkCalendar()), start)
    assert at_once.soon == at_once.alarm == timedelta(0)


def test_current_rule_is_the_one_that_has_no_end() -> None:
    assert all(current_rule(kind).valid_to is None for kind in TermKind)
