"""What an organisation owes, in numbers: for its team leads, on My work and in the mail of the night."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q

from cases.access.models import Participation
from cases.access.rules.levels import Level
from cases.terms.models import Term
from cases.terms.rules.kinds import KIND_LABELS, TermKind
from cases.terms.rules.morning import horizon
from cases.terms.rules.states import TermStatus
from cases.terms.rules.wording import AMSTERDAM, local, utc


@dataclass(frozen=True, slots=True)
class Total:
    """How many terms under one label are late, due today, and due in the five days after it.

    `nobodys`: those among them that stand under no name and that nobody acts on.
    """

    label: str
    late: int
    today: int
    coming: int
    nobodys: int


def totals_of(
    organisation_id: int,
    at: datetime,
    *,
    labels: Mapping[TermKind, str] = KIND_LABELS,
    closed: Collection[int] = (),
) -> list[Total]:
    """What the organisation owes up to the fifth day after today, by label; one query.

    Only of cases in which it still takes part and may read, as in the mail of the night. `labels`: the names
    of the kinds; those with the same name are one number. `closed`: cases of which the reader must not
    receive anything, not even in a number (security, A9).
    """
    midnight = utc(datetime.combine(local(at).date() + timedelta(days=1), time(), AMSTERDAM))
    taking_part = Participation.objects.filter(
        case=OuterRef("case"), organisation=organisation_id, level__gte=Level.VIEW, ended_at__isnull=True
    )
    owed = Term.objects.filter(
        Exists(taking_part),
        organisation=organisation_id,
        status=TermStatus.OPEN.value,
        due_at__lte=horizon(at),
    )
    rows = (
        owed.exclude(case__in=closed)
        .order_by()
        .values("kind")
        .annotate(
            late=Count("pk", filter=Q(due_at__lte=at)),
            today=Count("pk", filter=Q(due_at__gt=at, due_at__lte=midnight)),
            coming=Count("pk", filter=Q(due_at__gt=max(at, midnight))),
            nobodys=Count("pk", filter=Q(person__isnull=True, taken_over_by__isnull=True)),
        )
    )
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        numbers = {name: row[name] for name in ("late", "today", "coming", "nobodys")}
        found[labels[TermKind(row["kind"])]].update(numbers)
    return [Total(label, **numbers) for label, numbers in sorted(found.items())]


def summed(totals: Collection[Total]) -> Total:
    """Everything together."""
    return Total(
        "Samen",
        late=sum(row.late for row in totals),
        today=sum(row.today for row in totals),
        coming=sum(row.coming for row in totals),
        nobodys=sum(row.nobodys for row in totals),
    )
