"""A table of three cases: the coordinator runs it by keyboard while two partners watch, and 3RO advises."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cases.access.rules.categories import Category
from cases.access.wall import acting_as
from cases.casefiles.models import Case
from tests.browser.desk import AMSTERDAM, Desk, choose
from tests.factories.cast import Cast
from tests.factories.story import register_case
from tests.ground.browser import RESULTS, ContextFactory
from tests.zsm.advice.making import triaged
from tests.zsm.decision.making import a_held_case, concluded
from veiligheid.demo.moments import counted_back
from zsm.consultation.services import NewContribution, contribute

Picture = Callable[[Page, str], Path]
Axe = Callable[[Page], None]

REFRESH_MS = 15_000
SIZES = {"desk": (1366, 768), "phone": (390, 844), "wide": (1920, 1080)}


@pytest.fixture
def cases(cast: Cast, committed_db: str) -> list[Case]:
    """The stalking case, acute, with contributions and a dissent; and two cases that run out later."""
    now = datetime.now(AMSTERDAM)
    stalking = a_held_case(cast, arrived_at=counted_back(now, timedelta(hours=5)))
    concluded(cast, stalking, at=now - timedelta(minutes=50))
    triaged(cast, stalking, at=now - timedelta(minutes=30))
    given = {
        "politie": NewContribution(knows={Category.INCIDENTS: "Stond gisteren ook voor haar deur."}),
        "vt": NewContribution(
            view="Acuut: hij kan haar bereiken en niemand ziet het.", offer="Wij bellen haar vanmiddag."
        ),
        "shn": NewContribution(
            dissent="Vanavond niet vrijlaten.", dissent_reason="Zij durft niet meer naar haar werk."
        ),
    }
    for username, new in given.items():
        actor = cast.actor(username)
        with acting_as(actor):
            contribute(case=stalking, contribution=new, actor=actor, at=now - timedelta(minutes=20))
    others = [
        register_case(cast, number, counted_back(now, timedelta(hours=hours)))
        for number, hours in ((5, 2), (6, 1))
    ]
    return [stalking, *others]


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def look(page: Page, axe: Axe, name: str, *sizes: str) -> None:
    """At every size: nothing sticks out, axe is content, a picture is kept."""
    for size in sizes:
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        assert fits(page), f"{name} sticks out on {size}"
        axe(page)
        page.screenshot(path=RESULTS / "screenshots" / f"{name}-{size}.png", full_page=size != "wide")
    page.set_viewport_size({"width": 1366, "height": 768})


def now_on(page: Page, case: Case) -> None:
    """The case stands under "Nu aan de orde", after a refresh at the latest."""
    part = page.locator("section[aria-labelledby='nu-kop']")
    expect(part).to_contain_text(case.number, timeout=REFRESH_MS)


def test_a_table_of_three_cases_is_run_by_keyboard_while_two_partners_watch(
    cases: list[Case], new_context: ContextFactory, axe: Axe
) -> None:
    kpc = Desk.sign_in(new_context, "kpc").page
    vt, police = (Desk.sign_in(new_context, name).page for name in ("vt", "politie"))
    for partner in (vt, police):
        partner.goto("/tafel")
        expect(partner.locator("main")).to_contain_text("Er is nu geen tafel open")
    kpc.goto("/tafel")
    look(kpc, axe, "table-open", "desk")
    kpc.get_by_role("button", name="Tafel openen").press("Enter")
    expect(kpc.locator(".v-notice").first).to_contain_text("De tafel is open")
    vt.goto("/tafel")
    vt.get_by_role("button", name="VT aan tafel").click()
    police.goto("/tafel")
    police.get_by_role("button", name="POL aan tafel").click()
    kpc.reload()
    kpc.keyboard.press("n")
    now_on(kpc, cases[0])
    for partner in (vt, police):
        now_on(partner, cases[0])
    expect(vt.locator(".v-contribution__dissent")).to_contain_text("Vanavond niet vrijlaten.")
    look(kpc, axe, "table-led", "desk", "phone", "wide")
    look(vt, axe, "table-watched", "desk", "phone")
    wall = kpc.context.new_page()
    wall.goto("/grootbeeld")
    look(wall, axe, "wall", "wide", "desk")
    expect(wall.locator(".v-big__now")).to_contain_text("M.B.")
    assert "Brandwijk" not in wall.content()
    kpc.keyboard.press("n")
    now_on(kpc, cases[1])
    now_on(vt, cases[1])
    expect(wall.locator(".v-big__now")).to_contain_text(cases[1].number, timeout=REFRESH_MS)
    kpc.get_by_label("Reden van terugleggen").fill("De tolk komt om twee uur.")
    kpc.keyboard.press("Enter")
    expect(kpc.locator("main")).to_contain_text("teruggelegd: De tolk komt om twee uur.")
    kpc.keyboard.press("n")
    now_on(kpc, cases[2])
    kpc.keyboard.press("n")
    now_on(kpc, cases[1])
    kpc.keyboard.press("b")
    expect(kpc.locator("main")).to_contain_text("De lijst is leeg.")
    expect(vt.locator("main")).to_contain_text("De lijst is leeg.", timeout=REFRESH_MS)


def test_3ro_hands_in_an_advice_refused_without_em_and_dut_and_then_accepted(
    cases: list[Case], new_context: ContextFactory, axe: Axe
) -> None:
    page = Desk.sign_in(new_context, "3ro").page
    page.goto(f"/zaken/{cases[0].public_id}/zsm")
    page.keyboard.press("a")
    expect(page).to_have_url(re.compile("/zsm/advies$"))
    page.get_by_label("Inschatting van het risico").fill("Hoog: hij aanvaardt de breuk niet.")
    page.get_by_label("Geadviseerde beslissing").select_option("summons")
    page.get_by_label("Waarom deze beslissing").fill("Toezicht is nodig.")
    page.get_by_label("Bijzondere voorwaarde", exact=True).select_option("area_ban")
    page.get_by_label(re.compile("^In woorden")).fill("Rond haar woning.")
    page.get_by_label("Maanden").fill("24")
    page.get_by_label(re.compile("^Uitvoerbaarheid")).fill("De enkelband kan binnen twee dagen.")
    page.get_by_role("checkbox", name="de verdachte").check()
    page.get_by_label("Zijn de kinderen gesproken").select_option("vt")
    page.get_by_role("button", name="Advies uitbrengen").click()
    refusal = page.locator(".v-refusal")
    expect(refusal).to_contain_text("De afweging over elektronische monitoring ontbreekt")
    expect(refusal).to_contain_text("De afweging over dadelijke uitvoerbaarheid ontbreekt")
    expect(page.get_by_label("Inschatting van het risico")).to_have_value(
        "Hoog: hij aanvaardt de breuk niet."
    )
    look(page, axe, "advice-refused", "desk", "phone")
    choose(page.locator("main"), "Elektronische monitoring", "Ja")
    page.get_by_label("Afweging elektronische monitoring").fill("Zonder band ziet niemand een overtreding.")
    choose(page.locator("main"), "Dadelijk uitvoerbaar toezicht", "Ja")
    page.get_by_label("Afweging dadelijke uitvoerbaarheid").fill("Het gevaar is nu het grootst.")
    page.get_by_role("button", name="Advies uitbrengen").click()
    expect(page.locator(".v-notice").first).to_contain_text("Het advies is uitgebracht")
    expect(page.locator("#advies")).to_contain_text("straal 5 km")
    look(page, axe, "zsm-brought-in", "desk", "phone")
    for username, part, name in (
        ("vt", "zsm/inbreng", "contribution"),
        ("rvdk", "zsm/triage", "triage"),
        ("vt", "zsm/triage", "triage-agreement"),
    ):
        other = Desk.sign_in(new_context, username).page
        other.goto(f"/zaken/{cases[0].public_id}/{part}")
        look(other, axe, name, "desk", "phone")
