"""SHN and VT agree, SHN records, the victim lets VT read and takes it back, and gets it in writing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Page, ViewportSize, expect

from cases.access.wall import acting_as
from cases.casefiles.models import CaseRole
from cases.casefiles.services import set_safe_contact
from cases.outbox.delivery import deliver_due
from cases.persons.services import NewSafeContact
from tests.browser.desk import Desk, choose
from tests.cases.outbox.mailbox import Mailbox, mail_server
from tests.factories.cast import Cast
from tests.ground.browser import ContextFactory
from tests.scenarios.thread import CALLED, DECIDED, Thread

Picture = Callable[[Page, str], Path]

SAFE_ADDRESS = "veilig@voorbeeld.example"
SAYS = "Zij durft niet naar buiten."
PHONE, WIDE = ViewportSize(width=390, height=844), ViewportSize(width=1366, height=768)


@pytest.fixture
def thread(cast: Cast, committed_db: str) -> Thread:
    """The suspect stays in custody, and SHN has to inform the victim, who has a safe e-mail address."""
    thread = Thread(cast)
    thread.up_to_the_facts()
    thread.om_orders_custody(at=DECIDED)
    police = cast.actor("politie")
    with acting_as(police):
        victim = CaseRole.objects.select_related("person").get(case=thread.case, role="victim").person
        contact = NewSafeContact(phone="06 00000417", phone_safe=True, email=SAFE_ADDRESS, email_safe=True)
        set_safe_contact(case=thread.case, person=victim, contact=contact, actor=police, at=DECIDED)
    return thread


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A real mail server; the application sends to it."""
    with mail_server() as mailbox:
        yield mailbox


@contextmanager
def two_desks(new_context: ContextFactory, at: datetime) -> Iterator[tuple[Desk, Desk]]:
    """Victim Support and Veilig Thuis at work at one moment."""
    with time_machine.travel(at):
        desks = Desk.sign_in(new_context, "shn"), Desk.sign_in(new_context, "vt")
        for desk in desks:
            desk.page.clock.set_fixed_time(at)
        yield desks


def test_from_the_first_call_to_the_letter(
    thread: Thread, mailbox: Mailbox, new_context: ContextFactory, screenshot: Picture
) -> None:
    tab = f"/zaken/{thread.case.public_id}/slachtoffer"
    with two_desks(new_context, CALLED) as (shn, vt):
        _settle_the_first_call(shn, vt, tab)
        _record_call_and_wishes(shn, tab)
        _share_and_take_back(shn, vt, tab, screenshot)
        _inform_and_write(shn, tab, screenshot)
    deliver_due(clock=lambda: CALLED + timedelta(minutes=30))
    (letter,) = [row for row in mailbox.letters if row["To"] == SAFE_ADDRESS]
    assert letter["Subject"] == "Bericht voor u"
    assert "Brandwijk" not in letter.as_string()


def _settle_the_first_call(shn: Desk, vt: Desk, tab: str) -> None:
    page = shn.page
    page.goto(tab)
    expect(page.get_by_text("nog niet afgesproken").first).to_be_visible()
    shn.press("Voorstel doen")
    choose(page.locator("form.v-form"), "Wie belt als eerste?", "Slachtofferhulp Nederland")
    choose(page.locator("form.v-form"), "Heeft Veilig Thuis al contact", "Nee")
    page.get_by_label("Wat is een goed moment?").fill("Na de lunch.")
    page.get_by_label("Wie eerst belt, vertelt").check()
    page.get_by_label("Elk legt de rol van de ander uit").check()
    shn.press("Voorstellen")
    shn.said("Het voorstel is gedaan")
    vt.page.goto(tab)
    expect(vt.page.get_by_text("Na de lunch.")).to_be_visible()
    vt.press("Akkoord")
    vt.said("Afgesproken")


def _record_call_and_wishes(shn: Desk, tab: str) -> None:
    page = shn.page
    page.goto(tab)
    shn.press("Gesprek of poging vastleggen")
    choose(page.locator("form.v-form"), "Wat kwam ervan?", "Gesproken")
    shn.press("Vastleggen")
    shn.said("Het gesprek is vastgelegd")
    shn.press("Wensen vastleggen")
    form = page.locator("form.v-form")
    choose(form, "Wil het slachtoffer dat er wordt vervolgd?", "Ja")
    choose(form, "Wil het slachtoffer weten van vrijlating", "Ja")
    page.get_by_label("Hoe dan?").select_option("phone")
    page.get_by_label("Wat zegt zij of hij over de eigen veiligheid?").fill(SAYS)
    shn.press("Vastleggen")
    shn.said("De wensen zijn vastgelegd")


def _share_and_take_back(shn: Desk, vt: Desk, tab: str, picture: Picture) -> None:
    vt.page.goto(tab)
    expect(vt.page.get_by_text(SAYS)).to_have_count(0)
    shn.press("Toestemming vastleggen")
    choose(shn.page.locator("form.v-form"), "Toestemming", "Gegeven")
    shn.press("Vastleggen")
    shn.said("De toestemming is vastgelegd")
    picture(shn.page, "victim-shn")
    shn.page.set_viewport_size(PHONE)
    picture(shn.page, "victim-shn-phone")
    shn.page.set_viewport_size(WIDE)
    vt.page.goto(tab)
    expect(vt.page.get_by_text(SAYS)).to_be_visible()
    picture(vt.page, "victim-vt")
    shn.press("Toestemming intrekken")
    choose(shn.page.locator("form.v-form"), "Toestemming", "Ingetrokken")
    shn.press("Vastleggen")
    shn.said("De toestemming is vastgelegd")
    vt.page.goto(tab)
    expect(vt.page.get_by_text("(nog) niet met Veilig Thuis delen")).to_be_visible()
    expect(vt.page.get_by_text(SAYS)).to_have_count(0)


def _inform_and_write(shn: Desk, tab: str, picture: Picture) -> None:
    page = shn.page
    page.goto(tab)
    choose(page.locator("form.v-form"), "Wat kwam ervan?", "Gesproken en geïnformeerd")
    shn.press("Poging vastleggen")
    shn.said("De poging is vastgelegd")
    shn.press("Hetzelfde per veilige e-mail")
    expect(page.get_by_text("De verdachte blijft vastzitten bij de politie").first).to_be_visible()
    picture(page, "victim-letter")
    page.get_by_label("Het slachtoffer wil dit op dit e-mailadres ontvangen").check()
    shn.press("Klaarzetten om te verzenden")
    shn.said("De e-mail staat klaar")
