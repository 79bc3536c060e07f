"""No sequence of sharing, consent, withdrawal, change of level, of role and of table opens what is forbidden.

The machine keeps a plain model beside the application: which acts stand, how each consent stands, who takes
part how far. After every step every reader asks for every section, and gets what the model says.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from pytest_django import DjangoDbBlocker

from cases.access.errors import DomainError
from cases.access.models import Participation
from cases.access.rules.categories import Category
from cases.access.rules.consent import ConsentStep
from cases.access.rules.disclosure import DEFAULT_TABLE
from cases.access.rules.grants import Grant
from cases.access.rules.levels import Level
from cases.access.rules.sharing import Ground
from cases.access.schedule import forget_schedule
from cases.access.sharing_models import SharingAct
from cases.access.wall import acting_as
from cases.casefiles.models import Case
from cases.casefiles.services import mark_for_task
from cases.organisations.models import User
from cases.organisations.rules import OrganisationKind
from cases.sharing.table import NewCell
from tests.cases.sharing.acting import AT, closed, said, sees, shared
from tests.cases.sharing.tables import approved
from tests.factories.cast import Cast
from tests.factories.family import Family, make_family
from tests.zsm.decision.making import past_the_wall

K, C = OrganisationKind, Category
READERS: Final = {"vt": K.VT, "shn": K.SHN, "politie": K.POLITIE}
GIVERS: Final = {"3ro": K.RECLASSERING, "shn": K.SHN, "politie": K.POLITIE}
SECTIONS: Final = (C.ADVICE, C.WISHES, C.JUDICIAL, C.PROTECTED_ADDRESS)
# Never opened by anything but a mark where the table has one: the floor under every sequence.
FLOOR: Final = {C.PROTECTED_ADDRESS}
LATER: Final = date(2026, 3, 20)


class Sequences(RuleBasedStateMachine):
    """What partners may do with what they recorded, in any order."""

    cast: Cast
    family: Family

    def __init__(self) -> None:
        super().__init__()
        self.consents: dict[tuple[str, OrganisationKind, Category], ConsentStep] = {}
        self.marks: set[tuple[str, OrganisationKind, Category]] = set()
        self.acts: dict[int, tuple[str, OrganisationKind, Category, Ground]] = {}
        self.levels: dict[str, Level] = dict.fromkeys(READERS, Level.CONTRIBUTE)
        self.forbidden: set[tuple[OrganisationKind, Category]] = set()
        self.at = AT
        self.ground = transaction.atomic()
        self.ground.__enter__()

    @initialize()
    def open_the_case(self) -> None:
        self.cast = Cast()
        self.family = make_family(self.cast)
        self.organisations = {kind: self.cast.organisation(kind).pk for kind in GIVERS.values()}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.ground.__exit__(None, None, None)
        forget_schedule()

    @rule(
        giver=st.sampled_from(sorted(GIVERS)),
        reader=st.sampled_from(sorted(READERS)),
        section=st.sampled_from(SECTIONS),
        ground=st.sampled_from(list(Ground)),
    )
    def share(self, giver: str, reader: str, section: Category, ground: Ground) -> None:
        person = self.family.victim if giver == "shn" else self.family.suspect
        until = LATER + timedelta(days=60)
        try:
            act = shared(
                self.cast,
                self.family,
                giver,
                READERS[reader],
                section,
                ground=ground,
                person=person if ground is Ground.CONSENT else None,
                at=self.at,
                until=until,
            )
        except DomainError:
            return
        self.acts[act.pk] = (giver, READERS[reader], section, ground)

    @rule(number=st.integers(0, 5))
    def withdraw(self, number: int) -> None:
        if self.acts:
            key = sorted(self.acts)[number % len(self.acts)]
            with past_the_wall():
                act = SharingAct.objects.get(pk=key)
            closed(self.cast, act, self.acts.pop(key)[0])

    @rule(
        giver=st.sampled_from(["3ro", "shn"]),
        reader=st.sampled_from(sorted(READERS)),
        step=st.sampled_from(list(ConsentStep)),
    )
    def consent(self, giver: str, reader: str, step: ConsentStep) -> None:
        section = C.ADVICE if giver == "3ro" else C.WISHES
        person = self.family.suspect if giver == "3ro" else self.family.victim
        try:
            said(
                self.cast,
                self.family,
                step,
                giver=giver,
                recipient=READERS[reader],
                category=section,
                person=person,
            )
        except DomainError:
            return
        self.consents[giver, READERS[reader], section] = step

    @rule(
        giver=st.sampled_from(sorted(GIVERS)),
        reader=st.sampled_from(sorted(READERS)),
        section=st.sampled_from(SECTIONS),
    )
    def mark(self, giver: str, reader: str, section: Category) -> None:
        actor = self.cast.actor(giver)
        with acting_as(actor):
            mark_for_task(
                case=self.family.case,
                category=section,
                recipients=[READERS[reader]],
                purpose="test",
                actor=actor,
                at=self.at,
            )
        self.marks.add((giver, READERS[reader], section))

    @rule(reader=st.sampled_from(["vt", "shn"]), level=st.sampled_from([Level.THAT, Level.CONTRIBUTE]))
    def change_level(self, reader: str, level: Level) -> None:
        with past_the_wall():
            rows = Participation.objects.filter(
                case=self.family.case, organisation=self.cast.organisation(READERS[reader])
            )
            rows.update(level=level)
        self.levels[reader] = level

    @rule(reader=st.sampled_from(["vt", "shn"]), section=st.sampled_from([C.ADVICE, C.WISHES]))
    def forbid(self, reader: str, section: Category) -> None:
        if self.forbidden:
            return
        cell = NewCell(recipient=READERS[reader], category=section, grant=Grant.FORBIDDEN, basis="test")
        approved(self.cast, cell, begins=LATER)
        self.forbidden.add((READERS[reader], section))
        self.at = AT + timedelta(days=14)

    @rule()
    def move_the_user(self) -> None:
        """A member of staff who moves sees by the new organisation at once."""
        mover = User.objects.get(username="vt.lead")
        shelter = self.cast.organisation(K.OPVANG)
        with past_the_wall():
            User.objects.filter(pk=mover.pk).update(organisation=shelter)
        assert not any(_sees_nothing(self.cast, self.family, section, self.at) for section in SECTIONS)

    def expected(self, giver: str, reader: str, section: Category) -> bool:
        kind = READERS[reader]
        if giver == reader:
            return True
        if self.levels[reader] < Level.VIEW or (kind, section) in self.forbidden:
            return False
        grant = DEFAULT_TABLE[kind, section].grant
        if grant is Grant.ALLOWED:
            return True
        if grant is Grant.TASK and (giver, kind, section) in self.marks:
            return True
        given = self.consents.get((giver, kind, section)) is ConsentStep.GIVEN
        if grant is Grant.CONSENT and given:
            return True
        return any(
            (one[0], one[1], one[2]) == (giver, kind, section) and (one[3] is not Ground.CONSENT or given)
            for one in self.acts.values()
        )

    @invariant()
    def everybody_sees_what_the_model_says(self) -> None:
        if not hasattr(self, "family"):
            return
        for reader in READERS:
            with acting_as(self.cast.actor(reader)):
                access = self.family.seen_by(self.cast, reader, at=self.at)
            for giver, kind in GIVERS.items():
                person = self.family.victim if giver == "shn" else self.family.suspect
                for section in SECTIONS:
                    found = access.may_see(section, self.organisations[kind], person.pk)
                    assert found is self.expected(giver, reader, section), (giver, reader, section)

    @invariant()
    def the_floor_holds(self) -> None:
        for _, kind, section, ground in self.acts.values():
            if section in FLOOR:
                assert ground is Ground.TASK
                assert DEFAULT_TABLE[kind, section].grant is Grant.TASK
            if section is C.WISHES:
                assert ground in (Ground.CONSENT, Ground.TASK)


def _sees_nothing(cast: Cast, family: Family, section: Category, at: Any) -> bool:
    try:
        return sees(cast, family, "vt.lead", section, K.RECLASSERING, at=at)
    except Case.DoesNotExist:
        return False


@pytest.mark.usefixtures("django_db_setup")
def test_no_sequence_reaches_what_is_forbidden(django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        run_state_machine_as_test(
            Sequences,
            settings=settings(
                max_examples=12,
                stateful_step_count=8,
                deadline=None,
                derandomize=True,
                suppress_health_check=list(HealthCheck),
            ),
        )
