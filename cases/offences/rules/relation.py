"""What the victim is to the suspect, as far as the law makes a difference (art. 304 and 316 Sr)."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Relation(StrEnum):
    """What the victim is to the suspect."""

    SPOUSE = "spouse"
    SEPARATED_SPOUSE = "separated_spouse"
    LIFE_COMPANION = "life_companion"
    FORMER_PARTNER = "former_partner"
    MOTHER = "mother"
    LEGAL_FATHER = "legal_father"
    CHILD = "child"
    CHILD_IN_AUTHORITY = "child_in_authority"
    CHILD_IN_HOUSEHOLD = "child_in_household"
    ENTRUSTED_MINOR = "entrusted_minor"
    CLOSE_RELATIVE = "close_relative"
    OTHER = "other"


RELATION_LABELS: Final[dict[Relation, str]] = {
    Relation.SPOUSE: "echtgenoot of geregistreerd partner",
    Relation.SEPARATED_SPOUSE: "echtgenoot, gescheiden van tafel en bed of van goederen",
    Relation.LIFE_COMPANION: "levensgezel",
    Relation.FORMER_PARTNER: "ex-partner",
    Relation.MOTHER: "moeder",
    Relation.LEGAL_FATHER: "juridische vader",
    Relation.CHILD: "eigen kind",
    Relation.CHILD_IN_AUTHORITY: "kind over wie de verdachte gezag heeft",
    Relation.CHILD_IN_HOUSEHOLD: "kind dat de verdachte in het gezin verzorgt of opvoedt",
    Relation.ENTRUSTED_MINOR: "minderjarige die aan de verdachte is toevertrouwd",
    Relation.CLOSE_RELATIVE: "ander familielid in de rechte lijn of tweede graad (ook aangetrouwd)",
    Relation.OTHER: "geen van deze",
}

# Art. 304 Sr raises the maximum by a third; an ex-partner is not named there.
RAISES_MAXIMUM: Final[frozenset[Relation]] = frozenset(
    {
        Relation.SPOUSE,
        Relation.SEPARATED_SPOUSE,
        Relation.LIFE_COMPANION,
        Relation.MOTHER,
        Relation.LEGAL_FATHER,
        Relation.CHILD,
        Relation.CHILD_IN_AUTHORITY,
        Relation.CHILD_IN_HOUSEHOLD,
        Relation.ENTRUSTED_MINOR,
    }
)

# Art. 316 lid 2 Sr: prosecution of theft and damage only on a klacht.
KLACHT_AMONG_RELATIVES: Final[frozenset[Relation]] = frozenset(
    {
        Relation.SEPARATED_SPOUSE,
        Relation.MOTHER,
        Relation.LEGAL_FATHER,
        Relation.CHILD,
        Relation.CLOSE_RELATIVE,
    }
)

# A child in authority or household may or may not be a relative by blood or marriage.
PERHAPS_A_RELATIVE: Final[frozenset[Relation]] = frozenset(
    {Relation.CHILD_IN_AUTHORITY, Relation.CHILD_IN_HOUSEHOLD}
)
