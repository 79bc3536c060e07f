"""What a giver may open beyond the disclosure table, on which ground, and who consents to it (tables, 5).

An act opens one section of the giver to one organisation. It never opens what the table forbids, and the
ground is held against the table again at every request.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from cases.access.rules.categories import Category
from cases.access.rules.grants import Grant
from cases.organisations.rules import OrganisationKind

K = OrganisationKind


class Ground(StrEnum):
    """Why a giver shares what the table does not give."""

    CONSENT = "consent"
    MELDCODE = "meldcode"
    TASK = "task"
    LAW = "law"
    DANGER = "danger"


GROUND_LABELS: Final[dict[Ground, str]] = {
    Ground.CONSENT: "toestemming van de betrokkene",
    Ground.MELDCODE: "Meldcode: Veilig Thuis inlichten zonder toestemming",
    Ground.TASK: "nodig voor de wettelijke taak van de ontvanger",
    Ground.LAW: "een ander wettelijk voorschrift",
    Ground.DANGER: "acuut gevaar voor een persoon",
}

GROUND_BASIS: Final[dict[Ground, str]] = {
    Ground.CONSENT: "AVG art. 6 lid 1 onder a en art. 9 lid 2 onder a",
    Ground.MELDCODE: "Wmo 2015 art. 5.2.6; Besluit verplichte meldcode",
    Ground.TASK: "de regel van de verstrekkingentabel",
    Ground.LAW: "het voorschrift in de toelichting",
    Ground.DANGER: "AVG art. 6 lid 1 onder d",
}

# What must be weighed in words; consent stands on record, and the table itself asks for a task.
NEEDS_EXPLANATION: Final = frozenset({Ground.MELDCODE, Ground.LAW, Ground.DANGER})

# What these record is about their client, the one suspect of the case; she or he consents for the whole.
CLIENT_GIVERS: Final = frozenset({K.RECLASSERING, K.HALT, K.JR})
# Professionals who may inform Veilig Thuis without consent; SHN shares with the victim's consent only.
MELDCODE_GIVERS: Final = CLIENT_GIVERS | {K.RVDK, K.LOKAAL, K.ZVH, K.GI, K.OPVANG, K.EXPERT}

_BEYOND: Final = frozenset({Ground.CONSENT, Ground.MELDCODE, Ground.LAW, Ground.DANGER})
# Which ground opens what a cell of the table does not give by itself.
_OPENS: Final[dict[Grant, frozenset[Ground]]] = {
    Grant.ALLOWED: frozenset(Ground),
    Grant.TASK: frozenset(Ground),
    Grant.CONSENT: frozenset({Ground.CONSENT, Ground.MELDCODE, Ground.DANGER}),
    Grant.ONLY_THAT: _BEYOND,
    Grant.FORBIDDEN: frozenset(),
}
# Narrower than their cell: an address stays where the table leaves it, wishes are the victim's own, and
# judicial records leave the chain by law only (Wjsg).
_NARROWER: Final[dict[Category, frozenset[Ground]]] = {
    Category.PROTECTED_ADDRESS: frozenset({Ground.TASK}),
    Category.WISHES: frozenset({Ground.TASK, Ground.CONSENT}),
    Category.JUDICIAL: frozenset({Ground.TASK, Ground.LAW}),
}


def grounds_for(
    giver: OrganisationKind, recipient: OrganisationKind, category: Category, grant: Grant
) -> tuple[Ground, ...]:
    """The grounds on which a giver may open a section to a kind of partner, by what the table says of it."""
    open_to = _OPENS[grant] & _NARROWER.get(category, frozenset(Ground))
    if recipient is not K.VT or giver not in MELDCODE_GIVERS:
        open_to -= {Ground.MELDCODE}
    if consent_role(giver, category) is None:
        open_to -= {Ground.CONSENT}
    return tuple(ground for ground in Ground if ground in open_to)


def consent_role(giver: OrganisationKind, category: Category) -> str | None:
    """Whose consent opens a section of this giver: the role in the case; None when no consent can.

    Probation and Halt write about the suspect, SHN keeps the wishes of each victim; what others record is
    about several people at once.
    """
    if category is Category.WISHES:
        return "victim" if giver is K.SHN else None
    return "suspect" if giver in CLIENT_GIVERS else None


def asks_consent(category: Category) -> tuple[OrganisationKind, ...]:
    """The kinds of organisation that can ask consent for a category."""
    return tuple(kind for kind in OrganisationKind if consent_role(kind, category) is not None)
