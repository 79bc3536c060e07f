"""The operator sees whether engine and mail run, sends again and releases; machines read figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse

from cases.access.models import AccessLogEntry
from cases.access.wall import acting_as
from cases.organisations.rules import OrganisationKind
from cases.outbox.delivery import deliver_due
from cases.outbox.gate import may_leave
from cases.outbox.models import OutboxGate, OutboxMessage
from cases.outbox.queries import inbox
from cases.terms.rules.kinds import TermKind
from cases.terms.sweep import sweep_due
from tests.cases.outbox.mailbox import mail_server
from tests.cases.terms.making import START, a_case, a_term, seen
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.zsm.decision.making import past_the_wall

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], WallClient]
OM, VT = OrganisationKind.OM, OrganisationKind.VT
DUE = START + timedelta(hours=4)
PAGE = "cases:operations"
TOKEN = "figures-for-tests"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(DUE, tick=False) as traveller:
        yield traveller


def an_alarm(cast: Cast) -> None:
    """An alarm of Veilig Thuis with its mail waiting."""
    a_term(cast, a_case(cast, OM, VT), TermKind.INFORM_VICTIM, VT, person="vt")
    sweep_due(at=DUE, source="loop")


def page(client: WallClient) -> str:
    return client.get(reverse(PAGE)).content.decode()


def fail_everything() -> None:
    with past_the_wall():
        OutboxMessage.objects.filter(status="queued").update(
            status="failed", attempts=10, last_error="geweigerd"
        )


def test_what_failed_for_colleagues_is_sent_again_from_the_page(cast: Cast, sign_in: SignIn) -> None:
    an_alarm(cast)
    fail_everything()
    client = sign_in("vt.beheer")
    text = page(client)
    assert cast.user("vt").display_name in text
    assert "10 pogingen; laatste fout: geweigerd" in text
    assert cast.user("om").display_name not in text
    wanted = next(
        row for row in seen(OutboxMessage) if row.status == "failed" and row.recipient == cast.user("vt")
    )
    again = reverse("cases:message-again", kwargs={"bericht": wanted.public_id})
    assert "Het bericht staat weer in de wachtrij." in client.post(again, follow=True).content.decode()
    [queued] = [row for row in seen(OutboxMessage) if row.status == "queued"]
    assert (queued.pk, queued.attempts, queued.message_id) == (wanted.pk, 0, wanted.message_id)
    assert "staat niet meer bij de mislukte berichten" in client.post(again, follow=True).content.decode()
    with past_the_wall():
        purposes = AccessLogEntry.objects.filter(route="cases:message-again").values_list(
            "purpose", flat=True
        )
        assert "mislukt bericht opnieuw versturen" in list(purposes)


def test_mail_of_another_organisation_cannot_be_sent_again(cast: Cast, sign_in: SignIn) -> None:
    a_term(cast, a_case(cast, OM, VT), TermKind.INFORM_VICTIM, OM, person="om")
    sweep_due(at=DUE, source="loop")
    fail_everything()
    client = sign_in("vt.beheer")
    assert "Alles is afgeleverd." in page(client)
    theirs = next(row for row in seen(OutboxMessage) if row.status == "failed")
    client.post(reverse("cases:message-again", kwargs={"bericht": theirs.public_id}))
    assert {row.status for row in seen(OutboxMessage) if row.pk == theirs.pk} == {"failed"}


def test_database_that_was_put_back_sends_nothing_until_it_is_released(
    cast: Cast, sign_in: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    assert may_leave(DUE)
    an_alarm(cast)
    with past_the_wall():
        OutboxGate.objects.update(fingerprint="another:1")
    with mail_server() as mailbox:
        assert deliver_due(clock=lambda: DUE).held
        assert deliver_due(clock=lambda: DUE).held
        assert mailbox.letters == []
        assert "the database was put back" in caplog.text
        client = sign_in("vt.beheer")
        text = page(client)
        assert "Uitgaande post wordt vastgehouden" in text
        assert "teruggezet of overgenomen" in text
        administrator = cast.actor("vt.beheer")
        with acting_as(administrator):
            [item] = inbox(administrator, DUE)
        assert item.notice.path == reverse(PAGE)
        after = client.post(reverse("cases:mail-release"), follow=True).content.decode()
        assert f"vrijgegeven door {cast.user('vt.beheer').display_name}" in after
        assert deliver_due(clock=lambda: DUE).sent > 0
        assert mailbox.letters
        refused = client.post(reverse("cases:mail-release"), follow=True).content.decode()
        assert "wordt niet vastgehouden" in refused


def test_script_that_restores_a_backup_holds_the_mail_by_hand(cast: Cast) -> None:
    call_command("hold_outbox", reden="Proef met terugzetten")
    gate = OutboxGate.objects.get()
    assert gate.is_held
    assert gate.reason == "Proef met terugzetten"
    assert not may_leave(DUE)


def test_the_page_says_when_the_engine_stands_still(sign_in: SignIn) -> None:
    assert "De bewaking loopt niet" in page(sign_in("vt.beheer"))


def test_only_an_administrator_sees_it(sign_in: SignIn) -> None:
    for username in ("vt", "vt.lead", "vt.privacy", "om"):
        assert sign_in(username).get(reverse(PAGE)).status_code == 403


def figures(token: str = TOKEN) -> dict[str, float]:
    """Every sample of the figures."""
    response = WallClient().get(reverse("cases:health-metrics"), headers={"Authorization": f"Bearer {token}"})
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/plain; version=0.0.4")
    lines = [line for line in response.content.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


@override_settings(METRICS_TOKEN=TOKEN)
def test_figures_tell_how_late_the_engine_is_and_what_waits(cast: Cast) -> None:
    a_term(cast, a_case(cast, OM, VT), TermKind.INFORM_VICTIM, VT, person="vt")
    sweep_due(at=DUE + timedelta(seconds=45), source="loop")
    found = figures()
    assert found['veiligheid_sweep_lag_seconds_bucket{le="30"}'] == 0
    assert found['veiligheid_sweep_lag_seconds_bucket{le="60"}'] == 1
    assert (
        found['veiligheid_sweep_lag_seconds_bucket{le="+Inf"}']
        == found["veiligheid_sweep_lag_seconds_count"]
        == 3
    )
    assert found['veiligheid_outbox_messages{state="queued"}'] > 0
    assert found["veiligheid_outbox_held"] == 0
    assert found["veiligheid_oldest_unfired_seconds"] == 0
    assert 'veiligheid_sweep_age_seconds{trigger="loop"}' in found


@pytest.mark.parametrize("configured", ["", TOKEN])
def test_figures_are_not_there_without_the_token(configured: str) -> None:
    with override_settings(METRICS_TOKEN=configured):
        for given in ({}, {"Authorization": "Bearer "}, {"Authorization": "Bearer onjuist"}):
            assert WallClient().get(reverse("cases:health-metrics"), headers=given).status_code == 404


def test_of_two_stages_the_later_one_is_read_last(cast: Cast) -> None:
    an_alarm(cast)
    with mail_server() as mailbox:
        with past_the_wall():
            warning = OutboxMessage.objects.filter(channel="email", payload__stage="before_30m")
            warning.update(next_attempt_at=DUE + timedelta(minutes=5))
        deliver_due(clock=lambda: DUE)
        sent = len(mailbox.letters)
        deliver_due(clock=lambda: DUE + timedelta(minutes=6))
        assert len(mailbox.letters) == sent
    states = {row.status for row in seen(OutboxMessage) if row.payload.get("stage") == "before_30m"}
    assert "cancelled" in states
