"""Acts of sharing in a family's case."""

from __future__ import annotations

from datetime import date, datetime

from cases.access.models import DisclosureConsent
from cases.access.rules.categories import Category
from cases.access.rules.consent import ConsentStep
from cases.access.rules.sharing import Ground
from cases.access.sharing_models import SharingAct
from cases.access.wall import acting_as
from cases.casefiles.services import record_event
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person
from cases.plans.rules.conditions import ConditionLevel
from cases.plans.services import NewCondition, set_condition
from cases.sharing.acts import NewAct, share, withdraw
from cases.sharing.services import NewConsent, record_consent
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.factories.family import Family

K = OrganisationKind
AT = ams("2026-03-10 13:00")


def shared(
    cast: Cast,
    family: Family,
    giver: str = "3ro",
    recipient: OrganisationKind = K.VT,
    category: Category = Category.ADVICE,
    *,
    ground: Ground = Ground.MELDCODE,
    person: Person | None = None,
    at: datetime = AT,
    **changes: object,
) -> SharingAct:
    """The giver shares a section of its own with the organisation of a kind."""
    actor = cast.actor(giver)
    values: dict[str, object] = {
        "recipient": cast.organisation(recipient),
        "category": category,
        "ground": ground,
        "purpose": "Veiligheid van het gezin beoordelen",
        "explanation": "Afgewogen met de aandachtsfunctionaris.",
        "until": date(2026, 4, 10),
        "person": person,
    }
    act = NewAct(**(values | changes))  # type: ignore[arg-type]  # one place fills in all by name
    with acting_as(actor):
        return share(case=family.case, act=act, actor=actor, at=at)


def closed(cast: Cast, act: SharingAct, giver: str = "3ro", reason: str = "Niet meer nodig.") -> SharingAct:
    """The giver takes it back."""
    actor = cast.actor(giver)
    with acting_as(actor):
        return withdraw(act=act, reason=reason, actor=actor, at=AT)


def said(
    cast: Cast,
    family: Family,
    step: ConsentStep,
    *,
    giver: str = "3ro",
    recipient: OrganisationKind = K.VT,
    category: Category = Category.ADVICE,
    person: Person | None = None,
) -> DisclosureConsent:
    """A step of the suspect's consent, or of another person's."""
    actor = cast.actor(giver)
    with acting_as(actor):
        return record_consent(
            case=family.case,
            person=person or family.suspect,
            category=category,
            recipient=recipient,
            consent=NewConsent(step=step, stepped_at=AT),
            actor=actor,
            at=AT,
        )


def sees(
    cast: Cast,
    family: Family,
    username: str = "vt",
    category: Category = Category.ADVICE,
    giver: OrganisationKind = K.RECLASSERING,
    *,
    at: datetime = AT,
    person: Person | None = None,
) -> bool:
    """Whether a user sees a section of a giver in a new request."""
    with acting_as(cast.actor(username)):
        access = family.seen_by(cast, username, at=at)
        return access.may_see(category, cast.organisation(giver).pk, person.pk if person else None)


def told(cast: Cast, family: Family, category: Category, summary: str, username: str = "3ro") -> None:
    """Something stands in the story."""
    actor = cast.actor(username)
    with acting_as(actor):
        record_event(case=family.case, kind="test", category=category, summary=summary, actor=actor, at=AT)


def conditioned(cast: Cast, family: Family) -> None:
    """Veilig Thuis sets a condition."""
    vt = cast.actor("vt")
    with acting_as(vt):
        set_condition(
            case=family.case,
            condition=NewCondition(
                level=ConditionLevel.FLOOR,
                text="De verdachte heeft geen contact met het slachtoffer.",
                binds=family.suspect,
                supervisor=cast.organisation(K.POLITIE),
                breach_reporter=cast.organisation(K.VT),
                breach_reported_to=cast.organisation(K.POLITIE),
                consequence="aanhouding",
                starts_on=AT.date(),
            ),
            actor=vt,
            at=AT,
        )
