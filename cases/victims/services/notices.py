"""Writing: who has to inform the victim, and every attempt to do so."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cases.access.actor import Actor
from cases.access.errors import Conflict, GuardRefusal, InvalidInput
from cases.access.rules.categories import Category
from cases.access.rules.levels import Level
from cases.access.writing import one_write
from cases.casefiles.models import Case, CaseEvent, CaseRole
from cases.casefiles.services import Joining, Subject, join, lock_case, record_event
from cases.offences.queries import has_stalking
from cases.organisations.models import Organisation
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person
from cases.persons.queries import safe_contact_of
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.wording import local
from cases.terms.services import NewTerm, meet_if_open, start_terms
from cases.victims.models import NoticeAttempt, OfficialLetter, VictimNotice
from cases.victims.permissions import check_can_inform
from cases.victims.queries import instructions_of, victims_who_ask_for_release
from cases.victims.rules.contact import Manner, Outcome, attempt_errors, contact_refusal, next_errors
from cases.victims.rules.notices import (
    NEVER_VIA_SUSPECT,
    VIA_GUARDIAN,
    Purpose,
    Topic,
    informer_refusal,
    is_told_through_guardian,
)

INFORMER_GROUND: Final = "Aangewezen om het slachtoffer te informeren"
LONGEST_NOTE: Final = 500
RELEASE_ABOUT: Final = "De verdachte komt binnenkort vrij. Het slachtoffer vroeg om dat van tevoren te horen."

STORY: Final[dict[Outcome, str]] = {
    Outcome.REACHED: "{informer} heeft het slachtoffer geïnformeerd.",
    Outcome.NOT_REACHED: "{informer} heeft het slachtoffer nog niet bereikt. Informeren blijft nodig.",
    Outcome.CALL_BACK: "{informer} spreekt het slachtoffer op een ander moment. Informeren blijft nodig.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAttempt:
    """One attempt as it was made.

    `late_reason`: needed when the victim is reached after the term ran out. `next_at`: when it is tried
    again, inside the safe hours. `told_to`: with whom was spoken when not with the victim: a guardian, never
    the suspect.
    """

    outcome: Outcome
    manner: Manner
    attempted_at: datetime
    note: str = ""
    late_reason: str = ""
    next_at: datetime | None = None
    told_to: Person | None = None


@one_write
def require_notices(
    *,
    case: Case,
    about: str,
    subject: Subject,
    informer: Organisation,
    actor: Actor,
    at: datetime,
    topics: Sequence[Topic] = (),
) -> list[VictimNotice]:
    """Have every victim of the case informed of a decision or measure by one named organisation.

    `about`: what to tell, in Dutch words for the victim; `topics`: the codes of the fixed texts that say it
    in writing (`rules.letter.TEXTS`). Each notice starts its own term (tables, section 3) and has its
    official letter; the organisation joins the case when it could not yet record attempts. No victim, no
    notice. Raises GuardRefusal for 3RO towards a victim of stalking (domain guide, section 8).
    """
    victims = [role.person for role in _victim_roles(case)]
    telling = _Telling(Purpose.DECISION, about, subject, informer, tuple(topics))
    notices = _require(case, victims, telling, actor=actor, at=at)
    OfficialLetter.objects.bulk_create(
        [
            OfficialLetter(
                notice=row,
                organisation_id=actor.organisation_id,
                recorded_by_id=actor.user_id,
                recorded_at=at,
            )
            for row in notices
        ]
    )
    return notices


@one_write
def require_release_notices(
    *, case: Case, subject: Subject, informer: Organisation, actor: Actor, at: datetime
) -> list[VictimNotice]:
    """Have the victims who asked for it told before a release (art. 51ac Sv); nobody asked, no notice.

    `subject`: what the release is about, such as the custody. Told already is not asked twice. Whether it
    was done answers `queries.notice_before_release`. Raises GuardRefusal as `require_notices`.
    """
    asked = victims_who_ask_for_release(case)
    known = VictimNotice.objects.filter(subject_public_id=subject.public_id, purpose=Purpose.RELEASE.value)
    told = set(known.values_list("victim_id", flat=True))
    victims = [person for person in asked if person.pk not in told]
    topics = (Topic("release_ahead"),)
    telling = _Telling(Purpose.RELEASE, RELEASE_ABOUT, subject, informer, topics)
    return _require(case, victims, telling, actor=actor, at=at)


def _victim_roles(case: Case) -> list[CaseRole]:
    return list(CaseRole.objects.filter(case=case, role="victim").select_related("person").order_by("pk"))


@dataclass(frozen=True, slots=True)
class _Telling:
    """What has to be told, why, about what, and by whom."""

    purpose: Purpose
    about: str
    subject: Subject
    informer: Organisation
    topics: tuple[Topic, ...]


def _require(
    case: Case, victims: Sequence[Person], telling: _Telling, *, actor: Actor, at: datetime
) -> list[VictimNotice]:
    case = lock_case(case.pk)
    if not victims:
        return []
    informer, subject = telling.informer, telling.subject
    kind = OrganisationKind(informer.kind)
    if missing := informer_refusal(informer=kind, stalking=has_stalking(case)):
        raise GuardRefusal(missing)
    join(case=case, joining=[Joining(informer, Level.CONTRIBUTE, INFORMER_GROUND)], actor=actor, at=at)
    notices = [
        VictimNotice.objects.create(
            case=case,
            victim=victim,
            informer=informer,
            purpose=telling.purpose.value,
            about=telling.about,
            topics=[topic.plain() for topic in telling.topics],
            subject_type=type(subject).__name__.lower(),
            subject_public_id=subject.public_id,
            organisation_id=actor.organisation_id,
            recorded_by_id=actor.user_id,
            required_at=at,
        )
        for victim in victims
    ]
    terms = [NewTerm(kind=TermKind.INFORM_VICTIM, organisation=informer, subject=row) for row in notices]
    start_terms(case=case, terms=terms, actor=actor, at=at)
    record_event(
        case=case,
        kind="victim_notice_required",
        category=Category.DECISION,
        summary=f"{informer.name} informeert het slachtoffer.",
        actor=actor,
        at=at,
        subject=subject,
    )
    return notices


def record_attempt(*, notice: VictimNotice, attempt: NewAttempt, actor: Actor, at: datetime) -> NoticeAttempt:
    """Record an attempt to inform the victim of one thing; see `record_attempts`."""
    return record_attempts(notices=[notice], attempt=attempt, actor=actor, at=at)[0]


@one_write
def record_attempts(
    *, notices: Sequence[VictimNotice], attempt: NewAttempt, actor: Actor, at: datetime
) -> list[NoticeAttempt]:
    """Record one attempt over one or more notices of one victim; only reached ends the duty and its term.

    Raises NotAllowed for who is not the named informer, GuardRefusal for a call without a safe number
    (security, S1), InvalidInput per field of `NewAttempt`, Conflict when the victim was told already or the
    notices are not about one victim.
    """
    case = lock_case(notices[0].case_id)
    for notice in notices:
        check_can_inform(actor, notice)
    keys = [notice.pk for notice in notices]
    rows = list(
        VictimNotice.objects.filter(pk__in=keys).select_related("informer", "victim", "case").order_by("pk")
    )
    if len({(row.case_id, row.victim_id) for row in rows}) != 1:
        raise Conflict("In één gesprek wordt één slachtoffer geïnformeerd.")
    if any(row.status == "done" for row in rows):
        raise Conflict("Het slachtoffer is hierover al geïnformeerd.")
    _check_attempt(rows, attempt, at)
    call = uuid.uuid4()
    saved = [_save_attempt(row, attempt, call, actor=actor, at=at) for row in rows]
    event = record_event(
        case=case,
        kind=f"victim_{attempt.outcome.value}",
        category=Category.DECISION,
        summary=STORY[attempt.outcome].format(informer=rows[0].informer.name),
        actor=actor,
        at=at,
        happened_at=attempt.attempted_at,
        subject=rows[0],
    )
    if attempt.outcome is Outcome.REACHED:
        for row in rows:
            _close(row, attempt, event, actor=actor, at=at)
    return saved


def _save_attempt(
    notice: VictimNotice, attempt: NewAttempt, call: uuid.UUID, *, actor: Actor, at: datetime
) -> NoticeAttempt:
    return NoticeAttempt.objects.create(
        notice=notice,
        attempted_at=attempt.attempted_at,
        outcome=attempt.outcome.value,
        manner=attempt.manner.value,
        note=attempt.note.strip(),
        next_at=None if attempt.outcome is Outcome.REACHED else attempt.next_at,
        told_to=attempt.told_to,
        call=call,
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )


def _close(
    notice: VictimNotice, attempt: NewAttempt, event: CaseEvent, *, actor: Actor, at: datetime
) -> None:
    """The victim was told: the notice is done and its term met."""
    notice.status, notice.done_at = "done", attempt.attempted_at
    notice.save(update_fields=["status", "done_at"])
    meet_if_open(
        case=notice.case,
        kind=TermKind.INFORM_VICTIM,
        subject=notice,
        late_reason=attempt.late_reason,
        event=event,
        actor=actor,
        at=at,
    )


def _check_attempt(notices: Sequence[VictimNotice], attempt: NewAttempt, at: datetime) -> None:
    victim = notices[0].victim
    contact = safe_contact_of(attempt.told_to or victim)
    phone_safe = contact is not None and contact.phone_safe
    errors = _told_to_errors(notices[0], attempt, at)
    if not errors and (missing := contact_refusal(manner=attempt.manner, phone_safe=phone_safe)):
        raise GuardRefusal(missing)
    errors |= attempt_errors(
        outcome=attempt.outcome,
        attempted_at=attempt.attempted_at,
        required_at=max(notice.required_at for notice in notices),
        at=at,
        note=attempt.note,
    )
    if attempt.outcome is not Outcome.REACHED:
        errors |= next_errors(instructions_of(contact), attempt.next_at, at)
    if len(attempt.note.strip()) > LONGEST_NOTE:
        errors["note"] = [f"Gebruik ten hoogste {LONGEST_NOTE} tekens."]
    if errors:
        raise InvalidInput(errors)


def _told_to_errors(notice: VictimNotice, attempt: NewAttempt, at: datetime) -> dict[str, list[str]]:
    """A child is told through its guardian; nobody is ever told through the suspect."""
    if attempt.told_to is None:
        young = is_told_through_guardian(notice.victim.birth_date, local(at).date())
        return {"told_to": [VIA_GUARDIAN]} if young and attempt.outcome is Outcome.REACHED else {}
    roles = CaseRole.objects.filter(case=notice.case, person=attempt.told_to)
    if roles.filter(role="suspect").exists():
        return {"told_to": [NEVER_VIA_SUSPECT]}
    return {} if roles.exists() else {"told_to": ["Kies iemand uit deze zaak."]}
