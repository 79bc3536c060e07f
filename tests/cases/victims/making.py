"""A case with one victim who can be called safely, and what SHN and VT do in it."""

from __future__ import annotations

from datetime import datetime

from cases.access.models import DisclosureConsent
from cases.access.rules.categories import Category
from cases.access.rules.consent import ConsentStep
from cases.access.wall import acting_as
from cases.casefiles.services import set_safe_contact
from cases.organisations.rules import OrganisationKind
from cases.persons.services import NewSafeContact
from cases.sharing.services import NewConsent, record_consent
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.parameters import Parameters
from cases.terms.rules.vocabulary import Situation
from cases.terms.services import start_term
from cases.victims.models import CallAgreement, CrimeReport, VictimCall, VictimWishes
from cases.victims.rules.calls import YesNoUnknown
from cases.victims.rules.contact import Manner, Outcome
from cases.victims.rules.wishes import ToldBy
from cases.victims.services import (
    CallProposal,
    NewCall,
    NewWishes,
    agree_first_call,
    propose_first_call,
    record_call,
    record_crime_report,
    record_wishes,
)
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.factories.family import Family, make_family

SETTLED = ams("2026-03-10 11:00")
SPOKEN = ams("2026-03-10 12:00")
SAFE = NewSafeContact(phone="06 12345678", phone_safe=True, email="veilig@voorbeeld.example", email_safe=True)


def reachable_family(cast: Cast, *, stalking: bool = True) -> Family:
    """A case with one victim whose number and e-mail address are safe; SHN owes the wishes."""
    family = make_family(cast, stalking=stalking)
    police = cast.actor("politie")
    with acting_as(police):
        set_safe_contact(
            case=family.case, person=family.victim, contact=SAFE, actor=police, at=ams("2026-03-10 10:30")
        )
        start_term(
            case=family.case,
            kind=TermKind.WISHES,
            organisation=cast.organisation(OrganisationKind.SHN),
            parameters=Parameters(situation=Situation.STANDARD),
            actor=police,
            at=ams("2026-03-10 10:30"),
        )
    return family


def proposed(
    cast: Cast,
    family: Family,
    username: str = "shn",
    first: OrganisationKind = OrganisationKind.SHN,
    **changes: object,
) -> CallAgreement:
    """A proposal about the first call."""
    actor = cast.actor(username)
    values: dict[str, object] = {
        "first": first,
        "vt_has_contact": YesNoUnknown.NO,
        "good_moment": "Na 19:00.",
        "anonymous_told": True,
        "roles_told": True,
    }
    proposal = CallProposal(**(values | changes))  # type: ignore[arg-type]  # one place fills in all by name
    with acting_as(actor):
        return propose_first_call(
            case=family.case, victim=family.victim, proposal=proposal, actor=actor, at=SETTLED
        )


def agreed(cast: Cast, agreement: CallAgreement, username: str = "vt") -> CallAgreement:
    """The other agrees."""
    actor = cast.actor(username)
    with acting_as(actor):
        return agree_first_call(agreement=agreement, actor=actor, at=SETTLED)


def called(
    cast: Cast,
    family: Family,
    username: str = "shn",
    outcome: Outcome = Outcome.NOT_REACHED,
    *,
    at: datetime = SPOKEN,
    next_at: datetime | None = None,
) -> VictimCall:
    """A call of SHN or VT."""
    actor = cast.actor(username)
    note = "Na zessen." if outcome is Outcome.CALL_BACK else ""
    call = NewCall(outcome=outcome, manner=Manner.PHONE, called_at=at, note=note, next_at=next_at)
    with acting_as(actor):
        return record_call(case=family.case, victim=family.victim, call=call, actor=actor, at=at)


def reported(cast: Cast, family: Family, made: YesNoUnknown, statement: str = "") -> CrimeReport:
    """Police records whether the victim reported the offence."""
    actor = cast.actor("politie")
    with acting_as(actor):
        return record_crime_report(
            case=family.case, victim=family.victim, made=made, statement=statement, actor=actor, at=SETTLED
        )


def wished(
    cast: Cast, family: Family, username: str = "shn", at: datetime = SPOKEN, **changes: object
) -> VictimWishes:
    """The wishes as SHN records them."""
    actor = cast.actor(username)
    values: dict[str, object] = {
        "spoken_at": at,
        "prosecution": YesNoUnknown.YES,
        "protection": "Een contactverbod.",
        "informed_of_release": YesNoUnknown.YES,
        "informed_how": ToldBy.PHONE,
        "says_of_safety": "Zij is bang voor de avond.",
        "wants_now": "Rust.",
        "sees_solution": "Hij gaat in behandeling.",
    }
    wishes = NewWishes(**(values | changes))  # type: ignore[arg-type]  # one place fills in all by name
    with acting_as(actor):
        return record_wishes(case=family.case, victim=family.victim, wishes=wishes, actor=actor, at=at)


def consented(
    cast: Cast,
    family: Family,
    step: ConsentStep = ConsentStep.GIVEN,
    username: str = "shn",
    at: datetime = SPOKEN,
    **changes: object,
) -> DisclosureConsent:
    """A step of the victim's consent to share with Veilig Thuis."""
    actor = cast.actor(username)
    values: dict[str, object] = {"step": step, "stepped_at": at}
    consent = NewConsent(**(values | changes))  # type: ignore[arg-type]  # one place fills in all by name
    with acting_as(actor):
        return record_consent(
            case=family.case,
            person=family.victim,
            category=Category.WISHES,
            recipient=OrganisationKind.VT,
            consent=consent,
            actor=actor,
            at=at,
        )
