"""How two cases of one family system belong together: co-suspects, mutual violence, a follow-up."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class LinkKind(StrEnum):
    """What the linked case is to this one."""

    CO_SUSPECT = "co_suspect"
    MUTUAL_VIOLENCE = "mutual"
    FOLLOW_UP = "follow_up"


# Seen from the case that was linked, and from the case that it was linked to.
LINK_LABELS: Final[dict[LinkKind, tuple[str, str]]] = {
    LinkKind.CO_SUSPECT: ("medeverdachte van hetzelfde feit", "medeverdachte van hetzelfde feit"),
    LinkKind.MUTUAL_VIOLENCE: ("geweld over en weer", "geweld over en weer"),
    LinkKind.FOLLOW_UP: ("eerdere zaak", "vervolgzaak"),
}


def link_label(kind: LinkKind, *, from_newer: bool) -> str:
    """What the other case is: read in the case that was linked (`from_newer`), or in the one linked to."""
    return LINK_LABELS[kind][0 if from_newer else 1]
