"""Handing over to the local team: it knows only *that* until it accepts; refused, the case comes back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.access.errors import Conflict, InvalidInput, NotAllowed
from cases.access.permissions import level_of
from cases.access.rules.categories import Category
from cases.access.rules.levels import Level
from cases.access.wall import GUARD_ROLE, acting_as, set_context
from cases.casefiles.models import Case, CaseLead, CaseRole, Handover, HandoverNote, MonitoringContact
from cases.casefiles.queries import open_case
from cases.casefiles.services.handover import (
    accept_handover,
    offer_handover,
    record_monitoring,
    record_safety_action,
    refuse_handover,
)
from cases.organisations.rules import OrganisationKind
from cases.outbox.models import OutboxMessage
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from cases.terms.services import start_term
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.factories.family import OPENED, Family, make_family

pytestmark = pytest.mark.django_db
LATER = OPENED + timedelta(days=1)


@pytest.fixture
def family(cast: Cast) -> Family:
    """The case after the final decision, with the handover owed."""
    family = make_family(cast)
    set_state(family.case, "after_zsm")
    vt = cast.actor("vt")
    with acting_as(vt):
        start_term(
            case=family.case,
            kind=TermKind.HANDOVER,
            organisation=cast.organisation(OrganisationKind.VT),
            actor=vt,
            at=OPENED,
        )
    return family


def set_state(case: Case, state: str) -> None:
    set_context(GUARD_ROLE)
    Case.objects.filter(pk=case.pk).update(state=state)
    set_context("none")


def offer(cast: Cast, family: Family) -> Handover:
    vt = cast.actor("vt")
    with acting_as(vt):
        return offer_handover(
            case=family.case,
            receiver=cast.organisation(OrganisationKind.LOKAAL),
            note="Let op de overdracht van de kinderen.",
            actor=vt,
            at=LATER,
        )


def status_of(cast: Cast, family: Family) -> str:
    with acting_as(cast.actor("vt")):
        return Term.objects.get(case=family.case, kind=TermKind.HANDOVER).status


def test_until_it_accepts_the_local_team_knows_that_there_is_a_case_and_nothing_more(
    cast: Cast, family: Family
) -> None:
    handover = offer(cast, family)
    local = cast.actor("lokaal")
    with acting_as(local):
        access = open_case(local, family.case.public_id, at=LATER)
        assert access.level is Level.THAT
        assert Handover.objects.get() == handover
        assert not HandoverNote.objects.exists()
        assert not CaseRole.objects.exists()
        assert not access.may_see(Category.PLAN, cast.organisation(OrganisationKind.VT).pk)


def test_accepted_it_contributes_and_veilig_thuis_follows_the_family(cast: Cast, family: Family) -> None:
    handover = offer(cast, family)
    local = cast.actor("lokaal")
    with acting_as(local):
        accept_handover(handover=handover, actor=local, at=LATER)
        assert level_of(local, family.case.pk) is Level.CONTRIBUTE
        assert HandoverNote.objects.get().text.startswith("Let op")
        assert CaseLead.objects.get(organisation=local.organisation_id).user_id == local.user_id
        access = open_case(local, family.case.public_id, at=LATER)
        assert access.may_see(Category.ASSESSMENT_CONCLUSION, cast.organisation(OrganisationKind.VT).pk)
        with pytest.raises(Conflict):
            accept_handover(handover=handover, actor=local, at=LATER)
    with acting_as(cast.actor("vt")):
        assert Case.objects.get(pk=family.case.pk).state == "monitoring"
        contacts = Term.objects.filter(kind=TermKind.MONITORING_CONTACT).order_by("due_at")
        due = [term.due_at for term in contacts]
    assert status_of(cast, family) == "met"
    assert due == [ams("2026-06-12 00:00"), ams("2027-03-12 00:00")]


def test_refused_it_comes_back_and_the_local_team_takes_no_part(cast: Cast, family: Family) -> None:
    handover = offer(cast, family)
    local = cast.actor("lokaal")
    with acting_as(local):
        with pytest.raises(InvalidInput):
            refuse_handover(handover=handover, reason=" ", actor=local, at=LATER)
        refuse_handover(handover=handover, reason="Het gezin woont elders.", actor=local, at=LATER)
        with pytest.raises(Case.DoesNotExist):
            open_case(local, family.case.public_id, at=LATER)
        assert not Handover.objects.exists()
    assert status_of(cast, family) == "open"
    with acting_as(cast.actor("vt")):
        assert Handover.objects.get().refusal_reason == "Het gezin woont elders."
        assert not CaseLead.objects.filter(organisation=local.organisation_id, until__isnull=True).exists()
    # Offered again, it knows again that the case is there.
    offer(cast, family)
    with acting_as(local):
        assert open_case(local, family.case.public_id, at=LATER).level is Level.THAT


def test_both_sides_are_told(cast: Cast, family: Family) -> None:
    handover = offer(cast, family)
    local = cast.actor("lokaal")
    with acting_as(local):
        accept_handover(handover=handover, actor=local, at=LATER)
    set_context(GUARD_ROLE)
    told = set(OutboxMessage.objects.values_list("kind", "recipient__username"))
    set_context("none")
    assert ("handover_offered", "lokaal") in told
    assert ("handover_answered", "vt") in told


def test_a_case_without_final_decision_or_on_offer_is_not_offered(cast: Cast, family: Family) -> None:
    offer(cast, family)
    with pytest.raises(Conflict, match="al ter overdracht"):
        offer(cast, family)
    set_state(family.case, "at_zsm")
    with pytest.raises(Conflict, match="na de eindbeslissing"):
        offer(cast, family)


def test_only_veilig_thuis_hands_over_and_to_a_local_team(cast: Cast, family: Family) -> None:
    om, vt = cast.actor("om"), cast.actor("vt")
    with acting_as(om), pytest.raises(NotAllowed):
        offer_handover(
            case=family.case,
            receiver=cast.organisation(OrganisationKind.LOKAAL),
            note="x",
            actor=om,
            at=LATER,
        )
    with acting_as(vt), pytest.raises(InvalidInput) as refusal:
        offer_handover(
            case=family.case, receiver=cast.organisation(OrganisationKind.GI), note="", actor=vt, at=LATER
        )
    assert set(refusal.value.errors) == {"receiver", "note"}


@pytest.mark.parametrize("username", ["vt", "om", "lokaal-rk"])
def test_only_the_receiver_answers(cast: Cast, family: Family, username: str) -> None:
    handover, actor = offer(cast, family), cast.actor(username)
    with acting_as(actor):
        with pytest.raises(NotAllowed):
            accept_handover(handover=handover, actor=actor, at=LATER)
        with pytest.raises(NotAllowed):
            refuse_handover(handover=handover, reason="x", actor=actor, at=LATER)


def test_a_monitoring_contact_meets_its_own_term(cast: Cast, family: Family) -> None:
    handover, local, vt = offer(cast, family), cast.actor("lokaal"), cast.actor("vt")
    with acting_as(local):
        accept_handover(handover=handover, actor=local, at=LATER)
        first = MonitoringContact.objects.get(months=3)
        with pytest.raises(NotAllowed):
            record_monitoring(contact=first, is_safe=True, note="x", actor=local, at=LATER)
    with acting_as(vt):
        with pytest.raises(InvalidInput):
            record_monitoring(contact=first, is_safe=True, note=" ", actor=vt, at=LATER)
        record_monitoring(contact=first, is_safe=True, note="Rustig.", actor=vt, at=LATER)
        with pytest.raises(Conflict):
            record_monitoring(contact=first, is_safe=True, note="Weer.", actor=vt, at=LATER)
        statuses = Term.objects.filter(kind=TermKind.MONITORING_CONTACT).order_by("due_at")
        assert [term.status for term in statuses] == ["met", "open"]


@pytest.mark.parametrize(("username", "kind"), [("vt", "vt"), ("politie", "politie")])
def test_the_action_of_the_same_day_meets_ones_own_term(
    cast: Cast, family: Family, username: str, kind: str
) -> None:
    actor, om = cast.actor(username), cast.actor("om")
    with acting_as(om):
        for owner in (OrganisationKind.VT, OrganisationKind.POLITIE):
            start_term(
                case=family.case,
                kind=TermKind.SAME_DAY_SAFETY,
                organisation=cast.organisation(owner),
                actor=om,
                at=OPENED,
            )
    with acting_as(actor):
        with pytest.raises(InvalidInput):
            record_safety_action(case=family.case, text="", actor=actor, at=OPENED)
        record_safety_action(case=family.case, text="Opvang geregeld.", actor=actor, at=OPENED)
        still = Term.objects.filter(kind=TermKind.SAME_DAY_SAFETY, status="open")
        assert [term.organisation.kind for term in still] == [
            other for other in ("vt", "politie") if other != kind
        ]


@pytest.mark.parametrize("username", ["om", "shn", "zvh", "vt.beheer"])
def test_others_record_no_safety_action(cast: Cast, family: Family, username: str) -> None:
    actor = cast.actor(username)
    with acting_as(actor), pytest.raises(NotAllowed):
        record_safety_action(case=family.case, text="x", actor=actor, at=OPENED)
