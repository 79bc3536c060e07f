"""Reading the safety plan: conditions, measures and breaches, and whom the measures keep safe."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q, QuerySet

from cases.access.actor import Actor
from cases.access.disclosure import marks_by_case
from cases.access.rules.categories import Category
from cases.access.rules.levels import Level
from cases.assessments.models import SafetyAssessment
from cases.assessments.queries import PART_A, current, threatening_roles
from cases.assessments.rules.answers import YesNo
from cases.casefiles.models import Case, CaseRole
from cases.casefiles.queries import CaseAccess, disclosure_of, participations_of, responsible_organisation
from cases.organisations.models import Organisation
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person
from cases.plans.models import Breach, MeasureChange, MeasureProtection, SafetyCondition, SafetyMeasure
from cases.plans.rules.covers import MeasureInForce, covers, why_not_counted
from cases.plans.rules.measure import ACCESS_REMOVING_PARTS, MeasureKind, Part

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan as the actor may see it: what holds now, what ended, and how many parts are hidden."""

    conditions: tuple[SafetyCondition, ...]
    ended_conditions: tuple[SafetyCondition, ...]
    measures: tuple[SafetyMeasure, ...]
    ended_measures: tuple[SafetyMeasure, ...]
    held_back: int


@dataclass(frozen=True, slots=True)
class Discounted:
    """A recorded measure that gives no protection at the moment, and why (a Dutch sentence)."""

    measure: SafetyMeasure
    reason: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """The unsafe persons whom no measure keeps out of reach, and the measures that do not count."""

    uncovered: tuple[Person, ...]
    discounted: tuple[Discounted, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """An unsafe person whom no measure keeps out of reach of one threatening person."""

    person: Person
    threat: Person
    network: bool


def recorded_measures(case: Case) -> QuerySet[SafetyMeasure]:
    """Every measure of the case with what is needed to show and judge it, newest first."""
    protections = MeasureProtection.objects.select_related("person").order_by("pk")
    breaches = Breach.objects.select_related("organisation", "judged_by").order_by("happened_at", "pk")
    changes = MeasureChange.objects.select_related("organisation").order_by("recorded_at", "pk")
    return (
        SafetyMeasure.objects.filter(case=case)
        .select_related("binds", "supervisor", "organisation")
        .prefetch_related(
            Prefetch("breaches", queryset=breaches),
            Prefetch("protections", queryset=protections),
            Prefetch("changes", queryset=changes),
        )
        .order_by("-starts_at", "-pk")
    )


def measures_in_force(case: Case, at: datetime) -> list[SafetyMeasure]:
    """The measures that have begun and not ended or been suspended, also those not served or broken."""
    return [
        measure
        for measure in recorded_measures(case)
        if measure.starts_at <= at and not has_ended(measure, at) and measure.suspended_at is None
    ]


def has_ended(measure: SafetyMeasure, at: datetime) -> bool:
    """Whether the measure no longer holds; `ends_at` is the first moment on which it does not."""
    return measure.ends_at is not None and measure.ends_at <= at


def measure_of(case: Case, public_id: UUID) -> SafetyMeasure:
    """One measure of the case. Raises SafetyMeasure.DoesNotExist for a measure of another case."""
    return recorded_measures(case).get(public_id=public_id)


def plan_of(access: CaseAccess, at: datetime) -> Plan:
    """The conditions and measures of the case that the actor may see, split by whether they still hold."""
    conditions = list(
        SafetyCondition.objects.filter(case=access.case)
        .select_related("binds", "supervisor", "breach_reporter", "breach_reported_to", "organisation")
        .order_by("starts_on", "pk")
    )
    measures = list(recorded_measures(access.case))
    seen_conditions = [row for row in conditions if access.may_see(Category.PLAN, row.organisation_id)]
    seen_measures = [row for row in measures if access.may_see(Category.DECISION, row.organisation_id)]
    today = at.astimezone(AMSTERDAM).date()
    return Plan(
        conditions=tuple(row for row in seen_conditions if holds(row, today)),
        ended_conditions=tuple(row for row in seen_conditions if not holds(row, today)),
        measures=tuple(row for row in seen_measures if not has_ended(row, at)),
        ended_measures=tuple(row for row in seen_measures if has_ended(row, at)),
        held_back=len(conditions) + len(measures) - len(seen_conditions) - len(seen_measures),
    )


def conditions_of(access: CaseAccess, at: datetime) -> tuple[SafetyCondition, ...]:
    """The conditions that hold at the moment, as far as the actor may see them."""
    return plan_of(access, at).conditions


def measures_of(access: CaseAccess, at: datetime) -> tuple[SafetyMeasure, ...]:
    """The measures that have not ended at the moment, as far as the actor may see them."""
    return plan_of(access, at).measures


def holds(condition: SafetyCondition, on: date) -> bool:
    """Whether a condition still holds, or will hold, on a day."""
    return condition.withdrawn_at is None and (condition.ends_on is None or on <= condition.ends_on)


def condition_of(case: Case, public_id: UUID) -> SafetyCondition:
    """One condition of the case. Raises SafetyCondition.DoesNotExist for a condition of another case."""
    return SafetyCondition.objects.select_related("binds", "case").get(case=case, public_id=public_id)


def breach_pending(measure: SafetyMeasure, assessment: SafetyAssessment | None) -> bool:
    """Whether a breach keeps the measure from counting (domain guide, section 7, guard 1).

    It does until OM has judged it *and* Veilig Thuis has concluded part A after it was recorded.
    """
    return any(
        breach.judged_at is None
        or assessment is None
        or assessment.outdated_at is not None
        or assessment.concluded_at <= breach.recorded_at
        for breach in measure.breaches.all()
    )


def in_force_for_rules(measure: SafetyMeasure, assessment: SafetyAssessment | None) -> MeasureInForce[int]:
    """A measure as the rules of guard 1 look at it; persons are primary keys."""
    return MeasureInForce(
        kind=MeasureKind(measure.kind),
        version=measure.catalogue_version,
        parts=frozenset(Part(part) for part in measure.parts),
        bound=measure.binds_id,
        protects=frozenset(protection.person_id for protection in measure.protections.all()),
        starts_at=measure.starts_at,
        ends_at=measure.ends_at,
        served_at=measure.served_at,
        breach_pending=breach_pending(measure, assessment),
        suspended=measure.suspended_at is not None,
    )


def coverage(case: Case, at: datetime, persons: Iterable[Person], *, bound: Person | None = None) -> Coverage:
    """Whom of the unsafe persons no measure keeps out of reach at a moment, such as that of the release.

    With `bound`, only measures count that bind that threatening person: holding the suspect does not stop a
    member of the network.
    """
    unsafe = {person.pk: person for person in persons}
    assessment = current(case, PART_A)
    measures = {measure.pk: measure for measure in recorded_measures(case) if not has_ended(measure, at)}
    seen = {pk: in_force_for_rules(measure, assessment) for pk, measure in measures.items()}
    left = covers(seen.values(), unsafe, at, bound=bound.pk if bound else None)
    flaws = [(measures[pk], why_not_counted(rule, at)) for pk, rule in seen.items()]
    return Coverage(
        uncovered=tuple(unsafe[pk] for pk in left),
        discounted=tuple(Discounted(measure, reason) for measure, reason in flaws if reason is not None),
    )


def gaps_at(case: Case, at: datetime) -> tuple[Gap, ...]:
    """Who stays within reach of whom at a moment, such as that of the release (domain guide, section 5).

    The suspect counts whatever was recorded about access, because a held suspect gets it back on release; a
    member of the network counts unless Veilig Thuis recorded that she or he has none.
    """
    assessment = current(case, PART_A)
    if assessment is None:
        return ()
    unsafe = [row.person for row in assessment.unsafe_persons.all()]
    denied = {row.person_id for row in assessment.threats.all() if row.access == YesNo.NO.value}
    found: list[Gap] = []
    for role in threatening_roles(case):
        network = role.role != "suspect"
        if network and role.person_id in denied:
            continue
        left = coverage(case, at, unsafe, bound=role.person).uncovered
        found.extend(Gap(person=person, threat=role.person, network=network) for person in left)
    return tuple(found)


def partner(case: Case, kind: OrganisationKind) -> Organisation | None:
    """The organisation of a kind that works on the case (contributes or decides); None when there is none."""
    return responsible_organisation(case, kind)


def breach_of(case: Case, public_id: UUID) -> Breach:
    """One breach of a measure of the case. Raises Breach.DoesNotExist for one of another case."""
    return Breach.objects.select_related("measure__binds", "measure__case").get(
        measure__case=case, public_id=public_id
    )


@dataclass(frozen=True, slots=True)
class Ban:
    """A contact, location or area ban that has not ended, in a case as the actor may know it."""

    measure: SafetyMeasure
    access: CaseAccess


MOST_BANS = 100


def bans(actor: Actor, at: datetime, *, words: str = "") -> list[Ban]:
    """The bans that have not ended in the cases of the actor's organisation, the newest first.

    `words`: part of the name of whom it binds or protects (not of a child), or of the area; all words have to
    be found. At most MOST_BANS.
    """
    own = participations_of(actor).filter(level__gte=Level.VIEW)
    rows = SafetyMeasure.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=at),
        case__in=own.values("case"),
        parts__overlap=[part.value for part in ACCESS_REMOVING_PARTS],
    )
    for word in words.split():
        rows = rows.filter(
            Q(area__icontains=word)
            | Q(binds__in=_named(word))
            | Q(pk__in=MeasureProtection.objects.filter(person__in=_named(word)).values("measure"))
        )
    protections = MeasureProtection.objects.select_related("person").order_by("pk")
    found = list(
        rows.select_related("case", "binds", "supervisor", "organisation")
        .prefetch_related(Prefetch("protections", queryset=protections))
        .order_by("-starts_at", "-pk")[:MOST_BANS]
    )
    return _disclosed(actor, found, at)


def _named(word: str) -> QuerySet[Person]:
    children = CaseRole.objects.filter(role="child").values("person")
    named = Person.objects.filter(Q(last_name__icontains=word) | Q(first_names__icontains=word))
    return named.exclude(pk__in=children)


def _disclosed(actor: Actor, rows: list[SafetyMeasure], at: datetime) -> list[Ban]:
    cases = {row.case_id: row.case for row in rows}
    levels: dict[int, Level] = {}
    for taking_part in participations_of(actor).filter(case__in=cases):
        known = levels.get(taking_part.case_id, Level.THAT)
        levels[taking_part.case_id] = max(Level(taking_part.level), known)
    marks = marks_by_case(actor, cases)
    access = {
        key: CaseAccess(actor, case, levels[key], disclosure_of(actor, case, levels[key], at, marks[key]))
        for key, case in cases.items()
    }
    found = [Ban(row, access[row.case_id]) for row in rows]
    return [ban for ban in found if ban.access.may_see(Category.DECISION, ban.measure.organisation_id)]
