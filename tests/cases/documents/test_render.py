"""The engine: what it refuses, and that ugly data still gives a valid file."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from cases.documents.paper import Block, FreeText, Line, Section, Sheet, Table
from cases.documents.render import FetchRefused, render
from cases.organisations.models import Region
from cases.plans.documents.suspect import BindingCondition, BindingMeasure, SuspectCopy
from cases.plans.documents.victim import ContactPerson, ProtectingMeasure, VictimCopy
from tests.cases.documents.reading import words_of
from tests.ground.vera import Vera

LONG_NAME = "Anna-Wilhelmina Johanna van der Straeten-Kruijssenaar tot Oldenhoven"
UNBROKEN = "x" * 180
ODD = "漢字 😀 \u200b \x07 ﬁ ₂ é\u0301 שלום مرحبا \ufeff Ж ŵ ‘’ “”"
NOTHING = Sheet(title="t", lead="l", alerts=(), sections=())


def sheet() -> Sheet:
    """60 measures, 12 children, long names, letters that no font has."""
    blocks = tuple(
        Block(
            title=FreeText(f"{number}. {LONG_NAME} {ODD}", "veld"),
            lines=(Line("Onderdelen", UNBROKEN, ODD), Line("Leeg", ""), Line("Tekst", "regel 1\nregel 2")),
            note=ODD,
        )
        for number in range(60)
    )
    children = tuple((f"{LONG_NAME} {number}", "kind", ODD) for number in range(12))
    return Sheet(
        title="Zaakoverzicht voor de tafel",
        lead=ODD,
        alerts=(LONG_NAME * 3,),
        sections=(
            Section("Maatregelen", blocks=blocks, held_back="2 onderdelen niet voor uw organisatie"),
            Section("Personen", tables=(Table("Personen", ("Naam", "Rol", "Geboren"), children),)),
            Section("Leeg", empty="Er is niets."),
            Section("Lege tabel", tables=(Table("Niets", ("a", "b"), ()),)),
        ),
    )


def suspect_copy() -> SuspectCopy:
    measure = BindingMeasure(
        title=FreeText(LONG_NAME, "veld"),
        period=ODD,
        duties=(FreeText(UNBROKEN, "veld"), FreeText(ODD, "veld")),
        monitoring=True,
        supervisor=LONG_NAME,
        consequence=LONG_NAME,
    )
    condition = BindingCondition(FreeText(ODD, "v"), "", "", FreeText(UNBROKEN, "v"))
    return SuspectCopy("Overzicht", LONG_NAME, "vandaag", (measure,) * 60, (condition,) * 60)


def victim_copy() -> VictimCopy:
    measure = ProtectingMeasure(LONG_NAME, ODD, (UNBROKEN, ODD), "Let op.")
    contact = ContactPerson(LONG_NAME, "", UNBROKEN)
    return VictimCopy("Overzicht", ODD, (measure,) * 60, (ODD, UNBROKEN), (LONG_NAME, ODD), (contact,) * 12)


def test_ugly_data_still_gives_valid_files(vera: Vera) -> None:
    made = {
        "sheet": render(template="documents/sheet.html", title="t", content=sheet(), footer=ODD),
        "suspect": render(
            template="documents/suspect_copy.html", title="t", content=suspect_copy(), footer=LONG_NAME * 4
        ),
        "victim": render(
            template="documents/victim_copy.html", title="t", content=victim_copy(), footer='"\\ }'
        ),
    }
    assert all(rendered.pages > 3 for rendered in made.values())
    assert vera.faults({name: rendered.pdf for name, rendered in made.items()}) == []


def test_what_no_font_has_becomes_a_box_and_the_rest_stays() -> None:
    content = Sheet(title="t", lead="漢 Ж é", alerts=(), sections=())
    text = words_of(render(template="documents/sheet.html", title="t", content=content, footer="").pdf)
    assert "□ Ж é" in text


def test_a_record_is_no_content() -> None:
    content = Section("t", lines=(Line("regio", Region(name="Duinrand")),))  # type: ignore[arg-type]  # on purpose
    with pytest.raises(TypeError, match="a document holds texts"):
        render(template="documents/sheet.html", title="t", content=content, footer="")


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="https://example.org/a.png" alt="x">',
        '<img src="file:///etc/passwd" alt="x">',
        '<link rel="stylesheet" href="file:///etc/passwd">',
    ],
)
def test_nothing_is_fetched(markup: str, tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text(f"<html lang=nl><title>t</title><body>{markup}</body></html>")
    engine = {**settings.TEMPLATES[0], "DIRS": [tmp_path], "APP_DIRS": False}
    with override_settings(TEMPLATES=[engine]), pytest.raises(FetchRefused):
        render(template="bad.html", title="t", content=NOTHING, footer="")


def test_the_same_content_gives_the_same_bytes() -> None:
    one, other = (
        render(template="documents/sheet.html", title="t", content=sheet(), footer="voet") for _ in range(2)
    )
    assert one.pdf == other.pdf
    assert one.sha256 == other.sha256
