"""The page behind every clock: how its moment came about, who heard it, who acts on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from cases.access.wall import acting_as
from cases.casefiles.models import Case
from cases.organisations.rules import OrganisationKind
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from cases.terms.sweep import sweep_due
from tests.cases.terms.making import DUE, a_case, a_term
from tests.factories.cast import Cast
from tests.factories.client import WallClient

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], WallClient]
OM, VT = OrganisationKind.OM, OrganisationKind.VT
LATE = DUE + timedelta(minutes=2)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Two minutes after the due moment."""
    with time_machine.travel(LATE, tick=False) as traveller:
        yield traveller


@pytest.fixture
def case(cast: Cast) -> Case:
    return a_case(cast, OM, VT)


@pytest.fixture
def term(cast: Cast, case: Case) -> Term:
    return a_term(cast, case, person="om")


def url(term: Term, case: Case, step: str = "term") -> str:
    return reverse(f"cases:{step}", kwargs={"zaak": case.public_id, "termijn": term.public_id})


def test_it_says_how_the_moment_came_about_and_who_heard_what(
    sign_in: SignIn, case: Case, term: Term
) -> None:
    sweep_due(at=LATE, source="test")
    page = sign_in("vt").get(url(term, case)).content.decode()
    for step in term.steps:
        assert step in page
    assert "art. 56a" in page
    assert "alarm" in page
    assert "gegeven, 2 minuten te laat" in page
    assert "Ik pak dit op" in page


def test_every_clock_of_the_case_and_of_my_work_leads_to_it(sign_in: SignIn, case: Case, term: Term) -> None:
    om = sign_in("om")
    for page in (reverse("cases:case", kwargs={"zaak": case.public_id}), reverse("cases:my-work")):
        assert f'href="{url(term, case)}"' in om.get(page).content.decode()


def test_my_work_offers_to_take_a_late_term_over_and_then_names_who_did(
    cast: Cast, sign_in: SignIn, case: Case, term: Term
) -> None:
    om = sign_in("om")
    page = om.get(reverse("cases:my-work")).content.decode()
    assert f'action="{url(term, case, "term-take")}?van=mijn-werk"' in page
    after = om.post(f"{url(term, case, 'term-take')}?van=mijn-werk", follow=True)
    assert after.redirect_chain[-1][0] == reverse("cases:my-work")
    text = after.content.decode()
    assert f"opgepakt door {cast.user('om').display_name}, 10 mrt 19:02" in text
    assert "Ik pak dit op" not in text
    board = sign_in("vt").get(reverse("cases:case", kwargs={"zaak": case.public_id})).content.decode()
    assert f"opgepakt door {cast.user('om').display_name}" in board


def test_second_one_is_told_in_place_who_acts(cast: Cast, sign_in: SignIn, case: Case, term: Term) -> None:
    sign_in("om").post(url(term, case, "term-take"))
    response = sign_in("vt").post(url(term, case, "term-take"))
    assert response.status_code == 409
    assert (
        f"{cast.user('om').display_name} heeft dit al opgepakt (di 10 mrt 19:02)."
        in response.content.decode()
    )


def test_it_is_handed_to_a_colleague(cast: Cast, sign_in: SignIn, case: Case, term: Term) -> None:
    colleague = cast.user("om.assistent")
    response = sign_in("om").post(url(term, case, "term-hand-on"), {"to": colleague.pk}, follow=True)
    assert "De termijn is overgedragen." in response.content.decode()
    with acting_as(cast.actor("om")):
        assert Term.objects.get(pk=term.pk).person == colleague


def test_who_may_not_know_the_decision_finds_no_term_of_custody(cast: Cast, sign_in: SignIn) -> None:
    case = a_case(cast, OM, OrganisationKind.RVDK)
    custody = a_term(cast, case, TermKind.POLICE_CUSTODY, OM)
    seen = sign_in("om").get(url(custody, case)).status_code
    assert seen == 200
    assert sign_in("om-rk").get(url(custody, case)).status_code == 404
