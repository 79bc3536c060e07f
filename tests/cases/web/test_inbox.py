"""The page with messages: what is new, what is urgent, and marking it as read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.access.models import Participation
from cases.organisations.rules import OrganisationKind
from cases.terms.sweep import sweep_due
from tests.cases.terms.making import DUE, a_case, a_term
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.factories.story import REGISTERED, register_stalking_case
from tests.zsm.decision.making import before_rc, concluded, custody, decided, past_the_wall, stated

pytestmark = pytest.mark.django_db

OM = OrganisationKind.OM
SignIn = Callable[[str], WallClient]
PATH = "/meldingen"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """The moment at which the first decision is due."""
    with time_machine.travel(DUE, tick=False) as traveller:
        yield traveller


@pytest.fixture
def alarm(cast: Cast) -> str:
    """The number of a case whose first decision warned and then ran out."""
    case = a_case(cast, OM)
    a_term(cast, case, person="om")
    for before in (timedelta(hours=1), timedelta(0)):
        sweep_due(at=DUE - before, source="test")
    return case.number


def unread(client: WallClient, path: str = PATH) -> int:
    """The number behind the bell."""
    links = client.get(path).context["site"].links
    return next(int(link.count) for link in links if link.label == "Meldingen")


def test_an_alarm_stands_on_top_with_the_number_of_what_is_new_on_every_page(
    alarm: str, sign_in: SignIn
) -> None:
    client = sign_in("om")
    text = client.get(PATH).content.decode()
    assert text.index(f"Zaak {alarm}: Eerste beslissing is verlopen") < text.index("loopt bijna af")
    assert "v-messages__item--urgent" in text
    assert unread(client) == unread(client, "/mijn-werk") == len(client.get(PATH).context["items"])
    assert unread(sign_in("om-rk")) == 0


def test_reading_is_said_by_the_user_and_not_by_looking(alarm: str, sign_in: SignIn) -> None:
    client = sign_in("om")
    before = unread(client)
    assert before > 0
    assert unread(client) == before
    response = client.post(reverse("cases:messages-read"))
    assert (response.status_code, response["Location"]) == (302, PATH)
    assert unread(client) == 0
    text = client.get(PATH).content.decode()
    assert f"Zaak {alarm}: Eerste beslissing is verlopen" in text
    assert "Nieuw</b>" not in text
    assert "Alles gelezen" not in text


def test_reading_ones_own_messages_leaves_those_of_a_colleague(alarm: str, sign_in: SignIn) -> None:
    colleague = unread(sign_in("om.lead"))
    sign_in("om").post(reverse("cases:messages-read"))
    assert colleague > 0
    assert unread(sign_in("om.lead")) == colleague


def test_messages_are_marked_by_a_button_only(alarm: str, sign_in: SignIn) -> None:
    assert sign_in("om").get(reverse("cases:messages-read")).status_code == 405


def test_a_case_that_one_may_no_longer_read_takes_its_messages_along(
    cast: Cast, alarm: str, sign_in: SignIn
) -> None:
    with past_the_wall():
        Participation.objects.filter(organisation=cast.organisation(OM)).update(
            ended_at=DUE, end_reason="verplaatst"
        )
    client = sign_in("om")
    assert unread(client) == 0
    text = client.get(PATH).content.decode()
    assert alarm not in text
    assert "Geen meldingen" in text


def test_no_message_names_a_person(cast: Cast, sign_in: SignIn, clock: time_machine.Traveller) -> None:
    clock.move_to(REGISTERED + timedelta(hours=1))
    register_stalking_case(cast)
    sweep_due(at=REGISTERED + timedelta(hours=8), source="test")
    for username in ("politie", "vt", "om", "shn"):
        text = sign_in(username).get(PATH).content.decode()
        assert "Brandwijk" not in text
        assert "Wilde" not in text


def test_the_number_of_queries_does_not_grow_with_the_messages(
    cast: Cast, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    at = REGISTERED + timedelta(hours=1)
    clock.move_to(at)
    case = register_stalking_case(cast)
    client, found = sign_in("vt"), []
    sweep_due(at=REGISTERED + timedelta(hours=8), source="test")
    for _ in range(2):
        client.get(PATH)
        with CaptureQueriesContext(connection) as captured:
            client.get(PATH)
        found.append(len(captured))
        if len(found) == 1:
            concluded(cast, case, at=at)
            stated(cast, case, at=at)
            decided(cast, case, custody(at), before_rc(), at=at)
    # Context twice, session, user, messages, unread, log row; 3 are of the test client.
    assert found == [10, 10]
    assert "het OM heeft een besluit genomen" in client.get(PATH).content.decode()
