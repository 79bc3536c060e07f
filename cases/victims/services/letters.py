"""Writing to a victim: the safe e-mail of who informed, and the official letter of the OM."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from cases.access.actor import Actor
from cases.access.errors import Conflict, GuardRefusal, InvalidInput, NotAllowed
from cases.access.permissions import check_level
from cases.access.rules.categories import Category
from cases.access.rules.levels import Level
from cases.access.writing import one_write
from cases.casefiles.models import Case
from cases.casefiles.services import lock_case, record_event
from cases.outbox.services import queue_mail_to_person
from cases.persons.models import Person
from cases.victims.messages import SAFE_LETTER
from cases.victims.models import LetterNotice, OfficialLetter, VictimLetter, VictimNotice
from cases.victims.permissions import check_can_confirm_address, check_can_send_official_letter
from cases.victims.queries import letter_draft, official_missing
from cases.victims.rules.letter import OfficialStatus
from cases.victims.services.calls import check_victim

LONGEST_NAME: Final = 120
AGREED: Final = "agreed"


@one_write
def send_letter(*, case: Case, victim: Person, agreed: bool, actor: Actor, at: datetime) -> VictimLetter:
    """Send a victim in writing what the actor's organisation told her or him, to read again.

    `agreed`: the victim wants it by e-mail. It is queued; at the moment of sending the address is looked at
    again. Raises NotAllowed for who was not named to inform, GuardRefusal without a safe address or before
    the talk, InvalidInput under "agreed".
    """
    case = lock_case(case.pk)
    check_level(actor, case.pk, Level.CONTRIBUTE)
    check_victim(case, victim)
    if not VictimNotice.objects.filter(case=case, victim=victim, informer=actor.organisation_id).exists():
        raise NotAllowed(
            "De e-mail stuurt de organisatie die is aangewezen om het slachtoffer te informeren."
        )
    draft = letter_draft(case, victim, actor)
    if draft.missing or draft.contact is None:
        raise GuardRefusal(draft.missing)
    if not agreed:
        raise InvalidInput({AGREED: ["Vraag het slachtoffer of zij of hij dit per e-mail wil ontvangen."]})
    letter = VictimLetter.objects.create(
        case=case,
        victim=victim,
        contact=draft.contact,
        queued_at=at,
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
    )
    LetterNotice.objects.bulk_create([LetterNotice(letter=letter, notice=row) for row in draft.notices])
    queue_mail_to_person(
        kind=SAFE_LETTER,
        occasion=f"letter:{letter.public_id}",
        person_id=victim.pk,
        case_id=case.pk,
        at=at,
        payload={"letter": letter.pk},
    )
    record_event(
        case=case,
        kind="letter_queued",
        category=Category.DECISION,
        summary=f"{actor.organisation_name} stuurt het slachtoffer hetzelfde per veilige e-mail.",
        actor=actor,
        at=at,
        subject=letter,
    )
    return letter


@one_write
def confirm_address(*, letter: OfficialLetter, actor: Actor, at: datetime) -> OfficialLetter:
    """Confirm that the victim's postal address is safe for this letter; newer contact data undo it (S4).

    Raises NotAllowed for who does not meet the victim, Conflict when the letter has left.
    """
    case, letter = _open_letter(letter)
    check_can_confirm_address(actor, case.pk)
    letter.address_confirmed_at, letter.confirmed_by_id = at, actor.user_id
    letter.save(update_fields=["address_confirmed_at", "confirmed_by"])
    record_event(
        case=case,
        kind="letter_address_confirmed",
        category=Category.CONTACT,
        summary="Bevestigd dat het postadres van het slachtoffer veilig is voor de brief van het OM.",
        actor=actor,
        at=at,
        subject=letter,
    )
    return letter


@one_write
def post_official_letter(*, letter: OfficialLetter, actor: Actor, at: datetime) -> OfficialLetter:
    """Record that the OM sent its official letter to the confirmed safe address.

    Raises NotAllowed for who is not the OM, GuardRefusal when the address is not confirmed or contact data
    changed since, Conflict when it has left already.
    """
    case, letter = _open_letter(letter)
    check_can_send_official_letter(actor, case.pk)
    if missing := official_missing(letter):
        raise GuardRefusal(missing)
    return _done(case, letter, OfficialStatus.SENT, "verstuurd naar een veilig adres", actor=actor, at=at)


@one_write
def hand_over_official_letter(
    *, letter: OfficialLetter, handed_over_by: str, actor: Actor, at: datetime
) -> OfficialLetter:
    """Record that the official letter was handed to the victim in person, by whom.

    Raises NotAllowed for who is not the OM, InvalidInput under "handed_over_by", Conflict when it has left.
    """
    case, letter = _open_letter(letter)
    check_can_send_official_letter(actor, case.pk)
    by = handed_over_by.strip()
    if not by:
        raise InvalidInput({"handed_over_by": ["Vul in wie de brief heeft overhandigd."]})
    if len(by) > LONGEST_NAME:
        raise InvalidInput({"handed_over_by": [f"Gebruik ten hoogste {LONGEST_NAME} tekens."]})
    letter.handed_over_by = by
    return _done(case, letter, OfficialStatus.HANDED_OVER, "persoonlijk overhandigd", actor=actor, at=at)


def _open_letter(letter: OfficialLetter) -> tuple[Case, OfficialLetter]:
    case = lock_case(letter.notice.case_id)
    letter = OfficialLetter.objects.select_related("notice__victim").get(pk=letter.pk)
    if letter.status != OfficialStatus.TO_SEND.value:
        raise Conflict("Deze brief is al verstuurd of overhandigd.")
    return case, letter


def _done(
    case: Case, letter: OfficialLetter, status: OfficialStatus, how: str, *, actor: Actor, at: datetime
) -> OfficialLetter:
    letter.status, letter.done_at, letter.done_by_id = status.value, at, actor.user_id
    letter.save(update_fields=["status", "done_at", "done_by", "handed_over_by"])
    record_event(
        case=case,
        kind="official_letter_done",
        category=Category.DECISION,
        summary=f"De officiële brief van het OM is {how}.",
        actor=actor,
        at=at,
        subject=letter,
    )
    return letter
