"""Takes a file apart and makes it anew, without anything that its pages do not show.

Run as a program of its own by `cleaning.py`: what comes in was made by who knows whom, so it is read by a
process that has no database and no keys, little memory and little time. It reads the file from standard input
and writes one line of JSON, and after it the new file.
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys
from typing import Any, Final

SECONDS: Final = 20
MEMORY: Final = 1_500_000_000
LONGEST_TEXT: Final = 3_000_000
MOST_PAGES: Final = 500
MOST_OBJECTS: Final = 200_000
MOST_PIXELS: Final = 50_000_000
LARGEST_RESULT: Final = 30_000_000
# Pictures of this many pixels together, on one page, can hold an address that nobody can search; a small mark
# of an organisation is smaller.
READABLE_PIXELS: Final = 10_000
# A picture that stands in the drawing of the page itself, of a size that cannot be relied on.
INLINE_PICTURE: Final = re.compile(rb"(?:^|[\s\]>)])BI[\s/].{0,4000}?[\s\]>)]ID\s", re.DOTALL)
FEWEST_SIGNS: Final = 3
READABLE_SHARE: Final = 0.8

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
BEGINNINGS: Final = ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG))

KEPT_OF_A_PAGE: Final = frozenset(
    {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents", "/Group"}
)
# What says something about the file, or reaches outside it; never part of what a page shows.
DROPPED: Final = (
    *("/Metadata", "/PieceInfo", "/LastModified", "/OPI", "/AF", "/EF", "/Alternates"),
    *("/F", "/FFilter", "/FDecodeParms"),
)
DROPPED_ANYWHERE: Final = ("/Metadata", "/PieceInfo")
# A link disappears without anything that is read; everything else on top of a page would be lost.
HARMLESS: Final = frozenset({"/Link"})


class Refused(Exception):
    """The file is not taken; `code` is one of `rules.files.Unfit`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def clean(given: bytes) -> tuple[dict[str, Any], bytes]:
    """What the file is, and the file anew. Raises Refused."""
    if not given:
        raise Refused("empty")
    for beginning, kind in BEGINNINGS:
        if given.startswith(beginning):
            return _pdf(given) if kind == PDF else _image(given, kind)
    raise Refused("type")


# --- pictures -----------------------------------------------------------------------------------------


def _image(given: bytes, kind: str) -> tuple[dict[str, Any], bytes]:
    """The pixels in a new file: no EXIF, place, thumbnail, profile or comment comes along."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(io.BytesIO(given), formats=["JPEG" if kind == JPEG else "PNG"]) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise Refused("too_heavy")
        if kind == PNG and getattr(picture, "n_frames", 1) > 1:
            raise Refused("moving")
        picture.load()
        upright = ImageOps.exif_transpose(picture)
    see_through = upright.mode in ("LA", "RGBA", "PA") or "transparency" in upright.info
    grey = upright.mode in ("1", "L", "I", "I;16")
    mode = "RGBA" if kind == PNG and see_through else "L" if grey else "RGB"
    plain = upright.convert(mode)
    plain.info = {}
    made = io.BytesIO()
    if kind == JPEG:
        plain.save(made, "JPEG", quality=90)
    else:
        plain.save(made, "PNG", optimize=False)
    return {"type": kind, "pages": 1, "searchable": False, "texts": []}, made.getvalue()


# --- PDF ----------------------------------------------------------------------------------------------


def _pdf(given: bytes) -> tuple[dict[str, Any], bytes]:
    """The pages in a new file: no information, XMP, scripts, actions, forms, layers or embedded files."""
    from pypdf import PdfReader, PdfWriter

    reader = PdfReader(io.BytesIO(given))
    if reader.is_encrypted:
        raise Refused("encrypted")
    if "/OCProperties" in reader.root_object:
        raise Refused("layered")
    pages = list(reader.pages)
    if not pages:
        raise Refused("broken")
    if len(pages) > MOST_PAGES:
        raise Refused("too_heavy")
    pictured = False
    writer = PdfWriter()
    for page in pages:
        _check_annotations(page)
        for key in [key for key in page if key not in KEPT_OF_A_PAGE]:
            del page[key]
        pictured = _strip(page) or pictured
        writer.add_page(page)
    writer.metadata = None
    made = io.BytesIO()
    writer.write(made)
    texts = _texts(made.getvalue())
    searchable = not pictured and all(_is_read(text) for _, text in texts)
    return {"type": PDF, "pages": len(pages), "searchable": searchable, "texts": texts}, made.getvalue()


def _check_annotations(page: Any) -> None:
    for entry in page.get("/Annots") or ():
        if entry.get_object().get("/Subtype") not in HARMLESS:
            raise Refused("annotated")


def _strip(page: Any) -> bool:
    """Take out of all that a page reaches what it does not show; whether pictures on it may hold words."""
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

    seen: set[int] = set()
    pixels = 0
    # The drawing of a page may be cut anywhere, between two streams too.
    drawing = page.get_contents()
    inline = drawing is not None and _has_inline_picture(drawing.get_data())
    waiting: list[Any] = [page[key] for key in page if key != "/Parent"]
    while waiting:
        found = waiting.pop()
        found = found.get_object() if isinstance(found, IndirectObject) else found
        if id(found) in seen or found is None:
            continue
        seen.add(id(found))
        if len(seen) > MOST_OBJECTS:
            raise Refused("too_heavy")
        if isinstance(found, ArrayObject):
            waiting += list(found)
        elif isinstance(found, DictionaryObject):
            stream = isinstance(found, StreamObject)
            for key in DROPPED if stream else DROPPED_ANYWHERE:
                found.pop(key, None)
            if stream and found.get("/Subtype") == "/Image":
                pixels += int(found.get("/Width", 0)) * int(found.get("/Height", 0))
                _strip_picture(found)
            elif isinstance(found, StreamObject):
                # A form, a pattern or a sign of a font; in what draws nothing, nothing looks like a picture.
                inline = inline or _has_inline_picture(found.get_data())
            waiting += [found.raw_get(key) for key in found if key != "/Parent"]
    return inline or pixels >= READABLE_PIXELS


def _has_inline_picture(drawing: bytes) -> bool:
    """Whether a drawing holds a picture of its own; the words in it can look like one, which does no harm."""
    return INLINE_PICTURE.search(drawing) is not None


def _strip_picture(stream: Any) -> None:
    """A picture inside a PDF is a file of its own, with a camera and a place in it."""
    from pypdf.generic import NameObject

    filters = stream.get("/Filter")
    names = [filters] if isinstance(filters, str) else [str(name) for name in filters or ()]
    if not names or names[-1] not in ("/DCTDecode", "/JPXDecode"):
        return
    if len(names) > 1:
        raise Refused("broken")
    jpeg = names[-1] == "/DCTDecode"
    # The bytes as they stand in the file: to decode them would make another picture of it.
    raw: bytes = stream._data  # noqa: SLF001 - pypdf has no public way to them
    stream._data = bare_jpeg(raw) if jpeg else bare_jpx(raw)  # noqa: SLF001
    stream[NameObject("/Filter")] = NameObject(names[-1])


def bare_jpeg(given: bytes) -> bytes:
    """A JPEG without comments and application segments, but for those that its colours need."""
    kept, place = bytearray(given[:2]), 2
    if given[:2] != b"\xff\xd8":
        raise Refused("broken")
    while place + 1 < len(given):
        if given[place] != 0xFF:
            place += 1
            continue
        marker = given[place + 1]
        if marker == 0xD9:
            break
        if marker == 0xFF:
            place += 1
            continue
        length = int.from_bytes(given[place + 2 : place + 4], "big") + 2
        end = place + length
        if marker == 0xDA:
            # The scan goes on to the next marker that is neither stuffing nor a restart.
            while end + 1 < len(given) and (
                given[end] != 0xFF or given[end + 1] == 0 or 0xD0 <= given[end + 1] <= 0xD7
            ):
                end += 1
        if marker != 0xFE and not (0xE0 <= marker <= 0xEF and marker not in (0xE0, 0xEE)):
            kept += given[place:end]
        place = max(end, place + 2)
    return bytes(kept) + b"\xff\xd9"


def bare_jpx(given: bytes) -> bytes:
    """A JPEG 2000 without the boxes that describe it."""
    if given.startswith(b"\xff\x4f\xff\x51"):
        return given
    kept, place = bytearray(), 0
    while place + 8 <= len(given):
        length, name = int.from_bytes(given[place : place + 4], "big"), given[place + 4 : place + 8]
        if length == 1:
            length = int.from_bytes(given[place + 8 : place + 16], "big")
        end = len(given) if length == 0 else place + length
        if end <= place or end > len(given):
            raise Refused("broken")
        if name not in (b"xml ", b"uuid", b"uinf", b"asoc"):
            kept += given[place:end]
        place = end
    return bytes(kept)


def _texts(made: bytes) -> list[tuple[str, str]]:
    """The text of each page of the new file: what is searched is what is given out."""
    from pypdf import PdfReader

    texts, total = [], 0
    for number, page in enumerate(PdfReader(io.BytesIO(made)).pages, start=1):
        text = page.extract_text()
        total += len(text)
        if total > LONGEST_TEXT:
            raise Refused("too_heavy")
        texts.append((f"bladzijde {number}", text))
    return texts


def _is_read(text: str) -> bool:
    """Whether a page has text that can be searched: words, and not signs without meaning."""
    signs = [sign for sign in text if not sign.isspace()]
    if sum(sign.isalnum() for sign in signs) < FEWEST_SIGNS:
        return False
    known = sum(sign.isprintable() and sign != "\ufffd" for sign in signs)
    return known >= READABLE_SHARE * len(signs)


def main() -> None:
    """Read, clean and write, within limits that a hostile file cannot pass."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    made = b""
    try:
        said, made = clean(sys.stdin.buffer.read())
        if len(made) > LARGEST_RESULT:
            raise Refused("too_heavy")
    except Refused as refused:
        said, made = {"refused": refused.code}, b""
    except MemoryError:
        said = {"refused": "too_heavy"}
    except Exception as fault:  # noqa: BLE001 - whatever a reader trips over, the file is what is wrong
        heavy = type(fault).__name__ in ("DecompressionBombError", "LimitReachedError")
        said = {"refused": "too_heavy" if heavy else "broken"}
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + made)


if __name__ == "__main__":
    main()
