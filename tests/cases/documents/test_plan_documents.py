"""Making documents of a case: what each recipient reads, what never, who may, and what is logged."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection

from cases.access.rules.levels import Level
from cases.access.wall import acting_as
from cases.casefiles.models import Case, CaseEvent, CaseRole
from cases.casefiles.services import Joining, join, set_safe_contact
from cases.casefiles.services.leads import name_victim_contact
from cases.documents.models import AreaWording, Document
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person, SafeContact
from cases.persons.services import NewSafeContact
from cases.plans.models import SafetyMeasure
from cases.plans.rules.conditions import ConditionLevel
from cases.plans.services import NewCondition, set_condition
from cases.reports.models import Report, ReportedPerson
from tests.cases.documents.reading import information_of, words_of
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.ground.database import afresh
from tests.ground.vera import Vera
from tests.zsm.decision.making import DECIDED, a_held_case, concluded, custody, decided, past_the_wall, stated

pytestmark = pytest.mark.usefixtures("made", "rolled_back")

SignIn = Callable[[str], WallClient]
NUMBER = "06 00000417"
WORDS = "de wijk rond het Lijsterbesplein"


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Case:
    """The stalking case after the decision, with a condition for the suspect."""
    found = a_held_case(cast)
    concluded(cast, found)
    stated(cast, found)
    decided(cast, found, custody())
    condition(cast, found)
    return found


@pytest.fixture
def case(rolled_back: None, made: Case) -> Iterator[Case]:
    """That case, for one test, at the moment that its clock stands at."""
    with time_machine.travel(DECIDED, tick=False):
        yield afresh(made)


def person(case: Case, role: str) -> Person:
    with past_the_wall():
        return CaseRole.objects.select_related("person").filter(case=case, role=role).order_by("pk")[0].person


def condition(
    cast: Cast,
    case: Case,
    text: str = "U laat het gezin met rust.",
    supervisor: OrganisationKind = OrganisationKind.POLITIE,
) -> None:
    vt = cast.actor("vt")
    suspect = person(case, "suspect")
    with acting_as(vt):
        new = NewCondition(
            level=ConditionLevel.FLOOR,
            text=text,
            binds=suspect,
            supervisor=cast.organisation(supervisor),
            breach_reporter=cast.organisation(OrganisationKind.SHN),
            breach_reported_to=cast.organisation(OrganisationKind.POLITIE),
            consequence="De politie houdt u aan.",
            starts_on=date(2026, 3, 10),
        )
        set_condition(case=case, condition=new, actor=vt, at=DECIDED)


def make(client: WallClient, case: Case, soort: str, **fields: Any) -> Any:
    return client.post(f"/zaken/{case.public_id}/documenten", {"soort": soort, **fields})


def measure(case: Case) -> SafetyMeasure:
    with past_the_wall():
        return SafetyMeasure.objects.get(case=case)


def word(client: WallClient, case: Case, text: str = WORDS) -> Any:
    url = f"/zaken/{case.public_id}/plan/maatregel/{measure(case).public_id}/gebied"
    return client.post(url, {"woorden": text})


def for_victim(client: WallClient, case: Case, **fields: str) -> Any:
    subject = str(person(case, "victim").public_id)
    return make(client, case, "exemplaar-slachtoffer", onderwerp=subject, **fields)


def log_rows() -> list[tuple[Any, ...]]:
    with past_the_wall(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT action, purpose, status, categories, person_ids FROM cases_accesslogentry"
            " WHERE action = 'export' ORDER BY id"
        )
        return list(cursor.fetchall())


def test_every_kind_is_valid_for_screen_readers_and_archives(case: Case, sign_in: SignIn, vera: Vera) -> None:
    client = sign_in("vt")
    word(client, case)
    with past_the_wall():
        decision = str(case.decisions.get().public_id)
    files = {
        "overview": make(client, case, "zaakoverzicht"),
        "decision": make(client, case, "besluitblad", onderwerp=decision),
        "plan": make(client, case, "veiligheidsplan"),
        "suspect": make(client, case, "exemplaar-verdachte"),
        "victim": for_victim(client, case, afgifte="in_person"),
    }
    assert {name: response.status_code for name, response in files.items()} == dict.fromkeys(files, 200)
    assert vera.faults({name: response.content for name, response in files.items()}) == []
    for response in files.values():
        said = information_of(response.content)
        assert all(name not in said for name in ("Brandwijk", "Wilde", "Milan", "26-0"))


def test_the_overview_says_what_is_known_needed_and_held_back(case: Case, sign_in: SignIn) -> None:
    page = words_of(make(sign_in("3ro"), case, "zaakoverzicht").content)
    assert "Milan Brandwijk verdachte" in page
    assert "Acute onveiligheid (onderdeel A) ja" in page
    assert "Eerste beslissing" not in page
    assert "niet voor uw organisatie" in page
    assert NUMBER.replace(" ", "") not in page.replace(" ", "")


def test_the_decision_sheet_tells_what_why_and_who_informs(case: Case, sign_in: SignIn) -> None:
    with past_the_wall():
        decision = str(case.decisions.get().public_id)
    page = words_of(make(sign_in("shn"), case, "besluitblad", onderwerp=decision).content)
    assert "Gevaar voor personen." in page
    assert "Slachtofferhulp Duinrand" in page
    assert "Bureau Duinstede" in page
    assert "Wat op tafel lag" in page


def test_the_suspect_reads_what_binds_and_nothing_more(cast: Cast, case: Case, sign_in: SignIn) -> None:
    client = sign_in("vt")
    word(client, case)
    response = make(client, case, "exemplaar-verdachte")
    assert response["Content-Disposition"] == f'attachment; filename="overzicht-a-{case.number}.pdf"'
    page = words_of(response.content)
    assert f"U mag niet komen in dit gebied: {WORDS}." in page
    assert "U laat het gezin met rust." in page
    assert "De politie houdt u aan." in page
    assert "art. 184 en 184a Sr" in page
    for forbidden in ("Meidoornstraat", NUMBER, "0900", "Slachtofferhulp", "Veilig Thuis", "acuut", "wens"):
        assert forbidden not in page, forbidden


def test_the_name_of_a_shelter_that_supervises_is_not_told(cast: Cast, case: Case, sign_in: SignIn) -> None:
    police = cast.actor("politie")
    with acting_as(police):
        shelter = Joining(cast.organisation(OrganisationKind.OPVANG), Level.CONTRIBUTE, "test")
        join(case=case, joining=[shelter], actor=police, at=DECIDED)
    condition(cast, case, "U blijft weg.", OrganisationKind.OPVANG)
    client = sign_in("vt")
    word(client, case)
    page = words_of(make(client, case, "exemplaar-verdachte").content)
    assert "U blijft weg." in page
    assert "Opvang" not in page


def test_without_words_for_the_area_there_is_no_copy_and_the_page_leads_there(
    case: Case, sign_in: SignIn
) -> None:
    response = make(sign_in("politie"), case, "exemplaar-verdachte")
    assert response.status_code == 409
    page = response.content.decode()
    assert "staat nog niet in woorden voor de verdachte" in page
    assert f"/plan/maatregel/{measure(case).public_id}/gebied" in page


def test_the_scan_blocks_and_names_the_field(cast: Cast, case: Case, sign_in: SignIn) -> None:
    condition(cast, case, "Bel niet naar +31 6 0000 0417.")
    client = sign_in("vt")
    word(client, case)
    response = make(client, case, "exemplaar-verdachte")
    page = response.content.decode()
    assert response.status_code == 409
    assert "Dit exemplaar is niet vrijgegeven" in page
    assert "Een telefoonnummer in: voorwaarde van VT Duinrand" in page
    assert "veld ‘voorwaarde’" in page
    with past_the_wall():
        assert not Document.objects.filter(kind="exemplaar-verdachte").exists()


def test_the_scan_knows_also_what_the_maker_may_not_see(cast: Cast, case: Case, sign_in: SignIn) -> None:
    """The number of somebody of the family who has no part in this case."""
    police = cast.actor("politie")
    with past_the_wall():
        sister = Person.objects.create(
            family_system_id=case.family_system_id,
            last_name="Elders",
            organisation_id=police.organisation_id,
            recorded_by_id=police.user_id,
            recorded_at=DECIDED,
        )
        SafeContact.objects.create(
            person=sister,
            phone="0687654321",
            organisation_id=police.organisation_id,
            recorded_by_id=police.user_id,
            valid_from=DECIDED,
        )
    with acting_as(cast.actor("vt")):
        assert not Person.objects.filter(pk=sister.pk).exists()
    condition(cast, case, "Bel niet naar 06-87 65 43 21.")
    client = sign_in("vt")
    word(client, case)
    response = make(client, case, "exemplaar-verdachte")
    assert response.status_code == 409
    assert "Elders" not in response.content.decode()


def test_the_scan_knows_the_address_in_a_report(cast: Cast, case: Case, sign_in: SignIn) -> None:
    victim = person(case, "victim")
    with past_the_wall():
        report = Report.objects.filter(case=case).order_by("pk")[0]
        ReportedPerson.objects.create(
            case=case,
            report=report,
            person=victim,
            described_as="victim",
            address="Kastanjelaan 7, 1234 AB Duinstede",
            organisation_id=report.organisation_id,
        )
    condition(cast, case, "U blijft weg bij kastanjelaan 7.")
    client = sign_in("vt")
    word(client, case)
    response = make(client, case, "exemplaar-verdachte")
    assert response.status_code == 409
    assert "Een adres in: voorwaarde van VT Duinrand" in response.content.decode()


def test_the_suspects_own_number_is_no_secret(cast: Cast, case: Case, sign_in: SignIn) -> None:
    police, suspect = cast.actor("politie"), person(case, "suspect")
    with past_the_wall():
        SafeContact.objects.create(
            person=suspect,
            phone="0687654321",
            organisation_id=police.organisation_id,
            recorded_by_id=police.user_id,
            valid_from=DECIDED,
        )
    condition(cast, case, "U blijft bereikbaar op 0687654321.")
    client = sign_in("vt")
    word(client, case)
    assert make(client, case, "exemplaar-verdachte").status_code == 200


def test_words_with_a_protected_number_are_refused_at_the_field(case: Case, sign_in: SignIn) -> None:
    response = word(sign_in("vt"), case, f"waar {NUMBER} woont")
    assert response.status_code == 400
    assert "Hierin staat een telefoonnummer van een beschermd persoon." in response.content.decode()
    with past_the_wall():
        assert not AreaWording.objects.exists()


def test_the_last_words_for_an_area_count_and_the_first_stay(case: Case, sign_in: SignIn) -> None:
    client = sign_in("vt")
    word(client, case, "het centrum")
    word(client, case, WORDS)
    assert WORDS in words_of(make(client, case, "exemplaar-verdachte").content)
    with past_the_wall():
        assert AreaWording.objects.count() == 2


def test_the_victim_reads_what_protects_how_to_report_and_whom_to_call(case: Case, sign_in: SignIn) -> None:
    page = words_of(for_victim(sign_in("vt"), case, afgifte="in_person").content)
    assert "Bij gevaar: bel 112." in page
    assert "Politie Duinrand, 0900-8844" in page
    assert "Noor de Graaf" in page
    assert "0800 2000" in page
    assert "Contactverbod" in page
    assert "U laat het gezin met rust." in page
    assert "0600-1000" not in page, "the number for partners is not for the public"
    assert "Brandwijk" not in page


def test_her_own_contact_person_stands_in_her_copy(cast: Cast, case: Case, sign_in: SignIn) -> None:
    police, victim = cast.actor("politie"), person(case, "victim")
    colleague = cast.user("politie.sash")
    with acting_as(police):
        name_victim_contact(case=case, victim=victim, user=colleague, actor=police, at=DECIDED)
    page = words_of(for_victim(sign_in("vt"), case, afgifte="in_person").content)
    assert f"{colleague.display_name}, uw vaste contactpersoon" in page


def test_a_suspended_measure_binds_nobody_and_the_victim_is_warned(case: Case, sign_in: SignIn) -> None:
    with past_the_wall():
        SafetyMeasure.objects.filter(case=case).update(suspended_at=DECIDED)
    client = sign_in("vt")
    assert "beschermt u nu niet" in words_of(for_victim(client, case, afgifte="in_person").content)
    assert "art. 184" not in words_of(make(client, case, "exemplaar-verdachte").content)
    assert "Geschorst sinds di 10 mrt 2026" in words_of(make(client, case, "veiligheidsplan").content)


def test_a_victims_copy_goes_only_over_a_safe_channel(cast: Cast, case: Case, sign_in: SignIn) -> None:
    client = sign_in("vt")
    assert for_victim(client, case).status_code == 400
    refused = for_victim(client, case, afgifte="safe_email")
    assert refused.status_code == 409
    assert "Geef het exemplaar persoonlijk" in refused.content.decode()
    police, victim = cast.actor("politie"), person(case, "victim")
    with acting_as(police):
        contact = NewSafeContact(email="veilig@voorbeeld.example", email_safe=True)
        set_safe_contact(case=case, person=victim, contact=contact, actor=police, at=DECIDED)
    assert for_victim(client, case, afgifte="safe_email").status_code == 200


@pytest.mark.parametrize("username", ["3ro", "shn", "rvdk"])
@pytest.mark.parametrize("soort", ["exemplaar-verdachte", "exemplaar-slachtoffer"])
def test_who_does_not_hand_copies_over_gets_the_reason(
    case: Case, sign_in: SignIn, username: str, soort: str
) -> None:
    response = make(sign_in(username), case, soort)
    assert response.status_code == 403
    assert "is een taak van Veilig Thuis of Openbaar Ministerie of Politie" in response.content.decode()


def test_a_victim_or_decision_of_another_case_does_not_exist_here(case: Case, sign_in: SignIn) -> None:
    client, other = sign_in("vt"), str(case.public_id)
    assert (
        make(client, case, "exemplaar-slachtoffer", onderwerp=other, afgifte="in_person").status_code == 404
    )
    assert make(client, case, "besluitblad", onderwerp=other).status_code == 404
    assert make(client, case, "verzonnen").status_code == 400


def test_every_document_is_logged_and_listed(case: Case, sign_in: SignIn) -> None:
    client = sign_in("vt")
    word(client, case)
    pdf = make(client, case, "exemplaar-verdachte").content
    make(sign_in("shn"), case, "zaakoverzicht")
    with past_the_wall():
        copy, overview = Document.objects.select_related("made_by").order_by("pk")
        story = CaseEvent.objects.filter(case=case, kind="document_made")
        assert [event.summary for event in story] == ["Gemaakt: exemplaar voor de verdachte."]
    assert copy.sha256 == hashlib.sha256(pdf).hexdigest()
    assert copy.recipient == "suspect"
    assert copy.recipient_person_id == person(case, "suspect").pk
    assert (overview.made_by.username, overview.recipient) == ("shn", "professional")
    assert [(row[0], row[1], row[2]) for row in log_rows()] == [
        ("export", "Exemplaar voor de verdachte", 200),
        ("export", "Zaakoverzicht voor de tafel", 200),
    ]
    assert {"decision", "plan", "identity"} <= set(log_rows()[0][3])
    assert person(case, "suspect").pk in log_rows()[0][4]
    page = client.get(f"/zaken/{case.public_id}/documenten").content.decode()
    assert "Iris Kooiman, SHN Duinrand" in page


def test_the_same_content_gives_the_same_file(case: Case, sign_in: SignIn) -> None:
    client = sign_in("vt")
    assert make(client, case, "veiligheidsplan").content == make(client, case, "veiligheidsplan").content
