"""One line of what lies on the table: what, who gave it, when, and under which category it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.access.rules.categories import Category
from cases.casefiles.queries import CaseAccess
from cases.organisations.models import Organisation
from cases.organisations.rules import OrganisationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One fact on the table.

    `code` is stable (links, REST). `given`: who gave it, with the moment; None: not there. `unknown`: nobody
    stated it yet, then `supplier` names who must.
    """

    code: str
    label: str
    category: Category
    value: str = ""
    given: Organisation | None = None
    at: datetime | None = None
    unknown: bool = False
    supplier: OrganisationKind | None = None

    def visible_to(self, access: CaseAccess) -> bool:
        """Whether the actor may see it; that something is still missing is owed, and everybody sees that."""
        return self.given is None or access.may_see(self.category, self.given.pk)

    def plain(self) -> dict[str, Any]:
        """As it is frozen with a decision."""
        return {
            "code": self.code,
            "label": self.label,
            "category": self.category.value,
            "value": self.value,
            "given": self.given.pk if self.given else None,
            "by": self.given.short_name if self.given else "",
            "at": self.at.isoformat() if self.at else None,
            "unknown": self.unknown,
            "supplier": self.supplier.value if self.supplier else "",
        }


def missing_line(
    code: str, label: str, category: Category, supplier: OrganisationKind, value: str = ""
) -> Line:
    """What is not there yet, and who supplies it."""
    return Line(code=code, label=label, category=category, value=value, unknown=True, supplier=supplier)
