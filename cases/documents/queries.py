"""Reading which documents were made of a case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import connection

from cases.access.actor import Actor
from cases.access.encryption import Sealed
from cases.access.errors import NotAllowed
from cases.casefiles.models import Case
from cases.casefiles.queries import CaseAccess
from cases.documents.models import Document, TableList
from cases.documents.paper import DocumentType, Offer, document_types
from cases.documents.rules.scan import Protected, Secret, addresses_in

# The columns of `wall_family_addresses` after the person.
SCANNED: Final = (Secret.SCHOOL, Secret.ADDRESS, Secret.POSTCODE, Secret.PHONE)


def documents_of(access: CaseAccess, *, limit: int = 100) -> list[Document]:
    """What was made of the case, the newest first; that it was made, every participant may know."""
    rows = Document.objects.filter(case=access.case).select_related("organisation", "made_by")
    return list(rows.order_by("-made_at", "-pk")[:limit])


def offered(access: CaseAccess, at: datetime) -> list[tuple[DocumentType, tuple[Offer, ...]]]:
    """What the actor can make of the case now, by kind."""
    found = []
    for document_type in document_types():
        try:
            document_type.check(access)
        except NotAllowed:
            continue
        found.append((document_type, document_type.offers(access, at)))
    return found


def protected_values(case: Case) -> tuple[Protected, ...]:
    """What the suspect of the case must not learn about anybody else of the family system.

    Also what the organisation of the maker may not see itself: the database looks past the wall for this one
    question, and nothing of the answer leaves the scan.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret, value FROM wall_family_secrets(%s)", [case.pk])
        rows = cursor.fetchall()
    return tuple(_known(rows))


def protected_addresses(case: Case, *, without: int | None = None) -> tuple[Protected, ...]:
    """Where protected people of the family system can be found, as the scan looks for it.

    `without`: the person who may read it about herself. Opened here for the scan alone; the name of a place
    by itself is no secret and stands in every letter.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wall_family_addresses(%s)", [case.pk])
        rows = cursor.fetchall()
    return tuple(
        Protected(secret, opened)
        for person, *tokens in rows
        if person != without
        for secret, token in zip(SCANNED, tokens, strict=True)
        if (opened := Sealed(bytes(token)).open())
    )


def _known(rows: Iterable[tuple[str, str]]) -> Iterable[Protected]:
    for what, value in rows:
        if what == "area":
            yield from addresses_in(value)
        else:
            yield Protected(Secret(what), value)


def table_lists(actor: Actor, *, limit: int = 24) -> list[TableList]:
    """The table lists of the actor's organisation, the newest first."""
    rows = TableList.objects.filter(organisation=actor.organisation_id).select_related("location")
    return list(rows.order_by("-hour", "location__name")[:limit])
