"""Veilig Thuis answers whether the family is known."""

from __future__ import annotations

import pytest

from cases.access.errors import InvalidInput, NotAllowed
from cases.access.rules.categories import Category
from cases.access.wall import acting_as
from cases.assessments.rules.known import DossierPhase
from cases.casefiles.queries import story
from cases.organisations.rules import OrganisationKind
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from cases.terms.services import start_term
from tests.factories.cast import Cast
from tests.factories.family import OPENED, Family, make_family
from zsm.consultation.models import KnownAnswer
from zsm.consultation.queries import file_waits, known_answer, sees_note, sees_phase
from zsm.consultation.services import KnownReply, answer_known

pytestmark = pytest.mark.django_db
WAITS = KnownReply(known=True, open_file=True, phase=DossierPhase.STOCK_ASSESSMENT, note="Twee meldingen")


@pytest.fixture
def family(cast: Cast) -> Family:
    return make_family(cast)


def reply(cast: Cast, family: Family, answer: KnownReply = WAITS, username: str = "vt") -> KnownAnswer:
    actor = cast.actor(username)
    with acting_as(actor):
        return answer_known(case=family.case, answer=answer, actor=actor, at=OPENED)


def test_an_answer_meets_the_term_and_the_last_one_counts(cast: Cast, family: Family) -> None:
    vt = cast.actor("vt")
    with acting_as(cast.actor("politie")):
        start_term(
            case=family.case,
            kind=TermKind.KNOWN_ANSWER,
            organisation=cast.organisation(OrganisationKind.VT),
            actor=cast.actor("politie"),
            at=OPENED,
        )
    reply(cast, family, KnownReply(known=False, open_file=False, phase=DossierPhase.NOT_KNOWN))
    reply(cast, family)
    with acting_as(vt):
        [term] = Term.objects.filter(case=family.case, kind=TermKind.KNOWN_ANSWER.value)
        last = known_answer(family.case)
    assert term.status == "met"
    assert last is not None
    assert (last.known, last.open_file, last.phase, file_waits(last)) == (
        True,
        True,
        "stock_assessment",
        True,
    )


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        (KnownReply(known=True, open_file=True, phase=DossierPhase.CLOSED), "phase"),
        (KnownReply(known=True, open_file=False, phase=DossierPhase.INQUIRY), "phase"),
        (KnownReply(known=True, open_file=False, phase=DossierPhase.NOT_KNOWN), "phase"),
        (KnownReply(known=False, open_file=True, phase=DossierPhase.NOT_KNOWN), "open_file"),
    ],
)
def test_known_open_file_and_phase_must_agree(
    cast: Cast, family: Family, answer: KnownReply, field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        reply(cast, family, answer)
    assert field in refused.value.errors


@pytest.mark.parametrize("username", ["politie", "om", "shn"])
def test_only_veilig_thuis_answers(cast: Cast, family: Family, username: str) -> None:
    with pytest.raises(NotAllowed, match="taak van Veilig Thuis"):
        reply(cast, family, username=username)


def test_everybody_in_the_case_reads_that_it_is_known_and_not_in_which_phase(
    cast: Cast, family: Family
) -> None:
    reply(cast, family)
    with acting_as(cast.actor("shn")):
        access = family.seen_by(cast, "shn")
        answer = known_answer(family.case)
        assert answer is not None
        [event] = [event for event in story(access).events if event.kind == "known_answered"]
        assert (sees_phase(access, answer), sees_note(access, answer)) == (False, False)
    assert event.category == Category.THAT
    assert event.summary == "Het gezin is bekend bij Veilig Thuis, met een open dossier."


def test_police_sees_the_phase_and_not_the_note(cast: Cast, family: Family) -> None:
    reply(cast, family)
    with acting_as(cast.actor("politie")):
        access = family.seen_by(cast, "politie")
        answer = known_answer(family.case)
        assert answer is not None
        assert (sees_phase(access, answer), sees_note(access, answer)) == (True, False)
