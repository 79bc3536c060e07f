"""Supervision that an organisation has in a case goes over with its place: no condition without an owner."""

from __future__ import annotations

from collections.abc import Sequence

from cases.casefiles.models import Case
from cases.organisations.models import Organisation
from cases.plans.models import SafetyCondition, SafetyMeasure
from cases.terms.models import Term


def supervision_follows(
    *, case: Case, former: Organisation, successor: Organisation, terms: Sequence[Term]
) -> None:
    """Who supervises, reports a breach or is told of one; the move itself is on record with its moment.

    Who set a condition stays the former one; withdrawn conditions keep who had them.
    """
    for field in ("supervisor", "breach_reporter", "breach_reported_to"):
        running = SafetyCondition.objects.filter(case=case, withdrawn_at__isnull=True, **{field: former})
        running.update(**{field: successor})
    SafetyMeasure.objects.filter(case=case, supervisor=former).update(supervisor=successor)
