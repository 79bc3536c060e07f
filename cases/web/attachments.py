"""Attachments on the documents tab: what there is, how it stands, and the file itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.access.models import AccessLogEntry
from cases.access.rules.categories import CATEGORY_LABELS, Category
from cases.attachments.models import Attachment
from cases.attachments.permissions import can_give
from cases.attachments.queries import attachments_of, find, looks_at
from cases.attachments.rules.files import MediaType
from cases.attachments.rules.states import TO_LOOK_AT, State
from cases.attachments.searching import finding_texts
from cases.attachments.services import HELD_BACK, hand_out
from cases.casefiles.models import CaseRole
from cases.casefiles.queries import CaseAccess
from cases.terms.rules.wording import count_text
from cases.web.casepage import frame
from cases.web.components import Action, Badge, Fact, Refusal, SourceLine, Tone
from cases.web.moments import moment_text
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.tabs import must_read_along

TAB: Final = "documenten"
PURPOSE: Final = "bijlage"
# A file opens in no page of ours, and runs nothing wherever it is opened.
SEALED_OFF: Final = "default-src 'none'; sandbox"

TONES: Final[dict[State, Badge]] = {
    State.WAITING: Badge(text="wacht op nakijken", tone=Tone.WARNING, shape="needed"),
    State.HELD: Badge(text="tegengehouden", tone=Tone.WARNING, shape="needed"),
    State.FREE: Badge(text="vrij", tone=Tone.INFO, shape="done"),
    State.REFUSED: Badge(text="niet vrijgegeven"),
    State.WITHDRAWN: Badge(text="ingetrokken"),
}
WHY_WAITING: Final = "Dit bestand is niet geheel te doorzoeken. Een collega van de gever moet het bekijken."
WHY_HELD: Final = "Een collega van de gever moet bekijken of hiermee niemand te vinden is."


@dataclass(frozen=True, slots=True)
class AttachmentCard:
    """One attachment: what it is, how it stands, and the steps that can be taken."""

    title: str
    badges: tuple[Badge, ...]
    facts: tuple[Fact, ...]
    source: SourceLine
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class AttachmentPanel:
    """The panel on the documents tab."""

    cards: tuple[AttachmentCard, ...]
    held_back: str
    give_url: str


def attachment_panel(request: ActorRequest, access: CaseAccess) -> AttachmentPanel:
    """What the actor may see of the attachments, and that there is more where that may be known."""
    listing = attachments_of(access)
    request.trail.shows(categories={Category(row.category) for row in listing.seen})
    said = f"{count_text(listing.held_back, 'bijlage', 'bijlagen')} niet voor uw organisatie"
    may_give = can_give(access.actor, access.case.pk)
    return AttachmentPanel(
        cards=tuple(_card(request, access, row, may_act=may_give) for row in listing.seen),
        held_back=said if listing.held_back else "",
        give_url=reverse("cases:attachment-new", kwargs={"zaak": access.case.public_id}) if may_give else "",
    )


def _card(request: ActorRequest, access: CaseAccess, row: Attachment, *, may_act: bool) -> AttachmentCard:
    own = row.organisation_id == access.actor.organisation_id
    barred = any(one.barred and one.attachment_id == row.pk for one in access.disclosure.shared)
    badges = [TONES[State(row.state)]]
    if barred:
        badges.append(Badge(text="niet doorgeven", tone=Tone.WARNING, shape="needed"))
    return AttachmentCard(
        title=row.title,
        badges=tuple(badges),
        facts=(*facts_of(row), *(_own_facts(request, row) if own else ())),
        source=SourceLine(organisation=row.organisation.short_name, at=row.given_at),
        actions=_actions(access, row, own=own and may_act),
    )


def facts_of(row: Attachment) -> tuple[Fact, ...]:
    """What anybody who may see the attachment reads of it."""
    category = CATEGORY_LABELS[Category(row.category)]
    pages = (
        f" · {count_text(row.pages, 'bladzijde', 'bladzijden')}" if row.media_type == MediaType.PDF else ""
    )
    return (
        Fact(label="Onderdeel", value=category[:1].upper() + category[1:]),
        Fact(label="Bestand", value=f"{row.get_media_type_display()} · {_size(row.size)}{pages}"),
    )


def _own_facts(request: ActorRequest, row: Attachment) -> tuple[Fact, ...]:
    """What only the organisation that gave it reads: what was found, who decided what, why it went."""
    state = State(row.state)
    facts = [Fact(label="Gegeven door", value=row.given_by.display_name)]
    if state in TO_LOOK_AT:
        why = WHY_HELD if row.findings else WHY_WAITING
        facts.append(Fact(label="Waarom", value="\n".join((why, *finding_texts(row.findings)))))
    facts += [
        Fact(
            label="Nagekeken",
            value=f"{look.get_outcome_display()} door {look.decided_by.display_name}, "
            f"{moment_text(look.decided_at, request.at)}: {look.reason}",
        )
        for look in looks_at(row)
    ]
    if row.withdrawn_at is not None:
        value = f"{moment_text(row.withdrawn_at, request.at)}: {row.withdrawal_reason}"
        facts.append(Fact(label="Ingetrokken", value=value))
    return tuple(facts)


def _actions(access: CaseAccess, row: Attachment, *, own: bool) -> tuple[Action, ...]:
    state, actor = State(row.state), access.actor
    zaak = access.case.public_id

    def action(label: str, route: str, **more: str) -> Action:
        named = "wachtend" if route == "look" else "bijlage"
        keys = {"zaak": zaak, named: row.public_id}
        return Action(label=label, url=reverse(f"cases:attachment-{route}", kwargs=keys), **more)

    actions = []
    readable = state is not State.WITHDRAWN and access.emergency_until is None
    if readable and (state is State.FREE or row.organisation_id == actor.organisation_id):
        actions.append(action("Downloaden", "file", icon="download"))
    if own and state in TO_LOOK_AT and row.given_by_id != actor.user_id:
        actions.append(action("Nakijken", "look"))
    if own and state is State.FREE:
        actions.append(action("Apart delen", "share", kind="subtle"))
    if own and state is not State.WITHDRAWN:
        actions.append(action("Intrekken", "withdraw", kind="subtle"))
    return tuple(actions)


def _size(size: int) -> str:
    if size < 1024 * 1024:
        return f"{max(round(size / 1024), 1)} kB"
    return f"{size / 1024 / 1024:.1f} MB".replace(".", ",")


def attachment_or_404(access: CaseAccess, public_id: UUID) -> Attachment:
    """The attachment as the actor may know it. Raises Http404, and NotAllowed with the reason."""
    try:
        return find(access, public_id)
    except Attachment.DoesNotExist:
        raise Http404 from None


@case_page(may=must_read_along)
@require_safe
def download(request: ActorRequest, access: CaseAccess, bijlage: UUID) -> HttpResponse:
    """Hand the file out; logged as an export with everybody of the case before it leaves."""
    row = attachment_or_404(access, bijlage)
    trail = request.trail
    trail.action, trail.purpose = AccessLogEntry.ACTION_EXPORT, PURPOSE
    persons = CaseRole.objects.filter(case=access.case).values_list("person_id", flat=True)
    given = hand_out(access=access, attachment=row, at=request.at)
    if given.contents is None:
        trail.refused = True
        context = frame(request, access, TAB, refusal=Refusal(title=HELD_BACK, items=()))
        return render(request, "cases/attachments/held.html", context, status=409)
    trail.shows(persons=persons, categories=[Category(row.category)])
    response = HttpResponse(given.contents, content_type=row.media_type)
    response["Content-Disposition"] = f'attachment; filename="{row.file_name}"'
    response["Content-Security-Policy"] = SEALED_OFF
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
