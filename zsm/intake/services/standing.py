"""Bringing a running case up to date after a fact that changes who takes part and what is owed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from cases.access.actor import Actor
from cases.access.errors import Conflict
from cases.access.models import Participation
from cases.casefiles.models import Case, CaseRole
from cases.casefiles.routing import routes
from cases.casefiles.rules.owed import Owed, OwedFacts, owed
from cases.casefiles.rules.participation import Capacity, Joins, ParticipationFacts, participants
from cases.casefiles.services import Joining, join
from cases.offences.queries import charges_of, rule_charges
from cases.offences.rules.charges import allows_remand, has_stalking
from cases.organisations.models import Organisation
from cases.organisations.rules import OrganisationKind
from cases.persons.rules.age import is_minor_on
from cases.terms.models import Term
from cases.terms.queries import open_terms_of, terms_of
from cases.terms.rules.kinds import TermKind
from cases.terms.services import NewTerm, cancel_term, start_terms
from zsm.intake.queries import children_of, current_custody
from zsm.intake.services.checks import AMSTERDAM

ADVISES_BY_AGE: Final = "De leeftijd van de verdachte op de dag van het feit is anders: een ander adviseert."

Partners = dict[tuple[OrganisationKind, Capacity], Organisation]


def bring_up_to_date(*, case: Case, actor: Actor, at: datetime, start: datetime | None = None) -> list[Term]:
    """Let everybody join who belongs in the case by now, and start what is owed and never was before.

    `start`: from when the new terms count (None: from `at`). Nobody leaves, and what was met stays met. The
    case is locked by the caller. Raises Conflict when no organisation serves a municipality.
    """
    case.refresh_from_db()
    partners = join_who_belongs(case, actor, at)
    rows = owed(owed_facts(case))
    _let_the_other_advise(case, rows, actor, at)
    had = {(term.kind, term.organisation_id) for term in terms_of(case)}
    terms = [new for new in new_terms(rows, partners, start or at) if not _was_owed(new, had)]
    return start_terms(case=case, terms=terms, actor=actor, at=at)


def _was_owed(new: NewTerm, had: set[tuple[str, int]]) -> bool:
    return (new.kind.value, new.organisation.pk) in had


def new_terms(rows: Iterable[Owed], partners: Partners, start: datetime) -> list[NewTerm]:
    """What the rows make the partners owe; the first decision has its own start and is left out."""
    return [
        NewTerm(
            kind=row.kind,
            organisation=partners[row.organisation, row.capacity],
            start=start,
            parameters=row.parameters,
        )
        for row in rows
        if row.organisation is not None and row.kind is not TermKind.FIRST_DECISION
    ]


def join_who_belongs(case: Case, actor: Actor, at: datetime) -> Partners:
    """Who takes part by kind and capacity, after those have joined who belong in the case and did not yet."""
    partners = partners_of(case)
    on = at.astimezone(AMSTERDAM).date()
    lacking = [row for row in participants(facts_of(case), on) if (row.kind, row.capacity) not in partners]
    if lacking:
        join(case=case, joining=_routed(case, lacking, at), actor=actor, at=at)
        partners = partners_of(case)
    return partners


def _routed(case: Case, rows: Iterable[Joins], at: datetime) -> list[Joining]:
    on = at.astimezone(AMSTERDAM).date()
    found = routes(rows, offence=case.offence_municipality, victim=case.victim_municipality, on=on)
    if found.missing:
        raise Conflict(" ".join(text for texts in found.missing.values() for text in texts))
    return [
        Joining(route.organisation, route.row.level, route.row.ground, route.row.capacity.value)
        for route in found.found
    ]


def partners_of(case: Case) -> Partners:
    """The organisations that take part, by kind and capacity; of two of a kind the one with most to say."""
    rows = Participation.objects.filter(case=case, ended_at__isnull=True).select_related("organisation")
    partners: Partners = {}
    for row in rows.order_by("-level", "pk"):
        key = (OrganisationKind(row.organisation.kind), Capacity(row.capacity))
        partners.setdefault(key, row.organisation)
    return partners


def facts_of(case: Case) -> ParticipationFacts:
    """What decides who takes part, as the case stands (tables, section 1)."""
    charges = rule_charges(case)
    children = {role.role for role in children_of(case)}
    return ParticipationFacts(
        suspect_registered=CaseRole.objects.filter(case=case, role="suspect").exists(),
        suspect_minor=suspect_was_minor(case),
        hg_label=case.hg_label == "yes",
        stalking=has_stalking(charges),
        children="child" in children,
        victim_minor="victim" in children,
        light_offence=bool(charges) and not allows_remand(charges),
    )


def suspect_was_minor(case: Case) -> bool | None:
    """Whether the suspect was under 18 on the first day of an offence; None when that cannot be said."""
    role = CaseRole.objects.filter(case=case, role="suspect").select_related("person").first()
    born = role.person.birth_date if role else None
    days = [charge.committed_on for charge in charges_of(case)]
    if born is None or not days or born > min(days):
        return None
    return is_minor_on(born, min(days))


def owed_facts(case: Case) -> OwedFacts:
    """What decides what is owed, as the case stands (tables, section 3)."""
    facts, custody = facts_of(case), current_custody(case)
    held = custody is not None and custody.status == "held"
    first = open_terms_of(case, TermKind.FIRST_DECISION).first()
    return OwedFacts(
        held=held,
        heard=custody is not None and not held,
        hg_label=facts.hg_label,
        stalking=facts.stalking,
        children=facts.children,
        victim_minor=facts.victim_minor,
        suspect_minor=facts.suspect_minor,
        # Without a suspicion there would be no custody; when OM finds none the advice falls away.
        suspicion=True,
        first_decision_due_at=first.due_at if held and first else None,
        inserted_at=custody.inserted_at if custody and not held else None,
    )


def _let_the_other_advise(case: Case, rows: Iterable[Owed], actor: Actor, at: datetime) -> None:
    """When the charges change the age that counts, the former adviser owes nothing any more."""
    advises = {row.organisation for row in rows if row.kind is TermKind.ADVICE}
    for term in list(open_terms_of(case, TermKind.ADVICE)):
        if advises and OrganisationKind(term.organisation.kind) not in advises:
            cancel_term(term=term, reason=ADVISES_BY_AGE, actor=actor, at=at)
