"""Seals over the access log: nothing missed, and every kind of tampering found (security, L3)."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from cases.access.wall import GUARD_ROLE, WEB_ROLE, WORKER_ROLE, acting_as
from cases.audit.rules.verification import Fault, KeptSeal
from cases.audit.services import seal_log
from cases.audit.verifying import seal_of_day, verify_log
from tests.cases.audit.sealing import AT, as_owner, as_role, empty, faults, look, looks, sealed_ids
from tests.factories.cast import Cast

pytestmark = pytest.mark.usefixtures("committed_db")

LATER = AT + timedelta(hours=7)


@pytest.fixture(autouse=True)
def empty_log(committed_db: str) -> None:
    """Each test counts from one."""
    empty()


@pytest.fixture
def four_batches(cast: Cast) -> None:
    """Rows 1-3, 4-6, 7-9 and 10-12, each under a seal of their own."""
    for batch in range(4):
        looks(cast, 3)
        assert seal_log(at=AT + timedelta(seconds=10 * batch)) == 3


def test_an_untouched_log_agrees_with_its_seals(four_batches: None) -> None:
    verdict = verify_log(at=LATER)
    assert (verdict.batches, verdict.rows, verdict.findings, verdict.waiting) == (4, 12, (), 0)


TAMPERED: list[tuple[str, tuple[str, ...], list[tuple[int, Fault]]]] = [
    (
        "a row altered",
        ("UPDATE cases_accesslogentry SET user_id = 1 WHERE id = 5",),
        [(2, Fault.ROWS_ALTERED)],
    ),
    (
        "a moment altered by a microsecond",
        ("UPDATE cases_accesslogentry SET at = at + interval '1 microsecond' WHERE id = 8",),
        [(3, Fault.ROWS_ALTERED)],
    ),
    ("a row removed", ("DELETE FROM cases_accesslogentry WHERE id = 8",), [(3, Fault.ROWS_REMOVED)]),
    (
        "the rows of a batch removed",
        ("DELETE FROM cases_accesslogentry WHERE id BETWEEN 4 AND 6",),
        [(2, Fault.ROWS_REMOVED)],
    ),
    (
        "two rows that changed places",
        (
            "UPDATE cases_accesslogentry SET id = -1 WHERE id = 5",
            "UPDATE cases_accesslogentry SET id = 5 WHERE id = 8",
            "UPDATE cases_accesslogentry SET id = 8 WHERE id = -1",
        ),
        [(2, Fault.ROWS_ALTERED), (3, Fault.ROWS_ALTERED)],
    ),
    ("a seal removed", ("DELETE FROM cases_logseal WHERE number = 2",), [(2, Fault.BATCH_REMOVED)]),
    (
        "a batch removed with its rows",
        (
            "DELETE FROM cases_logseal WHERE number = 2",
            "DELETE FROM cases_accesslogentry WHERE id BETWEEN 4 AND 6",
        ),
        [(2, Fault.BATCH_REMOVED)],
    ),
    (
        "a batch removed and the others numbered anew",
        (
            "DELETE FROM cases_logseal WHERE number = 2",
            "DELETE FROM cases_accesslogentry WHERE id BETWEEN 4 AND 6",
            "UPDATE cases_logseal SET number = 2 WHERE number = 3",
            "UPDATE cases_logseal SET number = 3 WHERE number = 4",
        ),
        [(2, Fault.BATCH_BEFORE_REPLACED)],
    ),
    (
        "two batches that changed places",
        (
            "UPDATE cases_logseal SET number = 99 WHERE number = 2",
            "UPDATE cases_logseal SET number = 2 WHERE number = 3",
            "UPDATE cases_logseal SET number = 3 WHERE number = 99",
        ),
        [(2, Fault.BATCH_REORDERED), (3, Fault.BATCH_REORDERED), (4, Fault.BATCH_REORDERED)],
    ),
    (
        "a seal altered",
        ("UPDATE cases_logseal SET sealed_at = sealed_at + interval '1 day' WHERE number = 3",),
        [(3, Fault.SEAL_ALTERED)],
    ),
    (
        "a row taken out of what its batch names",
        (
            "DELETE FROM cases_accesslogentry WHERE id = 6",
            "UPDATE cases_logseal SET rows = 2, ids = '{[4,6)}' WHERE number = 2",
        ),
        [(2, Fault.SEAL_ALTERED), (2, Fault.ROWS_ALTERED)],
    ),
]


@pytest.mark.parametrize(
    ("statements", "expected"),
    [pytest.param(statements, expected, id=name) for name, statements, expected in TAMPERED],
)
def test_the_verifier_finds_the_batch(
    four_batches: None, statements: tuple[str, ...], expected: list[tuple[int, Fault]]
) -> None:
    as_owner(*statements)
    assert faults(verify_log(at=LATER)) == expected


COLUMNS = (
    "at, request_id, user_id, organisation_id, roles, on_behalf_of, action, route, case_ids, person_ids,"
    " categories, purpose, outcome, status, source"
)
INSERT = (
    f"INSERT INTO cases_accesslogentry (id, {COLUMNS})"
    f" SELECT {{id}}, {COLUMNS} FROM cases_accesslogentry WHERE id = 2"
)


def test_a_row_put_between_sealed_ones_is_found(cast: Cast) -> None:
    looks(cast, 2)
    with acting_as(cast.actor("vt")):
        # Undone: key 3 is drawn and never used.
        look(cast)
        transaction.set_rollback(True)
    looks(cast, 2)
    seal_log(at=AT)
    assert verify_log(at=LATER).findings == ()
    as_owner(INSERT.format(id=3))
    assert faults(verify_log(at=LATER)) == [(1, Fault.ROWS_INSERTED)]


def test_a_row_before_all_others_is_found_at_once(four_batches: None) -> None:
    as_owner(INSERT.format(id=-4))
    assert faults(verify_log(at=AT + timedelta(minutes=1))) == [(1, Fault.ROWS_INSERTED)]


def test_a_chain_that_was_made_anew_differs_from_the_seal_kept_outside(
    four_batches: None, cast: Cast
) -> None:
    kept = seal_of_day(date(2026, 3, 10))
    assert kept is not None
    outside = [KeptSeal(kept.number, kept.hash)]
    assert verify_log(at=LATER, kept=outside).findings == ()
    as_owner(
        "DELETE FROM cases_accesslogentry WHERE id = 8",
        "DELETE FROM cases_logseal WHERE number >= 3",
    )
    assert seal_log(at=AT + timedelta(minutes=1)) == 5
    assert verify_log(at=LATER).findings == ()
    assert faults(verify_log(at=LATER, kept=outside)) == [(4, Fault.NOT_AS_KEPT_OUTSIDE)]


def test_a_row_that_commits_late_gets_its_seal(cast: Cast) -> None:
    written, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        with acting_as(cast.actor("vt")):
            look(cast)
            written.set()
            may_commit.wait(20)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    written.wait(20)
    looks(cast, 2)
    assert seal_log(at=AT) == 2
    assert verify_log(at=AT).findings == ()
    may_commit.set()
    thread.join()
    assert seal_log(at=AT + timedelta(seconds=10)) == 1
    assert sealed_ids() == [("{[2,4)}",), ("{[1,2)}",)]
    assert faults(verify_log(at=LATER)) == []


def test_many_writers_and_sealers_leave_no_row_without_seal_and_none_under_two(cast: Cast) -> None:
    rounds = 40
    together = threading.Barrier(6)

    def write(number: int) -> None:
        for count in range(rounds):
            looks(cast, 1 + count % 3, AT + timedelta(seconds=count))

    def seal(number: int) -> None:
        for count in range(rounds):
            seal_log(at=AT + timedelta(seconds=count), most=7)

    def run(work: Callable[[int], None], number: int) -> None:
        try:
            together.wait()
            work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        tasks = [pool.submit(run, write if number < 4 else seal, number) for number in range(6)]
    for task in tasks:
        task.result()
    seal_log(at=AT + timedelta(minutes=5))
    [(rows, sealed)] = as_role(
        GUARD_ROLE,
        "SELECT (SELECT count(*) FROM cases_accesslogentry), (SELECT sum(rows) FROM cases_logseal)",
    )
    assert rows == sealed == 4 * sum(1 + count % 3 for count in range(rounds))
    assert verify_log(at=LATER + timedelta(days=1)).findings == ()


def test_nothing_new_makes_no_batch_and_a_large_log_several(cast: Cast) -> None:
    looks(cast, 7)
    assert seal_log(at=AT, most=3) == 7
    assert seal_log(at=AT) == 0
    assert verify_log(at=LATER).batches == 3


@pytest.mark.parametrize(
    "change",
    ["UPDATE cases_logseal SET hash = 'x'", "DELETE FROM cases_logseal", "TRUNCATE cases_logseal"],
)
def test_seals_cannot_be_changed_even_by_the_guard(four_batches: None, change: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        as_role(GUARD_ROLE, change)


@pytest.mark.parametrize("role", [WEB_ROLE, WORKER_ROLE])
@pytest.mark.parametrize("wish", ["SELECT 1 FROM cases_logseal", "INSERT INTO cases_logseal DEFAULT VALUES"])
def test_no_role_of_the_application_reaches_the_seals(role: str, wish: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"):
        as_role(role, wish)


def test_the_commands_say_what_is_wrong_and_end_with_an_error(
    four_batches: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = StringIO()
    call_command("export_seal", "--day", "2026-03-10", stdout=out)
    kept = json.loads(out.getvalue())
    assert (kept["dag"], kept["batch"]) == ("2026-03-10", 4)
    file = tmp_path / "zegel.json"
    file.write_text(out.getvalue(), encoding="utf-8")
    out = StringIO()
    call_command("verify_log", "--zegel", str(file), stdout=out)
    assert out.getvalue().strip() == "In orde: 4 batches, 12 regels."
    as_owner("DELETE FROM cases_accesslogentry WHERE id = 8")
    out = StringIO()
    with pytest.raises(CommandError, match="klopt niet met zijn zegels"):
        call_command("verify_log", stdout=out)
    assert out.getvalue().strip() == "Batch 3: er zijn regels uit verwijderd (regel {[8,9)})."


def test_a_day_without_any_seal_and_a_file_that_is_none_are_refused(
    four_batches: None, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match="nog geen zegel"):
        call_command("export_seal", "--dag", "2026-03-09")
    file = tmp_path / "anders.json"
    file.write_text("[]", encoding="utf-8")
    with pytest.raises(CommandError, match="geen bestand van export_seal"):
        call_command("verify_log", "--zegel", str(file))
