"""Cases of the intake as the tests need them: heard, held, minor, linked; by police of Duinrand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from cases.access.models import Participation
from cases.access.wall import acting_as
from cases.assessments.services import NewIncident, add_incident
from cases.casefiles.models import Case
from cases.offences.rules.relation import Relation
from cases.offences.services import NewCharge
from cases.persons.services import NewPerson
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from zsm.intake.models import Custody
from zsm.intake.queries import new_facts
from zsm.intake.rules import VictimIs
from zsm.intake.services import (
    Arrest,
    ArrestIntake,
    Grounds,
    Hearing,
    HearingIntake,
    Involved,
    arrest_again,
    register_arrest,
    register_hearing,
)

HEARD, REGISTERED = ams("2026-03-10 10:00"), ams("2026-03-10 10:30")
INSERTED = ams("2026-03-12 09:00")
LATER = ams("2026-03-10 14:00")
ADULT, MINOR = date(1990, 1, 15), date(2009, 6, 1)
REMAND, LIGHT = "285-1", "138-1"


def people(born: date = ADULT, number: int = 0) -> dict[str, Any]:
    """Suspect and victim; another `number` is another family."""
    apart = timedelta(days=40 * number)
    return {
        "suspect": Involved(
            person=NewPerson(first_names=f"Bram{number}", last_name="Tienhoven", birth_date=born - apart)
        ),
        "victim": Involved(
            person=NewPerson(
                first_names=f"Eva{number}", last_name="Zandstra", birth_date=date(1992, 4, 4) - apart
            )
        ),
    }


def shared(cast: Cast, **changes: Any) -> dict[str, Any]:
    """What an arrest and a hearing have in common."""
    values: dict[str, Any] = {
        "hg_label": True,
        "offence_municipality": cast.municipality(),
        "offence_place": "thuis",
        "victim_municipality": cast.municipality(),
        "victim_is": VictimIs.LIFE_COMPANION,
        "charges": (charge(),),
        **people(changes.pop("born", ADULT), changes.pop("number", 0)),
    }
    return values | changes


def charge(code: str = REMAND, on: date | None = None) -> NewCharge:
    return NewCharge(code=code, committed_on=on or HEARD.date(), relation=Relation.LIFE_COMPANION)


def hearing(**changes: Any) -> Hearing:
    return replace(
        Hearing(how="summoned", heard_at=HEARD, place="Bureau Duinstede", inserted_at=INSERTED), **changes
    )


def an_arrest(arrived_at: datetime = HEARD, **changes: Any) -> Arrest:
    arrest = Arrest(
        mode="red_handed",
        arrested_at=arrived_at - timedelta(minutes=30),
        arrived_at=arrived_at,
        place="Bureau Duinstede",
    )
    return replace(arrest, **changes)


def heard_case(cast: Cast, at: datetime = REGISTERED, **changes: Any) -> Case:
    police = cast.actor("politie")
    how = changes.pop("hearing", hearing())
    with acting_as(police):
        intake = HearingIntake(**shared(cast, **changes), hearing=how)
        return register_hearing(intake=intake, actor=police, at=at)


def held_case(cast: Cast, at: datetime = REGISTERED, **changes: Any) -> Case:
    police = cast.actor("politie")
    how = changes.pop("arrest", an_arrest())
    with acting_as(police):
        intake = ArrestIntake(**shared(cast, **changes), arrest=how)
        return register_arrest(intake=intake, actor=police, at=at)


def new_event(cast: Cast, case: Case, at: datetime = LATER) -> None:
    """Police puts a new unsafe event on record."""
    police = cast.actor("politie")
    incident = NewIncident(
        happened_on=at.date(), description="Stond weer voor de deur.", source="police_investigation"
    )
    with acting_as(police):
        add_incident(case=case, incident=incident, actor=police, at=at)


def arrested_again(
    cast: Cast, case: Case, at: datetime = LATER + timedelta(hours=1), *, fact: str = "", **changes: Any
) -> Custody:
    """Police arrests the suspect on the last fact on record; the suspect arrived half an hour before `at`."""
    police = cast.actor("politie")
    arrest = changes.pop("arrest", None) or an_arrest(at - timedelta(minutes=15))
    with acting_as(police):
        last = Custody.objects.filter(case=case).order_by("-starts_at")[0]
        codes = [found.code for found in new_facts(case, last)]
        grounds = Grounds(fact=fact or (codes[-1] if codes else ""), suspicion="Verklaring van een getuige.")
        return arrest_again(
            case=case, arrest=arrest, grounds=changes.get("grounds", grounds), actor=police, at=at
        )


def joined(case: Case) -> set[tuple[str, str]]:
    rows = Participation.objects.filter(case=case).select_related("organisation")
    return {(row.organisation.kind, row.capacity) for row in rows}


def owes(case: Case) -> dict[tuple[str, str], datetime | None]:
    """What is owed now, by kind of organisation, with its due moment."""
    terms = Term.objects.filter(case=case, status="open").select_related("organisation")
    return {(term.organisation.kind, term.kind): term.due_at for term in terms}


def term(case: Case, kind: TermKind, status: str = "open") -> Term:
    return Term.objects.select_related("organisation").get(case=case, kind=kind.value, status=status)
