"""Ugly data: forty letters in every name, twelve children, sixty measures, three suspects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from cases.access.wall import acting_as
from cases.casefiles.models import Case, CaseRole
from cases.persons.services import NewPerson
from cases.plans.rules.measure import MeasureKind, Part
from cases.plans.services import NewMeasure, record_measure
from tests.browser.desk import AMSTERDAM, DESK, PHONE, Desk, assert_fits, look
from tests.factories.cast import Cast
from tests.ground.browser import ContextFactory
from tests.ground.database import FilledTemplate
from veiligheid.demo.cast import REGIONS
from veiligheid.demo.crew import Crew
from veiligheid.demo.heard import a_friend_who_helped, the_other_brother
from veiligheid.demo.moments import counted_back, registered_at
from veiligheid.demo.people import People
from veiligheid.demo.stories import Scene, threat_at_home
from zsm.intake.services import Involved, InvolvedChild, register_arrest

Picture = Callable[[Page, str], Path]

LONG_FIRST_NAMES = "Maximiliaan-Alexander Wolfgang Bartholomeus"
LONG_LAST_NAME = "Vanderscheuerenbergh"
CHILDREN, MEASURES = 12, 60
TABS = {
    "vt": ("cases:safety", "cases:part-a", "cases:part-b", "cases:persons"),
    "om": ("cases:case", "cases:plan", "zsm:case", "zsm:decide", "cases:victim", "cases:collaboration"),
}
WIDE = {"width": 1920, "height": 1080}


@pytest.fixture
def database_template(filled_template: FilledTemplate, cast: Cast) -> str:
    """The database with the case in which everything is too long and too much."""
    return filled_template("ugly", lambda: _make(cast))


@pytest.fixture
def case(cast: Cast, committed_db: str) -> Case:
    """The ugly case; those of the two other suspects came after it."""
    with acting_as(cast.actor("politie")):
        return Case.objects.order_by("pk")[0]


def _make(cast: Cast) -> None:
    found = _registered(cast)
    _with_measures(cast, found)
    crew, at = Crew.of(REGIONS[0]), datetime.now(AMSTERDAM)
    the_other_brother(found, crew, at)
    a_friend_who_helped(found, crew, at)


def _registered(cast: Cast) -> Case:
    police = cast.actor("politie")
    now = datetime.now(AMSTERDAM)
    scene = Scene(
        People(7, now.date()), cast.municipality(), counted_back(now, timedelta(hours=2)), police.display_name
    )
    intake = threat_at_home(scene)

    def unwieldy(person: NewPerson) -> Involved:
        return Involved(
            person=replace(person, first_names=LONG_FIRST_NAMES, infix="van der", last_name=LONG_LAST_NAME)
        )

    intake = replace(
        intake,
        suspect=unwieldy(intake.suspect.person),
        victim=unwieldy(intake.victim.person),
        children=tuple(
            InvolvedChild(person=scene.people.child(f"{LONG_LAST_NAME}-Terwijdemeeren", years=age))
            for age in range(1, CHILDREN + 1)
        ),
        offence_place="Woonwagencentrum " + "Z" * 60,
    )
    with acting_as(police):
        return register_arrest(intake=intake, actor=police, at=registered_at(scene.arrived_at))


def _with_measures(cast: Cast, case: Case) -> None:
    """Orders of sixty days, each imposed a day after the one before, with areas of hundreds of letters."""
    police, now = cast.actor("politie"), datetime.now(AMSTERDAM)
    with acting_as(police):
        family = CaseRole.objects.filter(case=case, role__in=("victim", "child")).select_related("person")
        protected = tuple(role.person for role in family.order_by("pk"))
        for number in range(MEASURES):
            imposed = now - timedelta(days=1 + number % 60, minutes=number)
            record_measure(
                case=case,
                measure=NewMeasure(
                    kind=MeasureKind.BEHAVIOURAL_ORDER,
                    parts=frozenset({Part.AREA_BAN, Part.CONTACT_BAN}),
                    imposed_by="officier van justitie " + LONG_LAST_NAME * 3,
                    imposed_at=imposed,
                    protects=protected,
                    area=f"Gebied {number}: " + "Vijfhonderdmeterzone" * 13,
                    served_at=imposed,
                    served_by="brigadier Vos",
                    registered_at=imposed,
                    registered_by="meldkamer",
                ),
                actor=police,
                at=now,
            )


@pytest.mark.parametrize("username", TABS)
def test_ugly_data_does_not_break_the_pages(
    case: Case, new_context: ContextFactory, screenshot: Picture, username: str
) -> None:
    page = Desk.sign_in(new_context, username).page
    tabs = {route: reverse(route, kwargs={"zaak": case.public_id}) for route in TABS[username]}
    for route, path in {"zsm:board": reverse("zsm:board"), **tabs}.items():
        response = page.goto(path)
        assert response is not None
        assert response.status == 200, path
        for size, label in ((DESK, "desk"), (PHONE, "phone"), (WIDE, "wide")):
            look(page, size, "light")
            assert_fits(page)
            if size is not WIDE:
                screenshot(page, f"ugly-{username}-{route.replace(':', '-')}-{label}")


def test_all_of_sixty_measures_twelve_children_and_three_suspects_can_be_found(
    case: Case, new_context: ContextFactory
) -> None:
    page = Desk.sign_in(new_context, "vt").page
    page.goto(reverse("cases:plan", kwargs={"zaak": case.public_id}))
    expect(page.locator("#maatregelen details")).to_have_count(MEASURES)
    for number in range(MEASURES):
        expect(page.locator("#maatregelen").get_by_text(f"Gebied {number}: ")).to_have_count(1)
    last = page.locator("#maatregelen details").last
    last.locator("summary").press("Enter")
    expect(last.get_by_text("Overtreding melden")).to_be_visible()
    expect(page.locator(".v-case-head")).to_contain_text(f"({MEASURES}×)")
    page.goto(reverse("cases:persons", kwargs={"zaak": case.public_id}))
    names = page.locator("main .v-persons .v-person__name").filter(has_text="-Terwijdemeeren")
    expect(names).to_have_count(CHILDREN)
    page.goto(reverse("cases:case", kwargs={"zaak": case.public_id}))
    expect(page.locator(".v-list").get_by_role("link", name="Zaak")).to_have_count(2)
