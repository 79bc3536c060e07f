"""Files in the demo's cases: a report of police that partners read, a photo that waits for a second look."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Final

from PIL import Image, ImageDraw
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from cases.access.rules.categories import Category
from cases.access.wall import acting_as
from cases.attachments.services import NewAttachment, give_attachment
from cases.casefiles.models import Case
from veiligheid.demo.crew import Crew

LINES: Final = (
    "Proces-verbaal van bevindingen",
    "Wij troffen de verdachte aan bij de voordeur. Hij was onder invloed.",
    "Op de deur zaten verse krassen ter hoogte van het slot.",
    "Hij verklaarde dat hij alleen zijn spullen kwam halen.",
)


def files_given(case: Case, crew: Crew, at: datetime) -> None:
    """Police gives what it found: words that can be searched, a picture that a colleague looks at first."""
    given = (
        NewAttachment("Proces-verbaal van bevindingen", Category.INCIDENTS, _report()),
        NewAttachment("Foto van de voordeur", Category.INCIDENTS, _photo()),
    )
    with acting_as(crew.police):
        for new in given:
            give_attachment(case=case, new=new, actor=crew.police, at=at)


def _report() -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(width=595, height=842)
    lines = "".join(f"({line}) Tj 0 -20 Td " for line in LINES)
    drawing = StreamObject()
    drawing.set_data(f"BT /F1 12 Tf 60 760 Td {lines}ET".encode("latin-1"))
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    page[NameObject("/Contents")] = drawing
    fonts = DictionaryObject({NameObject("/F1"): font})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _photo() -> bytes:
    picture = Image.new("RGB", (600, 800), "#9fb3b0")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((150, 80, 450, 780), fill="#35524e")
    draw.ellipse((395, 430, 430, 465), fill="#d8c27a")
    for place in range(4):
        draw.line((360 + 8 * place, 400, 380 + 9 * place, 520), fill="#e8eeed", width=3)
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=80)
    return made.getvalue()
