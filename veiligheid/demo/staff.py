"""What administrators of Veilig Thuis did in the demo: somebody new, on the way here, and gone."""

from __future__ import annotations

from datetime import datetime

from cases.access.actor import Actor
from cases.access.wall import acting_as
from cases.organisations.models import Organisation, User
from cases.organisations.rules import Role
from cases.staff.rules import Account
from cases.staff.services import add_colleague, let_go


def keep_staff(at: datetime) -> None:
    """Made once: whoever looks sees an invited colleague, one who left and one who comes from elsewhere."""
    people = User.objects.select_related("organisation")
    here, there = Actor.of(people.get(username="vt.beheer")), Actor.of(people.get(username="vt.beheer-rk"))
    if User.objects.filter(username="vt.nieuw").exists():
        return
    with acting_as(here, at=at):
        add_colleague(username="vt.nieuw", account=_handler("Hanna Pol", "vt.nieuw"), actor=here, at=at)
        gone = add_colleague(
            username="vt.vertrokken", account=_handler("Ties Groen", "vt.vertrokken"), actor=here, at=at
        )
        let_go(user=gone, destination=None, note="Einde van de stage.", actor=here, at=at)
    with acting_as(there, at=at):
        mover = add_colleague(
            username="vt.overkomt", account=_handler("Roos Veldman", "vt.overkomt"), actor=there, at=at
        )
        target = Organisation.objects.get(pk=here.organisation_id)
        let_go(user=mover, destination=target, note="Verhuist naar Duinstede.", actor=there, at=at)


def _handler(name: str, username: str) -> Account:
    return Account(
        display_name=name, email=f"{username}@veiligheid.example", roles=frozenset({Role.CASE_HANDLER})
    )
