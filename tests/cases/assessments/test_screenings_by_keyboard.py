"""The SASH in a real browser: by keyboard for who is trained, who could for who is not; part B after it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.access.wall import acting_as
from cases.assessments.queries import current, current_sash
from cases.assessments.rules.structural import HARMFUL_EVENTS
from cases.assessments.services import NewIncident, add_incident, assess_victim, record_checklist
from tests.browser.desk import Desk
from tests.factories.cast import Cast
from tests.factories.family import Family, make_family
from tests.factories.screenings import checklist, victim_assessment
from tests.ground.browser import ContextFactory

Axe = Callable[[Page], None]
Picture = Callable[[Page, str], Path]
DESK, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}


def a_family(cast: Cast) -> Family:
    """A stalking case with an earlier event, the checklist and the individual assessment."""
    at = timezone.now() - timedelta(hours=2)
    family, vt, police = make_family(cast, at), cast.actor("vt"), cast.actor("politie")
    earlier = NewIncident(
        happened_on=(at - timedelta(days=400)).date(), description="Duwde haar", source="earlier_file"
    )
    with acting_as(vt):
        add_incident(case=family.case, incident=earlier, actor=vt, at=at)
    with acting_as(police):
        answers = checklist(("getting_worse", "fear", "ex_partner"))
        record_checklist(case=family.case, answers=answers, actor=police, at=at)
        assess_victim(case=family.case, assessment=victim_assessment(family), actor=police, at=at)
    return family


def look(page: Page, name: str, axe: Axe, picture: Picture) -> None:
    """The page at a desk and on a phone: accessible, never too wide."""
    for size, label in ((PHONE, "phone"), (DESK, "desk")):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], name
        picture(page, f"screening-{name}-{label}")


def ready_for_keys(page: Page) -> None:
    """The first row has the focus: the browser gives it in the frame after loading."""
    expect(page.locator("[data-criterion]").first.locator(":focus")).to_have_count(1)


def test_sash_and_part_b_from_desk_to_desk(
    cast: Cast,
    committed_db: str,
    new_context: ContextFactory,
    axe: Axe,
    screenshot: Picture,
) -> None:
    family = a_family(cast)
    base = f"/zaken/{family.case.public_id}/veiligheid"
    untrained = Desk.sign_in(new_context, "politie.lead").page
    untrained.goto(base)
    expect(untrained.get_by_text("Bij Politie Duinrand wel: Joost Halsema, Sanne Vermeulen.")).to_be_visible()
    expect(untrained.get_by_role("link", name="SASH afnemen")).to_have_count(0)
    look(untrained, "untrained", axe, screenshot)

    page = Desk.sign_in(new_context, "politie").page
    page.goto(f"{base}/sash")
    ready_for_keys(page)
    # Thirteen questions and three about the former partner: one key each, 1 present, 2 absent, 3 unknown.
    page.keyboard.type("2122221222232" + "122")
    expect(page.locator("#weging")).to_contain_text("16 van 16")
    expect(page.locator("#weging")).to_contain_text("Het niveau is hoog door: doodsangst bij de ex-partner.")
    look(page, "sash", axe, screenshot)
    page.get_by_role("button", name="SASH indienen").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/veiligheid")
    expect(page.get_by_text("Niveau van ongerustheid: hoog").first).to_be_visible()
    look(page, "tab", axe, screenshot)
    with acting_as(cast.actor("vt")):
        sash = current_sash(family.case)
    assert sash is not None
    assert sash.concern == "high"

    page = Desk.sign_in(new_context, "vt").page
    page.goto(f"{base}/onderdeel-b")
    ready_for_keys(page)
    page.keyboard.type("1" + "2" * (len(HARMFUL_EVENTS) - 1))
    expect(page.locator("#voorstel")).to_contain_text("25 van 25")
    expect(page.locator("#voorstel")).to_contain_text("Structureel onveilig")
    page.get_by_label("melding").check()
    page.get_by_role("radio", name="Ja, structureel").focus()
    page.keyboard.press("1")
    look(page, "part-b", axe, screenshot)
    page.get_by_role("button", name="Onderdeel B vaststellen").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/veiligheid")
    expect(page.locator(".v-case-head")).to_contain_text("Structureel")
    look(page, "vt-tab", axe, screenshot)
    page.goto(f"{base}/sash/verrijking")
    look(page, "enrich", axe, screenshot)
    with acting_as(cast.actor("vt")):
        part_b = current(family.case, "B")
    assert part_b is not None
    assert part_b.conclusion == "yes"


def test_checklist_and_individual_assessment_look_right(
    cast: Cast, committed_db: str, new_context: ContextFactory, axe: Axe, screenshot: Picture
) -> None:
    family = a_family(cast)
    page = Desk.sign_in(new_context, "politie").page
    base = f"/zaken/{family.case.public_id}/veiligheid"
    for name in ("vragenlijst-stalking", f"individuele-beoordeling/{family.victim.public_id}"):
        page.goto(f"{base}/{name}")
        look(page, name.split("/")[0], axe, screenshot)
