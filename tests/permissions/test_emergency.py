"""Somebody who reads in an emergency: every page of the case opens or refuses in words, none takes a word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.db import connection

from cases.access.models import AccessLogEntry
from cases.access.trail import Trail
from cases.access.wall import acting_as
from cases.casefiles.models import Case
from cases.sharing.emergency import Wanted, open_in_emergency
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.factories.story import REGISTERED
from tests.permissions.policy import ROUTES
from tests.permissions.test_matrix import url_of
from tests.zsm.decision.making import past_the_wall

pytestmark = pytest.mark.usefixtures("rolled_back")

SignIn = Callable[[str], WallClient]
AT = REGISTERED + timedelta(hours=1)
ON_CASE = sorted(name for name, rule in ROUTES.items() if rule.on_case)
# Police of the other region: nothing of this case is theirs.
WHO = "politie-rk"
# Read along but not what may be read in an emergency: made by who works in the case.
MUST_OPEN = {"cases:case", "cases:persons", "cases:safety", "cases:plan", "cases:collaboration", "zsm:case"}


@pytest.fixture
def reader(cast: Cast, case: Case, sign_in: SignIn) -> WallClient:
    """Who has emergency access to the case, signed in."""
    actor = cast.actor(WHO)
    with acting_as(actor, at=AT):
        wanted = Wanted(number=case.number, reason="Zij belt en de verbinding valt weg.")
        open_in_emergency(wanted=wanted, actor=actor, at=AT, trail=Trail())
    return sign_in(WHO)


def rows_of_the_case(case: Case) -> dict[str, int]:
    """How many rows hang on the case, by table."""
    counted = {}
    with past_the_wall(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns"
            " WHERE column_name = 'case_id' AND table_schema = 'public' ORDER BY 1"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT count(*) FROM {table} WHERE case_id = %s", [case.pk])
            counted[table] = cursor.fetchone()[0]
    return counted


def test_every_page_opens_or_refuses_and_none_writes(
    case: Case, reader: WallClient, objects: dict[str, UUID]
) -> None:
    before, opened = rows_of_the_case(case), set()
    wrong: list[tuple[str, str, int]] = []
    with time_machine.travel(AT + timedelta(minutes=1), tick=False):
        for name in ON_CASE:
            url = url_of(name, ROUTES[name], objects)
            page = reader.get(url)
            if page.status_code not in {200, 204, 302, 400, 403, 404, 405}:
                wrong.append((name, "get", page.status_code))
            if page.status_code == 200:
                opened.add(name)
                if b"Rietkraag" in page.content:
                    wrong.append((name, "shows the protected address", 200))
                if b"Noodtoegang tot" not in page.content and b"<html" in page.content:
                    wrong.append((name, "does not say that it is an emergency", 200))
            answer = reader.post(url)
            # 200: a page whose buttons are not there is shown anew.
            if answer.status_code not in {200, 400, 403, 404, 405}:
                wrong.append((name, "post", answer.status_code))
    assert not wrong
    assert opened >= MUST_OPEN
    assert rows_of_the_case(case) == before


def test_every_look_says_in_the_log_why_and_an_hour_later_there_is_none(
    case: Case, reader: WallClient, objects: dict[str, UUID]
) -> None:
    url = url_of("cases:case", ROUTES["cases:case"], objects)
    with time_machine.travel(AT + timedelta(minutes=59), tick=False):
        assert reader.get(url).status_code == 200
    with past_the_wall():
        look = AccessLogEntry.objects.order_by("-pk")[0]
    assert (look.purpose, look.case_ids, look.outcome) == ("noodtoegang", [case.pk], "shown")
    with time_machine.travel(AT + timedelta(minutes=60), tick=False):
        assert reader.get(url).status_code == 404


def test_every_table_that_is_read_in_a_case_says_whether_it_is_read_in_an_emergency(case: Case) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.tablename FROM pg_policies p JOIN information_schema.columns c"
            " ON c.table_name = p.tablename AND c.column_name = 'case_id' AND c.table_schema = 'public'"
            " WHERE p.policyname = 'wall_read' AND (p.qual LIKE '%%cases_participation%%'"
            " OR p.qual LIKE '%%wall_participates%%')"
        )
        asked = {table for (table,) in cursor.fetchall()}
        cursor.execute("SELECT tablename FROM pg_policies WHERE policyname = 'wall_read_in_emergency'")
        opened = {table for (table,) in cursor.fetchall()}
    closed = {"cases_outboxmessage", "cases_recordchange", "cases_blockeddocument", "cases_document"}
    assert asked - opened == closed
    assert opened - asked == {"cases_case"}
