"""The disclosure table through REST: read by all, changed by two privacy officers, explained to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from cases.access.models import AccessLogEntry
from cases.access.rules.categories import Category
from cases.access.schedule import forget_schedule
from cases.access.wall import GUARD_ROLE, set_context
from tests.api.client import Partner
from tests.cases.sharing.acting import AT, told
from tests.cases.sharing.conftest import own_schedule
from tests.factories.cast import Cast
from tests.factories.family import make_family

__all__ = ["own_schedule"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_schedule")]

Partners = Callable[[str], Partner]
VERSIONS = "/verstrekkingentabel/versies"
CELL = {
    "ontvanger": "vt",
    "onderdeel": "judicial",
    "verstrekking": "allowed",
    "grondslag": "Wjsg art. 39f",
    "gever": "om",
}


def changed(version: dict[str, Any]) -> list[tuple[Any, Any]]:
    return [
        (row["was"] and row["was"]["verstrekking"], row["wordt"] and row["wordt"]["verstrekking"])
        for row in version["wijzigingen"]
    ]


def test_one_writes_another_approves_and_it_holds_from_its_day(partner: Partners) -> None:
    writer, second = partner("vt.privacy"), partner("om.privacy")
    with time_machine.travel(AT, tick=False):
        before = partner("halt").get("/verstrekkingentabel?ontvanger=vt&onderdeel=judicial").json()
        assert (before["versie"], [row["verstrekking"] for row in before["regels"]]) == (1, ["only_that"])
        assert writer.get(f"{VERSIONS}?x=1").status_code == 400
        made = writer.post(VERSIONS, {})
        assert (made.status_code, writer.post(VERSIONS, {}).status_code) == (201, 409)
        one = f"{VERSIONS}/{made.json()['id']}"
        assert second.put(f"{one}/regels", CELL, made.headers["ETag"]).status_code == 403
        assert writer.put(f"{one}/regels", CELL).status_code == 428
        assert writer.put(f"{one}/regels", CELL | {"grondslag": ""}, "*").status_code == 400
        drafted = writer.put(f"{one}/regels", CELL, made.headers["ETag"])
        assert changed(drafted.json()) == [(None, "allowed")]
        assert writer.put(f"{one}/regels", CELL, made.headers["ETag"]).status_code == 412
        where = {name: CELL[name] for name in ("ontvanger", "onderdeel", "gever")}
        taken_out = writer.put(f"{one}/regels-terug", where | {"stap": "weghalen"}, "*")
        assert changed(taken_out.json()) == []
        general = {"ontvanger": "vt", "onderdeel": "judicial", "stap": "weghalen"}
        assert writer.put(f"{one}/regels-terug", general, "*").status_code == 409
        etag = writer.put(f"{one}/regels", CELL, "*").headers["ETag"]

        offering = {"stap": "aanbieden", "motivering": "Verzoek van de regio."}
        assert writer.put(f"{one}/stap", offering, etag).status_code == 400
        today = offering | {"gaatIn": AT.date().isoformat()}
        assert writer.put(f"{one}/stap", today, etag).json()["errors"][0]["location"] == {
            "pointer": "/gaatIn"
        }
        begins = AT.date() + timedelta(days=2)
        offered = writer.put(f"{one}/stap", offering | {"gaatIn": begins.isoformat()}, etag)
        assert offered.json()["toestand"] == "offered"
        yes = {"stap": "goedkeuren", "reden": "Akkoord."}
        assert writer.put(f"{one}/stap", yes, "*").status_code == 403
        assert second.put(f"{one}/stap", yes, etag).status_code == 412
        approved = second.put(f"{one}/stap", yes, second.get(one).headers["ETag"])
        assert approved.json()["toestand"] == "approved", approved.content
        assert second.put(f"{one}/stap", yes, "*").status_code == 409
        (listed,) = second.get(VERSIONS).json()["resultaten"]
        assert (listed["nummer"], listed["gaatIn"], listed["bouwtOp"]) == (2, begins.isoformat(), 1)
        own_now(partner, begins=begins.isoformat())


def own_now(partner: Partners, *, begins: str) -> None:
    forget_schedule()
    path = "/verstrekkingentabel?ontvanger=vt&onderdeel=judicial"
    now = partner("vt").get(path).json()
    assert (now["versie"], now["volgendeVersie"], now["volgendeGaatIn"]) == (1, 2, begins)
    with time_machine.travel(AT + timedelta(days=2), tick=False):
        then = partner("vt").get(path).json()
        assert then["versie"] == 2
        assert {(row["gever"], row["verstrekking"]) for row in then["regels"]} == {
            (None, "only_that"),
            ("om", "allowed"),
        }


def test_a_privacy_officer_hears_what_another_would_see_and_why(partner: Partners, cast: Cast) -> None:
    family = make_family(cast)
    told(cast, family, Category.JUDICIAL, "Eerder veroordeeld.", "om")
    officer = partner("vt.privacy")
    reader = str(cast.user("shn").organisation.public_id)
    body = {"zaaknummer": family.case.number, "organisatie": reader, "doel": "vraag van een partner"}
    with time_machine.travel(AT, tick=False):
        assert partner("vt").post("/verstrekkingsvragen", body).status_code == 403
        answer = officer.post("/verstrekkingsvragen", body)
        assert answer.status_code == 200, answer.content
        found = answer.json()
        sections = {row["onderdeel"]: row for row in found["onderdelen"]}
        assert (found["niveau"], found["versie"], found["uitsluitingBekend"]) == ("contribute", 1, True)
        assert sections["identity"]["zichtbaar"]
        assert sections["identity"]["regel"]["verstrekking"] == "allowed"
        assert "Eerder veroordeeld" not in answer.content.decode()
        elsewhere = body | {"organisatie": None, "gebruiker": "shn"}
        assert officer.post("/verstrekkingsvragen", elsewhere).json()["uitsluitingBekend"] is False
        for wrong in ({"gebruiker": "vt"}, {"organisatie": None}, {"zaaknummer": "26-9999"}):
            assert officer.post("/verstrekkingsvragen", body | wrong).status_code == 400
    set_context(GUARD_ROLE)
    purposes = AccessLogEntry.objects.filter(action="search").values_list("purpose", flat=True)
    assert any("vraag van een partner" in purpose for purpose in purposes)
