"""What concerns the victim of the canary case: the first call, report, wishes, refused consent, letters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from cases.access.models import DisclosureConsent
from cases.access.rules.categories import Category
from cases.access.rules.consent import ConsentStep
from cases.access.wall import acting_as
from cases.casefiles.models import Case
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person
from cases.sharing.services import NewConsent, record_consent
from cases.victims.models import CallAgreement, CrimeReport, OfficialLetter, VictimCall, VictimWishes
from cases.victims.rules.calls import YesNoUnknown
from cases.victims.rules.contact import Manner, Outcome
from cases.victims.services import (
    CallProposal,
    NewCall,
    NewWishes,
    hand_over_official_letter,
    propose_first_call,
    record_call,
    record_crime_report,
    record_wishes,
)
from tests.factories.cast import Cast

K = OrganisationKind
Word = Callable[..., str]


def victim_speaks(cast: Cast, case: Case, victim: Person, word: Word, at: datetime) -> None:
    """Police takes the report; SHN settles the first call, calls and records; sharing is refused."""
    police, shn = cast.actor("politie"), cast.actor("shn")
    with acting_as(police):
        statement = word(CrimeReport, "statement", K.POLITIE)
        record_crime_report(
            case=case, victim=victim, made=YesNoUnknown.YES, statement=statement, actor=police, at=at
        )
    proposal = CallProposal(
        first=K.SHN,
        vt_has_contact=YesNoUnknown.NO,
        good_moment=word(CallAgreement, "good_moment", K.SHN),
        anonymous_told=True,
        roles_told=True,
    )
    note = word(VictimCall, "note", K.SHN)
    call = NewCall(outcome=Outcome.NOT_REACHED, manner=Manner.PHONE, called_at=at, note=note)
    refused = NewConsent(step=ConsentStep.REFUSED, stepped_at=at, note=word(DisclosureConsent, "note", K.SHN))
    with acting_as(shn):
        propose_first_call(case=case, victim=victim, proposal=proposal, actor=shn, at=at)
        record_call(case=case, victim=victim, call=call, actor=shn, at=at)
        record_wishes(case=case, victim=victim, wishes=_wishes(word, at), actor=shn, at=at)
        record_consent(
            case=case,
            person=victim,
            category=Category.WISHES,
            recipient=K.VT,
            consent=refused,
            actor=shn,
            at=at,
        )


def _wishes(word: Word, at: datetime) -> NewWishes:
    return NewWishes(
        spoken_at=at,
        contact=word(VictimWishes, "contact", K.SHN),
        protection=word(VictimWishes, "protection", K.SHN),
        language=word(VictimWishes, "language", K.SHN),
        says_of_safety=word(VictimWishes, "says_of_safety", K.SHN),
        wants_now=word(VictimWishes, "wants_now", K.SHN),
        sees_solution=word(VictimWishes, "sees_solution", K.SHN),
    )


def letter_is_handed_over(cast: Cast, case: Case, word: Word, at: datetime) -> OfficialLetter:
    """The OM has its letter handed to the victim."""
    om = cast.actor("om")
    with acting_as(om):
        letter = OfficialLetter.objects.get(notice__case=case)
        by = word(OfficialLetter, "handed_over_by", K.OM)
        return hand_over_official_letter(letter=letter, handed_over_by=by, actor=om, at=at)
