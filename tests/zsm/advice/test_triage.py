"""The civil triage of the RvdK, and Veilig Thuis agreeing beforehand with its consequence."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from cases.access.errors import Conflict, InvalidInput, NotAllowed
from cases.access.models import Participation
from cases.access.wall import acting_as
from cases.organisations.rules import OrganisationKind
from cases.terms.rules.kinds import TermKind
from tests.factories.cast import Cast
from tests.factories.client import signed_in_client
from tests.factories.family import Family, make_family
from tests.zsm.advice.making import ADVISED, triaged
from tests.zsm.decision.making import a_held_case, past_the_wall, running
from zsm.advice.models import CivilTriage, TriageAgreement
from zsm.advice.queries import seen_triages
from zsm.advice.rules.triage import ChildConcern, SpokenToChild, TriageOutcome, triage_errors
from zsm.advice.services import agree_with_triage

pytestmark = pytest.mark.django_db
T, S = TriageOutcome, SpokenToChild
TOLD = ChildConcern(key="a", concern="Slaapt slecht.", spoken=S.VT)


@pytest.fixture
def family(cast: Cast) -> Family:
    return make_family(cast)


def answered(
    cast: Cast, triage: CivilTriage, *, agreed: bool = True, note: str = "", username: str = "vt"
) -> TriageAgreement:
    actor = cast.actor(username)
    with acting_as(actor):
        return agree_with_triage(triage=triage, agreed=agreed, note=note, actor=actor, at=ADVISED)


ERRORS: list[tuple[dict[str, Any], list[str]]] = [
    ({}, []),
    ({"concerns": []}, ["child.a"]),
    ({"concerns": [ChildConcern(key="a", concern=" ", spoken=S.VT)]}, ["child.a"]),
    ({"concerns": [ChildConcern(key="a", concern="x")]}, ["child.a"]),
    ({"concerns": [ChildConcern(key="a", concern="x", spoken=S.NOT)]}, ["child.a"]),
    ({"concerns": [ChildConcern(key="a", concern="x", spoken=S.NOT, note="Te jong.")]}, []),
    ({"concerns": [TOLD, ChildConcern(key="b", concern="x", spoken=S.VT)]}, [""]),
    ({"children": frozenset(), "concerns": []}, [""]),
    ({"reason": ""}, ["reason"]),
    ({"consequence": ""}, ["consequence"]),
    ({"consequence": "", "outcome": T.PROVISIONAL_SUPERVISION_ORDER}, ["consequence"]),
    ({"consequence": "", "outcome": T.NO_ACTION}, []),
]


@pytest.mark.parametrize(("changes", "fields"), ERRORS)
def test_what_a_triage_must_be(changes: dict[str, Any], fields: list[str]) -> None:
    given: dict[str, Any] = {
        "children": frozenset({"a"}),
        "concerns": [TOLD],
        "outcome": T.VT_GOES_ON,
        "reason": "Moeder werkt mee.",
        "consequence": "Raadsmelding.",
    }
    assert list(triage_errors(**{**given, **changes})) == fields


def test_a_triage_meets_what_the_rvdk_owes_and_veilig_thuis_then_owes_its_answer(cast: Cast) -> None:
    case = a_held_case(cast)
    triage = triaged(cast, case)
    [owed] = running(case, TermKind.CIVIL_TRIAGE)
    assert owed.organisation.kind == OrganisationKind.VT
    answered(cast, triage)
    assert running(case, TermKind.CIVIL_TRIAGE) == []


def test_without_a_consequence_nothing_is_asked_of_veilig_thuis(cast: Cast) -> None:
    case = a_held_case(cast)
    triaged(cast, case, outcome=T.NO_ACTION, consequence="")
    assert running(case, TermKind.CIVIL_TRIAGE) == []


def test_a_new_version_asks_veilig_thuis_anew(cast: Cast) -> None:
    case = a_held_case(cast)
    first = triaged(cast, case)
    second = triaged(cast, case, consequence="Voorlopige ondertoezichtstelling.", seen_version=1)
    with pytest.raises(Conflict, match="nieuwe versie"):
        answered(cast, first)
    [owed] = running(case, TermKind.CIVIL_TRIAGE)
    assert owed.subject_public_id == second.public_id
    answered(cast, second, agreed=False, note="Eerst met moeder spreken.")
    with pytest.raises(Conflict, match="al geantwoord"):
        answered(cast, second)


def test_no_agreement_needs_what_must_change(cast: Cast, family: Family) -> None:
    with pytest.raises(InvalidInput) as wrong:
        answered(cast, triaged(cast, family.case), agreed=False)
    assert list(wrong.value.errors) == ["note"]


@pytest.mark.parametrize("username", ["politie", "om", "3ro", "vt", "shn", "zvh", "vt.beheer"])
def test_only_the_rvdk_triages(cast: Cast, family: Family, username: str) -> None:
    with pytest.raises(NotAllowed):
        triaged(cast, family.case, username=username)


def test_the_rvdk_in_its_penal_task_does_not_triage(cast: Cast, family: Family) -> None:
    with past_the_wall():
        rvdk = cast.organisation(OrganisationKind.RVDK)
        Participation.objects.filter(case=family.case, organisation=rvdk).update(capacity="penal")
    with pytest.raises(NotAllowed, match="civiele taak"):
        triaged(cast, family.case)


@pytest.mark.parametrize("username", ["politie", "om", "rvdk"])
def test_only_veilig_thuis_agrees(cast: Cast, family: Family, username: str) -> None:
    triage = triaged(cast, family.case)
    with pytest.raises(NotAllowed):
        answered(cast, triage, username=username)


def test_the_triage_is_read_by_veilig_thuis_and_by_whom_it_is_shared_with(cast: Cast, family: Family) -> None:
    triaged(cast, family.case, share_with=frozenset({OrganisationKind.OM}))
    readers = set()
    for username in ("politie", "om", "vt", "3ro", "rvdk", "shn"):
        with acting_as(cast.actor(username)):
            if seen_triages(family.seen_by(cast, username)):
                readers.add(username)
    assert readers == {"om", "vt", "rvdk"}


def test_the_page_asks_about_every_child_and_veilig_thuis_answers_on_it(cast: Cast, family: Family) -> None:
    url = reverse("zsm:triage", kwargs={"zaak": family.case.public_id})
    rvdk, vt = (signed_in_client(cast.user(name)) for name in ("rvdk", "vt"))
    assert "nog geen triage" in vt.get(url).content.decode()
    sent = {"versie": "0", "uitkomst": "inquiry", "reden": "Zorgen.", "gevolg": "Verzoek tot Onderzoek."}
    refused = rvdk.post(url, sent)
    assert refused.status_code == 400
    assert refused.content.decode().count("Schrijf op welke zorgen er zijn") >= 2
    for child in family.children:
        key = f"kind-{child.public_id}"
        sent |= {key: "Bang.", f"{key}-gesproken": "rvdk"}
    assert rvdk.post(url, sent).status_code == 302
    assert "Verzoek tot Onderzoek." in vt.get(url).content.decode()
    assert vt.post(url, {"akkoord": "no"}).status_code == 400
    assert vt.post(url, {"akkoord": "yes"}).status_code == 302
    assert "akkoord" in rvdk.get(reverse("zsm:case", kwargs={"zaak": family.case.public_id})).content.decode()
