"""Partner systems for the tests of REST."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.api.client import Partner, partner_of
from tests.factories.cast import Cast


@pytest.fixture
def partner(cast: Cast) -> Callable[[str], Partner]:
    """The system of somebody of the cast, on her or his behalf: `partner("vt").get("/zaken")`."""
    return lambda username: partner_of(cast.user(username))


@pytest.fixture
def nobody(cast: Cast) -> Callable[[str], Partner]:
    """The same system, naming nobody."""
    return lambda username: partner_of(cast.user(username), named=False)
