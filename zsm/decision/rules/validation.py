"""Check what was filled in for a decision: each field by type and bounds, then the rules between fields."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from cases.plans.rules.measure import ACCESS_REMOVING_PARTS, Part
from cases.terms.rules.wording import local
from zsm.decision.rules.choices import Consent, Sanction
from zsm.decision.rules.fields import Field, FieldType, fields_for
from zsm.decision.rules.kinds import DecisionKind

Values = Mapping[str, object]
Found = Iterator[tuple[str, str]]

REQUIRED: Final = "Vul dit in."
WRONG_CHOICE: Final = "Kies een van de mogelijkheden."
LOWEST_POLICY_CODE: Final = 20
# Outside these years a date is a slip of the hand; the highest amount is a bound against slips as well.
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2200
HIGHEST_AMOUNT: Final = Decimal(10_000_000)


def validate(kind: DecisionKind, values: Values, *, at: datetime) -> dict[str, list[str]]:
    """Return Dutch messages per field, empty when all is well; the key "" is for the whole form.

    `values` holds Python values by field name (see `FieldType`); `at` is the moment of the decision
    (aware), before which nothing can be planned and after which nothing can have been ordered.
    """
    errors: dict[str, list[str]] = {}
    fields = fields_for(kind)
    known = {field.name for field in fields}
    for name in values:
        if name not in known:
            errors.setdefault("", []).append(f"Onbekend veld: {name}.")
    for field in fields:
        message = _check(field, values.get(field.name))
        if message:
            errors.setdefault(field.name, []).append(message)
    sound = {name: value for name, value in values.items() if name in known and name not in errors}
    for rule in _BETWEEN_FIELDS.get(kind, ()):
        for name, message in rule(sound, at):
            if name not in errors:
                errors[name] = [message]
    return errors


def _check(field: Field, value: object) -> str | None:
    if _is_empty(value):
        return REQUIRED if field.required else None
    return _CHECKS[field.type](field, value)


def _is_empty(value: object) -> bool:
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, Collection) and not value)


def _text(field: Field, value: object) -> str | None:
    if not isinstance(value, str):
        return "Vul tekst in."
    if len(value) > field.maximum_length:
        return f"Gebruik ten hoogste {field.maximum_length} tekens."
    return None


def _choice(field: Field, value: object) -> str | None:
    known = isinstance(value, str) and value in {code for code, _ in field.choices}
    return None if known else WRONG_CHOICE


def _is_list_of_text(value: object) -> bool:
    is_list = isinstance(value, Collection) and not isinstance(value, (str, bytes, Mapping))
    return is_list and all(isinstance(entry, str) for entry in _entries(value))


def _entries(value: object) -> Sequence[object]:
    return list(value) if isinstance(value, Collection) else []


def _many(field: Field, value: object) -> str | None:
    if not _is_list_of_text(value):
        return WRONG_CHOICE
    allowed = {code for code, _ in field.choices}
    return None if allowed.issuperset(_entries(value)) else WRONG_CHOICE


def _keys(field: Field, value: object) -> str | None:
    return None if _is_list_of_text(value) else WRONG_CHOICE


def _date(field: Field, value: object) -> str | None:
    is_date = isinstance(value, date) and not isinstance(value, datetime)
    return None if is_date and _is_likely(value) else "Vul een datum in."


def _moment(field: Field, value: object) -> str | None:
    is_aware = isinstance(value, datetime) and value.tzinfo is not None
    return None if is_aware and _is_likely(value) else "Vul een datum en een tijd in."


def _is_likely(value: object) -> bool:
    return isinstance(value, date) and FIRST_YEAR <= value.year <= LAST_YEAR


def _number(field: Field, value: object) -> str | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return "Vul een heel getal in."
    if field.minimum is not None and value < field.minimum:
        return f"Vul ten minste {field.minimum} in."
    if field.maximum is not None and value > field.maximum:
        return f"Vul ten hoogste {field.maximum} in."
    return None


def _money(field: Field, value: object) -> str | None:
    if not isinstance(value, Decimal) or not value.is_finite() or value <= 0:
        return "Vul een bedrag boven nul in."
    if value > HIGHEST_AMOUNT:
        return f"Vul ten hoogste {HIGHEST_AMOUNT} euro in."
    return None if value == round(value, 2) else "Gebruik ten hoogste twee cijfers achter de komma."


_CHECKS: Final[dict[FieldType, Callable[[Field, object], str | None]]] = {
    FieldType.TEXT: _text,
    FieldType.LONG_TEXT: _text,
    FieldType.CHOICE: _choice,
    FieldType.CHOICES: _many,
    FieldType.DATE: _date,
    FieldType.MOMENT: _moment,
    FieldType.NUMBER: _number,
    FieldType.MONEY: _money,
    FieldType.PERSONS: _keys,
    FieldType.MEASURES: _keys,
}


def _order_not_in_future(values: Values, at: datetime) -> Found:
    moment = values.get("order_moment")
    if isinstance(moment, datetime) and moment > at:
        yield "order_moment", "Het bevel kan niet later zijn dan dit besluit."


def _day_not_past(name: str) -> Callable[[Values, datetime], Found]:
    def rule(values: Values, at: datetime) -> Found:
        day = values.get(name)
        if isinstance(day, date) and day < local(at).date():
            yield name, "Deze datum is al voorbij."

    return rule


def _appointment_not_past(values: Values, at: datetime) -> Found:
    moment = values.get("appointment")
    if isinstance(moment, datetime) and moment <= at:
        yield "appointment", "De afspraak ligt na dit besluit."


def _chosen(values: Values, name: str) -> frozenset[object]:
    return frozenset(_entries(values.get(name)))


# Which text a part of a behavioural order needs before it can be served and kept to.
_PART_DETAILS: Final[tuple[tuple[Part, str, str], ...]] = (
    (Part.AREA_BAN, "area", "Omschrijf het gebied van het gebiedsverbod."),
    (Part.DUTY_TO_REPORT, "reporting", "Omschrijf waar en wanneer de verdachte zich meldt."),
    (Part.GUIDANCE, "guidance", "Omschrijf de begeleiding."),
    (Part.ANIMALS, "animals", "Omschrijf de aanwijzing over dieren."),
)


def _order_details(values: Values, at: datetime) -> Found:
    chosen = _chosen(values, "parts")
    for part, name, message in _PART_DETAILS:
        if part in chosen and _is_empty(values.get(name)):
            yield name, message


def _protected_persons(parts_field: str) -> Callable[[Values, datetime], Found]:
    def rule(values: Values, at: datetime) -> Found:
        if _chosen(values, parts_field) & ACCESS_REMOVING_PARTS and _is_empty(values.get("persons")):
            yield "persons", "Kies wie dit verbod beschermt."

    return rule


def _penal_order(values: Values, at: datetime) -> Found:
    content = _chosen(values, "content")
    if content & {Sanction.FINE, Sanction.DAMAGES} and values.get("amount") is None:
        yield "amount", "Vul het bedrag in."
    if Sanction.COMMUNITY_SERVICE in content and values.get("hours") is None:
        yield "hours", "Vul het aantal uren in."
    if Sanction.INSTRUCTIONS in content and _is_empty(values.get("conditions")):
        yield "conditions", "Kies de aanwijzingen."
    needs_consent = content & {Sanction.COMMUNITY_SERVICE, Sanction.INSTRUCTIONS}
    if needs_consent and values.get("consent") not in (None, Consent.GIVEN):
        yield (
            "consent",
            "Een taakstraf of aanwijzing kan alleen als de verdachte bereid is (art. 257c lid 1 Sv).",
        )


def _condition_details(values: Values, at: datetime) -> Found:
    if _chosen(values, "conditions") and _is_empty(values.get("condition_details")):
        yield "condition_details", "Licht de bijzondere voorwaarden toe."


def _policy_code(values: Values, at: datetime) -> Found:
    code = values.get("policy_code")
    if not isinstance(code, str):
        return
    digits = code.isascii() and code.isdecimal()
    if not digits or int(code) < LOWEST_POLICY_CODE:
        yield "policy_code", "Vul de twee cijfers van een beleidssepot in (20 of hoger)."


_BETWEEN_FIELDS: Final[dict[DecisionKind, tuple[Callable[[Values, datetime], Found], ...]]] = {
    DecisionKind.HOLD_CUSTODY: (_order_not_in_future,),
    DecisionKind.BEHAVIOURAL_ORDER: (_order_details, _protected_persons("parts")),
    DecisionKind.SUMMONS: (_day_not_past("hearing_date"),),
    DecisionKind.SUMMONS_WITH_RC: (_day_not_past("hearing_date"),),
    DecisionKind.OM_HEARING: (_day_not_past("hearing_date"),),
    DecisionKind.PENAL_ORDER: (_penal_order, _protected_persons("conditions")),
    DecisionKind.CONDITIONAL_DISMISSAL: (_condition_details, _protected_persons("conditions")),
    DecisionKind.DISMISSAL_POLICY: (_policy_code,),
    DecisionKind.PLAN_DATE: (_day_not_past("plan_date"),),
    DecisionKind.ON_HOLD: (_appointment_not_past,),
}
