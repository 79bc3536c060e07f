"""A colleague comes and leaves, another one gets a certificate, in the browser and with the keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.core import mail
from playwright.sync_api import Page, expect

from cases.outbox.delivery import deliver_due
from tests.browser.desk import Desk
from tests.factories.cast import Cast
from tests.ground.browser import ContextFactory

Picture = Callable[[Page, str], Path]
PASSWORD = "vier woorden op een rij"


def test_a_colleague_comes_and_goes(
    cast: Cast,
    committed_db: str,
    new_context: ContextFactory,
    axe: Callable[[Page], None],
    screenshot: Picture,
) -> None:
    office = Desk.sign_in(new_context, "politie.beheer")
    page = office.page
    page.get_by_role("link", name="Medewerkers").first.press("Enter")
    page.get_by_role("link", name="Medewerker toevoegen").press("Enter")
    page.get_by_role("textbox", name="Gebruikersnaam").fill("politie")
    page.get_by_label("Naam", exact=True).fill("Hanna Pol")
    page.get_by_label("E-mailadres van het werk").fill("h.pol@politie.example")
    page.get_by_label(re.compile("Behandelaar: ")).press("Space")
    page.get_by_role("button", name="Toevoegen").press("Enter")
    expect(page.locator(".utrecht-form-field-error-message, .v-field__error").first).to_be_visible()
    expect(page.get_by_label("Naam", exact=True)).to_have_value("Hanna Pol")
    axe(page)
    screenshot(page, "staff-new-wrong")
    page.get_by_role("textbox", name="Gebruikersnaam").fill("h.pol")
    page.get_by_role("button", name="Toevoegen").press("Enter")
    office.said("Hanna Pol is toegevoegd")
    expect(page.get_by_role("row").filter(has_text="h.pol")).to_contain_text("nog niet aangemeld")
    axe(page)
    screenshot(page, "staff-list")

    colleague = chooses_a_password(new_context, axe, screenshot)
    expect(colleague).not_to_have_url(re.compile("/aanmelden"))
    certify(office, axe, screenshot)

    page.goto("/beheer/medewerkers")
    page.get_by_role("link", name="Hanna Pol").press("Enter")
    page.get_by_role("link", name="Vertrek").press("Enter")
    page.get_by_label("Toelichting").fill("Einde van de detachering.")
    screenshot(page, "staff-leave")
    page.get_by_role("button", name="Toegang beëindigen").press("Enter")
    office.said("Hanna Pol heeft geen toegang meer")
    expect(page.get_by_role("table").last).to_contain_text("Einde van de detachering.")
    page.set_viewport_size({"width": 390, "height": 844})
    axe(page)
    screenshot(page, "staff-member-phone")

    colleague.goto("/mijn-werk")
    expect(colleague).to_have_url(re.compile("/aanmelden"))


def chooses_a_password(new_context: ContextFactory, axe: Callable[[Page], None], screenshot: Picture) -> Page:
    """The link of the mail: a weak password is refused, a sentence is kept, and the link works once."""
    deliver_due(clock=lambda: datetime.now(UTC))
    link = re.search(r"(/toegang/\S+)", str(mail.outbox[-1].body))
    assert link is not None
    page = new_context().new_page()
    page.goto(link.group(1))
    page.get_by_label("Nieuw wachtwoord").fill("12345678")
    page.get_by_label("Nog eens").fill("12345678")
    page.get_by_role("button", name="Wachtwoord vastleggen").press("Enter")
    expect(page.get_by_text("te kort").first).to_be_visible()
    axe(page)
    screenshot(page, "access-refused")
    page.get_by_label("Nieuw wachtwoord").fill(PASSWORD)
    page.get_by_label("Nog eens").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Uw wachtwoord is gekozen")).to_be_visible()
    axe(page)
    page.get_by_role("textbox", name="Gebruikersnaam").fill("h.pol")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("/aanmelden"))
    other = new_context().new_page()
    other.goto(link.group(1))
    expect(other.get_by_role("heading", level=1)).to_have_text("Deze link werkt niet meer")
    axe(other)
    screenshot(other, "access-used")
    return page


def certify(office: Desk, axe: Callable[[Page], None], screenshot: Picture) -> None:
    """The team lead followed the training for a SASH."""
    page = office.page
    page.goto("/beheer/medewerkers")
    page.get_by_label("Naam, gebruikersnaam of e-mailadres").fill("osdorp")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Karim Osdorp").press("Enter")
    page.get_by_role("link", name="Certificaat vastleggen").press("Enter")
    page.get_by_role("button", name="Vastleggen").press("Enter")
    office.said("SASH-training van Karim Osdorp is vastgelegd")
    axe(page)
    screenshot(page, "staff-member")
