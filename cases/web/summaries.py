"""A case in a few lines: what the board shows per row and the case page shows in its head.

One mechanism for both, in a fixed number of queries however many cases there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import NamedTuple, TypeVar

from django.urls import reverse

from cases.access.actor import Actor
from cases.access.disclosure import marks_by_case
from cases.access.models import Participation
from cases.access.rules.categories import Category
from cases.access.rules.levels import Level
from cases.assessments.models import SafetyAssessment
from cases.casefiles.models import Case, CaseRole
from cases.casefiles.owing import sees_term
from cases.casefiles.queries import CaseAccess, disclosure_of, sees_role
from cases.organisations.models import Organisation
from cases.terms.models import Term
from cases.terms.rules.kinds import KIND_LABELS, TermKind
from cases.terms.rules.stages import WarningSpans
from cases.terms.rules.states import TermStatus
from cases.web.components import Clock, ClockStep, SafetyMark, SourceLine, Unsafety, build
from cases.web.moments import short_moment_text

TITLE_ROLES = ("suspect", "victim")
NOTHING_YET = SafetyMark(kind=Unsafety.UNKNOWN, text="Onderdeel A en B", supplier="Veilig Thuis")
# What rests on the other steps: of things due at the same moment it comes last.
LAST_STEPS = frozenset({TermKind.FIRST_DECISION})
MET = (TermStatus.MET.value, TermStatus.MET_LATE.value)
# What a summary reads of each row; a board holds hundreds of them, and shows of none how it was computed.
TERM_FIELDS = (
    *("case_id", "kind", "organisation_id", "status", "started_at", "due_at"),
    *("parameters", "rule_version", "public_id", "taken_over_at", "taken_over_by__display_name"),
)
ROLE_FIELDS = (
    *("case_id", "person_id", "role", "organisation_id"),
    *("person__first_names", "person__infix", "person__last_name", "person__birth_date"),
)


class Partner(NamedTuple):
    """An organisation that takes part, how far and in which capacity."""

    organisation: Organisation
    level: Level
    capacity: str


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """What one actor may know of one case at a glance.

    `open_terms`: what is still owed, in order; `met`: which organisations have met something before.
    """

    access: CaseAccess
    open_terms: tuple[Term, ...]
    met: frozenset[int]
    roles: tuple[CaseRole, ...]
    partners: tuple[Partner, ...]
    acute: SafetyAssessment | None
    structural: SafetyAssessment | None

    @property
    def case(self) -> Case:
        """The case itself."""
        return self.access.case

    @property
    def own_first(self) -> tuple[Term, ...]:
        """What is still owed, what the actor's organisation owes before the rest."""
        own = self.access.actor.organisation_id
        return tuple(sorted(self.open_terms, key=lambda term: term.organisation_id != own))

    def persons(self, role: str) -> list[CaseRole]:
        """The persons with a role, as far as the actor may know them."""
        return [row for row in self.roles if row.role == role]

    @property
    def title(self) -> str:
        """The names of suspect and victim; only the number for who may not know them."""
        names = [
            " ".join(part for part in (row.person.infix, row.person.last_name) if part)
            for role in TITLE_ROLES
            for row in self.persons(role)[:1]
        ]
        return " – ".join(names) if names else "Zaak"

    @property
    def named(self) -> list[int]:
        """The persons whose names the title holds or stands for, for the access log."""
        return [row.person_id for row in self.roles if row.role in TITLE_ROLES]

    @property
    def categories(self) -> set[Category]:
        """What head and board row give away, for the access log."""
        shown = {Category.IDENTITY} if self.named else set()
        if any(mark.source for mark in self.marks()):
            shown.add(Category.ASSESSMENT_CONCLUSION)
        return shown

    @property
    def conclusion_held_back(self) -> bool:
        """Whether there is an assessment that is not for this actor."""
        return any(part is not None and not self.sees(part) for part in (self.acute, self.structural))

    def sees(self, part: SafetyAssessment) -> bool:
        """Whether the actor may know the conclusion of a part of the assessment."""
        return self.access.may_see(Category.ASSESSMENT_CONCLUSION, part.organisation_id)

    def marks(self) -> tuple[SafetyMark, ...]:
        """The safety badges; none when the conclusion is not for this actor: that is not "unknown"."""
        if self.access.level < Level.VIEW or self.conclusion_held_back:
            return ()
        if self.acute is None and self.structural is None:
            return (NOTHING_YET,)
        return build.safety_marks(
            acute=_conclusion(self.acute),
            structural=_conclusion(self.structural),
            source=_source(self.acute),
            outdated=self.acute.outdated_reason if self.acute else "",
            structural_source=_source(self.structural),
            structural_outdated=self.structural.outdated_reason if self.structural else "",
        )


def _source(part: SafetyAssessment | None) -> SourceLine | None:
    if part is None:
        return None
    return SourceLine(organisation=part.organisation.abbreviation, at=part.concluded_at)


def _conclusion(part: SafetyAssessment | None) -> bool | None:
    if part is None or part.conclusion == "not_yet_known":
        return None
    return part.conclusion == "yes" and not part.acuteness_lifted


def in_order(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Terms by due moment; of the same moment what rests on the others last, without a moment after all."""

    def place(term: Term) -> tuple[bool, float, bool, int]:
        due = term.due_at
        return (due is None, due.timestamp() if due else 0, TermKind(term.kind) in LAST_STEPS, term.pk)

    return tuple(sorted(terms, key=place))


def clock_of(
    term: Term, at: datetime, *, labelled: bool = True, explained: bool = True, linked: bool = True
) -> Clock:
    """The clock of a term; `labelled`: say which, `explained`: with how its due moment came about.

    `linked`: to the page of the term, when its case is loaded with it.

    It turns when the term warns: hours before a decision, days before an assessment of five working days.
    """
    spans = term.warning_spans() if term.due_at else WarningSpans(timedelta(), timedelta())
    return build.clock_from(
        due_at=term.due_at,
        at=at,
        label=KIND_LABELS[TermKind(term.kind)] if labelled else "",
        steps=tuple(ClockStep(text=step) for step in term.steps) if explained else (),
        basis=term.rule.basis,
        owner=term.organisation.short_name,
        soon=spans.soon,
        alarm=spans.alarm,
        url=_page_of(term) if linked else "",
        taken=_taken(term),
    )


def _page_of(term: Term) -> str:
    """Where a term is explained; lists load the case with it, and no clock asks the database for it."""
    if not Term._meta.get_field("case").is_cached(term):
        return ""
    return reverse("cases:term", kwargs={"zaak": term.case.public_id, "termijn": term.public_id})


def _taken(term: Term) -> str:
    if term.taken_over_at is None or term.taken_over_by is None:
        return ""
    return f"opgepakt door {term.taken_over_by.display_name}, {short_moment_text(term.taken_over_at)}"


def summaries(actor: Actor, rows: Iterable[Participation], at: datetime) -> list[CaseSummary]:
    """Summaries for the actor's participations (with `case` loaded), one per case, in the order given."""
    levels: dict[int, Level] = {}
    cases: dict[int, Case] = {}
    for row in rows:
        cases.setdefault(row.case_id, row.case)
        levels[row.case_id] = max(Level(row.level), levels.get(row.case_id, Level.THAT))
    marks = marks_by_case(actor, cases)
    accesses = {
        pk: CaseAccess(actor, case, levels[pk], disclosure_of(actor, case, levels[pk], at, marks[pk]))
        for pk, case in cases.items()
    }
    return _assemble(accesses, TERM_FIELDS)


def summary_of(access: CaseAccess) -> CaseSummary:
    """The summary of one case that is already open, with how its terms were computed."""
    return _assemble({access.case.pk: access}, (*TERM_FIELDS, "steps"))[0]


def _assemble(accesses: Mapping[int, CaseAccess], fields: Sequence[str]) -> list[CaseSummary]:
    """Seven queries; the organisations, of which there are few, are read once and not with every row."""
    running = Term.objects.filter(case__in=accesses, status=TermStatus.OPEN.value)
    terms = _of_each(running.select_related("taken_over_by").only(*fields))
    for term in _all(terms):
        term.case = accesses[term.case_id].case
    parts = _of_each(SafetyAssessment.objects.filter(case__in=accesses).order_by("version"))
    roles = _of_each(
        CaseRole.objects.filter(case__in=accesses).select_related("person").only(*ROLE_FIELDS).order_by("pk")
    )
    met, partners = _met_by(accesses), _partners_of(accesses)
    owned: list[Term | SafetyAssessment] = [*_all(terms), *_all(parts)]
    keys = {row.organisation_id for row in owned}
    keys.update(key for rows in partners.values() for key, _, _ in rows)
    organisations = Organisation.objects.in_bulk(keys)
    for row in owned:
        row.organisation = organisations[row.organisation_id]
    return [
        CaseSummary(
            access=access,
            open_terms=in_order(
                term for term in terms[pk] if sees_term(access, term.kind, term.organisation_id)
            ),
            met=frozenset(
                organisation for organisation, kind in met[pk] if sees_term(access, kind, organisation)
            ),
            roles=tuple(row for row in roles[pk] if sees_role(access, row)),
            partners=tuple(
                Partner(organisations[key], Level(level), capacity) for key, level, capacity in partners[pk]
            ),
            acute=_latest(parts[pk], "A"),
            structural=_latest(parts[pk], "B"),
        )
        for pk, access in accesses.items()
    ]


def _met_by(cases: Iterable[int]) -> dict[int, set[tuple[int, str]]]:
    """Per case which organisation has met which kind of term."""
    rows = Term.objects.filter(case__in=cases, status__in=MET).values_list(
        "case_id", "organisation_id", "kind"
    )
    found: dict[int, set[tuple[int, str]]] = defaultdict(set)
    for case_id, organisation_id, kind in rows:
        found[case_id].add((organisation_id, kind))
    return found


def _latest(parts: Iterable[SafetyAssessment], letter: str) -> SafetyAssessment | None:
    """The last version of a part, from rows in the order of their versions."""
    return next((part for part in reversed(list(parts)) if part.part == letter), None)


def _partners_of(cases: Iterable[int]) -> dict[int, list[tuple[int, int, str]]]:
    """Per case who takes part: the key of the organisation, level and capacity."""
    running = Participation.objects.filter(case__in=cases, ended_at__isnull=True)
    found: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    rows = running.values_list("case_id", "organisation_id", "level", "capacity")
    for case_id, organisation_id, level, capacity in rows:
        found[case_id].append((organisation_id, level, capacity))
    return found


Row = TypeVar("Row", Term, CaseRole, SafetyAssessment)


def _of_each(rows: Iterable[Row]) -> dict[int, list[Row]]:
    """The rows by case."""
    by_case: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_case[row.case_id].append(row)
    return by_case


def _all(by_case: Mapping[int, list[Row]]) -> Iterable[Row]:
    return chain.from_iterable(by_case.values())
