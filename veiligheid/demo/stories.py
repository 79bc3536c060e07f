"""The stories of the demo: what police registers at an arrest, told with invented people.

They follow the practice cases of the process "Gezamenlijke aanpak HG met VT en ZSM" (domain guide, section
14) in outline only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from cases.offences.rules.relation import Relation
from cases.offences.services import NewCharge
from cases.organisations.models import Municipality
from cases.organisations.rules import OrganisationKind
from cases.reports.services import NewReport
from cases.terms.rules.wording import local
from veiligheid.demo.people import People
from zsm.intake.rules import ChildOf, GuardianOf, VictimIs
from zsm.intake.services import (
    Arrest,
    ArrestIntake,
    Complaint,
    Involved,
    InvolvedChild,
    InvolvedGuardian,
)

FROM_ARREST_TO_ARRIVAL: Final = timedelta(minutes=35)


@dataclass(frozen=True, slots=True)
class Scene:
    """Where and when a story plays, and who can play in it. `hovj`: who takes up a klacht."""

    people: People
    municipality: Municipality
    arrived_at: datetime
    hovj: str

    @property
    def arrested_at(self) -> datetime:
        """The moment of the arrest."""
        return self.arrived_at - FROM_ARREST_TO_ARRIVAL

    @property
    def day(self) -> date:
        """The day of the arrest."""
        return local(self.arrested_at).date()

    def arrest(self, *, red_handed: bool = True, intoxicated: bool = False) -> Arrest:
        """The arrest; held at the police station of the municipality."""
        return Arrest(
            mode="red_handed" if red_handed else "otherwise",
            arrested_at=self.arrested_at,
            arrived_at=self.arrived_at,
            place=f"Politiebureau {self.municipality.name}",
            intoxicated=intoxicated,
        )

    def charge(self, code: str, relation: Relation) -> NewCharge:
        """An offence of the day of the arrest."""
        return NewCharge(code=code, committed_on=self.day, relation=relation)


Story = Callable[[Scene], ArrestIntake]


def son_reports_his_father(scene: Scene) -> ArrestIntake:
    """A minor son reports his father; the family is known from two earlier reports."""
    father = scene.people.man(46)
    son = scene.people.child(father.last_name, years=15)
    sister = scene.people.child(father.last_name, years=12)
    mother = scene.people.woman(44)
    return ArrestIntake(
        hg_label=True,
        offence_municipality=scene.municipality,
        offence_place="Woning van het gezin",
        victim_municipality=scene.municipality,
        suspect=Involved(person=father),
        victim=Involved(person=son),
        victim_is=VictimIs.CHILD,
        charges=(scene.charge("300-1", Relation.CHILD),),
        arrest=scene.arrest(),
        children=(InvolvedChild(person=sister, child_of=ChildOf.SUSPECT),),
        child_present=True,
        child_note="De zus was boven en hoorde het gevecht.",
        guardians=(InvolvedGuardian(person=mother, guardian_of=GuardianOf.VICTIM),),
        measures_checked=True,
        safe_contact=scene.people.safe_contact("Minderjarig: spreek eerst af wie er bij het gesprek is."),
        report=NewReport(
            situation="Zoon doet aangifte: zijn vader heeft hem geslagen en tegen de kast geduwd. Blauw oog.",
            request="Is het gezin bekend, en kunnen moeder en kinderen vannacht thuis blijven?",
        ),
        children_open_to=frozenset({OrganisationKind.OM}),
    )


def baby_in_the_car(scene: Scene) -> ArrestIntake:
    """A man hits his partner and drives off, drunk, with their baby of five weeks."""
    mother = scene.people.woman(27)
    father = scene.people.man(29)
    baby = scene.people.child(father.last_name, weeks=5)
    return ArrestIntake(
        hg_label=True,
        offence_municipality=scene.municipality,
        offence_place="Provinciale weg, na een ruzie thuis",
        victim_municipality=scene.municipality,
        suspect=Involved(person=father),
        victim=Involved(person=mother),
        victim_is=VictimIs.LIFE_COMPANION,
        charges=(scene.charge("300-1", Relation.LIFE_COMPANION),),
        arrest=scene.arrest(intoxicated=True),
        children=(InvolvedChild(person=baby),),
        child_present=True,
        child_note="Baby van vijf weken zat in de auto; lichamelijk in orde volgens de huisarts.",
        measures_checked=True,
        safe_contact=scene.people.safe_contact("Verblijft bij haar zus."),
        report=NewReport(
            situation="Vader reed onder invloed weg met de baby nadat hij moeder had geslagen.",
            request="Voorwaarden voor het nieuwe gezin van vader.",
        ),
        children_open_to=frozenset({OrganisationKind.OM}),
    )


def daughter_at_her_fathers_door(scene: Scene) -> ArrestIntake:
    """A daughter of twenty forces her way into her father's house: an offence with a clock of six hours."""
    father = scene.people.man(51)
    daughter = scene.people.woman(20, father.last_name)
    return ArrestIntake(
        hg_label=True,
        offence_municipality=scene.municipality,
        offence_place="Woning van vader en stiefmoeder",
        victim_municipality=scene.municipality,
        suspect=Involved(person=daughter),
        victim=Involved(person=father),
        victim_is=VictimIs.LEGAL_FATHER,
        charges=(scene.charge("138-1", Relation.LEGAL_FATHER),),
        arrest=scene.arrest(),
        measures_checked=True,
        safe_contact=scene.people.safe_contact(),
        report=NewReport(
            situation="Dochter dringt voor de derde keer het huis binnen en bedreigt haar stiefmoeder.",
            request="Veiligheidsafspraken met de ouders voordat zij vrijkomt.",
        ),
    )


def minor_son_hits_his_mother(scene: Scene) -> ArrestIntake:
    """A suspect of sixteen: the RvdK takes the place of the probation service."""
    mother = scene.people.woman(43)
    son = scene.people.child(mother.last_name, years=16)
    brother = scene.people.child(mother.last_name, years=9)
    return ArrestIntake(
        hg_label=True,
        offence_municipality=scene.municipality,
        offence_place="Woning van het gezin",
        victim_municipality=scene.municipality,
        suspect=Involved(person=son),
        victim=Involved(person=mother),
        victim_is=VictimIs.MOTHER,
        charges=(scene.charge("300-1", Relation.MOTHER),),
        arrest=scene.arrest(),
        children=(InvolvedChild(person=brother, child_of=ChildOf.VICTIM),),
        measures_checked=True,
        safe_contact=scene.people.safe_contact("Bel liever na 18:00, zij werkt overdag."),
        report=NewReport(situation="Ruzie over geld; de zoon sloeg zijn moeder en gooide een stoel."),
    )


def son_on_his_mothers_land(scene: Scene) -> ArrestIntake:
    """A grown son rents a dwelling on his mother's land: a temporary restraining order is impossible."""
    mother = scene.people.woman(59)
    son = scene.people.man(27, mother.last_name)
    return ArrestIntake(
        hg_label=True,
        offence_municipality=scene.municipality,
        offence_place="Erf van het slachtoffer",
        victim_municipality=scene.municipality,
        suspect=Involved(person=son),
        victim=Involved(person=mother),
        victim_is=VictimIs.MOTHER,
        charges=(scene.charge("285-1", Relation.MOTHER),),
        arrest=scene.arrest(),
        measures_checked=True,
        safe_contact=scene.people.safe_contact("Zoon kan meeluisteren: vraag of zij vrij kan praten."),
        report=NewReport(
            situation="Zoon bedreigt moeder. Hij huurt een woning op haar erf: een huisverbod kan niet."
        ),
    )


def messages_after_the_break(scene: Scene) -> ArrestIntake:
    """Stalking by messages after a relation was broken off; the klacht is still to be made."""
    victim = scene.people.woman(31)
    return ArrestIntake(
        hg_label=True,
        offence_municipality=scene.municipality,
        offence_place="Woning en werk van het slachtoffer",
        victim_municipality=scene.municipality,
        suspect=Involved(person=scene.people.man(38)),
        victim=Involved(person=victim),
        victim_is=VictimIs.FORMER_PARTNER,
        relation_ended_on=scene.day - timedelta(days=74),
        charges=(scene.charge("285b", Relation.FORMER_PARTNER),),
        arrest=scene.arrest(red_handed=False),
        complaint=Complaint(answer="unknown"),
        measures_checked=True,
        safe_contact=scene.people.safe_contact(),
        report=NewReport(
            situation="Meer dan tweehonderd berichten in een maand; wacht haar op bij haar werk."
        ),
    )


def threat_at_home(scene: Scene) -> ArrestIntake:
    """A woman is threatened by her husband while the children are at home."""
    wife = scene.people.woman(36)
    husband = scene.people.man(40)
    older, younger = (scene.people.child(husband.last_name, years=years) for years in (10, 7))
    return ArrestIntake(
        hg_label=True,
        offence_municipality=scene.municipality,
        offence_place="Woning van het gezin",
        victim_municipality=scene.municipality,
        suspect=Involved(person=husband),
        victim=Involved(person=wife),
        victim_is=VictimIs.SPOUSE,
        charges=(scene.charge("285-1", Relation.SPOUSE), scene.charge("300-1", Relation.SPOUSE)),
        arrest=scene.arrest(intoxicated=True),
        children=(InvolvedChild(person=older), InvolvedChild(person=younger)),
        child_present=True,
        measures_checked=True,
        safe_contact=scene.people.safe_contact(),
        report=NewReport(situation="Man bedreigde zijn vrouw met een mes; de kinderen waren ernaast."),
        children_open_to=frozenset({OrganisationKind.OM}),
    )


# What is registered anew when too few clocks run, one after the other.
FRESH: Final[tuple[Story, ...]] = (
    threat_at_home,
    messages_after_the_break,
    minor_son_hits_his_mother,
    daughter_at_her_fathers_door,
    baby_in_the_car,
    son_on_his_mothers_land,
    son_reports_his_father,
)
