"""Guard 1: do the measures that hold from the release keep every unsafe person out of reach."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cases.plans.rules.covers import MeasureInForce, covers, why_not_counted
from cases.plans.rules.measure import MeasureKind, Part

RELEASE = datetime(2026, 3, 10, 18, 0, tzinfo=UTC)
VICTIM, CHILD, SUSPECT, BROTHER = "slachtoffer", "kind", "verdachte", "broer"

ORDER: MeasureInForce[str] = MeasureInForce(
    kind=MeasureKind.BEHAVIOURAL_ORDER,
    bound=SUSPECT,
    protects=frozenset({VICTIM, CHILD}),
    starts_at=RELEASE,
    ends_at=RELEASE + timedelta(days=90),
    served_at=RELEASE - timedelta(hours=1),
    parts=frozenset({Part.AREA_BAN, Part.CONTACT_BAN}),
)


def test_a_served_order_with_bans_covers_whom_it_protects() -> None:
    assert covers([ORDER], [VICTIM, CHILD], RELEASE) == ()


def test_without_measures_everybody_is_uncovered() -> None:
    assert covers([], [VICTIM, CHILD], RELEASE) == (VICTIM, CHILD)


def test_a_person_whom_no_measure_protects_is_uncovered() -> None:
    only_victim = replace(ORDER, protects=frozenset({VICTIM}))
    assert covers([only_victim], [VICTIM, CHILD], RELEASE) == (CHILD,)


def test_measures_may_cover_everybody_together() -> None:
    for_victim = replace(ORDER, protects=frozenset({VICTIM}), parts=frozenset({Part.CONTACT_BAN}))
    for_child = replace(ORDER, protects=frozenset({CHILD}), parts=frozenset({Part.AREA_BAN}))
    assert covers([for_victim, for_child], [VICTIM, CHILD], RELEASE) == ()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"parts": frozenset({Part.DUTY_TO_REPORT})}, "De gedragsaanwijzing neemt de toegang niet weg."),
        ({"served_at": None}, "De gedragsaanwijzing is nog niet uitgereikt."),
        ({"served_at": RELEASE + timedelta(seconds=1)}, "De gedragsaanwijzing is nog niet uitgereikt."),
        ({"starts_at": RELEASE + timedelta(seconds=1)}, "De gedragsaanwijzing gaat pas later in."),
        ({"ends_at": RELEASE}, "De gedragsaanwijzing is afgelopen."),
        ({"breach_pending": True}, "De gedragsaanwijzing is geschonden en nog niet opnieuw beoordeeld."),
    ],
)
def test_a_measure_that_does_not_hold_from_the_release_counts_for_nobody(
    change: dict[str, object], reason: str
) -> None:
    measure = replace(ORDER, **change)  # type: ignore[arg-type]  # the parametrized values fit their fields
    assert why_not_counted(measure, RELEASE) == reason
    assert covers([measure], [VICTIM], RELEASE) == (VICTIM,)


def test_serving_at_the_very_moment_of_release_is_in_time() -> None:
    assert covers([replace(ORDER, served_at=RELEASE)], [VICTIM], RELEASE) == ()


def test_an_order_without_an_end_holds_until_it_is_ended() -> None:
    assert covers([replace(ORDER, ends_at=None)], [VICTIM], RELEASE + timedelta(days=400)) == ()


def test_being_held_covers_everybody_without_naming_them() -> None:
    held = replace(ORDER, kind=MeasureKind.REMAND, protects=frozenset(), parts=frozenset(), served_at=None)
    assert covers([held], [VICTIM, CHILD], RELEASE) == ()


def test_holding_the_suspect_does_not_stop_a_member_of_the_network() -> None:
    held = replace(ORDER, kind=MeasureKind.REMAND, parts=frozenset(), served_at=None)
    assert covers([held], [VICTIM], RELEASE, bound=BROTHER) == (VICTIM,)
    assert covers([held], [VICTIM], RELEASE, bound=SUSPECT) == ()


def test_nobody_unsafe_means_nobody_uncovered() -> None:
    assert covers([], [], RELEASE) == ()
