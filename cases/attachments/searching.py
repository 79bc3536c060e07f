"""What stands in an attachment by which a protected person could be found, and what was weighed before."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from cases.access.encryption import Sealed
from cases.attachments.models import Attachment
from cases.casefiles.models import Case
from cases.documents.queries import protected_addresses, protected_values
from cases.documents.rules.scan import SECRET_LABELS, Finding, Protected, Secret, compact, stands_in

TITLE: Final = "titel"
UNSEARCHED: Final = "beeld dat niet te doorzoeken is"

Texts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The protected data that an attachment holds or, where it cannot be searched, could hold."""

    findings: tuple[Finding, ...]
    values: frozenset[str]

    @property
    def stored(self) -> list[dict[str, str]]:
        """The findings as they are kept: where and what kind of datum, never the datum."""
        return [{"where": hit.where, "secret": hit.secret.value} for hit in self.findings]


def finding_texts(stored: list[dict[str, str]]) -> tuple[str, ...]:
    """Findings as people read them."""
    return tuple(
        f"{SECRET_LABELS[Secret(hit['secret'])].capitalize()} in: {hit['where']}"
        for hit in stored
        if hit["where"] != UNSEARCHED
    )


def protected_in(case: Case) -> tuple[tuple[Protected, ...], tuple[Protected, ...]]:
    """What is searched for in texts; and what a picture could show: the addresses closed on purpose."""
    addresses = protected_addresses(case)
    return (*addresses, *protected_values(case)), addresses


def search(case: Case, title: str, words: Texts, *, searchable: bool) -> Found:
    """Search title and text for everybody protected in the family of the case."""
    wanted, closed = protected_in(case)
    findings: dict[Finding, None] = {}
    values: set[str] = set()
    for where, text in ((TITLE, title), *words):
        for entry in wanted:
            if text and stands_in(entry, text):
                findings[Finding(where, entry.secret)] = None
                values.add(_key(entry))
    if not searchable:
        # A picture may show any of them: whoever looks, weighs those that there are now.
        values |= {_key(entry) for entry in closed}
    return Found(tuple(findings), frozenset(values))


def search_again(row: Attachment, words: Sealed) -> Found:
    """What was not weighed before and stands in it, or could; nothing when it can be given out."""
    found = search(row.case, row.title, read_words(words), searchable=row.searchable)
    known = _weighed(row)
    new = found.values - known
    if not new:
        return Found((), frozenset())
    findings = found.findings or (Finding(UNSEARCHED, Secret.ADDRESS),)
    return Found(findings, new)


def write_words(words: Texts) -> Sealed:
    """The text of an attachment as it is kept."""
    return Sealed.of(json.dumps(words, ensure_ascii=False)) if words else Sealed()


def read_words(sealed: Sealed) -> Texts:
    """The text of an attachment; opened for the scan alone."""
    return tuple((where, text) for where, text in json.loads(sealed.open() or "[]"))


def write_values(values: frozenset[str]) -> Sealed:
    """Which protected data a second person weighed, as it is kept."""
    return Sealed.of(json.dumps(sorted(values), ensure_ascii=False))


def _weighed(row: Attachment) -> frozenset[str]:
    """What second persons let pass in this attachment.

    Past the wall only as cipher: whoever downloads it must know that it was weighed, not what.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT weighed FROM wall_attachment_weighed(%s)", [row.pk])
        tokens: list[Any] = [token for (token,) in cursor.fetchall()]
    return frozenset(value for token in tokens for value in json.loads(Sealed(bytes(token)).open() or "[]"))


def _key(entry: Protected) -> str:
    return f"{entry.secret.value}:{compact(entry.value)}"
