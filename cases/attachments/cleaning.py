"""Having a file cleaned by a process of its own (security, W3)."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cases.attachments.rules.files import LARGEST, MediaType, Unfit

CLEANER: Final = Path(__file__).with_name("cleaner.py")
# The program limits itself to twenty seconds of work; a busy machine may need longer for them.
PATIENCE_SECONDS: Final = 45


class UnfitFile(Exception):
    """The file is not taken."""

    def __init__(self, why: Unfit) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class CleanFile:
    """A file made anew; `texts`: what stands in it, by page; `searchable`: nothing in it escapes a search."""

    media_type: MediaType
    contents: bytes
    pages: int
    searchable: bool
    texts: tuple[tuple[str, str], ...]


def clean_file(given: bytes) -> CleanFile:
    """The file anew, with nothing but what its pages show. Raises UnfitFile."""
    if not given:
        raise UnfitFile(Unfit.EMPTY)
    if len(given) > LARGEST:
        raise UnfitFile(Unfit.TOO_LARGE)
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program; the file goes in as its input
            [sys.executable, "-I", "-W", "ignore", str(CLEANER)],
            input=given,
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            env={"LC_ALL": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnfitFile(Unfit.TOO_HEAVY) from None
    line, _, contents = done.stdout.partition(b"\n")
    if done.returncode or not line:
        # It was stopped at one of its limits.
        raise UnfitFile(Unfit.TOO_HEAVY)
    said = json.loads(line)
    if "refused" in said:
        raise UnfitFile(Unfit(said["refused"]))
    return CleanFile(
        media_type=MediaType(said["type"]),
        contents=contents,
        pages=said["pages"],
        searchable=said["searchable"],
        texts=tuple((where, text) for where, text in said["texts"]),
    )
