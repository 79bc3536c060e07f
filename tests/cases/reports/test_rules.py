"""The national message read into a report, the outcome codes and what a reporter may hear."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from cases.reports.rules.jzv import read_message, status_message
from cases.reports.rules.outcome import (
    OUTCOME_LABELS,
    STATUSES_OF,
    WITHOUT_ASSESSMENT,
    OutcomeStatus,
    Stage,
    feedback_text,
    gives_away,
    outcome_refusals,
)
from cases.reports.rules.report import Answer, DescribedAs, MessageKind, ReporterKind

MESSAGE: dict[str, Any] = {
    "registratienummer": "PL-2026-77",
    "soort": "VT",
    "datumTijd": "2026-03-10T09:30:00+01:00",
    "incident": {
        "datumTijd": "2026-03-09T23:10:00+01:00",
        "locatie": "Woning",
        "omschrijving": "Ruzie met duwen.",
        "periodeVanTot": {"van": "2025-11-01", "tot": "2026-03-09"},
    },
    "natuurlijkPersoon": [
        {
            "rol": "slachtoffer",
            "naam": {"voornamen": "Marit", "voorvoegsel": "van", "geslachtsnaam": "Zuidema"},
            "geboorte": {"datum": "1990-02-03"},
            "geslachtsaanduiding": "V",
            "burgerservicenummer": "999990019",
            "adres": {
                "straatnaam": "Schelpenpad",
                "huisnummer": 4,
                "huisletter": "a",
                "postcode": "6001 XK",
                "woonplaats": "Duinstede",
            },
            "communicatiemiddel": [{"soort": "telefoon", "waarde": "06 0000 1234"}],
        },
        {"naam": {"geslachtsnaam": "Tamminga"}},
    ],
    "overigeInformatie": "De hond blaft niet meer.",
    "zorgelijkeSituatie": {
        "situatieSchets": "Een kind ziet geweld.",
        "nadereOmschrijving": "Al vaker.",
        "vraagAntwoord": [
            {"code": "VT-001", "antwoord": "Ja", "toelichting": "Wijkteam"},
            {"code": "VT-002", "antwoord": "vorige week verlopen"},
        ],
    },
    "verzoek": "Beoordeel de veiligheid.",
    "terugkoppelingGewenst": False,
}


def test_every_field_of_the_message_finds_its_place() -> None:
    read = read_message(MESSAGE)
    report, (mother, man) = read.report, read.persons
    assert read.problems == {}
    assert (report.reference, report.kind, report.feedback_wanted) == ("PL-2026-77", MessageKind.VT, False)
    assert report.reported_at == datetime(2026, 3, 10, 8, 30, tzinfo=UTC)
    assert report.incident.happened_at == datetime(2026, 3, 9, 22, 10, tzinfo=UTC)
    assert (report.incident.place, report.incident.description) == ("Woning", "Ruzie met duwen.")
    assert (report.incident.since, report.incident.until) == (date(2025, 11, 1), date(2026, 3, 9))
    assert (report.situation, report.explanation) == ("Een kind ziet geweld.", "Al vaker.")
    assert (report.existing_care, report.existing_care_note) == (Answer.YES, "Wijkteam")
    assert (report.restraining_order, report.restraining_order_note) == (
        Answer.UNKNOWN,
        "vorige week verlopen",
    )
    assert (report.request, report.further_information) == (
        "Beoordeel de veiligheid.",
        "De hond blaft niet meer.",
    )
    assert (mother.described_as, mother.gender, mother.bsn) == (DescribedAs.VICTIM, "f", "999990019")
    assert (mother.first_names, mother.infix, mother.last_name) == ("Marit", "van", "Zuidema")
    assert (mother.birth_date, mother.address) == (date(1990, 2, 3), "Schelpenpad 4a, 6001 XK Duinstede")
    assert mother.phone == "06 0000 1234"
    assert (man.described_as, man.birth_date) == (DescribedAs.NETWORK, None)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"registratienummer": None}, "registratienummer"),
        ({"soort": "XX"}, "soort"),
        ({"datumTijd": "gisteren"}, "datumTijd"),
        ({"datumTijd": "2026-03-10T09:30:00"}, "datumTijd"),
        ({"incident": "ruzie"}, "incident"),
        ({"incident": {"periodeVanTot": {"van": "ooit"}}}, "incident.periodeVanTot.van"),
        ({"natuurlijkPersoon": []}, "natuurlijkPersoon"),
        ({"natuurlijkPersoon": ["Marit"]}, "natuurlijkPersoon[0]"),
        ({"natuurlijkPersoon": [{"naam": {}}]}, "natuurlijkPersoon[0].naam.geslachtsnaam"),
        (
            {"natuurlijkPersoon": {"naam": {"geslachtsnaam": "A"}, "rol": "ik"}},
            "natuurlijkPersoon[0].rol",
        ),
        ({"terugkoppelingGewenst": "ja"}, "terugkoppelingGewenst"),
        ({"melder": {"soort": "krant"}}, "melder.soort"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(change: dict[str, Any], place: str) -> None:
    assert place in read_message({**MESSAGE, **change}).problems


def test_the_reporter_of_a_message() -> None:
    said = {"soort": "burger", "anoniem": True, "naam": "De buurvrouw", "bereikbaarheid": "belt zelf"}
    reporter = read_message({**MESSAGE, "melder": said}).report.reporter
    assert (reporter.kind, reporter.anonymous, reporter.contact) == (
        ReporterKind.CITIZEN,
        True,
        "belt zelf",
    )


def test_the_outcome_goes_back_as_a_coded_status() -> None:
    sent = datetime(2026, 3, 16, 10, 0, tzinfo=UTC)
    message = status_message(reference="PL-2026-77", status=OutcomeStatus.ASSESSED_HANDOVER, sent_at=sent)
    assert message == {
        "registratienummer": "PL-2026-77",
        "status": "VT-01-02",
        "omschrijving": "beoordeeld: overgedragen",
        "datumTijd": "2026-03-16T10:00:00+00:00",
    }


def test_every_code_of_the_standard_belongs_to_one_moment() -> None:
    codes = sorted(status.value for statuses in STATUSES_OF.values() for status in statuses)
    assert codes == ["VT-00", "VT-01-01", "VT-01-02", "VT-01-03", "VT-01-04", "VT-02", "VT-03", "VT-99"]
    assert set(OUTCOME_LABELS) == set(OutcomeStatus)


@pytest.mark.parametrize("status", OutcomeStatus)
@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("owed", [True, False])
@pytest.mark.parametrize("first", [None, *STATUSES_OF[Stage.ASSESSMENT]])
@pytest.mark.parametrize("running", [True, False])
def test_what_stands_in_the_way_of_an_outcome(
    status: OutcomeStatus, stage: Stage, owed: bool, first: OutcomeStatus | None, running: bool
) -> None:
    missing = outcome_refusals(
        stage=stage, status=status, assessment_owed=owed, first=first, inquiry_running=running
    )
    after = stage is Stage.FOLLOW_UP
    goes_on = first in (OutcomeStatus.FOLLOW_UP_AT_VT, OutcomeStatus.REGIONAL)
    wanted = {
        "status": status not in STATUSES_OF[stage],
        "assessment": not after and owed and status not in WITHOUT_ASSESSMENT,
        "first_outcome": after and not goes_on,
        "inquiry": after and running,
    }
    assert {row.code for row in missing} == {code for code, is_so in wanted.items() if is_so}


def test_a_citizen_hears_nothing_of_the_family() -> None:
    texts = {
        feedback_text(status, stage, ReporterKind.CITIZEN)
        for stage, statuses in STATUSES_OF.items()
        for status in statuses
    }
    assert len(texts) == len(Stage)
    assert all("kunnen wij u niets vertellen" in text for text in texts)


@pytest.mark.parametrize("status", OutcomeStatus)
@pytest.mark.parametrize("kind", [ReporterKind.POLICE, ReporterKind.PROFESSIONAL])
def test_a_professional_hears_what_came_of_it(status: OutcomeStatus, kind: ReporterKind) -> None:
    text = feedback_text(status, Stage.ASSESSMENT, kind)
    assert "elding" in text or "werk afgerond" in text
    assert gives_away(text) == ()


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("Wij pakken het op.", 0),
        ("Bel 112 of 0800-2000.", 0),
        ("Zij zit op 6001xk.", 1),
        ("Bel 06-00001234", 1),
        ("Nummer 999990019", 1),
        ("Zij woont Schelpen pad 4", 1),
        ("", 0),
    ],
)
def test_what_gives_somebody_away(text: str, hits: int) -> None:
    assert len(gives_away(text, ["Schelpenpad 4", ""])) == hits
