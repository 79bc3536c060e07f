"""What a measure means for who is protected by it, in words to say on the phone (domain guide, section 8)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cases.plans.rules.measure import ACCESS_REMOVING_PARTS, MeasureKind, Part

_MEANING: Final[dict[Part, str]] = {
    Part.CONTACT_BAN: (
        "Contactverbod: de verdachte mag op geen enkele manier contact zoeken. Niet bellen, appen, mailen of "
        "schrijven, niet via sociale media en niet via anderen."
    ),
    Part.AREA_BAN: "Gebiedsverbod: de verdachte mag niet in dit gebied komen: {area}.",
    Part.LOCATION_BAN: "Locatieverbod: de verdachte mag niet op deze plek komen: {area}.",
    Part.LOCATION_ORDER: "Locatiegebod: de verdachte moet op afgesproken tijden op een vaste plek zijn.",
    Part.DUTY_TO_REPORT: "Meldplicht: de verdachte moet zich op vaste momenten melden.",
    Part.GUIDANCE: "Begeleiding: de verdachte moet meewerken aan hulpverlening.",
    Part.SUBSTANCE_BAN: "De verdachte mag geen drugs of alcohol gebruiken.",
    Part.ADMISSION: "De verdachte moet zich laten opnemen in een zorginstelling.",
    Part.TREATMENT: "De verdachte moet zich laten behandelen.",
    Part.SUPPORTED_HOUSING: "De verdachte moet begeleid wonen.",
    Part.TRAINING: "De verdachte moet een training over het eigen gedrag volgen.",
}
_OF_KIND: Final[dict[MeasureKind, str]] = {
    MeasureKind.POLICE_CUSTODY: "De verdachte zit vast bij de politie.",
    MeasureKind.BEFORE_RC: "De verdachte wordt naar een rechter gebracht, die over vastzitten beslist.",
    MeasureKind.REMAND: "De verdachte zit vast; een rechter heeft dat beslist.",
    MeasureKind.DETENTION: "De verdachte zit vast; de rechtbank heeft dat beslist.",
    MeasureKind.SUSPENSION_OF_REMAND: (
        "De verdachte is vrij zolang de verdachte zich aan de voorwaarden houdt; anders kan hij of zij weer "
        "vast."
    ),
    MeasureKind.BEHAVIOURAL_ORDER: "De officier van justitie heeft dit bevolen; het geldt meteen.",
    MeasureKind.LIBERTY_RESTRICTING: "De rechter heeft dit opgelegd; bij overtreding kan de verdachte vast.",
    MeasureKind.BEHAVIOUR_INFLUENCING: "De rechter houdt langer toezicht op het gedrag van de verdachte.",
    MeasureKind.CONDITIONAL_SENTENCE: "Een deel van de straf geldt alleen bij overtreding van voorwaarden.",
    MeasureKind.IMMEDIATELY_ENFORCEABLE: "De voorwaarden gelden meteen, ook als er hoger beroep komt.",
    MeasureKind.JUVENILE_CONDITIONAL_SENTENCE: (
        "Een deel van de straf hoeft alleen als de minderjarige zich niet aan de voorwaarden houdt."
    ),
    MeasureKind.JUVENILE_LIBERTY_RESTRICTING: "De kinderrechter heeft dit opgelegd aan de minderjarige.",
    MeasureKind.CONDITIONAL_DISMISSAL: "Bij overtreding van een voorwaarde kan alsnog worden vervolgd.",
    MeasureKind.PENAL_ORDER: "Het OM heeft zelf een straf of aanwijzing opgelegd.",
    MeasureKind.TEMPORARY_RESTRAINING_ORDER: (
        "Huisverbod van de burgemeester: de verdachte mag niet in de woning komen en geen contact zoeken met "
        "wie daar wonen. Laat de verdachte niet binnen, ook niet voor spullen."
    ),
    MeasureKind.PROVISIONAL_SUPERVISION_ORDER: "Een jeugdbeschermer kijkt voorlopig mee met de kinderen.",
    MeasureKind.SUPERVISION_ORDER: "Een jeugdbeschermer kijkt mee met de veiligheid van de kinderen.",
    MeasureKind.OUT_OF_HOME_PLACEMENT: "De kinderen wonen tijdelijk op een andere, veilige plek.",
}
BAN_BINDS_THE_SUSPECT: Final = (
    "Het verbod geldt voor de verdachte, niet voor het slachtoffer. Zoekt de verdachte contact: niet "
    "reageren, berichten bewaren en melden."
)


def meaning(parts: Iterable[Part], area: str) -> tuple[str, ...]:
    """What each part comes down to, in the order of the catalogue; for a ban also whom it binds.

    `area`: the area or place of the measure as it was ordered.
    """
    chosen = set(parts)
    lines = [
        _MEANING[part].format(area=area or "zie de beslissing")
        for part in Part
        if part in chosen and part in _MEANING
    ]
    if chosen & ACCESS_REMOVING_PARTS:
        lines.append(BAN_BINDS_THE_SUSPECT)
    return tuple(lines)


def meaning_of_kind(kind: MeasureKind) -> str:
    """What a kind of measure is, for who is protected by it; empty for an arrest, which is told as such."""
    return _OF_KIND.get(kind, "")
