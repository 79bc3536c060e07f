"""Mail leaves over a real SMTP conversation, is never lost, and gives nothing away."""

from __future__ import annotations

import socket
from datetime import datetime, timedelta

import pytest
from django.test import override_settings

from cases.access.models import Participation
from cases.access.wall import GUARD_ROLE, acting_as, set_context
from cases.casefiles.models import Case
from cases.organisations.models import User
from cases.organisations.rules import OrganisationKind
from cases.outbox.delivery import DeliveryReport, deliver_due
from cases.outbox.models import OutboxMessage
from cases.outbox.queries import inbox
from cases.outbox.rules import LEASE, MOST_ATTEMPTS
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from cases.terms.services import meet_term
from cases.terms.sweep import sweep_due
from tests.cases.outbox.mailbox import free_port, mail_server, smtp_settings
from tests.cases.terms.making import DUE, a_case, a_term, seen
from tests.factories.cast import Cast

pytestmark = pytest.mark.django_db

OM = OrganisationKind.OM
# Everybody whom the alarm of the first decision reaches by mail.
ALARMED = 5


def deliver(at: datetime) -> DeliveryReport:
    return deliver_due(clock=lambda: at)


def an_alarm(cast: Cast) -> tuple[Case, Term]:
    """A first decision nobody took: its alarm and the warning an hour before wait as mail."""
    case = a_case(cast, OM)
    term = a_term(cast, case, person="om")
    set_context(GUARD_ROLE)
    sweep_due(at=DUE, source="test")
    # Only the alarm: the last warning is a mail of its own.
    OutboxMessage.objects.filter(channel="email").exclude(payload__stage="due").update(status="cancelled")
    set_context("none")
    return case, term


def mails() -> list[OutboxMessage]:
    return [
        message
        for message in seen(OutboxMessage)
        if message.channel == "email" and message.payload["stage"] == "due"
    ]


def change(**fields: object) -> None:
    set_context(GUARD_ROLE)
    OutboxMessage.objects.filter(channel="email", payload__stage="due").update(**fields)
    set_context("none")


def test_alarm_arrives_by_mail_and_says_only_case_number_label_moment_and_link(cast: Cast) -> None:
    case, _ = an_alarm(cast)
    with mail_server() as mailbox:
        assert deliver(DUE).sent == ALARMED
    letter = next(letter for letter in mailbox.letters if letter["To"] == cast.user("om").email)
    assert letter["Subject"] == "Een termijn vraagt aandacht"
    assert letter["From"] == "bericht@veiligheid.invalid"
    text, html = (part.get_content().replace("\r\n", "\n") for part in letter.iter_parts())
    link = f"http://localhost:8000/zaken/{case.public_id}"
    assert text.strip() == (
        f"Zaak {case.number}: eerste besluit is verlopen.\nMoment: di 10 mrt 19:00.\n\nOpenen: {link}"
    )
    assert f'<a href="{link}">' in html
    assert '<html lang="nl">' in html
    assert {message.status for message in mails()} == {"sent"}
    assert {message.sent_at for message in mails()} == {DUE}


def test_message_id_is_the_one_that_was_stored(cast: Cast) -> None:
    an_alarm(cast)
    with mail_server() as mailbox:
        deliver(DUE)
    assert sorted(letter["Message-ID"] for letter in mailbox.letters) == sorted(
        message.message_id for message in mails()
    )
    assert len({message.message_id for message in mails()}) == ALARMED


def test_second_delivery_sends_nothing_again(cast: Cast) -> None:
    an_alarm(cast)
    with mail_server() as mailbox:
        deliver(DUE)
        assert deliver(DUE + timedelta(hours=1)).sent == 0
    assert len(mailbox.letters) == ALARMED


def test_refused_address_is_tried_again_and_holds_up_nobody(cast: Cast) -> None:
    an_alarm(cast)
    address = cast.user("om").email
    with mail_server() as mailbox:
        mailbox.refused = {address}
        report = deliver(DUE)
        assert (report.sent, report.retried, report.interrupted) == (ALARMED - 1, 1, False)
        [waiting] = [message for message in mails() if message.status == "queued"]
        assert waiting.attempts == 1
        assert DUE + timedelta(seconds=12) <= waiting.next_attempt_at <= DUE + timedelta(seconds=18)
        assert address not in waiting.last_error
        mailbox.refused = set()
        assert deliver(DUE + timedelta(seconds=20)).sent == 1
    assert address in mailbox.addressees()


def test_server_that_is_down_is_asked_once_per_run_and_no_message_is_lost(cast: Cast) -> None:
    an_alarm(cast)
    with override_settings(**smtp_settings(free_port())):
        report = deliver(DUE)
    assert (report.sent, report.retried, report.interrupted) == (0, 1, True)
    assert sorted(message.attempts for message in mails()) == [0] * (ALARMED - 1) + [1]
    with mail_server() as mailbox:
        assert deliver(DUE + timedelta(minutes=1)).sent == ALARMED
    assert len(mailbox.letters) == ALARMED


def test_server_that_hangs_does_not_hold_up_the_run(cast: Cast) -> None:
    an_alarm(cast)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with override_settings(**smtp_settings(silent.getsockname()[1]) | {"EMAIL_TIMEOUT": 0.2}):
            report = deliver(DUE)
    assert (report.retried, report.interrupted) == (1, True)


def test_server_that_dies_after_data_gets_the_same_message_id_again(cast: Cast) -> None:
    an_alarm(cast)
    with mail_server() as mailbox:
        mailbox.dies_after_data = True
        report = deliver(DUE)
        assert (report.sent, report.retried, report.interrupted) == (0, 1, True)
        mailbox.dies_after_data = False
        assert deliver(DUE + timedelta(minutes=1)).sent == ALARMED
    assert len(mailbox.letters) == ALARMED + 1
    assert len({letter["Message-ID"] for letter in mailbox.letters}) == ALARMED


def test_exhausted_mail_becomes_the_task_of_a_person(cast: Cast) -> None:
    case, _ = an_alarm(cast)
    change(attempts=MOST_ATTEMPTS - 1)
    with mail_server() as mailbox:
        mailbox.refused = {cast.user("om").email}
        assert deliver(DUE).failed == 1
    [failed] = [message for message in mails() if message.status == "failed"]
    assert failed.recipient == cast.user("om")
    lead = cast.actor("om.lead")
    with acting_as(lead):
        item = inbox(lead, DUE)[0]
    name = cast.user("om").display_name
    assert item.notice.text == (
        f"Een e-mail over zaak {case.number} is niet aangekomen bij {name}. Bel of spreek deze collega aan."
    )
    assert item.notice.is_urgent


def test_mail_whose_sender_died_is_sent_after_its_lease(cast: Cast) -> None:
    an_alarm(cast)
    change(status="sending", attempts=1, next_attempt_at=DUE + LEASE)
    with mail_server() as mailbox:
        assert deliver(DUE + LEASE - timedelta(seconds=1)).sent == 0
        assert deliver(DUE + LEASE).sent == ALARMED
    assert len(mailbox.letters) == ALARMED


def test_mail_on_which_every_sender_dies_is_given_up_and_not_tried_for_ever(cast: Cast) -> None:
    an_alarm(cast)
    change(status="sending", attempts=MOST_ATTEMPTS)
    with mail_server() as mailbox:
        assert deliver(DUE).failed == ALARMED
    assert mailbox.letters == []


def test_term_that_ended_meanwhile_sends_nothing(cast: Cast) -> None:
    _, term = an_alarm(cast)
    om = cast.actor("om")
    with acting_as(om):
        meet_term(term=term, actor=om, at=DUE + timedelta(seconds=1), late_reason="overleg")
    with mail_server() as mailbox:
        assert deliver(DUE + timedelta(seconds=2)).cancelled == ALARMED
    assert mailbox.letters == []
    assert {message.status for message in mails()} == {"cancelled"}


def test_user_who_left_gets_nothing(cast: Cast) -> None:
    an_alarm(cast)
    User.objects.filter(username="om").update(is_active=False)
    with mail_server() as mailbox:
        report = deliver(DUE)
    assert (report.sent, report.cancelled) == (ALARMED - 1, 1)
    assert cast.user("om").email not in mailbox.addressees()


def test_organisation_that_takes_part_no_more_gets_nothing(cast: Cast) -> None:
    case, _ = an_alarm(cast)
    set_context(GUARD_ROLE)
    om_part = Participation.objects.filter(case=case, organisation=cast.organisation(OM))
    om_part.update(ended_at=DUE, end_reason="verplaatst")
    set_context("none")
    with mail_server() as mailbox:
        assert deliver(DUE).cancelled == ALARMED
    assert mailbox.letters == []


def test_message_that_nobody_can_render_holds_up_nobody(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    an_alarm(cast)
    set_context(GUARD_ROLE)
    OutboxMessage.objects.filter(pk=mails()[0].pk).update(kind="unheard_of")
    set_context("none")
    with mail_server():
        report = deliver(DUE)
    assert (report.sent, report.retried) == (ALARMED - 1, 1)
    assert "cannot be rendered" in caplog.text


def test_run_ends_with_its_budget_and_leaves_the_rest_for_the_next(cast: Cast) -> None:
    an_alarm(cast)
    ticks = iter(range(1000))
    with mail_server():
        report = deliver_due(clock=lambda: DUE + timedelta(seconds=next(ticks)), budget=timedelta(seconds=10))
        assert 0 < report.sent < ALARMED
        assert deliver(DUE + timedelta(minutes=1)).sent == ALARMED - report.sent


@pytest.mark.parametrize("kind", [TermKind.SASH, TermKind.INFORM_VICTIM])
def test_mail_of_a_telling_kind_tells_nothing(cast: Cast, kind: TermKind) -> None:
    case = a_case(cast, OM)
    a_term(cast, case, kind, OM, person="om")
    sweep_due(at=DUE + timedelta(days=30), source="test")
    with mail_server() as mailbox:
        deliver(DUE + timedelta(days=30))
    assert mailbox.letters
    for letter in mailbox.letters:
        whole = letter.as_string().lower()
        assert not [word for word in ("sash", "slachtoffer", "stalking", "verdachte") if word in whole]
