"""Files as people give them: a PDF with words, a photo with a place in it, and what is wrong with others."""

from __future__ import annotations

import io

from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.actions import JavaScript
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

PLACE = "52.3676 4.9041 Oeverhuis"
PICTURE = {"/Type": "/XObject", "/Subtype": "/Image", "/Filter": "/DCTDecode", "/ColorSpace": "/DeviceRGB"}


def pdf(*pages: str) -> bytes:
    """A PDF with a text per page."""
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for text in pages:
        page = writer.add_blank_page(width=595, height=842)
        content = StreamObject()
        safe = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        content.set_data(f"BT /F1 12 Tf 60 760 Td ({safe}) Tj ET".encode("latin-1"))
        page[NameObject("/Contents")] = writer._add_object(content)
        fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def telling_pdf(text: str, word: str) -> bytes:
    """A PDF in which a word stands everywhere but on the page."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(text))))
    writer.add_metadata({"/Author": word, "/Title": word})
    writer.xmp_metadata = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{word}</x:xmpmeta>".encode()
    writer.add_open_action(JavaScript(f"app.alert('{word}')"))
    writer.add_attachment(f"{word}.txt", word.encode())
    page = writer.pages[0]
    page[NameObject("/PieceInfo")] = DictionaryObject({NameObject("/X"): TextStringObject(word)})
    picture = StreamObject()
    picture.set_data(photo(word))
    for name, value in PICTURE.items():
        picture[NameObject(name)] = NameObject(value)
    for name, number in {"/Width": 40, "/Height": 30, "/BitsPerComponent": 8}.items():
        picture[NameObject(name)] = NumberObject(number)
    resources = page[NameObject("/Resources")]
    resources[NameObject("/XObject")] = DictionaryObject(  # type: ignore[index]  # a dictionary, made above
        {NameObject("/Im1"): writer._add_object(picture)}
    )
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def drawn_pdf(*drawings: bytes, cut: bool = False) -> bytes:
    """A PDF of one page with words, on which more is drawn; `cut`: each drawing is a stream of its own."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Met tekst"))))
    page = writer.pages[0]
    first = page.get_contents()
    parts = [first.get_data() if first else b"", *drawings]
    streams = []
    for part in parts if cut else [b"\n".join(parts)]:
        stream = StreamObject()
        stream.set_data(part)
        streams.append(writer._add_object(stream))
    page[NameObject("/Contents")] = ArrayObject(streams)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def pictured_pdf(*sizes: tuple[int, int]) -> bytes:
    """A PDF of one page with words and pictures of these sizes."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Met tekst"))))
    pictures = DictionaryObject()
    for number, size in enumerate(sizes):
        picture = StreamObject()
        picture.set_data(photo(size=size))
        for name, value in PICTURE.items():
            picture[NameObject(name)] = NameObject(value)
        for name, length in {"/Width": size[0], "/Height": size[1], "/BitsPerComponent": 8}.items():
            picture[NameObject(name)] = NumberObject(length)
        pictures[NameObject(f"/Im{number}")] = writer._add_object(picture)
    resources = writer.pages[0]["/Resources"]
    resources[NameObject("/XObject")] = pictures  # type: ignore[index]  # a dictionary, made by pdf()
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def locked_pdf() -> bytes:
    """A PDF that opens with a password only."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Geheim"))))
    writer.encrypt("geheim")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def noted_pdf() -> bytes:
    """A PDF with a note on top of its page."""
    from pypdf.annotations import FreeText

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Met een notitie"))))
    writer.add_annotation(0, FreeText(text="Let op", rect=(50, 550, 200, 650)))
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def photo(place: str = PLACE, size: tuple[int, int] = (40, 30)) -> bytes:
    """A JPEG that says where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = place
    exif[0x8825] = {1: "N", 2: (52.0, 22.0, 3.0), 29: place}
    made = io.BytesIO()
    Image.new("RGB", size, "teal").save(made, "JPEG", exif=exif, comment=place.encode())
    return made.getvalue()


def drawing(place: str = PLACE, size: tuple[int, int] = (40, 30)) -> bytes:
    """A PNG that says where it was made."""
    from PIL.PngImagePlugin import PngInfo

    said = PngInfo()
    said.add_text("Comment", place)
    made = io.BytesIO()
    Image.new("RGBA", size, (10, 120, 90, 128)).save(made, "PNG", pnginfo=said)
    return made.getvalue()


def bomb() -> bytes:
    """A PNG of a few kilobytes that unpacks to four hundred million pixels."""
    import struct
    import zlib

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 20_000, 20_000, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
