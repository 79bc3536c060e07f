"""A document as the tab gives it, beside WeasyPrint alone on the same page (goal 8)."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.test import Client
from weasyprint import HTML
from weasyprint.document import Document

from cases.casefiles.models import Case
from cases.documents.rules.kinds import DocumentKind
from tests.benchmarks.measuring import WARM_UP, Line
from tests.factories.cast import Cast


class Stopwatch:
    """The seconds that were spent in WeasyPrint since the last look."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def timed(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same work, its time counted."""

        def done(*arguments: Any, **named: Any) -> Any:
            begun = time.perf_counter()
            try:
                return work(*arguments, **named)
            finally:
                self.seconds += time.perf_counter() - begun

        return done


@contextmanager
def watched() -> Iterator[Stopwatch]:
    """Count what laying out and writing a document take."""
    watch, layout, write = Stopwatch(), HTML.render, Document.write_pdf
    HTML.render, Document.write_pdf = watch.timed(layout), watch.timed(write)
    try:
        yield watch
    finally:
        HTML.render, Document.write_pdf = layout, write


def lines(case: Case, username: str, rounds: int) -> list[Line]:
    """The overview of one case, asked for as the page asks for it."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(Cast().user(username))
    whole, alone = [], []
    with watched() as watch:
        for number in range(WARM_UP + rounds):
            watch.seconds = 0.0
            begun = time.perf_counter()
            made = client.post(
                f"/zaken/{case.public_id}/documenten", {"soort": DocumentKind.CASE_OVERVIEW.value}
            )
            taken = time.perf_counter() - begun
            assert made["Content-Type"] == "application/pdf", made.status_code
            if number >= WARM_UP:
                whole.append(taken)
                alone.append(watch.seconds)
    ratio = statistics.median(whole) / statistics.median(alone)
    note = f"{statistics.median(whole) * 1000:.0f} ms, WeasyPrint {statistics.median(alone) * 1000:.0f} ms"
    return [Line("8", "case overview as PDF, x WeasyPrint alone", ratio, 1.2, note=note)]
