"""The same in writing: fixed texts, only to an address that is safe now, and the letter of the OM."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from uuid import UUID, uuid4

import pytest

from cases.access.errors import Conflict, GuardRefusal, InvalidInput, NotAllowed
from cases.access.wall import acting_as
from cases.casefiles.models import VictimContactPerson
from cases.casefiles.services import set_safe_contact
from cases.organisations.rules import OrganisationKind
from cases.outbox.delivery import deliver_due
from cases.outbox.messages import renderer_of
from cases.outbox.models import OutboxMessage
from cases.outbox.queries import inbox
from cases.outbox.rules import MOST_ATTEMPTS
from cases.outbox.task_models import DeliveryTask
from cases.outbox.undelivered import send_task_again
from cases.persons.services import NewSafeContact
from cases.plans.rules.measure import Part
from cases.victims.messages import LETTER_STOPPED
from cases.victims.models import OfficialLetter, VictimLetter, VictimNotice
from cases.victims.queries import call_warning_for
from cases.victims.rules.contact import Manner, Outcome
from cases.victims.rules.letter import BAN_TOPICS, OTHERWISE, TEXTS, is_frozen, letter_lines
from cases.victims.rules.notices import Topic
from cases.victims.services import (
    NewAttempt,
    confirm_address,
    hand_over_official_letter,
    post_official_letter,
    record_attempts,
    require_notices,
    send_letter,
)
from tests.cases.outbox.mailbox import Mailbox, mail_server
from tests.cases.victims.making import SAFE, SPOKEN, agreed, proposed, reachable_family
from tests.factories.cast import Cast
from tests.factories.family import Family, family_afresh
from tests.zsm.decision.making import past_the_wall
from zsm.decision.rules.kinds import DecisionKind

TOPICS = (Topic("release_with_measures"), Topic("contact_ban"))
CHANGED, LATER = SPOKEN + timedelta(minutes=5), SPOKEN + timedelta(minutes=30)


class Judgement:
    """What a notice is about."""

    def __init__(self) -> None:
        self.public_id: UUID = uuid4()


@pytest.mark.parametrize("kind", list(DecisionKind))
def test_every_kind_of_decision_has_a_fixed_text(kind: DecisionKind) -> None:
    assert kind.value in TEXTS


def test_every_ban_has_a_fixed_text() -> None:
    assert set(TEXTS) >= BAN_TOPICS
    assert {part.value for part in Part} >= BAN_TOPICS


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_no_fixed_text_names_an_offence_or_a_place_to_fill_in(code: str) -> None:
    said = " ".join(letter_lines([Topic(code, date(2026, 3, 20))], breach_phone="0900-8844")).lower()
    assert not [
        word for word in ("{", "belaging", "stalking", "mishandeling", "huiselijk geweld") if word in said
    ]


def test_a_letter_says_what_where_to_report_and_what_comes_next() -> None:
    lines = letter_lines(
        [Topic("summons", date(2026, 3, 20)), Topic("contact_ban")], breach_phone="0900-8844"
    )
    assert "De verdachte moet voor de rechter komen op vr 20 mrt 2026." in lines
    assert any("contactverbod" in line for line in lines)
    assert any("0900-8844" in line for line in lines)
    assert any("112" in line for line in lines)


def test_what_has_no_fixed_text_is_not_told_in_writing() -> None:
    assert OTHERWISE in letter_lines([Topic("something new")], breach_phone="")


@pytest.mark.parametrize(
    ("confirmed", "contact", "frozen"),
    [
        (None, SPOKEN, False),
        (SPOKEN, None, False),
        (SPOKEN, SPOKEN - timedelta(minutes=1), False),
        (SPOKEN, SPOKEN + timedelta(minutes=1), True),
    ],
)
def test_newer_contact_data_freeze_a_confirmed_letter(
    confirmed: datetime | None, contact: datetime | None, frozen: bool
) -> None:
    assert is_frozen(confirmed_at=confirmed, contact_since=contact) is frozen


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Family:
    """A victim with a safe number and a safe e-mail address."""
    return reachable_family(cast)


@pytest.fixture
def family(rolled_back: None, made: Family) -> Family:
    """That family, for one test."""
    return family_afresh(made)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A real mail server; the application sends to it."""
    with mail_server() as mailbox:
        yield mailbox


def asked(cast: Cast, family: Family, topics: tuple[Topic, ...] = TOPICS) -> VictimNotice:
    """OM has SHN inform the victim."""
    om = cast.actor("om")
    with acting_as(om):
        (notice,) = require_notices(
            case=family.case,
            about="De verdachte komt vrij en moet zich aan maatregelen houden.",
            topics=topics,
            subject=Judgement(),
            informer=cast.organisation(OrganisationKind.SHN),
            actor=om,
            at=SPOKEN,
        )
    return notice


def told(cast: Cast, *notices: VictimNotice) -> None:
    """SHN reaches the victim, in one call over everything."""
    shn = cast.actor("shn")
    attempt = NewAttempt(outcome=Outcome.REACHED, manner=Manner.PHONE, attempted_at=SPOKEN)
    with acting_as(shn):
        record_attempts(notices=notices, attempt=attempt, actor=shn, at=SPOKEN)


def sent(cast: Cast, family: Family, username: str = "shn", *, agreed: bool = True) -> VictimLetter:
    """The safe e-mail."""
    actor = cast.actor(username)
    with acting_as(actor):
        return send_letter(case=family.case, victim=family.victim, agreed=agreed, actor=actor, at=SPOKEN)


def contact_becomes(cast: Cast, family: Family, contact: NewSafeContact) -> None:
    """Police records other instructions."""
    police = cast.actor("politie")
    with acting_as(police):
        set_safe_contact(
            case=family.case,
            person=family.victim,
            contact=contact,
            actor=police,
            at=SPOKEN + timedelta(minutes=5),
        )


def status_of(letter: VictimLetter) -> str:
    """Where the letter stands."""
    with past_the_wall():
        return VictimLetter.objects.get(pk=letter.pk).status


def plain(letter: EmailMessage) -> str:
    """The plain text of a mail."""
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


@pytest.mark.usefixtures("rolled_back")
def test_the_letter_arrives_and_names_nobody(cast: Cast, family: Family, mailbox: Mailbox) -> None:
    told(cast, asked(cast, family), asked(cast, family, (Topic("summons", date(2026, 3, 20)),)))
    letter = sent(cast, family)
    deliver_due(clock=lambda: LATER)
    (mail,) = [row for row in mailbox.letters if row["To"] == SAFE.email]
    assert mail["Subject"] == "Bericht voor u"
    text = plain(mail)
    assert "contactverbod" in text
    assert "vr 20 mrt 2026" in text
    assert "0900-8844" in text
    everything = mail.as_string() + text
    for word in ("Winter", "Bakker", "Sofie", "Duinweg", "stalking", "belaging", family.case.number, "http"):
        assert word not in everything
    assert not list(mail.iter_attachments())
    assert status_of(letter) == "sent"


@pytest.mark.usefixtures("rolled_back")
@pytest.mark.parametrize(
    "contact",
    [
        NewSafeContact(phone="06 12345678", phone_safe=True, email=SAFE.email, email_safe=False),
        NewSafeContact(
            phone="06 12345678", phone_safe=True, email="ander@voorbeeld.example", email_safe=True
        ),
        NewSafeContact(phone="06 12345678", phone_safe=True),
    ],
    ids=["revoked", "another address", "gone"],
)
def test_what_is_not_safe_any_more_does_not_leave_and_the_informer_is_warned(
    cast: Cast, family: Family, contact: NewSafeContact, mailoutbox: list[object]
) -> None:
    told(cast, asked(cast, family))
    letter = sent(cast, family)
    contact_becomes(cast, family, contact)
    deliver_due(clock=lambda: LATER)
    assert status_of(letter) == "stopped"
    with past_the_wall():
        assert OutboxMessage.objects.get(person=family.victim).status == "cancelled"
        warning = OutboxMessage.objects.select_related("case", "recipient").get(
            kind=LETTER_STOPPED, channel="in_app"
        )
    assert warning.addressee == cast.user("shn")
    shown = renderer_of(LETTER_STOPPED).in_app(warning, LATER)
    assert shown is not None
    assert "Bel het slachtoffer" in shown.text
    assert not [row for row in mailoutbox if SAFE.email in row.to]  # type: ignore[attr-defined]  # Django's mails


@pytest.mark.usefixtures("rolled_back")
def test_other_changes_of_contact_do_not_stop_it(cast: Cast, family: Family) -> None:
    told(cast, asked(cast, family))
    letter = sent(cast, family)
    contact_becomes(cast, family, NewSafeContact(email=SAFE.email, email_safe=True, note="Na zessen."))
    deliver_due(clock=lambda: LATER)
    assert status_of(letter) == "sent"


@pytest.mark.usefixtures("rolled_back")
def test_a_letter_comes_after_the_talk_and_to_a_safe_address_only(cast: Cast, family: Family) -> None:
    notice = asked(cast, family)
    with pytest.raises(GuardRefusal) as refused:
        sent(cast, family)
    assert [row.code for row in refused.value.missing] == ["told_first"]
    told(cast, notice)
    contact_becomes(cast, family, NewSafeContact(phone="06 12345678", phone_safe=True))
    with pytest.raises(GuardRefusal) as refused:
        sent(cast, family)
    assert [row.code for row in refused.value.missing] == ["safe_email"]


@pytest.mark.usefixtures("rolled_back")
def test_the_victim_wants_it_and_gets_it_once(cast: Cast, family: Family) -> None:
    told(cast, asked(cast, family))
    with pytest.raises(InvalidInput) as refused:
        sent(cast, family, agreed=False)
    assert set(refused.value.errors) == {"agreed"}
    sent(cast, family)
    with pytest.raises(GuardRefusal):
        sent(cast, family)


@pytest.mark.usefixtures("rolled_back")
@pytest.mark.parametrize("username", ["vt", "om", "politie", "3ro"])
def test_only_the_informer_writes(cast: Cast, family: Family, username: str) -> None:
    told(cast, asked(cast, family))
    with pytest.raises(NotAllowed):
        sent(cast, family, username)


@pytest.mark.usefixtures("rolled_back")
def test_one_call_covers_several_notices(cast: Cast, family: Family) -> None:
    one, two = asked(cast, family), asked(cast, family)
    told(cast, one, two)
    with past_the_wall():
        done = VictimNotice.objects.filter(case=family.case, status="done")
        assert done.count() == 2
        assert len({row.attempts.get().call for row in done}) == 1


@pytest.mark.usefixtures("rolled_back")
def test_a_talk_about_a_decision_counts_as_the_first_call(cast: Cast, family: Family) -> None:
    agreed(cast, proposed(cast, family))
    with acting_as(cast.actor("vt")):
        assert "als eerste belt" in call_warning_for(family.case, family.victim, OrganisationKind.VT)
    told(cast, asked(cast, family))
    with acting_as(cast.actor("vt")):
        assert call_warning_for(family.case, family.victim, OrganisationKind.VT) == ""


@pytest.mark.usefixtures("rolled_back")
def test_the_reclassering_never_informs_a_victim_of_stalking(cast: Cast, family: Family) -> None:
    om = cast.actor("om")
    with acting_as(om), pytest.raises(GuardRefusal) as refused:
        require_notices(
            case=family.case,
            about="De verdachte komt vrij.",
            subject=Judgement(),
            informer=cast.organisation(OrganisationKind.RECLASSERING),
            actor=om,
            at=SPOKEN,
        )
    assert [row.code for row in refused.value.missing] == ["informer_3ro_stalking"]


def official(cast: Cast, family: Family) -> OfficialLetter:
    """The letter of the OM about a decision."""
    notice = asked(cast, family)
    with past_the_wall():
        return OfficialLetter.objects.select_related("notice").get(notice=notice)


@pytest.mark.usefixtures("rolled_back")
def test_the_official_letter_waits_for_a_confirmed_address(cast: Cast, family: Family) -> None:
    letter = official(cast, family)
    om, shn = cast.actor("om"), cast.actor("shn")
    with acting_as(om), pytest.raises(GuardRefusal) as refused:
        post_official_letter(letter=letter, actor=om, at=SPOKEN)
    assert [row.code for row in refused.value.missing] == ["address_confirmed"]
    with acting_as(shn):
        confirm_address(letter=letter, actor=shn, at=SPOKEN)
    contact_becomes(cast, family, SAFE)
    with acting_as(om), pytest.raises(GuardRefusal) as refused:
        post_official_letter(letter=letter, actor=om, at=LATER)
    assert [row.code for row in refused.value.missing] == ["address_changed"]
    with acting_as(shn):
        confirm_address(letter=letter, actor=shn, at=LATER)
    with acting_as(om):
        assert post_official_letter(letter=letter, actor=om, at=LATER).status == "sent"
    with acting_as(shn), pytest.raises(Conflict):
        confirm_address(letter=letter, actor=shn, at=LATER)


@pytest.mark.usefixtures("rolled_back")
def test_the_official_letter_can_be_handed_over(cast: Cast, family: Family) -> None:
    letter = official(cast, family)
    om = cast.actor("om")
    with acting_as(om):
        for wrong in ("", "x" * 121):
            with pytest.raises(InvalidInput) as refused:
                hand_over_official_letter(letter=letter, handed_over_by=wrong, actor=om, at=SPOKEN)
            assert set(refused.value.errors) == {"handed_over_by"}
        done = hand_over_official_letter(letter=letter, handed_over_by="Wijkagent", actor=om, at=SPOKEN)
    assert (done.status, done.handed_over_by) == ("handed_over", "Wijkagent")


@pytest.mark.usefixtures("rolled_back")
@pytest.mark.parametrize("username", ["shn", "vt", "politie", "3ro"])
def test_only_the_om_sends_its_letter(cast: Cast, family: Family, username: str) -> None:
    letter, actor = official(cast, family), cast.actor(username)
    with acting_as(actor), pytest.raises(NotAllowed):
        post_official_letter(letter=letter, actor=actor, at=SPOKEN)


@pytest.mark.usefixtures("rolled_back")
def test_a_letter_that_is_given_up_is_the_task_of_the_fixed_contact_or_of_who_wrote_it(
    cast: Cast, family: Family, mailbox: Mailbox
) -> None:
    told(cast, asked(cast, family))
    sent(cast, family)
    _given_up(mailbox)
    with past_the_wall():
        task = DeliveryTask.objects.get()
        assert (task.responsible, task.recipient, task.person) == (cast.user("shn"), None, family.victim)
    shn = cast.actor("shn")
    with acting_as(shn):
        said = [item.notice.text for item in inbox(shn, LATER) if "niet aangekomen" in item.notice.text]
        assert len(said) == 1
        assert "Winter" not in said[0]
        with pytest.raises(Conflict, match="niet opnieuw verstuurd"):
            send_task_again(task=task, actor=shn, at=LATER)
    told(cast, asked(cast, family, (Topic("summons", date(2026, 3, 20)),)))
    sent(cast, family)
    mailbox.refused = set()
    deliver_due(clock=lambda: LATER)
    with past_the_wall():
        assert DeliveryTask.objects.get().outcome == "arrived"
        VictimContactPerson.objects.create(
            case=family.case,
            victim=family.victim,
            user=cast.user("politie"),
            organisation=cast.user("politie").organisation,
            since=SPOKEN,
            recorded_by=cast.user("politie"),
        )
    told(cast, asked(cast, family, (Topic("contact_ban"),)))
    sent(cast, family)
    _given_up(mailbox)
    with past_the_wall():
        assert DeliveryTask.objects.get(ended_at__isnull=True).responsible == cast.user("politie")


def _given_up(mailbox: Mailbox) -> None:
    """The mail server refuses the address for the last time."""
    with past_the_wall():
        waiting = OutboxMessage.objects.filter(person__isnull=False, status="queued")
        waiting.update(attempts=MOST_ATTEMPTS - 1)
    mailbox.refused = {SAFE.email}
    deliver_due(clock=lambda: LATER)
