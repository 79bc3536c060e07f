"""The question that nobody but a human being answers: is this recorded person the same one?"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class SamePerson(StrEnum):
    """The answer, given by hand, to the question whether a recorded person is the one who is meant now."""

    SAME_FAMILY = "same_family"
    OTHER_FAMILY = "other_family"
    SOMEBODY_ELSE = "somebody_else"


SAME_PERSON_LABELS: Final[dict[SamePerson, str]] = {
    SamePerson.SAME_FAMILY: "Zelfde persoon, en deze zaak gaat over hetzelfde gezin",
    SamePerson.OTHER_FAMILY: "Zelfde persoon, maar deze zaak gaat over een ander gezin",
    SamePerson.SOMEBODY_ELSE: "Iemand anders",
}
