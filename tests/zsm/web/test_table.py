"""The pages of the table: at a desk, live for the partners, and on the wall."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.urls import reverse

from cases.access.wall import acting_as
from cases.casefiles.models import Case
from tests.factories.cast import Cast
from tests.factories.client import WallClient, signed_in_client
from tests.ground.database import afresh
from tests.zsm.decision.making import ASSESSED, a_held_case, concluded
from zsm.consultation.models import TableItem, TableSession
from zsm.consultation.queries import open_tables
from zsm.consultation.services import take_seat

pytestmark = pytest.mark.usefixtures("made", "rolled_back")
NAMES = ("Brandwijk", "Wilde", "Milan", "Esmée")


@pytest.fixture(autouse=True)
def at_the_moment() -> Any:
    with time_machine.travel(ASSESSED, tick=False) as clock:
        yield clock


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Case:
    """The stalking case, with part A of Veilig Thuis."""
    with time_machine.travel(ASSESSED, tick=False):
        found = a_held_case(cast)
        concluded(cast, found)
    return found


@pytest.fixture
def case(rolled_back: None, made: Case) -> Case:
    """That case, for one test."""
    return afresh(made)


def client(cast: Cast, username: str = "kpc") -> WallClient:
    return signed_in_client(cast.user(username))


@pytest.fixture
def kpc(cast: Cast, case: Case) -> WallClient:
    """The coordinator with an open table."""
    found = client(cast)
    location = str(cast.municipality().zsm_location.public_id)
    assert (
        found.post(reverse("zsm:table-open"), {"locatie": location, "dagdeel": "afternoon"}).status_code
        == 302
    )
    return found


def session(cast: Cast) -> TableSession:
    with acting_as(cast.actor("kpc")):
        return open_tables(cast.actor("kpc")).get()


def step(cast: Cast, client: WallClient, act: str, data: dict[str, str] | None = None) -> Any:
    url = reverse("zsm:table-step", kwargs={"tafel": session(cast).public_id})
    return client.post(f"{url}?actie={act}", data or {})


def seated(cast: Cast, *usernames: str) -> None:
    for username in usernames:
        actor = cast.actor(username)
        with acting_as(actor):
            take_seat(
                session=open_tables(actor).get(),
                organisation=cast.user(username).organisation,
                user=cast.user(username),
                actor=actor,
                at=ASSESSED,
            )


def page(client: WallClient, name: str = "zsm:table") -> str:
    return client.get(reverse(name)).content.decode()


def test_before_the_table_opens_partners_wait_and_the_coordinator_opens_it(cast: Cast, case: Case) -> None:
    assert "Tafel openen" in page(client(cast))
    waiting = page(client(cast, "vt"))
    assert "Er is nu geen tafel open" in waiting
    assert "Tafel openen" not in waiting


def test_the_coordinator_takes_the_next_case_and_a_partner_sees_it(
    cast: Cast, case: Case, kpc: WallClient
) -> None:
    assert step(cast, kpc, "volgende").status_code == 302
    seen = page(client(cast, "vt"))
    assert case.number in seen
    assert "Nog nodig" in seen
    assert "Volgende zaak" not in seen


def test_a_refresh_without_news_is_empty_and_leaves_no_row_in_the_log(cast: Cast, kpc: WallClient) -> None:
    vt = client(cast, "vt")
    version = vt.get(reverse("zsm:table")).context["table"].version
    assert vt.get(f"{reverse('zsm:table')}?since={version}").status_code == 204
    step(cast, kpc, "volgende")
    news = vt.get(f"{reverse('zsm:table')}?since={version}", headers={"HX-Request": "true"})
    assert news.status_code == 200
    assert "<html" not in news.content.decode()


def test_putting_back_without_a_reason_is_refused_at_the_field(
    cast: Cast, case: Case, kpc: WallClient
) -> None:
    step(cast, kpc, "volgende")
    refused = step(cast, kpc, "terug", {"reden": ""})
    assert refused.status_code == 400
    assert "Reden van terugleggen: vul dit in." in refused.content.decode()
    assert step(cast, kpc, "terug", {"reden": "Tolk komt om twee uur."}).status_code == 302
    shown = page(kpc)
    assert "teruggelegd: Tolk komt om twee uur." in shown
    with acting_as(cast.actor("kpc")):
        assert TableItem.objects.filter(state="waiting").count() == 1


def test_a_step_that_is_too_late_is_said(cast: Cast, case: Case, kpc: WallClient) -> None:
    response = step(cast, kpc, "klaar")
    assert response.status_code == 409
    assert "geen zaak aan de orde" in response.content.decode()


def test_a_partner_takes_its_seat_and_leaves_it(cast: Cast, kpc: WallClient) -> None:
    vt = client(cast, "vt")
    url = reverse("zsm:table-seat", kwargs={"tafel": session(cast).public_id})
    assert vt.post(url).status_code == 302
    assert "Noor de Graaf" in page(kpc)
    assert vt.post(f"{url}?zit=nee").status_code == 302
    assert "Noor de Graaf" not in page(kpc)


def test_the_wall_shows_initials_and_never_a_name_or_what_was_typed(
    cast: Cast, case: Case, kpc: WallClient
) -> None:
    seated(cast, "vt", "politie")
    step(cast, kpc, "volgende")
    shown = page(kpc, "zsm:wall")
    assert case.number in shown
    assert "M.B." in shown
    assert "Acuut" in shown or "acuut" in shown
    assert not [name for name in NAMES if name in shown]
    assert "<form" not in shown.split("<main")[1].split("</main>")[0]
    assert "Fatma" not in shown


def test_the_wall_keeps_the_conclusion_when_somebody_there_may_not_see_it(
    cast: Cast, case: Case, kpc: WallClient
) -> None:
    seated(cast, "vt", "shn")
    step(cast, kpc, "volgende")
    shown = page(kpc, "zsm:wall")
    assert "Veiligheid: niet voor iedereen aan tafel." in shown
    assert "v-mark--acute" not in shown


def test_who_has_no_part_in_the_case_keeps_even_the_initials_from_the_wall(
    cast: Cast, case: Case, kpc: WallClient
) -> None:
    seated(cast, "halt")
    step(cast, kpc, "volgende")
    shown = page(kpc, "zsm:wall")
    assert case.number in shown
    assert "M.B." not in shown


def test_without_a_table_the_wall_is_the_board_with_initials(cast: Cast, case: Case) -> None:
    shown = page(client(cast), "zsm:wall")
    assert case.number in shown
    assert "M.B." in shown
    assert not [name for name in NAMES if name in shown]


def test_the_board_leads_the_coordinator_to_the_wall(cast: Cast, case: Case) -> None:
    assert reverse("zsm:wall") in page(client(cast), "zsm:board")
    assert reverse("zsm:wall") not in page(client(cast, "vt"), "zsm:board")


def test_a_foreign_organisation_is_not_told_of_the_table(cast: Cast, kpc: WallClient) -> None:
    step(cast, kpc, "volgende")
    assert "Er is nu geen tafel open" in page(client(cast, "vt-rk"))
