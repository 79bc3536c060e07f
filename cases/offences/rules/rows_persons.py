"""Catalogue rows: offences against life, body and liberty, threats, stalking and children.

Columns: kind, code, name, maximum, remand ground (art. 67 lid 1 Sv), then what is special.
"""

from __future__ import annotations

from typing import Final

from cases.offences.rules.offence import Klacht, Offence, OffenceKind, RemandGround, row
from cases.offences.rules.penalty import life_or_years, years

A, B = RemandGround.A, RemandGround.B
BODY, THREAT, CHILD = OffenceKind.VIOLENCE, OffenceKind.THREAT, OffenceKind.CHILD
LIBERTY, OTHER = OffenceKind.DEPRIVATION_OF_LIBERTY, OffenceKind.OTHER

BY_304: Final = (
    "Met artikel 304 Sr wordt het maximum 8 jaar; of het dan een 8-jaarsfeit is, moet een jurist bevestigen."
)
SEVERE: Final = "met zwaar lichamelijk letsel tot gevolg"
FATAL: Final = "met de dood tot gevolg"
PLANNED: Final = "met voorbedachten rade"

VIOLENCE_ROWS: Final[tuple[Offence, ...]] = (
    row(BODY, "300-1", "mishandeling", years(3), B, raised=years(4), attempt=False),
    row(BODY, "300-2", f"mishandeling {SEVERE}", years(4), A, raised=years(5, 4), attempt=False),
    row(
        BODY, "300-3", f"mishandeling {FATAL}", years(6), A, raised=years(8), attempt=False, to_confirm=BY_304
    ),
    row(BODY, "301-1", f"mishandeling {PLANNED}", years(4), A, raised=years(5, 4)),
    row(BODY, "301-2", f"mishandeling {PLANNED} {SEVERE}", years(6), A, raised=years(8), to_confirm=BY_304),
    row(BODY, "301-3", f"mishandeling {PLANNED} {FATAL}", years(9), A, eight=True, raised=years(12)),
    row(BODY, "302-1", "zware mishandeling", years(8), A, eight=True, raised=years(10, 8)),
    row(BODY, "302-2", f"zware mishandeling {FATAL}", years(10), A, eight=True, raised=years(13, 4)),
    row(BODY, "303-1", f"zware mishandeling {PLANNED}", years(12), A, eight=True, raised=years(16)),
    row(BODY, "303-2", f"zware mishandeling {PLANNED} {FATAL}", years(15), A, eight=True, raised=years(20)),
    row(
        BODY,
        "306-1",
        f"deelneming aan een vechterij {SEVERE}",
        years(2),
        None,
        article="art. 306 onder 1° Sr",
    ),
    row(
        BODY, "306-2", f"deelneming aan een vechterij {FATAL}", years(3), None, article="art. 306 onder 2° Sr"
    ),
    row(BODY, "287", "doodslag", years(25), A, eight=True),
    row(BODY, "289", "moord", life_or_years(30), A, eight=True),
)

THREAT_ROWS: Final[tuple[Offence, ...]] = (
    row(THREAT, "285-1", "bedreiging", years(3), B),
    row(THREAT, "285-2", "schriftelijke bedreiging onder een voorwaarde", years(4), A),
    row(THREAT, "285a", "beïnvloeden van een getuige", years(4), A),
    row(
        THREAT,
        "284",
        "dwang",
        years(2),
        B,
        klacht=Klacht.SOMETIMES,
        note="Klacht alleen nodig bij dwang door bedreiging met smaad of smaadschrift.",
    ),
    row(THREAT, "285d", "doxing", years(2), B),
    row(
        OffenceKind.STALKING,
        "285b",
        "belaging (stalking)",
        years(3),
        B,
        klacht=Klacht.ALWAYS,
        note="Vervolging alleen op klacht (lid 2). Over deze eis loopt een politiek debat.",
    ),
)

LIBERTY_ROWS: Final[tuple[Offence, ...]] = (
    row(LIBERTY, "282-1", "wederrechtelijke vrijheidsberoving", years(8), A, eight=True),
    row(LIBERTY, "282-2", f"wederrechtelijke vrijheidsberoving {SEVERE}", years(9), A, eight=True),
    row(LIBERTY, "282-3", f"wederrechtelijke vrijheidsberoving {FATAL}", years(12), A, eight=True),
    row(LIBERTY, "278", "mensenroof", years(12), A, eight=True),
)

CHILD_ROWS: Final[tuple[Offence, ...]] = (
    row(CHILD, "279-1", "onttrekking van een minderjarige aan het gezag", years(6), A),
    row(
        CHILD,
        "279-2",
        "onttrekking van een minderjarige met list of geweld, of van een kind onder 12 jaar",
        years(9),
        A,
        eight=True,
    ),
    row(CHILD, "280-1", "verbergen van een minderjarige", years(3), None),
    row(CHILD, "280-1-12", "verbergen van een kind onder 12 jaar", years(6), A, article="art. 280 lid 1 Sr"),
    row(CHILD, "255", "in hulpeloze toestand brengen of laten", years(2), None),
    row(CHILD, "257-1", f"in hulpeloze toestand brengen of laten {SEVERE}", years(7, 6), A),
    row(CHILD, "257-2", f"in hulpeloze toestand brengen of laten {FATAL}", years(9), A, eight=True),
)

TRAFFICKING_ROWS: Final[tuple[Offence, ...]] = (
    row(OTHER, "273f-1", "mensenhandel", years(12), A, eight=True),
    row(OTHER, "273f-3", "mensenhandel, gekwalificeerd", years(15), A, eight=True),
    row(OTHER, "273f-4", f"mensenhandel {SEVERE}", years(18), A, eight=True),
    row(OTHER, "273f-5", f"mensenhandel {FATAL}", life_or_years(30), A, eight=True),
)

PERSON_ROWS: Final = (*VIOLENCE_ROWS, *THREAT_ROWS, *LIBERTY_ROWS, *CHILD_ROWS, *TRAFFICKING_ROWS)
