"""Nothing typed is lost: drafts are offered again, and an ended session asks for the password in place."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cases.casefiles.models import Case
from tests.browser.desk import AMSTERDAM, Desk
from tests.factories.cast import TEST_PASSWORD, Cast
from tests.ground.browser import ContextFactory
from tests.zsm.decision.making import a_held_case, concluded, stated
from veiligheid.demo.moments import counted_back

Picture = Callable[[Page, str], Path]
Axe = Callable[[Page], None]
WHAT = "Stond om zes uur weer voor de deur en bleef een kwartier."
MOTIVATION = "Gevaar voor de ex-partner; onvoorspelbaar onder invloed."


@pytest.fixture
def case(cast: Cast, committed_db: str) -> Case:
    now = datetime.now(AMSTERDAM)
    found = a_held_case(cast, arrived_at=counted_back(now, timedelta(hours=3)))
    concluded(cast, found, at=now - timedelta(minutes=30))
    stated(cast, found, at=now - timedelta(minutes=20))
    return found


def test_what_was_typed_is_offered_again_until_it_is_sent(
    case: Case, new_context: ContextFactory, axe: Axe, screenshot: Picture
) -> None:
    vt = Desk.sign_in(new_context, "vt")
    page, path = vt.page, f"/zaken/{case.public_id}/veiligheid/gebeurtenis"
    page.goto(path)
    page.get_by_label("Wanneer").fill("2025")
    page.get_by_label("Wat gebeurde er").fill(WHAT)
    expect(page.get_by_text(re.compile(r"^Concept bewaard \d\d:\d\d"))).to_be_visible()
    page.goto(path)
    expect(page.get_by_label("Wat gebeurde er")).to_have_value("")
    axe(page)
    screenshot(page, "draft-offered")
    page.get_by_role("button", name="Verder met het concept").click()
    expect(page.get_by_label("Wat gebeurde er")).to_have_value(WHAT)
    page.get_by_label("Bron", exact=True).select_option(label="contact met het gezin")
    vt.press("Vastleggen")
    vt.said("De gebeurtenis is toegevoegd")
    page.goto(path)
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("button", name="Verder met het concept")).to_be_hidden()


def test_a_draft_of_a_decision_brings_back_the_fields_of_its_orders(
    case: Case, new_context: ContextFactory
) -> None:
    page = Desk.sign_in(new_context, "om").page
    page.goto(f"/zaken/{case.public_id}/zsm/besluit")
    page.get_by_label("Inverzekeringstelling (IVS)").check()
    ground = page.get_by_role("radio", name="nader onderzoek, verhoor of confrontatie")
    ground.check()
    page.get_by_label("Motivering", exact=True).fill(MOTIVATION)
    expect(page.get_by_text(re.compile(r"^Concept bewaard"))).to_be_visible()
    page.goto(f"/zaken/{case.public_id}/zsm/besluit")
    page.get_by_role("button", name="Verder met het concept").click()
    expect(page.get_by_label("Inverzekeringstelling (IVS)")).to_be_checked()
    expect(ground).to_be_checked()
    expect(page.get_by_label("Motivering", exact=True)).to_have_value(MOTIVATION)


def test_a_session_that_ended_asks_for_the_password_and_goes_on(
    case: Case, new_context: ContextFactory, axe: Axe, screenshot: Picture
) -> None:
    vt = Desk.sign_in(new_context, "vt")
    page = vt.page
    page.goto(f"/zaken/{case.public_id}/veiligheid/gebeurtenis")
    page.get_by_label("Wanneer").fill("2025")
    page.get_by_label("Wat gebeurde er").fill(WHAT)
    page.get_by_label("Bron", exact=True).select_option(label="contact met het gezin")
    page.wait_for_load_state("networkidle")
    vt.context.clear_cookies()
    vt.press("Vastleggen")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("wat u typte staat er nog")
    axe(page)
    screenshot(page, "session-ended")
    dialog.get_by_label("Wachtwoord").fill("niet het wachtwoord")
    dialog.get_by_role("button", name="Aanmelden").click()
    expect(dialog).to_contain_text("klopt niet")
    dialog.get_by_label("Wachtwoord").fill(TEST_PASSWORD)
    page.keyboard.press("Enter")
    vt.said("De gebeurtenis is toegevoegd")
    expect(page.locator(".v-incident").filter(has_text=WHAT)).to_have_count(1)
