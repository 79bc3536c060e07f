"""Where somebody hides: recorded, shown for a minute, kept out of the copies, let go by a second person."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from cases.casefiles.models import Case
from tests.browser.desk import AMSTERDAM, PHONE, Desk, assert_fits, look
from tests.browser.test_documents import download
from tests.cases.documents.reading import words_of
from tests.cases.documents.test_plan_documents import condition, person
from tests.factories.cast import TEST_PASSWORD, Cast
from tests.ground.browser import ContextFactory
from tests.zsm.decision.making import a_held_case, concluded, custody, decided, stated
from veiligheid.demo.moments import counted_back

Picture = Callable[[Page, str], Path]
Axe = Callable[[Page], None]
STREET = "Rietkraag 417"


def test_an_address_is_hidden_shown_for_a_minute_and_kept_out_of_the_copies(
    cast: Cast, new_context: ContextFactory, axe: Axe, screenshot: Picture
) -> None:
    now = datetime.now(AMSTERDAM)
    case = a_held_case(cast, arrived_at=counted_back(now, timedelta(hours=3)))
    concluded(cast, case, at=now)
    stated(cast, case, at=now)
    decided(cast, case, custody(now), at=now)
    _police_hides_it(case, new_context, screenshot)
    prosecutor = Desk.sign_in(new_context, "om")
    prosecutor.page.goto(f"/zaken/{case.public_id}/personen")
    expect(prosecutor.page.get_by_role("main")).to_contain_text("Niet voor uw organisatie")
    expect(prosecutor.page.get_by_role("link", name=re.compile("Toon 60 seconden"))).to_have_count(0)
    maker = Desk.sign_in(new_context, "vt")
    _shown_for_a_minute(case, maker, axe, screenshot)
    condition(cast, case, f"U komt niet op de {STREET}.")
    _held_back(case, maker, axe, screenshot)
    _let_go(case, Desk.sign_in(new_context, "vt.lead"), axe, screenshot)
    maker.page.goto(f"/zaken/{case.public_id}/documenten")
    expect(maker.panel("vrijgave")).to_contain_text("vrijgegeven door")
    _, pdf = download(maker, "exemplaar-verdachte", "Exemplaar")
    assert STREET in words_of(pdf)


def _police_hides_it(case: Case, new_context: ContextFactory, screenshot: Picture) -> None:
    desk = Desk.sign_in(new_context, "politie")
    page = desk.page
    page.goto(f"/zaken/{case.public_id}/personen")
    victim = person(case, "victim").full_name
    page.get_by_role("link", name=re.compile(f"Vastleggen.*beschermd adres van {victim}")).click()
    page.get_by_label("woonadres").check()
    desk.press("Vastleggen")
    expect(page.get_by_role("main")).to_contain_text("Vul een straat met huisnummer in")
    page.get_by_label("Straat en huisnummer").fill(STREET)
    page.get_by_label("Postcode").fill("1234ab")
    page.get_by_label("Veilig Thuis").check()
    screenshot(page, "address-form")
    desk.press("Vastleggen")
    desk.said("versleuteld vastgelegd")
    expect(page.get_by_role("main")).not_to_contain_text(STREET)
    screenshot(page, "address-persons")


def _shown_for_a_minute(case: Case, desk: Desk, axe: Axe, screenshot: Picture) -> None:
    page = desk.page
    page.clock.install()
    page.goto(f"/zaken/{case.public_id}/personen")
    page.get_by_role("link", name=re.compile("Toon 60 seconden")).click()
    page.get_by_label("Waarvoor hebt u het adres nodig").fill("Om haar thuis te bezoeken.")
    page.get_by_label("Uw wachtwoord").fill("verkeerd")
    desk.press("Toon 60 seconden")
    expect(page.get_by_role("main")).to_contain_text("Het wachtwoord klopt niet.")
    expect(page.get_by_label("Waarvoor hebt u het adres nodig")).to_have_value("Om haar thuis te bezoeken.")
    page.get_by_label("Uw wachtwoord").fill(TEST_PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text(STREET)
    axe(page)
    screenshot(page, "address-shown")
    page.clock.fast_forward(61_000)
    expect(page.get_by_role("status").filter(has_text="niet meer zichtbaar")).to_be_visible()
    expect(page.get_by_role("main")).not_to_contain_text(STREET)
    screenshot(page, "address-closed")


def _held_back(case: Case, desk: Desk, axe: Axe, screenshot: Picture) -> None:
    page = desk.page
    page.goto(f"/zaken/{case.public_id}/documenten")
    desk.panel("exemplaar-verdachte").get_by_role("button").click()
    desk.said("staat nog niet in woorden")
    page.get_by_role("link", name="Aanpassen").click()
    page.get_by_label("Gebied in woorden voor de verdachte").fill("het centrum van Duinstede")
    desk.press("Vastleggen")
    desk.panel("exemplaar-verdachte").get_by_role("button").click()
    expect(page.locator(".v-refusal")).to_contain_text("waarmee een beschermd persoon te vinden is")
    axe(page)
    desk.press("Vrijgave vragen")
    expect(page.locator("#id_reden_fout")).to_contain_text("Schrijf waarom dit toch veilig is")
    page.get_by_label("Waarom is dit toch veilig").fill("De verdachte kent dit adres al uit het vonnis.")
    screenshot(page, "release-ask")
    desk.press("Vrijgave vragen")
    desk.said("Een collega kan nu beslissen")
    expect(desk.panel("vrijgave").get_by_role("link", name="Beoordelen")).to_have_count(0)


def _let_go(case: Case, desk: Desk, axe: Axe, screenshot: Picture) -> None:
    page = desk.page
    page.goto(f"/zaken/{case.public_id}/documenten")
    desk.panel("vrijgave").get_by_role("link", name="Beoordelen").click()
    expect(page.get_by_role("main")).to_contain_text("Een adres in:")
    axe(page)
    screenshot(page, "release-decide")
    look(page, PHONE, "dark")
    assert_fits(page)
    axe(page)
    page.get_by_label("Ja, wat er staat is geen gevaar").check()
    page.get_by_label("Waarom", exact=True).fill("Het adres staat in het openbare vonnis.")
    desk.press("Besluit vastleggen")
    desk.said("Uw besluit is vastgelegd.")
