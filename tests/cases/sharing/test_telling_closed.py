"""What is told when something is not shared any more: only what closed, to whom it closed, and no reason."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.access.rules.consent import ConsentStep
from cases.access.rules.sharing import Ground
from cases.access.wall import acting_as
from cases.casefiles.models import CaseLead
from cases.casefiles.workers import workers_of
from cases.organisations.models import User
from cases.organisations.rules import OrganisationKind, Role
from cases.outbox.delivery import deliver_due
from cases.outbox.models import OutboxMessage
from cases.outbox.queries import inbox
from cases.sharing.exclusion import NewExclusion, exclude
from cases.sharing.messages import CONSENT_ENDED, SECTION_CLOSED
from tests.cases.outbox.mailbox import mail_server
from tests.cases.sharing.acting import AT, closed, said, sees, shared
from tests.factories.cast import Cast
from tests.factories.family import Family, make_family
from tests.zsm.decision.making import past_the_wall

K = OrganisationKind
pytestmark = pytest.mark.django_db


@pytest.fixture
def family(cast: Cast) -> Family:
    return make_family(cast)


def kinds_told(kind: str) -> set[str]:
    """The kinds of organisation of who was told something."""
    with past_the_wall():
        rows = OutboxMessage.objects.filter(kind=kind).select_related("recipient__organisation")
        return {row.addressee.organisation.kind for row in rows}


def texts(cast: Cast, username: str) -> list[str]:
    """What a user finds in the list of messages."""
    actor = cast.actor(username)
    with acting_as(actor):
        return [item.notice.text for item in inbox(actor, AT)]


def test_who_could_not_read_hears_nothing_when_a_consent_ends(cast: Cast, family: Family) -> None:
    said(cast, family, ConsentStep.GIVEN)
    assert not sees(cast, family, person=family.suspect), "a consent alone shares no advice"
    said(cast, family, ConsentStep.WITHDRAWN)
    assert K.VT.value not in kinds_told(CONSENT_ENDED)


def test_an_act_that_was_over_before_is_not_told_to_have_ended(cast: Cast, family: Family) -> None:
    said(cast, family, ConsentStep.GIVEN)
    act = shared(cast, family, ground=Ground.CONSENT, person=family.suspect)
    said(cast, family, ConsentStep.WITHDRAWN)
    assert kinds_told(CONSENT_ENDED) - {K.RECLASSERING.value} == {K.VT.value}
    closed(cast, act)
    assert kinds_told(SECTION_CLOSED) == set(), "it was told with the consent"


def test_an_act_beside_another_that_stays_is_not_told_to_have_ended(cast: Cast, family: Family) -> None:
    said(cast, family, ConsentStep.GIVEN)
    by_consent = shared(cast, family, ground=Ground.CONSENT, person=family.suspect)
    said(cast, family, ConsentStep.WITHDRAWN)
    by_weighing = shared(cast, family)
    said(cast, family, ConsentStep.GIVEN)
    closed(cast, by_consent)
    assert kinds_told(SECTION_CLOSED) == set()
    closed(cast, by_weighing)
    assert kinds_told(SECTION_CLOSED) == {K.VT.value}


def test_what_consent_closed_is_not_offered_any_more(cast: Cast, family: Family) -> None:
    said(cast, family, ConsentStep.GIVEN)
    shared(cast, family, ground=Ground.CONSENT, person=family.suspect)
    assert any("deelt met u: advies" in text for text in texts(cast, "vt"))
    said(cast, family, ConsentStep.WITHDRAWN)
    said_now = texts(cast, "vt")
    assert not any("advies" in text or "oestemming" in text for text in said_now)
    assert any("een onderdeel niet meer met u" in text for text in said_now)


def test_the_giver_hears_of_which_part_the_consent_ended(cast: Cast, family: Family) -> None:
    said(cast, family, ConsentStep.GIVEN)
    with past_the_wall():
        colleague = User.objects.create(
            username="3ro.tweede",
            display_name="Tweede reclasseringswerker",
            organisation=cast.organisation(K.RECLASSERING),
            roles=[Role.CASE_HANDLER.value],
            created_at=AT,
        )
        CaseLead.objects.filter(case=family.case, user__username="3ro").update(user=colleague)
    said(cast, family, ConsentStep.WITHDRAWN)
    assert any("ingetrokken: advies" in text for text in texts(cast, colleague.username))


def test_who_is_shut_out_is_among_nobody_who_works_on_a_case(cast: Cast, family: Family) -> None:
    vt, lead = cast.organisation(K.VT), cast.actor("vt.lead")
    with acting_as(lead):
        before = {user.username for user in workers_of(family.case.pk, [vt.pk], team_leads=True)}
        exclude(
            case=family.case,
            new=NewExclusion(reason="Zij is zijn zus.", user=cast.user("vt")),
            actor=lead,
            at=AT,
        )
        after = {user.username for user in workers_of(family.case.pk, [vt.pk], team_leads=True)}
        also = {user.username for user in workers_of(family.case.pk, [vt.pk], also=[cast.user("vt").pk])}
    assert "vt" in before
    assert after == before - {"vt"}
    assert "vt" not in also


def test_who_is_no_privacy_officer_any_more_gets_neither_mail_nor_message(cast: Cast, family: Family) -> None:
    lead = cast.actor("vt.lead")
    with acting_as(lead):
        new = NewExclusion(reason="Zij is zijn zus.", user=cast.user("vt"))
        exclude(case=family.case, new=new, actor=lead, at=AT)
    assert len(texts(cast, "vt.privacy")) == 1
    with past_the_wall():
        User.objects.filter(username="vt.privacy").update(roles=[Role.CASE_HANDLER.value])
    assert texts(cast, "vt.privacy") == []
    with mail_server() as mailbox:
        deliver_due(clock=lambda: AT + timedelta(minutes=1))
    assert not [letter for letter in mailbox.letters if "te beoordelen" in str(letter["Subject"])]
