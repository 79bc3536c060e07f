"""What does not agree between the seals and the rows that they were set over, and what that means."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Fault(StrEnum):
    """What happened to a batch."""

    BATCH_REMOVED = "batch_removed"
    BATCH_REORDERED = "batch_reordered"
    BATCH_BEFORE_REPLACED = "batch_before_replaced"
    SEAL_ALTERED = "seal_altered"
    ROWS_REMOVED = "rows_removed"
    ROWS_ALTERED = "rows_altered"
    ROWS_INSERTED = "rows_inserted"
    PRUNED_TOO_EARLY = "pruned_too_early"
    NOT_AS_KEPT_OUTSIDE = "not_as_kept_outside"


FAULT_TEXTS: Final[dict[Fault, str]] = {
    Fault.BATCH_REMOVED: "de batch is verwijderd",
    Fault.BATCH_REORDERED: "de batch staat niet meer op zijn plaats in de keten",
    Fault.BATCH_BEFORE_REPLACED: "het zegel sluit niet aan op de batch ervoor: die is vervangen",
    Fault.SEAL_ALTERED: "het zegel zelf is gewijzigd",
    Fault.ROWS_REMOVED: "er zijn regels uit verwijderd",
    Fault.ROWS_ALTERED: "er zijn regels in gewijzigd",
    Fault.ROWS_INSERTED: "er zijn regels tussengevoegd",
    Fault.PRUNED_TOO_EARLY: "er staat dat de regels zijn verwijderd, maar zij zijn geen vijf jaar oud",
    Fault.NOT_AS_KEPT_OUTSIDE: "het zegel is niet gelijk aan het zegel dat buiten is bewaard",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, with which batch; `ids`: which rows where that is known, as a multirange."""

    batch: int
    fault: Fault
    ids: str = ""

    def __str__(self) -> str:
        rows = f" (regel {self.ids})" if self.ids else ""
        return f"Batch {self.batch}: {FAULT_TEXTS[self.fault]}{rows}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One seal as it stands, beside what is computed anew from the rows that are there now.

    `gone`: the rows of the batch that are no longer there, as a multirange. `pruned`: a note says that they
    were removed after their time; `is_old`: the seal was set more than five years ago.
    """

    number: int
    previous: str
    hash: str
    content: str
    computed_hash: str
    computed_content: str
    gone: str = "{}"
    pruned: bool = False
    is_old: bool = False


@dataclass(frozen=True, slots=True)
class KeptSeal:
    """A seal that was taken outside the database."""

    batch: int
    hash: str


def findings_in(seals: Iterable[Checked], known: Collection[str]) -> Iterator[Finding]:
    """What is wrong with the seals, which come in the order of their number.

    `known`: the hash of every seal that is there, which tells a batch that moved from one that was replaced.
    """
    before, number = "", 0
    for seal in seals:
        missing = range(number + 1, seal.number)
        yield from (Finding(gone, Fault.BATCH_REMOVED) for gone in missing)
        if seal.hash != seal.computed_hash:
            yield Finding(seal.number, Fault.SEAL_ALTERED)
        if seal.previous != before and not missing:
            moved = seal.previous in known or (not seal.previous and number > 0)
            yield Finding(seal.number, Fault.BATCH_REORDERED if moved else Fault.BATCH_BEFORE_REPLACED)
        if seal.pruned:
            yield from _of_pruned(seal)
        elif seal.gone != "{}":
            yield Finding(seal.number, Fault.ROWS_REMOVED, seal.gone)
        elif seal.content != seal.computed_content:
            yield Finding(seal.number, Fault.ROWS_ALTERED)
        before, number = seal.hash, seal.number


def _of_pruned(seal: Checked) -> Iterator[Finding]:
    """What is wrong with a batch whose rows are said to be gone: the note itself proves nothing."""
    if not seal.is_old:
        yield Finding(seal.number, Fault.PRUNED_TOO_EARLY, seal.gone)
    if seal.computed_content:
        yield Finding(seal.number, Fault.ROWS_INSERTED)


def not_as_kept(kept: Sequence[KeptSeal], standing: dict[int, str]) -> Iterator[Finding]:
    """Where the chain differs from the one of which a seal was kept outside; `standing`: hash by batch."""
    for seal in kept:
        if standing.get(seal.batch) != seal.hash:
            yield Finding(seal.batch, Fault.NOT_AS_KEPT_OUTSIDE)
