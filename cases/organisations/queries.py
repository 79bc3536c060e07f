"""Reading organisations: the credential of a partner system, and the staff of an organisation."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from cases.organisations.models import PartnerToken, User


def token_in_force(secret: str, at: datetime) -> PartnerToken | None:
    """The credential that this token is, with its system and organisation; None when it does not count."""
    parts = secret.split("_", 2)
    if len(parts) != 3:
        return None
    token = (
        PartnerToken.objects.select_related("system__organisation")
        .filter(prefix=parts[1][:12], revoked_at__isnull=True, expires_at__gt=at)
        .first()
    )
    digest = hashlib.sha256(secret.encode(errors="replace")).hexdigest()
    if token is None or not hmac.compare_digest(token.fingerprint, digest):
        return None
    return token


def staff_of(organisation_id: int) -> QuerySet[User]:
    """The active staff of an organisation, in the order in which they came."""
    return User.objects.filter(organisation=organisation_id, is_active=True).order_by("pk")


def member_of(organisation_id: int, public_id: UUID) -> User | None:
    """One active member of the staff of this organisation; None for anybody else."""
    rows = User.objects.select_related("organisation").filter(organisation=organisation_id, is_active=True)
    return rows.filter(public_id=public_id).first()
