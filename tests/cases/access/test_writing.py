"""A write is whole or not there; services inside services cost no savepoints."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.access.errors import Conflict
from cases.access.writing import one_write
from cases.organisations.models import Region

pytestmark = pytest.mark.django_db


@one_write
def add(name: str) -> None:
    Region.objects.bulk_create([Region(name=name)])


@one_write
def refused(name: str) -> None:
    add(name)
    raise Conflict("Dat kan niet.")


@one_write
def both() -> None:
    add("Eerste")
    refused("Tweede")


def regions() -> set[str]:
    return set(Region.objects.filter(name__in=["Eerste", "Tweede"]).values_list("name", flat=True))


def test_a_refused_write_leaves_nothing_and_the_page_can_still_read() -> None:
    with pytest.raises(Conflict):
        refused("Eerste")
    assert regions() == set()


def test_what_an_inner_service_refuses_undoes_what_the_outer_one_did() -> None:
    with pytest.raises(Conflict):
        both()
    assert regions() == set()
    add("Eerste")
    assert regions() == {"Eerste"}


def test_only_the_outermost_service_makes_a_savepoint() -> None:
    with CaptureQueriesContext(connection) as captured, pytest.raises(Conflict):
        both()
    words = [query["sql"].split()[0] for query in captured]
    assert words.count("SAVEPOINT") == 1
    assert words.count("INSERT") == 2
