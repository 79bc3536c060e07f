"""The victim tab: who informs the victim of what, how to call safely, what to say, and every attempt."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cases.access.errors import NotAllowed
from cases.access.rules.categories import Category
from cases.casefiles.collaboration import victim_contacts
from cases.casefiles.models import VictimContactPerson
from cases.casefiles.queries import CaseAccess, roles_in
from cases.persons.models import Person
from cases.persons.permissions import can_set_safe_contact
from cases.victims.models import NoticeAttempt, VictimNotice
from cases.victims.queries import (
    ContactCard,
    NoticeView,
    contact_cards,
    notice_of,
    notice_terms,
    notices,
    notices_of,
    told_with,
)
from cases.victims.rules.contact import Manner
from cases.victims.services import record_attempts
from cases.web.casepage import frame
from cases.web.components import Badge, Clock, EmptyState, Fact, Refusal, SourceLine, TimelineEntry, Tone
from cases.web.components.build import timeline_days
from cases.web.components.content import TimelineDay
from cases.web.moments import moment_text
from cases.web.persons import contact_facts
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import Submission, submit
from cases.web.summaries import clock_of
from cases.web.tabs import must_read_along
from cases.web.victim_attempt_form import FIELDS, AttemptForm
from cases.web.victim_letters import written_panel
from cases.web.victim_panels import panels_of
from cases.web.victim_script import ScriptStep, call_script

NOTICE: Final = "bericht"
NOT_NAMED: Final = (
    "Een poging vastleggen doet de organisatie die is aangewezen om het slachtoffer te informeren."
)


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """One notice as shown; `form` only for who was named to inform and has still to do so."""

    key: str
    title: str
    about: str
    badge: Badge
    source: SourceLine
    informer: str
    days: tuple[TimelineDay, ...]
    attempts_made: int
    clock: Clock | None = None
    form: AttemptForm | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class VictimCard:
    """One victim for who has to call: how, whether now, and what to say."""

    name: str
    call: Badge
    call_reason: str
    voicemail: str
    facts: tuple[Fact, ...]
    hidden: bool
    change_url: str
    script: tuple[ScriptStep, ...]
    contact_person: str = ""


@dataclass(frozen=True, slots=True)
class Posted:
    """The notice that was sent, its form, and how that went."""

    notice: VictimNotice
    form: AttemptForm
    sent: Submission


@case_page(may=must_read_along)
def victim(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Record an attempt, or see how it stands."""
    posted = None
    if request.method == "POST":
        posted = _post(request, access)
        if posted.sent.done:
            messages.success(request, "De poging is vastgelegd.")
            return redirect("cases:victim", zaak=access.case.public_id)
    views = notices(access)
    cards = [_notice_card(request, access, view, posted) for view in views]
    victims = _victims(access, views, request.at)
    panels = [panels_of(access, card.person, request.at) for card, _ in victims]
    written = [written_panel(access, card.person) for card, _ in victims]
    guardians = _guardians(access, views, request.at)
    _note_shown(request, views, [*victims, *guardians])
    request.trail.shows(categories={category for part in panels for category in part.shows})
    context = frame(
        request,
        access,
        "slachtoffer",
        todo=[card for card in cards if card.form],
        others=[card for card in cards if not card.form],
        victims=[card for _, card in victims],
        guardians=[card for _, card in guardians],
        panels=panels,
        written=[part for part in written if not part.is_empty],
        empty=EmptyState(
            title="Er is nog niets om het slachtoffer over te informeren",
            text="Bij elk besluit en elke maatregel staat hier wie het slachtoffer informeert.",
            icon="user-heart",
        ),
    )
    return render(request, "cases/victims/page.html", context, status=posted.sent.status if posted else 200)


def _post(request: ActorRequest, access: CaseAccess) -> Posted:
    """Hand the attempt to the service; a notice of another case does not exist here."""
    own = [view.notice for view in notices(access) if view.mine]
    if not own:
        raise NotAllowed(NOT_NAMED)
    key = request.POST.get(NOTICE) or str(own[0].public_id)
    try:
        notice = notice_of(access.case, UUID(key))
    except (ValueError, VictimNotice.DoesNotExist):
        raise Http404 from None
    form = _form(request, notice, is_posted=True)
    sent = submit(
        form,
        lambda: record_attempts(
            notices=[notice, *form.also_told()], attempt=form.attempt(), actor=request.actor, at=request.at
        ),
        fields=FIELDS,
    )
    return Posted(notice, form, sent)


def _form(request: ActorRequest, notice: VictimNotice, *, is_posted: bool = False) -> AttemptForm:
    case = notice.case
    late = any(term.is_late(request.at) for term in notice_terms(notice))
    others = notices_of(case).filter(victim=notice.victim_id, informer=notice.informer_id, status="open")
    return AttemptForm(
        request.POST if is_posted else None,
        late=late,
        guardians=told_with(case, notice.victim, request.at),
        others=list(others.exclude(pk=notice.pk)),
        prefix=str(notice.public_id)[:8],
        initial={"hoe": Manner.PHONE.value, "moment": request.at, "met_wie": ""},
    )


def _notice_card(
    request: ActorRequest, access: CaseAccess, view: NoticeView, posted: Posted | None
) -> NoticeCard:
    notice = view.notice
    own = posted if posted is not None and posted.notice.pk == notice.pk else None
    done = Badge(text="geïnformeerd", tone=Tone.SUCCESS, shape="done")
    todo = Badge(text="nog niet geïnformeerd", tone=Tone.WARNING, shape="needed")
    term = notice_terms(notice).first() if view.open else None
    form = None
    if view.mine and view.open:
        form = own.form if own else _form(request, notice)
    return NoticeCard(
        key=str(notice.public_id),
        title=f"{notice.victim.full_name}: {moment_text(notice.required_at)}",
        about=notice.about,
        badge=todo if view.open else done,
        source=SourceLine(organisation=notice.organisation.short_name, at=notice.required_at),
        informer=notice.informer.name,
        days=_attempts(view),
        attempts_made=view.attempts_made,
        clock=clock_of(term, request.at) if term else None,
        form=form,
        refusal=own.sent.refusal if own else None,
    )


def _attempts(view: NoticeView) -> tuple[TimelineDay, ...]:
    return timeline_days(
        TimelineEntry(
            at=row.attempted_at,
            organisation=row.organisation.abbreviation,
            text=_attempt_text(row),
            by=row.recorded_by.display_name,
        )
        for row in view.attempts
    )


def _attempt_text(row: NoticeAttempt) -> str:
    parts = [f"{row.get_outcome_display().capitalize()}, {row.get_manner_display()}.", row.note]
    if row.told_to:
        parts.append(f"Gesproken met {row.told_to.full_name}, ouder of voogd.")
    if row.next_at:
        parts.append(f"Volgende poging: {moment_text(row.next_at)}.")
    return " ".join(part for part in parts if part)


def _victims(
    access: CaseAccess, views: tuple[NoticeView, ...], at: datetime
) -> list[tuple[ContactCard, VictimCard]]:
    """The victims whom the actor's organisation has to inform, or whose contact it may see."""
    people = [role.person for role in roles_in(access) if role.role == "victim"]
    open_for: dict[int, list[VictimNotice]] = defaultdict(list)
    for view in views:
        if view.mine and view.open:
            open_for[view.notice.victim_id].append(view.notice)
    cards = contact_cards(access, people, informs=open_for.keys(), at=at)
    fixed = {
        row.victim_id: row
        for row in victim_contacts(access.case)
        if access.may_see(Category.IDENTITY, row.organisation_id)
    }
    may_change = can_set_safe_contact(access.actor, access.case.pk)
    return [
        (
            card,
            VictimCard(
                name=card.person.full_name,
                call=_call_badge(card),
                call_reason=card.call.reason,
                voicemail=card.voicemail.reason,
                facts=contact_facts(card),
                hidden=card.hidden,
                change_url=_contact_url(access, card) if may_change else "",
                contact_person=_contact_person(fixed.get(card.person.pk)),
                script=call_script(access, card.person, open_for[card.person.pk][::-1], at)
                if card.person.pk in open_for
                else (),
            ),
        )
        for card in cards
    ]


def _guardians(
    access: CaseAccess, views: tuple[NoticeView, ...], at: datetime
) -> list[tuple[ContactCard, VictimCard]]:
    """How the parents and guardians of minor victims can be reached, for who has to tell or may see it."""
    wards: dict[int, list[str]] = defaultdict(list)
    people: dict[int, Person] = {}
    informs: set[int] = set()
    mine = {view.notice.victim_id for view in views if view.mine and view.open}
    for role in roles_in(access):
        for guardian in told_with(access.case, role.person, at) if role.role == "victim" else ():
            people[guardian.pk] = guardian
            wards[guardian.pk].append(role.person.full_name)
            informs |= {guardian.pk} if role.person_id in mine else set()
    may_change = can_set_safe_contact(access.actor, access.case.pk)
    return [
        (
            card,
            VictimCard(
                name=f"{card.person.full_name}, ouder of voogd van {' en '.join(wards[card.person.pk])}",
                call=_call_badge(card),
                call_reason=card.call.reason,
                voicemail=card.voicemail.reason,
                facts=contact_facts(card),
                hidden=card.hidden,
                change_url=_contact_url(access, card) if may_change else "",
                script=(),
            ),
        )
        for card in contact_cards(access, people.values(), informs=informs, at=at)
    ]


def _contact_person(row: VictimContactPerson | None) -> str:
    """The fixed contact person of a victim of stalking, as every participant may know."""
    return f"{row.user.display_name}, {row.organisation.short_name}" if row else ""


def _call_badge(card: ContactCard) -> Badge:
    if card.call.allowed:
        return Badge(text="bellen kan nu", tone=Tone.SUCCESS, shape="done")
    return Badge(text="nu niet bellen", tone=Tone.DANGER, shape="alarm")


def _contact_url(access: CaseAccess, card: ContactCard) -> str:
    keys = {"zaak": access.case.public_id, "persoon": card.person.public_id}
    return reverse("cases:safe-contact", kwargs=keys)


def _note_shown(
    request: ActorRequest,
    views: tuple[NoticeView, ...],
    victims: list[tuple[ContactCard, VictimCard]],
) -> None:
    persons = {view.notice.victim_id for view in views} | {card.person.pk for card, _ in victims}
    request.trail.shows(persons=persons, categories=[Category.IDENTITY] if persons else [])
    if views:
        request.trail.shows(categories=[Category.DECISION])
    if any(card.facts for _, card in victims) or any(view.attempts for view in views):
        request.trail.shows(categories=[Category.CONTACT])
