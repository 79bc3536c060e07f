"""Giving an attachment, looking at it as a second person, handing it out, taking it back, sharing one."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import connection

from cases.access.actor import Actor
from cases.access.encryption import Sealed
from cases.access.errors import Conflict, GuardRefusal, InvalidInput, NotAllowed
from cases.access.rules.categories import Category
from cases.access.rules.levels import Level
from cases.access.rules.refusal import Missing
from cases.access.sharing_models import SharingAct
from cases.access.writing import one_write
from cases.attachments.cleaning import UnfitFile, clean_file
from cases.attachments.messages import ATTACHMENT_HELD
from cases.attachments.models import Attachment, AttachmentContent, AttachmentLook
from cases.attachments.permissions import check_can_give, check_can_look, check_own
from cases.attachments.queries import sees
from cases.attachments.rules.files import AGAIN, LONGEST_TITLE, MEDIA_LABELS, unfit_text
from cases.attachments.rules.recording import recorded_by
from cases.attachments.rules.states import STATE_LABELS, TO_LOOK_AT, State, state_after_scan
from cases.attachments.searching import (
    TITLE,
    Found,
    read_words,
    search,
    search_again,
    write_values,
    write_words,
)
from cases.casefiles.models import Case
from cases.casefiles.queries import CaseAccess
from cases.casefiles.services import lock_case, record_event
from cases.casefiles.workers import workers_of
from cases.documents.rules.release import LONGEST_REASON, SHORTEST_REASON, Release
from cases.documents.rules.scan import SECRET_LABELS
from cases.outbox.rules import Channel
from cases.outbox.services import queue_message
from cases.sharing.acts import NewAct, share
from cases.sharing.sections import Section
from cases.sharing.telling import tell_closed

HELD_BACK: Final = "Deze bijlage wordt opnieuw nagekeken voordat iemand haar krijgt."
IN_EMERGENCY: Final = (
    "Noodtoegang geeft geen bijlagen: zij kan niet worden doorzocht op wie gevonden kan worden. "
    "Bel de organisatie die haar gaf."
)


@dataclass(frozen=True, slots=True)
class NewAttachment:
    """What is given: its title, the category of what stands in it, and the file as it came."""

    title: str
    category: Category
    contents: bytes


@dataclass(frozen=True, slots=True)
class HandedOut:
    """The answer to a download: the file, or nothing because it was held back just now."""

    attachment: Attachment
    contents: bytes | None


@one_write
def give_attachment(*, case: Case, new: NewAttachment, actor: Actor, at: datetime) -> Attachment:
    """Keep a file with the case: cleaned, closed, and searched before anybody else knows of it.

    Raises NotAllowed for who does not contribute, InvalidInput ("title", "category", "contents").
    """
    check_can_give(actor, case.pk)
    title = " ".join(new.title.split())
    errors: dict[str, list[str]] = {}
    if not title or len(title) > LONGEST_TITLE:
        errors["title"] = [f"Zeg in ten hoogste {LONGEST_TITLE} tekens wat dit is, zonder namen."]
    if new.category not in recorded_by(actor.organisation_kind):
        errors["category"] = ["Dit onderdeel legt uw organisatie niet vast."]
    if errors:
        raise InvalidInput(errors)
    try:
        file = clean_file(new.contents)
    except UnfitFile as unfit:
        raise InvalidInput({"contents": [unfit_text(unfit.why)]}) from unfit
    case = lock_case(case.pk)
    found = search(case, title, file.texts, searchable=file.searchable)
    _check_title(found)
    state = state_after_scan(searchable=file.searchable, found=bool(found.findings))
    saved = Attachment.objects.create(
        case=case,
        category=new.category.value,
        title=title,
        media_type=file.media_type.value,
        size=len(file.contents),
        sha256=hashlib.sha256(file.contents).hexdigest(),
        pages=file.pages,
        searchable=file.searchable,
        organisation_id=actor.organisation_id,
        given_by_id=actor.user_id,
        given_at=at,
        state=state.value,
        findings=found.stored,
        freed_at=at if state is State.FREE else None,
    )
    AttachmentContent.objects.create(
        attachment=saved, contents=Sealed.of_bytes(file.contents), words=write_words(file.texts)
    )
    said = "" if state is State.FREE else " Een tweede persoon kijkt haar na voordat anderen haar krijgen."
    _tell(saved, "attachment_given", f"Bijlage gegeven ({MEDIA_LABELS[file.media_type]}).{said}", actor, at)
    return saved


@one_write
def decide_look(
    *, attachment: Attachment, outcome: Release, reason: str, actor: Actor, at: datetime
) -> Attachment:
    """Say as a second person of the giver whether what was held back may go.

    Raises NotAllowed for the giver and for other organisations, InvalidInput ("reason"), Conflict when there
    is nothing to decide.
    """
    check_can_look(actor, attachment)
    attachment = _locked(attachment)
    check_to_look_at(attachment)
    given = _reason(reason, "Schrijf waarom u dit wel of niet vrijgeeft")
    words = AttachmentContent.objects.get(attachment=attachment).words
    found = search(attachment.case, attachment.title, read_words(words), searchable=attachment.searchable)
    AttachmentLook.objects.create(
        attachment=attachment,
        outcome=outcome.value,
        reason=given,
        findings=found.stored,
        weighed=write_values(found.values),
        given_by_id=attachment.given_by_id,
        decided_by_id=actor.user_id,
        decided_at=at,
    )
    released = outcome is Release.RELEASED
    attachment.state = (State.FREE if released else State.REFUSED).value
    attachment.freed_at = at if released else None
    attachment.findings = found.stored
    attachment.save(update_fields=["state", "freed_at", "findings"])
    said = "vrijgegeven" if released else "niet vrijgegeven"
    _tell(attachment, "attachment_looked_at", f"Bijlage {said} door een tweede persoon.", actor, at)
    return attachment


def check_to_look_at(attachment: Attachment) -> None:
    """Raise Conflict unless a second person has something to decide."""
    if State(attachment.state) not in TO_LOOK_AT:
        raise Conflict(f"Over deze bijlage is niets te besluiten: {STATE_LABELS[State(attachment.state)]}.")


@one_write
def withdraw_attachment(*, attachment: Attachment, reason: str, actor: Actor, at: datetime) -> Attachment:
    """Take an attachment back; nobody gets it any more, that it was there stays on record.

    Raises NotAllowed for another organisation, InvalidInput ("reason"), Conflict when it was done before.
    """
    check_own(actor, attachment)
    attachment = _locked(attachment)
    if attachment.state == State.WITHDRAWN.value:
        raise Conflict("Deze bijlage is al ingetrokken.")
    given = _reason(reason, "Geef de reden")
    closed = _read_by_an_act(attachment, at)
    attachment.state, attachment.withdrawal_reason = State.WITHDRAWN.value, given
    attachment.withdrawn_by_id, attachment.withdrawn_at = actor.user_id, at
    attachment.save(update_fields=["state", "withdrawal_reason", "withdrawn_by", "withdrawn_at"])
    _tell(attachment, "attachment_withdrawn", "Bijlage ingetrokken.", actor, at)
    for act in closed:
        tell_closed(act, at)
    return attachment


@one_write
def hand_out(*, access: CaseAccess, attachment: Attachment, at: datetime) -> HandedOut:
    """The file for somebody who may see it, searched again for who was protected since.

    What is found then holds it back for everybody but the giver, until a second person looked. Raises
    NotAllowed in an emergency and for who may not see it, Conflict for what was withdrawn.
    """
    actor = access.actor
    if not sees(access, attachment):
        raise NotAllowed("Deze bijlage is niet voor uw organisatie.")
    if attachment.state == State.WITHDRAWN.value:
        raise Conflict("Deze bijlage is ingetrokken.")
    if access.emergency_until is not None:
        raise NotAllowed(IN_EMERGENCY)
    content = AttachmentContent.objects.get(attachment=attachment)
    if attachment.organisation_id != actor.organisation_id:
        found = search_again(attachment, content.words)
        if found.values:
            _hold(access, attachment, found, at)
            return HandedOut(attachment, None)
    return HandedOut(attachment, content.contents.open_bytes())


@one_write
def share_attachment(*, attachment: Attachment, act: NewAct, actor: Actor, at: datetime) -> SharingAct:
    """Open one attachment of the own organisation to one participant, beyond the table.

    Raises what `cases.sharing.acts.share` raises, NotAllowed for another organisation, GuardRefusal while it
    is not free.
    """
    check_own(actor, attachment)
    attachment = _locked(attachment)
    if attachment.state != State.FREE.value:
        missing = Missing("free", f"De bijlage is nog niet vrij: {STATE_LABELS[State(attachment.state)]}.")
        raise GuardRefusal([missing], "Deze bijlage kan nu niet worden gedeeld.")
    act = replace(act, category=Category(attachment.category), attachment_id=attachment.pk)
    return share(case=attachment.case, act=act, actor=actor, at=at)


def _check_title(found: Found) -> None:
    """A title is read in lists, so nothing of a protected person stands in it."""
    secrets = dict.fromkeys(SECRET_LABELS[hit.secret] for hit in found.findings if hit.where == TITLE)
    if secrets:
        text = f"Hierin staat {', '.join(secrets)} van een beschermd persoon. Omschrijf het anders. {AGAIN}"
        raise InvalidInput({"title": [text]})


def _hold(access: CaseAccess, attachment: Attachment, found: Found, at: datetime) -> None:
    """Hold it back. Whoever reads it may do so; only a colleague of the giver lets it go."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT wall_hold_attachment(%s, %s::jsonb)", [attachment.pk, json.dumps(found.stored)]
        )
        (is_held_now,) = cursor.fetchone()
    if is_held_now:
        _tell_giver(attachment, at)
    if access.level >= Level.CONTRIBUTE:
        lock_case(attachment.case_id)
        said = "Bijlage tegengehouden: sinds zij is gegeven, is iemand beschermd."
        _tell(attachment, "attachment_held", said, access.actor, at)


def _tell_giver(attachment: Attachment, at: datetime) -> None:
    """Who gave it, who has the case there, and the team leads see to a second look."""
    giver = [attachment.organisation_id]
    people = workers_of(attachment.case_id, giver, team_leads=True, also=[attachment.given_by_id])
    queue_message(
        kind=ATTACHMENT_HELD,
        occasion=f"{ATTACHMENT_HELD}:{attachment.public_id}:{at:%Y%m%d%H%M%S%f}",
        recipients=people,
        channels=[Channel.IN_APP],
        at=at,
        case_id=attachment.case_id,
        payload={"attachment": str(attachment.public_id)},
    )


def _read_by_an_act(attachment: Attachment, at: datetime) -> list[SharingAct]:
    """The acts by which somebody gets this attachment now."""
    if not attachment.is_free:
        return []
    acts = SharingAct.objects.filter(attachment=attachment, withdrawn_at__isnull=True).select_related("case")
    return [act for act in acts if Section.of_act(act).readers([act.recipient_id], at)]


def _locked(attachment: Attachment) -> Attachment:
    """The attachment as it stands; only its own organisation can lock it, so permission comes first."""
    lock_case(attachment.case_id)
    rows = Attachment.objects.select_for_update(of=("self",)).select_related("case", "organisation")
    return rows.get(pk=attachment.pk)


def _tell(attachment: Attachment, kind: str, summary: str, actor: Actor, at: datetime) -> None:
    record_event(
        case=attachment.case,
        kind=kind,
        category=Category(attachment.category),
        summary=summary,
        actor=actor,
        at=at,
        subject=attachment,
    )


def _reason(typed: str, wanted: str) -> str:
    given = " ".join(typed.split())
    if not SHORTEST_REASON <= len(given) <= LONGEST_REASON:
        raise InvalidInput({"reason": [f"{wanted}, in {SHORTEST_REASON} tot {LONGEST_REASON} tekens."]})
    return given
