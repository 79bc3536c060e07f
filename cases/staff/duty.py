"""Giving and withdrawing duties: staff of elsewhere act for a Veilig Thuis for a while (domain guide, 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput, NotAllowed
from cases.access.permissions import check_kind, check_role
from cases.access.rules.duty import EMPLOYERS, WantedDuty, problems_of
from cases.organisations.duty_models import DutyGrant
from cases.organisations.models import Organisation, User
from cases.organisations.rules import CASEWORK_ROLES, DutyKind, OrganisationKind, Role
from cases.outbox.rules import Channel
from cases.outbox.services import queue_message
from cases.staff.messages import DUTY_GRANTED, DUTY_WITHDRAWN

LONGEST_NOTE: Final = 200
TASK: Final = "Dienst verlenen namens Veilig Thuis"

# The list shows what ended this shortly ago, for who asks who was on duty; the access log knows the rest.
LOOKED_BACK: Final = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDuty:
    """Who is to act for the actor's organisation, from when until when; `note` says which shift it is."""

    user: User
    starts_at: datetime
    ends_at: datetime
    note: str = ""


def check_can_grant_duty(actor: Actor) -> None:
    """Raise NotAllowed unless the actor is a team lead of a Veilig Thuis, for which alone she or he may."""
    check_kind(actor, OrganisationKind.VT, task=TASK)
    check_role(actor, Role.TEAM_LEAD, task=TASK)
    if actor.acts_for_another:
        raise NotAllowed("Wie voor een ander werkt, verleent geen dienst.")


def can_grant_duty(actor: Actor) -> bool:
    """Whether the list of duties is for this actor."""
    try:
        check_can_grant_duty(actor)
    except NotAllowed:
        return False
    return True


def kind_for(employer: Organisation) -> DutyKind | None:
    """On which ground staff of this organisation can act for a Veilig Thuis; None: on none."""
    kind = OrganisationKind(employer.kind)
    return next((duty for duty, employers in EMPLOYERS.items() if kind in employers), None)


def employers_for(actor: Actor) -> QuerySet[Organisation]:
    """Where somebody works who can be given a duty: another Veilig Thuis, or a crisis service nearby."""
    own = Organisation.objects.get(pk=actor.organisation_id)
    crisis = [kind.value for kind in EMPLOYERS[DutyKind.CRISIS]]
    others = Organisation.objects.filter(kind=OrganisationKind.VT.value).exclude(pk=own.pk)
    return (others | Organisation.objects.filter(kind__in=crisis, region=own.region_id)).order_by("name")


def staff_to_grant(employer: Organisation) -> QuerySet[User]:
    """Who of an organisation works on cases, by name."""
    roles = [role.value for role in CASEWORK_ROLES]
    return User.objects.filter(organisation=employer, is_active=True, roles__overlap=roles).order_by(
        "display_name"
    )


def duties_for(actor: Actor, *, at: datetime) -> list[DutyGrant]:
    """The duties for the actor's organisation: running, to come and lately ended, the last to end first."""
    return list(
        DutyGrant.objects.filter(organisation=actor.organisation_id, ends_at__gt=at - LOOKED_BACK)
        .select_related("user", "employer", "granted_by", "withdrawn_by")
        .order_by("-ends_at", "-pk")
    )


def duty_for(actor: Actor, public_id: UUID) -> DutyGrant | None:
    """One duty for the actor's organisation; None for one of another."""
    rows = DutyGrant.objects.select_related("user", "employer", "organisation")
    return rows.filter(organisation=actor.organisation_id, public_id=public_id).first()


@transaction.atomic
def grant_duty(*, new: NewDuty, actor: Actor, at: datetime) -> DutyGrant:
    """Let a user of elsewhere act for the actor's organisation; she or he is told at once.

    Raises NotAllowed for who is no team lead of a Veilig Thuis, InvalidInput per field of `NewDuty`, Conflict
    when the user has a duty for this organisation in that time already.
    """
    check_can_grant_duty(actor)
    employer = new.user.organisation
    kind = kind_for(employer)
    errors = problems_of(
        WantedDuty(
            kind=kind or DutyKind.ZSM,
            employer=OrganisationKind(employer.kind),
            roles=[Role(role) for role in new.user.roles],
            is_active=new.user.is_active,
            works_here=employer.pk == actor.organisation_id,
            starts_at=new.starts_at,
            ends_at=new.ends_at,
        ),
        at,
    )
    if kind is None and "user" not in errors:
        errors.setdefault("user", []).append("Medewerkers van deze organisatie werken niet namens VT.")
    if len(new.note.strip()) > LONGEST_NOTE:
        errors.setdefault("note", []).append(f"Gebruik ten hoogste {LONGEST_NOTE} tekens.")
    if errors or kind is None:
        raise InvalidInput({"user" if field == "kind" else field: said for field, said in errors.items()})
    _check_free(new, actor)
    duty = DutyGrant.objects.create(
        user=new.user,
        employer=employer,
        organisation_id=actor.organisation_id,
        kind=kind.value,
        note=new.note.strip(),
        starts_at=max(new.starts_at, at),
        ends_at=new.ends_at,
        granted_by_id=actor.user_id,
        granted_at=at,
    )
    _tell(duty, DUTY_GRANTED, at)
    return duty


def _check_free(new: NewDuty, actor: Actor) -> None:
    same = DutyGrant.objects.filter(
        user=new.user,
        organisation=actor.organisation_id,
        withdrawn_at__isnull=True,
        starts_at__lt=new.ends_at,
        ends_at__gt=new.starts_at,
    )
    if same.exists():
        name = new.user.display_name
        raise Conflict(f"{name} heeft in deze tijd al dienst. Trek die dienst eerst in.")


@transaction.atomic
def withdraw_duty(*, duty: DutyGrant, reason: str, actor: Actor, at: datetime) -> DutyGrant:
    """End a duty before its time: the next request of the user is refused.

    Raises NotAllowed for who is no team lead of the organisation acted for, InvalidInput ("reason"), Conflict
    when it is over already.
    """
    check_can_grant_duty(actor)
    if duty.organisation_id != actor.organisation_id:
        raise NotAllowed("Deze dienst is van een andere organisatie.")
    duty = DutyGrant.objects.select_for_update(of=("self",)).get(pk=duty.pk)
    if not reason.strip() or len(reason.strip()) > LONGEST_NOTE:
        raise InvalidInput({"reason": [f"Geef de reden, in ten hoogste {LONGEST_NOTE} tekens."]})
    if duty.withdrawn_at is not None or duty.ends_at <= at:
        raise Conflict("Deze dienst is al voorbij.")
    duty.withdrawn_at, duty.withdrawn_by_id, duty.withdraw_reason = at, actor.user_id, reason.strip()
    duty.save(update_fields=["withdrawn_at", "withdrawn_by", "withdraw_reason"])
    _tell(duty, DUTY_WITHDRAWN, at)
    return duty


def _tell(duty: DutyGrant, kind: str, at: datetime) -> None:
    queue_message(
        kind=kind,
        occasion=f"{kind}:{duty.public_id}",
        recipients=[duty.user],
        channels=[Channel.EMAIL, Channel.IN_APP],
        at=at,
        payload={"duty": str(duty.public_id)},
    )
