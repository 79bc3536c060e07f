"""What staff is told: of a duty, of the way into the application, of work that came to them."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse

from cases.organisations.account_models import AccountAct
from cases.organisations.duty_models import DutyGrant
from cases.organisations.models import User
from cases.organisations.rules import AccountStep
from cases.outbox.messages import InAppNotice, Mail, Renderer, neutral_mail, register_message
from cases.outbox.models import OutboxMessage
from cases.outbox.topics import Topic
from cases.staff.rules import LINK_HOLDS
from cases.terms.rules.wording import moment_text

DUTY_GRANTED: Final = "duty_granted"
DUTY_WITHDRAWN: Final = "duty_withdrawn"
ACCESS_LINK: Final = "access_link"
WORK_HANDED_ON: Final = "work_handed_on"
PAGE: Final = "cases:duty"

# A constant without name, organisation or subject matter (security, S2).
SUBJECT: Final = "Er is nieuws over uw dienst"
ACCESS_SUBJECT: Final = "Uw toegang"
WORK_SUBJECT: Final = "Er staat werk op uw naam"


class DutyRenderer:
    """A duty was given or withdrawn; nothing is said any more about one that is over."""

    def __init__(self, mailed: str, shown: str) -> None:
        self.mailed, self.shown = mailed, shown

    def mail(self, message: OutboxMessage, at: datetime) -> Mail | None:
        """The period and a link; for whom is read in the application."""
        duty = _duty(message)
        if duty is None or duty.ends_at <= at or not self._still_so(message, duty):
            return None
        return neutral_mail(SUBJECT, (self.mailed.format(**_words(duty)),), reverse(PAGE))

    def in_app(self, message: OutboxMessage, at: datetime) -> InAppNotice | None:
        """For whom and when."""
        duty = _duty(message)
        if duty is None or not self._still_so(message, duty):
            return None
        return InAppNotice(text=self.shown.format(**_words(duty)), path=reverse(PAGE))

    @staticmethod
    def _still_so(message: OutboxMessage, duty: DutyGrant) -> bool:
        return (message.kind == DUTY_WITHDRAWN) == (duty.withdrawn_at is not None)


def _duty(message: OutboxMessage) -> DutyGrant | None:
    rows = DutyGrant.objects.select_related("organisation")
    return rows.filter(public_id=message.payload["duty"]).first()


def _words(duty: DutyGrant) -> dict[str, str]:
    return {
        "organisation": duty.organisation.short_name,
        "starts": moment_text(duty.starts_at),
        "ends": moment_text(duty.ends_at),
    }


class AccessLinkRenderer:
    """The link with which somebody chooses a password; made at the moment of sending, kept nowhere."""

    def mail(self, message: OutboxMessage, at: datetime) -> Mail | None:
        """The link and until when it works; None when a newer one was sent, or its time is over."""
        acts = AccountAct.objects.filter(step=AccountStep.INVITED.value).select_related("user")
        invitation = acts.get(public_id=message.payload["act"])
        user, ends = invitation.user, invitation.acted_at + LINK_HOLDS
        newer = acts.filter(user=user, pk__gt=invitation.pk)
        if ends <= at or not user.is_active or newer.exists():
            return None
        token = default_token_generator.make_token(user)
        path = reverse("cases:access", kwargs={"uidb64": user.public_id, "token": token})
        lines = (
            "Met deze link kiest u het wachtwoord van uw account.",
            f"De link werkt één keer, binnen {int(LINK_HOLDS.total_seconds() // 3600)} uur.",
        )
        return neutral_mail(ACCESS_SUBJECT, lines, path)

    def in_app(self, message: OutboxMessage, at: datetime) -> InAppNotice | None:
        """Never: who reads in the application is in."""
        return None


class WorkHandedOnRenderer:
    """A colleague left, and cases or terms of hers or his are now on the name of the recipient."""

    def mail(self, message: OutboxMessage, at: datetime) -> Mail | None:
        """That there is work, without a name."""
        lines = ("Er is werk van een collega op uw naam gezet.",)
        return neutral_mail(WORK_SUBJECT, lines, reverse("cases:my-work"))

    def in_app(self, message: OutboxMessage, at: datetime) -> InAppNotice | None:
        """Whose work it was."""
        name = User.objects.values_list("display_name", flat=True).get(public_id=message.payload["leaver"])
        text = f"Wat {name} onder handen had, staat nu op uw naam. Bekijk het vandaag."
        return InAppNotice(text=text, path=reverse("cases:my-work"), is_urgent=True)


RENDERERS: Final[dict[str, Renderer]] = {
    ACCESS_LINK: AccessLinkRenderer(),
    WORK_HANDED_ON: WorkHandedOnRenderer(),
    DUTY_GRANTED: DutyRenderer(
        "U hebt dienst van {starts} tot {ends}.",
        "U kunt van {starts} tot {ends} namens {organisation} werken. Kies dat zelf als uw dienst begint.",
    ),
    DUTY_WITHDRAWN: DutyRenderer(
        "Uw dienst van {starts} tot {ends} is ingetrokken.",
        "Uw dienst namens {organisation} van {starts} tot {ends} is ingetrokken.",
    ),
}


def register_staff_messages() -> None:
    """Register what there is to say to staff; called in `AppConfig.ready()`."""
    for kind, renderer in RENDERERS.items():
        register_message(kind, renderer, Topic.ACCESS if kind == ACCESS_LINK else Topic.CASE_MOVES)
