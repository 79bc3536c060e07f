"""Choosing mail and quiet hours with the keyboard, and what the organisation makes of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.desk import Desk
from tests.ground.browser import ContextFactory

Picture = Callable[[Page, str], Path]


def test_a_colleague_chooses_and_the_organisation_takes_one_choice_away(
    committed_db: str,
    new_context: ContextFactory,
    axe: Callable[[Page], None],
    screenshot: Picture,
) -> None:
    page = Desk.sign_in(new_context, "vt").page
    page.goto("/meldingen")
    page.get_by_role("link", name="E-mail en stille uren").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("E-mail en stille uren")
    digest = page.get_by_label("Overzichtsmail", exact=True)
    expect(digest).to_be_checked()
    digest.press("Space")
    page.get_by_label("Stil van").press_sequentially("1800")
    page.get_by_role("button", name="Keuzes opslaan").press("Enter")
    expect(page.locator("main form")).to_contain_text("Vul begin en einde in, of laat ze allebei leeg.")
    expect(digest).not_to_be_checked()
    expect(page.get_by_label("Stil van")).to_have_value("18:00")
    axe(page)
    page.get_by_label("Stil tot").fill("08:00")
    page.get_by_label("Ook het hele weekend stil").press("Space")
    page.get_by_role("button", name="Keuzes opslaan").press("Enter")
    expect(page.get_by_text("Uw keuzes zijn opgeslagen. Zij gelden vanaf nu.")).to_be_visible()
    expect(page.get_by_label("Stil tot")).to_have_value("08:00")
    screenshot(page, "message-wishes-desk")

    keeper = Desk.sign_in(new_context, "vt.beheer").page
    keeper.goto("/instellingen/e-mail")
    group = keeper.get_by_role("group", name="Overzichtsmail")
    group.get_by_label("Mailen, tenzij een medewerker het uitzet").focus()
    keeper.keyboard.press("ArrowUp")
    expect(group.get_by_label("Altijd mailen, niemand zet het uit")).to_be_checked()
    keeper.get_by_role("button", name="Opslaan").press("Enter")
    expect(keeper.get_by_text("Dit geldt voor elke e-mail die nog niet weg is.")).to_be_visible()
    axe(keeper)
    screenshot(keeper, "message-positions-desk")

    page.reload()
    expect(page.get_by_label("Overzichtsmail", exact=True)).to_have_count(0)
    expect(page.get_by_text("Uw organisatie mailt dit altijd")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    axe(page)
    screenshot(page, "message-wishes-phone")
