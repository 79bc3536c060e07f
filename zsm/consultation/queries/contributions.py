"""Reading the contributions to a case: the last of each organisation, by what the actor may see."""

from __future__ import annotations

from dataclasses import dataclass

from cases.access.rules.categories import Category
from cases.casefiles.models import Case
from cases.casefiles.queries import CaseAccess
from zsm.consultation.models import Contribution, ContributionPart
from zsm.consultation.rules.contribution import DISSENT_CATEGORY, OFFER_CATEGORY, VIEW_CATEGORY


@dataclass(frozen=True, slots=True)
class SeenContribution:
    """A contribution as one actor may see it; `held_back`: how many filled parts are not for her or him."""

    row: Contribution
    parts: tuple[ContributionPart, ...]
    view: str
    offer: str
    dissent: str
    dissent_reason: str
    categories: frozenset[Category]
    held_back: int


def latest_contributions(case: Case) -> list[Contribution]:
    """The last contribution of each organisation, in the order of the organisations' names."""
    rows = (
        Contribution.objects.filter(case=case)
        .select_related("organisation", "recorded_by")
        .prefetch_related("parts")
        .order_by("organisation__name", "-version")
    )
    last: dict[int, Contribution] = {}
    for row in rows:
        last.setdefault(row.organisation_id, row)
    return list(last.values())


def own_contribution(access: CaseAccess) -> Contribution | None:
    """The last contribution of the actor's own organisation; None when there is none yet."""
    return (
        Contribution.objects.filter(case=access.case, organisation_id=access.actor.organisation_id)
        .prefetch_related("parts")
        .order_by("-version")
        .first()
    )


def dissents_of(case: Case) -> list[Contribution]:
    """The contributions in which an organisation holds another opinion now."""
    return [row for row in latest_contributions(case) if row.dissent]


def contributions_of(access: CaseAccess) -> list[SeenContribution]:
    """What every organisation brought to the table, each part by its own category."""
    return [_seen(access, row) for row in latest_contributions(access.case)]


def _seen(access: CaseAccess, row: Contribution) -> SeenContribution:
    giver = row.organisation_id
    parts = sorted(row.parts.all(), key=lambda part: part.pk)
    shown = tuple(part for part in parts if access.may_see(Category(part.category), giver))
    texts = ((row.view, VIEW_CATEGORY), (row.offer, OFFER_CATEGORY), (row.dissent, DISSENT_CATEGORY))
    open_to = {category for text, category in texts if text and access.may_see(category, giver)}
    filled = [category for text, category in texts if text]
    return SeenContribution(
        row=row,
        parts=shown,
        view=row.view if VIEW_CATEGORY in open_to else "",
        offer=row.offer if OFFER_CATEGORY in open_to else "",
        dissent=row.dissent if DISSENT_CATEGORY in open_to else "",
        dissent_reason=row.dissent_reason if DISSENT_CATEGORY in open_to else "",
        categories=frozenset(open_to | {Category(part.category) for part in shown}),
        held_back=len(parts) - len(shown) + len(filled) - len(open_to),
    )
