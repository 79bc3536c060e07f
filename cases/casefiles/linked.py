"""Linked cases of one family system: co-suspects, mutual violence, an earlier case and its follow-up.

Who takes part in one of the two only never learns that there is another: the wall shows a link to who reads
along in both, and what happened stays in the case in which it was said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput
from cases.access.permissions import check_level
from cases.access.rules.categories import Category
from cases.access.rules.levels import Level
from cases.access.writing import first_come, one_write
from cases.casefiles.link_models import CaseLink
from cases.casefiles.models import Case
from cases.casefiles.queries import CaseAccess, open_case
from cases.casefiles.rules.linking import LinkKind, link_label
from cases.casefiles.services import lock_case

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Linked:
    """A linked case as the actor may know it: its number, what it is to this one, and why."""

    number: str
    public_id: UUID
    case_id: int
    label: str
    reason: str


@one_write
def link_cases(
    *, case: Case, other: Case, kind: LinkKind, reason: str, actor: Actor, at: datetime
) -> CaseLink:
    """Link a case to another one of the same family system (architecture, section 4).

    For a follow-up `case` is the newer one. The story of neither case tells of the other: not everybody who
    reads it takes part in both. Raises NotAllowed unless the actor contributes to both, InvalidInput without
    a reason, Conflict for another family or when they are linked already.
    """
    for each in sorted((case, other), key=lambda row: row.pk):
        check_level(actor, each.pk, Level.CONTRIBUTE)
        lock_case(each.pk)
    given = reason.strip()
    if not given or len(given) > LONGEST_REASON:
        raise InvalidInput({"reason": [f"Geef de reden, in hoogstens {LONGEST_REASON} tekens."]})
    if case.family_system_id != other.family_system_id:
        raise Conflict("Alleen zaken van hetzelfde gezinssysteem kunnen worden gekoppeld.")
    if CaseLink.objects.filter(Q(case=case, other=other) | Q(case=other, other=case)).exists():
        raise Conflict("Deze zaken zijn al gekoppeld.")
    with first_come("case_link_once", "Deze zaken zijn intussen al gekoppeld."):
        saved = CaseLink.objects.create(
            case=case,
            other=other,
            kind=kind.value,
            reason=given,
            organisation_id=actor.organisation_id,
            recorded_by_id=actor.user_id,
            recorded_at=at,
        )
    # No event: the story of a case is read by who may not know of the other one. The pages do refresh.
    Case.objects.filter(pk__in=(case.pk, other.pk)).update(version=F("version") + 1)
    return saved


def linked_cases(access: CaseAccess, at: datetime) -> tuple[Linked, ...]:
    """The cases linked to this one in which the actor reads along too, oldest link first."""
    if access.level < Level.VIEW:
        return ()
    rows = (
        CaseLink.objects.filter(Q(case=access.case) | Q(other=access.case))
        .select_related("case", "other")
        .order_by("recorded_at", "pk")
    )
    return tuple(found for row in rows if (found := _linked(access, row, at)) is not None)


def _linked(access: CaseAccess, row: CaseLink, at: datetime) -> Linked | None:
    from_newer = row.case_id == access.case.pk
    other = row.other if from_newer else row.case
    try:
        there = open_case(access.actor, other.public_id, at=at)
    except Case.DoesNotExist:
        return None
    sees = (here.may_see(Category.IDENTITY, row.organisation_id) for here in (access, there))
    if there.level < Level.VIEW or not all(sees):
        return None
    label = link_label(LinkKind(row.kind), from_newer=from_newer)
    return Linked(other.number, other.public_id, other.pk, label, row.reason)
