"""What was done for the victims of the demo, through the services of whose task it is."""

from __future__ import annotations

from datetime import datetime

from cases.access.rules.categories import Category
from cases.access.rules.consent import ConsentStep
from cases.access.wall import acting_as
from cases.casefiles.models import Case, CaseRole
from cases.casefiles.services.addresses import NewAddress, protect_address
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person
from cases.persons.rules.addresses import AddressKind
from cases.sharing.services import NewConsent, record_consent
from cases.victims.models import VictimNotice
from cases.victims.rules.calls import YesNoUnknown
from cases.victims.rules.contact import Manner, Outcome
from cases.victims.rules.wishes import Statement, ToldBy
from cases.victims.services import (
    CallProposal,
    NewAttempt,
    NewCall,
    NewWishes,
    agree_first_call,
    propose_first_call,
    record_attempts,
    record_call,
    record_wishes,
)
from veiligheid.demo.crew import Crew


def first_call_agreed(case: Case, crew: Crew, at: datetime) -> None:
    """Slachtofferhulp proposes to call first, Veilig Thuis agrees."""
    proposal = CallProposal(
        first=OrganisationKind.SHN,
        vt_has_contact=YesNoUnknown.NO,
        good_moment="Overdag, als de kinderen op school zijn.",
        anonymous_told=True,
        roles_told=True,
    )
    with acting_as(crew.victim_support):
        agreement = propose_first_call(
            case=case, victim=_victim(case), proposal=proposal, actor=crew.victim_support, at=at
        )
    with acting_as(crew.veilig_thuis):
        agree_first_call(agreement=agreement, actor=crew.veilig_thuis, at=at)


def victim_hidden(case: Case, crew: Crew, at: datetime) -> None:
    """She stays where the suspect does not look; police shares it with Veilig Thuis for its task."""
    stay = NewAddress(
        kind=AddressKind.STAY,
        street="Rietkraag 8",
        postcode="1234 AB",
        place="Havenmeer",
        share_with=(OrganisationKind.VT,),
    )
    with acting_as(crew.police):
        protect_address(case=case, person=_victim(case), address=stay, actor=crew.police, at=at)


def wishes_shared(case: Case, crew: Crew, at: datetime) -> None:
    """She was reached, said what she wants, and lets Veilig Thuis read the three answers."""
    _speak(case, crew, at, ConsentStep.GIVEN)


def wishes_not_shared(case: Case, crew: Crew, at: datetime) -> None:
    """She said what she wants, and keeps it from Veilig Thuis."""
    _speak(case, crew, at, ConsentStep.REFUSED)


def _speak(case: Case, crew: Crew, at: datetime, consent: ConsentStep) -> None:
    actor = crew.victim_support
    call = NewCall(outcome=Outcome.REACHED, manner=Manner.PHONE, called_at=at, note="Kon vrij praten.")
    wishes = NewWishes(
        spoken_at=at,
        prosecution=YesNoUnknown.YES if consent is ConsentStep.GIVEN else YesNoUnknown.NO,
        contact="Geen contact, ook niet via familie.",
        protection="Wil dat hij niet in de buurt van het huis en de school mag komen.",
        informed_of_release=YesNoUnknown.YES,
        informed_how=ToldBy.PHONE,
        statement=Statement.WANTS_TO,
        says_of_safety="Overdag gaat het, zodra het donker is durft zij niet naar buiten.",
        wants_now="Rust, en dat iemand elke dag even belt.",
        sees_solution="Dat hij hulp krijgt en voorlopig ergens anders woont.",
    )
    step = NewConsent(step=consent, stepped_at=at)
    with acting_as(actor):
        victim = _victim(case)
        record_call(case=case, victim=victim, call=call, actor=actor, at=at)
        record_wishes(case=case, victim=victim, wishes=wishes, actor=actor, at=at)
        record_consent(
            case=case,
            person=victim,
            category=Category.WISHES,
            recipient=OrganisationKind.VT,
            consent=step,
            actor=actor,
            at=at,
        )


def not_reached(case: Case, crew: Crew, at: datetime) -> None:
    """Slachtofferhulp calls about the decision in vain; informing stays needed."""
    attempt = NewAttempt(
        outcome=Outcome.NOT_REACHED, manner=Manner.PHONE, attempted_at=at, note="Geen gehoor."
    )
    with acting_as(crew.victim_support):
        open_ones = VictimNotice.objects.filter(case=case, status="open").select_related("informer")
        record_attempts(notices=list(open_ones), attempt=attempt, actor=crew.victim_support, at=at)


def _victim(case: Case) -> Person:
    roles = CaseRole.objects.filter(case=case, role="victim").select_related("person")
    return roles.order_by("pk")[0].person
