"""The measure catalogue against offences and measures by law, section 2, and the domain guide."""

from __future__ import annotations

from datetime import date

import pytest

from cases.organisations.rules import OrganisationKind, Role
from cases.plans.rules.catalogue import (
    CATALOGUE,
    ORDER_GROUND_LABELS,
    OrderGround,
    UnknownMeasure,
    breach_is_offence_184a,
    measure,
    measure_version,
    measures_of,
    part_errors,
    removes_access,
)
from cases.plans.rules.measure import (
    AUTHORITY_IN_CASE,
    PART_GROUPS,
    SPECIAL_CONDITIONS,
    Authority,
    Frame,
    MeasureKind,
    Part,
)

ON = date(2026, 7, 1)
K, A = MeasureKind, Authority

# kind, basis, who, longest duration of one order, longest in all
ROWS = [
    (K.ARREST_RED_HANDED, "art. 53 Sv", {A.ANYONE}, "", ""),
    (K.ARREST_OTHERWISE, "art. 54 Sv", {A.PROSECUTOR, A.HOVJ}, "", ""),
    (K.HELD_FOR_QUESTIONING, "art. 56a Sv", {A.PROSECUTOR, A.HOVJ}, "9 uur", ""),
    (K.HELD_FOR_IDENTIFICATION, "art. 56b Sv", {A.PROSECUTOR, A.HOVJ}, "6 uur", ""),
    (K.POLICE_CUSTODY, "art. 57-58 Sv", {A.PROSECUTOR, A.HOVJ}, "3 dagen", "6 dagen"),
    (K.BEFORE_RC, "art. 59a Sv", {A.PROSECUTOR}, "3 dagen en 18 uur", ""),
    (K.REMAND, "art. 63-64 Sv", {A.EXAMINING_MAGISTRATE}, "14 dagen", ""),
    (K.DETENTION, "art. 65-66 Sv", {A.COURT}, "90 dagen", "90 dagen"),
    (K.SUSPENSION_OF_REMAND, "art. 80 Sv", {A.EXAMINING_MAGISTRATE, A.COURT}, "", ""),
    (K.BEHAVIOURAL_ORDER, "art. 509hh Sv", {A.PROSECUTOR}, "90 dagen", "360 dagen"),
    (
        K.TEMPORARY_RESTRAINING_ORDER,
        "art. 2, 3 en 9 Wet tijdelijk huisverbod",
        {A.MAYOR, A.HOVJ},
        "10 dagen",
        "4 weken",
    ),
    (K.LIBERTY_RESTRICTING, "art. 38v Sr", {A.COURT}, "5 jaar", ""),
    (K.BEHAVIOUR_INFLUENCING, "art. 38z Sr", {A.COURT}, "5 jaar", ""),
    (K.CONDITIONAL_SENTENCE, "art. 14a-14c Sr", {A.COURT}, "3 jaar", ""),
    (K.IMMEDIATELY_ENFORCEABLE, "art. 14e Sr", {A.COURT}, "", ""),
    (K.JUVENILE_CONDITIONAL_SENTENCE, "art. 77x-77za Sr", {A.JUVENILE_COURT}, "2 jaar", ""),
    (K.JUVENILE_LIBERTY_RESTRICTING, "art. 77we Sr", {A.JUVENILE_COURT}, "5 jaar", ""),
    (K.CONDITIONAL_DISMISSAL, "art. 167 Sv", {A.PROSECUTOR}, "", ""),
    (K.PENAL_ORDER, "art. 257a Sv", {A.PROSECUTOR}, "", ""),
    (K.PROVISIONAL_SUPERVISION_ORDER, "art. 1:257 BW", {A.JUVENILE_COURT}, "3 maanden", ""),
    (K.SUPERVISION_ORDER, "art. 1:255 BW", {A.JUVENILE_COURT}, "1 jaar", ""),
    (K.OUT_OF_HOME_PLACEMENT, "art. 1:265b BW", {A.JUVENILE_COURT}, "1 jaar", ""),
]


@pytest.mark.parametrize(
    ("kind", "basis", "by", "longest", "in_all"), ROWS, ids=[row[0].value for row in ROWS]
)
def test_every_row_of_the_table_is_in_the_catalogue(
    kind: MeasureKind, basis: str, by: set[Authority], longest: str, in_all: str
) -> None:
    row = measure(kind, ON)
    assert row.basis == basis
    assert set(row.imposed_by) == by
    assert row.maximum_text == longest
    assert (row.total.text if row.total else "") == in_all


def test_every_kind_has_one_row() -> None:
    assert sorted(row.kind for row in CATALOGUE) == sorted(MeasureKind)


@pytest.mark.parametrize(
    ("frame", "kinds"),
    [
        (Frame.ADMINISTRATIVE, [K.TEMPORARY_RESTRAINING_ORDER]),
        (Frame.CIVIL, [K.PROVISIONAL_SUPERVISION_ORDER, K.SUPERVISION_ORDER, K.OUT_OF_HOME_PLACEMENT]),
    ],
)
def test_measures_are_listed_by_legal_frame(frame: Frame, kinds: list[MeasureKind]) -> None:
    assert [row.kind for row in measures_of(frame, ON)] == kinds


def test_the_behavioural_order_combines_its_kinds_and_nothing_else() -> None:
    order = measure(K.BEHAVIOURAL_ORDER, ON)
    allowed = {Part.AREA_BAN, Part.CONTACT_BAN, Part.DUTY_TO_REPORT, Part.GUIDANCE, Part.ANIMALS}
    assert part_errors(order, allowed) == ()
    assert part_errors(order, {Part.AREA_BAN, Part.SUBSTANCE_BAN}) == (
        "Een gedragsaanwijzing kan geen drugs- of alcoholverbod bevatten.",
    )
    assert part_errors(order, ()) == ("Kies waaruit de gedragsaanwijzing bestaat.",)


def test_a_measure_without_parts_needs_no_choice_of_parts() -> None:
    assert part_errors(measure(K.POLICE_CUSTODY, ON), ()) == ()
    assert part_errors(measure(K.TEMPORARY_RESTRAINING_ORDER, ON), ()) == ()


@pytest.mark.parametrize(
    ("part", "removes"),
    [
        (Part.AREA_BAN, True),
        (Part.CONTACT_BAN, True),
        (Part.LOCATION_BAN, True),
        *((part, False) for part in Part if part not in (Part.AREA_BAN, Part.CONTACT_BAN, Part.LOCATION_BAN)),
    ],
)
def test_only_area_contact_and_location_bans_remove_access(part: Part, *, removes: bool) -> None:
    assert removes_access(measure(K.SUSPENSION_OF_REMAND, ON), {part}) is removes


@pytest.mark.parametrize("kind", [K.POLICE_CUSTODY, K.REMAND, K.DETENTION, K.TEMPORARY_RESTRAINING_ORDER])
def test_being_held_and_the_huisverbod_remove_access_by_themselves(kind: MeasureKind) -> None:
    assert removes_access(measure(kind, ON), ())


def test_civil_measures_do_not_remove_access() -> None:
    assert not any(removes_access(row, ()) for row in measures_of(Frame.CIVIL, ON))


def test_what_may_hold_a_ban_is_served_and_registered() -> None:
    bans = {Part.AREA_BAN, Part.CONTACT_BAN, Part.LOCATION_BAN}
    for row in CATALOGUE:
        if bans & (row.parts | row.implied_parts):
            assert row.needs_serving, row.kind
            assert row.needs_registration, row.kind


@pytest.mark.parametrize(
    ("ground", "letter", "is_184a"),
    [
        (OrderGround.PUBLIC_ORDER, "a", False),
        (OrderGround.PERSONS, "b", True),
        (OrderGround.GOODS, "c", False),
        (OrderGround.ANIMALS, "d", False),
    ],
)
def test_breach_of_a_behavioural_order_is_an_offence_only_on_ground_b(
    ground: OrderGround, letter: str, *, is_184a: bool
) -> None:
    assert ground.value == letter
    assert ORDER_GROUND_LABELS[ground]
    assert breach_is_offence_184a(ground) is is_184a


def test_the_special_conditions_are_numbered_as_in_the_law() -> None:
    assert list(SPECIAL_CONDITIONS) == list(range(1, 15))
    assert (SPECIAL_CONDITIONS[5], SPECIAL_CONDITIONS[6]) == (Part.CONTACT_BAN, Part.LOCATION_BAN)


def test_every_special_condition_restores_restricts_or_changes() -> None:
    grouped = [part for parts in PART_GROUPS.values() for part in parts]
    assert len(grouped) == len(set(grouped))
    assert set(SPECIAL_CONDITIONS.values()) == set(grouped)


def test_the_prosecutor_imposes_a_behavioural_order_and_the_hovj_custody() -> None:
    assert AUTHORITY_IN_CASE[A.PROSECUTOR] == (OrganisationKind.OM, Role.PROSECUTOR)
    assert AUTHORITY_IN_CASE[A.HOVJ] == (OrganisationKind.POLITIE, Role.HOVJ)


def test_the_huisverbod_is_for_adults_and_the_juvenile_sentence_for_minors() -> None:
    assert measure(K.TEMPORARY_RESTRAINING_ORDER, ON).adults_only
    assert measure(K.JUVENILE_CONDITIONAL_SENTENCE, ON).minors_only


def test_a_day_or_version_outside_the_catalogue_is_refused() -> None:
    with pytest.raises(UnknownMeasure, match="01-01-2020"):
        measure(K.BEHAVIOURAL_ORDER, date(2020, 1, 1))
    with pytest.raises(UnknownMeasure, match="versie"):
        measure_version(K.BEHAVIOURAL_ORDER, "1999-01")
