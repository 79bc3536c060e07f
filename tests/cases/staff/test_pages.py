"""Every step with an account on its page: done, said, in the access log, and back where one came from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from cases.access.models import AccessLogEntry
from cases.organisations.account_models import AccountAct
from cases.organisations.models import User
from cases.organisations.rules import OrganisationKind
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.zsm.decision.making import past_the_wall

pytestmark = pytest.mark.django_db

SignIn = Callable[[str], WallClient]
HANDLER = {"display_name": "Noor de Graaf", "email": "n@vt.example", "roles": ["case_handler"]}


def at(route: str, user: User) -> str:
    return reverse(f"cases:{route}", kwargs={"medewerker": user.public_id})


def sent(client: WallClient, path: str, values: dict[str, Any], said: str, purpose: str) -> None:
    page = client.post(path, values, follow=True)
    assert said in page.content.decode()
    with past_the_wall():
        written = AccessLogEntry.objects.filter(action="write", status=302).order_by("-pk")[0]
    assert (written.purpose, written.outcome) == (purpose, "shown")


def test_a_colleague_changes_leaves_comes_back_and_goes_elsewhere(cast: Cast, sign_in: SignIn) -> None:
    here, there, user = sign_in("vt.beheer"), sign_in("vt.beheer-rk"), cast.user("vt")
    changed = HANDLER | {"roles": ["case_handler", "chair"], "note": "Zit het overleg voor."}
    sent(here, at("staff-change", user), changed, "De wijziging geldt", "medewerker gewijzigd: vt")
    left = {"destination": "", "note": "Einde contract."}
    sent(here, at("staff-leave", user), left, "heeft geen toegang meer", "medewerker vertrokken: vt")
    back = {"roles": ["case_handler"], "note": ""}
    sent(here, at("staff-return", user), back, "krijgt een e-mail", "medewerker weer in dienst: vt")
    target = cast.organisation(OrganisationKind.VT, "Rivierkwartier")
    gone = {"destination": str(target.public_id), "note": ""}
    sent(here, at("staff-leave", user), gone, "heeft geen toegang meer", "medewerker vertrokken: vt")
    with past_the_wall():
        release = AccountAct.objects.get(user=user, step="released")
    path = reverse("cases:staff-take-in", kwargs={"overkomst": release.public_id})
    assert here.get(path).status_code == 404
    sent(there, path, HANDLER, "werkt nu hier", "medewerker overgekomen: vt")
    assert there.get(path).status_code == 404
    assert cast.user("vt").organisation == target


def test_a_certificate_and_a_new_link_are_recorded(cast: Cast, sign_in: SignIn) -> None:
    office, lead = sign_in("politie.beheer"), cast.user("politie.lead")
    training = {"kind": "sash", "first_day": "2026-01-05", "last_day": "2030-01-05"}
    purpose = "certificaat vastgelegd van politie.lead"
    sent(office, at("staff-training", lead), training, "is vastgelegd tot en met 05-01-2030", purpose)
    purpose = "toegangslink gestuurd aan politie.lead"
    sent(office, at("staff-link", lead), {}, "krijgt een e-mail met een link", purpose)


def test_what_is_wrong_stays_typed(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in("vt.beheer").post(at("staff-change", cast.user("vt")), HANDLER | {"roles": ["chair"]})
    assert page.status_code == 400
    assert "Geef de reden" in page.content.decode()
    assert 'value="n@vt.example"' in page.content.decode()
