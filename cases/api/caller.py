"""Who comes in through REST: a partner system of an organisation, if need be on behalf of a named user.

Only the header `Authorization` counts; a session of the pages is no way in, so no other site can make a
browser write here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import HttpRequest

from cases.access.actor import Actor
from cases.access.duty import stands_in_for
from cases.access.requests import OpenRequest
from cases.access.wall import WEB_ROLE, set_context
from cases.api.problems import ApiRefusal, Wrong
from cases.organisations.queries import member_of, token_in_force
from cases.organisations.rules import Scope
from cases.terms.rules.wording import local

PREFIX: Final = "/api/"
ROOT: Final = "/api/v1"
VERSION: Final = "1.0.0"
ON_BEHALF: Final = "Namens"
SCHEME: Final = "bearer"


@dataclass(frozen=True, slots=True)
class Caller:
    """A partner system with its credential, and the actor that it is."""

    actor: Actor
    system: str
    token: str
    scopes: frozenset[Scope]


class ApiRequest(OpenRequest):
    """A request for REST; `caller` is None for who sent no credential."""

    caller: Caller | None


def is_api(request: HttpRequest) -> bool:
    """Whether the request is for REST, also when nothing is there."""
    return request.path_info.startswith(PREFIX)


def caller_of(request: HttpRequest, at: datetime) -> Caller | None:
    """The caller of a request; None without a credential.

    `Namens` may also name who has a duty for this organisation now. Raises ApiRefusal for a credential that
    does not count (401), for a `Namens` that is no id (400), and for one that is nobody of this organisation
    (403): a stranger and a colleague elsewhere look the same.
    """
    header = request.headers.get("Authorization", "")
    if not header:
        return None
    scheme, _, secret = header.partition(" ")
    token = token_in_force(secret.strip(), at) if scheme.lower() == SCHEME else None
    if token is None:
        raise unauthorised("Deze toegangssleutel is onbekend, verlopen of ingetrokken.")
    organisation = token.system.organisation
    named = request.headers.get(ON_BEHALF, "").strip()
    actor = _named(named, organisation.pk, at) if named else Actor.of_system(organisation)
    return Caller(
        actor=actor,
        system=token.system.name,
        token=token.prefix,
        scopes=frozenset(Scope(scope) for scope in token.scopes),
    )


def unauthorised(detail: str = "") -> ApiRefusal:
    """401 with the scheme that is asked for."""
    return ApiRefusal("aanmelden", detail, headers={"WWW-Authenticate": 'Bearer realm="veiligheid"'})


def _named(text: str, organisation_id: int, at: datetime) -> Actor:
    try:
        public_id = UUID(text)
    except ValueError:
        wrong = Wrong("header", ON_BEHALF, "Geef het kenmerk (UUID) van de medewerker.")
        raise ApiRefusal("invoer", wrong=[wrong]) from None
    user = member_of(organisation_id, public_id)
    if user is not None:
        return Actor.of(user, on=local(at).date())
    # Duties are behind the wall: only those for this organisation are seen.
    set_context(WEB_ROLE, organisation_id=organisation_id)
    duty = stands_in_for(public_id, organisation_id, at=at)
    if duty is None:
        raise ApiRefusal("niet-toegestaan", "Wie in Namens staat is geen medewerker van uw organisatie.")
    return Actor.on_duty(duty.user, duty)
