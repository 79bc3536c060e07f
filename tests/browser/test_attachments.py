"""A file from police to a partner: refused, held back, let go by a colleague, shared, taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import FilePayload, Page, expect

from cases.access.rules.levels import Level
from cases.access.wall import acting_as
from cases.casefiles.models import Case
from cases.casefiles.services import Joining, join
from cases.organisations.rules import OrganisationKind
from tests.browser.desk import AMSTERDAM, PHONE, Desk, assert_fits, look
from tests.cases.attachments.giving import STREET, hide
from tests.cases.documents.reading import words_of
from tests.cases.documents.test_plan_documents import person
from tests.factories.cast import Cast
from tests.factories.files import pdf
from tests.ground.browser import ContextFactory
from tests.zsm.decision.making import a_held_case
from veiligheid.demo.moments import counted_back

Picture = Callable[[Page, str], Path]
Axe = Callable[[Page], None]
NAME = "Aangifte van mevrouw.pdf"
TITLE = "Proces-verbaal van aangifte"


def file(contents: bytes) -> FilePayload:
    return {"name": NAME, "mimeType": "application/pdf", "buffer": contents}


def test_a_file_with_a_protected_address_reaches_a_partner_only_after_a_second_look(
    cast: Cast, new_context: ContextFactory, axe: Axe, screenshot: Picture
) -> None:
    case = a_held_case(cast, arrived_at=counted_back(datetime.now(AMSTERDAM), timedelta(hours=3)))
    hide(cast, case, person(case, "victim"))
    victim_support = _joins(cast, case)
    tab = f"/zaken/{case.public_id}/documenten"
    police = Desk.sign_in(new_context, "politie")
    _given(case, police, axe, screenshot)
    officer = Desk.sign_in(new_context, "om")
    officer.page.goto(tab)
    expect(officer.panel("bijlagen")).to_contain_text("geen bijlage voor uw organisatie")
    _let_go(case, Desk.sign_in(new_context, "politie.lead"), axe, screenshot)
    officer.page.reload()
    with officer.page.expect_download() as waiting:
        officer.panel("bijlagen").get_by_role("link", name="Downloaden").click()
    assert re.fullmatch(r"bijlage-[0-9a-f]{8}\.pdf", waiting.value.suggested_filename)
    assert STREET in words_of(Path(waiting.value.path()).read_bytes())
    screenshot(officer.page, "attachments-partner")
    address = officer.panel("bijlagen").get_by_role("link", name="Downloaden").get_attribute("href")
    outsider = Desk.sign_in(new_context, "politie-rk")
    answer = outsider.page.goto(str(address))
    assert answer is not None
    assert answer.status == 404
    _shared_and_taken_back(case, police, victim_support, axe, screenshot)


def _joins(cast: Cast, case: Case) -> str:
    """Victim support takes part, which is not shown incidents; how it is listed."""
    police, victim_support = cast.actor("politie"), cast.organisation(OrganisationKind.SHN)
    with acting_as(police):
        joining = [Joining(victim_support, Level.CONTRIBUTE, "test")]
        join(case=case, joining=joining, actor=police, at=datetime.now(AMSTERDAM))
    return str(victim_support)


def _given(case: Case, desk: Desk, axe: Axe, screenshot: Picture) -> None:
    page = desk.page
    page.goto(f"/zaken/{case.public_id}/documenten")
    page.get_by_role("link", name="Bijlage geven").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Titel").focus()
    page.keyboard.type(TITLE)
    page.keyboard.press("Tab")
    page.keyboard.type("Onv")
    page.get_by_label("Bestand").set_input_files(file(b"Geen PDF, al heet het zo."))
    page.get_by_role("button", name="Geven").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Dit is geen PDF, JPEG of PNG")
    expect(page.get_by_label("Titel")).to_have_value(TITLE)
    axe(page)
    screenshot(page, "attachment-refused")
    look(page, PHONE, "dark")
    assert_fits(page)
    axe(page)
    screenshot(page, "attachment-refused-phone")
    look(page, {"width": 1366, "height": 768}, "light")
    page.get_by_label("Bestand").set_input_files(file(pdf(f"Zij is nu op {STREET}.")))
    page.get_by_role("button", name="Geven").click()
    desk.said("Een collega van de gever moet bekijken")
    expect(desk.panel("bijlagen")).to_contain_text("tegengehouden")
    expect(desk.panel("bijlagen").get_by_role("link", name="Nakijken")).to_have_count(0)
    expect(page.get_by_role("main")).not_to_contain_text(NAME)
    axe(page)
    screenshot(page, "attachments-held")
    look(page, PHONE, "light")
    assert_fits(page)
    screenshot(page, "attachments-held-phone")
    look(page, {"width": 1366, "height": 768}, "light")


def _let_go(case: Case, desk: Desk, axe: Axe, screenshot: Picture) -> None:
    page = desk.page
    page.goto(f"/zaken/{case.public_id}/documenten")
    desk.panel("bijlagen").get_by_role("link", name="Nakijken").click()
    expect(page.get_by_role("main")).to_contain_text("Een adres in: bladzijde 1")
    with page.expect_download() as waiting:
        page.get_by_role("link", name=re.compile(r"bijlage-")).click()
    assert STREET in words_of(Path(waiting.value.path()).read_bytes())
    axe(page)
    screenshot(page, "attachment-look")
    look(page, PHONE, "dark")
    assert_fits(page)
    axe(page)
    screenshot(page, "attachment-look-phone")
    page.get_by_label("Ja, ik heb haar bekeken").check()
    page.get_by_label("Waarom", exact=True).fill("Het adres staat al in het openbare vonnis.")
    desk.press("Besluit vastleggen")
    desk.said("Uw besluit is vastgelegd.")


def _shared_and_taken_back(
    case: Case, desk: Desk, victim_support: str, axe: Axe, screenshot: Picture
) -> None:
    page = desk.page
    page.goto(f"/zaken/{case.public_id}/documenten")
    desk.panel("bijlagen").get_by_role("link", name="Apart delen").click()
    axe(page)
    screenshot(page, "attachment-share")
    page.get_by_label("Met wie").select_option(label=victim_support)
    page.get_by_label("Acuut gevaar voor een persoon").check()
    page.get_by_label("Doel").fill("Zij moet dit vandaag weten")
    page.get_by_label("Uw afweging").fill("Afgewogen met de officier.")
    desk.press("Delen")
    desk.said("De bijlage is gedeeld")
    page.goto(f"/zaken/{case.public_id}/samenwerking")
    expect(page.get_by_role("main")).to_contain_text(f"Bijlage {TITLE}")
    screenshot(page, "attachment-shared")
    page.goto(f"/zaken/{case.public_id}/documenten")
    desk.panel("bijlagen").get_by_role("link", name="Intrekken").click()
    axe(page)
    page.get_by_label("Waarom trekt u de bijlage in").fill("Bij de verkeerde zaak gegeven.")
    desk.press("Intrekken")
    desk.said("Ingetrokken")
    expect(desk.panel("bijlagen").get_by_role("link", name="Downloaden")).to_have_count(0)
    screenshot(page, "attachments-withdrawn")
