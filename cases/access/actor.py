"""Who acts: one immutable value that every service and query receives."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from cases.access.rules.duty import ACTING_ROLES
from cases.organisations.duty_models import DutyGrant
from cases.organisations.models import Organisation, User
from cases.organisations.rules import CertificateKind, OrganisationKind, Role

# No row has this key: the application acts by itself, or a partner system reads and names nobody.
NO_USER: Final = 0


@dataclass(frozen=True, slots=True)
class Actor:
    """A user acting for her or his organisation, as known at the start of the request.

    `certificates`: those that hold on the day for which the actor was made; buttons look at them, services
    look at the certificates themselves.
    `user_id` is NO_USER for a partner system that names no user: it reads what its organisation may read.
    `employer_id`, `employer_name`, `acts_until`, `duty`: only for who acts for an organisation that does not
    employ her or him; then `organisation_id` is the one acted for, in walls, rights and log alike.
    `emergency_cases`: what may be read for a while in an emergency; the wall answers both.
    `excluded_cases`: what stays closed whatever is granted; the wall answers it at the start of the request.
    """

    user_id: int
    organisation_id: int
    organisation_kind: OrganisationKind
    roles: frozenset[Role] = field(default_factory=frozenset)
    display_name: str = ""
    organisation_name: str = ""
    certificates: frozenset[CertificateKind] = field(default_factory=frozenset)
    employer_id: int | None = None
    employer_name: str = ""
    acts_until: datetime | None = None
    duty: UUID | None = None
    excluded_cases: frozenset[int] = frozenset()
    emergency_cases: frozenset[int] = frozenset()

    @classmethod
    def on_duty(cls, user: User, duty: DutyGrant) -> Actor:
        """The actor for a user who acts for another organisation; whether the duty holds is asked before."""
        return cls(
            user_id=user.pk,
            organisation_id=duty.organisation.pk,
            organisation_kind=OrganisationKind(duty.organisation.kind),
            roles=ACTING_ROLES,
            display_name=user.display_name,
            organisation_name=duty.organisation.short_name,
            employer_id=duty.employer.pk,
            employer_name=duty.employer.short_name,
            acts_until=duty.ends_at,
            duty=duty.public_id,
        )

    @classmethod
    def of(cls, user: User, *, on: date | None = None) -> Actor:
        """The actor for a signed-in user; with `on` also knows the certificates that hold on that day."""
        organisation = user.organisation
        # Only police has tasks that ask for a certificate: nobody else pays for the look-up.
        trained = on is not None and organisation.kind == OrganisationKind.POLITIE.value
        kinds = user.certificates.valid_on(on).values_list("kind", flat=True) if on and trained else ()
        return cls(
            user_id=user.pk,
            organisation_id=organisation.pk,
            organisation_kind=OrganisationKind(organisation.kind),
            roles=frozenset(Role(role) for role in user.roles),
            display_name=user.display_name,
            organisation_name=organisation.short_name,
            certificates=frozenset(CertificateKind(kind) for kind in kinds),
        )

    @classmethod
    def of_application(cls, organisation: Organisation) -> Actor:
        """The application itself, at work for an organisation; no user, no roles."""
        return cls(
            user_id=NO_USER,
            organisation_id=organisation.pk,
            organisation_kind=OrganisationKind(organisation.kind),
            organisation_name=organisation.short_name,
        )

    @classmethod
    def of_system(cls, organisation: Organisation) -> Actor:
        """The actor for a partner system that reads for its organisation."""
        return cls(
            user_id=NO_USER,
            organisation_id=organisation.pk,
            organisation_kind=OrganisationKind(organisation.kind),
            roles=frozenset({Role.CASE_HANDLER}),
            display_name=organisation.name,
            organisation_name=organisation.short_name,
        )

    @property
    def in_person(self) -> bool:
        """Whether a person acts, or is named as who acts."""
        return self.user_id != NO_USER

    @property
    def acts_for_another(self) -> bool:
        """Whether the actor works elsewhere and only stands in here."""
        return self.employer_id is not None

    @property
    def signature(self) -> str:
        """The organisation in whose name it is done; for who stands in also the employer."""
        if not self.acts_for_another:
            return self.organisation_name
        return on_behalf(self.employer_name, self.organisation_name)

    def has(self, *roles: Role) -> bool:
        """Whether the actor holds at least one of the roles."""
        return not self.roles.isdisjoint(roles)

    def works_for(self, *kinds: OrganisationKind) -> bool:
        """Whether the actor's organisation is of one of the kinds."""
        return self.organisation_kind in kinds


def on_behalf(employer: str, organisation: str) -> str:
    """How it is said that staff of one organisation acted for another."""
    return f"{employer} namens {organisation}"
