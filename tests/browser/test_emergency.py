"""Emergency access from the question to the judgement, in the browser and with the keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.desk import AMSTERDAM, Desk
from tests.factories.cast import Cast
from tests.factories.story import register_stalking_case
from tests.ground.browser import ContextFactory

Picture = Callable[[Page, str], Path]


def test_a_case_is_opened_in_an_emergency_and_judged(
    cast: Cast,
    committed_db: str,
    new_context: ContextFactory,
    axe: Callable[[Page], None],
    screenshot: Picture,
) -> None:
    case = register_stalking_case(cast, datetime.now(AMSTERDAM))
    desk = Desk.sign_in(new_context, "politie-rk")
    page = desk.page
    page.goto(f"/zaken/{case.public_id}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Deze pagina is er niet")

    page.goto("/noodtoegang")
    page.get_by_label("Zaaknummer").fill(case.number)
    page.get_by_label("Wat is er nu aan de hand").fill("Te kort")
    page.get_by_role("button", name="Zaak openen").press("Enter")
    expect(page.get_by_text("20 tot 200 tekens").first).to_be_visible()
    expect(page.get_by_label("Zaaknummer")).to_have_value(case.number)
    axe(page)
    screenshot(page, "emergency-wrong")
    page.get_by_label("Wat is er nu aan de hand").fill("Zij belt en de verbinding valt steeds weg.")
    page.get_by_role("button", name="Zaak openen").press("Enter")
    desk.said("U leest nu een uur mee")
    axe(page)
    screenshot(page, "emergency-running")

    page.get_by_role("link", name=f"Zaak {case.number}").press("Enter")
    strip = page.get_by_role("region", name="Noodtoegang")
    expect(strip).to_contain_text(re.compile(r"Noodtoegang tot \d\d:\d\d uur"))
    axe(page)
    screenshot(page, "emergency-case-desk")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    axe(page)
    screenshot(page, "emergency-case-phone")
    page.set_viewport_size({"width": 1366, "height": 768})

    officer = Desk.sign_in(new_context, "vt.privacy")
    officer.page.goto("/meldingen")
    officer.page.get_by_role("link", name=re.compile("Noodtoegang: ")).first.press("Enter")
    expect(officer.page.get_by_role("main")).to_contain_text("Zij belt en de verbinding valt steeds weg.")
    officer.page.get_by_label("terecht gebruikt", exact=True).press("Space")
    axe(officer.page)
    screenshot(officer.page, "emergency-review")
    officer.press("Oordeel vastleggen")
    officer.said("Het oordeel is vastgelegd")
    axe(officer.page)
    screenshot(officer.page, "emergency-reviews")

    strip.get_by_role("link", name="Beëindigen").press("Enter")
    desk.press("Noodtoegang beëindigen")
    desk.said("De noodtoegang is beëindigd")
    page.goto(f"/zaken/{case.public_id}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Deze pagina is er niet")
