"""A suspect who was heard comes back and is arrested; then the clock turns out to have begun earlier.

One story through the pages with three logins: police registers and arrests, Veilig Thuis records what
happened in between, the prosecutor sees the clock begin, and sees why it is another one afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import time_machine
from playwright.sync_api import Page, expect

from tests.browser.desk import Desk, choose, find_offence, typed
from tests.cases.terms.rules.moments import ams
from tests.ground.browser import ContextFactory

Picture = Callable[[Page, str], Path]
Axe = Callable[[Page], None]

# A Tuesday. Nine counted hours after the arrival of 14:30 is 23:30; after that of 14:00 it is 23:00.
HEARD = ams("2026-03-10 10:00")
REGISTERED = HEARD + timedelta(minutes=30)
HAPPENED = "10-03-2026"
ARRESTED, ARRIVED, REALLY_ARRIVED = (ams(f"2026-03-10 {time}") for time in ("13:50", "14:30", "14:00"))
WHAT = "Stond na het verhoor weer voor haar deur en riep dat het haar schuld was."
WHY = "Een buurvrouw herkende hem; de verdenking is niet weggenomen."
REASON = "De aankomst was verkeerd overgenomen uit het arrestantenverslag."
PHONE = {"width": 390, "height": 844}


def put_clock(desks: dict[str, Desk], traveller: time_machine.Traveller, moment: datetime) -> None:
    """The same time for the server and for every browser."""
    traveller.move_to(moment)
    for desk in desks.values():
        desk.page.clock.set_fixed_time(moment)


def police_registers_the_hearing(police: Desk, axe: Axe, picture: Picture) -> str:
    page = police.page
    page.goto("/bord")
    police.press("Nieuwe zaak")
    case = police.panel("zaak")
    choose(case, "De verdachte is", "Ontboden voor verhoor (niet-vast)")
    choose(case, "HG-label", "Ja")
    case.get_by_label("Gemeente waar het gebeurde").select_option(label="Duinstede")
    case.get_by_label("Plaats").fill("Haar woning")
    charges = police.panel("feiten")
    find_offence(charges, "285b")
    charges.get_by_label("Gepleegd op").last.fill("2026-03-08")
    choose(charges, "Is er klacht gedaan?", "Ja")
    charges.get_by_label("Klacht gedaan op").fill("2026-03-09")
    charges.get_by_label("Opgenomen door").fill("Sanne Vermeulen, hovj")
    expect(police.panel("aanhouding")).to_be_hidden()
    hearing = police.panel("verhoor")
    hearing.get_by_label("Gehoord op").fill(typed(HEARD))
    hearing.get_by_label("Gehoord in").fill("Politiebureau Duinstede")
    for anchor, first, last, born, gender in (
        ("verdachte", "Rutger", "Kloosterziel", "1988-04-02", "m"),
        ("slachtoffer", "Marit", "Oudendijk", "1990-11-21", "f"),
    ):
        part = police.panel(anchor)
        part.get_by_label("Voornamen").first.fill(first)
        part.get_by_label("Achternaam").first.fill(last)
        part.get_by_label("Geboortedatum").first.fill(born)
        part.get_by_label("Geslacht").first.select_option(gender)
    victim = police.panel("slachtoffer")
    victim.get_by_label("Gemeente waar het slachtoffer woont").select_option(label="Duinstede")
    victim.get_by_label("Het slachtoffer is van de verdachte").select_option(label="ex-partner")
    contact = police.panel("contact")
    contact.get_by_label("Telefoonnummer").fill("06 0000 0533")
    contact.get_by_label("Bellen op dit nummer is veilig").check()
    choose(police.panel("kindcheck"), "Zijn er kinderen in het gezin?", "Nee")
    choose(police.panel("maatregel"), "Loopt er een huisverbod of een andere maatregel", "Nee, nagegaan")
    police.panel("melding").get_by_label("Zorgelijke situatie").fill("Valt zijn ex-partner al weken lastig.")
    axe(page)
    picture(page, "heard-intake")
    page.get_by_role("button", name="Registreren", exact=True).click()
    expect(page).to_have_url(re.compile(r"/zaken/[0-9a-f-]{36}$"))
    expect(police.head()).not_to_contain_text("Eerste beslissing")
    return page.url


def arresting_is_refused_without_a_new_fact(police: Desk, case: str) -> None:
    """What is missing is said, and nothing typed is lost."""
    page = police.page
    page.goto(f"{case}/zsm/aanhouden")
    _fill_arrest(page)
    page.get_by_role("button", name="Aanhouding vastleggen").click()
    expect(page.locator(".v-refusal")).to_contain_text("geen nieuw feit vastgelegd")
    expect(page.get_by_label("Waarom duurt de verdenking voort?")).to_have_value(WHY)


def _fill_arrest(page: Page) -> None:
    page.get_by_label("Waarom duurt de verdenking voort?").fill(WHY)
    choose(page.locator("main"), "Wijze van aanhouding", "Buiten heterdaad")
    page.get_by_label("Aangehouden op").fill(typed(ARRESTED))
    page.get_by_label("Aankomst op de plaats van verhoor").fill(typed(ARRIVED))
    page.get_by_label("Zit vast in").fill("Politiebureau Duinstede")


def veilig_thuis_records_what_happened(vt: Desk, case: str) -> None:
    page = vt.page
    page.goto(f"{case}/veiligheid/gebeurtenis")
    page.get_by_label("Wanneer").fill(HAPPENED)
    page.get_by_label("Wat gebeurde er").fill(WHAT)
    page.get_by_label("Bron", exact=True).select_option(label="contact met het gezin")
    vt.press("Vastleggen")
    vt.said("De gebeurtenis is toegevoegd")


def police_arrests(police: Desk, case: str, axe: Axe, picture: Picture) -> None:
    page = police.page
    page.goto(f"{case}/zsm/aanhouden")
    page.get_by_role("radio", name=re.compile("onveilige gebeurtenis")).check()
    _fill_arrest(page)
    axe(page)
    picture(page, "heard-again-arrest")
    page.get_by_role("button", name="Aanhouding vastleggen").click()
    police.said("Eerste beslissing uiterlijk di 10 mrt 23:30")


def police_corrects_the_arrival(police: Desk, case: str, axe: Axe, picture: Picture) -> None:
    page = police.page
    page.goto(f"{case}/zsm/begin-corrigeren")
    page.get_by_label("Aankomst op de plaats van verhoor").fill(typed(REALLY_ARRIVED))
    page.get_by_role("button", name="Corrigeren", exact=True).click()
    expect(page.locator("main")).to_contain_text("Reden van de correctie: vul dit in.")
    page.get_by_label("Reden van de correctie").fill(REASON)
    axe(page)
    page.get_by_role("button", name="Corrigeren", exact=True).click()
    police.said("Eerste beslissing uiterlijk di 10 mrt 23:00")
    picture(page, "heard-again-corrected")


def test_a_heard_suspect_is_arrested_on_what_he_did_since_and_his_clock_is_corrected(
    committed_db: str, new_context: ContextFactory, axe: Axe, screenshot: Picture
) -> None:
    with time_machine.travel(REGISTERED) as traveller:
        desks = {name: Desk.sign_in(new_context, name) for name in ("politie", "vt", "om")}
        police, vt, om = desks.values()
        put_clock(desks, traveller, REGISTERED)
        case = police_registers_the_hearing(police, axe, screenshot)
        om.page.goto("/bord")
        expect(om.page.locator("#groep-niet-vast ~ .v-board")).to_contain_text("Kloosterziel")
        put_clock(desks, traveller, ARRIVED + timedelta(minutes=10))
        arresting_is_refused_without_a_new_fact(police, case)
        veilig_thuis_records_what_happened(vt, case)
        police_arrests(police, case, axe, screenshot)
        om.page.goto("/bord")
        expect(om.page.locator("#groep-vast ~ .v-board")).to_contain_text("Kloosterziel")
        expect(om.row("Kloosterziel")).to_contain_text("23:30")
        put_clock(desks, traveller, ARRIVED + timedelta(minutes=40))
        police_corrects_the_arrival(police, case, axe, screenshot)
        om.page.goto("/bord")
        expect(om.row("Kloosterziel")).to_contain_text("23:00")
        om.page.goto(f"{case}/zsm")
        shown = om.page.locator("main")
        expect(shown).to_contain_text("di 10 mrt 23:30 → di 10 mrt 23:00")
        expect(shown).to_contain_text(REASON)
        expect(shown).to_contain_text("Niet-vast, gehoord")
        om.page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
        screenshot(om.page, "heard-again-om-phone")
        vt.page.goto("/meldingen")
        expect(vt.page.locator("main")).to_contain_text("gecorrigeerd")
