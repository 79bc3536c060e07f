"""The ticking clock says what the server said: the same words and stages, whatever this machine thinks."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from playwright.sync_api import Browser

from cases.terms.rules.wording import AMSTERDAM
from cases.web.components import Clock, clock_from

AT = datetime(2026, 3, 10, 18, 12, tzinfo=AMSTERDAM)
SCRIPT = Path(settings.BASE_DIR) / "static" / "js" / "clock.js"
# Half a minute off the bounds: the script runs a moment after the page was made.
LEFT = [
    timedelta(minutes=minutes, seconds=30)
    for minutes in (6 * 1440, 2880, 2879, 241, 240, 239, 61, 60, 59, 12, 1, 0, -1, -2, -61, -2881, -2882)
]


def clock(left: timedelta) -> Clock:
    return clock_from(due_at=AT + left, at=AT, label="Eerste beslissing")


@pytest.fixture(scope="module")
def ticked(browser: Browser) -> list[tuple[str, str, str]]:
    """Per clock what the script made of it: text, stage class, sign."""
    page = browser.new_page()
    body = "".join(render_to_string("components/clock_line.html", {"clock": clock(left)}) for left in LEFT)
    # Emptied, so that only what the script writes is compared.
    page.set_content(f"<main>{body}</main>")
    page.evaluate("""() => document.querySelectorAll('[data-due]').forEach((clock) => {
        clock.className = 'v-stage v-stage--none';
        clock.querySelector('[data-clock-text]').textContent = '';
    })""")
    page.add_script_tag(path=SCRIPT)
    found: list[tuple[str, str, str]] = (
        page.evaluate("""() => [...document.querySelectorAll('[data-due]')].map((clock) => [
        clock.querySelector('[data-clock-text]').textContent,
        clock.className,
        clock.querySelector('use').getAttribute('href').split('#')[1],
    ])""")
    )
    page.close()
    return found


def test_the_script_says_the_words_of_the_server(ticked: list[tuple[str, str, str]]) -> None:
    assert [text for text, _, _ in ticked] == [clock(left).remaining for left in LEFT]


def test_the_script_shows_the_stage_of_the_server_in_colour_and_shape(
    ticked: list[tuple[str, str, str]],
) -> None:
    assert [sign for _, _, sign in ticked] == [clock(left).stage.value for left in LEFT]
    assert all(f"v-stage--{sign}" in classes for _, classes, sign in ticked)
