"""Reading who has to be told of what, what came of it, and how a victim can be reached."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from cases.access.rules.categories import Category
from cases.casefiles.models import Case, CaseRole
from cases.casefiles.queries import CaseAccess
from cases.persons.models import Person, SafeContact
from cases.persons.queries import relations_among, safe_contact_of
from cases.persons.rules.contact import Channel, ContactInstructions, Use, may_use
from cases.terms.models import Term
from cases.terms.queries import open_terms_of
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.wording import local
from cases.victims.models import NoticeAttempt, VictimNotice
from cases.victims.permissions import can_inform, may_see_contact
from cases.victims.rules.notices import is_told_with_guardian


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One notice as the actor may know it: its status always, the attempts by disclosure.

    `attempts`: newest first, empty when they are not for this organisation; `attempts_made`: how many there
    are. `mine`: the actor's organisation was named and may record attempts.
    """

    notice: VictimNotice
    attempts: tuple[NoticeAttempt, ...]
    attempts_made: int
    mine: bool

    @property
    def open(self) -> bool:
        """Whether the victim still has to be told."""
        return self.notice.status == "open"


@dataclass(frozen=True, slots=True)
class ContactCard:
    """How one victim can be reached at a moment.

    `contact` is None when nothing was recorded, or when it is not for this organisation (`hidden`). `call`
    and `voicemail` say whether each may be used now, with the reason.
    """

    person: Person
    contact: SafeContact | None
    hidden: bool
    call: Use
    voicemail: Use


def instructions_of(contact: SafeContact | None) -> ContactInstructions | None:
    """The recorded instructions as the rules of safe contact read them."""
    if contact is None:
        return None
    return ContactInstructions(
        phone=contact.phone,
        phone_safe=contact.phone_safe,
        hours_from=contact.hours_from,
        hours_until=contact.hours_until,
        voicemail_allowed=contact.voicemail_allowed,
        email=contact.email,
        email_safe=contact.email_safe,
        language=contact.language,
    )


def notices_of(case: Case) -> QuerySet[VictimNotice]:
    """Every notice of the case with its attempts; open ones first, then the newest."""
    attempts = NoticeAttempt.objects.select_related("organisation", "recorded_by", "told_to")
    return (
        VictimNotice.objects.filter(case=case)
        .select_related("case", "victim", "informer", "organisation")
        .prefetch_related(Prefetch("attempts", queryset=attempts.order_by("-attempted_at", "-pk")))
        .order_by("-status", "-required_at", "-pk")
    )


def notices(access: CaseAccess) -> tuple[NoticeView, ...]:
    """The notices of the case as the actor may know them; none for who may not see decisions."""
    rows = [row for row in notices_of(access.case) if access.may_see(Category.DECISION, row.organisation_id)]
    return tuple(_view(access, row) for row in rows)


def _view(access: CaseAccess, notice: VictimNotice) -> NoticeView:
    attempts = list(notice.attempts.all())
    return NoticeView(
        notice=notice,
        attempts=tuple(row for row in attempts if access.may_see(Category.CONTACT, row.organisation_id)),
        attempts_made=len(attempts),
        mine=can_inform(access.actor, notice),
    )


def notice_terms(notice: VictimNotice) -> QuerySet[Term]:
    """The open term of a notice."""
    return open_terms_of(notice.case, TermKind.INFORM_VICTIM, subject=notice)


def guardians_of(case: Case, victim: Person) -> list[Person]:
    """The parents and guardians of a victim who can be told in her or his place; never the suspect."""
    roles = CaseRole.objects.filter(case=case).exclude(role="suspect").select_related("person")
    people = {role.person_id: role.person for role in roles.order_by("pk")}
    suspects = set(CaseRole.objects.filter(case=case, role="suspect").values_list("person_id", flat=True))
    parents = set()
    for relation in relations_among({victim.pk, *people}):
        if relation.kind in ("parent", "guardian") and relation.other_id == victim.pk:
            parents.add(relation.person_id)
        elif relation.kind == "child" and relation.person_id == victim.pk:
            parents.add(relation.other_id)
    return [person for key, person in people.items() if key in parents - suspects]


def told_with(case: Case, victim: Person, at: datetime) -> list[Person]:
    """Who is told with a minor victim, or in the place of a young one; nobody for an adult."""
    return guardians_of(case, victim) if is_told_with_guardian(victim.birth_date, local(at).date()) else []


def notice_of(case: Case, public_id: UUID) -> VictimNotice:
    """One notice of the case. Raises VictimNotice.DoesNotExist for a notice of another case."""
    rows = VictimNotice.objects.select_related("case", "victim", "informer")
    return rows.get(case=case, public_id=public_id)


def contact_cards(
    access: CaseAccess, victims: Iterable[Person], *, informs: Collection[int], at: datetime
) -> list[ContactCard]:
    """How each victim can be reached at a moment.

    `informs`: primary keys of the victims whom the actor's organisation still has to inform.
    """
    return [_card(access, person, informs=person.pk in informs, at=at) for person in victims]


def _card(access: CaseAccess, person: Person, *, informs: bool, at: datetime) -> ContactCard:
    contact = safe_contact_of(person)
    hidden = contact is not None and not may_see_contact(access, contact, informs=informs)
    shown = None if hidden else contact
    instructions = instructions_of(shown)
    return ContactCard(
        person=person,
        contact=shown,
        hidden=hidden,
        call=may_use(instructions, Channel.PHONE, at),
        voicemail=may_use(instructions, Channel.VOICEMAIL, at),
    )
