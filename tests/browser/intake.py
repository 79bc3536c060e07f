"""Filling in the intake of the stalking case, the way police does it on the page."""

from __future__ import annotations

from datetime import datetime, timedelta

from playwright.sync_api import expect

from tests.browser.desk import Desk, choose, find_offence, typed
from veiligheid.demo.stalking import DAUGHTER, SON, STREET, SUSPECT, VICTIM

SITUATION = "Staat steeds vaker voor de deur en stuurt dreigende berichten, meestal onder invloed."
SAME_FAMILY = "Zelfde persoon, en deze zaak gaat over hetzelfde gezin"


def of_today(moment: datetime, now: datetime) -> datetime:
    """The moment, or the beginning of the day: of an arrest of yesterday a late report asks its reason."""
    return max(moment, now.replace(hour=0, minute=0))


def fill_intake(desk: Desk, now: datetime) -> None:
    """Everything that police knows of the arrest, twenty minutes after the arrival."""
    fill_case(desk, now)
    fill_people(desk)
    fill_measure_and_report(desk, now)


def fill_case(desk: Desk, now: datetime) -> None:
    arrived = of_today(now - timedelta(minutes=20), now)
    case = desk.panel("zaak")
    choose(case, "HG-label", "Ja")
    case.get_by_label("Gemeente waar het gebeurde").select_option(label="Duinstede")
    case.get_by_label("Plaats").fill(STREET)
    charges = desk.panel("feiten")
    find_offence(charges, "285b")
    charges.get_by_label("Gepleegd op").last.fill(arrived.date().isoformat())
    desk.page.get_by_role("button", name="Feit toevoegen").click()
    find_offence(charges, "184a")
    charges.get_by_label("Gepleegd op").last.fill(arrived.date().isoformat())
    choose(charges, "Is er klacht gedaan?", "Ja")
    charges.get_by_label("Klacht gedaan op").fill(arrived.date().isoformat())
    charges.get_by_label("Opgenomen door").fill("Sanne Vermeulen, hovj")
    arrest = desk.panel("aanhouding")
    choose(arrest, "Wijze van aanhouding", "Buiten heterdaad")
    arrest.get_by_label("Aangehouden op").fill(typed(of_today(arrived - timedelta(minutes=30), now)))
    arrest.get_by_label("Aankomst op de plaats van verhoor").fill(typed(arrived))
    arrest.get_by_label("Zit vast in").fill("Politiebureau Duinstede")
    arrest.get_by_label("Onder invloed bij de aanhouding").check()


def fill_people(desk: Desk) -> None:
    # A form of a parent or guardian may stand below that of the suspect.
    for anchor, person in (("verdachte", SUSPECT), ("slachtoffer", VICTIM)):
        part = desk.panel(anchor)
        part.get_by_label("Voornamen").first.fill(person.first_names)
        part.get_by_label("Tussenvoegsel").first.fill(person.infix)
        part.get_by_label("Achternaam").first.fill(person.last_name)
        assert person.birth_date is not None
        part.get_by_label("Geboortedatum").first.fill(person.birth_date.isoformat())
        part.get_by_label("Geslacht").first.select_option(person.gender)
    victim = desk.panel("slachtoffer")
    victim.get_by_label("Gemeente waar het slachtoffer woont").select_option(label="Duinstede")
    victim.get_by_label("Het slachtoffer is van de verdachte").select_option(label="ex-partner")
    contact = desk.panel("contact")
    contact.get_by_label("Telefoonnummer").fill("06 0000 0417")
    contact.get_by_label("Bellen op dit nummer is veilig").check()
    contact.get_by_label("Bellen vanaf").fill("09:00")
    contact.get_by_label("Bellen tot").fill("21:00")
    children = desk.panel("kindcheck")
    choose(children, "Zijn er kinderen in het gezin?", "Ja")
    for number, child in enumerate((SON, DAUGHTER)):
        if number:
            desk.page.get_by_role("button", name="Kind toevoegen").click()
        row = children.locator("[data-formset-row]:visible").last
        row.get_by_label("Voornamen").fill(child.first_names)
        row.get_by_label("Achternaam").fill(child.last_name)
        assert child.birth_date is not None
        row.get_by_label("Geboortedatum").fill(child.birth_date.isoformat())
        row.get_by_label("Geslacht").select_option(child.gender)
    children.get_by_label("Een kind was erbij toen het gebeurde").check()
    # The probation service does not need the children for its task.
    children.get_by_label("Reclassering").uncheck()


def fill_measure_and_report(desk: Desk, now: datetime) -> None:
    imposed = now - timedelta(days=19)
    measure = desk.panel("maatregel")
    choose(measure, "Loopt er een huisverbod of een andere maatregel", "Ja")
    measure.get_by_label("Maatregel", exact=True).select_option("behavioural_order")
    measure.get_by_label("Grond van de gedragsaanwijzing").select_option("b")
    measure.get_by_label("Gebied of adres").fill(f"{STREET}, Duinstede")
    measure.get_by_label("Gebiedsverbod").check()
    measure.get_by_label("Contactverbod").check()
    measure.get_by_label("Opgelegd door").fill("officier van justitie, OM Duinrand")
    measure.get_by_label("Opgelegd op").fill(typed(imposed))
    measure.get_by_label("Van kracht tot").fill(typed(imposed + timedelta(days=90)))
    measure.get_by_label("Uitgereikt aan de verdachte op").fill(typed(imposed + timedelta(minutes=40)))
    measure.get_by_label("Uitgereikt door").fill("Sanne Vermeulen")
    measure.get_by_label("Bij de politie geregistreerd op").fill(typed(imposed + timedelta(minutes=50)))
    measure.get_by_label("Geregistreerd door").fill("Sanne Vermeulen")
    measure.get_by_label("Overtreden bij dit feit").check()
    measure.get_by_label("Overtreden op").fill(typed(now - timedelta(hours=2)))
    measure.get_by_label("Wat gebeurde er?").fill("Stond voor de deur en riep naar zijn zoon. Op camera.")
    report = desk.panel("melding")
    report.get_by_label("Zorgelijke situatie").fill(SITUATION)


def confirm_matches(desk: Desk) -> None:
    """Nothing is joined by itself: both are asked, with the birth date, and nothing typed is lost."""
    expect(desk.page.get_by_role("alert").first).to_contain_text("Wat u hebt ingevuld, is bewaard")
    suspect, victim = desk.panel("verdachte"), desk.panel("slachtoffer")
    expect(suspect.locator(".v-matches")).to_contain_text("Milan Brandwijk, geboren")
    expect(suspect.locator(".v-matches")).to_contain_text("17")
    expect(suspect.locator(".v-matches")).to_contain_text("1992")
    expect(desk.panel("melding").get_by_label("Zorgelijke situatie")).to_have_value(SITUATION)
    for part in (suspect, victim):
        part.locator(".v-matches").get_by_label(SAME_FAMILY).check()
