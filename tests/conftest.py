"""Gives every test the ground to stand on; fixtures of one subject live in the folder of that subject."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from tests.factories.cast import Cast
from tests.factories.client import WallClient, signed_in_client

# Playwright's synchronous interface runs an event loop in the thread of the test, which Django would refuse
# to query in.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

pytest_plugins = [
    "tests.ground.cluster",
    "tests.ground.database",
    "tests.ground.pace",
    "tests.ground.strictness",
    "tests.ground.browser",
    "tests.ground.figures",
    "tests.ground.vera",
]


@pytest.fixture(scope="session")
def cast() -> Cast:
    """The fixed cast; it stands in every test database, and keeps nothing itself."""
    return Cast()


@pytest.fixture
def sign_in(cast: Cast) -> Callable[[str], WallClient]:
    """Signs a user of the cast in: `sign_in("vt").get("/bord")`."""
    return lambda username: signed_in_client(cast.user(username))
