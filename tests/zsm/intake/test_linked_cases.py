"""Several suspects and violence both ways: cases of their own, linked, leaking nothing across."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cases.access.errors import Conflict, InvalidInput, NotAllowed
from cases.access.models import Participation
from cases.access.wall import acting_as
from cases.casefiles.link_models import CaseLink
from cases.casefiles.linked import link_cases, linked_cases
from cases.casefiles.models import Case, CaseRole
from cases.casefiles.queries import open_case
from cases.casefiles.rules.linking import LINK_LABELS, LinkKind, link_label
from cases.persons.models import Person
from cases.persons.services import NewPerson
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.zsm.intake.making import ADULT, an_arrest, held_case, shared
from tests.zsm.intake.test_label_and_later import a_child
from zsm.intake.services import ArrestIntake, Involved, InvolvedChild, LinkTo, register_arrest

pytestmark = pytest.mark.django_db
NOW = ams("2026-03-10 11:00")
REASON = "Beiden sloegen; wie begon is niet duidelijk."


def carried(person: Person) -> dict[str, Any]:
    new = NewPerson(first_names=person.first_names, last_name=person.last_name, birth_date=person.birth_date)
    return {"person": new, "carried": person.public_id}


def another(cast: Cast, first: Case, kind: LinkKind) -> Case:
    """Police registers the second case from the first, as the page does."""
    police = cast.actor("politie")
    with acting_as(police):
        rows = CaseRole.objects.filter(case=first).select_related("person")
        people = {row.role: row.person for row in rows}
        swapped = kind is LinkKind.MUTUAL_VIOLENCE
        newcomer = Involved(person=NewPerson(first_names="Ruud", last_name="Vaandrager", birth_date=ADULT))
        changes = {
            "suspect": Involved(**carried(people["victim"])) if swapped else newcomer,
            "victim": Involved(**carried(people["suspect" if swapped else "victim"])),
            "children": (InvolvedChild(**carried(people["child"])),),
            "linked_to": LinkTo(case=first, kind=kind, reason=REASON),
        }
        intake = ArrestIntake(**shared(cast, **changes), arrest=an_arrest())
        return register_arrest(intake=intake, actor=police, at=NOW)


def first_case(cast: Cast) -> Case:
    return held_case(cast, children=(a_child(),))


def linked(cast: Cast, case: Case, username: str = "politie") -> list[tuple[str, str]]:
    actor = cast.actor(username)
    with acting_as(actor):
        access = open_case(actor, case.public_id, at=NOW)
        return [(row.number, row.label) for row in linked_cases(access, NOW)]


def leave(cast: Cast, case: Case, kind: str) -> None:
    """An organisation no longer takes part in one of the two cases."""
    with acting_as(cast.actor("politie")):
        rows = Participation.objects.filter(case=case, organisation__kind=kind)
        rows.update(ended_at=NOW, end_reason="test")


def test_co_suspect_has_a_case_of_its_own_in_the_same_family_with_the_same_people(cast: Cast) -> None:
    first = first_case(cast)
    second = another(cast, first, LinkKind.CO_SUSPECT)
    with acting_as(cast.actor("politie")):
        there = {(row.role, row.person_id) for row in CaseRole.objects.filter(case=first)}
        here = {(row.role, row.person_id) for row in CaseRole.objects.filter(case=second)}
        assert second.family_system_id == first.family_system_id
        assert Person.objects.count() == 4
    assert {role for role in here if role[0] != "suspect"} == {role for role in there if role[0] != "suspect"}
    assert linked(cast, second) == [(first.number, "medeverdachte van hetzelfde feit")]
    assert linked(cast, first) == [(second.number, "medeverdachte van hetzelfde feit")]


def test_mutual_violence_swaps_suspect_and_victim(cast: Cast) -> None:
    first = first_case(cast)
    second = another(cast, first, LinkKind.MUTUAL_VIOLENCE)
    with acting_as(cast.actor("politie")):
        there = {row.role: row.person_id for row in CaseRole.objects.filter(case=first)}
        here = {row.role: row.person_id for row in CaseRole.objects.filter(case=second)}
        assert Person.objects.count() == 3
    assert (here["suspect"], here["victim"]) == (there["victim"], there["suspect"])


@pytest.mark.parametrize("gone_from", ["first", "second"])
def test_who_takes_part_in_one_of_the_two_learns_nothing_of_the_other(
    cast: Cast, sign_in: Callable[[str], WallClient], gone_from: str
) -> None:
    first = first_case(cast)
    second = another(cast, first, LinkKind.MUTUAL_VIOLENCE)
    gone, stays = (first, second) if gone_from == "first" else (second, first)
    assert linked(cast, stays, "shn") == [(gone.number, "geweld over en weer")]
    leave(cast, gone, "shn")
    assert linked(cast, stays, "shn") == []
    with acting_as(cast.actor("shn")):
        assert not CaseLink.objects.exists()
        assert not Case.objects.filter(pk=gone.pk).exists()
    client = sign_in("shn")
    for path in ("", "/zsm", "/personen"):
        page = client.get(f"/zaken/{stays.public_id}{path}").content.decode()
        assert gone.number not in page
        assert REASON not in page
        assert "Gekoppelde zaken" not in page
    assert client.get(f"/zaken/{gone.public_id}").status_code == 404


def test_link_stands_on_the_page_of_who_takes_part_in_both(
    cast: Cast, sign_in: Callable[[str], WallClient]
) -> None:
    first = first_case(cast)
    second = another(cast, first, LinkKind.MUTUAL_VIOLENCE)
    page = sign_in("vt").get(f"/zaken/{first.public_id}").content.decode()
    assert f"Zaak {second.number}" in page
    assert "geweld over en weer" in page


def test_cases_of_different_families_twice_or_without_reason_are_not_linked(cast: Cast) -> None:
    first, stranger = first_case(cast), held_case(cast, number=1)
    second = another(cast, first, LinkKind.CO_SUSPECT)
    police = cast.actor("politie")

    def link(other: Case, reason: str = REASON) -> None:
        with acting_as(police):
            link_cases(case=first, other=other, kind=LinkKind.CO_SUSPECT, reason=reason, actor=police, at=NOW)

    with pytest.raises(Conflict):
        link(stranger)
    with pytest.raises(Conflict):
        link(second)
    with pytest.raises(InvalidInput):
        link(stranger, " ")


def test_outsider_links_nothing(cast: Cast) -> None:
    first = first_case(cast)
    second = another(cast, first, LinkKind.CO_SUSPECT)
    actor = cast.actor("politie-rk")
    with acting_as(actor), pytest.raises(NotAllowed):
        link_cases(case=first, other=second, kind=LinkKind.FOLLOW_UP, reason="x", actor=actor, at=NOW)


def test_somebody_who_is_not_in_the_linked_case_is_not_carried_over(cast: Cast) -> None:
    first, stranger = first_case(cast), held_case(cast, number=1)
    police = cast.actor("politie")
    with acting_as(police):
        foreign = CaseRole.objects.select_related("person").get(case=stranger, role="victim").person
        link = LinkTo(case=first, kind=LinkKind.CO_SUSPECT, reason=REASON)
        values = shared(cast, number=2, victim=Involved(**carried(foreign)), linked_to=link)
        intake = ArrestIntake(**values, arrest=an_arrest())
        with pytest.raises(InvalidInput) as refused:
            register_arrest(intake=intake, actor=police, at=NOW)
    assert "victim.match" in refused.value.errors


def test_follow_up_reads_differently_from_both_sides() -> None:
    assert set(LINK_LABELS) == set(LinkKind)
    assert link_label(LinkKind.FOLLOW_UP, from_newer=True) == "eerdere zaak"
    assert link_label(LinkKind.FOLLOW_UP, from_newer=False) == "vervolgzaak"
