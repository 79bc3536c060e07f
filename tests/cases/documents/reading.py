"""What a reader finds in a file."""

from __future__ import annotations

import io
from typing import Any

from pypdf import PdfReader


def words_of(pdf: bytes) -> str:
    """The text of every page, in one line."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def information_of(pdf: bytes) -> str:
    """Everything that the file says about itself."""
    reader = PdfReader(io.BytesIO(pdf))
    metadata: Any = reader.root_object.get("/Metadata")
    xmp = metadata.get_data().decode() if metadata is not None else ""
    return f"{dict(reader.metadata or {})} {xmp}"
