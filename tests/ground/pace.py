"""In which order the tests run, and what a run need not do: all for its time, nothing of what is checked."""

from __future__ import annotations

import gc
import os
from collections.abc import Generator, Iterator

import pytest
from django.test import client as django_client

# It takes one worker minutes, in which the others do the rest.
LONGEST = "test_canary.py"
# On a database server of their own: they need not wait until the first worker has run the migrations.
ON_THEIR_OWN = "test_containers.py"
# Nearly everything lives as long as the run, so a look through all of it is seldom worth its time.
FIRST, SECOND, THIRD = 100_000, 20, 100


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no garbage while hundreds of modules are imported, and afterwards never among them."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(FIRST, SECOND, THIRD)
        gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest; the second worker begins with what needs nothing of the first.

    The scheduler gives each worker one piece of the list; whoever is done takes from the end of what another
    one still has.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    longest = [item for item in items if item.path.name == LONGEST]
    apart = [item for item in items if item.path.name == ON_THEIR_OWN]
    rest = [item for item in items if item.path.name not in {LONGEST, ON_THEIR_OWN}]
    second = max(len(items) // workers - len(longest), 0) if workers > 1 else len(rest)
    items[:] = [*longest, *rest[:second], *apart, *rest[second:]]


@pytest.fixture(scope="module")
def contexts_unkept() -> Iterator[None]:
    """For thousands of requests of which nobody asks what a template was given: no copy of that is kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(django_client, "store_rendered_templates", lambda *arguments, **options: None)
        yield
