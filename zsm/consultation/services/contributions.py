"""Writing what an organisation brings to the table; every contribution is a new version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput
from cases.access.rules.categories import Category
from cases.access.writing import one_write
from cases.casefiles.models import Case
from cases.casefiles.services import lock_case, record_event
from zsm.consultation.models import Contribution, ContributionPart
from zsm.consultation.permissions import check_can_contribute
from zsm.consultation.rules.contribution import DISSENT_CATEGORY, contribution_errors, own_categories


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContribution:
    """What the organisation knows per category of its own, its view, what it can do, and its dissent.

    `seen_version`: the version that stood on the screen (0: none); None: not checked.
    """

    knows: Mapping[Category, str] = field(default_factory=dict)
    view: str = ""
    offer: str = ""
    dissent: str = ""
    dissent_reason: str = ""
    seen_version: int | None = None


@one_write
def contribute(*, case: Case, contribution: NewContribution, actor: Actor, at: datetime) -> Contribution:
    """Bring something to the table (domain guide, section 4 step 5); the former version stays.

    Raises NotAllowed, InvalidInput per field of `NewContribution` (`knows.<category>` for what is known),
    Conflict when a colleague was first.
    """
    check_can_contribute(actor, case.pk)
    lock_case(case.pk)
    new = contribution
    errors = contribution_errors(
        actor.organisation_kind,
        knows=new.knows,
        view=new.view,
        offer=new.offer,
        dissent=new.dissent,
        dissent_reason=new.dissent_reason,
    )
    if errors:
        raise InvalidInput(errors)
    former = (
        Contribution.objects.filter(case=case, organisation_id=actor.organisation_id)
        .order_by("-version")
        .first()
    )
    version = former.version if former else 0
    if new.seen_version is not None and new.seen_version != version:
        raise Conflict("Een collega heeft intussen iets ingebracht. Kijk het na en voeg het uwe toe.")
    saved = Contribution.objects.create(
        case=case,
        version=version + 1,
        view=new.view.strip(),
        offer=new.offer.strip(),
        dissent=new.dissent.strip(),
        dissent_reason=new.dissent_reason.strip(),
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    ContributionPart.objects.bulk_create(
        ContributionPart(contribution=saved, category=category.value, text=text)
        for category in own_categories(actor.organisation_kind)
        if (text := new.knows.get(category, "").strip())
    )
    record_event(
        case=case,
        kind="contributed",
        # What was brought in stays under its own categories: the sentence only says that.
        category=Category.THAT,
        summary=f"{actor.organisation_name} heeft inbreng aan tafel vastgelegd.",
        actor=actor,
        at=at,
        subject=saved,
    )
    if saved.dissent:
        record_event(
            case=case,
            kind="dissented",
            category=DISSENT_CATEGORY,
            summary=f"{actor.organisation_name} heeft een ander oordeel en geeft de reden.",
            actor=actor,
            at=at,
            subject=saved,
        )
    return saved
