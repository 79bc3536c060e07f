"""A test client that leaves the connection as it found it: savepoints keep the last context."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import Client

from cases.access.wall import set_context
from cases.organisations.models import User


class WallClient(Client):
    """Django's client; after each request the test works as owner again."""

    def request(self, **request: Any) -> Any:
        """Make the request and give the role back."""
        response = super().request(**request)
        if connection.in_atomic_block:
            set_context("none")
        return response


def signed_in_client(user: User) -> WallClient:
    """A client signed in as the user."""
    client = WallClient(raise_request_exception=True)
    client.force_login(user)
    return client
