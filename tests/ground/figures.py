"""Figures that a test counts: printed at the end of the run, beside what they may be at most."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest
from _pytest.terminal import TerminalReporter

PROPERTY: Final = "figure"

Figure = Callable[[str, float, float], None]


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Figure:
    """Prints what was counted: `figure("toetsen voor onderdeel A", 34, 60)`, and holds it to its most."""

    def counted(what: str, value: float, at_most: float) -> None:
        record_property(PROPERTY, f"{what}: {value:g} (at most {at_most:g})")
        assert value <= at_most, f"{what}: {value:g}, at most {at_most:g}"

    return counted


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """The figures of all tests, also of those that ran in another process."""
    lines = sorted(
        str(value)
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", "") == "call"
        for name, value in report.user_properties
        if name == PROPERTY
    )
    if lines:
        terminalreporter.section("figures")
        for line in lines:
            terminalreporter.write_line(line)
