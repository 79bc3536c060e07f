"""The law forces a release: refused with all that is missing, set aside with a motivation, seen by all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cases.casefiles.models import Case
from tests.browser.desk import AMSTERDAM, Desk
from tests.factories.cast import Cast
from tests.ground.browser import ContextFactory
from tests.zsm.decision.making import a_held_case, concluded, stated
from veiligheid.demo.moments import counted_back

Picture = Callable[[Page, str], Path]
Axe = Callable[[Page], None]

WHY = "De rechter-commissaris acht het vasthouden onrechtmatig; de wet dwingt de vrijlating af."
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def case(cast: Cast, committed_db: str) -> Case:
    """The stalking case of now: acute, with suspicion, sufficient evidence and serious objections."""
    now = datetime.now(AMSTERDAM)
    found = a_held_case(cast, arrived_at=counted_back(now, timedelta(hours=3)))
    concluded(cast, found, at=now - timedelta(minutes=30))
    stated(cast, found, at=now - timedelta(minutes=20))
    return found


def test_a_forced_release_is_refused_then_set_aside_and_alerts_veilig_thuis_and_police(
    case: Case, new_context: ContextFactory, axe: Axe, screenshot: Picture
) -> None:
    om = Desk.sign_in(new_context, "om")
    page = om.page
    page.goto(f"/zaken/{case.public_id}/zsm/besluit?soort=release_without_measures")
    page.get_by_label("Motivering", exact=True).fill("De wet dwingt de vrijlating af.")
    page.get_by_role("button", name="Verder: controleren").click()
    expect(page.locator(".v-refusal")).to_contain_text("Geen maatregel in werking houdt Milan Brandwijk weg")
    screenshot(page, "forced-refused")
    page.locator(".v-override-form summary").click()
    page.get_by_label("Iedereen die onveilig is, is beschermd bij vrijlating").check()
    page.get_by_label("Motivering van het opzijzetten").fill(WHY)
    page.get_by_role("button", name="Verder: controleren").click()
    expect(page.locator("main")).to_contain_text("U zet een waarborg opzij")
    expect(page.locator(".v-confirm__sentence")).to_contain_text("Milan Brandwijk komt vrij")
    axe(page)
    screenshot(page, "forced-confirm")
    page.get_by_role("button", name="Besluit nemen").click()
    expect(page.locator("#rechter")).to_contain_text("Verdachte vrij")
    expect(page.locator("#rechter")).to_contain_text(WHY)
    screenshot(page, "forced-taken")
    for username in ("vt", "politie"):
        desk = Desk.sign_in(new_context, username)
        desk.page.goto("/meldingen")
        alert = desk.page.locator(".v-messages__item--urgent").filter(has_text="een waarborg opzijgezet")
        expect(alert.first).to_be_visible()
        desk.page.goto(f"/zaken/{case.public_id}")
        expect(desk.head()).to_contain_text("waarborg opzijgezet")
        desk.page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
        screenshot(desk.page, f"forced-{username}-phone")
