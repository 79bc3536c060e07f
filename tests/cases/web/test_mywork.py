"""My work: one list by due moment, each with the one button that does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.access.wall import acting_as
from cases.casefiles.models import Case
from cases.organisations.rules import OrganisationKind
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from cases.terms.services import meet_term
from cases.web.mywork import WorkGroup
from tests.cases.terms.making import a_case, a_term
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.factories.story import REGISTERED, register_case, register_stalking_case
from tests.zsm.decision.making import past_the_wall

NOW = REGISTERED + timedelta(minutes=5)
SECOND = timedelta(seconds=1)
SignIn = Callable[[str], WallClient]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Tuesday 10 March 2026, 10:15."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def groups_of(client: WallClient, **query: str) -> dict[str, list[str]]:
    """What stands under each heading: case number and task."""
    groups: tuple[WorkGroup, ...] = client.get(reverse("cases:my-work"), query).context["groups"]
    return {group.title: [f"{item.case_number} {item.text}" for item in group.items] for group in groups}


def due(term: Term, moment: datetime) -> None:
    with past_the_wall():
        Term.objects.filter(pk=term.pk).update(due_at=moment)


@pytest.mark.django_db
def test_what_the_organisation_owes_stands_by_due_moment_and_nothing_else(
    cast: Cast, sign_in: SignIn
) -> None:
    case, other = a_case(cast, OrganisationKind.OM), a_case(cast, OrganisationKind.VT, OrganisationKind.OM)
    due(a_term(cast, case), NOW)
    due(a_term(cast, other), NOW + SECOND)
    found = groups_of(sign_in("om"))
    assert found == {
        "Te laat": [f"{case.number} Eerste beslissing"],
        "Vandaag": [f"{other.number} Eerste beslissing"],
    }
    assert groups_of(sign_in("vt")) == groups_of(sign_in("om-rk")) == {}


@pytest.mark.django_db
def test_what_was_met_is_gone(cast: Cast, sign_in: SignIn) -> None:
    om, term = cast.actor("om"), a_term(cast, a_case(cast, OrganisationKind.OM))
    with acting_as(om):
        meet_term(term=term, actor=om, at=NOW)
    response = sign_in("om").get(reverse("cases:my-work"))
    assert response.context["groups"] == ()
    assert "Niets te doen" in response.content.decode()


@pytest.mark.django_db
def test_ones_own_tasks_can_be_seen_alone(cast: Cast, sign_in: SignIn) -> None:
    case = a_case(cast, OrganisationKind.OM)
    a_term(cast, case, person="om")
    client = sign_in("om")
    assert groups_of(client, van="mij") == {"Vandaag": [f"{case.number} Eerste beslissing"]}
    assert groups_of(sign_in("om.assistent"), van="mij") == {}
    assert groups_of(sign_in("om.assistent")) == groups_of(client)


@pytest.mark.django_db
def test_one_kind_can_be_looked_at_alone(cast: Cast, sign_in: SignIn) -> None:
    case = a_case(cast, OrganisationKind.OM)
    a_term(cast, case)
    a_term(cast, case, TermKind.INFORM_VICTIM)
    client, number = sign_in("om"), case.number
    both = {"Vandaag": [f"{number} Slachtoffer informeren", f"{number} Eerste beslissing"]}
    assert groups_of(client) == groups_of(client, soort="bestaat-niet") == both
    assert groups_of(client, soort="first_decision") == {"Vandaag": [f"{number} Eerste beslissing"]}
    page = client.get(reverse("cases:my-work"), {"soort": "first_decision"}).content.decode()
    assert '<option value="first_decision" selected>Eerste beslissing</option>' in page


@pytest.fixture
def stalking_case(cast: Cast) -> Case:
    return register_stalking_case(cast)


@pytest.mark.django_db
def test_each_task_has_the_button_that_does_it_and_links_to_its_case(
    stalking_case: Case, sign_in: SignIn
) -> None:
    keys = {"zaak": stalking_case.public_id}
    groups = sign_in("om").get(reverse("cases:my-work")).context["groups"]
    items = {item.text: item for group in groups for item in group.items}
    decision = items["Eerste beslissing"]
    assert decision.action is not None
    assert decision.action.url == reverse("zsm:decide", kwargs=keys)
    assert decision.url == reverse("cases:case", kwargs=keys)
    order = items["Gedragsaanwijzing 509hh"]
    assert order.action is not None
    assert order.action.url == reverse("cases:plan", kwargs=keys)


@pytest.mark.django_db
def test_of_what_is_due_at_the_same_moment_the_decision_comes_last(
    stalking_case: Case, sign_in: SignIn
) -> None:
    today = groups_of(sign_in("om"))["Vandaag"]
    tasks = [task.removeprefix(f"{stalking_case.number} ") for task in today]
    assert tasks.index("Verdenking, bewijs en ernstige bezwaren") < tasks.index("Eerste beslissing")


@pytest.mark.django_db
def test_the_list_names_no_person(stalking_case: Case, sign_in: SignIn) -> None:
    for username in ("politie", "vt", "om", "shn"):
        text = sign_in(username).get(reverse("cases:my-work")).content.decode()
        assert "Brandwijk" not in text
        assert "Wilde" not in text


@pytest.mark.django_db
def test_an_administrator_has_no_tasks_of_cases(stalking_case: Case, sign_in: SignIn) -> None:
    assert groups_of(sign_in("vt.beheer")) == {}


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_the_tasks(cast: Cast, sign_in: SignIn) -> None:
    client, found = sign_in("om"), []
    for start, end in ((0, 2), (2, 6)):
        for number in range(start, end):
            register_case(cast, number)
        client.get(reverse("cases:my-work"))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("cases:my-work"))
        found.append(len(captured))
    # Context twice, session, user, terms, undelivered, unread messages, log row; 3 are of the test client.
    assert found == [11, 11]
