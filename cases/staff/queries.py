"""Reading the staff of an organisation, as its administrator sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q, QuerySet

from cases.access.actor import Actor
from cases.casefiles.models import CaseLead
from cases.organisations.account_models import AccountAct
from cases.organisations.models import Certificate, Organisation, User
from cases.organisations.rules import AccountStep, Role
from cases.staff.permissions import check_can_administer


@dataclass(frozen=True, slots=True)
class Colleague:
    """One member of staff with the certificates that hold on the day asked about."""

    user: User
    roles: tuple[Role, ...]
    certificates: tuple[Certificate, ...]

    @property
    def is_invited(self) -> bool:
        """Whether she or he never signed in yet."""
        return self.user.is_active and self.user.last_login is None


def colleagues(actor: Actor, *, on: date, word: str = "", left: bool = False) -> list[Colleague]:
    """The staff of the actor's organisation by name; `left`: those who are gone. Raises NotAllowed."""
    check_can_administer(actor)
    rows = User.objects.filter(organisation=actor.organisation_id, is_active=not left)
    if word:
        rows = rows.filter(
            Q(display_name__icontains=word) | Q(username__icontains=word) | Q(email__icontains=word)
        )
    held = Prefetch("certificates", queryset=Certificate.objects.valid_on(on).order_by("kind"))
    return [
        Colleague(user, tuple(Role(role) for role in user.roles), tuple(user.certificates.all()))
        for user in rows.prefetch_related(held).order_by("display_name", "pk")
    ]


def colleague(actor: Actor, public_id: UUID) -> User | None:
    """One member of the staff of the actor's organisation, also one who left; None for anybody else."""
    check_can_administer(actor)
    rows = User.objects.select_related("organisation").filter(organisation=actor.organisation_id)
    return rows.filter(public_id=public_id).first()


def certificates_of(user: User) -> list[Certificate]:
    """Every certificate of a user, the last to begin first."""
    return list(user.certificates.order_by("-valid_from", "kind"))


def life_of(user: User) -> list[AccountAct]:
    """What the own organisation did to the account, the last first."""
    rows = AccountAct.objects.filter(user=user).select_related("acted_by", "destination", "organisation")
    return list(rows.order_by("-pk"))


def released(actor: Actor) -> QuerySet[AccountAct]:
    """Who another organisation let go to the actor's, and was not taken in yet."""
    check_can_administer(actor)
    return (
        AccountAct.objects.filter(
            step=AccountStep.RELEASED.value,
            destination=actor.organisation_id,
            settled_at__isnull=True,
            user__is_active=False,
            user__organisation=F("organisation"),
        )
        .select_related("user__organisation", "organisation")
        .order_by("acted_at", "pk")
    )


def released_to(actor: Actor, public_id: UUID) -> AccountAct | None:
    """The release of one member of staff to the actor's organisation."""
    return released(actor).filter(user__public_id=public_id).first()


def destinations_for(actor: Actor) -> QuerySet[Organisation]:
    """Where somebody can go to."""
    return Organisation.objects.exclude(pk=actor.organisation_id).order_by("name")


def team_leads_besides(user: User) -> Sequence[User]:
    """The other team leads of the organisation of this user, who first came first."""
    leads = User.objects.filter(
        organisation=user.organisation_id, is_active=True, roles__contains=[Role.TEAM_LEAD.value]
    )
    return list(leads.exclude(pk=user.pk).order_by("pk"))


def cases_led_by(user: User) -> int:
    """How many cases this user leads that the own organisation still takes part in."""
    led = CaseLead.objects.filter(user=user, organisation=user.organisation_id, until__isnull=True)
    return int(led.aggregate(number=Count("pk"))["number"])
