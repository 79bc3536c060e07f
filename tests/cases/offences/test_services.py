"""Adding charges and recording the klacht."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cases.access.actor import Actor
from cases.access.errors import InvalidInput, NotAllowed
from cases.access.wall import acting_as
from cases.offences.queries import as_rule, charges_of, complaint_of, first_decision_hours, has_stalking
from cases.offences.rules.charge import Mode
from cases.offences.rules.relation import Relation
from cases.offences.services import NewCharge, NewComplaint, add_charges, record_complaint
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.parameters import Parameters
from cases.terms.rules.vocabulary import Situation
from cases.terms.services import start_term
from tests.factories.cast import Cast
from tests.factories.family import OPENED, Family, make_family

pytestmark = pytest.mark.django_db
DAY = OPENED.date()
LATER = OPENED + timedelta(hours=1)


@pytest.fixture
def police(cast: Cast) -> Actor:
    return cast.actor("politie")


@pytest.fixture
def family(cast: Cast) -> Family:
    return make_family(cast, stalking=False)


def add(family: Family, actor: Actor, *charges: NewCharge) -> None:
    with acting_as(actor):
        add_charges(case=family.case, charges=charges, actor=actor, at=LATER)


def refused(family: Family, actor: Actor, *charges: NewCharge) -> list[str]:
    with pytest.raises(InvalidInput) as refusal:
        add(family, actor, *charges)
    return refusal.value.errors["charges"]


def test_charge_remembers_the_catalogue_version_of_its_day(police: Actor, family: Family) -> None:
    add(family, police, NewCharge(code="285b", committed_on=DAY))
    with acting_as(police):
        (charge,) = charges_of(family.case)
    assert charge.offence_name == "belaging (stalking)"
    assert as_rule(charge).offence.version == charge.catalogue_version


def test_assault_of_a_spouse_is_raised_by_article_304(police: Actor, family: Family) -> None:
    add(family, police, NewCharge(code="300-1", committed_on=DAY, relation=Relation.SPOUSE))
    with acting_as(police):
        assert charges_of(family.case)[0].aggravated is True


def test_stalking_by_a_spouse_is_not_raised_because_the_article_knows_no_raise(
    police: Actor, family: Family
) -> None:
    add(family, police, NewCharge(code="285b", committed_on=DAY, relation=Relation.SPOUSE))
    with acting_as(police):
        assert charges_of(family.case)[0].aggravated is False


def test_case_has_nine_hours_as_soon_as_one_charge_allows_remand(police: Actor, family: Family) -> None:
    add(family, police, NewCharge(code="138-1", committed_on=DAY))
    with acting_as(police):
        assert first_decision_hours(family.case).hours == 6
        assert has_stalking(family.case) is False
    add(family, police, NewCharge(code="285b", committed_on=DAY))
    with acting_as(police):
        assert first_decision_hours(family.case).hours == 9
        assert has_stalking(family.case) is True


def test_no_charge_at_all_is_refused(police: Actor, family: Family) -> None:
    assert refused(family, police) == ["Vul ten minste één feit in."]


@pytest.mark.parametrize(
    ("charge", "says"),
    [
        (NewCharge(code="285b", committed_on=DAY + timedelta(days=1)), "toekomst"),
        (NewCharge(code="999", committed_on=DAY), "staat op 10-03-2026 niet in de feitencatalogus"),
        (NewCharge(code="285b", committed_on=date(2020, 1, 1)), "niet in de feitencatalogus"),
        (NewCharge(code="300-1", committed_on=DAY, mode=Mode.ATTEMPT), "niet strafbaar"),
    ],
)
def test_charge_that_cannot_be_is_refused_with_the_reason(
    police: Actor, family: Family, charge: NewCharge, says: str
) -> None:
    assert says in refused(family, police, charge)[0]


def test_same_charge_twice_is_refused_together_and_one_after_the_other(police: Actor, family: Family) -> None:
    stalking = NewCharge(code="285b", committed_on=DAY)
    assert "staat er twee keer" in refused(family, police, stalking, stalking)[0]
    add(family, police, stalking)
    assert "staat al in de zaak" in refused(family, police, stalking)[0]


def test_veilig_thuis_adds_no_charges(cast: Cast, family: Family) -> None:
    with pytest.raises(NotAllowed):
        add(family, cast.actor("vt"), NewCharge(code="285b", committed_on=DAY))


@pytest.mark.parametrize(("answer", "met"), [("yes", True), ("no", True), ("unknown", False)])
def test_answer_about_the_klacht_meets_what_police_owed_only_when_it_is_known(
    police: Actor, cast: Cast, family: Family, answer: str, *, met: bool
) -> None:
    given = NewComplaint(answer=answer, made_on=DAY, made_by=family.victim, received_by="S. Vermeulen, hovj")
    with acting_as(police):
        owed = start_term(
            case=family.case,
            kind=TermKind.KLACHT_ASKED,
            organisation=family.case.organisation,
            parameters=Parameters(situation=Situation.STANDARD),
            actor=police,
            at=OPENED,
        )
        record_complaint(case=family.case, complaint=given, actor=police, at=LATER)
        assert (Term.objects.get(pk=owed.pk).status == "met") is met
        complaint = complaint_of(family.case)
    assert complaint is not None
    assert (complaint.made_on is not None) is (answer == "yes")


def test_new_answer_about_the_klacht_is_a_new_row_and_the_last_one_counts(
    police: Actor, family: Family
) -> None:
    with acting_as(police):
        first = record_complaint(
            case=family.case, complaint=NewComplaint(answer="unknown"), actor=police, at=OPENED
        )
        last = record_complaint(case=family.case, complaint=NewComplaint(answer="no"), actor=police, at=LATER)
        assert complaint_of(family.case) == last != first


@pytest.mark.parametrize(
    ("complaint", "fields"),
    [
        (NewComplaint(answer="yes"), {"made_on", "received_by"}),
        (NewComplaint(answer="yes", made_on=DAY + timedelta(days=1), received_by="hovj"), {"made_on"}),
        (NewComplaint(answer="misschien"), {"answer"}),
    ],
)
def test_klacht_without_day_or_receiver_is_refused_at_the_field(
    police: Actor, family: Family, complaint: NewComplaint, fields: set[str]
) -> None:
    with acting_as(police), pytest.raises(InvalidInput) as refusal:
        record_complaint(case=family.case, complaint=complaint, actor=police, at=LATER)
    assert set(refusal.value.errors) == fields
