"""Reading letters: what can be put in writing, whether it may leave now, and how the OM's letter stands."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from cases.access.actor import Actor
from cases.access.models import Participation
from cases.access.rules.refusal import Missing
from cases.casefiles.models import Case
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person, PersonLink, SafeContact
from cases.persons.queries import address_changed_at, safe_contact_of
from cases.victims.models import LetterNotice, OfficialLetter, VictimLetter, VictimNotice
from cases.victims.rules.letter import LetterStatus, letter_lines, letter_refusal, official_refusal
from cases.victims.rules.notices import Topic

ARRIVES = (LetterStatus.QUEUED.value, LetterStatus.SENT.value)


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """What would be sent to a victim now: the notices in it, its lines, the address, and what forbids it."""

    notices: tuple[VictimNotice, ...]
    lines: tuple[str, ...]
    contact: SafeContact | None
    missing: tuple[Missing, ...]


def letter_draft(case: Case, victim: Person, actor: Actor) -> LetterDraft:
    """What the actor's organisation told this victim and has not put in writing yet, as a letter."""
    own = VictimNotice.objects.filter(case=case, victim=victim, informer=actor.organisation_id)
    written = LetterNotice.objects.filter(letter__case=case, letter__status__in=ARRIVES)
    todo = own.filter(status="done").exclude(pk__in=written.values("notice")).order_by("required_at", "pk")
    notices = tuple(todo)
    contact = safe_contact_of(victim)
    email_safe = contact is not None and contact.email_safe and bool(contact.email)
    return LetterDraft(
        notices=notices,
        lines=letter_lines(_topics(notices), breach_phone=breach_phone_of(case.pk)),
        contact=contact,
        missing=letter_refusal(email_safe=email_safe, told=bool(notices)),
    )


def _topics(notices: tuple[VictimNotice, ...]) -> tuple[Topic, ...]:
    return tuple(Topic.read(kept) for notice in notices for kept in notice.topics)


def topics_of(letter: VictimLetter) -> tuple[Topic, ...]:
    """What a letter is about, in the order in which it was told."""
    parts = LetterNotice.objects.filter(letter=letter).select_related("notice")
    return _topics(tuple(part.notice for part in parts.order_by("notice__required_at", "notice_id")))


def breach_phone_of(case_id: int) -> str:
    """The number of the police of the case at which a breach is reported; empty when there is none."""
    row = (
        Participation.objects.filter(
            case=case_id, ended_at__isnull=True, organisation__kind=OrganisationKind.POLITIE.value
        )
        .select_related("organisation")
        .order_by("-level", "pk")
        .first()
    )
    return row.organisation.breach_phone if row else ""


def safe_email_now(letter: VictimLetter) -> str:
    """The address to which a letter may leave at this moment; empty when it may not (security, S1, S4).

    The address under which it was queued has to be the safe one still, and none of the rows that are the
    same human being elsewhere may say that it is not safe.
    """
    wanted = letter.contact.email
    links = PersonLink.objects.filter(undone_at__isnull=True).filter(
        Q(person=letter.victim_id) | Q(other=letter.victim_id)
    )
    linked = {key for link in links for key in (link.person_id, link.other_id)}
    running = list(SafeContact.objects.filter(person__in={letter.victim_id, *linked}, valid_to__isnull=True))
    own = next((row for row in running if row.person_id == letter.victim_id), None)
    if own is None or not own.email_safe or own.email != wanted:
        return ""
    revoked = any(row.email.casefold() == wanted.casefold() and not row.email_safe for row in running)
    return "" if revoked else wanted


def letters_to(case: Case, victim: Person) -> list[VictimLetter]:
    """Every safe e-mail to one victim, the newest first."""
    rows = VictimLetter.objects.filter(case=case, victim=victim).select_related("organisation", "recorded_by")
    return list(rows.order_by("-queued_at", "-pk"))


def official_letters_to(case: Case, victim: Person) -> list[OfficialLetter]:
    """The official letters of the OM to one victim, the newest first."""
    rows = OfficialLetter.objects.filter(notice__case=case, notice__victim=victim)
    related = rows.select_related("notice__victim", "organisation", "confirmed_by", "done_by")
    return list(related.order_by("-recorded_at", "-pk"))


def official_letter_of(case: Case, public_id: UUID) -> OfficialLetter:
    """One official letter of the case. Raises OfficialLetter.DoesNotExist."""
    rows = OfficialLetter.objects.select_related("notice__victim", "notice__case", "organisation")
    return rows.get(notice__case=case, public_id=public_id)


def official_missing(letter: OfficialLetter) -> tuple[Missing, ...]:
    """What keeps the official letter from the post; newer contact data freeze it, a protected address too."""
    victim = letter.notice.victim
    contact = safe_contact_of(victim)
    changes = (contact.valid_from if contact else None, address_changed_at(victim))
    return official_refusal(
        confirmed_at=letter.address_confirmed_at,
        contact_since=max((moment for moment in changes if moment is not None), default=None),
    )
