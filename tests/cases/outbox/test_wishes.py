"""What users and organisations choose is kept behind the wall, and holds for mail that leaves over SMTP."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from cases.access.errors import InvalidInput, NotAllowed
from cases.access.wall import GUARD_ROLE, acting_as, set_context
from cases.organisations.rules import OrganisationKind, Role
from cases.outbox.delivery import DeliveryReport, deliver_due
from cases.outbox.models import OutboxMessage
from cases.outbox.operator import outbox_figures
from cases.outbox.rules import Channel
from cases.outbox.services import queue_message
from cases.outbox.topics import Position, Topic, Wishes
from cases.outbox.wish_models import MessagePosition, MessageWish, QuietHours
from cases.outbox.wishes import NewWishes, own_wishes, set_own_wishes, set_positions, topics_for
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from cases.terms.sweep import sweep_due
from tests.cases.outbox.mailbox import mail_server
from tests.cases.terms.making import DUE, START, a_case, a_term
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.zsm.decision.making import past_the_wall

pytestmark = pytest.mark.django_db
K = OrganisationKind
NIGHT: dict[str, Any] = {"begins": time(18, 0), "ends": time(8, 0)}


def choose(cast: Cast, username: str = "vt", **given: Any) -> Wishes:
    """A user chooses."""
    actor = cast.actor(username)
    values: dict[str, Any] = {"wanted": {}, **given}
    with acting_as(actor):
        return set_own_wishes(wishes=NewWishes(**values), actor=actor, at=START)


def say(cast: Cast, topic: Topic, position: Position, username: str = "vt.beheer") -> None:
    """An administrator says what holds."""
    actor = cast.actor(username)
    with acting_as(actor):
        set_positions(positions={topic: position}, actor=actor, at=START)


def warned(cast: Cast) -> tuple[Term, datetime]:
    """An agreed term of Veilig Thuis that warns by mail, and when."""
    term = a_term(cast, a_case(cast, K.VT), TermKind.SPREEKUUR, K.VT, person="vt", start=START)
    with past_the_wall():
        stage = term.stages.get(stage="working_day_1")
    return term, stage.fires_at


def mailed(term: Term) -> OutboxMessage:
    """The mail of its warning."""
    with past_the_wall():
        return OutboxMessage.objects.get(term=term, channel="email", recipient__username="vt")


def deliver(at: datetime) -> DeliveryReport:
    return deliver_due(clock=lambda: at)


def test_who_wants_no_warning_gets_none_and_sees_it_all_the_same(cast: Cast) -> None:
    term, at = warned(cast)
    choose(cast, wanted={Topic.WARNING: False})
    sweep_due(at=at, source="test")
    with mail_server() as mailbox:
        deliver(at)
    assert not mailbox.letters
    assert mailed(term).status == "cancelled"
    with past_the_wall():
        assert OutboxMessage.objects.filter(term=term, channel="in_app", status="sent").exists()


def test_a_warning_waits_for_the_end_of_quiet_hours_and_is_not_late_meanwhile(cast: Cast) -> None:
    term, at = warned(cast)
    choose(cast, begins=(at - timedelta(hours=1)).time(), ends=time(23, 0))
    sweep_due(at=at, source="test")
    with mail_server() as mailbox:
        report = deliver(at)
        held = mailed(term)
        assert (report.quiet, report.sent, held.status, held.attempts) == (1, 0, "queued", 0)
        assert held.next_attempt_at == ams(f"{at:%Y-%m-%d} 23:00")
        assert deliver(held.next_attempt_at - timedelta(seconds=1)).sent == 0
        assert deliver(held.next_attempt_at).sent == 1
    (letter,) = mailbox.letters
    assert letter["To"] == cast.user("vt").email
    assert letter["List-Unsubscribe"] == "<http://localhost:8000/meldingen/e-mail>"


def test_mail_that_waits_for_quiet_hours_does_not_age(cast: Cast) -> None:
    with past_the_wall():
        OutboxMessage.objects.all().update(status="cancelled")
    term, at = warned(cast)
    sweep_due(at=at, source="test")
    assert outbox_figures().oldest_at == at
    choose(cast, begins=time(0, 0), ends=time(23, 59), weekend=True)
    with past_the_wall():
        tomorrow = datetime.now(at.tzinfo) + timedelta(days=1)
        OutboxMessage.objects.filter(term=term, channel="email").update(next_attempt_at=tomorrow)
    figures = outbox_figures()
    assert (figures.queued, figures.oldest_at) == (1, None)


def test_quiet_hours_and_wishes_hold_back_nothing_of_the_nine_hours(cast: Cast) -> None:
    every = dict.fromkeys(topics_for(frozenset(Role)), False)
    choose(cast, "om", wanted=every, weekend=True, **NIGHT)
    a_term(cast, a_case(cast, K.OM), person="om")
    sweep_due(at=DUE, source="test")
    with mail_server() as mailbox:
        deliver(DUE)
    letters = [letter for letter in mailbox.letters if letter["To"] == cast.user("om").email]
    assert len(letters) == 2, "the last warning and the alarm"
    assert {letter["List-Unsubscribe"] for letter in letters} == {None}


def test_no_choice_can_stand_between_an_alarm_and_who_hears_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> Wishes:
        raise ValueError("a topic that is no more")

    monkeypatch.setattr("cases.outbox.delivery.wishes_of", broken)
    a_term(cast, a_case(cast, K.OM), person="om")
    sweep_due(at=DUE, source="test")
    with mail_server() as mailbox:
        assert deliver(DUE).retried == 0
    assert cast.user("om").email in mailbox.addressees()


def test_the_own_choice_goes_before_the_organisation_unless_that_says_always(cast: Cast) -> None:
    say(cast, Topic.WARNING, Position.OFF)
    assert not own(cast).wants(Topic.WARNING)
    assert choose(cast, wanted={Topic.WARNING: True}).wants(Topic.WARNING)
    assert choose(cast, wanted={Topic.WARNING: False}).wants(Topic.WARNING) is False
    say(cast, Topic.WARNING, Position.ALWAYS)
    assert own(cast).wants(Topic.WARNING)
    with pytest.raises(InvalidInput) as refused:
        choose(cast, wanted={Topic.WARNING: False})
    assert refused.value.errors == {
        "warning": ["Uw organisatie mailt dit altijd: u kunt het niet uitzetten."]
    }
    assert own(cast, "vt-rk").wants(Topic.WARNING), "what Duinrand says holds there only"
    assert own(cast, "vt-rk").can_choose(Topic.WARNING)


def own(cast: Cast, username: str = "vt") -> Wishes:
    actor = cast.actor(username)
    with acting_as(actor):
        return own_wishes(actor)


def test_only_what_was_changed_is_kept_so_that_the_organisation_still_decides_the_rest(cast: Cast) -> None:
    choose(cast, wanted={Topic.WARNING: True, Topic.DIGEST: False})
    with past_the_wall():
        assert list(MessageWish.objects.values_list("topic", "wanted")) == [("digest", False)]
    say(cast, Topic.WARNING, Position.OFF)
    assert not own(cast).wants(Topic.WARNING)


def test_wrong_hours_and_what_is_mandatory_are_told_at_their_fields(cast: Cast) -> None:
    for given, field in (
        ({"begins": time(18, 0)}, "ends"),
        ({"ends": time(18, 0)}, "begins"),
        ({"begins": time(18, 0), "ends": time(18, 0)}, "ends"),
        ({"wanted": {Topic.ALARM: False}}, "alarm"),
    ):
        with pytest.raises(InvalidInput) as refused:
            choose(cast, **given)
        assert set(refused.value.errors) == {field}


def test_quiet_hours_can_be_changed_and_given_up(cast: Cast) -> None:
    assert choose(cast, **NIGHT).quiet is not None
    changed = choose(cast, begins=time(20, 0), ends=time(7, 0), weekend=True).quiet
    assert changed is not None
    assert (changed.begins, changed.ends, changed.weekend) == (time(20, 0), time(7, 0), True)
    assert choose(cast).quiet is None
    with past_the_wall():
        assert [(row.begins, row.ends, row.weekend) for row in QuietHours.objects.all()] == [
            (time.min, time.min, False)
        ]


@pytest.mark.parametrize("username", ["vt", "vt.lead", "vt.privacy"])
def test_only_the_administrator_says_what_holds_for_all(cast: Cast, username: str) -> None:
    with pytest.raises(NotAllowed):
        say(cast, Topic.DIGEST, Position.ALWAYS, username)


def test_nothing_mandatory_can_be_put_off_by_an_organisation(cast: Cast) -> None:
    with pytest.raises(InvalidInput):
        say(cast, Topic.EMERGENCY, Position.OFF)


def test_the_wall_keeps_the_wishes_of_others_and_the_positions_of_other_organisations(cast: Cast) -> None:
    choose(cast, wanted={Topic.DIGEST: False}, **NIGHT)
    say(cast, Topic.TOTALS, Position.OFF)
    with acting_as(cast.actor("om")):
        assert not MessageWish.objects.exists()
        assert not QuietHours.objects.exists()
        assert MessagePosition.objects.exists(), "no secret"
        assert MessagePosition.objects.update(position="on") == 0
    mine: dict[str, Any] = {"topic": "digest", "channel": "email", "position": "on", "changed_at": START}
    vt = cast.user("vt")
    forged = MessagePosition(organisation=vt.organisation, changed_by=vt, **mine)
    with acting_as(cast.actor("vt")), pytest.raises(DatabaseError), transaction.atomic():
        forged.save()


def test_mail_of_a_kind_without_a_topic_is_a_mistake_of_the_programmer(cast: Cast) -> None:
    set_context(GUARD_ROLE)
    with pytest.raises(LookupError):
        queue_message(
            kind="term_given", occasion="x", recipients=[cast.user("vt")], channels=[Channel.EMAIL], at=START
        )
    set_context("none")


def test_a_topic_is_offered_to_who_can_get_it() -> None:
    assert Topic.TOTALS not in topics_for(frozenset({Role.CASE_HANDLER}))
    assert Topic.TOTALS in topics_for(frozenset({Role.TEAM_LEAD}))
    assert Topic.TO_JUDGE in topics_for(frozenset({Role.PRIVACY_OFFICER}))
