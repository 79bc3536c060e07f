"""The fields of the orders of a decision in Dutch, made from the same table as forms and documents."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from rest_framework import serializers

from cases.api.fields import Day, Moment, Number, PersonField, Text
from cases.api.serializers import In
from cases.casefiles.queries import CaseAccess
from cases.plans.queries import recorded_measures
from zsm.decision.rules.fields import FIELDS, Field, FieldType
from zsm.decision.rules.kinds import DECISION_LABELS, DecisionKind

# By the name in the rules; a field without a name here fails the start.
NAMES: Final[dict[str, str]] = {
    "amount": "bedrag",
    "animals": "dieren",
    "appointment": "afspraak",
    "area": "gebied",
    "condition_details": "toelichtingVoorwaarden",
    "conditions": "voorwaarden",
    "consent": "instemming",
    "contact_3ro": "contactReclassering",
    "contact_vt": "contactVeiligThuis",
    "content": "inhoud",
    "court": "rechter",
    "days": "dagen",
    "department": "afdeling",
    "general_condition": "algemeneVoorwaarde",
    "ground": "grond",
    "ground_group": "soortGrond",
    "guidance": "begeleiding",
    "halt_kind": "soortHalt",
    "hearing_date": "zittingsdatum",
    "hours": "uren",
    "interim_safety": "veiligheidIntussen",
    "measures": "maatregelen",
    "needed_by_then": "danNodig",
    "notices_before": "voorafIngelicht",
    "order_grounds": "grondenAanwijzing",
    "order_moment": "momentBevel",
    "parts": "onderdelenAanwijzing",
    "persons": "personen",
    "place": "plaats",
    "plan_date": "plandatum",
    "policy_code": "sepotcode",
    "reason": "reden",
    "receiving_prosecutor": "ontvangendeOfficier",
    "released_at": "vrijgelatenOp",
    "remand_grounds": "grondenVoorlopigeHechtenis",
    "report_from": "rapportVan",
    "reporting": "melden",
    "suspension_conditions": "schorsingsvoorwaarden",
    "trial_months": "proeftijdMaanden",
}
SOURCES: Final = {dutch: name for name, dutch in NAMES.items()}


class MeasureField(serializers.UUIDField):
    """A measure of the case that was served, by public id."""

    def to_internal_value(self, data: Any) -> Any:
        """Find it among the measures of the case."""
        public_id = super().to_internal_value(data)
        access: CaseAccess = self.context["access"]
        found = recorded_measures(access.case).filter(public_id=public_id, served_at__isnull=False)
        if not found.exists():
            text = "Deze maatregel is er niet in deze zaak, of is niet uitgereikt."
            raise serializers.ValidationError(text, code="maatregel")
        return str(public_id)


class PersonKeyField(PersonField):
    """A person of the case, kept in the order as a public id."""

    def to_internal_value(self, data: Any) -> Any:
        """The public id of a person whom the actor may know."""
        return str(super().to_internal_value(data).public_id)


def _text(kinds: Mapping[DecisionKind, Field]) -> str:
    """What the field means, and in which orders it stands."""
    labels = dict.fromkeys(field.label for field in kinds.values())
    orders = ", ".join(f"`{kind.value}`" for kind in kinds)
    choices = {code: label for field in kinds.values() for code, label in field.choices}
    listed = "; ".join(f"`{code}`: {label}" for code, label in choices.items())
    return f"{' / '.join(labels)}. Bij {orders}." + (f" {listed}." if listed else "")


def _field(name: str, kinds: Mapping[DecisionKind, Field]) -> serializers.Field[Any, Any, Any, Any]:
    field = next(iter(kinds.values()))
    common: dict[str, Any] = {"source": name, "required": False, "help_text": _text(kinds)}
    match field.type:
        case FieldType.DATE:
            return Day(**common)
        case FieldType.MOMENT:
            return Moment(**common)
        case FieldType.NUMBER:
            return Number(min_value=0, max_value=100_000, **common)
        case FieldType.MONEY:
            return serializers.DecimalField(max_digits=10, decimal_places=2, min_value=0, **common)
        case FieldType.PERSONS:
            return serializers.ListField(child=PersonKeyField(), max_length=60, **common)
        case FieldType.MEASURES:
            return serializers.ListField(child=MeasureField(), max_length=60, **common)
        case FieldType.CHOICES:
            return serializers.ListField(child=Text(longest=60), max_length=60, **common)
        case _:
            return Text(longest=max(entry.maximum_length for entry in kinds.values()), **common)


def _fields() -> dict[str, Any]:
    found: dict[str, dict[DecisionKind, Field]] = {}
    for kind, fields in FIELDS.items():
        for field in fields:
            found.setdefault(field.name, {})[kind] = field
    return {NAMES[name]: _field(name, kinds) for name, kinds in sorted(found.items())}


OrderValuesIn = type(
    "OrderValuesIn",
    (In,),
    {
        "__doc__": "De gegevens van een onderdeel; welke nodig zijn hangt af van de soort.",
        "NAME": "GegevensOnderdeel",
        **_fields(),
    },
)


def in_dutch(values: Mapping[str, Any]) -> dict[str, Any]:
    """The kept values of an order under their Dutch names."""
    return {NAMES[name]: _utc(value) for name, value in values.items()}


def _utc(value: Any) -> Any:
    """Moments are kept in UTC; here they end in Z like every other one."""
    is_moment = isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", value)
    return value.replace("+00:00", "Z") if is_moment else value


KIND_CHOICES: Final = [(kind.value, label) for kind, label in DECISION_LABELS.items()]
