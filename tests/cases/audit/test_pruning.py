"""After five years the rows of a batch go and its seal stays; nothing younger is hidden that way (ADR 18)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from cases.access.wall import GUARD_ROLE, WEB_ROLE, WORKER_ROLE, set_context
from cases.audit.rules.verification import Fault
from cases.audit.services import prune_log, seal_log
from cases.audit.verifying import verify_log
from tests.cases.audit.sealing import as_owner, as_role, empty, faults, looks
from tests.factories.cast import Cast

pytestmark = pytest.mark.usefixtures("committed_db")

NOW = datetime.now(UTC)
YEAR = timedelta(days=366)
LONG_AGO = NOW - 6 * YEAR


@pytest.fixture(autouse=True)
def empty_log(committed_db: str) -> None:
    """Each test counts from one."""
    empty()


@pytest.fixture
def old_and_young(cast: Cast) -> None:
    """Rows 1-3 and 4-6 of six years ago, 7-9 of four years ago, each under a seal of their own."""
    for number, at in enumerate((LONG_AGO, LONG_AGO, NOW - 4 * YEAR)):
        looks(cast, 3, at)
        assert seal_log(at=at + timedelta(seconds=10 * number)) == 3


def keys() -> list[int]:
    return [key for (key,) in as_role(GUARD_ROLE, "SELECT id FROM cases_accesslogentry ORDER BY id")]


def test_what_is_old_goes_what_is_younger_stays_and_the_chain_is_whole(old_and_young: None) -> None:
    assert prune_log(at=NOW) == 6
    assert keys() == [7, 8, 9]
    verdict = verify_log(at=NOW)
    assert (verdict.batches, verdict.rows, verdict.pruned, verdict.findings) == (3, 9, 6, ())
    assert prune_log(at=NOW) == 0
    out = StringIO()
    call_command("verify_log", stdout=out)
    assert "In orde: 3 batches, 9 regels (6 na vijf jaar verwijderd)." in out.getvalue()


def test_the_chain_goes_on_after_it(old_and_young: None, cast: Cast) -> None:
    prune_log(at=NOW)
    looks(cast, 2, NOW)
    assert seal_log(at=NOW) == 2
    assert verify_log(at=NOW).findings == ()


def test_saying_that_it_is_later_removes_nothing_younger(old_and_young: None) -> None:
    assert prune_log(at=NOW + 10 * YEAR) == 6
    assert keys() == [7, 8, 9]


def test_a_batch_with_one_younger_row_stays_whole_and_stops_the_chain(cast: Cast) -> None:
    looks(cast, 2, LONG_AGO)
    looks(cast, 1, NOW - 4 * YEAR)
    seal_log(at=LONG_AGO)
    looks(cast, 1, LONG_AGO)
    seal_log(at=LONG_AGO)
    assert prune_log(at=NOW) == 0
    assert keys() == [1, 2, 3, 4]


def test_what_is_under_no_seal_stays(cast: Cast) -> None:
    looks(cast, 2, LONG_AGO)
    assert prune_log(at=NOW) == 0
    assert keys() == [1, 2]


@pytest.mark.parametrize("role", [WEB_ROLE, "veiligheid_owner", WORKER_ROLE])
@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM cases_accesslogentry WHERE id = 1",
        "UPDATE cases_accesslogentry SET purpose = 'x' WHERE id = 1",
        "TRUNCATE cases_accesslogentry",
        "INSERT INTO cases_logpruning VALUES (1, 3, now())",
        "DELETE FROM cases_logpruning",
    ],
)
def test_nobody_else_removes_or_notes_anything(old_and_young: None, role: str, sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        set_context("none" if role == "veiligheid_owner" else role)
        try:
            with transaction.atomic():
                cursor.execute(sql)
        except DatabaseError:
            pass
        set_context("none")
    assert len(keys()) == 9
    assert as_role(GUARD_ROLE, "SELECT count(*) FROM cases_logpruning") == [(0,)]


def test_the_web_role_cannot_call_it(old_and_young: None) -> None:
    with pytest.raises(DatabaseError):
        as_role(WEB_ROLE, "SELECT audit_prune_log(now())")


def test_not_even_the_guard_removes_what_is_younger(old_and_young: None) -> None:
    with pytest.raises(DatabaseError):
        as_role(GUARD_ROLE, "DELETE FROM cases_accesslogentry WHERE id = 7 RETURNING id")


def test_old_rows_that_went_without_a_note_are_reported(old_and_young: None) -> None:
    as_role(GUARD_ROLE, "DELETE FROM cases_accesslogentry WHERE id < 4 RETURNING id")
    assert faults(verify_log(at=NOW)) == [(1, Fault.ROWS_REMOVED)]


def test_a_note_hides_no_younger_batch(old_and_young: None) -> None:
    prune_log(at=NOW)
    as_owner(
        "DELETE FROM cases_accesslogentry WHERE id >= 7",
        "INSERT INTO cases_logpruning VALUES (3, 3, now())",
    )
    assert faults(verify_log(at=NOW)) == [(3, Fault.PRUNED_TOO_EARLY)]
    with pytest.raises(CommandError):
        call_command("verify_log", stdout=StringIO())


def test_tampering_before_and_after_the_pruned_part_is_still_found(old_and_young: None) -> None:
    prune_log(at=NOW)
    as_owner("UPDATE cases_logseal SET rows = 2 WHERE number = 1")
    as_owner("UPDATE cases_accesslogentry SET purpose = 'iets anders' WHERE id = 8")
    assert faults(verify_log(at=NOW)) == [(1, Fault.SEAL_ALTERED), (3, Fault.ROWS_ALTERED)]


def test_a_row_that_comes_back_is_found(old_and_young: None) -> None:
    as_owner("CREATE TEMPORARY TABLE kept AS SELECT * FROM cases_accesslogentry WHERE id = 2")
    prune_log(at=NOW)
    as_owner("INSERT INTO cases_accesslogentry SELECT * FROM kept")
    assert faults(verify_log(at=NOW)) == [(1, Fault.ROWS_INSERTED)]


def test_whoever_dies_in_the_middle_leaves_a_batch_whole(old_and_young: None) -> None:
    def killed() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            set_context(WORKER_ROLE)
            cursor.execute("SELECT audit_prune_log(%s)", [NOW])
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        killed()
    assert len(keys()) == 9
    assert verify_log(at=NOW).findings == ()
    assert prune_log(at=NOW) == 6


def test_two_at_once_remove_each_batch_once(old_and_young: None) -> None:
    def one(_: int) -> int:
        try:
            return prune_log(at=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        rows = list(pool.map(one, range(4)))
    rows.append(prune_log(at=NOW))
    assert sum(rows) == 6
    assert as_role(GUARD_ROLE, "SELECT batch, rows FROM cases_logpruning ORDER BY batch") == [(1, 3), (2, 3)]
