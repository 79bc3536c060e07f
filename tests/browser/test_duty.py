"""On duty for another Veilig Thuis, from the list of the team lead to the withdrawal, in the browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.desk import AMSTERDAM, Desk, choose, typed
from tests.factories.cast import Cast
from tests.factories.story import register_stalking_case
from tests.ground.browser import ContextFactory

Picture = Callable[[Page, str], Path]


def test_a_colleague_stands_in_and_is_stopped(
    cast: Cast,
    committed_db: str,
    new_context: ContextFactory,
    axe: Callable[[Page], None],
    screenshot: Picture,
) -> None:
    now = datetime.now(AMSTERDAM)
    case = register_stalking_case(cast, now)
    lead = Desk.sign_in(new_context, "vt.lead")
    give_by_keyboard(lead, now)
    axe(lead.page)
    screenshot(lead.page, "duty-roster")

    colleague = Desk.sign_in(new_context, "vt-rk")
    page = colleague.page
    page.goto(f"/zaken/{case.public_id}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Deze pagina is er niet")
    page.goto("/dienst")
    page.get_by_role("button", name="Werken namens VT Duinrand").press("Enter")
    strip = page.get_by_role("region", name="Namens wie u werkt")
    expect(strip).to_contain_text("U werkt namens VT Duinrand, tot")
    answer_known(colleague, str(case.public_id))
    expect(page.locator(".v-timeline")).to_contain_text("VT Rivierkwartier namens VT Duinrand")
    axe(page)
    screenshot(page, "duty-case-desk")
    page.mouse.wheel(0, 600)
    expect(strip).to_be_in_viewport()
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    axe(page)
    screenshot(page, "duty-case-phone-dark")

    withdraw(lead)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("U werkt niet meer namens VT Duinrand")
    expect(page.locator(".v-error-page")).to_contain_text("Rooster gewijzigd")
    expect(strip).to_have_count(0)
    axe(page)
    screenshot(page, "duty-ended-phone-dark")
    page.goto(f"/zaken/{case.public_id}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Deze pagina is er niet")


def give_by_keyboard(desk: Desk, now: datetime) -> None:
    """First where the colleague works, then who and until when."""
    page = desk.page
    page.goto("/dienst/rooster")
    page.get_by_label("Waar werkt deze collega").select_option(label="Veilig Thuis Rivierkwartier")
    page.get_by_role("button", name="Verder").press("Enter")
    page.get_by_label("Wie", exact=True).select_option(label="Tessa van Rijn")
    page.get_by_label("Tot").fill(typed(now + timedelta(hours=8)))
    page.get_by_label("Toelichting").fill("Avonddienst ZSM")
    page.get_by_role("button", name="Dienst verlenen").press("Enter")
    desk.said("Tessa van Rijn heeft dienst")


def answer_known(desk: Desk, key: str) -> None:
    """The first thing that Veilig Thuis owes at ZSM."""
    page = desk.page
    page.goto(f"/zaken/{key}/zsm/bekend")
    choose(page.locator("form[novalidate]"), "Is het gezin bekend", "Ja, er loopt geen dossier")
    desk.press("Antwoord geven")
    desk.said("Het antwoord is gegeven")
    page.goto(f"/zaken/{key}")


def withdraw(desk: Desk) -> None:
    """Before its time, with the reason that the colleague reads."""
    desk.page.get_by_role("link", name="Intrekken").first.press("Enter")
    desk.page.get_by_label("Reden").fill("Rooster gewijzigd")
    desk.page.get_by_role("button", name="Dienst intrekken").press("Enter")
    desk.said("is ingetrokken")
