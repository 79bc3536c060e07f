"""The thread in a real browser, one login per organisation: from the arrest to the informed victim."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from playwright.sync_api import Page, expect

from cases.access.models import AccessLogEntry
from cases.access.wall import GUARD_ROLE, acting_as, set_context
from cases.casefiles.models import Case
from cases.offences.rules.relation import Relation
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.wording import due_text
from tests.browser.desk import AMSTERDAM, REFRESH_MS, Desk, choose
from tests.browser.intake import confirm_matches, fill_intake
from tests.factories.cast import Cast
from tests.ground.browser import ContextFactory
from veiligheid.demo.moments import counted_back, registered_at
from veiligheid.demo.people import People
from veiligheid.demo.stalking import SUSPECT, VICTIM
from veiligheid.demo.stories import Scene, messages_after_the_break
from zsm.intake.services import Involved, register_arrest

Picture = Callable[[Page, str], Path]

TITLE = "Brandwijk – de Wilde"
MOTIVATION = "Gevaar voor de ex-partner en de kinderen; onvoorspelbaar onder invloed."
# Announced violence, feared unwanted contact, broken conditions.
PRESENT = {"8", "9", "10"}


def an_earlier_case(cast: Cast, now: datetime) -> Case:
    """The same man and woman in an earlier case; without HG label only police and OM take part."""
    police = cast.actor("politie")
    arrived_at = counted_back(now - timedelta(days=60), timedelta(hours=1))
    scene = Scene(People(1, arrived_at.date()), cast.municipality(), arrived_at, police.display_name)
    intake = replace(
        messages_after_the_break(scene),
        hg_label=False,
        suspect=Involved(person=SUSPECT),
        victim=Involved(person=VICTIM),
        charges=(scene.charge("285-1", Relation.FORMER_PARTNER),),
        report=None,
    )
    with acting_as(police):
        return register_arrest(intake=intake, actor=police, at=registered_at(arrived_at))


def police_registers(police: Desk, now: datetime, picture: Picture) -> str:
    """The whole intake, with who is known confirmed by hand; gives the path of the case."""
    page = police.page
    page.goto("/bord")
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="Verdachte registreren")).to_be_visible()
    fill_intake(police, now)
    police.press("Registreren")
    picture(page, "intake-matches")
    confirm_matches(police)
    police.press("Registreren")
    expect(page).to_have_url(re.compile(r"/zaken/[0-9a-f-]{36}$"))
    police.said("is geopend")
    picture(page, "case-police")
    return str(page.evaluate("location.pathname"))


def vt_assesses(vt: Desk, number: str, picture: Picture) -> None:
    """The case comes to the board by itself; known, two earlier events, part A, two conditions."""
    row = vt.row(number)
    expect(row).to_be_visible(timeout=REFRESH_MS)
    picture(vt.page, "board-vt")
    row.get_by_role("link", name="Antwoorden: bekend?").click()
    choose(vt.page.locator("form"), "Is het gezin bekend", "Ja, met een open dossier")
    vt.page.get_by_label("Fase van het open dossier").select_option(label="open: onderzoek")
    vt.press("Antwoord geven")
    vt.said("Het antwoord is gegeven")
    vt_adds_events(vt)
    vt_concludes_acute(vt, picture)
    vt_sets_conditions(vt, picture)


def vt_adds_events(vt: Desk) -> None:
    """Two earlier events, each with its date and source."""
    page = vt.page
    vt.tab("Veiligheid")
    page.get_by_role("link", name=re.compile("gebeurtenis", re.IGNORECASE)).first.click()
    events = (
        ("01-2026", "Vertelde dat hij stemmen hoort en daarom drinkt.", "contact met het gezin"),
        ("2025", "Stond bij de school en wilde zijn zoon meenemen.", "eerder dossier"),
    )
    for number, (when, what, source) in enumerate(events):
        page.get_by_label("Wanneer").fill(when)
        page.get_by_label("Wat gebeurde er").fill(what)
        page.get_by_label("Bron", exact=True).select_option(label=source)
        vt.press("Vastleggen" if number else "Vastleggen en nog een")
        vt.said("De gebeurtenis is toegevoegd")
    expect(page.locator(".v-incident")).to_have_count(2)


def vt_concludes_acute(vt: Desk, picture: Picture) -> None:
    """Ten criteria, access and sight with the keys 1, 2 and 3; the proposal appears as one goes."""
    page = vt.page
    page.goto(f"{page.url.split('/veiligheid')[0]}/veiligheid/onderdeel-a")
    page.locator("[data-criterion] input[type=radio]").first.focus()
    for number in range(1, 11):
        page.keyboard.press("1" if str(number) in PRESENT else "2")
    # The suspect has access, and nobody has sight.
    page.keyboard.press("1")
    page.keyboard.press("2")
    expect(page.locator("#voorstel")).to_contain_text("Acuut onveilig")
    for name in ("Esmée de Wilde", "Tijn Brandwijk", "Jara Brandwijk"):
        page.get_by_role("checkbox", name=re.compile(name)).check()
    page.get_by_role("group", name=re.compile("Waarop berust")).get_by_label("contact met het gezin").check()
    choose(page.locator("form"), "Conclusie", "Ja, acuut")
    picture(page, "part-a")
    vt.press("Onderdeel A vaststellen")
    vt.said("Onderdeel A is vastgesteld")


def vt_sets_conditions(vt: Desk, picture: Picture) -> None:
    """Two floor conditions from patterns."""
    page = vt.page
    vt.tab("Plan en maatregelen")
    vt.press("Voorwaarde stellen")
    for number, pattern in enumerate(("Geen contact", "Dagelijks zicht door derden")):
        page.get_by_role("link", name=re.compile(f"^{pattern}")).click()
        expect(page.get_by_label("Voorwaarde", exact=True)).not_to_have_value("")
        picture(page, f"condition-{number + 1}")
        vt.press("Voorwaarde stellen" if number else "Stellen en nog een")
        vt.said("De voorwaarde is gesteld")
    expect(page.locator(".v-plan-card").filter(has_text="bodemeis")).to_have_count(2)
    picture(page, "plan-vt")


def om_states_facts(om: Desk, picture: Picture) -> None:
    """Suspicion, evidence, serious objections."""
    page = om.page
    om.tab("ZSM")
    om.press("Verdenking, bewijs en bezwaren")
    form = page.locator("form.v-form")
    choose(form, "Is er een redelijk vermoeden", "Ja")
    form.get_by_role("group", name=re.compile("Waarop berust")).get_by_role("checkbox").first.check()
    choose(form, "Hoe sterk is het bewijs?", "voldoende")
    choose(form, "Zijn er ernstige bezwaren?", "Ja")
    picture(page, "facts")
    om.press("Vastleggen")
    om.said("De feiten zijn vastgelegd")


def om_tries_release(om: Desk, picture: Picture) -> None:
    """Refused in place, with every missing item and who supplies it; nothing typed is lost."""
    page = om.page
    om.press("Besluiten")
    page.get_by_label("Invrijheidstelling zonder maatregelen").check()
    page.get_by_label("Motivering", exact=True).fill(MOTIVATION)
    om.press("Verder: controleren")
    refusal = page.locator(".v-refusal")
    expect(refusal).to_contain_text("Dit besluit kan nu niet worden genomen")
    for missing in ("Esmée de Wilde", "Tijn Brandwijk", "Jara Brandwijk"):
        expect(refusal).to_contain_text(f"Geen maatregel in werking houdt Milan Brandwijk weg bij {missing}")
    expect(refusal).to_contain_text("De gedragsaanwijzing is geschonden")
    expect(refusal).to_contain_text("Het OM beoordeelt de schending")
    expect(refusal).to_contain_text("Veilig Thuis legt vast dat de acute onveiligheid is opgeheven")
    expect(page.get_by_label("Motivering", exact=True)).to_have_value(MOTIVATION)
    expect(page.get_by_label("Invrijheidstelling zonder maatregelen")).to_be_checked()
    picture(page, "release-refused")


def om_orders_custody(om: Desk, cast: Cast, key: str, picture: Picture) -> None:
    """Custody and bringing before the RC; the terms that end and start are told before and shown after."""
    page = om.page
    page.get_by_label("Invrijheidstelling zonder maatregelen").uncheck()
    page.get_by_label("Inverzekeringstelling (IVS)").check()
    page.get_by_label("Voorgeleiding aan de rechter-commissaris", exact=True).check()
    form = page.locator("form.v-form")
    form.get_by_role("radio", name="nader onderzoek, verhoor of confrontatie").check()
    form.get_by_role("checkbox", name=re.compile("^gevaar voor", re.IGNORECASE)).check()
    page.get_by_label("Gevorderde voorwaarden bij schorsing").fill("Geen schorsing: NIFP-onderzoek gevraagd.")
    expect(page.get_by_label("Motivering", exact=True)).to_have_value(MOTIVATION)
    page.get_by_label("Wie informeert het slachtoffer?").select_option(label="Slachtofferhulp Duinrand")
    picture(page, "decide")
    om.press("Verder: controleren")
    expect(page.locator(".v-confirm")).to_contain_text("Milan Brandwijk blijft vast")
    picture(page, "decide-confirm")
    om.press("Besluit nemen")
    om.said("Het besluit is genomen")
    with acting_as(cast.actor("om")):
        terms = {term.kind: term for term in Term.objects.filter(case__public_id=key)}
        first = terms[TermKind.FIRST_DECISION.value]
        running = [terms[kind.value].due_at for kind in (TermKind.POLICE_CUSTODY, TermKind.BEFORE_RC)]
    assert first.status == "met"
    for due_at in running:
        assert due_at is not None
        expect(om.head()).to_contain_text(due_text(due_at))
    expect(om.head()).not_to_contain_text("Eerste beslissing")
    picture(page, "zsm-decided")


def shn_informs(shn: Desk, path: str, picture: Picture) -> None:
    """The named informer sees the safe number and hours, records the call, and the duty ends."""
    page = shn.page
    page.goto("/mijn-werk")
    page.get_by_role("link", name="Slachtoffer informeren", exact=True).click()
    expect(page).to_have_url(re.compile(rf"{path}/slachtoffer"))
    expect(page.get_by_role("main")).to_contain_text("06 00000417")
    expect(page.get_by_role("main")).to_contain_text("09:00")
    expect(page.get_by_role("main")).to_contain_text("21:00")
    picture(page, "victim-shn")
    form = page.locator("form.v-form")
    choose(form, "Wat kwam ervan?", "Gesproken en geïnformeerd")
    form.get_by_label("Verslag").fill("Weet dat hij vastzit. Wil weten wanneer de rechter beslist.")
    shn.press("Poging vastleggen")
    shn.said("De poging is vastgelegd")
    expect(page.get_by_role("main")).not_to_contain_text("nog niet geïnformeerd")
    page.goto("/mijn-werk")
    expect(page.get_by_role("main")).not_to_contain_text("Slachtoffer informeren")


def everybody_sees_their_part(desks: dict[str, Desk], path: str, picture: Picture) -> None:
    """3RO reads events but not the children; RvdK reads the children but not the investigation."""
    probation, board = desks["3ro"].page, desks["rvdk"].page
    for name, page in (("3ro", probation), ("rvdk", board)):
        page.goto(path)
        expect(page.locator(".v-timeline")).to_contain_text("Besluit van het OM")
        picture(page, f"story-{name}")
        expect(page.get_by_text(re.compile(r"onderdeel|onderdelen")).first).to_be_visible()
    expect(probation.locator(".v-timeline")).to_contain_text("Onveilige gebeurtenis toegevoegd")
    expect(probation.locator(".v-timeline")).not_to_contain_text("Kindcheck")
    expect(board.locator(".v-timeline")).to_contain_text("Kindcheck")
    expect(board.locator(".v-timeline")).not_to_contain_text("Het OM stelt vast")


def nobody_goes_too_far(outsider: Desk, probation: Desk, path: str, picture: Picture) -> None:
    """An outsider finds nothing; a participant without the right gets the reason, and no button."""
    for suffix in ("", "/veiligheid", "/zsm", "/slachtoffer"):
        response = outsider.page.goto(path + suffix)
        assert response is not None
        assert response.status == 404
    expect(outsider.page.get_by_role("main")).not_to_contain_text("Brandwijk")
    picture(outsider.page, "not-found")
    page = probation.page
    page.goto(f"{path}/zsm")
    expect(page.get_by_role("link", name="Besluiten", exact=True)).to_have_count(0)
    response = page.goto(f"{path}/zsm/besluit")
    assert response is not None
    assert response.status == 403
    expect(page.get_by_role("main")).to_contain_text("Beslissen over de verdachte is een taak van Openbaar")
    picture(page, "not-allowed")


def log_rows() -> list[AccessLogEntry]:
    """The access log as the database holds it."""
    with transaction.atomic():
        set_context(GUARD_ROLE)
        return list(AccessLogEntry.objects.order_by("pk"))


def every_page_left_its_row(cast: Cast, key: str) -> None:
    """Who saw what of whom stands in the log, refusals too."""
    with acting_as(cast.actor("om")):
        case = Case.objects.get(public_id=key)
        persons = {role.role: role.person_id for role in case.roles.order_by("pk")}
    rows = [row for row in log_rows() if case.pk in row.case_ids]
    pages = {(row.organisation_id, row.route) for row in rows if row.outcome == "shown"}
    expected = {
        "politie": {"zsm:intake", "cases:case"},
        "vt": {"zsm:board", "zsm:known", "cases:safety", "cases:incident", "cases:part-a", "cases:condition"},
        "om": {"zsm:case", "zsm:facts", "zsm:decide"},
        "shn": {"cases:my-work", "cases:victim"},
        "3ro": {"cases:case", "zsm:case"},
    }
    for username, routes in expected.items():
        organisation = cast.actor(username).organisation_id
        assert {route for who, route in pages if who == organisation} >= routes
    called = next(row for row in rows if row.route == "cases:victim" and row.action == "read")
    assert persons["victim"] in called.person_ids
    assert "contact" in called.categories
    searched = next(row for row in log_rows() if row.action == "search")
    assert (searched.route, len(searched.person_ids)) == ("zsm:intake", 2)
    assert searched.purpose
    refused = [row.status for row in log_rows() if row.outcome == "refused"]
    assert refused.count(404) == 4
    assert 403 in refused


def test_the_thread(cast: Cast, new_context: ContextFactory, screenshot: Picture) -> None:
    now = datetime.now(AMSTERDAM).replace(second=0, microsecond=0)
    an_earlier_case(cast, now)
    desks = {name: Desk.sign_in(new_context, name) for name in ("politie", "vt", "om", "shn", "3ro", "rvdk")}
    desks["vt"].page.goto("/bord")
    path = police_registers(desks["politie"], now, screenshot)
    key = path.rsplit("/", 1)[-1]
    with acting_as(cast.actor("politie")):
        number = Case.objects.get(public_id=key).number
    vt_assesses(desks["vt"], number, screenshot)
    desks["om"].page.goto(path)
    om_states_facts(desks["om"], screenshot)
    om_tries_release(desks["om"], screenshot)
    om_orders_custody(desks["om"], cast, key, screenshot)
    shn_informs(desks["shn"], path, screenshot)
    everybody_sees_their_part(desks, path, screenshot)
    outsider = Desk.sign_in(new_context, "politie-rk")
    nobody_goes_too_far(outsider, desks["3ro"], path, screenshot)
    every_page_left_its_row(cast, key)
