"""Which categories of information each kind of organisation records (domain guide, sections 3 and 11).

An attachment has one of these; a protected address never comes as a file, it has a closed place of its own.
"""

from __future__ import annotations

from typing import Final

from cases.access.rules.categories import Category
from cases.organisations.rules import OrganisationKind

C, K = Category, OrganisationKind

_OTHERS: Final = (C.INCIDENTS, C.PLAN)
_RECORDS: Final[dict[OrganisationKind, tuple[Category, ...]]] = {
    K.POLITIE: (
        *(C.IDENTITY, C.CONTACT, C.REPORT, C.INCIDENTS, C.INVESTIGATION, C.JUDICIAL),
        *(C.PLAN, C.CHILDREN, C.SCREENINGS),
    ),
    K.OM: (C.IDENTITY, C.INVESTIGATION, C.JUDICIAL, C.PLAN, C.DECISION),
    K.VT: (
        *(C.IDENTITY, C.CONTACT, C.REPORT, C.INCIDENTS, C.ASSESSMENT_CONCLUSION, C.ASSESSMENT_GROUNDS),
        *(C.MEDICAL, C.PLAN, C.CHILDREN),
    ),
    K.RECLASSERING: (C.IDENTITY, C.JUDICIAL, C.MEDICAL, C.PLAN, C.ADVICE),
    K.RVDK: (C.IDENTITY, C.REPORT, C.MEDICAL, C.PLAN, C.ADVICE, C.CHILDREN),
    K.SHN: (C.CONTACT, C.WISHES),
    K.HALT: (C.IDENTITY, C.PLAN, C.ADVICE),
    K.JR: (C.IDENTITY, C.PLAN, C.ADVICE, C.CHILDREN),
    K.GI: (C.INCIDENTS, C.PLAN, C.CHILDREN),
    K.LOKAAL: (C.REPORT, C.INCIDENTS, C.PLAN, C.CHILDREN),
    K.GEMEENTE: (C.PLAN, C.DECISION),
    K.EXPERT: (C.ASSESSMENT_GROUNDS, C.MEDICAL, C.ADVICE),
}


def recorded_by(kind: OrganisationKind) -> tuple[Category, ...]:
    """The categories that a kind of organisation may give an attachment in."""
    return _RECORDS.get(kind, _OTHERS)
