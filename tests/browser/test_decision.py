"""Deciding and informing in a real browser: by keyboard, without script, on every width, for every eye."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from cases.casefiles.models import Case
from tests.browser.desk import AMSTERDAM, Desk, assert_fits, choose, look
from tests.factories.cast import Cast
from tests.ground.browser import ContextFactory
from tests.ground.figures import Figure
from tests.zsm.decision.making import a_held_case, before_rc, concluded, custody, decided, stated
from veiligheid.demo.moments import counted_back

Picture = Callable[[Page, str], Path]
Axe = Callable[[Page], None]

# Interface brief: the act itself, without the motivation that is typed in words.
MOST_KEYS = 12
MOTIVATION = "Gevaar voor de ex-partner; onvoorspelbaar onder invloed."


@pytest.fixture
def case(cast: Cast, committed_db: str) -> Case:
    """The stalking case of now: acute, with suspicion, sufficient evidence and serious objections."""
    now = datetime.now(AMSTERDAM)
    found = a_held_case(cast, arrived_at=counted_back(now, timedelta(hours=3)))
    concluded(cast, found, at=now - timedelta(minutes=30))
    stated(cast, found, at=now - timedelta(minutes=20))
    return found


@pytest.fixture
def decided_case(cast: Cast, case: Case) -> Case:
    """The same case after custody and bringing before the RC; SHN has to inform the victim."""
    now = datetime.now(AMSTERDAM)
    decided(cast, case, custody(now), before_rc(), at=now)
    return case


def address(case: Case, part: str) -> str:
    """The path of a page of the case."""
    return f"/zaken/{case.public_id}/{part}"


def test_the_prosecutor_decides_with_few_keys(
    case: Case, new_context: ContextFactory, screenshot: Picture, figure: Figure
) -> None:
    page = Desk.sign_in(new_context, "om").page
    page.goto(address(case, "zsm/besluit"))
    keys = 0

    def press(*names: str) -> None:
        nonlocal keys
        for name in names:
            page.keyboard.press(name)
            keys += 1

    press("v")
    expect(page).to_have_url(re.compile("soort=hold_custody&soort=bring_before_rc"))
    press("ArrowDown", "Tab", "Tab", "Tab", "Space")
    press("m")
    page.keyboard.type(MOTIVATION)
    press("Tab")
    screenshot(page, "decide-filled")
    press("Enter")
    expect(page.locator(".v-confirm__sentence")).to_be_in_viewport()
    press("Enter")
    taken = page.locator("#besluiten")
    expect(taken).to_contain_text("nader onderzoek, verhoor of confrontatie")
    expect(taken).to_contain_text("gevaar voor gezondheid of veiligheid van personen")
    figure("keys for a decision, besides the motivation", keys, MOST_KEYS)


def test_choosing_an_order_brings_its_fields_and_its_guards(case: Case, new_context: ContextFactory) -> None:
    page = Desk.sign_in(new_context, "om").page
    page.goto(address(case, "zsm/besluit"))
    page.get_by_label("Motivering", exact=True).fill(MOTIVATION)
    page.get_by_label("Invrijheidstelling zonder maatregelen").check()
    guards = page.locator("#waarborgen")
    expect(guards).to_contain_text("Geen maatregel in werking houdt Milan Brandwijk weg bij Esmée de Wilde")
    expect(page.get_by_label("Motivering", exact=True)).to_have_value(MOTIVATION)
    page.get_by_label("Invrijheidstelling zonder maatregelen").uncheck()
    page.get_by_label("Inverzekeringstelling (IVS)").check()
    expect(page.get_by_role("group", name=re.compile("^Grond"))).to_be_visible()
    expect(guards).not_to_contain_text("Geen maatregel in werking")


def test_what_is_filled_in_while_fields_are_on_their_way_stays(
    case: Case, new_context: ContextFactory
) -> None:
    page = Desk.sign_in(new_context, "om").page
    page.goto(address(case, "zsm/besluit?soort=hold_custody"))
    on_their_way: list[Route] = []
    released = False

    def slow_line(route: Route) -> None:
        if released:
            route.continue_()
        else:
            on_their_way.append(route)

    page.route("**/zsm/besluit", slow_line)
    with page.expect_request("**/zsm/besluit"):
        page.get_by_label("Voorgeleiding aan de rechter-commissaris", exact=True).check()
    ground = page.get_by_role("radio", name="nader onderzoek, verhoor of confrontatie")
    ground.check()
    page.get_by_label("Motivering", exact=True).fill(MOTIVATION)
    released = True
    for route in on_their_way:
        route.continue_()
    expect(page.get_by_role("group", name=re.compile("^Voorgeleiding"))).to_be_visible()
    expect(ground).to_be_checked()
    expect(page.get_by_label("Motivering", exact=True)).to_have_value(MOTIVATION)


def test_a_refused_release_says_all_that_is_missing_and_keeps_what_was_typed(
    case: Case, new_context: ContextFactory, axe: Axe, screenshot: Picture
) -> None:
    page = Desk.sign_in(new_context, "om").page
    page.goto(address(case, "zsm/besluit?soort=release_without_measures"))
    page.get_by_label("Motivering", exact=True).fill(MOTIVATION)
    page.get_by_role("button", name="Verder: controleren").click()
    refusal = page.locator(".v-refusal")
    expect(refusal).to_contain_text("Veilig Thuis legt vast dat de acute onveiligheid is opgeheven")
    expect(refusal).to_contain_text("geschonden")
    expect(page.get_by_label("Motivering", exact=True)).to_have_value(MOTIVATION)
    axe(page)
    screenshot(page, "decide-refused")


def test_custody_and_rc_are_confirmed_and_taken(
    case: Case, new_context: ContextFactory, axe: Axe, screenshot: Picture
) -> None:
    page = Desk.sign_in(new_context, "om").page
    page.goto(address(case, "zsm/besluit?soort=hold_custody&soort=bring_before_rc"))
    choose(page.locator("main"), "Grond", "nader onderzoek, verhoor of confrontatie")
    page.get_by_label("gevaar voor gezondheid of veiligheid van personen").check()
    page.get_by_label("Motivering", exact=True).fill(MOTIVATION)
    page.get_by_role("button", name="Verder: controleren").click()
    expect(page.locator(".v-confirm__sentence")).to_contain_text("Milan Brandwijk blijft vast")
    axe(page)
    screenshot(page, "decide-confirm")
    page.get_by_role("button", name="Terug naar het formulier").click()
    expect(page.get_by_label("Motivering", exact=True)).to_have_value(MOTIVATION)
    page.get_by_role("button", name="Verder: controleren").click()
    page.get_by_role("button", name="Besluit nemen").click()
    expect(page).to_have_url(re.compile("/zsm$"))
    expect(page.locator(".v-notice")).to_contain_text("Het besluit is genomen")
    expect(page.locator("#besluiten")).to_contain_text("Inverzekeringstelling")
    screenshot(page, "zsm-decided")


def test_everything_works_without_script(case: Case, new_context: ContextFactory) -> None:
    page = Desk.sign_in(new_context, "om", java_script_enabled=False).page
    page.goto(address(case, "zsm/besluit"))
    page.get_by_label("Inverzekeringstelling (IVS)").check()
    page.get_by_role("button", name="Toon de velden").click()
    choose(page.locator("main"), "Grond", "nader onderzoek, verhoor of confrontatie")
    page.get_by_label("Motivering", exact=True).fill(MOTIVATION)
    page.get_by_role("button", name="Verder: controleren").click()
    page.get_by_role("button", name="Besluit nemen").click()
    expect(page.locator("#besluiten")).to_contain_text("Inverzekeringstelling")


WIDTHS = {
    "phone": {"width": 390, "height": 844},
    "laptop": {"width": 1366, "height": 768},
    "desk": {"width": 1920, "height": 1080},
}
SCHEMES = ("light", "dark")


PAGES = {
    "om": ("zsm", "zsm/feiten", "zsm/besluit?soort=behavioural_order&soort=plan_date"),
    "vt": ("zsm",),
    "shn": ("slachtoffer",),
    "3ro": ("slachtoffer",),
}


def test_every_page_fits_and_is_accessible(
    decided_case: Case, new_context: ContextFactory, axe: Axe, screenshot: Picture
) -> None:
    for username, parts in PAGES.items():
        page = Desk.sign_in(new_context, username).page
        for part in parts:
            page.goto(address(decided_case, part))
            for (size, dimensions), scheme in product(WIDTHS.items(), SCHEMES):
                look(page, dimensions, scheme)
                assert_fits(page)
                axe(page)
                screenshot(page, f"{part.split('?')[0].replace('/', '-')}-{username}-{size}-{scheme}")


def test_the_named_organisation_calls_and_records_it(decided_case: Case, new_context: ContextFactory) -> None:
    page = Desk.sign_in(new_context, "shn").page
    page.goto(address(decided_case, "slachtoffer"))
    expect(page.locator("main")).to_contain_text("06 00000417: veilig")
    expect(page.locator("main")).to_contain_text("Neemt een ander op?")
    choose(page.locator("main"), "Wat kwam ervan?", "Niet bereikt")
    page.get_by_role("button", name="Poging vastleggen").click()
    expect(page.locator(".v-notice").filter(has_text="De poging is vastgelegd")).to_be_visible()
    expect(page.locator("main")).to_contain_text("nog niet geïnformeerd")
    choose(page.locator("main"), "Wat kwam ervan?", "Gesproken en geïnformeerd")
    page.get_by_role("button", name="Poging vastleggen").click()
    expect(page.locator("main")).not_to_contain_text("nog niet geïnformeerd")
