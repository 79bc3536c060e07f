"""The mail of the night: per user what is late or due in the next five days; nothing to say, no mail.

Case number, neutral label, due moment and link, and nothing else (security, S2). Queued once per user and
day, whoever asks and how often; rendered at the moment of sending.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse

from cases.access.exclusion import closed_to
from cases.access.wall import worker_transaction
from cases.organisations.duty_models import DutyGrant
from cases.organisations.models import Organisation, User
from cases.outbox.messages import InAppNotice, Mail, register_message
from cases.outbox.models import OutboxMessage
from cases.outbox.rules import Channel
from cases.outbox.services import queue_message
from cases.outbox.topics import Topic
from cases.terms.models import Term
from cases.terms.queries import open_terms
from cases.terms.readers import reading_in
from cases.terms.rules.headings import HEADING_LABELS, under_headings
from cases.terms.rules.morning import horizon, mail_day
from cases.terms.rules.wording import due_text, local
from cases.terms.team_mail import queue_totals

logger = logging.getLogger(__name__)

DIGEST: Final = "nightly_digest"
# A constant without number, name, organisation or subject matter (security, S2).
SUBJECT: Final = "Overzicht van vandaag"
LISTED_AT_MOST: Final = 100


def queue_digests(*, at: datetime) -> int:
    """Queue the mail of today for every organisation whose moment has come; answers for how many users.

    Its team leads get the totals besides.

    One organisation that fails keeps no other from its mail; it is tried again at the next trigger.
    """
    number = 0
    for organisation_id, day in _whose_moment_has_come(at):
        try:
            number += _queue_for(organisation_id, day, at)
        except Exception:
            # Whatever is wrong with one organisation, the others must have their mail.
            logger.exception("the mail of the night of organisation %s could not be queued", organisation_id)
    return number


def _whose_moment_has_come(at: datetime) -> list[tuple[int, date]]:
    """The organisations whose mail of the day is due and not queued yet, each with that day."""
    with worker_transaction():
        waiting = Organisation.objects.filter(_not_queued(local(at).date())).order_by("pk")
        times = list(waiting.values_list("pk", "nightly_mail_at"))
    return [(key, day) for key, mail_at in times if (day := mail_day(at, mail_at))]


def _not_queued(day: date) -> Q:
    return Q(nightly_mail_queued_on__isnull=True) | Q(nightly_mail_queued_on__lt=day)


def _queue_for(organisation_id: int, day: date, at: datetime) -> int:
    """Claim the day of an organisation and write its messages in one transaction.

    A second trigger waits for the row and then finds the day claimed; should the claim ever be lost, the key
    in the outbox still keeps it at one mail.
    """
    with worker_transaction():
        organisation = Organisation.objects.filter(_not_queued(day), pk=organisation_id)
        if not organisation.update(nightly_mail_queued_on=day):
            return 0
        readers = reading_in(organisation_id, until=horizon(at), at=at).readers
        recipients = User.objects.filter(pk__in=readers).exclude(email="").order_by("pk")
        queue_message(
            kind=DIGEST,
            occasion=f"digest:{day.isoformat()}",
            recipients=recipients,
            channels=[Channel.EMAIL],
            at=at,
        )
        if readers:
            queue_totals(organisation_id, day, at)
        return len(recipients)


@dataclass(frozen=True, slots=True)
class DigestLine:
    """One term as the mail names it."""

    number: str
    label: str
    due: str
    link: str


@dataclass(frozen=True, slots=True)
class DigestGroup:
    """One heading of the mail with what falls under it."""

    title: str
    lines: tuple[DigestLine, ...]


class DigestRenderer:
    """Makes the mail from what is owed at the moment of sending."""

    def mail(self, message: OutboxMessage, at: datetime) -> Mail | None:
        """The mail of one user; None when nothing is left to say, or when its day is over."""
        if local(message.created_at).date() != local(at).date():
            return None
        user = message.addressee
        keys = _read_by(user, at)
        if not keys:
            return None
        terms = open_terms().filter(pk__in=keys).select_related("case")[:LISTED_AT_MOST]
        context = {
            "subject": SUBJECT,
            "groups": _groups(terms, at),
            "more": max(0, len(keys) - LISTED_AT_MOST),
            "work": _link(reverse("cases:my-work")),
        }
        return Mail(
            subject=SUBJECT,
            text=render_to_string("mail/digest.txt", context),
            html=render_to_string("mail/digest.html", context),
        )

    def in_app(self, message: OutboxMessage, at: datetime) -> InAppNotice | None:
        """Never in the application: My work says the same."""
        return None


def _read_by(user: User, at: datetime) -> list[int]:
    """What the user reads: of the own organisation, and of those for which she or he has a duty now."""
    duties = DutyGrant.objects.running_at(at).filter(user=user).order_by("organisation")
    organisations = [user.organisation_id, *duties.values_list("organisation", flat=True).distinct()]
    keys = [
        term
        for organisation in organisations
        for term in reading_in(organisation, until=horizon(at), at=at).terms_of(user.pk)
    ]
    closed = closed_to(user.pk, user.organisation_id) if keys else frozenset()
    return _without(keys, closed) if closed else keys


def _without(keys: list[int], closed: frozenset[int]) -> list[int]:
    """What is left when nothing is said of the cases that stay closed to the user."""
    return list(Term.objects.filter(pk__in=keys).exclude(case__in=closed).values_list("pk", flat=True))


def _groups(terms: Iterable[Term], at: datetime) -> list[DigestGroup]:
    return [
        DigestGroup(HEADING_LABELS[heading], tuple(_line(term) for term in under))
        for heading, under in under_headings(terms, lambda term: term.due_at, at)
    ]


def _line(term: Term) -> DigestLine:
    return DigestLine(
        number=term.case.number,
        label=term.rule.neutral_label,
        due=due_text(term.due_at) if term.due_at else "",
        link=_link(reverse("cases:case", kwargs={"zaak": term.case.public_id})),
    )


def _link(path: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{path}"


DIGEST_RENDERER: Final = DigestRenderer()


def register_digest() -> None:
    """Register the mail of the night; called in `AppConfig.ready()`."""
    register_message(DIGEST, DIGEST_RENDERER, Topic.DIGEST)
