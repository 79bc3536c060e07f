"""A mail that is given up."""

from __future__ import annotations

from datetime import datetime

from cases.casefiles.models import Case
from cases.organisations.rules import OrganisationKind
from cases.outbox.delivery import deliver_due
from cases.outbox.models import OutboxMessage
from cases.outbox.rules import MOST_ATTEMPTS
from cases.outbox.task_models import DeliveryTask
from cases.terms.sweep import sweep_due
from tests.cases.outbox.mailbox import mail_server
from tests.cases.terms.making import DUE, a_case, a_term, seen
from tests.factories.cast import Cast
from tests.zsm.decision.making import past_the_wall

OM, VT = OrganisationKind.OM, OrganisationKind.VT


def deliver_in_vain(cast: Cast, at: datetime) -> None:
    """The last attempt, which the mail server refuses."""
    with past_the_wall():
        OutboxMessage.objects.filter(status="queued").update(attempts=MOST_ATTEMPTS - 1)
    with mail_server() as mailbox:
        mailbox.refused = {cast.user("om").email}
        assert deliver_due(clock=lambda: at).failed == 1


def given_up(cast: Cast) -> tuple[Case, DeliveryTask]:
    """The alarm of a first decision that the prosecutor did not get."""
    case = a_case(cast, OM, VT)
    a_term(cast, case, person="om")
    sweep_due(at=DUE, source="test")
    with past_the_wall():
        mail = OutboxMessage.objects.filter(channel="email")
        mail.exclude(payload__stage="due", recipient=cast.user("om")).update(status="cancelled")
    deliver_in_vain(cast, DUE)
    [task] = seen(DeliveryTask)
    return case, task
