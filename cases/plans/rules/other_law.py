"""Measures of administrative and civil law (offences and measures by law, section 2)."""

from __future__ import annotations

from typing import Final

from cases.plans.rules.measure import Authority, Frame, Measure, MeasureKind, Part
from cases.terms.rules.vocabulary import Length

ON_REQUEST: Final = "Op verzoek van de Raad voor de Kinderbescherming of het OM; ook voor een ongeboren kind."

ADMINISTRATIVE_MEASURES: Final[tuple[Measure, ...]] = (
    Measure(
        kind=MeasureKind.TEMPORARY_RESTRAINING_ORDER,
        label="tijdelijk huisverbod",
        frame=Frame.ADMINISTRATIVE,
        basis="art. 2, 3 en 9 Wet tijdelijk huisverbod",
        imposed_by=(Authority.MAYOR, Authority.HOVJ),
        maximum=Length(days=10),
        total=Length(weeks=4),
        extension="Tot ten hoogste 4 weken in totaal.",
        implied_parts=frozenset({Part.LOCATION_BAN, Part.CONTACT_BAN}),
        needs_serving=True,
        needs_registration=True,
        adults_only=True,
        notes="De hulpofficier alleen met mandaat. Vraagt een vermoeden van gevaar, geen bewijs.",
    ),
)

CIVIL_MEASURES: Final[tuple[Measure, ...]] = (
    Measure(
        kind=MeasureKind.PROVISIONAL_SUPERVISION_ORDER,
        label="voorlopige ondertoezichtstelling (VOTS)",
        frame=Frame.CIVIL,
        basis="art. 1:257 BW",
        imposed_by=(Authority.JUVENILE_COURT,),
        maximum=Length(months=3),
        notes=ON_REQUEST,
    ),
    Measure(
        kind=MeasureKind.SUPERVISION_ORDER,
        label="ondertoezichtstelling (OTS)",
        frame=Frame.CIVIL,
        basis="art. 1:255 BW",
        imposed_by=(Authority.JUVENILE_COURT,),
        maximum=Length(months=12),
        extension="Te verlengen, telkens met ten hoogste 1 jaar.",
        notes=ON_REQUEST,
        to_confirm="De verlenging moet een jurist bevestigen.",
    ),
    Measure(
        kind=MeasureKind.OUT_OF_HOME_PLACEMENT,
        label="uithuisplaatsing",
        frame=Frame.CIVIL,
        basis="art. 1:265b BW",
        imposed_by=(Authority.JUVENILE_COURT,),
        maximum=Length(months=12),
        notes="Binnen een (voorlopige) ondertoezichtstelling.",
        to_confirm="De langste duur binnen een voorlopige ondertoezichtstelling moet een jurist bevestigen.",
    ),
)

OTHER_MEASURES: Final = (*ADMINISTRATIVE_MEASURES, *CIVIL_MEASURES)
