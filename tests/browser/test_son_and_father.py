"""The second practice case in a browser: a minor son reports his father; one login per organisation.

Everybody does a part of it on the pages: the checks and the individual assessment, "known?", parts A and B,
the triage, the first call, wishes and consent, the facts, the advice, the decision, the call, the paper.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Page, ViewportSize, expect

from cases.access.wall import acting_as
from cases.casefiles.models import Case, CaseRole
from tests.browser.desk import Desk, choose
from tests.browser.test_documents import download
from tests.cases.documents.reading import words_of
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.ground.browser import ContextFactory
from veiligheid.demo.people import People
from veiligheid.demo.stories import Scene, son_reports_his_father
from zsm.intake.services import register_arrest

Picture = Callable[[Page, str], Path]

# A Tuesday; nine counted hours after the arrival is 19:00 the same day.
ARRIVED = ams("2026-03-10 10:00")
BEGIN = ARRIVED + timedelta(minutes=40)
PHONE, WIDE = ViewportSize(width=390, height=844), ViewportSize(width=1366, height=768)
WHO = ("politie", "vt", "om", "shn", "3ro", "rvdk")

MOTHERS_NUMBER = "06 00000777"
GROUNDS = "School zag vorige maand blauwe plekken op zijn armen."
SAYS = "Hij slaapt slecht en luistert of zijn vader thuiskomt."
CONCERN = "Durft niet alleen thuis te zijn."
IN_IB = "Woont in hetzelfde huis als zijn vader."
ADVICE = "kort ZSM-advies"
RISK = "Matig: het gaat mis bij drank en geldzorgen."
MOTIVATION = "Hij gaat naar zijn broer; moeder en kinderen blijven thuis, school en oma kijken mee."


@pytest.fixture
def case(cast: Cast, committed_db: str) -> Case:
    """The arrest as police registered it: the check for a restraining order is still to be done."""
    police = cast.actor("politie")
    scene = Scene(People(4, ARRIVED.date()), cast.municipality(), ARRIVED, police.display_name)
    with acting_as(police):
        intake = replace(son_reports_his_father(scene), measures_checked=False)
        return register_arrest(intake=intake, actor=police, at=ARRIVED + timedelta(minutes=10))


def names_in(cast: Cast, case: Case) -> dict[str, str]:
    """Who is who, by role."""
    with acting_as(cast.actor("politie")):
        roles = CaseRole.objects.filter(case=case).select_related("person")
        return {role.role: role.person.full_name for role in roles}


def step_from_my_work(desk: Desk, label: str) -> None:
    """The button of what is owed leads to where it is done."""
    desk.page.goto("/mijn-werk")
    desk.page.get_by_role("link", name=label, exact=True).first.click()


def police_checks_and_assesses(police: Desk, path: str, mother: str, picture: Picture) -> None:
    page = police.page
    step_from_my_work(police, "Huisverbod nagaan")
    choose(page.locator("form.v-form"), "Loopt er een huisverbod", "Nee, nagegaan")
    page.get_by_label("Waar nagegaan").fill("Register van de politie")
    picture(page, "son-1-huisverbod")
    police.press("Vastleggen")
    police.said("De controle is vastgelegd")
    step_from_my_work(police, "Slachtoffer beoordelen")
    form = page.locator("form.v-form")
    form.get_by_role("checkbox", name="minderjarig", exact=True).check()
    form.get_by_label("Verhouding tot de verdachte").fill(IN_IB)
    form.get_by_label("Aard en omstandigheden van het feit").fill("Geslagen en geduwd, zus in huis.")
    for question, answer in (
        ("Het strafproces zelf schaadt", "Nee"),
        ("Het slachtoffer wordt opnieuw", "Ja"),
        ("Het slachtoffer wordt geïntimideerd", "Onbekend"),
        ("Er wordt wraak genomen", "Nee"),
        ("Is bijzondere bescherming nodig", "Ja"),
    ):
        choose(form, question, answer)
    form.get_by_role("checkbox", name="verhoor door een opgeleide rechercheur").check()
    form.get_by_label("Wat het slachtoffer zelf wil").fill("Dat zijn vader hulp krijgt.")
    picture(page, "son-2-ib")
    police.press("Vastleggen")
    police.said("De individuele beoordeling is vastgelegd")
    police.tab("Personen")
    picture(page, "son-3-persons")
    panel = page.locator(".v-panel").filter(has_text="Veilig contact").filter(has_text=mother)
    panel.get_by_role("link", name="Veilig contact vastleggen").click()
    page.get_by_label("Telefoonnummer").fill(MOTHERS_NUMBER)
    page.get_by_label("Bellen op dit nummer is veilig").check()
    police.press("Vastleggen")
    police.said("is vastgelegd")


def vt_assesses(vt: Desk, path: str, picture: Picture) -> None:
    page = vt.page
    step_from_my_work(vt, "Antwoorden: bekend?")
    choose(page.locator("form"), "Is het gezin bekend", "Ja, er loopt geen dossier")
    page.get_by_label("Toelichting").fill("Twee eerdere meldingen, beide afgesloten met een advies.")
    picture(page, "son-4-known")
    vt.press("Antwoord geven")
    vt.said("Het antwoord is gegeven")
    page.goto(f"{path}/veiligheid")
    page.get_by_role("link", name=re.compile("gebeurtenis", re.IGNORECASE)).first.click()
    for number, (when, what) in enumerate(
        (
            ("02-2025", "Geduwd bij een ruzie over school."),
            ("12-2025", "Buren hoorden geschreeuw en klappen."),
        )
    ):
        page.get_by_label("Wanneer").fill(when)
        page.get_by_label("Wat gebeurde er").fill(what)
        page.get_by_label("Bron", exact=True).select_option(label="eerder dossier")
        vt.press("Vastleggen" if number else "Vastleggen en nog een")
        vt.said("De gebeurtenis is toegevoegd")
    expect(page.locator(".v-incident")).to_have_count(2)
    vt_concludes_part_a(vt, picture)
    vt_concludes_part_b(vt, path, picture)
    page.goto(f"{path}/plan")
    vt.press("Voorwaarde stellen")
    page.get_by_role("link", name=re.compile("^Dagelijks zicht door derden")).click()
    expect(page.get_by_label("Voorwaarde", exact=True)).not_to_have_value("")
    vt.press("Voorwaarde stellen")
    vt.said("De voorwaarde is gesteld")
    picture(page, "son-7-plan")


def vt_concludes_part_a(vt: Desk, picture: Picture) -> None:
    """Injury, but he does not come near and others watch: not acute."""
    page = vt.page
    step_from_my_work(vt, "Onderdeel A beoordelen")
    # The keys work when the scripts of the page do.
    page.wait_for_load_state("load")
    page.locator("[data-criterion] input[type=radio]").first.focus()
    for number in range(1, 11):
        page.keyboard.press("1" if number == 3 else "2")
    # Neither father nor mother is a danger that comes near, and others watch.
    for key in "221":
        page.keyboard.press(key)
    expect(page.locator("#voorstel")).to_contain_text("Niet acuut onveilig")
    page.get_by_role("group", name=re.compile("Waarop berust")).get_by_label("eerder dossier").check()
    choose(page.locator("form"), "Conclusie", "Nee")
    page.get_by_label("Toelichting bij de conclusie").fill(GROUNDS)
    picture(page, "son-5-part-a")
    vt.press("Onderdeel A vaststellen")
    vt.said("Onderdeel A is vastgesteld")


def vt_concludes_part_b(vt: Desk, path: str, picture: Picture) -> None:
    """A pattern of violence that the children see: structural."""
    page = vt.page
    page.goto(f"{path}/veiligheid/onderdeel-b")
    rows = page.locator("[data-criterion]")
    rows.first.locator("input[type=radio]").first.focus()
    for number in range(rows.count()):
        page.keyboard.press("2" if number else "1")
    page.get_by_role("group", name=re.compile("Waarop berust")).get_by_label("eerder dossier").check()
    choose(page.locator("form"), "Conclusie", "Ja, structureel")
    page.get_by_label("Toelichting bij de conclusie").fill("Drie keer in dertien maanden.")
    picture(page, "son-6-part-b")
    vt.press("Onderdeel B vaststellen")
    vt.said("Onderdeel B is vastgesteld")


def rvdk_and_vt_settle_the_triage(rvdk: Desk, vt: Desk, path: str, picture: Picture) -> None:
    page = rvdk.page
    step_from_my_work(rvdk, "Triage kinderen")
    form = page.locator("form.v-form")
    # The son who reports is a child of the case too, besides his sister.
    children = form.locator("section.v-form__part")
    expect(children).to_have_count(2)
    for child in children.all():
        child.get_by_label("Zorgen").fill(CONCERN)
        choose(child, "Is het kind gesproken?", "Ja, door Veilig Thuis")
    choose(form, "Uitkomst", "Veilig Thuis gaat door")
    form.get_by_label("Reden van de uitkomst").fill("Moeder werkt mee; oma komt elke dag.")
    form.get_by_label("Wat volgt er als het gezin").fill("Komt vader toch thuis: beschermingsonderzoek.")
    picture(page, "son-8-triage")
    rvdk.press("Triage vastleggen")
    rvdk.said("De triage is vastgelegd")
    step_from_my_work(vt, "Triage kinderen")
    choose(vt.page.locator("form.v-form"), "Stemt Veilig Thuis in", "Ja")
    picture(vt.page, "son-9-triage-agreed")
    vt.press("Antwoord geven")
    vt.said("Het antwoord is gegeven aan de Raad")


def shn_and_vt_call(shn: Desk, vt: Desk, path: str, picture: Picture) -> None:
    """Mother first, then the son together with her; she consents for him."""
    page = shn.page
    page.goto(f"{path}/slachtoffer")
    shn.press("Voorstel doen")
    form = page.locator("form.v-form")
    choose(form, "Wie belt als eerste?", "Slachtofferhulp Nederland")
    choose(form, "Heeft Veilig Thuis al contact", "Ja")
    form.get_by_label("Wat is een goed moment?").fill("Eerst moeder, daarna de zoon met haar erbij.")
    form.get_by_label("Wie eerst belt, vertelt").check()
    form.get_by_label("Elk legt de rol van de ander uit").check()
    picture(page, "son-10-first-call")
    shn.press("Voorstellen")
    shn.said("Het voorstel is gedaan")
    vt.page.goto(f"{path}/slachtoffer")
    expect(vt.page.get_by_text(SAYS)).to_have_count(0)
    vt.press("Akkoord")
    vt.said("Afgesproken")
    page.reload()
    shn.press("Gesprek of poging vastleggen")
    choose(page.locator("form.v-form"), "Wat kwam ervan?", "Gesproken")
    shn.press("Vastleggen")
    shn.said("Het gesprek is vastgelegd")
    # In the panel: the step in the head leads to this tab.
    page.locator(".v-panel").get_by_role("link", name="Wensen vastleggen").click()
    choose(page.locator("form.v-form"), "Wil het slachtoffer dat er wordt vervolgd?", "Ja")
    choose(page.locator("form.v-form"), "Wil het slachtoffer weten van vrijlating", "Ja")
    page.get_by_label("Hoe dan?").select_option("phone")
    page.get_by_label("Wat zegt zij of hij over de eigen veiligheid?").fill(SAYS)
    page.get_by_label("Wat wil zij of hij nu").fill("Rust in huis.")
    page.get_by_label("Welke oplossing ziet zij of hij").fill("Dat zijn vader stopt met drinken.")
    picture(page, "son-11-wishes")
    shn.press("Vastleggen")
    shn.said("De wensen zijn vastgelegd")
    shn.press("Toestemming vastleggen")
    choose(page.locator("form.v-form"), "Toestemming", "Gegeven")
    choose(page.locator("form.v-form"), "Door wie?", "De ouder of voogd (niet de verdachte)")
    picture(page, "son-12-consent")
    shn.press("Vastleggen")
    shn.said("De toestemming is vastgelegd")
    vt.page.reload()
    expect(vt.page.get_by_text(SAYS)).to_be_visible()
    picture(vt.page, "son-13-victim-vt")


def om_states_facts(om: Desk, picture: Picture) -> None:
    page = om.page
    step_from_my_work(om, "Feiten vastleggen")
    form = page.locator("form.v-form")
    choose(form, "Is er een redelijk vermoeden", "Ja")
    form.get_by_role("group", name=re.compile("Waarop berust")).get_by_role("checkbox").first.check()
    choose(form, "Hoe sterk is het bewijs?", "voldoende")
    choose(form, "Zijn er ernstige bezwaren?", "Nee")
    picture(page, "son-14-facts")
    om.press("Vastleggen")
    om.said("De feiten zijn vastgelegd")


def probation_advises(probation: Desk, picture: Picture) -> None:
    page = probation.page
    step_from_my_work(probation, "Advies schrijven")
    page.get_by_label("Inschatting van het risico").fill(RISK)
    page.get_by_label("Geadviseerde beslissing").select_option("plan_date")
    page.get_by_label("Waarom deze beslissing").fill("Eerst een volledig advies.")
    page.get_by_label("Bijzondere voorwaarde", exact=True).select_option("substance_ban")
    page.get_by_label(re.compile("^In woorden")).fill("Geen alcohol, met controle.")
    page.get_by_label("Maanden").fill("12")
    page.get_by_label(re.compile("^Uitvoerbaarheid")).fill("Toezicht kan morgen beginnen.")
    choose(page.locator("main"), "Overgenomen in het advies", "Ja")
    page.get_by_role("checkbox", name="de verdachte").check()
    page.get_by_label("Zijn de kinderen gesproken").select_option("vt")
    picture(page, "son-15-advice")
    probation.press("Advies uitbrengen")
    probation.said("Het advies is uitgebracht")
    page.goto("/mijn-werk")
    expect(page.get_by_role("main")).to_contain_text("Niets te doen")


def om_follows_the_flowchart(om: Desk, suspect: str, picture: Picture) -> None:
    """Not acute, sufficient evidence, structural: he goes free; as advised the final decision waits."""
    page = om.page
    step_from_my_work(om, "Besluiten")
    picture(page, "son-16-decide-open")
    page.get_by_role("link", name=re.compile("^Kies het voorstel: Invrijheidstelling")).click()
    expect(page.get_by_label("Invrijheidstelling zonder maatregelen")).to_be_checked()
    page.get_by_label("Dagvaarding", exact=True).uncheck()
    page.get_by_role("checkbox", name="Plandatum", exact=True).check()
    form = page.locator("form.v-form")
    expect(form.get_by_role("group", name="Dagvaarding", exact=True)).to_have_count(0)
    form.get_by_role("textbox", name="Plandatum").fill("2026-03-24")
    form.get_by_role("group", name=re.compile("Wat er dan moet zijn")).get_by_role("checkbox").first.check()
    form.get_by_label("Veiligheid tot die tijd").fill("Oma komt elke dag; Veilig Thuis ziet toe.")
    page.get_by_label("Motivering", exact=True).fill(MOTIVATION)
    page.get_by_label("Wie informeert het slachtoffer?").select_option(label="Slachtofferhulp Duinrand")
    picture(page, "son-17-decide-filled")
    om.press("Verder: controleren")
    expect(page.locator(".v-confirm__sentence")).to_contain_text(suspect)
    picture(page, "son-18-decide-confirm")
    om.press("Besluit nemen")
    om.said("Het besluit is genomen")
    picture(page, "son-19-decided")
    page.set_viewport_size(PHONE)
    picture(page, "son-19-decided-phone")
    page.set_viewport_size(WIDE)


def shn_informs_with_the_mother(shn: Desk, mother: str, suspect: str, picture: Picture) -> None:
    page = shn.page
    step_from_my_work(shn, "Slachtoffer informeren")
    expect(page.get_by_role("main")).to_contain_text(MOTHERS_NUMBER)
    expect(page.get_by_role("main")).to_contain_text("nooit de verdachte")
    picture(page, "son-20-inform")
    forms = page.locator("form.v-form")
    who = forms.first.get_by_role("group", name=re.compile("^Met wie"))
    expect(who).not_to_contain_text(suspect)
    choose(forms.first, "Met wie?", f"{mother} (ouder of voogd)")
    choose(forms.first, "Wat kwam ervan?", "Gesproken en geïnformeerd")
    forms.first.get_by_label("Verslag").fill("Moeder vertelt het hem; wij bellen hem morgen.")
    shn.press("Poging vastleggen")
    shn.said("De poging is vastgelegd")
    expect(page.get_by_role("main")).not_to_contain_text("nog niet geïnformeerd")
    picture(page, "son-21-informed")


def the_paper_holds_no_more_than_it_may(vt: Desk, om: Desk, probation: Desk, path: str, mother: str) -> None:
    """The table overview per reader, and the copy for the suspect."""
    pages: dict[str, str] = {}
    for desk in (om, probation, vt):
        desk.page.goto(f"{path}/documenten")
        _, pdf = download(desk, "zaakoverzicht", "Zaakoverzicht")
        pages[desk.username] = words_of(pdf)
        assert "Plandatum" in pages[desk.username]
        assert MOTHERS_NUMBER not in pages[desk.username]
    assert ADVICE in pages["om"]
    assert ADVICE not in pages["vt"]
    assert SAYS not in pages["3ro"]
    assert GROUNDS not in pages["3ro"]
    name, pdf = download(vt, "exemplaar-verdachte", "Exemplaar")
    copy = words_of(pdf)
    assert name.startswith("overzicht-a-")
    for secret in (MOTHERS_NUMBER, SAYS, GROUNDS, CONCERN, RISK, IN_IB, mother, "Slachtofferhulp"):
        assert secret not in copy


def everybody_sees_their_part(desks: dict[str, Desk], path: str, picture: Picture) -> None:
    """What is shown to one and withheld from the other; in words that each of them typed."""
    everything = {"": "", "personen": "", "veiligheid": "", "plan": "", "zsm": "", "slachtoffer": ""}
    shown, withheld = (
        {"politie": IN_IB, "vt": SAYS, "om": RISK, "shn": SAYS, "3ro": RISK, "rvdk": CONCERN},
        {"politie": RISK, "vt": RISK, "om": CONCERN, "shn": IN_IB, "3ro": GROUNDS, "rvdk": SAYS},
    )
    for username, desk in desks.items():
        text = ""
        for part in everything:
            response = desk.page.goto(f"{path}/{part}".rstrip("/"))
            assert response is not None
            assert response.status == 200, (username, part)
            text += desk.page.locator("main").inner_text()
        assert shown[username] in text, username
        assert withheld[username] not in text, username
        desk.page.goto(path)
        picture(desk.page, f"son-22-overview-{username}")
    desks["vt"].page.set_viewport_size(PHONE)
    picture(desks["vt"].page, "son-22-overview-vt-phone")
    desks["vt"].page.set_viewport_size(WIDE)


def nothing_that_was_done_is_still_asked(desks: dict[str, Desk], picture: Picture) -> None:
    done = {
        "politie": ("Huisverbod nagaan", "Slachtoffer beoordelen", "Kindcheck doen", "Melden"),
        "vt": ("Antwoorden: bekend?", "Onderdeel A beoordelen", "Veiligheid beoordelen", "Triage kinderen"),
        "om": ("Feiten vastleggen",),
        "shn": ("Wensen vastleggen", "Slachtoffer informeren"),
        "rvdk": ("Triage kinderen",),
    }
    for username, labels in done.items():
        page = desks[username].page
        page.goto("/mijn-werk")
        picture(page, f"son-23-my-work-{username}")
        for label in labels:
            expect(page.get_by_role("link", name=label, exact=True)).to_have_count(0)
    expect(desks["shn"].page.get_by_role("main")).to_contain_text("Niets te doen")


def test_a_minor_son_reports_his_father(
    cast: Cast, case: Case, new_context: ContextFactory, screenshot: Picture
) -> None:
    path = f"/zaken/{case.public_id}"
    names = names_in(cast, case)
    mother, suspect = names["network"], names["suspect"]
    with time_machine.travel(BEGIN):
        desks = {name: Desk.sign_in(new_context, name) for name in WHO}
        for desk in desks.values():
            desk.page.clock.set_fixed_time(BEGIN)
        police, vt, om, shn, probation, rvdk = desks.values()
        police_checks_and_assesses(police, path, mother, screenshot)
        vt_assesses(vt, path, screenshot)
        rvdk_and_vt_settle_the_triage(rvdk, vt, path, screenshot)
        shn_and_vt_call(shn, vt, path, screenshot)
        om_states_facts(om, screenshot)
        probation_advises(probation, screenshot)
        om_follows_the_flowchart(om, suspect, screenshot)
        shn_informs_with_the_mother(shn, mother, suspect, screenshot)
        the_paper_holds_no_more_than_it_may(vt, om, probation, path, mother)
        everybody_sees_their_part(desks, path, screenshot)
        nothing_that_was_done_is_still_asked(desks, screenshot)
