"""A file is taken apart by a process of its own and made anew; what cannot be made anew is refused."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from pypdf import PdfReader

from cases.attachments.cleaner import bare_jpeg
from cases.attachments.cleaning import UnfitFile, clean_file
from cases.attachments.rules.files import LARGEST, MediaType, Unfit, file_name
from tests.factories.files import (
    PLACE,
    bomb,
    drawing,
    drawn_pdf,
    locked_pdf,
    noted_pdf,
    pdf,
    photo,
    pictured_pdf,
    telling_pdf,
)


def test_a_pdf_keeps_what_its_pages_show_and_nothing_else() -> None:
    given = telling_pdf("Op bladzijde een.", "Oeverhuis")
    assert b"Oeverhuis" in given
    made = clean_file(given)
    reader = PdfReader(io.BytesIO(made.contents))
    assert (made.media_type, made.pages, made.searchable) == (MediaType.PDF, 1, True)
    assert "Op bladzijde een." in reader.pages[0].extract_text()
    assert b"Oeverhuis" not in made.contents
    assert not reader.metadata
    assert reader.xmp_metadata is None
    assert not reader.attachments
    assert set(reader.root_object) == {"/Type", "/Pages"}
    assert list(reader.pages[0].images), "the picture itself stays"


@pytest.mark.parametrize(("given", "kind"), [(photo(), MediaType.JPEG), (drawing(), MediaType.PNG)])
def test_a_picture_keeps_its_pixels_only(given: bytes, kind: MediaType) -> None:
    assert b"Oeverhuis" in given
    made = clean_file(given)
    assert (made.media_type, made.searchable, made.texts) == (kind, False, ())
    assert b"Oeverhuis" not in made.contents
    with Image.open(io.BytesIO(made.contents)) as picture:
        assert picture.size == (40, 30)
        assert not picture.getexif()
        assert not {"comment", "Comment", "exif", "icc_profile"} & set(picture.info)


def test_a_jpeg_inside_a_pdf_loses_its_segments_and_still_opens() -> None:
    bare = bare_jpeg(photo())
    assert PLACE.encode() not in bare
    with Image.open(io.BytesIO(bare)) as picture:
        picture.load()
        assert picture.getpixel((5, 5)) == pytest.approx((0, 128, 128), abs=4)


def test_words_on_a_page_are_searched_and_a_page_without_words_cannot_be() -> None:
    both = clean_file(pdf("Rietkraag 417", "tweede"))
    assert [where for where, _ in both.texts] == ["bladzijde 1", "bladzijde 2"]
    assert both.searchable
    assert not clean_file(pdf("Met tekst", "")).searchable


@pytest.mark.parametrize(
    ("given", "searchable"),
    [
        (pictured_pdf((90, 90)), True),
        (pictured_pdf((100, 100)), False),
        (pictured_pdf((90, 60), (80, 60)), False),
        (drawn_pdf(b"q 40 0 0 30 60 600 cm BI /W 40 /H 30 /CS /G /BPC 1 ID xxxx EI Q"), False),
        (drawn_pdf(b"q 40 0 0 30 60 600 cm BI /W 40", b"/H 30 /CS /G /BPC 1 ID xxxx EI Q", cut=True), False),
        (drawn_pdf(b"BT /F1 12 Tf 60 600 Td (BIJLAGE en IDENTITEIT) Tj ET"), True),
    ],
    ids=["mark", "picture", "together", "inline", "inline-cut", "words"],
)
def test_a_picture_on_a_page_may_hold_words_that_nobody_can_search(given: bytes, searchable: bool) -> None:
    made = clean_file(given)
    assert made.searchable is searchable
    assert made.texts, "its words are searched all the same"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (b"", Unfit.EMPTY),
        (b"%PDF-" + b"x" * LARGEST, Unfit.TOO_LARGE),
        (b"<html>Zaak</html>", Unfit.TYPE),
        (b"MZ\x90\x00 programma.pdf", Unfit.TYPE),
        (b"GIF89a", Unfit.TYPE),
        (b"%PDF-1.7 en verder niets", Unfit.BROKEN),
        (photo()[:200], Unfit.BROKEN),
        (locked_pdf(), Unfit.ENCRYPTED),
        (noted_pdf(), Unfit.ANNOTATED),
        (bomb(), Unfit.TOO_HEAVY),
    ],
    ids=[
        *("empty", "too-large", "html", "program", "gif", "broken-pdf", "broken-jpeg"),
        *("locked", "noted", "bomb"),
    ],
)
def test_what_is_no_sound_file_is_refused_with_its_reason(given: bytes, why: Unfit) -> None:
    with pytest.raises(UnfitFile) as refused:
        clean_file(given)
    assert refused.value.why is why


def test_the_name_is_ours() -> None:
    from uuid import UUID

    key = UUID("12345678-0000-4000-8000-000000000000")
    assert file_name(key, MediaType.JPEG) == "bijlage-12345678.jpg"
