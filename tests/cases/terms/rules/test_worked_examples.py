"""The examples that must come out, and one or more for every other kind (legal facts, section 1)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from cases.terms.rules.calendar import WorkCalendar
from cases.terms.rules.computation import due_moment
from cases.terms.rules.counting import Interruption
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.parameters import Parameters
from cases.terms.rules.vocabulary import Situation, StartEvent
from tests.cases.terms.rules.moments import ams, end_of

NINE = Parameters(hours=9)
SIX = Parameters(hours=6)
HELD = Situation.HELD
ACUTE = Parameters(situation=Situation.ACUTE)
REFERENCE = ams("2026-03-10 19:00")

K = TermKind

EXAMPLES = [
    # The table of legal facts, section 1, to the letter
    (K.FIRST_DECISION, NINE, ams("2026-03-10 10:00"), ams("2026-03-10 19:00")),
    (K.FIRST_DECISION, NINE, ams("2026-03-10 22:00"), ams("2026-03-11 16:00")),
    (K.FIRST_DECISION, SIX, ams("2026-03-10 03:00"), ams("2026-03-10 15:00")),
    (K.FIRST_DECISION, SIX, ams("2026-03-10 18:30"), ams("2026-03-11 09:30")),
    (K.FIRST_DECISION, NINE, ams("2026-03-28 20:00"), ams("2026-03-29 14:00")),
    (K.FIRST_DECISION, NINE, ams("2026-10-24 20:00"), ams("2026-10-25 14:00")),
    (K.VT_ASSESSMENT, None, ams("2026-04-01 11:00"), end_of("2026-04-10")),
    (K.VT_ASSESSMENT, None, ams("2026-04-24 11:00"), end_of("2026-05-04")),
    (K.VT_ASSESSMENT, None, ams("2026-03-07 11:00"), end_of("2026-03-13")),
    (K.BEFORE_RC, None, ams("2026-03-27 14:00"), ams("2026-03-31 08:00")),
    # First decision at the edges of the night
    (K.FIRST_DECISION, NINE, ams("2026-03-10 23:59"), ams("2026-03-11 17:59")),
    (K.FIRST_DECISION, NINE, ams("2026-03-10 00:00"), ams("2026-03-10 18:00")),
    (K.FIRST_DECISION, NINE, ams("2026-03-10 00:01"), ams("2026-03-10 18:00")),
    (K.FIRST_DECISION, NINE, ams("2026-03-10 08:59"), ams("2026-03-10 18:00")),
    (K.FIRST_DECISION, NINE, ams("2026-03-10 09:00"), ams("2026-03-10 18:00")),
    (K.FIRST_DECISION, NINE, ams("2026-03-10 09:01"), ams("2026-03-10 18:01")),
    (K.FIRST_DECISION, NINE, ams("2026-03-10 15:00"), end_of("2026-03-10")),
    (K.FIRST_DECISION, NINE, ams("2026-03-10 15:01"), ams("2026-03-11 09:01")),
    (K.FIRST_DECISION, NINE, ams("2026-03-29 01:30"), ams("2026-03-29 18:00")),
    (K.FIRST_DECISION, NINE, ams("2026-10-25 02:30", fold=1), ams("2026-10-25 18:00")),
    (K.FIRST_DECISION, NINE, ams("2026-12-31 20:00"), ams("2027-01-01 14:00")),
    (K.FIRST_DECISION, NINE, ams("2028-02-28 20:00"), ams("2028-02-29 14:00")),
    # The day of receipt does not count, whatever day it is
    (K.VT_ASSESSMENT, None, ams("2026-03-06 23:59"), end_of("2026-03-13")),
    (K.VT_ASSESSMENT, None, ams("2026-03-08 00:01"), end_of("2026-03-13")),
    (K.VT_ASSESSMENT, None, ams("2026-03-09 00:01"), end_of("2026-03-16")),
    (K.VT_ASSESSMENT, None, ams("2026-12-23 12:00"), end_of("2026-12-31")),
    (K.VT_ASSESSMENT, ACUTE, ams("2026-03-07 11:00"), ams("2026-03-07 11:00")),
    # Deprivation of liberty: days of 24 hours, the earlier reading over a clock change
    (K.POLICE_CUSTODY, None, ams("2026-03-10 15:10"), ams("2026-03-13 15:10")),
    (K.POLICE_CUSTODY, None, ams("2026-03-27 14:00"), ams("2026-03-30 14:00")),
    (K.POLICE_CUSTODY, None, ams("2026-10-23 14:00"), ams("2026-10-26 13:00")),
    (K.POLICE_CUSTODY, None, ams("2026-03-26 02:30"), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
    (K.POLICE_CUSTODY, None, ams("2026-10-22 02:30"), ams("2026-10-25 02:30", fold=0)),
    (K.BEFORE_RC, None, ams("2026-10-23 14:00"), ams("2026-10-27 07:00")),
    (K.REMAND, None, ams("2026-03-10 11:00"), ams("2026-03-24 11:00")),
    (K.REMAND, None, ams("2026-03-20 11:00"), ams("2026-04-03 11:00")),
    (K.REMAND, None, ams("2026-10-20 11:00"), ams("2026-11-03 10:00")),
    (K.DETENTION, None, ams("2026-04-01 12:00"), ams("2026-06-30 12:00")),
    (K.DETENTION, Parameters(days=30), ams("2026-04-01 12:00"), ams("2026-05-01 12:00")),
    # Orders: calendar days that end at the time of day they began
    (K.BEHAVIOURAL_ORDER, None, ams("2026-01-15 16:00"), ams("2026-04-15 16:00")),
    (K.BEHAVIOURAL_ORDER, Parameters(days=30), ams("2026-03-10 16:00"), ams("2026-04-09 16:00")),
    (K.TEMPORARY_RESTRAINING_ORDER, None, ams("2026-03-25 21:00"), ams("2026-04-04 21:00")),
    (K.TEMPORARY_RESTRAINING_ORDER, None, ams("2026-10-20 21:00"), ams("2026-10-30 21:00")),
    # Algemene termijnenwet art. 1 and 2
    (K.VT_INQUIRY_STARTS, None, ams("2026-03-10 12:00"), end_of("2026-03-16")),
    (K.VT_INQUIRY_STARTS, None, ams("2026-03-09 12:00"), end_of("2026-03-16")),
    (K.VT_INQUIRY_STARTS, None, ams("2026-04-02 12:00"), end_of("2026-04-08")),
    (K.VT_INQUIRY_ENDS, None, ams("2026-03-10 12:00"), end_of("2026-05-19")),
    (K.VT_INQUIRY_ENDS, None, ams("2026-02-16 12:00"), end_of("2026-04-28")),
    (K.INFORM_PERSON_ON_RECORD, None, ams("2026-03-09 12:00"), end_of("2026-04-07")),
    # Agreed terms do not move
    (K.ACTIEOVERLEG, None, ams("2026-03-07 12:00"), end_of("2026-03-14")),
    (K.SPREEKUUR, None, ams("2026-03-22 12:00"), end_of("2026-04-05")),
    (K.ZVH_AGENDA, None, ams("2026-03-23 12:00"), end_of("2026-04-06")),
    (K.PLAN_DATE, Parameters(on=date(2026, 3, 29)), ams("2026-03-10 12:00"), end_of("2026-03-29")),
    (K.MONITORING_CONTACT, Parameters(months=12), ams("2028-02-29 12:00"), end_of("2029-02-28")),
    (K.MONITORING_CONTACT, None, ams("2026-11-30 12:00"), end_of("2027-02-28")),
    # Elapsed hours
    (K.VT_ON_SCENE, None, ams("2026-03-29 01:30"), ams("2026-03-29 04:30")),
    (K.VT_ON_SCENE, None, ams("2026-10-25 01:30"), ams("2026-10-25 02:30", fold=1)),
    (K.ACUTE_PHASE, None, ams("2026-03-28 20:00"), ams("2026-03-29 21:00")),
    (K.INFORM_VICTIM, None, ams("2026-03-10 22:00"), ams("2026-03-11 02:00")),
    (K.INFORM_VICTIM, Parameters(hours=2), ams("2026-03-10 22:00"), ams("2026-03-11 00:00")),
    # The same day
    (K.REPORT_TO_VT, Parameters(HELD), ams("2026-03-10 23:59"), end_of("2026-03-10")),
    (K.CHILD_CHECK, Parameters(HELD), ams("2026-10-25 00:01"), end_of("2026-10-25")),
    (K.SAME_DAY_SAFETY, None, ams("2026-03-29 00:01"), end_of("2026-03-29")),
    (K.JUDGE_BREACH, None, ams("2026-03-10 12:00"), end_of("2026-03-10")),
    (K.TELL_BREACH, None, ams("2026-03-10 12:00"), ams("2026-03-10 12:00")),
    (K.PART_A, None, ams("2026-03-10 12:00"), end_of("2026-03-10")),
    # Counted back from the due moment of the first decision
    (K.PART_A, Parameters(HELD, reference=REFERENCE), ams("2026-03-10 10:00"), ams("2026-03-10 17:00")),
    (K.KNOWN_ANSWER, Parameters(HELD, reference=REFERENCE), ams("2026-03-10 10:00"), ams("2026-03-10 17:00")),
    (K.ADVICE, Parameters(HELD, reference=REFERENCE), ams("2026-03-10 10:00"), ams("2026-03-10 18:00")),
    (K.WISHES, Parameters(HELD, reference=REFERENCE), ams("2026-03-10 10:00"), REFERENCE),
    (K.SASH, Parameters(HELD, reference=REFERENCE), ams("2026-03-10 18:00"), ams("2026-03-10 18:00")),
    (K.SASH, None, ams("2026-03-06 18:00"), end_of("2026-03-13")),
    (K.HANDOVER, None, ams("2026-03-06 18:00"), end_of("2026-03-13")),
    (K.FEEDBACK_TO_REPORTER, Parameters(working_days=2), ams("2026-03-06 18:00"), end_of("2026-03-10")),
    # Owed, no moment
    (K.WISHES, None, ams("2026-03-10 10:00"), None),
    (K.ADVICE, None, ams("2026-03-10 10:00"), None),
    (K.PART_A, Parameters(HELD), ams("2026-03-10 10:00"), None),
]


@pytest.mark.parametrize(("kind", "parameters", "start", "due"), EXAMPLES)
def test_worked_example_comes_out(
    kind: TermKind, parameters: Parameters | None, start: datetime, due: datetime | None
) -> None:
    assert due_moment(kind, start, parameters=parameters).due_at == due


def test_day_equated_by_decree_is_no_working_day() -> None:
    calendar = WorkCalendar(decreed=frozenset({date(2026, 5, 15)}))
    start = ams("2026-05-11 10:00")
    assert due_moment(K.VT_ASSESSMENT, start).due_at == end_of("2026-05-19")
    assert due_moment(K.VT_ASSESSMENT, start, calendar=calendar).due_at == end_of("2026-05-20")


def test_remand_stands_still_while_the_suspect_is_gone() -> None:
    gone = Interruption(ams("2026-03-12 10:00"), ams("2026-03-14 16:00"), "ontvlucht")
    due = due_moment(K.REMAND, ams("2026-03-10 11:00"), parameters=Parameters(interruptions=(gone,)))
    assert due.due_at == ams("2026-03-24 11:00") + timedelta(days=2, hours=6)
    assert any(
        "Stond stil van do 12 mrt 10:00 tot za 14 mrt 16:00: ontvlucht" in step.text for step in due.steps
    )


def test_remand_has_no_end_while_it_stands_still() -> None:
    gone = Interruption(ams("2026-03-12 10:00"), None, "ontvlucht")
    due = due_moment(K.REMAND, ams("2026-03-10 11:00"), parameters=Parameters(interruptions=(gone,)))
    assert due.due_at is None


@pytest.mark.parametrize(
    ("pauses", "stood"),
    [
        ((("03-12 10:00", "03-13 10:00"), ("03-14 10:00", "03-14 16:00")), timedelta(hours=30)),
        ((("03-12 10:00", "03-14 10:00"), ("03-13 10:00", "03-15 10:00")), timedelta(days=3)),
        ((("03-12 10:00", "03-16 10:00"), ("03-13 10:00", "03-14 10:00")), timedelta(days=4)),
        # Held on another title when the remand began: only what came after counts.
        ((("03-09 10:00", "03-11 11:00"), ("03-10 12:00", "03-10 13:00")), timedelta(days=1)),
        ((("03-01 10:00", "03-09 10:00"),), timedelta()),
    ],
    ids=["apart", "overlapping", "within", "from-before", "before"],
)
def test_what_two_standstills_have_in_common_counts_once(
    pauses: tuple[tuple[str, str], ...], stood: timedelta
) -> None:
    rows = tuple(Interruption(ams(f"2026-{a}"), ams(f"2026-{b}"), "elders vast") for a, b in pauses)
    due = due_moment(K.REMAND, ams("2026-03-10 11:00"), parameters=Parameters(interruptions=rows))
    assert due.due_at == ams("2026-03-24 11:00") + stood


def test_interruption_after_the_end_changes_nothing() -> None:
    later = Interruption(ams("2026-03-25 10:00"), None, "ontvlucht")
    due = due_moment(K.REMAND, ams("2026-03-10 11:00"), parameters=Parameters(interruptions=(later,)))
    assert due.due_at == ams("2026-03-24 11:00")


def test_explanation_of_a_night_reads_as_a_calculation() -> None:
    parameters = Parameters(hours=9, start_event=StartEvent.ARRIVAL)
    steps = due_moment(K.FIRST_DECISION, ams("2026-03-28 20:00"), parameters=parameters).steps
    assert [step.text for step in steps] == [
        "Begint za 28 mrt 20:00: aankomst op de plaats van verhoor.",
        "Duurt 9 uur (art. 56a, 56b Sv). Telt als uren; van 00:00 tot 09:00 staat de klok stil.",
        "za 28 mrt 20:00 – 24:00: 4 uur geteld, nog 5 uur.",
        "zo 29 mrt 00:00 – 09:00: nacht, telt niet mee; de klok gaat een uur vooruit.",
        "zo 29 mrt 09:00 – 14:00: 5 uur geteld.",
        "Loopt af: zo 29 mrt 14:00.",
        "Nog door een jurist te bevestigen: het begin van de termijn.",
    ]


def test_explanation_of_working_days_names_the_holidays() -> None:
    texts = [step.text for step in due_moment(K.VT_ASSESSMENT, ams("2026-04-01 11:00")).steps]
    skipped = "vr 3 apr 2026 (Goede vrijdag), za 4 apr 2026, zo 5 apr 2026 (Eerste paasdag), ma 6 apr 2026"
    assert f"Tellen niet mee: {skipped} (Tweede paasdag)." in texts
    assert "Werkdag 5: vr 10 apr 2026." in texts
    assert texts[-1] == "Loopt af: vr 10 apr 24:00."


def test_explanation_of_a_clock_change_gives_both_readings() -> None:
    texts = [step.text for step in due_moment(K.BEFORE_RC, ams("2026-03-27 14:00")).steps]
    readings = "naar verstreken tijd di 31 mrt 09:00, op de klok di 31 mrt 08:00"
    assert f"Klokwissel: {readings}. De vroegste telt." in texts


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [
        (K.FIRST_DECISION, None),
        (K.FIRST_DECISION, Parameters(hours=8)),
        (K.BEHAVIOURAL_ORDER, Parameters(days=91)),
        (K.DETENTION, Parameters(days=0)),
        (K.POLICE_CUSTODY, Parameters(days=2)),
        (K.PLAN_DATE, None),
        (K.PLAN_DATE, Parameters(on=date(2026, 3, 9))),
        (K.MEASURE_ENDS, None),
        (K.POLICE_CUSTODY, Parameters(interruptions=(Interruption(ams("2026-03-10 12:00"), None, "x"),))),
    ],
)
def test_parameters_that_the_kind_does_not_take_are_refused(
    kind: TermKind, parameters: Parameters | None
) -> None:
    with pytest.raises(ValueError, match=r"term|takes|needs|allow"):
        due_moment(kind, ams("2026-03-10 10:00"), parameters=parameters)


def test_start_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        due_moment(K.VT_ON_SCENE, datetime(2026, 3, 10, 10, 0))  # noqa: DTZ001 - the point of the test
