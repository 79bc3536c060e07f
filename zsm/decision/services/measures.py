"""Measures that the prosecutor imposes with a decision, and those that a release relies on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from cases.access.actor import Actor
from cases.access.errors import InvalidInput
from cases.casefiles.models import Case, CaseRole
from cases.persons.models import Person
from cases.plans.models import SafetyMeasure
from cases.plans.rules.catalogue import ORDER_GROUND_LABELS, OrderGround
from cases.plans.rules.measure import MeasureKind, Part
from cases.plans.services import NewMeasure, record_measure
from cases.terms.rules.counting import months
from cases.terms.rules.vocabulary import Length
from cases.terms.rules.wording import local
from zsm.decision.rules.act import Act, Order, field_key
from zsm.decision.rules.kinds import DecisionKind

# Of each kind the field with its parts, and the fields whose text says what they come down to.
_IMPOSED: Final[dict[DecisionKind, tuple[MeasureKind, str, tuple[str, ...]]]] = {
    DecisionKind.BEHAVIOURAL_ORDER: (
        MeasureKind.BEHAVIOURAL_ORDER,
        "parts",
        ("area", "reporting", "guidance", "animals"),
    ),
    DecisionKind.PENAL_ORDER: (MeasureKind.PENAL_ORDER, "conditions", ()),
    DecisionKind.CONDITIONAL_DISMISSAL: (
        MeasureKind.CONDITIONAL_DISMISSAL,
        "conditions",
        ("condition_details",),
    ),
}
# What the plan calls a field, and what the decision calls it.
_FIELD_OF: Final = {"protects": "persons", "ends_at": "days"}
LONGEST_AREA: Final = 300


def record_ordered_measures(case: Case, act: Act, *, actor: Actor, at: datetime) -> list[SafetyMeasure]:
    """Record every measure that the act imposes, with serving and registering owed (tables, section 3).

    Raises InvalidInput per field of the order.
    """
    saved = []
    for order in act.orders:
        if order.kind is DecisionKind.RELEASE_WITH_MEASURES:
            _check_named_measures(case, order)
        if order.kind in _IMPOSED and order.values.get(_IMPOSED[order.kind][1]):
            saved.append(_record(case, act, order, actor=actor, at=at))
    return saved


def _record(case: Case, act: Act, order: Order, *, actor: Actor, at: datetime) -> SafetyMeasure:
    kind, parts_field, _ = _IMPOSED[order.kind]
    measure = NewMeasure(
        kind=kind,
        imposed_by=f"officier van justitie, {actor.organisation_name}",
        imposed_at=at,
        protects=_persons(case, order),
        parts=frozenset(Part(part) for part in _codes(order.values, parts_field)),
        ends_at=_end(order, at),
        area=_content(order),
        grounds=_grounds(order),
        serve_before=act.release_at(at),
    )
    try:
        return record_measure(case=case, measure=measure, actor=actor, at=at)
    except InvalidInput as refusal:
        own = {"parts": parts_field, **_FIELD_OF}
        raise InvalidInput(
            {field_key(order.kind, own.get(name, name)): texts for name, texts in refusal.errors.items()}
        ) from refusal


def _codes(values: Mapping[str, object], name: str) -> tuple[str, ...]:
    given = values.get(name)
    return tuple(str(entry) for entry in given) if isinstance(given, tuple | list | frozenset | set) else ()


def _persons(case: Case, order: Order) -> tuple[Person, ...]:
    wanted = _codes(order.values, "persons")
    roles = CaseRole.objects.filter(case=case).select_related("person").order_by("pk")
    known = {str(role.person.public_id): role.person for role in roles}
    if any(key not in known for key in wanted):
        raise InvalidInput({field_key(order.kind, "persons"): ["Kies personen uit deze zaak."]})
    return tuple(known[key] for key in wanted)


def _end(order: Order, at: datetime) -> datetime | None:
    """The first moment after the ordered days or the trial period, at the same time of day in Amsterdam."""
    days, trial = order.values.get("days"), order.values.get("trial_months")
    if isinstance(days, int):
        return local(at) + timedelta(days=days)
    if isinstance(trial, int):
        return months(at, Length(months=trial)).due_at
    return None


def _content(order: Order) -> str:
    names = _IMPOSED[order.kind][2]
    texts = [
        text.strip() for name in names if isinstance(text := order.values.get(name), str) and text.strip()
    ]
    content = "; ".join(texts)
    if len(content) > LONGEST_AREA:
        message = f"Gebruik in deze velden samen ten hoogste {LONGEST_AREA} tekens."
        raise InvalidInput({field_key(order.kind, names[0]): [message]})
    return content


def _grounds(order: Order) -> str:
    chosen = set(_codes(order.values, "order_grounds"))
    return "; ".join(
        f"{ground.value}: {ORDER_GROUND_LABELS[ground]}" for ground in OrderGround if ground in chosen
    )[:200]


def _check_named_measures(case: Case, order: Order) -> None:
    """A release names measures of this case that were served on the suspect."""
    wanted = _codes(order.values, "measures")
    served = SafetyMeasure.objects.filter(case=case, served_at__isnull=False)
    known = {str(key) for key in served.values_list("public_id", flat=True)}
    if any(key not in known for key in wanted):
        raise InvalidInput(
            {field_key(order.kind, "measures"): ["Kies maatregelen van deze zaak die zijn uitgereikt."]}
        )
