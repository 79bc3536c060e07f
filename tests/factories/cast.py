"""The fixed cast: who works where. The same invented regions as the demo, made once per test database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from cases.access.actor import Actor
from cases.organisations.models import Municipality, Organisation, User
from cases.organisations.rules import OrganisationKind
from veiligheid.demo.cast import ensure_cast

CAST_MADE_AT = datetime(2026, 1, 1, 8, 0, tzinfo=UTC)
TEST_PASSWORD = "toetsing-duinrand-2026"


@dataclass(frozen=True, slots=True)
class Cast:
    """Looks up the fixed people by user name: `cast.actor("vt")`, of the other region `"vt-rk"`."""

    def user(self, username: str) -> User:
        """The user with this name."""
        return User.objects.select_related("organisation").get(username=username)

    def actor(self, username: str) -> Actor:
        """The actor for the user with this name."""
        return Actor.of(self.user(username))

    def organisation(self, kind: OrganisationKind, region: str = "Duinrand") -> Organisation:
        """The organisation of a kind in a region."""
        return Organisation.objects.get(kind=kind.value, region__name=region)

    def municipality(self, name: str = "Duinstede") -> Municipality:
        """A municipality by name."""
        return Municipality.objects.select_related("zsm_location").get(name=name)


def make_cast() -> Cast:
    """Make the cast in the test database."""
    ensure_cast(CAST_MADE_AT, TEST_PASSWORD)
    return Cast()
