"""A desk at the table: one signed-in browser session, with what every organisation does on the pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.factories.cast import TEST_PASSWORD
from tests.ground.browser import ContextFactory

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DESK, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
# The board asks for news every ten seconds.
REFRESH_MS = 12_000


def typed(moment: datetime) -> str:
    """A moment as the control of the browser takes it."""
    return moment.astimezone(AMSTERDAM).strftime("%Y-%m-%dT%H:%M")


@dataclass
class Desk:
    """One user at work in a browser session of her or his own."""

    username: str
    context: BrowserContext
    page: Page

    @classmethod
    def sign_in(cls, new_context: ContextFactory, username: str, **options: object) -> Desk:
        """Sign in through the page, with the keyboard."""
        context = new_context(**options)
        page = context.new_page()
        page.goto("/aanmelden")
        page.get_by_label("Gebruikersnaam").fill(username)
        page.keyboard.press("Tab")
        page.keyboard.type(TEST_PASSWORD)
        page.keyboard.press("Enter")
        expect(page).not_to_have_url(re.compile("/aanmelden"))
        return cls(username, context, page)

    def row(self, text: str) -> Locator:
        """The row of a case on the board."""
        return self.page.locator("[data-row]").filter(has_text=text)

    def panel(self, anchor: str) -> Locator:
        """One part of a long form."""
        return self.page.locator(f"#{anchor}")

    def tab(self, name: str) -> None:
        """Go to a tab of the case."""
        self.page.get_by_role("navigation", name="Onderdelen van de zaak").get_by_role(
            "link", name=name
        ).click()

    def press(self, name: str) -> None:
        """Press the button or link with this name."""
        self.page.get_by_role("button", name=name, exact=True).or_(
            self.page.get_by_role("link", name=name, exact=True)
        ).first.click()

    def head(self) -> Locator:
        """The head of the case, which stays in view."""
        return self.page.locator(".v-case-head")

    def said(self, text: str | re.Pattern[str]) -> None:
        """The application confirms or refuses in place."""
        expect(self.page.locator(".v-notice").filter(has_text=text).first).to_be_visible()


def choose(part: Locator, question: str, answer: str) -> None:
    """Choose one answer of a question with radio buttons or segments."""
    group = part.get_by_role("group", name=re.compile(f"^{re.escape(question)}"))
    # Of segments only the label is seen, so that the box itself takes no click; the keyboard reaches it.
    box = group.get_by_role("radio", name=answer, exact=True)
    if not box.is_checked():
        box.press("Space")
    expect(box).to_be_checked()


def find_offence(part: Locator, words: str) -> None:
    """Look an offence up by words and take the first hit."""
    box = part.get_by_role("combobox", name="Feit").last
    box.fill(words)
    box.press("ArrowDown")
    box.press("Enter")


def look(page: Page, size: dict[str, int], scheme: str) -> None:
    """Look at the open page at another size, in light or dark."""
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")


def assert_fits(page: Page) -> None:
    """Nothing sticks out sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{page.url} is {wide} px too wide"
