"""The page with all components: complete, accessible in both themes, usable by keyboard and on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.factories.cast import Cast
from tests.factories.client import WallClient, signed_in_client
from tests.ground.browser import ContextFactory


@pytest.mark.django_db
def test_everybody_who_is_signed_in_sees_every_component(sign_in: Callable[[str], WallClient]) -> None:
    assert sign_in("vt").get("/componenten").status_code == 200


def open_page(context: BrowserContext, cast: Cast, path: str = "/componenten") -> Page:
    cookie = signed_in_client(cast.user("vt")).cookies["sessionid"].value
    page = context.new_page()
    page.goto("/aanmelden")
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": page.url}])
    page.goto(path)
    return page


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_components_have_no_accessibility_violation(
    new_context: ContextFactory, cast: Cast, axe: Callable[[Page], None], theme: str
) -> None:
    axe(open_page(new_context(color_scheme=theme), cast))


@pytest.mark.parametrize("width", [320, 390, 768, 1920])
def test_no_width_makes_the_page_scroll_sideways(new_context: ContextFactory, cast: Cast, width: int) -> None:
    page = open_page(new_context(viewport={"width": width, "height": 800}), cast)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_chosen_theme_is_kept(new_context: ContextFactory, cast: Cast) -> None:
    page = open_page(new_context(color_scheme="light"), cast)
    page.locator("[data-theme-toggle]").click()
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_criteria_are_judged_with_three_keys(new_context: ContextFactory, cast: Cast) -> None:
    page = open_page(new_context(), cast)
    rows = page.locator("[data-criterion]")
    rows.nth(0).locator("input[type=radio]").first.focus()
    page.keyboard.press("1")
    page.keyboard.press("3")
    assert rows.nth(0).locator("input[value=present]").is_checked()
    assert rows.nth(1).locator("input[value=unknown]").is_checked()
    page.keyboard.press("n")
    page.keyboard.type("12 n")
    assert rows.nth(2).locator("textarea").input_value() == "12 n"
    assert not rows.nth(2).locator("input:checked").count()


def test_j_and_k_walk_over_the_board_and_no_letter_acts_while_typing(
    new_context: ContextFactory, cast: Cast
) -> None:
    page = open_page(new_context(), cast)
    page.locator("body").press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.innerText").startswith("26-0312")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.innerText").startswith("26-0309")
    name = page.locator("#id_name").first
    name.fill("")
    name.press("j")
    assert name.input_value() == "j"


def test_the_palette_goes_where_one_types(new_context: ContextFactory, cast: Cast) -> None:
    page = open_page(new_context(), cast)
    page.keyboard.press("Control+k")
    page.keyboard.type("mijn w")
    page.keyboard.press("Enter")
    page.wait_for_url("**/mijn-werk")


def test_an_offence_is_found_by_typing_a_word_of_it(new_context: ContextFactory, cast: Cast) -> None:
    page = open_page(new_context(), cast)
    box = page.get_by_label("Feit").first
    box.fill("belaging")
    box.press("ArrowDown")
    box.press("Enter")
    assert box.input_value() == "285b Sr: belaging"
    assert page.locator("select[name=offence]").first.input_value() == "285b"


def test_a_row_is_added_to_a_formset(new_context: ContextFactory, cast: Cast) -> None:
    page = open_page(new_context(), cast)
    page.get_by_role("button", name="Regel toevoegen").click()
    assert page.locator("[name=children-1-name]").is_visible()
    assert page.locator("[name=children-TOTAL_FORMS]").input_value() == "2"


def test_an_act_that_asks_first_does_nothing_when_one_goes_back(
    new_context: ContextFactory, cast: Cast
) -> None:
    page = open_page(new_context(), cast)
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    page.get_by_role("button", name="Vraagt eerst").click()
    assert page.get_by_text("Weet u het zeker?").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_text("Weet u het zeker?").is_visible()
    assert posts == []


def fetch_part(page: Page, path: str) -> None:
    """Fetch a part of the page in place, as a tab that refreshes itself does."""
    page.evaluate(
        """(path) => {
        const part = document.createElement('div');
        part.id = 'deel';
        part.textContent = 'wat er stond';
        document.querySelector('main').prepend(part);
        window.htmx.ajax('GET', path, {target: '#deel'});
    }""",
        path,
    )


def test_a_part_that_is_refused_leaves_the_page_and_says_why(new_context: ContextFactory, cast: Cast) -> None:
    page = open_page(new_context(), cast)
    fetch_part(page, "/zaken/00000000-0000-4000-8000-000000000000")
    page.get_by_role("status").get_by_text("Deze pagina is er niet").wait_for()
    assert page.locator("#deel").inner_text() == "wat er stond"


def test_a_session_that_ended_leaves_what_was_typed(new_context: ContextFactory, cast: Cast) -> None:
    context = new_context()
    page = open_page(context, cast)
    page.locator("#id_name").first.fill("half getypt")
    context.clear_cookies()
    fetch_part(page, "/mijn-werk")
    page.get_by_role("dialog", name="U bent afgemeld").wait_for()
    assert page.locator("#id_name").first.input_value() == "half getypt"
    assert page.locator("#deel").inner_text() == "wat er stond"
