"""Part A in a real browser, with the keyboard alone (interface brief, "Part A in three minutes")."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.access.wall import acting_as
from cases.assessments.queries import current
from tests.factories.cast import TEST_PASSWORD, Cast
from tests.factories.family import Family, make_family, make_order
from tests.ground.figures import Figure

Axe = Callable[[Page], None]
SLOWEST_KEYS = 60
# Reading a criterion and answering it takes longer than the key itself.
SECONDS_PER_KEY, THREE_MINUTES = 3, 180


def sign_in(page: Page, username: str) -> None:
    page.goto("/aanmelden")
    page.get_by_label("Gebruikersnaam").fill(username)
    page.get_by_label("Wachtwoord").fill(TEST_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "aanmelden" not in url)


@pytest.fixture
def family(browser_server: object, cast: Cast) -> Family:
    family = make_family(cast, timezone.now() - timedelta(hours=2))
    make_order(cast, family, timezone.now() - timedelta(hours=2))
    return family


def test_part_a_is_concluded_without_a_mouse(
    page: Page, axe: Axe, cast: Cast, family: Family, figure: Figure
) -> None:
    sign_in(page, "vt")
    page.goto(f"/zaken/{family.case.public_id}/veiligheid/onderdeel-a")
    pressed = 0

    def press(*keys: str) -> None:
        nonlocal pressed
        for key in keys:
            page.keyboard.press(key)
            pressed += 1

    # Ten criteria, access of the suspect and of his brother, sight: one key each, 1 present, 2 absent.
    press(*"2222221221")
    expect(page.locator("#voorstel")).to_contain_text("Criterium 7 is aanwezig")
    expect(page.locator("#voorstel")).to_contain_text("10 van 10")
    press(*"132")
    expect(page.locator("#voorstel")).to_contain_text("Acuut onveilig")
    expect(page.locator("#voorstel")).to_contain_text("Toegang van Dennis Bakker")
    # From the last row past its note to the unsafe persons: the victim and both children.
    press("Tab", "Tab", "Space", "Tab", "Space", "Tab", "Space")
    # Past the brother to the first source, then past the others to the conclusion.
    press("Tab", "Tab", "Space", *["Tab"] * 7, "1", "Enter")
    page.wait_for_url("**/veiligheid")
    expect(page.get_by_text("Acuut onveilig").first).to_be_visible()
    axe(page)
    figure("keys for part A, from the open form to the conclusion", pressed, SLOWEST_KEYS)
    figure("seconds for part A at three seconds a key", pressed * SECONDS_PER_KEY, THREE_MINUTES)
    with acting_as(cast.actor("vt")):
        saved = current(family.case, "A")
        assert saved is not None
        assert {row.person_id for row in saved.unsafe_persons.all()} == {
            person.pk for person in (family.victim, *family.children)
        }


def test_a_note_opens_with_n_and_escape_goes_back_to_the_row(page: Page, family: Family) -> None:
    sign_in(page, "vt")
    page.goto(f"/zaken/{family.case.public_id}/veiligheid/onderdeel-a")
    page.keyboard.press("n")
    page.keyboard.type("Zie het proces-verbaal, 2 getuigen")
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    expect(page.locator("#id_toelichting_1")).to_have_value("Zie het proces-verbaal, 2 getuigen")
    expect(page.locator("input[name=criterium_1][value=present]")).to_be_checked()


PAGES = (
    "veiligheid",
    "veiligheid/gebeurtenis",
    "veiligheid/onderdeel-a",
    "veiligheid/onderdeel-a/opheffen",
    "plan",
    "plan/voorwaarde?patroon=no_contact",
    "zsm/bekend",
)


def test_every_page_of_veilig_thuis_is_accessible_and_fits(page: Page, axe: Axe, family: Family) -> None:
    sign_in(page, "vt")
    for path, width in product(PAGES, (390, 1366, 1920)):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(f"/zaken/{family.case.public_id}/{path}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
