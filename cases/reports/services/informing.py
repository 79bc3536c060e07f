"""Telling people that Veilig Thuis keeps data about them: within four weeks (Wmo 2015 art. 5.3.1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput
from cases.access.rules.categories import Category
from cases.access.writing import one_write
from cases.casefiles.services import lock_case, record_event
from cases.persons.rules.age import age_on
from cases.reports.models import Report, ReportedPerson
from cases.reports.permissions import check_can_handle
from cases.reports.rules.report import DescribedAs
from cases.terms.models import Term
from cases.terms.queries import open_terms_of
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.parameters import ExtensionOrder, Parameters
from cases.terms.rules.vocabulary import Length
from cases.terms.rules.wording import local
from cases.terms.services import NewTerm, cancel_term, meet_if_open, start_term, start_terms

KIND: Final = TermKind.INFORM_PERSON_ON_RECORD
STEP: Final = Length(weeks=2)
# Younger children are told through who has authority over them (Wmo 2015, Jeugdwet).
TOLD_FROM_AGE: Final = 12
LONGEST_NOTE: Final = 300


def owe_informing(report: Report, persons: Iterable[ReportedPerson], *, actor: Actor, at: datetime) -> None:
    """Start the term for everybody who was not yet told or about to be told in this case."""
    handled = set(
        ReportedPerson.objects.filter(case=report.case_id)
        .exclude(report=report)
        .values_list("person_id", flat=True)
    )
    terms = [
        NewTerm(kind=KIND, organisation=report.receiver, subject=row)
        for row in persons
        if row.person_id not in handled and _is_told(row, at)
    ]
    if terms:
        start_terms(case=report.case, terms=terms, actor=actor, at=at)


def _is_told(row: ReportedPerson, at: datetime) -> bool:
    if row.described_as == DescribedAs.WITNESS.value:
        return False
    born = row.person.birth_date
    return born is None or age_on(born, local(at).date()) >= TOLD_FROM_AGE


@one_write
def inform_person(
    *, row: ReportedPerson, note: str, actor: Actor, at: datetime, late_reason: str = ""
) -> ReportedPerson:
    """Record that somebody was told that Veilig Thuis keeps data about her or him, and how.

    Raises NotAllowed, InvalidInput ("note", "late_reason"), Conflict when she or he was told already.
    """
    case = lock_case(row.report.case_id)
    check_can_handle(actor, row.report)
    row = ReportedPerson.objects.select_related("report", "person").get(pk=row.pk)
    if row.informed_at is not None:
        raise Conflict("Deze betrokkene is al geïnformeerd.")
    row.informed_at, row.informed_by_id = at, actor.user_id
    row.informed_note = _text("note", note, "Beschrijf kort hoe u haar of hem informeerde.")
    row.save(update_fields=["informed_at", "informed_by", "informed_note"])
    event = record_event(
        case=case,
        kind="person_informed",
        category=Category.REPORT,
        summary=f"Betrokkene geïnformeerd over de vastlegging ({row.get_described_as_display()}).",
        actor=actor,
        at=at,
        subject=row,
    )
    meet_if_open(case=case, kind=KIND, subject=row, late_reason=late_reason, event=event, actor=actor, at=at)
    return row


@one_write
def postpone_informing(*, row: ReportedPerson, reason: str, actor: Actor, at: datetime) -> Term:
    """Put the telling off by two weeks, because telling now would endanger safety (Wmo 2015 art. 5.3.1).

    Each time with its own reason; the former term stays on record. Raises NotAllowed, InvalidInput
    ("reason"), Conflict when nothing is owed any more.
    """
    case = lock_case(row.report.case_id)
    check_can_handle(actor, row.report)
    text = _text("reason", reason, "Geef aan waarom informeren nu de veiligheid in gevaar brengt.")
    term = open_terms_of(case, KIND, subject=row).first()
    if term is None:
        raise Conflict("Voor deze betrokkene loopt geen termijn om te informeren.")
    facts = Parameters.from_json(term.parameters)
    order = ExtensionOrder(length=STEP, reason=text, condition_met=True)
    event = record_event(
        case=case,
        kind="informing_postponed",
        category=Category.REPORT,
        summary=f"Informeren van een betrokkene twee weken uitgesteld ({row.get_described_as_display()}).",
        actor=actor,
        at=at,
        subject=row,
    )
    cancel_term(term=term, reason=f"Uitgesteld met twee weken: {text}", event=event, actor=actor, at=at)
    return start_term(
        case=case,
        kind=KIND,
        organisation=term.organisation,
        start=term.started_at,
        parameters=replace(facts, extensions=(*facts.extensions, order)),
        subject=row,
        actor=actor,
        at=at,
    )


def _text(field: str, given: str, ask: str) -> str:
    text = given.strip()
    if not text:
        raise InvalidInput({field: [ask]})
    if len(text) > LONGEST_NOTE:
        raise InvalidInput({field: [f"Gebruik ten hoogste {LONGEST_NOTE} tekens."]})
    return text
