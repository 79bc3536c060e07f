"""Joining, moving and leaving: an administrator keeps the accounts of the own organisation.

Rights end with the next request of the one concerned, and nothing that she or he had in hand is left behind
(security, A10; domain guide, section 3). The database looks again: see the triggers of migration 0029.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.contrib.auth.hashers import make_password
from django.db import connection

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput, NotAllowed
from cases.access.writing import first_come, one_write
from cases.casefiles.services.leaving import Handed, hand_over_work
from cases.organisations.account_models import AccountAct
from cases.organisations.models import Certificate, Organisation, User
from cases.organisations.rules import CERTIFICATE_LABELS, AccountStep, OrganisationKind, Role
from cases.outbox.rules import Channel
from cases.outbox.services import queue_message
from cases.staff.messages import ACCESS_LINK, WORK_HANDED_ON
from cases.staff.permissions import check_can_administer, check_can_administer_account
from cases.staff.queries import released_to
from cases.staff.rules import (
    LONGEST_NOTE,
    Account,
    Training,
    account_problems,
    normal_username,
    role_problems,
    stops_casework,
    training_problems,
    username_problems,
)
from cases.terms.rules.calendar import DAY
from cases.terms.rules.wording import local

NOTHING: Final = Handed(0, 0, 0, frozenset())


@one_write
def add_colleague(*, username: str, account: Account, actor: Actor, at: datetime) -> User:
    """Make an account for somebody who comes to work here, and send her or him the link to begin.

    Nobody knows a password of it until she or he chose one. Raises NotAllowed, InvalidInput ("username" and
    the fields of `Account`).
    """
    _lock_staff(actor, at)
    username = normal_username(username)
    errors = account_problems(account, actor.organisation_kind)
    if said := username_problems(username):
        errors["username"] = said
    elif User.objects.filter(username__iexact=username).exists():
        errors["username"] = ["Deze gebruikersnaam is al in gebruik. Kies een andere."]
    if errors:
        raise InvalidInput(errors)
    with first_come("cases_user_username_key", "Deze gebruikersnaam is zojuist uitgegeven. Kies een andere."):
        user = User.objects.create(
            username=username,
            display_name=account.display_name.strip(),
            email=account.email.strip(),
            organisation_id=actor.organisation_id,
            roles=_kept(account.roles),
            password=make_password(None),
            created_at=at,
        )
    _note(user, AccountStep.JOINED, actor, at, after=user.roles)
    _send_link(user, actor, at)
    return user


@one_write
def change_account(*, user: User, account: Account, note: str, actor: Actor, at: datetime) -> Handed:
    """Change name, address or roles of a colleague; who stops working on cases hands them over at once.

    Raises NotAllowed, InvalidInput (the fields of `Account`, "note"), Conflict when nothing changes, she or
    he has left, or nobody can take the cases over.
    """
    user = _locked(user, actor, at)
    errors = account_problems(account, actor.organisation_kind)
    before, after = list(user.roles), _kept(account.roles)
    if before != after and not note.strip():
        errors["note"] = ["Geef de reden: waarom krijgt of verliest deze collega een rol?"]
    _check_note(note, errors)
    if errors:
        raise InvalidInput(errors)
    _check_works_here(user)
    name, email = account.display_name.strip(), account.email.strip()
    if (before, user.display_name, user.email) == (after, name, email):
        raise Conflict("Er is niets gewijzigd.")
    gone = stops_casework([Role(role) for role in before], account.roles)
    handed = hand_over_work(leaver=user, actor=actor, at=at) if gone else NOTHING
    user.display_name, user.email, user.roles = name, email, after
    user.save(update_fields=["display_name", "email", "roles"])
    _note(user, AccountStep.CHANGED, actor, at, before=before, after=after, note=note, moved=handed.cases)
    _tell_heirs(user, handed, at)
    return handed


@one_write
def let_go(*, user: User, destination: Organisation | None, note: str, actor: Actor, at: datetime) -> Handed:
    """Somebody leaves: her or his rights end with the next request, and the work goes to the team lead.

    With a `destination` the account stays hers or his, so that own relations and exclusions keep counting;
    it opens nothing until that organisation takes her or him in. Raises NotAllowed, InvalidInput
    ("destination", "note"), Conflict when she or he has left already or nobody can take the cases over.
    """
    user = _locked(user, actor, at)
    errors: dict[str, list[str]] = {}
    if destination is not None and destination.pk == user.organisation_id:
        errors["destination"] = ["Hier werkt deze collega al. Wijzig de rollen."]
    _check_note(note, errors)
    if errors:
        raise InvalidInput(errors)
    _check_works_here(user)
    handed = hand_over_work(leaver=user, actor=actor, at=at)
    _check_nothing_left(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    step = AccountStep.LEFT if destination is None else AccountStep.RELEASED
    before = list(user.roles)
    _note(user, step, actor, at, before=before, note=note, moved=handed.cases, destination=destination)
    _tell_heirs(user, handed, at)
    return handed


@one_write
def take_in(*, user: User, account: Account, actor: Actor, at: datetime) -> User:
    """Somebody whom another organisation let go to this one comes to work here, with the roles given here.

    Raises NotAllowed when nobody let her or him go to this organisation, InvalidInput per field of `Account`.
    """
    _lock_staff(actor, at)
    release = released_to(actor, user.public_id)
    if release is None:
        raise NotAllowed("Deze medewerker is niet (meer) naar uw organisatie vertrokken.")
    errors = account_problems(account, actor.organisation_kind)
    if errors:
        raise InvalidInput(errors)
    user = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    before = list(user.roles)
    user.organisation_id, user.is_active = actor.organisation_id, True
    user.display_name, user.email = account.display_name.strip(), account.email.strip()
    user.roles = _kept(account.roles)
    user.save(update_fields=["organisation", "is_active", "display_name", "email", "roles"])
    release.settled_at = at
    release.save(update_fields=["settled_at"])
    _note(user, AccountStep.ARRIVED, actor, at, before=before, after=user.roles)
    _send_link(user, actor, at)
    return user


@one_write
def take_back(*, user: User, roles: Iterable[Role], note: str, actor: Actor, at: datetime) -> User:
    """Somebody who left comes back to work here, also when another organisation did not take her or him in.

    Raises NotAllowed, InvalidInput ("roles", "note"), Conflict when she or he works here.
    """
    user = _locked(user, actor, at)
    given = frozenset(roles)
    errors: dict[str, list[str]] = {}
    if said := role_problems(given, OrganisationKind(user.organisation.kind)):
        errors["roles"] = said
    _check_note(note, errors)
    if errors:
        raise InvalidInput(errors)
    if user.is_active:
        raise Conflict("Deze collega werkt hier.")
    before = list(user.roles)
    user.is_active, user.roles = True, _kept(given)
    user.save(update_fields=["is_active", "roles"])
    AccountAct.objects.filter(user=user, step=AccountStep.RELEASED.value, settled_at__isnull=True).update(
        settled_at=at
    )
    _note(user, AccountStep.RETURNED, actor, at, before=before, after=user.roles, note=note)
    _send_link(user, actor, at)
    return user


@one_write
def send_access_link(*, user: User, actor: Actor, at: datetime) -> User:
    """Send a colleague a link with which she or he chooses a password; earlier links stop working once used.

    Raises NotAllowed, Conflict when she or he has left.
    """
    user = _locked(user, actor, at)
    _check_works_here(user)
    _send_link(user, actor, at)
    return user


@one_write
def record_training(*, user: User, training: Training, actor: Actor, at: datetime) -> Certificate:
    """Record a certificate of a colleague, or change until when one holds that began on the same day.

    Raises NotAllowed, InvalidInput per field of `Training`, Conflict when she or he has left or another
    certificate of this kind holds in that time.
    """
    user = _locked(user, actor, at)
    errors = training_problems(training, actor.organisation_kind, local(at).date())
    if errors:
        raise InvalidInput(errors)
    _check_works_here(user)
    ends = training.last_day + DAY if training.last_day else None
    held = user.certificates.filter(kind=training.kind.value)
    others = held.exclude(valid_from=training.first_day)
    overlapping = [
        row
        for row in others
        if (ends is None or row.valid_from < ends)
        and (row.valid_to is None or row.valid_to > training.first_day)
    ]
    if overlapping:
        raise Conflict("In deze tijd geldt al een certificaat van deze soort. Beëindig dat eerst.")
    certificate = held.filter(valid_from=training.first_day).first()
    if certificate is None:
        certificate = Certificate.objects.create(
            user=user, kind=training.kind.value, valid_from=training.first_day, valid_to=ends
        )
    else:
        certificate.valid_to = ends
        certificate.save(update_fields=["valid_to"])
    until = f" tot en met {training.last_day:%d-%m-%Y}" if training.last_day else ""
    said = f"{CERTIFICATE_LABELS[training.kind]} vanaf {training.first_day:%d-%m-%Y}{until}"
    _note(user, AccountStep.CERTIFIED, actor, at, before=user.roles, after=user.roles, note=said)
    return certificate


def _lock_staff(actor: Actor, at: datetime) -> None:
    """One change of staff at a time per organisation; then the actor must still be an administrator.

    So two administrators cannot take the role from each other at the same moment, and leave nobody.
    """
    check_can_administer(actor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_STAFF_LOCK, actor.organisation_id])
    still = User.objects.filter(
        pk=actor.user_id,
        is_active=True,
        organisation=actor.organisation_id,
        roles__contains=[Role.FUNCTIONAL_ADMINISTRATOR.value],
    )
    if not still.exists():
        raise NotAllowed("U bent geen functioneel beheerder meer.")


# Any number that no other lock of the application uses as its first key.
_STAFF_LOCK: Final = 20_029


def _locked(user: User, actor: Actor, at: datetime) -> User:
    _lock_staff(actor, at)
    locked = User.objects.select_for_update(of=("self",), no_key=True).select_related("organisation")
    user = locked.get(pk=user.pk)
    check_can_administer_account(actor, user)
    return user


def _check_works_here(user: User) -> None:
    if not user.is_active:
        raise Conflict(f"{user.display_name} is vertrokken.")


def _check_note(note: str, errors: dict[str, list[str]]) -> None:
    if len(note.strip()) > LONGEST_NOTE:
        errors["note"] = [f"Gebruik ten hoogste {LONGEST_NOTE} tekens."]


def _check_nothing_left(user: User) -> None:
    """The actor may be excluded from a case of the leaver; then somebody else must let her or him go."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall_leads_left(%s)", [user.pk])
        (left,) = cursor.fetchone()
    if left:
        raise Conflict(
            "Niet alles kan door u worden overgedragen."
            " Laat een andere functioneel beheerder dit vertrek vastleggen."
        )


def _kept(roles: Iterable[Role]) -> list[str]:
    given = frozenset(roles)
    return [role.value for role in Role if role in given]


def _note(
    user: User,
    step: AccountStep,
    actor: Actor,
    at: datetime,
    *,
    before: Iterable[str] = (),
    after: Iterable[str] = (),
    note: str = "",
    moved: int = 0,
    destination: Organisation | None = None,
) -> AccountAct:
    return AccountAct.objects.create(
        user=user,
        organisation_id=actor.organisation_id,
        step=step.value,
        roles_before=list(before),
        roles_after=list(after),
        destination=destination,
        cases_moved=moved,
        note=note.strip(),
        acted_by_id=actor.user_id,
        acted_at=at,
    )


def _send_link(user: User, actor: Actor, at: datetime) -> None:
    invitation = _note(user, AccountStep.INVITED, actor, at, before=user.roles, after=user.roles)
    queue_message(
        kind=ACCESS_LINK,
        occasion=f"{ACCESS_LINK}:{invitation.public_id}",
        recipients=[user],
        channels=[Channel.EMAIL],
        at=at,
        payload={"act": str(invitation.public_id)},
    )


def _tell_heirs(leaver: User, handed: Handed, at: datetime) -> None:
    if not handed.heirs:
        return
    queue_message(
        kind=WORK_HANDED_ON,
        occasion=f"{WORK_HANDED_ON}:{leaver.public_id}:{at.isoformat()}",
        recipients=sorted(handed.heirs, key=lambda user: user.pk),
        channels=[Channel.EMAIL, Channel.IN_APP],
        at=at,
        payload={"leaver": str(leaver.public_id)},
    )
