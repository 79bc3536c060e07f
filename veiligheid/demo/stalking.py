"""The stalking case of the process "Gezamenlijke aanpak HG met VT en ZSM", with invented people.

The thread through the whole application starts with it (domain guide, section 14).
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from cases.offences.rules.relation import Relation
from cases.organisations.rules import OrganisationKind
from cases.persons.services import NewPerson, NewSafeContact
from cases.plans.rules.catalogue import OrderGround
from cases.plans.rules.measure import MeasureKind, Part
from cases.reports.services import NewReport
from veiligheid.demo.people import NUMBER_OF_NOBODY
from veiligheid.demo.stories import Scene
from zsm.intake.rules import VictimIs
from zsm.intake.services import ArrestIntake, Complaint, Involved, InvolvedChild, RunningMeasure

SUSPECT: Final = NewPerson(
    first_names="Milan", last_name="Brandwijk", gender="m", birth_date=date(1992, 4, 17), bsn="999990019"
)
VICTIM: Final = NewPerson(
    first_names="Esmée", infix="de", last_name="Wilde", gender="f", birth_date=date(1994, 9, 2)
)
SON: Final = NewPerson(first_names="Tijn", last_name="Brandwijk", gender="m", birth_date=date(2016, 6, 11))
DAUGHTER: Final = NewPerson(
    first_names="Jara", last_name="Brandwijk", gender="f", birth_date=date(2019, 1, 28)
)

STREET: Final = "Meidoornstraat"
ORDER_DAYS: Final = 90
SAFE_CONTACT: Final = NewSafeContact(
    phone=NUMBER_OF_NOBODY.format(417),
    phone_safe=True,
    hours_from=time(9),
    hours_until=time(21),
    note="Bel niet als de kinderen thuiskomen, tussen 15:00 en 15:30.",
)
REPORT: Final = NewReport(
    situation=(
        "Ex-partner komt sinds weken steeds vaker aan de deur en stuurt dreigende berichten, meestal onder "
        "invloed. Hij wil zijn zoon spreken en wordt boos als moeder dat weigert. Moeder en kinderen durven "
        "niet meer alleen naar buiten."
    ),
    request="Onderdeel A voor de beslissing over vasthouden; zicht op de kinderen.",
)


def stalking_despite_an_order(scene: Scene) -> ArrestIntake:
    """The ex-partner at the door in spite of a behavioural order, arrested on the order of a prosecutor."""
    relation = Relation.FORMER_PARTNER
    return ArrestIntake(
        hg_label=True,
        offence_municipality=scene.municipality,
        offence_place=f"{STREET}, voor de woning van het slachtoffer",
        victim_municipality=scene.municipality,
        suspect=Involved(person=SUSPECT),
        victim=Involved(person=VICTIM),
        victim_is=VictimIs.FORMER_PARTNER,
        relation_ended_on=scene.day - timedelta(days=230),
        charges=(scene.charge("285b", relation), scene.charge("184a", relation)),
        arrest=scene.arrest(red_handed=False, intoxicated=True),
        children=(InvolvedChild(person=SON), InvolvedChild(person=DAUGHTER)),
        child_present=True,
        child_note="De zoon zag zijn vader voor het raam staan.",
        complaint=Complaint(answer="yes", made_on=scene.day, received_by=scene.hovj),
        measures_checked=True,
        measure=broken_order(scene),
        safe_contact=SAFE_CONTACT,
        report=REPORT,
        children_open_to=frozenset({OrganisationKind.OM}),
    )


def broken_order(scene: Scene) -> RunningMeasure:
    """The order of art. 509hh Sv, nineteen days old, and how this offence breaks it."""
    imposed = datetime.combine(scene.day - timedelta(days=19), time(16, 30), scene.arrested_at.tzinfo)
    return RunningMeasure(
        kind=MeasureKind.BEHAVIOURAL_ORDER,
        parts=frozenset({Part.AREA_BAN, Part.CONTACT_BAN}),
        imposed_by="officier van justitie, OM Duinrand",
        imposed_at=imposed,
        ends_at=imposed + timedelta(days=ORDER_DAYS),
        area=f"{STREET} en Lijsterbesplein, {scene.municipality.name}",
        grounds=OrderGround.PERSONS.value,
        served_at=imposed + timedelta(minutes=40),
        served_by=scene.hovj,
        registered_at=imposed + timedelta(minutes=55),
        registered_by=scene.hovj,
        breached_at=scene.arrested_at - timedelta(minutes=50),
        breach_description="Stond een half uur voor de deur, belde aan en riep naar zijn zoon. Op camera.",
    )
