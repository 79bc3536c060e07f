"""Writing through REST: done once, of the version that stands, two at once one after the other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection

from cases.access.wall import acting_as
from cases.assessments.models import Incident
from cases.casefiles.models import Case, CaseRole
from cases.plans.models import Breach, SafetyMeasure
from tests.api.client import Partner, partner_of
from tests.factories.cast import Cast
from tests.factories.story import REGISTERED, register_stalking_case

Partners = Callable[[str], Partner]
EVENT = {"gebeurdOp": "2026-03-01", "bron": "earlier_file", "omschrijving": "Stond bij de school."}


@pytest.fixture
def case(cast: Cast, db: None) -> Iterator[Case]:
    with time_machine.travel(REGISTERED, tick=False):
        yield register_stalking_case(cast)


def events_of(cast: Cast, case: Case) -> int:
    with acting_as(cast.actor("vt")):
        return Incident.objects.filter(case=case).count()


def test_a_creation_answers_with_ids_and_its_address(partner: Partners, case: Case) -> None:
    path = f"/zaken/{case.public_id}/onveilige-gebeurtenissen"
    response = partner("vt").post(path, EVENT)
    assert response.status_code == 201
    body = response.json()
    assert body.keys() == {"id", "_links"}
    assert response.headers["Location"] == body["_links"]["self"]["href"] == f"/api/v1{path}"
    listed = partner("vt").get(path).json()
    assert [row["id"] for row in listed["resultaten"]] == [body["id"]]


def test_the_same_key_gives_the_same_answer_and_is_done_once(
    partner: Partners, case: Case, cast: Cast
) -> None:
    path, key, vt = f"/zaken/{case.public_id}/onveilige-gebeurtenissen", str(uuid4()), partner("vt")
    first, again = vt.post(path, EVENT, key), vt.post(path, dict(reversed(EVENT.items())), key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.headers["Location"] == first.headers["Location"]
    assert events_of(cast, case) == 1


def test_a_key_is_used_for_one_request_only(partner: Partners, case: Case, cast: Cast) -> None:
    path, key, vt = f"/zaken/{case.public_id}/onveilige-gebeurtenissen", str(uuid4()), partner("vt")
    vt.post(path, EVENT, key)
    other = vt.post(path, {**EVENT, "omschrijving": "Iets anders."}, key)
    assert other.status_code == 409
    assert other.json()["type"] == "urn:veiligheid:probleem:sleutel-hergebruikt"
    assert partner("politie").post(path, EVENT, key).status_code == 201
    assert events_of(cast, case) == 2


def test_a_key_counts_for_a_day(partner: Partners, case: Case, cast: Cast) -> None:
    path, key, vt = f"/zaken/{case.public_id}/onveilige-gebeurtenissen", str(uuid4()), partner("vt")
    vt.post(path, EVENT, key)
    with time_machine.travel(REGISTERED + timedelta(hours=24, seconds=1), tick=False):
        assert vt.post(path, {**EVENT, "omschrijving": "Iets anders."}, key).status_code == 201
    assert events_of(cast, case) == 2


def test_what_failed_is_not_remembered(partner: Partners, case: Case) -> None:
    path, key, vt = f"/zaken/{case.public_id}/onveilige-gebeurtenissen", str(uuid4()), partner("vt")
    assert vt.post(path, {**EVENT, "gebeurdOp": "2027-01-01"}, key).status_code == 400
    assert vt.post(path, EVENT, key).status_code == 201


@pytest.mark.parametrize("key", [None, "x"])
def test_a_creation_needs_a_key(partner: Partners, case: Case, key: str | None) -> None:
    response = partner("vt").post(f"/zaken/{case.public_id}/onveilige-gebeurtenissen", EVENT, key)
    assert response.status_code == 400
    assert response.json()["errors"][0]["location"] == {"name": "Idempotency-Key"}


def test_a_change_says_which_version_it_changes(partner: Partners, case: Case, cast: Cast) -> None:
    with acting_as(cast.actor("politie")):
        victim = CaseRole.objects.select_related("person").get(case=case, role="victim").person
    path = f"/zaken/{case.public_id}/personen/{victim.public_id}/veilig-contact"
    police, body = partner("politie"), {"telefoon": "0600000123", "telefoonVeilig": True}
    etag = police.get(path).headers["ETag"]
    missing = police.put(path, body)
    assert (missing.status_code, missing.headers["ETag"]) == (428, etag)
    changed = police.put(path, body, etag)
    assert (changed.status_code, changed.json()["telefoonVeilig"]) == (200, True)
    assert changed.headers["ETag"] != etag
    assert police.put(path, body, etag).status_code == 412
    assert police.put(path, body, f"W/{changed.headers['ETag']}").status_code == 412
    wrong = police.put(path, {**body, "telefoon": "12"}, changed.headers["ETag"])
    assert (wrong.status_code, wrong.json()["errors"][0]["location"]) == (400, {"pointer": "/telefoon"})


def test_a_breach_is_judged_once(partner: Partners, case: Case, cast: Cast) -> None:
    with acting_as(cast.actor("om")):
        breach = Breach.objects.get(measure__case=case)
    prosecutor = partner("om")
    listed = prosecutor.get(f"/zaken/{case.public_id}/maatregelen").json()["resultaten"]
    etag = listed[0]["schendingen"][0]["etag"]
    path = f"/zaken/{case.public_id}/schendingen/{breach.public_id}/oordeel"
    judged = prosecutor.put(path, {"oordeel": "prosecuted"}, etag)
    assert (judged.status_code, judged.json()["oordeel"]) == (200, "prosecuted")
    assert prosecutor.put(path, {"oordeel": "no_action"}, etag).status_code == 412


def test_moments_come_in_with_any_offset_and_go_out_in_utc(partner: Partners, case: Case, cast: Cast) -> None:
    with acting_as(cast.actor("politie")):
        measure = SafetyMeasure.objects.get(case=case)
    path = f"/zaken/{case.public_id}/maatregelen/{measure.public_id}/schendingen"
    police = partner("politie")
    for text in ("2026-03-10T08:00:00", "2026-03-10", "2026-03-10T08:00:00+25:00", "0001-01-01T00:00:00Z"):
        assert police.post(path, {"gebeurdOp": text, "omschrijving": "Weer."}).status_code == 400
    assert (
        police.post(path, {"gebeurdOp": "2026-03-10T04:00:00-04:00", "omschrijving": "Weer."}).status_code
        == 201
    )
    (shown,) = police.get(f"/zaken/{case.public_id}/maatregelen").json()["resultaten"]
    assert "2026-03-10T08:00:00Z" in [breach["gebeurdOp"] for breach in shown["schendingen"]]


def at_once(*requests: Callable[[], Any]) -> list[Any]:
    """Send requests from threads of their own and give the answers."""
    answers: list[Any] = [None] * len(requests)

    def send(place: int, request: Callable[[], Any]) -> None:
        answers[place] = request()
        connection.close()

    threads = [threading.Thread(target=send, args=pair) for pair in enumerate(requests)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_of_two_at_once_with_one_key_one_is_done(committed_db: str, cast: Cast) -> None:
    with time_machine.travel(REGISTERED, tick=False):
        case = register_stalking_case(cast)
        path, key = f"/zaken/{case.public_id}/onveilige-gebeurtenissen", str(uuid4())
        systems = [partner_of(cast.user("vt")) for _ in range(3)]
        answers = at_once(*(lambda vt=vt: vt.post(path, EVENT, key) for vt in systems))
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert len({answer.content for answer in answers}) == 1
    assert sum("Idempotency-Replayed" in answer.headers for answer in answers) == 2
    assert events_of(cast, case) == 1


def test_of_two_decisions_at_once_one_is_taken(committed_db: str, cast: Cast) -> None:
    facts = {
        "opVersie": 0,
        "verdenking": "yes",
        "grondVerdenking": "een betrokkene verklaart het",
        "bewijs": "sufficient",
        "ernstigeBezwaren": "yes",
    }
    with time_machine.travel(REGISTERED, tick=False):
        case = register_stalking_case(cast)
        one, other = partner_of(cast.user("om")), partner_of(cast.user("om"))
        one.post(f"/zaken/{case.public_id}/feiten-om", facts)
        rows = one.get(f"/zaken/{case.public_id}/deelnemers").json()["resultaten"]
        informer = next(row["organisatie"] for row in rows if row["soort"] == "shn")
        body = {
            "gezienAantal": 0,
            "onderdelen": [
                {
                    "soort": "hold_custody",
                    "gegevens": {
                        "grond": "investigation",
                        "momentBevel": "2026-03-10T10:00:00+01:00",
                        "plaats": "Politiebureau",
                    },
                }
            ],
            "motivering": "Nader verhoor.",
            "wieInformeert": informer,
        }
        path = f"/zaken/{case.public_id}/besluiten"
        answers = at_once(lambda: one.post(path, body), lambda: other.post(path, body))
    assert sorted(answer.status_code for answer in answers) == [201, 409], [a.content for a in answers]
