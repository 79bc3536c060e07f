"""The persons tab: everybody sees the people and the victim's contact by its part, and no more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine

from cases.access.models import AccessLogEntry
from cases.access.wall import GUARD_ROLE, acting_as, set_context
from cases.casefiles.models import Case
from cases.persons.models import Person
from cases.persons.queries import safe_contact_of
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.factories.story import REGISTERED, register_stalking_case
from tests.ground.database import afresh

pytestmark = pytest.mark.usefixtures("made", "rolled_back")
NUMBER = "06 00000417"
SignIn = Callable[[str], WallClient]


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with time_machine.travel(REGISTERED + timedelta(hours=1), tick=False):
        yield


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Case:
    with time_machine.travel(REGISTERED + timedelta(hours=1), tick=False):
        return register_stalking_case(cast)


@pytest.fixture
def case(rolled_back: None, made: Case) -> Case:
    """That case, for one test."""
    return afresh(made)


@pytest.fixture
def victim(cast: Cast, case: Case) -> Person:
    with acting_as(cast.actor("politie")):
        return Person.objects.get(case_roles__case=case, case_roles__role="victim")


def persons_page(client: WallClient, case: Case) -> str:
    response = client.get(f"/zaken/{case.public_id}/personen")
    assert response.status_code == 200
    return response.content.decode()


def test_police_sees_the_people_how_they_are_related_and_the_charges(sign_in: SignIn, case: Case) -> None:
    page = persons_page(sign_in("politie"), case)
    for told in (
        "Milan Brandwijk",
        "Ex-partner van Milan Brandwijk, verbroken op",
        "Kind van Esmée de Wilde",
        "art. 285b Sr",
        "Klacht",
        NUMBER,
    ):
        assert told in page


@pytest.mark.parametrize(
    ("username", "sees"), [("vt", True), ("shn", True), ("om", True), ("3ro", False), ("rvdk", False)]
)
def test_safe_contact_is_shown_by_the_disclosure_table(
    sign_in: SignIn, case: Case, username: str, *, sees: bool
) -> None:
    page = persons_page(sign_in(username), case)
    assert (NUMBER in page) is sees
    assert ("is niet voor uw organisatie" in page) is not sees


@pytest.mark.parametrize(("username", "sees"), [("vt", True), ("om", True), ("3ro", False), ("shn", False)])
def test_children_are_shown_to_whom_police_opened_them_and_the_rest_knows_something_is_held_back(
    sign_in: SignIn, case: Case, username: str, *, sees: bool
) -> None:
    page = persons_page(sign_in(username), case)
    assert ("Tijn Brandwijk" in page) is sees
    if not sees:
        assert "niet voor uw organisatie" in page


def test_klacht_is_no_business_of_victim_support(sign_in: SignIn, case: Case) -> None:
    assert "opgenomen door" not in persons_page(sign_in("shn"), case)
    assert "opgenomen door" in persons_page(sign_in("om"), case)


def test_outsider_gets_404(sign_in: SignIn, case: Case, victim: Person) -> None:
    outsider = sign_in("politie-rk")
    assert outsider.get(f"/zaken/{case.public_id}/personen").status_code == 404
    assert outsider.get(f"/zaken/{case.public_id}/personen/{victim.public_id}/contact").status_code == 404


def test_new_instructions_are_recorded_and_shown(
    cast: Cast, sign_in: SignIn, case: Case, victim: Person
) -> None:
    client = sign_in("shn")
    url = f"/zaken/{case.public_id}/personen/{victim.public_id}/contact"
    assert NUMBER in client.get(url).content.decode()
    response = client.post(url, {"phone": "06 8765 4321", "phone_safe": "on", "language": "Pools"})
    assert response.status_code == 302
    page = persons_page(client, case)
    assert "06 87654321" in page
    assert "Pools (tolk nodig)" in page
    with acting_as(cast.actor("shn")):
        running = safe_contact_of(victim)
    assert running is not None
    assert running.organisation.kind == "shn"


def test_wrong_number_is_said_at_the_field_and_kept(sign_in: SignIn, case: Case, victim: Person) -> None:
    url = f"/zaken/{case.public_id}/personen/{victim.public_id}/contact"
    response = sign_in("vt").post(url, {"phone": "12", "phone_safe": "on", "note": "Fluister."})
    page = response.content.decode()
    assert response.status_code == 400
    assert "Dit is geen geldig telefoonnummer" in page
    assert "Fluister." in page


def test_participant_who_never_contacts_the_victim_gets_403_with_the_reason_and_no_button(
    sign_in: SignIn, case: Case, victim: Person
) -> None:
    client = sign_in("3ro")
    response = client.get(f"/zaken/{case.public_id}/personen/{victim.public_id}/contact")
    assert response.status_code == 403
    assert "Veilig contact vastleggen is een taak van" in response.content.decode()
    assert "Veilig contact vastleggen" not in persons_page(client, case)


def test_log_names_who_was_shown_and_the_categories(
    cast: Cast, sign_in: SignIn, case: Case, victim: Person
) -> None:
    persons_page(sign_in("shn"), case)
    set_context(GUARD_ROLE)
    entry = AccessLogEntry.objects.filter(route="cases:persons").order_by("-id")[0]
    set_context("none")
    with acting_as(cast.actor("politie")):
        children = set(
            Person.objects.filter(case_roles__case=case, case_roles__role="child").values_list(
                "pk", flat=True
            )
        )
    assert victim.pk in entry.person_ids
    assert children.isdisjoint(entry.person_ids)
    assert {"identity", "contact"} <= set(entry.categories)
    assert "investigation" not in entry.categories
