"""A mail that was given up is the task of a named person, on My work and through REST, until it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from cases.access.wall import acting_as, worker_transaction
from cases.outbox.delivery import deliver_due
from cases.outbox.giving_up import give_to_a_person
from cases.outbox.models import OutboxMessage
from cases.outbox.queries import inbox
from cases.outbox.task_models import DeliveryTask
from cases.terms.models import Term
from cases.terms.services import meet_term
from tests.cases.outbox.giving import deliver_in_vain, given_up
from tests.cases.outbox.mailbox import mail_server
from tests.cases.terms.making import DUE, seen
from tests.factories.cast import Cast
from tests.factories.client import WallClient

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], WallClient]
LATER = DUE + timedelta(hours=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(DUE + timedelta(minutes=5), tick=False):
        yield


def page_of(task: DeliveryTask) -> str:
    return reverse("cases:undelivered", kwargs={"taak": task.public_id})


def again_of(task: DeliveryTask) -> str:
    return reverse("cases:undelivered-again", kwargs={"taak": task.public_id})


def work(client: WallClient) -> str:
    return client.get(reverse("cases:my-work")).content.decode()


def test_the_team_lead_finds_it_on_my_work_and_writes_down_how_it_was_told(
    cast: Cast, sign_in: SignIn
) -> None:
    case, task = given_up(cast)
    assert (task.responsible, task.organisation) == (cast.user("om.lead"), cast.user("om").organisation)
    lead = sign_in("om.lead")
    assert "Niet afgeleverde e-mail" in work(lead)
    text = lead.get(page_of(task)).content.decode().split("<main", 1)[1]
    assert "waarschuwing of alarm van een termijn" in text
    assert cast.user("om").display_name in text
    assert case.number in text
    assert "Eerste beslissing" not in text
    assert lead.post(page_of(task), {"outcome": "reached", "note": "  "}).status_code == 400
    typed = lead.post(page_of(task), {"note": "Gebeld om 19:10."})
    assert typed.status_code == 400
    assert "Gebeld om 19:10." in typed.content.decode()
    lead.post(page_of(task), {"outcome": "reached", "note": "Gebeld om 19:10."})
    [ended] = seen(DeliveryTask)
    assert (ended.outcome, ended.note) == ("reached", "Gebeld om 19:10.")
    assert (ended.ended_by, ended.ended_at) == (cast.user("om.lead"), DUE + timedelta(minutes=5))
    assert "Niet afgeleverde e-mail" not in work(lead)
    assert "Gebeld om 19:10." in lead.get(page_of(task)).content.decode()
    assert lead.post(page_of(task), {"outcome": "settled", "note": "Nog eens."}).status_code == 409


def test_a_colleague_may_not_and_another_organisation_finds_nothing(cast: Cast, sign_in: SignIn) -> None:
    _, task = given_up(cast)
    for username, status in (("om", 403), ("vt.lead", 404), ("vt.beheer", 404), ("om-rk", 404)):
        client = sign_in(username)
        assert client.get(page_of(task)).status_code == status, username
        assert client.post(again_of(task)).status_code == status, username
        assert "Niet afgeleverde e-mail" not in work(client)
    vt = cast.actor("vt.lead")
    with acting_as(vt):
        assert not DeliveryTask.objects.exists()
        rows = DeliveryTask.objects.filter(pk=task.pk)
        assert not rows.update(outcome="settled", ended_at=DUE, note="x", ended_by=vt.user_id)


def test_sent_again_it_stays_until_it_arrives(cast: Cast, sign_in: SignIn) -> None:
    _, task = given_up(cast)
    lead = sign_in("om.lead")
    assert "Het bericht staat weer in de wachtrij." in lead.post(again_of(task), follow=True).content.decode()
    assert "wacht al op een nieuwe poging" in lead.post(again_of(task), follow=True).content.decode()
    assert "Niet afgeleverde e-mail" in work(lead)
    deliver_in_vain(cast, LATER)
    [waiting] = seen(DeliveryTask)
    assert (waiting.is_open, waiting.again_at, waiting.pk) == (True, None, task.pk)
    om_lead = cast.actor("om.lead")
    with acting_as(om_lead):
        notices = [row for row in inbox(om_lead, LATER) if row.message.kind == "undelivered"]
    assert [row.notice.path for row in notices] == [page_of(task)] * 2
    with time_machine.travel(LATER, tick=False):
        sign_in("om.lead").post(again_of(task))
    with mail_server():
        assert deliver_due(clock=lambda: LATER).sent == 1
    [ended] = seen(DeliveryTask)
    assert (ended.outcome, ended.ended_at, ended.ended_by) == ("arrived", LATER, None)
    assert ended.again_by == cast.user("om.lead")
    assert "alsnog aangekomen" in lead.get(page_of(task)).content.decode()


def test_what_need_not_leave_any_more_ends_the_task(cast: Cast, sign_in: SignIn) -> None:
    _, task = given_up(cast)
    sign_in("om.lead").post(again_of(task))
    om = cast.actor("om")
    with acting_as(om):
        meet_term(term=Term.objects.get(), actor=om, at=LATER, late_reason="overleg")
    with mail_server():
        assert deliver_due(clock=lambda: LATER).cancelled == 1
    assert [row.outcome for row in seen(DeliveryTask)] == ["moot"]


def test_outside_cases_the_administrator_sees_to_it(cast: Cast, sign_in: SignIn) -> None:
    with worker_transaction():
        message = OutboxMessage.objects.create(
            dedup_key="given-up",
            kind="access_link",
            channel="email",
            recipient=cast.user("vt"),
            status="failed",
            message_id="<one@veiligheid.invalid>",
            next_attempt_at=DUE,
            created_at=DUE,
        )
        give_to_a_person(message, DUE)
    [task] = seen(DeliveryTask)
    assert task.responsible == cast.user("vt.beheer")
    administrator = sign_in("vt.beheer")
    assert "Link om aan te melden niet aangekomen" in work(administrator)
    assert administrator.get(page_of(task)).status_code == 200
    assert sign_in("vt.lead").get(page_of(task)).status_code == 403
