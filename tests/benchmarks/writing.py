"""Registering an arrest with its participants and terms, beside a bare insert (goals 6 and 6b)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

from django.db import connection, transaction

from cases.access.models import Participation
from cases.access.wall import GUARD_ROLE, acting_as, set_context
from cases.casefiles.models import Case
from tests.benchmarks.measuring import NOON, Line, medians
from tests.factories.cast import Cast
from veiligheid.demo.people import People
from veiligheid.demo.stories import Scene, threat_at_home
from zsm.intake.services import register_arrest

PARTICIPANTS = 5


def lines(rounds: int) -> list[Line]:
    """Both in turn; each is rolled back, so that the table stays as it was."""
    cast = Cast()
    police = cast.actor("politie")
    model = Participation.objects.filter(organisation=police.organisation_id).select_related("case").first()
    numbers = count(50)

    def bare() -> None:
        """A case with five participations, straight into the tables."""
        set_context(GUARD_ROLE)
        assert model is not None
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval('cases_case_id_seq')")
            key = cursor.fetchone()[0]
        case = Case.objects.get(pk=model.case_id)
        case.pk, case.public_id, case.number = key, uuid.uuid4(), f"B{key}"
        Case.objects.bulk_create([case])
        rows = list(Participation.objects.filter(case=model.case_id)[:PARTICIPANTS])
        for row in rows:
            row.pk, row.case_id = None, key
        Participation.objects.bulk_create(rows)

    def whole() -> None:
        at = NOON
        arrived_at = at - timedelta(minutes=10)
        scene = Scene(
            People(next(numbers), arrived_at.date()), cast.municipality(), arrived_at, police.display_name
        )
        with acting_as(police):
            register_arrest(intake=threat_at_home(scene), actor=police, at=at)

    rows = _rows_of(whole)

    def again() -> None:
        """Every row that a registration writes, persons, terms and story too, and nothing but that."""
        set_context(GUARD_ROLE)
        with connection.cursor() as cursor:
            for sql, params in rows:
                cursor.execute(sql, params)

    registered, small, full = medians([_rolled_back(whole), _rolled_back(bare), _rolled_back(again)], rounds)
    return [
        Line(
            "6",
            f"new case, x bare insert of the {len(rows)} rows it writes",
            registered / full,
            3,
            note=f"{registered * 1000:.0f} ms against {full * 1000:.1f} ms",
        ),
        Line(
            "6",
            "new case, x bare insert of case and 5 participations only",
            registered / small,
            note=f"{small * 1000:.1f} ms",
        ),
    ]


def _rows_of(work: Callable[[], None]) -> list[tuple[str, Any]]:
    """The statements with which the work writes, as sent to the database."""
    found: list[tuple[str, Any]] = []

    def listen(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().startswith(("INSERT", "UPDATE")):
            found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        _rolled_back(work)()
    return found


def _rolled_back(work: Callable[[], None]) -> Callable[[], None]:
    def done() -> None:
        with transaction.atomic():
            work()
            transaction.set_rollback(True)

    return done
