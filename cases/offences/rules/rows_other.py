"""Catalogue rows: property, trespass, breach of an order, weapons, arson and insult.

Columns: kind, code, name, maximum, remand ground (art. 67 lid 1 Sv), then what is special.
"""

from __future__ import annotations

from typing import Final

from cases.offences.rules.offence import Klacht, Offence, OffenceKind, RemandGround, row
from cases.offences.rules.penalty import life_or_years, months, months_of_detention, years

A, B, C = RemandGround.A, RemandGround.B, RemandGround.C
PROPERTY, TRESPASS, ORDER = OffenceKind.PROPERTY, OffenceKind.TRESPASS, OffenceKind.BREACH_OF_ORDER
WEAPONS, OTHER = OffenceKind.WEAPONS, OffenceKind.OTHER

RELATIVES_TO_CONFIRM: Final = (
    "Of artikel 316 Sr (echtgenoot en naaste familie) ook hier geldt, moet een jurist bevestigen."
)

PROPERTY_ROWS: Final[tuple[Offence, ...]] = (
    row(PROPERTY, "350-1", "vernieling", years(2), B, relatives=True),
    row(PROPERTY, "350-2", "doden of beschadigen van een dier", years(5), A, relatives=True),
    row(PROPERTY, "310", "diefstal", years(4), A, relatives=True),
    row(PROPERTY, "311-1", "gekwalificeerde diefstal", years(6), A, relatives=True),
    row(PROPERTY, "311-2", "gekwalificeerde diefstal (lid 2)", years(9), A, eight=True, relatives=True),
    row(PROPERTY, "312-1", "diefstal met geweld", years(9), A, eight=True, relatives=True),
    row(PROPERTY, "312-2", "diefstal met geweld, gekwalificeerd", years(12), A, eight=True, relatives=True),
    row(
        PROPERTY,
        "312-3",
        "diefstal met geweld met de dood tot gevolg",
        years(15),
        A,
        eight=True,
        relatives=True,
    ),
    row(PROPERTY, "317-1", "afpersing", years(9), A, eight=True, to_confirm=RELATIVES_TO_CONFIRM),
    row(
        PROPERTY,
        "317-2",
        "afpersing, gekwalificeerd",
        years(12),
        A,
        eight=True,
        to_confirm=RELATIVES_TO_CONFIRM,
    ),
    row(
        PROPERTY,
        "317-3",
        "afpersing met de dood tot gevolg",
        years(15),
        A,
        eight=True,
        to_confirm=RELATIVES_TO_CONFIRM,
    ),
    row(PROPERTY, "318", "afdreiging", years(4), A, klacht=Klacht.ALWAYS),
)

ORDER_ROWS: Final[tuple[Offence, ...]] = (
    row(TRESPASS, "138-1", "huisvredebreuk", years(1), None),
    row(TRESPASS, "138-3", "huisvredebreuk met bedreiging", years(2), None),
    row(ORDER, "184", "niet voldoen aan een ambtelijk bevel", months(3), None),
    row(
        ORDER,
        "184a",
        "handelen in strijd met een gedragsaanwijzing",
        years(1),
        B,
        note="Alleen bij een gedragsaanwijzing op grond b van art. 509hh lid 1 Sv (gedrag jegens personen).",
    ),
    row(
        ORDER,
        "WTH-11",
        "handelen in strijd met een huisverbod",
        years(2),
        C,
        article="art. 11 Wet tijdelijk huisverbod",
    ),
)

WEAPON_ROWS: Final[tuple[Offence, ...]] = (
    row(WEAPONS, "WWM-55-1", "verboden wapenbezit", months(9), None, article="art. 26 en 55 lid 1 WWM"),
    row(
        WEAPONS,
        "WWM-55-3a",
        "bezit van een vuurwapen",
        years(8),
        A,
        eight=True,
        article="art. 26 en 55 lid 3 onder a WWM",
        to_confirm="De verwijzing naar lid 3 onder a en 7 moet een jurist bevestigen.",
    ),
)

OTHER_ROWS: Final[tuple[Offence, ...]] = (
    row(
        OTHER,
        "157-1",
        "brandstichting met gevaar voor goederen",
        years(12),
        A,
        eight=True,
        article="art. 157 onder 1° Sr",
    ),
    row(
        OTHER,
        "157-2",
        "brandstichting met gevaar voor personen",
        years(15),
        A,
        eight=True,
        article="art. 157 onder 2° Sr",
    ),
    row(
        OTHER,
        "157-3",
        "brandstichting met de dood tot gevolg",
        life_or_years(30),
        A,
        eight=True,
        article="art. 157 onder 3° Sr",
    ),
    row(OTHER, "261-1", "smaad", months(6), None, klacht=Klacht.ALWAYS),
    row(OTHER, "261-2", "smaadschrift", years(1), None, klacht=Klacht.ALWAYS),
    row(OTHER, "262", "laster", years(2), None, klacht=Klacht.ALWAYS),
    row(OTHER, "266", "belediging", months(3), None, klacht=Klacht.ALWAYS),
    row(
        OffenceKind.STALKING,
        "426bis",
        "hinderlijk volgen",
        months_of_detention(1),
        None,
        to_confirm="Of deze overtreding voor de werkwijze als stalking telt, moet een jurist bevestigen.",
    ),
)

REMAINING_ROWS: Final = (*PROPERTY_ROWS, *ORDER_ROWS, *WEAPON_ROWS, *OTHER_ROWS)
