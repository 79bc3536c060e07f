"""The ground of every measurement: a database of its own in a cluster that is gone afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from tests.ground.cluster import pytest_unconfigure, running_server
from tests.ground.database import TEMPLATE, clone_database, connected_to, ensure_template, migrate
from veiligheid.supervisor.postgres import PORT, Server
from veiligheid.supervisor.roles import OWNER

DATABASE = "veiligheid_benchmark"


@contextmanager
def own_database() -> Iterator[Server]:
    """A migrated database with the fixed cast, in a cluster that is gone afterwards."""
    server = running_server()
    try:
        settings.DATABASES["default"].update(
            {"USER": OWNER, "PASSWORD": "", "HOST": str(server.sockets), "PORT": str(PORT), "OPTIONS": {}}
        )
        ensure_template(server, TEMPLATE, migrate)
        clone_database(server, TEMPLATE, DATABASE)
        with connected_to(DATABASE):
            yield server
    finally:
        pytest_unconfigure()
