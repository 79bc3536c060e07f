"""The staff of one region who act in the demo's cases."""

from __future__ import annotations

from dataclasses import dataclass

from cases.access.actor import Actor
from cases.organisations.models import Municipality, Organisation, User
from cases.organisations.rules import OrganisationKind
from veiligheid.demo.cast import RegionCast


@dataclass(frozen=True, slots=True)
class Crew:
    """Who acts for each organisation of a region; looked up once per load."""

    region: RegionCast
    police: Actor
    veilig_thuis: Actor
    prosecutor: Actor
    victim_support: Actor
    probation: Actor
    child_protection: Actor
    coordinator: Actor
    municipalities: tuple[Municipality, ...]
    organisations: dict[OrganisationKind, Organisation]

    @classmethod
    def of(cls, region: RegionCast) -> Crew:
        """The crew of a region whose cast exists."""
        people = ("politie", "vt", "om", "shn", "3ro", "rvdk", "kpc")
        names = [f"{name}{region.mark}" for name in people]
        users = {
            user.username: Actor.of(user)
            for user in User.objects.select_related("organisation").filter(username__in=names)
        }
        organisations = Organisation.objects.filter(region__name=region.name)
        return cls(
            region=region,
            police=users[names[0]],
            veilig_thuis=users[names[1]],
            prosecutor=users[names[2]],
            victim_support=users[names[3]],
            probation=users[names[4]],
            child_protection=users[names[5]],
            coordinator=users[names[6]],
            municipalities=tuple(
                Municipality.objects.select_related("zsm_location")
                .filter(name__in=region.municipalities)
                .order_by("name")
            ),
            organisations={OrganisationKind(row.kind): row for row in organisations},
        )
