"""Acting for another organisation on the pages: chosen, shown, logged, and over at the next request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.access.models import AccessLogEntry
from cases.access.wall import acting_as
from cases.casefiles.models import Case
from cases.organisations.duty_models import DutyGrant
from cases.organisations.rules import OrganisationKind
from cases.staff.duty import withdraw_duty
from tests.api.client import Partner, token_for
from tests.cases.terms.making import a_case
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import TEST_PASSWORD, Cast
from tests.factories.client import WallClient
from tests.factories.duty import give_duty
from tests.zsm.decision.making import past_the_wall

pytestmark = pytest.mark.django_db

SignIn = Callable[[str], WallClient]
AT = ams("2026-03-10 18:00")
BOTH = "VT Rivierkwartier namens VT Duinrand"


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case of Veilig Thuis Duinrand."""
    return a_case(cast, OrganisationKind.VT)


def page_of(case: Case) -> str:
    return reverse("cases:case", kwargs={"zaak": case.public_id})


def choose(client: WallClient, duty: DutyGrant | None) -> str:
    key = str(duty.public_id) if duty else ""
    response = client.post(reverse("cases:duty-choose"), {"dienst": key}, follow=True)
    return str(response.content.decode())


def last_entries(number: int) -> list[AccessLogEntry]:
    with past_the_wall():
        return list(AccessLogEntry.objects.order_by("-pk").select_related("organisation", "user")[:number])


def test_who_has_duty_chooses_it_and_sees_on_every_page_for_whom_and_until_when(
    cast: Cast, case: Case, sign_in: SignIn
) -> None:
    duty, client = give_duty(cast, AT), sign_in("vt-rk")
    with time_machine.travel(AT, tick=False):
        assert client.get(page_of(case)).status_code == 404
        assert "Werken namens VT Duinrand" in client.get(reverse("cases:duty")).content.decode()
        page = choose(client, duty)
        assert "U werkt nu namens VT Duinrand, tot wo 11 mrt 02:00." in page
        for path in (page_of(case), reverse("cases:my-work"), reverse("cases:messages")):
            page = client.get(path).content.decode()
            assert "U werkt namens <b>VT Duinrand</b>, tot wo 11 mrt 02:00" in page
            assert "Terug naar VT Rivierkwartier" in page
            assert BOTH in page
        assert "Wat VT Duinrand nog doet" in client.get(reverse("cases:my-work")).content.decode()


def test_the_access_log_names_user_organisation_acted_for_and_employer(
    cast: Cast, case: Case, sign_in: SignIn
) -> None:
    duty, client = give_duty(cast, AT), sign_in("vt-rk")
    with time_machine.travel(AT, tick=False):
        choose(client, duty)
        client.get(page_of(case))
    entries = last_entries(9)
    look, chosen = entries[0], next(row for row in entries if row.route == "cases:duty-choose")
    assert look.case_ids == [case.pk]
    assert (look.user_id, look.on_behalf_of, look.roles) == (duty.user_id, BOTH, ["case_handler"])
    assert str(look.organisation) == "VT Duinrand"
    assert chosen.purpose == "werkt namens VT Duinrand (dienst op ZSM)"
    assert str(chosen.organisation) == "VT Rivierkwartier"


def test_one_goes_back_to_the_own_organisation_at_any_moment(cast: Cast, case: Case, sign_in: SignIn) -> None:
    duty, client = give_duty(cast, AT), sign_in("vt-rk")
    with time_machine.travel(AT, tick=False):
        choose(client, duty)
        page = choose(client, None)
        assert "U werkt weer voor VT Rivierkwartier." in page
        assert "U werkt namens" not in page
        assert client.get(page_of(case)).status_code == 404


@pytest.mark.parametrize("how", ["ended", "withdrawn", "moved"])
def test_a_duty_that_is_over_is_refused_at_the_next_request_with_the_reason(
    cast: Cast, case: Case, sign_in: SignIn, how: str
) -> None:
    duty, client, lead = give_duty(cast, AT), sign_in("vt-rk"), cast.actor("vt.lead")
    with time_machine.travel(AT, tick=False):
        choose(client, duty)
        assert client.get(page_of(case)).status_code == 200
    moment = duty.ends_at if how == "ended" else AT + timedelta(hours=1)
    if how == "withdrawn":
        with acting_as(lead):
            withdraw_duty(duty=duty, reason="Rooster gewijzigd.", actor=lead, at=moment)
    if how == "moved":
        with past_the_wall():
            DutyGrant.objects.filter(pk=duty.pk).update(employer=cast.organisation(OrganisationKind.GI))
    with time_machine.travel(moment, tick=False):
        # What refreshes by itself is refused too, and the choice stands until a page told about it.
        for _ in range(2):
            part = client.get(page_of(case), headers={"HX-Request": "true"})
            assert part.status_code == 403
        refused = client.post(reverse("cases:messages-read"))
        assert refused.status_code == 403
        page = refused.content.decode()
        assert "U werkt niet meer namens VT Duinrand" in page
        assert "U werkt weer voor VT Rivierkwartier." in page
        reason = {
            "ended": "De dienst liep tot wo 11 mrt 02:00.",
            "withdrawn": "Bram Kuipers heeft de dienst ingetrokken (di 10 mrt 19:00): Rooster gewijzigd.",
            "moved": "De dienst geldt niet meer: u werkt nu ergens anders.",
        }
        assert reason[how] in page
        entry = last_entries(1)[0]
        assert (entry.outcome, entry.purpose) == (
            "refused",
            "dienst voor een andere organisatie voorbij",
        )
        assert client.get(page_of(case)).status_code == 404
        assert client.get(reverse("cases:my-work")).status_code == 200


def test_somebody_elses_duty_and_one_to_come_cannot_be_chosen(cast: Cast, sign_in: SignIn) -> None:
    duty = give_duty(cast, AT)
    for username, moment in (("vt.lead-rk", AT), ("vt-rk", AT - timedelta(minutes=1))):
        with time_machine.travel(moment, tick=False):
            response = sign_in(username).post(reverse("cases:duty-choose"), {"dienst": duty.public_id})
        assert response.status_code == 403


def test_the_team_lead_gives_and_withdraws_it_on_the_list(cast: Cast, sign_in: SignIn) -> None:
    client, roster = sign_in("vt.lead"), reverse("cases:duty-roster")
    employer = cast.organisation(OrganisationKind.VT, "Rivierkwartier").public_id
    query = {"werkgever": str(employer)}
    with time_machine.travel(AT, tick=False):
        page = client.get(roster, query).content.decode()
        assert "Tessa van Rijn" in page
        wrong = client.post(
            f"{roster}?werkgever={employer}",
            {
                "user": cast.user("vt-rk").public_id,
                "starts_at": "2026-03-10T18:00",
                "ends_at": "2026-03-20T18:00",
            },
        )
        assert wrong.status_code == 400
        assert "Deze dienst duurt ten hoogste 7 dagen." in wrong.content.decode()
        assert "2026-03-20T18:00" in wrong.content.decode()
        typed = {
            "user": cast.user("vt-rk").public_id,
            "starts_at": "2026-03-10T18:00",
            "ends_at": "2026-03-11T03:00",
            "note": "Avonddienst ZSM",
        }
        page = client.post(f"{roster}?werkgever={employer}", typed, follow=True).content.decode()
        assert "Tessa van Rijn heeft dienst en heeft bericht gekregen." in page
        assert "Avonddienst ZSM" in page
        with past_the_wall():
            duty = DutyGrant.objects.get()
        withdraw = reverse("cases:duty-withdraw", kwargs={"dienst": duty.public_id})
        assert client.post(withdraw, {"reason": ""}).status_code == 400
        page = client.post(withdraw, {"reason": "Ziek."}, follow=True).content.decode()
        assert "De dienst van Tessa van Rijn is ingetrokken." in page
        assert "ingetrokken op di 10 mrt 18:00 door Bram Kuipers: Ziek." in page
    # The withdrawal, the list and the message after the sending of the form, in reverse order.
    purposes = {entry.purpose for entry in last_entries(8)}
    assert "dienst ingetrokken van vt-rk" in purposes
    assert any(purpose.startswith("dienst verleend aan vt-rk tot 2026-03-11T") for purpose in purposes)


def test_the_story_signs_for_both(cast: Cast, case: Case, sign_in: SignIn) -> None:
    duty, client = give_duty(cast, AT), sign_in("vt-rk")
    with time_machine.travel(AT, tick=False):
        choose(client, duty)
        known = reverse("zsm:known", kwargs={"zaak": case.public_id})
        assert client.post(known, {"bekend": "nee", "fase": "not_known"}).status_code in {200, 302, 400, 409}


def test_acting_costs_two_short_questions_per_request_and_the_others_none(
    cast: Cast, case: Case, sign_in: SignIn
) -> None:
    duty = give_duty(cast, AT)
    own, other = sign_in("vt"), sign_in("vt-rk")

    def asked(client: WallClient) -> list[str]:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(page_of(case)).status_code == 200
        return [row["sql"] for row in queries.captured_queries]

    with time_machine.travel(AT, tick=False):
        choose(other, duty)
        asked(own), asked(other)
        mine, theirs = asked(own), asked(other)
    assert not [sql for sql in mine if "cases_dutygrant" in sql]
    # The duty, and the context set anew for the organisation acted for.
    assert len(theirs) == len(mine) + 2


def test_signing_in_again_on_an_open_page_goes_on_for_whom_it_was_opened(
    cast: Cast, case: Case, sign_in: SignIn
) -> None:
    duty, client = give_duty(cast, AT), sign_in("vt-rk")
    typed = {"username": "vt-rk", "password": TEST_PASSWORD, "dienst": str(duty.public_id)}
    with time_machine.travel(AT, tick=False):
        choose(client, duty)
        assert f'name="dienst" value="{duty.public_id}"' in client.get(page_of(case)).content.decode()
    for moment, status in ((AT + timedelta(hours=1), 200), (duty.ends_at, 404)):
        client.logout()
        with time_machine.travel(moment, tick=False):
            assert client.post(reverse("cases:session"), typed).status_code == 204
            assert client.get(page_of(case)).status_code == status


def test_through_rest_a_system_names_who_has_duty_now(cast: Cast, case: Case) -> None:
    duty = give_duty(cast, AT)
    system = Partner(token_for(cast.user("vt")), cast.user("vt-rk"))

    def status(moment: datetime) -> int:
        with time_machine.travel(moment, tick=False):
            return int(system.get(f"/zaken/{case.public_id}").status_code)

    assert [status(AT - timedelta(seconds=1)), status(AT), status(duty.ends_at)] == [403, 200, 403]
    entry = next(entry for entry in last_entries(3) if entry.case_ids == [case.pk])
    assert entry.user_id == duty.user_id
    assert entry.on_behalf_of.endswith(f"; {BOTH}")
