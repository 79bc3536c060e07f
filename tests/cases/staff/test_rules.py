"""What an account must be like, as tables."""

from __future__ import annotations

from datetime import date

import pytest

from cases.organisations.rules import CertificateKind, OrganisationKind, Role
from cases.staff.rules import (
    ROLE_MEANINGS,
    Account,
    Training,
    account_problems,
    normal_username,
    role_problems,
    roles_for,
    stops_casework,
    training_problems,
    username_problems,
)

POLITIE, VT, OM, SHN = (
    OrganisationKind.POLITIE,
    OrganisationKind.VT,
    OrganisationKind.OM,
    OrganisationKind.SHN,
)
ADMIN, PRIVACY, HANDLER, LEAD = (
    Role.FUNCTIONAL_ADMINISTRATOR,
    Role.PRIVACY_OFFICER,
    Role.CASE_HANDLER,
    Role.TEAM_LEAD,
)
TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("n.degraaf", True),
        ("  N.deGraaf ", True),
        ("vt-rk", True),
        ("a1b", True),
        ("ab", False),
        ("a b c", False),
        (".begin", False),
        ("einde-", False),
        ("noor@vt", False),
        ("ziën", False),
        ("x" * 80, True),
        ("x" * 81, False),
        ("", False),
    ],
)
def test_a_user_name_can_be_typed_on_every_keyboard(typed: str, right: bool) -> None:
    assert (username_problems(normal_username(typed)) == []) is right


@pytest.mark.parametrize(
    ("roles", "kind", "right"),
    [
        ({HANDLER}, SHN, True),
        ({HANDLER, LEAD, ADMIN}, SHN, True),
        (set(), SHN, False),
        ({Role.PROSECUTOR}, OM, True),
        ({Role.PROSECUTOR}, POLITIE, False),
        ({Role.HOVJ}, POLITIE, True),
        ({Role.HOVJ}, VT, False),
        ({Role.CHAIR}, VT, True),
        ({Role.CHAIR}, OM, False),
        ({Role.ZSM_COORDINATOR}, POLITIE, True),
        ({ADMIN}, VT, True),
        ({PRIVACY}, VT, True),
        ({ADMIN, PRIVACY}, VT, False),
    ],
)
def test_roles_fit_the_organisation_and_do_not_judge_themselves(
    roles: set[Role], kind: OrganisationKind, right: bool
) -> None:
    assert (role_problems(roles, kind) == []) is right


def test_every_role_says_what_it_opens_and_stands_where_it_exists() -> None:
    assert set(ROLE_MEANINGS) == set(Role)
    assert Role.PROSECUTOR in roles_for(OM)
    assert Role.PROSECUTOR not in roles_for(VT)


@pytest.mark.parametrize(
    ("before", "after", "stops"),
    [
        ({HANDLER}, {ADMIN}, True),
        ({HANDLER, ADMIN}, {ADMIN}, True),
        ({HANDLER}, {LEAD}, False),
        ({ADMIN}, {PRIVACY}, False),
        ({ADMIN}, {HANDLER}, False),
        ({LEAD}, {PRIVACY}, True),
    ],
)
def test_who_works_on_cases_no_longer_hands_them_over(
    before: set[Role], after: set[Role], stops: bool
) -> None:
    assert stops_casework(before, after) is stops


@pytest.mark.parametrize(
    ("account", "wrong"),
    [
        (Account(display_name="Noor", email="n@vt.example", roles=frozenset({HANDLER})), set()),
        (Account(display_name=" ", email="n@vt.example", roles=frozenset({HANDLER})), {"display_name"}),
        (Account(display_name="x" * 121, email="@", roles=frozenset()), {"display_name", "email", "roles"}),
        (Account(display_name="Noor", email="geen adres", roles=frozenset({HANDLER})), {"email"}),
    ],
)
def test_everything_wrong_with_an_account_is_said_at_once(account: Account, wrong: set[str]) -> None:
    assert set(account_problems(account, VT)) == wrong


@pytest.mark.parametrize(
    ("first", "last", "kind", "wrong"),
    [
        (TODAY, None, POLITIE, set()),
        (TODAY, TODAY, POLITIE, set()),
        (date(2025, 1, 1), date(2030, 12, 31), POLITIE, set()),
        (date(2026, 3, 11), None, POLITIE, {"first_day"}),
        (TODAY, date(2026, 3, 9), POLITIE, {"last_day"}),
        (TODAY, date(2037, 1, 1), POLITIE, {"last_day"}),
        (TODAY, None, VT, {"kind"}),
    ],
)
def test_a_certificate_is_of_a_training_that_was_taken_and_that_a_task_asks_for(
    first: date, last: date | None, kind: OrganisationKind, wrong: set[str]
) -> None:
    training = Training(kind=CertificateKind.SASH, first_day=first, last_day=last)
    assert set(training_problems(training, kind, TODAY)) == wrong
