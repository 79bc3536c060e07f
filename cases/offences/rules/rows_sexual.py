"""Catalogue rows: sexual offences, in the numbering in force since 1 July 2024.

Columns: kind, code, name, maximum, remand ground (art. 67 lid 1 Sv), then what is special.
"""

from __future__ import annotations

from typing import Final

from cases.offences.rules.offence import Offence, OffenceKind, RemandGround, row
from cases.offences.rules.penalty import months, months_of_detention, years

A, B = RemandGround.A, RemandGround.B
SEXUAL = OffenceKind.SEXUAL

TEENAGER: Final = "van een kind van 16 of 17 jaar"
CHILD_12_16: Final = "van een kind van 12 tot en met 15 jaar"
CHILD_UNDER_12: Final = "van een kind onder 12 jaar"

SEXUAL_ROWS: Final[tuple[Offence, ...]] = (
    row(SEXUAL, "240", "schuldaanranding", years(2), None),
    row(SEXUAL, "241-1", "opzetaanranding", years(6), A),
    row(SEXUAL, "241-2", "gekwalificeerde opzetaanranding", years(8), A, eight=True),
    row(SEXUAL, "242", "schuldverkrachting", years(4), A),
    row(SEXUAL, "243-1", "opzetverkrachting", years(9), A, eight=True),
    row(SEXUAL, "243-2", "gekwalificeerde opzetverkrachting", years(12), A, eight=True),
    row(SEXUAL, "245-1", f"aanranding {TEENAGER}", years(6), A),
    row(SEXUAL, "245-2", f"gekwalificeerde aanranding {TEENAGER}", years(8), A, eight=True),
    row(SEXUAL, "246-1", f"verkrachting {TEENAGER}", years(9), A, eight=True),
    row(SEXUAL, "246-2", f"gekwalificeerde verkrachting {TEENAGER}", years(12), A, eight=True),
    row(SEXUAL, "247-1", f"aanranding {CHILD_12_16}", years(8), A, eight=True),
    row(SEXUAL, "247-2", f"gekwalificeerde aanranding {CHILD_12_16}", years(10, 8), A, eight=True),
    row(SEXUAL, "248-1", f"verkrachting {CHILD_12_16}", years(12), A, eight=True),
    row(SEXUAL, "248-2", f"gekwalificeerde verkrachting {CHILD_12_16}", years(15), A, eight=True),
    row(SEXUAL, "249-1", f"aanranding {CHILD_UNDER_12}", years(10), A, eight=True),
    row(SEXUAL, "249-2", f"gekwalificeerde aanranding {CHILD_UNDER_12}", years(13, 4), A, eight=True),
    row(SEXUAL, "250-1", f"verkrachting {CHILD_UNDER_12}", years(15), A, eight=True),
    row(SEXUAL, "250-2", f"gekwalificeerde verkrachting {CHILD_UNDER_12}", years(18), A, eight=True),
    row(SEXUAL, "251-1", "seksueel benaderen van een kind", years(2), B),
    row(SEXUAL, "251-2", "seksueel benaderen van een kind (lid 2)", years(1, 6), B),
    row(SEXUAL, "252", "kinderpornografie", years(6), A),
    row(SEXUAL, "254b", "schennis van de eerbaarheid", months(6), B),
    row(SEXUAL, "254ba-1", "seksbeeldmateriaal maken of hebben zonder toestemming", years(1), B),
    row(SEXUAL, "254ba-2", "seksbeeldmateriaal openbaar maken zonder toestemming", years(2), B),
    row(SEXUAL, "429ter", "seksuele intimidatie in het openbaar", months_of_detention(3), None),
)
