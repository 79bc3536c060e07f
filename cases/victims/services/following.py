"""A victim who still has to be informed is informed by who takes the place of the informer."""

from __future__ import annotations

from collections.abc import Sequence

from cases.casefiles.models import Case
from cases.organisations.models import Organisation
from cases.terms.models import Term
from cases.victims.models import VictimNotice


def notices_follow(
    *, case: Case, former: Organisation, successor: Organisation, terms: Sequence[Term]
) -> None:
    """What is still to be told is told by the successor; what was told stays on the name of who told it."""
    VictimNotice.objects.filter(case=case, informer=former, status="open").update(informer=successor)
