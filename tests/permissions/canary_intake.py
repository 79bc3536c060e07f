"""What the intake goes on with in a running case, with a canary in every sensitive text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from cases.access.wall import GUARD_ROLE, acting_as, set_context
from cases.casefiles.link_models import CaseLink, LabelStep
from cases.casefiles.models import Case, CaseRole
from cases.casefiles.rules.linking import LinkKind
from cases.offences.rules.relation import Relation
from cases.offences.services import NewCharge
from cases.organisations.models import User
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person
from cases.persons.services import NewPerson
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from zsm.intake.models import Custody, EarlierOutcome, MeasureCheck, StartCorrection
from zsm.intake.rules import VictimIs
from zsm.intake.services import (
    Hearing,
    HearingIntake,
    Involved,
    LinkTo,
    NewOutcome,
    StartMoments,
    check_measures,
    correct_start_event,
    register_hearing,
    tell_earlier_outcome,
)

K = OrganisationKind
AT = ams("2026-03-10 12:05")
Word = Callable[..., str]


def go_on_with_intake(cast: Cast, case: Case, word: Word) -> None:
    """Police corrects the start and looks for a measure, Veilig Thuis tells an outcome, a case is linked."""
    _police(cast, case, word)
    vt = cast.actor("vt")
    told = {"acute": "yes", "structural": "yes", "changed": "no", "adapt_conditions": "yes"}
    with acting_as(vt):
        outcome = NewOutcome(**told, note=word(EarlierOutcome, "note", K.VT))
        tell_earlier_outcome(case=case, outcome=outcome, actor=vt, at=AT)
    _link(cast, case, word)
    _past_the_wall(case, word)


def _police(cast: Cast, case: Case, word: Word) -> None:
    police = cast.actor("politie")
    with acting_as(police):
        note = word(MeasureCheck, "note", K.POLITIE)
        check_measures(case=case, measure=None, note=note, actor=police, at=AT)
        held = Custody.objects.get(case=case, ends_at__isnull=True)
        assert held.arrested_at is not None
        assert held.arrived_at is not None
        correct_start_event(
            case=case,
            moments=StartMoments(
                arrested_at=held.arrested_at, arrived_at=held.arrived_at - timedelta(minutes=1)
            ),
            reason=word(StartCorrection, "reason", K.POLITIE),
            actor=police,
            at=AT,
        )


def _link(cast: Cast, case: Case, word: Word) -> None:
    """Another suspect, in a case in which only those take part who join by themselves."""
    police = cast.actor("politie")
    with acting_as(police):
        victim = CaseRole.objects.select_related("person").get(case=case, role="victim").person
        intake = HearingIntake(
            hg_label=True,
            offence_municipality=cast.municipality(),
            offence_place="",
            victim_municipality=cast.municipality(),
            suspect=Involved(person=NewPerson(last_name="Ander", birth_date=AT.date().replace(year=1980))),
            victim=Involved(person=_known(victim), carried=victim.public_id),
            victim_is=VictimIs.OTHER,
            charges=(NewCharge(code="300-1", committed_on=AT.date(), relation=Relation.OTHER),),
            hearing=Hearing(how="summoned", heard_at=AT, place="bureau"),
            linked_to=LinkTo(case=case, kind=LinkKind.CO_SUSPECT, reason=word(CaseLink, "reason", K.POLITIE)),
        )
        register_hearing(intake=intake, actor=police, at=AT)


def _known(person: Person) -> NewPerson:
    return NewPerson(first_names=person.first_names, last_name=person.last_name, birth_date=person.birth_date)


def _past_the_wall(case: Case, word: Word) -> None:
    """Texts of steps that this case does not go through: it has the label, and was arrested once."""
    set_context(GUARD_ROLE)
    user = User.objects.select_related("organisation").get(username="om")
    values: dict[str, Any] = {"organisation": user.organisation, "recorded_by": user, "recorded_at": AT}
    LabelStep.objects.create(case=case, step="accepted", reason=word(LabelStep, "reason", K.OM), **values)
    Custody.objects.filter(case=case).update(
        new_fact="onveilige gebeurtenis", suspicion_continues=word(Custody, "suspicion_continues", K.POLITIE)
    )
    set_context("none")
