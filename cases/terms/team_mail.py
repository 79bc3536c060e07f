"""The mail of the night for a team lead: what the own organisation owes, in numbers and neutral labels."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from cases.access.exclusion import closed_to
from cases.organisations.models import User
from cases.organisations.rules import Role
from cases.outbox.messages import InAppNotice, Mail, register_message
from cases.outbox.models import OutboxMessage
from cases.outbox.rules import Channel
from cases.outbox.services import queue_message
from cases.outbox.topics import Topic
from cases.terms.rules.kinds import NEUTRAL_LABELS
from cases.terms.rules.wording import local
from cases.terms.totals import summed, totals_of

TEAM_TOTALS: Final = "nightly_totals"
# A constant without number, name, organisation or subject matter (security, S2).
SUBJECT: Final = "Totalen van vandaag"


def queue_totals(organisation_id: int, day: date, at: datetime) -> None:
    """Queue the totals of a day for every team lead of an organisation, in the transaction of the caller."""
    leads = User.objects.filter(
        organisation=organisation_id, is_active=True, roles__contains=[Role.TEAM_LEAD.value]
    )
    queue_message(
        kind=TEAM_TOTALS,
        occasion=f"totals:{day.isoformat()}",
        recipients=leads.exclude(email="").order_by("pk"),
        channels=[Channel.EMAIL],
        at=at,
    )


class TotalsRenderer:
    """Counts at the moment of sending; nothing to say, no mail."""

    def mail(self, message: OutboxMessage, at: datetime) -> Mail | None:
        """The totals; None for who leads no team any more, when nothing is owed, or when its day is over."""
        user = message.addressee
        if local(message.created_at).date() != local(at).date() or Role.TEAM_LEAD.value not in user.roles:
            return None
        closed = closed_to(user.pk, user.organisation_id)
        totals = totals_of(user.organisation_id, at, labels=NEUTRAL_LABELS, closed=closed)
        if not totals:
            return None
        context = {
            "subject": SUBJECT,
            "totals": [*totals, summed(totals)],
            "work": f"{settings.SITE_URL.rstrip('/')}{reverse('cases:my-work')}",
        }
        return Mail(
            subject=SUBJECT,
            text=render_to_string("mail/totals.txt", context),
            html=render_to_string("mail/totals.html", context),
        )

    def in_app(self, message: OutboxMessage, at: datetime) -> InAppNotice | None:
        """Never in the application: My work says the same."""
        return None


TOTALS_RENDERER: Final = TotalsRenderer()


def register_team_mail() -> None:
    """Register the totals; called in `AppConfig.ready()`."""
    register_message(TEAM_TOTALS, TOTALS_RENDERER, Topic.TOTALS)
