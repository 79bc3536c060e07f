"""The one door to the PDF engine: content in, one file out that is PDF/UA-1 and PDF/A-2a at once.

Nothing is fetched: style comes from the file beside the templates, letters from the DejaVu fonts of the
machine. The same content gives the same bytes.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string
from fontTools.ttLib import TTFont
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from cases.documents.paper import texts_of, written_with

VARIANT: Final = "pdf/a-2a"
STYLE: Final = "document.css"
FONTS: Final = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")

# PDF/A knows no identification of PDF/UA: it stands in the metadata together with its own description.
_UA: Final = b"""<rdf:Description rdf:about=""
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1" />
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
_END: Final = b"</rdf:RDF>"


class FetchRefused(Exception):
    """A template asked for a file or address; a document is made of its template and nothing else."""


class _NoFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Refuses every file and address, and lets nothing come of the document."""

    def __init__(self) -> None:
        super().__init__(fail_on_errors=True)

    def fetch(self, url: str, headers: object = None) -> Any:
        """Refuse."""
        raise FetchRefused("a document loads nothing")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished file."""

    pdf: bytes
    pages: int

    @property
    def sha256(self) -> str:
        """The fingerprint of the file."""
        return hashlib.sha256(self.pdf).hexdigest()


def render(*, template: str, title: str, content: Any, footer: str) -> Rendered:
    """Make the file. `footer` stands at the foot of every page; `title` in the metadata.

    Raises TypeError for content that is more than texts, numbers and data classes of them, and FetchRefused
    for a template that wants to load something.
    """
    for _ in texts_of(content):
        pass
    page = {"title": title, "content": written_with(content, has_glyph)}
    markup = render_to_string(template, page)
    fonts, nothing = FontConfiguration(), _NoFetcher()
    style = [
        CSS(string=text, font_config=fonts, url_fetcher=nothing)
        for text in (_style(), _footer_style(written_with(footer, has_glyph)))
    ]
    try:
        document = HTML(string=markup, url_fetcher=nothing).render(
            stylesheets=style, font_config=fonts, pdf_tags=True
        )
    except FatalURLFetchingError as fault:
        raise FetchRefused(f"{template} wants to load something") from fault
    document.metadata.generate_rdf_metadata = partial(_with_ua, document.metadata.generate_rdf_metadata)
    name = hashlib.sha256(markup.encode()).digest()[:16]
    return Rendered(document.write_pdf(pdf_variant=VARIANT, pdf_identifier=name), len(document.pages))


def has_glyph(sign: str) -> bool:
    """Whether both fonts have a shape for the character."""
    return ord(sign) in _glyphs()


@cache
def _glyphs() -> frozenset[int]:
    """What the regular and the bold font can both write."""
    folder = Path(settings.DOCUMENT_FONTS)
    return frozenset.intersection(*(frozenset(TTFont(folder / name).getBestCmap()) for name in FONTS))


@cache
def _style() -> str:
    return (Path(settings.BASE_DIR) / "templates" / "documents" / STYLE).read_text()


def _footer_style(footer: str) -> str:
    text = re.sub(r'["\\\n]', " ", footer)
    return f'@page {{ @bottom-left {{ content: "{text}" }} }}'


def _with_ua(original: Any, *arguments: Any) -> bytes:
    metadata: bytes = original(*arguments)
    return metadata.replace(_END, _UA + _END)
