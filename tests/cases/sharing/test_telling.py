"""Who is told of sharing, consent that ended, exclusions and the disclosure table; and who never is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.access.rules.categories import Category
from cases.access.rules.consent import ConsentStep
from cases.access.rules.sharing import Ground
from cases.access.wall import acting_as
from cases.organisations.models import User
from cases.organisations.rules import OrganisationKind, Role
from cases.outbox.delivery import deliver_due
from cases.outbox.models import OutboxMessage
from cases.outbox.queries import inbox
from cases.sharing.exclusion import NewExclusion, exclude, lift_exclusion
from cases.sharing.messages import (
    CONSENT_ENDED,
    EXCLUSION_LIFTED,
    EXCLUSION_SET,
    SECTION_CLOSED,
    SECTION_SHARED,
    TABLE_JUDGED,
    TABLE_OFFERED,
)
from cases.sharing.table import judge
from tests.cases.outbox.mailbox import mail_server
from tests.cases.sharing.acting import AT, closed, said, shared
from tests.cases.sharing.tables import JUDGED, SECOND, WRITER, approved, offered
from tests.factories.cast import Cast
from tests.factories.family import Family, make_family
from tests.zsm.decision.making import past_the_wall

K = OrganisationKind
pytestmark = pytest.mark.django_db


@pytest.fixture
def family(cast: Cast) -> Family:
    return make_family(cast)


def told(kind: str) -> set[tuple[str, str]]:
    """Who was told something, and how."""
    with past_the_wall():
        rows = OutboxMessage.objects.filter(kind=kind).select_related("recipient")
        return {(row.addressee.username, row.channel) for row in rows}


def reads(cast: Cast, username: str) -> list[str]:
    """What a user finds in the list of messages, the newest first."""
    actor = cast.actor(username)
    with acting_as(actor):
        return [item.notice.text for item in inbox(actor, AT)]


def test_the_recipient_hears_what_is_shared_and_that_it_ended(cast: Cast, family: Family) -> None:
    act = shared(cast, family)
    assert {who for who, _ in told(SECTION_SHARED)} <= {"vt", "vt.lead"}
    assert {channel for _, channel in told(SECTION_SHARED)} == {"in_app"}
    (said_first,) = [text for text in reads(cast, "vt") if "deelt met u" in text]
    assert "advies" in said_first
    assert "tot en met 10-04-2026" in said_first
    assert "Geef het niet door" in said_first
    assert not any("deelt" in text for who in ("om", "politie", "shn") for text in reads(cast, who))
    closed(cast, act)
    assert told(SECTION_CLOSED) == told(SECTION_SHARED)
    texts = reads(cast, "vt")
    assert any("deelt sinds 10-03-2026 een onderdeel niet meer met u" in text for text in texts)
    assert not any("deelt met u" in text for text in texts), "what ended is not offered any more"
    assert not any("advies" in text for text in texts), "nor is what it was about"
    shared(cast, family, at=AT + timedelta(minutes=1))
    assert not any("niet meer met u" in text for text in reads(cast, "vt")), "it is open again"


def test_a_withdrawn_consent_is_told_to_who_read_by_it_and_at_the_giver(cast: Cast, family: Family) -> None:
    said(cast, family, ConsentStep.GIVEN)
    shared(cast, family, ground=Ground.CONSENT, person=family.suspect)
    assert told(CONSENT_ENDED) == set()
    said(cast, family, ConsentStep.WITHDRAWN)
    organisations = set()
    with past_the_wall():
        for row in OutboxMessage.objects.filter(kind=CONSENT_ENDED).select_related("recipient__organisation"):
            organisations.add(row.addressee.organisation.kind)
    assert K.VT.value in organisations
    assert organisations <= {K.VT.value, K.RECLASSERING.value}
    assert any("deelt sinds 10-03-2026 een onderdeel niet meer met u" in text for text in reads(cast, "vt"))
    assert not any("toestemming" in text or "advies" in text for text in reads(cast, "vt"))
    said(cast, family, ConsentStep.ASKED)
    said(cast, family, ConsentStep.REFUSED)
    with past_the_wall():
        assert OutboxMessage.objects.filter(kind=CONSENT_ENDED).count() == len(told(CONSENT_ENDED))


def test_who_reads_all_the_same_hears_nothing_of_a_consent(cast: Cast, family: Family) -> None:
    said(cast, family, ConsentStep.GIVEN)
    shared(cast, family)
    said(cast, family, ConsentStep.WITHDRAWN)
    with past_the_wall():
        rows = OutboxMessage.objects.filter(kind=CONSENT_ENDED).select_related("recipient__organisation")
        assert K.VT.value not in {row.addressee.organisation.kind for row in rows}


def test_an_exclusion_is_told_to_the_own_privacy_officer_never_to_who_is_shut_out(
    cast: Cast, family: Family
) -> None:
    lead, officer = cast.actor("vt.lead"), cast.actor("vt.privacy")
    with past_the_wall():
        User.objects.filter(username="vt").update(roles=[Role.CASE_HANDLER.value, Role.PRIVACY_OFFICER.value])
    with acting_as(lead):
        new = NewExclusion(reason="Zij is zijn zus.", user=cast.user("vt"))
        row = exclude(case=family.case, new=new, actor=lead, at=AT)
    assert told(EXCLUSION_SET) == {("vt.privacy", "in_app"), ("vt.privacy", "email")}
    with past_the_wall():
        User.objects.filter(username="vt").update(roles=[Role.CASE_HANDLER.value])
    (text,) = reads(cast, "vt.privacy")
    assert "legde een uitsluiting vast" in text
    assert "zus" not in text
    with mail_server() as mailbox:
        deliver_due(clock=lambda: AT)
    (letter,) = [letter for letter in mailbox.letters if "te beoordelen" in str(letter["Subject"])]
    assert family.case.number not in letter.as_string()
    with acting_as(officer):
        lift_exclusion(exclusion=row, reason="Naamgenoot.", actor=officer, at=AT)
    assert told(EXCLUSION_LIFTED) == {("vt.lead", "in_app")}
    assert any("is opgeheven" in text for text in reads(cast, "vt.lead"))
    assert not any("uitsluiting" in text for text in reads(cast, "vt"))


@pytest.mark.usefixtures("own_schedule")
def test_a_version_of_the_table_is_told_to_the_other_privacy_officers_and_back(cast: Cast) -> None:
    version = offered(cast)
    officers = {who for who, _ in told(TABLE_OFFERED)}
    assert told(TABLE_OFFERED) == {(who, channel) for who in officers for channel in ("in_app", "email")}
    assert SECOND in officers
    assert WRITER not in officers
    with past_the_wall():
        roles = User.objects.filter(username__in=officers).values_list("roles", flat=True)
        assert all(Role.PRIVACY_OFFICER.value in held for held in roles)
    assert any("wacht op een tweede privacyfunctionaris" in text for text in reads(cast, SECOND))
    second = cast.actor(SECOND)
    with acting_as(second):
        judge(version=version, approved=False, reason="Eerst de grondslag.", actor=second, at=JUDGED)
    assert told(TABLE_JUDGED) == {(WRITER, "in_app"), (WRITER, "email")}
    assert any("is afgewezen" in text for text in reads(cast, WRITER))
    assert not any("wacht op" in text for text in reads(cast, SECOND)), "somebody has looked"


@pytest.mark.usefixtures("own_schedule")
def test_an_approved_version_is_told_with_its_day(cast: Cast) -> None:
    version = approved(cast)
    assert version.effective_from is not None
    assert (WRITER, "in_app") in told(TABLE_JUDGED)
    assert any(f"geldt vanaf {version.effective_from:%d-%m-%Y}" in text for text in reads(cast, WRITER))


def test_what_ended_by_its_day_is_no_news_any_more(cast: Cast, family: Family) -> None:
    act = shared(cast, family, until=AT.date())
    actor = cast.actor("vt")
    with acting_as(actor):
        assert any("deelt met u" in item.notice.text for item in inbox(actor, AT))
        later = AT + timedelta(days=1)
        assert not any("deelt met u" in item.notice.text for item in inbox(actor, later))
    assert act.category == Category.ADVICE.value
