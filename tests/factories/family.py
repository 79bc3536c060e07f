"""One family in one case at the ZSM table: a suspect, a victim, two children, his brother; every partner."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from cases.access.rules.levels import Level
from cases.access.wall import acting_as
from cases.assessments.rules.answers import Outcome, Presence, YesNo
from cases.assessments.rules.structural import HARMFUL_EVENTS
from cases.assessments.services import CriterionAnswer, HarmAnswer, PartA, PartB, ThreatAnswer
from cases.casefiles.models import Case
from cases.casefiles.queries import CaseAccess
from cases.casefiles.queries import open_case as open_for
from cases.casefiles.rules.states import CaseState
from cases.casefiles.services import Joining, NewCase, add_person, join, open_case
from cases.offences.rules.relation import Relation
from cases.offences.services import NewCharge, add_charges
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person
from cases.persons.services import NewPerson
from cases.plans.models import SafetyMeasure
from cases.plans.rules.measure import MeasureKind, Part
from cases.plans.services import NewMeasure, record_measure
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.ground.database import afresh

OPENED = ams("2026-03-10 10:00")
PARTNERS = (
    OrganisationKind.VT,
    OrganisationKind.OM,
    OrganisationKind.RECLASSERING,
    OrganisationKind.RVDK,
    OrganisationKind.SHN,
)


@dataclass(frozen=True, slots=True)
class Family:
    """The case and its persons."""

    case: Case
    suspect: Person
    victim: Person
    children: tuple[Person, Person]
    brother: Person

    def seen_by(self, cast: Cast, username: str, at: datetime = OPENED) -> CaseAccess:
        """The case as this user may know it; call it inside `acting_as`."""
        return open_for(cast.actor(username), self.case.public_id, at=at)


def make_family(cast: Cast, at: datetime = OPENED, *, stalking: bool = True) -> Family:
    """Police opens the case with the persons, stalking as charge, and every partner; ZVH knows only that."""
    police = cast.actor("politie")
    with acting_as(police):
        own = Joining(cast.organisation(OrganisationKind.POLITIE), Level.DECIDE, "test")
        new = NewCase(CaseState.AT_ZSM, "yes", cast.municipality(), cast.municipality())
        case = open_case(new=new, joining=own, actor=police, at=at)
        others = [Joining(cast.organisation(kind), Level.CONTRIBUTE, "test") for kind in PARTNERS]
        others.append(Joining(cast.organisation(OrganisationKind.ZVH), Level.THAT, "test"))
        join(case=case, joining=others, actor=police, at=at)

        def person(role: str, first: str, last: str, born: date) -> Person:
            return add_person(
                case=case,
                new=NewPerson(first_names=first, last_name=last, birth_date=born),
                role=role,
                actor=police,
                at=at,
            )

        family = Family(
            case=case,
            suspect=person("suspect", "Milan", "Bakker", date(1991, 5, 2)),
            victim=person("victim", "Sofie", "Winter", date(1994, 8, 12)),
            children=(
                person("child", "Lotte", "Bakker", date(2017, 2, 3)),
                person("child", "Tim", "Bakker", date(2019, 11, 30)),
            ),
            brother=person("network", "Dennis", "Bakker", date(1988, 1, 20)),
        )
        if stalking:
            charge = NewCharge(code="285b", committed_on=at.date(), relation=Relation.FORMER_PARTNER)
            add_charges(case=case, charges=[charge], actor=police, at=at)
    return family


def family_afresh(family: Family) -> Family:
    """A family that a module made, as the database holds it (see `afresh`)."""
    return replace(
        family,
        case=afresh(family.case),
        suspect=afresh(family.suspect),
        victim=afresh(family.victim),
        children=(afresh(family.children[0]), afresh(family.children[1])),
        brother=afresh(family.brother),
    )


def make_order(
    cast: Cast, family: Family, at: datetime = OPENED, *, days_ago: int = 20, is_served: bool = True
) -> SafetyMeasure:
    """The behavioural order (509hh) against the suspect: area and contact ban, imposed some days ago."""
    police = cast.actor("politie")
    imposed = at - timedelta(days=days_ago)
    with acting_as(police):
        return record_measure(
            case=family.case,
            measure=NewMeasure(
                kind=MeasureKind.BEHAVIOURAL_ORDER,
                parts=frozenset({Part.AREA_BAN, Part.CONTACT_BAN}),
                imposed_by="officier van justitie",
                imposed_at=imposed,
                protects=(family.victim, *family.children),
                area="Duinweg 12 en 500 meter eromheen",
                served_at=imposed if is_served else None,
                served_by="brigadier Vos" if is_served else "",
                registered_at=imposed if is_served else None,
                registered_by="meldkamer" if is_served else "",
            ),
            actor=police,
            at=at,
        )


def acute(family: Family, **changes: object) -> PartA:
    """Acute: criteria 7 and 10, the suspect has access, nobody has sight."""
    values: dict[str, object] = {
        "criteria": tuple(
            CriterionAnswer(
                code=code,
                answer=Presence.PRESENT if code in (7, 10) else Presence.ABSENT,
                source="police_investigation",
                note="aan de deur gezien" if code == 10 else "",
            )
            for code in range(1, 11)
        ),
        "threats": (
            ThreatAnswer(person=family.suspect, access=YesNo.YES),
            ThreatAnswer(person=family.brother, access=YesNo.NO),
        ),
        "sight": YesNo.NO,
        "unsafe": (family.victim, *family.children),
        "conclusion": Outcome.YES,
        "sources": ("police_investigation",),
    }
    return PartA(**(values | changes))  # type: ignore[arg-type]  # one place fills in all fields by name


def structural(**changes: object) -> PartB:
    """Stalking and threats are present, everything else is not."""
    present = ("stalking", "threats")
    values: dict[str, object] = {
        "kinds": tuple(
            HarmAnswer(
                code=code,
                answer=Presence.PRESENT if code in present else Presence.ABSENT,
                note="sinds een jaar" if code == "stalking" else "",
                source="earlier_file" if code in present else "",
            )
            for code in HARMFUL_EVENTS
        ),
        "conclusion": Outcome.YES,
        "sources": ("report",),
    }
    return PartB(**(values | changes))  # type: ignore[arg-type]  # one place fills in all fields by name
