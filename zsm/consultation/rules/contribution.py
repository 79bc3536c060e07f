"""What each organisation brings to the table, under its own categories (domain guide, section 4, step 5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cases.access.rules.categories import Category
from cases.organisations.rules import OrganisationKind

C, K = Category, OrganisationKind

# A partner tells what comes from its own task; the disclosure table decides who reads it.
_OWN: Final[dict[OrganisationKind, tuple[Category, ...]]] = {
    K.POLITIE: (C.INVESTIGATION, C.INCIDENTS, C.JUDICIAL),
    K.OM: (C.INVESTIGATION, C.JUDICIAL),
    K.VT: (C.ASSESSMENT_GROUNDS, C.INCIDENTS, C.MEDICAL, C.CHILDREN),
    K.RECLASSERING: (C.JUDICIAL, C.INCIDENTS, C.MEDICAL),
    K.RVDK: (C.CHILDREN, C.INCIDENTS),
    K.SHN: (C.WISHES,),
    K.LOKAAL: (C.INCIDENTS, C.PLAN),
    K.GI: (C.CHILDREN,),
    K.JR: (C.CHILDREN, C.JUDICIAL),
}
_OTHERS: Final = (C.INCIDENTS,)

VIEW_CATEGORY: Final = Category.ASSESSMENT_CONCLUSION
OFFER_CATEGORY: Final = Category.PLAN
DISSENT_CATEGORY: Final = Category.DECISION
LONGEST_TEXT: Final = 2000


def own_categories(kind: OrganisationKind) -> tuple[Category, ...]:
    """Under which categories an organisation of this kind tells what it knows."""
    return _OWN.get(kind, _OTHERS)


def contribution_errors(
    kind: OrganisationKind,
    *,
    knows: Mapping[Category, str],
    view: str,
    offer: str,
    dissent: str,
    dissent_reason: str,
) -> dict[str, list[str]]:
    """What is wrong with a contribution, by field (`knows.<category>` for what is known)."""
    errors: dict[str, list[str]] = {}
    for category, text in knows.items():
        if category not in own_categories(kind):
            errors[f"knows.{category}"] = ["Dit hoort niet bij de taak van uw organisatie."]
        elif len(text) > LONGEST_TEXT:
            errors[f"knows.{category}"] = [f"Gebruik ten hoogste {LONGEST_TEXT} tekens."]
    texts = {"view": view, "offer": offer, "dissent": dissent, "dissent_reason": dissent_reason}
    for name, text in texts.items():
        if len(text) > LONGEST_TEXT:
            errors[name] = [f"Gebruik ten hoogste {LONGEST_TEXT} tekens."]
    if dissent.strip() and not dissent_reason.strip():
        errors["dissent_reason"] = ["Geef de reden van uw andere oordeel."]
    if dissent_reason.strip() and not dissent.strip():
        errors["dissent"] = ["Schrijf op wat uw andere oordeel is."]
    if not any(text.strip() for text in (*knows.values(), *texts.values())):
        errors[""] = ["Vul ten minste één onderdeel in."]
    return errors
