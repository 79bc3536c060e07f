"""Safe contact: no channel unless marked safe, and only inside its hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from cases.persons.rules.contact import (
    Channel,
    ContactInstructions,
    hours_text,
    may_use,
    needs_interpreter,
    within_hours,
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
INSTRUCTIONS = ContactInstructions(
    phone="+31612345678",
    phone_safe=True,
    hours_from=time(9),
    hours_until=time(15),
    voicemail_allowed=True,
    email="veilig@example.org",
    email_safe=True,
)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 10, hour, minute, tzinfo=AMSTERDAM)


@pytest.mark.parametrize("channel", list(Channel))
def test_a_safe_channel_may_be_used_inside_its_hours(channel: Channel) -> None:
    assert may_use(INSTRUCTIONS, channel, at(10)).allowed


@pytest.mark.parametrize("channel", list(Channel))
def test_without_instructions_there_is_no_contact_at_all(channel: Channel) -> None:
    assert may_use(None, channel, at(10)).reason == "Er zijn geen instructies voor veilig contact vastgelegd."


@pytest.mark.parametrize(
    ("change", "channel"),
    [
        ({"phone_safe": False}, Channel.PHONE),
        ({"phone_safe": False}, Channel.VOICEMAIL),
        ({"phone": ""}, Channel.PHONE),
        ({"email_safe": False}, Channel.EMAIL),
        ({"email": ""}, Channel.EMAIL),
        ({"voicemail_allowed": False}, Channel.VOICEMAIL),
    ],
)
def test_a_channel_that_is_not_marked_safe_is_refused(change: dict[str, object], channel: Channel) -> None:
    instructions = replace(INSTRUCTIONS, **change)  # type: ignore[arg-type]  # the values fit their fields
    assert not may_use(instructions, channel, at(10)).allowed


def test_no_voicemail_still_allows_a_call() -> None:
    assert may_use(replace(INSTRUCTIONS, voicemail_allowed=False), Channel.PHONE, at(10)).allowed


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [(at(8, 59), False), (at(9), True), (at(14, 59), True), (at(15), False), (at(23), False)],
)
def test_calling_is_safe_only_inside_the_hours(moment: datetime, *, allowed: bool) -> None:
    assert may_use(INSTRUCTIONS, Channel.PHONE, moment).allowed is allowed
    assert may_use(INSTRUCTIONS, Channel.VOICEMAIL, moment).allowed is allowed


def test_outside_the_hours_the_refusal_names_them() -> None:
    assert (
        may_use(INSTRUCTIONS, Channel.PHONE, at(20)).reason == "Bellen is alleen veilig van 09:00 tot 15:00."
    )


def test_mail_does_not_wait_for_calling_hours() -> None:
    assert may_use(INSTRUCTIONS, Channel.EMAIL, at(3)).allowed


@pytest.mark.parametrize(
    ("day", "utc_hour", "allowed"),
    [
        ((2026, 1, 10), 8, True),
        ((2026, 1, 10), 7, False),
        ((2026, 7, 10), 7, True),
        ((2026, 7, 10), 6, False),
    ],
)
def test_hours_are_wall_clock_hours_in_winter_and_summer(
    day: tuple[int, int, int], utc_hour: int, *, allowed: bool
) -> None:
    moment = datetime(*day, utc_hour, tzinfo=UTC)
    assert may_use(INSTRUCTIONS, Channel.PHONE, moment).allowed is allowed


@pytest.mark.parametrize(("hour", "allowed"), [(21, False), (22, True), (1, True), (2, False), (12, False)])
def test_hours_may_run_past_midnight(hour: int, *, allowed: bool) -> None:
    night = replace(INSTRUCTIONS, hours_from=time(22), hours_until=time(2))
    assert within_hours(night, at(hour)) is allowed


@pytest.mark.parametrize(
    ("start", "end", "inside", "outside", "text"),
    [
        (time(9), None, 23, 8, "van 09:00"),
        (None, time(15), 3, 15, "tot 15:00"),
    ],
)
def test_one_open_side_runs_to_midnight(
    start: time | None, end: time | None, inside: int, outside: int, text: str
) -> None:
    instructions = replace(INSTRUCTIONS, hours_from=start, hours_until=end)
    assert within_hours(instructions, at(inside))
    assert not within_hours(instructions, at(outside))
    assert hours_text(instructions) == text


def test_the_same_time_twice_is_never() -> None:
    never = replace(INSTRUCTIONS, hours_from=time(9), hours_until=time(9))
    assert not any(within_hours(never, at(hour)) for hour in range(24))


def test_no_hours_named_means_at_any_moment() -> None:
    always = replace(INSTRUCTIONS, hours_from=None, hours_until=None)
    assert may_use(always, Channel.PHONE, at(3)).reason == "Bellen is veilig op elk moment."


def test_a_moment_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="tijdzone"):
        may_use(INSTRUCTIONS, Channel.PHONE, at(10).replace(tzinfo=None))


@pytest.mark.parametrize(
    ("language", "needed"), [("Nederlands", False), ("nederlands ", False), ("", False), ("Tigrinya", True)]
)
def test_another_language_needs_an_interpreter(language: str, *, needed: bool) -> None:
    assert needs_interpreter(replace(INSTRUCTIONS, language=language)) is needed
    assert not needs_interpreter(None)
