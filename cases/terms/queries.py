"""Reading terms; row-level security shows only those of cases in which the own organisation takes part."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import connection
from django.db.models import F, QuerySet

from cases.access.actor import Actor
from cases.organisations.models import Organisation
from cases.terms.models import SweepHeartbeat, Term, TermStage
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.states import TermStatus


class HasKey(Protocol):
    """A case, seen from below: only its key matters here."""

    @property
    def pk(self) -> Any:
        """The primary key."""


class Subject(Protocol):
    """What a term is about: a report, a decision, a measure, a notice."""

    public_id: UUID


def subject_type(subject: Subject) -> str:
    """The name under which the kind of a subject is stored, the same as in the story of the case."""
    return type(subject).__name__.lower()


def open_terms() -> QuerySet[Term]:
    """What is still owed, by due moment; what has no moment comes last."""
    running = Term.objects.filter(status=TermStatus.OPEN.value)
    return running.select_related("organisation").order_by(F("due_at").asc(nulls_last=True), "pk")


def owed_by(actor: Actor, *, only_person: bool = False) -> QuerySet[Term]:
    """What the actor's organisation owes, or with `only_person` the actor in person; the case is loaded."""
    terms = open_terms().filter(organisation=actor.organisation_id).select_related("case", "taken_over_by")
    return terms.filter(person=actor.user_id) if only_person else terms


def terms_of(case: HasKey) -> QuerySet[Term]:
    """All terms of a case, the ended ones too, by the moment at which they started."""
    rows = Term.objects.filter(case=case.pk).select_related("organisation", "taken_over_by__organisation")
    return rows.order_by("started_at", "pk")


def term_of(case: HasKey, public_id: UUID) -> Term:
    """One term of a case, with who owes it and who acts on it. Raises Term.DoesNotExist."""
    related = ("case", "organisation", "person", "taken_over_by__organisation")
    return Term.objects.select_related(*related).get(case=case.pk, public_id=public_id)


def stages_of(term: Term) -> list[TermStage]:
    """When a term speaks or spoke up, by moment."""
    return list(term.stages.order_by("fires_at", "pk"))


def earlier_of(term: Term) -> list[Term]:
    """The rows that this one replaced when it was counted again, the newest first."""
    rows = Term.objects.filter(
        case=term.case_id,
        kind=term.kind,
        organisation=term.organisation_id,
        subject_type=term.subject_type,
        subject_public_id=term.subject_public_id,
        status=TermStatus.CANCELLED.value,
    )
    return list(rows.exclude(pk=term.pk).order_by("-ended_at", "-pk"))


def open_terms_of(
    case: HasKey,
    kind: TermKind,
    *,
    organisation: Organisation | None = None,
    subject: Subject | None = None,
) -> QuerySet[Term]:
    """What is still owed of one kind in a case, if wanted by one organisation or about one subject only."""
    terms = open_terms().filter(case=case.pk, kind=kind.value)
    if organisation is not None:
        terms = terms.filter(organisation=organisation)
    if subject is not None:
        terms = terms.filter(subject_type=subject_type(subject), subject_public_id=subject.public_id)
    return terms


def database_clock() -> datetime:
    """The moment on the clock of the database, which all jobs share whatever machine they run on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment.astimezone(UTC)


def heartbeats() -> list[SweepHeartbeat]:
    """The pulse of every trigger of the sweep, the freshest first."""
    return list(SweepHeartbeat.objects.order_by("-swept_at"))
