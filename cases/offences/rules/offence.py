"""What one row of the offence catalogue says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from cases.offences.rules.penalty import Maximum

# The edition in which the rows were read from the law: 1 July 2026.
EDITION: Final = "2026-07"
# The present numbering of the sexual offences is in force since this day; no row reaches further back.
CATALOGUE_START: Final = date(2024, 7, 1)


class OffenceKind(StrEnum):
    """The groups in which the catalogue is shown; stalking also decides who takes part."""

    VIOLENCE = "violence"
    THREAT = "threat"
    STALKING = "stalking"
    DEPRIVATION_OF_LIBERTY = "deprivation_of_liberty"
    CHILD = "child"
    SEXUAL = "sexual"
    PROPERTY = "property"
    TRESPASS = "trespass"
    BREACH_OF_ORDER = "breach_of_order"
    WEAPONS = "weapons"
    OTHER = "other"


OFFENCE_KIND_LABELS: Final[dict[OffenceKind, str]] = {
    OffenceKind.VIOLENCE: "geweld",
    OffenceKind.THREAT: "bedreiging en dwang",
    OffenceKind.STALKING: "stalking",
    OffenceKind.DEPRIVATION_OF_LIBERTY: "vrijheidsberoving",
    OffenceKind.CHILD: "kind",
    OffenceKind.SEXUAL: "seksueel misdrijf",
    OffenceKind.PROPERTY: "vermogen en vernieling",
    OffenceKind.TRESPASS: "huisvredebreuk",
    OffenceKind.BREACH_OF_ORDER: "overtreding van een maatregel",
    OffenceKind.WEAPONS: "wapens",
    OffenceKind.OTHER: "overig",
}


class RemandGround(StrEnum):
    """Under which part of art. 67 lid 1 Sv the offence allows remand (voorlopige hechtenis)."""

    A = "a"
    B = "b"
    C = "c"


REMAND_LABELS: Final[dict[RemandGround, str]] = {
    RemandGround.A: "artikel 67 lid 1 onder a Sv: vier jaar of meer",
    RemandGround.B: "artikel 67 lid 1 onder b Sv: daar genoemd",
    RemandGround.C: "artikel 67 lid 1 onder c Sv: daar genoemd (bijzondere wet)",
}


class Klacht(StrEnum):
    """Whether the offence can be prosecuted only on a klacht."""

    NEVER = "never"
    ALWAYS = "always"
    SOMETIMES = "sometimes"


KLACHT_LABELS: Final[dict[Klacht, str]] = {
    Klacht.NEVER: "geen klacht nodig",
    Klacht.ALWAYS: "alleen op klacht te vervolgen",
    Klacht.SOMETIMES: "in sommige gevallen alleen op klacht te vervolgen",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offence:
    """One article and paragraph of the catalogue, in one version.

    `code` is stable ("300-1", "285b", "WWM-55-3a"), `article` the Dutch citation. `raised_maximum` is the
    maximum when art. 304 Sr applies. `eight_year` is None where a jurist still has to say whether it counts
    as an offence of eight years or more; `to_confirm` is the Dutch text of what is unsure, always shown.
    `relatives_rule` says that art. 316 Sr applies, `attempt_punishable` that attempt is an offence at all.
    `version` is the edition that wrote the row; `valid_to` the first day on which it no longer applies.
    """

    code: str
    article: str
    name: str
    kind: OffenceKind
    maximum: Maximum
    remand: RemandGround | None
    eight_year: bool | None
    raised_maximum: Maximum | None = None
    klacht: Klacht = Klacht.NEVER
    minor_offence: bool = False
    attempt_punishable: bool = True
    relatives_rule: bool = False
    note: str = ""
    to_confirm: str = ""
    version: str = EDITION
    valid_from: date = CATALOGUE_START
    valid_to: date | None = None
    source: str = "geconsolideerde wettekst per 1 juli 2026"

    @property
    def allows_remand(self) -> bool:
        """Whether the offence allows remand by art. 67 lid 1 Sv."""
        return self.remand is not None

    @property
    def klacht_needed(self) -> bool | None:
        """True when prosecution always needs a klacht, None when it depends on the facts."""
        return {Klacht.NEVER: False, Klacht.ALWAYS: True, Klacht.SOMETIMES: None}[self.klacht]

    @property
    def title(self) -> str:
        """Article and name for a list, for instance "art. 300 lid 1 Sr mishandeling"."""
        return f"{self.article} {self.name}"

    def in_force(self, on: date) -> bool:
        """Whether this version is the law on the day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


def row(
    kind: OffenceKind,
    code: str,
    name: str,
    maximum: Maximum,
    remand: RemandGround | None,
    *,
    eight: bool | None = False,
    raised: Maximum | None = None,
    klacht: Klacht = Klacht.NEVER,
    attempt: bool = True,
    relatives: bool = False,
    article: str = "",
    note: str = "",
    to_confirm: str = "",
) -> Offence:
    """One row of a catalogue table; the article follows from the code ("300-1") unless it is given."""
    number, _, paragraph = code.partition("-")
    citation = article or (f"art. {number} lid {paragraph} Sr" if paragraph else f"art. {number} Sr")
    return Offence(
        code=code,
        article=citation,
        name=name,
        kind=kind,
        maximum=maximum,
        raised_maximum=raised,
        remand=remand,
        eight_year=eight,
        klacht=klacht,
        minor_offence=maximum.detention,
        attempt_punishable=attempt and not maximum.detention,
        relatives_rule=relatives,
        note=note,
        to_confirm=to_confirm,
    )
