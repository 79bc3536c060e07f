"""Reports that still wait for a Veilig Thuis go over with its place in the case."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from cases.casefiles.models import Case
from cases.organisations.models import Organisation
from cases.reports.models import Report
from cases.terms.models import Term


def reports_follow(
    *, case: Case, former: Organisation, successor: Organisation, terms: Sequence[Term]
) -> None:
    """The successor handles every report of which something is still owed; what is done stays where it is."""
    subjects = [term.subject_public_id for term in terms if term.subject_public_id is not None]
    owed = Q()
    for path in ("", "persons__", "inquiry__", "outcomes__"):
        owed |= Q(**{f"{path}public_id__in": subjects})
    waiting = Report.objects.filter(owed, case=case, receiver=former)
    Report.objects.filter(pk__in=list(waiting.values_list("pk", flat=True))).update(receiver=successor)
