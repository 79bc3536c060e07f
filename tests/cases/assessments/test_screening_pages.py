"""SASH, checklist and individual assessment on the screen: who gets which button, and what is kept."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from cases.access.wall import acting_as
from cases.assessments.models import IndividualAssessment, Sash, StalkingChecklist
from cases.assessments.rules.protection import Risk
from cases.assessments.rules.sash import QUESTIONS
from cases.assessments.rules.stalking_checklist import QUESTIONS as CHECKLIST
from cases.assessments.services import assess_victim, enrich_sash, hand_in_sash, record_checklist
from cases.organisations.rules import OrganisationKind
from cases.terms.rules.kinds import TermKind
from cases.terms.services import start_term
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.factories.family import OPENED, Family, make_family
from tests.factories.screenings import checklist, sash, victim_assessment

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], WallClient]
NOW = OPENED + timedelta(hours=1)


@pytest.fixture
def family(cast: Cast) -> Iterator[Family]:
    family = make_family(cast)
    with time_machine.travel(NOW, tick=False):
        yield family


def words(content: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(content.decode())).split())


def path(family: Family, name: str, **kwargs: object) -> str:
    return reverse(name, kwargs={"zaak": family.case.public_id, **kwargs})


def tab(sign_in: SignIn, username: str, family: Family) -> str:
    return words(sign_in(username).get(path(family, "cases:safety")).content)


def sash_form(**changes: object) -> dict[str, object]:
    answers = {f"vraag_{question.code}": "absent" for question in QUESTIONS}
    return {"versie": 0, "bewaard": "", "ex_partner": "yes", **answers, "niveau": "low", **changes}


def taken(cast: Cast, family: Family, *present: str) -> Sash:
    police = cast.actor("politie")
    with acting_as(police):
        return hand_in_sash(case=family.case, sash=sash(present=present), actor=police, at=NOW)


# --- SASH -----------------------------------------------------------------------------------------


def test_a_trained_user_hands_it_in_and_the_tab_shows_what_follows(
    cast: Cast, family: Family, sign_in: SignIn
) -> None:
    data = sash_form(vraag_mortal_fear="present", toelichting_mortal_fear="belt elke nacht", niveau="low")
    response = sign_in("politie").post(path(family, "cases:sash"), data)
    assert (response.status_code, response["Location"]) == (302, path(family, "cases:safety"))
    shown = tab(sign_in, "om", family)
    assert "Niveau van ongerustheid: hoog" in shown
    assert "Het niveau is hoog door: doodsangst bij de ex-partner." in shown
    assert "De casusregisseur van de politie maakt een plan van aanpak." in shown
    assert "belt elke nacht" in shown
    assert "doodsangst bij het slachtoffer (SASH: doodsangst bij de ex-partner)" in shown


def test_a_draft_is_kept_incomplete_and_offered_again(cast: Cast, family: Family, sign_in: SignIn) -> None:
    client = sign_in("politie")
    data = sash_form(vraag_threats="", niveau="", bewaren="1", toelichting_threats="nog navragen")
    assert client.post(path(family, "cases:sash"), data)["Location"] == path(family, "cases:sash")
    page = client.get(path(family, "cases:sash"))
    assert "nog navragen" in page.content.decode()
    assert "Concept van Sanne Vermeulen" in words(page.content)
    assert "Verder met de SASH" in tab(sign_in, "politie.sash", family)
    assert "nog navragen" not in tab(sign_in, "om", family)
    assert "Er is nog geen SASH ingediend" in tab(sign_in, "om", family)


def test_what_is_missing_is_named_in_place_with_the_way_to_it(family: Family, sign_in: SignIn) -> None:
    data = sash_form(vraag_threats="", niveau="")
    response = sign_in("politie").post(path(family, "cases:sash"), data)
    assert response.status_code == 409
    shown = words(response.content)
    assert "Nog niet beantwoord: bedreiging of agressieve intimidatie." in shown
    assert "Het niveau van ongerustheid is nog niet gekozen." in shown
    assert 'href="#id_vraag_threats_0"' in response.content.decode()


def test_the_panel_rings_as_one_goes(family: Family, sign_in: SignIn) -> None:
    client, url = sign_in("politie"), path(family, "cases:sash-weighing")
    quiet = words(client.post(url, sash_form(niveau="")).content)
    assert "16 van 16" in quiet
    assert "Er is geen puntentelling" in quiet
    loud = words(client.post(url, sash_form(vraag_nothing_left_to_lose="present")).content)
    assert "Niveau van ongerustheid: hoog" in loud
    others = words(client.post(url, sash_form(ex_partner="no", vraag_mortal_fear="present")).content)
    assert "13 van 13" in others
    assert "Niveau van ongerustheid: laag" in others


def test_who_is_not_trained_sees_who_is_and_has_no_button(family: Family, sign_in: SignIn) -> None:
    shown = tab(sign_in, "politie.lead", family)
    told = "U heeft geen geldig SASH-certificaat. Bij Politie Duinrand wel: Joost Halsema, Sanne Vermeulen."
    assert told in shown
    assert "SASH afnemen" not in shown
    assert "Vragenlijst bij stalking" in shown
    response = sign_in("politie.lead").get(path(family, "cases:sash"))
    assert response.status_code == 403
    assert told in words(response.content)
    assert "SASH afnemen" in tab(sign_in, "politie", family)


def test_my_work_has_the_button_for_who_may(cast: Cast, family: Family, sign_in: SignIn) -> None:
    police = cast.actor("politie")
    with acting_as(police):
        start_term(
            case=family.case,
            kind=TermKind.SASH,
            organisation=cast.organisation(OrganisationKind.POLITIE),
            actor=police,
            at=OPENED,
        )
    url = f'href="{path(family, "cases:sash")}"'
    for place in (reverse("cases:my-work"), reverse("zsm:board"), path(family, "cases:case")):
        assert url in sign_in("politie").get(place).content.decode(), place
        assert url not in sign_in("politie.lead").get(place).content.decode(), place


def test_the_checklist_stands_ready_in_the_sash(cast: Cast, family: Family, sign_in: SignIn) -> None:
    police = cast.actor("politie")
    with acting_as(police):
        answers = checklist(("getting_worse", "fear", "ex_partner"))
        record_checklist(case=family.case, answers=answers, actor=police, at=NOW)
    page = sign_in("politie").get(path(family, "cases:sash"))
    form = page.context["form"]
    assert "Ingevuld met de vragenlijst bij stalking: loop alles na." in words(page.content)
    assert form["vraag_getting_worse"].value() == "present"
    assert form["vraag_mortal_fear"].value() is None
    assert form["toelichting_mortal_fear"].value() == "elke dag"
    assert form["ex_partner"].value() == "yes"


def test_veilig_thuis_enriches_what_stands(cast: Cast, family: Family, sign_in: SignIn) -> None:
    url = path(family, "cases:sash-enrich")
    empty = sign_in("vt").get(url)
    assert "Er is nog geen SASH ingediend." in words(empty.content)
    assert sign_in("vt").post(url, {"tekst": "te vroeg"}).status_code == 409
    taken(cast, family)
    assert sign_in("vt").post(url, {"tekst": " "}).status_code == 400
    assert sign_in("vt").post(url, {"tekst": "Twee eerdere meldingen"}).status_code == 302
    assert "Twee eerdere meldingen" in tab(sign_in, "politie", family)


def test_what_is_not_for_an_organisation_is_never_told_as_missing(
    cast: Cast, family: Family, sign_in: SignIn
) -> None:
    sash_taken, vt = taken(cast, family, "threats"), cast.actor("vt")
    with acting_as(vt):
        enrich_sash(sash=sash_taken, text="geheim van VT", actor=vt, at=NOW)
    shown = tab(sign_in, "rvdk", family)
    assert "Er is nog geen SASH ingediend" not in shown
    assert "1 onderdeel niet voor uw organisatie" in shown
    assert "geheim van VT" not in shown


def test_the_table_of_the_decision_reads_the_sash(cast: Cast, family: Family, sign_in: SignIn) -> None:
    taken(cast, family, "nothing_left_to_lose")
    shown = words(sign_in("om").get(path(family, "zsm:case")).content)
    assert "niveau van ongerustheid hoog. Alarmbel: niets meer te verliezen" in shown


# --- checklist ------------------------------------------------------------------------------------


def test_the_checklist_is_recorded_and_shown(cast: Cast, family: Family, sign_in: SignIn) -> None:
    data = {"versie": 0, **{f"vraag_{question.code}": "no" for question in CHECKLIST}, "vraag_weapons": "yes"}
    url = path(family, "cases:stalking-checklist")
    refused = sign_in("politie.lead").post(url, data)
    assert refused.status_code == 400
    assert "Geef een toelichting bij ja." in words(refused.content)
    response = sign_in("politie.lead").post(url, data | {"beschrijving_weapons": "jachtgeweer"})
    assert response.status_code == 302
    shown = tab(sign_in, "om", family)
    assert "1 van de 14 keer ja. Hoe vaker ja, hoe meer risico." in shown
    assert "jachtgeweer" in shown
    with acting_as(cast.actor("politie")):
        assert StalkingChecklist.objects.get(case=family.case).version == 1


# --- individual assessment ------------------------------------------------------------------------


def protection_form(**changes: object) -> dict[str, object]:
    risks = {f"risico_{risk.value}": "unknown" for risk in Risk}
    return {
        "versie": 0,
        "kenmerken": ["dependent"],
        "verhouding": "Ex-partner",
        "omstandigheden": "Aan de deur",
        **risks,
        "nodig": "yes",
        "maatregelen": ["alarm_device"],
        "wens": "Wil dat het ophoudt",
        **changes,
    }


def test_the_button_leads_to_the_victim_without_an_assessment(family: Family, sign_in: SignIn) -> None:
    response = sign_in("politie").get(path(family, "cases:protection-victims"))
    assert response["Location"] == path(family, "cases:protection", persoon=family.victim.public_id)


def test_police_records_it_and_each_organisation_reads_its_part(family: Family, sign_in: SignIn) -> None:
    url = path(family, "cases:protection", persoon=family.victim.public_id)
    assert sign_in("politie").post(url, protection_form()).status_code == 302
    view, weighed = "Wil dat het ophoudt", "mobiele alarmknop"
    seen = {name: tab(sign_in, name, family) for name in ("om", "vt", "shn", "3ro")}
    assert {name: (view in shown, weighed in shown) for name, shown in seen.items()} == {
        "om": (True, True),
        "vt": (False, True),
        "shn": (True, False),
        "3ro": (False, True),
    }
    assert "1 onderdeel niet voor uw organisatie" in seen["shn"]


def test_what_does_not_fit_is_refused_in_place_and_kept(family: Family, sign_in: SignIn) -> None:
    url = path(family, "cases:protection", persoon=family.victim.public_id)
    response = sign_in("politie").post(url, protection_form(maatregelen=[], wens="", verhouding="Ex, vader"))
    assert response.status_code == 409
    shown = words(response.content)
    assert "Kies welke bijzondere bescherming nodig is." in shown
    assert "Leg vast wat het slachtoffer zelf wil" in shown
    assert "Ex, vader" in shown
    assert sign_in("politie").post(url, protection_form(verhouding="")).status_code == 400


def test_the_prosecution_brings_it_up_to_date(cast: Cast, family: Family, sign_in: SignIn) -> None:
    url = path(family, "cases:protection", persoon=family.victim.public_id)
    assert "De politie neemt de individuele beoordeling af" in words(sign_in("om").get(url).content)
    assert sign_in("om").post(url, protection_form()).status_code == 409
    police = cast.actor("politie")
    with acting_as(police):
        assess_victim(case=family.case, assessment=victim_assessment(family), actor=police, at=NOW)
    page = sign_in("om").get(url)
    assert page.context["form"]["verhouding"].value() == "Ex-partner, vader van de kinderen"
    assert sign_in("om").post(url, protection_form(versie=1)).status_code == 302
    with acting_as(cast.actor("om")):
        assert IndividualAssessment.objects.get(case=family.case, version=2).organisation.kind == "om"


def test_somebody_who_is_no_victim_is_not_found(family: Family, sign_in: SignIn) -> None:
    url = path(family, "cases:protection", persoon=family.suspect.public_id)
    assert sign_in("politie").get(url).status_code == 404
