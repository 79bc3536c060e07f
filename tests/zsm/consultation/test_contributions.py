"""What each organisation brings to the table, who reads which part, and what stays beside the decision."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from cases.access.errors import Conflict, InvalidInput, NotAllowed
from cases.access.rules.categories import Category
from cases.access.wall import acting_as
from cases.casefiles.queries import story
from cases.organisations.rules import OrganisationKind
from tests.factories.cast import Cast
from tests.factories.client import signed_in_client
from tests.factories.family import OPENED, Family, make_family
from tests.zsm.decision.making import a_held_case, custody, decided, stated
from zsm.consultation.models import Contribution
from zsm.consultation.queries import contributions_of, dissents_of, own_contribution
from zsm.consultation.rules.contribution import LONGEST_TEXT, contribution_errors, own_categories
from zsm.consultation.services import NewContribution, contribute
from zsm.decision.queries import decisions_of

pytestmark = pytest.mark.django_db
K, C = OrganisationKind, Category
OURS = NewContribution(
    knows={C.ASSESSMENT_GROUNDS: "Twee meldingen in een jaar.", C.MEDICAL: "Hoort stemmen."},
    view="Acuut zolang hij vrij is.",
    offer="Wij spreken haar vanavond.",
)
DISSENT = replace(OURS, dissent="Niet vrijlaten.", dissent_reason="Niemand houdt zicht.")


@pytest.fixture
def family(cast: Cast) -> Family:
    return make_family(cast)


def brought(cast: Cast, family: Family, new: NewContribution = OURS, username: str = "vt") -> Contribution:
    actor = cast.actor(username)
    with acting_as(actor):
        return contribute(case=family.case, contribution=new, actor=actor, at=OPENED)


def url(family: Family) -> str:
    return reverse("zsm:contribution", kwargs={"zaak": family.case.public_id})


@pytest.mark.parametrize("kind", OrganisationKind)
def test_every_organisation_has_something_of_its_own_to_tell(kind: OrganisationKind) -> None:
    assert own_categories(kind)
    assert not {C.TECHNICAL, C.THAT, C.PROTECTED_ADDRESS, C.CONTACT} & set(own_categories(kind))


ERRORS: list[tuple[OrganisationKind, dict[str, Any], list[str]]] = [
    (K.VT, {"view": "Acuut."}, []),
    (K.SHN, {"knows": {C.WISHES: "Geen contact."}}, []),
    (K.SHN, {"knows": {C.MEDICAL: "Hoort stemmen."}}, ["knows.medical"]),
    (K.POLITIE, {"knows": {C.ASSESSMENT_GROUNDS: "x"}}, ["knows.assessment_grounds"]),
    (K.VT, {}, [""]),
    (K.VT, {"view": " "}, [""]),
    (K.VT, {"dissent": "Anders."}, ["dissent_reason"]),
    (K.VT, {"dissent_reason": "Want."}, ["dissent"]),
    (K.VT, {"dissent": "Anders.", "dissent_reason": "Want."}, []),
    (K.VT, {"offer": "x" * (LONGEST_TEXT + 1)}, ["offer"]),
]


@pytest.mark.parametrize(("kind", "given", "fields"), ERRORS)
def test_what_a_contribution_must_be(
    kind: OrganisationKind, given: dict[str, Any], fields: list[str]
) -> None:
    empty: dict[str, Any] = {"knows": {}, "view": "", "offer": "", "dissent": "", "dissent_reason": ""}
    assert list(contribution_errors(kind, **{**empty, **given})) == fields


def test_a_new_version_stands_beside_the_former(cast: Cast, family: Family) -> None:
    brought(cast, family)
    brought(cast, family, replace(DISSENT, seen_version=1))
    with acting_as(cast.actor("vt")):
        last = own_contribution(family.seen_by(cast, "vt"))
        versions = list(
            Contribution.objects.filter(case=family.case)
            .order_by("version")
            .values_list("version", flat=True)
        )
        assert [row.dissent for row in dissents_of(family.case)] == ["Niet vrijlaten."]
    assert last is not None
    assert (versions, last.dissent_reason) == ([1, 2], "Niemand houdt zicht.")


def test_a_colleague_who_was_first_is_said(cast: Cast, family: Family) -> None:
    brought(cast, family)
    with pytest.raises(Conflict, match="collega"):
        brought(cast, family, replace(OURS, seen_version=0))


@pytest.mark.parametrize("username", ["zvh", "vt.beheer", "politie-rk"])
def test_who_does_not_contribute_to_the_case_brings_nothing_in(
    cast: Cast, family: Family, username: str
) -> None:
    with pytest.raises(NotAllowed):
        brought(cast, family, NewContribution(view="x"), username)


def test_nothing_at_all_is_refused(cast: Cast, family: Family) -> None:
    with pytest.raises(InvalidInput):
        brought(cast, family, NewContribution())


@pytest.mark.parametrize(
    ("username", "seen_parts", "held_back"),
    [
        ("vt", {"assessment_grounds", "medical", "view"}, 0),
        ("rvdk", {"assessment_grounds", "view"}, 1),
        ("om", {"view"}, 2),
        ("shn", set(), 4),
    ],
)
def test_each_part_is_read_by_its_own_category(
    cast: Cast, family: Family, username: str, seen_parts: set[str], held_back: int
) -> None:
    brought(cast, family)
    with acting_as(cast.actor(username)):
        [seen] = contributions_of(family.seen_by(cast, username))
    view = {"view"} if seen.view else set()
    assert {part.category for part in seen.parts} | view == seen_parts
    assert seen.held_back == held_back


def test_the_story_says_that_it_was_brought_in_and_not_what(cast: Cast, family: Family) -> None:
    brought(cast, family, DISSENT)
    with acting_as(cast.actor("om")):
        events = story(family.seen_by(cast, "om")).events
    said = {event.kind: event.summary for event in events}
    assert said["contributed"] == "VT Duinrand heeft inbreng aan tafel vastgelegd."
    assert said["dissented"] == "VT Duinrand heeft een ander oordeel en geeft de reden."


def test_dissent_stays_beside_the_decision_that_was_taken(cast: Cast) -> None:
    case = a_held_case(cast)
    vt = cast.actor("vt")
    with acting_as(vt):
        contribute(case=case, contribution=DISSENT, actor=vt, at=OPENED)
    stated(cast, case)
    decided(cast, case, custody())
    with acting_as(vt):
        contribute(case=case, contribution=OURS, actor=vt, at=OPENED)
        [decision] = decisions_of(case)
    frozen = decision.on_the_table
    [record] = frozen["records"]["contributions"]
    assert (record["version"], record["dissent"]) == (1, True)
    values = [line["value"] for line in frozen["lines"] if line["category"] == "decision"]
    assert "Niet vrijlaten.\nReden: Niemand houdt zicht." in values


def test_the_page_keeps_what_was_typed_and_shows_the_card(cast: Cast, family: Family) -> None:
    client = signed_in_client(cast.user("vt"))
    refused = client.post(url(family), {"versie": "0", "ander_oordeel": "Niet vrijlaten."})
    assert refused.status_code == 400
    page = refused.content.decode()
    assert "Geef de reden van uw andere oordeel." in page
    assert "Niet vrijlaten." in page
    sent = {"versie": "0", "ander_oordeel": "Niet vrijlaten.", "ander_oordeel_reden": "Geen zicht."}
    assert client.post(url(family), sent).status_code == 302
    shown = signed_in_client(cast.user("om")).get(reverse("zsm:case", kwargs={"zaak": family.case.public_id}))
    assert "Niet vrijlaten." in shown.content.decode()
    assert "Reden: Geen zicht." in shown.content.decode()
