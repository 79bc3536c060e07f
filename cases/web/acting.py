"""For whom somebody works in this session: chosen on a page, kept as the key of a duty, never as a right.

The right is looked at again at every request (`veiligheid.middleware`).
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from cases.organisations.duty_models import DutyGrant

_KEY: Final = "dienst"


def chosen_duty(session: SessionBase) -> UUID | None:
    """The duty that was chosen in this session; None for who works for the own organisation."""
    key = session.get(_KEY)
    return UUID(key) if key else None


def choose_duty(session: SessionBase, duty: DutyGrant) -> None:
    """From the next request on, act for the organisation of this duty."""
    session[_KEY] = str(duty.public_id)


def own_organisation_again(session: SessionBase) -> None:
    """From the next request on, work for the own organisation."""
    session.pop(_KEY, None)


def shows_a_page(request: HttpRequest) -> bool:
    """Whether the answer is a page that the user reads, and not news for a part of one."""
    return (
        "HX-Request" not in request.headers
        and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    )
