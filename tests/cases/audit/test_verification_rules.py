"""What does not agree, and what it is called."""

from __future__ import annotations

from typing import Any

import pytest

from cases.audit.rules.verification import Checked, Fault, KeptSeal, findings_in, not_as_kept


def seal(number: int, name: str, previous: str, **changed: Any) -> Checked:
    told: dict[str, Any] = {
        "hash": name,
        "computed_hash": name,
        "content": "c",
        "computed_content": "c",
        **changed,
    }
    return Checked(number=number, previous=previous, **told)


CHAIN = [seal(1, "a", ""), seal(2, "b", "a"), seal(3, "c", "b"), seal(4, "d", "c")]


@pytest.mark.parametrize(
    ("seals", "expected"),
    [
        (CHAIN, []),
        ([], []),
        ([CHAIN[0], *CHAIN[2:]], [(2, Fault.BATCH_REMOVED)]),
        (CHAIN[2:], [(1, Fault.BATCH_REMOVED), (2, Fault.BATCH_REMOVED)]),
        ([CHAIN[0], seal(2, "b", "a", computed_hash="x"), *CHAIN[2:]], [(2, Fault.SEAL_ALTERED)]),
        ([CHAIN[0], seal(2, "b", "a", computed_content="x"), *CHAIN[2:]], [(2, Fault.ROWS_ALTERED)]),
        (
            [CHAIN[0], seal(2, "b", "a", computed_content="x", gone="{[7,8)}"), *CHAIN[2:]],
            [(2, Fault.ROWS_REMOVED)],
        ),
        # Emptied after its time; then the note alone proves nothing, and no row may be there.
        ([seal(1, "a", "", pruned=True, is_old=True, gone="{[1,4)}", computed_content=""), *CHAIN[1:]], []),
        (
            [CHAIN[0], seal(2, "b", "a", pruned=True, gone="{[4,7)}", computed_content=""), *CHAIN[2:]],
            [(2, Fault.PRUNED_TOO_EARLY)],
        ),
        (
            [seal(1, "a", "", pruned=True, is_old=True, computed_content="x"), *CHAIN[1:]],
            [(1, Fault.ROWS_INSERTED)],
        ),
        # One removed, and those after it numbered anew.
        (
            [CHAIN[0], seal(2, "c", "b"), seal(3, "d", "c")],
            [(2, Fault.BATCH_BEFORE_REPLACED)],
        ),
        # Two changed places.
        (
            [CHAIN[0], seal(2, "c", "b"), seal(3, "b", "a"), seal(4, "d", "c")],
            [(2, Fault.BATCH_REORDERED), (3, Fault.BATCH_REORDERED), (4, Fault.BATCH_REORDERED)],
        ),
        # One was made anew, with the right hash of its own.
        ([CHAIN[0], seal(2, "x", "a"), *CHAIN[2:]], [(3, Fault.BATCH_BEFORE_REPLACED)]),
    ],
)
def test_each_disagreement_names_its_batch(seals: list[Checked], expected: list[tuple[int, Fault]]) -> None:
    known = {row.hash for row in seals}
    assert [(found.batch, found.fault) for found in findings_in(seals, known)] == expected


def test_a_seal_kept_outside_shows_a_chain_that_was_made_anew() -> None:
    standing = {1: "a", 2: "b"}
    assert list(not_as_kept([KeptSeal(2, "b")], standing)) == []
    [changed] = not_as_kept([KeptSeal(2, "z")], standing)
    [cut] = not_as_kept([KeptSeal(9, "q")], standing)
    assert (changed.batch, changed.fault) == (2, Fault.NOT_AS_KEPT_OUTSIDE)
    assert (cut.batch, cut.fault) == (9, Fault.NOT_AS_KEPT_OUTSIDE)
    assert "Batch 9" in str(cut)
