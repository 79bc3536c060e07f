"""The panel "Apart gedeeld": what the own organisation shares beyond the table, and what it received."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from cases.access.rules.categories import CATEGORY_LABELS, Category
from cases.access.sharing_models import SharingAct
from cases.casefiles.queries import CaseAccess
from cases.sharing.permissions import can_share
from cases.sharing.queries import acts_given, acts_received
from cases.terms.rules.wording import day_text, local
from cases.web.components import Action, Badge, Fact, SourceLine, Tone
from cases.web.requests import ActorRequest


@dataclass(frozen=True, slots=True)
class SharedCard:
    """One act: what, with or from whom, how it stands, and the step that can be taken."""

    title: str
    badges: tuple[Badge, ...]
    facts: tuple[Fact, ...]
    source: SourceLine
    actions: tuple[Action, ...] = ()


def given_cards(request: ActorRequest, access: CaseAccess) -> tuple[SharedCard, ...]:
    """What the own organisation shares or shared, with why; the reasons are for the giver alone."""
    acts = acts_given(access.case, access.actor)
    if any(act.explanation or act.withdrawal_reason for act in acts):
        request.trail.shows(categories=[Category.ASSESSMENT_GROUNDS])
    may = can_share(access.actor, access.case.pk)
    return tuple(_given(request, access, act, may=may) for act in acts)


def _given(request: ActorRequest, access: CaseAccess, act: SharingAct, *, may: bool) -> SharedCard:
    over = act.until < local(request.at).date()
    if act.withdrawn_at is not None:
        badge = Badge(text="ingetrokken")
    elif over:
        badge = Badge(text="termijn voorbij")
    else:
        badge = Badge(text="gedeeld", tone=Tone.INFO, shape="done")
    url = reverse(
        "cases:sharing-withdraw", kwargs={"zaak": access.case.public_id, "verstrekking": act.public_id}
    )
    facts = (
        *_facts(act),
        Fact(label="Afweging", value=act.explanation),
        Fact(label="Ingetrokken", value=act.withdrawal_reason),
    )
    return SharedCard(
        title=f"{_what(act)} → {act.recipient.name}",
        badges=(badge, *_barred(act)),
        facts=tuple(fact for fact in facts if fact.value),
        source=SourceLine(organisation=act.organisation.short_name, at=act.shared_at),
        actions=(Action(label="Niet meer delen", url=url),) if may and act.withdrawn_at is None else (),
    )


def received_cards(request: ActorRequest, access: CaseAccess) -> tuple[SharedCard, ...]:
    """What others share now with the own organisation, with the ban on passing it on."""
    standing = {
        (one.giver_id, one.category, one.ground.value, one.attachment_id) for one in access.disclosure.shared
    }
    return tuple(
        SharedCard(
            title=f"{_what(act)} van {act.organisation.name}",
            badges=_barred(act),
            facts=_facts(act),
            source=SourceLine(organisation=act.organisation.short_name, at=act.shared_at),
        )
        for act in acts_received(access.case, access.actor)
        if (act.organisation_id, Category(act.category), act.ground, act.attachment_id) in standing
    )


def _what(act: SharingAct) -> str:
    if act.attachment_id is not None:
        # One that was held back since is not there for its recipient.
        return f"Bijlage {act.attachment.title}" if act.attachment else "Een bijlage die wordt nagekeken"
    return CATEGORY_LABELS[Category(act.category)].capitalize()


def _barred(act: SharingAct) -> tuple[Badge, ...]:
    if not act.passing_on_barred:
        return ()
    return (Badge(text="niet doorgeven", tone=Tone.WARNING, shape="needed"),)


def _facts(act: SharingAct) -> tuple[Fact, ...]:
    return (
        Fact(label="Doel", value=act.purpose),
        Fact(label="Grond", value=act.get_ground_display()),
        Fact(label="Tot en met", value=day_text(act.until)),
    )
