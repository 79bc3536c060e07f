"""Who calls first, and when Slachtofferhulp may call, row by row."""

from __future__ import annotations

import pytest

from cases.organisations.rules import OrganisationKind
from cases.victims.rules.calls import (
    AgreementStatus,
    YesNoUnknown,
    call_refusal,
    call_warning,
    is_ex_officio,
    other_caller,
)
from cases.victims.rules.wishes import is_task_done, prosecution_of_all, text_errors

SHN, VT, OM = OrganisationKind.SHN, OrganisationKind.VT, OrganisationKind.OM
PROPOSED, AGREED = AgreementStatus.PROPOSED, AgreementStatus.AGREED
YES, NO, UNKNOWN = YesNoUnknown.YES, YesNoUnknown.NO, YesNoUnknown.UNKNOWN


@pytest.mark.parametrize(
    ("caller", "status", "first", "called", "warning"),
    [
        (SHN, None, None, (), "nog niet met Veilig Thuis afgesproken"),
        (VT, None, None, (), "nog niet met Slachtofferhulp Nederland afgesproken"),
        (SHN, PROPOSED, SHN, (), "nog niet met Veilig Thuis afgesproken"),
        (SHN, AGREED, SHN, (), ""),
        (VT, AGREED, SHN, (), "dat Slachtofferhulp Nederland als eerste belt"),
        (VT, AGREED, SHN, (VT,), "dat Slachtofferhulp Nederland als eerste belt"),
        (VT, AGREED, SHN, (SHN,), ""),
        (SHN, AGREED, VT, (), "dat Veilig Thuis als eerste belt"),
        (SHN, AGREED, VT, (VT,), ""),
        (OM, None, None, (), ""),
    ],
)
def test_a_call_against_the_agreement_is_warned(
    caller: OrganisationKind,
    status: AgreementStatus | None,
    first: OrganisationKind | None,
    called: tuple[OrganisationKind, ...],
    warning: str,
) -> None:
    said = call_warning(caller, status=status, first=first, called=called)
    assert warning in said
    assert bool(said) is bool(warning)


def test_slachtofferhulp_and_veilig_thuis_settle_it_between_them() -> None:
    assert (other_caller(SHN), other_caller(VT)) == (VT, SHN)
    with pytest.raises(ValueError, match="belt niet als eerste"):
        other_caller(OM)


@pytest.mark.parametrize(
    ("made", "klacht", "ex_officio"),
    [
        (NO, False, True),
        (NO, True, False),
        (YES, False, False),
        (YES, True, False),
        (UNKNOWN, False, False),
        (UNKNOWN, True, False),
    ],
)
def test_a_case_is_ex_officio_without_report_and_without_klacht(
    made: YesNoUnknown, klacht: bool, ex_officio: bool
) -> None:
    assert is_ex_officio(made_report=made, klacht_needed=klacht) is ex_officio


@pytest.mark.parametrize(
    ("ex_officio", "told", "codes"),
    [
        (True, False, ["told_of_prosecution"]),
        (True, True, []),
        (False, False, []),
        (False, True, []),
    ],
)
def test_an_ex_officio_call_waits_until_the_victim_was_told(
    ex_officio: bool, told: bool, codes: list[str]
) -> None:
    missing = call_refusal(ex_officio=ex_officio, told=told)
    assert [row.code for row in missing] == codes
    assert all(row.supplier is OM for row in missing)


@pytest.mark.parametrize(
    ("answers", "together"),
    [
        ((), UNKNOWN),
        ((YES,), YES),
        ((NO,), NO),
        ((UNKNOWN,), UNKNOWN),
        ((NO, YES), YES),
        ((NO, UNKNOWN), UNKNOWN),
        ((NO, NO), NO),
        ((UNKNOWN, YES), YES),
    ],
)
def test_one_victim_who_wants_prosecution_is_enough(
    answers: tuple[YesNoUnknown, ...], together: YesNoUnknown
) -> None:
    assert prosecution_of_all(answers) is together


@pytest.mark.parametrize(
    ("has_wishes", "attempts", "done"),
    [(False, 0, False), (False, 1, False), (False, 2, True), (True, 0, True), (True, 2, True)],
)
def test_the_task_is_met_by_wishes_or_attempts(has_wishes: bool, attempts: int, done: bool) -> None:
    assert is_task_done(has_wishes=has_wishes, attempts=attempts) is done


def test_a_text_that_is_too_long_is_named() -> None:
    assert set(text_errors({"contact": "x" * 2001, "protection": "x" * 2000})) == {"contact"}
