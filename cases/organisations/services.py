"""Writing partner systems: who may come in through REST, and with which credential."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from cases.organisations.models import AnsweredRequest, Organisation, PartnerSystem, PartnerToken
from cases.organisations.rules import Scope

# How a token begins, so that a scanner finds one that leaked.
BEGINS_WITH: Final = "vlg"

# So long the same request with the same key gives the same answer.
REMEMBERED_FOR: Final = timedelta(hours=24)


def fingerprint_of(secret: str) -> str:
    """What is kept of a token. It holds 256 random bits, so that a plain digest cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def ensure_system(*, organisation: Organisation, name: str, at: datetime) -> PartnerSystem:
    """The partner system of this name, made when it does not exist yet."""
    system, _ = PartnerSystem.objects.get_or_create(
        organisation=organisation, name=name.strip(), defaults={"created_at": at}
    )
    return system


@transaction.atomic
def issue_token(
    *, system: PartnerSystem, scopes: Collection[Scope], expires_at: datetime, at: datetime
) -> tuple[PartnerToken, str]:
    """Issue a credential; the second value is the whole token, which nobody can read again afterwards."""
    prefix = secrets.token_hex(6)
    whole = f"{BEGINS_WITH}_{prefix}_{secrets.token_urlsafe(32)}"
    token = PartnerToken.objects.create(
        system=system,
        prefix=prefix,
        fingerprint=fingerprint_of(whole),
        scopes=sorted(scope.value for scope in scopes),
        created_at=at,
        expires_at=expires_at,
    )
    return token, whole


@transaction.atomic
def revoke_token(*, token: PartnerToken, at: datetime) -> PartnerToken:
    """End a credential at once: the next request with it is refused (security, A10)."""
    token = PartnerToken.objects.select_for_update().get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
    return token


def forget_answers(at: datetime) -> int:
    """Remove the answers that nobody can ask for any more; gives how many."""
    removed, _ = AnsweredRequest.objects.filter(asked_at__lt=at - REMEMBERED_FOR).delete()
    return removed
