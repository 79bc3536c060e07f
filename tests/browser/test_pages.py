"""Every page with the demo's data: accessible, never too wide, by keyboard and on paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from cases.access.routes import all_routes
from cases.access.sharing_models import SharingAct
from cases.access.table_models import DisclosureVersion
from cases.access.wall import acting_as
from cases.assessments.models import Sash
from cases.audit.queries import review_items
from cases.casefiles.models import Case, CaseRole, MonitoringContact
from cases.organisations.duty_models import DutyGrant
from cases.persons.address_models import ProtectedAddress
from cases.plans.models import Breach, SafetyCondition, SafetyMeasure
from cases.reports.models import Report, ReportedPerson, ReportOutcome
from cases.sharing.emergency import to_judge
from cases.sharing.models import Exclusion
from cases.staff.queries import released
from cases.terms.decreed_models import DecreedDay
from cases.terms.models import Term
from cases.victims.models import OfficialLetter
from tests.browser.desk import AMSTERDAM, DESK, PHONE, Desk, assert_fits, look
from tests.factories.cast import TEST_PASSWORD, Cast
from tests.factories.undelivered import a_task
from tests.ground.browser import ContextFactory
from tests.ground.database import FilledTemplate
from tests.permissions.policy import ROUTES
from veiligheid.demo.load import load_demo
from zsm.investigation.models import InvestigationItem

Picture = Callable[[Page, str], Path]
Axe = Callable[[Page], None]

# Who looks at which pages; on which case of the demo stands in `Demo.path`.
PAGES = {
    "politie": (
        *("zsm:board", "zsm:intake", "cases:my-work", "cases:messages", "cases:components", "cases:case"),
        *("cases:persons", "cases:safe-contact", "cases:plan", "cases:measure-served", "cases:breach"),
        "cases:crime-report",
        *("cases:address-protect", "cases:address-reveal", "cases:address-end"),
        "cases:victim-contact",
        "cases:known-person",
        *("cases:sash", "cases:stalking-checklist", "cases:protection"),
        *("cases:bans", "cases:search", "cases:measure-new", "cases:breach-tell"),
        *("zsm:release", "zsm:escape", "zsm:other-detention", "zsm:investigation-item"),
        *("zsm:co-suspect", "zsm:mutual", "zsm:arrest-again", "zsm:correct-start", "zsm:change-charges"),
        *("zsm:child-check", "zsm:measure-check", "zsm:complaint", "zsm:report", "zsm:label-propose"),
        "zsm:guardian",
    ),
    "vt": (
        *(
            "zsm:board",
            "cases:my-work",
            "zsm:known",
            "zsm:report-outcome",
            "zsm:triage",
            "cases:safety",
            "cases:incident",
            "cases:part-a",
            "cases:part-b",
            "cases:sash-enrich",
        ),
        *("cases:lift-acuteness", "cases:plan", "cases:condition", "cases:condition-withdraw"),
        *("cases:report-new", "cases:reports", "cases:report-outcome", "cases:report-inquiry"),
        *("cases:report-feedback", "cases:report-inform"),
        *("cases:first-call", "cases:victim-call", "cases:collaboration", "cases:lead-offer"),
        *("cases:handover", "cases:monitoring", "cases:safety-action", "cases:shift"),
        "cases:move-participation",
        "cases:measure-judge-end",
    ),
    "om": (
        *("zsm:board", "cases:case", "zsm:case", "zsm:facts", "zsm:decide", "cases:breach-judge"),
        *("cases:official-letter", "zsm:court", "zsm:extend", "zsm:requests", "zsm:investigation"),
        *("cases:measure-extend", "cases:measure-end", "cases:measure-suspend", "cases:measure-resume"),
        "zsm:label-judge",
        *("cases:documents", "cases:area-wording", "cases:changes"),
        *("cases:term", "cases:term-hand-on"),
    ),
    "shn": (
        *(
            "cases:my-work",
            "cases:case",
            "cases:victim",
            "cases:wishes",
            "cases:consent",
        ),
        *("cases:letter", "cases:measure-tell-end"),
        *("cases:work-calendar", "cases:calendar-feed"),
    ),
    "kpc": ("zsm:table", "zsm:wall", "zsm:table-lists"),
    "3ro": (
        *("cases:case", "cases:persons", "cases:safety", "cases:plan", "zsm:case", "cases:victim"),
        *("zsm:contribution", "zsm:advice"),
        *("cases:sharing", "cases:sharing-withdraw", "cases:section-consent"),
    ),
    "vt-rk": ("cases:duty",),
    "vt.lead": (
        "cases:counterparts",
        *("cases:my-work", "cases:undelivered"),
        "cases:duty-roster",
        "cases:duty-withdraw",
        "cases:exclude",
    ),
    "halt": ("cases:own-relations", "cases:emergency"),
    "vt.privacy": (
        *("cases:emergency-reviews", "cases:emergency-review"),
        *("cases:exclusions", "cases:exclusion-lift"),
        *("cases:log", "cases:log-review", "cases:log-overview", "cases:log-judge"),
        *("cases:disclosure-table", "cases:disclosure-versions", "cases:disclosure-version"),
        *("cases:disclosure-row", "cases:disclosure-explain"),
    ),
    "vt.beheer": (
        *("cases:digest-settings", "cases:duty-hours", "cases:operations"),
        *("cases:message-wishes", "cases:message-positions"),
        *("cases:staff", "cases:staff-new", "cases:staff-member", "cases:staff-change"),
        *("cases:staff-leave", "cases:staff-return", "cases:staff-take-in", "cases:staff-training"),
        *("cases:decreed-days", "cases:decreed-day-withdraw"),
    ),
    "rvdk": ("zsm:triage", "zsm:board", "cases:case", "cases:persons"),
}
# No pages of their own: a way on, a part of a page, a signal for machines.
NO_PAGE = {
    "home",
    "cases:assess",
    "cases:protection-victims",
    "cases:wishes-victims",
    "zsm:table-list",
    "cases:story",
    "cases:health-live",
    "cases:health-ready",
    "cases:health-metrics",
    "cases:security-txt",
    "cases:attachment-file",
    "cases:calendar",
    "cases:draft",
    "cases:session",
}
# Only of who has the link, of two rows of one human being, for a minute, or after a copy was held back:
# `test_staff`, `test_person_links`, `test_hiding` and `test_attachments` look.
IN_A_STORY = {
    *("cases:access", "cases:counterpart", "cases:address-revealed", "cases:document-release"),
    *("cases:attachment-new", "cases:attachment-look", "cases:attachment-withdraw", "cases:attachment-share"),
}
ON_DECIDED = {
    *("cases:victim", "cases:official-letter"),
    *("zsm:court", "zsm:extend", "zsm:requests", "zsm:investigation", "zsm:investigation-item"),
    *("zsm:release", "zsm:escape", "zsm:other-detention"),
}
ON_REPORTED = {
    *("cases:reports", "cases:report-outcome", "cases:report-inquiry"),
    *("cases:report-feedback", "cases:report-inform"),
}
# About a person whose key is that of the victim in the stalking case.
ON_STALKING = {
    "cases:counterparts",
    "cases:known-person",
    *("cases:safe-contact", "cases:measure-served", "cases:breach", "cases:breach-judge"),
    *("cases:first-call", "cases:victim-call", "cases:crime-report", "cases:wishes", "cases:consent"),
    "cases:protection",
    *("cases:breach-tell", "cases:measure-judge-end", "cases:measure-tell-end"),
    *("cases:measure-extend", "cases:measure-end", "cases:measure-suspend", "cases:measure-resume"),
    *("cases:documents", "cases:area-wording"),
    *("cases:sharing", "cases:sharing-withdraw", "cases:section-consent"),
    *("cases:address-protect", "cases:address-reveal", "cases:address-end"),
}
ON_MONITORED = {"cases:handover", "cases:monitoring"}
ON_SCREENED = {"cases:sash", "cases:stalking-checklist", "cases:sash-enrich"}


@dataclass(frozen=True)
class Demo:
    """The cases of the demo in Duinrand, by what stands in them."""

    acute: Case
    decided: Case
    stalking: Case
    reported: Case
    monitored: Case
    screened: Case
    keys: dict[str, UUID]

    def path(self, route: str) -> str:
        """The address of a page, on a case that shows it at its fullest."""
        case = self.decided if route in ON_DECIDED else self.stalking if route in ON_STALKING else self.acute
        if route in ON_REPORTED:
            case = self.reported
        if route in ON_MONITORED:
            case = self.monitored
        if route in ON_SCREENED:
            case = self.screened
        wanted = {"zaak": case.public_id, **self.keys}
        if route == "cases:letter":
            wanted |= {"zaak": self.decided.public_id, "persoon": self.keys["geinformeerd"]}
        if route == "cases:staff-return":
            wanted["medewerker"] = self.keys["vertrokken"]
        names = ROUTES[route].arguments
        return reverse(route, kwargs={name: wanted[name] for name in names})


@pytest.fixture
def database_template(filled_template: FilledTemplate) -> str:
    """The demo as it opened when the first of these tests began."""
    return filled_template("demo", lambda: load_demo(datetime.now(AMSTERDAM)))


@pytest.fixture
def demo(cast: Cast, committed_db: str) -> Demo:
    """The demo that stands in the database."""
    with acting_as(cast.actor("vt")):
        report = Report.objects.select_related("case").get(reference="SCH-114")
        outcome = ReportOutcome.objects.get(report=report)
        contact = MonitoringContact.objects.select_related("case").filter(months=3)[0]
        reported = ReportedPerson.objects.filter(report=report).order_by("pk")[0]
        duty = DutyGrant.objects.get(kind="crisis")
        excluded = Exclusion.objects.get(user__username="vt.beheer")
    with acting_as(cast.actor("vt")):
        task = a_task(cast, report.case, datetime.now(AMSTERDAM))
    administrator = cast.actor("vt.beheer")
    with acting_as(administrator):
        coming = released(administrator)[0]
    officer, today = cast.actor("vt.privacy"), datetime.now(AMSTERDAM).date()
    with acting_as(officer):
        opened = to_judge(officer)[0]
        unusual = review_items(officer, today - timedelta(days=2), today)[0]
    with acting_as(cast.actor("om")):
        stalking = Case.objects.get(roles__person__last_name="Brandwijk", roles__role="suspect")
        victim = CaseRole.objects.select_related("person").get(case=stalking, role="victim").person
        condition = SafetyCondition.objects.select_related("case").order_by("pk")[0]
        decided = Case.objects.get(state="awaiting")
        letters = OfficialLetter.objects.select_related("notice__victim").filter(notice__case=decided)
        letter = letters.order_by("pk")[0]
        return Demo(
            acute=condition.case,
            decided=decided,
            stalking=stalking,
            reported=report.case,
            monitored=contact.case,
            screened=Sash.objects.select_related("case").get(status="handed_in").case,
            keys={
                "persoon": victim.public_id,
                "punt": unusual.key,
                "geinformeerd": letter.notice.victim.public_id,
                "brief": letter.public_id,
                "voorwaarde": condition.public_id,
                "termijn": Term.objects.get(
                    case=condition.case, kind="first_decision", status="open"
                ).public_id,
                "maatregel": SafetyMeasure.objects.get(case=stalking).public_id,
                "contact": contact.public_id,
                "melding": report.public_id,
                "uitkomst": outcome.public_id,
                "betrokkene": reported.public_id,
                "schending": Breach.objects.get(measure__case=stalking).public_id,
                "dienst": duty.public_id,
                "medewerker": cast.user("vt").public_id,
                "vertrokken": cast.user("vt.vertrokken").public_id,
                "overkomst": coming.public_id,
                "noodtoegang": opened.public_id,
                "uitsluiting": excluded.public_id,
                "onderdeel": InvestigationItem.objects.get(state="open").public_id,
                "verstrekking": SharingAct.objects.get(case=stalking).public_id,
                "adres": ProtectedAddress.objects.get(person=victim).public_id,
                "taak": task.public_id,
                "dag": DecreedDay.objects.get().public_id,
                "versie": DisclosureVersion.objects.get(state="draft").public_id,
            },
        )


def test_every_page_is_looked_at() -> None:
    looked_at = {route for routes in PAGES.values() for route in routes} | NO_PAGE | IN_A_STORY
    looked_at |= {"cases:sign-in"}
    pages = {name for name, _, _ in all_routes() if name in ROUTES and ROUTES[name].look is not None}
    assert pages == looked_at


@pytest.mark.parametrize("username", PAGES)
def test_the_pages_are_accessible_and_fit(
    demo: Demo, new_context: ContextFactory, axe: Axe, screenshot: Picture, username: str
) -> None:
    page = Desk.sign_in(new_context, username).page
    for route in PAGES[username]:
        look(page, DESK, "light")
        response = page.goto(demo.path(route))
        assert response is not None
        assert response.status == 200, route
        name = f"{username}-{route.replace(':', '-')}"
        axe(page)
        screenshot(page, f"{name}-desk-light")
        look(page, PHONE, "dark")
        assert_fits(page)
        axe(page)
        screenshot(page, f"{name}-phone-dark")


def test_signing_in_and_what_is_not_there_are_accessible(
    demo: Demo, new_context: ContextFactory, axe: Axe, screenshot: Picture
) -> None:
    page = new_context().new_page()
    page.goto("/aanmelden")
    axe(page)
    outsider = Desk.sign_in(new_context, "vt-rk").page
    participant = Desk.sign_in(new_context, "3ro").page
    outsider.goto(demo.path("cases:case"))
    participant.goto(demo.path("zsm:decide"))
    for name, refused in (("sign-in", page), ("404", outsider), ("403", participant)):
        look(refused, PHONE, "dark")
        assert_fits(refused)
        axe(refused)
        screenshot(refused, f"{name}-phone-dark")


def test_from_signing_in_to_part_a_by_keyboard_alone(demo: Demo, new_context: ContextFactory) -> None:
    page = new_context().new_page()
    page.goto("/aanmelden")
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.name") != "username":
        page.keyboard.press("Tab")
    page.keyboard.type("vt")
    page.keyboard.press("Tab")
    page.keyboard.type(TEST_PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("[data-row]").first).to_be_visible()
    # The rows are seen before the keys are listened to.
    page.wait_for_load_state()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("[data-row]").nth(1).locator(":focus")).to_have_count(1)
    page.keyboard.press("k")
    expect(page.locator("[data-row]").first.locator(":focus")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/zaken/[0-9a-f-]{36}$"))
    part_a_by_keys(page)


def part_a_by_keys(page: Page) -> None:
    """1, 2 and 3 choose and go on, N opens the note, Escape goes back to the row."""
    page.goto(f"{page.url}/veiligheid/onderdeel-a")
    rows = page.locator("[data-criteria] [data-criterion]")
    rows.first.locator("input[type=radio]").first.focus()
    for key in "1232":
        page.keyboard.press(key)
    for row, answer in enumerate(("present", "absent", "unknown", "absent")):
        expect(rows.nth(row).locator("input[type=radio]:checked")).to_have_value(answer)
    expect(rows.nth(4).locator(":focus")).to_have_count(1)
    page.keyboard.press("n")
    page.keyboard.type("Letsel gezien door de huisarts, 1 en 2.")
    expect(rows.nth(4).locator("textarea, input[type=text]").first).to_have_value(
        "Letsel gezien door de huisarts, 1 en 2."
    )
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    expect(rows.nth(4).locator("input[type=radio]:checked")).to_have_value("present")
    expect(page.locator("#voorstel")).to_contain_text("Criterium 5 is aanwezig")


def test_a_case_can_be_printed(demo: Demo, new_context: ContextFactory, screenshot: Picture) -> None:
    page = Desk.sign_in(new_context, "om").page
    page.goto(demo.path("cases:case"))
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("navigation", name="Hoofdmenu")).to_be_hidden()
    expect(page.locator(".v-timeline").first).to_be_visible()
    page.set_viewport_size({"width": 794, "height": 1123})
    assert_fits(page)
    screenshot(page, "case-print")
