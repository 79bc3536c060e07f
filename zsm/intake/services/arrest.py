"""What police registers at an arrest or a hearing: one value, filled by the page, by REST or by demo data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from cases.casefiles.models import Case
from cases.casefiles.rules.known import SamePerson
from cases.casefiles.rules.linking import LinkKind
from cases.offences.services import NewCharge
from cases.organisations.models import Municipality
from cases.organisations.rules import OrganisationKind
from cases.persons.services import NewPerson, NewSafeContact
from cases.plans.rules.measure import MeasureKind, Part
from cases.reports.services import NewReport
from zsm.intake.rules import SUSPECT, VICTIM, ChildOf, GuardianIs, GuardianOf, VictimIs

CHILDREN_PURPOSE: Final = "veiligheid van de kinderen bij de beslissing en de voorwaarden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Involved:
    """A person of the intake, and per recorded person who may be the same one the answer given by hand.

    `carried`: the person of the linked case who this is; then nothing else is asked about her or him.
    """

    person: NewPerson
    answers: Mapping[UUID, SamePerson] = field(default_factory=dict)
    carried: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvolvedChild(Involved):
    """A child of the family system, and whose child it is."""

    child_of: ChildOf = ChildOf.BOTH


@dataclass(frozen=True, slots=True, kw_only=True)
class InvolvedGuardian(Involved):
    """A parent or guardian of a minor suspect or a minor victim, who is told in the place of a young one."""

    guardian_is: GuardianIs = GuardianIs.PARENT
    guardian_of: GuardianOf = GuardianOf.SUSPECT


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """The klacht: asked at the intake; `by_victim`: the victim made it herself or himself."""

    answer: str
    made_on: date | None = None
    by_victim: bool = True
    received_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrest:
    """How, when and where the suspect was arrested. `order_at`: the order to hold for questioning."""

    mode: str
    arrested_at: datetime
    arrived_at: datetime
    place: str
    order_at: datetime | None = None
    intoxicated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """How, when and where the suspect was heard without arrest.

    `how`: "summoned" or "by_chance". `inserted_at`: when the case is put on ZSM, before which police owes its
    checks and the report (None: not yet known).
    """

    how: str
    heard_at: datetime
    place: str
    inserted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningMeasure:
    """A measure that binds the suspect already; `breached_at` is set when this offence breaks it.

    `ends_at`: the first moment on which it no longer holds. `grounds`: of a behavioural order, "a" to "d".
    """

    kind: MeasureKind
    parts: frozenset[Part]
    imposed_by: str
    imposed_at: datetime
    ends_at: datetime | None = None
    area: str = ""
    grounds: str = ""
    protects_victim: bool = True
    protects_children: bool = False
    served_at: datetime | None = None
    served_by: str = ""
    registered_at: datetime | None = None
    registered_by: str = ""
    breach_reporting: str = ""
    breached_at: datetime | None = None
    breach_description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTo:
    """The case to which the new one is linked: another suspect of the same, or violence both ways."""

    case: Case
    kind: LinkKind
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What police registers in one go, however it met the suspect.

    `children` empty is the answer "there are none", unless `children_checked` is False: not looked yet.
    `child_present`: a child was there when it happened. `guardians`: parents or guardians of a minor suspect
    or victim; `guardians_unknown`: asked of the suspect, and not known yet. `measures_checked`: police looked
    whether a restraining order or another measure is in force. `complaint` None: not asked. `safe_contact`
    None: the victim gave no instructions, so nobody contacts her or him. `reported_on`: the day of a report
    that Veilig Thuis has already. `children_open_to`: who may read police's data on the children for its
    task.
    """

    hg_label: bool
    offence_municipality: Municipality
    offence_place: str
    victim_municipality: Municipality
    suspect: Involved
    victim: Involved
    victim_is: VictimIs
    charges: tuple[NewCharge, ...]
    relation_ended_on: date | None = None
    children: tuple[InvolvedChild, ...] = ()
    children_checked: bool = True
    child_present: bool = False
    child_note: str = ""
    guardians: tuple[InvolvedGuardian, ...] = ()
    guardians_unknown: bool = False
    complaint: Complaint | None = None
    measures_checked: bool = False
    measure: RunningMeasure | None = None
    safe_contact: NewSafeContact | None = None
    report: NewReport | None = None
    reported_on: date | None = None
    children_open_to: frozenset[OrganisationKind] = frozenset()
    children_purpose: str = CHILDREN_PURPOSE
    linked_to: LinkTo | None = None

    @property
    def offence_day(self) -> date:
        """The first day of an offence; the flow switches on the suspect's age on that day."""
        return min(charge.committed_on for charge in self.charges)

    def slots(self) -> Iterator[tuple[str, Involved]]:
        """Every person with her or his place in the intake: "suspect", "victim", "child-0" and so on."""
        yield SUSPECT, self.suspect
        yield VICTIM, self.victim
        for number, child in enumerate(self.children):
            yield f"child-{number}", child
        for number, guardian in enumerate(self.guardians):
            yield f"guardian-{number}", guardian


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrestIntake(Intake):
    """The intake of a suspect who was arrested: held, with the clock of the first decision."""

    arrest: Arrest


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingIntake(Intake):
    """The intake of a suspect who was heard without arrest: no clock of the first decision."""

    hearing: Hearing
