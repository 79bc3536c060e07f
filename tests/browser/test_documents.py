"""Documents in the browser: refused with the way to mend it, then downloaded, each kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.desk import AMSTERDAM, Desk
from tests.cases.documents.reading import words_of
from tests.factories.cast import Cast
from tests.ground.browser import ContextFactory
from tests.zsm.decision.making import a_held_case, concluded, custody, decided, stated
from veiligheid.demo.moments import counted_back

Picture = Callable[[Page, str], Path]


def download(desk: Desk, anchor: str, button: str) -> tuple[str, bytes]:
    """The name and content of what a button hands over."""
    with desk.page.expect_download() as waiting:
        desk.panel(anchor).get_by_role("button", name=re.compile(button)).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_every_document_is_downloaded_from_the_tab(
    cast: Cast, new_context: ContextFactory, screenshot: Picture
) -> None:
    now = datetime.now(AMSTERDAM)
    case = a_held_case(cast, arrived_at=counted_back(now, timedelta(hours=3)))
    concluded(cast, case, at=now)
    stated(cast, case, at=now)
    decided(cast, case, custody(now), at=now)
    desk = Desk.sign_in(new_context, "vt")
    desk.page.goto(f"/zaken/{case.public_id}")
    desk.tab("Documenten")
    screenshot(desk.page, "documenten")

    desk.panel("exemplaar-verdachte").get_by_role("button").click()
    desk.said("staat nog niet in woorden")
    screenshot(desk.page, "documenten-geweigerd")
    desk.page.get_by_role("link", name="Aanpassen").click()
    desk.page.get_by_label("Gebied in woorden voor de verdachte").fill("het centrum van Duinstede")
    desk.press("Vastleggen")
    desk.said("De omschrijving is vastgelegd.")

    desk.panel("exemplaar-slachtoffer").get_by_label("persoonlijk overhandigd").check()
    for anchor, button, word in (
        ("zaakoverzicht", "Zaakoverzicht", "Op tafel"),
        ("besluitblad", "inverzekeringstelling|IVS|Inverzekering", "Motivering"),
        ("veiligheidsplan", "Veiligheidsplan", "Maatregelen"),
        ("exemplaar-verdachte", "Exemplaar", "het centrum van Duinstede"),
        ("exemplaar-slachtoffer", "Voor ", "bel 112"),
    ):
        name, pdf = download(desk, anchor, button)
        assert name.endswith(f"-{case.number}.pdf")
        assert word in words_of(pdf)
    desk.page.reload()
    expect(desk.panel("gemaakt").get_by_role("row")).to_have_count(6)
    screenshot(desk.page, "documenten-gemaakt")
