"""Searching in a browser: a colleague of another region learns that somebody is known, and no more."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.desk import AMSTERDAM, PHONE, Desk, assert_fits, look
from tests.factories.cast import Cast
from tests.factories.family import make_family
from tests.ground.browser import ContextFactory

Picture = Callable[[Page, str], Path]
Axe = Callable[[Page], None]


def test_a_name_finds_the_own_case_and_elsewhere_only_that_somebody_is_known(
    cast: Cast, committed_db: str, new_context: ContextFactory, axe: Axe, screenshot: Picture
) -> None:
    family = make_family(cast, datetime.now(AMSTERDAM) - timedelta(hours=2))
    own = Desk.sign_in(new_context, "vt").page
    own.goto("/zoeken")
    expect(own.get_by_label("Naam, zaaknummer of telefoonnummer")).to_be_focused()
    own.keyboard.type("Wynter")
    own.keyboard.press("Enter")
    expect(own).to_have_url(re.compile("/zoeken$"))
    expect(own.get_by_role("link", name=re.compile("Sofie Winter"))).to_be_visible()
    axe(own)
    screenshot(own, "search-own")
    own.get_by_role("link", name=re.compile("Sofie Winter")).press("Enter")
    expect(own).to_have_url(re.compile(str(family.case.public_id)))
    other = Desk.sign_in(new_context, "politie-rk").page
    other.goto("/zoeken")
    panel = other.locator("#buiten")
    panel.get_by_label("Achternaam").fill("Winter")
    panel.get_by_label("Waarvoor moet u dit weten?").fill("Melding van de school over een gezin.")
    panel.get_by_role("button", name="Vragen of iemand bekend is").click()
    expect(panel).to_contain_text("zoeken op alleen een naam kan niet")
    expect(panel.get_by_label("Waarvoor moet u dit weten?")).to_have_value(
        "Melding van de school over een gezin."
    )
    panel.get_by_label("Geboortedatum").fill("1994-08-12")
    panel.get_by_label("Geboortedatum").press("Enter")
    expect(panel).to_contain_text("Neem contact op met")
    expect(other.locator("main")).not_to_contain_text(family.case.number)
    look(other, PHONE, "dark")
    assert_fits(other)
    axe(other)
    screenshot(other, "search-known-phone")
