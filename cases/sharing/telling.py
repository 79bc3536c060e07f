"""Telling people what was shared, closed, shut out and decided, in the transaction of it.

Whoever is shut out is never told: what the case is about would reach her or him that way.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from cases.access.models import DisclosureConsent
from cases.access.rules.versions import VersionState
from cases.access.sharing_models import SharingAct
from cases.access.table_models import DisclosureVersion
from cases.casefiles.workers import reading_along, workers_of
from cases.organisations.models import User
from cases.organisations.rules import OrganisationKind, Role
from cases.outbox.rules import Channel
from cases.outbox.services import queue_message
from cases.sharing.messages import (
    CONSENT_ENDED,
    EXCLUSION_LIFTED,
    EXCLUSION_SET,
    SECTION_CLOSED,
    SECTION_SHARED,
    TABLE_JUDGED,
    TABLE_OFFERED,
)
from cases.sharing.models import Exclusion
from cases.sharing.sections import Section

BOTH = (Channel.IN_APP, Channel.EMAIL)


def tell_shared(act: SharingAct, at: datetime) -> None:
    """Tell who works on the case at the recipient what it may read from now on."""
    _tell_recipient(SECTION_SHARED, act, at)


def tell_closed(act: SharingAct, at: datetime) -> None:
    """Tell who works on the case at the recipient that it is not shared any more.

    Only of what was open and is closed now: an act whose consent or day was over says nothing any more.
    """
    _tell_recipient(SECTION_CLOSED, act, at)


def readers_by(section: Section, kind: OrganisationKind, at: datetime) -> frozenset[int]:
    """The organisations of a kind that take part and may read a section now."""
    return section.readers(reading_along(section.case.pk, [kind]), at)


def tell_consent_ended(consent: DisclosureConsent, before: frozenset[int], at: datetime) -> None:
    """Tell who could read until a consent was withdrawn, and who has the case at the giver.

    `before`: who could read then (`readers_by`). Whoever may read it all the same, by the table or an act of
    sharing, hears nothing, and neither does who could not read before: for them nothing was closed.
    """
    giver = consent.organisation_id
    closed = before - Section.of_consent(consent).readers(before, at)
    people = workers_of(consent.case_id, [giver, *sorted(closed)])
    queue_message(
        kind=CONSENT_ENDED,
        occasion=f"{CONSENT_ENDED}:{consent.pk}",
        recipients=[user for user in people if user.pk != consent.recorded_by_id],
        channels=[Channel.IN_APP],
        at=at,
        case_id=consent.case_id,
        payload={"giver": giver, "category": consent.category},
    )


def tell_excluded(exclusion: Exclusion, at: datetime) -> None:
    """Tell the other privacy officers of the organisation that decided it, except whom it shuts out."""
    officers = _privacy_officers().filter(organisation=exclusion.organisation_id)
    besides = {exclusion.decided_by_id, exclusion.user_id}
    queue_message(
        kind=EXCLUSION_SET,
        occasion=f"{EXCLUSION_SET}:{exclusion.public_id}",
        recipients=[user for user in officers if user.pk not in besides],
        channels=BOTH,
        at=at,
        payload={"exclusion": str(exclusion.public_id)},
    )


def tell_lifted(exclusion: Exclusion, at: datetime) -> None:
    """Tell who decided an exclusion that it was lifted, as long as she or he works there."""
    here = User.objects.filter(is_active=True, organisation=exclusion.organisation_id)
    decided = [user for user in here.filter(pk=exclusion.decided_by_id) if user.pk != exclusion.lifted_by_id]
    queue_message(
        kind=EXCLUSION_LIFTED,
        occasion=f"{EXCLUSION_LIFTED}:{exclusion.public_id}",
        recipients=decided,
        channels=[Channel.IN_APP],
        at=at,
        payload={"exclusion": str(exclusion.public_id)},
    )


def tell_offered(version: DisclosureVersion, at: datetime) -> None:
    """Tell every other privacy officer that a version waits for a second pair of eyes."""
    _tell_of_version(TABLE_OFFERED, version, _privacy_officers().exclude(pk=version.made_by_id), at)


def tell_judged(version: DisclosureVersion, at: datetime) -> None:
    """Tell the writer what came of it; an approved version is told to every privacy officer."""
    people = _privacy_officers()
    if version.state != VersionState.APPROVED.value:
        people = people.filter(pk=version.made_by_id)
    others = [user for user in people if user.pk != version.judged_by_id]
    _tell_of_version(TABLE_JUDGED, version, others, at)


def _tell_recipient(kind: str, act: SharingAct, at: datetime) -> None:
    queue_message(
        kind=kind,
        occasion=f"{kind}:{act.public_id}",
        recipients=workers_of(act.case_id, [act.recipient_id]),
        channels=[Channel.IN_APP],
        at=at,
        case_id=act.case_id,
        payload={"act": str(act.public_id)},
    )


def _tell_of_version(kind: str, version: DisclosureVersion, people: Iterable[User], at: datetime) -> None:
    # A version that was taken back and offered anew is told anew.
    moment = version.judged_at or version.offered_at
    queue_message(
        kind=kind,
        occasion=f"{kind}:{version.public_id}:{moment:%Y%m%d%H%M%S}",
        recipients=people,
        channels=BOTH,
        at=at,
        payload={"version": str(version.public_id)},
    )


def _privacy_officers() -> QuerySet[User]:
    return User.objects.filter(is_active=True, roles__contains=[Role.PRIVACY_OFFICER.value]).order_by("pk")
