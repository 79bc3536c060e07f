"""Which mail leaves now, later or not: a table, over midnight, weekends and both clock changes."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from cases.outbox.messages import _renderers, has_topic
from cases.outbox.topics import OPTIONAL, TOPICS, Answer, Position, Quiet, Step, Topic, Wishes, judge
from tests.cases.terms.rules.moments import ams

T, P = Topic, Position
NIGHT = Quiet(time(18, 0), time(8, 0))
LUNCH = Quiet(time(12, 0), time(13, 0))
WEEKEND = Quiet(time(18, 0), time(8, 0), weekend=True)
ONLY_WEEKEND = Quiet(time.min, time.min, weekend=True)


@pytest.mark.parametrize(
    ("quiet", "at", "until"),
    [
        (NIGHT, "2026-03-10 17:59", None),
        (NIGHT, "2026-03-10 18:00", "2026-03-11 08:00"),
        (NIGHT, "2026-03-11 00:00", "2026-03-11 08:00"),
        (NIGHT, "2026-03-11 07:59", "2026-03-11 08:00"),
        (NIGHT, "2026-03-11 08:00", None),
        (LUNCH, "2026-03-10 11:59", None),
        (LUNCH, "2026-03-10 12:00", "2026-03-10 13:00"),
        (LUNCH, "2026-03-10 13:00", None),
        # Friday evening to Monday morning: night, weekend, night.
        (WEEKEND, "2026-03-13 17:59", None),
        (WEEKEND, "2026-03-13 19:00", "2026-03-16 08:00"),
        (WEEKEND, "2026-03-14 12:00", "2026-03-16 08:00"),
        (WEEKEND, "2026-03-15 23:59", "2026-03-16 08:00"),
        (NIGHT, "2026-03-14 12:00", None),
        (ONLY_WEEKEND, "2026-03-13 23:59", None),
        (ONLY_WEEKEND, "2026-03-14 00:00", "2026-03-16 00:00"),
        (ONLY_WEEKEND, "2026-03-16 00:00", None),
        (Quiet(time(9, 0), time(9, 0)), "2026-03-10 09:00", None),
        # The night of the clock change is an hour shorter or longer; eight o'clock stays eight o'clock.
        (NIGHT, "2026-03-28 18:00", "2026-03-29 08:00"),
        (NIGHT, "2026-10-24 18:00", "2026-10-25 08:00"),
    ],
)
def test_until_when_it_is_quiet(quiet: Quiet, at: str, until: str | None) -> None:
    assert quiet.until(ams(at)) == (ams(until) if until else None)


@pytest.mark.parametrize(
    ("topic", "position", "chosen", "wanted"),
    [
        (T.WARNING, None, None, True),
        (T.WARNING, P.ON, None, True),
        (T.WARNING, P.ON, False, False),
        (T.WARNING, P.OFF, None, False),
        (T.WARNING, P.OFF, True, True),
        (T.WARNING, P.ALWAYS, False, True),
        (T.DIGEST, P.ON, False, False),
        (T.CLOCK, None, False, True),
        (T.CLOCK, P.OFF, False, True),
        (T.ALARM, P.OFF, False, True),
        (T.EMERGENCY, P.OFF, False, True),
    ],
)
def test_who_decides_whether_it_is_mailed(
    topic: Topic, position: Position | None, chosen: bool | None, wanted: bool
) -> None:
    positions = {topic: position} if position else {}
    wishes = Wishes(positions=positions, chosen={} if chosen is None else {topic: chosen})
    assert wishes.wants(topic) is wanted
    step = judge(topic, wishes, ams("2026-03-10 12:00")).step
    assert step is (Step.SEND if wanted else Step.DROP)


@pytest.mark.parametrize(
    ("topic", "at", "runs_out", "expected"),
    [
        (T.WARNING, "2026-03-10 12:00", None, None),
        (T.WARNING, "2026-03-10 22:00", None, "2026-03-11 08:00"),
        (T.WARNING, "2026-03-10 22:00", "2026-03-11 18:00", "2026-03-11 08:00"),
        # More than half of the time that is left would be lost: it leaves at once.
        (T.WARNING, "2026-03-10 22:00", "2026-03-11 17:59", None),
        (T.WARNING, "2026-03-11 07:45", "2026-03-11 08:15", "2026-03-11 08:00"),
        (T.WARNING, "2026-03-10 22:00", "2026-03-11 08:00", None),
        (T.WARNING, "2026-03-10 22:00", "2026-03-11 03:00", None),
        (T.CASE_MOVES, "2026-03-10 22:00", None, "2026-03-11 08:00"),
        (T.DIGEST, "2026-03-10 06:00", None, None),
        (T.TOTALS, "2026-03-10 06:00", None, None),
        *((topic, "2026-03-10 22:00", None, None) for topic in TOPICS if TOPICS[topic].mandatory),
    ],
)
def test_what_waits_and_what_never_does(
    topic: Topic, at: str, runs_out: str | None, expected: str | None
) -> None:
    wishes = Wishes(positions={}, chosen={}, quiet=NIGHT)
    given: datetime | None = ams(runs_out) if runs_out else None
    answer = judge(topic, wishes, ams(at), runs_out_at=given)
    optional = topic in OPTIONAL
    assert answer == (
        Answer(Step.HOLD, ams(expected)) if expected else Answer(Step.SEND, is_optional=optional)
    )


def test_what_is_mandatory_says_why_and_never_waits() -> None:
    for topic, about in TOPICS.items():
        assert about.label
        assert about.text.endswith(".")
        assert not (about.mandatory and about.waits), topic


def test_every_kind_that_can_be_mailed_has_a_topic() -> None:
    never_mailed = {kind for kind in _renderers if not has_topic(kind)}
    # Shown in the application only; and the letter to a victim, who is no user.
    assert never_mailed == {
        "safe_letter",
        *("undelivered", "outbox_held", "stage_failing", "trigger_silent"),
        *("term_taken_over", "term_given", "decision_taken"),
        *("start_corrected", "arrested_again", "label_proposed"),
        *("section_shared", "section_closed", "consent_ended", "exclusion_lifted", "attachment_held"),
    }
