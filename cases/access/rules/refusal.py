"""What a refusal tells: every missing thing, and who supplies it (interface brief, principle 5)."""

from __future__ import annotations

from dataclasses import dataclass

from cases.organisations.rules import OrganisationKind


@dataclass(frozen=True, slots=True)
class Missing:
    """One missing thing.

    `code` is stable for machines, `text` is a Dutch sentence for people, `supplier` the kind of
    organisation that can supply it (None when nobody in particular).
    """

    code: str
    text: str
    supplier: OrganisationKind | None = None
