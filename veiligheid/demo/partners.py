"""Credentials for the demo: a fresh token per organisation of the first region, kept in one private file."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from cases.organisations.models import PartnerToken, User
from cases.organisations.rules import Scope
from cases.organisations.services import ensure_system, issue_token, revoke_token

SYSTEM: Final = "Demo"
VALID_FOR: Final = timedelta(days=7)
# Who acts for each partner in the story of the sample client.
PARTNERS: Final = ("politie", "vt", "om", "3ro", "rvdk", "shn")


def partner_keys(at: datetime, address: str) -> dict[str, Any]:
    """Issue the tokens anew and revoke the former ones; with the address and on whose behalf each acts."""
    former = PartnerToken.objects.filter(system__name=SYSTEM, revoked_at__isnull=True)
    for token in former.order_by("pk"):
        revoke_token(token=token, at=at)
    partners = {}
    for username in PARTNERS:
        user = User.objects.select_related("organisation").get(username=username)
        system = ensure_system(organisation=user.organisation, name=SYSTEM, at=at)
        scopes = (Scope.READ, Scope.WRITE)
        _, whole = issue_token(system=system, scopes=scopes, expires_at=at + VALID_FOR, at=at)
        partners[username] = {"sleutel": whole, "namens": str(user.public_id)}
    return {"adres": f"{address}/api/v1", "partners": partners}


def write_partner_keys(path: Path, at: datetime, address: str) -> None:
    """Write the file for the sample client, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(json.dumps(partner_keys(at, address), indent=2) + "\n", encoding="utf-8")
