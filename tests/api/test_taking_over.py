"""A partner system says who acts on a term that ran out; everybody reads it in the list of terms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from cases.organisations.rules import OrganisationKind
from tests.api.client import Partner
from tests.cases.terms.making import DUE, a_case, a_term
from tests.factories.cast import Cast

pytestmark = pytest.mark.django_db
Partners = Callable[[str], Partner]
OM, VT = OrganisationKind.OM, OrganisationKind.VT


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with time_machine.travel(DUE + timedelta(minutes=5), tick=False):
        yield


def test_a_late_term_is_taken_over_once_and_read_by_all(cast: Cast, partner: Partners) -> None:
    case = a_case(cast, OM, VT)
    term = a_term(cast, case)
    om, vt = partner("om"), partner("vt")
    path, key = f"/zaken/{case.public_id}/termijnen/{term.public_id}/oppakkingen", str(uuid4())
    assert om.post(path, {}, key).status_code == 201
    assert om.post(path, {}, key).headers["Idempotency-Replayed"] == "true"
    refused = vt.post(path, {})
    assert refused.status_code == 409
    assert "heeft dit al opgepakt" in refused.json()["detail"]
    [row] = vt.get(f"/zaken/{case.public_id}/termijnen").json()["resultaten"]
    assert row["opgepaktOp"] == "2026-03-10T18:05:00Z"
    assert row["opgepaktDoor"] == str(cast.organisation(OM).public_id)
    assert row["teLaat"] is True


def test_what_is_not_late_cannot_be_taken_over(cast: Cast, partner: Partners) -> None:
    case = a_case(cast, OM)
    term = a_term(cast, case, start=DUE)
    path = f"/zaken/{case.public_id}/termijnen/{term.public_id}/oppakkingen"
    assert partner("om").post(path, {}).status_code == 409
    assert partner("om").post(path, {"extra": 1}).status_code == 400
    assert partner("om").post(path.replace(str(term.public_id), str(uuid4())), {}).status_code == 404
