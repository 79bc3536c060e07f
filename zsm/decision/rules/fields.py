"""The fields of each kind of decision as data (tables, section 4), the same for forms, REST and documents.

Prosecutor, moment and the frozen references are set by the service; motivation and informer belong to every
kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cases.plans.rules.measure import MeasureKind
from zsm.decision.rules import choices
from zsm.decision.rules.choices import Choices
from zsm.decision.rules.kinds import DecisionKind


class FieldType(StrEnum):
    """What a field holds, with the Python value that `validate` expects.

    text, long_text, choice: str; choices, persons, measures: a sequence of str (persons and measures by
    public id); date: date; moment: aware datetime; number: int; money: Decimal in euros.
    """

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    CHOICES = "choices"
    DATE = "date"
    MOMENT = "moment"
    NUMBER = "number"
    MONEY = "money"
    PERSONS = "persons"
    MEASURES = "measures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field: stable name, Dutch label and help, type, and the bounds that always hold.

    `required`: never empty; a field that is needed only with certain answers is not marked and checked apart.
    `minimum`, `maximum`: for a number, in the unit of the label. `maximum_length`: in characters.
    """

    name: str
    label: str
    type: FieldType
    required: bool = True
    help: str = ""
    choices: Choices = ()
    minimum: int | None = None
    maximum: int | None = None
    maximum_length: int = 4000


_K = DecisionKind
_T = FieldType

MOTIVATION: Final = Field(
    name="motivation", label="Motivering", type=_T.LONG_TEXT, help="Waarom dit besluit, in uw eigen woorden."
)
# Not required here: guard 6 names it as missing, and a prosecutor can override that guard.
INFORMER: Final = Field(
    name="informer",
    label="Wie informeert het slachtoffer",
    type=_T.CHOICE,
    required=False,
    choices=choices.WHO_INFORMS,
    help="Bij stalking nooit de reclassering.",
)
COMMON: Final = (MOTIVATION, INFORMER)

_REMAND_GROUNDS: Final = Field(
    name="remand_grounds",
    label="Gronden (art. 67a Sv)",
    type=_T.CHOICES,
    choices=choices.labelled(choices.REMAND_GROUND_LABELS),
)
_SUSPENSION_CONDITIONS: Final = Field(
    name="suspension_conditions",
    label="Gevorderde voorwaarden bij schorsing",
    type=_T.LONG_TEXT,
    required=False,
    help="Welke voorwaarden vraagt het OM als de rechter-commissaris schorst?",
)
_BEFORE_RC: Final = (_REMAND_GROUNDS, _SUSPENSION_CONDITIONS)
_RELEASED_AT: Final = Field(name="released_at", label="Moment van vrijlating", type=_T.MOMENT)
_NOTICES_BEFORE: Final = Field(
    name="notices_before",
    label="Vooraf ingelicht",
    type=_T.CHOICES,
    required=False,
    choices=choices.NOTICES,
    help="Wie wist van de vrijlating voordat de verdachte vrij was?",
)
_REPORT_FROM: Final = Field(
    name="report_from",
    label="Rapport gevraagd van",
    type=_T.CHOICES,
    required=False,
    choices=choices.REPORTERS,
)
_HEARING: Final = (
    Field(name="hearing_date", label="Datum van de zitting", type=_T.DATE),
    Field(name="court", label="Rechter", type=_T.CHOICE, choices=choices.COURTS),
    _REPORT_FROM,
)
_REASON: Final = Field(name="reason", label="Reden van het sepot", type=_T.LONG_TEXT)
_PERSONS: Final = Field(
    name="persons",
    label="Beschermde personen",
    type=_T.PERSONS,
    required=False,
    help="Verplicht bij een contact-, gebieds- of locatieverbod.",
)

_HOLD: Final = (
    Field(
        name="ground",
        label="Grond",
        type=_T.CHOICE,
        choices=choices.labelled(choices.CUSTODY_GROUND_LABELS),
        help="Het belang van het onderzoek (art. 57 lid 1 Sv).",
    ),
    Field(name="order_moment", label="Moment van het bevel", type=_T.MOMENT),
    Field(name="place", label="Plaats", type=_T.TEXT, maximum_length=200),
)
_ORDER: Final = (
    Field(
        name="order_grounds",
        label="Gronden (art. 509hh lid 1 Sv)",
        type=_T.CHOICES,
        required=False,
        choices=choices.ORDER_GROUNDS,
        help="Ten minste één grond.",
    ),
    Field(
        name="parts",
        label="Inhoud van de gedragsaanwijzing",
        type=_T.CHOICES,
        choices=choices.parts_of(MeasureKind.BEHAVIOURAL_ORDER),
    ),
    Field(
        name="area",
        label="Gebied",
        type=_T.LONG_TEXT,
        required=False,
        help="Verplicht bij een gebiedsverbod.",
    ),
    _PERSONS,
    Field(
        name="reporting",
        label="Waar en wanneer melden",
        type=_T.TEXT,
        required=False,
        help="Verplicht bij een meldplicht.",
    ),
    Field(
        name="guidance", label="Begeleiding", type=_T.TEXT, required=False, help="Verplicht bij begeleiding."
    ),
    Field(name="animals", label="Aanwijzing over dieren", type=_T.TEXT, required=False),
    Field(name="days", label="Aantal dagen", type=_T.NUMBER, minimum=1, maximum=90, help="Ten hoogste 90."),
)
_PENAL_ORDER: Final = (
    Field(
        name="content",
        label="Inhoud van de strafbeschikking",
        type=_T.CHOICES,
        choices=choices.labelled(choices.SANCTION_LABELS),
    ),
    Field(name="amount", label="Bedrag (euro)", type=_T.MONEY, required=False),
    Field(name="hours", label="Taakstraf (uren)", type=_T.NUMBER, required=False, minimum=1, maximum=180),
    Field(
        name="conditions",
        label="Aanwijzingen",
        type=_T.CHOICES,
        required=False,
        choices=choices.parts_of(MeasureKind.PENAL_ORDER),
    ),
    _PERSONS,
    Field(
        name="consent",
        label="Instemming van de verdachte",
        type=_T.CHOICE,
        choices=choices.labelled(choices.CONSENT_LABELS),
        help="Nodig bij een taakstraf of aanwijzingen (art. 257c lid 1 Sv).",
    ),
)
_CONDITIONAL_DISMISSAL: Final = (
    Field(
        name="ground_group",
        label="Soort grond",
        type=_T.CHOICE,
        choices=choices.labelled(choices.POLICY_GROUND_LABELS),
    ),
    Field(
        name="general_condition",
        label="Algemene voorwaarde",
        type=_T.LONG_TEXT,
        help="Bijvoorbeeld: geen nieuw strafbaar feit tijdens de proeftijd.",
    ),
    Field(
        name="conditions",
        label="Bijzondere voorwaarden",
        type=_T.CHOICES,
        required=False,
        choices=choices.parts_of(MeasureKind.CONDITIONAL_DISMISSAL),
    ),
    Field(name="condition_details", label="Toelichting op de voorwaarden", type=_T.LONG_TEXT, required=False),
    _PERSONS,
    # The upper bound is that of a conditional sentence (art. 14b Sr): a choice, the law gives none here.
    Field(name="trial_months", label="Proeftijd (maanden)", type=_T.NUMBER, minimum=1, maximum=36),
)
_PLAN_DATE: Final = (
    Field(name="plan_date", label="Plandatum", type=_T.DATE),
    Field(
        name="needed_by_then",
        label="Wat er dan moet zijn",
        type=_T.CHOICES,
        choices=choices.labelled(choices.PREPARED_LABELS),
    ),
    Field(
        name="interim_safety",
        label="Veiligheid tot die tijd",
        type=_T.LONG_TEXT,
        help="Hoe is de veiligheid intussen gewaarborgd, en wie ziet toe?",
    ),
)
_ON_HOLD: Final = (
    Field(
        name="appointment",
        label="Afspraak op het HG-spreekuur",
        type=_T.MOMENT,
        help="Binnen twee weken na dit besluit.",
    ),
    Field(name="contact_3ro", label="Contactpersoon reclassering", type=_T.TEXT, maximum_length=200),
    Field(name="contact_vt", label="Contactpersoon Veilig Thuis", type=_T.TEXT, maximum_length=200),
)
_ROUTING: Final = (
    Field(name="department", label="Afdeling", type=_T.CHOICE, choices=choices.DEPARTMENTS),
    Field(name="receiving_prosecutor", label="Ontvangende officier", type=_T.TEXT, maximum_length=200),
)

FIELDS: Final[dict[DecisionKind, tuple[Field, ...]]] = {
    _K.HOLD_CUSTODY: _HOLD,
    _K.BRING_BEFORE_RC: _BEFORE_RC,
    _K.RELEASE_WITHOUT_MEASURES: (_RELEASED_AT, _NOTICES_BEFORE),
    _K.RELEASE_WITH_MEASURES: (
        _RELEASED_AT,
        Field(name="measures", label="Uitgereikte maatregelen", type=_T.MEASURES),
        _NOTICES_BEFORE,
    ),
    _K.BEHAVIOURAL_ORDER: _ORDER,
    _K.SUMMONS: _HEARING,
    _K.SUMMONS_WITH_RC: (*_HEARING, *_BEFORE_RC),
    _K.PENAL_ORDER: _PENAL_ORDER,
    _K.OM_HEARING: (
        Field(name="hearing_date", label="Datum van de OM-zitting", type=_T.DATE),
        Field(name="place", label="Plaats", type=_T.TEXT, maximum_length=200),
        _REPORT_FROM,
    ),
    _K.CONDITIONAL_DISMISSAL: _CONDITIONAL_DISMISSAL,
    _K.DISMISSAL_01: (_REASON,),
    _K.DISMISSAL_02: (_REASON,),
    _K.DISMISSAL_POLICY: (
        Field(
            name="policy_code",
            label="Sepotcode",
            type=_T.TEXT,
            maximum_length=2,
            help="Twee cijfers, uit de bijlage van de Aanwijzing sepot en gebruik sepotgronden.",
        ),
        _REASON,
    ),
    _K.HALT: (
        Field(name="halt_kind", label="Soort Halt-afdoening", type=_T.CHOICE, choices=choices.HALT_KINDS),
    ),
    _K.ROUTING: _ROUTING,
    _K.PLAN_DATE: _PLAN_DATE,
    _K.ON_HOLD: _ON_HOLD,
}

DISMISSAL_CODES: Final[dict[DecisionKind, str]] = {_K.DISMISSAL_01: "01", _K.DISMISSAL_02: "02"}


def fields_for(kind: DecisionKind) -> tuple[Field, ...]:
    """List every field of a kind in the order of the form: its own fields, then motivation and informer."""
    return (*FIELDS[kind], *COMMON)
