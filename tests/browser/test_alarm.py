"""Nobody decides: the term warns, alarms at its due moment, in the application and by mail, and goes up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID

import pytest
import time_machine
from playwright.sync_api import Locator, Page, expect

from cases.outbox.delivery import deliver_due
from cases.plans.messages import SUBJECT as PLAN_SUBJECT
from cases.terms.messages import SUBJECT as TERM_SUBJECT
from cases.terms.rules.kinds import TermKind
from cases.terms.sweep import sweep_due
from tests.browser.desk import Desk, choose
from tests.cases.outbox.mailbox import Mailbox, mail_server
from tests.factories.cast import Cast
from tests.ground.browser import ContextFactory
from tests.scenarios.thread import DUE, REGISTERED, Thread

Picture = Callable[[Page, str], Path]

HOUR, QUARTER = timedelta(hours=1), timedelta(minutes=15)
REASON = "De tolk kwam pas na de termijn."
# Who stands in the case, and what it is about: nothing of it may leave by mail.
# The constants of what mails here: a term, and a breach that OM hears of.
SUBJECTS = {TERM_SUBJECT, PLAN_SUBJECT}
NEVER_IN_MAIL = ("Brandwijk", "Wilde", "Milan", "belaging", "stalking", "Meidoornstraat", "verdachte")


@pytest.fixture
def thread(cast: Cast, committed_db: str) -> Thread:
    """The case, in which nobody has decided."""
    thread = Thread(cast)
    thread.up_to_the_facts()
    return thread


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A real mail server; the application sends to it."""
    with mail_server() as mailbox:
        yield mailbox


def time_comes(at: datetime) -> None:
    """The sweep and the post come by at a moment."""
    sweep_due(at=at, source="test")
    deliver_due(clock=lambda: at)


@contextmanager
def at_the_desk(new_context: ContextFactory, username: str, at: datetime) -> Iterator[Desk]:
    """Somebody at work at another moment: server and browser both tell that time."""
    with time_machine.travel(at):
        desk = Desk.sign_in(new_context, username)
        desk.page.clock.set_fixed_time(at)
        yield desk


def letters(mailbox: Mailbox, number: str, word: str) -> dict[str, EmailMessage]:
    """The letters about the first decision of a case that say this, by user name."""
    return {
        str(letter["To"]).split("@", 1)[0]: letter
        for letter in mailbox.letters
        if re.search(rf"Zaak {number}: eerste besluit {word}\.", body(letter))
    }


def body(letter: EmailMessage) -> str:
    """The plain text of a letter."""
    plain = letter.get_body(("plain",))
    assert plain is not None
    return str(plain.get_content())


def test_the_alarm_comes_at_the_due_moment_and_not_before(thread: Thread, mailbox: Mailbox) -> None:
    number = thread.case.number
    time_comes(DUE - HOUR)
    assert {"om", "kpc"} <= set(letters(mailbox, number, "loopt bijna af"))
    time_comes(DUE - timedelta(seconds=1))
    assert not letters(mailbox, number, "is verlopen")
    time_comes(DUE)
    assert {"om", "kpc", "om.lead"} <= set(letters(mailbox, number, "is verlopen"))
    before = len(mailbox.letters)
    time_comes(DUE)
    assert len(mailbox.letters) == before


def test_an_hour_later_every_partner_knows(thread: Thread, mailbox: Mailbox) -> None:
    number = thread.case.number
    time_comes(DUE)
    time_comes(DUE + QUARTER)
    first = set(letters(mailbox, number, "is verlopen en nog niet opgepakt"))
    assert {"om.lead", "kpc"} <= first
    assert "vt.lead" not in first
    time_comes(DUE + HOUR)
    assert {"politie.lead", "vt.lead", "shn.lead"} <= set(
        letters(mailbox, number, "is verlopen en nog niet opgepakt")
    )


def test_no_letter_tells_who_or_what_it_is_about(thread: Thread, mailbox: Mailbox) -> None:
    for moment in (DUE - HOUR, DUE, DUE + QUARTER, DUE + HOUR):
        time_comes(moment)
    assert mailbox.letters
    for letter in mailbox.letters:
        said = letter.as_string() + body(letter)
        assert not [word for word in NEVER_IN_MAIL if word in said]
        assert letter["Subject"] in SUBJECTS


def test_warned_alarmed_escalated_taken_over_and_met_late_before_three_pairs_of_eyes(
    thread: Thread, mailbox: Mailbox, new_context: ContextFactory, screenshot: Picture
) -> None:
    number = thread.case.number
    _warned(thread, new_context)
    _alarmed_and_gone_up(thread, new_context, screenshot)
    _taken_over(thread, new_context, screenshot)
    time_comes(DUE + HOUR)
    assert "vt.lead" not in letters(mailbox, number, "is verlopen en nog niet opgepakt")
    _met_late(thread, new_context, screenshot)
    with at_the_desk(new_context, "vt", DUE + HOUR) as vt:
        vt.page.goto(f"/zaken/{thread.case.public_id}")
        expect(vt.head()).not_to_contain_text("Eerste beslissing")
        expect(vt.page.get_by_role("main")).to_contain_text("Inverzekeringstelling")


def _messages(desk: Desk, number: str) -> Locator:
    """What waits for this user about the first decision of a case."""
    desk.page.goto("/meldingen")
    return desk.page.locator(".v-messages__item").filter(has_text=f"Zaak {number}: Eerste beslissing")


def _warned(thread: Thread, new_context: ContextFactory) -> None:
    """An hour before: the prosecutor is warned, nothing is urgent and nobody can take anything over."""
    time_comes(DUE - HOUR)
    with at_the_desk(new_context, "om", DUE - HOUR) as om:
        expect(_messages(om, thread.case.number).first).to_contain_text("loopt bijna af")
        om.page.goto(f"/zaken/{thread.case.public_id}/termijnen/{_first_decision(thread)}")
        expect(om.page.get_by_role("button", name="Ik pak dit op")).to_have_count(0)


def _alarmed_and_gone_up(thread: Thread, new_context: ContextFactory, screenshot: Picture) -> None:
    """At the due moment the alarm, a quarter later one step up: red on the board of the team lead."""
    time_comes(DUE)
    time_comes(DUE + QUARTER)
    number = thread.case.number
    with at_the_desk(new_context, "om.lead", DUE + QUARTER) as lead:
        urgent = _messages(lead, number).and_(lead.page.locator(".v-messages__item--urgent"))
        expect(urgent.first).to_contain_text("nog niet opgepakt")
        screenshot(lead.page, "messages-alarm")
        lead.page.goto("/bord")
        expect(lead.row(number)).to_contain_text("te laat")
        screenshot(lead.page, "board-late")
    with at_the_desk(new_context, "vt", DUE + QUARTER) as vt:
        vt.page.goto("/bord")
        expect(vt.row(number)).to_contain_text("te laat")


def _taken_over(thread: Thread, new_context: ContextFactory, screenshot: Picture) -> None:
    """The prosecutor takes it over; the partner who watches reads the name and the moment."""
    path = f"/zaken/{thread.case.public_id}/termijnen/{_first_decision(thread)}"
    with at_the_desk(new_context, "om", DUE + QUARTER) as om:
        om.page.goto(path)
        om.press("Ik pak dit op")
        om.said("U pakt dit op.")
        screenshot(om.page, "term-taken")
    with at_the_desk(new_context, "vt", DUE + QUARTER) as vt:
        vt.page.goto(path)
        vt.said(re.compile("pakt dit op sinds .*19:15"))


def _met_late(thread: Thread, new_context: ContextFactory, screenshot: Picture) -> None:
    """A late first decision is refused without its reason and keeps it."""
    with at_the_desk(new_context, "om", DUE + HOUR) as om:
        page = om.page
        page.goto(f"/zaken/{thread.case.public_id}/zsm/besluit")
        page.get_by_label("Inverzekeringstelling (IVS)").check()
        choose(page.locator("form.v-form"), "Grond", "nader onderzoek, verhoor of confrontatie")
        page.get_by_label("Motivering", exact=True).fill("Gevaar voor de ex-partner en de kinderen.")
        om.press("Verder: controleren")
        expect(page.locator(".v-refusal")).to_contain_text("de reden van de overschrijding ontbreekt")
        screenshot(page, "late-refused")
        page.get_by_label("Reden van de overschrijding").fill(REASON)
        om.press("Verder: controleren")
        expect(page.locator(".v-confirm")).to_contain_text("te laat, met de reden die u gaf")
        om.press("Besluit nemen")
        om.said("Het besluit is genomen")
        expect(page.get_by_role("main")).to_contain_text(REASON)
    term = thread.term(TermKind.FIRST_DECISION)
    assert (term.status, term.end_reason) == ("met_late", REASON)
    assert REGISTERED < DUE < (term.ended_at or DUE)


def _first_decision(thread: Thread) -> UUID:
    return thread.term(TermKind.FIRST_DECISION).public_id
