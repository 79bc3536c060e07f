"""A partner system in tests: its token, whom it names, and requests as a partner sends them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from cases.organisations.models import User
from cases.organisations.rules import Scope
from cases.organisations.services import ensure_system, issue_token
from tests.factories.client import WallClient

ISSUED = datetime(2026, 1, 1, 8, 0, tzinfo=UTC)
EXPIRES = datetime(2036, 1, 1, 8, 0, tzinfo=UTC)
ROOT = "/api/v1"


def token_for(user: User, scopes: tuple[Scope, ...] = (Scope.READ, Scope.WRITE)) -> str:
    """A fresh token of a system of the organisation of this user."""
    system = ensure_system(organisation=user.organisation, name="Test", at=ISSUED)
    return issue_token(system=system, scopes=scopes, expires_at=EXPIRES, at=ISSUED)[1]


@dataclass
class Partner:
    """A partner system; `named`: on whose behalf it acts, None for nobody."""

    token: str
    named: User | None = None
    client: WallClient = field(default_factory=WallClient)

    def headers(self, more: dict[str, str] | None = None) -> dict[str, str]:
        """The headers of a request."""
        named = {"Namens": str(self.named.public_id)} if self.named else {}
        return {"Authorization": f"Bearer {self.token}", **named, **(more or {})}

    def get(self, path: str, **headers: str) -> Any:
        """Read."""
        return self.client.get(f"{ROOT}{path}", headers=self.headers(headers))

    def post(self, path: str, body: Any, key: str | None = "", **headers: str) -> Any:
        """Create, with a fresh key unless one is given; None sends none."""
        if key is not None:
            headers["Idempotency-Key"] = key or str(uuid4())
        return self._send("post", path, body, headers)

    def put(self, path: str, body: Any, etag: str | None = None) -> Any:
        """Change."""
        return self._send("put", path, body, {} if etag is None else {"If-Match": etag})

    def _send(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Any:
        send = getattr(self.client, method)
        return send(
            f"{ROOT}{path}",
            data=body if isinstance(body, str) else json.dumps(body),
            content_type="application/json",
            headers=self.headers(headers),
        )


def partner_of(user: User, *, named: bool = True) -> Partner:
    """The system of the organisation of a user, on behalf of that user or of nobody."""
    return Partner(token_for(user), user if named else None)
