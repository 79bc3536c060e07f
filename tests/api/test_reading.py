"""Reading through REST: pages by key, news since a version, what is held back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine

from cases.access.wall import acting_as
from cases.casefiles.models import Case, CaseEvent
from tests.api.client import Partner
from tests.factories.cast import Cast
from tests.factories.story import REGISTERED, register_case, register_stalking_case

pytestmark = pytest.mark.django_db

Partners = Callable[[str], Partner]


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with time_machine.travel(REGISTERED + timedelta(hours=1), tick=False):
        yield


def test_pages_go_on_where_the_last_one_ended_also_when_a_case_is_added(
    partner: Partners, cast: Cast
) -> None:
    made = [register_case(cast, number, REGISTERED + timedelta(minutes=number)) for number in range(1, 5)]
    police = partner("politie")
    first = police.get("/zaken?aantal=2").json()
    register_case(cast, 9, REGISTERED + timedelta(minutes=50))
    following = first["_links"]["volgende"]["href"].removeprefix("/api/v1")
    second = police.get(following).json()
    ids = [row["id"] for page in (first, second) for row in page["resultaten"]]
    assert ids == [str(case.public_id) for case in reversed(made)]
    assert "volgende" not in second["_links"]
    assert not {"totaal", "count"} & second.keys()


def test_the_filters_of_the_list(partner: Partners, cast: Cast) -> None:
    one, other = register_case(cast, 1), register_case(cast, 2)
    police = partner("politie")
    found = police.get(f"/zaken?nummer={other.number}").json()["resultaten"]
    assert [row["id"] for row in found] == [str(other.public_id)]
    assert police.get("/zaken?toestand=closed").json()["resultaten"] == []
    running = police.get("/zaken?lopend=true&toestand=at_zsm").json()["resultaten"]
    assert {row["id"] for row in running} == {str(one.public_id), str(other.public_id)}


def test_the_version_of_an_event_is_the_version_that_the_case_got(partner: Partners, cast: Cast) -> None:
    case = register_stalking_case(cast)
    police = partner("politie")
    path = f"/zaken/{case.public_id}/gebeurtenissen"
    everything = police.get(path).json()
    with acting_as(cast.actor("politie")):
        version = Case.objects.get(pk=case.pk).version
        number = CaseEvent.objects.filter(case=case).count()
    assert version == number + 1
    assert everything["totVersie"] == version == everything["resultaten"][-1]["versie"]
    police.post(f"/zaken/{case.public_id}/onveilige-gebeurtenissen", EVENT)
    news = police.get(f"{path}?sindsVersie={version}").json()
    assert {row["soort"] for row in news["resultaten"]} >= {"incident_added"}
    assert all(row["versie"] > version for row in news["resultaten"])
    nothing = police.get(f"{path}?sindsVersie={news['totVersie']}").json()
    assert (nothing["resultaten"], nothing["totVersie"]) == ([], news["totVersie"])


EVENT = {"gebeurdOp": "2026-03-01", "bron": "earlier_file", "omschrijving": "Stond bij de school."}


def test_the_news_comes_in_pages_and_counts_what_is_held_back(partner: Partners, cast: Cast) -> None:
    case = register_stalking_case(cast)
    shn, path = partner("shn"), f"/zaken/{case.public_id}/gebeurtenissen?sindsVersie=0&aantal=2"
    seen = held_back = 0
    while path:
        page = shn.get(path).json()
        seen += len(page["resultaten"])
        held_back += page["achtergehouden"]
        path = page["_links"].get("volgende", {}).get("href", "").removeprefix("/api/v1")
    with acting_as(cast.actor("politie")):
        assert seen + held_back == CaseEvent.objects.filter(case=case).count()
    assert held_back > 0


def test_a_term_tells_how_it_was_computed(partner: Partners, cast: Cast) -> None:
    case = register_stalking_case(cast)
    rows = partner("om").get(f"/zaken/{case.public_id}/termijnen?lopend=true").json()["resultaten"]
    (first,) = [row for row in rows if row["soort"] == "first_decision"]
    assert first["looptAfOp"] == "2026-03-10T18:00:00Z"
    assert first["hoeBerekend"]
    assert first["teLaat"] is False


def test_fields_that_are_not_for_an_organisation_are_named_and_empty(partner: Partners, cast: Cast) -> None:
    case = register_stalking_case(cast)
    path = f"/zaken/{case.public_id}/meldingen"
    (own,) = partner("vt").get(path).json()["resultaten"]
    (other,) = partner("shn").get(path).json()["resultaten"]
    assert own["situatieSchets"]
    assert "situatieSchets" not in own["achtergehouden"]
    assert other["situatieSchets"] is None
    assert "situatieSchets" in other["achtergehouden"]
    assert other["registratienummer"] == own["registratienummer"]
