"""My work by month, and the secret address at which an own calendar program fetches it."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse

from cases.access.models import AccessLogEntry
from cases.access.wall import acting_as
from cases.casefiles.models import Case
from cases.organisations.models import User
from cases.organisations.rules import OrganisationKind
from cases.terms.feed import fingerprint
from cases.terms.feed_models import CalendarFeed
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from cases.web.work_calendar import WeekOfWork
from tests.cases.terms.making import a_case, a_term
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.factories.story import REGISTERED, register_stalking_case
from tests.zsm.decision.making import past_the_wall
from veiligheid.redacting import HideSecrets

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], WallClient]
OM, VT = OrganisationKind.OM, OrganisationKind.VT
NOW = REGISTERED + timedelta(minutes=5)
PAGE, FEED = "cases:work-calendar", "cases:calendar-feed"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Tuesday 10 March 2026, 10:15."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def shown(client: WallClient, **query: str) -> dict[str, list[str]]:
    """What stands under each day, and under which week."""
    weeks: tuple[WeekOfWork, ...] = client.get(reverse(PAGE), query).context["weeks"]
    return {
        f"{week.title}, {day.title}": [f"{item.case_number} {item.text}" for item in day.items]
        for week in weeks
        for day in week.days
    }


def made(client: WallClient, what: str = "mij") -> str:
    """The path of a new address, as the page shows it this once."""
    text = client.post(reverse(FEED), {"what": what}).content.decode()
    found = re.search(r'value="[^"]*(/agenda/[\w-]+)"', text)
    assert found is not None
    return found[1]


def unfolded(answer: bytes) -> str:
    return answer.decode().replace("\r\n ", "")


def test_work_stands_by_week_and_by_the_day_that_it_closes(cast: Cast, sign_in: SignIn) -> None:
    case = a_case(cast, VT, OM)
    a_term(cast, case, TermKind.VT_ASSESSMENT, VT, person="vt")
    a_term(cast, case)
    month_end = a_term(cast, case, TermKind.INFORM_VICTIM, VT)
    with past_the_wall():
        Term.objects.filter(pk=month_end.pk).update(due_at="2026-04-01T00:00+02:00")
    client, number = sign_in("vt"), case.number
    assert shown(client) == {
        "Week 12, di 17 mrt 2026": [f"{number} Veiligheidsbeoordeling van de melding"],
        "Week 14, di 31 mrt 2026": [f"{number} Slachtoffer informeren"],
    }
    assert shown(client, van="mij") == {
        "Week 12, di 17 mrt 2026": [f"{number} Veiligheidsbeoordeling van de melding"]
    }
    assert shown(client, maand="2026-04") == shown(client, maand="2026-02") == {}
    for nonsense in ("x", "2026-13", "2026-3", "9999-01", "²026-03"):
        assert shown(client, maand=nonsense) == shown(client)
    assert shown(sign_in("om")) == {"Week 11, di 10 mrt 2026": [f"{number} Eerste beslissing"]}
    assert shown(sign_in("vt.beheer")) == shown(sign_in("vt-rk")) == {}
    page = client.get(reverse(PAGE)).content.decode()
    assert "Maart 2026" in page
    assert f"{reverse(PAGE)}?maand=2026-04" in page
    assert "Niets in deze maand" in client.get(reverse(PAGE), {"maand": "2026-04"}).content.decode()


def test_feed_names_case_label_moment_and_link_and_nobody(cast: Cast, sign_in: SignIn) -> None:
    case = register_stalking_case(cast)
    for username, secret in (("om", "Gedragsaanwijzing"), ("vt", "Brandwijk"), ("shn", "Wilde")):
        path = made(sign_in(username), "organisatie")
        response = WallClient().get(path)
        assert response.status_code == 200
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        assert response["Cache-Control"] == "no-store"
        text = unfolded(response.content)
        assert f"SUMMARY:{case.number} " in text
        assert reverse("cases:case", kwargs={"zaak": case.public_id}) in text
        assert "\n" not in text.replace("\r\n", "")
        for name in ("Brandwijk", "Wilde", "slachtoffer", "Slachtoffer", "erdachte", "stalking", secret):
            assert name not in text, (username, name)
        with past_the_wall():
            entry = AccessLogEntry.objects.filter(route="cases:calendar").latest("pk")
        assert (entry.user_id, entry.action, entry.outcome) == (cast.user(username).pk, "export", "shown")
        assert entry.case_ids == [case.pk]
        assert entry.on_behalf_of == "agenda-adres"


@pytest.fixture
def case(cast: Cast) -> Case:
    case = a_case(cast, VT)
    a_term(cast, case, TermKind.VT_ASSESSMENT, VT, person="vt")
    a_term(cast, case, TermKind.INFORM_VICTIM, VT)
    return case


def test_feed_gives_what_was_chosen_and_only_the_fingerprint_is_kept(
    cast: Cast, case: Case, sign_in: SignIn
) -> None:
    client = sign_in("vt")
    mine = made(client)
    text = unfolded(WallClient().get(mine).content)
    assert text.count("BEGIN:VEVENT") == 1
    assert "DTEND:20260317T230000Z" in text
    assert "DESCRIPTION:Loopt af di 17 mrt 24:00." in text
    all_of_it = made(client, "organisatie")
    assert unfolded(WallClient().get(all_of_it).content).count("BEGIN:VEVENT") == 2
    secret = all_of_it.rpartition("/")[2]
    assert len(secret) >= 43
    with past_the_wall():
        kept = CalendarFeed.objects.get(revoked_at__isnull=True)
        assert kept.fingerprint == fingerprint(secret)
        assert secret not in str(list(CalendarFeed.objects.order_by("pk").values()))
        assert secret not in str(list(AccessLogEntry.objects.order_by("pk").values()))
    page = client.get(reverse(FEED)).content.decode()
    assert secret not in page
    assert "Laatst opgehaald" in page
    # A colleague sees only her or his own.
    with acting_as(cast.actor("vt.lead")):
        assert not CalendarFeed.objects.exists()


def test_everything_that_is_wrong_gets_the_same_bytes(cast: Cast, case: Case, sign_in: SignIn) -> None:
    client = sign_in("vt")
    former = made(client)
    running = made(client)
    unknown = WallClient().get(reverse("cases:calendar", args=["bestaat-niet"]))

    def gives_nothing(path: str) -> None:
        for visitor in (WallClient(), client):
            answer = visitor.get(path)
            assert answer.status_code == unknown.status_code == 404
            assert answer.content == unknown.content
            assert answer["Content-Type"] == unknown["Content-Type"]

    gives_nothing(former)
    assert WallClient().get(running).status_code == 200
    with past_the_wall():
        user = User.objects.filter(username="vt")
        user.update(is_active=False)
    answer = WallClient().get(running)
    assert (answer.status_code, answer.content) == (404, unknown.content)
    with past_the_wall():
        user.update(is_active=True, organisation=cast.user("vt-rk").organisation)
    answer = WallClient().get(running)
    assert (answer.status_code, answer.content) == (404, unknown.content)
    with past_the_wall():
        user.update(organisation=cast.user("vt.lead").organisation)
    assert WallClient().get(running).status_code == 200
    assert "ingetrokken" in client.post(reverse("cases:calendar-feed-end"), follow=True).content.decode()
    gives_nothing(running)
    again = client.post(reverse("cases:calendar-feed-end"), follow=True).content.decode()
    assert "U heeft geen agenda-adres." in again


def test_who_fetches_without_end_gets_nothing_until_the_next_hour(
    case: Case, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    path = made(sign_in("vt"))
    with past_the_wall():
        CalendarFeed.objects.update(hour=NOW.replace(minute=0, second=0, microsecond=0), fetched_in_hour=59)
    assert WallClient().get(path).status_code == 200
    assert WallClient().get(path).status_code == 404
    clock.move_to(NOW + timedelta(hours=1))
    assert WallClient().get(path).status_code == 200


def test_only_who_does_casework_for_the_own_organisation_has_an_address(sign_in: SignIn) -> None:
    for username in ("vt.beheer", "vt.privacy"):
        assert sign_in(username).get(reverse(FEED)).status_code == 403
    wrong = sign_in("vt").post(reverse(FEED), {"what": "alles"})
    assert wrong.status_code == 400


def test_no_log_line_holds_the_secret() -> None:
    said = logging.LogRecord("x", logging.WARNING, "", 1, "%s: %s", ("Not Found", "/agenda/geheim-1_a"), None)
    assert HideSecrets().filter(said)
    assert said.getMessage() == "Not Found: /agenda/…"
    other = logging.LogRecord("x", logging.WARNING, "", 1, "%s", ("/mijn-werk/agenda",), None)
    assert HideSecrets().filter(other)
    assert other.getMessage() == "/mijn-werk/agenda"
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["hide-secrets"]
