"""The named lead of an organisation: handed over without a gap, alone, per shift, or when somebody leaves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.access.errors import Conflict, InvalidInput, NotAllowed
from cases.access.rules.categories import Category
from cases.access.wall import GUARD_ROLE, acting_as, set_context
from cases.casefiles.models import Case, CaseEvent, CaseLead, LeadHandover, VictimContactPerson
from cases.casefiles.services import record_event
from cases.casefiles.services.leads import (
    accept_lead,
    accept_shift,
    hand_over_shift,
    name_victim_contact,
    offer_lead,
    refuse_lead,
)
from cases.organisations.models import User
from cases.outbox.models import OutboxMessage
from tests.factories.cast import Cast
from tests.factories.family import OPENED, Family, make_family

pytestmark = pytest.mark.django_db
LATER = OPENED + timedelta(hours=8)


@pytest.fixture
def family(cast: Cast) -> Family:
    """The case, led by Noor de Graaf for Veilig Thuis."""
    family = make_family(cast)
    lead_for_vt(cast, family.case)
    return family


def lead_for_vt(cast: Cast, case: Case) -> None:
    vt = cast.actor("vt")
    with acting_as(vt):
        record_event(case=case, kind="test", category=Category.THAT, summary="x", actor=vt, at=OPENED)


def offer(cast: Cast, case: Case, note: str = "Bel haar om 16 uur.") -> LeadHandover:
    vt = cast.actor("vt")
    with acting_as(vt):
        return offer_lead(case=case, to=cast.user("vt.lead"), note=note, actor=vt, at=LATER)


def leads(cast: Cast, case: Case) -> list[str]:
    with acting_as(cast.actor("vt")):
        rows = CaseLead.objects.filter(
            case=case, organisation=cast.user("vt").organisation, until__isnull=True
        )
        return list(rows.values_list("user__username", flat=True))


def test_the_old_lead_stays_until_the_new_one_accepts(cast: Cast, family: Family) -> None:
    offered = offer(cast, family.case)
    assert leads(cast, family.case) == ["vt"]
    new = cast.actor("vt.lead")
    with acting_as(new):
        accept_lead(offer=offered, actor=new, at=LATER)
        with pytest.raises(Conflict):
            accept_lead(offer=offered, actor=new, at=LATER)
        former = CaseLead.objects.get(case=family.case, user__username="vt")
        told = CaseEvent.objects.get(case=family.case, kind="lead_changed").summary
    assert leads(cast, family.case) == ["vt.lead"]
    assert former.until == LATER
    assert told == "Bram Kuipers is nu aanspreekpunt bij VT Duinrand."


def test_both_are_told(cast: Cast, family: Family) -> None:
    offered = offer(cast, family.case)
    new = cast.actor("vt.lead")
    with acting_as(new):
        refuse_lead(offer=offered, reason="Ik ben morgen vrij.", actor=new, at=LATER)
    set_context(GUARD_ROLE)
    told = set(OutboxMessage.objects.values_list("kind", "recipient__username"))
    set_context("none")
    assert told == {("lead_offered", "vt.lead"), ("lead_answered", "vt")}
    assert leads(cast, family.case) == ["vt"]


def test_a_refused_case_can_be_offered_again_an_offered_one_cannot(cast: Cast, family: Family) -> None:
    offered = offer(cast, family.case)
    with pytest.raises(Conflict, match="al aangeboden"):
        offer(cast, family.case)
    new = cast.actor("vt.lead")
    with acting_as(new):
        with pytest.raises(InvalidInput):
            refuse_lead(offer=offered, reason=" ", actor=new, at=LATER)
        refuse_lead(offer=offered, reason="Te druk.", actor=new, at=LATER)
    assert offer(cast, family.case).status == "offered"


@pytest.mark.parametrize(
    ("to", "note", "field"),
    [("vt.beheer", "x", "to"), ("om", "x", "to"), ("vt", "x", "to"), ("vt.lead", " ", "note")],
)
def test_a_case_goes_to_a_colleague_who_does_casework_and_with_a_note(
    cast: Cast, family: Family, to: str, note: str, field: str
) -> None:
    vt = cast.actor("vt")
    with acting_as(vt), pytest.raises(InvalidInput) as refusal:
        offer_lead(case=family.case, to=cast.user(to), note=note, actor=vt, at=LATER)
    assert set(refusal.value.errors) == {field}


def test_only_who_it_is_offered_to_answers(cast: Cast, family: Family) -> None:
    offered = offer(cast, family.case)
    for username in ("vt", "om"):
        actor = cast.actor(username)
        with acting_as(actor), pytest.raises(NotAllowed):
            accept_lead(offer=offered, actor=actor, at=LATER)


@pytest.mark.parametrize("username", ["om.assistent", "zvh"])
def test_who_does_not_lead_the_case_offers_nothing(cast: Cast, family: Family, username: str) -> None:
    om, actor = cast.actor("om"), cast.actor(username)
    with acting_as(om):
        record_event(case=family.case, kind="test", category=Category.THAT, summary="x", actor=om, at=OPENED)
    with acting_as(actor), pytest.raises(NotAllowed):
        offer_lead(case=family.case, to=cast.user("om.lead"), note="x", actor=actor, at=LATER)


def test_a_shift_goes_over_in_one_act_with_a_note_per_case(cast: Cast, family: Family) -> None:
    second = make_family(cast)
    lead_for_vt(cast, second.case)
    vt, new = cast.actor("vt"), cast.actor("vt.lead")
    with acting_as(vt):
        notes = {family.case: "Let op de buren.", second.case: ""}
        with pytest.raises(InvalidInput) as refusal:
            hand_over_shift(notes=notes, to=cast.user("vt.lead"), actor=vt, at=LATER)
        assert set(refusal.value.errors) == {f"note-{second.case.number}"}
        with pytest.raises(InvalidInput):
            hand_over_shift(notes={}, to=cast.user("vt.lead"), actor=vt, at=LATER)
        assert not LeadHandover.objects.exists()
    with acting_as(vt):
        notes = {family.case: "Let op de buren.", second.case: "Rustig."}
        offers = hand_over_shift(notes=notes, to=cast.user("vt.lead"), actor=vt, at=LATER)
    with acting_as(new):
        accept_shift(offers=offers, actor=new, at=LATER)
    assert leads(cast, family.case) == leads(cast, second.case) == ["vt.lead"]


def test_a_victim_has_one_fixed_contact_person_at_the_police(cast: Cast, family: Family) -> None:
    police = cast.actor("politie")

    def name(user: User) -> VictimContactPerson:
        with acting_as(police):
            return name_victim_contact(
                case=family.case, victim=family.victim, user=user, actor=police, at=LATER
            )

    name(cast.user("politie"))
    name(cast.user("politie.lead"))
    with acting_as(police):
        running = VictimContactPerson.objects.filter(until__isnull=True).values_list(
            "user__username", flat=True
        )
        assert list(running) == ["politie.lead"]
        with pytest.raises(InvalidInput) as refusal:
            name_victim_contact(
                case=family.case, victim=family.suspect, user=cast.user("vt"), actor=police, at=LATER
            )
    assert set(refusal.value.errors) == {"victim", "user"}
    vt = cast.actor("vt")
    with acting_as(vt), pytest.raises(NotAllowed):
        name_victim_contact(case=family.case, victim=family.victim, user=cast.user("vt"), actor=vt, at=LATER)
