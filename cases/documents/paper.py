"""What a builder hands to the engine, and who builds what.

A builder fills data classes that hold exactly what the recipient may read; the engine refuses anything else,
so that no template can walk from a record to what was not meant to be shown.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from typing import Any, Final, Protocol
from uuid import UUID

from cases.access.rules.categories import Category
from cases.casefiles.queries import CaseAccess
from cases.documents.rules.kinds import DocumentKind

FIXED: Final = "vaste tekst of gegevens van de zaak"
WRITTEN_AS_BOX: Final = "□"


@dataclass(frozen=True, slots=True)
class FreeText:
    """A text that somebody typed, with the field in which it stands, to be named when it blocks a release."""

    text: str
    where: str

    def __str__(self) -> str:
        return self.text


Text = str | FreeText


@dataclass(frozen=True, slots=True)
class Line:
    """A label with its value, and where it comes from."""

    label: str
    value: Text
    source: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One thing with a title of its own and what belongs to it, such as a condition or an order."""

    title: Text
    lines: tuple[Line, ...] = ()
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head; the first cell of a row names it."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    empty: str = "geen"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its lines, blocks and tables; `held_back` says that there is more, and no more."""

    title: str
    lines: tuple[Line, ...] = ()
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    empty: str = ""
    held_back: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document for professionals: a title, what is most urgent, and sections."""

    title: str
    lead: str
    alerts: tuple[str, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What becomes a PDF: the template with its content, whose data it shows and of which categories.

    `title` is a constant: it stands in the metadata of the file.
    """

    template: str
    title: str
    content: Any
    persons: frozenset[int] = frozenset()
    categories: frozenset[Category] = frozenset()
    recipient_person: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be made now: `subject` says of what, where there is a choice."""

    label: str
    subject: UUID | None = None


class DocumentType(Protocol):
    """Builds one kind of document."""

    kind: DocumentKind

    def check(self, access: CaseAccess) -> None:
        """Raise NotAllowed, with the reason, for who may not make it."""

    def offers(self, access: CaseAccess, at: datetime) -> tuple[Offer, ...]:
        """What can be made now."""

    def build(self, access: CaseAccess, subject: UUID | None, at: datetime) -> Paper:
        """The content for one recipient.

        Raises LookupError for a subject that is not of this case, GuardRefusal when something is missing.
        """


_types: dict[DocumentKind, DocumentType] = {}


def register_document(document_type: DocumentType) -> None:
    """Make a builder responsible for a kind; called in `AppConfig.ready()`."""
    known = _types.setdefault(document_type.kind, document_type)
    if known is not document_type:
        raise ValueError(f"document kind {document_type.kind!r} has two builders")


def document_types() -> tuple[DocumentType, ...]:
    """Every registered kind, in the order in which they are offered."""
    return tuple(_types[kind] for kind in DocumentKind if kind in _types)


def document_type(kind: DocumentKind) -> DocumentType:
    """Who builds a kind. Raises LookupError when nobody does."""
    return _types[kind]


def texts_of(content: Any, where: str = FIXED) -> Iterator[tuple[str, str]]:
    """Every text of the content with where it stands. Raises TypeError for anything but plain content."""
    if isinstance(content, FreeText):
        yield content.where, content.text
    elif isinstance(content, str):
        yield where, content
    elif isinstance(content, tuple):
        for entry in content:
            yield from texts_of(entry, where)
    elif is_dataclass(content) and not isinstance(content, type):
        for field in fields(content):
            yield from texts_of(getattr(content, field.name), where)
    elif not (content is None or isinstance(content, bool | int)):
        raise TypeError(f"a document holds texts, numbers and data classes of them, not {type(content)}")


def written_with(content: Any, has_glyph: Callable[[str], bool]) -> Any:
    """The same content in characters that the font has: others become a box, and control signs go.

    A character without a shape would make the file invalid, and unreadable aloud.
    """
    if isinstance(content, str):
        return "".join(_sign(sign, has_glyph) for sign in unicodedata.normalize("NFC", content))
    if isinstance(content, tuple):
        return tuple(written_with(entry, has_glyph) for entry in content)
    if is_dataclass(content) and not isinstance(content, type):
        changed = {
            field.name: written_with(getattr(content, field.name), has_glyph) for field in fields(content)
        }
        return replace(content, **changed)
    return content


def _sign(sign: str, has_glyph: Callable[[str], bool]) -> str:
    if sign == "\n":
        return sign
    kind = unicodedata.category(sign)
    if kind in ("Cc", "Cf", "Zl", "Zp") or "\ufe00" <= sign <= "\ufe0f":
        return " " if kind != "Cf" else ""
    return sign if has_glyph(sign) else WRITTEN_AS_BOX
