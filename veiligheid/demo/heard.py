"""Stories of the demo about suspects who were heard, and about cases that belong together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from cases.access.wall import acting_as
from cases.casefiles.models import Case, CaseRole
from cases.casefiles.rules.linking import LinkKind
from cases.offences.rules.relation import Relation
from cases.persons.models import Person
from cases.persons.services import NewPerson
from cases.reports.services import NewReport
from cases.terms.rules.wording import local
from veiligheid.demo.crew import Crew
from veiligheid.demo.people import People
from veiligheid.demo.stories import Scene
from zsm.intake.rules import VictimIs
from zsm.intake.services import Hearing, HearingIntake, Involved, LinkTo, register_hearing

UNTIL_ZSM: Final = timedelta(hours=30)
# He is drawn once, and not by the number of a case: that differs with what the database counted before.
NUMBER_OF_THE_FRIEND: Final = 7000

HearingStory = Callable[[Scene], HearingIntake]


def _hearing(scene: Scene, how: str) -> Hearing:
    return Hearing(
        how=how,
        heard_at=scene.arrived_at,
        place=f"Politiebureau {scene.municipality.name}",
        inserted_at=scene.arrived_at + UNTIL_ZSM,
    )


def called_for_interview(scene: Scene) -> HearingIntake:
    """A man is called for interview a week after a report that Veilig Thuis already has."""
    wife = scene.people.woman(44)
    husband = scene.people.man(47)
    return HearingIntake(
        hg_label=True,
        offence_municipality=scene.municipality,
        offence_place="Woning van het gezin",
        victim_municipality=scene.municipality,
        suspect=Involved(person=husband),
        victim=Involved(person=wife),
        victim_is=VictimIs.SPOUSE,
        charges=(scene.charge("285-1", Relation.SPOUSE),),
        children_checked=False,
        hearing=_hearing(scene, "summoned"),
        safe_contact=scene.people.safe_contact("Bel als haar man op zijn werk is, tot 16:00."),
        reported_on=scene.day - timedelta(days=8),
    )


def brothers_in_a_fight(scene: Scene) -> HearingIntake:
    """Two brothers fight over their mother's house; both say that the other began."""
    older = scene.people.man(36)
    younger = scene.people.man(31, older.last_name)
    return HearingIntake(
        hg_label=True,
        offence_municipality=scene.municipality,
        offence_place="Woning van hun moeder",
        victim_municipality=scene.municipality,
        suspect=Involved(person=older),
        victim=Involved(person=younger),
        victim_is=VictimIs.SIBLING,
        charges=(scene.charge("300-1", Relation.CLOSE_RELATIVE),),
        measures_checked=True,
        hearing=_hearing(scene, "by_chance"),
        report=NewReport(situation="Broers vochten in de woning van hun moeder. Beiden hebben letsel."),
    )


def the_other_brother(case: Case, crew: Crew, at: datetime) -> None:
    """Violence both ways: the victim is a suspect too, in a case of his own."""
    _linked(case, crew, at, LinkKind.MUTUAL_VIOLENCE, "Beide broers zeggen dat de ander begon.")


def a_friend_who_helped(case: Case, crew: Crew, at: datetime) -> None:
    """A friend of the suspect is heard for the same offence."""
    _linked(case, crew, at, LinkKind.CO_SUSPECT, "Hield volgens een getuige het slachtoffer vast.")


def _linked(case: Case, crew: Crew, at: datetime, kind: LinkKind, reason: str) -> None:
    police = crew.police
    with acting_as(police):
        roles = CaseRole.objects.filter(case=case).select_related("person")
        people = {role.role: role.person for role in roles}
        suspect, victim = _along(people["suspect"]), _along(people["victim"])
        if kind is LinkKind.MUTUAL_VIOLENCE:
            suspect, victim = victim, suspect
        else:
            suspect = Involved(person=People(NUMBER_OF_THE_FRIEND, local(at).date()).man(33))
        scene = Scene(
            people=People(0, local(at).date()),
            municipality=case.offence_municipality,
            arrived_at=at,
            hovj=police.display_name,
        )
        intake = HearingIntake(
            hg_label=True,
            offence_municipality=case.offence_municipality,
            offence_place=case.offence_place,
            victim_municipality=case.victim_municipality,
            suspect=suspect,
            victim=victim,
            victim_is=VictimIs.SIBLING if kind is LinkKind.MUTUAL_VIOLENCE else VictimIs.OTHER,
            charges=(scene.charge("300-1", Relation.CLOSE_RELATIVE),),
            measures_checked=True,
            hearing=_hearing(scene, "summoned"),
            reported_on=local(at).date(),
            linked_to=LinkTo(case=case, kind=kind, reason=reason),
        )
        register_hearing(intake=intake, actor=police, at=at)


def _along(person: Person) -> Involved:
    new = NewPerson(
        first_names=person.first_names,
        infix=person.infix,
        last_name=person.last_name,
        birth_date=person.birth_date,
        gender=person.gender,
    )
    return Involved(person=new, carried=person.public_id)
