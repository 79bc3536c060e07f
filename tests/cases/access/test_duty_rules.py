"""Who may act for a Veilig Thuis that does not employ her or him, and for how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cases.access.rules.duty import AHEAD, EMPLOYERS, LONGEST, TYPED_LATE, WantedDuty, problems_of
from cases.organisations.rules import DutyKind, OrganisationKind, Role
from tests.cases.terms.rules.moments import ams

AT = ams("2026-03-10 18:00")
SECOND = timedelta(seconds=1)
WANTED = WantedDuty(
    kind=DutyKind.ZSM,
    employer=OrganisationKind.VT,
    roles=[Role.CASE_HANDLER],
    is_active=True,
    works_here=False,
    starts_at=AT,
    ends_at=AT + timedelta(hours=9),
)


def test_a_shift_at_zsm_for_a_handler_of_another_veilig_thuis_can_be_given() -> None:
    assert problems_of(WANTED, AT) == {}


@pytest.mark.parametrize("kind", list(DutyKind))
@pytest.mark.parametrize("employer", list(OrganisationKind))
def test_only_staff_of_fitting_organisations_stands_in(kind: DutyKind, employer: OrganisationKind) -> None:
    problems = problems_of(replace(WANTED, kind=kind, employer=employer), AT)
    assert ("kind" in problems) is (employer not in EMPLOYERS[kind])


def test_the_partners_of_criminal_law_never_act_for_veilig_thuis() -> None:
    penal = {
        OrganisationKind.POLITIE,
        OrganisationKind.OM,
        OrganisationKind.RECLASSERING,
        OrganisationKind.RVDK,
        OrganisationKind.HALT,
        OrganisationKind.JR,
    }
    assert not penal & frozenset().union(*EMPLOYERS.values())


@pytest.mark.parametrize(
    "change",
    [
        {"works_here": True},
        {"is_active": False},
        {"roles": [Role.FUNCTIONAL_ADMINISTRATOR, Role.PRIVACY_OFFICER]},
        {"roles": []},
    ],
)
def test_who_works_here_left_or_does_no_casework_is_refused(change: dict[str, object]) -> None:
    assert set(problems_of(replace(WANTED, **change), AT)) == {"user"}  # type: ignore[arg-type]  # one per case


@pytest.mark.parametrize(("kind", "days"), [(DutyKind.ZSM, 7), (DutyKind.CRISIS, 31)])
def test_no_duty_is_longer_than_its_kind_allows(kind: DutyKind, days: int) -> None:
    employer = next(iter(EMPLOYERS[kind]))
    longest = replace(WANTED, kind=kind, employer=employer, ends_at=AT + timedelta(days=days))
    assert LONGEST[kind] == timedelta(days=days)
    assert problems_of(longest, AT) == {}
    longer = replace(longest, ends_at=longest.ends_at + SECOND)
    assert problems_of(longer, AT) == {"ends_at": [f"Deze dienst duurt ten hoogste {days} dagen."]}


def test_it_begins_neither_in_the_past_nor_far_ahead() -> None:
    for moment, is_right in (
        (AT - TYPED_LATE, True),
        (AT - TYPED_LATE - SECOND, False),
        (AT + AHEAD, True),
        (AT + AHEAD + SECOND, False),
    ):
        wanted = replace(WANTED, starts_at=moment, ends_at=moment + timedelta(hours=9))
        assert ("starts_at" not in problems_of(wanted, AT)) is is_right


def test_it_ends_after_it_begins_and_after_now() -> None:
    for ends_at in (AT, AT - SECOND):
        assert "ends_at" in problems_of(replace(WANTED, ends_at=ends_at), AT)
    late = replace(WANTED, starts_at=AT - TYPED_LATE, ends_at=AT - SECOND)
    assert "ends_at" in problems_of(late, AT)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    wrong = replace(WANTED, roles=[], starts_at=AT + AHEAD + SECOND, ends_at=AT)
    assert set(problems_of(wrong, AT)) == {"user", "starts_at", "ends_at"}
