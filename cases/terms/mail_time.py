"""The time at which an organisation gets its mail of the night, set by its functional administrator."""

from __future__ import annotations

from datetime import time

from django.db import connection

from cases.access.actor import Actor
from cases.access.permissions import check_role
from cases.organisations.models import Organisation
from cases.organisations.rules import Role


def administers(actor: Actor) -> bool:
    """Whether the actor keeps the settings of her or his own organisation."""
    return actor.has(Role.FUNCTIONAL_ADMINISTRATOR)


def check_can_set_mail_time(actor: Actor) -> None:
    """Raise NotAllowed for everybody but a functional administrator."""
    check_role(actor, Role.FUNCTIONAL_ADMINISTRATOR, task="De tijd van de overzichtsmail instellen")


def mail_time_of(actor: Actor) -> time:
    """The time of the mail of the actor's organisation, on the Amsterdam clock."""
    return Organisation.objects.get(pk=actor.organisation_id).nightly_mail_at


def set_mail_time(*, mail_at: time, actor: Actor) -> None:
    """Set the time of the mail of the actor's own organisation; of today's mail there is still only one.

    Pages may not write organisations: the function of the wall changes this one thing of the own one.
    """
    check_can_set_mail_time(actor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall_set_mail_time(%s::time)", [mail_at.isoformat()])
