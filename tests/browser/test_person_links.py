"""Two rows of one human being, compared side by side, joined and undone in the browser with the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.desk import Desk
from tests.factories.cast import Cast
from tests.factories.family import OPENED, make_family
from tests.ground.browser import ContextFactory

Picture = Callable[[Page, str], Path]


def test_two_rows_are_compared_joined_and_undone(
    cast: Cast,
    committed_db: str,
    new_context: ContextFactory,
    axe: Callable[[Page], None],
    screenshot: Picture,
) -> None:
    here = make_family(cast)
    make_family(cast, OPENED + timedelta(hours=1))
    desk = Desk.sign_in(new_context, "politie")
    page = desk.page
    page.goto(f"/zaken/{here.case.public_id}/personen")
    name = here.suspect.full_name
    page.get_by_role("link", name=f"Zelfde mens in een andere zaak? {name}").press("Enter")
    row = page.get_by_role("row").filter(has_text=name)
    expect(row).to_contain_text("niet gekoppeld")
    axe(page)
    screenshot(page, "counterparts")

    row.get_by_role("link", name=name).press("Enter")
    page.get_by_role("checkbox", name="naam", exact=True).press("Space")
    page.get_by_role("checkbox", name="BSN").press("Space")
    page.get_by_role("button", name="Als dezelfde mens koppelen").press("Enter")
    expect(page.get_by_text("Het kenmerk BSN is niet bij beiden bekend en gelijk.").first).to_be_visible()
    expect(page.get_by_text("Bevestig dat dit volgens u dezelfde mens is.").first).to_be_visible()
    expect(page.get_by_role("checkbox", name="naam", exact=True)).to_be_checked()
    axe(page)
    screenshot(page, "counterpart-refused")
    page.get_by_role("checkbox", name="BSN").press("Space")
    page.get_by_role("checkbox", name="geboortedatum", exact=True).press("Space")
    page.get_by_role("checkbox", name="Ik heb de geboortedatum gezien").press("Space")
    page.get_by_role("button", name="Als dezelfde mens koppelen").press("Enter")
    desk.said("De personen zijn gekoppeld")
    expect(row).to_contain_text("gekoppeld")

    row.get_by_role("link", name=name).press("Enter")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    axe(page)
    screenshot(page, "counterpart-phone")
    page.get_by_label("Waarom is dit niet dezelfde mens?").fill("Neven met dezelfde naam.")
    page.get_by_role("button", name="Koppeling ongedaan maken").press("Enter")
    desk.said("De koppeling is ongedaan gemaakt")
    expect(row).to_contain_text("niet gekoppeld")
    row.get_by_role("link", name=name).press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Neven met dezelfde naam.")
    axe(page)
