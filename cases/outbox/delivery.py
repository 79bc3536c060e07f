"""Sending the mail that waits: claimed one by one, rendered at the moment of sending, never lost.

A claim is a short transaction of its own, so that a sender that dies leaves a row in "sending" whose lease
lapses within two minutes (security, J6). A mail leaves at least once, always with the same Message-ID.
"""

from __future__ import annotations

import logging
import random
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError
from django.db.models import F, QuerySet
from django.urls import reverse

from cases.access.exclusion import closed_to
from cases.access.wall import worker_transaction
from cases.outbox.gate import may_leave
from cases.outbox.giving_up import end_by_itself, give_to_a_person
from cases.outbox.messages import Mail, has_topic, person_renderer_of, renderer_of, topic_of
from cases.outbox.models import OutboxMessage
from cases.outbox.rules import LEASE, Channel, MessageStatus, exhausted, retry_delay
from cases.outbox.topics import TOPICS, Answer, Step, judge
from cases.outbox.wishes import wishes_of

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]

BUDGET = timedelta(seconds=8)
# The server refuses this one message; the conversation itself goes on, unless it says that it is closing.
MESSAGE_REFUSED = (smtplib.SMTPSenderRefused, smtplib.SMTPDataError, smtplib.SMTPRecipientsRefused)
CLOSING = 421


class _ServerGone(Exception):
    """The mail server does not answer: no use trying the others now."""


@dataclass(slots=True)
class DeliveryReport:
    """What one run did; `held`: nothing, since the gate is closed. `quiet`: put off by quiet hours."""

    sent: int = 0
    quiet: int = 0
    cancelled: int = 0
    retried: int = 0
    failed: int = 0
    interrupted: bool = False
    held: bool = False


def deliver_due(*, clock: Clock, budget: timedelta = BUDGET) -> DeliveryReport:
    """Send what is due, for at most `budget`; stops early when the mail server is gone.

    `clock` gives the present moment (production: the clock of the database). Several may run at once.
    """
    report = DeliveryReport()
    if not may_leave(clock()):
        report.held = True
        return report
    postman = _Postman(clock, report)
    until = clock() + budget
    try:
        while clock() < until and (message := _claim(clock())) is not None:
            postman.handle(message)
    except _ServerGone:
        report.interrupted = True
    finally:
        postman.close()
    return report


class _Postman:
    """Handles claimed messages over one conversation with the mail server."""

    def __init__(self, clock: Clock, report: DeliveryReport) -> None:
        self.clock = clock
        self.report = report
        self.connection: BaseEmailBackend = get_connection()

    def handle(self, message: OutboxMessage) -> None:
        """Render and send one message and write down how it went."""
        if exhausted(message.attempts - 1):
            self._retry_or_give_up(message, "lease lapsed")
            return
        try:
            answer = self._judge(message)
            if answer.step is Step.HOLD:
                self._hold(message, answer)
                return
            mail = self._render(message) if answer.step is Step.SEND else None
        except DatabaseError:
            raise
        except Exception as fault:
            # Whatever is wrong with this message must not keep the others from leaving.
            logger.exception("outbox message %s cannot be rendered", message.pk)
            self._retry_or_give_up(message, type(fault).__name__)
            return
        if mail is None:
            self._finish(message, MessageStatus.CANCELLED)
            self.report.cancelled += 1
            return
        try:
            self._send(message, mail, is_optional=answer.is_optional)
        except MESSAGE_REFUSED as refusal:
            self._retry_or_give_up(message, _refusal_text(refusal))
            if getattr(refusal, "smtp_code", None) == CLOSING:
                raise _ServerGone from refusal
        except (OSError, smtplib.SMTPException) as fault:
            self._retry_or_give_up(message, type(fault).__name__)
            raise _ServerGone from fault
        else:
            self._finish(message, MessageStatus.SENT)
            self.report.sent += 1

    def close(self) -> None:
        """End the conversation; a server that is gone already is no news."""
        try:
            self.connection.close()
        except (OSError, smtplib.SMTPException):
            logger.info("mail server hung up first")

    def _judge(self, message: OutboxMessage) -> Answer:
        """Whether the recipient wants it, and now; what is mandatory always leaves at once."""
        user = message.recipient
        if user is None or not has_topic(message.kind):
            return Answer(Step.SEND)
        topic = topic_of(message)
        if TOPICS[topic].mandatory:
            # Nothing that somebody chose can come between an alarm and who has to hear it.
            return Answer(Step.SEND)
        with worker_transaction():
            wishes = wishes_of(user.pk, user.organisation_id, Channel(message.channel))
        runs_out_at = message.term.due_at if message.term else None
        return judge(topic, wishes, self.clock(), runs_out_at=runs_out_at)

    def _hold(self, message: OutboxMessage, answer: Answer) -> None:
        """Put it off until it is not quiet any more; that is no failed attempt."""
        with worker_transaction():
            _claimed(message).update(
                status=MessageStatus.QUEUED.value, next_attempt_at=answer.until, attempts=F("attempts") - 1
            )
        self.report.quiet += 1

    def _render(self, message: OutboxMessage) -> Mail | None:
        """The mail as it has to be now; None when it must not leave any more."""
        user = message.recipient
        if user is not None and not (user.is_active and user.email):
            return None
        with worker_transaction():
            if user is not None and message.case_id in closed_to(user.pk, user.organisation_id):
                return None
            mail = renderer_of(message.kind).mail(message, self.clock())
        # A mail to a person leaves only for the address that is safe now.
        return None if mail is None or (user is None and not mail.to) else mail

    def _send(self, message: OutboxMessage, mail: Mail, *, is_optional: bool) -> None:
        headers = {"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"}
        if is_optional:
            # The page asks who it is; the address says nothing of the recipient or the mail.
            page = f"{settings.SITE_URL.rstrip('/')}{reverse('cases:message-wishes')}"
            headers["List-Unsubscribe"] = f"<{page}>"
        letter = EmailMultiAlternatives(
            subject=mail.subject,
            body=mail.text,
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[message.recipient.email if message.recipient else mail.to],
            headers=headers,
        )
        letter.attach_alternative(mail.html, "text/html")
        self.connection.open()
        self.connection.send_messages([letter])

    def _finish(self, message: OutboxMessage, status: MessageStatus) -> None:
        now = self.clock()
        sent_at = now if status is MessageStatus.SENT else None
        with worker_transaction():
            if _claimed(message).update(status=status.value, sent_at=sent_at):
                _tell_its_concept(message, status, now)
                end_by_itself(message, status, now)

    def _retry_or_give_up(self, message: OutboxMessage, error: str) -> None:
        now = self.clock()
        if exhausted(message.attempts):
            with worker_transaction():
                if _claimed(message).update(status=MessageStatus.FAILED.value, last_error=error):
                    _tell_its_concept(message, MessageStatus.FAILED, now)
                    give_to_a_person(message, now)
            logger.error("outbox message %s could not be delivered: %s", message.pk, error)
            self.report.failed += 1
            return
        delay = retry_delay(message.attempts, random.random())  # noqa: S311 - spreads load, guards nothing
        with worker_transaction():
            _claimed(message).update(
                status=MessageStatus.QUEUED.value, next_attempt_at=now + delay, last_error=error
            )
        logger.warning("outbox message %s is tried again in %s: %s", message.pk, delay, error)
        self.report.retried += 1


def _claim(at: datetime) -> OutboxMessage | None:
    """Take the message that waits longest, also one whose sender has not reported back in time."""
    waiting = (MessageStatus.QUEUED.value, MessageStatus.SENDING.value)
    with worker_transaction():
        message = (
            OutboxMessage.objects.filter(status__in=waiting, next_attempt_at__lte=at)
            .select_for_update(skip_locked=True, no_key=True, of=("self",))
            .select_related("recipient", "case", "term")
            .order_by("next_attempt_at", "pk")
            .first()
        )
        if message is None:
            return None
        message.status = MessageStatus.SENDING.value
        message.attempts += 1
        message.next_attempt_at = at + LEASE
        message.save(update_fields=["status", "attempts", "next_attempt_at"])
        return message


def _claimed(message: OutboxMessage) -> QuerySet[OutboxMessage]:
    """The row, as long as this claim is the last one made on it."""
    return OutboxMessage.objects.filter(
        pk=message.pk, status=MessageStatus.SENDING.value, attempts=message.attempts
    )


def _tell_its_concept(message: OutboxMessage, status: MessageStatus, at: datetime) -> None:
    """What became of a mail to a person of a case is for the concept that wrote it."""
    if message.recipient is None:
        person_renderer_of(message.kind).settled(message, status, at)


def _refusal_text(refusal: Exception) -> str:
    """The kind and code of a refusal, without the address that it names."""
    code = getattr(refusal, "smtp_code", "")
    return f"{type(refusal).__name__} {code}".strip()
