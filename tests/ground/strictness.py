"""What the suite does not let pass: the network, undefined template variables, an order nobody asked for."""

from __future__ import annotations

import ipaddress
import os
import random
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db.models import QuerySet
from django.template import Context, Variable, VariableDoesNotExist
from django.template.base import FilterExpression

SEED_VARIABLE = "SHUFFLE_SEED"
# Filters that say in the template itself what an absent optional variable means.
TAKES_ABSENCE = {"default", "default_if_none"}
QUERY_SET_FETCHES = QuerySet._fetch_all


class NetworkForbidden(RuntimeError):
    """A test tried to reach another machine. No OSError, so that no code takes it for a failed connection."""


class UndefinedVariable(AssertionError):
    """A template used a variable that nobody gave it."""


# --- network --------------------------------------------------------------------------------------


def is_local(address: Any) -> bool:
    """Whether a socket address or host name stays on this machine; the path of a unix socket does."""
    if not isinstance(address, tuple):
        return True
    host = address[0]
    if host in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Refuse connections and look-ups that leave this machine."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def refuse(address: Any) -> None:
        if not is_local(address):
            raise NetworkForbidden(f"a test may not reach {address!r}")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        refuse(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        refuse(address)
        return connect_ex(self, address)

    def guarded_look_up(host: Any, *arguments: Any, **options: Any) -> Any:
        refuse((host.decode() if isinstance(host, bytes) else host, 0))
        return look_up(host, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield


# --- templates ------------------------------------------------------------------------------------


def own_template(context: Context) -> str | None:
    """Return the file being rendered when it is the project's; Django's form widgets are not held to it."""
    rendering = context.render_context.template or context.template
    name = str(rendering.origin.name) if rendering else ""
    return name if _is_ours(name) else None


@cache
def _is_ours(name: str) -> bool:
    """Asked for every variable of every page."""
    return Path(name).is_relative_to(settings.BASE_DIR / "templates")


@pytest.fixture(scope="session", autouse=True)
def no_undefined_variables() -> Iterator[None]:
    """Let every use of an undefined variable fail, in `{% if %}` and `{% for %}` too.

    An optional variable is written as `{{ hint|default:"" }}`.
    """
    resolve, look_up = FilterExpression.resolve, Variable.resolve
    # The variable that the expression being resolved begins with; what it asks on its way is not held to it.
    required = ContextVar[Variable | None]("required", default=None)

    def strict_resolve(self: FilterExpression, context: Context, ignore_failures: bool = False) -> Any:
        first_filter = self.filters[0][0].__name__ if self.filters else None
        if isinstance(self.var, Variable) and first_filter not in TAKES_ABSENCE and own_template(context):
            required.set(self.var)
        return resolve(self, context, ignore_failures)

    def strict_look_up(self: Variable, context: Context) -> Any:
        strictly = required.get() is self
        required.set(None)
        if not strictly:
            return look_up(self, context)
        try:
            return look_up(self, context)
        except VariableDoesNotExist:
            # Without the cause, which prints the whole context.
            raise UndefinedVariable(f"{own_template(context)}: {{{{ {self.var} }}}} is undefined") from None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FilterExpression, "resolve", strict_resolve)
        patch.setattr(Variable, "resolve", strict_look_up)
        yield


# --- queries --------------------------------------------------------------------------------------


def pytest_configure() -> None:
    """Choose the seed of the run once; parallel workers inherit it."""
    os.environ.setdefault(SEED_VARIABLE, str(random.SystemRandom().randrange(10**6)))


def pytest_report_header() -> str:
    """Tell how to repeat this run's order of unordered rows."""
    return f"unordered queries are shuffled: {SEED_VARIABLE}={os.environ[SEED_VARIABLE]}"


@contextmanager
def shuffled(name: str) -> Iterator[None]:
    """Shuffle the rows of every query without an order; the same `name` and seed give the same order."""
    order = random.Random(f"{os.environ[SEED_VARIABLE]} {name}")  # noqa: S311 - repeatable on purpose
    fetch_all = QUERY_SET_FETCHES

    def shuffling_fetch_all(self: QuerySet[Any]) -> None:
        fresh = self._result_cache is None
        fetch_all(self)
        if fresh and self._result_cache and not self.ordered and not self.query.is_sliced:
            order.shuffle(self._result_cache)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QuerySet, "_fetch_all", shuffling_fetch_all)
        yield


@pytest.fixture(scope="module", autouse=True)
def shuffled_in_fixtures_of_the_module(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a module makes once is made of shuffled rows too; its tests each have an order of their own."""
    with shuffled(request.node.nodeid):
        yield


@pytest.fixture(autouse=True)
def shuffled_unordered_queries(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every test runs with shuffled rows."""
    with shuffled(request.node.nodeid):
        yield
