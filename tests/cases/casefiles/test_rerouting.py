"""Another organisation takes the place of one that takes part: with its terms, without its records."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from cases.access.errors import Conflict, InvalidInput, NotAllowed
from cases.access.permissions import level_of
from cases.access.rules.levels import Level
from cases.access.wall import GUARD_ROLE, acting_as, set_context
from cases.casefiles.models import Case, CaseEvent, CaseLead
from cases.casefiles.move_models import ParticipationMove
from cases.casefiles.queries import open_case, responsible_organisation
from cases.casefiles.services import Joining, join
from cases.casefiles.services.handover import record_safety_action
from cases.casefiles.services.rerouting import move_participation
from cases.organisations.models import Municipality, Organisation, User
from cases.organisations.rules import OrganisationKind
from cases.outbox.models import OutboxMessage
from cases.outbox.queries import inbox
from cases.plans.models import SafetyCondition
from cases.plans.rules.conditions import ConditionLevel
from cases.plans.services import NewCondition, set_condition
from cases.reports.models import Report
from cases.terms.models import Term, TermStage
from cases.terms.rules.kinds import TermKind
from cases.terms.services import start_term
from cases.victims.services import require_notices
from tests.factories.cast import Cast
from tests.factories.client import signed_in_client
from tests.factories.family import OPENED, Family, make_family
from tests.factories.reports import report_on_victim
from tests.factories.together import handover_that_came_back

pytestmark = pytest.mark.django_db
LATER = OPENED + timedelta(hours=3)
ELSEWHERE = "Rivierkwartier"
REASON = "Het slachtoffer woont nu bij haar zus."
K = OrganisationKind


@pytest.fixture
def family(cast: Cast) -> Family:
    """The case at ZSM, in which Veilig Thuis Duinrand is responsible."""
    return make_family(cast)


def elsewhere(cast: Cast, kind: K = K.VT) -> Organisation:
    return cast.organisation(kind, ELSEWHERE)


def move(
    cast: Cast,
    family: Family,
    username: str = "vt",
    *,
    kind: K = K.VT,
    to: Organisation | None = None,
    reason: str = REASON,
    municipality: Municipality | None = None,
) -> ParticipationMove:
    actor = cast.actor(username)
    with acting_as(actor):
        return move_participation(
            case=family.case,
            organisation=cast.organisation(kind),
            to=to or elsewhere(cast, kind),
            reason=reason,
            victim_municipality=municipality,
            actor=actor,
            at=LATER,
        )


def level(cast: Cast, family: Family, username: str) -> Level | None:
    actor = cast.actor(username)
    with acting_as(actor):
        return level_of(actor, family.case.pk)


def owe(cast: Cast, family: Family, organisation: Organisation, *, hours: int = 0) -> Term:
    vt = cast.actor("vt")
    with acting_as(vt):
        return start_term(
            case=family.case,
            kind=TermKind.HANDOVER,
            organisation=organisation,
            person=cast.user("vt"),
            start=OPENED + timedelta(hours=hours),
            actor=vt,
            at=OPENED,
        )


def test_the_successor_is_responsible_and_the_former_reads_along(cast: Cast, family: Family) -> None:
    move(cast, family)
    assert level(cast, family, "vt-rk") is Level.CONTRIBUTE
    assert level(cast, family, "vt") is Level.VIEW
    with acting_as(cast.actor("om")):
        assert responsible_organisation(family.case, K.VT) == elsewhere(cast)


def test_the_former_reads_and_writes_no_more_and_the_successor_writes(cast: Cast, family: Family) -> None:
    move(cast, family)
    former, successor = cast.actor("vt"), cast.actor("vt-rk")
    with acting_as(former):
        assert open_case(former, family.case.public_id, at=LATER).level is Level.VIEW
        with pytest.raises(NotAllowed):
            record_safety_action(case=family.case, text="Gebeld.", actor=former, at=LATER)
        assert Case.objects.filter(pk=family.case.pk).update(hg_label="no") == 0
    with acting_as(successor):
        record_safety_action(case=family.case, text="Gebeld.", actor=successor, at=LATER)


def test_what_is_owed_goes_over_with_the_same_moments_and_stages(cast: Cast, family: Family) -> None:
    term = owe(cast, family, cast.organisation(K.VT))
    with acting_as(cast.actor("vt")):
        before = list(TermStage.objects.filter(term=term).order_by("pk").values())
    move(cast, family)
    with acting_as(cast.actor("vt-rk")):
        now = Term.objects.get(pk=term.pk)
        assert (now.organisation, now.person) == (elsewhere(cast), None)
        assert (now.started_at, now.due_at, now.status) == (term.started_at, term.due_at, "open")
        assert list(TermStage.objects.filter(term=term).order_by("pk").values()) == before
        assert now.steps[:-1] == term.steps
        assert now.steps[-1] == (
            "Overgegaan van Veilig Thuis Duinrand naar Veilig Thuis Rivierkwartier op di 10 mrt 13:00; "
            "begin en einde blijven gelijk."
        )


@pytest.mark.parametrize(("own_starts", "runs_on"), [(24, "former"), (-24, "own")])
def test_owed_by_both_the_first_to_run_out_runs_on(
    cast: Cast, family: Family, own_starts: int, runs_on: str
) -> None:
    terms = {
        "former": owe(cast, family, cast.organisation(K.VT)),
        "own": owe(cast, family, elsewhere(cast), hours=own_starts),
    }
    move(cast, family)
    with acting_as(cast.actor("vt-rk")):
        (left,) = Term.objects.filter(case=family.case, kind=TermKind.HANDOVER.value, status="open")
        assert left.pk == terms[runs_on].pk
        assert left.organisation == elsewhere(cast)


def test_reports_notices_and_supervision_wait_for_the_successor(cast: Cast, family: Family) -> None:
    vt, successor = cast.actor("vt"), elsewhere(cast)
    report = report_on_victim(cast, family.case, OPENED)
    with acting_as(vt):
        condition = set_condition(
            case=family.case,
            condition=NewCondition(
                level=ConditionLevel.FLOOR,
                text="Geen contact met het slachtoffer.",
                binds=family.suspect,
                supervisor=cast.organisation(K.VT),
                breach_reporter=cast.organisation(K.VT),
                breach_reported_to=cast.organisation(K.POLITIE),
                consequence="aanhouding",
                starts_on=OPENED.date(),
            ),
            actor=vt,
            at=OPENED,
        )
        (notice,) = require_notices(
            case=family.case,
            about="De verdachte zit vast.",
            subject=report,
            informer=cast.organisation(K.VT),
            actor=vt,
            at=OPENED,
        )
    move(cast, family)
    with acting_as(cast.actor("vt-rk")):
        assert Report.objects.get(pk=report.pk).receiver == successor
        notice.refresh_from_db()
        assert notice.informer == successor
        now = SafetyCondition.objects.get(pk=condition.pk)
        assert (now.supervisor, now.breach_reporter) == (successor, successor)
        assert (now.organisation, now.breach_reported_to) == (
            cast.organisation(K.VT),
            cast.organisation(K.POLITIE),
        )


def test_where_the_victim_lives_is_corrected_and_what_stood_there_kept(cast: Cast, family: Family) -> None:
    made = move(cast, family, municipality=cast.municipality("Waalburg"))
    with acting_as(cast.actor("vt-rk")):
        assert Case.objects.get(pk=family.case.pk).victim_municipality.name == "Waalburg"
        assert made.municipality_before == cast.municipality("Duinstede")


def test_the_team_lead_leads_and_all_see_that_it_moved_but_not_why(cast: Cast, family: Family) -> None:
    move(cast, family)
    with acting_as(cast.actor("om")):
        lead = CaseLead.objects.get(case=family.case, organisation=elsewhere(cast), until__isnull=True)
        event = CaseEvent.objects.get(case=family.case, kind="participation_moved")
    assert lead.user == cast.user("vt.lead-rk")
    assert event.summary == "VT Rivierkwartier neemt de plaats in van VT Duinrand."
    assert event.category == "that"


def test_both_are_told(cast: Cast, family: Family) -> None:
    move(cast, family)
    for username, said in (("vt.lead-rk", "Neem haar vandaag over"), ("vt.lead", "leest nog mee")):
        actor = cast.actor(username)
        with acting_as(actor):
            assert any(said in item.notice.text for item in inbox(actor, LATER))


def test_a_coordinator_moves_a_partner_which_then_takes_no_part(cast: Cast, family: Family) -> None:
    move(cast, family, "kpc", kind=K.SHN)
    assert level(cast, family, "shn") is None
    assert level(cast, family, "shn-rk") is Level.CONTRIBUTE
    set_context(GUARD_ROLE)
    told = set(OutboxMessage.objects.values_list("kind", "channel", "recipient__username"))
    set_context("none")
    assert ("participation_moved_out", "email", "shn.lead") in told


@pytest.mark.parametrize("username", ["om", "shn", "vt-rk"])
def test_nobody_else_moves_veilig_thuis(cast: Cast, family: Family, username: str) -> None:
    with pytest.raises(NotAllowed):
        move(cast, family, username)


def test_an_informant_has_no_place_to_give(cast: Cast, family: Family) -> None:
    move(cast, family)
    with pytest.raises(NotAllowed):
        move(cast, family)
    with pytest.raises(InvalidInput) as refused:
        move(cast, family, "kpc")
    assert set(refused.value.errors) == {"organisation"}


def test_a_successor_that_has_the_role_already_is_refused(cast: Cast, family: Family) -> None:
    police = cast.actor("politie")
    with acting_as(police):
        row = Joining(elsewhere(cast), Level.CONTRIBUTE, "test")
        join(case=family.case, joining=[row], actor=police, at=OPENED)
    with pytest.raises(Conflict, match="heeft deze rol al"):
        move(cast, family)


def test_a_closed_case_is_left_as_it_is(cast: Cast, family: Family) -> None:
    set_context(GUARD_ROLE)
    Case.objects.filter(pk=family.case.pk).update(state="closed")
    set_context("none")
    with pytest.raises(Conflict, match="gesloten"):
        move(cast, family)


def test_everything_that_is_wrong_is_said_at_its_field(cast: Cast, family: Family) -> None:
    def said(username: str = "vt", **given: Any) -> dict[str, list[str]]:
        with pytest.raises(InvalidInput) as refused:
            move(cast, family, username, **given)
        return dict(refused.value.errors)

    assert set(said(to=elsewhere(cast, K.OM), reason=" ")) == {"to", "reason"}
    itself = said(to=cast.organisation(K.VT))
    assert itself == {"to": ["Kies een andere organisatie dan die nu deelneemt."]}
    not_there = said(municipality=cast.municipality("Havenmeer"))
    assert not_there == {"victim_municipality": ["Veilig Thuis Rivierkwartier werkt niet voor Havenmeer."]}
    assert said(reason="x" * 501) == {"reason": ["Gebruik ten hoogste 500 tekens."]}
    by_place = said("kpc", kind=K.SHN, municipality=cast.municipality("Waalburg"))
    assert set(by_place) == {"victim_municipality"}


def test_who_has_nobody_at_work_takes_no_place(cast: Cast, family: Family) -> None:
    User.objects.filter(organisation=elsewhere(cast)).update(is_active=False)
    with pytest.raises(InvalidInput) as refused:
        move(cast, family)
    assert set(refused.value.errors) == {"to"}


def test_the_successor_follows_the_family_after_a_handover(cast: Cast, family: Family) -> None:
    contact = handover_that_came_back(cast, family.case, OPENED)
    done = handover_that_came_back(cast, family.case, OPENED, contact="Rustig.")
    move(cast, family)
    with acting_as(cast.actor("vt-rk")):
        contact.refresh_from_db()
        done.refresh_from_db()
    assert contact.organisation == elsewhere(cast)
    assert done.organisation == cast.organisation(K.VT)


def test_on_the_page_a_move_is_made_and_read_back(cast: Cast, family: Family) -> None:
    page = reverse("cases:move-participation", kwargs={"zaak": family.case.public_id})
    client = signed_in_client(cast.user("vt"))
    refused = client.post(page, {"to": elsewhere(cast).pk, "reason": ""})
    assert refused.status_code == 400
    given = {
        "to": elsewhere(cast).pk,
        "reason": REASON,
        "victim_municipality": cast.municipality("Waalburg").pk,
    }
    answer = client.post(page, given)
    assert answer.status_code == 302
    tab = client.get(answer["Location"]).content.decode()
    assert "Veilig Thuis Rivierkwartier in de plaats van Veilig Thuis Duinrand" in tab
    assert REASON in tab
    assert "Deelname verplaatsen" not in tab
    # Who may not see contact information learns that it moved, not why.
    other = signed_in_client(cast.user("3ro"))
    seen = other.get(answer["Location"]).content.decode()
    assert "in de plaats van Veilig Thuis Duinrand" in seen
    assert REASON not in seen


def test_the_case_sits_where_the_prosecution_that_took_over_sits(cast: Cast, family: Family) -> None:
    move(cast, family, "kpc", kind=K.OM)
    set_context(GUARD_ROLE)
    family.case.refresh_from_db()
    assert family.case.zsm_location == cast.municipality("Waalburg").zsm_location
