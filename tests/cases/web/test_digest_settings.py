"""The functional administrator sets the time of the mail of the night, of the own organisation only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from cases.access.errors import NotAllowed
from cases.access.models import AccessLogEntry
from cases.access.wall import acting_as
from cases.organisations.models import Organisation
from cases.terms.mail_time import set_mail_time
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.zsm.decision.making import past_the_wall

pytestmark = pytest.mark.django_db

SignIn = Callable[[str], WallClient]
PAGE = "cases:digest-settings"


def changed() -> dict[str, time]:
    """The organisations whose time is not that of everybody."""
    rows = Organisation.objects.exclude(nightly_mail_at=time(6, 0))
    return dict(rows.values_list("short_name", "nightly_mail_at"))


def test_the_administrator_sets_it_and_the_access_log_says_so(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("vt.beheer")
    assert 'value="06:00"' in client.get(reverse(PAGE)).content.decode()
    page = client.post(reverse(PAGE), {"mail_at": "05:30"}, follow=True).content.decode()
    assert "De overzichtsmail komt elke dag om 05:30." in page
    assert 'value="05:30"' in page
    assert changed() == {"VT Duinrand": time(5, 30)}
    with past_the_wall():
        entry = AccessLogEntry.objects.filter(action=AccessLogEntry.ACTION_WRITE).latest("pk")
    assert (entry.route, entry.purpose) == (PAGE, "overzichtsmail van 06:00 naar 05:30")


@pytest.mark.parametrize("typed", ["", "25:00", "zes uur"])
def test_what_is_no_time_is_refused_and_stays_in_the_field(sign_in: SignIn, typed: str) -> None:
    response = sign_in("vt.beheer").post(reverse(PAGE), {"mail_at": typed})
    assert response.status_code == 400
    page = response.content.decode()
    assert "Tijd van de overzichtsmail:" in page
    assert f'value="{typed}"' in page or not typed
    assert changed() == {}


def test_only_an_administrator_finds_the_page(sign_in: SignIn) -> None:
    assert reverse(PAGE) in sign_in("vt.beheer").get(reverse("cases:my-work")).content.decode()
    for username in ("vt", "vt.lead", "vt.privacy"):
        assert reverse(PAGE) not in sign_in(username).get(reverse("cases:my-work")).content.decode()
        assert sign_in(username).get(reverse(PAGE)).status_code == 403


def test_the_service_refuses_everybody_else(cast: Cast) -> None:
    for username in ("vt", "vt.lead", "vt.privacy", "om"):
        actor = cast.actor(username)
        with pytest.raises(NotAllowed, match="functioneel beheerder"), acting_as(actor):
            set_mail_time(mail_at=time(5, 0), actor=actor)
    assert changed() == {}


def test_a_page_cannot_write_organisations_past_the_service(cast: Cast) -> None:
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        acting_as(cast.actor("vt.beheer")),
        transaction.atomic(),
    ):
        Organisation.objects.update(nightly_mail_at=time(5, 0))
