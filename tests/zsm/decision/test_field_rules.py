"""The fields per kind of decision: complete, checked with the message on the field, and readable back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.zsm.decision.situations import KINDS
from zsm.decision.rules.fields import DISMISSAL_CODES, FIELDS, FieldType, fields_for
from zsm.decision.rules.kinds import DecisionKind
from zsm.decision.rules.reading import plain_values, read_values
from zsm.decision.rules.validation import validate

K = DecisionKind
AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
AT: Final = datetime(2026, 3, 10, 18, 30, tzinfo=AMSTERDAM)
WHY: Final = {"motivation": "Het slachtoffer is anders niet veilig.", "informer": "shn"}
HEARING: Final[dict[str, object]] = {
    "hearing_date": date(2026, 4, 2),
    "court": "single_judge",
    "report_from": ("3ro",),
}
BEFORE_RC: Final[dict[str, object]] = {"remand_grounds": ("danger_to_persons", "repetition")}

COMPLETE: Final[dict[DecisionKind, dict[str, object]]] = {
    K.HOLD_CUSTODY: {"ground": "await_assessment", "order_moment": AT, "place": "Haarlem"},
    K.BRING_BEFORE_RC: BEFORE_RC,
    K.RELEASE_WITHOUT_MEASURES: {"released_at": AT},
    K.RELEASE_WITH_MEASURES: {"released_at": AT, "measures": ("m-1",), "notices_before": ("vt", "shn")},
    K.BEHAVIOURAL_ORDER: {
        "order_grounds": ("b",),
        "parts": ("area_ban", "contact_ban"),
        "area": "De Dorpsstraat en honderd meter eromheen",
        "persons": ("p-1", "p-2"),
        "days": 90,
    },
    K.SUMMONS: HEARING,
    K.SUMMONS_WITH_RC: {**HEARING, **BEFORE_RC},
    K.PENAL_ORDER: {"content": ("fine",), "amount": Decimal("350.00"), "consent": "not_needed"},
    K.OM_HEARING: {"hearing_date": date(2026, 3, 24), "place": "Haarlem"},
    K.CONDITIONAL_DISMISSAL: {
        "ground_group": "relation",
        "general_condition": "Geen nieuw strafbaar feit.",
        "trial_months": 24,
    },
    K.DISMISSAL_01: {"reason": "Een ander blijkt de dader."},
    K.DISMISSAL_02: {"reason": "Er is geen tweede bewijsmiddel."},
    K.DISMISSAL_POLICY: {"policy_code": "70", "reason": "De verhouding is hersteld."},
    K.HALT: {"halt_kind": "both"},
    K.ROUTING: {"department": "investigation", "receiving_prosecutor": "Officier onderzoeken"},
    K.PLAN_DATE: {
        "plan_date": date(2026, 3, 24),
        "needed_by_then": ("advice", "safety_plan"),
        "interim_safety": "De verdachte verblijft bij zijn moeder; VT belt dagelijks.",
    },
    K.ON_HOLD: {
        "appointment": datetime(2026, 3, 19, 10, 0, tzinfo=AMSTERDAM),
        "contact_3ro": "Adviseur spreekuur",
        "contact_vt": "Casushouder",
    },
}


def filled_in(kind: DecisionKind, **changes: object) -> dict[str, object]:
    return {**WHY, **COMPLETE[kind], **changes}


@pytest.mark.parametrize("kind", DecisionKind)
def test_a_complete_decision_has_no_errors(kind: DecisionKind) -> None:
    assert validate(kind, filled_in(kind), at=AT) == {}


@pytest.mark.parametrize("kind", DecisionKind)
def test_an_empty_decision_names_every_required_field_and_no_other(kind: DecisionKind) -> None:
    required = {field.name for field in fields_for(kind) if field.required}
    assert validate(kind, {}, at=AT) == {name: ["Vul dit in."] for name in required}
    assert "motivation" in required


@pytest.mark.parametrize("kind", DecisionKind)
def test_field_names_are_unique_and_choices_belong_to_choice_fields(kind: DecisionKind) -> None:
    fields = fields_for(kind)
    assert len({field.name for field in fields}) == len(fields)
    for field in fields:
        assert bool(field.choices) == (field.type in {FieldType.CHOICE, FieldType.CHOICES})


def test_a_field_that_the_kind_does_not_have_is_refused() -> None:
    errors = validate(K.ROUTING, filled_in(K.ROUTING, plan_date=date(2026, 3, 24)), at=AT)
    assert errors == {"": ["Onbekend veld: plan_date."]}


BAD: list[tuple[DecisionKind, dict[str, object], str]] = [
    (K.HOLD_CUSTODY, {"ground": "revenge"}, "ground"),
    (K.HOLD_CUSTODY, {"order_moment": AT + timedelta(seconds=1)}, "order_moment"),
    (K.HOLD_CUSTODY, {"order_moment": AT.replace(tzinfo=None)}, "order_moment"),
    (K.HOLD_CUSTODY, {"order_moment": "gisteren"}, "order_moment"),
    (K.HOLD_CUSTODY, {"place": "x" * 201}, "place"),
    (K.BRING_BEFORE_RC, {"remand_grounds": ("danger_to_persons", "boredom")}, "remand_grounds"),
    (K.BRING_BEFORE_RC, {"remand_grounds": "danger_to_persons"}, "remand_grounds"),
    (K.RELEASE_WITH_MEASURES, {"measures": ()}, "measures"),
    (K.BEHAVIOURAL_ORDER, {"days": 91}, "days"),
    (K.BEHAVIOURAL_ORDER, {"days": 0}, "days"),
    (K.BEHAVIOURAL_ORDER, {"days": True}, "days"),
    (K.BEHAVIOURAL_ORDER, {"days": "90 dagen"}, "days"),
    (K.BEHAVIOURAL_ORDER, {"parts": ("admission",)}, "parts"),
    (K.BEHAVIOURAL_ORDER, {"area": " "}, "area"),
    (K.BEHAVIOURAL_ORDER, {"persons": ()}, "persons"),
    (K.BEHAVIOURAL_ORDER, {"parts": ("duty_to_report",)}, "reporting"),
    (K.BEHAVIOURAL_ORDER, {"parts": ("guidance",)}, "guidance"),
    (K.BEHAVIOURAL_ORDER, {"parts": ("animals",)}, "animals"),
    (K.SUMMONS, {"hearing_date": date(2026, 3, 9)}, "hearing_date"),
    (K.SUMMONS, {"hearing_date": AT}, "hearing_date"),
    (K.PENAL_ORDER, {"amount": None}, "amount"),
    (K.PENAL_ORDER, {"amount": Decimal(-1)}, "amount"),
    (K.PENAL_ORDER, {"amount": Decimal("0.001")}, "amount"),
    (K.PENAL_ORDER, {"amount": Decimal("1e999999")}, "amount"),
    (K.PENAL_ORDER, {"amount": Decimal("NaN")}, "amount"),
    (K.PENAL_ORDER, {"content": ("damages",), "amount": None}, "amount"),
    (K.PENAL_ORDER, {"content": ("community_service",), "consent": "given"}, "hours"),
    (K.PENAL_ORDER, {"content": ("community_service",), "hours": 181, "consent": "given"}, "hours"),
    (K.PENAL_ORDER, {"content": ("community_service",), "hours": 40}, "consent"),
    (K.PENAL_ORDER, {"content": ("instructions",), "consent": "given"}, "conditions"),
    (
        K.PENAL_ORDER,
        {"content": ("instructions",), "consent": "given", "conditions": ("contact_ban",)},
        "persons",
    ),
    (K.CONDITIONAL_DISMISSAL, {"conditions": ("training",)}, "condition_details"),
    (K.CONDITIONAL_DISMISSAL, {"trial_months": 37}, "trial_months"),
    (K.DISMISSAL_POLICY, {"policy_code": "02"}, "policy_code"),
    (K.DISMISSAL_POLICY, {"policy_code": "7a"}, "policy_code"),
    (K.DISMISSAL_POLICY, {"policy_code": "700"}, "policy_code"),
    (K.PLAN_DATE, {"plan_date": date(2026, 3, 9)}, "plan_date"),
    (K.PLAN_DATE, {"plan_date": date(1026, 3, 24)}, "plan_date"),
    (K.ON_HOLD, {"appointment": AT}, "appointment"),
    (K.ROUTING, {"motivation": "x" * 4001}, "motivation"),
    (K.ROUTING, {"informer": "halt"}, "informer"),
]


@pytest.mark.parametrize(("kind", "changes", "field"), BAD, ids=[f"{row[0]}: {row[1]}"[:70] for row in BAD])
def test_a_bad_value_is_named_on_its_own_field_only(
    kind: DecisionKind, changes: dict[str, object], field: str
) -> None:
    assert set(validate(kind, filled_in(kind, **changes), at=AT)) == {field}


def test_a_plan_date_may_be_today_also_just_after_midnight_in_amsterdam() -> None:
    just_after = datetime(2026, 3, 9, 23, 30, tzinfo=UTC)
    today = filled_in(K.PLAN_DATE, plan_date=date(2026, 3, 10))
    yesterday = filled_in(K.PLAN_DATE, plan_date=date(2026, 3, 9))
    assert validate(K.PLAN_DATE, today, at=just_after) == {}
    assert set(validate(K.PLAN_DATE, yesterday, at=just_after)) == {"plan_date"}


def test_the_informer_is_left_to_guard_6() -> None:
    without = {name: value for name, value in filled_in(K.ROUTING).items() if name != "informer"}
    assert validate(K.ROUTING, without, at=AT) == {}


def test_the_grounds_of_the_order_are_left_to_guard_8() -> None:
    assert validate(K.BEHAVIOURAL_ORDER, filled_in(K.BEHAVIOURAL_ORDER, order_grounds=()), at=AT) == {}


def test_every_kind_has_its_fields_and_the_technical_dismissals_their_code() -> None:
    assert set(FIELDS) == set(DecisionKind)
    assert DISMISSAL_CODES == {K.DISMISSAL_01: "01", K.DISMISSAL_02: "02"}


@pytest.mark.parametrize("kind", DecisionKind)
def test_what_is_kept_as_json_reads_back_the_same(kind: DecisionKind) -> None:
    values = filled_in(kind)
    assert read_values(kind, plain_values(kind, values)) == values


def test_a_form_is_read_in_amsterdam_time_with_dutch_decimals() -> None:
    read = read_values(
        K.PENAL_ORDER, {"content": ["fine"], "amount": "350,50", "consent": "not_needed", "hours": ""}
    )
    assert read == {"content": ("fine",), "amount": Decimal("350.50"), "consent": "not_needed"}
    moment = read_values(K.HOLD_CUSTODY, {"order_moment": "2026-03-10T18:30"})["order_moment"]
    assert moment == AT


def test_what_cannot_be_read_is_kept_and_named() -> None:
    read = read_values(K.PLAN_DATE, {**WHY, **COMPLETE[K.PLAN_DATE], "plan_date": "volgende week"})
    assert read["plan_date"] == "volgende week"
    assert validate(K.PLAN_DATE, read, at=AT) == {"plan_date": ["Vul een datum in."]}


JUNK: Final = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.integers(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.decimals(),
    st.floats(),
    st.lists(st.text(max_size=5), max_size=3),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=2),
)


@given(KINDS, st.data())
def test_any_input_gets_an_answer_and_never_an_accident(kind: DecisionKind, data: st.DataObject) -> None:
    names = [field.name for field in fields_for(kind)]
    raw = {name: data.draw(JUNK, label=name) for name in names}
    errors = validate(kind, read_values(kind, raw), at=AT)
    assert set(errors) <= set(names)
    if not errors:
        plain_values(kind, read_values(kind, raw))
