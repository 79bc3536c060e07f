"""What the partners bring to the table of the canary case: contributions with dissent, advice, triage."""

from __future__ import annotations

from collections.abc import Callable

from cases.access.rules.categories import Category
from cases.access.wall import acting_as
from cases.casefiles.models import Case
from cases.organisations.rules import OrganisationKind
from cases.plans.rules.measure import Part
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from zsm.advice.models import Advice, CivilTriage, TriageAgreement
from zsm.advice.queries import conditions_in_force
from zsm.advice.rules.advice import (
    AdviceContent,
    AdviceKind,
    AdvisedCondition,
    AdvisedDecision,
    ChildrenHeard,
    SpokenWith,
    TakenIn,
    Weighing,
)
from zsm.advice.rules.triage import ChildConcern, SpokenToChild, TriageOutcome
from zsm.advice.services import NewTriage, agree_with_triage, hand_in_advice, record_triage, save_draft
from zsm.consultation.models import Contribution, ContributionPart, TableItem, TableSession
from zsm.consultation.rules.contribution import own_categories
from zsm.consultation.rules.table import DayPart
from zsm.consultation.services import NewContribution, contribute, next_case, open_table, put_back
from zsm.intake.queries import children_of

K = OrganisationKind
GIVEN = ams("2026-03-10 12:10")
USERS = {K.POLITIE: "politie", K.VT: "vt", K.OM: "om", K.RECLASSERING: "3ro", K.RVDK: "rvdk", K.SHN: "shn"}
Word = Callable[..., str]


def bring_in(cast: Cast, case: Case, word: Word) -> None:
    """Everybody contributes and dissents; 3RO advises and drafts anew; RvdK triages and VT answers."""
    for kind in USERS:
        _contribute(cast, case, word, kind)
    _advise(cast, case, word)
    _triage(cast, case, word)


def at_the_table(cast: Cast, word: Word) -> TableSession:
    """The case is put back at the table with a reason, and taken again."""
    kpc = cast.actor("kpc")
    with acting_as(kpc):
        location = cast.municipality().zsm_location
        session = open_table(location=location, part=DayPart.AFTERNOON, actor=kpc, at=GIVEN)
        next_case(session=session, actor=kpc, at=GIVEN)
        put_back(session=session, reason=word(TableItem, "reason", K.OM), actor=kpc, at=GIVEN)
        next_case(session=session, actor=kpc, at=GIVEN)
    return session


def _contribute(cast: Cast, case: Case, word: Word, kind: OrganisationKind) -> None:
    actor = cast.actor(USERS[kind])
    new = NewContribution(
        knows={category: word(ContributionPart, "text", kind, category) for category in own_categories(kind)},
        view=word(Contribution, "view", kind),
        offer=word(Contribution, "offer", kind),
        dissent=word(Contribution, "dissent", kind),
        dissent_reason=word(Contribution, "dissent_reason", kind),
    )
    with acting_as(actor):
        contribute(case=case, contribution=new, actor=actor, at=GIVEN)


def _advise(cast: Cast, case: Case, word: Word) -> None:
    """One that is handed in, and a draft of the next version."""
    actor = cast.actor("3ro")
    with acting_as(actor):
        first = _content(case, word)
        hand_in_advice(case=case, content=first, actor=actor, at=GIVEN)
        # A draft is nobody else's: its words have a category that no partner of 3RO may see.
        draft = _content(
            case, lambda model, field, kind: word(model, field, kind, Category.PROTECTED_ADDRESS)
        )
        save_draft(case=case, content=draft, actor=actor, at=GIVEN)


def _content(case: Case, word: Word) -> AdviceContent:
    def text(field: str) -> str:
        return word(Advice, field, K.RECLASSERING)

    return AdviceContent(
        kind=AdviceKind.ZSM_SHORT,
        risk=text("risk"),
        decision=AdvisedDecision.SUMMONS,
        decision_reason=text("decision_reason"),
        conditions=(AdvisedCondition(part=Part.AREA_BAN, text=text("conditions"), months=24),),
        vt_conditions={
            str(row.public_id): TakenIn(taken=False, reason=text("vt_conditions"))
            for row in conditions_in_force(case, GIVEN)
        },
        em=Weighing.YES,
        em_reason=text("em_reason"),
        dut=Weighing.YES,
        dut_reason=text("dut_reason"),
        feasibility=text("feasibility"),
        spoken_with=frozenset({SpokenWith.SUSPECT}),
        spoken_note=text("spoken_note"),
        children_heard=ChildrenHeard.NOT_HEARD,
        children_note=text("children_note"),
    )


def _triage(cast: Cast, case: Case, word: Word) -> None:
    rvdk, vt = cast.actor("rvdk"), cast.actor("vt")
    with acting_as(rvdk):
        triage = record_triage(
            case=case,
            triage=NewTriage(
                concerns=tuple(
                    ChildConcern(
                        key=str(role.person.public_id),
                        concern=word(CivilTriage, "concerns", K.RVDK),
                        spoken=SpokenToChild.NOT,
                        note=word(CivilTriage, "concerns", K.RVDK),
                    )
                    for role in children_of(case)
                ),
                outcome=TriageOutcome.INQUIRY,
                reason=word(CivilTriage, "reason", K.RVDK),
                consequence=word(CivilTriage, "consequence", K.RVDK),
            ),
            actor=rvdk,
            at=GIVEN,
        )
    with acting_as(vt):
        agree_with_triage(
            triage=triage, agreed=False, note=word(TriageAgreement, "note", K.VT), actor=vt, at=GIVEN
        )
